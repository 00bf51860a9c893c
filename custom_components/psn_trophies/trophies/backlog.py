"""What to read with the requests that polling leaves over, and in which order."""

from datetime import timedelta
from typing import Final

from ..psn import TrophyTitle
from .details import DetailReader
from .due import Due
from .library import Library
from .records import TitleRecord
from .state import Games

RETRY: Final = timedelta(minutes=5)
# A set that has no trophies is left alone that long.
_EMPTY_RETRY: Final = timedelta(hours=6)
# Rates drift and names change without a sign: how often one title is read again, and
# how long until the same one is.
_REFRESH_EVERY: Final = timedelta(hours=1)
_REFRESHED_FOR: Final = timedelta(days=30)


class Backlog:
    """Chooses titles to read: those shown, never read, half kept, then the stalest."""

    def __init__(self, library: Library, details: DetailReader) -> None:
        """Choose from a library; titles in another language come first again."""
        self._library = library
        self._details = details
        self._due = Due()
        self._refresh_due = Due()
        self._refresh_due.again_in(_REFRESH_EVERY)

    def pause(self) -> None:
        """Want nothing for a while, as something went wrong."""
        self._due.again_in(RETRY)

    def next(
        self, games: Games, now: float, played: TrophyTitle | None = None
    ) -> tuple[TrophyTitle, bool] | None:
        """Return the title to read, and whether all of it is to be read anew."""
        if not self._due.now:
            return None
        shown = self._shown(played, games.latest, games.closest_platinum)
        if (title := shown or self._next_unread() or self._next_lacking()) is not None:
            return title, False
        if (record := self._to_refresh(now)) is not None:
            return record.title, True
        return None

    def note_read(self, title: TrophyTitle, now: float, *, empty: bool) -> None:
        """Note that a title was read."""
        record = self._library.record(title.np_communication_id)
        if empty:
            # A set without trophies can not be kept at hand; it must not be asked for
            # over and over.
            self._details.postpone(title, _EMPTY_RETRY)
        elif record is not None and record.read_at is None:
            self._details.postpone(title, RETRY)
        if record is not None and record.current:
            self._library.note_refreshed(title.np_communication_id, now)

    def note_refresh(self) -> None:
        """Note that a title is read again without a need for it."""
        self._refresh_due.again_in(_REFRESH_EVERY)

    def _shown(self, *titles: TrophyTitle | None) -> TrophyTitle | None:
        """Return a title whose missing trophies are shown but not at hand.

        Those of the played one are wanted as soon as one of them is earned.
        """
        return next(
            (
                title
                for title in titles
                if title is not None
                and self._details.cached(title) is None
                and self._library.record(title.np_communication_id) is not None
                and self._details.may_fetch(title)
            ),
            None,
        )

    def _next_unread(self) -> TrophyTitle | None:
        """Return the newest title never read, those with news left to the poll."""
        return next(
            (
                record.title
                for record in self._library.stale
                if not self._library.may_hold_news(record.title)
                and self._details.may_fetch(record.title)
            ),
            None,
        )

    def _next_lacking(self) -> TrophyTitle | None:
        """Return the newest title of which an earlier version kept the earned only."""
        return max(
            (
                record.title
                for record in self._library.lacking
                if self._details.may_fetch(record.title)
            ),
            key=lambda title: (title.last_updated, title.np_communication_id),
            default=None,
        )

    def _to_refresh(self, now: float) -> TitleRecord | None:
        """Return the title that was left alone for longest, if it is time for one."""
        if not self._refresh_due.now:
            return None
        oldest = now - _REFRESHED_FOR.total_seconds()
        return min(
            (
                record
                for record in self._library.records
                if record.trophies
                and record.current
                and (self._is_foreign(record) or record.refreshed_at <= oldest)
                and self._details.may_fetch(record.title)
            ),
            key=lambda record: (not self._is_foreign(record), record.refreshed_at),
            default=None,
        )

    def _is_foreign(self, record: TitleRecord) -> bool:
        """Tell whether a title's texts are known to be in another language."""
        return record.texts.language not in ("", self._details.language)
