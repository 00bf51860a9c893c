"""Adding an account, renewing its token, and the options."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    get_schema_suggested_value,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import (
    CONF_CONSOLE,
    CONF_NPSSO,
    CONF_POLL_INTERVAL,
    CONF_POLLING,
    CONF_SHOW_SECRET_TROPHIES,
    DOMAIN,
)
from tests.emulator import Emulator

from .common import let_pass, make_entry, set_up, state_of

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

NOT_SIGNED_IN = (
    '{"error":"invalid_grant","error_description":"Invalid login","error_code":20,'
    '"docs":"https://auth.api.sonyentertainmentnetwork.com/docs/","parameters":[]}'
)
SOURCES = [SOURCE_USER, SOURCE_REAUTH, SOURCE_RECONFIGURE]
# A fault of the service, where it strikes, and the error that people read then.
TROUBLES = [
    ("npsso_expired", "authorize", "token_expired"),
    ("authorize_bare", "authorize", "cannot_connect"),
    ("authorize_no_location", "authorize", "cannot_connect"),
    ("drop", "all", "cannot_connect"),
    ("unavailable", "all", "cannot_connect"),
    ("unavailable", "summary", "cannot_connect"),
    ("blocked", "all", "cannot_connect"),
    ("blocked", "summary", "cannot_connect"),
    ("rate_limited", "authorize", "rate_limited"),
    ("rate_limited_bare", "summary", "rate_limited"),
    ("rate_limited", "profile", "rate_limited"),
    ("unauthorized", "summary", "not_honoured"),
    ("html", "summary", "unexpected_answer"),
    ("malformed", "token", "unexpected_answer"),
    ("wrong_types", ["profile", "legacy_profile"], "unexpected_answer"),
    ("forbidden", "summary", "access_denied"),
]
ENDINGS = {
    SOURCE_REAUTH: "reauth_successful",
    SOURCE_RECONFIGURE: "reconfigure_successful",
}


async def open_form(
    hass: HomeAssistant, source: str, emulator: Emulator
) -> ConfigFlowResult:
    """Open the token form of a source; all but the first are for an account set up."""
    if source == SOURCE_USER:
        return await hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_USER}
        )
    entry = make_entry(emulator.account)
    entry.add_to_hass(hass)
    form: ConfigFlowResult = await (
        entry.start_reauth_flow(hass)
        if source == SOURCE_REAUTH
        else entry.start_reconfigure_flow(hass)
    )
    return form


async def submit(
    hass: HomeAssistant, form: ConfigFlowResult, text: str
) -> ConfigFlowResult:
    """Paste a text into the form and submit it."""
    result = await hass.config_entries.flow.async_configure(
        form["flow_id"], {CONF_NPSSO: text}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


def assert_error(result: ConfigFlowResult, error: str, text: str) -> None:
    """Check that the form shows the error and still holds what was typed."""
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"base": error}
    assert result["data_schema"] is not None
    schema = result["data_schema"].schema
    assert get_schema_suggested_value(schema, CONF_NPSSO) == text


def assert_success(
    hass: HomeAssistant, result: ConfigFlowResult, emulator: Emulator
) -> None:
    """Check that the flow left one account with the current token, set up."""
    if result["type"] is FlowResultType.ABORT:
        assert result["reason"] in ENDINGS.values()
    else:
        assert result["type"] is FlowResultType.CREATE_ENTRY
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert entry.unique_id == emulator.account.account_id
    assert entry.title == emulator.account.online_id
    assert entry.data == {CONF_NPSSO: emulator.npsso}
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("source", SOURCES)
async def test_form_tells_where_the_token_is(
    emulator: Emulator, hass: HomeAssistant, source: str
) -> None:
    """The form is empty and carries the two addresses; nothing is asked of Sony."""
    form = await open_form(hass, source, emulator)
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == ("reauth_confirm" if source == SOURCE_REAUTH else source)
    assert form["errors"] == {}
    placeholders = form["description_placeholders"]
    assert placeholders is not None
    assert placeholders["sign_in_url"] == "https://www.playstation.com"
    assert placeholders["npsso_url"] == "https://ca.account.sony.com/api/v1/ssocookie"
    assert not emulator.log.records


@pytest.mark.parametrize(
    "pasted",
    [
        "{npsso}",
        "  {npsso}\n",
        '{{"npsso":"{npsso}"}}',
        '{{"npsso":"{npsso}","expires_in":5183999}}',
        "npsso={npsso}; Path=/; Secure",
        "Cookie: a=b; npsso={npsso}",
        "my token is “{npsso}”, thanks",
    ],
)
async def test_account_is_added_with_whatever_form_of_the_token(
    emulator: Emulator, hass: HomeAssistant, pasted: str
) -> None:
    """Bare, with spaces, the page's JSON, a cookie or prose: all are understood."""
    form = await open_form(hass, SOURCE_USER, emulator)
    result = await submit(hass, form, pasted.format(npsso=emulator.npsso))
    assert_success(hass, result, emulator)
    assert result["title"] == emulator.account.online_id
    assert result["result"].unique_id == emulator.account.account_id


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("hello", "not_a_token"),
        ("", "not_a_token"),
        ("A" * 63, "not_a_token"),
        (f"{'A' * 64} {'B' * 64}", "not_a_token"),
        (NOT_SIGNED_IN, "not_signed_in"),
        ("Z" * 64, "token_expired"),
    ],
)
@pytest.mark.parametrize("source", SOURCES)
async def test_wrong_text_is_told_and_corrected_in_the_same_form(
    emulator: Emulator, hass: HomeAssistant, source: str, text: str, error: str
) -> None:
    """What is no token, or a dead one, is named; the right one then goes through."""
    form = await open_form(hass, source, emulator)
    result = await submit(hass, form, text)
    assert_error(result, error, text)
    assert emulator.log.count() == (1 if error == "token_expired" else 0)
    result = await submit(hass, result, emulator.npsso)
    assert_success(hass, result, emulator)


