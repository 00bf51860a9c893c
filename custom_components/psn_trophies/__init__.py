"""PlayStation Trophies: trophies, level and games of PlayStation accounts."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.typing import ConfigType

from .account import async_open_account
from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator, PsnTrophiesData
from .frontend import async_register_cards, async_remove_cards
from .issues import async_clean_damaged_issue, async_delete_issues
from .pictures import async_open_pictures, async_remove_pictures, async_setup_pictures
from .services import async_setup_services
from .statistics import async_delete_career, async_follow_career
from .store import LibraryStore, PlayStore, TokenStore
from .websocket_api import async_setup_websocket_api

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)
PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.SENSOR,
    Platform.TODO,
]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what all accounts share."""
    async_setup_services(hass)
    async_setup_websocket_api(hass)
    async_setup_pictures(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: PsnTrophiesConfigEntry) -> bool:
    """Set up an account."""
    await async_register_cards(hass)
    await async_open_pictures(hass)
    async_clean_damaged_issue(hass, entry)
    account = await async_open_account(hass, entry)
    coordinator = PsnTrophiesCoordinator(hass, entry, account)
    await coordinator.async_first_refresh()
    entry.runtime_data = PsnTrophiesData(account=account, coordinator=coordinator)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    coordinator.async_start()
    async_follow_career(hass, entry)
    return True


async def async_unload_entry(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry
) -> bool:
    """Unload an account: polls end first, and what they left is written last.

    A trophy that came in between would be in the library with nobody to hear of it.
    """
    coordinator = entry.runtime_data.coordinator
    await coordinator.async_close()
    unloaded = False
    try:
        unloaded = await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
    finally:
        if not unloaded:
            coordinator.async_reopen()
    if unloaded:
        await coordinator.async_flush()
    return unloaded


async def async_remove_entry(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry
) -> None:
    """Delete what was kept of an account."""
    async_delete_issues(hass, entry)
    async_delete_career(hass, entry)
    if entry.unique_id is not None:
        await TokenStore(hass, entry.unique_id).async_remove()
        await LibraryStore(hass, entry.unique_id).async_remove()
        await PlayStore(hass, entry.unique_id).async_remove()
    if not hass.config_entries.async_entries(DOMAIN):
        async_remove_cards(hass)
        await async_remove_pictures(hass)


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry, device: dr.AnyDeviceEntry
) -> bool:
    """Let people delete devices that no longer stand for the entry's account."""
    return (DOMAIN, entry.unique_id) not in device.identifiers
