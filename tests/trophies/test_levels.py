"""Points, levels, tiers, progress and rarity against Sony's figures."""

from hypothesis import given, strategies as st
import pytest

from custom_components.psn_trophies.psn import TrophyCounts
from custom_components.psn_trophies.trophies.levels import (
    MAX_LEVEL,
    TierGrade,
    grade_from_tier,
    level_base_points,
    level_from_points,
    level_progress,
    points_to_next_level,
    tier_from_level,
    title_progress,
    total_points,
    trophy_points,
)

from .builders import make_bare_summary, make_counts

LEVELS = range(1, MAX_LEVEL + 1)
# Beyond what any account has: the points of the last level are about 1.6 million.
any_points = st.integers(0, 2_000_000)
any_counts = st.builds(
    TrophyCounts,
    bronze=st.integers(0, 500),
    silver=st.integers(0, 200),
    gold=st.integers(0, 100),
    platinum=st.integers(0, 1),
)


def test_every_level_round_trips() -> None:
    """A level begins exactly at its points; one point less is the level below."""
    for level in LEVELS:
        base = level_base_points(level)
        assert level_from_points(base) == level
        if base:
            assert level_from_points(base - 1) == level - 1


@pytest.mark.parametrize(
    ("level", "base"),
    [
        (1, 0),
        (2, 60),
        (100, 5_940),
        (200, 14_940),
        (300, 59_940),
        (400, 149_940),
        (500, 284_940),
        (600, 464_940),
        (700, 689_940),
        (800, 959_940),
        (900, 1_274_940),
        (999, 1_631_340),
        # Seen in real answers.
        (265, 44_190),
        (266, 44_640),
        (437, 199_890),
        (438, 201_240),
        (838, 1_079_640),
        (839, 1_082_790),
    ],
)
def test_level_begins_where_sony_says(level: int, base: int) -> None:
    """The table of bands and the samples agree."""
    assert level_base_points(level) == base
    assert level_from_points(base) == level


@pytest.mark.parametrize(
    ("points", "level", "progress"),
    [
        (0, 1, 0),
        (59, 1, 98),
        (44_610, 265, 93),
        (310_380, 514, 13),
        (1_080_195, 838, 17),
        (1_631_339, 998, 99),
        (1_631_340, 999, 0),
        (9_999_999, 999, 0),
    ],
)
def test_progress_of_the_level_is_floored(
    points: int, level: int, progress: int
) -> None:
    """The samples of real answers, and both ends."""
    assert level_from_points(points) == level
    assert level_progress(points) == progress


@given(any_points, any_points)
def test_more_points_never_mean_less(one: int, other: int) -> None:
    """Levels only rise with the points; within one, progress does."""
    low, high = sorted((one, other))
    assert level_from_points(low) <= level_from_points(high)
    if level_from_points(low) == level_from_points(high):
        assert level_progress(low) <= level_progress(high)


@given(any_points)
def test_points_lie_within_their_level(points: int) -> None:
    """Between the beginning of the level and that of the next, at 0 to 99 %."""
    level = level_from_points(points)
    assert level_base_points(level) <= points
    assert 0 <= level_progress(points) <= 99
    if level < MAX_LEVEL:
        assert points < level_base_points(level + 1)


@pytest.mark.parametrize("level", [-1, 0, 1000])
def test_there_are_no_other_levels(level: int) -> None:
    """Levels go from 1 to 999."""
    with pytest.raises(ValueError, match="no such trophy level"):
        level_base_points(level)


def test_there_are_no_negative_points() -> None:
    """Points start at 0."""
    with pytest.raises(ValueError, match="no such number of points"):
        level_from_points(-1)


