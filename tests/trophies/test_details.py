"""Single titles are read when something was earned in them, and not more than needed."""

from datetime import timedelta

import pytest

from custom_components.psn_trophies.psn import TrophyTitle
from custom_components.psn_trophies.trophies import TitleDetails

from .conftest import Home, missing_in

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# What reads a title.
READ = ("earned", "definitions")


def reads(home: Home) -> dict[str, int]:
    """Return how often states and definitions were asked for since the last time."""
    counts = home.emulator.log.counts()
    home.emulator.log.clear()
    return {route: counts[route] for route in READ if counts[route]}


def details(home: Home) -> TitleDetails | None:
    """Return what is shown of the latest game."""
    state = home.sync.refresh()
    assert state is not None
    return state.latest_game


# Definitions


async def test_first_reading_takes_states_and_definitions(home: Home) -> None:
    """All trophies of a title, once each."""
    await home.poll()
    home.emulator.log.clear()
    await home.sync.read_in_background()
    assert reads(home) == {"earned": 1, "definitions": 1}
    latest = details(home)
    assert latest is not None
    title = home.title()
    assert latest.title == title
    assert len(latest.trophies) == title.defined.total
    assert len(missing_in(latest)) == title.defined.total - title.earned.total


async def test_new_trophy_of_a_known_title_needs_no_definitions(home: Home) -> None:
    """The names are at hand; what was missing is one less."""
    await home.settle()
    before = details(home)
    assert before is not None
    (earned,) = home.emulator.earn(title=home.title().np_communication_id)
    state = await home.poll(MINUTE)
    assert reads(home) == {"earned": 1}
    assert [new.earned.trophy.name for new in state.news] == [earned.name]
    after = details(home)
    assert after is not None
    missing = missing_in(before) - {earned.trophy_id}
    assert missing_in(after) == missing


async def test_names_after_a_restart_are_read_once(home: Home) -> None:
    """A library keeps the names of earned trophies only."""
    await home.settle()
    home.start(home.sync.library)
    (earned,) = home.emulator.earn(title=home.title().np_communication_id)
    state = await home.poll(MINUTE)
    assert reads(home) == {"earned": 1, "definitions": 1}
    assert [new.earned.trophy.name for new in state.news] == [earned.name]


async def test_add_on_is_read_with_its_names(home: Home) -> None:
    """More trophies than are at hand: the definitions are read again."""
    await home.settle()
    set_id = home.title().np_communication_id
    home.emulator.add_dlc(set_id)
    await home.poll(10 * MINUTE)
    assert reads(home) == {"earned": 1, "definitions": 1}
    title = home.title()
    (earned,) = home.emulator.earn(title=set_id, trophy_id=title.defined.total - 1)
    state = await home.poll(MINUTE)
    assert reads(home) == {"earned": 1}
    assert [new.earned.trophy.name for new in state.news] == [earned.name]
    record = home.sync.library.record(set_id)
    assert record is not None
    assert record.defined_in_groups == title.defined.total


@pytest.mark.parametrize("restarted", [False, True])
async def test_renumbered_set_is_read_with_its_names(
    home: Home, *, restarted: bool
) -> None:
    """Whether Sony tells so by a new version or not; nothing of it is news."""
    await home.settle()
    set_id = home.title().np_communication_id
    if restarted:
        home.start(home.sync.library)
    home.emulator.renumber(set_id, raise_version=restarted)
    (earned,) = home.emulator.earn(title=set_id)
    state = await home.poll(MINUTE)
    assert reads(home) == {"earned": 1, "definitions": 1}
    assert [new.earned.trophy.name for new in state.news] == [earned.name]
    record = home.sync.library.record(set_id)
    assert record is not None
    assert len(record.trophies) == home.title().earned.total


async def test_new_version_is_read_with_its_names(home: Home) -> None:
    """A trophy may have another name in it."""
    await home.settle()
    target = home.emulator.world.sets[home.title().np_communication_id]
    target.version = "01.07"
    home.emulator.earn(title=target)
    await home.poll(MINUTE)
    assert reads(home) == {"earned": 1, "definitions": 1}


async def test_unreadable_trophies_are_counted(home: Home) -> None:
    """They are left out; the others are there."""
    await home.poll()
    home.emulator.fail("trophy_strange_id", on="definitions", times=1)
    await home.sync.read_in_background()
    assert home.sync.refused == 1
    latest = details(home)
    assert latest is not None
    assert len(latest.trophies) == home.title().defined.total - 1


# A detail that lags behind the list


def lag(home: Home) -> TrophyTitle:
    """Earn something that the list has and the detail has not."""
    home.emulator.lag(detail=True)
    home.emulator.earn(title=home.title().np_communication_id)
    return home.title()


async def test_lagging_detail_is_looked_at_by_every_poll_at_first(home: Home) -> None:
    """For ten minutes, then once an hour."""
    await home.settle()
    lag(home)
    await home.polls(10 * MINUTE)
    assert reads(home) == {"earned": 10}
    # The first of the looks by the hour.
    await home.poll(MINUTE)
    assert reads(home) == {"earned": 1}
    await home.poll(HOUR - SECOND)
    assert reads(home) == {}
    await home.poll(SECOND)
    assert reads(home) == {"earned": 1}


