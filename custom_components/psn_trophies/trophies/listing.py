"""Reading the list of titles: from its newest end, and now and then all of it."""

from collections.abc import Iterable
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
from .pace import FOLLOWING_LIST_AGE, LIST_AGE
from .plausible import is_plausible_title
from .shortfall import Shortfall
from .titles import TitleList

# Hiding a title, removing one or adding DLC to it does not move it up the list.
ALL_TITLES_MAX_AGE: Final = timedelta(days=1)
# How long until a list is read again of which not everything could be believed.
UNREADABLE_MAX_AGE: Final = timedelta(hours=1)
# How long summary and titles may disagree before the difference is taken as lasting,
# as hidden titles can make it.
DISAGREEMENT_PATIENCE: Final = timedelta(minutes=10)

RECENT_PAGE_SIZE: Final = 20
PAGE_SIZE: Final = 500
MIN_PAGE_SIZE: Final = 100


class TitleListing:
    """Keeps the list of titles of one account up to date with few requests."""

    def __init__(
        self,
        client: PsnClient,
        titles: TitleList,
        *,
        account_id: str = "me",
        complete: bool,
        outdated: bool = False,
    ) -> None:
        """Start from the titles known of an earlier run, read anew where outdated."""
        self._pages = _Pages(client, account_id)
        self.titles = titles
        # Whether every page of the list has been read, and whether once more since
        # somebody last took note of it.
        self.complete = complete
        self.whole = False
        # Where reading the whole list goes on; None while there is no need to.
        self._next_offset: int | None = None if complete and not outdated else 0
        # How many titles Sony counts beyond those listed, once all of them are read.
        self._unlisted = 0
        self._recent_due = Due()
        self._all_due = Due()
        # How many trophies the summary counts beyond the titles' sum, once settled.
        self._settled_gap: int | None = None
        self._patience = Due()
        self._shortfall = Shortfall()
        self._summary: TrophySummary | None = None
        if complete:
            self._all_due.again_in(ALL_TITLES_MAX_AGE)

    @property
    def refused(self) -> int:
        """Return how many titles came in a state that was not believed."""
        return self._pages.refused

    async def read_if_wanted(
        self, summary: TrophySummary, recent_age: timedelta | None = LIST_AGE
    ) -> None:
        """Look at the list where there is a reason to, or its newest part is so old.

        Raises the `PsnError`s of the client; what was read before one is kept.
        """
        is_old = recent_age is not None and self._recent_due.now
        if not (is_old or self._wanted(summary)):
            return
        await self._read(summary)
        self._recent_due.again_in(recent_age or FOLLOWING_LIST_AGE)
        self._settle(summary)
        self._summary = summary

    def _wanted(self, summary: TrophySummary) -> bool:
        """Tell whether the list of titles has to be looked at, however old it is."""
        return (
            summary != self._summary
            or self._next_offset is not None
            or self._all_due.now
            or self._shortfall.due
            or self._gap(summary) != self._settled_gap
        )

    def expect_news(self) -> None:
        """Look at the newest part of the list with the next summary."""
        self._summary = None

    def has_risen(self, summary: TrophySummary) -> bool:
        """Tell whether something was earned since the list was last looked at."""
        return (
            self.complete
            and self._next_offset is None
            and self._summary is not None
            and summary.earned.total > self._summary.earned.total
        )

    def take_if_all(self, summary: TrophySummary, title: TrophyTitle) -> bool:
        """Take over a title if it alone explains what the summary counts more.

        The list needs no look then.
        """
        known = self.titles.get(title.np_communication_id)
        if (
            known is None
            or self._summary is None
            or not is_plausible_title(title)
            or title.last_updated < known.last_updated
            or any(
                getattr(summary.earned, grade) - getattr(self._summary.earned, grade)
                != getattr(title.earned, grade) - getattr(known.earned, grade)
                for grade in ("bronze", "silver", "gold", "platinum")
            )
        ):
            return False
        self._replace(self.titles.updated([title]))
        self._settle(summary)
        self._summary = summary
        return True

    async def _read(self, summary: TrophySummary) -> None:
        """Read what is new of the list, or all of it where that is due."""
        if self._next_offset is None and (self._all_due.now or self._shortfall.due):
            self._next_offset = 0
        if self._next_offset is None:
            await self._read_recent()
        elif self._next_offset == 0 and not self.complete:
            # The first page is enough to show something; the rest follows soon.
            await self._read_pages(summary, most=1)
        else:
            resumed = self._next_offset > 0
            await self._read_pages(summary)
            if resumed:
                # What was played since the first page moved up, past the place where
                # reading went on.
                await self._read_recent()

    async def _read_pages(
        self, summary: TrophySummary, *, most: int | None = None
    ) -> None:
        """Read the list from where reading stopped.

        Read again from the start, titles that are no longer listed are forgotten,
        unless that can not be believed yet.
        """
        offset = self._next_offset
        if offset == 0:
            self._pages.all_readable = True
        titles = [] if offset == 0 else list(self.titles)
        total = pages = 0
        while offset is not None and pages != most:
            page = await self._pages.get(offset)
            titles += self._pages.believed(page.titles, self.titles)
            offset, total = page.next_offset, page.total
            pages += 1
        self._next_offset = offset
        if offset is None:
            self._finish(summary, TitleList(titles), total)
        else:
            self._replace(TitleList(titles))

    def _finish(self, summary: TrophySummary, read: TitleList, total: int) -> None:
        """Take over a list that was read to its end, as far as it is believed."""
        known, readable = self.titles, self._pages.all_readable
        self._all_due.again_in(ALL_TITLES_MAX_AGE if readable else UNREADABLE_MAX_AGE)
        # What a list with gaps lacks may be what could not be read.
        is_whole = readable and self._shortfall.allows(
            known if self.complete else None, read, summary, self._settled_gap
        )
        self._replace(read if is_whole else known.updated(read).by_time())
        # An item that can not be read may stay so for good.
        self.complete = self.complete or is_whole or not readable
        self.whole = self.whole or is_whole
        self._unlisted = total - len(self.titles)

    async def _read_recent(self) -> None:
        """Read from the newest end until something already known comes.

        Titles also change without moving up, so all that was read is taken over in
        the order it came.
        """
        newest: list[TrophyTitle] = []
        page = await self._pages.get(0, RECENT_PAGE_SIZE)
        while True:
            newest += self._pages.believed(page.titles, self.titles)
            if page.next_offset is None or any(
                title in self.titles for title in page.titles
            ):
                break
            page = await self._pages.get(page.next_offset)
        if any(title not in self.titles for title in newest):
            self._replace(self.titles.updated(newest))
        if page.total - len(self.titles) != self._unlisted:
            # Something came or went further down: the next poll reads the whole list.
            self._next_offset = 0

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


