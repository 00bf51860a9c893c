"""The time as Sony tells it, for homes whose own clock is wrong."""

from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
import math
import time

from .const import CLOCK_TOLERANCE, EARLIEST_DATE


class ServiceClock:
    """The home's clock, put right by Sony's answers where it is far off.

    Between two answers the time goes on with a clock that nobody sets, so that the
    wall clock may jump, and is believed again as soon as it is right.
    """

    def __init__(
        self,
        wall: Callable[[], float] | None = None,
        steady: Callable[[], float] | None = None,
    ) -> None:
        """Take the clock that people set, and the one that only counts."""
        self._wall = wall or time.time
        self.steady = steady or time.monotonic
        # What Sony's time is ahead of the steady clock.
        self._ahead: float | None = None

    def now(self) -> float:
        """Return the time in unix seconds."""
        told, wall = self._told(), self._wall()
        if told is not None and abs(told - wall) > CLOCK_TOLERANCE.total_seconds():
            return told
        return wall

    @property
    def is_told(self) -> bool:
        """Return whether an answer of Sony's has confirmed or corrected the time."""
        return self._ahead is not None

    def note(self, headers: Mapping[str, str], sent_at: float) -> None:
        """Take over what an answer says of the time; `sent_at` is of the steady clock.

        A copy out of a cache is as old as it says itself; of the way there and back
        one half is counted.
        """
        received_at = self.steady()
        date = header_date(headers.get("Date"))
        if not date >= EARLIEST_DATE:
            return
        age = header_number(headers.get("Age"))
        if age > 0 and math.isfinite(age):
            date += age
        self._ahead = date + (received_at - sent_at) / 2 - received_at

    def _told(self) -> float | None:
        """Return the time by Sony's last answer."""
        return None if self._ahead is None else self._ahead + self.steady()


def header_number(value: str | None) -> float:
    """Return the number in a header, NaN where there is none."""
    try:
        return float(value or "nan")
    except ValueError:
        return math.nan


def header_date(value: str | None) -> float:
    """Return the unix time in a header, NaN where there is no date."""
    try:
        return parsedate_to_datetime(value or "").timestamp()
    except ValueError, OverflowError:
        return math.nan
