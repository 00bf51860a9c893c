"""What goes wrong on the way, what it becomes, and how often it is tried again."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
import logging
import traceback

import aiohttp
import pytest

from custom_components.psn_trophies.psn import (
    Priority,
    PsnAuth,
    PsnClient,
    PsnConnectionError,
    PsnError,
    PsnForbiddenError,
    PsnNotFoundError,
    PsnRateLimitError,
    PsnResponseError,
    PsnUnauthorizedError,
    RequestBudget,
    ServiceClock,
)
from tests.emulator import Emulator

from .conftest import NPSSO, Canned, Clock, MakeAuth, canned, leaks

QUARTER = 900.0


def is_silent(err: BaseException, *secrets: str) -> bool:
    """Return whether nothing of the secrets shows in an error or behind it."""
    shown = "".join(traceback.format_exception(err)) + str(err) + repr(err)
    return not [secret for secret in secrets if secret in shown]


# The faults of the stand-in


@pytest.mark.parametrize(
    ("kind", "expected", "requests"),
    [
        ("unavailable", PsnConnectionError, 2),
        ("bad_gateway", PsnConnectionError, 2),
        ("gateway_timeout", PsnConnectionError, 2),
        ("server_error", PsnConnectionError, 1),
        ("blocked", PsnConnectionError, 1),
        ("drop", PsnConnectionError, 2),
        ("drop_midway", PsnConnectionError, 2),
        ("malformed", PsnResponseError, 1),
        ("truncated", PsnResponseError, 1),
        ("empty", PsnResponseError, 1),
        ("html", PsnResponseError, 1),
        ("wrong_types", PsnResponseError, 1),
        ("missing_keys", PsnResponseError, 1),
        ("nulls", PsnResponseError, 1),
        ("unauthorized", PsnUnauthorizedError, 2),
        ("forbidden", PsnForbiddenError, 1),
        ("not_found", PsnNotFoundError, 1),
        ("rate_limited", PsnRateLimitError, 1),
        ("rate_limited_retry_after", PsnRateLimitError, 1),
        ("rate_limited_bare", PsnRateLimitError, 1),
    ],
)
async def test_every_fault_is_an_error_of_ours(
    emulator: Emulator,
    signed_in: PsnClient,
    kind: str,
    expected: type[PsnError],
    requests: int,
) -> None:
    """One retry at most, and none that is not listed."""
    emulator.fail(kind, on="summary")
    with pytest.raises(PsnError) as caught:
        await signed_in.get_trophy_summary()
    assert type(caught.value) is expected or issubclass(type(caught.value), expected)
    assert emulator.log.count("summary") == requests
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert is_silent(
        caught.value,
        emulator.account.account_id,
        "trophyLevel",
        "https://",
        *emulator.auth.access_tokens,
    )


@pytest.mark.parametrize(
    "kind", ["unavailable", "bad_gateway", "gateway_timeout", "drop_midway", "drop"]
)
async def test_second_try_succeeds(
    emulator: Emulator, signed_in: PsnClient, kind: str
) -> None:
    """A hiccup is not noticed."""
    emulator.fail(kind, on="summary", times=1)
    await signed_in.get_trophy_summary()
    assert emulator.log.count("summary") == 2


async def test_hiccup_and_refused_token_in_one_call(
    emulator: Emulator, signed_in: PsnClient
) -> None:
    """Each has its own retry."""
    emulator.expire_access_tokens()
    emulator.fail("unavailable", on="summary", times=1)
    await signed_in.get_trophy_summary()
    assert emulator.log.counts() == {"summary": 3, "token": 1}


async def test_post_is_not_repeated(emulator: Emulator, signed_in: PsnClient) -> None:
    """It might have had an effect."""
    emulator.fail("unavailable", on="search")
    with pytest.raises(PsnConnectionError):
        await signed_in.request(
            "/search/v1/universalSearch", bytes, method="POST", json={}
        )
    assert emulator.log.count("search") == 1


async def test_trouble_during_a_login_is_not_repeated(
    emulator: Emulator, client: PsnClient
) -> None:
    """The retry is for the request itself."""
    emulator.fail("unavailable", on="token")
    with pytest.raises(PsnConnectionError):
        await client.get_trophy_summary()
    assert emulator.log.counts() == {"authorize": 1, "token": 1}


async def test_slow_answer_times_out(
    emulator: Emulator, session: aiohttp.ClientSession, make_auth: MakeAuth
) -> None:
    """Waiting has an end, and is not begun again."""
    auth = make_auth()
    await auth.access_token()
    slow = emulator.fail("slow", on="summary")
    client = PsnClient(session, auth, timeout=0.05)
    with pytest.raises(PsnConnectionError, match="in time"):
        await client.get_trophy_summary()
    slow.clear()
    assert emulator.log.count("summary") == 1


async def test_cancelled_request_frees_its_slot(
    emulator: Emulator, session: aiohttp.ClientSession, make_auth: MakeAuth
) -> None:
    """Cancelling is passed on and leaves nothing behind."""
    client = PsnClient(session, make_auth(), concurrency=1)
    slow = emulator.fail("slow", on="summary")
    task = asyncio.create_task(client.get_trophy_summary())
    await slow.reached()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    slow.clear()
    await client.get_trophy_summary()


# Rate limits


@pytest.mark.parametrize(
    ("kind", "seconds", "expected"),
    [
        ("rate_limited", 120, pytest.approx(120, abs=2)),
        ("rate_limited", -50, QUARTER),
        ("rate_limited", 10**9, QUARTER),
        ("rate_limited_retry_after", 120, 120.0),
        ("rate_limited_retry_after", -5, QUARTER),
        ("rate_limited_retry_after", 0, QUARTER),
        ("rate_limited_bare", None, QUARTER),
    ],
)
async def test_429_pauses_everything(
    *,
    emulator: Emulator,
    signed_in: PsnClient,
    budget: RequestBudget,
    clock: Clock,
    kind: str,
    seconds: float | None,
    expected: float,
) -> None:
    """No further request before the time that Sony names."""
    emulator.fail(kind, on="summary", times=1, seconds=seconds)
    with pytest.raises(PsnRateLimitError) as caught:
        await signed_in.get_trophy_summary()
    assert caught.value.retry_after == expected
    assert budget.retry_after == caught.value.retry_after
    with pytest.raises(PsnRateLimitError):
        await signed_in.get_titles()
    assert emulator.log.counts() == {"summary": 1}
    # Background work waits it out; the poll may go on, too.
    await signed_in.background.get_trophy_summary()
    assert clock.sleeps == [expected]
    await signed_in.get_trophy_summary()


async def test_429_stops_who_already_queues(
    emulator: Emulator, session: aiohttp.ClientSession, make_auth: MakeAuth
) -> None:
    """Only what is on the line already arrives after a 429."""
    auth = make_auth()
    await auth.access_token()
    emulator.log.clear()
    client = PsnClient(session, auth, concurrency=2)
    emulator.fail("rate_limited")
    outcomes = await asyncio.gather(
        *(client.get_trophy_summary() for _ in range(20)), return_exceptions=True
    )
    assert all(isinstance(outcome, PsnRateLimitError) for outcome in outcomes)
    assert emulator.log.count("summary") <= 2


HEADERS = [
    ({"X_RateLimit_Next_Available": "1060"}, 60),
    ({"X_RateLimit_Next_Available": "1060", "Retry_After": "5"}, 60),
    ({"X_RateLimit_Next_Available": "soon", "Retry_After": "5"}, 5),
    ({"X_RateLimit_Next_Available": "999", "Retry_After": "5"}, 5),
    ({"X_RateLimit_Next_Available": "nan", "Retry_After": "inf"}, QUARTER),
    ({"X_RateLimit_Next_Available": "1e999"}, QUARTER),
    ({"X_RateLimit_Next_Available": "1790000000000"}, QUARTER),
    ({"Retry_After": "Thu, 01 Jan 1970 00:18:20 GMT"}, 100),
    ({"Retry_After": "Thu, 01 Jan 1970 00:00:20 GMT"}, QUARTER),
    ({"Retry_After": "Thu, 99 Jan 1970 00:00:20 GMT"}, QUARTER),
    ({"Retry_After": "Thu, 01 Jan 0000 00:00:20 GMT"}, QUARTER),
    ({"Retry_After": ""}, QUARTER),
    ({"Retry_After": "86401"}, QUARTER),
    ({"Retry_After": "86400"}, 86400),
    ({}, QUARTER),
]


@pytest.mark.parametrize(("headers", "expected"), HEADERS)
async def test_wait_in_the_headers_of_429(
    service: Canned,
    canned_client: PsnClient,
    headers: dict[str, str],
    expected: float,
) -> None:
    """Sony's header first, then the common one, a quarter of an hour else."""
    service.answer = canned(429, "slow down", "text/plain", **headers)
    with pytest.raises(PsnRateLimitError) as caught:
        await canned_client.get_trophy_summary()
    assert caught.value.retry_after == expected
    assert len(service.requests) == 1


