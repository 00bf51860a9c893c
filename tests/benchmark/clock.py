"""A clock that can be moved forward, for all of a process.

Has to be imported before whatever keeps a reference to a clock of its own, which
Home Assistant's event loop and the rate limiter of core's library both do.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import time

_CLOCKS = ("monotonic", "time")
_NANOSECONDS = 1_000_000_000

# The time outside, for whoever compares with another process.
real_time = time.time


class _Shift:
    """How far the clocks are ahead."""

    seconds = 0.0
    nanoseconds = 0


def _install(name: str) -> None:
    """Replace a clock and its twin that counts nanoseconds."""
    in_seconds: Callable[[], float] = getattr(time, name)
    in_nanoseconds: Callable[[], int] = getattr(time, f"{name}_ns")
    setattr(time, name, lambda: in_seconds() + _Shift.seconds)
    setattr(time, f"{name}_ns", lambda: in_nanoseconds() + _Shift.nanoseconds)


for _name in _CLOCKS:
    _install(_name)

# Looked up by its users only now; it asks the clock behind Python's back.
from homeassistant.util import dt as dt_util  # noqa: E402


def _utcnow() -> datetime:
    """Return the time as Home Assistant asks for it."""
    return datetime.now(UTC) + timedelta(seconds=_Shift.seconds)


setattr(dt_util, "utcnow", _utcnow)  # noqa: B010 - typed as what it was


def jump(seconds: float) -> None:
    """Move the clocks forward; never back."""
    if seconds > 0:
        _Shift.seconds += seconds
        _Shift.nanoseconds = int(_Shift.seconds * _NANOSECONDS)
