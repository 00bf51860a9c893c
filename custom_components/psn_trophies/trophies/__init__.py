"""What trophies mean: levels, the library, statistics, and the poll.

Knows no Home Assistant.
"""

from .browse import (
    ALL_TITLES,
    EVERYTHING,
    MISSING,
    MISSING_IN_BASE_GAME,
    ListedChoice,
    TitleChoice,
    TitleSort,
    TitleStatus,
    TrophyChoice,
    TrophySort,
    find_title,
    first_year,
    newest_trophies,
    rarest_rate,
    rarest_trophies,
    sorted_titles,
    trophy_days,
)
from .career import Tally, career_of, to_store, undated_tally
from .changes import Milestone, MilestoneType, PlaySession
from .details import ListedTrophy, TitleDetails
from .levels import TierGrade, grade_from_tier, points_to_next_level, total_points
from .library import Library, TitleTrophy
from .pace import REQUESTS_PER_TITLE, STEADY_INTERVAL, Mode, Pace, reading_time
from .play import PlayRecord
from .plurals import Plural, plural
from .ranking import Rank, milestone_rank, trophy_rank
from .records import BASE_GROUP, FIRST_YEAR, EarnedRecord
from .state import AccountState, Games, NewTrophy, Play, Trophies
from .statistics import base_progress, library_progress
from .sync import AccountSync
from .way import Way
from .what_next import NextTitle, NextTrophy, next_titles, next_trophies

__all__ = [
    "ALL_TITLES",
    "BASE_GROUP",
    "EVERYTHING",
    "FIRST_YEAR",
    "MISSING",
    "MISSING_IN_BASE_GAME",
    "REQUESTS_PER_TITLE",
    "STEADY_INTERVAL",
    "AccountState",
    "AccountSync",
    "EarnedRecord",
    "Games",
    "Library",
    "ListedChoice",
    "ListedTrophy",
    "Milestone",
    "MilestoneType",
    "Mode",
    "NewTrophy",
    "NextTitle",
    "NextTrophy",
    "Pace",
    "Play",
    "PlayRecord",
    "PlaySession",
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
    "Way",
    "base_progress",
    "career_of",
    "find_title",
    "first_year",
    "grade_from_tier",
    "library_progress",
    "milestone_rank",
    "newest_trophies",
    "next_titles",
    "next_trophies",
    "plural",
    "points_to_next_level",
    "rarest_rate",
    "rarest_trophies",
    "reading_time",
    "sorted_titles",
    "to_store",
    "total_points",
    "trophy_days",
    "trophy_rank",
    "undated_tally",
]
