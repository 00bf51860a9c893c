"""What is untidy about Sony's answers."""

from email.utils import parsedate_to_datetime
import gzip
from typing import Any

import aiohttp
from freezegun.api import FrozenDateTimeFactory
from multidict import CIMultiDictProxy
import pytest

from . import Emulator
from .arithmetic import progress
from .caller import (
    ACCOUNT,
    API,
    AUTHORIZE,
    DEVICES,
    LEGACY,
    SUMMARY,
    TROPHY,
    USERS,
    Caller,
    service_of,
)

TRACING = {"X-Psn-Correlation-Id", "X-RequestId", "X-Psn-Track-Id"}


async def answer(
    caller: Caller, url: str, **params: str
) -> tuple[int, CIMultiDictProxy[str], bytes]:
    """Return status, headers, and the body as it came over the line."""
    async with caller.session.get(
        url,
        params=params,
        headers={"Authorization": f"Bearer {caller.token}", **caller.headers},
        allow_redirects=False,
        auto_decompress=False,
    ) as response:
        return response.status, response.headers, await response.read()


async def test_cookies_come_from_all_hosts_but_those_of_pictures(
    emulator: Emulator, caller: Caller
) -> None:
    """Good answers and bad ones set a cookie; pictures do not."""
    me = emulator.account.account_id
    for url in (
        f"{ACCOUNT}/api/v1/ssocookie",
        SUMMARY,
        f"{TROPHY}/users/someone/trophySummary",
        f"{USERS}/{me}/profiles",
        DEVICES,
        f"{LEGACY}/me/profile2",
        f"{API}/gamelist/v2/users/me/titles",
    ):
        _, headers, _ = await answer(caller, url)
        assert "Set-Cookie" in headers, url
    caller.token = ""
    _, headers, _ = await answer(caller, SUMMARY)
    assert "Set-Cookie" in headers
    picture = "https://image.api.playstation.com/vulcan/ap/rnd/x.png"
    async with caller.session.get(picture) as response:
        assert response.status == 200
        assert "Set-Cookie" not in response.headers


async def test_a_shared_cookie_jar_is_noticed(
    emulator: Emulator, caller: Caller
) -> None:
    """The trophy service, too, sees one account's cookie on another's request."""
    token = caller.token
    await caller.login(emulator.world.people["friend"].npsso)
    assert not emulator.violations
    async with aiohttp.ClientSession() as jar:
        for _ in range(2):
            async with jar.get(SUMMARY, headers={"Authorization": f"Bearer {token}"}):
                assert not emulator.violations
        async with jar.get(
            SUMMARY, headers={"Authorization": f"Bearer {caller.token}"}
        ):
            (violation,) = emulator.violations
            assert violation.kind == "mixed_cookies"


@pytest.mark.parametrize(("name", "status"), [("me", 200), ("nobody_here", 404)])
async def test_the_old_profile_is_packed(
    caller: Caller, name: str, status: int
) -> None:
    """Found or not, `profile2` is gzipped; clients unpack it by themselves."""
    found, headers, body = await answer(caller, f"{LEGACY}/{name}/profile2")
    assert found == status
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body)[:1] == b"{"
    assert (await caller.get(f"{LEGACY}/{name}/profile2"))[0] == status
    caller.headers = {"Accept-Encoding": "identity"}
    _, headers, body = await answer(caller, f"{LEGACY}/{name}/profile2")
    assert "Content-Encoding" not in headers
    assert body[:1] == b"{"


async def test_the_trophy_service_refuses_tokens_in_its_own_words(
    nobody: Caller,
) -> None:
    """401 has a code, and says which token is wanted."""
    status, body = await nobody.get(SUMMARY)
    assert status == 401
    assert body["error"]["code"] == 2241025
    assert body["error"]["message"] == "Invalid token"
    _, headers, _ = await answer(nobody, SUMMARY)
    assert headers["WWW-Authenticate"] == 'Bearer realm="PSN"'


async def test_an_unknown_game_is_named(caller: Caller) -> None:
    """The message quotes the id."""
    _, body = await caller.get(
        f"{TROPHY}/users/me/titles/trophyTitles", npTitleIds="CUSA00001_00"
    )
    message = "Resource not found (npTitleId='CUSA00001_00')"
    assert body["error"]["message"] == message


