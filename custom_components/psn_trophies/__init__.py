"""PlayStation Trophies: trophy level, counts and games of PlayStation accounts."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator
from .store import TokenStore

PLATFORMS = [Platform.IMAGE, Platform.SENSOR]


async def async_setup_entry(hass: HomeAssistant, entry: PsnTrophiesConfigEntry) -> bool:
    """Set up an account."""
    coordinator = PsnTrophiesCoordinator(hass, entry)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry
) -> bool:
    """Unload an account."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry
) -> None:
    """Delete what was kept of an account."""
    if entry.unique_id is not None:
        await TokenStore(hass, entry.unique_id).async_remove()


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry, device: dr.AnyDeviceEntry
) -> bool:
    """Let people delete devices that no longer stand for the entry's account."""
    return (DOMAIN, entry.unique_id) not in device.identifiers
