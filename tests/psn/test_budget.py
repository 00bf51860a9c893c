"""The request budget against its definition."""

import asyncio
from datetime import timedelta

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.psn_trophies.psn import (
    HomeBudget,
    Priority,
    PsnBudgetError,
    PsnRateLimitError,
    RequestBudget,
)

from .conftest import Clock

WINDOW = 900.0
POLL = Priority.POLL
LOOK = Priority.LOOK
ASIDE = Priority.ASIDE
BACKGROUND = Priority.BACKGROUND

SECONDS = st.one_of(
    st.integers(0, 2000).map(float), st.floats(0, 2000, allow_nan=False)
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), SECONDS),
        st.tuples(st.just("pause"), SECONDS),
        st.tuples(st.sampled_from(["poll", "look", "background"]), st.just(0.0)),
    ),
    max_size=60,
)


@settings(deadline=None)
@given(
    steps=STEPS,
    limits=st.tuples(st.integers(1, 12), st.integers(0, 11), st.integers(0, 5)).filter(
        lambda limits: limits[1] + limits[2] < limits[0]
    ),
    start=st.floats(-1e6, 1e9),
)
async def test_budget_is_a_sliding_window(
    steps: list[tuple[str, float]], limits: tuple[int, int, int], start: float
) -> None:
    """Never more than the limit in any window, never refused without need."""
    limit, reserve, look_reserve = limits
    of = {
        POLL: limit,
        LOOK: limit - reserve,
        ASIDE: limit - reserve + min(reserve, look_reserve) // 2,
        BACKGROUND: limit - reserve - look_reserve,
    }
    clock = Clock(start)
    budget = RequestBudget(
        limit,
        timedelta(seconds=WINDOW),
        reserve,
        look_reserve=look_reserve,
        clock=clock,
        sleep=clock.sleep,
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
                could = in_window() < of[BACKGROUND] and paused_until <= before
                await budget.acquire(BACKGROUND)
                assert clock.now >= paused_until
                assert in_window() < of[BACKGROUND]
                assert (clock.now == before) == could
                taken.append(clock.now)
            case "poll" | "look":
                priority = POLL if kind == "poll" else LOOK
                paused = paused_until > clock.now
                could = in_window() < of[priority] and not paused
                if priority is POLL:
                    assert (budget.retry_after == 0) == could
                if could:
                    await budget.acquire(priority)
                    taken.append(clock.now)
                else:
                    with pytest.raises(PsnRateLimitError) as caught:
                        await budget.acquire(priority)
                    assert caught.value.retry_after > 0
                    assert isinstance(caught.value, PsnBudgetError) == (not paused)
        assert budget.used == in_window() <= limit
        paused = paused_until > clock.now
        for priority, most in of.items():
            left = 0 if paused else max(0, most - in_window())
            assert budget.left(priority) == left
        assert budget.window_left == budget.left()


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


# What people look at


async def test_looking_leaves_the_polls_reserve_alone() -> None:
    """116 games opened at once: refused with our own reason, and polls go on."""
    clock = Clock()
    budget = RequestBudget(clock=clock, sleep=clock.sleep)
    seen = refused = 0
    for _ in range(2 * 116):
        try:
            await budget.acquire(LOOK)
        except PsnBudgetError:
            refused += 1
        else:
            seen += 1
    assert (seen, refused) == (180, 52)
    assert budget.left() == 60
    assert clock.sleeps == []
    for _ in range(60):
        await budget.acquire(POLL)


async def test_what_goes_with_polls_is_left_out_before_them() -> None:
    """Neither work in the background nor people who look keep it out."""
    budget = RequestBudget(clock=Clock(), look_reserve=20)
    for _ in range(160):
        await budget.acquire(BACKGROUND)
    assert (budget.left(BACKGROUND), budget.left(LOOK)) == (0, 20)
    for _ in range(20):
        await budget.acquire(LOOK)
    assert (budget.left(LOOK), budget.left(ASIDE)) == (0, 10)
    for _ in range(10):
        await budget.acquire(ASIDE)
    with pytest.raises(PsnBudgetError):
        await budget.acquire(ASIDE)
    assert budget.left() == 50


async def test_looking_is_told_of_a_pause_of_sonys() -> None:
    """That is another reason."""
    budget = RequestBudget(clock=Clock())
    budget.pause(100)
    for priority in (POLL, LOOK):
        with pytest.raises(PsnRateLimitError) as caught:
            await budget.acquire(priority)
        assert not isinstance(caught.value, PsnBudgetError)


# Several accounts


@pytest.fixture
def home(clock: Clock) -> HomeBudget:
    """Return the budget of a home."""
    return HomeBudget(clock=clock, sleep=clock.sleep)


def test_account_has_one_budget(home: HomeBudget) -> None:
    """Always the same; somebody unknown gets one of their own."""
    assert home.account("1") is home.account("1")
    assert home.account("1") is not home.account("2")
    assert home.guest() is not home.guest()


async def test_thirty_in_a_minute_are_the_most(home: HomeBudget, clock: Clock) -> None:
    """Work in the background leaves some to people, and they some to polls."""
    one, two = home.account("1"), home.guest()
    assert (one.left(BACKGROUND), one.left(LOOK), one.left()) == (18, 26, 30)
    for number in range(18):
        await (one, two)[number % 2].acquire(BACKGROUND)
    assert two.left(BACKGROUND) == 0
    for _ in range(8):
        await two.acquire(LOOK)
    with pytest.raises(PsnBudgetError) as caught:
        await one.acquire(LOOK)
    assert caught.value.retry_after == 60
    for _ in range(4):
        await one.acquire(POLL)
    with pytest.raises(PsnBudgetError):
        await two.acquire(POLL)
    assert one.used + two.used == 30
    await two.acquire(BACKGROUND)
    assert clock.sleeps == [60]


async def test_polls_of_many_accounts_find_their_place(
    home: HomeBudget, clock: Clock
) -> None:
    """Each minute, whatever the rest of the minute is used for."""
    budgets = [home.account(str(number)) for number in range(10)]
    for _ in range(30):
        for budget in budgets:
            while budget.left(BACKGROUND):
                await budget.acquire(BACKGROUND)
            while budget.left(LOOK):
                await budget.acquire(LOOK)
            await budget.acquire(POLL)
            clock.now += 6


async def test_accounts_share_what_is_left_for_the_background(
    home: HomeBudget, clock: Clock
) -> None:
    """Ten libraries read no more than one would."""
    start = clock.now
    budgets = [home.account(str(number)) for number in range(10)]
    taken = []
    for number in range(400):
        await budgets[number % 10].acquire(BACKGROUND)
        taken.append(clock.now)
    assert most(taken, WINDOW) <= 160
    assert most(taken, 60) == 30 - 3 - 8 - 10
    assert clock.now - start < 4 * WINDOW


async def test_neighbour_gets_its_share_of_the_background(
    home: HomeBudget, clock: Clock
) -> None:
    """However many accounts there are."""
    home.has_neighbour = True
    budgets = [home.account(str(number)) for number in range(10)]
    taken = []
    for number in range(200):
        await budgets[number % 10].acquire(BACKGROUND)
        taken.append(clock.now)
    assert most(taken, WINDOW) == 80


async def test_one_account_leaves_room_for_looks_and_polls(
    home: HomeBudget, clock: Clock
) -> None:
    """While its library is read."""
    budget = home.account("1")
    while budget.left(BACKGROUND) or clock.now < 1000 + 600:
        if budget.left(BACKGROUND):
            await budget.acquire(BACKGROUND)
        else:
            clock.now += 10
    clock.now += 60
    assert budget.used == 160
    assert (budget.left(BACKGROUND), budget.left(LOOK), budget.left()) == (0, 20, 30)
    assert budget.window_left == 80


async def test_neighbour_gets_its_share(home: HomeBudget, clock: Clock) -> None:
    """Together no more than 280, whatever ours is for."""
    budget = home.account("1")
    home.has_neighbour = True
    left = {POLL: 160, LOOK: 100, BACKGROUND: 80}
    for priority, most_of_it in reversed(left.items()):
        while budget.used < most_of_it:
            assert budget.left(priority)
            await budget.acquire(priority)
            clock.now += 4
        assert budget.left(priority) == 0
    with pytest.raises(PsnBudgetError):
        await budget.acquire(POLL)
    home.has_neighbour = False
    assert budget.left() > 0


async def test_pause_of_one_account_is_no_pause_of_another(home: HomeBudget) -> None:
    """Sony asked one of them."""
    home.account("1").pause(100)
    assert home.account("1").left() == 0
    await home.account("2").acquire(POLL)
    await home.account("2").acquire(BACKGROUND)


@pytest.mark.parametrize("seconds", [30, 60, 3600])
def test_polls_are_spread(home: HomeBudget, seconds: int) -> None:
    """The first is not moved; ten keep their distance."""
    interval = timedelta(seconds=seconds)
    for number in range(10):
        home.account(str(number))
    offsets = [home.stagger(str(number), interval) for number in range(10)]
    assert offsets[0] == timedelta()
    assert offsets[1] == min(interval, timedelta(minutes=1)) / 2
    assert len(set(offsets)) == 10
    assert all(timedelta() <= offset < interval for offset in offsets)
    assert home.stagger("unknown", interval) not in offsets


def test_few_accounts_begin_at_once(home: HomeBudget, clock: Clock) -> None:
    """The others a minute later; who begins again needs no other place."""
    for number in range(3):
        clock.now += 1
        for _ in range(3):
            home.begin(str(number))
    with pytest.raises(PsnBudgetError) as caught:
        home.begin("3")
    assert caught.value.retry_after == 58
    clock.now += 58
    home.begin("3")
    with pytest.raises(PsnBudgetError):
        home.begin("0")


def test_beginning_comes_before_reading(home: HomeBudget, clock: Clock) -> None:
    """One account reads on at once; several first need what all have of a minute."""
    budget = home.account("0")
    left = []
    for number in range(3):
        home.begin(str(number))
        left.append(budget.left(BACKGROUND))
    assert left == [18, 11, 4]
    clock.now += 60
    assert budget.left(BACKGROUND) == 18


def most(times: list[float], window: float) -> int:
    """Return the most of the times that any window holds."""
    return max(sum(0 <= time - start < window for time in times) for start in times)
