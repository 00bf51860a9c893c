"""The dated trophies of all shown titles, in the order they were earned in."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import overload, override

from .records import EarnedRecord, TitleRecord

_ORDER = attrgetter("order")
_MOMENT = attrgetter("moment")


class Timeline(Sequence[EarnedRecord]):
    """Dated trophies, oldest first. Changed by the library only."""

    def __init__(self) -> None:
        """Start empty."""
        self._trophies: list[EarnedRecord] = []
        # Rises with every change but at the end.
        self.rewrites = 0

    @override
    def __len__(self) -> int:
        """Return how many dated trophies there are."""
        return len(self._trophies)

    @overload
    def __getitem__(self, index: int) -> EarnedRecord: ...
    @overload
    def __getitem__(self, index: slice) -> list[EarnedRecord]: ...
    @override
    def __getitem__(self, index: int | slice) -> EarnedRecord | list[EarnedRecord]:
        """Return a trophy, or some of them as a list."""
        return self._trophies[index]

    @override
    def __iter__(self) -> Iterator[EarnedRecord]:
        """Iterate from the oldest to the newest."""
        return iter(self._trophies)

    @override
    def __reversed__(self) -> Iterator[EarnedRecord]:
        """Iterate from the newest to the oldest."""
        return reversed(self._trophies)

    def between(self, start: datetime, end: datetime) -> list[EarnedRecord]:
        """Return what was earned from start until before end."""
        first, last = (
            bisect_left(self._trophies, moment.timestamp(), key=_MOMENT)
            for moment in (start, end)
        )
        return self._trophies[first:last]

    def put(self, old: EarnedRecord | None, new: EarnedRecord) -> None:
        """Put a trophy where it belongs in time, in the place of what it was before."""
        if old is not None and old.moment is not None:
            index = bisect_left(self._trophies, old.order, key=_ORDER)
            if old.order == new.order:
                self._trophies[index] = new
                return
            del self._trophies[index]
            self.rewrites += 1
        if new.moment is None:
            return
        if self._trophies and new.order < self._trophies[-1].order:
            self.rewrites += 1
        insort(self._trophies, new, key=_ORDER)

    def replace(self, records: Iterable[TitleRecord]) -> None:
        """Put the trophies of some titles in, in the place of what they had before.

        In one go however many they are: the whole line is gone through once.
        """
        titles = {record.title.np_communication_id: record for record in records}
        if not titles:
            return
        others = [
            trophy
            for trophy in self._trophies
            if trophy.np_communication_id not in titles
        ]
        theirs = [
            trophy
            for record in titles.values()
            if record.shown
            for trophy in record.trophies.values()
            if trophy.moment is not None
        ]
        if theirs or len(others) != len(self._trophies):
            self.rewrites += 1
            self._trophies = sorted(others + theirs, key=_ORDER)
