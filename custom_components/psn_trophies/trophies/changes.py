"""What happened between two states of an account."""

from collections.abc import Callable, Iterable, Sequence
import copy
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ..psn import TrophySummary, TrophyTitle
from .levels import grade_points, level_from_points, tier_from_level, total_points
from .records import EarnedRecord, TitleRecord


class MilestoneType(StrEnum):
    """What there is to celebrate besides a trophy."""

    LEVEL_UP = "level_up"
    TIER_UP = "tier_up"
    TITLE_COMPLETED = "title_completed"
    PLATINUM_COUNT = "platinum_count"
    TROPHY_COUNT = "trophy_count"
    SESSION_ENDED = "session_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaySession:
    """What came of playing a game: progress in points of percent."""

    minutes: int
    trophies: int
    progress: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Something to celebrate: a new level, tier or count, a completed title, a session.

    Late, as a trophy is, when it was reached well before it was noticed.
    """

    type: MilestoneType
    value: int
    previous: int | None = None
    title: TrophyTitle | None = None
    reached_at: datetime | None = None
    late: bool = False
    session: PlaySession | None = None


def summary_milestones(old: TrophySummary, new: TrophySummary) -> list[Milestone]:
    """Return the levels, tiers, platinums and round numbers reached in between.

    Each platinum counts; of levels, tiers and round numbers only the last one.
    """
    milestones = [
        Milestone(type=MilestoneType.PLATINUM_COUNT, value=number, previous=number - 1)
        for number in range(old.earned.platinum + 1, new.earned.platinum + 1)
    ]
    number = _round_number(new.earned.total)
    if number > old.earned.total:
        milestones.append(
            Milestone(
                type=MilestoneType.TROPHY_COUNT,
                value=number,
                previous=old.earned.total,
            )
        )
    if new.level > old.level:
        milestones.append(
            Milestone(type=MilestoneType.LEVEL_UP, value=new.level, previous=old.level)
        )
    if new.tier > old.tier:
        milestones.append(
            Milestone(type=MilestoneType.TIER_UP, value=new.tier, previous=old.tier)
        )
    return milestones


def completed_titles(
    changes: Iterable[tuple[TitleRecord | None, TrophyTitle]],
) -> list[Milestone]:
    """Return the titles that reached 100 percent, out of what is known and new states.

    A title seen for the first time has completed nothing: nobody knows when. Nor has
    one without a trophy more than it ever had: Sony only told otherwise for a while.
    """
    return [
        Milestone(
            type=MilestoneType.TITLE_COMPLETED,
            value=new.progress,
            previous=known.title.progress,
            title=new,
            reached_at=new.last_updated,
        )
        for known, new in changes
        if known is not None
        and known.title.progress < 100 <= new.progress
        and new.earned.total > known.most_earned
    ]


def dated(
    milestones: Iterable[Milestone],
    old: TrophySummary,
    trophies: Sequence[EarnedRecord],
) -> list[Milestone]:
    """Return milestones with the times of the trophies, in their order, that led there.

    `old` is the summary before those trophies.
    """
    walk = _Walk(old)
    reached: list[tuple[_Walk, datetime | None]] = []
    for trophy in trophies:
        walk = walk.after(trophy)
        reached.append((walk, trophy.earned_at))
    last = reached[-1][1] if reached else None
    return [
        replace(
            milestone,
            reached_at=next(
                (
                    at
                    for state, at in reached
                    if _VALUES[milestone.type](state) >= milestone.value
                ),
                last,
            ),
        )
        if milestone.type in _VALUES
        else milestone
        for milestone in milestones
    ]


class _Walk:
    """Counts and points on the way from one summary to the next."""

    def __init__(self, summary: TrophySummary) -> None:
        """Begin at a summary."""
        self.total = summary.earned.total
        self.platinum = summary.earned.platinum
        self.points = total_points(summary)

    def after(self, trophy: EarnedRecord) -> _Walk:
        """Return where one more trophy leads."""
        walk = copy.copy(self)
        walk.total += 1
        walk.platinum += trophy.is_platinum
        walk.points += grade_points(trophy.grade)
        return walk

    @property
    def level(self) -> int:
        """Return the level of the points."""
        return level_from_points(self.points)


_VALUES: dict[MilestoneType, Callable[[_Walk], int]] = {
    MilestoneType.LEVEL_UP: lambda walk: walk.level,
    MilestoneType.TIER_UP: lambda walk: tier_from_level(walk.level),
    MilestoneType.PLATINUM_COUNT: lambda walk: walk.platinum,
    MilestoneType.TROPHY_COUNT: lambda walk: walk.total,
}


def _round_number(count: int) -> int:
    """Return the last round number up to a count.

    Hundreds up to a thousand, then every five hundred.
    """
    step = 100 if count < 1000 else 500
    return count - count % step
