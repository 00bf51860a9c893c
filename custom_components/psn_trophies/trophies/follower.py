"""The poll follows the player: what is worth asking now, and when again."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
import math
from typing import Final

from ..psn import PsnClient, TrophyTitle
from .changes import Milestone
from .due import Due
from .pace import (
    AFTER_PLAY,
    GUARD_LASTS,
    IDLE_INTERVAL,
    LIST_AGE,
    STEADY_INTERVAL,
    Mode,
    list_age,
    summary_interval,
)
from .play import GuardReason, PlayRecord, Sessions, is_of_old_console
from .presence import PresenceReader
from .state import NewTrophy, Play
from .titles import TitleList

# What is due so soon after a poll comes with it.
_SLACK: Final = timedelta(seconds=2)


class Follower:
    """Knows whether the account plays, as far as that can be known."""

    def __init__(
        self,
        client: PsnClient,
        record: PlayRecord | None,
        zone: Callable[[], tzinfo],
        *,
        fixed: timedelta | None = None,
        console: Callable[[], bool | None] | None = None,
    ) -> None:
        """Go on with what is kept; with a `fixed` interval nobody is followed.

        `console` tells whether the console is on, None for unknown; it takes the place
        of presence, but does not tell what is played.
        """
        self._console = console
        self._now = client.now
        self._fixed = fixed
        self.record = record or PlayRecord()
        self._reader = PresenceReader(client)
        self._sessions = Sessions(self.record, zone)
        self._summary_due = Due()
        # When the time after play is over.
        self._after_play = Due()
        # From when on nobody should have earned anything (unix seconds).
        self._idle_since: float | None = None
        # Whether something was earned all the same.
        self._is_suspicious = False
        # Whether the summary has been asked for, and did not come.
        self._is_waiting = False
        # Whether somebody wants everything asked at the next poll.
        self.is_asked = False
        if self.record.session and (fixed is not None or console is not None):
            # Nobody would see its end.
            self.record.session = None
            self.record.revision += 1

    @property
    def guard(self) -> GuardReason | None:
        """Return why presence, or the console in its place, is of no use now."""
        return self.record.guard_at(self._now(), has_console=self._console is not None)

    @property
    def mode(self) -> Mode:
        """Return what decides when to look."""
        if self._fixed is not None:
            return Mode.FIXED
        if self.guard is not None:
            return Mode.GUARDED
        if (is_on := self._is_on) is None:
            return Mode.UNSURE
        if is_on:
            return Mode.PLAYING
        return Mode.IDLE if self._after_play.now else Mode.AFTER_PLAY

    @property
    def _is_on(self) -> bool | None:
        """Return whether a game is played, or the console is on; None for unknown."""
        if self._console is not None:
            return self._console()
        presence = self._reader.known
        return None if presence is None else presence.game is not None

    @property
    def is_following(self) -> bool:
        """Whether presence is read at all, or the console watched."""
        return self._fixed is None and self.guard is None

    @property
    def presence(self) -> str:
        """Return in a word what presence said last, for people who look for a fault."""
        if self._console is not None:
            is_on = self._console()
            return "unknown" if is_on is None else f"console_{'on' if is_on else 'off'}"
        if self._reader.last is None:
            return "unknown"
        if self._reader.last.game is not None:
            return "playing"
        return "online" if self._reader.last.is_online else "offline"

    @property
    def failures(self) -> int:
        """Return how often in a row presence could not be read."""
        return self._reader.failures

    @property
    def interval(self) -> timedelta:
        """Return the time to the next poll, as things are."""
        if self._fixed is not None:
            return self._fixed
        mode = self.mode
        usual = summary_interval(mode, self._sessions.played(self._now()))
        if mode is not Mode.IDLE:
            return usual
        if self._is_waiting:
            return STEADY_INTERVAL
        left = self._summary_due.left
        if self._console is None:
            left = min(left, self._reader.due.left)
        # Rounded up: Home Assistant counts from the last full second.
        return timedelta(seconds=math.ceil(left.total_seconds()) + 1)

    @property
    def list_age(self) -> timedelta | None:
        """Return how old the newest part of the list of titles may be."""
        # A console does not tell of another game.
        return LIST_AGE if self._console else list_age(self.mode)

    @property
    def played_set(self) -> str | None:
        """Return the trophy set of the game that is played, or was just now."""
        session = self._sessions.current
        return session.title_id if session else None

    @property
    def wants_summary(self) -> bool:
        """Whether it is time for the trophies, too, or somebody asks."""
        return (
            self.is_asked
            or self._is_waiting
            or self.mode is not Mode.IDLE
            or self._reader.failures > 0
            or self._sessions.current is not None
            or _is_due(self._summary_due)
        )

    async def look(self, account_id: str, titles: TitleList) -> bool:
        """Read presence where that is due; tell whether a new game may be listed.

        Raises PsnAuthError only.
        """
        if self._console is not None and self.is_following:
            self._watch(self._console())
            return False
        if (
            not self.is_following
            # Two do not knock at a shut door.
            or self._is_waiting
            or not _is_due(self._reader.due)
        ):
            return False
        presence = await self._reader.read(account_id)
        if isinstance(presence, GuardReason):
            self._set_guard(presence)
        elif presence is not None:
            return await self._see(account_id, titles)
        return False

    def _watch(self, is_on: bool | None) -> None:
        """Take what the console tells."""
        now = self._now()
        self._sessions.count(now, is_on=bool(is_on))
        if is_on:
            self._idle_since = None
            self._after_play.again_in(AFTER_PLAY)
        elif is_on is None:
            # Somebody may play meanwhile.
            self._idle_since = now + AFTER_PLAY.total_seconds()
        elif self._idle_since is None:
            self._idle_since = now + self._after_play.left.total_seconds()

    async def _see(self, account_id: str, titles: TitleList) -> bool:
        """Take what presence told; tell whether a new game may be listed."""
        presence, now = self._reader.last, self._now()
        assert presence is not None
        former = self._sessions.current
        if former is None:
            self._reader.try_anew()
        info = presence.platform_info
        self._sessions.see(presence.game, info.last_online if info else None, now)
        session = self._sessions.current
        if presence.game is None:
            self._note_idle(now, after_play=session is not None)
            return False
        self._idle_since, self._is_suspicious = None, False
        if session is None or session.title_id is not None:
            return False
        found = await self._reader.find_set(session.np_title_id, account_id)
        if found is not None:
            self._sessions.link(found, titles.get(found))
        is_new = former is None or former.np_title_id != session.np_title_id
        return titles.get(found) is None if found else is_new

    def _note_idle(self, now: float, *, after_play: bool) -> None:
        """Note that nobody plays, be it for the first time."""
        if self._is_suspicious:
            self._set_guard(GuardReason.UNSEEN)
        elif self._idle_since is None:
            self._idle_since = now
            if after_play:
                self._after_play.again_in(AFTER_PLAY)
                self._idle_since += AFTER_PLAY.total_seconds()

    def _set_guard(self, reason: GuardReason, until: float | None = None) -> None:
        """Leave presence alone for a while."""
        self.record.set_guard(
            reason,
            until or self._now() + GUARD_LASTS.total_seconds(),
            has_console=self._console is not None,
        )
        self._reader.forget()
        self._idle_since, self._is_suspicious = None, False

    def note_asked(self) -> None:
        """Note that the trophies are asked for; who asks from now on waits."""
        self._is_waiting = True
        self.is_asked = False

    def note_answered(
        self, news: Iterable[NewTrophy], latest: TrophyTitle | None
    ) -> None:
        """Note that they came, what is new, and what was played last."""
        self._is_waiting = False
        self._summary_due.again_in(IDLE_INTERVAL)
        if not self.is_following:
            return
        now = self._now()
        week = GUARD_LASTS.total_seconds()
        if latest is not None and is_of_old_console(latest):
            until = latest.last_updated.timestamp() + week
            if now < until <= now + week:
                self._set_guard(GuardReason.OLD_CONSOLE, until)
                return
        since = self._idle_since
        if since is not None and self.mode is Mode.IDLE:
            # Presence may only be slow: what it says the next time decides.
            self._is_suspicious = self._is_suspicious or any(
                new.earned.trophy.moment is not None
                and new.earned.trophy.moment > since
                for new in news
            )
        if self._console is not None and self._is_suspicious:
            self._set_guard(GuardReason.UNSEEN)
        if self._after_play.now and self.mode is Mode.IDLE:
            self._sessions.finish()

    def take_milestones(self, titles: TitleList) -> list[Milestone]:
        """Hand out what there is to tell of sessions that are over."""
        return self._sessions.take_milestones(titles)

    def shown(self, titles: TitleList) -> Play | None:
        """Return whether the account plays, None where nobody can tell."""
        if not self.is_following or not self.record.is_told or self._console:
            return None
        presence, session = self._reader.known, self._sessions.current
        if presence is None:
            return Play(is_playing=None)
        if presence.game is None or session is None:
            return Play(is_playing=False)
        title = titles.get(session.title_id or "")
        return Play(
            is_playing=True,
            game=session.name or (title.name if title else None),
            title=title if title and not title.hidden else None,
            since=datetime.fromtimestamp(int(session.began_at), UTC),
        )


def _is_due(due: Due) -> bool:
    """Tell whether the time has come, or as good as."""
    return due.left <= _SLACK
