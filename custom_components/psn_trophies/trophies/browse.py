"""Choosing and sorting titles and trophies, as people browse them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from enum import StrEnum
from heapq import heappop, heappush
from itertools import islice
import math
from operator import itemgetter
from typing import Final

from ..psn import TitlePlatform, TrophyGrade, TrophyTitle
from .library import Library, TitleTrophy
from .records import TitleRecord, TrophyKey
from .statistics import base_progress

_PLATINUM: Final = frozenset({TrophyGrade.PLATINUM})


class TitleSort(StrEnum):
    """What comes first in a list of titles; of equals the one played last."""

    RECENT = "recent"
    PROGRESS = "progress"
    CLOSEST_PLATINUM = "closest_platinum"
    RAREST = "rarest"
    NAME = "name"


class TitleStatus(StrEnum):
    """How far somebody is with a title."""

    STARTED = "started"
    COMPLETED = "completed"
    PLATINUM_EARNED = "platinum_earned"
    PLATINUM_MISSING = "platinum_missing"


class TrophySort(StrEnum):
    """What comes first in a list of earned trophies."""

    RECENT = "recent"
    RAREST = "rarest"


_STATUS: dict[TitleStatus, Callable[[TrophyTitle], bool]] = {
    TitleStatus.STARTED: lambda title: 0 < title.progress < 100,
    TitleStatus.COMPLETED: lambda title: title.progress == 100,
    TitleStatus.PLATINUM_EARNED: lambda title: title.earned.platinum > 0,
    TitleStatus.PLATINUM_MISSING: lambda title: (
        title.defined.platinum > title.earned.platinum
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleChoice:
    """Which titles are wanted; None and an empty text mean all."""

    platforms: frozenset[TitlePlatform] | None = None
    status: TitleStatus | None = None
    search: str = ""

    def __contains__(self, title: TrophyTitle) -> bool:
        """Tell whether a title is wanted; hidden ones stay hidden."""
        return (
            not title.hidden
            and (
                self.platforms is None or not self.platforms.isdisjoint(title.platforms)
            )
            and (self.status is None or _STATUS[self.status](title))
            and self.search.strip().casefold() in title.name.casefold()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophyChoice:
    """Which earned trophies are wanted; None means all."""

    grades: frozenset[TrophyGrade] | None = None
    platforms: frozenset[TitlePlatform] | None = None

    @property
    def is_all(self) -> bool:
        """Return whether none is left out."""
        return self.grades is None and self.platforms is None

    def chosen(self, library: Library, places: Iterable[TrophyKey]) -> list[TrophyKey]:
        """Return the wanted ones of places; none is unpacked."""
        return [
            place
            for place in places
            if (record := library.record(place.np_communication_id))
            and record.shown
            and (
                self.platforms is None
                or not self.platforms.isdisjoint(record.title.platforms)
            )
            and (self.grades is None or library.grade(place) in self.grades)
        ]


EVERYTHING: Final = TrophyChoice()


def sorted_titles(
    titles: Iterable[TrophyTitle], library: Library, sort: TitleSort
) -> list[TrophyTitle]:
    """Return titles given newest first in another order."""
    return sorted(titles, key=lambda title: _title_key(title, library, sort))


def _title_key(
    title: TrophyTitle, library: Library, sort: TitleSort
) -> tuple[float, str]:
    """Return what a title is sorted by; equal for all where they are to stay."""
    match sort:
        case TitleSort.RECENT:
            return 0, ""
        case TitleSort.PROGRESS:
            return -title.progress, ""
        case TitleSort.NAME:
            return 0, title.name.casefold()
        case TitleSort.RAREST:
            rate = rarest_rate(title, library)
            return math.inf if rate is None else rate, ""
        case TitleSort.CLOSEST_PLATINUM:
            # Behind those on the way to a platinum come the untouched ones.
            is_open = title.defined.platinum > title.earned.platinum
            return -base_progress(title, library) if is_open else 1, ""


def rarest_rate(title: TrophyTitle, library: Library) -> float | None:
    """Return the earn rate of the rarest trophy earned in a title, in percent."""
    record = library.record(title.np_communication_id)
    return record.rarest[0] if record and record.rarest else None


def newest_trophies(
    library: Library,
    first: int,
    count: int,
    grades: frozenset[TrophyGrade] | None = None,
) -> list[TitleTrophy]:
    """Return a page of the dated trophies of some grades, the newest first."""
    keys: Iterator[TrophyKey] = reversed(library.timeline)
    if grades == _PLATINUM:
        # By far the fewest: the others are passed over without a look at them.
        keys = (key for key in keys if key.is_platinum)
    elif grades is not None:
        keys = (key for key in keys if library.grade(key) in grades)
    return [library.trophy(key) for key in islice(keys, first, first + count)]


def rarest_trophies(
    library: Library,
    first: int,
    count: int,
    grades: frozenset[TrophyGrade] | None = None,
) -> list[TitleTrophy]:
    """Return a page of the earned trophies of some grades that fewest others have."""
    return [
        TitleTrophy(title=record.title, trophy=record.trophy(trophy_id))
        for record, trophy_id in islice(
            _by_rarity(library, grades), first, first + count
        )
    ]


def _by_rarity(
    library: Library, grades: frozenset[TrophyGrade] | None
) -> Iterator[tuple[TitleRecord, int]]:
    """Yield earned trophies with their titles, the rarest first.

    Titles come in by their rarest trophy, so that few of them are looked into.
    """
    titles = [
        (record.rarest[0], record.title.np_communication_id, record)
        for record in library.records
        if record.shown and record.rarest
    ]
    titles.sort(key=itemgetter(0))
    waiting: list[tuple[float, str, int, TitleRecord]] = []
    for rarest, np_communication_id, record in titles:
        while waiting and waiting[0][0] < rarest:
            *_, trophy_id, found = heappop(waiting)
            yield found, trophy_id
        for rate, trophy_id, grade in record.rates():
            if grades is None or grade in grades:
                heappush(waiting, (rate, np_communication_id, trophy_id, record))
    for *_, trophy_id, found in sorted(waiting):
        yield found, trophy_id


def trophy_days(
    library: Library, year: int, zone: tzinfo
) -> dict[date, Counter[TrophyGrade]]:
    """Return how many trophies of each grade each day of a year brought."""
    days: dict[date, Counter[TrophyGrade]] = {}
    start, end = (
        datetime.combine(date(first, 1, 1), time.min, zone)
        for first in (year, year + 1)
    )
    for key in library.earned_between(start, end):
        day = datetime.fromtimestamp(key.earned_at, zone).date()
        days.setdefault(day, Counter())[library.grade(key)] += 1
    return days


def first_year(library: Library, zone: tzinfo) -> int | None:
    """Return the year of the first trophy; None where there is no dated one."""
    if not library.timeline:
        return None
    return datetime.fromtimestamp(library.timeline[0].earned_at, zone).year
