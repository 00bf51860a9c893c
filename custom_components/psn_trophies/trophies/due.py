"""When something has to be done again."""

from datetime import timedelta
import time


class Due:
    """A time that comes again and again; at once at first.

    Counts on a clock that no change of the wall clock moves.
    """

    def __init__(self) -> None:
        """Make it due at once."""
        self._at = float("-inf")

    @property
    def now(self) -> bool:
        """Whether the time has come."""
        return time.monotonic() >= self._at

    @property
    def left(self) -> timedelta:
        """How long it takes until the time comes."""
        return timedelta(seconds=max(self._at - time.monotonic(), 0))

    def again_in(self, delay: timedelta) -> None:
        """Set the next time, counted from now."""
        self._at = time.monotonic() + delay.total_seconds()
