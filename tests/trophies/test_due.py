"""When something has to be done again, whatever happens to the wall clock."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory

from custom_components.psn_trophies.trophies.due import Due

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def test_due_at_once_and_then_in_time(freezer: FrozenDateTimeFactory) -> None:
    """At first there is nothing to wait for; later it is due to the second."""
    due = Due()
    assert due.now
    assert due.left == timedelta()
    due.again_in(HOUR)
    assert not due.now
    assert due.left == HOUR
    freezer.tick(HOUR - SECOND)
    assert not due.now
    assert due.left == SECOND
    freezer.tick(SECOND)
    assert due.now
    freezer.tick(HOUR)
    assert due.now
    assert due.left == timedelta()
