"""When to ask Sony next, and what its silence means."""

from datetime import timedelta
import time
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


def titles_per_poll(poll_interval: timedelta) -> int:
    """Return how many titles of the library are read after each poll."""
    return max(TITLES_PER_MINUTE * poll_interval // timedelta(minutes=1), 1)


class Silence:
    """The time since Sony answered last, and the polls that failed in it."""

    def __init__(self) -> None:
        """Begin with an answer just now."""
        self._began = time.monotonic()
        self._failures = 0

    def note_failure(self) -> None:
        """Count a failed poll."""
        self._failures += 1

    def interval(self, poll_interval: timedelta) -> timedelta | None:
        """Return the time to the next poll; None for the usual one."""
        if (extra := self._failures - PATIENT_FAILURES) <= 0:
            return None
        patience = min(poll_interval * (1 << min(extra, 6)), MAX_RETRY_INTERVAL)
        return max(poll_interval, patience)

    @property
    def is_outage(self) -> bool:
        """Whether Sony has been away for so long that live figures may be wrong."""
        length = timedelta(seconds=time.monotonic() - self._began)
        return self._failures > PATIENT_FAILURES and length > OUTAGE_AFTER