async def test_full_budget_raises_for_the_poll_and_waits_in_the_background(
    emulator: Emulator, session: aiohttp.ClientSession, clock: Clock
) -> None:
    """The client asks the budget before each request, a retry included."""
    budget = RequestBudget(
        4, timedelta(seconds=QUARTER), 1, clock=clock, sleep=clock.sleep
    )
    wall = ServiceClock(emulator.now, emulator.now)
    auth = PsnAuth(session, emulator.npsso, budget=budget, clock=wall)
    client = PsnClient(session, auth)
    await client.get_trophy_summary()
    emulator.fail("unavailable", on="summary", times=1)
    with pytest.raises(PsnRateLimitError) as caught:
        await client.get_trophy_summary()
    assert caught.value.retry_after == QUARTER
    assert emulator.log.count() == 4
    await client.background.get_trophy_summary()
    assert clock.sleeps == [QUARTER]
    patient = PsnClient(session, auth, priority=Priority.BACKGROUND, budget=budget)
    await patient.get_trophy_summary()


async def test_no_more_than_so_many_at_once(
    emulator: Emulator, session: aiohttp.ClientSession, make_auth: MakeAuth
) -> None:
    """The poll gets through while the background keeps the line busy."""
    auth = make_auth()
    await auth.access_token()
    client = PsnClient(session, auth, concurrency=2)
    slow = emulator.fail("slow", on="titles")
    work = [asyncio.create_task(client.background.get_titles()) for _ in range(6)]
    poll = asyncio.create_task(client.get_trophy_summary())
    await slow.reached()
    await asyncio.sleep(0)
    assert slow.hits <= 2
    slow.clear()
    await asyncio.gather(poll, *work)
    assert emulator.log.count("titles") == 6


