"""The poll: asks Sony as little as possible and tells what is new."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
import math
from typing import Final

from ..psn import PsnClient, PsnError, PsnResponseError, TrophySummary, TrophyTitle
from .backlog import Backlog
from .changes import Milestone, completed_titles, dated, summary_milestones
from .details import DetailReader, TitleDetails
from .facts import FactsReader
from .figures import Figures
from .follower import Follower
from .library import Library
from .listing import TitleListing
from .news import NewsReader
from .pace import STEADY_INTERVAL
from .plausible import is_plausible_summary
from .play import PlayRecord
from .start import Start
from .state import AccountState, NewTrophy
from .titles import TitleList
from .viewing import Viewing

# What was earned longer ago than this when it is noticed, is announced as late.
LATE_AFTER: Final = timedelta(minutes=15)


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
        account_id: str = "me",
        language: str = "",
        zone: Callable[[], tzinfo] = lambda: UTC,
        login_expires: datetime | None = None,
        interval: timedelta | None = STEADY_INTERVAL,
        play: PlayRecord | None = None,
        console: Callable[[], bool | None] | None = None,
    ) -> None:
        """Go on from a library kept from an earlier run, or start one.

        `language` is that in which the client asks for names. Without an `interval`
        polls follow the player; `play` is what is kept of that, and
        `console`, if there is one, tells whether it is on.
        """
        self._client = client
        start = Start(client.now)
        self.library = start.new_library() if library is None else library
        self._details = DetailReader(
            self.library, account_id=account_id, language=language
        )
        self.listing = TitleListing(
            client,
            TitleList(record.title for record in self.library.records).by_time(),
            account_id=account_id,
            complete=self.library.complete,
            outdated=self.library.language != language,
        )
        self._news = NewsReader(self.library, self.listing, self._details, start)
        self.follower = Follower(client, play, zone, fixed=interval, console=console)
        self._backlog = Backlog(self.library, self._details)
        self.viewing = Viewing(client, self._details)
        self._facts = FactsReader(client, self.library, login_expires)
        self._figures = Figures(self.listing, self.library, zone)
        self._state: AccountState | None = None
        # Whether what is being asked should come to nothing.
        self.closed = False

    @property
    def titles(self) -> TitleList:
        """Every title read so far, the newest first, hidden ones included."""
        return self.listing.titles

    @property
    def complete(self) -> bool:
        """Whether every page of the list of titles has been read."""
        return self.listing.complete

    @property
    def unfinished(self) -> bool:
        """Whether the next poll should come soon: there is more than one could read."""
        return not self.listing.complete or self._news.holding

    @property
    def refused(self) -> int:
        """Return how much came in a state that could not be read or believed."""
        return self.listing.refused + self._details.refused

    async def poll(self, *, announce: bool = True) -> AccountState:
        """Ask for news and return the state; the same object when nothing changed.

        Without `announce` no trophies are read and nothing is announced: it all
        comes with the first poll that does. Raises the `PsnError`s of the client;
        the next poll then asks again for what was not announced.
        """
        if self._state is not None and await self._only_presence():
            self._mind_closing()
            return self._publish(count=False)
        self.follower.note_asked()
        summary = await self._client.get_trophy_summary(self._details.account_id)
        if not is_plausible_summary(summary):
            raise PsnResponseError("The summary can not be true")
        if announce:
            await self._news.read_ahead(self._client, summary, self.follower.played_set)
        await self.listing.read_if_wanted(summary, self.follower.list_age)
        self._news.start.settle(self.library, self._newest_change())
        settled = announce and await self._news.read(self._client)
        await self._facts.read_profile(summary.account_id)
        if self._state is not None:
            # Not before there is something to show.
            await self._facts.read_login_expiry()
        # From here on nothing is waited for: what is merged is announced.
        self._mind_closing()
        self._facts.summary = summary
        if not settled:
            self.follower.note_answered((), None)
            return self._publish()
        return self._merge(summary)

    async def _only_presence(self) -> bool:
        """Look whether the account plays; tell whether that is all there is to ask."""
        assert self._facts.summary is not None
        if await self.follower.look(self._facts.summary.account_id, self.titles):
            self.listing.expect_news()
        return not (
            self.unfinished or self.follower.wants_summary or self._news.is_pending
        )

    async def title_details(self, title: TrophyTitle) -> TitleDetails:
        """Return all trophies of a title, see `Viewing`."""
        return await self.viewing.title_details(title)

    async def group_names(self, title: TrophyTitle) -> dict[str, str]:
        """Return the names of a title's add-ons, see `Viewing`."""
        return await self.viewing.group_names(title)

    def _mind_closing(self) -> None:
        """Merge nothing any more once nobody would hear of it."""
        if self.closed:
            raise asyncio.CancelledError

    def refresh(self) -> AccountState | None:
        """Return the state again without asking Sony, as a new day can change it."""
        return self._publish() if self._facts.summary else None

    def recall(self) -> AccountState | None:
        """Return what an earlier run knew, for as long as Sony does not answer."""
        self._facts.summary = self._facts.summary or self.library.summary
        return self.refresh()

    def _newest_change(self) -> float:
        """Return when the newest title changed, in unix seconds."""
        return max((one.last_updated.timestamp() for one in self.titles), default=0.0)

    def _merge(self, summary: TrophySummary) -> AccountState:
        """Take over all that was read, and announce what is new in it."""
        milestones = self._merge_titles()
        former = self.library.summary
        milestones += self._merge_summary(summary)
        news = self._take_over(self._news.take())
        trophies = [new.earned.trophy for new in news]
        if former is not None:
            milestones = dated(milestones, former, trophies)
        latest = next((title for title in self.titles if not title.hidden), None)
        self.follower.note_answered(news, latest)
        milestones += self.follower.take_milestones(self.titles)
        return self._publish(news, self._in_order(milestones))

    def _merge_titles(self) -> list[Milestone]:
        """Take the list over into the library and return which titles are completed."""
        now = self._client.now()
        changed = self._news.changed_titles()
        milestones = completed_titles(
            (self.library.known(title.np_communication_id), title)
            for title in changed
            if not title.hidden
        )
        self.library.merge_titles(changed, now)
        if self.listing.whole:
            self.listing.whole = False
            self.library.keep_only(self.titles, now)
            self.library.note(language=self._details.language)
        elif self.listing.complete:
            self.library.note(complete=True)
        self._news.note_merged()
        return milestones

    def _merge_summary(self, summary: TrophySummary) -> list[Milestone]:
        """Take the summary over and return what it has reached.

        One that fell, as hiding a game makes it, is not: its way back is no milestone.
        """
        known = self.library.summary
        if known is not None and summary.earned.total <= known.earned.total:
            return []
        self.library.note(summary=summary)
        return summary_milestones(known, summary) if known else []

    def _take_over(self, fetched: Iterable[TitleDetails]) -> list[NewTrophy]:
        """Merge what was fetched and return what is new in it, in its order."""
        now = self._client.now()
        news = [
            NewTrophy(earned=earned, late=self._is_late(earned.trophy.earned_at))
            for details in fetched
            for earned in self._details.take_over(details, now)
        ]
        return sorted(news, key=lambda new: new.earned.trophy.order)

    def _in_order(self, milestones: Iterable[Milestone]) -> list[Milestone]:
        """Return milestones in their order; of equals as they were found."""
        return sorted(
            (
                replace(milestone, late=self._is_late(milestone.reached_at))
                for milestone in milestones
            ),
            key=lambda milestone: (
                milestone.reached_at.timestamp() if milestone.reached_at else math.inf
            ),
        )

    def _is_late(self, moment: datetime | None) -> bool:
        """Tell whether something happened before anybody watched, or long ago."""
        if moment is None:
            return False
        age = self._client.now() - moment.timestamp()
        return (
            moment.timestamp() < self._news.start.began_at
            or age > LATE_AFTER.total_seconds()
        )

    @property
    def background_wanted(self) -> bool:
        """Whether there is something to read with the requests polling leaves over."""
        return self._next_in_background() is not None

    async def read_in_background(self) -> AccountState:
        """Read the one title that is wanted most and return the state.

        Waits for its turn in the request budget. Raises the client's errors, and
        nothing is wanted for a while after one.
        """
        assert self._state is not None
        if (chosen := self._next_in_background()) is None:
            return self._state
        title, anew = chosen
        if anew:
            self._backlog.note_refresh()
        try:
            details = await self._news.fetch(
                self._client.background, title, whole=True, anew=anew
            )
        except PsnError:
            self._backlog.pause()
            raise
        self._mind_closing()
        if details is None:
            return self._publish()
        news = self._take_over([details])
        self._backlog.note_read(title, self._client.now(), empty=not details.trophies)
        count = self._figures.note_read() or bool(news)
        return self._publish(news, count=count or self._next_in_background() is None)

    def _next_in_background(self) -> tuple[TrophyTitle, bool] | None:
        """Return the title to read next, and whether all of it is read anew."""
        if self._state is None or not self._news.ever_merged:
            return None
        played = self.titles.get(self.follower.played_set or "")
        return self._backlog.next(self._state.games, self._client.now(), played)

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
        assert self._facts.summary is not None
        old = self._state
        if count or old is None:
            games, trophies = self._figures.current(self._client.now())
        else:
            games, trophies = old.games, old.trophies
        shown = (games.latest, games.closest_platinum)
        self._details.pinned = frozenset(
            {title.np_communication_id for title in shown if title}
            | {self.follower.played_set or ""}
        )
        latest_game, closest_game = (
            self._details.cached(title) if title else None for title in shown
        )
        state = AccountState(
            account_id=self._facts.summary.account_id,
            online_id=self._facts.online_id,
            avatar_url=self._facts.avatar_url,
            login_expires=self._facts.login_expires,
            summary=self._facts.summary,
            games=games,
            trophies=trophies,
            latest_game=latest_game,
            closest_game=closest_game,
            play=self.follower.shown(self.titles),
            news=tuple(news),
            milestones=tuple(milestones),
        )
        if old is not None and state == replace(old, news=(), milestones=()):
            return old
        self._state = state
        return state
