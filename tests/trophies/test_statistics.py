"""Figures worked out from titles."""

from hypothesis import given, strategies as st
import pytest

from custom_components.psn_trophies.psn import TrophyTitle
from custom_components.psn_trophies.trophies import Games, Library, library_progress
from custom_components.psn_trophies.trophies.statistics import (
    closest_to_platinum,
    summarize_games,
)

from .builders import make_counts, numbered_title

# A library that has read no trophies yet.
EMPTY = Library(0)
PLATINUM = make_counts(bronze=10, platinum=1)


@st.composite
def libraries(draw: st.DrawFn) -> list[TrophyTitle]:
    """Make libraries of any mixture."""
    return [
        numbered_title(
            number,
            progress=draw(st.integers(0, 100)),
            hidden=draw(st.booleans()),
            earned=make_counts(bronze=3, platinum=draw(st.integers(0, 1))),
            defined=make_counts(bronze=10, platinum=draw(st.integers(0, 1))),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


@given(st.integers(1, 20_000), st.data())
def test_library_progress(listed: int, data: st.DataObject) -> None:
    """The part that is read is a whole number of percents, and 100 means complete."""
    read = data.draw(st.integers(0, listed))
    assert library_progress(read / listed) == read * 100 // listed
    assert (library_progress(read / listed) == 100) is (read == listed)


def test_no_games() -> None:
    """Nothing played is nothing, not unknown; an average of nothing there is not."""
    assert summarize_games([], EMPTY, complete=True) == Games(
        latest=None,
        closest_platinum=None,
        closest_progress=None,
        total=0,
        completed=0,
        average_completion=None,
    )


def test_incomplete_list_tells_only_the_latest_game() -> None:
    """What takes the whole list is unknown until it is there."""
    games = summarize_games(
        [numbered_title(0, progress=99), numbered_title(1)], EMPTY, complete=False
    )
    assert games == Games(
        latest=numbered_title(0, progress=99),
        closest_platinum=None,
        closest_progress=None,
        total=None,
        completed=None,
        average_completion=None,
    )
    assert not games.complete


def test_figures_of_a_list() -> None:
    """Total, completed and average are over what is shown."""
    games = summarize_games(
        [
            numbered_title(0, progress=100),
            numbered_title(1, progress=0),
            numbered_title(2, progress=50),
        ],
        EMPTY,
        complete=True,
    )
    assert games.complete
    assert (games.total, games.completed, games.average_completion) == (3, 1, 50)


def test_completed_does_not_take_a_platinum() -> None:
    """Sets without a platinum are completed at 100 %, too; 99 % never are."""
    no_platinum = numbered_title(0, progress=100, defined=make_counts(bronze=10))
    almost = numbered_title(1, progress=99)
    games = summarize_games([no_platinum, almost], EMPTY, complete=True)
    assert games.completed == 1
    assert games.closest_platinum == almost


@given(libraries(), st.booleans())
def test_hidden_titles_count_nowhere(
    library: list[TrophyTitle], complete: bool
) -> None:
    """The figures are those of the list without them."""
    shown = [title for title in library if not title.hidden]
    games = summarize_games(library, EMPTY, complete=complete)
    assert games == summarize_games(shown, EMPTY, complete=complete)
    assert games.latest == (shown[0] if shown else None)


@given(libraries())
def test_closest_platinum_is_the_furthest_without_one(
    library: list[TrophyTitle],
) -> None:
    """Begun, with a platinum to earn, and none has more progress."""
    closest = closest_to_platinum(library, EMPTY)
    candidates = [
        title
        for title in library
        if title.progress and title.defined.platinum > title.earned.platinum
    ]
    assert (closest is None) == (not candidates)
    if closest is not None:
        assert closest in candidates
        assert closest.progress == max(title.progress for title in candidates)


@pytest.mark.parametrize(
    "never",
    [
        numbered_title(1, progress=0, earned=make_counts()),
        numbered_title(1, progress=99, defined=make_counts(bronze=10)),
        numbered_title(1, progress=99, earned=PLATINUM, defined=PLATINUM),
    ],
    ids=["not begun", "no platinum", "platinum earned"],
)
def test_some_titles_are_never_close_to_a_platinum(never: TrophyTitle) -> None:
    """Not begun, without a platinum, or with it earned."""
    assert closest_to_platinum([never], EMPTY) is None
    begun = numbered_title(2, progress=1)
    assert closest_to_platinum([never, begun], EMPTY) is begun


def test_of_equally_close_platinums_the_newest_counts() -> None:
    """The game played last is the one people are at."""
    titles = [
        numbered_title(0, progress=40),
        numbered_title(1, progress=80),
        numbered_title(2, progress=80),
    ]
    assert closest_to_platinum(titles, EMPTY) is titles[1]


def test_platinum_still_to_come_at_100_percent() -> None:
    """100 % can precede the platinum by a moment."""
    done = numbered_title(0, progress=100)
    assert closest_to_platinum([done], EMPTY) is done