# Answers the stand-in does not give


def bodies() -> Iterator[tuple[int, str, str, type[PsnError], int | None]]:
    """Yield status, body, content type, error, code."""
    json, html = "application/json", "text/html; charset=utf-8"
    error = '{"error":{"referenceId":"x","code":2240526,"message":"No"}}'
    yield 400, error, json, PsnResponseError, 2240526
    yield 400, "<html></html>", html, PsnConnectionError, None
    yield 400, "", json, PsnResponseError, None
    yield 400, '{"error":"bad","error_code":1}', json, PsnResponseError, 1
    yield 403, error, json, PsnForbiddenError, 2240526
    yield 403, error, "text/plain", PsnForbiddenError, 2240526
    yield 403, "<html></html>", html, PsnConnectionError, None
    yield 403, " <html></html>", "text/plain", PsnConnectionError, None
    yield 403, "", "", PsnConnectionError, None
    yield 403, '{"error":{}}', json, PsnConnectionError, None
    yield 403, '{"error":[1]}', json, PsnConnectionError, None
    yield 403, "[]", json, PsnConnectionError, None
    yield 404, error, json, PsnNotFoundError, 2240526
    yield 404, "<html></html>", html, PsnConnectionError, None
    yield 404, "not json", json, PsnConnectionError, None
    yield 405, error, json, PsnResponseError, 2240526
    yield 418, "teapot", "text/plain", PsnResponseError, None
    yield 301, "", json, PsnResponseError, None
    yield 302, "<html></html>", html, PsnConnectionError, None
    yield 200, "<html></html>", json, PsnResponseError, None
    yield 204, "", json, PsnResponseError, None
    yield 500, error, json, PsnConnectionError, None
    yield 599, error, json, PsnConnectionError, None