async def test_headers_of_the_trophy_service(
    emulator: Emulator, caller: Caller
) -> None:
    """No tracing, but two guards; the catalogue varies by a language it does not name."""
    np, service = service_of(emulator, "localised")
    catalogue = f"{TROPHY}/npCommunicationIds/{np}/trophyGroups"
    for url, params in (
        (SUMMARY, {}),
        (f"{TROPHY}/users/someone/trophySummary", {}),
        (catalogue, {"npServiceName": service}),
        (f"{catalogue}/all/trophies", {"npServiceName": service}),
    ):
        _, headers, _ = await answer(caller, url, **params)
        assert not TRACING & headers.keys()
        assert "Strict-Transport-Security" in headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Content-Language" not in headers
        assert headers.get("Vary") == ("Accept-Language" if params else None)
    _, headers, _ = await answer(caller, f"{API}/gamelist/v2/users/me/titles")
    assert headers.keys() >= TRACING
    assert "Strict-Transport-Security" not in headers


async def test_the_redirect_of_a_login_has_no_content_type(
    emulator: Emulator, nobody: Caller
) -> None:
    """Neither with a code nor without one."""
    for npsso in (emulator.npsso, "wrong"):
        nobody.headers = {"Cookie": f"npsso={npsso}"}
        status, headers, body = await answer(
            nobody, f"{ACCOUNT}/api/authz/v3/oauth/authorize", **AUTHORIZE
        )
        assert (status, body) == (302, b"")
        assert "Content-Type" not in headers


async def test_answers_tell_the_virtual_time(
    emulator: Emulator, caller: Caller, freezer: FrozenDateTimeFactory
) -> None:
    """Sony's clock is the emulator's, whatever the home's says; it can be silent."""

    async def told(url: str) -> float:
        _, headers, _ = await answer(caller, url)
        return parsedate_to_datetime(headers["Date"]).timestamp()

    ahead = 400 * 86_400
    freezer.tick(-ahead)
    emulator.advance(ahead + 90)
    for url in (SUMMARY, f"{ACCOUNT}/api/v1/ssocookie", f"{LEGACY}/me/profile2"):
        assert await told(url) == int(emulator.now())
    freezer.tick(3600)
    assert await told(SUMMARY) == int(emulator.now())
    emulator.tell_date(False)
    _, headers, _ = await answer(caller, SUMMARY)
    assert "Date" not in headers
    emulator.tell_date()
    assert await told(SUMMARY) == int(emulator.now())


@pytest.mark.parametrize(
    ("bronze", "gold", "platinum", "expected"),
    [(0, 0, 0, 0), (1, 0, 0, 1), (0, 0, 1, 0), (99, 1, 0, 99), (100, 1, 1, 100)],
)
def test_anything_below_the_platinum_is_one_percent(
    bronze: int, gold: int, platinum: int, expected: int
) -> None:
    """The first trophy of a large set shows, and the last one is still missed."""
    defined = {"bronze": 100, "silver": 0, "gold": 1, "platinum": 1}
    earned = {"bronze": bronze, "silver": 0, "gold": gold, "platinum": platinum}
    assert progress(earned, defined) == expected


async def test_one_trophy_of_many_shows_in_list_and_group(
    emulator: Emulator, caller: Caller
) -> None:
    """Title and group say 1 where the quotient is below."""
    np = emulator.launch("unsynced")
    target = emulator.world.sets[np]
    emulator.add_dlc(np, bronze=100)
    bronze = next(t for t in target.trophies if t.grade == "bronze")
    emulator.earn(title=np, trophy_id=bronze.id)
    title: dict[str, Any] = (await caller.titles())[0]
    assert (title["npCommunicationId"], title["progress"]) == (np, 1)
    body = await caller.ok(
        f"{TROPHY}/users/me/npCommunicationIds/{np}/trophyGroups",
        npServiceName=target.service,
    )
    assert body["progress"] == 1
    assert body["trophyGroups"][1]["progress"] == 0
