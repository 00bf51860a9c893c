"""Who plays what: sessions, and what of that outlives a restart."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Final, Self

from ..psn import PlayedGame, TitlePlatform, TrophyTitle
from .changes import Milestone, MilestoneType, PlaySession
from .pace import GUARD_LASTS, PRESENCE_BELIEVED
from .titles import TitleList

# A shorter one without a trophy is not worth a word.
_SHORTEST: Final = timedelta(minutes=5)
# Presence tells nothing of these.
_OLD_CONSOLES: Final = {TitlePlatform.PS3, TitlePlatform.PS_VITA}
_TIME_LIMIT: Final = 10**11


class GuardReason(StrEnum):
    """Why presence is of no use."""

    PRIVATE = "private"
    MISSING = "missing"
    # A trophy was earned while presence said that nobody plays.
    UNSEEN = "unseen"
    OLD_CONSOLE = "old_console"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A game that is played, and how its trophies stood at the beginning.

    Times are unix seconds. Without a trophy set it is not known which that is.
    """

    np_title_id: str
    name: str
    began_at: float
    seen_at: float
    title_id: str | None = None
    earned: int = 0
    progress: int = 0

    def linked(self, title_id: str, title: TrophyTitle | None) -> Session:
        """Return it with its trophy set; one that is not listed yet holds nothing."""
        return replace(
            self,
            title_id=title_id,
            earned=title.earned.total if title else 0,
            progress=title.progress if title else 0,
        )

    def milestone(self, titles: TitleList) -> Milestone | None:
        """Return what there is to tell at its end; None where that is nothing."""
        if (title := titles.get(self.title_id or "")) is None or title.hidden:
            return None
        lasted = timedelta(seconds=self.seen_at - self.began_at)
        trophies = max(title.earned.total - self.earned, 0)
        if not trophies and lasted < _SHORTEST:
            return None
        minutes = round(lasted / timedelta(minutes=1))
        return Milestone(
            type=MilestoneType.SESSION_ENDED,
            value=minutes,
            title=title,
            reached_at=datetime.fromtimestamp(int(self.seen_at), UTC),
            session=PlaySession(
                minutes=minutes,
                trophies=trophies,
                # Trophies that were added make it fall.
                progress=max(title.progress - self.progress, 0),
            ),
        )


