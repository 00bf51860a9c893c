"""The services around the trophies, pictures and wrong addresses."""

from datetime import datetime
import io
import json
import re
from typing import Any

import aiohttp
from PIL import Image
import pytest

from . import Emulator, WorldError
from .caller import ACCOUNT, API, DEVICES, LEGACY, TROPHY, USERS, Caller


async def test_profile(emulator: Emulator, caller: Caller) -> None:
    """The profile wants a number, and has plain avatars."""
    me = emulator.account
    body = await caller.ok(f"{USERS}/{me.account_id}/profiles")
    assert body["onlineId"] == me.online_id
    assert body["isMe"] is True
    assert {avatar["size"] for avatar in body["avatars"]} == {"s", "m", "l", "xl"}
    assert all(avatar["url"].startswith("http://") for avatar in body["avatars"])
    assert "profilePictures" in body["personalDetail"]
    for wrong in ("me", "1", "nobody"):
        status, error = await caller.get(f"{USERS}/{wrong}/profiles")
        assert (status, error["error"]["code"]) == (400, 2281473)
        assert error["error"]["message"] == "Bad Request (path: accountId)"
    other = await caller.ok(
        f"{USERS}/{emulator.world.people['friend'].account_id}/profiles"
    )
    assert other["isMe"] is False
    assert "personalDetail" not in other


async def test_legacy_profile(emulator: Emulator, caller: Caller) -> None:
    """Only the fields asked for; both names after a change."""
    fields = "accountId,onlineId,currentOnlineId"
    me = emulator.account
    body = await caller.ok(f"{LEGACY}/me/profile2", fields=fields)
    assert body == {
        "profile": {"onlineId": "lantern_keeper", "accountId": me.account_id}
    }
    emulator.rename("Lamp-Lighter")
    for name in ("me", "lantern_keeper", "lamp-lighter"):
        body = await caller.ok(f"{LEGACY}/{name}/profile2", fields=fields)
        assert body["profile"]["currentOnlineId"] == "Lamp-Lighter"
        assert body["profile"]["onlineId"] == "lantern_keeper"
    profile = await caller.ok(f"{USERS}/{me.account_id}/profiles")
    assert profile["onlineId"] == "Lamp-Lighter"
    full = await caller.ok(
        f"{LEGACY}/me/profile2",
        fields="npId,plus,trophySummary(@default,level,progress,earnedTrophies),"
        "presences(@default,@titleInfo,platform,lastOnlineDate,hasBroadcastData)",
    )
    assert full["profile"].keys() == {"npId", "plus", "trophySummary", "presences"}
    assert full["profile"]["plus"] == 1
    status, error = await caller.get(f"{LEGACY}/nobody_here/profile2", fields=fields)
    assert status == 404
    assert error == {
        "error": {"code": 2105356, "message": "User not found (user: 'nobody_here')"}
    }
    with pytest.raises(WorldError):
        emulator.rename("tidewater_ana")


async def test_devices(emulator: Emulator, caller: Caller) -> None:
    """Consoles come only when asked for."""
    assert await caller.ok(DEVICES) == {"accountId": emulator.account.account_id}
    body = await caller.ok(
        DEVICES, includeFields="device,systemData", platform="PS5,PS4,PS3,PSVita"
    )
    assert [device["deviceType"] for device in body["accountDevices"]] == ["PS5"]


