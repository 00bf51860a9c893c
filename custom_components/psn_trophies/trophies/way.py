"""What is left to do in a game, and how much that is.

Told by how few players have what is missing. How many hours it takes nobody knows.
"""

from dataclasses import dataclass
from enum import StrEnum
import math
from typing import Final

from ..psn import TrophyGrade
from .missing import Missing, unpacked

# Nobody's rate is lower; what has none counts as much.
_LOWEST_RATE: Final = 0.1


class Goal(StrEnum):
    """What a game is played for."""

    PLATINUM = "platinum"
    COMPLETION = "completion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is left to do to a goal.

    `missing` leaves out the platinum, unless nothing else is missing. `effort` rises by
    one with each trophy, and by one more each time that half as many players have it.
    `hardest_rate` is in percent, None where it is not known.
    """

    goal: Goal
    missing: int
    hardest_rate: float | None
    effort: float


def way_of(missing: Missing | None) -> Way | None:
    """Return the way to the platinum, or where there is none left, to all trophies.

    None where nothing is missing, or nobody knows what.
    """
    if not missing:
        return None
    trophies = list(unpacked(missing))
    goal = Goal.COMPLETION
    if any(one.grade is TrophyGrade.PLATINUM and one.in_base_game for one in trophies):
        goal = Goal.PLATINUM
        trophies = [one for one in trophies if one.in_base_game]
    # The platinum comes with the last of the others.
    others = [one for one in trophies if one.grade is not TrophyGrade.PLATINUM]
    rates = [one.earned_rate for one in others if one.earned_rate is not None]
    return Way(
        goal=goal,
        missing=len(others) or len(trophies),
        hardest_rate=min(rates) if len(rates) == len(others) and rates else None,
        effort=sum(
            1 + math.log2(100 / max(one.earned_rate or _LOWEST_RATE, _LOWEST_RATE))
            for one in others
        ),
    )
