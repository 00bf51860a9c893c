"""What an account is called: device and entry follow its name at Sony."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .const import DOMAIN


@callback
def async_account_name(
    hass: HomeAssistant, entry: ConfigEntry, online_id: str | None
) -> str:
    """Return an account's present name, or else the last one that is known.

    What its owner calls the entry comes last: the device would take it for a name of
    the account's, which the entry then followed.
    """
    known = _device(hass, entry)
    return online_id or (known.name if known else None) or entry.title


@callback
def async_follow_name(
    hass: HomeAssistant, entry: ConfigEntry, online_id: str | None
) -> None:
    """Give device and entry the account's present name.

    An entry that is not called as the account was has a name of its owner's.
    """
    device = _device(hass, entry)
    if device is None or not online_id or device.name == online_id:
        return
    if entry.title == device.name:
        hass.config_entries.async_update_entry(entry, title=online_id)
    dr.async_get(hass).async_update_device(device.id, name=online_id)


def _device(hass: HomeAssistant, entry: ConfigEntry) -> dr.DeviceEntry | None:
    """Return the account's device, None before its first set-up."""
    assert entry.unique_id is not None
    return dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, entry.unique_id), entry.entry_id
    )
