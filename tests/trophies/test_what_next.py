"""What to play next, against slow ways to find the same."""

from datetime import timedelta
import math

from hypothesis import given, strategies as st
import pytest

from custom_components.psn_trophies.psn import (
    TitlePlatform,
    Trophy,
    TrophyGrade,
    TrophyState,
)
from custom_components.psn_trophies.trophies.archive import dump, load
from custom_components.psn_trophies.trophies.browse import TitleChoice
from custom_components.psn_trophies.trophies.library import Library
from custom_components.psn_trophies.trophies.missing import (
    MissingTrophy,
    dumped,
    loaded,
    packed,
    unpacked,
)
from custom_components.psn_trophies.trophies.way import Goal, Way
from custom_components.psn_trophies.trophies.what_next import next_titles, next_trophies

from .builders import (
    GRADES,
    READ_AT,
    SET_IDS,
    STARTED,
    STARTED_AT,
    make_definition,
    make_state,
    make_title,
)
from .strategies import MODERATE, rates

missing_trophies = st.builds(
    MissingTrophy,
    trophy_id=st.integers(0, 2**18 - 1),
    grade=st.sampled_from(GRADES),
    earned_rate=rates,
    in_base_game=st.booleans(),
)


def lacks(
    trophy_id: int,
    rate: float | None = 50.0,
    grade: TrophyGrade = TrophyGrade.BRONZE,
) -> TrophyState:
    """Return the state of a trophy that is missing."""
    return make_state(trophy_id, earned=False, rate=rate, grade=grade)


def begun(
    *missing: TrophyState,
    number: int = 0,
    definitions: dict[int, Trophy] | None = None,
    library: Library | None = None,
    days: int = 0,
) -> Library:
    """Return a library with a game in which one trophy is earned."""
    # An empty one is falsy.
    library = Library(STARTED_AT) if library is None else library
    title = make_title(
        SET_IDS[number],
        1,
        defined=len(missing) + 1,
        last_updated=STARTED + timedelta(days=days),
    )
    library.merge_titles([title], STARTED_AT)
    library.merge_earned(
        SET_IDS[number],
        [make_state(999, STARTED, rate=99.0), *missing],
        definitions or {},
        READ_AT,
    )
    return library


def way(library: Library) -> Way:
    """Return what is left to do in the only game."""
    (found,) = next_titles(library)
    return found.way


@MODERATE
@given(st.lists(missing_trophies, unique_by=lambda one: one.trophy_id))
def test_packing_loses_nothing(trophies: list[MissingTrophy]) -> None:
    """What is missing is kept as it was, the easiest first, over any restart."""
    missing = packed(trophies)
    assert sorted(unpacked(missing)) == sorted(trophies)
    order = [
        math.inf if one.earned_rate is None else -one.earned_rate
        for one in unpacked(missing)
    ]
    assert order == sorted(order)
    assert loaded(dumped(missing)) == missing
    assert loaded(dumped(None)) is None


@pytest.mark.parametrize(
    "text", ["x", "-1", "1.5", str(2**32), str(2**32 - 1), "7", "1 2 7"]
)
def test_what_nobody_wrote_is_refused(text: str) -> None:
    """A number that is no trophy means damage."""
    with pytest.raises(ValueError):
        loaded(text)


def test_ids_that_no_set_has_are_left_out() -> None:
    """They do not spoil the others."""
    trophies = [
        MissingTrophy(trophy_id, TrophyGrade.BRONZE, 1.0, in_base_game=True)
        for trophy_id in (-1, 3, 2**18)
    ]
    assert [one.trophy_id for one in unpacked(packed(trophies))] == [3]


def test_missing_trophies_outlive_a_restart() -> None:
    """What is known of them stays, and so does what is next."""
    library = begun(lacks(1, 12.5), lacks(2, None), lacks(3, 80.0, TrophyGrade.GOLD))
    again = load(dump(library), READ_AT)
    assert next_titles(again) == next_titles(library)
    assert next_trophies(again, 9) == next_trophies(library, 9)
    assert [one.trophy.trophy_id for one in next_trophies(again, 9)] == [3, 1]


def test_way_to_the_platinum_is_the_base_game() -> None:
    """Add-ons do not count, and the platinum comes by itself."""
    definitions = {
        number: make_definition(number, name=f"Trophy {number}", group_id=group)
        for number, group in {
            0: "default",
            1: "default",
            2: "001",
            999: "default",
        }.items()
    }
    missing = [lacks(0, 2.0, TrophyGrade.PLATINUM), lacks(1, 25.0), lacks(2, 1.0)]
    expected = Way(goal=Goal.PLATINUM, missing=1, hardest_rate=25.0, effort=3.0)
    library = begun(*missing, definitions=definitions)
    assert way(library) == expected
    # A later reading without definitions does not forget what is an add-on.
    library.merge_earned(SET_IDS[0], [make_state(999, STARTED), *missing], {}, READ_AT)
    assert way(library) == expected


def test_way_without_a_platinum_is_to_all_trophies() -> None:
    """Also where the platinum is won and only an add-on is left."""
    definitions = {
        1: make_definition(1, name="One", group_id="001"),
        2: make_definition(2, name="Two", group_id="001"),
    }
    library = begun(lacks(1, 50.0), lacks(2, 12.5), definitions=definitions)
    assert way(library) == Way(
        goal=Goal.COMPLETION, missing=2, hardest_rate=12.5, effort=2.0 + 4.0
    )


