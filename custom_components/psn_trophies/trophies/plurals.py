"""Which plural a number takes in a language.

The rules are those of Unicode's CLDR, as far as whole numbers need them.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final


class Plural(StrEnum):
    """The categories that texts distinguish."""

    ONE = "one"
    FEW = "few"
    MANY = "many"
    OTHER = "other"


def plural(language: str, number: int) -> Plural:
    """Return the category of a number; languages without a rule count as English."""
    return _RULES.get(language, _one_or_other)(number)


def _one_or_other(number: int) -> Plural:
    """One thing is one, everything else is other."""
    return Plural.ONE if number == 1 else Plural.OTHER


def _with_millions(number: int) -> Plural:
    """Whole millions are counted with a preposition."""
    if number and number % 1_000_000 == 0:
        return Plural.MANY
    return _one_or_other(number)


def _zero_is_one(number: int) -> Plural:
    """Nothing is counted like one thing."""
    return Plural.ONE if number == 0 else _with_millions(number)


def _polish(number: int) -> Plural:
    """Numbers that end in two, three or four, but not in the teens, are few."""
    if number == 1:
        return Plural.ONE
    if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14:
        return Plural.FEW
    return Plural.MANY


def _always_other(_: int) -> Plural:
    """Nouns have no plural."""
    return Plural.OTHER


_RULES: Final[Mapping[str, Callable[[int], Plural]]] = {
    "de": _one_or_other,
    "en": _one_or_other,
    "es": _with_millions,
    "fr": _zero_is_one,
    "it": _with_millions,
    "ja": _always_other,
    "nl": _one_or_other,
    "pl": _polish,
    "pt-BR": _zero_is_one,
    "zh-Hans": _always_other,
}
