"""What there is to celebrate, and that each of it is celebrated once."""

from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.psn_trophies.psn import TrophyCounts, TrophyTitle
from custom_components.psn_trophies.trophies.changes import (
    Milestone,
    MilestoneType,
    completed_titles,
    summary_milestones,
)
from custom_components.psn_trophies.trophies.levels import (
    GOLD_POINTS,
    PLATINUM_POINTS,
    level_base_points,
)

from .strategies import MODERATE, make_counts, make_summary, make_title, titles

summaries = st.builds(
    make_counts,
    st.integers(0, 3000),
    st.integers(0, 300),
    st.integers(0, 8000),
    st.integers(0, 60),
).map(make_summary)
growing_counts = st.builds(
    make_counts,
    st.integers(0, 700),
    st.integers(0, 70),
    st.integers(0, 300),
    st.integers(0, 4),
)


def plus(one: TrophyCounts, other: TrophyCounts) -> TrophyCounts:
    """Return the sum of counts."""
    return make_counts(
        one.bronze + other.bronze,
        one.silver + other.silver,
        one.gold + other.gold,
        one.platinum + other.platinum,
    )


def found(old: TrophyCounts, new: TrophyCounts) -> list[tuple[str, int, int | None]]:
    """Return type, value and previous value of the milestones between two counts."""
    return [
        (str(milestone.type), milestone.value, milestone.previous)
        for milestone in summary_milestones(make_summary(old), make_summary(new))
    ]


def round_numbers(most: int) -> list[int]:
    """Return the round numbers up to a number, one by one."""
    return [
        number
        for number in range(1, most + 1)
        if number % 500 == 0 or (number <= 1000 and number % 100 == 0)
    ]


# The profile


@MODERATE
@given(summaries)
def test_equal_summaries_bring_nothing(summary: object) -> None:
    """Nothing happened."""
    assert isinstance(summary, type(make_summary(make_counts())))
    assert summary_milestones(summary, summary) == []


@MODERATE
@given(summaries.map(lambda summary: summary.earned), growing_counts)
def test_milestones_between_two_summaries(
    old: TrophyCounts, gained: TrophyCounts
) -> None:
    """Each platinum, and the last level, tier and round number reached."""
    new = plus(old, gained)
    before, after = make_summary(old), make_summary(new)
    milestones = summary_milestones(before, after)
    by_type = {
        kind: [one for one in milestones if one.type is kind] for kind in MilestoneType
    }
    assert by_type[MilestoneType.TITLE_COMPLETED] == []
    assert [one.value for one in by_type[MilestoneType.PLATINUM_COUNT]] == list(
        range(old.platinum + 1, new.platinum + 1)
    )
    levels = by_type[MilestoneType.LEVEL_UP]
    assert [(one.previous, one.value) for one in levels] == (
        [(before.level, after.level)] if after.level > before.level else []
    )
    tiers = by_type[MilestoneType.TIER_UP]
    assert [(one.previous, one.value) for one in tiers] == (
        [(before.tier, after.tier)] if after.tier > before.tier else []
    )
    # A tier is a hundred levels: it never comes without one of them.
    assert levels or not tiers
    passed = [one for one in round_numbers(new.total) if one > old.total]
    assert [one.value for one in by_type[MilestoneType.TROPHY_COUNT]] == passed[-1:]
    assert all(one.previous is not None for one in milestones)
    assert all(one.value > (one.previous or 0) for one in milestones)
    assert all(one.title is None for one in milestones)
    # Hiding a game takes trophies away; nobody celebrates that.
    assert gained.total == 0 or summary_milestones(after, before) == []


