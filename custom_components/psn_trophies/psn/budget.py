"""The request budget: a sliding window, a pause after 429, two priorities."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import Enum, auto
import time

from .const import REQUEST_LIMIT, REQUEST_RESERVE, REQUEST_WINDOW
from .exceptions import PsnRateLimitError


class Priority(Enum):
    """Who asks: the poll, which never waits, or work that can."""

    POLL = auto()
    BACKGROUND = auto()


class RequestBudget:
    """Never more than `limit` requests in any stretch of `window`."""

    def __init__(
        self,
        limit: int = REQUEST_LIMIT,
        window: timedelta = REQUEST_WINDOW,
        reserve: int = REQUEST_RESERVE,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Keep `reserve` of the requests for the poll."""
        if not 0 <= reserve < limit:
            raise ValueError("reserve has to be smaller than limit")
        self._limits = {Priority.POLL: limit, Priority.BACKGROUND: limit - reserve}
        self._window = window.total_seconds()
        self._clock = clock
        self._sleep = sleep
        self._frees_at: deque[float] = deque()
        self._paused_until = float("-inf")
        self._queue = asyncio.Lock()

    @property
    def used(self) -> int:
        """Return the number of requests in the window that ends now."""
        now = self._clock()
        while self._frees_at and self._frees_at[0] <= now:
            self._frees_at.popleft()
        return len(self._frees_at)

    @property
    def retry_after(self) -> float:
        """Return the seconds until the poll may ask again, 0 when it may now."""
        return self._delay(Priority.POLL)

    def left(self, priority: Priority = Priority.POLL) -> int:
        """Return how many requests are possible now; none during a pause."""
        if self._paused_until > self._clock():
            return 0
        return max(0, self._limits[priority] - self.used)

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long; never shortens a pause."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    async def acquire(self, priority: Priority) -> None:
        """Take one request; raises PsnRateLimitError where the poll had to wait."""
        if priority is Priority.POLL:
            if delay := self._delay(priority):
                raise PsnRateLimitError(delay)
            self._take()
            return
        # The lock serves in order of arrival; the first in line sleeps inside it.
        async with self._queue:
            while delay := self._delay(priority):
                await self._sleep(delay)
            self._take()

    def _take(self) -> None:
        """Enter one request into the window."""
        self._frees_at.append(self._clock() + self._window)

    def _delay(self, priority: Priority) -> float:
        """Return the seconds until a request of this priority is possible."""
        now = self._clock()
        opens_at = self._paused_until
        if (excess := self.used - self._limits[priority]) >= 0:
            opens_at = max(opens_at, self._frees_at[excess])
        return max(0.0, opens_at - now)
