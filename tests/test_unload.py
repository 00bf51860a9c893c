"""Unloading and stopping while something is asked: nothing is lost by that."""

import asyncio
from datetime import timedelta
from pathlib import Path
import threading
from typing import Any
from unittest.mock import AsyncMock, patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from custom_components.psn_trophies import disk
from custom_components.psn_trophies.const import DOMAIN
from tests.emulator import Emulator

from .announcements import keys, listen
from .common import MINUTE, let_pass, set_up, state_of
from .storage import assert_quiet, earned_keys, kept, stop


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Return an empty folder for Home Assistant's configuration."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let Home Assistant write files."""
    return {}


def begin_poll(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, asked_by: str
) -> asyncio.Task[Any] | None:
    """Let a poll begin: by an action, which is waited for, or because it is time."""
    if asked_by == "action":
        return hass.async_create_task(
            hass.services.async_call(DOMAIN, "sync_now", blocking=True)
        )
    freezer.tick(MINUTE)
    async_fire_time_changed(hass)
    return None


async def load_again(
    hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Set an account up anew and let some polls pass."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await let_pass(hass, freezer, 3 * MINUTE)


@pytest.mark.parametrize("route", ["summary", "titles", "earned", "definitions"])
@pytest.mark.parametrize("asked_by", ["action", "clock"])
async def test_poll_under_way_ends_first(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    asked_by: str,
    route: str,
) -> None:
    """Whatever it waits for; what it would have found comes with the next set-up."""
    await let_pass(hass, freezer, 6 * MINUTE)
    heard = listen(hass)
    before = kept(hass, emulator.account)
    earned = emulator.earn(title=emulator.launch("new"))
    fault = emulator.fail("slow", on=route)
    caller = begin_poll(hass, freezer, asked_by)
    await fault.reached()
    assert await hass.config_entries.async_unload(loaded.entry_id)
    fault.clear()
    if caller is not None:
        with pytest.raises(HomeAssistantError) as caught:
            await caller
        assert caught.value.translation_key == "account_closing"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not heard.trophies
    assert kept(hass, emulator.account) == before
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
    await load_again(hass, loaded, freezer)
    assert heard.trophy_keys == keys(earned)
    assert kept(hass, emulator.account) == earned_keys(emulator.account)


async def test_answer_during_the_last_write_comes_to_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A write takes long on an old memory card."""
    heard = listen(hass)
    earned = emulator.earn()
    fault = emulator.fail("slow", on="earned")
    begin_poll(hass, freezer, "clock")
    await fault.reached()
    writing, go_on = asyncio.Event(), threading.Event()
    reserve = disk.reserve

    def slowly(path: Path, size: int) -> None:
        hass.loop.call_soon_threadsafe(writing.set)
        assert go_on.wait(30)
        reserve(path, size)

    with patch.object(disk, "reserve", slowly):
        unloading = asyncio.create_task(
            hass.config_entries.async_unload(loaded.entry_id)
        )
        await writing.wait()
        fault.clear()
        assert not unloading.done()
        go_on.set()
        assert await unloading
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not heard.trophies
    assert not kept(hass, emulator.account) & set(keys(earned))
    await load_again(hass, loaded, freezer)
    assert heard.trophy_keys == keys(earned)


@pytest.mark.parametrize("titles", [40])
async def test_reading_the_library_ends_first(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """It goes on where it was."""
    fault = emulator.fail("slow", on="earned")
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await fault.reached()
    assert await hass.config_entries.async_unload(entry.entry_id)
    fault.clear()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not kept(hass, emulator.account)
    await load_again(hass, entry, freezer)
    await let_pass(hass, freezer, 6 * MINUTE)
    assert kept(hass, emulator.account)


# Home Assistant lets nobody unload an account once that has failed.
LEFT_OVER = pytest.mark.parametrize("expected_lingering_timers", [True])


@LEFT_OVER
@pytest.mark.parametrize("kind", ["refused", "raised"])
async def test_failed_unloading_goes_on_polling(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
) -> None:
    """The account is still there, and so is whoever listens to it."""
    heard = listen(hass)
    outcome: dict[str, Any] = (
        {"return_value": False} if kind == "refused" else {"side_effect": ValueError}
    )
    with patch(
        "homeassistant.components.event.async_unload_entry", AsyncMock(**outcome)
    ):
        assert not await hass.config_entries.async_unload(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.state is ConfigEntryState.FAILED_UNLOAD
    for _ in range(2):
        earned = emulator.earn()
        await let_pass(hass, freezer, 2 * MINUTE)
        assert heard.trophy_keys[-1:] == keys(earned)
    assert kept(hass, emulator.account) == earned_keys(emulator.account)


@LEFT_OVER
async def test_nothing_is_announced_to_nobody(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Where only other entities are left, trophies wait for the next start."""
    await let_pass(hass, freezer, 6 * MINUTE)
    with patch(
        "homeassistant.components.sensor.async_unload_entry",
        AsyncMock(return_value=False),
    ):
        assert not await hass.config_entries.async_unload(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    total = int(state_of(hass, emulator.account, "trophies_total").state)
    earned = emulator.earn()
    await let_pass(hass, freezer, 10 * MINUTE)
    assert int(state_of(hass, emulator.account, "trophies_total").state) == total + 1
    assert not kept(hass, emulator.account) & set(keys(earned))


@pytest.mark.parametrize("asked_by", ["action", "clock"])
@pytest.mark.parametrize("answered", ["before", "after"])
async def test_poll_under_way_when_home_assistant_stops(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    asked_by: str,
    answered: str,
) -> None:
    """An answer before or after the last write is announced by the next run, once."""
    heard = listen(hass)
    earned = emulator.earn()
    fault = emulator.fail("slow", on="earned")
    caller = begin_poll(hass, freezer, asked_by)
    await fault.reached()
    await stop(hass, meanwhile=fault.clear if answered == "before" else None)
    fault.clear()
    if caller is not None:
        with pytest.raises(HomeAssistantError):
            await caller
    with pytest.raises(HomeAssistantError):
        await hass.services.async_call(DOMAIN, "sync_now", blocking=True)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert not heard.trophies
    assert not kept(hass, emulator.account) & set(keys(earned))
    assert len(kept(hass, emulator.account)) == len(earned_keys(emulator.account)) - 1
    hass.set_state(CoreState.running)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    await load_again(hass, loaded, freezer)
    assert heard.trophy_keys == keys(earned)


async def test_action_during_an_outage_ends_as_well(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Entities stay unavailable, and nothing more is said about it."""
    await set_up(hass, entry)
    emulator.fail("unavailable", on="summary", times=1)
    await let_pass(hass, freezer, MINUTE)
    caplog.clear()
    fault = emulator.fail("slow", on="summary")
    caller = begin_poll(hass, freezer, "action")
    assert caller is not None
    await fault.reached()
    assert await hass.config_entries.async_unload(entry.entry_id)
    fault.clear()
    with pytest.raises(HomeAssistantError) as caught:
        await caller
    assert caught.value.translation_key == "account_closing"
    assert_quiet(caplog, emulator.account)
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
    freezer.tick(timedelta(seconds=1))
