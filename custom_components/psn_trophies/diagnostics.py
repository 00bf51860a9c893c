"""What people can download to ask for help, without anything personal."""

from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.core import HomeAssistant

from .const import CONF_NPSSO
from .coordinator import PsnTrophiesConfigEntry

TO_REDACT = {CONF_NPSSO, "account_id", "online_id", "title", "unique_id"}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry
) -> dict[str, Any]:
    """Return the state of an account."""
    coordinator = entry.runtime_data
    state = coordinator.data
    error = coordinator.last_exception
    return {
        "entry": async_redact_data(entry.as_dict(), TO_REDACT),
        "poll": {
            "interval_s": coordinator.poll_interval.total_seconds(),
            "last_sync": coordinator.last_sync,
            "last_poll_succeeded": coordinator.last_update_success,
            # The class only: texts of errors may quote what is private.
            "last_error": type(error.__cause__ or error).__name__ if error else None,
            "requests_used": coordinator.budget.used,
            "requests_left": coordinator.budget.window_left,
            "paused_for_s": round(coordinator.budget.retry_after),
        },
        "account": {
            "has_avatar": state.avatar_url is not None,
            "login_expires": state.login_expires,
            "level": state.summary.level,
            "tier": state.summary.tier,
            "progress": state.summary.progress,
            "points": state.summary.points,
            "earned": state.summary.earned.to_dict(),
        },
        "library": {
            "titles": len(coordinator.sync.library),
            "dated_trophies": len(coordinator.sync.library.timeline),
            "read_percent": round(coordinator.sync.library.read_share() * 100, 1),
            "titles_to_read": len(coordinator.sync.library.stale),
        },
        # Games are named by their trophy set; the names say what somebody plays.
        "titles": {
            "complete": coordinator.sync.complete,
            "total": len(coordinator.sync.titles),
            "newest": [
                {
                    "np_communication_id": title.np_communication_id,
                    "service": title.service,
                    "platforms": list(title.platforms),
                    "progress": title.progress,
                    "earned": title.earned.to_dict(),
                    "defined": title.defined.to_dict(),
                    "hidden": title.hidden,
                    "last_updated": title.last_updated,
                }
                for title in list(coordinator.sync.titles)[:20]
            ],
        },
    }
