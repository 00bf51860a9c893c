"""When something has to be done again, whatever happens to the wall clock."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory

from custom_components.psn_trophies.trophies.due import Due

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def seen(due: Due) -> tuple[bool, timedelta]:
    """Return whether it is time, and how long it still takes."""
    return due.now, due.left


def test_due_at_once_and_then_in_time(freezer: FrozenDateTimeFactory) -> None:
    """At first there is nothing to wait for; later it is due to the second."""
    due = Due()
    assert seen(due) == (True, timedelta())
    due.again_in(HOUR)
    assert seen(due) == (False, HOUR)
    freezer.tick(HOUR - SECOND)
    assert seen(due) == (False, SECOND)
    freezer.tick(SECOND)
    assert seen(due) == (True, timedelta())
    freezer.tick(HOUR)
    assert seen(due) == (True, timedelta())
