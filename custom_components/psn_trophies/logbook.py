"""How announcements read in the logbook."""

from collections.abc import Callable, Mapping
from typing import Any

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_ICON,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.core import Event, HomeAssistant, callback

from .const import ATTR_ACCOUNT, ATTR_TYPE, DOMAIN, EVENT_MILESTONE, EVENT_TROPHY

_MILESTONES: Mapping[str, str] = {
    "level_up": "reached trophy level {value}",
    "tier_up": "reached trophy tier {value}",
    "title_completed": "completed {title_name}",
    "platinum_count": "earned platinum trophy number {value}",
    "trophy_count": "reached {value} trophies",
}


def _trophy_message(data: Mapping[str, Any]) -> str:
    """Return what was earned, where, and how rare it is."""
    message = (
        f"earned the {data[ATTR_TYPE]} trophy {data['trophy_name']} "
        f"in {data['title_name']}"
    )
    if (rate := data.get("earned_rate")) is not None:
        message += f" ({rate:g} % of players have it)"
    return message


def _milestone_message(data: Mapping[str, Any]) -> str:
    """Return what was reached."""
    return _MILESTONES[data[ATTR_TYPE]].format_map(data)


def _describe(
    message: Callable[[Mapping[str, Any]], str], icon: str
) -> Callable[[Event], dict[str, str]]:
    """Return the description of a kind of announcement."""

    @callback
    def describe(event: Event) -> dict[str, str]:
        return {
            LOGBOOK_ENTRY_NAME: event.data[ATTR_ACCOUNT],
            LOGBOOK_ENTRY_MESSAGE: message(event.data),
            LOGBOOK_ENTRY_ICON: icon,
        }

    return describe


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Callable[[Event], dict[str, str]]], None],
) -> None:
    """Describe both kinds of announcements."""
    async_describe_event(DOMAIN, EVENT_TROPHY, _describe(_trophy_message, "mdi:trophy"))
    async_describe_event(
        DOMAIN, EVENT_MILESTONE, _describe(_milestone_message, "mdi:star-shooting")
    )
