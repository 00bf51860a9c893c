"""Announcements: every trophy and every milestone exactly once, with all there is."""

from datetime import datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import (
    EVENT_HOMEASSISTANT_START,
    EVENT_HOMEASSISTANT_STARTED,
    STATE_UNKNOWN,
)
from homeassistant.core import CoreState, Event, HomeAssistant, callback

from custom_components.psn_trophies.const import EVENT_TROPHY
from tests.emulator import Account, Emulator
from tests.emulator.accounts import Progress
from tests.emulator.arithmetic import rarity
from tests.emulator.catalogue import Picture

from .announcements import automate, keys, listen, restart
from .common import DAY, MINUTE, entity_id, let_pass, set_up, state_of

RARITIES = ["ultra_rare", "very_rare", "rare", "common"]
HOUR = timedelta(hours=1)
TRIGGER = {
    "trigger": "psn_trophies.trophy_earned",
    "target": {"entity_id": "event.lantern_keeper_trophy"},
}


def unfinished(account: Account) -> list[Progress]:
    """Return the titles with something left to earn, the newest first."""
    return [title for title in account.listing(own=True) if title.missing()]


def plain_trigger(hass: HomeAssistant, account: Account, key: str) -> dict[str, str]:
    """Return the trigger that people write who know nothing of ours."""
    return {"trigger": "state", "entity_id": entity_id(hass, account, "event", key)}


def library_progress(hass: HomeAssistant, account: Account) -> float:
    """Return how much of the library has been read."""
    return float(state_of(hass, account, "library_progress").state)


# One trophy


@pytest.mark.parametrize("grade", ["bronze", "silver", "gold"])
@pytest.mark.parametrize("place", [0, -1])
async def test_trophy_is_announced_once_with_everything(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    grade: str,
    place: int,
) -> None:
    """One event, whatever comes after it, with all an automation needs."""
    heard = listen(hass)
    title = unfinished(emulator.account)[place]
    freezer.tick(20)
    (earned,) = emulator.earn(title=title.set, grade=grade)
    trophy = title.set.trophy(earned.trophy_id)
    await let_pass(hass, freezer, MINUTE)
    (state,) = heard.trophies
    own = {
        "trophy_id",
        "trophy_name",
        "trophy_detail",
        "rarity",
        "earned_rate",
        "hidden",
        "title_id",
        "title_name",
        "platform",
        "group",
        "icon_url",
        "title_icon_url",
        "title_progress",
        "earned_at",
        "late",
        "message",
    }
    assert earned.earned_at is not None
    assert {key: state.attributes[key] for key in own} == {
        "trophy_id": trophy.id,
        "trophy_name": earned.name,
        "trophy_detail": earned.detail,
        "rarity": RARITIES[rarity(trophy.rate)],
        "earned_rate": pytest.approx(trophy.rate / 10),
        "hidden": trophy.hidden,
        "title_id": earned.title_id,
        "title_name": earned.title_name,
        "platform": title.set.platforms,
        "group": earned.group,
        "icon_url": title.set.picture(Picture.TROPHY, trophy.id),
        "title_icon_url": title.set.picture(Picture.TITLE),
        "title_progress": title.percent(title.live),
        "earned_at": datetime.fromisoformat(earned.earned_at).isoformat(),
        "late": False,
        "message": (
            f"{emulator.account.online_id} earned the {grade} trophy "
            f'"{earned.name}" in {earned.title_name}.'
        ),
    }
    assert state.attributes["event_type"] == grade
    assert set(state.attributes) == own | {
        "device_class",
        "event_type",
        "event_types",
        "friendly_name",
    }
    assert state.attributes["event_types"] == ["bronze", "silver", "gold", "platinum"]
    await let_pass(hass, freezer, HOUR, 5 * MINUTE)
    await let_pass(hass, freezer, 2 * DAY, 2 * HOUR)
    assert heard.trophy_keys == keys([earned])


