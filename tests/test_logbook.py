"""How announcements read in the logbook."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.logbook.const import DOMAIN as LOGBOOK
from homeassistant.components.logbook.models import (
    EventAsRow,
    LogbookConfig,
    async_event_to_row,
)
from homeassistant.components.logbook.processor import EventProcessor
from homeassistant.core import Event, HomeAssistant, callback

from custom_components.psn_trophies.const import DOMAIN, EVENT_MILESTONE, EVENT_TROPHY
from custom_components.psn_trophies.logbook import async_describe_events
from custom_components.psn_trophies.psn import TrophyGrade
from custom_components.psn_trophies.trophies import MilestoneType
from tests.emulator import Emulator
from tests.emulator.catalogue import TrophySet

from .common import MINUTE, let_pass, set_up

ODD = '{value} %s <b>"Ō\'Brien"</b> 100 % \\n 🏆 {0}'


def collect(hass: HomeAssistant) -> list[Event]:
    """Return a list that everything fired for the logbook goes into."""
    events: list[Event] = []

    @callback
    def keep(event: Event) -> None:
        """Keep an event; in the event loop, or threads would mix up their order."""
        events.append(event)

    for event_type in (EVENT_TROPHY, EVENT_MILESTONE):
        hass.bus.async_listen(event_type, keep)
    return events


@pytest.fixture
def fired(hass: HomeAssistant, loaded: MockConfigEntry) -> list[Event]:
    """Collect what is fired for the logbook."""
    return collect(hass)


def lines(hass: HomeAssistant, events: list[Event]) -> list[dict[str, Any]]:
    """Return events as Home Assistant's logbook shows them."""
    config = LogbookConfig({}, None, None)
    hass.data[LOGBOOK] = config

    def describe(domain: str, event_type: str, describer: Any) -> None:
        """Register as the logbook does."""
        config.external_events[event_type] = (domain, describer)

    async_describe_events(hass, describe)
    assert config.external_events.keys() == {EVENT_TROPHY, EVENT_MILESTONE}
    rows: list[EventAsRow] = []
    for event in events:
        row = async_event_to_row(event)
        assert row is not None
        rows.append(row)
    processor = EventProcessor(hass, list(config.external_events))
    found: list[dict[str, Any]] = processor.humanify(row for row in rows)
    assert len(found) == len(events)
    return found


@pytest.mark.parametrize("grade", list(TrophyGrade))
async def test_trophy(
    emulator: Emulator,
    hass: HomeAssistant,
    fired: list[Event],
    freezer: FrozenDateTimeFactory,
    grade: TrophyGrade,
) -> None:
    """Who earned what, where, and how rare it is."""
    earned = emulator.earn(grade=grade)[-1]
    trophy = emulator.world.sets[earned.title_id].trophy(earned.trophy_id)
    await let_pass(hass, freezer, MINUTE)
    line = lines(hass, [one for one in fired if one.event_type == EVENT_TROPHY])[-1]
    assert line["name"] == emulator.account.online_id
    assert line["message"] == (
        f"earned the {grade} trophy {earned.name} in {earned.title_name} "
        f"({trophy.rate / 10:g} % of players have it)"
    )
    assert line["domain"] == DOMAIN
    assert line["icon"] == "mdi:trophy"


@pytest.mark.parametrize(
    ("milestone", "message"),
    [
        (MilestoneType.LEVEL_UP, "reached trophy level {level}"),
        (MilestoneType.TIER_UP, "reached trophy tier 10"),
        (MilestoneType.PLATINUM_COUNT, "earned platinum trophy number {number}"),
        (MilestoneType.TROPHY_COUNT, "reached 20000 trophies"),
        (MilestoneType.TITLE_COMPLETED, "completed {title}"),
    ],
)
async def test_milestone(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    fired: list[Event],
    freezer: FrozenDateTimeFactory,
    milestone: MilestoneType,
    message: str,
) -> None:
    """Who reached what."""
    account = emulator.account
    if milestone is MilestoneType.TITLE_COMPLETED:
        title = account.listing(own=True)[0]
        message = message.format(title=title.set.title())
        rest = [t.id for t in title.missing() if t.grade != "platinum"]
        emulator.earn(title=title.set.id, trophy_ids=rest)
    elif milestone is MilestoneType.PLATINUM_COUNT:
        emulator.earn(grade="platinum")
        message = message.format(number=account.total()["platinum"])
    else:
        # No platinum, as each of those is announced; enough gold for the last level.
        account.cached_total = {**account.total(), "bronze": 0, "silver": 0}
        account.cached_total["gold"] = 20_000 - account.cached_total["platinum"]
    await let_pass(hass, freezer, MINUTE)
    message = message.replace("{level}", str(account.level().level))
    shown = [
        line
        for event, line in zip(fired, lines(hass, fired), strict=True)
        if event.data["type"] == milestone
    ]
    line = shown[-1]
    assert line["name"] == account.online_id
    assert line["message"] == message
    assert line["icon"] == "mdi:star-shooting"


async def test_odd_names(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Names are shown as they are, whatever characters they have."""
    monkeypatch.setattr(TrophySet, "title", lambda *_: ODD)
    monkeypatch.setattr(TrophySet, "wording", lambda *_: (ODD, ODD))
    events = collect(hass)
    await set_up(hass, entry)
    title = emulator.account.listing(own=True)[0]
    rest = [t.id for t in title.missing() if t.grade != "platinum"]
    emulator.earn(title=title.set.id, trophy_ids=rest)
    await let_pass(hass, freezer, 2 * MINUTE)
    messages = [line["message"] for line in lines(hass, events)]
    assert f"completed {ODD}" in messages
    assert any(f"trophy {ODD} in {ODD} (" in message for message in messages)


async def test_unknown_rate(
    emulator: Emulator,
    hass: HomeAssistant,
    fired: list[Event],
    freezer: FrozenDateTimeFactory,
) -> None:
    """Where Sony does not say how rare a trophy is, nothing is said of it."""
    emulator.fail("missing_keys", on="earned", keys=["trophyEarnedRate"])
    (earned,) = emulator.earn(grade="bronze")
    await let_pass(hass, freezer, MINUTE)
    (line,) = lines(hass, [one for one in fired if one.event_type == EVENT_TROPHY])
    assert line["message"] == (
        f"earned the bronze trophy {earned.name} in {earned.title_name}"
    )
