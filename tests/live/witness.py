"""What Home Assistant's state machine announced, written down to outlive a kill."""

import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from homeassistant.core import HomeAssistant

WITNESS = "TROPHY_WITNESS"


def write_down_announcements(hass: HomeAssistant, path: str) -> None:
    """Append a line for each trophy the moment it is announced.

    What is written is with the kernel, so that the end of this process loses nothing.
    An announcement is what triggers take for one: not the state that an entity has
    when it comes back.
    """
    from homeassistant.const import (
        EVENT_STATE_CHANGED,
        STATE_UNAVAILABLE,
        STATE_UNKNOWN,
    )
    from homeassistant.core import Event, EventStateChangedData, callback

    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    @callback
    def write(event: Event[EventStateChangedData]) -> None:
        old, new = event.data["old_state"], event.data["new_state"]
        if (
            new is None
            or not new.entity_id.startswith("event.")
            or "trophy_id" not in new.attributes
            or new.state in (STATE_UNAVAILABLE, STATE_UNKNOWN)
            or old is None
            or old.state in (STATE_UNAVAILABLE, new.state)
        ):
            return
        line = json.dumps([new.attributes["title_id"], new.attributes["trophy_id"]])
        os.write(file, f"{line}\n".encode())

    hass.bus.async_listen(EVENT_STATE_CHANGED, write)
