"""Polling an account: what changes is shown, what fails is told, nothing is forgotten."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import logging
import time

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er, translation

from custom_components.psn_trophies.const import CONF_NPSSO, CONF_POLL_INTERVAL, DOMAIN
from tests.emulator import Emulator

from .common import DAY, MINUTE, let_pass, make_entry, set_up, state_of

HOUR = timedelta(hours=1)

# A fault of the service and the text that tells of it.
TROUBLES = [
    ("unavailable", "service_unreachable"),
    ("server_error", "service_unreachable"),
    ("bad_gateway", "service_unreachable"),
    ("gateway_timeout", "service_unreachable"),
    ("blocked", "service_unreachable"),
    ("drop", "service_unreachable"),
    ("drop_midway", "service_unreachable"),
    ("malformed", "unexpected_answer"),
    ("truncated", "unexpected_answer"),
    ("html", "unexpected_answer"),
    ("empty", "unexpected_answer"),
    ("wrong_types", "unexpected_answer"),
    ("missing_keys", "unexpected_answer"),
    ("nulls", "unexpected_answer"),
    ("unauthorized", "not_honoured"),
    ("not_found", "unexpected_answer"),
    ("forbidden", "access_denied"),
    ("rate_limited", "rate_limited"),
    ("rate_limited_retry_after", "rate_limited"),
    ("rate_limited_bare", "rate_limited"),
]


def error_key(entry: MockConfigEntry) -> str | None:
    """Return the key of the text that tells of the last failure."""
    error = entry.runtime_data.coordinator.last_exception
    assert isinstance(error, HomeAssistantError)
    assert error.translation_domain == DOMAIN
    return error.translation_key


def latest_game(hass: HomeAssistant, emulator: Emulator) -> str:
    """Return the id of the latest game as shown."""
    state = state_of(hass, emulator.account, "latest_game")
    title_id: str = state.attributes["title_id"]
    return title_id


# What changes is shown


async def test_new_trophy_is_shown_at_the_next_poll(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Counts, points and latest game follow within a minute."""
    account = emulator.account
    title = [t for t in account.listing(own=True) if t.missing()][-1]
    silver = int(state_of(hass, account, "trophies_silver").state)
    points = int(state_of(hass, account, "trophy_points").state)
    emulator.earn(title=title.set, grade="silver")
    await let_pass(hass, freezer, MINUTE)
    assert state_of(hass, account, "trophies_silver").state == str(silver + 1)
    assert state_of(hass, account, "trophy_points").state == str(points + 30)
    assert latest_game(hass, emulator) == title.set.id


