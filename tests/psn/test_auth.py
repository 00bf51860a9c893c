"""The login: every way through it, and what is never taken for bad credentials."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import aiohttp
import orjson
import pytest

from custom_components.psn_trophies.psn import (
    LoginLog,
    LoginState,
    NpssoFacts,
    PsnAuth,
    PsnAuthError,
    PsnClient,
    PsnConnectionError,
    PsnError,
    PsnLoginPausedError,
    PsnRateLimitError,
    PsnResponseError,
    PsnUnauthorizedError,
    RequestBudget,
    ServiceClock,
    TokenSet,
)
from tests.emulator import Emulator

from .conftest import NPSSO, TOKENS, Canned, Clock, MakeAuth, Stored, canned

HOUR = 3600
# A little more than the distance that logins keep.
QUARTER = 905


# The state machine


async def test_first_login_goes_by_the_npsso(
    emulator: Emulator, auth: PsnAuth, stored: Stored
) -> None:
    """Code, tokens, stored; the lifetimes are those of the answer."""
    emulator.auth.settings.access_life = 1234
    emulator.auth.settings.refresh_life = 98_765
    before = emulator.now()
    token = await auth.access_token()
    after = emulator.now()
    assert emulator.log.counts() == {"authorize": 1, "token": 1}
    [tokens] = stored.tokens
    assert tokens == auth.tokens
    assert tokens.access_token == token
    assert before + 1234 <= tokens.access_expires_at <= after + 1234
    assert tokens.refresh_expires_at is not None
    assert before + 98_764 <= tokens.refresh_expires_at <= after + 98_765


async def test_valid_token_is_kept(emulator: Emulator, auth: PsnAuth) -> None:
    """Until a minute before its end."""
    first = await auth.access_token()
    emulator.advance(3599 - 65)
    assert await auth.access_token() == first
    assert emulator.log.count("token") == 1
    emulator.advance(10)
    assert await auth.access_token() != first
    assert emulator.log.counts() == {"authorize": 1, "token": 2}


async def test_stored_tokens_outlive_a_restart(
    emulator: Emulator, make_auth: MakeAuth, stored: Stored
) -> None:
    """A restart within the hour costs no login, a later one a refresh."""
    await make_auth().access_token()
    state = LoginState.from_dict(stored[-1].to_dict())
    assert state == stored[-1]
    assert state.tokens
    emulator.log.clear()
    again = make_auth(state)
    assert again.tokens == state.tokens
    assert await again.access_token() == state.tokens.access_token
    assert not emulator.log.records
    emulator.advance(HOUR)
    await make_auth(state).access_token()
    assert emulator.log.counts() == {"token": 1}


async def test_refresh_keeps_the_refresh_token_and_its_end(
    emulator: Emulator, auth: PsnAuth, stored: Stored
) -> None:
    """Sony hands the same one out again, with less time left."""
    await auth.access_token()
    emulator.advance(HOUR)
    await auth.access_token()
    first, second = stored.tokens
    assert second.refresh_token == first.refresh_token
    assert second.refresh_expires_at == pytest.approx(first.refresh_expires_at, abs=2)


@pytest.mark.parametrize("omit", [False, True])
async def test_rotated_refresh_token_is_stored(
    emulator: Emulator, auth: PsnAuth, stored: Stored, omit: bool
) -> None:
    """Also where its lifetime is left out: then the old end holds."""
    emulator.auth.settings.rotate_refresh = True
    emulator.auth.settings.omit_refresh_life = omit
    await auth.access_token()
    emulator.advance(HOUR)
    await auth.access_token()
    emulator.advance(HOUR)
    await auth.access_token()
    assert emulator.log.counts() == {"authorize": 1, "token": 3}
    assert len({tokens.refresh_token for tokens in stored.tokens}) == 3
    if omit:
        assert len({tokens.refresh_expires_at for tokens in stored.tokens}) == 1


async def test_answer_without_refresh_token_keeps_the_old_one(
    emulator: Emulator, auth: PsnAuth, stored: Stored
) -> None:
    """What is left out has not changed."""
    await auth.access_token()
    emulator.advance(HOUR)
    emulator.fail(
        "missing_keys",
        on="token",
        times=1,
        keys=("refresh_token", "refresh_token_expires_in"),
    )
    await auth.access_token()
    first, second = stored.tokens
    assert second.refresh_token == first.refresh_token
    assert second.refresh_expires_at == first.refresh_expires_at


async def test_login_without_refresh_token_works(
    emulator: Emulator, auth: PsnAuth, stored: Stored
) -> None:
    """Then each login goes by the NPSSO."""
    emulator.fail("missing_keys", on="token", keys=("refresh_token",))
    await auth.access_token()
    assert stored.tokens[0].refresh_token is None
    emulator.advance(HOUR)
    await auth.access_token()
    assert emulator.log.counts() == {"authorize": 2, "token": 2}


async def test_refused_refresh_falls_back_to_the_npsso(
    emulator: Emulator, auth: PsnAuth, stored: Stored
) -> None:
    """A dead refresh token is no reason to ask the user."""
    await auth.access_token()
    emulator.advance(HOUR)
    emulator.expire_refresh_tokens()
    await auth.access_token()
    assert emulator.log.counts() == {"authorize": 2, "token": 3}
    assert stored.tokens[1].refresh_token != stored.tokens[0].refresh_token


async def test_refresh_token_past_its_end_is_not_tried(
    emulator: Emulator, auth: PsnAuth
) -> None:
    """The end is known, so the request is saved."""
    emulator.auth.settings.refresh_life = 3 * HOUR
    await auth.access_token()
    emulator.advance(3 * HOUR)
    await auth.access_token()
    assert emulator.log.counts() == {"authorize": 2, "token": 2}


async def test_unknown_end_of_a_refresh_token_is_no_end(
    emulator: Emulator, make_auth: MakeAuth, auth: PsnAuth
) -> None:
    """Without a number it is tried."""
    await auth.access_token()
    assert auth.tokens
    emulator.advance(HOUR)
    emulator.log.clear()
    tokens = replace(auth.tokens, refresh_expires_at=None)
    await make_auth(replace(auth.state, tokens=tokens)).access_token()
    assert emulator.log.counts() == {"token": 1}


# Dead credentials


async def test_revoked_npsso(emulator: Emulator, auth: PsnAuth) -> None:
    """Only the user can help."""
    emulator.revoke_npsso()
    with pytest.raises(PsnAuthError):
        await auth.access_token()
    assert emulator.log.counts() == {"authorize": 1}
    assert auth.tokens is None


async def test_revoked_npsso_shows_when_the_refresh_token_dies(
    emulator: Emulator, auth: PsnAuth, stored: Stored
) -> None:
    """As long as it lives nobody notices; the tokens held stay as they are."""
    await auth.access_token()
    emulator.revoke_npsso()
    emulator.advance(HOUR)
    await auth.access_token()
    emulator.advance(HOUR)
    emulator.expire_refresh_tokens()
    with pytest.raises(PsnAuthError):
        await auth.access_token()
    assert auth.tokens == stored.tokens[-1]


async def test_refused_npsso(emulator: Emulator, auth: PsnAuth) -> None:
    """A bad NPSSO is answered with 302, too."""
    emulator.fail("npsso_expired")
    with pytest.raises(PsnAuthError):
        await auth.access_token()
    assert emulator.log.counts() == {"authorize": 1}


@pytest.mark.parametrize(
    ("status", "location", "expected"),
    [
        (302, "https://my.account.sony.com/?error_code=4165", PsnAuthError),
        (302, "https://my.account.sony.com/?error=login_required", PsnAuthError),
        (302, "com.scee.psxandroid.scecompcall://redirect/?code=", PsnConnectionError),
        (302, "http://[broken", PsnConnectionError),
        (303, "https://my.account.sony.com/?error=login_required", PsnAuthError),
        (303, "https://my.account.sony.com/", PsnConnectionError),
        (302, "https://my.account.sony.com/?error=server_error", PsnConnectionError),
        (
            302,
            "https://my.account.sony.com/?error=temporarily_unavailable",
            PsnConnectionError,
        ),
    ],
)
async def test_redirects_of_the_login_page(
    service: Canned,
    canned_auth: PsnAuth,
    status: int,
    location: str,
    expected: type[PsnError],
) -> None:
    """The query of the redirect decides, not its status."""
    service.answer = canned(status, b"", Location=location)
    with pytest.raises(expected) as caught:
        await canned_auth.exchange_npsso_for_code()
    assert isinstance(caught.value, PsnAuthError) == (expected is PsnAuthError)


# Trouble that is not the user's


TROUBLE = [
    ("blocked", PsnConnectionError),
    ("forbidden", PsnConnectionError),
    ("unavailable", PsnConnectionError),
    ("bad_gateway", PsnConnectionError),
    ("gateway_timeout", PsnConnectionError),
    ("server_error", PsnConnectionError),
    ("drop", PsnConnectionError),
    ("drop_midway", PsnConnectionError),
    ("rate_limited", PsnRateLimitError),
    ("rate_limited_bare", PsnRateLimitError),
]


@pytest.mark.parametrize(
    ("route", "kind", "expected"),
    [
        (route, kind, expected)
        for route in ("authorize", "token")
        for kind, expected in TROUBLE
        # A redirect has no body to cut.
        if (route, kind) != ("authorize", "drop_midway")
    ],
)
async def test_trouble_in_the_login_is_no_auth_error(
    emulator: Emulator,
    auth: PsnAuth,
    route: str,
    kind: str,
    expected: type[PsnError],
) -> None:
    """Bad weather is never taken for bad credentials."""
    emulator.fail(kind, on=route)
    with pytest.raises(expected) as caught:
        await auth.access_token()
    assert not isinstance(caught.value, PsnAuthError)
    assert auth.tokens is None


@pytest.mark.parametrize(("kind", "expected"), TROUBLE)
async def test_trouble_in_the_refresh_keeps_the_refresh_token(
    emulator: Emulator,
    auth: PsnAuth,
    clock: Clock,
    kind: str,
    expected: type[PsnError],
) -> None:
    """It is not given up, and the NPSSO is not called upon."""
    await auth.access_token()
    emulator.advance(HOUR)
    emulator.log.clear()
    fault = emulator.fail(kind, on="token")
    with pytest.raises(expected):
        await auth.access_token()
    assert emulator.log.counts() == {"token": 1}
    fault.clear()
    emulator.log.clear()
    clock.now += 1000
    await auth.access_token()
    assert emulator.log.counts() == {"token": 1}


@pytest.mark.parametrize("kind", ["malformed", "truncated", "html", "empty"])
async def test_token_answer_not_understood(
    emulator: Emulator, auth: PsnAuth, kind: str
) -> None:
    """Is an error of the answer."""
    emulator.fail(kind, on="token")
    with pytest.raises(PsnResponseError):
        await auth.access_token()


@pytest.mark.parametrize("kind", ["wrong_types", "nulls", "missing_keys"])
async def test_token_answer_without_the_essential(
    emulator: Emulator, auth: PsnAuth, kind: str
) -> None:
    """No token: nothing is stored."""
    emulator.fail(kind, on="token", keys=("access_token",))
    with pytest.raises(PsnResponseError, match="access_token"):
        await auth.access_token()
    assert auth.tokens is None


@pytest.mark.parametrize("kind", ["wrong_types", "nulls", "missing_keys"])
async def test_token_answer_without_a_lifetime(
    emulator: Emulator, auth: PsnAuth, kind: str
) -> None:
    """The usual one is taken for granted: a login lost is worse than a 401."""
    emulator.fail(kind, on="token", keys=("expires_in",))
    assert await auth.access_token() == await auth.access_token()
    assert auth.tokens
    assert auth.tokens.access_expires_at == pytest.approx(emulator.now() + HOUR, abs=5)


LIFETIMES = [
    ("0", 300),
    ("60", 300),
    ("-5", 300),
    ("301", 301),
    ("86401", 86_400),
    ("1e18", 86_400),
    ("1e400", 3600),
    ("9" * 40, 86_400),
    ("9" * 5000, 3600),
    ('"soon"', 3600),
    ('"1800"', 1800),
    ("true", 3600),
    ("[]", 3600),
]


@pytest.mark.parametrize(("value", "expected"), LIFETIMES)
async def test_lifetimes_beyond_all_bounds(
    service: Canned, canned_auth: PsnAuth, clock: Clock, value: str, expected: int
) -> None:
    """Neither fail the login nor make one for every poll."""
    service.answer = canned(
        200,
        f'{{"access_token":"new","expires_in":{value},'
        f'"refresh_token":"next","refresh_token_expires_in":{value}}}',
    )
    clock.now = 11_000
    assert await canned_auth.access_token() == "new"
    assert canned_auth.tokens
    assert canned_auth.tokens.access_expires_at == clock.now + expected
    assert canned_auth.tokens.refresh_expires_at is not None
    ends_in = canned_auth.tokens.refresh_expires_at - clock.now
    assert 7200 <= ends_in <= 366 * 86_400
    assert await canned_auth.access_token() == "new"
    assert len(service.requests) == 1


async def test_page_instead_of_a_redirect(emulator: Emulator, auth: PsnAuth) -> None:
    """Something stands between us and Sony."""
    emulator.fail("html", on="authorize")
    with pytest.raises(PsnConnectionError):
        await auth.access_token()


@pytest.mark.parametrize("status", [400, 401])
async def test_refused_code_is_no_auth_error(
    service: Canned, canned_auth: PsnAuth, status: int
) -> None:
    """Neither is a refused client identity."""
    service.answer = canned(status, '{"error":"invalid_client","error_code":4102}')
    for step in (
        canned_auth.exchange_code_for_tokens("v3.abcdef"),
        canned_auth.exchange_npsso_for_code(),
    ):
        with pytest.raises(PsnResponseError) as caught:
            await step
        assert (caught.value.status, caught.value.code) == (status, 4102)


async def test_refresh_refused_by_a_page_is_trouble(
    service: Canned, canned_auth: PsnAuth, clock: Clock
) -> None:
    """The edge does not decide about refresh tokens."""
    clock.now = 11_000
    service.answer = canned(400, "<html>", "text/html")
    with pytest.raises(PsnConnectionError):
        await canned_auth.access_token()
    assert len(service.requests) == 1


async def test_refresh_answered_with_nonsense(
    service: Canned, canned_auth: PsnAuth, clock: Clock
) -> None:
    """Nonsense is not a refusal either."""
    clock.now = 11_000
    service.answer = canned(200, "[]")
    with pytest.raises(PsnResponseError):
        await canned_auth.access_token()
    assert len(service.requests) == 1


async def test_no_connection(emulator: Emulator, auth: PsnAuth) -> None:
    """Nobody at home."""
    await emulator.stop()
    with pytest.raises(PsnConnectionError, match="No connection"):
        await auth.access_token()
    await emulator.start()


# Steps


async def test_steps_by_hand(emulator: Emulator, auth: PsnAuth, stored: Stored) -> None:
    """Each step is within reach; none of them starts to use its tokens."""
    code = await auth.exchange_npsso_for_code()
    tokens = await auth.exchange_code_for_tokens(code)
    assert tokens.refresh_token
    fresh = await auth.refresh(tokens.refresh_token)
    assert fresh.access_token != tokens.access_token
    assert auth.tokens is None
    assert stored.tokens == []
    with pytest.raises(ValueError, match="no refresh token"):
        await auth.refresh()
    emulator.advance(QUARTER)
    await auth.access_token()
    assert (await auth.refresh()).refresh_token == stored.tokens[0].refresh_token


async def test_login_without_somewhere_to_store(
    emulator: Emulator, session: aiohttp.ClientSession
) -> None:
    """Storing tokens is a choice; so is a budget."""
    auth = PsnAuth(session, emulator.npsso)
    assert await auth.access_token()
    assert auth.budget.used == 2


# One login in flight


async def test_many_callers_share_one_login(emulator: Emulator, auth: PsnAuth) -> None:
    """However many wait."""
    slow = emulator.fail("slow", on="token")
    callers = [asyncio.create_task(auth.access_token()) for _ in range(20)]
    await slow.reached()
    slow.clear()
    assert len(set(await asyncio.gather(*callers))) == 1
    assert emulator.log.counts() == {"authorize": 1, "token": 1}


async def test_many_callers_share_a_failure(emulator: Emulator, auth: PsnAuth) -> None:
    """Nobody who waited tries again; who comes later does."""
    emulator.revoke_npsso()
    slow = emulator.fail("slow", on="authorize")
    callers = [asyncio.create_task(auth.access_token()) for _ in range(5)]
    await slow.reached()
    slow.clear()
    outcomes = await asyncio.gather(*callers, return_exceptions=True)
    assert all(isinstance(outcome, PsnAuthError) for outcome in outcomes)
    assert emulator.log.counts() == {"authorize": 1}
    # A refusal is an answer for a while, too.
    with pytest.raises(PsnAuthError):
        await auth.access_token()
    assert emulator.log.counts() == {"authorize": 1}
    emulator.advance(QUARTER)
    with pytest.raises(PsnAuthError):
        await auth.access_token()
    assert emulator.log.counts() == {"authorize": 2}


async def test_cancelled_first_caller_does_not_end_the_login(
    emulator: Emulator, auth: PsnAuth, stored: Stored
) -> None:
    """The others get what was begun for the first."""
    slow = emulator.fail("slow", on="token")
    first, *others = [asyncio.create_task(auth.access_token()) for _ in range(4)]
    await slow.reached()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    slow.clear()
    assert set(await asyncio.gather(*others)) == {stored.tokens[0].access_token}
    assert emulator.log.counts() == {"authorize": 1, "token": 1}


async def test_login_nobody_waits_for_ends(
    emulator: Emulator, auth: PsnAuth, stored: Stored
) -> None:
    """And who comes at that very moment waits for the next that may be."""
    slow = emulator.fail("slow", on="authorize")
    callers = [asyncio.create_task(auth.access_token()) for _ in range(3)]
    await slow.reached()
    for caller in callers:
        caller.cancel()
    late = asyncio.gather(*callers, return_exceptions=True)
    late.add_done_callback(lambda _: slow.clear())
    outcomes = await late
    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
    assert stored.tokens == []
    with pytest.raises(PsnLoginPausedError):
        await auth.access_token()
    emulator.advance(QUARTER)
    assert await auth.access_token() == stored.tokens[0].access_token
    assert emulator.log.counts() == {"authorize": 2, "token": 1}


async def test_one_patient_caller_keeps_a_login_alive(
    emulator: Emulator, auth: PsnAuth
) -> None:
    """All but one leave."""
    slow = emulator.fail("slow", on="authorize")
    stays, *leave = [asyncio.create_task(auth.access_token()) for _ in range(4)]
    await slow.reached()
    for caller in leave:
        caller.cancel()
    await asyncio.gather(*leave, return_exceptions=True)
    slow.clear()
    assert await stays
    assert emulator.log.counts() == {"authorize": 1, "token": 1}


# After a 401


async def test_refused_token_is_replaced_once(
    emulator: Emulator, signed_in: PsnClient, auth: PsnAuth
) -> None:
    """A 401 costs a refresh and a repetition."""
    emulator.expire_access_tokens()
    await signed_in.get_trophy_summary()
    assert emulator.log.counts() == {"summary": 2, "token": 1}


async def test_many_refused_at_once_share_one_refresh(
    emulator: Emulator, signed_in: PsnClient
) -> None:
    """A token that has been replaced already is not replaced again."""
    emulator.expire_access_tokens()
    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(signed_in.get_trophy_summary())
    counts = emulator.log.counts()
    assert counts["token"] == 1
    assert counts["authorize"] == 0
    assert counts["summary"] <= 16


async def test_token_refused_twice_is_an_error_but_not_of_credentials(
    emulator: Emulator, signed_in: PsnClient, auth: PsnAuth
) -> None:
    """Sony took the login itself, so the next call tries the new token once more."""
    emulator.fail("unauthorized", on="summary", times=2)
    with pytest.raises(PsnUnauthorizedError) as caught:
        await signed_in.get_trophy_summary()
    assert caught.value.status == 401
    assert emulator.log.counts() == {"summary": 2, "token": 1}
    emulator.log.clear()
    emulator.advance(60)
    await signed_in.get_trophy_summary()
    assert emulator.log.counts() == {"summary": 1}
    emulator.log.clear()
    emulator.advance(60)
    emulator.expire_access_tokens()
    await signed_in.get_trophy_summary()
    assert emulator.log.counts() == {"token": 1, "summary": 2}


async def test_refusal_right_after_a_login_costs_no_other_one(
    emulator: Emulator, client: PsnClient
) -> None:
    """Another token would be as good as this one, which Sony gave a moment ago."""
    emulator.fail("unauthorized", on="summary")
    with pytest.raises(PsnUnauthorizedError):
        await client.get_trophy_summary()
    assert emulator.log.counts() == {"authorize": 1, "token": 1, "summary": 1}


async def test_new_token_that_stays_refused_leads_to_the_npsso(
    emulator: Emulator, signed_in: PsnClient
) -> None:
    """The refresh token may give bad ones; later calls ask no more than they must."""
    emulator.advance(QUARTER)
    fault = emulator.fail("unauthorized", on="summary")
    counts = []
    for _ in range(4):
        emulator.log.clear()
        with pytest.raises(PsnUnauthorizedError):
            await signed_in.get_trophy_summary()
        counts.append(dict(emulator.log.counts()))
        emulator.advance(60)
    assert counts == [
        {"summary": 2, "token": 1},
        {"summary": 2, "authorize": 1, "token": 1},
        {"summary": 1},
        {"summary": 1},
    ]
    fault.clear()
    await signed_in.get_trophy_summary()


async def test_address_that_refuses_a_good_token_costs_no_login(
    emulator: Emulator, signed_in: PsnClient
) -> None:
    """The summary took it, so it is not the token."""
    emulator.fail("unauthorized", on="titles")
    for _ in range(30):
        await signed_in.get_trophy_summary()
        with pytest.raises(PsnUnauthorizedError) as caught:
            await signed_in.get_titles()
        assert caught.value.code == 2240525 or caught.value.status == 401
        emulator.advance(60)
    assert emulator.log.counts() == {"summary": 30, "titles": 30}


async def test_page_of_the_edge_proves_no_token(
    emulator: Emulator, signed_in: PsnClient
) -> None:
    """A 403 of somebody in between says nothing of what comes behind."""
    emulator.fail("blocked", on="titles", times=1)
    with pytest.raises(PsnConnectionError):
        await signed_in.get_titles()
    emulator.expire_access_tokens()
    await signed_in.get_trophy_summary()
    assert emulator.log.counts() == {"titles": 1, "summary": 2, "token": 1}


async def test_token_revoked_after_it_was_taken_is_replaced(
    emulator: Emulator, signed_in: PsnClient
) -> None:
    """Where the address that took it takes it no more, it is the token after all."""
    await signed_in.get_trophy_summary()
    await signed_in.get_titles()
    emulator.expire_access_tokens()
    with pytest.raises(PsnUnauthorizedError):
        await signed_in.get_titles(limit=1)
    emulator.advance(20)
    emulator.log.clear()
    await signed_in.get_trophy_summary()
    assert emulator.log.counts() == {"summary": 2, "token": 1}


@pytest.mark.parametrize(("path", "lasts"), [("/taken", 5), ("/other", 15 * 60)])
def test_how_long_a_good_answer_speaks_for_a_token(
    canned_auth: PsnAuth, clock: Clock, path: str, lasts: float
) -> None:
    """Not for long where it was taken, for a while where it never was."""
    token = TOKENS.access_token
    canned_auth.note_accepted(token, "/taken")
    clock.now += lasts - 1
    assert not canned_auth.note_refused(token, path, is_new=False)
    clock.now += 1
    assert canned_auth.note_refused(token, path, is_new=False)


@pytest.mark.parametrize(("after", "doubted"), [(19, False), (20, True)])
def test_new_token_is_doubted_after_a_while(
    canned_auth: PsnAuth, clock: Clock, after: float, *, doubted: bool
) -> None:
    """Refused at once it may only be too new; refused later it is no good."""
    token = TOKENS.access_token
    assert not canned_auth.note_refused(token, "/path", is_new=True)
    clock.now += after
    assert canned_auth.note_refused(token, "/path", is_new=False) is doubted


async def test_dead_login_shows_after_401(
    emulator: Emulator, signed_in: PsnClient
) -> None:
    """401, refresh refused, NPSSO refused: now the user has to help."""
    emulator.advance(QUARTER)
    emulator.expire_access_tokens()
    emulator.expire_refresh_tokens()
    emulator.revoke_npsso()
    with pytest.raises(PsnAuthError):
        await signed_in.get_trophy_summary()
    assert emulator.log.counts() == {"summary": 1, "token": 1, "authorize": 1}


async def test_only_the_current_token_can_be_refused(
    emulator: Emulator, auth: PsnAuth
) -> None:
    """A late complaint about a former token changes nothing."""
    assert auth.note_refused("never seen", "/", is_new=False)
    first = await auth.access_token()
    assert auth.note_refused(first, "/", is_new=False)
    second = await auth.access_token()
    assert second != first
    assert auth.note_refused(first, "/", is_new=False)
    auth.note_accepted(first, "/other")
    assert await auth.access_token() == second
    assert not auth.note_refused(second, "/", is_new=True)
    assert not auth.note_refused(second, "/", is_new=False)
    emulator.advance(QUARTER)
    assert auth.note_refused(second, "/", is_new=False)
    assert auth.note_refused(second, "/", is_new=False)
    await auth.access_token()
    assert emulator.log.counts() == {"authorize": 2, "token": 3}


async def test_doubtful_token_is_used_on_while_the_login_is_in_trouble(
    emulator: Emulator, signed_in: PsnClient
) -> None:
    """What was a whim of Sony's is over when it is over."""
    emulator.advance(QUARTER)
    fault = emulator.fail("unauthorized", on="summary")
    with pytest.raises(PsnUnauthorizedError):
        await signed_in.get_trophy_summary()
    emulator.advance(60)
    emulator.fail("unavailable", on="authorize")
    with pytest.raises(PsnConnectionError):
        await signed_in.get_trophy_summary()
    emulator.advance(60)
    fault.clear()
    assert emulator.log.count("authorize") == 1
    emulator.log.clear()
    await signed_in.get_trophy_summary()
    assert emulator.log.counts() == {"summary": 1}


