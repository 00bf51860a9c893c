"""The whole career in Home Assistant's statistics, as a real recorder keeps it."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
import logging
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.statistics import (
    StatisticsRow,
    get_metadata,
    list_statistic_ids,
    statistics_during_period,
    valid_statistic_id,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util

from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.statistics import statistic_ids
from tests.emulator import Emulator

from .announcements import restart
from .common import DAY, MINUTE, let_pass, set_up, state_of
from .hassfest import texts
from .test_languages import LANGUAGES

FIGURES = ("trophies", "platinums", "points")
POINTS = {"bronze": 15, "silver": 30, "gold": 90, "platinum": 300}

type Rows = dict[str, list[StatisticsRow]]


@pytest.fixture(autouse=True)
def quiet_database(caplog: pytest.LogCaptureFixture) -> None:
    """Log no statements: that takes longer than the statements."""
    caplog.set_level(logging.WARNING, "sqlalchemy.engine")


@pytest.fixture
def zone() -> str:
    """Return the home's time zone; tests may say otherwise."""
    return "Europe/Berlin"


@pytest.fixture
async def read(
    recorder_mock: Recorder,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> AsyncIterator[MockConfigEntry]:
    """Return the demo account's entry, its library read and its career written."""
    await settle(hass, freezer, 3 * MINUTE)
    yield loaded
    await async_wait_recording_done(hass)


@pytest.fixture
async def loaded(
    hass: HomeAssistant, zone: str, entry: MockConfigEntry
) -> MockConfigEntry:
    """Return the demo account's entry, set up in a home in the time zone."""
    await hass.config.async_set_time_zone(zone)
    await set_up(hass, entry)
    return entry


async def settle(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    time: timedelta = 2 * MINUTE,
) -> None:
    """Let time pass, and let the recorder write what came of it."""
    await let_pass(hass, freezer, time)
    await async_wait_recording_done(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_wait_recording_done(hass)


async def rows(hass: HomeAssistant, entry: MockConfigEntry, period: str) -> Rows:
    """Return all there is of a career by figure."""
    ids = statistic_ids(entry)
    found = await get_instance(hass).async_add_executor_job(
        statistics_during_period,
        hass,
        datetime.fromtimestamp(0, UTC),
        None,
        set(ids.values()),
        period,
        None,
        {"state", "sum", "change"},
    )
    return {figure: found.get(ids[figure], []) for figure in FIGURES}


async def log(hass: HomeAssistant) -> list[dict[str, Any]]:
    """Return the trophy log, page by page."""
    entries: list[dict[str, Any]] = []
    offset: int | None = 0
    while offset is not None:
        answer: Any = await hass.services.async_call(
            DOMAIN,
            "get_trophy_log",
            {"limit": 2000, "offset": offset},
            blocking=True,
            return_response=True,
        )
        entries += answer["trophies"]
        offset = answer.get("next_offset")
    return entries


async def assert_is_the_log(
    hass: HomeAssistant, entry: MockConfigEntry, period: str = "month"
) -> None:
    """Check that in every month as much was earned as the log says."""
    zone = ZoneInfo(hass.config.time_zone)

    def key(moment: datetime) -> str:
        local = moment.astimezone(zone)
        return f"{local:%Y-%m}" if period == "month" else f"{local:%Y-%m-%d}"

    expected: dict[str, Counter[str]] = {figure: Counter() for figure in FIGURES}
    for one in await log(hass):
        when = key(datetime.fromisoformat(one["earned_at"]))
        expected["trophies"][when] += 1
        expected["platinums"][when] += one["grade"] == "platinum"
        expected["points"][when] += POINTS[one["grade"]]
    assert len(expected["trophies"]) > 3
    for figure, found in (await rows(hass, entry, period)).items():
        changes = {
            key(datetime.fromtimestamp(row["start"], UTC)): row["change"]
            for row in found
            if row["change"]
        }
        assert changes == +expected[figure], figure


def totals(found: Rows) -> dict[str, float]:
    """Return the last state of each figure."""
    return {figure: found[figure][-1]["state"] or 0 for figure in FIGURES}


@contextmanager
def writes(hass: HomeAssistant) -> Iterator[list[str]]:
    """Collect what is changed in the recorder's tables of statistics."""
    changes: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "statistics" in statement and not statement.startswith("SELECT"):
            changes.append(statement)

    engine = get_instance(hass).engine
    assert engine is not None
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield changes
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kathmandu"])
async def test_every_month_is_as_the_log_says(
    read: MockConfigEntry, hass: HomeAssistant
) -> None:
    """And every day, by the home's clock, also where that is no full hour off."""
    await assert_is_the_log(hass, read, "month")
    await assert_is_the_log(hass, read, "day")


async def test_home_moves(
    read: MockConfigEntry, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Its days are then others."""
    await hass.config.async_set_time_zone("Asia/Kathmandu")
    await restart(hass, read, freezer)
    await settle(hass, freezer)
    await assert_is_the_log(hass, read, "day")
    await hass.config.async_set_time_zone("Europe/Berlin")
    await restart(hass, read, freezer)
    await settle(hass, freezer)
    await assert_is_the_log(hass, read, "day")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Havana"])
async def test_graphs_have_no_gap(
    read: MockConfigEntry,
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Every day has a row from the first trophy until today, also where midnight is not."""

    async def days() -> list[date]:
        zone = ZoneInfo(hass.config.time_zone)
        found = await rows(hass, read, "day")
        shown = [
            [datetime.fromtimestamp(row["start"], zone).date() for row in found[figure]]
            for figure in FIGURES
        ]
        assert shown[0] == shown[1] == shown[2]
        return shown[0]

    async def assert_complete() -> None:
        found = await days()
        first = min(
            datetime.fromisoformat(one["earned_at"]) for one in await log(hass)
        ).astimezone(ZoneInfo(hass.config.time_zone))
        assert found == [
            first.date() + number * DAY
            for number in range((dt_util.now().date() - first.date()).days + 1)
        ]

    await assert_complete()
    await let_pass(hass, freezer, 3 * DAY, timedelta(hours=6))
    await settle(hass, freezer)
    await assert_complete()
    emulator.earn()
    await settle(hass, freezer)
    await assert_complete()
    await assert_is_the_log(hass, read, "day")


async def test_trophy_of_a_day_that_was_told_to_have_none(
    read: MockConfigEntry,
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A console synchronises later than it earns: nothing is taken back afterwards."""
    await let_pass(hass, freezer, 4 * DAY, timedelta(hours=6))
    for age in (2 * DAY, DAY):
        emulator.earn(at=emulator.now() - age.total_seconds())
        await settle(hass, freezer)
        await assert_is_the_log(hass, read, "day")
    for found in (await rows(hass, read, "hour")).values():
        assert all((row["change"] or 0) >= 0 for row in found)


@pytest.mark.parametrize("titles", [24])
async def test_undated_trophies_count_from_the_start(
    read: MockConfigEntry, emulator: Emulator, hass: HomeAssistant
) -> None:
    """They are in every total, and in no month."""
    shown = [one for one in emulator.account.titles.values() if not one.hidden]
    earned = [moment for one in shown for moment in one.live.earned.values()]
    undated = earned.count(None)
    assert undated
    found = (await rows(hass, read, "hour"))["trophies"]
    assert found[-1]["state"] == len(earned)
    assert {(row["state"] or 0) - (row["sum"] or 0) for row in found} == {undated}


@pytest.mark.parametrize("titles", [24])
async def test_nothing_is_written_before_the_library_is_read(
    recorder_mock: Recorder,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Half a career would look like a slow beginning."""
    await settle(hass, freezer, timedelta())
    assert state_of(hass, emulator.account, "library_progress").state != "100"
    assert not any((await rows(hass, loaded, "hour")).values())
    await settle(hass, freezer, 3 * MINUTE)
    assert all((await rows(hass, loaded, "hour")).values())


async def test_new_trophies_are_added(
    read: MockConfigEntry,
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
) -> None:
    """One row each for the hour they were earned in, and no other is touched."""
    before = await rows(hass, read, "hour")
    for _ in range(2):
        (earned,) = emulator.earn(grade="gold")
        with writes(hass) as changes:
            await settle(hass, freezer)
        assert len([one for one in changes if "meta" not in one]) <= len(FIGURES)
    after = await rows(hass, read, "hour")
    assert totals(after) == {
        figure: total + gain
        for (figure, total), gain in zip(
            totals(before).items(), (2, 0, 2 * POINTS["gold"]), strict=True
        )
    }
    assert {figure: len(after[figure]) - len(before[figure]) for figure in FIGURES} == (
        dict.fromkeys(FIGURES, 1)
    )
    assert earned.grade == "gold"
    await assert_is_the_log(hass, read)


async def test_second_run_adds_nothing(
    read: MockConfigEntry,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What is there as it should be stays as it is."""
    before = await rows(hass, read, "hour")
    with writes(hass) as changes:
        await restart(hass, read, freezer)
        await settle(hass, freezer)
    assert not changes
    assert await rows(hass, read, "hour") == before


async def test_what_was_earned_meanwhile_is_added(
    read: MockConfigEntry,
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A run goes on where the last one ended."""
    assert await hass.config_entries.async_unload(read.entry_id)
    emulator.earn(count=3)
    await settle(hass, freezer, 2 * DAY)
    await hass.config_entries.async_setup(read.entry_id)
    await settle(hass, freezer)
    await assert_is_the_log(hass, read)


async def test_what_the_recorder_lost_is_written_again(
    read: MockConfigEntry,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A power cut or somebody's hand takes nothing for longer than the next start."""
    before = await rows(hass, read, "hour")
    get_instance(hass).async_clear_statistics([statistic_ids(read)["points"]])
    await settle(hass, freezer)
    assert not (await rows(hass, read, "hour"))["points"]
    await restart(hass, read, freezer)
    await settle(hass, freezer)
    assert await rows(hass, read, "hour") == before


async def test_past_that_changes_changes_the_statistics(
    read: MockConfigEntry,
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What a console tells late goes where it belongs."""
    emulator.earn(at=emulator.now() - 400 * 86_400)
    await settle(hass, freezer)
    await assert_is_the_log(hass, read)


@pytest.mark.parametrize(
    ("upheaval", "leaves"),
    [
        pytest.param(Emulator.hide, True, id="hidden"),
        pytest.param(Emulator.remove, True, id="removed"),
        pytest.param(Emulator.renumber, False, id="renumbered"),
        pytest.param(lambda one, title: one.unearn(title, 1), False, id="taken-back"),
    ],
)
async def test_statistics_follow_the_log_through_upheavals(
    *,
    read: MockConfigEntry,
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    upheaval: Callable[[Emulator, Any], object],
    leaves: bool,
) -> None:
    """What leaves the log leaves every month; what the log keeps stays."""
    before = totals(await rows(hass, read, "hour"))
    title = max(
        emulator.account.listing(own=True), key=lambda one: len(one.live.earned)
    ).set
    upheaval(emulator, title)
    await settle(hass, freezer, 15 * MINUTE)
    await restart(hass, read, freezer, DAY)
    await settle(hass, freezer, 3 * MINUTE)
    await assert_is_the_log(hass, read)
    after = totals(await rows(hass, read, "hour"))
    assert (after["trophies"] < before["trophies"]) is leaves
    emulator.earn()
    await settle(hass, freezer)
    await assert_is_the_log(hass, read)


async def test_ids_are_valid_and_say_nothing(
    read: MockConfigEntry, emulator: Emulator, hass: HomeAssistant
) -> None:
    """They hold neither the account's id nor its name, so they stay through renaming."""
    ids = statistic_ids(read)
    assert set(ids) == set(FIGURES)
    for figure, statistic_id in ids.items():
        assert valid_statistic_id(statistic_id)
        assert statistic_id.startswith(f"{DOMAIN}:")
        assert statistic_id.endswith(f"_{figure}")
        assert emulator.account.account_id not in statistic_id
        assert emulator.account.online_id.lower() not in statistic_id


async def test_names_and_units_are_in_the_home_s_language(
    read: MockConfigEntry,
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Each figure has a name of its own, with the account's in it."""
    for language in (*LANGUAGES, "en"):
        hass.config.language = language
        emulator.earn()
        await settle(hass, freezer, MINUTE)
        listed = await get_instance(hass).async_add_executor_job(
            list_statistic_ids, hass
        )
        ours = {one["statistic_id"]: one for one in listed if one["source"] == DOMAIN}
        names = texts(language)["selector"]["statistic"]["options"]
        sensors = texts(language)["entity"]["sensor"]
        for figure, sensor in (
            ("trophies", "trophies_total"),
            ("platinums", "trophies_platinum"),
            ("points", "trophy_points"),
        ):
            one = ours[statistic_ids(read)[figure]]
            account = emulator.account.online_id
            assert one["name"] == names[figure].format(account=account)
            unit = sensors[sensor]["unit_of_measurement"]
            assert one["statistics_unit_of_measurement"] == unit
            assert one["unit_class"] is None
            assert one["has_sum"] is True
        assert len(set(names.values())) == len(FIGURES)


async def test_renamed_account_keeps_its_statistics(
    read: MockConfigEntry,
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Only what they are called changes."""
    before = await rows(hass, read, "hour")
    emulator.rename("Somebody-New")
    await let_pass(hass, freezer, DAY, timedelta(hours=6))
    await settle(hass, freezer)
    after = await rows(hass, read, "hour")
    assert {
        figure: after[figure][: len(before[figure])] for figure in FIGURES
    } == before
    ids = set(statistic_ids(read).values())
    known = await get_instance(hass).async_add_executor_job(
        lambda: get_metadata(hass, statistic_ids=ids)
    )
    assert all("Somebody-New" in str(meta["name"]) for _, meta in known.values())
    assert len(known) == len(FIGURES)


async def test_statistics_go_with_the_account(
    read: MockConfigEntry, hass: HomeAssistant
) -> None:
    """Nothing is left of an account that was removed."""
    assert await hass.config_entries.async_remove(read.entry_id)
    await async_wait_recording_done(hass)
    listed = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    assert not [one for one in listed if one["source"] == DOMAIN]


async def test_home_without_a_recorder(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Everything else works, and removing does, too."""
    await let_pass(hass, freezer, 3 * MINUTE)
    assert "recorder" not in hass.config.components
    assert state_of(hass, emulator.account, "library_progress").state == "100"
    assert await hass.config_entries.async_remove(loaded.entry_id)


@pytest.mark.parametrize("titles", [24])
async def test_recorder_that_fails_is_asked_again(
    recorder_mock: Recorder,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Nothing breaks, and the next news bring everything."""
    broken = OperationalError("SELECT", None, Exception("locked"))
    with patch(
        "homeassistant.components.recorder.statistics.get_metadata", side_effect=broken
    ):
        await settle(hass, freezer, 3 * MINUTE)
    assert not any((await rows(hass, loaded, "hour")).values())
    emulator.earn()
    await settle(hass, freezer)
    await assert_is_the_log(hass, loaded)


async def test_entities_keep_statistics_of_their_own(
    read: MockConfigEntry, hass: HomeAssistant
) -> None:
    """The career stands beside the sensors, and touches nothing of theirs."""
    listed = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    ids = {one["statistic_id"] for one in listed}
    assert {one for one in ids if ":" in one} == set(statistic_ids(read).values())
