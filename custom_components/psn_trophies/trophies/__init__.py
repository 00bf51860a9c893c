"""What trophies mean: levels, the library, statistics, and the poll.

Knows no Home Assistant.
"""

from .browse import (
    EVERYTHING,
    TitleChoice,
    TitleSort,
    TitleStatus,
    TrophyChoice,
    TrophySort,
    first_year,
    newest_trophies,
    rarest_rate,
    rarest_trophies,
    sorted_titles,
    trophy_days,
)
from .career import Tally, career_of, to_store, undated_tally
from .changes import Milestone, MilestoneType
from .details import TitleDetails
from .levels import TierGrade, grade_from_tier, points_to_next_level, total_points
from .library import Library, TitleTrophy
from .pace import Pace
from .plurals import Plural, plural
from .ranking import Rank, milestone_rank, trophy_rank
from .records import BASE_GROUP, FIRST_YEAR, EarnedRecord
from .state import AccountState, Games, NewTrophy, Trophies
from .statistics import base_progress
from .sync import AccountSync

__all__ = [
    "BASE_GROUP",
    "EVERYTHING",
    "FIRST_YEAR",
    "AccountState",
    "AccountSync",
    "EarnedRecord",
    "Games",
    "Library",
    "Milestone",
    "MilestoneType",
    "NewTrophy",
    "Pace",
    "Plural",
    "Rank",
    "Tally",
    "TierGrade",
    "TitleChoice",
    "TitleDetails",
    "TitleSort",
    "TitleStatus",
    "TitleTrophy",
    "Trophies",
    "TrophyChoice",
    "TrophySort",
    "base_progress",
    "career_of",
    "first_year",
    "grade_from_tier",
    "milestone_rank",
    "newest_trophies",
    "plural",
    "points_to_next_level",
    "rarest_rate",
    "rarest_trophies",
    "sorted_titles",
    "to_store",
    "total_points",
    "trophy_days",
    "trophy_rank",
    "undated_tally",
]
