"""What is known of an account after a poll."""

from dataclasses import dataclass
from datetime import datetime

from ..psn import TrophySummary, TrophyTitle


@dataclass(frozen=True, slots=True, kw_only=True)
class Games:
    """Figures over the titles an account shows.

    What takes the whole list is None until every page of it has been read.
    """

    latest: TrophyTitle | None
    closest_platinum: TrophyTitle | None
    total: int | None
    completed: int | None
    average_completion: float | None

    @property
    def complete(self) -> bool:
        """Whether every title has been counted."""
        return self.total is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """Everything the entities of one account show."""

    account_id: str
    online_id: str | None
    avatar_url: str | None
    login_expires: datetime | None
    summary: TrophySummary
    games: Games
