"""The poll: whatever happens at Sony's, what is known agrees with it soon."""

import asyncio
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
from custom_components.psn_trophies.trophies import AccountState, AccountSync, NewTrophy
from tests.common import DAY, MINUTE, START
from tests.emulator import Account, Emulator, WorldError, trophy_routes

from .conftest import Home

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


# What the state tells


async def test_state_of_the_first_poll(home: Home) -> None:
    """Counts, name and latest game; figures over all titles, none of trophies yet."""
    assert home.sync.refresh() is None
    assert home.sync.recall() is None
    state = await home.poll()
    assert_truth(home.sync, state, home.emulator.account)
    assert state.account_id == home.emulator.account.account_id
    assert state.trophies.progress == 0
    assert state.latest_game is None
    assert home.sync.refresh() is state


async def test_restart_recalls_what_was_known(home: Home) -> None:
    """For as long as Sony does not answer; without a single request."""
    known = await home.settle()
    home.start(home.sync.library)
    state = home.sync.recall()
    assert state is not None
    assert state.summary == known.summary
    assert state.games == known.games
    assert state.trophies == known.trophies
    assert state.online_id == known.online_id
    assert state.news == ()
    assert home.asked() == 0
    # What the poll tells later is not taken back.
    home.emulator.earn()
    polled = await home.poll()
    assert home.sync.recall() is not None
    assert polled.summary.earned.total == known.summary.earned.total + 1
    recalled = home.sync.recall()
    assert recalled is not None
    assert recalled.summary == polled.summary


@pytest.mark.parametrize("restarted", [False, True])
async def test_shown_games_have_their_trophies(home: Home, *, restarted: bool) -> None:
    """All of the latest game and of the one that is closest to its platinum."""
    await home.settle()
    if restarted:
        # Where all names are known the rest of the trophies is wanted all the same.
        home.start(home.sync.library)
        await home.poll()
        await home.read_all()
    state = home.sync.refresh()
    assert state is not None
    for title, details in (
        (state.games.latest, state.latest_game),
        (state.games.closest_platinum, state.closest_game),
    ):
        assert title is not None
        assert details is not None
        assert details.title == title
        assert len(details.trophies) == title.defined.total


async def test_incredible_summary_is_trouble(home: Home) -> None:
    """Nothing of it is shown; what is known stays."""
    state = await home.settle()
    home.emulator.fail("wrong_types", on="summary", keys=["progress"], times=1)
    with pytest.raises(PsnResponseError):
        await home.poll(MINUTE)
    assert await home.poll(MINUTE) is state


async def test_closed_sync_announces_nothing(home: Home) -> None:
    """Nobody would hear of it: the next run announces it."""
    await home.settle()
    revision = home.sync.library.revision
    home.emulator.earn()
    home.sync.closed = True
    with pytest.raises(asyncio.CancelledError):
        await home.poll(MINUTE)
    assert home.sync.library.revision == revision
    home.start(home.sync.library)
    state = await home.poll()
    assert len(state.news) == 1


async def test_closed_sync_reads_nothing_into_the_library(home: Home) -> None:
    """What was under way when it was closed comes to nothing."""
    await home.poll()
    revision = home.sync.library.revision
    home.sync.closed = True
    with pytest.raises(asyncio.CancelledError):
        await home.sync.read_in_background()
    assert home.sync.library.revision == revision


# Milestones


async def test_platinum_completes_and_counts(home: Home) -> None:
    """Each milestone with the time of the trophy that led there."""
    before = await home.settle()
    earned = home.emulator.earn(grade="platinum")
    state = await home.poll(MINUTE)
    found = {str(one.type): one for one in state.milestones}
    number = before.summary.earned.platinum
    platinum = found["platinum_count"]
    assert (platinum.previous, platinum.value) == (number, number + 1)
    assert [new.earned.trophy.trophy_id for new in state.news][-1] == (
        earned[-1].trophy_id
    )
    assert platinum.reached_at == state.news[-1].earned.trophy.earned_at
    assert not platinum.late
    known = [one.reached_at for one in state.milestones if one.reached_at]
    assert known == sorted(known)
    assert await home.poll(MINUTE) is state


