"""Pictures of an account."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.image import ImageEntity, ImageEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator
from .entity import PsnTrophiesEntity
from .trophies import AccountState

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class PsnTrophiesImageEntityDescription(ImageEntityDescription):
    """A picture and where its address comes from."""

    image_url_fn: Callable[[AccountState], str | None]


IMAGE_DESCRIPTIONS: tuple[PsnTrophiesImageEntityDescription, ...] = (
    PsnTrophiesImageEntityDescription(
        key="latest_game",
        translation_key="latest_game",
        image_url_fn=lambda state: (
            state.games.latest.icon_url if state.games.latest else None
        ),
    ),
    PsnTrophiesImageEntityDescription(
        key="latest_trophy",
        translation_key="latest_trophy",
        image_url_fn=lambda state: (
            state.trophies.latest.trophy.icon_url if state.trophies.latest else None
        ),
    ),
    PsnTrophiesImageEntityDescription(
        key="avatar",
        translation_key="avatar",
        image_url_fn=lambda state: state.avatar_url,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PsnTrophiesConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the pictures of an account."""
    async_add_entities(
        PsnTrophiesImageEntity(hass, entry.runtime_data, description)
        for description in IMAGE_DESCRIPTIONS
    )


class PsnTrophiesImageEntity(PsnTrophiesEntity, ImageEntity):
    """A picture that Home Assistant fetches from Sony's image hosts."""

    entity_description: PsnTrophiesImageEntityDescription

    def __init__(
        self,
        hass: HomeAssistant,
        coordinator: PsnTrophiesCoordinator,
        description: PsnTrophiesImageEntityDescription,
    ) -> None:
        """Show the first picture."""
        PsnTrophiesEntity.__init__(self, coordinator, description)
        ImageEntity.__init__(self, hass, verify_ssl=True)
        self._show(description.image_url_fn(coordinator.data))

    def _show(self, url: str | None) -> None:
        """Show the picture at an address; none has no time either."""
        self._attr_image_url = url
        # The picture fetched from the former address would stay otherwise.
        self._cached_image = None
        self._attr_image_last_updated = dt_util.utcnow() if url else None

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Change the picture when its address changed."""
        url = self.entity_description.image_url_fn(self.coordinator.data)
        if url != self._attr_image_url:
            self._show(url)
        super()._handle_coordinator_update()
