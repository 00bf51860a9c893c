"""What of play outlives a restart, on a disk."""

from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from custom_components.psn_trophies.const import DOMAIN
from tests.emulator import Emulator

from .common import MINUTE, let_pass, make_entry, state_of

STEP = timedelta(seconds=10)


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Return an empty folder for Home Assistant's configuration."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let Home Assistant write files."""
    return {}


@pytest.fixture
async def entry(
    emulator: Emulator, hass: HomeAssistant, enable_custom_integrations: None
) -> MockConfigEntry:
    """Return the demo account's entry as it is added, not yet set up."""
    return make_entry(emulator.account, automatic=True)


def is_playing(hass: HomeAssistant, emulator: Emulator) -> str:
    """Return what the sensor shows."""
    return state_of(hass, emulator.account, "playing", "binary_sensor").state


def play(emulator: Emulator) -> None:
    """Let the account play something."""
    emulator.launch(emulator.account.listing(own=True)[0].set)


def play_file(hass: HomeAssistant, emulator: Emulator) -> Path:
    """Return where it is kept what is played."""
    name = f"{DOMAIN}.{emulator.account.account_id}.play"
    return Path(hass.config.path(".storage", name))


RECORD = {
    "is_told": True,
    "guard": None,
    "guard_until": 0,
    "session": None,
    "day": "",
    "played": 0,
}


def written(data: Any, version: int = 1) -> str:
    """Return a file with such data."""
    head = {"version": version, "minor_version": 1, "key": "x"}
    return json.dumps({**head, "data": data})


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        written({}),
        written(RECORD | {"guard": "odd"}),
        written(RECORD | {"guard_until": -1}),
        written(RECORD | {"session": {"name": "Sky"}}),
        written(RECORD | {"guard": "private", "guard_until": 9e10}),
        written(RECORD, version=9),
    ],
)
async def test_damaged_file_costs_nothing_but_itself(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    content: str,
) -> None:
    """The account starts, and follows the player anew."""
    await hass.config_entries.async_unload(loaded.entry_id)
    play_file(hass, emulator).write_text(content)
    await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert is_playing(hass, emulator) == "off"
    play(emulator)
    await let_pass(hass, freezer, 4 * MINUTE, STEP)
    assert is_playing(hass, emulator) == "on"


async def test_removed_account_leaves_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What was kept goes with the account."""
    play(emulator)
    await let_pass(hass, freezer, 10 * MINUTE, STEP)
    assert play_file(hass, emulator).exists()
    await hass.config_entries.async_remove(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not play_file(hass, emulator).exists()
