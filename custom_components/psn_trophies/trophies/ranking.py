"""What matters most of several things that happened at once."""

from typing import Final

from ..psn import TrophyGrade
from .changes import Milestone, MilestoneType
from .records import EarnedRecord

_GRADES: Final = list(TrophyGrade)
_MILESTONES: Final = [
    MilestoneType.SESSION_ENDED,
    MilestoneType.TROPHY_COUNT,
    MilestoneType.LEVEL_UP,
    MilestoneType.TIER_UP,
    MilestoneType.TITLE_COMPLETED,
    MilestoneType.PLATINUM_COUNT,
]

type Rank = tuple[int, float]


def trophy_rank(trophy: EarnedRecord) -> Rank:
    """Return how precious a trophy is: by grade, then by how few players have it."""
    # A grade that Sony invents later is announced as bronze.
    grade = _GRADES.index(trophy.grade) if trophy.grade.is_known else 0
    return grade, -100.0 if trophy.earned_rate is None else -trophy.earned_rate


def milestone_rank(milestone: Milestone) -> Rank:
    """Return how great a milestone is: by type, then by its value."""
    return _MILESTONES.index(milestone.type), milestone.value
