"""Points, levels, tiers, progress and rarity, the way the service computes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

type Grade = Literal["bronze", "silver", "gold", "platinum"]
type Counts = dict[str, int]

GRADES: tuple[Grade, ...] = get_args(Grade.__value__)
POINTS: Mapping[str, int] = {"bronze": 15, "silver": 30, "gold": 90, "platinum": 300}

# First level of each band, points that one level of the band takes, tier.
BANDS: tuple[tuple[int, int, int], ...] = (
    (1, 60, 1),
    (100, 90, 2),
    (200, 450, 3),
    (300, 900, 4),
    (400, 1350, 5),
    (500, 1800, 6),
    (600, 2250, 7),
    (700, 2700, 8),
    (800, 3150, 9),
    (900, 3600, 9),
    (999, 0, 10),
)


@dataclass(frozen=True, slots=True)
class Level:
    """Where a number of points stands on the ladder of levels."""

    level: int
    tier: int
    base: int
    next: int
    progress: int


def count(grades: Iterable[str]) -> Counts:
    """Count trophies by grade; all four grades are always there."""
    counts: Counts = dict.fromkeys(GRADES, 0)
    for grade in grades:
        counts[grade] += 1
    return counts


def add(left: Counts, right: Counts) -> Counts:
    """Add two counts grade by grade."""
    return {grade: left[grade] + right[grade] for grade in GRADES}


def points(earned: Counts) -> int:
    """Return the trophy points of an account."""
    return sum(POINTS[grade] * earned[grade] for grade in GRADES)


def level(total: int) -> Level:
    """Return level, tier and progress for an amount of points."""
    base = 0
    for (first, step, tier), (following, _, _) in pairwise(BANDS):
        end = base + (following - first) * step
        if total < end:
            steps = (total - base) // step
            start = base + steps * step
            progress = (total - start) * 100 // step
            return Level(first + steps, tier, start, start + step, progress)
        base = end
    # What the service names as next at the last level is not known.
    return Level(BANDS[-1][0], BANDS[-1][2], base, base, 0)


def progress(earned: Counts, defined: Counts) -> int:
    """Return the weighted percentage, rounded down, but 1 as soon as there is anything.

    The platinum has no part in it.
    """
    whole = points({**defined, "platinum": 0})
    done = points({**earned, "platinum": 0})
    return max(done * 100 // whole, 1) if whole and done else 0


def rarity(tenths: int) -> int:
    """Return the rarity class of an earn rate given in tenths of a percent."""
    return sum(tenths > limit for limit in (50, 150, 500))


def rate_text(tenths: int) -> str:
    """Return an earn rate as the service writes it."""
    return f"{tenths // 10}.{tenths % 10}"
