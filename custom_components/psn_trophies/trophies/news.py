"""Reading the titles in which something was earned, until all of it is at hand."""

from dataclasses import replace
from datetime import timedelta
import logging
from typing import Final

from ..psn import (
    PsnAuthError,
    PsnClient,
    PsnConnectionError,
    PsnError,
    PsnRateLimitError,
    PsnUnauthorizedError,
    TrophySummary,
    TrophyTitle,
)
from .details import DetailReader, TitleDetails
from .due import Due
from .library import Library
from .listing import TitleListing
from .start import Start
from .titles import TitleList

_LOGGER = logging.getLogger(__name__)

# How many changed titles one poll reads; the next one goes on after a long absence.
TITLES_PER_POLL: Final = 10
# How often the played game is read in vain before the list comes first again.
VAIN_TRIES: Final = 2
# How long what was read waits for the rest, so that all is announced in its order.
_PATIENCE: Final = timedelta(minutes=15)


class NewsReader:
    """Reads what may be worth announcing, and holds it until nothing is missing."""

    def __init__(
        self,
        library: Library,
        listing: TitleListing,
        details: DetailReader,
        start: Start,
    ) -> None:
        """Compare the list of titles with the library."""
        self.start = start
        self._library = library
        self._listing = listing
        self._details = details
        self._merged: TitleList | None = None
        self._held: dict[str, TitleDetails] = {}
        self._patience: Due | None = None
        # The game whose trophies did not explain what was new, and how often.
        self._vain: tuple[str, int] = ("", 0)

    @property
    def holding(self) -> bool:
        """Whether something is read that waits for the rest."""
        return self._patience is not None

    @property
    def ever_merged(self) -> bool:
        """Whether the list has been compared with the library once."""
        return self._merged is not None

    async def read(self, client: PsnClient) -> bool:
        """Read titles with news; tell whether what is held can be announced now.

        Those titles that only wait for their first reading come in the background.
        """
        wanted = [
            title
            for title in self._titles_with_news()
            if (held := self._held.get(title.np_communication_id)) is None
            or not held.fits(title)
        ]
        for title in wanted[:TITLES_PER_POLL]:
            try:
                details = await self.fetch(client, title)
            except PsnConnectionError, PsnUnauthorizedError:
                # The next poll goes on; what was found so far is announced now.
                return True
            except PsnRateLimitError:
                return self._waited_enough()
            if details is not None:
                self._held[title.np_communication_id] = details
        return len(wanted) <= TITLES_PER_POLL or self._waited_enough()

    async def read_ahead(
        self, client: PsnClient, summary: TrophySummary, played: str | None
    ) -> None:
        """Read the game that is played; where all news is in it, the list can wait."""
        title = self._listing.titles.get(played) if played else None
        if (
            title is None
            or not self._listing.has_risen(summary)
            or not self._library.may_hold_news(title)
            or self._vain == (title.np_communication_id, VAIN_TRIES)
        ):
            return
        try:
            details = await self.fetch(client, title)
        except PsnConnectionError, PsnRateLimitError, PsnUnauthorizedError:
            return
        told = details.as_told() if details else None
        if details is None or told is None:
            return
        if self._listing.take_if_all(summary, told):
            self._vain = ("", 0)
        else:
            game, times = self._vain
            times = times + 1 if game == title.np_communication_id else 1
            self._vain = title.np_communication_id, times
        # Where the list shows the same, it is not read again.
        self._held[title.np_communication_id] = replace(details, title=told)

    def take(self) -> list[TitleDetails]:
        """Hand out what is held, to be merged."""
        held = list(self._held.values())
        self._held = {}
        self._patience = None
        return held

    def note_merged(self) -> None:
        """Note that the library knows the list as it is now."""
        self._merged = self._listing.titles

    def changed_titles(self) -> list[TrophyTitle]:
        """Return the titles that the library knows otherwise or not at all."""
        if self._listing.titles is self._merged:
            return []
        return [
            title
            for title in self._listing.titles
            if (record := self._library.record(title.np_communication_id)) is None
            or record.title != title
        ]

    async def fetch(
        self,
        client: PsnClient,
        title: TrophyTitle,
        *,
        whole: bool = False,
        anew: bool = False,
    ) -> TitleDetails | None:
        """Read a title; one that Sony can not answer for is left alone for a while."""
        try:
            return await self._details.fetch(client, title, whole=whole, anew=anew)
        except PsnAuthError, PsnConnectionError, PsnRateLimitError:
            raise
        except PsnError as err:
            _LOGGER.debug("Trophies of %s not read: %s", title.np_communication_id, err)
            self._details.note_failure(title)
            if isinstance(err, PsnUnauthorizedError):
                # Whoever refuses a token that was good just now refuses all titles.
                raise
            return None

    def _waited_enough(self) -> bool:
        """Tell whether what is held has waited for the rest for long enough."""
        if self._patience is None:
            self._patience = Due()
            self._patience.again_in(_PATIENCE)
        return self._patience.now

    @property
    def is_pending(self) -> bool:
        """Whether a title with news is to be read that could not be read before."""
        return bool(self._titles_with_news())

    def _titles_with_news(self) -> list[TrophyTitle]:
        """Return the titles in which something was earned since there is a library."""
        stale = {
            record.title.np_communication_id: record.title
            for record in self._library.stale
        }
        for title in self.changed_titles():
            if title.earned.total and self._library.is_progress(title):
                stale[title.np_communication_id] = title
        return [
            title
            for title in stale.values()
            if self._library.may_hold_news(title) and self._details.may_fetch(title)
        ]
