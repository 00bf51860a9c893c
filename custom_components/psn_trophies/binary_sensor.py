"""Whether the account plays."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry
from .entity import PsnTrophiesEntity
from .presentation import play_attributes

PARALLEL_UPDATES = 0

PLAYING_DESCRIPTION = BinarySensorEntityDescription(
    key="playing",
    translation_key="playing",
    device_class=BinarySensorDeviceClass.RUNNING,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PsnTrophiesConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Have the sensor for as long as somebody can tell."""
    coordinator = entry.runtime_data.coordinator
    is_there = False

    @callback
    def follow() -> None:
        """Add the sensor, or take it away."""
        nonlocal is_there
        is_wanted = coordinator.data.play is not None
        if is_wanted and not is_there:
            async_add_entities(
                [PsnTrophiesPlayingEntity(coordinator, PLAYING_DESCRIPTION)]
            )
        elif not is_wanted:
            _remove(hass, coordinator.account_id)
        is_there = is_wanted

    entry.async_on_unload(coordinator.async_add_listener(follow))
    follow()


@callback
def _remove(hass: HomeAssistant, account_id: str) -> None:
    """Take the sensor away wholly; what people made of it comes back with it."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(
        Platform.BINARY_SENSOR, DOMAIN, f"{account_id}_{PLAYING_DESCRIPTION.key}"
    )
    if entity_id is not None:
        registry.async_remove(entity_id)


class PsnTrophiesPlayingEntity(PsnTrophiesEntity, BinarySensorEntity):
    """Whether a game is played; unknown while presence does not answer."""

    # An address would only fill the history.
    _unrecorded_attributes = frozenset({"icon_url"})

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether a game is played."""
        play = self.coordinator.data.play
        return play.is_playing if play else None

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return the game."""
        play = self.coordinator.data.play
        return play_attributes(play) if play and play.is_playing else None
