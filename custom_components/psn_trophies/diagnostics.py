"""What people can download to ask for help, without anything personal."""

from collections.abc import Collection, Mapping
from typing import Any

from homeassistant.components.diagnostics import REDACTED, async_redact_data
from homeassistant.core import HomeAssistant
from homeassistant.util import slugify

from .const import CONF_NPSSO
from .coordinator import PsnTrophiesConfigEntry
from .presentation import counts_view
from .trophies import library_progress

TO_REDACT = {CONF_NPSSO, "account_id", "online_id", "title", "unique_id"}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry
) -> dict[str, Any]:
    """Return the state of an account."""
    account, coordinator = entry.runtime_data.account, entry.runtime_data.coordinator
    state, follower = coordinator.data, coordinator.sync.follower
    error = coordinator.last_exception
    found = {
        "entry": async_redact_data(entry.as_dict(), TO_REDACT),
        "poll": {
            "interval_s": coordinator.pace.poll_interval.total_seconds(),
            "mode": str(follower.mode),
            # Why presence is not read, if so; in a word what it said last.
            "guard": follower.guard and str(follower.guard),
            "presence": follower.presence,
            "presence_failures": follower.failures,
            "last_sync": coordinator.last_sync,
            "last_poll_succeeded": coordinator.last_update_success,
            # The class only: texts of errors may quote what is private.
            "last_error": type(error.__cause__ or error).__name__ if error else None,
            "requests_used": account.budget.used,
            "requests_left": account.budget.window_left,
            "paused_for_s": round(account.budget.retry_after),
        },
        "account": {
            "has_avatar": state.avatar_url is not None,
            "login_expires": state.login_expires,
            "level": state.summary.level,
            "tier": state.summary.tier,
            "progress": state.summary.progress,
            "points": state.summary.points,
            "earned": counts_view(state.summary.earned),
        },
        "library": {
            "titles": len(coordinator.sync.library),
            "dated_trophies": len(coordinator.sync.library.timeline),
            "read_percent": library_progress(coordinator.sync.library.read_share()),
            "titles_to_read": len(coordinator.sync.library.stale),
            # What Sony sent in a state that could not be read or believed.
            "items_refused": coordinator.sync.refused,
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
                    "earned": counts_view(title.earned),
                    "defined": counts_view(title.defined),
                    "hidden": title.hidden,
                    "last_updated": title.last_updated,
                }
                for title in list(coordinator.sync.titles)[:20]
            ],
        },
    }
    # Also where nobody thought of it: an entity of an option, say, is named by it.
    online_id = state.online_id or ""
    words = {coordinator.account_id, online_id.casefold(), slugify(online_id)} - {""}
    anonymous: dict[str, Any] = _without(words, found)
    return anonymous


def _without(words: Collection[str], value: Any) -> Any:
    """Return a value without the texts in which one of the words is."""
    match value:
        case str():
            return (
                REDACTED if any(word in value.casefold() for word in words) else value
            )
        case Mapping():
            return {key: _without(words, inner) for key, inner in value.items()}
        case list() | tuple():
            return [_without(words, inner) for inner in value]
    return value
