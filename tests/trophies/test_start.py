"""From when on trophies are news, also where the home's clock was wrong."""

from datetime import UTC, datetime, timedelta
import time

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.psn_trophies.psn import ServiceClock
from custom_components.psn_trophies.trophies import Library
from custom_components.psn_trophies.trophies.start import Start

from .conftest import Home

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
YEAR = 365 * DAY


class Wall:
    """A wall clock that people may set; the steady one goes on."""

    def __init__(self) -> None:
        """Be right at first."""
        self.off = 0.0

    def __call__(self) -> float:
        """Return the time that is believed."""
        return time.time() + self.off


@pytest.fixture
def wall(freezer: FrozenDateTimeFactory) -> Wall:
    """Return the wall clock of a home."""
    freezer.move_to(datetime(2026, 11, 15, 12, 0, tzinfo=UTC))
    return Wall()


@pytest.fixture
def start(wall: Wall) -> Start:
    """Return the beginning of a run that is right now."""
    return Start(wall)


def settled(start: Start, library: Library, newest: float = 0) -> float:
    """Return from when on trophies are news after the first look."""
    start.settle(library, newest)
    assert library.looked
    return library.started_at


def test_run_began_when_it_began(
    wall: Wall, start: Start, freezer: FrozenDateTimeFactory
) -> None:
    """Whatever becomes of the clock; it is told as the clock is now."""
    began = wall()
    freezer.tick(HOUR)
    assert start.began_at == began
    wall.off = YEAR.total_seconds()
    assert start.began_at == began + YEAR.total_seconds()


def test_account_added_now(wall: Wall, start: Start) -> None:
    """What was earned before it was added is old."""
    library = start.new_library()
    assert not library.looked
    assert library.started_at == wall()
    assert settled(start, library) == wall()


def test_first_look_that_had_to_wait(
    wall: Wall, start: Start, freezer: FrozenDateTimeFactory
) -> None:
    """What was earned while Sony did not answer is news."""
    began = wall()
    library = start.new_library()
    freezer.tick(5 * HOUR)
    assert settled(start, library) == began


def test_only_the_first_look_counts(
    wall: Wall, start: Start, freezer: FrozenDateTimeFactory
) -> None:
    """From then on the beginning stays as it is."""
    library = start.new_library()
    began = settled(start, library)
    freezer.tick(DAY)
    wall.off = -YEAR.total_seconds()
    assert settled(start, library, newest=wall() + 10**9) == began


@pytest.mark.parametrize("off", [-YEAR, -DAY, DAY, YEAR])
def test_clock_that_was_wrong_when_it_was_added(
    wall: Wall, freezer: FrozenDateTimeFactory, off: timedelta
) -> None:
    """Once it is set, the beginning is where it was all the time."""
    began = wall()
    wall.off = off.total_seconds()
    start = Start(wall)
    library = start.new_library()
    freezer.tick(HOUR)
    wall.off = 0
    assert settled(start, library) == began


@pytest.mark.parametrize("off", [-YEAR, YEAR])
def test_restart_before_the_first_look(
    wall: Wall, freezer: FrozenDateTimeFactory, off: timedelta
) -> None:
    """The machine has run since, so that how long is known."""
    began = wall()
    wall.off = off.total_seconds()
    library = Start(wall).new_library()
    freezer.tick(HOUR)
    wall.off = 0
    assert settled(Start(wall), library) == began


@pytest.mark.parametrize(
    ("waited", "expected"),
    [
        # As long as that may take, what the clock said is believed.
        (DAY, -DAY),
        (2 * DAY, -2 * DAY),
        # Nobody waits longer: the clock stood still while there was no power.
        (2 * DAY + SECOND, timedelta()),
        (YEAR, timedelta()),
        # It was ahead when the account was added.
        (-DAY, timedelta()),
    ],
)
def test_start_of_another_machine(
    wall: Wall, waited: timedelta, expected: timedelta
) -> None:
    """All there is is what the wall clock said then."""
    now = wall()
    library = Library(now - waited.total_seconds())
    assert settled(Start(wall), library) == now + expected.total_seconds()


def test_machine_that_was_started_again(wall: Wall) -> None:
    """Its steady clock counts anew, and tells nothing of the time before."""
    now = wall()
    library = Library(now - DAY.total_seconds())
    library.boot = library.started_at - time.monotonic() - YEAR.total_seconds()
    assert settled(Start(wall), library) == now - DAY.total_seconds()


def test_title_newer_than_now(wall: Wall, start: Start) -> None:
    """By a slow clock what is there at the first look would be news: it is old."""
    wall.off = -YEAR.total_seconds()
    newest = time.time()
    assert settled(start, start.new_library(), newest) == newest


def test_title_of_just_now_moves_nothing(
    wall: Wall, start: Start, freezer: FrozenDateTimeFactory
) -> None:
    """It was earned while people waited for the first look."""
    library = start.new_library()
    began = wall()
    freezer.tick(MINUTE)
    assert settled(start, library, newest=wall()) == began


# As people see it


def slow(home: Home) -> ServiceClock:
    """Return the clock of a home that is a year behind."""
    return ServiceClock(
        lambda: home.emulator.now() - YEAR.total_seconds(), home.emulator.now
    )


@pytest.mark.parametrize("told", [True, False])
async def test_slow_clock_announces_no_old_trophies(home: Home, *, told: bool) -> None:
    """Neither where Sony tells the time nor where it does not."""
    home.emulator.tell_date(told)
    home.start(clock=slow(home))
    state = await home.poll()
    assert state.news == ()
    later = await home.read_all()
    assert later is not None
    assert later.news == ()
    home.emulator.earn()
    state = await home.poll(MINUTE)
    assert len(state.news) == 1


@pytest.mark.parametrize(
    ("ago", "late"),
    [
        (timedelta(), False),
        (15 * MINUTE - SECOND, False),
        (15 * MINUTE + SECOND, True),
        (2 * HOUR, True),
    ],
)
async def test_late_is_what_was_earned_long_ago(
    home: Home, ago: timedelta, *, late: bool
) -> None:
    """A quarter of an hour; consoles take their time to sync."""
    await home.settle()
    home.wait(3 * HOUR)
    home.emulator.earn(at=home.emulator.now() - ago.total_seconds())
    state = await home.poll()
    assert [new.late for new in state.news] == [late]


async def test_late_is_what_was_earned_while_nobody_watched(home: Home) -> None:
    """Before the restart, even if that was a minute ago."""
    await home.settle()
    home.emulator.earn()
    home.wait(MINUTE)
    home.start(home.sync.library)
    state = await home.poll()
    assert [new.late for new in state.news] == [True]
    home.emulator.earn()
    state = await home.poll(MINUTE)
    assert [new.late for new in state.news] == [False]


async def test_undated_trophy_is_not_late(home: Home) -> None:
    """Nobody knows when it was earned; it is noticed now."""
    await home.settle()
    home.emulator.earn(undated=True)
    state = await home.poll(HOUR)
    assert [(new.earned.trophy.moment, new.late) for new in state.news] == [
        (None, False)
    ]


async def test_trophy_earned_before_the_first_answer_is_news(home: Home) -> None:
    """The account was added, and Sony took its time."""
    home.wait(HOUR)
    home.emulator.earn()
    home.wait(MINUTE)
    state = await home.poll()
    assert len(state.news) == 1
