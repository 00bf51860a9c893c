"""The login: who is asked for a new token, when, and what heals by itself."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import pairwise
from typing import Any

from aiohttp.test_utils import TestClient
from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import (
    CONF_NPSSO,
    CONF_POLL_INTERVAL,
    DOMAIN,
    NPSSO_URL,
    SIGN_IN_URL,
)
from tests.emulator import Emulator

from .announcements import keys, listen, restart
from .common import DAY, MINUTE, let_pass, make_entry, set_up, stay_signed_in

HOUR = timedelta(hours=1)
UNKNOWN_NPSSO = "N" * 64


@pytest.fixture
async def repairs(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    hass_access_token: str,
) -> ClientSessionGenerator:
    """Return what opens Home Assistant's repairs in a browser."""
    assert await async_setup_component(hass, "repairs", {})
    await hass.async_block_till_done()
    return stay_signed_in(hass, hass_client, hass_access_token)


def login_issue(hass: HomeAssistant, entry: MockConfigEntry) -> ir.IssueEntry | None:
    """Return the question for a new token."""
    issue = ir.async_get(hass).async_get_issue(
        DOMAIN, f"login_expires_{entry.entry_id}"
    )
    return issue if issue is not None and issue.active else None


def library_issue(hass: HomeAssistant, entry: MockConfigEntry) -> ir.IssueEntry | None:
    """Return the note on a damaged library."""
    return ir.async_get(hass).async_get_issue(
        DOMAIN, f"library_damaged_{entry.entry_id}"
    )


async def post(
    client: TestClient[Any, Any], path: str, data: dict[str, Any]
) -> dict[str, Any]:
    """Send a step of a repair and return the next one."""
    answer = await client.post(f"/api/repairs/issues/fix{path}", json=data)
    assert answer.status == HTTPStatus.OK, await answer.text()
    result: dict[str, Any] = await answer.json()
    return result


async def begin(client: TestClient[Any, Any], issue: str) -> dict[str, Any]:
    """Open a repair."""
    return await post(client, "", {"handler": DOMAIN, "issue_id": issue})


async def let_login_near_its_end(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    left: timedelta = 3 * DAY,
) -> None:
    """Give the login a short life, and restart when its end is to be read again."""
    emulator.set_npsso_life((left + DAY).total_seconds())
    await restart(hass, entry, freezer, DAY)
    await let_pass(hass, freezer, 2 * MINUTE)


# The end of a login


@pytest.mark.parametrize(
    ("days", "asked"), [(30, False), (7.2, False), (6.9, True), (1, True), (0.01, True)]
)
async def test_new_token_is_asked_for_seven_days_before_the_end(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    days: float,
    asked: bool,
) -> None:
    """In time, but not before; the texts name account and date."""
    await let_login_near_its_end(emulator, hass, loaded, freezer, timedelta(days=days))
    issue = login_issue(hass, loaded)
    assert (issue is not None) == asked
    if issue is not None:
        assert issue.is_fixable
        assert issue.severity is ir.IssueSeverity.WARNING
        assert issue.translation_key == "login_expires"
        placeholders = issue.translation_placeholders
        assert placeholders is not None
        assert placeholders["name"] == loaded.title
        assert placeholders["sign_in_url"] == SIGN_IN_URL
        assert placeholders["npsso_url"] == NPSSO_URL
        # Written by the frontend, in the reader's language.
        (expires,) = [
            state.state
            for state in hass.states.async_all("sensor")
            if state.entity_id.endswith("_login_expires")
        ]
        end = datetime.fromtimestamp(int(placeholders["date"]) / 1000, UTC)
        assert abs(end - datetime.fromisoformat(expires)) <= timedelta(seconds=1)