async def test_lagging_detail_is_announced_when_it_comes(home: Home) -> None:
    """Whether soon or hours later."""
    await home.settle()
    lag(home)
    state = await home.poll(MINUTE)
    assert state.news == ()
    home.emulator.catch_up()
    state = await home.poll(MINUTE)
    assert [new.late for new in state.news] == [False]
    assert home.asked(*READ) == 2
    await home.poll(MINUTE)
    assert home.asked(*READ) == 0
    lag(home)
    await home.polls(3 * HOUR, every=HOUR)
    home.emulator.catch_up()
    state = await home.poll(HOUR)
    assert [new.late for new in state.news] == [True]


async def test_detail_that_never_agrees_is_accepted_after_a_day(home: Home) -> None:
    """Then the title is left alone, until it changes."""
    await home.settle()
    title = lag(home)
    set_id = title.np_communication_id
    await home.poll(MINUTE)
    await home.poll(DAY - SECOND)
    assert [one.title.np_communication_id for one in home.sync.library.stale] == [
        set_id
    ]
    assert reads(home)["earned"] == 2
    await home.poll(HOUR)
    assert home.sync.library.stale == []
    assert reads(home)["earned"] == 1
    await home.polls(6 * HOUR, every=HOUR)
    assert reads(home) == {}
    home.emulator.catch_up()
    home.emulator.earn(title=set_id)
    state = await home.poll(MINUTE)
    assert len(state.news) == 2


async def test_change_of_a_lagging_title_is_looked_at_at_once(home: Home) -> None:
    """However seldom it is looked at otherwise."""
    await home.settle()
    lag(home)
    await home.polls(20 * MINUTE)
    home.emulator.log.clear()
    home.emulator.catch_up()
    await home.poll(MINUTE)
    assert reads(home) == {}
    home.emulator.earn(title=home.title().np_communication_id)
    state = await home.poll(MINUTE)
    assert reads(home) == {"earned": 1}
    assert len(state.news) == 2


async def test_trophy_taken_back_stays_known(home: Home) -> None:
    """Sony counts one less; that is nothing to look at over and over."""
    await home.settle()
    title = home.title()
    record = home.sync.library.record(title.np_communication_id)
    assert record is not None
    number = len(record.trophies)
    home.emulator.unearn(title.np_communication_id, min(record.trophies))
    await home.poll(MINUTE)
    assert reads(home) == {"earned": 1}
    await home.polls(5 * MINUTE)
    assert reads(home) == {}
    assert len(record.trophies) == number


# A title that Sony can not answer for


async def test_unreadable_title_is_asked_for_ever_less(home: Home) -> None:
    """At the next poll, then after 5 minutes, half an hour, and every six hours."""
    await home.settle()
    set_id = home.title().np_communication_id
    home.emulator.fail("not_found", on="earned")
    home.emulator.earn(title=set_id)
    await home.poll(MINUTE)
    assert reads(home) == {"earned": 1}
    for wait in (25 * SECOND, 5 * MINUTE, 30 * MINUTE, 6 * HOUR, 6 * HOUR, 6 * HOUR):
        await home.poll(wait - SECOND)
        assert reads(home) == {}, wait
        await home.poll(SECOND)
        assert reads(home) == {"earned": 1}, wait
    home.emulator.clear_faults()
    state = await home.poll(6 * HOUR)
    assert len(state.news) == 1
    # It begins anew with the next trouble.
    home.emulator.fail("not_found", on="earned")
    home.emulator.earn(title=set_id)
    await home.poll(MINUTE)
    await home.poll(25 * SECOND)
    assert reads(home)["earned"] == 3


async def test_lag_after_trouble_has_all_its_patience(home: Home) -> None:
    """Only an answer can disagree with the list; silence is none."""
    await home.settle()
    lag(home)
    home.emulator.fail("not_found", on="earned")
    await home.polls(DAY, every=6 * HOUR)
    home.emulator.clear_faults()
    await home.polls(6 * HOUR, every=6 * HOUR)
    home.emulator.log.clear()
    await home.polls(9 * MINUTE)
    assert reads(home) == {"earned": 9}


async def test_change_of_an_unreadable_title_is_tried_at_once(home: Home) -> None:
    """A new trophy is worth a request."""
    await home.settle()
    set_id = home.title().np_communication_id
    home.emulator.fail("not_found", on="earned")
    home.emulator.earn(title=set_id)
    await home.polls(10 * MINUTE)
    home.emulator.log.clear()
    await home.poll(MINUTE)
    assert reads(home) == {}
    home.emulator.clear_faults()
    home.emulator.earn(title=set_id)
    state = await home.poll(MINUTE)
    assert len(state.news) == 2


# What is at hand


@pytest.mark.parametrize("titles", [30])
async def test_trophies_of_shown_titles_stay_at_hand(home: Home) -> None:
    """Also when more titles are read than are kept."""
    state = await home.settle()
    assert state.latest_game is not None
    assert state.closest_game is not None
    await home.polls(5 * MINUTE)
    assert reads(home) == {}
    assert not home.sync.background_wanted