# Few logins


def most_in_an_hour(emulator: Emulator) -> int:
    """Return the most logins that any hour of the log holds."""
    times = [r.time for r in emulator.log.records if r.route == "authorize"]
    return max(
        (sum(0 <= t - start <= HOUR for t in times) for start in times), default=0
    )


@pytest.mark.parametrize(
    "kind", ["unavailable", "html", "truncated", "malformed", "drop", "blocked"]
)
async def test_code_outlives_a_token_endpoint_in_trouble(
    emulator: Emulator, make_auth: MakeAuth, stored: Stored, kind: str
) -> None:
    """It is tried again until it is refused, also after a restart."""
    fault = emulator.fail(kind, on="token")
    auth = make_auth()
    for attempt in range(180):
        with pytest.raises(PsnError) as caught:
            await auth.access_token()
        assert not isinstance(caught.value, PsnAuthError)
        emulator.advance(60)
        if attempt % 10 == 0:
            auth = make_auth(LoginState.from_dict(stored[-1].to_dict()))
    assert most_in_an_hour(emulator) <= 3
    fault.clear()
    for _ in range(20):
        with suppress(PsnConnectionError):
            await auth.access_token()
        emulator.advance(60)
    assert auth.tokens
    assert auth.state.npsso.code is None
    assert most_in_an_hour(emulator) <= 3


