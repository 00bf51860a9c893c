"""Secrets stay secret over the whole life of an account."""

from collections.abc import Iterator
import json
import logging

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, issue_registry as ir

from custom_components.psn_trophies.const import CONF_NPSSO, DOMAIN
from custom_components.psn_trophies.psn.const import CLIENT_SECRET
from tests.emulator import Emulator

from .common import DAY, MINUTE, let_pass, stay_signed_in

FAULTS = (
    "drop",
    "drop_midway",
    "unavailable",
    "blocked",
    "html",
    "malformed",
    "truncated",
    "wrong_types",
    "missing_keys",
    "nulls",
    "unauthorized",
    "forbidden",
    "not_found",
)
# The plugin's stand-in for the disk tells what it writes, tokens included.
STORAGE_LOGGER = "pytest_homeassistant_custom_component.common"


class Watch:
    """Every secret that there was."""

    def __init__(self, emulator: Emulator) -> None:
        """Watch the emulator's."""
        self._auth = emulator.auth
        self._seen: set[str] = {CLIENT_SECRET}
        self.look()

    def look(self) -> None:
        """Note the secrets of now."""
        for secrets in (
            self._auth.npssos,
            self._auth.codes,
            self._auth.access_tokens,
            self._auth.refresh_tokens,
        ):
            self._seen |= set(secrets)

    def found_in(self, text: str) -> list[str]:
        """Return the secrets in a text, shortened so that a report tells none."""
        self.look()
        return [secret[:4] for secret in self._seen if secret in text]


def shown(hass: HomeAssistant) -> Iterator[str]:
    """Return everything that is to be seen in Home Assistant."""
    for state in hass.states.async_all():
        yield repr(state.as_dict())
    for issue in ir.async_get(hass).issues.values():
        yield repr(issue)
    for flow in hass.config_entries.flow.async_progress():
        yield repr(flow)
    for entry in hass.config_entries.async_entries(DOMAIN):
        yield repr(entry)
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        ):
            yield repr(device)
        yield f"{entry.reason} {entry.error_reason_translation_placeholders}"
        if entry.state is ConfigEntryState.LOADED:
            coordinator = entry.runtime_data.coordinator
            yield repr(vars(coordinator))
            yield repr(coordinator.last_exception)


def log_of(caplog: pytest.LogCaptureFixture, *names: str) -> str:
    """Return everything logged under these names, with tracebacks."""
    return "\n".join(
        f"{record.getMessage()} {record.exc_text or ''}"
        for record in caplog.records
        if record.name.startswith(names)
    )


async def test_no_secret_is_shown_or_logged(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
    hass_access_token: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """From the first form to the removal, at the highest level of logging."""
    caplog.set_level(logging.DEBUG)
    watch = Watch(emulator)
    browser = stay_signed_in(hass, hass_client, hass_access_token)
    emulator.auth.settings.rotate_refresh = True

    # Somebody who plays is looked at often.
    emulator.launch()

    # The flow, with trouble on the way.
    form = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    for kind in FAULTS:
        emulator.fail(kind)
        await hass.config_entries.flow.async_configure(
            form["flow_id"], {CONF_NPSSO: emulator.npsso}
        )
        emulator.clear_faults()
        # As few logins as a form may make.
        freezer.tick(20 * MINUTE)
    result = await hass.config_entries.flow.async_configure(
        form["flow_id"], {CONF_NPSSO: f'{{"npsso":"{emulator.npsso}"}}'}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert isinstance(entry.unique_id, str)
    visible = [*shown(hass)]

    # Polls, with trouble of every kind, on every route, with every token.
    for kind in FAULTS:
        emulator.expire_access_tokens()
        emulator.fail(kind)
        await let_pass(hass, freezer, MINUTE)
        visible += shown(hass)
        emulator.clear_faults()
        # A rotated token that is lost with its answer costs a login.
        await let_pass(hass, freezer, 16 * MINUTE, 4 * MINUTE)
        assert entry.runtime_data.coordinator.last_update_success, kind
    diagnostics = await get_diagnostics_for_config_entry(hass, browser, entry)
    visible.append(json.dumps(diagnostics))

    # The end of the login, and a new one.
    await let_pass(hass, freezer, 16 * MINUTE)
    emulator.revoke_npsso()
    emulator.expire_access_tokens()
    emulator.expire_refresh_tokens()
    await let_pass(hass, freezer, MINUTE)
    visible += shown(hass)
    (flow,) = hass.config_entries.flow.async_progress()
    await hass.config_entries.flow.async_configure(
        flow["flow_id"], {CONF_NPSSO: emulator.new_npsso()}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    await let_pass(hass, freezer, DAY, DAY)
    visible += shown(hass)
    assert entry.state is ConfigEntryState.LOADED

    assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()

    assert not [text for text in visible if watch.found_in(text)]
    assert not watch.found_in(log_of(caplog, "custom_components", "homeassistant"))
    assert not watch.found_in(log_of(caplog, "aiohttp", "asyncio", "httpx"))
    # Nor does what people send along with a report tell whose it is.
    ours = log_of(caplog, "custom_components")
    assert "/users/*/profiles: 200" in ours
    assert "/users/*/basicPresences: 200" in ours
    assert "/users/me/trophySummary: 200" in ours
    account = emulator.account
    assert account.account_id not in ours
    assert account.online_id not in ours
    # The watch works: on the disk the secrets are.
    assert watch.found_in(log_of(caplog, STORAGE_LOGGER))
