"""What people can download to ask for help."""

from datetime import timedelta
from http import HTTPStatus
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion
from syrupy.filters import props

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import slugify
from homeassistant.util.json import JsonObjectType

from custom_components.psn_trophies.const import CONF_NPSSO, DOMAIN
from tests.emulator import Emulator

from .common import MINUTE, let_pass, make_entry, set_up


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
    assert poll["requests_left"] == loaded.runtime_data.account.budget.window_left
    assert (poll["requests_left"] == 0) is (kind == "rate_limited")
    assert_nothing_personal(diagnostics, emulator)


async def test_diagnostics_tell_why_polls_come_when_they_do(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """Mode, reason, and in a word what presence said; not what is played."""
    entry = make_entry(emulator.account, automatic=True)
    emulator.launch()
    await set_up(hass, entry)

    async def told() -> dict[str, Any]:
        diagnostics = await get_diagnostics_for_config_entry(hass, hass_client, entry)
        assert_nothing_personal(diagnostics, emulator)
        poll = diagnostics["poll"]
        assert isinstance(poll, dict)
        return {
            key: poll[key]
            for key in ("mode", "guard", "presence", "interval_s", "presence_failures")
        }

    assert await told() == {
        "mode": "playing",
        "guard": None,
        "presence": "playing",
        "interval_s": 20,
        "presence_failures": 0,
    }
    emulator.set_presence("private")
    await let_pass(hass, freezer, 5 * MINUTE, timedelta(seconds=20))
    assert await told() == {
        "mode": "guarded",
        "guard": "private",
        "presence": "unknown",
        "interval_s": 60,
        "presence_failures": 0,
    }


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


@pytest.mark.usefixtures("enable_custom_integrations")
async def test_nothing_personal_that_is_kept_with_the_entry(
    emulator: Emulator, hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """Nor in what hangs on the entry, under whatever name it does."""
    friend = emulator.add_account("shy_friend", titles=1)
    account = emulator.account
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=account.account_id,
        title=f"{account.online_id} at home",
        data={CONF_NPSSO: account.npsso},
        options={
            "presence": f"binary_sensor.{slugify(account.online_id)}_online",
            "others": [{"of": f"The games of {account.online_id.upper()}"}],
            "mode": "automatic",
        },
        subentries_data=[
            ConfigSubentryData(
                data={"account_id": friend.account_id, "online_id": friend.online_id},
                subentry_type="somebody",
                title=friend.online_id,
                unique_id=friend.account_id,
            )
        ],
    )
    await set_up(hass, entry)
    diagnostics = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert_nothing_personal(diagnostics, emulator)
    text = json.dumps(diagnostics).casefold()
    for word in (
        friend.account_id,
        friend.online_id,
        "at home",
        slugify(account.online_id),
        account.online_id.casefold(),
    ):
        assert word not in text
    assert "automatic" in text
    assert "somebody" in text


async def test_download_with_a_damaged_library_names_nobody(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    hass_storage: dict[str, Any],
) -> None:
    """Home Assistant puts the notes that last into the download, too."""
    assert await async_setup_component(hass, "diagnostics", {})
    assert await hass.config_entries.async_unload(loaded.entry_id)
    hass_storage[f"{DOMAIN}.{emulator.account.account_id}.library"]["data"] = {}
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    issue_id = f"library_damaged_{loaded.entry_id}"
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    client = await hass_client()
    answer = await client.get(f"/api/diagnostics/config_entry/{loaded.entry_id}")
    assert answer.status == HTTPStatus.OK
    text = await answer.text()
    assert issue_id in text
    assert not [word for word in personal(emulator) if word in text]
    assert not [word for word in personal(emulator) if word in str(answer.headers)]
