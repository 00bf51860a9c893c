"""Sensors of an account."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.sensor import ATTR_STATE_CLASS, SensorStateClass
from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    MAX_LENGTH_STATE_STATE,
    STATE_UNKNOWN,
    Platform,
)
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import entity_registry as er

from custom_components.psn_trophies.const import DOMAIN
from tests.emulator import Account, Emulator

from .common import MINUTE, entity_id, let_pass, set_up, snapshot_entities, state_of


def give(account: Account, **earned: int) -> None:
    """Let Sony's summary count these trophies."""
    account.cached_total = dict.fromkeys(("bronze", "silver", "gold", "platinum"), 0)
    account.cached_total |= earned


def states(hass: HomeAssistant) -> Mapping[str, datetime]:
    """Return when each sensor was written last."""
    return {
        state.entity_id: state.last_updated for state in hass.states.async_all("sensor")
    }


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_all_sensors(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    snapshot: SnapshotAssertion,
) -> None:
    """Every sensor, with the disabled ones, as people get it."""
    with patch("custom_components.psn_trophies.PLATFORMS", [Platform.SENSOR]):
        await set_up(hass, entry)
    await let_pass(hass, freezer, MINUTE)
    snapshot_entities(hass, snapshot, entry)


async def test_rarely_used_sensors_are_disabled(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    """People who want these switch them on."""
    entries = er.async_entries_for_config_entry(entity_registry, loaded.entry_id)
    disabled = {entry.translation_key for entry in entries if entry.disabled}
    assert disabled == {"points_to_next_level", "average_completion", "last_sync"}


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_figures_agree_with_sony(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Every number is Sony's own, or follows from it."""
    account = emulator.account
    level, total = account.level(), account.total()
    shown = [title for title in account.listing(own=True) if not title.hidden]
    percents = [title.percent(title.live) for title in shown]
    points = 15 * total["bronze"] + 30 * total["silver"] + 90 * total["gold"]
    points += 300 * total["platinum"]
    values = {
        "trophy_level": level.level,
        "level_progress": level.progress,
        "trophy_points": points,
        "points_to_next_level": level.next - points,
        "trophies_platinum": total["platinum"],
        "trophies_gold": total["gold"],
        "trophies_silver": total["silver"],
        "trophies_bronze": total["bronze"],
        "trophies_total": sum(total.values()),
        "games_total": len(shown),
        "games_completed": percents.count(100),
    }
    assert {key: int(state_of(hass, account, key).state) for key in values} == values
    average = float(state_of(hass, account, "average_completion").state)
    assert average == pytest.approx(sum(percents) / len(percents))


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_statistics_are_kept_of_figures_that_can_fall(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Counts are totals, because a hidden title can lower them; the rest measures."""
    classes = {
        key: state_of(hass, emulator.account, key).attributes.get(ATTR_STATE_CLASS)
        for key in (
            "trophies_total",
            "trophy_points",
            "games_completed",
            "trophy_level",
            "level_progress",
            "average_completion",
            "latest_game",
            "trophy_tier",
        )
    }
    assert classes == {
        "trophies_total": SensorStateClass.TOTAL,
        "trophy_points": SensorStateClass.TOTAL,
        "games_completed": SensorStateClass.TOTAL,
        "trophy_level": SensorStateClass.MEASUREMENT,
        "level_progress": SensorStateClass.MEASUREMENT,
        "average_completion": SensorStateClass.MEASUREMENT,
        "latest_game": None,
        "trophy_tier": None,
    }
    units = {
        key: state_of(hass, emulator.account, key).attributes[ATTR_UNIT_OF_MEASUREMENT]
        for key in ("trophies_gold", "trophy_points", "games_total", "level_progress")
    }
    assert units == {
        "trophies_gold": "trophies",
        "trophy_points": "points",
        "games_total": "games",
        "level_progress": "%",
    }


@pytest.mark.parametrize(
    ("earned", "level", "tier", "grade"),
    [
        ({}, 1, 1, "bronze"),
        # A point of the least kind below level 100, and level 100.
        ({"bronze": 395}, 99, 1, "bronze"),
        ({"bronze": 396}, 100, 2, "bronze"),
        ({"bronze": 996}, 200, 3, "bronze"),
        ({"bronze": 3996}, 300, 4, "silver"),
        ({"bronze": 30996}, 600, 7, "gold"),
        ({"platinum": 5437, "silver": 7}, 998, 9, "gold"),
        ({"platinum": 5437, "silver": 8}, 999, 10, "platinum"),
    ],
)
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_tier_follows_the_level(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    earned: dict[str, int],
    level: int,
    tier: int,
    grade: str,
) -> None:
    """The badge changes at 100, 200, …; level 999 is the last and has no next."""
    give(emulator.account, **earned)
    await set_up(hass, entry)
    account = emulator.account
    assert state_of(hass, account, "trophy_level").state == str(level)
    state = state_of(hass, account, "trophy_tier")
    assert state.state == grade
    assert state.attributes["tier"] == tier
    missing = state_of(hass, account, "points_to_next_level").state
    assert (missing == STATE_UNKNOWN) == (level == 999)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_points_are_worked_out_where_sony_leaves_them_away(
    emulator: Emulator, hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """The three keys about points are newer than the rest."""
    emulator.fail(
        "missing_keys",
        on="summary",
        keys=["trophyPoint", "trophyLevelBasePoint", "trophyLevelNextPoint"],
    )
    give(emulator.account, bronze=1204, silver=391, gold=118, platinum=14)
    await set_up(hass, entry)
    assert state_of(hass, emulator.account, "trophy_points").state == "44610"
    assert state_of(hass, emulator.account, "points_to_next_level").state == "30"


async def test_latest_game_has_details(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """What a card needs about the game is in the attributes."""
    (latest, *_) = emulator.account.listing(own=True)
    state = state_of(hass, emulator.account, "latest_game")
    assert state.state == latest.set.title().strip()
    details = {
        key: state.attributes[key]
        for key in (
            "title_id",
            "platform",
            "progress",
            "earned",
            "defined",
            "icon_url",
            "last_update",
        )
    }
    assert details == {
        "title_id": latest.set.id,
        "platform": latest.set.platforms,
        "progress": latest.percent(latest.live),
        "earned": latest.earned(latest.live),
        "defined": latest.set.defined(),
        "icon_url": details["icon_url"],
        "last_update": datetime.fromtimestamp(latest.live.updated, UTC),
    }
    assert details["icon_url"].startswith("https://")


@pytest.mark.parametrize("titles", [24])
async def test_game_for_several_platforms_names_them_all(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Platforms are listed in Sony's order; a name loses the spaces around it."""
    emulator.earn(title="ps5_pc")
    await let_pass(hass, freezer, MINUTE)
    state = state_of(hass, emulator.account, "latest_game")
    assert state.attributes["platform"] == "PS5, PSPC"
    emulator.earn(title="trailing_newline")
    await let_pass(hass, freezer, MINUTE)
    assert state_of(hass, emulator.account, "latest_game").state == "Tidepool Regatta"


async def test_long_name_is_cut_to_what_a_state_holds(
    emulator: Emulator, hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """A name of any length is shown, not refused."""
    (latest, *_) = emulator.account.listing(own=True)
    latest.set.name = ("Lantern " * 60,) * 3
    await set_up(hass, entry)
    state = state_of(hass, emulator.account, "latest_game")
    assert len(state.state) <= MAX_LENGTH_STATE_STATE
    assert state.state.startswith("Lantern Lantern")


@pytest.mark.parametrize("titles", [24])
async def test_hidden_title_is_shown_nowhere(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Not even when it is the one being played, nor with one trophy missing."""
    hidden = emulator.world.sets[emulator.world.cases["hidden"]]
    before = state_of(hass, emulator.account, "latest_game").state
    title = emulator.account.titles[hidden.id]
    emulator.earn(title=hidden, trophy_ids=[t.id for t in title.missing()[1:-1]])
    await let_pass(hass, freezer, 11 * MINUTE)
    assert state_of(hass, emulator.account, "latest_game").state == before
    shown = [
        (state.entity_id, text)
        for state in hass.states.async_all()
        for text in (state.state, *map(str, state.attributes.values()))
        if hidden.id in text or hidden.title().strip() in text
    ]
    assert not shown


@pytest.mark.parametrize("titles", [24])
async def test_closest_platinum(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The game with the most progress and its platinum still missing."""
    almost = emulator.world.sets[emulator.world.cases["almost_platinum"]]
    state = state_of(hass, emulator.account, "closest_platinum")
    assert state.state == almost.title().strip()
    assert state.attributes["title_id"] == almost.id
    emulator.earn(title=almost, grade="platinum")
    await let_pass(hass, freezer, MINUTE)
    state = state_of(hass, emulator.account, "closest_platinum")
    assert state.attributes["title_id"] != almost.id


@pytest.mark.parametrize("titles", [520])
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_what_takes_the_whole_list_waits_for_it(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Half a list gives no wrong figures: they are unknown until all is read."""
    hass.set_state(CoreState.starting)
    await set_up(hass, entry)
    waiting = ("games_total", "games_completed", "average_completion")
    account = emulator.account
    for key in (*waiting, "closest_platinum"):
        assert state_of(hass, account, key).state == STATE_UNKNOWN
    assert state_of(hass, account, "latest_game").state != STATE_UNKNOWN
    assert state_of(hass, account, "trophies_total").state != STATE_UNKNOWN
    await let_pass(hass, freezer, timedelta(seconds=5))
    for key in (*waiting, "closest_platinum"):
        assert state_of(hass, account, key).state != STATE_UNKNOWN


async def test_end_of_the_login_is_known_after_the_second_poll(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """It comes with the first quiet poll and stays the same when read again."""
    emulator.set_npsso_life(30 * 86_400)
    hass.set_state(CoreState.starting)
    await set_up(hass, entry)
    expires = state_of(hass, emulator.account, "login_expires")
    assert expires.state == STATE_UNKNOWN
    await let_pass(hass, freezer, MINUTE)
    expires = state_of(hass, emulator.account, "login_expires")
    assert expires.state == "2026-12-15T12:00:00+00:00"
    await let_pass(hass, freezer, timedelta(days=1, seconds=17), timedelta(days=2))
    again = state_of(hass, emulator.account, "login_expires")
    assert again.state == expires.state
    assert again.last_updated == expires.last_updated
    emulator.set_npsso_life(60 * 86_400)
    await let_pass(hass, freezer, timedelta(days=1, minutes=1), timedelta(days=2))
    later = state_of(hass, emulator.account, "login_expires")
    assert later.state > expires.state


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_only_last_sync_moves_on_quiet_polls(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Nothing else is written, so that no history fills with repetitions."""
    await let_pass(hass, freezer, MINUTE)
    before = states(hass)
    await let_pass(hass, freezer, 15 * MINUTE)
    after = states(hass)
    changed = {entity for entity in after if after[entity] != before[entity]}
    last_sync = entity_id(hass, emulator.account, Platform.SENSOR, "last_sync")
    assert changed == {last_sync}
    state = state_of(hass, emulator.account, "last_sync")
    assert state.state == "2026-11-15T12:16:00+00:00"


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_last_sync_stands_still_during_an_outage(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A failed poll is none; after the outage the next one counts again."""
    emulator.fail("unavailable")
    await let_pass(hass, freezer, 5 * MINUTE)
    synced = loaded.runtime_data.coordinator.last_sync
    assert synced == datetime(2026, 11, 15, 12, 0, tzinfo=UTC)
    emulator.clear_faults()
    await let_pass(hass, freezer, MINUTE)
    state = state_of(hass, emulator.account, "last_sync")
    assert state.state == "2026-11-15T12:06:00+00:00"


async def test_unique_ids_are_made_of_account_and_key(
    emulator: Emulator,
    loaded: MockConfigEntry,
    entity_registry: er.EntityRegistry,
) -> None:
    """Neither the online id nor the entry has a part in them."""
    for entry in er.async_entries_for_config_entry(entity_registry, loaded.entry_id):
        key = entry.translation_key
        assert entry.platform == DOMAIN
        assert entry.unique_id == f"{emulator.account.account_id}_{key}"
