"""What is known of an account after a poll."""

from dataclasses import dataclass
from datetime import datetime

from ..psn import TrophySummary, TrophyTitle
from .changes import Milestone
from .days import RecentTrophies
from .details import TitleDetails
from .library import TitleTrophy


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTrophy:
    """A trophy to announce; late, when it was earned well before it was noticed."""

    earned: TitleTrophy
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Games:
    """Figures over the titles an account shows.

    What takes the whole list is None until every page of it has been read.
    """

    latest: TrophyTitle | None
    closest_platinum: TrophyTitle | None
    # The progress in that title's base game, add-ons left aside, in percent.
    closest_progress: int | None
    total: int | None
    completed: int | None
    average_completion: float | None

    @property
    def complete(self) -> bool:
        """Whether every title has been counted."""
        return self.total is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trophies:
    """Figures over the trophies in the library; `progress` is how much of it is read."""

    latest: TitleTrophy | None
    rarest: TitleTrophy | None
    recent: RecentTrophies
    progress: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """Whether the account plays, None for unknown; what, and since when.

    The title is known where the game's trophies are.
    """

    is_playing: bool | None
    game: str | None = None
    title: TrophyTitle | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """Everything the entities of one account show, and what they announce once."""

    account_id: str
    online_id: str | None
    avatar_url: str | None
    login_expires: datetime | None
    summary: TrophySummary
    games: Games
    trophies: Trophies
    # All trophies of two titles, where they have been read.
    latest_game: TitleDetails | None
    closest_game: TitleDetails | None
    # None where nobody can tell.
    play: Play | None = None
    news: tuple[NewTrophy, ...] = ()
    milestones: tuple[Milestone, ...] = ()