@pytest.mark.parametrize(
    ("levels", "tier", "grade"),
    [
        (range(1, 100), 1, TierGrade.BRONZE),
        (range(100, 200), 2, TierGrade.BRONZE),
        (range(200, 300), 3, TierGrade.BRONZE),
        (range(300, 400), 4, TierGrade.SILVER),
        (range(400, 500), 5, TierGrade.SILVER),
        (range(500, 600), 6, TierGrade.SILVER),
        (range(600, 700), 7, TierGrade.GOLD),
        (range(700, 800), 8, TierGrade.GOLD),
        (range(800, 999), 9, TierGrade.GOLD),
        (range(999, 1000), 10, TierGrade.PLATINUM),
    ],
)
def test_tier_and_grade_of_every_level(
    levels: range, tier: int, grade: TierGrade
) -> None:
    """Ten badges; the ninth is for two hundred levels, the tenth for one."""
    assert {tier_from_level(level) for level in levels} == {tier}
    assert grade_from_tier(tier) is grade


@pytest.mark.parametrize(("tier", "grade"), [(0, "bronze"), (11, "platinum")])
def test_unknown_tier_has_a_grade(tier: int, grade: str) -> None:
    """A tier that Sony adds one day does not break anything."""
    assert grade_from_tier(tier) == grade


def test_points_of_trophies() -> None:
    """The example of a real summary."""
    assert trophy_points(make_counts(1204, 391, 118, 14)) == 44_610
    assert trophy_points(make_counts(1, 1, 1, 1)) == 435
    assert trophy_points(make_counts()) == 0


def test_points_of_an_account_are_sonys_own() -> None:
    """They are worked out only where Sony leaves them away."""
    earned = make_counts(1204, 391, 118, 14)
    assert total_points(make_bare_summary(earned)) == 44_610
    assert total_points(make_bare_summary(earned, points=44_640)) == 44_640
    assert total_points(make_bare_summary(earned, points=0)) == 0


@pytest.mark.parametrize(
    ("level", "points", "next_points", "missing"),
    [
        (265, 44_610, 44_640, 30),
        (265, 44_610, None, 30),
        (1, 0, 60, 60),
        (1, 0, None, 60),
        (998, 1_631_339, None, 1),
        # The level lags behind the points: nothing is missing any more.
        (1, 75, 60, 0),
        (999, 1_700_000, None, None),
        (999, 1_700_000, 1_631_340, None),
    ],
)
def test_points_to_the_next_level(
    level: int, points: int, next_points: int | None, missing: int | None
) -> None:
    """Sony's figures where there are any, else the table; none at the last level."""
    known = make_bare_summary(level=level, points=points, level_next_points=next_points)
    assert points_to_next_level(known) == missing


def test_progress_of_a_title() -> None:
    """The example of a real title: floored, weighted, without the platinum."""
    defined = make_counts(24, 9, 3, 1)
    assert title_progress(make_counts(10, 3), defined) == 26
    assert title_progress(make_counts(24, 9, 3), defined) == 100
    assert title_progress(make_counts(24, 9, 2), defined) == 90
    assert title_progress(make_counts(), defined) == 0
    assert title_progress(make_counts(), make_counts()) == 0
    # Less than one percent is one.
    assert title_progress(make_counts(1), make_counts(200)) == 1
    assert title_progress(make_counts(platinum=1), defined) == 0
    assert title_progress(make_counts(platinum=1), make_counts(platinum=1)) == 0


@given(defined=any_counts, data=st.data())
def test_progress_of_a_title_is_a_percentage(
    defined: TrophyCounts, data: st.DataObject
) -> None:
    """100 % is reached when all but the platinum are earned, and not before."""
    earned = make_counts(
        data.draw(st.integers(0, defined.bronze)),
        data.draw(st.integers(0, defined.silver)),
        data.draw(st.integers(0, defined.gold)),
    )
    progress = title_progress(earned, defined)
    assert 0 <= progress <= 100
    something = defined.bronze + defined.silver + defined.gold > 0
    assert (progress == 100) == (
        something and earned.total == defined.total - defined.platinum
    )
    with_platinum = make_counts(
        earned.bronze, earned.silver, earned.gold, defined.platinum
    )
    assert title_progress(with_platinum, defined) == progress
    assert (progress == 0) == (earned.total == 0)
