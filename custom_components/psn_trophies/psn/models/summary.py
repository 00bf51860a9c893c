"""An account's trophies in figures."""

from dataclasses import dataclass, field

from .base import Model, identifier, wire


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophyCounts(Model):
    """Number of trophies per grade."""

    bronze: int
    silver: int
    gold: int
    platinum: int

    @property
    def total(self) -> int:
        """Return the number of trophies of all grades."""
        return self.bronze + self.silver + self.gold + self.platinum


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophySummary(Model):
    """Level, points and counts of an account (section 4.1)."""

    account_id: str = field(metadata=wire("accountId", identifier))
    level: int = field(metadata=wire("trophyLevel"))
    points: int | None = field(default=None, metadata=wire("trophyPoint"))
    level_base_points: int | None = field(
        default=None, metadata=wire("trophyLevelBasePoint")
    )
    level_next_points: int | None = field(
        default=None, metadata=wire("trophyLevelNextPoint")
    )
    progress: int
    tier: int
    earned: TrophyCounts = field(metadata=wire("earnedTrophies"))