async def test_completed_title_is_told_once(home: Home) -> None:
    """Also when an add-on takes the title down from 100 % and it comes back."""
    await home.settle()
    progress = home.emulator.account.listing(own=True)[0]
    missing = [one.id for one in progress.missing() if one.grade != "platinum"]
    home.emulator.earn(title=progress.set, trophy_ids=missing)
    state = await home.poll(MINUTE)
    completed = [one for one in state.milestones if one.type == "title_completed"]
    assert [(one.value, one.title) for one in completed] == [(100, home.title())]
    assert completed[0].late is False
    # A trophy taken back and given again completes nothing.
    home.emulator.unearn(progress.set, missing[0])
    await home.poll(MINUTE)
    home.emulator.earn(title=progress.set, trophy_id=missing[0])
    state = await home.poll(MINUTE)
    assert not [one for one in state.milestones if one.type == "title_completed"]


async def test_completed_title_that_is_hidden_is_not_told(home: Home) -> None:
    """People hid it for a reason."""
    await home.settle()
    progress = home.emulator.account.listing(own=True)[0]
    home.emulator.hide(progress.set)
    missing = [one.id for one in progress.missing() if one.grade != "platinum"]
    home.emulator.earn(title=progress.set, trophy_ids=missing)
    state = await home.poll(MINUTE)
    assert not [one for one in state.milestones if one.type == "title_completed"]


async def test_way_back_up_is_no_milestone(home: Home) -> None:
    """Counts that fell, as a title removed makes them, were reached before."""
    before = await home.settle()
    progress = next(
        one
        for one in home.emulator.account.listing(own=True)
        if one.earned(one.live)["platinum"]
    )
    kept = home.emulator.account.titles[progress.set.id]
    home.emulator.remove(progress.set)
    state = await home.poll(MINUTE)
    await home.poll(MINUTE)
    assert state.summary.earned.platinum == before.summary.earned.platinum - 1
    home.emulator.account.titles[progress.set.id] = kept
    home.emulator.account.changed()
    for _ in range(3):
        state = await home.poll(10 * MINUTE)
        assert state.milestones == ()
        assert state.news == ()
    assert state.summary == before.summary


async def test_title_that_was_away_is_no_news(home: Home) -> None:
    """Removed and come back with one trophy more: only that one is new."""
    await home.settle()
    progress = home.emulator.account.listing(own=True)[0]
    home.emulator.remove(progress.set)
    await home.polls(2 * MINUTE)
    assert home.sync.titles.get(progress.set.id) is None
    home.emulator.account.titles[progress.set.id] = progress
    home.emulator.earn(title=progress.set)
    news: list[NewTrophy] = []
    for _ in range(3):
        state = await home.poll(MINUTE)
        news += state.news
    assert len(set(news)) == 1


async def test_late_milestone_is_marked(home: Home) -> None:
    """As the trophy that led there is."""
    await home.settle()
    home.wait(3 * 60 * MINUTE)
    home.emulator.earn(grade="platinum", at=home.emulator.now() - 3600)
    state = await home.poll()
    late = {str(one.type): one.late for one in state.milestones}
    assert late["platinum_count"]
    assert all(new.late for new in state.news)


# What is kept


async def test_library_knows_what_was_read(home: Home) -> None:
    """Language, completeness and counts are those of the last poll."""
    home.start(language="en-GB")
    state = await home.poll()
    library = home.sync.library
    assert library.language == "en-GB"
    assert library.complete
    assert library.summary == state.summary
    assert len(library) == 6
    home.emulator.earn()
    state = await home.poll(MINUTE)
    assert library.summary == state.summary


async def test_removed_title_leaves_the_library(home: Home) -> None:
    """Neither counted nor shown; what was earned in it is remembered."""
    await home.settle()
    progress = home.emulator.account.listing(own=True)[-1]
    home.emulator.remove(progress.set)
    await home.polls(2 * MINUTE)
    library = home.sync.library
    assert len(library) == 5
    assert library.record(progress.set.id) is None
    assert library.known(progress.set.id) is not None


@pytest.mark.parametrize("titles", [501])
async def test_half_a_list_is_not_complete(home: Home) -> None:
    """Nor is it taken for that after a restart: the rest is read."""
    await home.poll()
    sync = home.start(home.sync.library)
    assert (sync.complete, sync.library.complete) == (False, False)
    assert len(sync.titles) == 500
    await home.poll()
    await home.poll(timedelta(seconds=5))
    assert (sync.complete, sync.library.complete) == (True, True)
    assert len(sync.library) == 501
