"""What is read with the requests that polling leaves over, and in which order."""

from datetime import timedelta

import pytest

from custom_components.psn_trophies.psn import PsnConnectionError, PsnError

from .conftest import Home

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def read(home: Home) -> list[str]:
    """Return the titles read since the last time, in their order."""
    found = [
        one.path.split("/npCommunicationIds/")[1].split("/")[0]
        for one in home.emulator.log.records
        if one.route == "earned"
    ]
    home.emulator.log.clear()
    return found


def by_time(home: Home) -> list[str]:
    """Return the titles known, the newest first."""
    return [title.np_communication_id for title in home.sync.titles]


async def test_nothing_is_wanted_before_the_first_poll(home: Home) -> None:
    """There is no list yet."""
    assert not home.sync.background_wanted


async def test_nothing_is_wanted_before_news_may_be_announced(home: Home) -> None:
    """What the background reads first must not take news away."""
    await home.sync.poll(announce=False)
    assert not home.sync.background_wanted
    await home.sync.poll()
    assert home.sync.background_wanted


async def test_shown_titles_come_first_then_the_newest(home: Home) -> None:
    """What people see at once, then all others; then nothing more is wanted."""
    state = await home.poll()
    latest, closest = state.games.latest, state.games.closest_platinum
    assert latest is not None
    assert closest is not None
    assert state.trophies.progress == 0
    assert read(home) == []
    state_then = await home.read_all()
    assert state_then is not None
    shown = [latest.np_communication_id, closest.np_communication_id]
    assert shown[0] != shown[1]
    rest = [title for title in by_time(home) if title not in shown]
    assert read(home) == [*shown, *rest]
    assert state_then.trophies.progress == 1
    assert state_then.news == ()
    assert not home.sync.background_wanted


async def test_every_title_is_read_with_its_definitions(home: Home) -> None:
    """Names, groups, and what is missing."""
    await home.poll()
    home.emulator.log.clear()
    await home.read_all()
    counts = home.emulator.log.counts()
    assert (counts["earned"], counts["definitions"]) == (6, 6)
    for record in home.sync.library.records:
        assert record.current
        assert record.defined_in_groups == record.title.defined.total


async def test_titles_with_news_are_left_to_the_poll(home: Home) -> None:
    """It announces them in their order; only what is shown can not wait."""
    await home.settle()
    other, shown, *_ = by_time(home)
    home.emulator.fail("unavailable", on="earned")
    home.emulator.earn(title=other)
    home.emulator.earn(title=shown)
    await home.poll(MINUTE)
    home.emulator.clear_faults()
    home.emulator.log.clear()
    state = await home.read_all()
    assert read(home) == [shown]
    assert state is not None
    assert len(state.news) == 1
    state = await home.poll()
    assert read(home) == [other]
    assert len(state.news) == 1


@pytest.mark.parametrize("kind", ["unavailable", "drop"])
async def test_trouble_with_the_line_pauses_for_five_minutes(
    home: Home, kind: str
) -> None:
    """Sony is not hammered with what can wait; the error is told."""
    await home.poll()
    home.emulator.fail(kind, on="earned")
    with pytest.raises(PsnConnectionError):
        await home.sync.read_in_background()
    assert not home.sync.background_wanted
    home.wait(5 * MINUTE - SECOND)
    assert not home.sync.background_wanted
    home.wait(SECOND)
    assert home.sync.background_wanted


async def test_unreadable_title_leaves_the_way_to_the_next(home: Home) -> None:
    """It is tried again by itself."""
    await home.poll()
    first = by_time(home)[0]
    home.emulator.fail("not_found", on="earned", times=1)
    state = await home.sync.read_in_background()
    assert read(home) == [first]
    assert state.trophies.progress == 0
    await home.read_all()
    assert first not in read(home)
    home.wait(25 * SECOND)
    await home.read_all()
    assert read(home) == [first]


async def test_titles_that_answer_401_pause_it_all(home: Home) -> None:
    """Whoever refuses a token that was good just now refuses all titles."""
    await home.poll()
    home.emulator.log.clear()
    home.emulator.fail("unauthorized", on="earned")
    with pytest.raises(PsnError):
        await home.sync.read_in_background()
    assert home.asked("earned") == 1
    assert not home.sync.background_wanted


@pytest.mark.parametrize("titles", [0])
async def test_set_without_trophies_is_asked_every_six_hours(home: Home) -> None:
    """It is shown, but there is nothing in it that could be kept at hand."""
    await home.poll()
    empty = home.emulator.launch()
    target = home.emulator.world.sets[empty]
    target.trophies.clear()
    target.cache.clear()
    await home.poll(10 * MINUTE)
    await home.read_all()
    assert read(home) == [empty]
    for _ in range(2):
        home.wait(6 * HOUR - SECOND)
        await home.read_all()
        assert read(home) == []
        home.wait(SECOND)
        await home.read_all()
        assert read(home) == [empty]


async def test_lagging_first_reading_is_repeated(home: Home) -> None:
    """Five minutes later: what it lacks is as old as the rest."""
    await home.poll()
    home.emulator.lag(detail=True)
    first = by_time(home)[0]
    home.emulator.earn(title=first, at=home.emulator.now() - 2 * 86_400)
    home.emulator.world.account(None).titles[first].live.updated -= 3600
    await home.poll(MINUTE)
    await home.read_all()
    assert first in read(home)
    home.wait(5 * MINUTE - SECOND)
    await home.read_all()
    assert read(home) == []
    home.wait(SECOND)
    home.emulator.catch_up()
    await home.read_all()
    assert read(home) == [first]


# What is read again without a need for it


async def test_nothing_is_read_again_within_thirty_days(home: Home) -> None:
    """Rates drift slowly."""
    await home.settle()
    home.wait(30 * DAY - 2 * MINUTE)
    await home.poll()
    await home.read_all()
    assert read(home) == []


async def test_stalest_title_is_read_again_every_hour(home: Home) -> None:
    """One title an hour, names and all; then its turn is a month later."""
    home.emulator.set_npsso_life(200 * 86_400)
    await home.poll()
    while home.sync.background_wanted:
        await home.sync.read_in_background()
        home.wait(MINUTE)
    home.emulator.log.clear()
    await home.poll(30 * DAY)
    seen: list[str] = []
    for _ in range(6):
        await home.read_all()
        assert home.emulator.log.count("definitions") == 1
        seen += read(home)
        home.wait(HOUR - SECOND)
        await home.read_all()
        assert read(home) == []
        home.wait(SECOND)
    # In the order in which they were read a month ago.
    latest, closest = by_time(home)[0], by_time(home)[2]
    rest = [title for title in by_time(home) if title not in (latest, closest)]
    assert seen == [latest, closest, *rest]
    await home.read_all()
    assert read(home) == []
    # A month after the first of them.
    home.wait(30 * DAY - 6 * HOUR - SECOND)
    await home.read_all()
    assert read(home) == []
    home.wait(SECOND)
    await home.read_all()
    assert read(home) == [latest]


async def test_other_language_is_read_anew(home: Home) -> None:
    """A title an hour until all names are in it."""
    await home.settle()
    for record in home.sync.library.records:
        assert record.texts.language == ""
    home.start(home.sync.library, language="en-GB")
    await home.poll()
    await home.read_all()
    home.start(home.sync.library, language="de-DE")
    await home.poll()
    await home.read_all()
    home.emulator.log.clear()
    home.wait(HOUR)
    await home.read_all()
    assert home.emulator.log.count("definitions") == len(read(home))
