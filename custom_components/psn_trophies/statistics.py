"""The whole career in Home Assistant's statistics, so that its own cards draw it.

The statistics follow the trophy log: whatever is in it by date is in them by hour. The
recorder is asked what it has once in each run, and where the past changed; otherwise
only what is new is written.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import batched
import logging
from typing import TYPE_CHECKING, Final, NamedTuple

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_change
from homeassistant.helpers.recorder import get_instance
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util, slugify

from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry
from .texts import async_get_texts
from .trophies import Tally, career_of, to_store, undated_tally

if TYPE_CHECKING:
    # Loads the database, which a home need not have.
    from homeassistant.components.recorder.models import StatisticMetaData

_LOGGER = logging.getLogger(__name__)

# Where the names stand.
TEXTS: Final = "statistic"
# The sensor whose unit a figure has.
UNITS: Final = {
    "trophies": "trophies_total",
    "platinums": "trophies_platinum",
    "points": "trophy_points",
}

# So many rows are handed over at a time, as each is looked at on the event loop.
ROWS_AT_ONCE: Final = 2000

type Stored = Mapping[int, tuple[float | None, float | None]]


class _Basis(NamedTuple):
    """What all written rows depend on."""

    rewrites: int
    undated: int
    zone: tzinfo
    account: str
    language: str


class _Written(NamedTuple):
    """Up to where the log has been written."""

    basis: _Basis
    trophies: int = 0
    earned: Tally = Tally()
    day: date | None = None
    start: int = 0


def statistic_ids(entry: ConfigEntry) -> dict[str, str]:
    """Return the ids of an account's statistics by figure.

    By the entry's id: it says nothing of the account, and stays whatever is renamed.
    """
    return {
        figure: f"{DOMAIN}:{slugify(entry.entry_id)}_{figure}"
        for figure in Tally._fields
    }


@callback
def async_follow_career(hass: HomeAssistant, entry: PsnTrophiesConfigEntry) -> None:
    """Keep an account's statistics as its log is, where there is a recorder."""
    if _has_recorder(hass):
        career = _CareerStatistics(hass, entry)
        coordinator = entry.runtime_data.coordinator
        entry.async_on_unload(coordinator.async_add_listener(career.async_follow))
        # So that graphs go on to the present day.
        entry.async_on_unload(
            async_track_time_change(hass, career.async_follow, 0, 0, 0)
        )
        career.async_follow()


