"""What people can download to ask for help."""

import json

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion
from syrupy.filters import props

from homeassistant.core import HomeAssistant
from homeassistant.util.json import JsonObjectType

from tests.emulator import Emulator

from .common import MINUTE, let_pass, set_up


def personal(emulator: Emulator) -> set[str]:
    """Return what tells who somebody is or what somebody plays."""
    account = emulator.account
    return {
        emulator.npsso,
        *emulator.auth.access_tokens,
        *emulator.auth.refresh_tokens,
        account.account_id,
        account.online_id,
        *(title.set.title().strip() for title in account.titles.values()),
    }


def assert_nothing_personal(diagnostics: JsonObjectType, emulator: Emulator) -> None:
    """Check that nothing personal is in the download, in no notation."""
    text = json.dumps(diagnostics, ensure_ascii=False)
    assert not [word for word in personal(emulator) if word in text]


async def test_diagnostics(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
    snapshot: SnapshotAssertion,
) -> None:
    """Everything that helps, and nothing that is nobody's business."""
    await let_pass(hass, freezer, MINUTE)
    diagnostics = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    assert diagnostics == snapshot(
        exclude=props("entry_id", "created_at", "modified_at")
    )
    assert_nothing_personal(diagnostics, emulator)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("unavailable", "InterruptedExchangeError"),
        ("html", "PsnResponseError"),
        ("rate_limited", "PsnRateLimitError"),
        ("forbidden", "PsnForbiddenError"),
    ],
)
async def test_diagnostics_name_the_last_error(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
    kind: str,
    error: str,
) -> None:
    """The kind of the error without its text, and how long the pause is."""
    emulator.fail(kind, on="summary")
    await let_pass(hass, freezer, MINUTE)
    diagnostics = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    poll = diagnostics["poll"]
    assert isinstance(poll, dict)
    assert poll["last_error"] == error
    assert poll["last_poll_succeeded"] is False
    assert poll["paused_for_s"] == (900 if kind == "rate_limited" else 0)
    assert poll["requests_left"] == loaded.runtime_data.budget.window_left
    assert (poll["requests_left"] == 0) is (kind == "rate_limited")
    assert_nothing_personal(diagnostics, emulator)


@pytest.mark.parametrize("titles", [24])
async def test_diagnostics_name_twenty_titles_at_most(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """Large accounts make no large downloads; odd names do not show either."""
    await set_up(hass, entry)
    diagnostics = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    titles = diagnostics["titles"]
    assert isinstance(titles, dict)
    assert isinstance(titles["newest"], list)
    assert (titles["total"], len(titles["newest"])) == (24, 20)
    assert_nothing_personal(diagnostics, emulator)