async def test_code_is_used_when_the_trouble_is_over(
    emulator: Emulator, auth: PsnAuth
) -> None:
    """One login in all."""
    fault = emulator.fail("unavailable", on="token")
    for _ in range(3):
        with pytest.raises(PsnConnectionError, match="unavailable"):
            await auth.access_token()
        emulator.advance(60)
    fault.clear()
    await auth.access_token()
    assert emulator.log.counts() == {"authorize": 1, "token": 4}


@pytest.mark.parametrize("restart", [False, True])
async def test_refused_code_waits_for_the_next_login(
    emulator: Emulator, make_auth: MakeAuth, restart: bool
) -> None:
    """It is thrown away, and the next one comes when there may be one."""
    auth = make_auth()
    emulator.fail("malformed", on="token", times=1)
    with pytest.raises(PsnResponseError):
        await auth.access_token()
    for _ in range(14):
        emulator.advance(60)
        if restart:
            auth = make_auth(auth.state)
        with pytest.raises(PsnLoginPausedError) as caught:
            await auth.access_token()
        assert 0 < caught.value.retry_after <= 840
    assert emulator.log.counts() == {"authorize": 1, "token": 2}
    emulator.advance(65)
    await auth.access_token()
    assert emulator.log.counts() == {"authorize": 2, "token": 3}


