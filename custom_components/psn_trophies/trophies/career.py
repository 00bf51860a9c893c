"""A whole career in numbers: how much had been earned at the end of each hour."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from .levels import grade_points
from .library import Library
from .records import EarnedRecord

_HOUR: Final = int(timedelta(hours=1).total_seconds())


class Tally(NamedTuple):
    """How much was earned."""

    trophies: int = 0
    platinums: int = 0
    points: int = 0


class CareerHour(NamedTuple):
    """An hour with a trophy: when it begins (unix seconds), what is earned at its end."""

    start: int
    earned: Tally


class Row(NamedTuple):
    """One figure at the end of an hour: of all trophies, and of those with a date."""

    start: int
    total: int
    dated: int


def career_hours(
    dated: Iterable[EarnedRecord], zone: tzinfo, before: Tally = Tally()
) -> list[CareerHour]:
    """Return the hours of trophies given in order; `before` is what came before them.

    Hours are those of the home's clock, so that none lies in two days.
    """
    hours: dict[int, Tally] = {}
    trophies, platinums, points = before
    for trophy in dated:
        assert trophy.moment is not None
        trophies += 1
        platinums += trophy.is_platinum
        points += grade_points(trophy.grade)
        hours[_hour_of(trophy.moment, zone)] = Tally(trophies, platinums, points)
    return [CareerHour(start, earned) for start, earned in hours.items()]


def undated_tally(library: Library) -> Tally:
    """Return what was earned nobody knows when."""
    return _tally(
        trophy
        for record in library.records
        if record.shown
        for trophy in record.trophies.values()
        if trophy.moment is None
    )


def career_rows(
    hours: Sequence[CareerHour],
    undated: Tally,
    figure: str,
    stored: Mapping[int, tuple[float | None, float | None]],
) -> list[Row]:
    """Return the rows of a figure that are not stored as they should be, in order.

    What has no date counts from the start, and in no hour. An hour that has lost its
    trophies is left as it was the hour before: single rows can not be taken away.
    """
    extra: int = getattr(undated, figure)
    rows = {
        start: Row(start, dated + extra, dated)
        for start, earned in hours
        for dated in (getattr(earned, figure),)
    }
    starts = sorted(rows)
    for start in stored.keys() - rows.keys():
        index = bisect_right(starts, start)
        dated = rows[starts[index - 1]].dated if index else 0
        rows[start] = Row(start, dated + extra, dated)
    return [
        row
        for start, row in sorted(rows.items())
        if stored.get(start) != (row.total, row.dated)
    ]


def _tally(trophies: Iterable[EarnedRecord]) -> Tally:
    """Return how much some trophies are."""
    worth = ((1, one.is_platinum, grade_points(one.grade)) for one in trophies)
    return Tally(*(sum(column) for column in zip(*worth, strict=True)))


def _hour_of(moment: int, zone: tzinfo) -> int:
    """Return when the hour of a moment began, by the clock of a time zone."""
    offset = datetime.fromtimestamp(moment, UTC).astimezone(zone).utcoffset()
    assert offset is not None
    return moment - (moment + int(offset.total_seconds())) % _HOUR
