"""The request budget against its definition."""

import asyncio
from datetime import timedelta

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.psn_trophies.psn import (
    Priority,
    PsnRateLimitError,
    RequestBudget,
)

from .conftest import Clock

WINDOW = 900.0
POLL = Priority.POLL
BACKGROUND = Priority.BACKGROUND

SECONDS = st.one_of(
    st.integers(0, 2000).map(float), st.floats(0, 2000, allow_nan=False)
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), SECONDS),
        st.tuples(st.just("pause"), SECONDS),
        st.tuples(st.sampled_from(["poll", "background"]), st.just(0.0)),
    ),
    max_size=60,
)


@settings(deadline=None)
@given(
    steps=STEPS,
    limits=st.tuples(st.integers(1, 12), st.integers(0, 11)).filter(
        lambda limits: limits[1] < limits[0]
    ),
    start=st.floats(-1e6, 1e9),
)
async def test_budget_is_a_sliding_window(
    steps: list[tuple[str, float]], limits: tuple[int, int], start: float
) -> None:
    """Never more than the limit in any window, never refused without need."""
    limit, reserve = limits
    clock = Clock(start)
    budget = RequestBudget(
        limit, timedelta(seconds=WINDOW), reserve, clock=clock, sleep=clock.sleep
    )
    taken: list[float] = []
    paused_until = start

    def in_window() -> int:
        return sum(moment + WINDOW > clock.now for moment in taken)

    for kind, seconds in steps:
        match kind:
            case "wait":
                clock.now += seconds
            case "pause":
                budget.pause(seconds)
                paused_until = max(paused_until, clock.now + seconds)
            case "background":
                before = clock.now
                could = in_window() < limit - reserve and paused_until <= before
                await budget.acquire(BACKGROUND)
                assert clock.now >= paused_until
                assert in_window() < limit - reserve
                assert (clock.now == before) == could
                taken.append(clock.now)
            case "poll":
                could = in_window() < limit and paused_until <= clock.now
                assert (budget.retry_after == 0) == could
                if could:
                    await budget.acquire(POLL)
                    taken.append(clock.now)
                else:
                    with pytest.raises(PsnRateLimitError) as caught:
                        await budget.acquire(POLL)
                    assert caught.value.retry_after == budget.retry_after > 0
        assert budget.used == in_window() <= limit
        paused = paused_until > clock.now
        assert budget.left() == (0 if paused else limit - in_window())
        background = max(0, limit - reserve - in_window())
        assert budget.left(BACKGROUND) == (0 if paused else background)


async def test_waiting_exactly_so_long_is_enough() -> None:
    """`retry_after` is neither too short nor too long."""
    clock = Clock()
    budget = RequestBudget(2, timedelta(seconds=WINDOW), 0, clock=clock)
    await budget.acquire(POLL)
    clock.now += 10.5
    await budget.acquire(POLL)
    assert budget.retry_after == WINDOW - 10.5
    clock.now += budget.retry_after - 1
    with pytest.raises(PsnRateLimitError):
        await budget.acquire(POLL)
    clock.now += budget.retry_after
    await budget.acquire(POLL)


async def test_first_window_is_no_exception() -> None:
    """A burst at the start stops at the limit."""
    clock = Clock()
    budget = RequestBudget(clock=clock)
    for _ in range(240):
        await budget.acquire(POLL)
    with pytest.raises(PsnRateLimitError):
        await budget.acquire(POLL)
    assert budget.left() == 0


async def test_pause_is_never_shortened() -> None:
    """A second pause that ends earlier changes nothing."""
    clock = Clock()
    budget = RequestBudget(clock=clock)
    budget.pause(100)
    budget.pause(5)
    assert budget.retry_after == 100
    assert budget.left() == budget.left(BACKGROUND) == 0


@pytest.mark.parametrize(("limit", "reserve"), [(0, 0), (5, 5), (5, -1)])
def test_reserve_leaves_something(limit: int, reserve: int) -> None:
    """A reserve as large as the limit would block the background for ever."""
    with pytest.raises(ValueError, match="reserve"):
        RequestBudget(limit, timedelta(minutes=1), reserve)


class Door:
    """A sleep that ends when the test says so."""

    def __init__(self, clock: Clock) -> None:
        """Nobody waits yet."""
        self.clock = clock
        self.waits = asyncio.Condition()
        self.sleeping = 0
        self.opened = 0

    async def sleep(self, seconds: float) -> None:
        """Wait for the door, then let the time pass."""
        async with self.waits:
            self.sleeping += 1
            self.waits.notify_all()
            turn = self.opened
            await self.waits.wait_for(lambda: self.opened > turn)
        self.clock.now += seconds

    async def open(self) -> None:
        """Let the sleeper go on."""
        async with self.waits:
            await self.waits.wait_for(lambda: self.sleeping > self.opened)
            self.opened += 1
            self.waits.notify_all()


async def test_background_waits_in_order_and_can_leave() -> None:
    """First come, first served; who is cancelled takes nothing."""
    clock = Clock()
    door = Door(clock)
    budget = RequestBudget(
        2, timedelta(seconds=WINDOW), 1, clock=clock, sleep=door.sleep
    )
    await budget.acquire(BACKGROUND)
    done: list[str] = []

    async def work(name: str) -> None:
        await budget.acquire(BACKGROUND)
        done.append(name)

    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(work(name)) for name in "abcd"}
        await door.open()
        await tasks["a"]
        tasks["c"].cancel()
        # The poll takes from the reserve while others wait.
        await budget.acquire(POLL)
        await door.open()
        await tasks["b"]
        await door.open()
    assert done == ["a", "b", "d"]
    assert tasks["c"].cancelled()


async def test_cancelled_sleeper_makes_room() -> None:
    """The next in line does not wait for somebody who left."""
    clock = Clock()
    door = Door(clock)
    budget = RequestBudget(
        1, timedelta(seconds=WINDOW), 0, clock=clock, sleep=door.sleep
    )
    await budget.acquire(BACKGROUND)
    first = asyncio.create_task(budget.acquire(BACKGROUND))
    second = asyncio.create_task(budget.acquire(BACKGROUND))
    async with door.waits:
        await door.waits.wait_for(lambda: door.sleeping == 1)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    async with door.waits:
        await door.waits.wait_for(lambda: door.sleeping == 2)
        door.opened += 2
        door.waits.notify_all()
    await second
    assert budget.used == 1


async def test_pause_that_grows_while_background_sleeps() -> None:
    """Who wakes up looks again."""
    clock = Clock()
    budget: RequestBudget

    async def sleep(seconds: float) -> None:
        if not clock.sleeps:
            budget.pause(seconds + 50)
        await clock.sleep(seconds)

    budget = RequestBudget(clock=clock, sleep=sleep)
    budget.pause(10)
    await budget.acquire(BACKGROUND)
    assert clock.sleeps == [10, 50]
