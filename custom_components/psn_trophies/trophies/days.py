"""Trophies by day, in the time zone of the home."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from operator import attrgetter
from typing import Final

from .records import EarnedRecord

# When a trophy of the timeline was earned; none there is undated.
_moment: Callable[[EarnedRecord], int] = attrgetter("moment")

_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentTrophies:
    """How many trophies were earned lately, and on how many days in a row.

    Weeks begin on Monday. A streak lives until a whole day passes without a trophy.
    """

    today: int
    this_week: int
    this_month: int
    streak: int
    best_streak: int


def recent_trophies(
    timeline: Sequence[EarnedRecord], now: datetime, best_streak: int
) -> RecentTrophies:
    """Return the figures of a moment, its zone being that of the home.

    `best_streak` is that of the whole timeline: it takes a walk through all days,
    so it is worked out only when the timeline changed.
    """
    today = now.date()
    zone = now.tzinfo
    # A console whose clock is ahead earns trophies tomorrow.
    end = _first_from(timeline, today + _ONE_DAY, zone)

    def since(day: date) -> int:
        return end - _first_from(timeline, day, zone)

    return RecentTrophies(
        today=since(today),
        this_week=since(today - timedelta(days=today.weekday())),
        this_month=since(today.replace(day=1)),
        streak=_streak(timeline, today, end, zone),
        best_streak=best_streak,
    )


class BestStreak:
    """The most days in a row with a trophy, of a timeline that mostly grows at its end.

    What is appended costs its own days only, however long the timeline is.
    """

    def __init__(self) -> None:
        """Start with nothing counted."""
        self._basis: tuple[int, tzinfo | None] | None = None
        self._counted = self._run = self._best = 0
        self._day: date | None = None

    def count(
        self, timeline: Sequence[EarnedRecord], zone: tzinfo | None, rewrites: int
    ) -> int:
        """Return the longest streak; `rewrites` tells of changes but at the end."""
        if self._basis != (rewrites, zone):
            self._basis = (rewrites, zone)
            self._counted = self._run = self._best = 0
            self._day = None
        for day in _days(timeline, zone, self._counted):
            if day != self._day:
                follows = self._day is not None and day - _ONE_DAY == self._day
                self._run = self._run + 1 if follows else 1
                self._best = max(self._best, self._run)
                self._day = day
        self._counted = len(timeline)
        return self._best


def _days(
    timeline: Sequence[EarnedRecord], zone: tzinfo | None, index: int
) -> Iterator[date]:
    """Yield the days with a trophy from an index on, jumping from each to the next."""
    while index < len(timeline):
        day = datetime.fromtimestamp(_moment(timeline[index]), zone).date()
        after = _first_from(timeline, day + _ONE_DAY, zone, index)
        if after == index:
            # The clock was set back over midnight: the next day had begun before.
            day += _ONE_DAY
            after = _first_from(timeline, day + _ONE_DAY, zone, index + 1)
        yield day
        index = after


def _streak(
    timeline: Sequence[EarnedRecord], today: date, end: int, zone: tzinfo | None
) -> int:
    """Return the days in a row up to today, or up to yesterday until today ends."""
    day, length = today, 0
    while True:
        start = _first_from(timeline, day, zone, 0, end)
        if start < end:
            length += 1
        elif day != today:
            return length
        day, end = day - _ONE_DAY, start


def _first_from(
    timeline: Sequence[EarnedRecord],
    day: date,
    zone: tzinfo | None,
    low: int = 0,
    high: int | None = None,
) -> int:
    """Return the index of the first trophy of a day or later."""
    midnight = datetime.combine(day, time.min, zone).timestamp()
    return bisect_left(timeline, midnight, low, high, key=_moment)
