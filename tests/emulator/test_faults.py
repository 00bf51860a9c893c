"""Every switch makes the service misbehave in its own way."""

import asyncio
import json
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from . import Emulator
from .caller import ACCOUNT, API, LEGACY, SUMMARY, TROPHY, Caller


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("unavailable", 503),
        ("server_error", 500),
        ("bad_gateway", 502),
        ("gateway_timeout", 504),
        ("blocked", 403),
        ("html", 200),
    ],
)
async def test_pages_instead_of_answers(
    emulator: Emulator, caller: Caller, kind: str, status: int
) -> None:
    """The edge speaks HTML, once if told so."""
    fault = emulator.fail(kind, on="summary", times=1)
    found, content_type, _ = await caller.raw(SUMMARY)
    assert (found, content_type) == (status, "text/html")
    assert fault.hits == 1
    await caller.ok(SUMMARY)


@pytest.mark.parametrize(
    ("kind", "present", "absent"),
    [
        ("rate_limited", "X-RateLimit-Next-Available", "Retry-After"),
        ("rate_limited_retry_after", "Retry-After", "X-RateLimit-Next-Available"),
        ("rate_limited_bare", "Content-Type", "Retry-After"),
    ],
)
async def test_rate_limits(
    emulator: Emulator, caller: Caller, kind: str, present: str, absent: str
) -> None:
    """429 in its three forms."""
    emulator.fail(kind, seconds=120)
    async with caller.session.get(
        SUMMARY, headers={"Authorization": f"Bearer {caller.token}"}
    ) as response:
        assert response.status == 429
        assert absent not in response.headers
        value = response.headers[present]
    if kind == "rate_limited":
        assert abs(int(value) - emulator.now() - 120) < 5
    elif kind == "rate_limited_retry_after":
        assert value == "120"
    emulator.clear_faults()
    await caller.ok(SUMMARY)


@pytest.mark.parametrize(
    ("kind", "valid"),
    [("malformed", False), ("truncated", False), ("empty", False), ("nulls", True)],
)
async def test_spoilt_bodies(
    emulator: Emulator, caller: Caller, kind: str, valid: bool
) -> None:
    """Status and content type stay good; the body does not."""
    emulator.fail(kind)
    status, content_type, body = await caller.raw(SUMMARY)
    assert (status, content_type) == (200, "application/json")
    if not valid:
        with pytest.raises(ValueError):
            json.loads(body)


async def test_bent_bodies(emulator: Emulator, caller: Caller) -> None:
    """Keys can be left out, emptied or given another type, at any depth."""
    url = f"{TROPHY}/users/me/trophyTitles"
    emulator.fail("missing_keys", on=url.removeprefix(API[:-4]), keys=["progress"])
    body = await caller.ok(url)
    assert all("progress" not in title for title in body["trophyTitles"])
    emulator.clear_faults()
    emulator.fail("nulls", on=["titles", "summary"], keys=["earnedTrophies"])
    body = await caller.ok(url)
    assert all(title["earnedTrophies"] is None for title in body["trophyTitles"])
    assert (await caller.ok(SUMMARY))["earnedTrophies"] is None
    emulator.clear_faults()
    emulator.fail("wrong_types")
    body = await caller.ok(SUMMARY)
    assert not isinstance(body["trophyLevel"], int)
    assert not isinstance(body["accountId"], str)
    emulator.clear_faults()
    emulator.fail("missing_keys")
    assert len(await caller.ok(SUMMARY)) == 4


@pytest.mark.parametrize("kind", ["drop", "drop_midway"])
async def test_dropped_connections(
    emulator: Emulator, caller: Caller, kind: str
) -> None:
    """The line goes dead, before or inside the answer."""
    emulator.fail(kind, on="titles")
    expected: type[Exception] = aiohttp.ServerDisconnectedError
    if kind == "drop_midway":
        expected = aiohttp.ClientPayloadError
    with pytest.raises(expected):
        await caller.raw(f"{TROPHY}/users/me/trophyTitles")
    await caller.ok(SUMMARY)


async def test_slow_answers(emulator: Emulator, caller: Caller) -> None:
    """An answer is held until it is let go, or until its caller gives up."""
    fault = emulator.fail("slow", on="summary")
    asking = asyncio.create_task(caller.ok(SUMMARY))
    await fault.reached()
    assert not asking.done()
    assert emulator.log.records[-1].status == 0
    fault.release()
    assert (await asking)["trophyLevel"]
    emulator.clear_faults()
    fault = emulator.fail("slow", on="summary", times=1)
    asking = asyncio.create_task(caller.ok(SUMMARY))
    await fault.reached()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    emulator.fail("slow", on="titles", seconds=0.01)
    assert await caller.titles()


async def test_stopping_does_not_wait(socket_enabled: None) -> None:
    """An emulator that ends does not wait for answers that it holds."""
    emulator = Emulator(titles=0)
    await emulator.start()
    async with aiohttp.ClientSession() as session:
        with emulator.redirect():
            caller = Caller(session)
            await caller.login()
            fault = emulator.fail("slow")
            asking = asyncio.create_task(caller.raw(SUMMARY))
            await fault.reached()
            await emulator.stop()
            with pytest.raises(aiohttp.ClientError):
                await asking


@pytest.mark.parametrize(
    ("kind", "status"), [("unauthorized", 401), ("forbidden", 403), ("not_found", 404)]
)
async def test_refusals_in_the_services_own_shape(
    emulator: Emulator, caller: Caller, kind: str, status: int
) -> None:
    """The three error shapes."""
    emulator.fail(kind)
    found, body = await caller.get(SUMMARY)
    assert found == status
    assert body["error"]["referenceId"]
    found, body = await caller.get(f"{LEGACY}/me/profile2")
    assert found == status
    assert "referenceId" not in body["error"]
    found, body = await caller.get(f"{API}/gamelist/v2/users/me/titles")
    assert found == status
    assert body["error"]["source"] == "Gamelist"


async def test_login_faults(emulator: Emulator, caller: Caller) -> None:
    """What can go wrong while signing in."""
    emulator.fail("refresh_expired", times=1)
    await caller.login()
    assert (await caller.refresh())[0] == 400
    assert (await caller.refresh())[0] == 200
    emulator.fail("npsso_expired", times=1)
    status, location = await caller.authorize(emulator.npsso)
    assert status == 302
    assert "error_code=4165" in location
    emulator.fail("authorize_bare", times=1)
    status, location = await caller.authorize(emulator.npsso)
    assert status == 302
    assert parse_qs(urlsplit(location).query).keys() == {"cid"}
    emulator.fail("authorize_no_location", times=1)
    assert await caller.authorize(emulator.npsso) == (302, "")
    emulator.fail("npsso_page_429", times=1)
    status, content_type, _ = await caller.raw(f"{ACCOUNT}/api/v1/ssocookie")
    assert (status, content_type) == (429, "text/html")
    await caller.login()
    with pytest.raises(ValueError, match="no fault"):
        emulator.fail("earthquake")
