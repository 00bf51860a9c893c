"""The list of titles is read as seldom as possible, and never wrongly."""

from datetime import timedelta

import pytest

from custom_components.psn_trophies.psn import (
    PsnConnectionError,
    PsnResponseError,
    TrophyTitle,
)
from tests.emulator.accounts import Progress

from .conftest import Home

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def offsets(home: Home) -> list[int]:
    """Return where the pages asked for since the last time begin."""
    records = [one for one in home.emulator.log.records if one.route == "titles"]
    home.emulator.log.clear()
    return [int(one.query["offset"]) for one in records]


def limits(home: Home) -> list[int]:
    """Return how large the pages were that were asked for since the last time."""
    records = [one for one in home.emulator.log.records if one.route == "titles"]
    home.emulator.log.clear()
    return [int(one.query["limit"]) for one in records]


def at_sony(home: Home) -> list[Progress]:
    """Return the titles as Sony has them, the newest first."""
    return home.emulator.account.listing(own=True)


def earnable(home: Home) -> list[Progress]:
    """Return the titles in which something is left to earn, the newest first."""
    return [
        one
        for one in at_sony(home)
        if any(trophy.grade != "platinum" for trophy in one.missing())
    ]


def ids(home: Home) -> list[str]:
    """Return the titles known, the newest first."""
    return [title.np_communication_id for title in home.sync.titles]


def known(home: Home, progress: Progress) -> TrophyTitle | None:
    """Return what is known of a title."""
    return home.sync.titles.get(progress.set.id)


async def test_nothing_new_is_no_reason_to_look(home: Home) -> None:
    """The newest titles are looked at every ten minutes, all of them once a day."""
    await home.settle()
    # The last look was with the first poll, a minute ago.
    await home.poll(9 * MINUTE - SECOND)
    assert home.asked("titles") == 0
    await home.poll(SECOND)
    assert limits(home) == [20]
    await home.poll(10 * MINUTE - SECOND)
    assert home.asked("titles") == 0
    await home.poll(SECOND)
    assert limits(home) == [20]


async def test_whole_list_once_a_day(home: Home) -> None:
    """To the second, and then not again for a day."""
    await home.settle()
    await home.poll(DAY - MINUTE - SECOND)
    assert limits(home) == [20]
    await home.poll(SECOND)
    assert limits(home) == [500]
    await home.poll(DAY - SECOND)
    assert limits(home) == [20]
    await home.poll(SECOND)
    assert limits(home) == [500]


async def test_whole_list_a_day_after_a_restart(home: Home) -> None:
    """What an earlier run read is still right; the newest end is looked at."""
    await home.settle()
    home.start(home.sync.library)
    assert home.sync.complete
    assert ids(home) == [one.set.id for one in at_sony(home)]
    await home.poll()
    assert limits(home) == [20]
    await home.poll(DAY - SECOND)
    assert limits(home) == [20]
    await home.poll(SECOND)
    assert limits(home) == [500]


async def test_new_trophies_are_a_reason_to_look(home: Home) -> None:
    """At the newest end, once."""
    await home.settle()
    home.emulator.earn()
    await home.poll(MINUTE)
    assert limits(home) == [20]
    await home.poll(MINUTE)
    assert home.asked("titles") == 0


@pytest.mark.parametrize("titles", [45])
async def test_look_goes_as_far_as_there_is_news(home: Home) -> None:
    """Page after page until one holds something known."""
    await home.poll()
    home.emulator.log.clear()
    for progress in earnable(home)[:24]:
        home.emulator.earn(title=progress.set)
    await home.poll(MINUTE)
    assert offsets(home) == [0, 20]
    assert ids(home) == [one.set.id for one in at_sony(home)]
    home.emulator.earn(title=earnable(home)[-1].set)
    await home.poll(MINUTE)
    assert offsets(home) == [0]
    assert ids(home) == [one.set.id for one in at_sony(home)]


