"""What is measured inside a Home Assistant, without changing what it does."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
import gc
import logging
from pathlib import Path
import time
from typing import Any, override
from weakref import WeakSet

import aiohttp

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import DATA_CONNECTOR
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from . import clock

# A callback that takes longer holds up all of Home Assistant noticeably.
SLOW_S = 0.05
# Real time for sockets to close and threads to end between two jumps of the clock.
BREATH_S = 0.002
# A connection that somebody keeps in use for longer is none that anything waits for.
PATIENCE_S = 10


class _BlockingCalls(logging.Handler):
    """Collects what Home Assistant's own detector says of blocking calls."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.messages: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message about a blocking call."""
        if "blocking call" in (message := record.getMessage()):
            self.messages.append(message.splitlines()[0])


class Probe:
    """Measures polls and the event loop of the process it is installed in."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Measure nothing yet."""
        self._hass = hass
        self._polls: list[dict[str, Any]] = []
        self._slow: list[dict[str, Any]] = []
        self._blocking = _BlockingCalls()
        self._running = 0
        self._connectors: WeakSet[aiohttp.BaseConnector] = WeakSet()
        self._idle = asyncio.Event()
        self._idle.set()

    def install(self) -> None:
        """Measure from now on, until the process ends."""
        logging.getLogger("homeassistant").addHandler(self._blocking)
        self._find_connectors()
        self._measure_polls()
        self._measure_callbacks()

    def _find_connectors(self) -> None:
        """Note Home Assistant's pool of connections, and each that comes later."""
        self._connectors.update(self._hass.data.get(DATA_CONNECTOR, {}).values())
        begin = aiohttp.TCPConnector.__init__

        def noted(connector: aiohttp.TCPConnector, *args: Any, **kwargs: Any) -> None:
            begin(connector, *args, **kwargs)
            self._connectors.add(connector)

        setattr(aiohttp.TCPConnector, "__init__", noted)  # noqa: B010

    def _measure_polls(self) -> None:
        """Wrap what every coordinator does to poll, from request to written states."""
        refresh = DataUpdateCoordinator._async_refresh

        async def measured(
            coordinator: DataUpdateCoordinator[Any], *args: Any, **kwargs: Any
        ) -> None:
            self._running += 1
            self._idle.clear()
            wall, cpu, loop = time.perf_counter(), time.process_time(), _loop_time()
            try:
                await refresh(coordinator, *args, **kwargs)
            finally:
                self._polls.append(
                    {
                        "coordinator": type(coordinator).__name__,
                        "at": time.monotonic(),
                        "success": coordinator.last_update_success,
                        "cpu": time.process_time() - cpu,
                        "loop": _loop_time() - loop,
                        "wall": time.perf_counter() - wall,
                    }
                )
                self._running -= 1
                if not self._running:
                    self._idle.set()

        setattr(DataUpdateCoordinator, "_async_refresh", measured)  # noqa: B010

    def _measure_callbacks(self) -> None:
        """Note each callback of the loop that takes too long."""
        run = asyncio.Handle._run

        def measured(handle: asyncio.Handle) -> None:
            called = getattr(handle, "_callback", None)
            start, cpu = time.perf_counter(), _loop_time()
            run(handle)
            if (took := time.perf_counter() - start) > SLOW_S:
                self._slow.append(
                    {
                        "took": took,
                        # Much less than it took: it waited, or others had the core.
                        "cpu": _loop_time() - cpu,
                        # Of a step of a task, the task.
                        "what": repr(getattr(called, "__self__", called))[:300],
                    }
                )

        setattr(asyncio.Handle, "_run", measured)  # noqa: B010

    async def measure(self, work: Callable[[], Any]) -> dict[str, Any]:
        """Await what `work` returns; return its result and what it cost."""
        for kept in (self._polls, self._slow, self._blocking.messages):
            kept.clear()
        wall, cpu, loop = time.perf_counter(), time.process_time(), _loop_time()
        result = await work()
        figures = {
            "result": result,
            "cpu": time.process_time() - cpu,
            "loop": _loop_time() - loop,
            "wall": time.perf_counter() - wall,
        }
        # The callback this runs in is measured, too, once it ends.
        await asyncio.sleep(0)
        return figures | {
            "polls": list(self._polls),
            "slow": list(self._slow),
            "blocking": list(self._blocking.messages),
        }

    async def settle(self) -> None:
        """Wait until no poll is under way, and no request between polls either."""
        give_up_at = time.perf_counter() + PATIENCE_S
        while time.perf_counter() < give_up_at:
            # The first turn of the loop fires the timers, a later one starts polls.
            for _ in range(3):
                await asyncio.sleep(0)
            await self._idle.wait()
            await asyncio.sleep(BREATH_S)
            if not self._running and not self._requests_under_way:
                return

    @property
    def _requests_under_way(self) -> bool:
        """Whether a connection is in use."""
        return any(connector._acquired for connector in self._connectors)

    async def advance(
        self, seconds: float, *, enough: Callable[[], bool] = lambda: False
    ) -> float:
        """Let time pass, timer by timer, each poll in real time; return how much."""
        start = time.monotonic()
        end = start + seconds
        while not enough():
            due = _next_timer()
            if due is None or due > end:
                clock.jump(end - time.monotonic())
                await self.settle()
                break
            clock.jump(due - time.monotonic())
            await self.settle()
        return time.monotonic() - start


def _loop_time() -> float:
    """Return the processor time of this thread, the event loop's."""
    return time.thread_time()


def _next_timer() -> float | None:
    """Return when the loop's next timer fires."""
    scheduled: list[asyncio.TimerHandle] = asyncio.get_running_loop()._scheduled  # type: ignore[attr-defined]
    return min(
        (timer.when() for timer in scheduled if not timer.cancelled()), default=None
    )


def memory() -> dict[str, int] | None:
    """Return resident, proportional and private memory in bytes, where Linux tells."""
    gc.collect()
    sizes: dict[str, int] = {}
    with suppress(OSError):
        for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
            name, size = line.split(":")
            sizes[name] = int(size.split()[0]) * 1024
    if not sizes:
        return None
    return {
        "rss": sizes["Rss"],
        "pss": sizes["Pss"],
        "uss": sizes["Private_Clean"] + sizes["Private_Dirty"],
    }
