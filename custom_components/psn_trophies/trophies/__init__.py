"""What trophies mean: levels, statistics, and the poll. Knows no Home Assistant."""

from .levels import TierGrade, grade_from_tier, points_to_next_level, total_points
from .state import AccountState, Games
from .sync import AccountSync

__all__ = [
    "AccountState",
    "AccountSync",
    "Games",
    "TierGrade",
    "grade_from_tier",
    "points_to_next_level",
    "total_points",
]