@dataclass(slots=True, kw_only=True)
class PlayRecord:
    """What is kept of an account's play. Times are unix seconds."""

    # Whether presence ever told something.
    is_told: bool = False
    guard: GuardReason | None = None
    guard_until: float = 0
    # Whether a console of the home is what is of no use, not presence.
    guards_console: bool = False
    session: Session | None = None
    # How many seconds were played on which day.
    day: str = ""
    played: float = 0
    # Rises with every change that should not be lost.
    revision: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "is_told": self.is_told,
            "guard": self.guard and str(self.guard),
            "guard_until": self.guard_until,
            "guards_console": self.guards_console,
            "session": asdict(self.session) if self.session else None,
            "day": self.day,
            "played": self.played,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return what was kept; raises for what can not have been written."""
        session = data["session"]
        return cls(
            is_told=bool(data["is_told"]),
            guard=GuardReason(data["guard"]) if data["guard"] else None,
            guard_until=_time(data["guard_until"]),
            guards_console=bool(data["guards_console"]),
            session=Session(
                np_title_id=str(session["np_title_id"]),
                name=str(session["name"]),
                began_at=_time(session["began_at"]),
                seen_at=_time(session["seen_at"]),
                title_id=session["title_id"] and str(session["title_id"]),
                earned=int(session["earned"]),
                progress=int(session["progress"]),
            )
            if session
            else None,
            day=str(data["day"]),
            played=_time(data["played"]),
        )

    def guard_at(self, now: float, *, has_console: bool = False) -> GuardReason | None:
        """Return why presence, or the console in its place, is of no use now."""
        if (
            self.guards_console != has_console
            and self.guard is not GuardReason.OLD_CONSOLE
        ):
            return None
        # One that lies further ahead was set by a clock that was wrong.
        left = self.guard_until - now
        return self.guard if 0 < left <= GUARD_LASTS.total_seconds() else None

    def set_guard(
        self, reason: GuardReason, until: float, *, has_console: bool = False
    ) -> None:
        """Leave presence alone until a time; what it told is not believed any more."""
        self.guard, self.guard_until = reason, until
        self.guards_console = has_console
        self.is_told = False
        self.session = None
        self.revision += 1


class Sessions:
    """Follows what is played from one sight to the next."""

    def __init__(self, record: PlayRecord, zone: Callable[[], tzinfo]) -> None:
        """Go on with what an earlier run saw; days are those of a time zone."""
        self._record = record
        self._zone = zone
        self._over: list[Session] = []
        # When presence told something last.
        self._looked_at = record.session.seen_at if record.session else 0.0

    @property
    def current(self) -> Session | None:
        """Return the session that goes on, or has just ended."""
        return self._record.session

    def see(
        self, game: PlayedGame | None, last_online: datetime | None, now: float
    ) -> None:
        """Take what presence tells at a time.

        A session that nobody watched for a while is dropped: when it ended, and
        whether it was one, nobody knows.
        """
        if not self._record.is_told:
            self._record.is_told = True
            self._record.revision += 1
        session = self._record.session
        looked_at, self._looked_at = self._looked_at, now
        if session and now - looked_at > PRESENCE_BELIEVED.total_seconds():
            self._replace(None)
            session = None
        if game is None:
            if session and last_online and session.seen_at == looked_at:
                # It ended in between, with going offline.
                self._extend(session, min(last_online.timestamp(), now))
        elif session and session.np_title_id == game.np_title_id:
            self._extend(session, now)
        else:
            self.finish()
            self._replace(
                Session(
                    np_title_id=game.np_title_id,
                    name=game.name,
                    began_at=now,
                    seen_at=now,
                )
            )

    def _extend(self, session: Session, seen_at: float) -> None:
        """Note that a session lasted at least until a time."""
        gained = seen_at - session.seen_at
        if gained <= 0:
            return
        self._count(gained, seen_at)
        self._record.session = replace(session, seen_at=seen_at)

    def _count(self, seconds: float, now: float) -> None:
        """Add to what was played on a day."""
        record, day = self._record, self._day(now)
        record.played = seconds + (record.played if record.day == day else 0)
        record.day = day

    def _day(self, now: float) -> str:
        """Return the day of a time."""
        return datetime.fromtimestamp(now, self._zone()).date().isoformat()

    def count(self, now: float, *, is_on: bool) -> None:
        """Count the time until now where only the console is known to be on."""
        looked_at, self._looked_at = self._looked_at, now
        if is_on and 0 < now - looked_at <= PRESENCE_BELIEVED.total_seconds():
            self._count(now - looked_at, now)

    def played(self, now: float) -> timedelta:
        """Return how long was played today."""
        is_today = self._record.day == self._day(now)
        return timedelta(seconds=self._record.played if is_today else 0)

    def link(self, title_id: str, title: TrophyTitle | None) -> None:
        """Note which trophy set belongs to the session."""
        if (session := self._record.session) is not None:
            self._replace(session.linked(title_id, title))

    def finish(self) -> None:
        """Note that the session is over."""
        if (session := self._record.session) is not None:
            self._over.append(session)
            self._replace(None)

    def _replace(self, session: Session | None) -> None:
        """Take another session, or none."""
        self._record.session = session
        self._record.revision += 1

    def take_milestones(self, titles: TitleList) -> list[Milestone]:
        """Hand out what there is to tell of sessions that are over."""
        over, self._over = self._over, []
        return [
            milestone
            for session in over
            if (milestone := session.milestone(titles)) is not None
        ]


def is_of_old_console(title: TrophyTitle) -> bool:
    """Tell whether a title can be played on nothing that presence knows."""
    return bool(title.platforms) and _OLD_CONSOLES.issuperset(title.platforms)


def _time(value: Any) -> float:
    """Return a time or a stretch of it that is possible."""
    if isinstance(value, int | float) and 0 <= value < _TIME_LIMIT:
        return float(value)
    raise ValueError("impossible time")
