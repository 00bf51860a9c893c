"""What Home Assistant's logbook, shown as Activity, has of the announcements."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from tests.emulator import Emulator

from .announcements import listen
from .common import MINUTE, entity_id, let_pass, set_up


async def activity(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    **about: Sequence[str],
) -> list[tuple[str, str | None]]:
    """Return what Activity shows: the entity and the event's type of each line."""
    await get_instance(hass).async_block_till_done()
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "logbook/get_events",
            "start_time": (dt_util.utcnow() - timedelta(hours=1)).isoformat(),
            **about,
        }
    )
    answer = await client.receive_json()
    assert answer["success"]
    return [
        (line.get("entity_id", ""), line.get("attributes", {}).get("event_type"))
        for line in answer["result"]
        if line.get("domain") == "psn_trophies"
        or line.get("entity_id", "").startswith("event.")
    ]


@pytest.fixture
def recorder_first(recorder_mock: Recorder) -> None:
    """Start the recorder before anything else is there."""


@pytest.mark.usefixtures("recorder_first")
@pytest.mark.parametrize("asked", ["everything", "device", "entities"])
async def test_each_announcement_stands_once_in_activity(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_ws_client: WebSocketGenerator,
    asked: str,
) -> None:
    """Home Assistant words events itself; nothing of ours stands beside that."""
    await set_up(hass, entry)
    # The logbook's page is not needed, and the frontend not installed everywhere.
    hass.config.components.add("frontend")
    assert await async_setup_component(hass, "logbook", {})
    heard = listen(hass)
    emulator.earn(grade="platinum")
    await let_pass(hass, freezer, 2 * MINUTE)
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    trophy, milestone = (
        entity_id(hass, emulator.account, "event", key)
        for key in ("trophy", "milestone")
    )
    # As the page of a device asks.
    about = {
        "everything": {},
        "device": {"device_ids": [device.id], "entity_ids": [trophy, milestone]},
        "entities": {"entity_ids": [trophy, milestone]},
    }[asked]
    assert heard.trophies
    assert heard.milestones
    assert Counter(await activity(hass, hass_ws_client, **about)) == Counter(
        (state.entity_id, state.attributes["event_type"])
        for state in heard.trophies + heard.milestones
    )