async def test_friends(emulator: Emulator, caller: Caller) -> None:
    """Friends are numbers; closed accounts stay closed."""
    body = await caller.ok(f"{USERS}/me/friends", limit=1000)
    assert body == {"friends": emulator.account.friends, "totalItemCount": 3}
    page = await caller.ok(f"{USERS}/me/friends", limit=2)
    assert page["nextOffset"] == 2
    friend = emulator.world.people["friend"].account_id
    summary = await caller.ok(f"{USERS}/me/friends/{friend}/summary")
    assert summary["friendRelation"] == "friend"
    requests = await caller.ok(f"{USERS}/me/friends/receivedRequests")
    assert "accountId" in requests["receivedRequests"][0]
    assert await caller.ok(f"{USERS}/me/blocks") == {"blockList": []}
    ready = await caller.ok(f"{USERS}/me/friends/subscribing/availableToPlay")
    assert ready == {"settings": []}
    status, error = await caller.get(f"{USERS}/me/friends", limit=1001)
    assert (status, error["error"]["code"]) == (400, 2281473)
    private = emulator.world.people["private"].account_id
    for url in (
        f"{USERS}/{private}/friends",
        f"{API}/userProfile/v2/internal/users/{private}/basicPresences",
        f"{API}/userProfile/v1/internal/users/{private}/basicPresences",
    ):
        status, error = await caller.get(url)
        assert (status, error["error"]["code"]) == (403, 2281486)


async def test_presence_shows_what_it_is_told_to(
    emulator: Emulator, caller: Caller
) -> None:
    """As offline, to nobody, or online without a game."""
    me = emulator.account.account_id
    url = f"{API}/userProfile/v2/internal/users/{me}/basicPresences"
    emulator.log.clear()
    emulator.launch("counter")
    assert "gameTitleInfoList" in (await caller.ok(url))["basicPresence"]
    emulator.set_presence("hidden")
    hidden = (await caller.ok(url))["basicPresence"]
    assert hidden["primaryPlatformInfo"]["onlineStatus"] == "offline"
    assert "gameTitleInfoList" not in hidden
    for shown, platform in (("menu", "PS5"), ("app", "MOBILE_APP")):
        emulator.set_presence(shown)
        online = (await caller.ok(url))["basicPresence"]
        assert online["primaryPlatformInfo"] == {
            "onlineStatus": "online",
            "platform": platform,
        }
        assert "gameTitleInfoList" not in online
    emulator.set_presence("private")
    status, error = await caller.get(url)
    assert (status, error["error"]["code"]) == (403, 2281486)
    with pytest.raises(WorldError):
        emulator.set_presence("elsewhere")
    assert emulator.log.handshakes() == 1


async def test_presence_of_several(emulator: Emulator, caller: Caller) -> None:
    """The batch leaves closed accounts out, with one slash or two."""
    ids = ",".join(emulator.account.friends)
    for slashes in ("/", "//"):
        url = f"{API}/userProfile/v2/internal/users{slashes}basicPresences"
        body = await caller.ok(url, accountIds=ids)
        assert len(body["basicPresences"]) == 2
        assert "accountId" in body["basicPresences"][0]


async def test_played_games(emulator: Emulator, caller: Caller) -> None:
    """The game list has bounds, null page keys and durations of its own."""
    url = f"{API}/gamelist/v2/users/me/titles"
    body = await caller.ok(url)
    assert len(body["titles"]) == 10
    assert body["nextOffset"] == 10
    assert body["previousOffset"] == 0
    whole = await caller.ok(url, limit=200)
    assert whole["nextOffset"] is None
    assert whole["totalItemCount"] == len(whole["titles"]) < 40
    for game in whole["titles"]:
        assert game["category"] in ("ps4_game", "ps5_native_game")
        assert re.fullmatch(
            r"PT(?=\d)(\d+H)?([1-5]?\dM)?([1-5]?\dS)?", game["playDuration"]
        )
        assert datetime.fromisoformat(game["lastPlayedDateTime"]).tzinfo
    only = await caller.ok(url, limit=200, categories="ps4_game")
    assert {game["category"] for game in only["titles"]} == {"ps4_game"}
    status, error = await caller.get(url, limit=500)
    assert status == 400
    del error["error"]["referenceId"]
    assert error["error"] == {
        "reason": "BadRequest",
        "code": 3239940,
        "source": "Gamelist",
        "message": "invalid request, requested limit=500 allowed limit=200",
    }
    caller.token = ""
    status, error = await caller.get(url)
    assert (status, error["error"]["code"]) == (401, 3239954)


