"""What of Sony's answers can be believed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from ..psn import Trophy, TrophyCounts, TrophyState, TrophySummary, TrophyTitle
from .records import TitleRecord, one_line

_MOST: Final = 10**6
_MOST_POINTS: Final = 10**9
_LAST_LEVEL: Final = 10**4
# As far as every calendar goes.
_LAST_YEAR: Final = 5000


def is_plausible_title(title: TrophyTitle) -> bool:
    """Tell whether a title is as it can be.

    For a while Sony may send one that is blank: no name, nothing defined, but what is
    earned in it.
    """
    earned, defined = title.earned, title.defined
    return (
        bool(title.name)
        and 0 <= title.progress <= 100
        and _are_counts(defined)
        and _are_counts(earned)
        and earned.bronze <= defined.bronze
        and earned.silver <= defined.silver
        and earned.gold <= defined.gold
        and earned.platinum <= defined.platinum
        and 0 <= (title.group_count or 0) <= _MOST
        and _is_time(title.last_updated)
    )


def is_plausible_summary(summary: TrophySummary) -> bool:
    """Tell whether a summary is as it can be."""
    return (
        0 <= summary.level <= _LAST_LEVEL
        and 0 <= summary.tier <= _LAST_LEVEL
        and 0 <= summary.progress <= 100
        and 0 <= (summary.points or 0) <= _MOST_POINTS
        and _are_counts(summary.earned)
    )


def plausible_states(states: Iterable[TrophyState]) -> tuple[TrophyState, ...]:
    """Return the states that can be, without their rates where none can be known.

    While Sony is slow all rates of a set are 0.
    """
    possible = [state for state in states if _is_state(state)]
    if any(state.earned_rate for state in possible):
        return tuple(possible)
    return tuple(replace(state, earned_rate=None, rarity=None) for state in possible)


def plausible_definitions(trophies: Iterable[Trophy]) -> tuple[Trophy, ...]:
    """Return the definitions that can be."""
    return tuple(trophy for trophy in trophies if 0 <= trophy.trophy_id <= _MOST)


def is_renumbered(
    record: TitleRecord,
    states: Iterable[TrophyState],
    definitions: Iterable[Trophy],
    *,
    same_language: bool,
) -> bool:
    """Tell whether the trophies of a set have other ids than when it was last read.

    Then a name that is known stands at another id. In another language no name is
    known; there a time of earning tells the same.
    """
    if not same_language:
        return dates_moved(record, states)
    return _has_moved(
        {one.trophy_id: one.name for one in record.trophies.values() if one.name},
        {one.trophy_id: one_line(one.name) for one in definitions},
    )


def dates_moved(record: TitleRecord, states: Iterable[TrophyState]) -> bool:
    """Tell whether times of earning that are known stand at other ids."""
    return _has_moved(
        {one.trophy_id: one.moment for one in record.trophies.values() if one.moment},
        {
            state.trophy_id: int(state.earned_at.timestamp())
            for state in states
            if state.earned and state.earned_at
        },
    )


def _has_moved[T](known: dict[int, T], now: dict[int, T]) -> bool:
    """Tell whether anything known is gone from its place and stands at another."""
    present = set(now.values())
    return any(
        thing != now.get(place) and thing in present for place, thing in known.items()
    )


def _is_state(state: TrophyState) -> bool:
    """Tell whether the state of a trophy can be."""
    return (
        0 <= state.trophy_id <= _MOST
        and 0 <= (state.earned_rate or 0) <= 100
        and 0 <= (state.rarity or 0) <= _MOST
    )


def _are_counts(counts: TrophyCounts) -> bool:
    """Tell whether all counts are possible numbers."""
    return all(
        0 <= count <= _MOST
        for count in (counts.bronze, counts.silver, counts.gold, counts.platinum)
    )


def _is_time(moment: datetime) -> bool:
    """Tell whether every calendar can show a time."""
    return 1970 < moment.year < _LAST_YEAR
