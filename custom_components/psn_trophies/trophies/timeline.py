"""The dated trophies of all shown titles, in the order they were earned in."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from operator import attrgetter
from typing import overload, override

from .records import EarnedRecord, TitleRecord

_ORDER = attrgetter("order")
_MOMENT = attrgetter("moment")


class Timeline(Sequence[EarnedRecord]):
    """Dated trophies, oldest first. Changed by the library only."""

    def __init__(self) -> None:
        """Start empty."""
        # Not to be changed by others; a bare list is the fastest to search.
        self.trophies: list[EarnedRecord] = []
        # Rises with every change but at the end.
        self.rewrites = 0

    @override
    def __len__(self) -> int:
        """Return how many dated trophies there are."""
        return len(self.trophies)

    @overload
    def __getitem__(self, index: int) -> EarnedRecord: ...
    @overload
    def __getitem__(self, index: slice) -> list[EarnedRecord]: ...
    @override
    def __getitem__(self, index: int | slice) -> EarnedRecord | list[EarnedRecord]:
        """Return a trophy, or some of them as a list."""
        return self.trophies[index]

    @override
    def __iter__(self) -> Iterator[EarnedRecord]:
        """Iterate from the oldest to the newest."""
        return iter(self.trophies)

    @override
    def __reversed__(self) -> Iterator[EarnedRecord]:
        """Iterate from the newest to the oldest."""
        return reversed(self.trophies)

    def between(self, start: datetime, end: datetime) -> list[EarnedRecord]:
        """Return what was earned from start until before end."""
        first, last = (
            bisect_left(self.trophies, moment.timestamp(), key=_MOMENT)
            for moment in (start, end)
        )
        return self.trophies[first:last]

    def put(self, old: EarnedRecord | None, new: EarnedRecord) -> None:
        """Put a trophy where it belongs in time, in the place of what it was before."""
        if old is not None and old.moment is not None:
            index = bisect_left(self.trophies, old.order, key=_ORDER)
            if old.order == new.order:
                self.trophies[index] = new
                return
            del self.trophies[index]
            self.rewrites += 1
        if new.moment is None:
            return
        if self.trophies and new.order < self.trophies[-1].order:
            self.rewrites += 1
        insort(self.trophies, new, key=_ORDER)

    def replace(self, records: Iterable[TitleRecord]) -> None:
        """Put the trophies of some titles in, in the place of what they had before.

        In one go however many they are: the whole line is gone through once.
        """
        titles = {record.title.np_communication_id: record for record in records}
        if not titles:
            return
        trophies = [
            trophy
            for trophy in self.trophies
            if trophy.np_communication_id not in titles
        ]
        others = len(trophies)
        trophies += (
            trophy
            for record in titles.values()
            if record.shown
            for trophy in record.trophies.values()
            if trophy.moment is not None
        )
        if others != len(trophies) or others != len(self.trophies):
            self.rewrites += 1
            _sort(trophies)
            self.trophies = trophies


def _sort(trophies: list[EarnedRecord]) -> None:
    """Sort trophies by their order.

    The moment alone is fetched without running Python, and mostly decides: of 200,000
    trophies that takes a fifth of the time.
    """
    trophies.sort(key=_MOMENT)
    equals: set[int | None] = {
        one.moment for one, other in pairwise(trophies) if one.moment == other.moment
    }
    for moment in equals:
        first = bisect_left(trophies, moment, key=_MOMENT)
        last = bisect_right(trophies, moment, key=_MOMENT)
        trophies[first:last] = sorted(trophies[first:last], key=_ORDER)