async def test_code_of_long_ago_is_not_tried(
    emulator: Emulator, make_auth: MakeAuth
) -> None:
    """After an hour there is a new one."""
    auth = make_auth()
    fault = emulator.fail("unavailable", on="token")
    with pytest.raises(PsnConnectionError):
        await auth.access_token()
    fault.clear()
    emulator.advance(HOUR + 5)
    await make_auth(auth.state).access_token()
    assert emulator.log.counts() == {"authorize": 2, "token": 2}


@pytest.mark.parametrize("kind", ["unavailable", "drop", "server_error", "forbidden"])
async def test_login_in_trouble_is_asked_three_times_an_hour(
    emulator: Emulator, make_auth: MakeAuth, kind: str
) -> None:
    """What was sent counts, whatever came of it."""
    emulator.fail(kind)
    auth = make_auth()
    for _ in range(180):
        with pytest.raises(PsnConnectionError):
            await auth.access_token()
        emulator.advance(60)
        auth = make_auth(LoginState.from_dict(auth.state.to_dict()))
    assert most_in_an_hour(emulator) == 3


async def test_login_that_could_not_be_sent_does_not_count(
    emulator: Emulator, auth: PsnAuth
) -> None:
    """After a start before the network there is no need to wait."""
    await emulator.stop()
    for _ in range(5):
        with pytest.raises(PsnConnectionError, match="No connection"):
            await auth.access_token()
    await emulator.start()
    assert auth.state.logins == ()
    await auth.access_token()


