"""What the system health page shows."""

import asyncio
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    get_system_health_info,
)

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import DOMAIN
from tests.emulator import Emulator

from .common import MINUTE, let_pass, make_entry, set_up


async def health(hass: HomeAssistant) -> dict[str, Any]:
    """Return what the page shows, with what it works out in the background."""
    assert await async_setup_component(hass, "system_health", {})
    await hass.async_block_till_done()
    info = await get_system_health_info(hass, DOMAIN)
    return {
        key: await value if asyncio.iscoroutine(value) else value
        for key, value in info.items()
    }


async def test_health_of_one_account(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Sony can be reached, and most requests of the window are left."""
    assert await health(hass) == {
        "can_reach_server": "ok",
        "accounts": 1,
        "requests_left": loaded.runtime_data.account.budget.window_left,
    }


async def test_health_of_several_accounts(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Of several accounts the one with the fewest requests left is told."""
    second = make_entry(emulator.add_account("second_hunter", titles=1))
    await set_up(hass, second)
    info = await health(hass)
    left = [entry.runtime_data.account.budget.window_left for entry in (loaded, second)]
    assert left[0] != left[1]
    assert (info["accounts"], info["requests_left"]) == (2, min(left))
    emulator.fail("rate_limited", on="summary", times=1)
    await let_pass(hass, freezer, MINUTE)
    assert (await health(hass))["requests_left"] == 0


async def test_health_without_accounts(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """With no account loaded there is no window to tell of."""
    assert await hass.config_entries.async_unload(loaded.entry_id)
    info = await health(hass)
    assert (info["accounts"], info["requests_left"]) == (0, None)


async def test_health_without_a_connection(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Where nobody answers, the page says so."""
    await emulator.stop()
    info = await health(hass)
    assert info["can_reach_server"] == {"type": "failed", "error": "unreachable"}
