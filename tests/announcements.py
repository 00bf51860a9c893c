"""Listening to what the event entities announce, and automations that run on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from homeassistant.const import (
    EVENT_STATE_CHANGED,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    Platform,
)
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import DOMAIN, EVENT_MILESTONE, EVENT_TROPHY
from tests.emulator import Earned

EVENT_RAN = "automation_ran"


@dataclass(slots=True)
class Heard:
    """What was announced so far, in order; `told` is what the logbook gets."""

    trophies: list[State] = field(default_factory=list)
    milestones: list[State] = field(default_factory=list)
    told: list[Event] = field(default_factory=list)

    @property
    def trophy_keys(self) -> list[tuple[str, int]]:
        """Return title and trophy id of each trophy."""
        return [
            (state.attributes["title_id"], state.attributes["trophy_id"])
            for state in self.trophies
        ]

    @property
    def reached(self) -> list[tuple[str, int, int | None]]:
        """Return type, value and previous value of each milestone."""
        return [
            (
                state.attributes["event_type"],
                state.attributes["value"],
                state.attributes["previous"],
            )
            for state in self.milestones
        ]


def keys(earned: list[Earned]) -> list[tuple[str, int]]:
    """Return title and trophy id of what was earned."""
    return [(one.title_id, one.trophy_id) for one in earned]


def listen(hass: HomeAssistant) -> Heard:
    """Collect from now on every announcement that an automation could hear."""
    heard = Heard()
    lists = {"trophy": heard.trophies, "milestone": heard.milestones}

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        old, new = event.data["old_state"], event.data["new_state"]
        if (
            old is None
            or new is None
            or new.domain != Platform.EVENT
            or old.state in (STATE_UNAVAILABLE, new.state)
            or new.state in (STATE_UNAVAILABLE, STATE_UNKNOWN)
        ):
            return
        entry = er.async_get(hass).async_get(new.entity_id)
        if entry is not None and entry.platform == DOMAIN:
            assert entry.translation_key is not None
            lists[entry.translation_key].append(new)

    @callback
    def tell(event: Event) -> None:
        heard.told.append(event)

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    hass.bus.async_listen(EVENT_TROPHY, tell)
    hass.bus.async_listen(EVENT_MILESTONE, tell)
    return heard


async def restart(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    off: timedelta = timedelta(),
) -> None:
    """Unload an account and set it up again from what was stored."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    freezer.tick(off)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


async def automate(
    hass: HomeAssistant, trigger: Mapping[str, Any], **settings: object
) -> list[Event]:
    """Set up an automation; return the list in which its runs appear."""
    runs: list[Event] = async_capture_events(hass, EVENT_RAN)
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": {
                "alias": "Test",
                "mode": "queued",
                "max": 500,
                "triggers": [dict(trigger)],
                "actions": [
                    {
                        "event": EVENT_RAN,
                        "event_data": {
                            "entity_id": "{{ trigger.entity_id }}",
                            "type": "{{ trigger.to_state.attributes.event_type }}",
                            "name": (
                                "{{ trigger.to_state.attributes.get('trophy_name') }}"
                            ),
                        },
                    }
                ],
                **settings,
            }
        },
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    return runs
