"""Pictures of an account."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from aiohttp import ClientSession

from homeassistant.components.image import ImageEntity, ImageEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator
from .entity import PsnTrophiesEntity
from .psn.images import FetchedImage, fetch_image, is_image_url
from .session import async_create_session
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
    session = async_create_session(hass)
    async_add_entities(
        PsnTrophiesImageEntity(
            hass, entry.runtime_data.coordinator, description, session
        )
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
        session: ClientSession,
    ) -> None:
        """Show the first picture."""
        PsnTrophiesEntity.__init__(self, coordinator, description)
        ImageEntity.__init__(self, hass, verify_ssl=True)
        self._session = session
        self._image: FetchedImage | None = None
        self._show(self._url)

    @property
    def _url(self) -> str | None:
        """Return the address of the picture of now, None for one not to be trusted."""
        url = self.entity_description.image_url_fn(self.coordinator.data)
        return url if is_image_url(url) else None

    def _show(self, url: str | None) -> None:
        """Show the picture at an address; none has no time either."""
        self._attr_image_url = url
        self._image = None
        self._attr_image_last_updated = dt_util.utcnow() if url else None

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture, fetched once."""
        url = self._url
        if self._image is None and url is not None:
            image = await fetch_image(self._session, url)
            # Meanwhile another one may have taken its place.
            if image is None or url != self._attr_image_url:
                return None
            self._image = image
            self._attr_content_type = image.content_type
        return self._image.content if self._image else None

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Change the picture when its address changed."""
        url = self._url
        if url != self._attr_image_url:
            self._show(url)
        super()._handle_coordinator_update()