@pytest.mark.parametrize(("kind", "on", "error"), TROUBLES)
@pytest.mark.parametrize("source", SOURCES)
async def test_trouble_is_told_and_survived_in_the_same_form(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    source: str,
    kind: str,
    on: str | list[str],
    error: str,
) -> None:
    """Each trouble of the service has its error; afterwards the same token works."""
    form = await open_form(hass, source, emulator)
    emulator.fail(kind, on=on)
    result = await submit(hass, form, emulator.npsso)
    assert_error(result, error, emulator.npsso)
    emulator.clear_faults()
    result = await submit(hass, result, emulator.npsso)
    assert_success(hass, result, emulator)


@pytest.mark.parametrize("source", SOURCES)
async def test_silence_of_the_service_is_told_and_survived(
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    source: str,
) -> None:
    """An answer that does not come within the time limit is trouble on the line."""
    form = await open_form(hass, source, emulator)
    fault = emulator.fail("slow", on="authorize")
    submitted = hass.async_create_task(submit(hass, form, emulator.npsso))
    await fault.reached()
    freezer.tick(timedelta(seconds=31))
    async_fire_time_changed(hass)
    result = await submitted
    assert_error(result, "cannot_connect", emulator.npsso)
    emulator.clear_faults()
    assert_success(hass, await submit(hass, result, emulator.npsso), emulator)


@pytest.mark.parametrize("source", SOURCES)
async def test_code_is_tried_again_in_the_same_form(
    emulator: Emulator, hass: HomeAssistant, source: str
) -> None:
    """While the token endpoint is in trouble, ten tries are one login."""
    form = await open_form(hass, source, emulator)
    emulator.fail("unavailable", on="token")
    for _ in range(10):
        result = await submit(hass, form, emulator.npsso)
        assert_error(result, "cannot_connect", emulator.npsso)
    assert emulator.log.count("authorize") == 1
    emulator.clear_faults()
    # Also in a form that is opened anew.
    if source == SOURCE_USER:
        form = await open_form(hass, source, emulator)
    assert_success(hass, await submit(hass, form, emulator.npsso), emulator)
    assert emulator.log.count("authorize") == 1


@pytest.mark.parametrize("source", SOURCES)
async def test_many_tries_with_a_token_have_an_end(
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    source: str,
) -> None:
    """Four logins in an hour; the form says when there may be another one."""
    form = await open_form(hass, source, emulator)
    emulator.fail("malformed", on="token")
    errors = []
    for _ in range(10):
        result = await submit(hass, form, emulator.npsso)
        assert result["errors"] is not None
        errors.append(result["errors"]["base"])
        freezer.tick(timedelta(seconds=30))
    # Each but the first finds that the code of the last one is used up.
    assert errors == ["unexpected_answer"] * 4 + ["login_paused"] * 6
    assert emulator.log.count("authorize") == 4
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["minutes"] == "56"
    emulator.clear_faults()
    freezer.tick(timedelta(minutes=56))
    assert_success(hass, await submit(hass, result, emulator.npsso), emulator)