@pytest.mark.parametrize(
    ("status", "body", "content_type", "expected", "code"), list(bodies())
)
async def test_status_and_body_become_an_error(
    *,
    service: Canned,
    canned_client: PsnClient,
    status: int,
    body: str,
    content_type: str,
    expected: type[PsnError],
    code: int | None,
) -> None:
    """Status first, then who is speaking, then the code."""
    service.answer = canned(status, body, content_type)
    with pytest.raises(PsnError) as caught:
        await canned_client.get_trophy_summary()
    assert type(caught.value) is expected
    assert getattr(caught.value, "code", None) == code
    if code is not None:
        assert str(code) in str(caught.value)
    assert len(service.requests) == 1
    assert is_silent(caught.value, "referenceId", "teapot", "<html>", NPSSO)
    request = service.requests[0]
    assert request.headers["Authorization"] == "Bearer canned.access.token"
    assert "Cookie" not in request.headers
    assert "Accept-Language" not in request.headers


async def test_names_cut_in_the_middle_of_an_emoji(
    service: Canned, canned_client: PsnClient
) -> None:
    """Half a character costs that character, not the page."""
    service.answer = canned(
        200, '{"onlineId":"a\\ud83d","aboutMe":"\\ud83c\\udfc6 \U0001f3c6 שלום"}'
    )
    profile = await canned_client.get_profile("1")
    assert profile.online_id == "a\ufffd"
    assert profile.about_me == "\U0001f3c6 \U0001f3c6 שלום"
    service.answer = canned(200, b'{"onlineId":"a\xff"}')
    assert (await canned_client.get_profile("1")).online_id == "a\ufffd"
    service.answer = canned(200, b'{"onlineId":NaN,"aboutMe":"\\ud83d"}')
    with pytest.raises(PsnResponseError, match="not JSON"):
        await canned_client.get_profile("1")
    service.answer = canned(200, b"[" * 100_000)
    with pytest.raises(PsnResponseError, match="not JSON"):
        await canned_client.get_profile("1")


async def test_log_line(
    emulator: Emulator, signed_in: PsnClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Method, path, status and duration; nothing of query, header or body."""
    caplog.clear()
    await signed_in.get_titles(limit=3)
    [line] = [r.message for r in caplog.records if "transport" in r.name]
    assert line.startswith("GET /api/trophy/v1/users/me/trophyTitles: 200 in ")
    assert line.endswith(" ms")
    assert "limit" not in line


async def test_every_request_on_the_wire_is_in_the_budget(
    emulator: Emulator, client: PsnClient, budget: RequestBudget
) -> None:
    """Login, retries and what aiohttp would repeat by itself included."""
    emulator.fail("drop", on="summary")
    with pytest.raises(PsnConnectionError, match="cut"):
        await client.get_trophy_summary()
    emulator.clear_faults()
    emulator.expire_access_tokens()
    await client.get_titles()
    assert budget.used == emulator.log.count() == 7


def test_guard_of_secrets_sees_them(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> None:
    """The check after each test would notice."""

    def check() -> None:
        assert leaks(caplog, {NPSSO, "never"}) == {NPSSO}

    request.addfinalizer(check)
    logging.getLogger("custom_components.psn_trophies.psn").warning("%s", NPSSO)


async def test_closed_session_is_a_connection_error(
    emulator: Emulator, signed_in: PsnClient, session: aiohttp.ClientSession
) -> None:
    """Who closes the session while something is still to be asked gets an error."""
    await session.close()
    with pytest.raises(PsnConnectionError):
        await signed_in.get_trophy_summary()
    assert emulator.log.count("summary") == 0
