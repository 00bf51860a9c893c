"""What the system health page shows."""

from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry
from .psn.const import TROPHY_URL

# Refused without a login, but by the service itself: it can be reached.
_REACHABLE_URL = f"{TROPHY_URL}/users/me/trophySummary"


@callback
def async_register(
    hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Register the page."""
    register.async_register_info(async_system_health_info)


async def async_system_health_info(hass: HomeAssistant) -> dict[str, Any]:
    """Tell whether Sony can be reached and how many requests the window still has."""
    entries: list[PsnTrophiesConfigEntry] = hass.config_entries.async_loaded_entries(
        DOMAIN
    )
    return {
        "can_reach_server": system_health.async_check_can_reach_url(
            hass, _REACHABLE_URL
        ),
        "accounts": len(entries),
        "requests_left": min(
            (entry.runtime_data.account.budget.window_left for entry in entries),
            default=None,
        ),
    }