async def test_fresh_token_works_at_once_after_many_logins(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Polls leave the last login of an hour to people."""
    await let_pass(hass, freezer, timedelta(minutes=16))
    emulator.expire_access_tokens()
    emulator.expire_refresh_tokens()
    emulator.fail("unavailable", on="authorize")
    await let_pass(hass, freezer, timedelta(minutes=40))
    assert emulator.log.count("authorize") == 2
    emulator.clear_faults()
    form = await loaded.start_reconfigure_flow(hass)
    result = await submit(hass, form, emulator.new_npsso())
    assert_success(hass, result, emulator)
    assert emulator.log.count("authorize") == 3
    # The account's logins were four in an hour with that of its set-up.
    form = await loaded.start_reconfigure_flow(hass)
    result = await submit(hass, form, emulator.new_npsso())
    assert result["errors"] == {"base": "login_paused"}


async def test_logins_of_the_form_count_for_the_account(
    emulator: Emulator, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What follows on the set-up keeps its distance from it."""
    form = await open_form(hass, SOURCE_USER, emulator)
    assert_success(hass, await submit(hass, form, emulator.npsso), emulator)
    emulator.expire_access_tokens()
    emulator.expire_refresh_tokens()
    await let_pass(hass, freezer, timedelta(minutes=14))
    assert emulator.log.count("authorize") == 1
    await let_pass(hass, freezer, timedelta(minutes=3))
    assert emulator.log.count("authorize") == 2


@pytest.mark.parametrize("source", SOURCES)
async def test_bare_redirect_in_the_form(
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    source: str,
) -> None:
    """At first it is trouble on the line, ten minutes later it is the token."""
    form = await open_form(hass, source, emulator)
    emulator.fail("authorize_bare")
    for minutes, error in ((0, "cannot_connect"), (5, "cannot_connect")):
        freezer.tick(timedelta(minutes=minutes))
        result = await submit(hass, form, emulator.npsso)
        assert_error(result, error, emulator.npsso)
    freezer.tick(timedelta(minutes=6))
    result = await submit(hass, form, emulator.npsso)
    assert_error(result, "token_expired", emulator.npsso)


@contextmanager
def broken_session() -> Iterator[None]:
    """Let something break that nobody thought of."""
    with patch(
        "custom_components.psn_trophies.login.async_create_session",
        side_effect=RuntimeError("no such thing"),
    ):
        yield


@pytest.mark.parametrize("source", SOURCES)
async def test_unforeseen_error_is_told_logged_and_survived(
    emulator: Emulator,
    hass: HomeAssistant,
    caplog: pytest.LogCaptureFixture,
    source: str,
) -> None:
    """An error nobody thought of leaves the form usable and its trace in the log."""
    form = await open_form(hass, source, emulator)
    with broken_session():
        result = await submit(hass, form, emulator.npsso)
    assert_error(result, "unknown", emulator.npsso)
    assert "no such thing" in caplog.text
    assert emulator.npsso not in caplog.text
    assert_success(hass, await submit(hass, result, emulator.npsso), emulator)


async def test_same_account_is_not_added_twice(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """A second token of the same account ends the flow and changes nothing."""
    before = dict(loaded.data)
    form = await open_form(hass, SOURCE_USER, emulator)
    result = await submit(hass, form, emulator.new_npsso())
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert hass.config_entries.async_entries(DOMAIN) == [loaded]
    assert dict(loaded.data) == before


@pytest.mark.parametrize("source", [SOURCE_REAUTH, SOURCE_RECONFIGURE])
async def test_token_of_another_account_is_told_and_changes_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    source: str,
) -> None:
    """The form stays open, and neither entry nor kept login are touched until then."""
    other = emulator.add_account("somebody_else")
    key = f"{DOMAIN}.{emulator.account.account_id}.tokens"
    kept = {"version": 1, "minor_version": 2, "key": key, "data": {"kept": True}}
    hass_storage[key] = kept
    form = await open_form(hass, source, emulator)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    result = await submit(hass, form, other.npsso)
    assert_error(result, "wrong_account", other.npsso)
    assert entry.data == {CONF_NPSSO: emulator.npsso}
    assert entry.unique_id == emulator.account.account_id
    assert hass_storage[key] == kept
    assert f"{DOMAIN}.{other.account_id}.tokens" not in hass_storage
    result = await submit(hass, result, emulator.new_npsso())
    assert_success(hass, result, emulator)


async def test_question_stays_after_a_token_of_another_account(
    emulator: Emulator, hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """An account that needs a token goes on asking, in its repair as well."""
    other = emulator.add_account("somebody_else")
    emulator.revoke_npsso()
    await set_up(hass, entry)
    (flow,) = hass.config_entries.flow.async_progress()
    issue = f"config_entry_reauth_{DOMAIN}_{entry.entry_id}"
    issues = ir.async_get(hass)
    assert issues.async_get_issue(HOMEASSISTANT_DOMAIN, issue)
    result = await submit(hass, flow, other.npsso)
    assert_error(result, "wrong_account", other.npsso)
    (still,) = hass.config_entries.flow.async_progress()
    assert still["flow_id"] == flow["flow_id"]
    assert issues.async_get_issue(HOMEASSISTANT_DOMAIN, issue)
    result = await submit(hass, result, emulator.new_npsso())
    assert_success(hass, result, emulator)
    assert not hass.config_entries.flow.async_progress()
    assert not issues.async_get_issue(HOMEASSISTANT_DOMAIN, issue)


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("source", [SOURCE_REAUTH, SOURCE_RECONFIGURE])
async def test_account_is_removed_while_its_form_is_sent(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    source: str,
    right: bool,
) -> None:
    """The form ends and says why, whatever token it held; nothing is left of it."""
    other = emulator.add_account("somebody_else")
    form = await open_form(hass, source, emulator)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    held = emulator.fail("slow", on="summary")
    npsso = emulator.npsso if right else other.npsso
    submitted = hass.async_create_task(submit(hass, form, npsso))
    await held.reached()
    await hass.config_entries.async_remove(entry.entry_id)
    held.clear()
    result = await submitted
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "account_removed"
    assert not hass.config_entries.flow.async_progress()
    assert not [key for key in hass_storage if key.startswith(DOMAIN)]


async def test_token_can_be_replaced_before_it_ends(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Reconfiguring a running account takes over the new token and goes on."""
    old = emulator.npsso
    new = emulator.new_npsso()
    form = await loaded.start_reconfigure_flow(hass)
    result = await submit(hass, form, new)
    assert result["reason"] == "reconfigure_successful"
    assert_success(hass, result, emulator)
    assert old != new


async def test_login_of_the_flow_is_used_for_the_set_up(
    emulator: Emulator, hass: HomeAssistant
) -> None:
    """One exchange of the token, and no second login when the account is set up."""
    form = await open_form(hass, SOURCE_USER, emulator)
    result = await submit(hass, form, emulator.npsso)
    assert_success(hass, result, emulator)
    assert emulator.log.count("authorize") == 1
    assert emulator.log.count("token") == 1


@pytest.mark.parametrize("kind", ["not_found", "forbidden", "missing_keys"])
async def test_older_profile_service_names_the_account(
    emulator: Emulator, hass: HomeAssistant, kind: str
) -> None:
    """Where the profile is not to be had, the legacy service knows the name."""
    emulator.fail(kind, on="profile")
    form = await open_form(hass, SOURCE_USER, emulator)
    result = await submit(hass, form, emulator.npsso)
    assert_success(hass, result, emulator)
    assert emulator.log.count("legacy_profile") == 1


async def test_older_profile_service_gives_the_present_name(
    emulator: Emulator, hass: HomeAssistant
) -> None:
    """Of an account that was renamed, the legacy service puts the old name first."""
    emulator.rename("lantern_lighter")
    emulator.fail("not_found", on="profile")
    form = await open_form(hass, SOURCE_USER, emulator)
    result = await submit(hass, form, emulator.npsso)
    assert result["title"] == "lantern_lighter"


async def test_two_accounts_live_side_by_side(
    emulator: Emulator, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Each account has its own login; no cookie of one goes to the other."""
    other = emulator.add_account("second_hunter", titles=3)
    descriptions = []
    for npsso in (emulator.npsso, other.npsso):
        form = await open_form(hass, SOURCE_USER, emulator)
        result = await submit(hass, form, npsso)
        assert result["type"] is FlowResultType.CREATE_ENTRY
        descriptions.append(result["description"])
    # Pages that are open have the cards from the first one on.
    assert descriptions == ["first_account", None]
    entries = hass.config_entries.async_entries(DOMAIN)
    assert {entry.unique_id: entry.title for entry in entries} == {
        emulator.account.account_id: emulator.account.online_id,
        other.account_id: other.online_id,
    }
    assert all(entry.state is ConfigEntryState.LOADED for entry in entries)
    await let_pass(hass, freezer, timedelta(minutes=15))
    emulator.log.clear()
    emulator.expire_access_tokens()
    emulator.expire_refresh_tokens()
    emulator.earn()
    emulator.earn(account=other)
    # Nobody seems to play, so that is seldom looked at.
    await let_pass(hass, freezer, timedelta(minutes=11))
    assert emulator.log.count("authorize") == 2
    for account in (emulator.account, other):
        total = str(sum(account.total().values()))
        assert state_of(hass, account, "trophies_total").state == total
    # A shared cookie jar would have made violations, which the fixture looks for.


async def test_options_are_offered_and_take_effect(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """New options are kept, shown again, and the account is reloaded with them."""
    form = await hass.config_entries.options.async_init(loaded.entry_id)
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == "init"
    assert form["data_schema"] is not None
    assert form["data_schema"]({}) == {
        CONF_POLLING: "fixed",
        CONF_POLL_INTERVAL: 60,
        CONF_SHOW_SECRET_TROPHIES: False,
    }
    chosen = {CONF_POLL_INTERVAL: 300.0, CONF_SHOW_SECRET_TROPHIES: True}
    result = await hass.config_entries.options.async_configure(form["flow_id"], chosen)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert loaded.options == chosen
    assert isinstance(loaded.options[CONF_POLL_INTERVAL], int)
    assert loaded.state is ConfigEntryState.LOADED
    assert loaded.runtime_data.coordinator.update_interval == timedelta(minutes=5)

    form = await hass.config_entries.options.async_init(loaded.entry_id)
    assert form["data_schema"] is not None
    schema = form["data_schema"].schema
    assert get_schema_suggested_value(schema, CONF_POLL_INTERVAL) == 300
    assert get_schema_suggested_value(schema, CONF_POLLING) == "fixed"
    assert get_schema_suggested_value(schema, CONF_SHOW_SECRET_TROPHIES) is True
    result = await hass.config_entries.options.async_configure(
        form["flow_id"], chosen | {CONF_POLLING: "automatic"}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert loaded.options == {CONF_SHOW_SECRET_TROPHIES: True}
    form = await hass.config_entries.options.async_init(loaded.entry_id)
    assert form["data_schema"] is not None
    assert form["data_schema"]({})[CONF_POLLING] == "automatic"


@pytest.mark.parametrize("seconds", [29, 3601, 0, -60, "often"])
async def test_interval_out_of_bounds_is_refused(
    hass: HomeAssistant, loaded: MockConfigEntry, seconds: object
) -> None:
    """Less than 30 seconds or more than an hour cannot be chosen."""
    form = await hass.config_entries.options.async_init(loaded.entry_id)
    with pytest.raises(InvalidData):
        await hass.config_entries.options.async_configure(
            form["flow_id"],
            {CONF_POLL_INTERVAL: seconds, CONF_SHOW_SECRET_TROPHIES: False},
        )
    result = await hass.config_entries.options.async_configure(
        form["flow_id"], {CONF_POLL_INTERVAL: 30, CONF_SHOW_SECRET_TROPHIES: False}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_forms_reach_the_frontend(
    emulator: Emulator,
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
) -> None:
    """Over Home Assistant's own API the forms can be read, filled in and sent."""
    assert await async_setup_component(hass, "config", {})
    # As on a home that has had an account: a test's pages take no more addresses later.
    assert await async_setup_component(hass, DOMAIN, {})
    client = await hass_client()
    flows = "/api/config/config_entries/flow"
    response = await client.post(flows, json={"handler": DOMAIN})
    form = await response.json()
    (field,) = form["data_schema"]
    assert field["name"] == CONF_NPSSO
    assert field["required"] is True
    assert field["selector"]["text"]["type"] == "password"
    response = await client.post(
        f"{flows}/{form['flow_id']}", json={CONF_NPSSO: emulator.npsso}
    )
    result = await response.json()
    assert result["type"] == "create_entry"
    await hass.async_block_till_done(wait_background_tasks=True)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED

    response = await client.post(
        "/api/config/config_entries/options/flow", json={"handler": entry.entry_id}
    )
    form = await response.json()
    fields = {field["name"]: field for field in form["data_schema"]}
    assert set(fields) == {
        CONF_POLLING,
        CONF_CONSOLE,
        CONF_POLL_INTERVAL,
        CONF_SHOW_SECRET_TROPHIES,
    }
    # Nobody has chosen an interval for an account that was added just now.
    assert fields[CONF_POLLING]["default"] == "automatic"
    number = fields[CONF_POLL_INTERVAL]["selector"]["number"]
    assert (number["min"], number["max"]) == (30, 3600)


async def test_refused_login_asks_for_a_token_and_goes_on_with_it(
    emulator: Emulator, hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """An account whose token ended asks for a new one and starts with it."""
    emulator.revoke_npsso()
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["step_id"] == "reauth_confirm"
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert flow["context"]["title_placeholders"] == {"name": entry.title}
    result = await submit(hass, flow, emulator.new_npsso())
    assert result["reason"] == "reauth_successful"
    assert_success(hass, result, emulator)
