"""Whether a list that lacks titles is to be believed."""

from datetime import timedelta
from typing import Final

from ..psn import TrophySummary
from .due import Due
from .titles import TitleList

# Sony's list may be short for a moment: one look soon, the deciding one later.
_SOON: Final = timedelta(minutes=1)
_LATER: Final = timedelta(minutes=10)


class Shortfall:
    """Titles that one reading of the whole list lacked, until that is sure.

    It is when the summary fell with them, or when another reading lacks them, too,
    at least ten minutes later.
    """

    def __init__(self) -> None:
        """Begin with nothing lacking."""
        self._lacking: frozenset[str] | None = None
        self._again = Due()
        self._sure = Due()
        # How often in a row something else was lacking.
        self._tries = 0

    @property
    def due(self) -> bool:
        """Whether the whole list is to be read again because of what it lacked."""
        return self._lacking is not None and self._again.now

    def allows(
        self,
        known: TitleList | None,
        read: TitleList,
        summary: TrophySummary,
        settled_gap: int | None,
    ) -> bool:
        """Tell whether a list read to its end is to be believed.

        `known` is None for the first one; `settled_gap` is how many trophies the
        summary counts beyond the titles' sum as a rule.
        """
        gap = summary.earned.total - read.earned_total
        if known is None:
            lacking = frozenset({""} if gap > read.earned_total else ())
            explained = False
        else:
            lacking = frozenset(known.ids - read.ids)
            lost = sum(
                title.earned.total
                for title in known
                if title.np_communication_id in lacking
            )
            explained = bool(lost) and gap <= (settled_gap or 0)
        if not lacking or explained:
            self._lacking = None
            return True
        return self._is_sure(lacking)

    def _is_sure(self, lacking: frozenset[str]) -> bool:
        """Note what is lacking; tell whether it has been for long enough."""
        if self._lacking is None or not lacking <= self._lacking:
            self._tries = self._tries + 1 if self._lacking else 0
            self._lacking = lacking
            self._again.again_in(min(_SOON * 2**self._tries, _LATER))
            self._sure.again_in(_LATER)
            return False
        if self._sure.now:
            self._lacking = None
            return True
        self._again.again_in(self._sure.left)
        return False
