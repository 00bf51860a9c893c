"""The poll: whatever happens at Sony's, what is known agrees with it soon."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import aiohttp
from freezegun.api import FrozenDateTimeFactory
from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.psn_trophies.psn import (
    PsnAuth,
    PsnAuthError,
    PsnClient,
    PsnError,
    PsnResponseError,
    ServiceClock,
)
from custom_components.psn_trophies.trophies import AccountState, AccountSync
from tests.common import DAY, MINUTE, START
from tests.emulator import Account, Emulator, WorldError, trophy_routes

QUARTER = 15
# What can happen at Sony's, and to the way there.
EVENTS = st.one_of(
    # The first number chooses the title.
    st.tuples(st.just("earn"), st.integers(0, 9), st.integers(1, 3)),
    st.tuples(
        st.sampled_from(["add_dlc", "hide", "unhide", "remove"]), st.integers(0, 9)
    ),
    st.tuples(st.sampled_from(["launch", "platinum", "lag", "catch_up", "undated"])),
    st.tuples(
        st.just("fail"),
        st.sampled_from(["drop", "unavailable", "html", "nulls", "unauthorized"]),
        st.sampled_from(["summary", "titles", "profile", "npsso_page", "all"]),
        st.integers(1, 4),
    ),
    st.tuples(st.just("clear_faults")),
    st.tuples(st.just("polls"), st.integers(1, 12)),
)


@asynccontextmanager
async def syncing(emulator: Emulator) -> AsyncIterator[AccountSync]:
    """Return the sync of the demo account over a real connection."""
    async with aiohttp.ClientSession(
        cookie_jar=aiohttp.DummyCookieJar(),
        # Time passes in jumps here; a connection for each would take most of the test.
        connector=aiohttp.TCPConnector(keepalive_timeout=1800),
    ) as session:
        clock = ServiceClock(emulator.now, emulator.now)
        auth = PsnAuth(session, emulator.npsso, clock=clock)
        yield AccountSync(PsnClient(session, auth))


@pytest.fixture
async def sync(emulator: Emulator) -> AsyncIterator[AccountSync]:
    """Return a sync that has asked nothing yet."""
    async with syncing(emulator) as sync:
        yield sync


def happen(emulator: Emulator, event: tuple[Any, ...]) -> None:
    """Let something happen, if it can."""
    what, *details = event
    listing = emulator.account.listing(own=True)
    with suppress(WorldError, ZeroDivisionError):
        match what:
            case "earn":
                emulator.earn(
                    title=listing[details[0] % len(listing)].set, count=details[1]
                )
            case "add_dlc" | "hide" | "unhide" | "remove":
                getattr(emulator, what)(listing[details[0] % len(listing)].set)
            case "platinum":
                emulator.earn(grade="platinum")
            case "undated":
                emulator.earn(undated=True)
            case "lag":
                emulator.lag(titles=True)
            case "fail":
                emulator.fail(details[0], on=details[1], times=details[2])
            case "launch" | "catch_up" | "clear_faults":
                getattr(emulator, what)()


async def polls(sync: AccountSync, freezer: FrozenDateTimeFactory, number: int) -> None:
    """Poll once a minute; what fails is tried again by the next poll."""
    for _ in range(number):
        freezer.tick(MINUTE)
        with suppress(PsnError):
            await sync.poll()


def assert_truth(sync: AccountSync, state: AccountState, account: Account) -> None:
    """Check that everything known is as it is at Sony's."""
    listing = account.listing(own=True)
    assert [
        (t.np_communication_id, t.earned.to_dict(), t.progress, t.hidden)
        for t in sync.titles
    ] == [(t.set.id, t.earned(t.live), t.percent(t.live), t.hidden) for t in listing]
    assert [t.defined.to_dict() for t in sync.titles] == [
        t.set.defined() for t in listing
    ]
    assert state.summary.earned.to_dict() == account.total()
    assert state.online_id == account.online_id
    shown = [t for t in listing if not t.hidden]
    percents = [t.percent(t.live) for t in shown]
    assert state.games.complete
    assert state.games.total == len(shown)
    assert state.games.completed == percents.count(100)
    if shown:
        assert state.games.latest is not None
        assert state.games.latest.np_communication_id == shown[0].set.id
        assert state.games.average_completion == pytest.approx(
            sum(percents) / len(percents)
        )
    else:
        assert state.games.latest is None
        assert state.games.average_completion is None


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(titles=st.integers(0, 9), events=st.lists(EVENTS, max_size=12))
@pytest.mark.usefixtures("certificates", "socket_enabled")
async def test_after_a_quiet_quarter_of_an_hour_everything_is_right(
    freezer: FrozenDateTimeFactory, titles: int, events: list[tuple[Any, ...]]
) -> None:
    """Whatever happened in whatever order; and then few requests are enough."""
    freezer.move_to(START)
    async with Emulator(titles=titles) as emulator, syncing(emulator) as sync:
        with emulator.redirect():
            await sync.poll()
            for event in events:
                if event[0] == "polls":
                    await polls(sync, freezer, event[1])
                happen(emulator, event)
            emulator.catch_up()
            emulator.clear_faults()
            await polls(sync, freezer, QUARTER)
            emulator.log.clear()
            state = await sync.poll()
            # A profile that failed is tried again after an hour only.
            if state.online_id is None:
                freezer.tick(timedelta(hours=1))
                state = await sync.poll()
            assert_truth(sync, state, emulator.account)
            emulator.log.clear()
            await polls(sync, freezer, QUARTER)
            assert emulator.log.count() <= 20
            assert await sync.poll() == state
        assert not emulator.violations