async def test_title_removed_far_down_is_found_by_the_next_poll(home: Home) -> None:
    """The look at the newest end tells that there are less; then all is read."""
    await home.settle()
    gone = at_sony(home)[-1]
    home.emulator.remove(gone.set)
    await home.poll(MINUTE)
    assert limits(home) == [20]
    await home.poll(MINUTE)
    assert limits(home) == [500]
    assert known(home, gone) is None
    await home.poll(MINUTE)
    assert home.asked("titles") == 0


async def test_title_hidden_far_down_is_found_within_a_day(home: Home) -> None:
    """It changes neither the counts nor the order of the list."""
    await home.settle()
    hidden = at_sony(home)[-1]
    home.emulator.hide(hidden.set)
    state = await home.poll(DAY)
    found = known(home, hidden)
    assert found is not None
    assert found.hidden
    assert state.games.total == 5


# Counts and list that disagree


async def test_list_that_lags_is_looked_at_for_ten_minutes(home: Home) -> None:
    """Every poll does, as the summary counts more than the titles have."""
    await home.settle()
    home.emulator.lag(titles=True)
    home.emulator.earn()
    for _ in range(10):
        await home.poll(MINUTE)
        assert home.asked("titles") == 1
    # From here on the difference is taken as lasting.
    await home.poll(MINUTE)
    assert home.asked("titles") == 1
    await home.poll(MINUTE)
    assert home.asked("titles") == 0


async def test_list_that_catches_up_is_left_alone(home: Home) -> None:
    """As soon as both agree again."""
    await home.settle()
    home.emulator.lag(titles=True)
    home.emulator.earn()
    await home.polls(3 * MINUTE)
    assert home.asked("titles") == 3
    home.emulator.catch_up()
    state = await home.poll(MINUTE)
    assert home.asked("titles") == 1
    assert len(state.news) == 1
    await home.poll(MINUTE)
    assert home.asked("titles") == 0


async def test_each_new_count_renews_the_patience(home: Home) -> None:
    """Ten minutes are counted from the last of them."""
    await home.settle()
    home.emulator.lag(titles=True)
    home.emulator.earn()
    await home.polls(6 * MINUTE)
    home.emulator.earn()
    home.emulator.log.clear()
    await home.polls(10 * MINUTE)
    assert home.asked("titles") == 10


@pytest.mark.parametrize("titles", [0])
async def test_account_without_titles(home: Home) -> None:
    """Nothing is complete, too; nobody looks more often for that."""
    state = await home.poll()
    assert home.sync.complete
    assert state.games.total == 0
    home.emulator.log.clear()
    await home.poll(MINUTE)
    assert home.asked("titles") == 0
    first = home.emulator.launch()
    state = await home.poll(10 * MINUTE)
    assert state.games.latest is not None
    assert state.games.latest.np_communication_id == first


# Long lists


@pytest.mark.parametrize("titles", [501])
async def test_long_list_comes_in_two_polls(home: Home) -> None:
    """The first page shows something; figures over all titles come with the rest."""
    state = await home.poll()
    assert (home.sync.unfinished, home.sync.complete) == (True, False)
    assert len(home.sync.titles) == 500
    assert state.games.latest is not None
    assert state.games.total is None
    home.emulator.log.clear()
    state = await home.poll(5 * SECOND)
    # The rest, and what was played in between.
    assert offsets(home) == [500, 0]
    assert (home.sync.unfinished, home.sync.complete) == (False, True)
    assert state.games.total == sum(not one.hidden for one in at_sony(home))
    await home.poll(MINUTE)
    assert home.asked("titles") == 0
    # Once a day it is read at a stretch.
    await home.poll(DAY)
    assert offsets(home) == [0, 500]


@pytest.mark.parametrize("titles", [501])
async def test_title_played_while_the_list_is_read(home: Home) -> None:
    """It moves past the place where reading goes on, and is found all the same."""
    await home.poll()
    home.emulator.earn(title=earnable(home)[-1].set)
    await home.poll(5 * SECOND)
    assert ids(home) == [one.set.id for one in at_sony(home)]


