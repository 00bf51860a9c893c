"""The request budget: sliding windows, a pause after 429, and whose turn it is."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import Enum, auto
import time
from typing import Protocol

from .const import REQUEST_LIMIT, REQUEST_RESERVE, REQUEST_WINDOW
from .exceptions import PsnBudgetError, PsnRateLimitError


class Priority(Enum):
    """Who asks: the poll, people who look, what goes with polls, what can wait."""

    POLL = auto()
    LOOK = auto()
    ASIDE = auto()
    BACKGROUND = auto()


class SlidingWindow:
    """When the requests of the last while were made."""

    def __init__(self, length: timedelta, clock: Callable[[], float]) -> None:
        """Begin empty."""
        self.length = length.total_seconds()
        self._clock = clock
        self._frees_at: deque[float] = deque()

    @property
    def used(self) -> int:
        """Return the number of requests in the window that ends now."""
        now = self._clock()
        while self._frees_at and self._frees_at[0] <= now:
            self._frees_at.popleft()
        return len(self._frees_at)

    def take(self) -> None:
        """Enter one request."""
        self._frees_at.append(self._clock() + self.length)

    def opens_at(self, limit: int) -> float:
        """Return when there are less than so many requests in the window."""
        if limit <= 0:
            return self._clock() + self.length
        excess = self.used - limit
        return self._frees_at[excess] if excess >= 0 else self._clock()


class Shared(Protocol):
    """An allowance that several budgets have in common."""

    @property
    def share(self) -> int:
        """Return by how much each budget's limits are lowered."""

    def left(self, priority: Priority) -> int:
        """Return how many requests are possible now."""

    def opens_at(self, priority: Priority) -> float:
        """Return when a request is possible."""

    def take(self, priority: Priority) -> None:
        """Enter one request."""

    def burst(self, priority: Priority) -> int:
        """Return how many requests there are at once at most."""


class RequestBudget:
    """Never more than `limit` requests in any stretch of `window`."""

    def __init__(
        self,
        limit: int = REQUEST_LIMIT,
        window: timedelta = REQUEST_WINDOW,
        reserve: int = REQUEST_RESERVE,
        *,
        look_reserve: int = 0,
        shared: Shared | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Keep `reserve` of the requests for the poll, and some for people who look.

        `shared` is what this budget has in common with others of the same home.
        """
        if not 0 <= reserve < limit:
            raise ValueError("reserve has to be smaller than limit")
        self._limits = {
            Priority.POLL: limit,
            # It belongs to the poll: nobody else may keep it out, and it takes little.
            Priority.ASIDE: limit - reserve + min(reserve, look_reserve) // 2,
            Priority.LOOK: limit - reserve,
            Priority.BACKGROUND: limit - reserve - look_reserve,
        }
        self._window = SlidingWindow(window, clock)
        self._shared = shared
        self._clock = clock
        self._sleep = sleep
        self._paused_until = float("-inf")
        self._queue = asyncio.Lock()

    @property
    def used(self) -> int:
        """Return the number of requests in the window that ends now."""
        return self._window.used

    @property
    def retry_after(self) -> float:
        """Return the seconds until the poll may ask again, 0 when it may now."""
        return self._delay(Priority.POLL)

    @property
    def window_left(self) -> int:
        """Return what is left of the whole window, if not all at once."""
        if self._paused_until > self._clock():
            return 0
        return max(0, self._limit(Priority.POLL) - self.used)

    def rate(self, priority: Priority) -> float:
        """Return how many requests a minute there are for a priority in the long run."""
        return self._limit(priority) / (self._window.length / 60)

    def burst(self, priority: Priority) -> int:
        """Return how many requests there are at once at most."""
        limit = self._limit(priority)
        return min(limit, self._shared.burst(priority)) if self._shared else limit

    def left(self, priority: Priority = Priority.POLL) -> int:
        """Return how many requests are possible now; none during a pause."""
        if self._paused_until > self._clock():
            return 0
        left = self._limit(priority) - self.used
        if self._shared:
            left = min(left, self._shared.left(priority))
        return max(0, left)

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long; never shortens a pause."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    async def acquire(self, priority: Priority) -> None:
        """Take one request.

        Only work in the background waits for it. Anybody else gets PsnRateLimitError
        during a pause, and PsnBudgetError where the allowance is spent.
        """
        if priority is not Priority.BACKGROUND:
            if delay := self._delay(priority):
                paused = self._paused_until > self._clock()
                raise (PsnRateLimitError if paused else PsnBudgetError)(delay)
            self._take(priority)
            return
        # The lock serves in order of arrival; the first in line sleeps inside it.
        async with self._queue:
            while delay := self._delay(priority):
                await self._sleep(delay)
            self._take(priority)

    def _limit(self, priority: Priority) -> int:
        """Return how many requests of a window are there for a priority."""
        return self._limits[priority] - (self._shared.share if self._shared else 0)

    def _take(self, priority: Priority) -> None:
        """Enter one request."""
        self._window.take()
        if self._shared:
            self._shared.take(priority)

    def _delay(self, priority: Priority) -> float:
        """Return the seconds until a request of this priority is possible."""
        opens_at = max(self._paused_until, self._window.opens_at(self._limit(priority)))
        if self._shared:
            opens_at = max(opens_at, self._shared.opens_at(priority))
        return max(0.0, opens_at - self._clock())
