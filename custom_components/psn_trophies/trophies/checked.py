"""Values out of a file: what can not have been written is refused."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

# No calendar of Home Assistant's goes further, and some time zones run out of years.
TIME_LIMIT: Final = 10**11
COUNT_LIMIT: Final = 10**7


def checked_text(value: Any) -> str:
    """Return a text, refuse everything else."""
    if isinstance(value, str):
        return value
    raise TypeError("text expected")


def checked_number(value: Any, most: int) -> int:
    """Return a whole number that is possible."""
    if type(value) is int and 0 <= value <= most:
        return value
    raise ValueError("impossible number")


def checked_time(value: Any) -> float:
    """Return a time in unix seconds that is possible."""
    if isinstance(value, int | float) and 0 <= value < TIME_LIMIT:
        return value
    raise ValueError("impossible time")


def checked_moment(value: Any) -> datetime:
    """Return when a title changed; an earlier version believed any year."""
    if type(value) is int and -TIME_LIMIT < value < TIME_LIMIT:
        return datetime.fromtimestamp(value, UTC)
    raise ValueError("impossible time")


def checked_time_or_none(value: Any) -> float | None:
    """Return a time in unix seconds where there is one."""
    return None if value is None else checked_time(value)


@lru_cache(1001)
def checked_rate(text: str) -> float:
    """Return an earn rate in percent, the same number for the same text."""
    if 0 <= (rate := float(text)) <= COUNT_LIMIT:
        return rate
    raise ValueError("impossible rate")


def checked_flag(field: str, mark: str) -> bool:
    """Return whether a field is marked."""
    if field in ("", mark):
        return bool(field)
    raise ValueError("neither marked nor empty")
