"""What matters most of several things at once."""

from itertools import pairwise

import pytest

from custom_components.psn_trophies.psn import TrophyGrade
from custom_components.psn_trophies.trophies import (
    EarnedRecord,
    Milestone,
    MilestoneType,
    milestone_rank,
    trophy_rank,
)

from .builders import make_state


def trophy(grade: TrophyGrade, rate: float | None = 50.0) -> EarnedRecord:
    """Return an earned trophy of a grade."""
    return EarnedRecord.from_models(
        "NPWR00001_00", make_state(1, grade=grade, rate=rate), None, 0
    )


def test_trophies_by_grade_then_by_rarity() -> None:
    """A platinum that everybody has is more than a gold that nobody has."""
    ranked = [
        trophy(TrophyGrade.BRONZE, None),
        trophy(TrophyGrade.BRONZE, 90.0),
        trophy(TrophyGrade.BRONZE, 0.1),
        trophy(TrophyGrade.SILVER, 99.0),
        trophy(TrophyGrade.GOLD, 0.0),
        trophy(TrophyGrade.PLATINUM, 100.0),
    ]
    ranks = [trophy_rank(one) for one in ranked]
    assert all(one < other for one, other in pairwise(ranks))


def test_grade_of_later_times_counts_as_bronze() -> None:
    """Sony may invent one."""
    assert trophy_rank(trophy(TrophyGrade("diamond"))) == trophy_rank(
        trophy(TrophyGrade.BRONZE)
    )


@pytest.mark.parametrize("values", [(1, 2), (50, 100)])
def test_milestones_by_type_then_by_value(values: tuple[int, int]) -> None:
    """A higher value of the same counts for more; a platinum before all else."""
    types = [
        MilestoneType.TROPHY_COUNT,
        MilestoneType.LEVEL_UP,
        MilestoneType.TIER_UP,
        MilestoneType.TITLE_COMPLETED,
        MilestoneType.PLATINUM_COUNT,
    ]
    ranks = [
        milestone_rank(Milestone(type=one, value=value))
        for one in types
        for value in values
    ]
    assert all(one < other for one, other in pairwise(ranks))