class _Pages:
    """The pages of the list, and what of them is believed."""

    def __init__(self, client: PsnClient, account_id: str) -> None:
        """Read the list of an account."""
        self._client = client
        self._account_id = account_id
        self._size = PAGE_SIZE
        # Whether every item since the start of the list could be read and believed.
        self.all_readable = True
        self.refused = 0

    async def get(self, offset: int, limit: int | None = None) -> TrophyTitlesPage:
        """Read a page, by default a large one; a smaller one if Sony chokes on it."""
        try:
            page = await self._page(offset, limit or self._size)
        except PsnConnectionError:
            if limit is not None or self._size == MIN_PAGE_SIZE:
                raise
            self._size = max(self._size // 2, MIN_PAGE_SIZE)
            page = await self._page(offset, self._size)
        if page.next_offset is not None and page.next_offset <= offset:
            raise PsnResponseError("The next page of titles lies behind")
        self.refused += page.skipped
        self.all_readable = self.all_readable and not page.skipped
        return page

    async def _page(self, offset: int, limit: int) -> TrophyTitlesPage:
        """Ask for a page."""
        return await self._client.get_titles(
            self._account_id, limit=limit, offset=offset
        )

    def believed(
        self, titles: Iterable[TrophyTitle], known: TitleList
    ) -> list[TrophyTitle]:
        """Return what was read, with what is known in the place of the impossible."""
        believed: list[TrophyTitle] = []
        for title in titles:
            if is_plausible_title(title):
                believed.append(title)
                continue
            self.refused += 1
            if (former := known.get(title.np_communication_id)) is None:
                self.all_readable = False
            else:
                believed.append(former)
        return believed