async def test_store_and_sharing(emulator: Emulator, caller: Caller) -> None:
    """Share link, catalogue, entitlements."""
    me = emulator.account.account_id
    share = await caller.ok(f"{API}/cpss/v1/share/profile/{me}")
    assert share.keys() == {"shareUrl", "shareImageUrl", "shareImageUrlDestination"}
    game = emulator.world.sets[emulator.world.cases["counter"]].title_ids[0]
    (concept,) = await caller.ok(f"{API}/catalog/v2/titles/{game}/concepts")
    assert concept["titleIds"] == [game]
    (unknown,) = await caller.ok(f"{API}/catalog/v2/titles/CUSA00001_00/concepts")
    assert "errorCode" in unknown
    owned = await caller.ok(f"{API}/entitlement/v2/users/me/internal/entitlements")
    assert len(owned["entitlements"]) == 20 < owned["totalResults"]


async def test_search(emulator: Emulator, caller: Caller) -> None:
    """Search is fuzzy, and an unknown query is answered with 200."""
    async with caller.session.post(
        f"{API}/search/v1/universalSearch",
        json={
            "searchTerm": "tidewater",
            "domainRequests": [{"domain": "SocialAllAccounts"}],
        },
        headers={"Authorization": f"Bearer {caller.token}"},
    ) as response:
        (domain,) = (await response.json())["domainResponses"]
    assert domain["results"][0]["socialMetadata"]["onlineId"] == "tidewater_ana"

    async def query(operation: str, hash_: str, **variables: Any) -> Any:
        return await caller.ok(
            f"{API}/graphql/v1/op",
            operationName=operation,
            variables=json.dumps(variables),
            extensions=json.dumps(
                {"persistedQuery": {"version": 1, "sha256Hash": hash_}}
            ),
        )

    hints = "71bf26729f2634f4d8cca32ff73aaf42b3b76ad1d2f63b490a809b66483ea5a7"
    np = emulator.world.cases["counter"]
    body = await query("metGetHintAvailability", hints, npCommId=np)
    found = body["data"]["hintAvailabilityRetrieve"]["trophies"]
    assert all(isinstance(trophy["trophyId"], str) for trophy in found)
    assert found
    body = await query("metGetHintAvailability", "0" * 64, npCommId=np)
    assert "not whitelisted" in body["message"]


async def test_chat_groups(emulator: Emulator, caller: Caller) -> None:
    """Groups, their members, and a message."""
    base = f"{API}/gamingLoungeGroups/v1"
    groups = (await caller.ok(f"{base}/members/me/groups", limit=200))["groups"]
    assert len(groups) == 2
    id_ = groups[0]["groupId"]
    group = await caller.ok(f"{base}/members/me/groups/{id_}")
    assert len(group["members"]) == 3
    thread = f"groups/{id_}/threads/{id_}/messages"
    async with caller.session.post(
        f"{base}/{thread}",
        json={"messageType": 1, "body": "Hello"},
        headers={"Authorization": f"Bearer {caller.token}"},
    ) as response:
        assert (await response.json()).keys() == {"messageUid", "createdTimestamp"}
    talk = await caller.ok(f"{base}/members/me/{thread}", limit=20)
    assert talk["messages"][0]["body"] == "Hello"
    assert (await caller.get(f"{base}/members/me/groups/unknown"))[0] == 404


