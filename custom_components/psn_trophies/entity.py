"""What all entities share."""

from typing import override

from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN, MANUFACTURER, MODEL
from .coordinator import PsnTrophiesCoordinator


class PsnTrophiesEntity(CoordinatorEntity[PsnTrophiesCoordinator]):
    """An entity of an account's device."""

    _attr_has_entity_name = True

    def __init__(
        self, coordinator: PsnTrophiesCoordinator, description: EntityDescription
    ) -> None:
        """Name the entity by its key; the account id survives a new online id."""
        super().__init__(coordinator)
        self.entity_description = description
        self._attr_unique_id = f"{coordinator.account_id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, coordinator.account_id)},
            name=coordinator.account_name,
            manufacturer=MANUFACTURER,
            model=MODEL,
            entry_type=DeviceEntryType.SERVICE,
        )

    @property
    @override
    def available(self) -> bool:
        """Whether there is something to show: what is known at home stays."""
        return True
