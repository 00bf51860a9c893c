"""An entity of the home that tells when the console is on."""

from collections.abc import Callable
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import STATE_OFF, STATE_UNAVAILABLE, STATE_UNKNOWN, Platform
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers.event import async_track_state_change_event

from .const import CONF_CONSOLE

# What can tell whether a console is on.
CONSOLE_DOMAINS: Final = [
    Platform.MEDIA_PLAYER,
    Platform.SWITCH,
    Platform.BINARY_SENSOR,
]
_STATE_STANDBY: Final = "standby"


def _is_on(state: State | None) -> bool | None:
    """Return whether a state means that the console is on, None for unknown."""
    if state is None or state.state in (STATE_UNKNOWN, STATE_UNAVAILABLE):
        return None
    return state.state not in (STATE_OFF, _STATE_STANDBY)


def console_of(
    hass: HomeAssistant, entry: ConfigEntry
) -> Callable[[], bool | None] | None:
    """Return what tells whether the chosen console is on; None without a choice."""
    entity_id: str | None = entry.options.get(CONF_CONSOLE)
    if not entity_id:
        return None
    return lambda: _is_on(hass.states.get(entity_id))


@callback
def async_follow_console(
    hass: HomeAssistant, entry: ConfigEntry, changed: CALLBACK_TYPE
) -> None:
    """Call back when the chosen console goes on or off."""
    if not (entity_id := entry.options.get(CONF_CONSOLE)):
        return

    @callback
    def look(event: Event[EventStateChangedData]) -> None:
        """Leave alone what changes while it stays on."""
        if _is_on(event.data["old_state"]) is not _is_on(event.data["new_state"]):
            changed()

    entry.async_on_unload(async_track_state_change_event(hass, entity_id, look))
