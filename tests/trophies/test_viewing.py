"""What people look at is read once, kept for a while, and never wrong."""

import asyncio
from datetime import timedelta

import pytest

from custom_components.psn_trophies.psn import (
    Priority,
    PsnBudgetError,
    PsnConnectionError,
)

from .conftest import Home, missing_in

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def looking(home: Home) -> Home:
    """Return a home that knows the list of titles and no title yet."""
    await home.poll()
    home.emulator.log.clear()
    return home


async def test_title_is_read_once_and_kept_for_ten_minutes(looking: Home) -> None:
    """All its trophies, earned or not; counters move without a sign of it."""
    title = looking.title()
    details = await looking.sync.title_details(title)
    assert details.title == title
    assert len(details.trophies) == title.defined.total
    assert len(details.states) == title.defined.total
    assert looking.asked("earned", "definitions") == 2
    looking.wait(10 * MINUTE - SECOND)
    assert await looking.sync.title_details(title) is details
    assert looking.asked() == 0
    looking.wait(SECOND)
    again = await looking.sync.title_details(title)
    assert again is not details
    assert looking.asked("earned", "definitions") == 2


async def test_looking_leaves_the_library_alone(looking: Home) -> None:
    """What is new comes with the poll that announces it."""
    title = looking.title()
    await looking.sync.title_details(title)
    record = looking.sync.library.record(title.np_communication_id)
    assert record is not None
    assert record.read_at is None
    assert not record.trophies


async def test_title_at_hand_is_not_asked_for(home: Home) -> None:
    """The poll has it, however old that is, as long as nothing was earned."""
    await home.settle()
    details = await home.sync.title_details(home.title())
    home.wait(timedelta(hours=3))
    assert await home.sync.title_details(home.title()) is details
    assert home.asked() == 0


async def test_change_of_a_title_is_looked_at(looking: Home) -> None:
    """What was kept is of an earlier state."""
    title = looking.title()
    before = await looking.sync.title_details(title)
    (earned,) = looking.emulator.earn(title=title.np_communication_id)
    await looking.sync.poll(announce=False)
    after = await looking.sync.title_details(looking.title())
    assert missing_in(before) - missing_in(after) == {earned.trophy_id}
    assert missing_in(after) < missing_in(before)


@pytest.mark.parametrize("titles", [30])
async def test_two_dozen_titles_are_kept(looking: Home) -> None:
    """More make room for each other, the oldest first."""
    titles = list(looking.sync.titles)[:25]
    for title in titles[:24]:
        await looking.sync.title_details(title)
    looking.emulator.log.clear()
    await looking.sync.title_details(titles[0])
    assert looking.asked() == 0
    await looking.sync.title_details(titles[24])
    looking.emulator.log.clear()
    await looking.sync.title_details(titles[1])
    assert looking.asked() == 0
    await looking.sync.title_details(titles[0])
    assert looking.asked("earned") == 1


async def test_who_looks_at_the_same_asks_once(looking: Home) -> None:
    """Everybody gets the same answer; who asks for another title, another."""
    one, other = looking.title(0), looking.title(1)
    first, second, third = await asyncio.gather(
        looking.sync.title_details(one),
        looking.sync.title_details(one),
        looking.sync.title_details(other),
    )
    assert first is second
    assert third.title == other
    assert looking.asked("earned", "definitions") == 4


async def test_reading_outlives_who_asked_first(looking: Home) -> None:
    """A card that was closed does not take the answer away from the next one."""
    title = looking.title()
    fault = looking.emulator.fail("slow", on="earned", times=1)
    first = asyncio.create_task(looking.sync.title_details(title))
    await fault.reached()
    second = asyncio.create_task(looking.sync.title_details(title))
    await asyncio.sleep(0)
    first.cancel()
    fault.release()
    details = await second
    assert details.title == title
    assert first.cancelled()
    assert looking.asked("earned") == 1


async def test_trouble_is_told_to_everybody_who_waits_and_not_kept(
    looking: Home,
) -> None:
    """The next look asks again."""
    title = looking.title()
    looking.emulator.fail("unavailable", on="earned")
    for outcome in await asyncio.gather(
        looking.sync.title_details(title),
        looking.sync.title_details(title),
        return_exceptions=True,
    ):
        assert isinstance(outcome, PsnConnectionError)
    looking.emulator.clear_faults()
    assert (await looking.sync.title_details(title)).title == title


async def test_trouble_that_nobody_hears_of_is_silent(
    looking: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever looked has gone; nothing complains of an error never fetched."""
    fault = looking.emulator.fail("slow", on="earned", times=1)
    task = asyncio.create_task(looking.sync.title_details(looking.title()))
    await fault.reached()
    task.cancel()
    looking.emulator.fail("html", on="definitions")
    fault.release()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(Exception, match="web page"):
        await looking.sync.title_details(looking.title())
    assert "never retrieved" not in caplog.text


async def test_looking_leaves_the_poll_its_requests(looking: Home) -> None:
    """Who looks gets an error at once where only the reserve is left."""
    while looking.budget.left(Priority.LOOK):
        await looking.budget.acquire(Priority.LOOK)
    with pytest.raises(PsnBudgetError):
        await looking.sync.title_details(looking.title())
    looking.wait(MINUTE)
    state = await looking.poll()
    assert state.games.total == 6


# Names of add-ons


def with_groups(home: Home, *, groups: bool = True) -> int:
    """Return the number of a title that has add-ons, or none."""
    return next(n for n, t in enumerate(home.sync.titles) if t.has_groups is groups)


async def test_names_of_add_ons_are_read_once(looking: Home) -> None:
    """They stay at hand until the set changes."""
    title = looking.title(with_groups(looking))
    target = looking.emulator.world.sets[title.np_communication_id]
    names = await looking.sync.group_names(title)
    assert set(names) == {group.id for group in target.groups}
    assert all(names.values())
    assert looking.asked() == 1
    looking.wait(timedelta(days=3))
    assert await looking.sync.group_names(title) == names
    assert looking.asked() == 0


@pytest.mark.parametrize("change", ["add-on", "version"])
async def test_names_of_a_changed_set_are_read_again(
    looking: Home, change: str
) -> None:
    """There may be one more, or another name."""
    title = looking.title(with_groups(looking))
    target = looking.emulator.world.sets[title.np_communication_id]
    before = await looking.sync.group_names(title)
    if change == "add-on":
        looking.emulator.add_dlc(target)
    else:
        target.version = "01.50"
    await looking.poll(timedelta(days=1))
    changed = looking.sync.titles.get(title.np_communication_id)
    assert changed is not None
    looking.emulator.log.clear()
    after = await looking.sync.group_names(changed)
    assert looking.asked() == 1
    assert len(after) == len(before) + (change == "add-on")


async def test_title_without_add_ons_is_not_asked_for_names(looking: Home) -> None:
    """There are none."""
    title = looking.title(with_groups(looking, groups=False))
    assert await looking.sync.group_names(title) == {}
    assert looking.asked() == 0


async def test_names_asked_for_at_once_are_read_once(looking: Home) -> None:
    """By however many cards."""
    title = looking.title(with_groups(looking))
    one, other = await asyncio.gather(
        looking.sync.group_names(title), looking.sync.group_names(title)
    )
    assert one == other
    assert looking.asked() == 1
