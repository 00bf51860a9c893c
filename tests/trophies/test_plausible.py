"""What of Sony's answers is believed, at its very limits."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.psn_trophies.psn import TrophyRarity, TrophyState, TrophySummary
from custom_components.psn_trophies.trophies.plausible import (
    dates_moved,
    is_plausible_summary,
    is_plausible_title,
    is_renumbered,
    plausible_definitions,
    plausible_states,
)
from custom_components.psn_trophies.trophies.records import EarnedRecord, TitleRecord

from .builders import (
    STARTED,
    STARTED_AT,
    make_bare_summary,
    make_counts,
    make_definition,
    make_state,
    numbered_title,
)

MILLION = 10**6
FULL = make_counts(10, 10, 10, 1)
SIDES = ("bronze", "silver", "gold", "platinum")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"progress": 0},
        {"progress": 100},
        {"earned": make_counts(), "defined": make_counts()},
        {"earned": FULL, "defined": FULL},
        {"defined": make_counts(*[MILLION] * 4), "earned": make_counts(*[MILLION] * 4)},
        {"group_count": 0},
        {"group_count": MILLION},
        {"last_updated": datetime(1971, 1, 1, tzinfo=UTC)},
        {"last_updated": datetime(4999, 12, 31, tzinfo=UTC)},
    ],
)
def test_titles_that_can_be(changes: dict[str, Any]) -> None:
    """As far as it goes."""
    assert is_plausible_title(replace(numbered_title(), **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"progress": -1},
        {"progress": 101},
        {"earned": make_counts(bronze=11), "defined": make_counts(bronze=10)},
        {"earned": make_counts(silver=11), "defined": make_counts(silver=10)},
        {"earned": make_counts(gold=11), "defined": make_counts(gold=10)},
        {"earned": make_counts(platinum=2), "defined": make_counts(platinum=1)},
        *({"earned": make_counts(**{side: -1}), "defined": FULL} for side in SIDES),
        *({"defined": make_counts(**{side: MILLION + 1})} for side in SIDES),
        {"group_count": -1},
        {"group_count": MILLION + 1},
        {"last_updated": datetime(1970, 12, 31, tzinfo=UTC)},
        {"last_updated": datetime(5000, 1, 1, tzinfo=UTC)},
    ],
)
def test_titles_that_can_not_be(changes: dict[str, Any]) -> None:
    """One step too far."""
    possible = replace(numbered_title(), earned=make_counts(), defined=make_counts())
    assert is_plausible_title(possible)
    assert not is_plausible_title(replace(possible, **changes))


@pytest.mark.parametrize(
    ("field", "lowest", "highest"),
    [
        ("level", 0, 10_000),
        ("tier", 0, 10_000),
        ("progress", 0, 100),
        ("points", 0, 10**9),
    ],
)
def test_limits_of_a_summary(field: str, lowest: int, highest: int) -> None:
    """Each figure for itself."""

    def with_value(value: int) -> TrophySummary:
        changes: dict[str, Any] = {field: value}
        return replace(make_bare_summary(FULL), **changes)

    assert is_plausible_summary(with_value(lowest))
    assert is_plausible_summary(with_value(highest))
    assert not is_plausible_summary(with_value(lowest - 1))
    assert not is_plausible_summary(with_value(highest + 1))


@pytest.mark.parametrize("side", SIDES)
def test_counts_of_a_summary(side: str) -> None:
    """Nobody has a million trophies of a grade."""
    assert is_plausible_summary(make_bare_summary(make_counts(**{side: MILLION})))
    assert not is_plausible_summary(
        make_bare_summary(make_counts(**{side: MILLION + 1}))
    )
    assert not is_plausible_summary(make_bare_summary(make_counts(**{side: -1})))


@pytest.mark.parametrize(
    ("changes", "possible"),
    [
        ({"trophy_id": 0}, True),
        ({"trophy_id": MILLION}, True),
        ({"trophy_id": -1}, False),
        ({"trophy_id": MILLION + 1}, False),
        ({"earned_rate": 100.0}, True),
        ({"earned_rate": 0.1}, True),
        ({"earned_rate": None}, True),
        ({"earned_rate": 100.1}, False),
        ({"earned_rate": -0.1}, False),
        ({"rarity": None}, True),
        ({"rarity": TrophyRarity.ULTRA_RARE}, True),
        ({"rarity": TrophyRarity(MILLION)}, True),
        ({"rarity": TrophyRarity(MILLION + 1)}, False),
        ({"rarity": TrophyRarity(-1)}, False),
    ],
)
def test_states_that_can_be(changes: dict[str, Any], *, possible: bool) -> None:
    """The impossible one is left out, the others stay as they are."""
    rated = make_state(7, rate=3.5)
    state = replace(make_state(1), **changes)
    assert plausible_states([rated, state]) == (
        (rated, state) if possible else (rated,)
    )


def test_rates_that_nobody_knows() -> None:
    """While Sony is slow all rates are 0; a single 0 among others is believed."""
    nothing = make_state(1, rate=0.0, rarity=TrophyRarity.ULTRA_RARE)
    some = make_state(2, rate=0.1)
    assert plausible_states([nothing, some]) == (nothing, some)
    unknown = make_state(1, rate=None, rarity=None)
    assert plausible_states([nothing]) == (unknown,)
    assert plausible_states([]) == ()


def test_definitions_that_can_be() -> None:
    """Ids are counted from 0, and not without end."""
    ids = [-1, 0, 5, MILLION, MILLION + 1]
    believed = plausible_definitions(make_definition(number) for number in ids)
    assert [one.trophy_id for one in believed] == [0, 5, MILLION]


# Trophies that come back at other ids


def record(*names: str) -> TitleRecord:
    """Return what is known of a title; its trophies were earned a minute apart."""
    return TitleRecord(
        title=numbered_title(),
        trophies={
            number: EarnedRecord.from_models(
                "NPWR00000_00",
                state(number, number),
                make_definition(number, name=name),
                STARTED_AT,
            )
            for number, name in enumerate(names)
        },
    )


def state(trophy_id: int, minute: int | None, *, earned: bool = True) -> TrophyState:
    """Return a trophy earned at a minute."""
    return make_state(
        trophy_id,
        None if minute is None else STARTED.replace(minute=minute),
        earned=earned,
    )


@pytest.mark.parametrize(
    ("names", "renumbered"),
    [
        (["One", "Two", "Three"], False),
        (["One", "Two", "Three", "Four"], False),
        # A name that was put right, or went away, stands nowhere else.
        (["One", "Second", "Three"], False),
        (["One"], False),
        (["One", "Three", "Two"], True),
        (["New", "One", "Two"], True),
        # Also where it is written a little differently.
        (["Two ", "Three", "Four"], True),
    ],
)
def test_names_at_other_ids(names: list[str], *, renumbered: bool) -> None:
    """Then the set is another one, and its ids tell nothing."""
    definitions = [make_definition(n, name=name) for n, name in enumerate(names)]
    known = record("One", "Two", "Three")
    assert is_renumbered(known, [], definitions, same_language=True) is renumbered


def test_names_not_known_tell_nothing() -> None:
    """Trophies read without their names are not taken for others."""
    known = record("", "")
    definitions = [make_definition(n, name=name) for n, name in enumerate(["One", ""])]
    assert not is_renumbered(known, [], definitions, same_language=True)


@pytest.mark.parametrize(
    ("states", "moved"),
    [
        ([state(0, 0), state(1, 1), state(2, 2)], False),
        ([state(0, 0), state(1, 5), state(2, 2)], False),
        ([state(0, 0), state(1, None), state(2, 2)], False),
        ([state(0, 0), state(2, 1)], True),
        ([state(0, 1), state(1, 0), state(2, 2)], True),
        # One that is not earned has no time that counts.
        ([state(0, 0), state(3, 1, earned=False)], False),
    ],
)
def test_times_at_other_ids(states: list[TrophyState], *, moved: bool) -> None:
    """In another language no name is known; times tell the same."""
    known = record("One", "Two", "Three")
    assert dates_moved(known, states) is moved
    # The names are all others, and say nothing.
    translated = [make_definition(n, name=name) for n, name in enumerate(["Two", "A"])]
    assert is_renumbered(known, states, translated, same_language=False) is moved
