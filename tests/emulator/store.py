"""Played games, catalogue, entitlements and the share link."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import hosts, replies
from .accounts import Account, Progress
from .catalogue import TrophySet
from .neighbours import FORMATS, precise, signed_picture
from .replies import NO_CACHE, RefusalError, Reply
from .routing import Call, Route, table
from .words import LANGUAGES
from .world import World

MAX_GAMES = 200
DEFAULT_GAMES = 10

CATEGORIES = {"PPSA": "ps5_native_game", "CUSA": "ps4_game"}

type Body = dict[str, Any]


def duration(seconds: int) -> str:
    """Write a duration; hours never become days, and zero parts are left out."""
    parts = ((seconds // 3600, "H"), (seconds // 60 % 60, "M"), (seconds % 60, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in parts if number)


@dataclass(frozen=True, slots=True)
class Store:
    """Answers about games."""

    world: World

    def games(self, call: Call) -> Reply:
        """Answer with played games; nothing older than a PS4 is among them."""
        who = call.path["user"]
        account = call.me if who == "me" else self.world.accounts.get(who)
        if account is None:
            raise RefusalError(replies.api_error("gamelist", 404, 3239939, "not found"))
        if account.private and account is not call.me:
            raise RefusalError(replies.forbidden("gamelist"))
        limit = _whole(call, "limit", DEFAULT_GAMES)
        offset = _whole(call, "offset", 0)
        if not 1 <= limit <= MAX_GAMES:
            message = (
                f"invalid request, requested limit={limit} allowed limit={MAX_GAMES}"
            )
            raise RefusalError(replies.api_error("gamelist", 400, 3239940, message))
        wanted = call.query.get("categories", ",".join(CATEGORIES.values())).split(",")
        played = [
            game
            for title in sorted(account.titles.values(), key=lambda t: -t.last_played)
            if (game := _game(title, account, call.language))["category"] in wanted
        ]
        end = offset + limit
        return replies.ok(
            {
                "titles": played[offset:end],
                "nextOffset": end if end < len(played) else None,
                "previousOffset": max(offset - limit, 0),
                "totalItemCount": len(played),
            },
            NO_CACHE,
        )

    def catalogue(self, call: Call) -> Reply:
        """Answer with a list of concepts; an unknown game is an element, too."""
        game = call.path["game"]
        target = self.world.games.get(game)
        if target is None:
            return replies.ok([{"errorCode": "3239940", "titleId": game}], NO_CACHE)
        concept = _concept(target, call.language, call.query.get("country", "GB"))
        concept |= {"publisherName": "Example House", "minimumAge": 12}
        return replies.ok([concept], NO_CACHE)

    def entitlements(self, call: Call) -> Reply:
        """Answer with what one owns."""
        limit = _whole(call, "limit", 20)
        offset = _whole(call, "offset", 0)
        only = [id_ for id_ in call.query.get("titleId", "").split(",") if id_]
        owned = [
            _entitlement(title, game)
            for title in call.me.listing(own=True)
            for game in title.set.game_ids(*FORMATS)
            if not only or game in only
        ]
        return replies.ok(
            {
                "entitlements": owned[offset : offset + limit],
                "start": offset,
                "totalResults": len(owned),
            },
            NO_CACHE,
        )

    def share_link(self, call: Call) -> Reply:
        """Answer with the link to a profile."""
        account = self.world.accounts.get(call.path["user"])
        if account is None:
            raise RefusalError(replies.bad_request("other", "path: accountId"))
        url = f"https://playstation.com/t2/{account.online_id}"
        return replies.ok(
            {
                "shareUrl": url,
                "shareImageUrl": signed_picture(f"share/{account.account_id}"),
                "shareImageUrlDestination": url,
            },
            NO_CACHE,
        )

    def routes(self) -> Iterator[Route]:
        """Return the routes of these services."""
        games = "/api/gamelist/v2/users/(?P<user>[^/]+)/titles"
        concepts = "/api/catalog/v2/titles/(?P<game>[^/]+)/concepts"
        owned = "/api/entitlement/v2/users/me/internal/entitlements"
        share = "/api/cpss/v1/share/profile/(?P<user>[^/]+)"
        yield from table(
            hosts.MOBILE,
            ("games", "gamelist", games, self.games),
            ("catalogue", "other", concepts, self.catalogue),
            ("entitlements", "other", owned, self.entitlements),
            ("share_link", "other", share, self.share_link),
        )


def _whole(call: Call, key: str, default: int) -> int:
    try:
        return int(call.query.get(key, default))
    except ValueError:
        message = f"invalid request, {key}"
        raise RefusalError(
            replies.api_error("gamelist", 400, 3239940, message)
        ) from None


def _concept(target: TrophySet, language: int, country: str) -> Body:
    name = target.title(language).strip()
    return {
        "id": 90_000_000 + int(target.id[4:9]),
        "titleIds": target.title_ids,
        "name": name,
        "media": {
            "audios": [],
            "videos": [],
            "images": [
                {"url": target.concept_picture, "format": "UNKNOWN", "type": "MASTER"}
            ],
        },
        "genres": ["ADVENTURE"],
        "localizedName": {"defaultLanguage": "en-US", "metadata": {"en-US": name}},
        "country": country,
        "language": LANGUAGES[language],
    }


def _game(title: Progress, account: Account, language: int) -> Body:
    target = title.set
    game = next(target.game_ids(*CATEGORIES), "")
    name = target.title().strip()
    return {
        "titleId": game,
        "name": name,
        "localizedName": target.title(language).strip(),
        "imageUrl": target.concept_picture,
        "localizedImageUrl": target.concept_picture,
        "category": CATEGORIES.get(game[:4], ""),
        "service": "none_purchased" if game.startswith("PPSA") else "none(purchased)",
        "playCount": title.play_count,
        "concept": _concept(target, language, account.country),
        "media": {},
        "firstPlayedDateTime": precise(title.first_synced),
        "lastPlayedDateTime": precise(title.last_played),
        "playDuration": duration(title.play_seconds),
    }


def _entitlement(title: Progress, game: str) -> Body:
    name = title.set.title().strip()
    picture = title.set.concept_picture
    product = f"EP9999-{game}-0000000000000000"
    return {
        "id": product,
        "activeDate": precise(title.first_synced),
        "entitlementType": 5,
        "skuId": f"{product}-E001",
        "productId": product,
        "activeFlag": True,
        "revisionId": 1,
        "featureType": 3,
        "preorderFlag": False,
        "remainingCount": 0,
        "consumedCount": 0,
        "isConsumable": False,
        "isSubscription": False,
        "entitlementAttributes": [
            {
                "entitlementKeyFlag": True,
                "platformId": FORMATS[game[:4]].lower(),
                "placeholderFlag": False,
            }
        ],
        "gameMeta": {
            "name": name,
            "type": "GAME",
            "iconUrl": picture,
            "packageType": "PSGD" if game.startswith("PPSA") else "PS4GD",
        },
        "titleMeta": {"titleId": game, "name": name, "imageUrl": picture},
        "conceptMeta": {
            "conceptId": str(90_000_000 + int(title.set.id[4:9])),
            "name": name,
            "iconUrl": picture,
            "minimumAge": 12,
        },
        "rewardMeta": {"rewardServiceType": 0, "retentionPolicy": 0},
        "preorderPlaceholderFlag": False,
    }
