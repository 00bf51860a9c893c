"""Services around the trophies: profiles, presence, devices."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
import re
from typing import Any

from . import hosts, replies
from .accounts import Account
from .catalogue import TrophySet, fingerprint
from .replies import NO_STORE, PRIVATE, RefusalError, Reply
from .routing import Call, Route, table
from .world import World, text

# Consoles by the start of a game id.
FORMATS = {"PPSA": "PS5", "CUSA": "PS4"}

type Body = dict[str, Any]


def precise(moment: float) -> str:
    """Write a moment with fractions, as every service but the trophies does."""
    return f"{text(moment).removesuffix('Z')}.{int(moment) % 90 + 10}Z"


def avatars(account: Account) -> list[tuple[str, str]]:
    """Return sizes and addresses of an avatar, in the service's order."""
    base = "http://static-resource.np.community.playstation.net"
    file = fingerprint(account.account_id)[:16]
    return [
        ("s", f"{base}/avatar_s/default/{file}_s.png"),
        ("xl", f"{base}/avatar_xl/default/{file}_xl.png"),
        ("l", f"{base}/avatar/default/{file}.png"),
        ("m", f"{base}/avatar_m/default/{file}_m.png"),
    ]


def signed_picture(label: str) -> str:
    """Return the address of a picture that is made on request."""
    image = fingerprint(label)
    sign = fingerprint(image)[:24]
    return (
        "https://image.api.np.km.playstation.net/images/"
        f"?format=png&w=440&image={image}&sign={sign}"
    )


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Answers about people, consoles and games."""

    world: World

    def numeric(self, call: Call, *, guarded: bool = False) -> Account:
        """Return an account by its number; these services refuse `me`."""
        account = self.world.accounts.get(call.path["user"])
        if account is None:
            raise RefusalError(replies.bad_request("profile", "path: accountId"))
        if guarded and account.private and account is not call.me:
            raise RefusalError(replies.forbidden("profile"))
        return account

    # Profiles

    def profile(self, call: Call) -> Reply:
        """Answer with a profile."""
        account = self.numeric(call)
        own = account is call.me
        body: Body = {"onlineId": account.online_id}
        if own or (account.account_id in call.me.friends and account.first_name):
            body["personalDetail"] = {
                "firstName": account.first_name,
                "lastName": account.last_name,
                "profilePictures": [
                    {"size": "xl", "url": signed_picture(account.account_id)}
                ],
            }
        body |= {
            "aboutMe": account.about,
            "avatars": [{"size": s, "url": url} for s, url in avatars(account)],
            "languages": [account.language],
            "isPlus": account.plus,
            "isOfficiallyVerified": False,
            "isMe": own,
        }
        return replies.ok(body, PRIVATE)

    def legacy_profile(self, call: Call) -> Reply:
        """Answer with the fields of a profile that were asked for."""
        name = call.path["user"]
        account = call.me if name == "me" else self._named(name)
        if account is None:
            message = f"User not found (user: '{name}')"
            raise RefusalError(replies.not_found("legacy", message))
        everything = self._legacy_fields(account, call.me)
        wanted = re.sub(r"\([^)]*\)", "", call.query.get("fields", "@default"))
        names = set(wanted.split(","))
        if "@default" in names:
            names |= {"onlineId", "npId", "avatarUrls", "plus", "aboutMe"}
        profile = {key: value for key, value in everything.items() if key in names}
        return replies.ok({"profile": profile}, NO_STORE)

    def _named(self, name: str) -> Account | None:
        former = (
            account
            for account in self.world.accounts.values()
            if (account.former_online_id or "").casefold() == name.casefold()
        )
        return self.world.by_online_id(name) or next(former, None)

    def _legacy_fields(self, account: Account, caller: Account) -> Body:
        level = account.level()
        presence: Body = {"onlineStatus": "offline", "hasBroadcastData": False}
        playing = self._playing(account)
        platform = playing.platforms.split(",")[0] if playing else ""
        # This service does not know the newer consoles.
        if playing and platform in ("PS3", "PSVITA", "PS4"):
            presence |= {
                "onlineStatus": "online",
                "platform": platform,
                "npTitleId": playing.title_ids[0],
                "titleName": playing.title().strip(),
                "npTitleIconUrl": playing.concept_picture,
            }
        else:
            presence["lastOnlineDate"] = text(account.last_online)
        friends = account.account_id in caller.friends
        name = f"{account.online_id}@b7.{account.country.lower()}"
        body: Body = {
            "onlineId": account.former_online_id or account.online_id,
            "accountId": account.account_id,
            "npId": base64.b64encode(name.encode()).decode(),
            "plus": int(account.plus),
            "aboutMe": account.about,
            "avatarUrls": [{"size": "l", "avatarUrl": dict(avatars(account))["l"]}],
            "languagesUsed": [account.language[:2]],
            "trophySummary": {
                "level": level.level,
                "progress": level.progress,
                "earnedTrophies": dict(reversed(account.total().items())),
            },
            "isOfficiallyVerified": False,
            "personalDetailSharing": "no",
            "personalDetailSharingRequestMessageFlag": False,
            "primaryOnlineStatus": presence["onlineStatus"],
            "presences": [presence],
            "requestMessageFlag": False,
            "friendRelation": "friend" if friends else "no",
            "blocking": False,
            "following": False,
            "consoleAvailability": {"availabilityStatus": presence["onlineStatus"]},
        }
        if account.former_online_id:
            body["currentOnlineId"] = account.online_id
        return body

    def _playing(self, account: Account) -> TrophySet | None:
        return self.world.sets[account.playing] if account.playing else None

    # Presence

    def presence(self, call: Call) -> Reply:
        """Answer with what somebody is doing."""
        account = self.numeric(call, guarded=True)
        if account.presence == "private":
            raise RefusalError(replies.forbidden("profile"))
        return replies.ok({"basicPresence": self._presence(account)}, PRIVATE)

    def presences(self, call: Call) -> Reply:
        """Answer with what several people are doing."""
        ids = [id_ for id_ in call.query.get("accountIds", "").split(",") if id_]
        if not ids or not all(id_ in self.world.accounts for id_ in ids):
            raise RefusalError(replies.bad_request("profile", "query: accountIds"))
        answer = [
            {"accountId": id_, **self._presence(account)}
            for id_ in ids
            if not (account := self.world.accounts[id_]).private or account is call.me
        ]
        return replies.ok({"basicPresences": answer}, PRIVATE)

    def _presence(self, account: Account) -> Body:
        if account.presence in ("menu", "app"):
            platform = "PS5" if account.presence == "menu" else "MOBILE_APP"
            return {
                "availability": "availableToPlay",
                "primaryPlatformInfo": {"onlineStatus": "online", "platform": platform},
            }
        playing = self._playing(account) if account.presence == "follow" else None
        game = next(playing.game_ids(*FORMATS), None) if playing else None
        if playing is None or game is None:
            seen = precise(account.last_online)
            primary: Body = {"onlineStatus": "offline"}
            # Who owns nothing newer than a PS3 has no platform here.
            if newest := next((d for d in account.devices if d in ("PS5", "PS4")), ""):
                primary["platform"] = newest
            return {
                "availability": "unavailable",
                "lastAvailableDate": seen,
                "primaryPlatformInfo": {**primary, "lastOnlineDate": seen},
            }
        platform = FORMATS[game[:4]]
        picture = "conceptIconUrl" if platform == "PS5" else "npTitleIconUrl"
        return {
            "availability": "availableToPlay",
            "primaryPlatformInfo": {"onlineStatus": "online", "platform": platform},
            "gameTitleInfoList": [
                {
                    "npTitleId": game,
                    "titleName": playing.title().strip(),
                    "format": platform,
                    "launchPlatform": platform,
                    picture: playing.concept_picture,
                }
            ],
        }

    # Consoles

    def devices(self, call: Call) -> Reply:
        """Answer with one's own account id and, if asked, consoles."""
        body: Body = {"accountId": call.me.account_id}
        wanted = call.query.get("platform", "").upper().split(",")
        found = [
            {
                "deviceId": f"0000000700{number:02x}",
                "deviceType": device,
                "activationType": "PRIMARY" if device == "PS5" else "PSN_GAME_V3",
                "activationDate": "2023-11-02T16:20:11.000Z",
                "accountDeviceVector": "AAAA",
            }
            for number, device in enumerate(call.me.devices)
            if device.upper() in wanted
        ]
        if found and "device" in call.query.get("includeFields", "").split(","):
            body["accountDevices"] = found
        return replies.ok(body, PRIVATE)

    def routes(self) -> Iterator[Route]:
        """Return the routes of these services."""
        users = "/api/userProfile/v1/internal/users"
        anyone = "(?P<user>[^/]+)"
        # One client writes the second slash of the batch call.
        batch = "/api/userProfile/v2/internal/users/{1,2}basicPresences"
        one = f"/api/userProfile/v[12]/internal/users/{anyone}/basicPresences"
        yield from table(
            hosts.MOBILE,
            ("presences", "profile", batch, self.presences),
            ("presence", "profile", one, self.presence),
            ("profile", "profile", f"{users}/{anyone}/profiles", self.profile),
        )
        legacy = f"/userProfile/v1/users/{anyone}/profile2"
        yield from table(
            hosts.LEGACY, ("legacy_profile", "legacy", legacy, self.legacy_profile)
        )
        devices = "/api/v1/devices/accounts/me"
        yield from table(hosts.DEVICES, ("devices", "other", devices, self.devices))
