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
from .details import ListedTrophy
from .library import Library, TitleTrophy
from .records import BASE_GROUP, EarnedRecord, rarity_order
from .statistics import base_progress, is_completed


class TitleSort(StrEnum):
    """What comes first in a list of titles; of equals the one played last."""

    RECENT = "recent"
    PROGRESS = "progress"
    CLOSEST_PLATINUM = "closest_platinum"
    RAREST = "rarest"
    WHAT_NEXT = "what_next"
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
    TitleStatus.COMPLETED: is_completed,
    TitleStatus.PLATINUM_EARNED: lambda title: title.earned.platinum > 0,
    TitleStatus.PLATINUM_MISSING: lambda title: (
        title.defined.platinum > title.earned.platinum
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleChoice:
    """Which titles are wanted; None and an empty text mean all.

    Those that changed `since` a moment, and before `until` another.
    """

    platforms: frozenset[TitlePlatform] | None = None
    status: TitleStatus | None = None
    completed: bool | None = None
    search: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def __contains__(self, title: TrophyTitle) -> bool:
        """Tell whether a title is wanted; hidden ones stay hidden."""
        return (
            not title.hidden
            and (
                self.platforms is None or not self.platforms.isdisjoint(title.platforms)
            )
            and (self.status is None or _STATUS[self.status](title))
            and (self.completed is None or is_completed(title) is self.completed)
            and (self.since is None or title.last_updated >= self.since)
            and (self.until is None or title.last_updated < self.until)
            and self.search.strip().casefold() in title.name.casefold()
        )


ALL_TITLES: Final = TitleChoice()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophyChoice:
    """Which earned trophies are wanted; None means all."""

    grades: frozenset[TrophyGrade] | None = None
    platforms: frozenset[TitlePlatform] | None = None

    @property
    def is_all(self) -> bool:
        """Return whether none is left out."""
        return self.grades is None and self.platforms is None

    def chosen(
        self, library: Library, trophies: Iterable[EarnedRecord]
    ) -> list[EarnedRecord]:
        """Return the wanted ones of trophies, those left out that went meanwhile."""
        return [
            trophy
            for trophy in trophies
            if (record := library.record(trophy.np_communication_id))
            and record.shown
            and (
                self.platforms is None
                or not self.platforms.isdisjoint(record.title.platforms)
            )
            and (self.grades is None or trophy.grade in self.grades)
        ]


EVERYTHING: Final = TrophyChoice()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedChoice:
    """Which trophies of one title are wanted; None means all."""

    grades: frozenset[TrophyGrade] | None = None
    earned: bool | None = None
    base_game_only: bool = False

    def __contains__(self, listed: ListedTrophy) -> bool:
        """Tell whether a trophy is wanted."""
        return (
            (self.grades is None or listed.trophy.grade in self.grades)
            and (self.earned is None or listed.earned is self.earned)
            and (not self.base_game_only or listed.trophy.group_id == BASE_GROUP)
        )


MISSING: Final = ListedChoice(earned=False)
MISSING_IN_BASE_GAME: Final = ListedChoice(earned=False, base_game_only=True)


def find_title(titles: Iterable[TrophyTitle], wanted: str) -> TrophyTitle | None:
    """Return the title of an id or a name, of several of one name the first.

    Hidden ones stay hidden.
    """
    folded = wanted.strip().casefold()
    for title in titles:
        if not title.hidden and folded in (
            title.np_communication_id.casefold(),
            title.name.casefold(),
        ):
            return title
    return None


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
        case TitleSort.WHAT_NEXT:
            record = library.record(title.np_communication_id)
            return record.way.effort if record and record.way else math.inf, ""
        case TitleSort.CLOSEST_PLATINUM:
            # Behind those on the way to a platinum come the untouched ones.
            is_open = title.defined.platinum > title.earned.platinum
            return -base_progress(title, library) if is_open else 1, ""


def rarest_rate(title: TrophyTitle, library: Library) -> float | None:
    """Return the earn rate of the rarest trophy earned in a title, in percent."""
    record = library.record(title.np_communication_id)
    return record.rarest.earned_rate if record and record.rarest else None


def newest_trophies(
    library: Library,
    first: int,
    count: int,
    grades: frozenset[TrophyGrade] | None = None,
) -> list[TitleTrophy]:
    """Return a page of the dated trophies of some grades, the newest first."""
    chosen = (
        trophy
        for trophy in reversed(library.timeline)
        if grades is None or trophy.grade in grades
    )
    return [library.with_title(one) for one in islice(chosen, first, first + count)]


def rarest_trophies(
    library: Library,
    first: int,
    count: int,
    grades: frozenset[TrophyGrade] | None = None,
) -> list[TitleTrophy]:
    """Return a page of the earned trophies of some grades that fewest others have."""
    rarest = islice(_by_rarity(library, grades), first, first + count)
    return [library.with_title(trophy) for trophy in rarest]


def _by_rarity(
    library: Library, grades: frozenset[TrophyGrade] | None
) -> Iterator[EarnedRecord]:
    """Yield earned trophies, the rarest first.

    Titles come in by their rarest trophy, so that few of them are looked into.
    """
    titles = sorted(
        (
            (rarity_order(record.rarest), record)
            for record in library.records
            if record.shown and record.rarest
        ),
        key=itemgetter(0),
    )
    waiting: list[tuple[tuple[float, str, int], EarnedRecord]] = []
    for rarest, record in titles:
        while waiting and waiting[0][0] < rarest:
            yield heappop(waiting)[1]
        for trophy in record.rated:
            if grades is None or trophy.grade in grades:
                heappush(waiting, (rarity_order(trophy), trophy))
    while waiting:
        yield heappop(waiting)[1]


def trophy_days(
    library: Library, year: int, zone: tzinfo
) -> dict[date, Counter[TrophyGrade]]:
    """Return how many trophies of each grade each day of a year brought."""
    days: dict[date, Counter[TrophyGrade]] = {}
    start, end = (
        datetime.combine(date(first, 1, 1), time.min, zone)
        for first in (year, year + 1)
    )
    for trophy in library.timeline.between(start, end):
        assert trophy.moment is not None
        day = datetime.fromtimestamp(trophy.moment, zone).date()
        days.setdefault(day, Counter())[trophy.grade] += 1
    return days


def first_year(library: Library, zone: tzinfo) -> int | None:
    """Return the year of the first trophy; None where there is no dated one."""
    if not library.timeline:
        return None
    moment = library.timeline[0].moment
    assert moment is not None
    return datetime.fromtimestamp(moment, zone).year