async def test_trophy_synced_late_is_counted(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A trophy earned offline last week, or without any date, counts all the same."""
    total = int(state_of(hass, emulator.account, "trophies_total").state)
    emulator.earn(at=emulator.now() - 7 * 86_400)
    emulator.earn(undated=True)
    await let_pass(hass, freezer, MINUTE)
    assert state_of(hass, emulator.account, "trophies_total").state == str(total + 2)


async def test_new_game_is_shown_within_ten_minutes(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A game started for the first time becomes the latest, at 0 %."""
    games = int(state_of(hass, emulator.account, "games_total").state)
    started = emulator.launch()
    await let_pass(hass, freezer, 10 * MINUTE)
    assert latest_game(hass, emulator) == started
    state = state_of(hass, emulator.account, "latest_game")
    assert state.attributes["progress"] == 0
    assert state_of(hass, emulator.account, "games_total").state == str(games + 1)


async def test_expansion_of_an_older_game_does_not_make_it_the_latest(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """New trophies to earn change a game, but nobody played it."""
    latest, _, older, *_ = emulator.account.listing(own=True)
    emulator.add_dlc(older.set)
    await let_pass(hass, freezer, 11 * MINUTE)
    assert latest_game(hass, emulator) == latest.set.id


async def test_expansion_of_a_completed_game_is_noticed(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """100 % are 100 % no more when trophies are added."""
    title = emulator.account.listing(own=True)[0]
    emulator.earn(title=title.set, trophy_ids=[t.id for t in title.missing()])
    await let_pass(hass, freezer, MINUTE)
    completed = int(state_of(hass, emulator.account, "games_completed").state)
    emulator.add_dlc(title.set)
    await let_pass(hass, freezer, 10 * MINUTE)
    state = state_of(hass, emulator.account, "games_completed")
    assert state.state == str(completed - 1)


async def test_title_hidden_and_shown_again(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A hidden title is shown nowhere; shown again it takes its old place."""
    first, second, third, *_ = emulator.account.listing(own=True)
    emulator.hide(first.set)
    emulator.hide(third.set)
    await let_pass(hass, freezer, 10 * MINUTE)
    assert latest_game(hass, emulator) == second.set.id
    emulator.unhide(third.set)
    await let_pass(hass, freezer, 10 * MINUTE)
    assert latest_game(hass, emulator) == second.set.id
    emulator.unhide(first.set)
    await let_pass(hass, freezer, 10 * MINUTE)
    assert latest_game(hass, emulator) == first.set.id


@pytest.mark.parametrize("titles", [30])
async def test_old_title_hidden_is_noticed_within_a_day(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What changes without moving up the list waits for the daily full reading."""
    await let_pass(hass, freezer, MINUTE)
    games = int(state_of(hass, emulator.account, "games_total").state)
    emulator.hide(emulator.account.listing(own=True)[-1].set)
    await let_pass(hass, freezer, DAY, DAY)
    assert state_of(hass, emulator.account, "games_total").state == str(games - 1)


@pytest.mark.parametrize("titles", [30])
async def test_many_games_at_once_are_all_found(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """More changed titles than a look shows lead to a look further down."""
    listing = emulator.account.listing(own=True)
    changed = [title for title in listing if title.missing() and not title.hidden]
    for title in changed[:25]:
        emulator.earn(title=title.set, trophy_id=title.missing()[-1].id)
    await let_pass(hass, freezer, MINUTE)
    known = {
        title.np_communication_id: title.earned.total
        for title in loaded.runtime_data.coordinator.sync.titles
    }
    assert known == {
        title.set.id: len(title.live.earned)
        for title in emulator.account.listing(own=True)
    }


@pytest.mark.parametrize("titles", [520])
async def test_game_played_while_the_list_is_read_is_found(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A title that moves up from a page not yet read is not overlooked."""
    title = [t for t in emulator.account.listing(own=True)[500:] if t.missing()][0]
    emulator.earn(title=title.set)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert latest_game(hass, emulator) == title.set.id


async def test_list_that_lags_behind_is_caught_up_with(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The counts are shown at once, the game as soon as the list has it."""
    title = [t for t in emulator.account.listing(own=True) if t.missing()][-1]
    total = int(state_of(hass, emulator.account, "trophies_total").state)
    emulator.lag(titles=True)
    emulator.earn(title=title.set)
    await let_pass(hass, freezer, 3 * MINUTE)
    assert state_of(hass, emulator.account, "trophies_total").state == str(total + 1)
    assert latest_game(hass, emulator) != title.set.id
    emulator.catch_up()
    await let_pass(hass, freezer, MINUTE)
    assert latest_game(hass, emulator) == title.set.id


async def test_list_that_lags_for_long_is_caught_up_with(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """After patience ran out the regular look at the titles finds what was missing."""
    title = [t for t in emulator.account.listing(own=True) if t.missing()][-1]
    emulator.lag(titles=True)
    emulator.earn(title=title.set)
    await let_pass(hass, freezer, 30 * MINUTE)
    emulator.catch_up()
    await let_pass(hass, freezer, 10 * MINUTE)
    assert latest_game(hass, emulator) == title.set.id


async def test_quiet_polls_hand_on_the_same_state(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Nothing is worked out or written anew when nothing changed."""
    await let_pass(hass, freezer, 2 * MINUTE)
    before = loaded.runtime_data.coordinator.data
    await let_pass(hass, freezer, 20 * MINUTE)
    assert loaded.runtime_data.coordinator.data is before


# Accounts of all kinds


async def test_account_without_trophies(
    emulator: Emulator, hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    """Nothing earned is level 1 with no game, not an error."""
    account = emulator.world.people["empty"]
    await set_up(hass, make_entry(account))
    values = {
        key: state_of(hass, account, key).state
        for key in (
            "trophy_level",
            "trophy_tier",
            "level_progress",
            "trophy_points",
            "trophies_total",
            "games_total",
            "games_completed",
            "latest_game",
            "closest_platinum",
        )
    }
    assert values == {
        "trophy_level": "1",
        "trophy_tier": "bronze",
        "level_progress": "0",
        "trophy_points": "0",
        "trophies_total": "0",
        "games_total": "0",
        "games_completed": "0",
        "latest_game": STATE_UNKNOWN,
        "closest_platinum": STATE_UNKNOWN,
    }


async def test_first_game_of_an_account(
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The first game and the first trophy turn up like any other."""
    account = emulator.world.people["empty"]
    await set_up(hass, make_entry(account))
    started = emulator.launch(account=account)
    emulator.earn(account=account, title=started)
    await let_pass(hass, freezer, MINUTE)
    assert state_of(hass, account, "trophies_total").state == "1"
    assert state_of(hass, account, "latest_game").attributes["title_id"] == started


async def test_private_account_sees_its_own_trophies(
    emulator: Emulator, hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    """Privacy settings keep others out, not the owner."""
    account = emulator.world.people["private"]
    entry = make_entry(account)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    total = sum(account.total().values())
    assert state_of(hass, account, "trophies_total").state == str(total)


@pytest.mark.parametrize("titles", [24])
async def test_undated_trophies_count_once(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Old trophies without a date are in the counts, and no cause for more polls."""
    assert "undated" in emulator.world.cases
    total = sum(emulator.account.total().values())
    assert state_of(hass, emulator.account, "trophies_total").state == str(total)
    await let_pass(hass, freezer, 5 * MINUTE)
    emulator.log.clear()
    await let_pass(hass, freezer, 15 * MINUTE)
    assert emulator.log.count() <= 20


# What fails is told


@pytest.mark.parametrize(("kind", "key"), TROUBLES)
async def test_trouble_is_told_until_it_is_over(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    key: str,
) -> None:
    """It is logged once and goes away by itself; figures stay, nobody is asked."""
    before = state_of(hass, emulator.account, "trophy_level").state
    caplog.clear()
    emulator.fail(kind, on="summary")
    await let_pass(hass, freezer, 3 * MINUTE)
    assert state_of(hass, emulator.account, "trophy_level").state == before
    assert error_key(loaded) == key
    assert loaded.state is ConfigEntryState.LOADED
    emulator.clear_faults()
    await let_pass(hass, freezer, 15 * MINUTE, 5 * MINUTE)
    assert state_of(hass, emulator.account, "trophy_level").state == before
    assert not hass.config_entries.flow.async_progress()
    logged = [
        record.levelname
        for record in caplog.records
        if record.name.startswith("custom_components.psn_trophies")
        and record.levelno > logging.DEBUG
    ]
    assert logged == ["ERROR", "INFO"]


@pytest.mark.parametrize("kind", ["unavailable", "html", "nulls", "not_found"])
async def test_trouble_with_the_titles_is_trouble_of_the_account(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
) -> None:
    """Old games with new counts are not shown; later nothing is missing."""
    title = [t for t in emulator.account.listing(own=True) if t.missing()][-1]
    before = state_of(hass, emulator.account, "trophies_total").state
    emulator.fail(kind, on="titles")
    emulator.earn(title=title.set)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert error_key(loaded)
    assert state_of(hass, emulator.account, "trophies_total").state == before
    emulator.clear_faults()
    await let_pass(hass, freezer, MINUTE)
    assert latest_game(hass, emulator) == title.set.id
    total = sum(emulator.account.total().values())
    assert state_of(hass, emulator.account, "trophies_total").state == str(total)


LIVE = {
    "trophy_level",
    "trophy_tier",
    "level_progress",
    "trophy_points",
    "points_to_next_level",
    "trophies_platinum",
    "trophies_gold",
    "trophies_silver",
    "trophies_bronze",
    "trophies_total",
}


def unavailable(hass: HomeAssistant, entry: MockConfigEntry) -> set[str]:
    """Return the keys of the entities that have nothing to show."""
    prefix = f"{entry.unique_id}_"
    return {
        entity.unique_id.removeprefix(prefix)
        for entity in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
        if (state := hass.states.get(entity.entity_id)) is not None
        and state.state == STATE_UNAVAILABLE
    }


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_outage_takes_away_only_what_sony_alone_knows(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """And not before it lasts for five minutes and more than three polls."""
    emulator.fail("unavailable")
    await let_pass(hass, freezer, 5 * MINUTE)
    assert unavailable(hass, loaded) == set()
    await let_pass(hass, freezer, 10 * MINUTE)
    assert unavailable(hass, loaded) == LIVE
    emulator.clear_faults()
    await let_pass(hass, freezer, 16 * MINUTE)
    assert unavailable(hass, loaded) == set()


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_slow_polls_bear_three_failures(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """However long they take."""
    hass.config_entries.async_update_entry(loaded, options={"poll_interval": 3600})
    await hass.config_entries.async_reload(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    emulator.fail("unavailable")
    await let_pass(hass, freezer, 3 * HOUR, HOUR)
    assert unavailable(hass, loaded) == set()
    await let_pass(hass, freezer, HOUR, HOUR)
    assert unavailable(hass, loaded) == LIVE


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_refused_login_takes_away_what_sony_alone_knows(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """At once, because nobody asks any more until there is a new token."""
    emulator.expire_access_tokens()
    emulator.expire_refresh_tokens()
    emulator.revoke_npsso()
    await let_pass(hass, freezer, 20 * MINUTE)
    assert unavailable(hass, loaded) == LIVE


async def test_silence_is_trouble(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A poll without an answer ends after 30 seconds."""
    fault = emulator.fail("slow", on="summary")
    freezer.tick(MINUTE)
    async_fire_time_changed(hass)
    await fault.reached()
    freezer.tick(timedelta(seconds=31))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not loaded.runtime_data.coordinator.last_update_success
    assert error_key(loaded) == "service_unreachable"
    emulator.clear_faults()
    await let_pass(hass, freezer, MINUTE)
    assert loaded.runtime_data.coordinator.last_update_success


@pytest.mark.parametrize("kind", ["drop", "unavailable", "unauthorized"])
async def test_single_trouble_is_not_noticed(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
) -> None:
    """What a second try mends stays behind the scenes."""
    emulator.fail(kind, on="summary", times=1)
    await let_pass(hass, freezer, MINUTE)
    assert loaded.runtime_data.coordinator.last_update_success
    assert loaded.runtime_data.coordinator.last_exception is None


@pytest.mark.parametrize(
    ("kind", "route"),
    [
        ("server_error", "profile"),
        ("nulls", "profile"),
        ("forbidden", "profile"),
        ("rate_limited_bare", "profile"),
        ("html", "npsso_page"),
        ("npsso_expired", "npsso_page"),
        ("npsso_page_429", "npsso_page"),
    ],
)
async def test_trouble_with_details_is_not_noticed(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
    route: str,
) -> None:
    """Name, picture and end of the login are tried again in an hour."""
    name = loaded.runtime_data.coordinator.data.online_id
    emulator.fail(kind, on=route)
    await let_pass(hass, freezer, DAY, DAY)
    assert emulator.log.count(route) >= 1
    emulator.clear_faults()
    emulator.log.clear()
    await let_pass(hass, freezer, 62 * MINUTE, 31 * MINUTE)
    assert loaded.runtime_data.coordinator.last_update_success
    assert emulator.log.count(route) == 1
    assert loaded.runtime_data.coordinator.data.online_id == name
    assert loaded.runtime_data.coordinator.data.login_expires is not None


@pytest.mark.parametrize("titles", [520])
async def test_page_gets_smaller_when_sony_chokes_on_it(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A page too large for the service is asked for in halves, down to 100."""
    hass.set_state(CoreState.starting)
    await set_up(hass, entry)
    emulator.log.clear()
    emulator.fail("gateway_timeout", on="titles", times=8)
    await let_pass(hass, freezer, 6 * MINUTE, timedelta(seconds=5))
    asked = [r for r in emulator.log.records if r.route == "titles"]
    limits = [int(record.query["limit"]) for record in asked]
    # Each size is tried twice, and the next one in the same poll.
    assert limits[:9] == [500, 500, 250, 250, 250, 250, 125, 125, 125]
    listed = emulator.account.listing(own=True)
    assert len(entry.runtime_data.coordinator.sync.titles) == len(listed)


async def test_pause_that_sony_asks_for_is_kept(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """After a 429 nothing is asked for as long as it says, then polling goes on."""
    emulator.fail("rate_limited", on="summary", times=1, seconds=400)
    await let_pass(hass, freezer, MINUTE)
    assert error_key(loaded) == "rate_limited"
    emulator.log.clear()
    await let_pass(hass, freezer, timedelta(seconds=395), timedelta(seconds=5))
    assert not emulator.log.records
    await let_pass(hass, freezer, timedelta(seconds=10), timedelta(seconds=5))
    assert emulator.log.count("summary") == 1
    assert loaded.runtime_data.coordinator.last_update_success
    await let_pass(hass, freezer, 3 * MINUTE)
    assert emulator.log.count("summary") == 4


async def test_pause_does_not_end_in_a_hurry(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Between two full seconds Home Assistant is a little early; it then waits again."""
    freezer.tick(timedelta(milliseconds=900))
    await set_up(hass, entry)
    emulator.fail("rate_limited", on="summary", times=1, seconds=100)
    await let_pass(hass, freezer, MINUTE)
    emulator.log.clear()
    caplog.clear()
    await let_pass(hass, freezer, timedelta(seconds=99))
    await let_pass(hass, freezer, timedelta(seconds=5), timedelta(milliseconds=100))
    assert emulator.log.count("summary") == 1
    tries = [r for r in caplog.records if "Finished fetching" in r.message]
    assert len(tries) <= 2


async def test_budget_is_never_exceeded(
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
) -> None:
    """However much fails, 240 requests in a quarter of an hour are the most."""
    entry = make_entry(emulator.account, {CONF_POLL_INTERVAL: 30})
    await set_up(hass, entry)
    for _ in range(12):
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        freezer.tick(timedelta(seconds=20))
    left = entry.runtime_data.account.budget.window_left
    assert left == 240 - emulator.log.count()
    emulator.log.clear()
    emulator.fail("unavailable")
    await let_pass(hass, freezer, 14 * MINUTE, timedelta(seconds=30))
    assert emulator.log.count() <= left


# Login


async def test_refused_login_stops_polling_until_there_is_a_new_token(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Sony's refusal is asked about once and never hammered against."""
    account = emulator.account
    await let_pass(hass, freezer, 15 * MINUTE)
    emulator.revoke_npsso()
    emulator.expire_access_tokens()
    emulator.expire_refresh_tokens()
    await let_pass(hass, freezer, MINUTE)
    assert state_of(hass, account, "trophy_level").state == STATE_UNAVAILABLE
    assert error_key(loaded) == "login_refused"
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    emulator.log.clear()
    await let_pass(hass, freezer, 30 * MINUTE)
    assert not emulator.log.records

    await hass.config_entries.flow.async_configure(
        flow["flow_id"], {CONF_NPSSO: emulator.new_npsso()}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.state is ConfigEntryState.LOADED
    assert not hass.config_entries.flow.async_progress()
    level = str(account.level().level)
    assert state_of(hass, account, "trophy_level").state == level
    emulator.log.clear()
    await let_pass(hass, freezer, 3 * MINUTE)
    assert emulator.log.count("summary") == 3


async def test_revoked_token_is_no_matter_while_the_refresh_token_holds(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Nobody is asked for a new token before it is needed."""
    emulator.revoke_npsso()
    await let_pass(hass, freezer, DAY, DAY)
    assert loaded.runtime_data.coordinator.last_update_success
    assert not hass.config_entries.flow.async_progress()


@pytest.mark.parametrize("kind", ["drop", "unavailable", "blocked", "rate_limited"])
async def test_trouble_during_login_is_not_taken_for_a_refusal(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
) -> None:
    """An outage of the login service asks nobody for a new token."""
    emulator.expire_access_tokens()
    emulator.fail(kind, on=["authorize", "token"])
    await let_pass(hass, freezer, 2 * MINUTE)
    assert not loaded.runtime_data.coordinator.last_update_success
    assert not hass.config_entries.flow.async_progress()
    emulator.clear_faults()
    await let_pass(hass, freezer, 16 * MINUTE)
    assert loaded.runtime_data.coordinator.last_update_success


# Clocks


@pytest.mark.parametrize("hours", [-48, -2, 2, 48])
async def test_wall_clock_may_jump(
    *,
    emulator: Emulator,
    freezer: FrozenDateTimeFactory,
    shift_clock: Callable[[timedelta], None],
    hass: HomeAssistant,
    enable_custom_integrations: None,
    hours: int,
) -> None:
    """Polls go on at their pace, nothing is asked twice, the login is mended."""
    entry = make_entry(emulator.account, {CONF_POLL_INTERVAL: 300})
    await set_up(hass, entry)
    jump = timedelta(hours=hours)
    for by in (jump, -jump):
        shift_clock(by)
        emulator.log.clear()
        for _ in range(15):
            freezer.tick(timedelta(minutes=5))
            now = datetime.fromtimestamp(time.time(), UTC)
            async_fire_time_changed(hass, now)
            await hass.async_block_till_done(wait_background_tasks=True)
        assert entry.runtime_data.coordinator.last_update_success
        # One more for each access token that was held too long.
        assert 15 <= emulator.log.count("summary") <= 17
        assert emulator.log.count("titles") <= 8
        assert emulator.log.count("token") <= 3
        assert emulator.log.count("authorize") == 0


@pytest.mark.parametrize("hours", [-3, 3])
async def test_pause_is_right_with_a_wrong_clock(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hours: int,
) -> None:
    """The time that Sony names counts by Sony's clock."""
    emulator.advance(hours * 3600)
    emulator.fail("rate_limited", on="summary", times=1)
    await let_pass(hass, freezer, MINUTE)
    pause = loaded.runtime_data.account.budget.retry_after
    assert pause == pytest.approx(900, abs=2)


# Texts


async def test_failures_have_readable_texts(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The text says how long the pause is, and holds no placeholder any more."""
    await translation.async_load_integrations(hass, {DOMAIN})
    emulator.fail("rate_limited", on="summary", seconds=600)
    await let_pass(hass, freezer, MINUTE)
    text = str(loaded.runtime_data.coordinator.last_exception)
    assert "10 min" in text
    assert "{" not in text


async def test_own_budget_only_postpones(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Who asks for news too often is told so; nothing fails, and polls go on."""
    await let_pass(hass, freezer, 5 * MINUTE)
    caplog.clear()
    refusals: list[str | None] = []
    for _ in range(40):
        try:
            await hass.services.async_call(DOMAIN, "sync_now", blocking=True)
        except HomeAssistantError as err:
            refusals.append(err.translation_key)
    assert set(refusals) == {"budget_spent"}
    assert loaded.runtime_data.coordinator.last_update_success
    earned = emulator.earn()
    await let_pass(hass, freezer, 2 * MINUTE)
    latest = state_of(hass, emulator.account, "latest_trophy")
    assert latest.state == earned[0].name.strip()
    assert not [
        record
        for record in caplog.records
        if record.levelno > logging.INFO and record.name != "asyncio"
    ]
