"""The trophies still missing in a title, as small as choosing among them needs.

A trophy is one 32-bit number: how few players have it, its id, whether it belongs to
the base game, its grade. So the numbers are in order, the easiest trophy first.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from ..psn import Trophy, TrophyGrade, TrophyState

# Rates come with one decimal.
_TENTHS: Final = 1000
_RATE_SHIFT: Final = 22
_ID_SHIFT: Final = 4
_ID_LIMIT: Final = 1 << (_RATE_SHIFT - _ID_SHIFT)
_BASE_BIT: Final = 1 << 3
_GRADE_MASK: Final = _BASE_BIT - 1
# What nobody knows the rate of comes last.
_NO_RATE: Final = _TENTHS + 1
_GRADES: Final = tuple(TrophyGrade)
_GRADE_NUMBERS: Final = {grade: number for number, grade in enumerate(_GRADES)}
_MOST: Final = (_NO_RATE + 1 << _RATE_SHIFT) - 1

type Missing = array[int]


class MissingTrophy(NamedTuple):
    """A trophy still to be earned; the rate is in percent, None where unknown."""

    trophy_id: int
    grade: TrophyGrade
    earned_rate: float | None
    in_base_game: bool


def missing_of(
    states: Iterable[TrophyState],
    definitions: Mapping[int, Trophy],
    known: Missing | None,
    base_group: str,
) -> Missing:
    """Return what is missing after a reading.

    Which trophies belong to the base game tell the definitions; where they were not
    read, what was known before.
    """
    states = {state.trophy_id: state for state in states}.values()
    # All zero is what Sony says when it does not know.
    has_rates = any(state.earned_rate for state in states)
    addons = {one.trophy_id for one in unpacked(known or ()) if not one.in_base_game}
    return packed(
        MissingTrophy(
            trophy_id=state.trophy_id,
            grade=state.grade,
            earned_rate=state.earned_rate if has_rates else None,
            in_base_game=(
                definition.group_id == base_group
                if (definition := definitions.get(state.trophy_id))
                else state.trophy_id not in addons
            ),
        )
        for state in states
        if not state.earned
    )


def packed(trophies: Iterable[MissingTrophy]) -> Missing:
    """Return trophies as they are kept; an id that no set has is left out."""
    return array(
        "I",
        sorted(_number(one) for one in trophies if 0 <= one.trophy_id < _ID_LIMIT),
    )


def _number(trophy: MissingTrophy) -> int:
    """Return a trophy as a number; a grade that Sony invents later counts as bronze."""
    rate = _NO_RATE
    if trophy.earned_rate is not None:
        rate = _TENTHS - min(max(round(trophy.earned_rate * 10), 0), _TENTHS)
    return (
        rate << _RATE_SHIFT
        | trophy.trophy_id << _ID_SHIFT
        | _BASE_BIT * trophy.in_base_game
        | _GRADE_NUMBERS.get(trophy.grade, 0)
    )


def unpacked(numbers: Iterable[int]) -> Iterator[MissingTrophy]:
    """Yield trophies, the easiest first. Raises IndexError for what none can be."""
    for number in numbers:
        rate = number >> _RATE_SHIFT
        yield MissingTrophy(
            trophy_id=number >> _ID_SHIFT & _ID_LIMIT - 1,
            grade=_GRADES[number & _GRADE_MASK],
            earned_rate=None if rate == _NO_RATE else (_TENTHS - rate) / 10,
            in_base_game=bool(number & _BASE_BIT),
        )


def dumped(missing: Missing | None) -> str | None:
    """Return what is missing as one text: few JSON values, as each costs time."""
    return None if missing is None else " ".join(map(str, missing))


def loaded(text: str | None) -> Missing | None:
    """Return what is missing of a text; raises ValueError for what none can be."""
    if text is None:
        return None
    numbers = [int(number) for number in text.split()]
    if any(
        not 0 <= number <= _MOST or number & _GRADE_MASK >= len(_GRADES)
        for number in numbers
    ):
        raise ValueError("impossible trophy")
    return array("I", sorted(set(numbers)))
