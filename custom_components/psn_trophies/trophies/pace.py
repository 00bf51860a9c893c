"""When to ask Sony next, and what its silence means.

Time is counted on a clock that no change of the wall clock moves.
"""

from datetime import timedelta
from enum import StrEnum
import time
from typing import Final

# How soon the rest of a long list of titles is read after its first page.
CATCH_UP_INTERVAL: Final = timedelta(seconds=5)
# How fast the library is read.
TITLES_PER_MINUTE: Final = 15
# What a title takes of the request budget.
REQUESTS_PER_TITLE: Final = 2
# How many polls may fail before they are made less often, and how seldom at most.
PATIENT_FAILURES: Final = 3
MAX_RETRY_INTERVAL: Final = timedelta(minutes=15)
# How long live figures stay as they are while Sony does not answer.
OUTAGE_AFTER: Final = timedelta(minutes=5)

# How often to look while somebody plays, and after so much play in a day.
PLAYING_INTERVAL: Final = timedelta(seconds=20)
LONG_PLAY: Final = timedelta(hours=5)
LONG_PLAY_INTERVAL: Final = timedelta(seconds=30)
# How long to go on like that after the game ended: trophies may be late, breaks short.
AFTER_PLAY: Final = timedelta(minutes=10)
# How often to look where nobody can tell whether somebody plays.
STEADY_INTERVAL: Final = timedelta(seconds=60)
# How often while nobody plays: presence first, to notice when that changes.
IDLE_INTERVAL: Final = timedelta(minutes=10)
PRESENCE_INTERVAL: Final = timedelta(minutes=3)
# Less often while somebody does: it only tells when that ends.
PLAYING_PRESENCE_INTERVAL: Final = timedelta(minutes=4)
# How seldom at most after failures, how long the last answer is believed without
# another one, and how soon to ask for one that there was no allowance for.
MAX_PRESENCE_INTERVAL: Final = timedelta(hours=1)
PRESENCE_BELIEVED: Final = timedelta(minutes=15)
PRESENCE_RETRY: Final = timedelta(minutes=1)
# How long presence is left alone where it is of no use.
GUARD_LASTS: Final = timedelta(days=7)
# Titles played for the first time appear in the list without moving a trophy count;
# presence tells of them, too.
LIST_AGE: Final = timedelta(minutes=10)
FOLLOWING_LIST_AGE: Final = timedelta(hours=1)


class Mode(StrEnum):
    """What decides when to look."""

    # An interval that somebody chose.
    FIXED = "fixed"
    PLAYING = "playing"
    AFTER_PLAY = "after_play"
    IDLE = "idle"
    # Presence did not answer lately.
    UNSURE = "unsure"
    # Presence is of no use for a while.
    GUARDED = "guarded"


def summary_interval(mode: Mode, played: timedelta) -> timedelta:
    """Return how often the trophies are looked at, after so much play today."""
    if mode in (Mode.PLAYING, Mode.AFTER_PLAY):
        return PLAYING_INTERVAL if played < LONG_PLAY else LONG_PLAY_INTERVAL
    return IDLE_INTERVAL if mode is Mode.IDLE else STEADY_INTERVAL


def presence_interval(failures: int, *, is_playing: bool = False) -> timedelta:
    """Return when to read presence again, here after so many failures in a row."""
    if is_playing and not failures:
        return PLAYING_PRESENCE_INTERVAL
    return min(PRESENCE_INTERVAL * (1 << min(failures, 6)), MAX_PRESENCE_INTERVAL)


def list_age(mode: Mode) -> timedelta | None:
    """Return how old the newest part of the list of titles may be; None for any age."""
    if mode is Mode.PLAYING:
        # Presence tells of another game, the counts of everything else.
        return None
    return FOLLOWING_LIST_AGE if mode in (Mode.AFTER_PLAY, Mode.IDLE) else LIST_AGE


def reading_time(
    titles: int,
    *,
    interval: timedelta,
    readers: int,
    left: int,
    rate: float,
    burst: int,
) -> timedelta:
    """Return about how long it takes to read so many titles after polls.

    `readers` share the `left` requests at hand, with which it is quick, and the `rate`
    a minute at which others come. No poll is followed by more than a `burst` of them.
    """
    minutes = interval / timedelta(minutes=1)
    # What the polls need is not there for it.
    rate = min(rate / readers, burst / max(minutes, 1)) - 1 / minutes
    at_hand = min(titles, left // readers // REQUESTS_PER_TITLE)
    slow = (titles - at_hand) * REQUESTS_PER_TITLE
    return timedelta(minutes=at_hand / TITLES_PER_MINUTE + slow / max(rate, 0.1))


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
