"""Polls that follow the player: how often what is asked, and what is told of play."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_component import async_update_entity

from custom_components.psn_trophies.const import CONF_POLL_INTERVAL, DOMAIN
from custom_components.psn_trophies.psn import Priority
from tests.emulator import Emulator

from .announcements import listen
from .common import DAY, MINUTE, let_pass, make_entry, set_up, state_of

SECOND = timedelta(seconds=1)
STEP = 10 * SECOND
QUARTER = 15 * MINUTE
HOUR = 60 * MINUTE
WEEK = 7 * DAY


@pytest.fixture
async def entry(
    emulator: Emulator, hass: HomeAssistant, enable_custom_integrations: None
) -> MockConfigEntry:
    """Return the demo account's entry as it is added, not yet set up."""
    return make_entry(emulator.account, automatic=True)


@pytest.fixture
async def settled(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> MockConfigEntry:
    """Return an account past the polls that still read what was left for later."""
    await let_pass(hass, freezer, 2 * MINUTE, STEP)
    emulator.log.clear()
    return loaded


async def asked(
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    time: timedelta,
    step: timedelta = STEP,
) -> Counter[str]:
    """Let time pass and return what was asked in it."""
    emulator.log.clear()
    await let_pass(hass, freezer, time, step)
    return emulator.log.counts()


def told(entry: MockConfigEntry) -> tuple[str, str | None]:
    """Return mode and guard."""
    follower = entry.runtime_data.coordinator.sync.follower
    return str(follower.mode), follower.guard and str(follower.guard)


def playing(hass: HomeAssistant, emulator: Emulator) -> str | None:
    """Return the state of the sensor, None where there is none."""
    entity_id = er.async_get(hass).async_get_entity_id(
        "binary_sensor", DOMAIN, f"{emulator.account.account_id}_playing"
    )
    if entity_id is None:
        return None
    state = hass.states.get(entity_id)
    return state.state if state else None


def played(emulator: Emulator, number: int = 1) -> Any:
    """Return one of the titles with trophies left, not the newest."""
    return [
        title
        for title in emulator.account.listing(own=True)
        if len(title.missing()) > 3
        and not title.hidden
        and title.set.title_ids[0][:4] in ("PPSA", "CUSA")
    ][number]


# How often what is asked


async def test_nobody_plays(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Presence every three minutes, counts every ten, the list every hour."""
    assert told(settled) == ("idle", None)
    total: Counter[str] = Counter()
    for _ in range(4):
        counts = await asked(emulator, hass, freezer, QUARTER)
        assert counts.total() <= 10
        total += counts
    assert total["presence"] in (19, 20)
    assert total["summary"] == 6
    assert total["titles"] == 1
    # Once an hour a finished game is read again.
    assert total["earned"] == total["definitions"] <= 1
    assert playing(hass, emulator) == STATE_OFF


async def test_somebody_plays(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Counts every 20 seconds, presence every four minutes, over one connection."""
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, 3 * MINUTE, STEP)
    assert told(settled) == ("playing", None)
    assert playing(hass, emulator) == STATE_ON
    for _ in range(4):
        counts = await asked(emulator, hass, freezer, QUARTER)
        assert counts["summary"] in (44, 45, 46)
        assert counts["presence"] in (3, 4)
        assert counts["titles"] <= 1
        assert counts.total() <= 55
        hosts = {record.host for record in emulator.log.records}
        assert emulator.log.handshakes() <= len(hosts)
    state = state_of(hass, emulator.account, "playing", "binary_sensor")
    assert state.attributes["game"] == played_name(emulator)
    assert state.attributes["title_id"] == emulator.account.playing


def played_name(emulator: Emulator) -> str:
    """Return the name of the game that is played."""
    assert emulator.account.playing
    return emulator.world.sets[emulator.account.playing].title().strip()


async def test_ten_minutes_after_play(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Trophies may come late, and breaks be short."""
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, QUARTER, STEP)
    emulator.quit()
    await let_pass(hass, freezer, 3 * MINUTE, STEP)
    assert told(settled) == ("after_play", None)
    assert playing(hass, emulator) == STATE_OFF
    counts = await asked(emulator, hass, freezer, 9 * MINUTE)
    assert counts["summary"] >= 20
    await let_pass(hass, freezer, 2 * MINUTE, STEP)
    assert told(settled) == ("idle", None)
    assert (await asked(emulator, hass, freezer, QUARTER)).total() <= 10


@pytest.mark.parametrize("count", [1, 3])
async def test_new_trophy_of_the_played_game_takes_two_requests(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    count: int,
) -> None:
    """Counts and what is earned; everything shown is as the list would have it."""
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, 5 * MINUTE, STEP)
    heard = listen(hass)
    emulator.log.clear()
    emulator.earn(count=count)
    while not heard.trophies:
        emulator.log.clear()
        await let_pass(hass, freezer, STEP, STEP)
    counts = emulator.log.counts()
    assert {route: n for route, n in counts.items() if route != "presence"} == {
        "summary": 1,
        "earned": 1,
    }
    assert len(heard.trophies) == count
    title = emulator.account.titles[emulator.account.playing or ""]
    latest = state_of(hass, emulator.account, "latest_game")
    assert latest.attributes["title_id"] == title.set.id
    assert latest.attributes["progress"] == title.percent(title.live)
    assert latest.attributes["earned"] == title.earned(title.live)
    # And there is nothing that the list would still have to tell.
    before = settled.runtime_data.coordinator.sync.titles
    await let_pass(hass, freezer, HOUR, STEP)
    assert settled.runtime_data.coordinator.sync.titles == before


async def test_trophy_of_another_game_is_found_all_the_same(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What the played game does not explain is in the list."""
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, 5 * MINUTE, STEP)
    heard = listen(hass)
    for _ in range(4):
        emulator.earn(title=played(emulator, 2).set)
        await let_pass(hass, freezer, 30 * SECOND, STEP)
    assert len(heard.trophies) == 4
    total = sum(emulator.account.total().values())
    assert state_of(hass, emulator.account, "trophies_total").state == str(total)


async def test_new_game_is_shown_as_soon_as_it_is_played(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The list is looked at for a game that is not in it."""
    started = emulator.launch()
    counts = await asked(emulator, hass, freezer, 4 * MINUTE)
    assert counts["titles"] == 1
    assert counts["titles_for_games"] == 1
    latest = state_of(hass, emulator.account, "latest_game")
    assert latest.attributes["title_id"] == started
    heard = listen(hass)
    emulator.earn()
    await let_pass(hass, freezer, 30 * SECOND, STEP)
    assert len(heard.trophies) == 1


async def test_after_five_hours_of_play_a_day(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Less often then, until the next day."""
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, 5 * HOUR + 5 * MINUTE, MINUTE)
    counts = await asked(emulator, hass, freezer, QUARTER)
    assert counts["summary"] in (29, 30, 31)
    # Home is eight hours behind.
    await let_pass(hass, freezer, 16 * HOUR, 3 * MINUTE)
    counts = await asked(emulator, hass, freezer, QUARTER)
    assert counts["summary"] in (44, 45, 46)


async def test_somebody_asks_while_nobody_plays(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An action, or an update of an entity, asks for the trophies at once."""
    emulator.log.clear()
    await hass.services.async_call(
        DOMAIN, "sync_now", {}, blocking=True, return_response=True
    )
    assert emulator.log.count("summary") == 1
    await let_pass(hass, freezer, MINUTE, STEP)
    emulator.log.clear()
    level = state_of(hass, emulator.account, "trophy_level").entity_id
    await async_update_entity(hass, level)
    assert emulator.log.count("summary") == 1


async def test_somebody_asks_while_a_poll_is_on_its_way(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What that poll no longer saw comes with the next one at once."""
    heard = listen(hass)
    coordinator = settled.runtime_data.coordinator
    fault = emulator.fail("slow", on="summary", times=1)
    first = asyncio.create_task(coordinator.async_refresh())
    await fault.reached()
    second = asyncio.create_task(coordinator.async_refresh())
    await asyncio.sleep(0)
    fault.clear()
    await first
    emulator.earn()
    await second
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(heard.trophies) == 1


async def test_trophies_that_could_not_be_read_come_soon(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Also while nobody seems to play: not only with the next look at the summary."""
    heard = listen(hass)
    emulator.fail("unavailable", on="earned")
    emulator.earn()
    await async_update_entity(hass, "sensor.lantern_keeper_trophy_level")
    assert not heard.trophies
    emulator.clear_faults()
    await let_pass(hass, freezer, 4 * MINUTE, STEP)
    assert len(heard.trophies) == 1
    assert heard.trophies[0].attributes["late"] is False


async def test_fixed_interval_ends_a_session_without_a_word(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Nobody watches any more, and nothing of it is kept."""
    heard = listen(hass)
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, QUARTER, STEP)
    follower = settled.runtime_data.coordinator.sync.follower
    assert follower.played_set is not None
    hass.config_entries.async_update_entry(settled, options={CONF_POLL_INTERVAL: 60})
    assert await hass.config_entries.async_reload(settled.entry_id)
    emulator.quit()
    await let_pass(hass, freezer, QUARTER, STEP)
    follower = settled.runtime_data.coordinator.sync.follower
    assert follower.played_set is None
    assert not heard.milestones


@pytest.mark.parametrize("seconds", [30, 300])
async def test_fixed_interval_follows_nobody(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
    seconds: int,
) -> None:
    """Who has chosen an interval keeps it, and presence is never asked for."""
    entry = make_entry(emulator.account, {CONF_POLL_INTERVAL: seconds})
    emulator.launch(played(emulator).set)
    await set_up(hass, entry)
    counts = await asked(emulator, hass, freezer, QUARTER)
    assert counts["summary"] == QUARTER // timedelta(seconds=seconds)
    assert counts["presence"] == 0
    assert playing(hass, emulator) is None
    assert told(entry) == ("fixed", None)


# Guards


async def assert_steady(
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    guard: str,
) -> None:
    """Expect a minute between polls, no presence and no sensor for a week."""
    assert told(entry) == ("guarded", guard)
    counts = await asked(emulator, hass, freezer, QUARTER, MINUTE)
    assert counts["summary"] in (14, 15, 16)
    assert counts["presence"] == 0
    assert playing(hass, emulator) is None
    # A restart changes nothing.
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert told(entry) == ("guarded", guard)
    counts = await asked(emulator, hass, freezer, QUARTER, MINUTE)
    assert counts["presence"] == 0
    assert playing(hass, emulator) is None
    await let_pass(hass, freezer, WEEK - HOUR, HOUR)
    assert told(entry) == ("guarded", guard)
    emulator.set_presence()
    emulator.account.devices = ["PS5"]
    await let_pass(hass, freezer, 2 * HOUR, 10 * MINUTE)
    assert told(entry) == ("idle", None)
    assert playing(hass, emulator) == STATE_OFF


async def test_presence_is_private(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Sony tells nobody, not even oneself."""
    emulator.set_presence("private")
    await set_up(hass, entry)
    await let_pass(hass, freezer, MINUTE, STEP)
    await assert_steady(emulator, hass, freezer, entry, "private")


async def test_presence_becomes_private(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The sensor goes, as does the session, without a word."""
    heard = listen(hass)
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, QUARTER, STEP)
    assert playing(hass, emulator) == STATE_ON
    emulator.set_presence("private")
    await let_pass(hass, freezer, 4 * MINUTE, STEP)
    assert playing(hass, emulator) is None
    emulator.quit()
    await assert_steady(emulator, hass, freezer, settled, "private")
    assert not heard.milestones


async def test_account_without_a_newer_console(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Presence does not know what it is on."""
    emulator.account.devices = ["PS3"]
    await set_up(hass, entry)
    await let_pass(hass, freezer, MINUTE, STEP)
    await assert_steady(emulator, hass, freezer, entry, "missing")


async def test_trophy_while_nobody_seems_to_play(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Whoever appears offline plays unseen."""
    heard = listen(hass)
    emulator.set_presence("hidden")
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, 5 * MINUTE, STEP)
    emulator.earn()
    await let_pass(hass, freezer, 14 * MINUTE, STEP)
    assert len(heard.trophies) == 1
    emulator.quit()
    await assert_steady(emulator, hass, freezer, settled, "unseen")


async def test_trophy_of_a_game_begun_just_now_is_no_suspicion(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Presence is asked once more before it is believed to be wrong."""
    heard = listen(hass)
    while settled.runtime_data.coordinator.update_interval < timedelta(minutes=3):
        await let_pass(hass, freezer, STEP, STEP)
    emulator.launch(played(emulator).set)
    emulator.earn()
    await settled.runtime_data.coordinator.async_refresh()
    assert len(heard.trophies) == 1
    await let_pass(hass, freezer, 4 * MINUTE, STEP)
    assert told(settled) == ("playing", None)


async def test_trophy_of_before_is_no_suspicion(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What was earned offline long ago and came late says nothing of presence."""
    heard = listen(hass)
    emulator.earn(at=emulator.now() - DAY.total_seconds())
    await let_pass(hass, freezer, QUARTER, STEP)
    assert len(heard.trophies) == 1
    assert told(settled) == ("idle", None)


@pytest.mark.parametrize("titles", [30])
async def test_trophy_of_an_old_console(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """PS3 and PS Vita are not in presence."""
    emulator.earn(title="ps3")
    await let_pass(hass, freezer, QUARTER, STEP)
    await assert_steady(emulator, hass, freezer, settled, "old_console")


# Trouble


@pytest.mark.parametrize(
    "fault",
    [
        "unavailable",
        "server_error",
        "blocked",
        "drop",
        "malformed",
        "wrong_types",
        "missing_keys",
        "nulls",
        "html",
        "empty",
        "unauthorized",
    ],
)
async def test_presence_that_fails_disturbs_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    fault: str,
) -> None:
    """Polls go on each minute, every entity stays, trophies are announced."""
    heard = listen(hass)
    switch = emulator.fail(fault, on="presence")
    await let_pass(hass, freezer, 20 * MINUTE, STEP)
    coordinator = settled.runtime_data.coordinator
    assert coordinator.last_update_success
    emulator.earn()
    counts = await asked(emulator, hass, freezer, HOUR, MINUTE)
    assert len(heard.trophies) == 1
    assert not [
        state.entity_id
        for state in hass.states.async_all()
        if state.state == STATE_UNAVAILABLE
    ]
    if told(settled) == ("unsure", None):
        assert counts["summary"] in range(57, 63)
        # Tried again, but ever less often; each try may be two.
        assert counts["presence"] <= 6
        assert playing(hass, emulator) == STATE_UNKNOWN
    else:
        # It said something after all: that there is nothing to say.
        assert told(settled) == ("guarded", "missing")
    switch.clear()
    await let_pass(hass, freezer, 2 * HOUR, 10 * MINUTE)
    if told(settled)[1] is None:
        assert told(settled) == ("idle", None)
        assert playing(hass, emulator) == STATE_OFF


async def test_presence_that_hangs_holds_up_little(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A trophy waits ten seconds for it at most, and once in a while."""
    heard = listen(hass)
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, 4 * MINUTE, STEP)
    fault = emulator.fail("slow", on="presence")
    emulator.earn()
    freezer.tick(4 * MINUTE)
    poll = asyncio.create_task(settled.runtime_data.coordinator.async_refresh())
    await fault.reached()
    assert not heard.trophies
    freezer.tick(11 * SECOND)
    async_fire_time_changed(hass)
    await poll
    assert len(heard.trophies) == 1
    fault.clear()
    assert settled.runtime_data.coordinator.last_update_success
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_pause_of_sonys_holds_for_everything(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Sony asks for a pause: nothing is asked until it is over."""
    emulator.fail("rate_limited", on="presence", times=1)
    await let_pass(hass, freezer, 4 * MINUTE, STEP)
    assert (await asked(emulator, hass, freezer, 10 * MINUTE)).total() == 0
    await let_pass(hass, freezer, 20 * MINUTE, STEP)
    assert settled.runtime_data.coordinator.last_update_success
    assert told(settled) == ("idle", None)


# Sessions


async def test_session_ends(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Two hours, five trophies, and how far that led."""
    heard = listen(hass)
    title = played(emulator)
    before = title.percent(title.live)
    emulator.launch(title.set)
    for _ in range(3):
        await let_pass(hass, freezer, 40 * MINUTE, MINUTE)
        emulator.earn()
    emulator.quit()
    assert not [m for m in heard.milestones if is_session(m)]
    await let_pass(hass, freezer, 20 * MINUTE, MINUTE)
    (ended,) = [m for m in heard.milestones if is_session(m)]
    attributes = ended.attributes
    assert attributes["minutes"] in range(115, 121)
    assert attributes["value"] == attributes["minutes"]
    assert attributes["trophies"] == 3
    assert attributes["progress_gained"] == title.percent(title.live) - before
    assert attributes["title_id"] == title.set.id
    assert attributes["late"] is False
    assert attributes["message"].startswith(
        f"{emulator.account.online_id} played {title.set.title().strip()} for "
    )
    assert "3 trophies" in attributes["message"]


def is_session(state: Any) -> bool:
    """Tell whether a milestone is the end of a session."""
    return bool(state.attributes["event_type"] == "session_ended")


async def test_short_break_and_another_game(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A break belongs to the session; another game ends it at once."""
    heard = listen(hass)
    first, second = played(emulator, 1).set, played(emulator, 2).set
    emulator.launch(first)
    await let_pass(hass, freezer, 30 * MINUTE, STEP)
    emulator.quit()
    await let_pass(hass, freezer, 6 * MINUTE, STEP)
    emulator.launch(first)
    await let_pass(hass, freezer, 30 * MINUTE, STEP)
    assert not heard.milestones
    emulator.launch(second)
    await let_pass(hass, freezer, 4 * MINUTE, STEP)
    (ended,) = heard.milestones
    assert ended.attributes["title_id"] == first.id
    assert ended.attributes["minutes"] in range(60, 67)
    assert ended.attributes["trophies"] == 0
    assert playing(hass, emulator) == STATE_ON


async def test_restart_while_playing(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The session goes on, and counts what was earned before."""
    heard = listen(hass)
    title = played(emulator)
    emulator.launch(title.set)
    await let_pass(hass, freezer, 30 * MINUTE, STEP)
    emulator.earn()
    await let_pass(hass, freezer, MINUTE, STEP)
    await hass.config_entries.async_unload(settled.entry_id)
    freezer.tick(2 * MINUTE)
    await hass.config_entries.async_setup(settled.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert told(settled) == ("playing", None)
    assert playing(hass, emulator) == STATE_ON
    await let_pass(hass, freezer, 30 * MINUTE, STEP)
    emulator.earn()
    emulator.quit()
    await let_pass(hass, freezer, QUARTER, STEP)
    (ended,) = [m for m in heard.milestones if is_session(m)]
    assert ended.attributes["trophies"] == 2
    assert ended.attributes["minutes"] in range(57, 67)


async def test_long_absence_while_playing(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """When a session ended that nobody watched is not guessed."""
    heard = listen(hass)
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, 30 * MINUTE, STEP)
    await hass.config_entries.async_unload(settled.entry_id)
    freezer.tick(HOUR)
    emulator.quit()
    freezer.tick(HOUR)
    await hass.config_entries.async_setup(settled.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await let_pass(hass, freezer, HOUR, STEP)
    assert not heard.milestones
    assert told(settled) == ("idle", None)


@pytest.mark.parametrize("shown", ["menu", "app"])
async def test_online_without_a_game(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    shown: Any,
) -> None:
    """Nobody plays in a menu, or in an app on a phone."""
    emulator.set_presence(shown)
    await let_pass(hass, freezer, 4 * MINUTE, STEP)
    assert playing(hass, emulator) == STATE_OFF
    assert told(settled) == ("idle", None)


async def test_presence_is_left_out_where_requests_run_short(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Polls go on, each minute for as long as nobody can tell who plays."""
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, 4 * MINUTE, STEP)
    budget = settled.runtime_data.account.budget
    for minute in range(12 + 17):
        if minute == 12:
            emulator.log.clear()
        for _ in range(6):
            # A bit at a time, as it is given back.
            for _ in range(5):
                if budget.window_left > 25 and budget.left():
                    await budget.acquire(Priority.POLL)
            await let_pass(hass, freezer, STEP, STEP)
    counts = emulator.log.counts()
    assert counts["presence"] == 0
    assert counts["summary"] >= 16
    assert told(settled) == ("unsure", None)
    assert playing(hass, emulator) == STATE_UNKNOWN
    assert settled.runtime_data.coordinator.last_update_success
    await let_pass(hass, freezer, 16 * MINUTE, STEP)
    assert told(settled) == ("playing", None)


async def test_looking_is_no_reason_to_leave_presence_out(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Who opens one game after the other changes nothing of what is told of play."""
    emulator.launch(played(emulator).set)
    await let_pass(hass, freezer, 4 * MINUTE, STEP)
    assert playing(hass, emulator) == STATE_ON
    budget = settled.runtime_data.account.budget
    for _ in range(40):
        while budget.left(Priority.LOOK) > 0:
            await budget.acquire(Priority.LOOK)
        await let_pass(hass, freezer, MINUTE, STEP)
        assert playing(hass, emulator) == STATE_ON
        assert told(settled) == ("playing", None)


async def test_sensor_comes_back_as_it_was(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A fixed interval takes it away; what people made of it is kept."""
    registry = er.async_get(hass)
    entity_id = state_of(hass, emulator.account, "playing", "binary_sensor").entity_id
    registry.async_update_entity(entity_id, name="On the sofa")
    hass.config_entries.async_update_entry(settled, options={CONF_POLL_INTERVAL: 60})
    await hass.config_entries.async_reload(settled.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert playing(hass, emulator) is None
    hass.config_entries.async_update_entry(settled, options={})
    await hass.config_entries.async_reload(settled.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert playing(hass, emulator) == STATE_OFF
    entry = registry.async_get(entity_id)
    assert entry is not None
    assert entry.name == "On the sofa"
