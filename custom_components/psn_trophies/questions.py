"""Questions to Sony that end when the account is unloaded."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, Final

# How long unloading waits for what is being asked to end.
_PATIENCE: Final = timedelta(seconds=10)


class ClosingError(Exception):
    """What was being asked has been ended, because the account is unloaded."""


class Questions:
    """What is being asked; none of it outlives the end."""

    def __init__(self) -> None:
        """Begin open."""
        # Set as soon as unloading, or Home Assistant's end, has begun.
        self.are_closed = False
        # What ends each question, and what tells that it has ended.
        self._asking: dict[asyncio.Timeout, asyncio.Future[None]] = {}

    async def ask[T](self, question: Coroutine[Any, Any, T]) -> T:
        """Return the answer to a question; raises ClosingError where it is ended.

        Ended as if by a time limit: who waits may be an action that somebody called,
        and is not to be cancelled. No task of its own, because what is merged has to be
        announced in the same step.
        """
        if self.are_closed:
            question.close()
            raise ClosingError
        limit = asyncio.timeout(None)
        ended = self._asking[limit] = asyncio.get_running_loop().create_future()
        try:
            async with limit:
                return await question
        except TimeoutError, asyncio.CancelledError:
            if self._has_ended_this():
                raise ClosingError from None
            raise
        finally:
            del self._asking[limit]
            ended.set_result(None)

    def _has_ended_this(self) -> bool:
        """Tell whether the end is ours, and nobody else cancels who waits."""
        waiting = asyncio.current_task()
        return self.are_closed and waiting is not None and not waiting.cancelling()

    def end(self) -> None:
        """End all that is being asked, and let nothing be asked any more."""
        self.are_closed = True
        now = asyncio.get_running_loop().time()
        for limit in self._asking:
            if not limit.expired():
                limit.reschedule(now)

    async def wait_until_ended(self) -> None:
        """Wait until nothing is being asked."""
        if self._asking:
            await asyncio.wait(
                list(self._asking.values()), timeout=_PATIENCE.total_seconds()
            )

    def reopen(self) -> None:
        """Let questions be asked again."""
        self.are_closed = False