async def test_spent_budget_is_no_login(
    emulator: Emulator, auth: PsnAuth, budget: RequestBudget
) -> None:
    """Nothing was sent."""
    budget.pause(100)
    with pytest.raises(PsnRateLimitError):
        await auth.access_token()
    assert auth.state.logins == ()


async def test_several_who_log_in_count_together(
    emulator: Emulator, session: aiohttp.ClientSession
) -> None:
    """A form and the polls of an account; a person is let through at once."""
    clock = ServiceClock(emulator.now, emulator.now)
    log = LoginLog(clock)
    for number in range(5):
        auth = PsnAuth(session, emulator.npsso, logins=log, by_hand=True, clock=clock)
        if number < 4:
            await auth.access_token()
        else:
            with pytest.raises(PsnLoginPausedError):
                await auth.access_token()
    polls = PsnAuth(session, emulator.npsso, logins=log, clock=clock)
    with pytest.raises(PsnLoginPausedError):
        await polls.access_token()
    assert emulator.log.count("authorize") == 4


# A redirect without a word


@pytest.mark.parametrize("kind", ["authorize_bare", "authorize_no_location"])
async def test_bare_redirect_is_believed_the_second_time(
    emulator: Emulator, make_auth: MakeAuth, kind: str
) -> None:
    """At least ten minutes later, also when there was a restart in between."""
    emulator.fail(kind)
    auth = make_auth(by_hand=True)
    for _ in range(2):
        with pytest.raises(PsnConnectionError):
            await auth.access_token()
        emulator.advance(295)
        auth = make_auth(LoginState.from_dict(auth.state.to_dict()), by_hand=True)
    emulator.advance(15)
    with pytest.raises(PsnAuthError):
        await auth.access_token()


