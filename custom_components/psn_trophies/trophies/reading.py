"""What one reading of a title tells."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..psn import Trophy, TrophyCounts, TrophyState
from .records import EarnedRecord


def count_groups(trophies: Iterable[Trophy]) -> dict[str, TrophyCounts]:
    """Return how many trophies of each grade the groups of a set define."""
    groups: dict[str, dict[str, int]] = {}
    for trophy in trophies:
        group = groups.setdefault(
            trophy.group_id, {"bronze": 0, "silver": 0, "gold": 0, "platinum": 0}
        )
        if trophy.grade in group:
            group[trophy.grade] += 1
    return {group_id: TrophyCounts(**counts) for group_id, counts in groups.items()}


def earned_of(
    np_communication_id: str,
    states: Iterable[TrophyState],
    definitions: Mapping[int, Trophy],
    at: float,
) -> dict[int, EarnedRecord]:
    """Return what is earned by id; pages may overlap and hold a trophy twice."""
    read: dict[int, EarnedRecord] = {}
    for state in states:
        if state.earned:
            trophy = EarnedRecord.from_models(
                np_communication_id, state, definitions.get(state.trophy_id), at
            )
            twin = read.get(state.trophy_id)
            read[state.trophy_id] = (
                corrected(twin, trophy, definitions) if twin else trophy
            )
    return read


def corrected(
    known: EarnedRecord, read: EarnedRecord, definitions: Mapping[int, Trophy]
) -> EarnedRecord:
    """Return a known trophy with what a later reading tells better.

    The time of earning only ever becomes known or earlier, so that it does not
    matter in which order readings come in.
    """
    moments = [moment for moment in (known.moment, read.moment) if moment is not None]
    read = replace(
        read,
        moment=min(moments, default=None),
        rarity=known.rarity if read.rarity is None else read.rarity,
        earned_rate=known.earned_rate if read.earned_rate is None else read.earned_rate,
    )
    if read.trophy_id in definitions:
        return read
    return replace(
        read,
        group_id=known.group_id,
        icon_folder=known.icon_folder,
        wording=known.wording,
    )
