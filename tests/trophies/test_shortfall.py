"""A list that lacks titles is believed only when that is sure."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.psn_trophies.trophies.shortfall import Shortfall
from custom_components.psn_trophies.trophies.titles import TitleList

from .builders import make_bare_summary, make_counts, numbered_title

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
# Four titles with five trophies each.
ALL = TitleList(numbered_title(number) for number in range(4))


def without(*numbers: int) -> TitleList:
    """Return the list without some titles."""
    return TitleList(
        numbered_title(number) for number in range(4) if number not in numbers
    )


def allows(
    shortfall: Shortfall,
    read: TitleList,
    *,
    counted: int = 20,
    known: TitleList | None = ALL,
    gap: int | None = 0,
) -> bool:
    """Ask whether a list is believed while the summary counts so many trophies."""
    return shortfall.allows(
        known, read, make_bare_summary(make_counts(bronze=counted)), gap
    )


def is_due(shortfall: Shortfall) -> bool:
    """Tell whether the list is to be read again."""
    return shortfall.due


def test_full_lists_are_believed() -> None:
    """Also with more titles than before; nothing has to be read again."""
    shortfall = Shortfall()
    assert allows(shortfall, ALL)
    assert allows(shortfall, ALL, known=without(1))
    assert not is_due(shortfall)


def test_titles_that_the_summary_lost_too(freezer: FrozenDateTimeFactory) -> None:
    """A title removed together with its trophies is gone at once."""
    shortfall = Shortfall()
    assert allows(shortfall, without(1), counted=15)
    assert not is_due(shortfall)
    # Trophies that no title has, as they always did, explain nothing away.
    assert allows(shortfall, without(1), counted=18, gap=3)
    assert not allows(shortfall, without(1), counted=19, gap=3)


def test_empty_title_is_no_explanation() -> None:
    """One without trophies can not be missed by the summary."""
    known = TitleList([*ALL, numbered_title(9, earned=make_counts(), progress=0)])
    assert not allows(Shortfall(), ALL, known=known)


def test_list_that_stays_short(freezer: FrozenDateTimeFactory) -> None:
    """Looked at again after a minute, believed ten minutes after the first time."""
    shortfall = Shortfall()
    assert not allows(shortfall, without(1))
    assert not is_due(shortfall)
    freezer.tick(MINUTE - SECOND)
    assert not is_due(shortfall)
    freezer.tick(SECOND)
    assert is_due(shortfall)
    assert not allows(shortfall, without(1))
    freezer.tick(9 * MINUTE - SECOND)
    assert not is_due(shortfall)
    freezer.tick(SECOND)
    assert is_due(shortfall)
    assert allows(shortfall, without(1))
    assert not is_due(shortfall)


def test_list_that_gets_fuller(freezer: FrozenDateTimeFactory) -> None:
    """What is still lacking is as sure as the rest; what came back is."""
    shortfall = Shortfall()
    assert not allows(shortfall, without(1, 2))
    freezer.tick(10 * MINUTE)
    assert allows(shortfall, without(2))
    assert not allows(shortfall, without(1))
    assert allows(shortfall, ALL)
    freezer.tick(MINUTE)
    assert not is_due(shortfall)


def test_list_that_lacks_something_else_each_time(
    freezer: FrozenDateTimeFactory,
) -> None:
    """It is never believed, and asked for less and less often."""
    shortfall = Shortfall()
    for number, minutes in enumerate((1, 2, 4, 8, 10, 10)):
        assert not allows(shortfall, without(number % 4))
        freezer.tick(minutes * MINUTE - SECOND)
        assert not is_due(shortfall)
        freezer.tick(SECOND)
        assert is_due(shortfall)
    # After a full one the patience begins anew.
    assert allows(shortfall, ALL)
    assert not allows(shortfall, without(1))
    freezer.tick(MINUTE)
    assert is_due(shortfall)


@pytest.mark.parametrize(
    ("counted", "believed"), [(20, True), (21, True), (40, True), (41, False)]
)
def test_first_list(counted: int, *, believed: bool) -> None:
    """It is short if the summary counts more than twice what it accounts for."""
    assert allows(Shortfall(), ALL, known=None, counted=counted) is believed


def test_first_list_that_stays_short(freezer: FrozenDateTimeFactory) -> None:
    """Whatever hides the trophies, ten minutes later it is taken as it is."""
    shortfall = Shortfall()
    assert not allows(shortfall, ALL, known=None, counted=100)
    freezer.tick(10 * MINUTE)
    assert allows(shortfall, ALL, known=None, counted=100)
