"""Events: a trophy was earned, a milestone was reached."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar, cast, override

from homeassistant.components.event import (
    EventDeviceClass,
    EventEntity,
    EventEntityDescription,
)
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .announcements import (
    DEVICE_CLASSES,
    SIGNAL_ANNOUNCED,
    Announced,
    Announcement,
    Wording,
    async_load_wording,
    async_wording,
)
from .const import ATTR_ACCOUNT, ATTR_TYPE, EVENT_MILESTONE, EVENT_TROPHY
from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator
from .entity import PsnTrophiesEntity
from .presentation import milestone_view, new_trophy_view
from .presentation.shapes import (
    AnnouncementView,
    MilestoneAnnouncementView,
    TrophyAnnouncementView,
)
from .psn import TrophyGrade
from .trophies import AccountState, MilestoneType, Rank, milestone_rank, trophy_rank

PARALLEL_UPDATES = 0

# Home Assistant takes any device class; only the type names nothing but its own.
TROPHY_DESCRIPTION = EventEntityDescription(
    key="trophy",
    translation_key="trophy",
    device_class=cast(EventDeviceClass, DEVICE_CLASSES["trophy"]),
    event_types=[grade.value for grade in TrophyGrade],
)
MILESTONE_DESCRIPTION = EventEntityDescription(
    key="milestone",
    translation_key="milestone",
    device_class=cast(EventDeviceClass, DEVICE_CLASSES["milestone"]),
    event_types=[milestone.value for milestone in MilestoneType],
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PsnTrophiesConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the events of an account."""
    await async_load_wording(hass)
    coordinator = entry.runtime_data.coordinator
    async_add_entities(
        [
            PsnTrophiesTrophyEventEntity(coordinator, TROPHY_DESCRIPTION),
            PsnTrophiesMilestoneEventEntity(coordinator, MILESTONE_DESCRIPTION),
        ]
    )


class PsnTrophiesEventEntity[Details: AnnouncementView](PsnTrophiesEntity, EventEntity):
    """Announces what the coordinator's state brings, each time once."""

    _bus_event: ClassVar[str]
    # What the event's type is called in lists.
    _type_name: ClassVar[str]

    def __init__(
        self, coordinator: PsnTrophiesCoordinator, description: EventEntityDescription
    ) -> None:
        """Take what is there already as announced."""
        super().__init__(coordinator, description)
        self._announced: AccountState = coordinator.data

    @property
    @override
    def available(self) -> bool:
        """Stay through outages: a return would look like another event."""
        return True

    @abstractmethod
    def _events(
        self, state: AccountState, account: str, wording: Wording
    ) -> Iterable[tuple[str, Details, Rank]]:
        """Return type, details and rank of what a state announces."""

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Announce, one write for each event."""
        # Whatever else is to be shown comes first: a trigger that hears an event sees
        # nothing but the event change.
        super()._handle_coordinator_update()
        state = self.coordinator.data
        # After a failed poll, too, this is called, with the state of the last good one.
        if state is self._announced:
            return
        self._announced = state
        wording = async_wording(self.hass)
        account = state.online_id or self.coordinator.config_entry.title
        announcements: list[Announcement[Details]] = []
        for event_type, details, rank in self._events(state, account, wording):
            announcements.append(self._announce(event_type, details, rank))
            self._tell_bus(account, event_type, details)
        if announcements:
            self._tell_triggers(account, announcements)

    def _announce(
        self, event_type: str, details: Details, rank: Rank
    ) -> Announcement[Details]:
        """Write one event."""
        old = self.hass.states.get(self.entity_id)
        attributes = {
            key: value for key, value in details.items() if key != self._type_name
        }
        self._trigger_event(event_type, attributes)
        self.async_write_ha_state()
        new = self.hass.states.get(self.entity_id)
        assert new is not None
        return Announcement(old=old, new=new, details=details, rank=rank)

    def _tell_bus(self, account: str, event_type: str, details: Details) -> None:
        """Fire an event for those who listen to the bus."""
        self.hass.bus.async_fire(
            self._bus_event,
            {
                ATTR_ENTITY_ID: self.entity_id,
                ATTR_ACCOUNT: account,
                **details,
                ATTR_TYPE: event_type,
            },
        )

    def _tell_triggers(
        self, account: str, announcements: list[Announcement[Details]]
    ) -> None:
        """Hand everything to the triggers, once all other entities are written, too."""
        announced: Announced[AnnouncementView] = Announced(
            key=self.entity_description.key,
            account=account,
            entity_id=self.entity_id,
            announcements=tuple(announcements),
        )
        self.hass.loop.call_soon(
            async_dispatcher_send, self.hass, SIGNAL_ANNOUNCED, announced
        )


class PsnTrophiesTrophyEventEntity(PsnTrophiesEventEntity[TrophyAnnouncementView]):
    """Every trophy earned."""

    _bus_event = EVENT_TROPHY
    _type_name = "grade"
    _unrecorded_attributes = frozenset({"icon_url", "title_icon_url", "message"})

    @override
    def _events(
        self, state: AccountState, account: str, wording: Wording
    ) -> Iterable[tuple[str, TrophyAnnouncementView, Rank]]:
        """Return the new trophies, in the order they were earned in."""
        for new in state.news:
            trophy, view = new.earned.trophy, new_trophy_view(new)
            if not trophy.grade.is_known:
                # A grade that Sony invents later is announced all the same.
                view["grade"] = TrophyGrade.BRONZE.value
            message = wording.trophies(account, [view])
            yield view["grade"], {**view, "message": message}, trophy_rank(trophy)


class PsnTrophiesMilestoneEventEntity(
    PsnTrophiesEventEntity[MilestoneAnnouncementView]
):
    """Levels, tiers, completed games and round numbers."""

    _bus_event = EVENT_MILESTONE
    _type_name = "type"
    _unrecorded_attributes = frozenset({"title_icon_url", "message"})

    @override
    def _events(
        self, state: AccountState, account: str, wording: Wording
    ) -> Iterable[tuple[str, MilestoneAnnouncementView, Rank]]:
        """Return the milestones."""
        for milestone in state.milestones:
            view = milestone_view(milestone)
            message = wording.milestone(account, view)
            yield view["type"], {**view, "message": message}, milestone_rank(milestone)
