"""What happened between two states of an account."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..psn import TrophySummary, TrophyTitle


class MilestoneType(StrEnum):
    """What there is to celebrate besides a trophy."""

    LEVEL_UP = "level_up"
    TIER_UP = "tier_up"
    TITLE_COMPLETED = "title_completed"
    PLATINUM_COUNT = "platinum_count"
    TROPHY_COUNT = "trophy_count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Something to celebrate: the new level, tier or count, or a completed title."""

    type: MilestoneType
    value: int
    previous: int | None = None
    title: TrophyTitle | None = None
    # Reached well before it was noticed.
    late: bool = False


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
    changes: Iterable[tuple[TrophyTitle | None, TrophyTitle]],
) -> list[Milestone]:
    """Return the titles that reached 100 percent, out of old and new states.

    A title seen for the first time has completed nothing: nobody knows when.
    """
    return [
        Milestone(
            type=MilestoneType.TITLE_COMPLETED,
            value=new.progress,
            previous=old.progress,
            title=new,
        )
        for old, new in changes
        if old is not None and old.progress < 100 <= new.progress
    ]


def _round_number(count: int) -> int:
    """Return the last round number up to a count.

    Hundreds up to a thousand, then every five hundred.
    """
    step = 100 if count < 1000 else 500
    return count - count % step