async def test_nothing_is_known_before_the_first_poll(
    emulator: Emulator, sync: AccountSync
) -> None:
    """A sync starts empty and asks nothing by itself."""
    assert not sync.complete
    assert len(sync.titles) == 0
    assert not emulator.log.records


async def test_quiet_poll_returns_the_same_object(
    sync: AccountSync, freezer: FrozenDateTimeFactory
) -> None:
    """Who compares needs no more than a glance."""
    await polls(sync, freezer, 2)
    state = await sync.poll()
    for _ in range(QUARTER):
        freezer.tick(MINUTE)
        assert await sync.poll() is state


async def test_change_returns_a_new_object(
    emulator: Emulator, sync: AccountSync, freezer: FrozenDateTimeFactory
) -> None:
    """The old state stays as it was, for those who still look at it."""
    before = await sync.poll()
    earned = before.summary.earned.total
    emulator.earn()
    after = await sync.poll()
    assert after is not before
    assert before.summary.earned.total == earned
    assert after.summary.earned.total == earned + 1


@pytest.mark.parametrize("titles", [520])
async def test_reading_goes_on_where_it_failed(
    emulator: Emulator, sync: AccountSync, freezer: FrozenDateTimeFactory
) -> None:
    """Pages that were read are not read again after a failure."""
    await sync.poll()
    assert len(sync.titles) == 500
    emulator.fail("html", on="titles", times=1)
    with pytest.raises(PsnResponseError):
        await sync.poll()
    assert len(sync.titles) == 500
    emulator.log.clear()
    state = await sync.poll()
    offsets = [r.query["offset"] for r in emulator.log.records if r.route == "titles"]
    assert offsets == ["500", "0"]
    assert_truth(sync, state, emulator.account)


async def test_failed_daily_reading_is_repeated(
    emulator: Emulator, sync: AccountSync, freezer: FrozenDateTimeFactory
) -> None:
    """The list known stays until there is a new one."""
    await polls(sync, freezer, 2)
    known = list(sync.titles)
    emulator.hide(emulator.account.listing(own=True)[0].set)
    emulator.fail("html", on="titles", times=1)
    freezer.tick(DAY)
    with pytest.raises(PsnResponseError):
        await sync.poll()
    assert list(sync.titles) == known
    state = await sync.poll()
    assert_truth(sync, state, emulator.account)


async def test_pages_that_never_end_are_not_followed(
    emulator: Emulator,
    sync: AccountSync,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A next page that lies behind is a wrong answer, not a reason to go round."""
    real = trophy_routes.cut

    def turning(*args: Any) -> tuple[Any, dict[str, Any]]:
        page, places = real(*args)
        return page, places | {"nextOffset": 0}

    with monkeypatch.context() as patched:
        patched.setattr(trophy_routes, "cut", turning)
        with pytest.raises(PsnResponseError):
            await sync.poll()
        assert emulator.log.count("titles") == 1
    await sync.poll()
    emulator.log.clear()
    monkeypatch.setattr(trophy_routes, "cut", turning)
    emulator.earn()
    with pytest.raises(PsnResponseError):
        await sync.poll()
    assert emulator.log.count("titles") == 1


async def test_refused_login_is_told_even_when_the_profile_finds_out(
    emulator: Emulator, sync: AccountSync, freezer: FrozenDateTimeFactory
) -> None:
    """Other trouble with the profile can wait; that people must act cannot."""
    emulator.auth.settings.access_life = 7 * 86_400
    await polls(sync, freezer, 2)
    freezer.tick(DAY)
    emulator.revoke_npsso()
    emulator.auth.settings.refuse_refresh = True
    emulator.fail("unauthorized", on="profile")
    with pytest.raises(PsnAuthError):
        await sync.poll()