async def test_bare_redirect_is_forgotten_with_a_good_answer(
    emulator: Emulator, make_auth: MakeAuth
) -> None:
    """Two that have nothing to do with each other ask nobody for anything."""
    auth = make_auth()
    for _ in range(2):
        emulator.fail("authorize_bare", times=1)
        with pytest.raises(PsnConnectionError):
            await auth.access_token()
        emulator.advance(QUARTER)
        await auth.access_token()
        emulator.advance(3 * HOUR)
        emulator.expire_refresh_tokens()


# Another NPSSO


async def test_facts_of_another_npsso_are_not_those_of_this_one(
    emulator: Emulator, make_auth: MakeAuth
) -> None:
    """A new one starts anew; the number of logins stays with the account."""
    emulator.fail("authorize_bare", times=1)
    auth = make_auth()
    with pytest.raises(PsnConnectionError):
        await auth.access_token()
    await auth.npsso_lifetime()
    state = auth.state
    assert state.npsso.bare_at
    assert make_auth(state).state.npsso == state.npsso
    assert make_auth(state).npsso_expires_at == state.npsso.expires_at
    emulator.new_npsso()
    other = make_auth(state)
    assert other.npsso_expires_at is None
    assert other.state.npsso.fingerprint != state.npsso.fingerprint
    assert other.state.npsso == NpssoFacts(fingerprint=other.state.npsso.fingerprint)
    assert other.state.logins == pytest.approx(state.logins, abs=1)


