"""The calendar of trophies earned."""

import asyncio
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.components.calendar import CalendarEntityFeature
from homeassistant.const import ATTR_SUPPORTED_FEATURES, STATE_OFF, STATE_ON, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceNotSupported

from tests.emulator import Account, Emulator

from .common import DAY, MINUTE, START, entity_id, let_pass, state_of
from .trophies.test_library import large_library

LENGTH = timedelta(minutes=15)


@pytest.fixture
def titles() -> int:
    """Have all odd cases."""
    return 24


def calendar(hass: HomeAssistant, account: Account) -> str:
    """Return the id of the calendar."""
    return entity_id(hass, account, Platform.CALENDAR, "trophy_log")


async def events(
    hass: HomeAssistant, account: Account, start: datetime, end: datetime
) -> list[dict[str, Any]]:
    """Return the events of a time."""
    entity = calendar(hass, account)
    answer = await hass.services.async_call(
        "calendar",
        "get_events",
        {
            "entity_id": entity,
            "start_date_time": start.isoformat(),
            "end_date_time": end.isoformat(),
        },
        blocking=True,
        return_response=True,
    )
    assert isinstance(answer, dict)
    found: Any = answer[entity]
    assert isinstance(found["events"], list)
    return found["events"]


async def earn_one(
    emulator: Emulator, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> tuple[datetime, Any]:
    """Earn a trophy, let a poll find it, and return when it was earned."""
    moment = datetime.fromtimestamp(int(emulator.now()), UTC)
    (earned,) = emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    return moment, earned


async def test_every_dated_trophy(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """All of all times stand there; undated ones and hidden titles do not."""
    await let_pass(hass, freezer, 3 * MINUTE)
    account = emulator.account
    found = await events(hass, account, START - 20 * 365 * DAY, START)
    expected = sorted(
        moment
        for title in account.titles.values()
        if not title.hidden
        for moment in title.live.earned.values()
        if moment is not None
    )
    assert [datetime.fromisoformat(one["start"]).timestamp() for one in found] == (
        expected
    )
    undated = account.titles[emulator.world.cases["undated"]]
    assert None in undated.live.earned.values()
    assert any(undated.set.title() in one["summary"] for one in found)
    hidden = account.titles[emulator.world.cases["hidden"]]
    assert hidden.live.earned
    assert not any(f"({hidden.set.title()})" in one["summary"] for one in found)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
async def test_all_times_there_are(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    zone: str,
) -> None:
    """From the first second of the first year to the last of the last, all is found."""
    await hass.config.async_set_time_zone(zone)
    await let_pass(hass, freezer, 3 * MINUTE)
    account = emulator.account
    usual = await events(hass, account, START - 20 * 365 * DAY, START)
    assert usual
    first = datetime.fromisoformat("0001-01-01 00:00:00")
    last = datetime.fromisoformat("9999-12-31 23:59:59")
    for start, end, found in (
        (first, last, usual),
        (first, first + MINUTE, []),
        (last - DAY, last, []),
    ):
        assert await events(hass, account, start, end) == found


async def test_calendar_over_the_api(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """The page of calendars asks in another way, and may ask for all years, too."""
    client = await hass_client()
    address = f"/api/calendars/{calendar(hass, emulator.account)}"
    for start in ("2000-01-01T00:00:00", "0001-01-01T00:00:00"):
        response = await client.get(
            address, params={"start": start, "end": "9999-12-30T00:00:00"}
        )
        assert response.status == HTTPStatus.OK
        found = await response.json()
    assert len(found) == len(
        await events(hass, emulator.account, START - 20 * 365 * DAY, START)
    )


async def test_calendar_of_a_large_library_lets_others_work(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """While 40,000 trophies are put into a calendar, everything else has its turns."""
    loaded.runtime_data.coordinator.sync.library = large_library()
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = hass.async_create_background_task(others(), "others")
    found = await events(hass, emulator.account, START - 40 * 365 * DAY, START)
    task.cancel()
    assert len(found) == 40_000
    assert turns >= 40


async def test_event(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An event tells what was earned, where, and when in the home's time."""
    await hass.config.async_set_time_zone("America/New_York")
    moment, earned = await earn_one(emulator, hass, freezer)
    (event,) = await events(hass, emulator.account, moment, moment + LENGTH)
    assert event["summary"] == f"{earned.name} ({earned.title_name})"
    assert event["description"] == earned.detail
    assert event["location"] == emulator.world.sets[earned.title_id].platforms
    assert event["start"] == "2026-11-15T07:00:00-05:00"
    assert event["end"] == "2026-11-15T07:15:00-05:00"


async def test_borders(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An event is in every range that it has a second in common with."""
    moment, _ = await earn_one(emulator, hass, freezer)
    second = timedelta(seconds=1)
    for start, end, count in (
        (moment, moment + second, 1),
        (moment - DAY, moment, 0),
        (moment - DAY, moment + second, 1),
        (moment + LENGTH - second, moment + DAY, 1),
        (moment + LENGTH, moment + DAY, 0),
        (moment + MINUTE, moment + 2 * MINUTE, 1),
    ):
        found = [
            event
            for event in await events(hass, emulator.account, start, end)
            if datetime.fromisoformat(event["start"]) == moment
        ]
        assert len(found) == count, (start, end)


async def test_undated_trophy(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A trophy of no time stands nowhere, neither in the list nor as the latest."""
    await let_pass(hass, freezer, 5 * MINUTE)
    before = state_of(hass, emulator.account, "trophy_log", "calendar").attributes
    (earned,) = emulator.earn(undated=True)
    await let_pass(hass, freezer, MINUTE)
    after = state_of(hass, emulator.account, "trophy_log", "calendar")
    assert after.attributes == before
    found = await events(hass, emulator.account, START - DAY, START + DAY)
    assert not any(one["summary"].startswith(earned.name) for one in found)


async def test_state(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The latest trophy is on for a quarter of an hour and stays in the attributes."""
    account = emulator.account
    assert state_of(hass, account, "trophy_log", "calendar").state == STATE_OFF
    _, earned = await earn_one(emulator, hass, freezer)
    for time, state in ((MINUTE, STATE_ON), (LENGTH, STATE_OFF)):
        shown = state_of(hass, account, "trophy_log", "calendar")
        assert shown.attributes["message"] == f"{earned.name} ({earned.title_name})"
        assert shown.attributes["description"] == earned.detail
        assert shown.attributes["all_day"] is False
        await let_pass(hass, freezer, time)
        assert state_of(hass, account, "trophy_log", "calendar").state == state


async def test_hidden_title_is_not_the_latest(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What is earned in a hidden title does not show."""
    account = emulator.account
    await let_pass(hass, freezer, 5 * MINUTE)
    before = state_of(hass, account, "trophy_log", "calendar").attributes["message"]
    (earned,) = emulator.earn(title="hidden")
    await let_pass(hass, freezer, 2 * MINUTE)
    shown = state_of(hass, account, "trophy_log", "calendar")
    assert shown.attributes["message"] == before
    found = await events(hass, account, START, START + DAY)
    assert not [one for one in found if earned.title_name in one["summary"]]


async def test_nobody_can_write(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Only playing adds events."""
    shown = state_of(hass, emulator.account, "trophy_log", "calendar")
    features = shown.attributes.get(ATTR_SUPPORTED_FEATURES, 0)
    assert not features & CalendarEntityFeature.CREATE_EVENT
    with pytest.raises(ServiceNotSupported):
        await hass.services.async_call(
            "calendar",
            "create_event",
            {
                "entity_id": shown.entity_id,
                "summary": "Platinum",
                "start_date_time": "2026-11-15 12:00:00",
                "end_date_time": "2026-11-15 13:00:00",
            },
            blocking=True,
        )


@pytest.mark.parametrize(
    ("moment", "length"),
    [
        # 2:30, for the first and for the second time.
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), LENGTH),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), LENGTH),
        # Ten minutes before the clock goes back, and its last second.
        (datetime(2027, 10, 31, 0, 50, tzinfo=UTC), timedelta(minutes=9, seconds=59)),
        (datetime(2027, 10, 31, 0, 59, 59, tzinfo=UTC), timedelta()),
    ],
)
async def test_event_in_the_hour_that_autumn_repeats(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    moment: datetime,
    length: timedelta,
) -> None:
    """It does not end before it begins, neither in truth nor by the hands."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    emulator.set_npsso_life(10**8)
    freezer.move_to(moment)
    await earn_one(emulator, hass, freezer)
    found = await events(hass, emulator.account, moment - DAY, moment + DAY)
    (event,) = (one for one in found if datetime.fromisoformat(one["start"]) == moment)
    start, end = (datetime.fromisoformat(event[key]) for key in ("start", "end"))
    assert end - start == length
    assert end.replace(tzinfo=None) - start.replace(tzinfo=None) == length
