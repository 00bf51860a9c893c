"""When to ask Sony next, as plain functions of failures and time."""

from datetime import timedelta
from typing import Final

# How soon the rest of a long list of titles is read after its first page.
CATCH_UP_INTERVAL: Final = timedelta(seconds=5)
# How fast the library is read.
TITLES_PER_MINUTE: Final = 15
# How many polls may fail before they are made less often, and how seldom at most.
PATIENT_FAILURES: Final = 3
MAX_RETRY_INTERVAL: Final = timedelta(minutes=15)
# How long live figures stay as they are while Sony does not answer.
OUTAGE_AFTER: Final = timedelta(minutes=5)


def interval_after(poll_interval: timedelta, *, unfinished: bool) -> timedelta:
    """Return the time to the next poll after a good one."""
    return min(CATCH_UP_INTERVAL, poll_interval) if unfinished else poll_interval


def interval_after_failures(
    poll_interval: timedelta, failures: int
) -> timedelta | None:
    """Return the time to the next poll after failed ones in a row; None as usual."""
    if (extra := failures - PATIENT_FAILURES) <= 0:
        return None
    patience = min(poll_interval * (1 << min(extra, 6)), MAX_RETRY_INTERVAL)
    return max(poll_interval, patience)


def titles_per_poll(poll_interval: timedelta) -> int:
    """Return how many titles of the library are read after each poll."""
    return max(TITLES_PER_MINUTE * poll_interval // timedelta(minutes=1), 1)


def is_outage(failures: int, silent_for: timedelta) -> bool:
    """Tell whether Sony has been away for so long that live figures may be wrong."""
    return failures > PATIENT_FAILURES and silent_for > OUTAGE_AFTER