async def test_running_down_is_noticed_at_run_time(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Home Assistant runs on for weeks; the question comes when it is time."""
    emulator.set_npsso_life((10 * DAY).total_seconds())
    await let_pass(hass, freezer, 2 * DAY, HOUR)
    assert login_issue(hass, loaded) is None
    await let_pass(hass, freezer, 2 * DAY, HOUR)
    assert login_issue(hass, loaded) is not None


async def test_life_of_the_login_is_read_once_a_day(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Not with every poll."""
    await let_pass(hass, freezer, 2 * MINUTE)
    emulator.log.clear()
    await let_pass(hass, freezer, 3 * DAY, HOUR)
    assert emulator.log.count("npsso_page") in (2, 3)


async def test_question_disappears_after_a_reconfiguration(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Who replaces the token elsewhere is asked no more."""
    await let_login_near_its_end(emulator, hass, loaded, freezer)
    assert login_issue(hass, loaded) is not None
    form = await loaded.start_reconfigure_flow(hass)
    await hass.config_entries.flow.async_configure(
        form["flow_id"], {CONF_NPSSO: emulator.new_npsso()}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert login_issue(hass, loaded) is None


async def test_repair_takes_the_token_right_there(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    repairs: ClientSessionGenerator,
) -> None:
    """The new token is in use at once, and the question gone for good."""
    await let_login_near_its_end(emulator, hass, loaded, freezer)
    issue = login_issue(hass, loaded)
    assert issue is not None
    client = await repairs()
    form = await begin(client, issue.issue_id)
    assert form["type"] == "form"
    assert form["step_id"] == "token"
    assert form["errors"] == {}
    assert form["description_placeholders"] == issue.translation_placeholders
    (field,) = form["data_schema"]
    assert field["name"] == CONF_NPSSO
    assert field["selector"]["text"]["type"] == "password"
    assert emulator.npsso not in str(form)
    new = emulator.new_npsso()
    result = await post(client, f"/{form['flow_id']}", {CONF_NPSSO: f" {new}\n"})
    assert result["type"] == "create_entry"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.data == {CONF_NPSSO: new}
    assert loaded.state is ConfigEntryState.LOADED
    assert login_issue(hass, loaded) is None
    heard = listen(hass)
    earned = emulator.earn()
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophy_keys == keys(earned)
    await let_pass(hass, freezer, 3 * DAY, HOUR)
    assert login_issue(hass, loaded) is None


@pytest.mark.parametrize(
    ("text", "fault", "error"),
    [
        ("too short", None, "not_a_token"),
        ('{"error":"invalid_grant","error_code":20}', None, "not_signed_in"),
        (UNKNOWN_NPSSO, None, "token_expired"),
        (None, "drop", "cannot_connect"),
        (None, "unavailable", "cannot_connect"),
        (None, "rate_limited", "rate_limited"),
        (None, "wrong_account", "wrong_account"),
    ],
)
async def test_every_error_of_the_repair_can_be_recovered_from(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    repairs: ClientSessionGenerator,
    *,
    text: str | None,
    fault: str | None,
    error: str,
) -> None:
    """The same form says what was wrong and takes the next try."""
    other = emulator.add_account("somebody_else", titles=1)
    await let_login_near_its_end(emulator, hass, loaded, freezer)
    issue = login_issue(hass, loaded)
    assert issue is not None
    client = await repairs()
    form = await begin(client, issue.issue_id)
    new = emulator.new_npsso()
    if fault == "wrong_account":
        text = other.npsso
    elif fault is not None:
        emulator.fail(fault, on=["authorize", "token", "summary", "profile"])
    result = await post(client, f"/{form['flow_id']}", {CONF_NPSSO: text or new})
    assert result["type"] == "form"
    assert result["step_id"] == "token"
    assert result["errors"] == {"base": error}
    assert login_issue(hass, loaded) is not None
    assert loaded.data[CONF_NPSSO] != new
    emulator.clear_faults()
    result = await post(client, f"/{form['flow_id']}", {CONF_NPSSO: new})
    assert result["type"] == "create_entry"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.state is ConfigEntryState.LOADED
    assert loaded.data == {CONF_NPSSO: new}
    assert loaded.unique_id == emulator.account.account_id
    assert login_issue(hass, loaded) is None


async def test_repair_of_a_removed_account_ends(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    repairs: ClientSessionGenerator,
) -> None:
    """Removed while the form is open: nothing to repair any more."""
    await let_login_near_its_end(emulator, hass, loaded, freezer)
    issue = login_issue(hass, loaded)
    assert issue is not None
    client = await repairs()
    form = await begin(client, issue.issue_id)
    await hass.config_entries.async_remove(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert login_issue(hass, loaded) is None
    result = await post(client, f"/{form['flow_id']}", {CONF_NPSSO: emulator.npsso})
    assert result["type"] == "abort"
    assert result["reason"] == "account_removed"


async def test_questions_go_with_their_account_only(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Two accounts have two questions."""
    other = emulator.add_account("second_hunter", titles=1)
    entry = make_entry(other)
    emulator.set_npsso_life((5 * DAY).total_seconds(), account=other)
    await set_up(hass, entry)
    await let_login_near_its_end(emulator, hass, loaded, freezer)
    assert login_issue(hass, loaded) is not None
    assert login_issue(hass, entry) is not None
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert login_issue(hass, entry) is None
    assert login_issue(hass, loaded) is not None


# A damaged library


def report_damage(
    hass: HomeAssistant, entry: MockConfigEntry, names: dict[str, str] | None
) -> None:
    """Tell of a damaged library, as this or as an earlier version did."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"library_damaged_{entry.entry_id}",
        data={"entry_id": entry.entry_id},
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key="library_damaged",
        translation_placeholders=names,
    )


async def test_damaged_library_is_confirmed(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    repairs: ClientSessionGenerator,
) -> None:
    """There is nothing to do about it; who has read the note lets it go."""
    report_damage(hass, loaded, None)
    client = await repairs()
    form = await begin(client, f"library_damaged_{loaded.entry_id}")
    assert form["type"] == "form"
    assert form["step_id"] == "confirm"
    assert form["description_placeholders"] is None
    result = await post(client, f"/{form['flow_id']}", {})
    assert result["type"] == "create_entry"
    assert library_issue(hass, loaded) is None


async def test_kept_note_loses_what_is_personal(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Earlier versions named account and file; it stays as hidden as it was."""
    report_damage(
        hass,
        loaded,
        {"name": loaded.title, "file": f"{emulator.account.account_id}.library"},
    )
    ir.async_ignore_issue(hass, DOMAIN, f"library_damaged_{loaded.entry_id}", True)
    assert await hass.config_entries.async_reload(loaded.entry_id)
    issue = library_issue(hass, loaded)
    assert issue is not None
    assert issue.translation_placeholders is None
    assert issue.dismissed_version is not None
    kept = str(issue.to_json())
    assert emulator.account.account_id not in kept
    assert emulator.account.online_id not in kept


async def test_no_note_is_made_of_nothing(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """A healthy account has no notes, however often it is loaded."""
    assert await hass.config_entries.async_reload(loaded.entry_id)
    assert not ir.async_get(hass).issues


# Logging in again


async def test_reauthentication_starts_at_run_time(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Signed out and all tokens at their end: one question, no hammering."""
    heard = listen(hass)
    await let_pass(hass, freezer, 15 * MINUTE)
    emulator.revoke_npsso()
    emulator.expire_access_tokens()
    emulator.expire_refresh_tokens()
    emulator.log.clear()
    await let_pass(hass, freezer, MINUTE)
    assert emulator.log.count("authorize") == 1
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert flow["context"]["entry_id"] == loaded.entry_id
    emulator.log.clear()
    await let_pass(hass, freezer, HOUR)
    assert not emulator.log.records
    assert len(hass.config_entries.flow.async_progress()) == 1
    earned = emulator.earn()
    freezer.tick(HOUR)
    await hass.config_entries.flow.async_configure(
        flow["flow_id"], {CONF_NPSSO: emulator.new_npsso()}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophy_keys == keys(earned)


@pytest.mark.parametrize(
    "refusal", ["expired", "refuse_refresh", "refresh_expired"], ids=str
)
async def test_refused_refresh_falls_back_to_the_npsso(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    refusal: str,
) -> None:
    """Within the same poll, and nobody is asked for anything."""
    await let_pass(hass, freezer, 15 * MINUTE)
    emulator.log.clear()
    if refusal == "expired":
        emulator.expire_refresh_tokens()
    elif refusal == "refuse_refresh":
        emulator.set_auth(refuse_refresh=True)
    else:
        emulator.fail("refresh_expired", on="token")
    emulator.expire_access_tokens()
    heard = listen(hass)
    earned = emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert emulator.log.count("authorize") == 1
    assert heard.trophy_keys == keys(earned)
    assert loaded.runtime_data.coordinator.last_update_success
    assert not hass.config_entries.flow.async_progress()


@pytest.mark.parametrize("rotate", [False, True])
@pytest.mark.parametrize("omit", [False, True])
async def test_refresh_with_and_without_rotation(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    rotate: bool,
    omit: bool,
) -> None:
    """Hour after hour the refresh token serves, also over a restart."""
    emulator.set_auth(rotate_refresh=rotate, omit_refresh_life=omit)
    emulator.log.clear()
    await let_pass(hass, freezer, 4 * HOUR, 20 * MINUTE)
    await restart(hass, loaded, freezer, 3 * HOUR)
    await let_pass(hass, freezer, 4 * HOUR, 20 * MINUTE)
    assert emulator.log.count("authorize") == 0
    assert 6 <= emulator.log.count("token") <= 20
    assert loaded.runtime_data.coordinator.last_update_success


@pytest.mark.parametrize(
    "kind", ["drop", "unavailable", "blocked", "malformed", "unauthorized", "forbidden"]
)
async def test_never_more_than_one_login_attempt_per_poll(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
) -> None:
    """Whatever the login service answers, each poll tries it once."""
    emulator.expire_refresh_tokens()
    emulator.expire_access_tokens()
    emulator.fail(kind, on=["authorize"])
    for _ in range(4):
        emulator.log.clear()
        await let_pass(hass, freezer, MINUTE)
        assert emulator.log.count("authorize") <= 1
        # The refused refresh, and where there was a code, its exchange.
        assert emulator.log.count("token") <= 2


async def test_tokens_that_sony_does_not_honour_do_not_loop(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Fresh tokens that are refused as well are trouble, not a reason to go on."""
    emulator.fail("unauthorized", on="summary")
    for _ in range(4):
        emulator.log.clear()
        await let_pass(hass, freezer, MINUTE)
        assert emulator.log.count("token") <= 2
        assert emulator.log.count("authorize") <= 1
        assert emulator.log.count("summary") <= 2
    assert not hass.config_entries.flow.async_progress()
    emulator.clear_faults()
    await let_pass(hass, freezer, 16 * MINUTE)
    assert loaded.runtime_data.coordinator.last_update_success


async def test_fresh_tokens_that_are_refused_are_not_refreshed_at_once(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Exchange or refresh: one of them in a poll is enough."""
    emulator.fail("unauthorized", on="summary")
    for _ in range(4):
        emulator.log.clear()
        await let_pass(hass, freezer, MINUTE)
        assert emulator.log.count("token") <= 1


# Failing again and again


async def asked_at(
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    duration: timedelta,
) -> list[float]:
    """Let time pass; return after how many minutes each of the polls came."""
    began = emulator.now()
    emulator.log.clear()
    await let_pass(hass, freezer, duration, timedelta(seconds=30))
    # One poll may ask twice before it gives up.
    times = {
        record.time for record in emulator.log.records if record.route == "summary"
    }
    return [(time - began) / 60 for time in sorted(times)]


async def test_polls_become_rarer_while_they_fail(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Three times as usual, then twice as long each time, up to a quarter of an hour."""
    fault = emulator.fail("unavailable", on="summary")
    times = await asked_at(emulator, hass, freezer, 62 * MINUTE)
    gaps = [after - before for before, after in pairwise(times)]
    assert gaps[:3] == pytest.approx([1, 1, 1], abs=0.6)
    assert gaps[3:7] == pytest.approx([2, 4, 8, 15], abs=0.6)
    assert all(gap <= 15.6 for gap in gaps)
    fault.clear()
    await let_pass(hass, freezer, 16 * MINUTE)
    assert loaded.runtime_data.coordinator.last_update_success
    times = await asked_at(emulator, hass, freezer, 5 * MINUTE)
    assert len(times) == 5
    emulator.fail("unavailable", on="summary", times=1)
    times = await asked_at(emulator, hass, freezer, 4 * MINUTE)
    assert len(times) == 4


async def test_rare_polls_do_not_become_more_frequent_when_they_fail(
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Who polls every hour does so in an outage, too."""
    entry = make_entry(emulator.account, {CONF_POLL_INTERVAL: 3600})
    await set_up(hass, entry)
    emulator.fail("unavailable", on="summary")
    times = await asked_at(emulator, hass, freezer, 6 * HOUR)
    assert len(times) in (5, 6)
