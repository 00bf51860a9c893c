"""The list of an account's titles, newest first, as far as it is known."""

from collections.abc import Iterable, Iterator
from typing import override

from ..psn import TrophyTitle


class TitleList:
    """An immutable list of titles, each trophy set once, in Sony's order."""

    def __init__(self, titles: Iterable[TrophyTitle] = ()) -> None:
        """Keep the titles; of a set that comes twice, the first is the newer one."""
        self._titles: dict[str, TrophyTitle] = {}
        for title in titles:
            self._titles.setdefault(title.np_communication_id, title)
        self.earned_total = sum(title.earned.total for title in self)

    def __iter__(self) -> Iterator[TrophyTitle]:
        """Iterate over the titles, newest first."""
        return iter(self._titles.values())

    def __len__(self) -> int:
        """Return how many titles there are."""
        return len(self._titles)

    @override
    def __eq__(self, other: object) -> bool:
        """Compare titles and their order."""
        return isinstance(other, TitleList) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment] # compared by value, never a key

    def __contains__(self, title: TrophyTitle) -> bool:
        """Tell whether exactly this state of the title is in the list."""
        return self._titles.get(title.np_communication_id) == title

    @property
    def ids(self) -> set[str]:
        """Return the trophy sets in the list."""
        return set(self._titles)

    def get(self, np_communication_id: str) -> TrophyTitle | None:
        """Return the title of a set."""
        return self._titles.get(np_communication_id)

    def updated(self, newer: Iterable[TrophyTitle]) -> TitleList:
        """Return the list with newer states of titles put in front."""
        return TitleList([*newer, *self])

    def by_time(self) -> TitleList:
        """Return the list in the order of its times, as Sony has it."""
        return TitleList(
            sorted(self, key=lambda title: title.last_updated, reverse=True)
        )
