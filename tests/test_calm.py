"""What somebody looks at, the reading of the library, and starts disturb nothing."""

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import pairwise

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er

from custom_components.psn_trophies.const import DOMAIN
from tests.emulator import Emulator

from .announcements import keys, listen, restart
from .common import MINUTE, entity_id, let_pass

# What the library asks for once per title.
TITLE_ROUTES = ("earned", "definitions")


@pytest.fixture
def titles() -> int:
    """Have more games than can be read soon."""
    return 120


def states(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, str]:
    """Return the states of an account's entities by their keys."""
    prefix = f"{entry.unique_id}_"
    return {
        entity.unique_id.removeprefix(prefix): state.state
        for entity in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
        if (state := hass.states.get(entity.entity_id)) is not None
        and state.domain != "image"
    }


async def look_at(hass: HomeAssistant, title_id: str) -> str | None:
    """Ask for the trophies of a game; return why they are not to be had."""
    try:
        await hass.services.async_call(
            DOMAIN,
            "get_trophies",
            {"title": title_id},
            blocking=True,
            return_response=True,
        )
    except HomeAssistantError as err:
        return err.translation_key
    return None


async def test_looking_is_not_polling(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Who opens 116 games in a quarter of an hour is refused; nothing else is."""
    heard = listen(hass)
    shown = [t for t in emulator.account.listing(own=True) if not t.hidden]
    answers: list[str | None] = []
    earned = []
    for number, title in enumerate(reversed(shown[-116:])):
        answers.append(await look_at(hass, title.set.id))
        if number == 60:
            earned = emulator.earn(title=[t for t in shown if t.missing()][0].set)
        if number % 8 == 7:
            await let_pass(hass, freezer, MINUTE)
            assert STATE_UNAVAILABLE not in states(hass, loaded).values()
            if number > 70:
                assert heard.trophy_keys == keys(earned)
    assert set(answers) == {None, "budget_spent"}
    assert answers.count(None) > 20


async def test_two_who_look_at_the_same_ask_once(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Also when who came first has gone."""
    title = emulator.account.listing(own=True)[-1].set
    fault = emulator.fail("slow", on="earned")
    first = hass.async_create_task(look_at(hass, title.id))
    await fault.reached()
    second = hass.async_create_task(look_at(hass, title.id))
    await asyncio.sleep(0)
    first.cancel()
    fault.clear()
    assert await second is None
    assert emulator.log.count("earned") == 1


async def test_what_is_shown_stays_while_the_library_is_read(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The missing trophies of two games stay at hand, and next to nothing is wasted."""
    todo = entity_id(hass, emulator.account, "todo", "missing_trophies")
    closest = entity_id(hass, emulator.account, "sensor", "closest_platinum")
    todos: list[str] = []
    missing: list[tuple[str, bool]] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        if (new := event.data["new_state"]) is None:
            return
        if new.entity_id == todo:
            todos.append(new.state)
        elif new.entity_id == closest:
            missing.append((new.state, new.attributes.get("missing") is not None))

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    emulator.log.clear()
    await let_pass(hass, freezer, 40 * MINUTE)
    assert states(hass, loaded)["library_progress"] == "100"
    # Unknown at most before it is read for the first time.
    assert STATE_UNKNOWN not in todos[1:]
    # Of a game that has been shown with what it lacks it is shown until another is.
    for (name, known), (next_name, next_known) in pairwise(missing):
        assert not (name == next_name and known and not next_known)
    asked = Counter(
        (record.route, record.path)
        for record in emulator.log.records
        if record.route in TITLE_ROUTES
    )
    assert asked.total() - len(asked) <= asked.total() * 0.02


async def test_figures_do_not_jump_at_start(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What is kept is shown at once, and nothing else in between."""
    await let_pass(hass, freezer, 40 * MINUTE)
    before = states(hass, loaded)
    assert before["library_progress"] == "100"
    assert before["login_expires"] not in (STATE_UNKNOWN, STATE_UNAVAILABLE)
    registry = er.async_get(hass)
    jumps: list[tuple[str, str]] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        entity = registry.async_get(event.data["entity_id"])
        # The states of pictures are times of the run itself, as is the last poll's.
        if (
            new is None
            or entity is None
            or (entity.platform, new.state) == (DOMAIN, STATE_UNAVAILABLE)
            or new.domain == "image"
        ):
            return
        key = entity.unique_id.removeprefix(f"{loaded.unique_id}_")
        if entity.platform == DOMAIN and new.state != before[key]:
            jumps.append((key, new.state))

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    await restart(hass, loaded, freezer, timedelta(minutes=5))
    await let_pass(hass, freezer, 5 * MINUTE)
    # Which trophies are missing is not kept: the first poll reads them again.
    assert {key for key, _ in jumps} <= {"last_sync", "missing_trophies"}