@callback
def async_delete_career(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Delete an account's statistics."""
    if _has_recorder(hass):
        ids = list(statistic_ids(entry).values())
        get_instance(hass).async_clear_statistics(ids)


def _has_recorder(hass: HomeAssistant) -> bool:
    """Tell whether there is a recorder."""
    return "recorder" in hass.config.components


class _CareerStatistics:
    """Writes what of an account's log is not in the statistics yet."""

    def __init__(self, hass: HomeAssistant, entry: PsnTrophiesConfigEntry) -> None:
        """Know nothing of what is written."""
        self._hass = hass
        self._entry = entry
        self._coordinator = entry.runtime_data.coordinator
        self._ids = statistic_ids(entry)
        self._written: _Written | None = None
        self._task: asyncio.Task[None] | None = None

    @callback
    def async_follow(self, _: datetime | None = None) -> None:
        """Write what is new, unless that goes on already."""
        if (self._task is None or self._task.done()) and self._is_behind():
            self._task = self._entry.async_create_background_task(
                self._hass, self._async_catch_up(), f"{DOMAIN} statistics"
            )

    def _is_behind(self) -> bool:
        """Tell whether the log is complete, and there is more in it than written."""
        state = self._coordinator.data
        if not state.games.complete or state.trophies.progress < 1:
            return False
        timeline = self._coordinator.sync.library.timeline
        return (
            self._written is None
            or self._written.basis != self._basis()
            or self._written.trophies != len(timeline)
            or self._written.day != dt_util.now().date()
        )

    def _basis(self) -> _Basis:
        """Return what all rows depend on at present."""
        library = self._coordinator.sync.library
        earned = sum(len(one.trophies) for one in library.records if one.shown)
        return _Basis(
            rewrites=library.timeline.rewrites,
            undated=earned - len(library.timeline),
            zone=dt_util.get_default_time_zone(),
            account=self._coordinator.account_name,
            language=self._hass.config.language,
        )

    async def _async_catch_up(self) -> None:
        """Write until nothing is left; what fails is tried again with the next news."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            while self._is_behind():
                await self._async_write()
        except SQLAlchemyError as err:
            _LOGGER.debug("Statistics are not up to date: %s", type(err).__name__)

    async def _async_write(self) -> None:
        """Write what is not stored as it should be; only new trophies if that will do."""
        library = self._coordinator.sync.library
        basis, today = self._basis(), dt_util.now().date()
        written = self._written
        anew = (
            written is None
            or written.basis != basis
            # Noticed after later days were told to have none.
            or any(
                one.moment is not None and one.moment < written.start
                for one in library.timeline[written.trophies :][:1]
            )
        )
        if written is None or anew:
            written = _Written(basis)
        dated = library.timeline[written.trophies :]
        undated = undated_tally(library) if basis.undated else Tally()
        career = await self._hass.async_add_executor_job(
            career_of, dated, basis.zone, today, written.earned, written.day
        )
        for metadata, figure in await self._async_metadata(basis.account):
            stored: Stored = {}
            renamed = False
            if anew:
                stored, renamed = await self._async_stored(metadata)
            extra: int = getattr(undated, figure)
            dated_by_start = await self._hass.async_add_executor_job(
                to_store, career, figure, extra, stored
            )
            await self._async_add(metadata, dated_by_start, extra, renamed=renamed)
        start, earned = career.end if career.starts else (written.start, written.earned)
        self._written = _Written(
            basis, written.trophies + len(dated), earned, today, start
        )

    async def _async_metadata(
        self, account: str
    ) -> list[tuple[StatisticMetaData, str]]:
        """Return what the statistics are called, in the home's language."""
        from homeassistant.components.recorder.models import StatisticMeanType

        names = await async_get_texts(self._hass, TEXTS)
        entities = await async_get_translations(
            self._hass, self._hass.config.language, "entity", {DOMAIN}
        )
        unit = f"component.{DOMAIN}.entity.sensor.{{}}.unit_of_measurement"
        return [
            (
                {
                    "mean_type": StatisticMeanType.NONE,
                    "has_sum": True,
                    "name": names[figure].format(account=account),
                    "source": DOMAIN,
                    "statistic_id": statistic_id,
                    "unit_class": None,
                    "unit_of_measurement": entities[unit.format(UNITS[figure])],
                },
                figure,
            )
            for figure, statistic_id in self._ids.items()
        ]

    async def _async_stored(self, metadata: StatisticMetaData) -> tuple[Stored, bool]:
        """Return the rows the recorder has, and whether they are called otherwise."""
        # What an earlier write left in the queue is stored as well.
        await self._async_committed()
        return await get_instance(self._hass).async_add_executor_job(
            _read, self._hass, metadata
        )

    async def _async_add(
        self,
        metadata: StatisticMetaData,
        dated: Mapping[int, int],
        undated: int,
        *,
        renamed: bool,
    ) -> None:
        """Hand what is dated by hour to the recorder; without any only a new name."""
        from homeassistant.components.recorder.models import StatisticData
        from homeassistant.components.recorder.statistics import (
            async_add_external_statistics,
        )

        batches = [*batched(dated, ROWS_AT_ONCE, strict=False)] or (
            [()] if renamed else []
        )
        for batch in batches:
            async_add_external_statistics(
                self._hass,
                metadata,
                [
                    StatisticData(
                        start=_full_hour(start),
                        state=dated[start] + undated,
                        sum=dated[start],
                    )
                    for start in batch
                ],
            )
            # So that neither they nor the recorder's other work pile up in its queue.
            await self._async_committed()

    async def _async_committed(self) -> None:
        """Wait until the recorder has done all it was given."""
        if (done := get_instance(self._hass).async_get_commit_future()) is not None:
            await done
        await asyncio.sleep(0)


def _read(hass: HomeAssistant, metadata: StatisticMetaData) -> tuple[Stored, bool]:
    """Return what the recorder has of a statistic, in one of its threads."""
    from homeassistant.components.recorder.statistics import (
        get_metadata,
        statistics_during_period,
    )

    statistic_id = metadata["statistic_id"]
    known = get_metadata(hass, statistic_ids={statistic_id}).get(statistic_id)
    if known is None:
        return {}, False
    rows = statistics_during_period(
        hass,
        datetime.fromtimestamp(0, UTC),
        None,
        {statistic_id},
        "hour",
        None,
        {"state", "sum"},
    ).get(statistic_id, [])
    return (
        {int(row["start"]): (row["state"], row["sum"]) for row in rows},
        any(known[1][key] != metadata[key] for key in ("name", "unit_of_measurement")),
    )


def _full_hour(start: int) -> datetime:
    """Return the time at which an hour begins, on a clock that shows a full one.

    Hours of homes whose clocks are half an hour off are full ones only there.
    """
    minutes = timedelta(seconds=start % 3600)
    return datetime.fromtimestamp(start, timezone(-minutes) if minutes else UTC)
