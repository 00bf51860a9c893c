"""The calendar of trophies earned."""

from datetime import UTC, datetime, timedelta
from typing import Final, override

from homeassistant.components.calendar import (
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEvent,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .coordinator import PsnTrophiesConfigEntry
from .entity import PsnTrophiesEntity
from .presentation import platform_text
from .slices import async_sliced
from .trophies import EVERYTHING, TitleTrophy

PARALLEL_UPDATES = 0

TROPHY_LOG_DESCRIPTION = CalendarEntityDescription(
    key="trophy_log", translation_key="trophy_log"
)
# A trophy is a moment; a calendar can only show something that lasts.
SHOWN_LENGTH: Final = timedelta(minutes=15)
# No clock of a console begins earlier, and from the first year nothing can be taken.
_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PsnTrophiesConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the calendar of an account."""
    async_add_entities(
        [
            PsnTrophiesCalendarEntity(
                entry.runtime_data.coordinator, TROPHY_LOG_DESCRIPTION
            )
        ]
    )


class PsnTrophiesCalendarEntity(PsnTrophiesEntity, CalendarEntity):
    """Every dated trophy of the library."""

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the trophy earned last."""
        latest = self.coordinator.data.trophies.latest
        return _calendar_event(latest) if latest else None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return the trophies that are shown in a time."""
        library = self.coordinator.sync.library
        start = max(start_date, _EARLIEST)
        earned = library.timeline.between(start - SHOWN_LENGTH, end_date)
        return [
            event
            async for part in async_sliced(earned)
            for trophy in EVERYTHING.chosen(library, part)
            if (event := _calendar_event(library.with_title(trophy))) is not None
            and event.end_datetime_local > start
        ]


def _end_of_event(earned_at: datetime) -> datetime:
    """Return until when a trophy is shown.

    Added in UTC: the local clock repeats an hour in autumn. Home Assistant compares its
    hands, so that what would go back with them ends before they do.
    """
    hands = dt_util.as_local(earned_at).replace(tzinfo=None)
    for seconds in range(int(SHOWN_LENGTH.total_seconds()), 0, -1):
        end = dt_util.as_local(earned_at + timedelta(seconds=seconds))
        if end.replace(tzinfo=None) > hands:
            return end
    return dt_util.as_local(earned_at)


def _calendar_event(earned: TitleTrophy) -> CalendarEvent | None:
    """Return a trophy as it stands in a calendar."""
    trophy, title = earned.trophy, earned.title
    if trophy.earned_at is None:
        return None
    return CalendarEvent(
        start=dt_util.as_local(trophy.earned_at),
        end=_end_of_event(trophy.earned_at),
        summary=f"{trophy.name} ({title.name})",
        description=trophy.detail,
        location=platform_text(title),
        uid=f"{title.np_communication_id}_{trophy.trophy_id}",
    )
