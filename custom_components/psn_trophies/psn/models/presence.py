"""Presence: whether somebody is online, and what they play."""

from dataclasses import dataclass, field
from datetime import datetime

from .base import Model, models_of, moment, optional, segment, stripped_text, wire


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedGame(Model):
    """A game somebody plays: its build, which is no trophy set."""

    np_title_id: str = field(metadata=wire("npTitleId", segment))
    name: str = field(default="", metadata=wire("titleName", stripped_text))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformInfo(Model):
    """The console, app or computer that somebody is or was on.

    Without a platform nobody knows: so it is where there is nothing newer than a PS3.
    """

    online_status: str = field(metadata=wire("onlineStatus"))
    platform: str = field(default="", metadata=wire("platform"))
    last_online: datetime | None = field(
        default=None, metadata=wire("lastOnlineDate", optional(moment))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence(Model):
    """What somebody is doing (section 6.4)."""

    availability: str = ""
    platform_info: PlatformInfo | None = field(
        default=None, metadata=wire("primaryPlatformInfo")
    )
    games: tuple[PlayedGame, ...] = field(
        default=(), metadata=wire("gameTitleInfoList", models_of(PlayedGame))
    )

    @property
    def is_told(self) -> bool:
        """Whether it says anything: that somebody is online, or was and on what."""
        info = self.platform_info
        return info is not None and bool(info.platform or self.is_online)

    @property
    def is_online(self) -> bool:
        """Whether somebody is online, be it in an app."""
        info = self.platform_info
        return info is not None and info.online_status.casefold() == "online"

    @property
    def game(self) -> PlayedGame | None:
        """Return the game that is played, None where there is none."""
        return self.games[0] if self.is_online and self.games else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceAnswer(Model):
    """The envelope around a presence."""

    presence: Presence = field(metadata=wire("basicPresence"))
