"""Figures over an account's games and trophies, worked out when something changed."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Final

from .days import BestStreak
from .library import Library
from .listing import TitleListing
from .state import Games, Trophies
from .statistics import summarize_games, summarize_trophies
from .titles import TitleList

# They are worked out anew after so many titles read at a stretch.
COUNT_EVERY: Final = 15


class Figures:
    """The last figures, and what they were worked out from."""

    def __init__(
        self, listing: TitleListing, library: Library, zone: Callable[[], tzinfo]
    ) -> None:
        """Count in a time zone, that of the home."""
        self._listing = listing
        self._library = library
        self._zone = zone
        self._games: tuple[tuple[TitleList, bool, int], Games] | None = None
        self._trophies: tuple[tuple[int, datetime], Trophies] | None = None
        self._best_streak = BestStreak()
        # How many titles were read since.
        self._uncounted = 0

    def note_read(self) -> bool:
        """Note that a title was read; tell whether it is time for new figures."""
        self._uncounted += 1
        return self._uncounted >= COUNT_EVERY

    def current(self, now: float) -> tuple[Games, Trophies]:
        """Return the figures as they are at a time (unix seconds)."""
        self._uncounted = 0
        return self._current_games(), self._current_trophies(now)

    def _current_games(self) -> Games:
        """Work the figures over games out again, if anything in them changed."""
        listing = self._listing
        basis = (listing.titles, listing.complete, self._library.revision)
        if self._games is None or self._games[0] != basis:
            games = summarize_games(
                listing.titles, self._library, complete=listing.complete
            )
            self._games = basis, games
        return self._games[1]

    def _current_trophies(self, at: float) -> Trophies:
        """Work the figures over trophies out again, if anything or the day changed."""
        now = datetime.fromtimestamp(at, self._zone())
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        basis = (self._library.revision, midnight)
        if self._trophies is None or self._trophies[0] != basis:
            trophies = summarize_trophies(self._library, now, self._best_streak)
            self._trophies = basis, trophies
        return self._trophies[1]