def test_fingerprint_says_nothing_of_the_npsso() -> None:
    """It differs each time, and still tells one from another."""
    first, second = NpssoFacts.of(NPSSO), NpssoFacts.of(NPSSO)
    assert first != second
    assert first.belong_to(NPSSO)
    assert second.belong_to(NPSSO)
    assert not first.belong_to(NPSSO[::-1])
    assert not NpssoFacts().belong_to(NPSSO)
    assert not replace(first, fingerprint="x" * 500).belong_to(NPSSO)
    assert first.fingerprint
    assert len(first.fingerprint) < len(NPSSO)
    assert not [part for part in first.fingerprint.split(":") if part in NPSSO]


# The NPSSO page


async def test_lifetime_of_the_npsso(
    emulator: Emulator, auth: PsnAuth, budget: RequestBudget
) -> None:
    """A number of seconds, for one request."""
    emulator.set_npsso_life(5000)
    assert timedelta(seconds=4990) <= await auth.npsso_lifetime()
    assert budget.used == 1
    assert auth.npsso_expires_at == pytest.approx(emulator.now() + 5000, abs=5)


async def test_lifetime_is_asked_for_once_a_day(
    emulator: Emulator, make_auth: MakeAuth
) -> None:
    """Fifty restarts do not change that; it runs down meanwhile."""
    emulator.set_npsso_life(50 * HOUR)
    auth = make_auth()
    for _ in range(50):
        left = await auth.npsso_lifetime()
        assert auth.npsso_expires_at == pytest.approx(
            emulator.now() + left.total_seconds(), abs=2
        )
        auth = make_auth(LoginState.from_dict(auth.state.to_dict()))
        emulator.advance(1600)
    assert emulator.log.counts() == {"npsso_page": 1}
    emulator.advance(7000)
    await auth.npsso_lifetime()
    assert emulator.log.counts() == {"npsso_page": 2}
    emulator.fail("npsso_expired")
    emulator.advance(30 * HOUR)
    with pytest.raises(PsnAuthError):
        await auth.npsso_lifetime()
    assert auth.npsso_expires_at is not None


