"""When to ask Sony next, and what its silence means.

Time is counted on a clock that no change of the wall clock moves.
"""

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


class Pace:
    """When to poll next: as usual, sooner for what is unfinished, later in an outage."""

    def __init__(self, poll_interval: timedelta) -> None:
        """Begin as after an answer just now."""
        self.poll_interval = poll_interval
        # Whether its polls keep off those of other accounts.
        self.is_staggered = False
        self._answered_at = time.monotonic()
        self._failures = 0

    def after_answer(self, *, unfinished: bool) -> timedelta:
        """Return the time to the next poll after a good one."""
        self._answered_at = time.monotonic()
        self._failures = 0
        if unfinished:
            return min(CATCH_UP_INTERVAL, self.poll_interval)
        return self.poll_interval

    def after_failure(self) -> timedelta | None:
        """Return the time to the next poll after a failed one; None for as usual."""
        self._failures += 1
        # Those that an outage brought together part again.
        self.is_staggered = False
        if (extra := self._failures - PATIENT_FAILURES) <= 0:
            return None
        patience = min(self.poll_interval * (1 << min(extra, 6)), MAX_RETRY_INTERVAL)
        return max(self.poll_interval, patience)

    @property
    def is_outage(self) -> bool:
        """Whether Sony has been away for so long that live figures may be wrong."""
        silence = timedelta(seconds=time.monotonic() - self._answered_at)
        return self._failures > PATIENT_FAILURES and silence > OUTAGE_AFTER

    @property
    def titles_per_poll(self) -> int:
        """How many titles of the library are read after each poll."""
        return max(TITLES_PER_MINUTE * self.poll_interval // timedelta(minutes=1), 1)
