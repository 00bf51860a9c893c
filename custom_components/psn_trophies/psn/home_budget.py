"""What all accounts of a home may ask together: they share one address."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
import time

from .budget import Priority, RequestBudget, SlidingWindow
from .const import (
    BACKGROUND_LIMIT,
    LOOK_RESERVE,
    MINUTE,
    MINUTE_LIMIT,
    MINUTE_LOOK_RESERVE,
    MINUTE_RESERVE,
    NEIGHBOUR_SHARE,
    REQUEST_WINDOW,
    START_REQUESTS,
    STARTS_PER_MINUTE,
)
from .exceptions import PsnBudgetError


class HomeBudget:
    """A limit per minute for all, one allowance for all work in the background.

    Polls come first: what they have taken of a minute is not there for the rest.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Begin without an account."""
        self._clock = clock
        self._sleep = sleep
        self._minute = SlidingWindow(MINUTE, clock)
        # What of it was not for polls.
        self._rest_of_minute = SlidingWindow(MINUTE, clock)
        self._background = SlidingWindow(REQUEST_WINDOW, clock)
        self._accounts: dict[str, RequestBudget] = {}
        # When each account began last.
        self._began_at: dict[str, float] = {}
        # Whether core's own integration asks Sony from the same address.
        self.has_neighbour = False

    @property
    def share(self) -> int:
        """Return what is left to the neighbour of each window."""
        return NEIGHBOUR_SHARE if self.has_neighbour else 0

    def account(self, account_id: str) -> RequestBudget:
        """Return the budget of an account, always the same one."""
        budget = self._accounts.get(account_id)
        if budget is None:
            budget = self._accounts[account_id] = self.guest()
        return budget

    def guest(self) -> RequestBudget:
        """Return a budget for somebody whose account is not known yet."""
        return RequestBudget(
            look_reserve=LOOK_RESERVE,
            shared=self,
            clock=self._clock,
            sleep=self._sleep,
        )

    def begin(self, account_id: str) -> None:
        """Let an account begin; raises PsnBudgetError after too many others.

        If all of them began at once, none would get what it needs for its first poll.
        """
        others = self._waits_for_starts(but=account_id)
        if len(others) >= STARTS_PER_MINUTE:
            raise PsnBudgetError(others[-STARTS_PER_MINUTE])
        self._began_at[account_id] = self._clock()

    def _waits_for_starts(self, but: str | None = None) -> list[float]:
        """Return the seconds until the starts of the last minute are over, in order."""
        now, minute = self._clock(), MINUTE.total_seconds()
        return sorted(
            began_at + minute - now
            for account_id, began_at in self._began_at.items()
            if account_id != but and began_at + minute > now
        )

    def stagger(self, account_id: str, interval: timedelta) -> timedelta:
        """Return by how much an account's polls keep off those of the first one.

        However many there are, they are spread over a minute or the whole interval:
        a half for the second, then the quarters, the eighths, and so on.
        """
        places = list(self._accounts)
        place = places.index(account_id) if account_id in places else len(places)
        share, step = 0.0, 0.5
        while place:
            share += step * (place & 1)
            place >>= 1
            step /= 2
        return min(interval, MINUTE) * share

    def left(self, priority: Priority) -> int:
        """Return how many requests are possible now."""
        return min(
            limit - window.used for window, limit in self._windows(priority).items()
        )

    def opens_at(self, priority: Priority) -> float:
        """Return when a request is possible."""
        return max(
            window.opens_at(limit) for window, limit in self._windows(priority).items()
        )

    def take(self, priority: Priority) -> None:
        """Enter one request."""
        for window in self._windows(priority):
            window.take()

    def burst(self, priority: Priority) -> int:
        """Return how many requests there are at once at most."""
        return min(self._windows(priority).values())

    def _windows(self, priority: Priority) -> dict[SlidingWindow, int]:
        """Return what a request is entered into, and how much of each it may fill.

        Each account's poll finds its place, however much others want to know.
        """
        if priority is Priority.POLL:
            return {self._minute: MINUTE_LIMIT}
        rest = MINUTE_LIMIT - MINUTE_RESERVE
        if priority is Priority.ASIDE:
            rest -= MINUTE_LOOK_RESERVE // 2
        if priority is not Priority.BACKGROUND:
            return {
                self._minute: rest,
                self._rest_of_minute: max(1, rest - len(self._accounts)),
            }
        rest -= MINUTE_LOOK_RESERVE
        rest -= START_REQUESTS * max(0, len(self._waits_for_starts()) - 1)
        return {
            self._minute: rest,
            self._rest_of_minute: max(1, rest - len(self._accounts)),
            self._background: BACKGROUND_LIMIT - self.share,
        }