@pytest.mark.parametrize(
    ("states", "rate"),
    [
        pytest.param([lacks(1, 10.0), lacks(2, None)], None, id="one unknown"),
        pytest.param([lacks(1, None)], None, id="none known"),
        pytest.param([lacks(1, 0.0), lacks(2, 5.0)], 0.0, id="nobody has it"),
        pytest.param([lacks(1, 3.0, TrophyGrade.PLATINUM)], None, id="platinum alone"),
    ],
)
def test_rate_of_the_hardest_is_told_only_if_it_is_known(
    states: list[TrophyState], rate: float | None
) -> None:
    """Nothing is guessed."""
    assert way(begun(*states)).hardest_rate == rate


def test_rates_that_are_all_zero_are_unknown() -> None:
    """So says Sony when it does not know; no such trophy is called easy or hard."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(SET_IDS[0], 1, defined=3)], STARTED_AT)
    states = [make_state(999, STARTED, rate=0.0), lacks(1, 0.0), lacks(2, 0.0)]
    library.merge_earned(SET_IDS[0], states, {}, READ_AT)
    assert way(library).hardest_rate is None
    assert next_trophies(library, 9) == []


def test_few_easy_trophies_are_nearer_than_one_that_hardly_anybody_has() -> None:
    """And many are further than few of the same kind."""
    library = begun(lacks(1, 0.1), number=0)
    begun(*(lacks(number, 80.0) for number in range(5)), number=1, library=library)
    begun(*(lacks(number, 80.0) for number in range(30)), number=2, library=library)
    order = [found.title.np_communication_id for found in next_titles(library)]
    assert order == [SET_IDS[1], SET_IDS[0], SET_IDS[2]]


def test_of_equals_the_game_played_last_comes_first() -> None:
    """The order is the same each time."""
    library = Library(STARTED_AT)
    for number, days in enumerate((0, 2, 1, 2)):
        begun(lacks(1, 40.0), number=number, library=library, days=days)
    expected = [SET_IDS[1], SET_IDS[3], SET_IDS[2], SET_IDS[0]]
    assert [one.title.np_communication_id for one in next_titles(library)] == expected
    assert [
        one.title.np_communication_id for one in next_trophies(library, 9)
    ] == expected


def test_what_is_not_begun_or_not_shown_is_not_suggested() -> None:
    """Neither are games that lack nothing, nor those that Sony lists no more."""
    library = Library(STARTED_AT)
    untouched = make_title(SET_IDS[0], 0, defined=2)
    complete = make_title(SET_IDS[1], 1, defined=1)
    library.merge_titles([untouched, complete], STARTED_AT)
    library.merge_earned(SET_IDS[0], [lacks(1)], {}, READ_AT)
    library.merge_earned(SET_IDS[1], [make_state(1, STARTED)], {}, READ_AT)
    begun(lacks(1), number=2, library=library)
    assert len(next_titles(library)) == len(next_trophies(library, 9)) == 1
    library.keep_only([untouched, complete], READ_AT)
    assert next_titles(library) == []
    assert next_trophies(library, 9) == []


@MODERATE
@given(
    st.lists(
        st.lists(missing_trophies, unique_by=lambda one: one.trophy_id, max_size=6),
        max_size=4,
    ),
    st.integers(1, 8),
)
def test_easiest_trophies_are_those_of_a_slow_search(
    games: list[list[MissingTrophy]], count: int
) -> None:
    """The most common first, without platinums and without what nobody knows."""
    library = Library(STARTED_AT)
    for number, game in enumerate(games):
        states = [
            make_state(
                one.trophy_id, earned=False, grade=one.grade, rate=one.earned_rate
            )
            for one in game
        ]
        begun(*states, number=number, library=library, days=-number)
    slow = sorted(
        (
            (-one.earned_rate, number, one.trophy_id)
            for number, game in enumerate(games)
            for one in game
            if one.earned_rate is not None and one.grade is not TrophyGrade.PLATINUM
        ),
    )
    found = [
        (
            -(one.trophy.earned_rate or 0),
            SET_IDS.index(one.title.np_communication_id),
            one.trophy.trophy_id,
        )
        for one in next_trophies(library, count)
    ]
    assert found == slow[:count]


def test_earning_the_last_one_ends_the_suggestion() -> None:
    """A trophy earned is missing no more."""
    library = begun(lacks(1), lacks(2, 10.0))
    assert way(library).missing == 2
    library.merge_earned(
        SET_IDS[0],
        [make_state(999, STARTED), make_state(1, STARTED), lacks(2, 10.0)],
        {},
        READ_AT,
    )
    assert way(library).missing == 1
    library.merge_earned(
        SET_IDS[0],
        [make_state(number, STARTED) for number in (999, 1, 2)],
        {},
        READ_AT,
    )
    assert next_titles(library) == []


def test_platform_is_minded() -> None:
    """Whoever has only one console at hand asks for its games."""
    library = begun(lacks(1))
    for platforms, number in (
        (None, 1),
        (frozenset({TitlePlatform.PS5, TitlePlatform.PS4}), 1),
        (frozenset({TitlePlatform.PS3}), 0),
    ):
        assert len(next_titles(library, TitleChoice(platforms=platforms))) == number
        assert (
            len(next_trophies(library, 9, TitleChoice(platforms=platforms))) == number
        )


def test_platinum_that_alone_is_missing_counts() -> None:
    """It is what is left."""
    assert way(begun(lacks(1, 9.0, TrophyGrade.PLATINUM))).missing == 1