@MODERATE
@given(st.lists(growing_counts, max_size=5))
def test_each_milestone_comes_once(gains: list[TrophyCounts]) -> None:
    """However the way is divided into polls."""
    states = [make_summary(make_counts())]
    for gained in gains:
        states.append(make_summary(plus(states[-1].earned, gained)))
    every = [
        (one.type, one.value)
        for old, new in pairwise(states)
        for one in summary_milestones(old, new)
    ]
    assert len(every) == len(set(every))
    assert [
        value for kind, value in every if kind is MilestoneType.PLATINUM_COUNT
    ] == list(range(1, states[-1].earned.platinum + 1))
    at_once = [
        (one.type, one.value) for one in summary_milestones(states[0], states[-1])
    ]
    # What a single look tells, the many tell too.
    assert set(at_once) <= set(every)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (0, 0, None),
        (0, 99, None),
        (99, 100, 100),
        (100, 101, None),
        (99, 350, 300),
        (899, 999, 900),
        (999, 1000, 1000),
        (1000, 1100, None),
        (1499, 1500, 1500),
        (900, 1499, 1000),
        (950, 1600, 1500),
        (9999, 10000, 10000),
        (1500, 1499, None),
        (100, 0, None),
    ],
)
def test_round_numbers(old: int, new: int, expected: int | None) -> None:
    """Hundreds, from a thousand on every five hundred."""
    counts = [
        (value, previous)
        for kind, value, previous in found(make_counts(old), make_counts(new))
        if kind == "trophy_count"
    ]
    assert counts == ([] if expected is None else [(expected, old)])


def test_platinums_are_counted_one_by_one() -> None:
    """Each has its number."""
    assert found(make_counts(5, platinum=2), make_counts(5, platinum=5)) == [
        ("platinum_count", 3, 2),
        ("platinum_count", 4, 3),
        ("platinum_count", 5, 4),
        ("level_up", 27, 12),
    ]
    assert found(make_counts(platinum=5), make_counts(platinum=3)) == []


def test_tier_comes_with_its_level() -> None:
    """A hundred levels are one."""
    golds, rest = divmod(level_base_points(100) - 90, GOLD_POINTS)
    assert rest == 0
    assert found(make_counts(gold=golds), make_counts(gold=golds + 1)) == [
        ("level_up", 100, 98),
        ("tier_up", 2, 1),
    ]


def test_last_level() -> None:
    """Nothing comes after 999."""
    platinums = level_base_points(999) // PLATINUM_POINTS + 1
    milestones = found(
        make_counts(platinum=platinums - 1), make_counts(platinum=platinums)
    )
    assert ("level_up", 999, 998) in milestones
    assert ("tier_up", 10, 9) in milestones
    assert (
        found(make_counts(1, platinum=platinums), make_counts(2, platinum=platinums))
        == []
    )


def test_all_at_once_in_order() -> None:
    """Platinums first, then what they add up to."""
    kinds = [kind for kind, *_ in found(make_counts(), make_counts(400, platinum=1))]
    assert kinds == ["platinum_count", "trophy_count", "level_up", "tier_up"]


# Titles


@pytest.mark.parametrize(
    ("old", "new", "completed"),
    [
        (99, 100, True),
        (0, 100, True),
        (100, 100, False),
        (100, 82, False),  # DLC was added
        (99, 99, False),
        (None, 100, False),
        (None, 0, False),
    ],
)
def test_completed_titles(old: int | None, new: int, completed: bool) -> None:
    """A title seen for the first time has completed nothing."""
    before = None if old is None else make_title(progress=old)
    after = make_title(progress=new)
    assert completed_titles([(before, after)]) == (
        [
            Milestone(
                type=MilestoneType.TITLE_COMPLETED,
                value=100,
                previous=old,
                title=after,
            )
        ]
        if completed
        else []
    )


@MODERATE
@given(st.lists(st.tuples(st.none() | titles(), titles()), max_size=8))
def test_completions_come_in_the_order_of_the_titles(
    changes: list[tuple[TrophyTitle | None, TrophyTitle]],
) -> None:
    """Each once; equal states bring nothing."""
    assert [one.title for one in completed_titles(changes)] == [
        new
        for old, new in changes
        if old and old.progress < 100 and new.progress >= 100
    ]
    assert completed_titles((new, new) for _, new in changes) == []
    assert completed_titles((None, new) for _, new in changes) == []