async def test_pictures(emulator: Emulator, caller: Caller) -> None:
    """Sizes are the service's; http and https both work."""
    definitions, _ = await caller.trophies(emulator.world.cases["counter"])
    new, old = (
        emulator.world.sets[emulator.world.cases[case]] for case in ("counter", "huge")
    )
    titles = {t["npCommunicationId"]: t for t in await caller.titles()}
    profile = await caller.ok(f"{USERS}/{emulator.account.account_id}/profiles")
    pictures = {
        titles[new.id]["trophyTitleIconUrl"]: (320, 320),
        titles[old.id]["trophyTitleIconUrl"]: (320, 176),
        definitions["trophies"][0]["trophyIconUrl"]: (240, 240),
        profile["avatars"][0]["url"]: (240, 240),
        profile["avatars"][0]["url"].replace("http:", "https:"): (240, 240),
    }
    for url, size in pictures.items():
        async with caller.session.get(url) as response:
            assert response.content_type == "image/png"
            file = await response.read()
        with Image.open(io.BytesIO(file)) as image:
            assert image.size == size
    assert not emulator.violations


async def test_secrets_sent_to_the_wrong_host(
    emulator: Emulator, caller: Caller
) -> None:
    """Image hosts refuse credentials; every leak is noted."""
    url = "https://image.api.playstation.com/anything.png"
    token = {"Authorization": f"Bearer {caller.token}"}
    cookie = {"Cookie": f"npsso={emulator.npsso}"}
    for headers in (token, cookie):
        async with caller.session.get(url, headers=headers) as response:
            assert response.status == 400
    for headers in ({"Cookie": "theme=dark"}, {"Referer": "http://at.home/trophies"}):
        async with caller.session.get(url, headers=headers) as response:
            assert response.status == 200
    async with caller.session.get(
        f"{TROPHY}/users/me/trophySummary", headers=token | cookie
    ) as response:
        assert response.status == 200
    async with caller.session.get(
        f"{ACCOUNT}/api/v1/ssocookie", headers=token
    ) as response:
        assert response.status == 401
    assert [violation.kind for violation in emulator.violations] == [
        "token_to_image_host",
        "cookie_to_image_host",
        "cookie_to_image_host",
        "referer_to_image_host",
        "cookie_to_api_host",
        "token_to_account_host",
    ]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        (f"{ACCOUNT}/api/trophy/v1/users/me/trophySummary", "wrong_address"),
        (f"{API}/v1/ssocookie", "wrong_address"),
        ("https://m.np.playstation.net/api/trophy/v1/users/me", "wrong_address"),
        ("https://m.np.playstation.com/nothing/here", "wrong_address"),
        (f"{TROPHY}/users/me/trophySummary".replace("https", "http"), "plain_http"),
    ],
)
async def test_wrong_addresses_are_refused_by_the_edge(
    emulator: Emulator, caller: Caller, url: str, kind: str
) -> None:
    """Wrong host, wrong path, no TLS: a web page with status 403."""
    status, content_type, body = await caller.raw(url)
    assert (status, content_type) == (403, "text/html")
    assert b"Access Denied" in body
    assert b"errors.edgesuite.net" in body
    assert kind in {violation.kind for violation in emulator.violations}


async def test_a_shared_cookie_jar_is_noticed(
    emulator: Emulator, socket_enabled: None
) -> None:
    """A jar that carries one account's cookies to another is a violation."""
    friend = emulator.world.people["friend"]
    async with aiohttp.ClientSession() as session:
        caller = Caller(session)
        for _ in range(2):
            await caller.authorize(emulator.npsso)
        assert not emulator.violations
        await caller.authorize(friend.npsso)
    assert [violation.kind for violation in emulator.violations] == ["mixed_cookies"]


async def test_log_has_no_secrets(emulator: Emulator, caller: Caller) -> None:
    """Requests are logged by route, without what must not be shown."""
    await caller.titles()
    assert emulator.log.counts() == {"authorize": 1, "token": 1, "titles": 1}
    assert emulator.log.count("titles", "token") == 2
    assert [record.status for record in emulator.log.records] == [302, 200, 200]
    await caller.raw(f"{TROPHY}/users/me/trophySummary", code="v3.secret")
    shown = str(emulator.log.as_list())
    for secret in (emulator.npsso, caller.token, caller.refresh_token, "v3.secret"):
        assert secret not in shown
    emulator.log.clear()
    assert emulator.log.count() == 0
