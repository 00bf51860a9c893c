"""The poll: asks Sony as little as possible and tells what is new."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
import logging
import time
from typing import Final

from ..psn import (
    PsnAuthError,
    PsnClient,
    PsnConnectionError,
    PsnError,
    PsnRateLimitError,
    TrophySummary,
    TrophyTitle,
)
from .changes import Milestone, completed_titles, summary_milestones
from .days import BestStreak
from .details import CACHED_TITLES, DetailReader, TitleDetails
from .due import Due
from .kept import Kept
from .library import Library, TitleTrophy
from .listing import TitleListing
from .records import TitleRecord
from .state import AccountState, Games, NewTrophy, Trophies
from .statistics import summarize_games, summarize_trophies
from .titles import TitleList

_LOGGER = logging.getLogger(__name__)

DETAILS_MAX_AGE: Final = timedelta(days=1)
DETAILS_RETRY: Final = timedelta(hours=1)
# A set that has no trophies is left alone that long.
UNREADABLE_RETRY: Final = timedelta(hours=6)
# Figures over everything are worked out anew after so many titles read at a stretch.
COUNT_EVERY: Final = 15
BACKGROUND_RETRY: Final = timedelta(minutes=5)
# How many changed titles one poll reads; the next one goes on after a long absence.
TITLES_PER_POLL: Final = 10
# What was earned longer ago than this when it is noticed, is announced as late.
LATE_AFTER: Final = timedelta(minutes=15)
# How old what people look at may be: counters and rates move without a sign of it.
VIEWED_FOR: Final = timedelta(minutes=10)


class AccountSync:
    """Keeps the state of one account up to date, one poll at a time.

    A quiet poll is one request. What is new is merged and announced in one go, by
    the state that is returned: at no time does the library hold a trophy that is
    still to be announced, so it may be written whenever it suits.
    """

    def __init__(
        self,
        client: PsnClient,
        library: Library | None = None,
        *,
        zone: Callable[[], tzinfo] = lambda: UTC,
    ) -> None:
        """Go on from a library kept from an earlier run, or start one."""
        self._client = client
        self._zone = zone
        self._began_at = time.time()
        self.library = library if library is not None else Library(self._began_at)
        self._is_first_look = library is None
        self._listing = TitleListing(
            client,
            TitleList(
                sorted(
                    (record.title for record in self.library.records),
                    key=lambda title: title.last_updated,
                    reverse=True,
                )
            ),
            complete=self.library.complete,
        )
        self._all_read = False
        self._merged_titles: TitleList | None = None
        self._details = DetailReader(self.library)
        # What people looked at lately, apart from what polling needs at hand; names of
        # add-ons with the title they belong to, as there may be more of them later.
        self._viewed = Kept[tuple[TitleDetails, Due]](CACHED_TITLES)
        self._group_names = Kept[tuple[TrophyTitle, dict[str, str]]](CACHED_TITLES)
        self._state: AccountState | None = None
        self._summary: TrophySummary | None = None
        self._games_of: tuple[TitleList, bool, int] | None = None
        self._trophies_of: tuple[int, datetime] | None = None
        self._best_streak = BestStreak()
        # How many titles were read since the figures over all of them were worked out.
        self._uncounted = 0
        self._background_due = Due()
        self._profile_due = Due()
        self._login_due = Due()
        self._online_id: str | None = None
        self._avatar_url: str | None = None
        self._login_expires: datetime | None = None
        # Whether what is being asked should come to nothing.
        self.closed = False

    @property
    def titles(self) -> TitleList:
        """Every title read so far, the newest first, hidden ones included."""
        return self._listing.titles

    @property
    def complete(self) -> bool:
        """Whether every page of the list of titles has been read."""
        return self._listing.complete

    async def poll(self, *, announce: bool = True) -> AccountState:
        """Ask for news and return the state; the same object when nothing changed.

        Without `announce` no trophies are read and nothing is announced: it all
        comes with the first poll that does. Raises the `PsnError`s of the client;
        the next poll then asks again for what was not announced.
        """
        summary = await self._client.get_trophy_summary()
        self._all_read |= await self._listing.read_if_wanted(summary)
        if self._is_first_look:
            self._is_first_look = False
            self._mind_slow_clock()
        details = await self._fetch_changed_titles() if announce else []
        await self._read_profile(summary.account_id)
        await self._read_login_expiry()
        self._mind_closing()
        self._summary = summary
        if not announce:
            return self._publish()
        milestones = self._merge_titles() + self._merge_summary(summary)
        return self._publish(self._take_over(details), milestones)

    def _mind_closing(self) -> None:
        """Merge nothing any more once nobody would hear of it."""
        if self.closed:
            raise asyncio.CancelledError

    def _mind_slow_clock(self) -> None:
        """Count what is there at the first look as old, also by a clock that is slow."""
        newest = max(
            (title.last_updated.timestamp() for title in self._listing.titles),
            default=0.0,
        )
        if newest > time.time():
            self.library.start_after(newest)

    def refresh(self) -> AccountState | None:
        """Return the state again without asking Sony, as a new day can change it."""
        return self._publish() if self._summary else None

    async def _fetch_changed_titles(self) -> list[TitleDetails]:
        """Read the trophies of titles in which something was earned.

        Those of titles that only wait for their first reading come in the background.
        """
        fetched: list[TitleDetails] = []
        for title in self._titles_with_news()[:TITLES_PER_POLL]:
            try:
                details = await self._fetch(self._client, title)
            except PsnConnectionError, PsnRateLimitError:
                # The next poll goes on; what was found so far is announced now.
                break
            if details is not None:
                fetched.append(details)
        return fetched

    def _titles_with_news(self) -> list[TrophyTitle]:
        """Return the titles in which something was earned since there is a library."""
        stale = {
            record.title.np_communication_id: record.title
            for record in self.library.stale
        }
        for title in self._changed_titles():
            if title.earned.total and self.library.is_progress(title):
                stale[title.np_communication_id] = title
        return [
            title
            for title in stale.values()
            if self._is_news(title) and self._details.may_fetch(title)
        ]

    def _changed_titles(self) -> list[TrophyTitle]:
        """Return the titles that the library knows otherwise or not at all."""
        if self._listing.titles is self._merged_titles:
            return []
        return [
            title
            for title in self._listing.titles
            if (record := self._record(title)) is None or record.title != title
        ]

    def _record(self, title: TrophyTitle) -> TitleRecord | None:
        """Return what the library knows of a title."""
        return self.library.record(title.np_communication_id)

    def _is_news(self, title: TrophyTitle) -> bool:
        """Tell whether what is earned in a title may be worth announcing."""
        record = self._record(title)
        return (
            record is not None and record.read_at is not None
        ) or title.last_updated.timestamp() > self.library.started_at

    async def _fetch(
        self, client: PsnClient, title: TrophyTitle, *, whole: bool = False
    ) -> TitleDetails | None:
        """Read a title; one that Sony can not answer for is left alone for a while."""
        try:
            return await self._details.fetch(client, title, whole=whole)
        except PsnAuthError, PsnConnectionError, PsnRateLimitError:
            raise
        except PsnError as err:
            _LOGGER.debug("Trophies of %s not read: %s", title.np_communication_id, err)
            self._details.note_failure(title)
            return None

    def _merge_titles(self) -> list[Milestone]:
        """Take the list over into the library and return which titles are completed."""
        now = time.time()
        changed = self._changed_titles()
        milestones = completed_titles(
            (record.title if (record := self._record(title)) else None, title)
            for title in changed
            if not title.hidden
        )
        self.library.merge_titles(changed, now)
        if self._all_read:
            self.library.keep_only(self._listing.titles, now)
            self._all_read = False
        self._merged_titles = self._listing.titles
        return milestones

    def _merge_summary(self, summary: TrophySummary) -> list[Milestone]:
        """Take the summary over and return what it has reached.

        One that fell, as hiding a game makes it, is not: its way back is no milestone.
        """
        known = self.library.summary
        if known is not None and summary.earned.total <= known.earned.total:
            return []
        self.library.take_summary(summary)
        return summary_milestones(known, summary) if known else []

    def _take_over(self, fetched: Iterable[TitleDetails]) -> list[NewTrophy]:
        """Merge what was fetched and return what is new in it."""
        now = time.time()
        return [
            NewTrophy(earned=earned, late=self._is_late(earned, now))
            for details in fetched
            for earned in self._details.take_over(details, now)
        ]

    def _is_late(self, earned: TitleTrophy, now: float) -> bool:
        """Tell whether a trophy was earned before anybody watched, or long ago."""
        if (earned_at := earned.trophy.earned_at) is None:
            return False
        moment = earned_at.timestamp()
        return moment < self._began_at or now - moment > LATE_AFTER.total_seconds()

    @property
    def background_wanted(self) -> bool:
        """Whether there is something to read with the requests polling leaves over."""
        return self._background_due.now and self._next_in_background() is not None

    async def read_in_background(self) -> AccountState:
        """Read the one title that is wanted most and return the state.

        Waits for its turn in the request budget. Raises the client's errors, and
        nothing is wanted for a while after one.
        """
        assert self._state is not None
        if (title := self._next_in_background()) is None:
            return self._state
        try:
            details = await self._fetch(self._client.background, title, whole=True)
        except PsnError:
            self._background_due.again_in(BACKGROUND_RETRY)
            raise
        self._mind_closing()
        if details is None:
            return self._publish()
        news = self._take_over([details])
        if not details.trophies:
            # A set without trophies can not be kept at hand; it must not be asked
            # for over and over.
            self._details.postpone(title, UNREADABLE_RETRY)
        elif (record := self._record(title)) is not None and record.read_at is None:
            self._details.postpone(title, BACKGROUND_RETRY)
        self._uncounted += 1
        count = bool(news) or self._uncounted >= COUNT_EVERY
        return self._publish(news, count=count or self._next_in_background() is None)

    def _next_in_background(self) -> TrophyTitle | None:
        """Return the title to read next.

        First the two whose missing trophies are shown, then what was never read,
        the newest first.
        """
        if self._state is None or self._merged_titles is None:
            return None
        games = self._state.games
        for title in (games.latest, games.closest_platinum):
            if (
                title is not None
                and self._details.cached(title) is None
                and self._record(title) is not None
                and self._details.may_fetch(title)
            ):
                return title
        return next(
            (
                record.title
                for record in self.library.stale
                if not self._is_news(record.title)
                and self._details.may_fetch(record.title)
            ),
            None,
        )

    async def title_details(self, title: TrophyTitle) -> TitleDetails:
        """Return all trophies of a title, asking Sony where they are not at hand.

        Raises the client's errors.
        """
        if (cached := self._details.cached(title)) is not None:
            return cached
        kept = self._viewed.get(title.np_communication_id)
        if kept is None or kept[1].now or not kept[0].fits(title):
            details = await self._details.fetch(self._client, title, whole=True)
            kept = details, Due()
            kept[1].again_in(VIEWED_FOR)
            self._viewed.put(title.np_communication_id, kept)
        return kept[0]

    async def group_names(self, title: TrophyTitle) -> dict[str, str]:
        """Return the names of a title's add-ons by group; none where Sony has none.

        Raises the client's errors.
        """
        if not title.has_groups:
            return {}
        kept = self._group_names.get(title.np_communication_id)
        if kept is None or (
            (kept[0].set_version, kept[0].defined) != (title.set_version, title.defined)
        ):
            answer = await self._client.get_trophy_groups(
                title.np_communication_id, title.service
            )
            names = {group.group_id: group.name for group in answer.groups}
            kept = (title, names)
            self._group_names.put(title.np_communication_id, kept)
        return kept[1]

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

    def _publish(
        self,
        news: Iterable[NewTrophy] = (),
        milestones: Iterable[Milestone] = (),
        *,
        count: bool = True,
    ) -> AccountState:
        """Put the state together; it announces what it is given.

        Without `count` figures over all titles and trophies stay as they were.
        """
        assert self._summary is not None
        old = self._state
        if count or old is None:
            self._uncounted = 0
            games, trophies = self._games(old), self._trophies(old)
        else:
            games, trophies = old.games, old.trophies
        state = AccountState(
            account_id=self._summary.account_id,
            online_id=self._online_id,
            avatar_url=self._avatar_url,
            login_expires=self._login_expires,
            summary=self._summary,
            games=games,
            trophies=trophies,
            latest_game=self._cached(games.latest),
            closest_game=self._cached(games.closest_platinum),
            news=tuple(sorted(news, key=lambda new: new.earned.order)),
            milestones=tuple(milestones),
        )
        if old is not None and state == replace(old, news=(), milestones=()):
            return old
        self._state = state
        return state

    def _cached(self, title: TrophyTitle | None) -> TitleDetails | None:
        """Return all trophies of a title where they are at hand."""
        return self._details.cached(title) if title else None

    def _games(self, old: AccountState | None) -> Games:
        """Work the figures over games out again, if anything in them changed."""
        basis = (self._listing.titles, self.complete, self.library.revision)
        if old is None or self._games_of != basis:
            self._games_of = basis
            return summarize_games(
                self._listing.titles, self.library, complete=self.complete
            )
        return old.games

    def _trophies(self, old: AccountState | None) -> Trophies:
        """Work the figures over trophies out again, if anything or the day changed."""
        now = datetime.now(self._zone())
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        basis = (self.library.revision, midnight)
        if old is None or self._trophies_of != basis:
            self._trophies_of = basis
            return summarize_trophies(self.library, now, self._best_streak)
        return old.trophies
