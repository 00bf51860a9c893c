"""What there is to celebrate, and that each of it is celebrated once."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.psn_trophies.psn import TrophyCounts, TrophyGrade, TrophyTitle
from custom_components.psn_trophies.trophies.changes import (
    Milestone,
    MilestoneType,
    completed_titles,
    dated,
    summary_milestones,
)
from custom_components.psn_trophies.trophies.levels import (
    GOLD_POINTS,
    PLATINUM_POINTS,
    level_base_points,
)
from custom_components.psn_trophies.trophies.records import EarnedRecord, TitleRecord

from .builders import (
    READ_AT,
    SET_IDS,
    STARTED,
    make_counts,
    make_state,
    make_summary,
    make_title,
)
from .strategies import MODERATE, titles

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


def record(title: TrophyTitle, most_earned: int | None = None) -> TitleRecord:
    """Return what is known of a title, and the most that was ever earned in it."""
    known = TitleRecord(title=title)
    known.take_title(title)
    known.most_earned = max(known.most_earned, most_earned or 0)
    return known


@pytest.mark.parametrize(
    ("old", "new", "completed"),
    [
        ((99, 11), (100, 12), True),
        ((0, 0), (100, 12), True),
        ((100, 12), (100, 12), False),
        ((100, 12), (82, 12), False),  # DLC was added
        ((82, 12), (100, 15), True),  # and finished
        ((82, 12), (100, 12), False),  # or taken back
        ((0, 12), (100, 12), False),  # blank for a while
        ((99, 11), (99, 12), False),
        (None, (100, 12), False),
        (None, (0, 0), False),
    ],
)
def test_completed_titles(
    old: tuple[int, int] | None, new: tuple[int, int], completed: bool
) -> None:
    """With a trophy more than ever; one seen for the first time completes nothing."""
    before = old and record(make_title(progress=old[0], earned=old[1]))
    after = make_title(progress=new[0], earned=new[1])
    assert completed_titles([(before, after)]) == (
        [
            Milestone(
                type=MilestoneType.TITLE_COMPLETED,
                value=100,
                previous=old[0],
                title=after,
                reached_at=STARTED,
            )
        ]
        if completed and old
        else []
    )


def test_trophy_taken_back_and_given_again_completes_nothing() -> None:
    """It was celebrated when it was earned."""
    known = record(make_title(progress=93, earned=11), most_earned=12)
    assert completed_titles([(known, make_title(progress=100, earned=12))]) == []


@MODERATE
@given(st.lists(st.tuples(st.none() | titles(), titles()), max_size=8))
def test_completions_come_in_the_order_of_the_titles(
    changes: list[tuple[TrophyTitle | None, TrophyTitle]],
) -> None:
    """Each once; equal states bring nothing."""
    known = [(record(old) if old else None, new) for old, new in changes]
    assert [one.title for one in completed_titles(known)] == [
        new
        for old, new in changes
        if old
        and old.progress < 100 <= new.progress
        and new.earned.total > old.earned.total
    ]
    assert completed_titles((record(new), new) for _, new in changes) == []
    assert completed_titles((None, new) for _, new in changes) == []


# When


def test_milestones_have_the_times_of_the_trophies_that_led_there() -> None:
    """Each that of the trophy with which the number was reached."""
    old = make_counts(97)
    trophies = [
        EarnedRecord.from_models(
            SET_IDS[0],
            make_state(number, STARTED + number * timedelta(hours=1), grade=grade),
            None,
            READ_AT,
        )
        for number, grade in enumerate(
            [
                TrophyGrade.BRONZE,
                TrophyGrade.PLATINUM,
                TrophyGrade.BRONZE,
                TrophyGrade.BRONZE,
            ]
        )
    ]
    new = make_counts(100, platinum=1)
    found = dated(
        summary_milestones(make_summary(old), make_summary(new)),
        make_summary(old),
        trophies,
    )
    assert {one.type: one.reached_at for one in found} == {
        MilestoneType.PLATINUM_COUNT: STARTED + timedelta(hours=1),
        # 97 and three.
        MilestoneType.TROPHY_COUNT: STARTED + timedelta(hours=2),
        # The platinum brought it to 30, the last bronze one further.
        MilestoneType.LEVEL_UP: STARTED + timedelta(hours=3),
    }


def test_milestone_that_no_trophy_explains_has_the_time_of_the_last_one() -> None:
    """Sony's details may lag behind; without any there is no time."""
    old, new = make_summary(make_counts(99)), make_summary(make_counts(101))
    milestones = summary_milestones(old, new)
    trophy = EarnedRecord.from_models(
        SET_IDS[0], make_state(1, STARTED, grade=TrophyGrade("diamond")), None, READ_AT
    )
    assert {one.reached_at for one in dated(milestones, old, [trophy])} == {STARTED}
    assert {one.reached_at for one in dated(milestones, old, [])} == {None}
