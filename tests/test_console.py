"""An entity of the home that tells when the console is on, in the place of presence."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from custom_components.psn_trophies.const import CONF_CONSOLE
from tests.emulator import Emulator

from .announcements import listen
from .common import MINUTE, let_pass, make_entry, set_up

CONSOLE = "media_player.living_room"
STEP = timedelta(seconds=10)
QUARTER = 15 * MINUTE


@pytest.fixture
async def watched(
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
) -> MockConfigEntry:
    """Return an account whose console is off."""
    hass.states.async_set(CONSOLE, "off")
    entry = make_entry(emulator.account, {CONF_CONSOLE: CONSOLE}, automatic=True)
    await set_up(hass, entry)
    await let_pass(hass, freezer, 2 * MINUTE, STEP)
    emulator.log.clear()
    return entry


def mode(entry: MockConfigEntry) -> str:
    """Return what decides when to look."""
    return str(entry.runtime_data.coordinator.sync.follower.mode)


async def test_console_takes_the_place_of_presence(
    emulator: Emulator,
    hass: HomeAssistant,
    watched: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Seldom while it is off, often from the moment it goes on; Sony is not asked."""
    await let_pass(hass, freezer, QUARTER, STEP)
    assert mode(watched) == "idle"
    assert emulator.log.count("summary") in (1, 2)
    heard = listen(hass)
    emulator.launch()
    emulator.earn()
    hass.states.async_set(CONSOLE, "playing")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(heard.trophies) == 1
    assert mode(watched) == "playing"
    emulator.log.clear()
    await let_pass(hass, freezer, QUARTER, STEP)
    assert emulator.log.count("summary") in (44, 45, 46)
    assert emulator.log.count() <= 55
    hass.states.async_set(CONSOLE, "standby")
    await let_pass(hass, freezer, 9 * MINUTE, STEP)
    assert mode(watched) == "after_play"
    await let_pass(hass, freezer, 2 * MINUTE, STEP)
    assert mode(watched) == "idle"
    assert emulator.log.count("presence") == 0
    assert not hass.states.async_entity_ids("binary_sensor")
    assert not [m for m in heard.milestones if "minutes" in m.attributes]


@pytest.mark.parametrize("state", ["unavailable", "unknown", None])
async def test_console_that_tells_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    watched: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    state: str | None,
) -> None:
    """A poll each minute until it does."""
    if state is None:
        hass.states.async_remove(CONSOLE)
    else:
        hass.states.async_set(CONSOLE, state)
    await let_pass(hass, freezer, MINUTE, STEP)
    assert mode(watched) == "unsure"
    emulator.log.clear()
    await let_pass(hass, freezer, QUARTER, STEP)
    assert emulator.log.count("summary") in (14, 15, 16)
    hass.states.async_set(CONSOLE, "off")
    await let_pass(hass, freezer, MINUTE, STEP)
    assert mode(watched) == "idle"


async def test_trophy_while_the_console_is_off(
    emulator: Emulator,
    hass: HomeAssistant,
    watched: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Somebody plays on another one: the entity is of no use for a week."""
    heard = listen(hass)
    emulator.earn()
    await let_pass(hass, freezer, 11 * MINUTE, STEP)
    assert len(heard.trophies) == 1
    assert mode(watched) == "guarded"


async def test_trophy_while_nobody_knew_of_the_console(
    emulator: Emulator,
    hass: HomeAssistant,
    watched: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What was earned while the entity was away says nothing against it."""
    heard = listen(hass)
    await let_pass(hass, freezer, 11 * MINUTE, STEP)
    hass.states.async_set(CONSOLE, "unavailable")
    await let_pass(hass, freezer, 2 * MINUTE, STEP)
    emulator.earn()
    hass.states.async_set(CONSOLE, "off")
    await let_pass(hass, freezer, 11 * MINUTE, STEP)
    assert len(heard.trophies) == 1
    assert mode(watched) == "idle"


async def test_console_is_watched_where_presence_is_of_no_use(
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Whoever hides from Sony can choose it, and need not wait for a week."""
    emulator.set_presence("private")
    entry = make_entry(emulator.account, automatic=True)
    await set_up(hass, entry)
    await let_pass(hass, freezer, 5 * MINUTE, STEP)
    assert mode(entry) == "guarded"
    hass.states.async_set(CONSOLE, "on")
    hass.config_entries.async_update_entry(entry, options={CONF_CONSOLE: CONSOLE})
    assert await hass.config_entries.async_reload(entry.entry_id)
    await let_pass(hass, freezer, MINUTE, STEP)
    assert mode(entry) == "playing"
    # Without it, presence is still of no use.
    hass.config_entries.async_update_entry(entry, options={})
    assert await hass.config_entries.async_reload(entry.entry_id)
    await let_pass(hass, freezer, MINUTE, STEP)
    assert mode(entry) == "guarded"