@pytest.mark.parametrize("titles", [120])
async def test_page_gets_smaller_where_sony_chokes(home: Home) -> None:
    """By halves down to 100, and stays so; then it is trouble."""
    fault = home.emulator.fail("unavailable", on="titles")
    for expected in ({500, 250}, {250, 125}, {125, 100}, {100}, {100}):
        with pytest.raises(PsnConnectionError):
            await home.poll(DAY)
        assert set(limits(home)) == expected
    fault.clear()
    await home.poll()
    assert limits(home) == [100]
    await home.poll(5 * SECOND)
    assert limits(home) == [100, 20]


async def test_small_page_is_not_made_smaller(home: Home) -> None:
    """The look at the newest end fails as it is."""
    await home.settle()
    home.emulator.fail("unavailable", on="titles")
    home.emulator.earn()
    with pytest.raises(PsnConnectionError):
        await home.poll(MINUTE)
    assert set(limits(home)) == {20}
    home.emulator.clear_faults()
    await home.poll(DAY)
    assert limits(home) == [500]


async def test_look_that_failed_is_made_by_the_next_poll(home: Home) -> None:
    """What was new in the counts is not forgotten."""
    await home.settle()
    home.emulator.earn()
    home.emulator.fail("html", on="titles", times=1)
    with pytest.raises(PsnResponseError):
        await home.poll(MINUTE)
    state = await home.poll(MINUTE)
    assert len(state.news) == 1


# What can not be believed


async def test_impossible_title_stays_as_it_was(home: Home) -> None:
    """A blank one changes nothing that is known; it counts as refused."""
    before = await home.settle()
    assert home.sync.refused == 0
    blank = at_sony(home)[0]
    home.emulator.fail("blank_title", titles=[blank.set])
    state = await home.poll(10 * MINUTE)
    assert home.sync.refused == 1
    found = known(home, blank)
    assert found is not None
    assert found.name == blank.set.title()
    assert state.games == before.games


async def test_unreadable_title_is_not_taken_for_removed(home: Home) -> None:
    """It stays, and the list is read again an hour later, not a day."""
    await home.settle()
    odd = at_sony(home)[-1]
    fault = home.emulator.fail("title_null", titles=[odd.set])
    fault.titles = frozenset()
    await home.poll(DAY)
    assert limits(home) == [500]
    assert len(home.sync.titles) == 6
    assert home.sync.refused >= 1
    fault.clear()
    await home.poll(HOUR - SECOND)
    assert limits(home) == [20]
    await home.poll(SECOND)
    assert limits(home) == [500]
    await home.poll(HOUR)
    assert limits(home) == [20]


async def test_unreadable_title_in_the_first_list(home: Home) -> None:
    """The others are complete without it; it comes when it can be read."""
    odd = at_sony(home)[0]
    fault = home.emulator.fail("blank_title", titles=[odd.set])
    state = await home.poll()
    assert home.sync.complete
    assert known(home, odd) is None
    assert state.games.total == 5
    fault.clear()
    state = await home.poll(HOUR)
    assert known(home, odd) is not None
    assert state.games.total == 6


async def test_short_list_takes_nothing_away(home: Home) -> None:
    """Titles that one answer lacks are still there; the next answer tells."""
    await home.settle()
    home.emulator.fail("short_list")
    for after in (DAY, 9 * MINUTE):
        state = await home.poll(after)
        assert state.games.total == 6
    home.emulator.clear_faults()
    state = await home.poll(MINUTE)
    assert state.games.total == 6
    assert ids(home) == [one.set.id for one in at_sony(home)]


async def test_list_that_stays_short_is_believed(home: Home) -> None:
    """Ten minutes later the titles are gone."""
    await home.settle()
    home.emulator.fail("short_list")
    await home.poll(DAY)
    await home.polls(11 * MINUTE)
    assert len(home.sync.titles) == 3
    home.emulator.clear_faults()
    await home.polls(10 * MINUTE)
    assert len(home.sync.titles) == 6


async def test_other_language_reads_the_list_anew(home: Home) -> None:
    """Names of titles come in the language that was chosen, at once."""
    await home.settle()
    home.start(home.sync.library, language="de-DE")
    await home.poll()
    assert limits(home) == [500]
    home.start(home.sync.library, language="de-DE")
    await home.poll()
    assert limits(home) == [20]
