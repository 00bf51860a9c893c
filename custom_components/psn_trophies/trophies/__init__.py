"""What trophies mean: levels, the library, statistics, and the poll.

Knows no Home Assistant.
"""

from .changes import Milestone, MilestoneType
from .details import TitleDetails
from .levels import TierGrade, grade_from_tier, points_to_next_level, total_points
from .library import Library, TitleTrophy
from .records import BASE_GROUP, EarnedRecord
from .state import AccountState, Games, NewTrophy, Trophies
from .sync import AccountSync

__all__ = [
    "BASE_GROUP",
    "AccountState",
    "AccountSync",
    "EarnedRecord",
    "Games",
    "Library",
    "Milestone",
    "MilestoneType",
    "NewTrophy",
    "TierGrade",
    "TitleDetails",
    "TitleTrophy",
    "Trophies",
    "grade_from_tier",
    "points_to_next_level",
    "total_points",
]