async def test_day_of_a_known_lifetime_ends_to_the_second(
    service: Canned, canned_auth: PsnAuth, clock: Clock
) -> None:
    """Not a request sooner, and one as soon as it is over."""
    service.answer = canned(200, '{"npsso":"x","expires_in":5000000}')
    assert await canned_auth.npsso_lifetime() == timedelta(seconds=5_000_000)
    clock.now += 24 * HOUR - 1
    left = timedelta(seconds=5_000_000 - 24 * HOUR + 1)
    assert await canned_auth.npsso_lifetime() == left
    assert len(service.requests) == 1
    clock.now += 1
    await canned_auth.npsso_lifetime()
    assert len(service.requests) == 2


async def test_page_that_fails_is_left_alone_for_a_while(
    emulator: Emulator, make_auth: MakeAuth
) -> None:
    """Reloads do not make it ask more often."""
    emulator.fail("npsso_page_429")
    auth = make_auth()
    for _ in range(60):
        with pytest.raises(PsnError):
            await auth.npsso_lifetime()
        auth = make_auth(auth.state)
        emulator.advance(60)
    assert emulator.log.count("npsso_page") == 2


@pytest.mark.parametrize("value", ["1e18", "-1", "1e400", '"soon"', "9" * 30, "null"])
async def test_lifetime_beyond_all_bounds(
    service: Canned, canned_auth: PsnAuth, value: str
) -> None:
    """Is not believed; what is known stays."""
    service.answer = canned(200, f'{{"npsso":"x","expires_in":{value}}}')
    with pytest.raises(PsnResponseError):
        await canned_auth.npsso_lifetime()
    assert canned_auth.npsso_expires_at is None


@pytest.mark.parametrize("kind", ["npsso_expired", None])
async def test_lifetime_of_a_dead_npsso(
    emulator: Emulator, auth: PsnAuth, kind: str | None
) -> None:
    """The page says that nobody is signed in."""
    if kind:
        emulator.fail(kind)
    else:
        emulator.revoke_npsso()
    with pytest.raises(PsnAuthError):
        await auth.npsso_lifetime()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("blocked", PsnConnectionError),
        ("forbidden", PsnConnectionError),
        ("unavailable", PsnConnectionError),
        ("not_found", PsnError),
        ("html", PsnResponseError),
        ("missing_keys", PsnResponseError),
        ("wrong_types", PsnResponseError),
    ],
)
async def test_trouble_with_the_npsso_page(
    emulator: Emulator, auth: PsnAuth, kind: str, expected: type[PsnError]
) -> None:
    """Is no auth error."""
    emulator.fail(kind, on="npsso_page", keys=("expires_in",))
    with pytest.raises(expected) as caught:
        await auth.npsso_lifetime()
    assert not isinstance(caught.value, PsnAuthError)


async def test_429_of_the_npsso_page_stops_nothing_else(
    emulator: Emulator, client: PsnClient, budget: RequestBudget
) -> None:
    """That page is moody; trophies go on."""
    emulator.fail("npsso_page_429")
    with pytest.raises(PsnRateLimitError):
        await client.get_npsso_remaining()
    assert budget.retry_after == 0
    await client.get_trophy_summary()


# Token sets


STATE = LoginState(
    tokens=TOKENS,
    npsso=NpssoFacts(fingerprint="a:b", code="canned-code", code_at=1.0, bare_at=2),
    logins=(1.0, 2.0),
)


def test_state_survives_the_store() -> None:
    """All of it, and one without anything."""
    for state in (STATE, LoginState()):
        data = orjson.loads(orjson.dumps(state.to_dict()))
        assert LoginState.from_dict(data) == state


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {**STATE.to_dict(), "tokens": "canned"},
        {**STATE.to_dict(), "tokens": {"access_token": "canned"}},
        {**STATE.to_dict(), "npsso": None},
        {**STATE.to_dict(), "npsso": {"code": ["canned"]}},
        {**STATE.to_dict(), "npsso": {"bare_at": "canned"}},
        {**STATE.to_dict(), "logins": ["canned"]},
        {**STATE.to_dict(), "logins": None},
    ],
)
def test_damaged_state_is_an_error_without_secrets(data: object) -> None:
    """What was stored is not repeated."""
    with pytest.raises(PsnResponseError) as caught:
        LoginState.from_dict(data)  # type: ignore[arg-type]
    assert "canned" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {**TOKENS.to_dict(), "access_token": None},
        {**TOKENS.to_dict(), "access_expires_at": "soon"},
        {**TOKENS.to_dict(), "refresh_token": ["x"]},
        {**TOKENS.to_dict(), "refresh_expires_at": "never"},
    ],
)
def test_damaged_store_is_an_error_without_secrets(data: object) -> None:
    """What was stored is not repeated."""
    with pytest.raises(PsnResponseError) as caught:
        TokenSet.from_dict(data)  # type: ignore[arg-type]
    assert "canned" not in str(caught.value)
    assert caught.value.__context__ is None


def test_secrets_are_not_shown(clock: Clock) -> None:
    """Neither by token sets nor by the login."""
    facts = replace(NpssoFacts.of(NPSSO), code="canned-code")
    state = LoginState(tokens=TOKENS, npsso=facts)
    shown = repr(state) + repr(PsnAuth(None, NPSSO, state=state))  # type: ignore[arg-type]
    assert "canned" not in shown
    assert NPSSO not in shown
