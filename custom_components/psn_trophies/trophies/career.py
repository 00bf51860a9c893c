"""A whole career in numbers: how much had been earned at the end of each hour."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

from .levels import grade_points
from .library import Library
from .records import EarnedRecord

_HOUR: Final = int(timedelta(hours=1).total_seconds())
_ONE_DAY: Final = timedelta(days=1)


class Tally(NamedTuple):
    """How much was earned."""

    trophies: int = 0
    platinums: int = 0
    points: int = 0


class Career(NamedTuple):
    """When some hours begin (unix seconds), and how much was earned at their ends.

    Lists of numbers: tens of thousands of objects would keep the garbage collector
    busy, and with it everybody else.
    """

    starts: list[int]
    trophies: list[int]
    platinums: list[int]
    points: list[int]

    def put(self, start: int, earned: Tally) -> None:
        """Note how much is earned in an hour, given in their order."""
        if self.starts and start <= self.starts[-1]:
            # A clock that is set back by half an hour has hours that overlap.
            start = self.starts[-1]
            for column in self:
                column.pop()
        for column, value in zip(self, (start, *earned), strict=True):
            column.append(value)

    def until(self, start: int, before: Tally) -> Tally:
        """Return how much is earned at the end of an hour."""
        if not (index := bisect_right(self.starts, start)):
            return before
        return Tally(*(column[index - 1] for column in self[1:]))

    @property
    def end(self) -> tuple[int, Tally]:
        """Return the last hour, and how much is earned at its end."""
        return self.starts[-1], self.until(self.starts[-1], Tally())


def career_of(
    dated: Iterable[EarnedRecord],
    zone: tzinfo,
    today: date,
    before: Tally = Tally(),
    told: date | None = None,
) -> Career:
    """Return the hours of trophies given in order; `before` is what came before them.

    Hours and days are those of the home's clock. A day without a trophy, from the one
    after `told` or the first trophy until today, is there by its first hour: graphs
    have no gap then.
    """
    earned = Career([], [], [], [])
    days: set[date] = set()
    trophies, platinums, points = before
    for trophy in dated:
        assert trophy.moment is not None
        trophies += 1
        platinums += trophy.is_platinum
        points += grade_points(trophy.grade)
        local = datetime.fromtimestamp(trophy.moment, zone)
        days.add(local.date())
        earned.put(_hour_of(local), Tally(trophies, platinums, points))
    if before.trophies and told is not None:
        first = told + _ONE_DAY
    else:
        first = min(days, default=today + _ONE_DAY)
    quiet = [
        _hour_of(datetime.combine(day, time.min, zone))
        for day in _days(first, today)
        if day not in days
    ]
    career = Career([], [], [], [])
    for start in sorted(earned.starts + quiet):
        career.put(start, earned.until(start, before))
    return career


def undated_tally(library: Library) -> Tally:
    """Return what was earned nobody knows when."""
    return _tally(
        trophy
        for record in library.records
        if record.shown
        for trophy in record.trophies.values()
        if trophy.moment is None
    )


def to_store(
    career: Career,
    figure: str,
    undated: int,
    stored: Mapping[int, tuple[float | None, float | None]],
) -> dict[int, int]:
    """Return by hour, in order, what of a figure is not stored as it should be.

    Stored are the total and what of it is dated: what is not counts from the start,
    and in no hour. An hour that has lost its trophies is left as it was the hour
    before: single ones can not be taken away.
    """
    starts, dated = career.starts, getattr(career, figure)
    wanted: dict[int, int] = dict(zip(starts, dated, strict=True))
    for start in stored.keys() - wanted.keys():
        index = bisect_right(starts, start)
        wanted[start] = dated[index - 1] if index else 0
    return {
        start: wanted[start]
        for start in sorted(wanted)
        if stored.get(start) != (wanted[start] + undated, wanted[start])
    }


def _tally(trophies: Iterable[EarnedRecord]) -> Tally:
    """Return how much some trophies are."""
    worth = ((1, one.is_platinum, grade_points(one.grade)) for one in trophies)
    return Tally(*(sum(column) for column in zip(*worth, strict=True)))


def _days(first: date, last: date) -> Iterator[date]:
    """Yield all days from the first to the last."""
    while first <= last:
        yield first
        first += _ONE_DAY


def _hour_of(local: datetime) -> int:
    """Return when the hour of a moment began, by the clock of its time zone."""
    offset = local.utcoffset()
    assert offset is not None
    moment = int(local.timestamp())
    return moment - (moment + int(offset.total_seconds())) % _HOUR
