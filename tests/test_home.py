"""What all accounts of a home share: the requests, the address, the time."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
import time

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from custom_components.psn_trophies.const import CONF_POLL_INTERVAL, DOMAIN
from custom_components.psn_trophies.home import DATA_HOME, Home
from custom_components.psn_trophies.psn import HomeBudget
from tests.emulator import Account, Emulator

from .common import MINUTE, let_pass, make_entry, set_up

SECOND = timedelta(seconds=1)
QUARTER = 15 * MINUTE


@dataclass(slots=True)
class Days:
    """Time that passes in steps; who waits for the budget is not waited for."""

    hass: HomeAssistant
    freezer: FrozenDateTimeFactory
    waiting: int = 0
    step: asyncio.Event = field(default_factory=asyncio.Event)

    async def sleep(self, _: float) -> None:
        """Wait for the next step."""
        self.waiting += 1
        try:
            await self.step.wait()
        finally:
            self.waiting -= 1

    async def settle(self) -> None:
        """Let everything go on until it ends or waits."""
        while True:
            tasks = self.hass._tasks | self.hass._background_tasks
            if len(tasks) <= self.waiting:
                return
            done, _ = await asyncio.wait(
                tasks, timeout=0.1, return_when=asyncio.FIRST_COMPLETED
            )
            # Some wait for those who wait.
            if self.waiting and not done:
                return

    async def let_pass(self, time: timedelta, step: timedelta = 5 * SECOND) -> None:
        """Let time pass."""
        while time > timedelta():
            self.freezer.tick(step)
            time -= step
            self.step.set()
            self.step = asyncio.Event()
            async_fire_time_changed(self.hass)
            await self.settle()


@pytest.fixture
def days(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Days:
    """Return the time, and let the home's budget wait by it."""
    days = Days(hass, freezer)
    budget = HomeBudget(clock=time.monotonic, sleep=days.sleep)
    hass.data[DATA_HOME] = Home(budget=budget)
    return days


def most(emulator: Emulator, window: timedelta) -> int:
    """Return the most requests that any stretch of time in the log holds."""
    times = [record.time for record in emulator.log.records]
    return max(
        sum(0 <= moment - start < window.total_seconds() for moment in times)
        for start in times
    )


def add_accounts(emulator: Emulator, number: int, titles: int) -> list[Account]:
    """Return so many accounts, that of the demo first."""
    return [
        emulator.account,
        *(
            emulator.add_account(f"hunter_number_{count}", titles=titles)
            for count in range(1, number)
        ),
    ]


@pytest.mark.parametrize("titles", [130])
async def test_ten_accounts_ask_no_more_than_a_home_may(
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    days: Days,
    titles: int,
) -> None:
    """Thirty in a minute, and one allowance for all libraries; all polls go on."""
    entries = [make_entry(a) for a in add_accounts(emulator, 10, titles)]
    for entry in entries:
        entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entries[0].entry_id)
    await days.settle()
    # Which of them are first to find room is nobody's to say: they start together.
    states = [entry.state for entry in entries]
    assert states.count(ConfigEntryState.LOADED) == 3
    # Those that found no room in the first minute are set up in the next ones.
    await days.let_pass(6 * MINUTE)
    assert all(entry.state is ConfigEntryState.LOADED for entry in entries)
    await days.let_pass(QUARTER)
    assert most(emulator, MINUTE) <= 30
    titles_read = emulator.log.count("earned", "definitions")
    assert 120 <= titles_read <= 320
    summaries = [r for r in emulator.log.records if r.route == "summary"]
    assert len(summaries) >= 10 * 15
    assert all(entry.runtime_data.coordinator.last_update_success for entry in entries)
    # No more poll at one moment than were set up at one, and all share what is left.
    crowds = Counter(record.time for record in summaries[-100:])
    assert max(crowds.values()) <= 4
    assert all(
        entry.runtime_data.coordinator.sync.library.read_share() for entry in entries
    )


@pytest.mark.parametrize("titles", [130])
async def test_room_is_left_to_cores_own_integration(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    days: Days,
) -> None:
    """It takes 120 in a quarter of an hour; together they stay below 280."""
    neighbour = MockConfigEntry(domain="playstation_network")
    neighbour.add_to_hass(hass)
    neighbour.mock_state(hass, ConfigEntryState.LOADED)
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await days.let_pass(2 * QUARTER)
    assert 60 <= most(emulator, QUARTER) <= 160
    assert entry.runtime_data.coordinator.last_update_success
    before = most(emulator, QUARTER)
    neighbour.mock_state(hass, ConfigEntryState.NOT_LOADED)
    await days.let_pass(QUARTER)
    assert before < most(emulator, QUARTER) <= 240


@pytest.mark.parametrize(
    ("accounts", "interval"), [(1, MINUTE), (2, MINUTE), (3, MINUTE), (1, 60 * MINUTE)]
)
@pytest.mark.parametrize("titles", [150])
async def test_time_that_libraries_take(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    days: Days,
    titles: int,
    accounts: int,
    interval: timedelta,
) -> None:
    """What is promised while they are read is about what they take."""
    options = {CONF_POLL_INTERVAL: interval.total_seconds()}
    entries = [
        make_entry(account, options=options)
        for account in add_accounts(emulator, accounts, titles)
    ]
    for entry in entries:
        entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entries[0].entry_id)
    await days.settle()
    await days.let_pass(MINUTE)
    coordinators = [entry.runtime_data.coordinator for entry in entries]
    promised = max(coordinator.library_time_left for coordinator in coordinators)
    taken = timedelta()
    while any(c.sync.library.read_share() < 1 for c in coordinators):
        await days.let_pass(interval / 4, 15 * SECOND)
        taken += interval / 4
    assert 0.6 < promised / taken < 1.7
    assert not any(c.library_time_left for c in coordinators)


async def test_wrong_clock_is_put_right_for_all(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What one account heard of the time, others know, and reloads do not forget."""
    emulator.advance(timedelta(days=-400).total_seconds())
    await let_pass(hass, freezer, MINUTE)
    other = make_entry(emulator.add_account("second_hunter", titles=1))
    await hass.config_entries.async_reload(loaded.entry_id)
    await set_up(hass, other)
    for entry in (loaded, other):
        assert entry.state is ConfigEntryState.LOADED
        now = entry.runtime_data.account.client.now()
        assert now == pytest.approx(emulator.now(), abs=60)
        assert time.time() - now > 399 * 86_400
    assert hass.config_entries.async_loaded_entries(DOMAIN)
