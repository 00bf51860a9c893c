"""Points, levels, tiers, progress and rarity, as Sony counts them."""

from enum import StrEnum
from typing import NamedTuple

from ..psn import TrophyCounts, TrophyGrade, TrophySummary

MAX_LEVEL = 999

BRONZE_POINTS = 15
SILVER_POINTS = 30
GOLD_POINTS = 90
PLATINUM_POINTS = 300

_POINTS = {
    TrophyGrade.BRONZE: BRONZE_POINTS,
    TrophyGrade.SILVER: SILVER_POINTS,
    TrophyGrade.GOLD: GOLD_POINTS,
    TrophyGrade.PLATINUM: PLATINUM_POINTS,
}


class TierGrade(StrEnum):
    """The metal of a tier's badge."""

    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"
    PLATINUM = "platinum"


class _Band(NamedTuple):
    """A run of levels that cost the same number of points each."""

    first_level: int
    points_per_level: int
    base_points: int


def _bands() -> tuple[_Band, ...]:
    """Add up the points at which each band of a hundred levels begins."""
    bands: list[_Band] = []
    level, base = 1, 0
    for points in (60, 90, 450, 900, 1350, 1800, 2250, 2700, 3150, 3600):
        bands.append(_Band(level, points, base))
        next_level = (level // 100 + 1) * 100
        base += (next_level - level) * points
        level = next_level
    return tuple(bands)


_BANDS = _bands()


def level_base_points(level: int) -> int:
    """Return the points at which a level (1–999) begins.

    Raises ValueError for a level that does not exist.
    """
    if not 1 <= level <= MAX_LEVEL:
        raise ValueError(f"no such trophy level: {level}")
    first_level, points_per_level, base_points = _BANDS[level // 100]
    return base_points + (level - first_level) * points_per_level


def level_from_points(points: int) -> int:
    """Return the level (1–999) that a number of points has reached.

    Raises ValueError for a negative number.
    """
    if points < 0:
        raise ValueError(f"no such number of points: {points}")
    band = next(band for band in reversed(_BANDS) if band.base_points <= points)
    level = band.first_level + (points - band.base_points) // band.points_per_level
    return min(level, MAX_LEVEL)


def level_progress(points: int) -> int:
    """Return how much of the current level is done, in whole percent, floored.

    Level 999 is the last one: nothing is left to fill, so it stays at 0.
    """
    level = level_from_points(points)
    if level == MAX_LEVEL:
        return 0
    base = level_base_points(level)
    return (points - base) * 100 // (level_base_points(level + 1) - base)


def tier_from_level(level: int) -> int:
    """Return the tier (1–10) of a level: ten badges, each about a hundred levels."""
    if level >= MAX_LEVEL:
        return 10
    return min(level // 100 + 1, 9)


def grade_from_tier(tier: int) -> TierGrade:
    """Return the metal of a tier (1–10): three bronze, silver and gold, one platinum."""
    metals = (TierGrade.BRONZE, TierGrade.SILVER, TierGrade.GOLD)
    return metals[max(tier - 1, 0) // 3] if tier < 10 else TierGrade.PLATINUM


def trophy_points(counts: TrophyCounts) -> int:
    """Return the points that earned trophies are worth."""
    return _points_below_platinum(counts) + counts.platinum * PLATINUM_POINTS


def grade_points(grade: TrophyGrade) -> int:
    """Return the points of one trophy; of a grade nobody knows it has none."""
    return _POINTS.get(grade, 0)


def total_points(summary: TrophySummary) -> int:
    """Return the points of an account; worked out where Sony leaves them away."""
    if summary.points is not None:
        return summary.points
    return trophy_points(summary.earned)


def points_to_next_level(summary: TrophySummary) -> int | None:
    """Return the points still missing to the next level; None at the last one."""
    if summary.level >= MAX_LEVEL:
        return None
    next_level_points = summary.level_next_points
    if next_level_points is None:
        next_level_points = level_base_points(summary.level + 1)
    return max(next_level_points - total_points(summary), 0)


def title_progress(earned: TrophyCounts, defined: TrophyCounts) -> int:
    """Return a title's progress in whole percent, floored, but 1 for any beginning.

    Weighted by points; the platinum counts neither above nor below the line.
    """
    total = _points_below_platinum(defined)
    points = _points_below_platinum(earned)
    if not points or not total:
        return 0
    return max(points * 100 // total, 1)


def _points_below_platinum(counts: TrophyCounts) -> int:
    """Return the points of all trophies but the platinum."""
    return (
        counts.bronze * BRONZE_POINTS
        + counts.silver * SILVER_POINTS
        + counts.gold * GOLD_POINTS
    )
