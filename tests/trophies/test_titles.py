"""The list of titles."""

from hypothesis import given, strategies as st

from custom_components.psn_trophies.psn import TrophyTitle
from custom_components.psn_trophies.trophies.titles import TitleList

from .builders import make_counts, numbered_title

any_titles = st.lists(
    st.builds(numbered_title, st.integers(0, 9), progress=st.integers(0, 100)),
    max_size=15,
)


@given(any_titles)
def test_every_set_is_listed_once(titles: list[TrophyTitle]) -> None:
    """Of several states of a title the first, which is the newest, is kept."""
    known = TitleList(titles)
    ids = [title.np_communication_id for title in known]
    assert len(known) == len(ids) == len(set(ids))
    for listed in known:
        first = next(
            title
            for title in titles
            if title.np_communication_id == listed.np_communication_id
        )
        assert listed is first


@given(any_titles, any_titles)
def test_newer_titles_come_first_and_replace_older_ones(
    titles: list[TrophyTitle], newer: list[TrophyTitle]
) -> None:
    """Nothing is lost, and the old list stays as it was."""
    known = TitleList(titles)
    before = list(known)
    updated = known.updated(newer)
    assert list(known) == before
    assert list(updated)[: len(TitleList(newer))] == list(TitleList(newer))
    assert {t.np_communication_id for t in updated} == {
        t.np_communication_id for t in (*titles, *newer)
    }
    assert updated.updated(newer) == updated


@given(any_titles)
def test_lists_are_equal_by_value_and_order(titles: list[TrophyTitle]) -> None:
    """The same titles in the same order are the same list."""
    known = TitleList(titles)
    assert known == TitleList(list(known))
    assert known != list(known)
    turned = TitleList(reversed(list(known)))
    assert (known == turned) == (len(known) < 2)


def test_only_the_same_state_of_a_title_is_contained() -> None:
    """A title with news is not the title that is known."""
    known = TitleList([numbered_title(1, progress=50)])
    assert numbered_title(1, progress=50) in known
    assert numbered_title(1, progress=51) not in known
    assert numbered_title(2, progress=50) not in known


def test_trophies_are_added_up_over_all_titles() -> None:
    """Hidden titles count here: Sony's summary counts them, too."""
    known = TitleList(
        [
            numbered_title(1, earned=make_counts(1, 2, 3, 1)),
            numbered_title(2, earned=make_counts(bronze=4), hidden=True),
            numbered_title(1, earned=make_counts(bronze=100)),
        ]
    )
    assert known.earned_total == 11
    assert TitleList().earned_total == 0
