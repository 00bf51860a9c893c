"""Reading the list of titles: from its newest end, and now and then all of it."""

from datetime import timedelta
from typing import Final

from ..psn import (
    PsnClient,
    PsnConnectionError,
    PsnResponseError,
    TrophySummary,
    TrophyTitle,
    TrophyTitlesPage,
)
from .due import Due
from .titles import TitleList

# Titles played for the first time appear in the list without moving a trophy count.
RECENT_TITLES_MAX_AGE: Final = timedelta(minutes=10)
# Hiding a title, removing one or adding DLC to it does not move it up the list.
ALL_TITLES_MAX_AGE: Final = timedelta(days=1)
# How long summary and titles may disagree before the difference is taken as lasting,
# as hidden titles can make it.
DISAGREEMENT_PATIENCE: Final = timedelta(minutes=10)

RECENT_PAGE_SIZE: Final = 20
PAGE_SIZE: Final = 500
MIN_PAGE_SIZE: Final = 100


class TitleListing:
    """Keeps the list of titles of one account up to date with few requests."""

    def __init__(self, client: PsnClient, titles: TitleList, *, complete: bool) -> None:
        """Start from the titles known of an earlier run."""
        self._client = client
        self.titles = titles
        # Whether every page of the list has been read.
        self.complete = complete
        self._page_size = PAGE_SIZE
        # Where reading the whole list goes on; None while there is no need to.
        self._next_offset: int | None = None if complete else 0
        # How many titles Sony counts beyond those listed, once all of them are read.
        self._unlisted = 0
        self._recent_due = Due()
        self._all_due = Due()
        # How many trophies the summary counts beyond the titles' sum, once settled.
        self._settled_gap: int | None = None
        self._patience = Due()
        self._summary: TrophySummary | None = None
        if complete:
            self._all_due.again_in(ALL_TITLES_MAX_AGE)

    async def read_if_wanted(self, summary: TrophySummary) -> bool:
        """Look at the list where there is a reason to; tell whether all of it was read.

        Raises the `PsnError`s of the client; what was read before one is kept.
        """
        if not self._wanted(summary):
            return False
        all_read = await self._read()
        self._settle(summary)
        self._summary = summary
        return all_read

    def _wanted(self, summary: TrophySummary) -> bool:
        """Tell whether the list of titles has to be looked at."""
        return (
            summary != self._summary
            or self._next_offset is not None
            or self._recent_due.now
            or self._all_due.now
            or self._gap(summary) != self._settled_gap
        )

    async def _read(self) -> bool:
        """Read what is new of the list, or all of it where that is due."""
        all_read = False
        if self._next_offset == 0 and not self.complete:
            # The first page is enough to show something; the rest follows soon.
            all_read = await self._read_pages(most=1)
        elif self._next_offset is not None:
            resumed = self._next_offset > 0
            all_read = await self._read_pages()
            if resumed:
                # What was played since the first page moved up, past the place where
                # reading went on.
                await self._read_recent()
        elif self._all_due.now:
            self._next_offset = 0
            all_read = await self._read_pages()
        else:
            await self._read_recent()
        self._recent_due.again_in(RECENT_TITLES_MAX_AGE)
        return all_read

    async def _read_pages(self, *, most: int | None = None) -> bool:
        """Read the list from where reading stopped; tell whether the end was reached.

        Read again from the start, titles that are no longer listed are forgotten.
        """
        offset = self._next_offset
        titles = [] if offset == 0 else list(self.titles)
        total = pages = 0
        while offset is not None and pages != most:
            page = await self._get_page(offset)
            titles += page.titles
            offset, total = page.next_offset, page.total
            pages += 1
        self._next_offset = offset
        self._replace(TitleList(titles))
        if offset is not None:
            return False
        self.complete = True
        self._unlisted = total - len(self.titles)
        self._all_due.again_in(ALL_TITLES_MAX_AGE)
        return True

    async def _read_recent(self) -> None:
        """Read from the newest end until something already known comes.

        Titles also change without moving up, so all that was read is taken over in
        the order it came.
        """
        newest: list[TrophyTitle] = []
        page = await self._get_page(0, RECENT_PAGE_SIZE)
        while True:
            newest += page.titles
            if page.next_offset is None or any(
                title in self.titles for title in page.titles
            ):
                break
            page = await self._get_page(page.next_offset)
        if any(title not in self.titles for title in newest):
            self._replace(self.titles.updated(newest))
        if page.total - len(self.titles) != self._unlisted:
            # Something came or went further down: the next poll reads the whole list.
            self._next_offset = 0

    async def _get_page(
        self, offset: int, limit: int | None = None
    ) -> TrophyTitlesPage:
        """Read a page, by default a large one; a smaller one if Sony chokes on it."""
        try:
            page = await self._client.get_titles(
                limit=limit or self._page_size, offset=offset
            )
        except PsnConnectionError:
            if limit is not None or self._page_size == MIN_PAGE_SIZE:
                raise
            self._page_size = max(self._page_size // 2, MIN_PAGE_SIZE)
            page = await self._client.get_titles(limit=self._page_size, offset=offset)
        if page.next_offset is not None and page.next_offset <= offset:
            raise PsnResponseError("The next page of titles lies behind")
        return page

    def _replace(self, titles: TitleList) -> None:
        """Take over a list, unless it is the known one."""
        if titles != self.titles:
            self.titles = titles

    def _gap(self, summary: TrophySummary) -> int:
        """Return how many trophies the summary counts beyond the titles' sum."""
        return summary.earned.total - self.titles.earned_total

    def _settle(self, summary: TrophySummary) -> None:
        """Take the summary and the titles as agreeing, in time if not at once."""
        if not self.complete:
            return
        if summary != self._summary:
            self._patience.again_in(DISAGREEMENT_PATIENCE)
        if self._settled_gap is None or self._patience.now:
            self._settled_gap = self._gap(summary)
