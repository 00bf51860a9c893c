"""When the next poll comes, after an answer and after none."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.psn_trophies.trophies import Pace, reading_time

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("interval", [30 * SECOND, MINUTE, HOUR])
def test_answer(interval: timedelta) -> None:
    """As people chose; in five seconds where there is more to read."""
    pace = Pace(interval)
    assert pace.after_answer(unfinished=False) == interval
    assert pace.after_answer(unfinished=True) == 5 * SECOND


def test_catching_up_is_not_slower_than_polling() -> None:
    """Also where polls come faster than anything is caught up with."""
    assert Pace(2 * SECOND).after_answer(unfinished=True) == 2 * SECOND


@pytest.mark.parametrize(
    ("interval", "delays"),
    [
        (30 * SECOND, [1, 2, 4, 8, 15, 15, 15, 15]),
        (MINUTE, [2, 4, 8, 15, 15, 15, 15, 15]),
        (10 * MINUTE, [15, 15, 15]),
        (HOUR, [60, 60, 60]),
    ],
)
def test_failures_make_polls_seldom(interval: timedelta, delays: list[int]) -> None:
    """Three failures change nothing; then the time between polls doubles."""
    pace = Pace(interval)
    assert [pace.after_failure() for _ in range(3)] == [None] * 3
    assert [pace.after_failure() for _ in delays] == [n * MINUTE for n in delays]
    pace.after_answer(unfinished=False)
    assert pace.after_failure() is None


def is_outage(pace: Pace) -> bool:
    """Tell whether Sony has been away for long."""
    return pace.is_outage


def test_an_answer_ends_an_outage(freezer: FrozenDateTimeFactory) -> None:
    """It is one after five minutes and more than three failures, not sooner."""
    pace = Pace(MINUTE)
    freezer.tick(HOUR)
    for _ in range(3):
        pace.after_failure()
    assert not is_outage(pace)
    pace.after_failure()
    assert is_outage(pace)
    pace.after_answer(unfinished=False)
    assert not is_outage(pace)
    for _ in range(4):
        pace.after_failure()
    freezer.tick(5 * MINUTE)
    assert not is_outage(pace)
    freezer.tick(SECOND)
    assert is_outage(pace)


def test_outage_parts_those_that_kept_off_each_other() -> None:
    """Nobody is staggered any more after a failure."""
    pace = Pace(MINUTE)
    assert pace.is_staggered is False
    pace.is_staggered = True
    pace.after_answer(unfinished=False)
    assert pace.is_staggered is True
    pace.after_failure()
    assert pace.is_staggered is False


@pytest.mark.parametrize(
    ("interval", "titles"),
    [(SECOND, 1), (30 * SECOND, 7), (MINUTE, 15), (10 * MINUTE, 150)],
)
def test_titles_per_poll(interval: timedelta, titles: int) -> None:
    """Fifteen a minute, but one at least."""
    assert Pace(interval).titles_per_poll == titles


@pytest.mark.parametrize(
    ("titles", "left", "minutes"),
    [(0, 100, 0), (15, 30, 1), (15, 31, 1), (60, 30, 1 + 45 * 2 / 12), (6, 1, 1)],
)
def test_time_a_library_takes(titles: int, left: int, minutes: float) -> None:
    """Quickly with what is at hand, then as Sony may be asked again."""
    time = reading_time(
        titles, interval=MINUTE, readers=1, left=left, rate=13, burst=19
    )
    assert time / MINUTE == pytest.approx(minutes)
    # Polls that leave hardly anything do not make it endless.
    time = reading_time(titles, interval=SECOND, readers=1, left=left, rate=9, burst=19)
    assert time < timedelta(days=1)


@pytest.mark.parametrize(
    ("interval", "readers", "minutes"),
    [(MINUTE, 2, 2 * 60 / (13 / 2 - 1)), (HOUR, 1, 2 * 60 / (19 / 60 - 1 / 60))],
)
def test_what_makes_a_library_take_longer(
    interval: timedelta, readers: int, minutes: float
) -> None:
    """Others that are read at the same time, and polls far apart."""
    time = reading_time(
        60, interval=interval, readers=readers, left=0, rate=13, burst=19
    )
    assert time / MINUTE == pytest.approx(minutes)
