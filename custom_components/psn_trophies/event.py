"""Events: a trophy was earned, a milestone was reached."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import ATTR_ACCOUNT, ATTR_TYPE, EVENT_MILESTONE, EVENT_TROPHY
from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator
from .entity import PsnTrophiesEntity
from .presentation import milestone_attributes, trophy_attributes
from .psn import TrophyGrade
from .trophies import AccountState, MilestoneType

PARALLEL_UPDATES = 0

TROPHY_DESCRIPTION = EventEntityDescription(
    key="trophy",
    translation_key="trophy",
    event_types=[grade.value for grade in TrophyGrade],
)
MILESTONE_DESCRIPTION = EventEntityDescription(
    key="milestone",
    translation_key="milestone",
    event_types=[milestone.value for milestone in MilestoneType],
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PsnTrophiesConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the events of an account."""
    coordinator = entry.runtime_data
    async_add_entities(
        [
            PsnTrophiesTrophyEventEntity(coordinator, TROPHY_DESCRIPTION),
            PsnTrophiesMilestoneEventEntity(coordinator, MILESTONE_DESCRIPTION),
        ]
    )


class PsnTrophiesEventEntity(PsnTrophiesEntity, EventEntity):
    """Announces what the coordinator's state brings, each time once."""

    _bus_event: str

    def __init__(
        self, coordinator: PsnTrophiesCoordinator, description: EventEntityDescription
    ) -> None:
        """Take what is there already as announced."""
        super().__init__(coordinator, description)
        self._announced: AccountState = coordinator.data

    @abstractmethod
    def _events(self, state: AccountState) -> Iterable[tuple[str, dict[str, Any]]]:
        """Return type and attributes of what a state announces."""

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Announce, one write for each event."""
        # Out of "unavailable" first: no trigger hears an event that comes with that.
        super()._handle_coordinator_update()
        state = self.coordinator.data
        # After a failed poll, too, this is called, with the state of the last good one.
        if state is self._announced:
            return
        self._announced = state
        for event_type, attributes in self._events(state):
            self._trigger_event(event_type, attributes)
            self.async_write_ha_state()
            # The logbook tells of these; it can not read attributes of an entity.
            self.hass.bus.async_fire(
                self._bus_event,
                {
                    ATTR_ENTITY_ID: self.entity_id,
                    ATTR_ACCOUNT: state.online_id
                    or self.coordinator.config_entry.title,
                    ATTR_TYPE: event_type,
                    **attributes,
                },
            )


class PsnTrophiesTrophyEventEntity(PsnTrophiesEventEntity):
    """Every trophy earned."""

    _bus_event = EVENT_TROPHY
    _unrecorded_attributes = frozenset({"icon_url", "title_icon_url"})

    @override
    def _events(self, state: AccountState) -> Iterable[tuple[str, dict[str, Any]]]:
        """Return the new trophies, in the order they were earned in."""
        for new in state.news:
            grade = new.earned.trophy.grade
            yield (
                # A grade that Sony invents later is announced all the same.
                grade if grade.is_known else TrophyGrade.BRONZE,
                {**trophy_attributes(new.earned), "late": new.late},
            )


class PsnTrophiesMilestoneEventEntity(PsnTrophiesEventEntity):
    """Levels, tiers, completed games and round numbers."""

    _bus_event = EVENT_MILESTONE
    _unrecorded_attributes = frozenset({"title_icon_url"})

    @override
    def _events(self, state: AccountState) -> Iterable[tuple[str, dict[str, Any]]]:
        """Return the milestones."""
        for milestone in state.milestones:
            yield milestone.type, milestone_attributes(milestone)
