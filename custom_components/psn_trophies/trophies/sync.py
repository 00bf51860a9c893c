"""The poll: asks Sony as little as possible and keeps what it learned."""

from datetime import UTC, datetime, timedelta
import logging

from ..psn import (
    PsnAuthError,
    PsnClient,
    PsnConnectionError,
    PsnError,
    PsnResponseError,
    TrophySummary,
    TrophyTitle,
    TrophyTitlesPage,
)
from .due import Due
from .state import AccountState
from .statistics import summarize_games
from .titles import TitleList

_LOGGER = logging.getLogger(__name__)

# Titles played for the first time appear in the list without moving a trophy count.
RECENT_TITLES_MAX_AGE = timedelta(minutes=10)
# Hiding a title, removing one or adding DLC to it does not move it up the list.
ALL_TITLES_MAX_AGE = timedelta(days=1)
# How long summary and titles may disagree before the difference is taken as lasting,
# as hidden titles can make it.
DISAGREEMENT_PATIENCE = timedelta(minutes=10)
DETAILS_MAX_AGE = timedelta(days=1)
DETAILS_RETRY = timedelta(hours=1)

RECENT_PAGE_SIZE = 20
PAGE_SIZE = 500
MIN_PAGE_SIZE = 100


class AccountSync:
    """Keeps the state of one account up to date, one poll at a time.

    A quiet poll is one request; a poll that finds something reads the list of titles
    from its newest end until it meets what it knows.
    """

    def __init__(self, client: PsnClient) -> None:
        """Start knowing nothing."""
        self._client = client
        self._state: AccountState | None = None
        self._summary: TrophySummary | None = None
        self._titles = TitleList()
        self._games_titles: TitleList | None = None
        self._page_size = PAGE_SIZE
        # Where reading the whole list goes on; None while there is no need to.
        self._next_offset: int | None = 0
        self._complete = False
        # How many titles Sony counts beyond those listed, once all of them are read.
        self._unlisted = 0
        self._recent_due = Due()
        self._all_due = Due()
        # How many trophies the summary counts beyond the titles' sum, once settled.
        self._settled_gap: int | None = None
        self._patience = Due()
        self._profile_due = Due()
        self._login_due = Due()
        self._online_id: str | None = None
        self._avatar_url: str | None = None
        self._login_expires: datetime | None = None

    @property
    def titles(self) -> TitleList:
        """Every title read so far, the newest first, hidden ones included."""
        return self._titles

    @property
    def complete(self) -> bool:
        """Whether every page of the list of titles has been read."""
        return self._complete

    async def poll(self) -> AccountState:
        """Ask for news and return the state; the same object when nothing changed.

        Raises the `PsnError`s of the client; what was learned before one is kept.
        """
        summary = await self._client.get_trophy_summary()
        if self._titles_wanted(summary):
            await self._read_titles()
            self._settle(summary)
        self._summary = summary
        await self._read_profile(summary.account_id)
        await self._read_login_expiry()
        return self._update_state(summary)

    def _titles_wanted(self, summary: TrophySummary) -> bool:
        """Tell whether the list of titles has to be looked at."""
        return (
            summary != self._summary
            or self._next_offset is not None
            or self._recent_due.now
            or self._all_due.now
            or self._gap(summary) != self._settled_gap
        )

    async def _read_titles(self) -> None:
        """Read what is new of the list, or all of it where that is due."""
        if self._next_offset == 0 and not self._complete:
            # The first page is enough to show something; the rest follows soon.
            await self._read_pages(most=1)
        elif self._next_offset is not None:
            resumed = self._next_offset > 0
            await self._read_pages()
            if resumed:
                # What was played since the first page moved up, past the place where
                # reading went on.
                await self._read_recent_titles()
        elif self._all_due.now:
            self._next_offset = 0
            await self._read_pages()
        else:
            await self._read_recent_titles()
        self._recent_due.again_in(RECENT_TITLES_MAX_AGE)

    async def _read_pages(self, *, most: int | None = None) -> None:
        """Read the list from where reading stopped; a reading from the start replaces it.

        Read again from the start, titles that are no longer listed are forgotten.
        """
        offset = self._next_offset
        titles = [] if offset == 0 else list(self._titles)
        total = pages = 0
        while offset is not None and pages != most:
            page = await self._get_page(offset)
            titles += page.titles
            offset, total = page.next_offset, page.total
            pages += 1
        self._next_offset = offset
        self._replace_titles(TitleList(titles))
        if offset is None:
            self._complete = True
            self._unlisted = total - len(self._titles)
            self._all_due.again_in(ALL_TITLES_MAX_AGE)

    async def _read_recent_titles(self) -> None:
        """Read from the newest end until something already known comes.

        Titles also change without moving up, so all that was read is taken over in
        the order it came.
        """
        newest: list[TrophyTitle] = []
        page = await self._get_page(0, RECENT_PAGE_SIZE)
        while True:
            newest += page.titles
            if page.next_offset is None or any(
                title in self._titles for title in page.titles
            ):
                break
            page = await self._get_page(page.next_offset)
        if any(title not in self._titles for title in newest):
            self._replace_titles(self._titles.updated(newest))
        if page.total - len(self._titles) != self._unlisted:
            # Something came or went further down: the next poll reads the whole list.
            self._next_offset = 0

    async def _get_page(
        self, offset: int, limit: int | None = None
    ) -> TrophyTitlesPage:
        """Read a page, by default a large one; smaller next time if Sony chokes on it."""
        try:
            page = await self._client.get_titles(
                limit=limit or self._page_size, offset=offset
            )
        except PsnConnectionError:
            if limit is None:
                self._page_size = max(self._page_size // 2, MIN_PAGE_SIZE)
            raise
        if page.next_offset is not None and page.next_offset <= offset:
            raise PsnResponseError("The next page of titles lies behind")
        return page

    def _replace_titles(self, titles: TitleList) -> None:
        """Take over a list, unless it is the known one."""
        if titles != self._titles:
            self._titles = titles

    def _gap(self, summary: TrophySummary) -> int:
        """Return how many trophies the summary counts beyond the titles' sum."""
        return summary.earned.total - self._titles.earned_total

    def _settle(self, summary: TrophySummary) -> None:
        """Take the summary and the titles as agreeing, in time if not at once."""
        if not self._complete:
            return
        if summary != self._summary:
            self._patience.again_in(DISAGREEMENT_PATIENCE)
        if self._settled_gap is None or self._patience.now:
            self._settled_gap = self._gap(summary)

    async def _read_profile(self, account_id: str) -> None:
        """Read name and picture once a day; trophies matter more than a failure here."""
        if not self._profile_due.now:
            return
        try:
            profile = await self._client.get_profile(account_id)
        except PsnAuthError:
            raise
        except PsnError as err:
            _LOGGER.debug("Profile not read: %s", err)
            self._profile_due.again_in(DETAILS_RETRY)
            return
        self._online_id = profile.online_id
        self._avatar_url = profile.avatar_url
        self._profile_due.again_in(DETAILS_MAX_AGE)

    async def _read_login_expiry(self) -> None:
        """Read once a day how long the login lasts, but not before there is a state."""
        if self._state is None or not self._login_due.now:
            return
        try:
            remaining = await self._client.get_npsso_expiry()
        except PsnError as err:
            # A refusal here says nothing: Sony gave it to people with a good token too.
            _LOGGER.debug("Remaining life of the login not read: %s", err)
            self._login_due.again_in(DETAILS_RETRY)
            return
        self._login_due.again_in(DETAILS_MAX_AGE)
        expires = (datetime.now(UTC) + remaining).replace(second=0, microsecond=0)
        known = self._login_expires
        # Read to the second each day, the same moment comes out a little different.
        if known is None or abs(expires - known) > timedelta(minutes=5):
            self._login_expires = expires

    def _update_state(self, summary: TrophySummary) -> AccountState:
        """Put the state together, going through the titles only when one changed."""
        old = self._state
        if (
            old is None
            or self._titles is not self._games_titles
            or self._complete is not old.games.complete
        ):
            games = summarize_games(self._titles, complete=self._complete)
            self._games_titles = self._titles
        else:
            games = old.games
        state = AccountState(
            account_id=summary.account_id,
            online_id=self._online_id,
            avatar_url=self._avatar_url,
            login_expires=self._login_expires,
            summary=summary,
            games=games,
        )
        if old is None or state != old:
            self._state = old = state
        return old