async def test_logbook_is_told_the_same(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Each announcement goes to the bus as well, with the account's name."""
    heard = listen(hass)
    emulator.earn(grade="gold")
    await let_pass(hass, freezer, MINUTE)
    (state,) = heard.trophies
    (event, *_) = heard.told
    assert event.data["entity_id"] == state.entity_id
    assert event.data["account"] == emulator.account.online_id
    assert event.data["type"] == "gold"
    assert event.data["trophy_name"] == state.attributes["trophy_name"]
    assert len(heard.told) == len(heard.trophies) + len(heard.milestones)


async def test_trophy_takes_few_requests(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """At most four requests for the first trophy of a game, three for the next."""
    heard = listen(hass)
    title = unfinished(emulator.account)[-1]
    at_event: list[int] = []

    @callback
    def count(_: Event) -> None:
        at_event.append(emulator.log.count())

    hass.bus.async_listen(EVENT_TROPHY, count)
    for most in (4, 3, 3):
        emulator.log.clear()
        emulator.earn(title=title.set)
        before = len(heard.trophies)
        await let_pass(hass, freezer, MINUTE)
        assert len(heard.trophies) == before + 1
        assert at_event[-1] <= most


# Several trophies


async def test_several_are_announced_in_order_with_the_platinum_last(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """By time of earning; of the same moment the platinum is the last."""
    heard = listen(hass)
    one, two = unfinished(emulator.account)[:2]
    now = emulator.now()
    late = emulator.earn(title=one.set, at=now - 10, grade="bronze")
    early = emulator.earn(title=two.set, at=now - 40, grade="silver")
    burst = emulator.earn(title=one.set, grade="platinum", at=now - 5)
    assert len(burst) > 5
    assert burst[-1].grade == "platinum"
    await let_pass(hass, freezer, MINUTE)
    got = heard.trophy_keys
    assert got[:2] == keys(early + late)
    assert sorted(got) == sorted(keys(early + late + burst))
    assert heard.trophies[-1].attributes["event_type"] == "platinum"
    assert got[2:-1] == sorted(got[2:-1])
    # One state write each, and each one a moment of its own.
    moments = [state.state for state in heard.trophies]
    assert moments == sorted(set(moments))
    await let_pass(hass, freezer, HOUR, 5 * MINUTE)
    assert heard.trophy_keys == got


async def test_many_titles_at_once(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Everything that is left, in all titles within a minute, and nothing twice."""
    heard = listen(hass)
    earned = [
        one
        for title in unfinished(emulator.account)
        for one in emulator.earn(
            title=title.set, trophy_ids=[trophy.id for trophy in title.missing()]
        )
    ]
    assert len(earned) > 80
    await let_pass(hass, freezer, 5 * MINUTE)
    assert sorted(heard.trophy_keys) == sorted(keys(earned))
    assert len(heard.told) == len(heard.trophies) + len(heard.milestones)


@pytest.mark.parametrize("titles", [24])
async def test_more_titles_than_a_poll_reads(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Trophies in more titles than one poll reads come with the polls after it."""
    await let_pass(hass, freezer, 5 * MINUTE)
    heard = listen(hass)
    earned = [
        one
        for title in unfinished(emulator.account)
        if not title.hidden
        for one in emulator.earn(title=title.set, trophy_id=title.missing()[-1].id)
    ]
    assert len(earned) > 10
    await let_pass(hass, freezer, 5 * MINUTE)
    assert sorted(heard.trophy_keys) == sorted(keys(earned))


# Set-up and restarts


@pytest.mark.parametrize("titles", [6, 24])
async def test_first_set_up_announces_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What was earned before is known and no news, also once all of it is read."""
    heard = listen(hass)
    await set_up(hass, entry)
    await let_pass(hass, freezer, 20 * MINUTE)
    assert library_progress(hass, emulator.account) == 100
    assert state_of(hass, emulator.account, "trophy", "event").state == STATE_UNKNOWN
    assert not heard.trophies
    assert not heard.milestones
    assert not heard.told


async def test_restart_repeats_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Neither right after an announcement nor later; what was said stays shown."""
    heard = listen(hass)
    earned = emulator.earn(count=3)
    await let_pass(hass, freezer, MINUTE)
    assert sorted(heard.trophy_keys) == sorted(keys(earned))
    shown = state_of(hass, emulator.account, "trophy", "event")
    told = len(heard.told)
    for off in (timedelta(), 10 * MINUTE, 3 * DAY):
        await restart(hass, loaded, freezer, off)
        await let_pass(hass, freezer, 3 * MINUTE)
    assert len(heard.trophies) == len(earned)
    assert len(heard.told) == told
    state = state_of(hass, emulator.account, "trophy", "event")
    assert state.state == shown.state
    assert state.attributes["trophy_id"] == shown.attributes["trophy_id"]


@pytest.mark.parametrize("off", [MINUTE, 5 * HOUR, 20 * DAY])
async def test_what_was_earned_while_down_is_announced_as_late(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    off: timedelta,
) -> None:
    """With its true time, once, after the start."""
    heard = listen(hass)
    runs = await automate(hass, TRIGGER)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    freezer.tick(off / 2)
    earned = emulator.earn(count=2, grade="bronze")
    freezer.tick(off / 2)
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert sorted(heard.trophy_keys) == sorted(keys(earned))
    for state, one in zip(heard.trophies, earned, strict=True):
        assert one.earned_at is not None
        moment = datetime.fromisoformat(state.attributes["earned_at"])
        assert moment == datetime.fromisoformat(one.earned_at)
        assert state.attributes["late"] is True
    assert len(runs) == 2
    await restart(hass, loaded, freezer)
    await let_pass(hass, freezer, HOUR, 5 * MINUTE)
    assert len(heard.trophies) == 2
    emulator.earn(grade="bronze")
    await let_pass(hass, freezer, MINUTE)
    assert heard.trophies[-1].attributes["late"] is False


async def test_nothing_is_announced_before_home_assistant_is_started(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Automations are not there yet; afterwards all of it comes."""
    heard = listen(hass)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    earned = emulator.earn(grade="platinum")
    hass.set_state(CoreState.not_running)
    freezer.tick(HOUR)
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    freezer.tick(30)
    earned += emulator.earn(grade="bronze")
    await let_pass(hass, freezer, 3 * MINUTE)
    assert not heard.trophies
    assert not heard.milestones
    assert not heard.told
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert sorted(heard.trophy_keys) == sorted(keys(earned))
    assert "platinum_count" in {kind for kind, *_ in heard.reached}
    told = len(heard.told)
    await let_pass(hass, freezer, HOUR, 5 * MINUTE)
    assert len(heard.told) == told


async def test_restart_before_the_start_was_over_loses_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A poll that must not announce anything takes no note of it either."""
    heard = listen(hass)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    earned = emulator.earn(grade="platinum")
    hass.set_state(CoreState.not_running)
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await let_pass(hass, freezer, 3 * MINUTE)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    assert not heard.told
    hass.set_state(CoreState.running)
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await let_pass(hass, freezer, 3 * MINUTE)
    assert sorted(heard.trophy_keys) == sorted(keys(earned))
    assert "platinum_count" in {kind for kind, *_ in heard.reached}


async def test_trophy_earned_during_the_first_set_up_is_announced(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The baseline ends when set-up begins."""
    heard = listen(hass)
    hass.set_state(CoreState.not_running)
    await set_up(hass, entry)
    freezer.tick(30)
    earned = emulator.earn()
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hass.async_block_till_done(wait_background_tasks=True)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophy_keys == keys(earned)


# Outages


@pytest.mark.parametrize("minutes", [1, 2, 45])
async def test_first_news_after_an_outage_is_heard(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    minutes: int,
) -> None:
    """It is not swallowed, and the event itself never went away."""
    heard = listen(hass)
    trophies = await automate(hass, TRIGGER)
    emulator.fail("unavailable")
    await let_pass(hass, freezer, minutes * MINUTE)
    state = state_of(hass, emulator.account, "trophy", "event")
    assert state.state == STATE_UNKNOWN
    earned = emulator.earn()
    emulator.clear_faults()
    await let_pass(hass, freezer, 16 * MINUTE)
    assert heard.trophy_keys == keys(earned)
    assert [run.data["name"] for run in trophies] == [earned[0].name]


@pytest.mark.parametrize("key", ["trophy", "milestone"])
async def test_outage_runs_no_plain_state_trigger(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    key: str,
) -> None:
    """Ten failed polls run nothing, the next trophy runs it once per event."""
    emulator.earn(grade="platinum")
    await let_pass(hass, freezer, MINUTE)
    heard = listen(hass)
    runs = await automate(hass, plain_trigger(hass, emulator.account, key))
    emulator.fail("unavailable")
    for _ in range(10):
        await loaded.runtime_data.coordinator.async_refresh()
        await let_pass(hass, freezer, MINUTE)
        assert not loaded.runtime_data.coordinator.last_update_success
    emulator.clear_faults()
    await let_pass(hass, freezer, 20 * MINUTE)
    assert loaded.runtime_data.coordinator.last_update_success
    assert not runs
    title = next(
        title
        for title in unfinished(emulator.account)
        if any(trophy.grade == "platinum" for trophy in title.missing())
    )
    emulator.earn(grade="platinum", title=title.set)
    await let_pass(hass, freezer, MINUTE)
    announced = heard.trophies if key == "trophy" else heard.milestones
    assert announced
    assert len(runs) == len(announced)


async def test_reload_runs_no_guarded_state_trigger(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """As README shows it: everything goes away for a moment, which is no event."""
    guarded = {
        **plain_trigger(hass, emulator.account, "trophy"),
        "not_from": "unavailable",
        "not_to": ["unavailable", "unknown"],
    }
    runs = await automate(hass, guarded)
    assert await hass.config_entries.async_reload(loaded.entry_id)
    emulator.earn(count=2)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert len(runs) == 2
    for _ in range(2):
        assert await hass.config_entries.async_reload(loaded.entry_id)
        await let_pass(hass, freezer, 2 * MINUTE)
    assert len(runs) == 2


@pytest.mark.parametrize("key", ["trophy", "milestone"])
@pytest.mark.parametrize("down", [True, False])
async def test_start_while_sony_is_down_runs_no_plain_state_trigger(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    key: str,
    down: bool,
) -> None:
    """What was announced last is there before automations are, whoever is away."""
    emulator.earn(grade="platinum")
    await let_pass(hass, freezer, MINUTE)
    shown = state_of(hass, emulator.account, key, "event")
    trigger = plain_trigger(hass, emulator.account, key)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    for state in hass.states.async_all():
        hass.states.async_remove(state.entity_id)
    if down:
        emulator.fail("unavailable")
    hass.set_state(CoreState.not_running)
    assert await hass.config_entries.async_setup(loaded.entry_id)
    # In this order: what is not there by now is written as unavailable, then automations
    # begin to listen.
    hass.set_state(CoreState.starting)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_START)
    await hass.async_block_till_done()
    runs = await automate(hass, trigger)
    heard = listen(hass)
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await let_pass(hass, freezer, 10 * MINUTE)
    assert loaded.runtime_data.coordinator.last_update_success is not down
    emulator.clear_faults()
    await let_pass(hass, freezer, 20 * MINUTE)
    assert loaded.runtime_data.coordinator.last_update_success
    assert not runs
    assert not heard.trophies
    state = state_of(hass, emulator.account, key, "event")
    assert (state.state, state.attributes) == (shown.state, shown.attributes)
    title = next(
        title
        for title in unfinished(emulator.account)
        if any(trophy.grade == "platinum" for trophy in title.missing())
    )
    emulator.earn(grade="platinum", title=title.set)
    await let_pass(hass, freezer, 2 * MINUTE)
    announced = heard.trophies if key == "trophy" else heard.milestones
    assert announced
    assert len(runs) == len(announced)


async def test_failed_polls_after_an_announcement_do_not_repeat_it(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The state of the last good poll is handed out again, its news are old."""
    heard = listen(hass)
    earned = emulator.earn(grade="platinum")
    await let_pass(hass, freezer, MINUTE)
    told = len(heard.told)
    milestones = list(heard.reached)
    for _ in range(2):
        emulator.fail("unavailable")
        await let_pass(hass, freezer, 3 * MINUTE)
        emulator.clear_faults()
        await let_pass(hass, freezer, 5 * MINUTE)
    assert sorted(heard.trophy_keys) == sorted(keys(earned))
    assert heard.reached == milestones
    assert len(heard.told) == told


@pytest.mark.parametrize("on", ["earned", "definitions", "titles"])
@pytest.mark.parametrize(
    "kind", ["unavailable", "drop", "malformed", "wrong_types", "not_found"]
)
async def test_trouble_with_the_details_delays_but_loses_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    kind: str,
    on: str,
) -> None:
    """A trophy whose details do not come at first is announced when they do."""
    heard = listen(hass)
    emulator.fail(kind, on=on)
    earned = emulator.earn(title=unfinished(emulator.account)[-1].set)
    await let_pass(hass, freezer, 3 * MINUTE)
    emulator.clear_faults()
    await let_pass(hass, freezer, 7 * HOUR, 30 * MINUTE)
    assert heard.trophy_keys == keys(earned)


# Sony's answers disagree


@pytest.mark.parametrize("lag", [MINUTE, 9 * MINUTE, 5 * HOUR], ids=["1m", "9m", "5h"])
@pytest.mark.parametrize(
    ("detail", "listed"), [(True, False), (False, True), (True, True)]
)
async def test_lagging_answers_delay_but_lose_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    lag: timedelta,
    detail: bool,
    listed: bool,
) -> None:
    """News that list or details do not show yet is announced once they do."""
    heard = listen(hass)
    emulator.lag(detail=detail, titles=listed)
    earned = emulator.earn()
    await let_pass(hass, freezer, lag, max(3 * MINUTE, lag / 20))
    assert not heard.trophies
    emulator.catch_up()
    await let_pass(hass, freezer, 61 * MINUTE, 5 * MINUTE)
    assert heard.trophy_keys == keys(earned)
    await restart(hass, loaded, freezer)
    await let_pass(hass, freezer, 3 * MINUTE)
    assert heard.trophy_keys == keys(earned)


async def test_short_lag_is_caught_up_with_at_the_next_poll(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """While the details lag they are looked at every minute."""
    heard = listen(hass)
    emulator.lag(detail=True)
    earned = emulator.earn()
    await let_pass(hass, freezer, 4 * MINUTE)
    emulator.catch_up()
    await let_pass(hass, freezer, MINUTE)
    assert heard.trophy_keys == keys(earned)


async def test_restart_while_details_lag(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What the list promised is not forgotten over a restart."""
    heard = listen(hass)
    emulator.lag(detail=True)
    earned = emulator.earn()
    await let_pass(hass, freezer, 4 * MINUTE)
    await restart(hass, loaded, freezer)
    emulator.catch_up()
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophy_keys == keys(earned)


async def test_undated_trophy_is_announced_once(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """It has no time, is not late, and a date that appears later changes nothing."""
    heard = listen(hass)
    earned = emulator.earn(undated=True)
    await let_pass(hass, freezer, 3 * MINUTE)
    (state,) = heard.trophies
    assert state.attributes["earned_at"] is None
    assert state.attributes["late"] is False
    await restart(hass, loaded, freezer)
    await let_pass(hass, freezer, HOUR, 5 * MINUTE)
    title = emulator.account.titles[earned[0].title_id]
    emulator.account.touch(title, emulator.now())
    title.live.earned[earned[0].trophy_id] = int(emulator.now())
    await let_pass(hass, freezer, HOUR, 5 * MINUTE)
    assert heard.trophy_keys == keys(earned)


async def test_offline_trophy_of_last_week_is_late(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A console that was offline brings its trophies with their true times."""
    heard = listen(hass)
    earned = emulator.earn(count=2, at=emulator.now() - 7 * 86_400)
    await let_pass(hass, freezer, MINUTE)
    assert heard.trophy_keys == keys(earned)
    assert [state.attributes["late"] for state in heard.trophies] == [True, True]


# Sets that change


async def test_trophy_of_an_expansion(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An expansion is no news, a trophy of it is, and names its group."""
    heard = listen(hass)
    title = emulator.account.listing(own=True)[-1]
    assert not title.missing()
    group = emulator.add_dlc(title.set)
    await let_pass(hass, freezer, 2 * DAY, HOUR)
    assert not heard.told
    earned = emulator.earn(title=title.set)
    await let_pass(hass, freezer, MINUTE)
    assert heard.trophy_keys == keys(earned)
    assert heard.trophies[0].attributes["group"] == group
    assert heard.trophies[0].attributes["trophy_name"] == earned[0].name


async def test_expansion_and_its_first_trophy_at_once(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The definitions are read again where a name is missing."""
    heard = listen(hass)
    title = emulator.account.listing(own=True)[0]
    group = emulator.add_dlc(title.set)
    ids = [trophy.id for trophy in title.missing() if trophy.group == group]
    earned = emulator.earn(title=title.set, trophy_ids=ids)
    await let_pass(hass, freezer, MINUTE)
    assert sorted(heard.trophy_keys) == sorted(keys(earned))
    names = {state.attributes["trophy_name"] for state in heard.trophies}
    assert names == {one.name for one in earned}


async def test_new_game_and_its_first_trophy(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Nothing needs to be known of a game before its first trophy is news."""
    heard = listen(hass)
    emulator.launch()
    freezer.tick(30)
    earned = emulator.earn(count=2)
    await let_pass(hass, freezer, MINUTE)
    assert heard.trophy_keys == keys(earned)


async def test_set_that_comes_back_repeats_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Removed, noticed, and there again, also over a restart: all of it is known."""
    earned = emulator.earn(grade="platinum")
    await let_pass(hass, freezer, MINUTE)
    heard = listen(hass)
    account = emulator.account
    title = account.titles[earned[0].title_id]
    games = int(state_of(hass, account, "games_total").state)
    emulator.remove(title.set)
    await let_pass(hass, freezer, 25 * HOUR, HOUR)
    assert int(state_of(hass, account, "games_total").state) == games - 1
    emulator.set_npsso_life(timedelta(days=400).total_seconds())
    await restart(hass, loaded, freezer, 200 * DAY)
    await let_pass(hass, freezer, 25 * HOUR, HOUR)
    account.titles[title.set.id] = title
    account.changed()
    await let_pass(hass, freezer, 25 * HOUR, HOUR)
    assert int(state_of(hass, account, "games_total").state) == games
    assert not heard.told
    again = emulator.earn(title=title.set)
    await let_pass(hass, freezer, MINUTE)
    assert heard.trophy_keys == keys(again)


@pytest.mark.parametrize("titles", [60])
@pytest.mark.parametrize("restarted", [False, True])
async def test_background_pass_announces_only_what_is_new(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    restarted: bool,
) -> None:
    """In a title not read yet, what was earned since set-up is told from the old."""
    heard = listen(hass)
    account = emulator.account
    assert library_progress(hass, account) < 100
    oldest = [title for title in unfinished(account) if title.live.earned][-1]
    record = loaded.runtime_data.coordinator.sync.library.record(oldest.set.id)
    assert record is None or record.read_at is None
    freezer.tick(5)
    if restarted:
        assert await hass.config_entries.async_unload(loaded.entry_id)
    earned = emulator.earn(title=oldest.set)
    if restarted:
        freezer.tick(HOUR)
        assert await hass.config_entries.async_setup(loaded.entry_id)
    await let_pass(hass, freezer, 15 * MINUTE)
    assert library_progress(hass, account) == 100
    assert heard.trophy_keys == keys(earned)


# Milestones


async def test_level_up(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The new level and the one before, once."""
    heard = listen(hass)
    before = emulator.account.level().level
    while emulator.account.level().level == before:
        await let_pass(hass, freezer, MINUTE)
        assert not heard.milestones
        emulator.earn(grade="bronze")
    await let_pass(hass, freezer, MINUTE)
    assert heard.reached == [("level_up", before + 1, before)]
    attributes = heard.milestones[0].attributes
    assert set(attributes) == {
        "device_class",
        "event_type",
        "event_types",
        "friendly_name",
        "late",
        "message",
        "value",
        "previous",
    }
    assert attributes["late"] is False
    assert attributes["message"] == (
        f"{emulator.account.online_id} reached trophy level {before + 1}."
    )
    await let_pass(hass, freezer, 11 * MINUTE)
    await restart(hass, loaded, freezer)
    await let_pass(hass, freezer, 11 * MINUTE)
    assert len(heard.milestones) == 1


async def test_title_completed_and_platinum(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The platinum has its number, the completed title its name; both once."""
    account = emulator.account
    platinums = account.total()["platinum"]
    title = next(
        title for title in unfinished(account) if not title.set.of_group("001")
    )
    heard = listen(hass)
    progress = title.percent(title.live)
    emulator.earn(title=title.set, grade="platinum")
    await let_pass(hass, freezer, MINUTE)
    assert ("platinum_count", platinums + 1, platinums) in heard.reached
    assert ("title_completed", 100, progress) in heard.reached
    (completed,) = (
        state
        for state in heard.milestones
        if state.attributes["event_type"] == "title_completed"
    )
    assert completed.attributes["title_id"] == title.set.id
    assert completed.attributes["title_name"] == title.set.title()
    assert completed.attributes["platform"] == title.set.platforms
    assert completed.attributes["title_icon_url"] == title.set.picture(Picture.TITLE)
    reached = list(heard.reached)
    assert len({kind for kind, *_ in reached}) == len(reached)
    emulator.hide(title.set)
    await let_pass(hass, freezer, 25 * HOUR, HOUR)
    emulator.unhide(title.set)
    await let_pass(hass, freezer, 25 * HOUR, HOUR)
    await restart(hass, loaded, freezer)
    await let_pass(hass, freezer, 11 * MINUTE)
    assert heard.reached == reached


async def test_all_milestones_of_a_great_day(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Each platinum counts; of level, tier and round number only the last is told."""
    account = emulator.account
    before, total = account.level(), account.total()
    heard = listen(hass)
    titles = unfinished(account)
    for title in titles:
        emulator.earn(title=title.set, trophy_ids=[t.id for t in title.missing()])
    after, new = account.level(), account.total()
    assert after.tier > before.tier
    await let_pass(hass, freezer, 3 * MINUTE)
    number = sum(new.values()) // 100 * 100
    assert number > sum(total.values())
    expected: list[tuple[str, int, int | None]] = [
        ("platinum_count", count, count - 1)
        for count in range(total["platinum"] + 1, new["platinum"] + 1)
    ]
    assert len(expected) == len(titles)
    expected += [
        ("trophy_count", number, sum(total.values())),
        ("level_up", after.level, before.level),
        ("tier_up", after.tier, before.tier),
    ]
    others = [one for one in heard.reached if one[0] != "title_completed"]
    assert others == expected
    completed = [
        state.attributes["title_id"]
        for state in heard.milestones
        if state.attributes["event_type"] == "title_completed"
    ]
    assert sorted(completed) == sorted(title.set.id for title in titles)
    count = len(heard.milestones)
    await let_pass(hass, freezer, 11 * MINUTE)
    await restart(hass, loaded, freezer)
    await let_pass(hass, freezer, 11 * MINUTE)
    assert len(heard.milestones) == count


async def test_milestone_reached_while_down(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """It is announced after the start, once."""
    heard = listen(hass)
    platinums = emulator.account.total()["platinum"]
    assert await hass.config_entries.async_unload(loaded.entry_id)
    emulator.earn(grade="platinum")
    freezer.tick(DAY)
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await let_pass(hass, freezer, 3 * MINUTE)
    reached = list(heard.reached)
    assert ("platinum_count", platinums + 1, platinums) in reached
    await restart(hass, loaded, freezer)
    await let_pass(hass, freezer, HOUR, 5 * MINUTE)
    assert heard.reached == reached


async def test_milestones_wait_for_nothing_that_fell(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Counts that fall with a title and rise again with it reach nothing anew."""
    emulator.earn(grade="platinum")
    await let_pass(hass, freezer, MINUTE)
    heard = listen(hass)
    account = emulator.account
    before = account.level().level
    title = account.listing(own=True)[0]
    emulator.remove(title.set)
    await let_pass(hass, freezer, 11 * MINUTE)
    assert account.level().level < before
    await restart(hass, loaded, freezer)
    await let_pass(hass, freezer, 11 * MINUTE)
    account.titles[title.set.id] = title
    account.changed()
    await let_pass(hass, freezer, 11 * MINUTE)
    assert not heard.told
