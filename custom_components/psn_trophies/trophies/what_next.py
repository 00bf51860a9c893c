"""What to play next: how near games are, and the easiest trophies still missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from ..psn import TrophyGrade, TrophyTitle
from .browse import ALL_TITLES, TitleChoice
from .library import Library
from .missing import MissingTrophy, unpacked
from .records import TitleRecord
from .way import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTitle:
    """A game that is worth playing on, and what it takes."""

    title: TrophyTitle
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTrophy:
    """A trophy that many others have."""

    title: TrophyTitle
    trophy: MissingTrophy


def next_titles(library: Library, wanted: TitleChoice = ALL_TITLES) -> list[NextTitle]:
    """Return the begun games by how near they are; of equals the one played last."""
    found = [
        NextTitle(title=record.title, way=way)
        for record in _begun(library, wanted)
        if (way := record.way) is not None
    ]
    # Games of equal effort stay in their order.
    return sorted(found, key=lambda one: one.way.effort)


def next_trophies(
    library: Library, count: int, wanted: TitleChoice = ALL_TITLES
) -> list[NextTrophy]:
    """Return the missing trophies that most others have, over all begun games.

    A platinum is none of them: it comes by itself. Of equals that of the game played
    last comes first.
    """
    begun = _begun(library, wanted)
    # Each game's are in order already, so few of them are looked at.
    in_order = merge(
        *(_easiest_first(record, place) for place, record in enumerate(begun)),
        key=lambda one: one[0],
    )
    return [found for _, found in islice(in_order, count)]


def _easiest_first(
    record: TitleRecord, place: int
) -> Iterator[tuple[tuple[float, int], NextTrophy]]:
    """Yield the missing trophies of a game with their place among all."""
    for trophy in unpacked(record.missing or ()):
        if trophy.earned_rate is None:
            # From here on nobody knows how easy they are.
            return
        if trophy.grade is not TrophyGrade.PLATINUM:
            yield (
                (-trophy.earned_rate, place),
                NextTrophy(title=record.title, trophy=trophy),
            )


def _begun(library: Library, wanted: TitleChoice) -> list[TitleRecord]:
    """Return the games in which something is left to do, the one played last first."""
    return sorted(
        (one for one in library.records if one.way and one.title in wanted),
        key=lambda one: (
            -one.title.last_updated.timestamp(),
            one.title.np_communication_id,
        ),
    )
