"""The conditions, in real automations that look at what is earned at Sony."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
import voluptuous as vol

from homeassistant.components.websocket_api.automation import (
    async_get_conditions_for_target,
)
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.condition import async_validate_condition_config
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import DOMAIN
from tests.emulator import Account, Emulator

from .common import DAY, MINUTE, entity_id, let_pass, make_entry, set_up, state_of
from .hassfest import structure, texts
from .test_languages import LANGUAGES

NEW_YORK = ZoneInfo("America/New_York")
# What people search the editor for; here as its words begin.
WORDS = {
    "en": ("troph", "platinum"),
    "de": ("trophäe", "platin"),
    "fr": ("trophée", "platine"),
    "es": ("trofeo", "platino"),
    "it": ("trofe", "platino"),
    "nl": ("trofee", "platina"),
    "pl": ("trofe", "platyn"),
    "pt-BR": ("troféu", "platina"),
    "ja": ("トロフィー", "プラチナ"),
    "zh-Hans": ("奖杯", "白金"),
}

type Ask = Callable[[], Awaitable[set[str]]]


def condition(key: str, target: dict[str, Any], **options: object) -> dict[str, Any]:
    """Return a condition as it stands in an automation."""
    return {"condition": f"{DOMAIN}.{key}", "target": target, "options": options}


def account_target(hass: HomeAssistant, *accounts: Account) -> dict[str, Any]:
    """Return the target that the editor makes of accounts: their events."""
    return {"entity_id": [entity_id(hass, one, "event", "trophy") for one in accounts]}


async def automate(hass: HomeAssistant, conditions: dict[str, dict[str, Any]]) -> Ask:
    """Set up an automation for each condition; return what asks which ones run."""
    runs = async_capture_events(hass, "ran")
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": [
                {
                    "alias": name,
                    "triggers": [{"trigger": "event", "event_type": "ask"}],
                    "conditions": [one],
                    "actions": [{"event": "ran", "event_data": {"name": name}}],
                }
                for name, one in conditions.items()
            ]
        },
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(hass.states.async_all("automation")) == len(conditions)
    assert all(one.state == "on" for one in hass.states.async_all("automation"))

    async def ask() -> set[str]:
        runs.clear()
        hass.bus.async_fire("ask")
        await hass.async_block_till_done()
        return {run.data["name"] for run in runs}

    return ask


def limits(
    hass: HomeAssistant, account: Account, keys: dict[str, int]
) -> dict[str, dict[str, Any]]:
    """Return each condition with the number that is reached, and with the next one."""
    target = account_target(hass, account)
    return {
        f"{key} {number}": condition(key, target, at_least=number)
        for key, reached in keys.items()
        for number in (reached, reached + 1)
    }


async def test_numbers(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A condition holds from its number on, and follows what is earned."""

    def figures() -> dict[str, int]:
        return {
            key: int(float(state_of(hass, emulator.account, key).state))
            for key in ("trophies_today", "trophies_this_week", "streak")
        }

    emulator.earn()
    await let_pass(hass, freezer, 2 * MINUTE)
    reached = figures() | {
        "trophy_level": int(state_of(hass, emulator.account, "trophy_level").state),
        "latest_game_progress": int(
            state_of(hass, emulator.account, "latest_game").attributes["progress"]
        ),
    }
    assert all(reached.values())
    ask = await automate(hass, limits(hass, emulator.account, reached))
    assert await ask() == {f"{key} {number}" for key, number in reached.items()}
    emulator.earn()
    await let_pass(hass, freezer, 2 * MINUTE)
    assert {
        f"{key} {number + 1}"
        for key, number in reached.items()
        if key in ("trophies_today", "trophies_this_week")
    } <= await ask()


async def test_new_day_begins_with_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Today is the home's day."""
    emulator.earn()
    await let_pass(hass, freezer, 2 * MINUTE)
    target = account_target(hass, emulator.account)
    ask = await automate(
        hass, {"today": condition("trophies_today", target, at_least=1)}
    )
    assert await ask() == {"today"}
    await let_pass(hass, freezer, DAY, timedelta(hours=6))
    assert await ask() == set()


@pytest.mark.parametrize("behavior", ["any", "all"])
@pytest.mark.parametrize("bad", [STATE_UNKNOWN, STATE_UNAVAILABLE, "much"])
async def test_what_is_not_known_never_holds(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    behavior: str,
    bad: str,
) -> None:
    """Neither for any account nor for all of them."""
    account = emulator.account
    target = account_target(hass, account)
    register_playing(hass, loaded, account)
    numbers = {
        "trophies_today": "trophies_today",
        "trophies_this_week": "trophies_this_week",
        "streak": "streak",
        "trophy_level": "trophy_level",
        "latest_game_progress": "latest_game",
    }
    ask = await automate(
        hass,
        {key: condition(key, target, behavior=behavior, at_least=1) for key in numbers}
        | {
            key: condition(key, target, behavior=behavior, **options)
            for key, options in (
                ("is_streak_at_risk", {"hours": 24}),
                ("is_playing", {}),
            )
        },
    )
    for key in numbers.values():
        hass.states.async_set(entity_id(hass, account, "sensor", key), bad)
    hass.states.async_set(entity_id(hass, account, "binary_sensor", "playing"), bad)
    assert await ask() == set()


async def test_outage(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """While Sony is away the level is not known; what is counted at home is."""
    emulator.earn()
    await let_pass(hass, freezer, 2 * MINUTE)
    target = account_target(hass, emulator.account)
    ask = await automate(
        hass,
        {
            key: condition(key, target, behavior="all", at_least=1)
            for key in ("trophy_level", "trophies_today")
        },
    )
    assert await ask() == {"trophy_level", "trophies_today"}
    emulator.fail("unavailable")
    await let_pass(hass, freezer, 20 * MINUTE)
    assert await ask() == {"trophies_today"}


async def test_several_accounts(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Any of them, or all of them; one that is not known is not all."""
    other = emulator.add_account("other_hunter")
    second = make_entry(other)
    await set_up(hass, second)
    both = account_target(hass, emulator.account, other)
    ask = await automate(
        hass,
        {
            behavior: condition("trophies_today", both, behavior=behavior, at_least=1)
            for behavior in ("any", "all")
        },
    )

    def show(mine: str, others: str) -> None:
        for account, state in ((emulator.account, mine), (other, others)):
            sensor = entity_id(hass, account, "sensor", "trophies_today")
            hass.states.async_set(sensor, state)

    for mine, others, holding in (
        ("0", "0", set()),
        ("2", "0", {"any"}),
        ("2", "1", {"any", "all"}),
        ("2", STATE_UNAVAILABLE, {"any"}),
        (STATE_UNKNOWN, STATE_UNKNOWN, set()),
    ):
        show(mine, others)
        assert await ask() == holding, (mine, others)


async def test_targets(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Any entity of an account, its device, area or label means the account."""
    account = emulator.account
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), loaded.entry_id)
    registry = er.async_get(hass)
    bell = registry.async_get_or_create("event", "doorbell", "front")
    registry.async_update_entity(bell.entity_id, labels={"bell"})
    hass.states.async_set(bell.entity_id, "5")
    avatar = entity_id(hass, account, "image", "avatar")
    registry.async_update_entity(avatar, labels={"fun"})
    sensor = entity_id(hass, account, "sensor", "trophies_today")
    targets: dict[str, dict[str, Any]] = {
        "event": account_target(hass, account),
        "itself": {"entity_id": sensor},
        "device": {"device_id": device.id},
        "label": {"label_id": "fun"},
        "others": {"entity_id": bell.entity_id},
        "label of others": {"label_id": "bell"},
        "nobody": {"entity_id": "event.nobody_trophy"},
    }
    ask = await automate(
        hass,
        {
            f"{name} {behavior}": condition(
                "trophies_today", target, behavior=behavior, at_least=3
            )
            for name, target in targets.items()
            for behavior in ("any", "all")
        },
    )
    hass.states.async_set(sensor, "3")
    meant = ("event", "itself", "device", "label")
    assert await ask() == {
        f"{name} {behavior}" for name in meant for behavior in ("any", "all")
    }
    hass.states.async_set(sensor, "2")
    assert await ask() == set()


@pytest.mark.skipif(
    "exclude" not in cv.TARGET_FIELDS, reason="targets leave nothing out yet"
)
async def test_target_leaves_out(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """An account that is left out does not count."""
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), loaded.entry_id)
    sensor = entity_id(hass, emulator.account, "sensor", "trophies_today")
    avatar = entity_id(hass, emulator.account, "image", "avatar")
    excludes: dict[str, dict[str, Any]] = {
        "device": {"device_id": [device.id]},
        "sensor": {"entity_id": [sensor]},
        "avatar": {"entity_id": [avatar]},
    }
    ask = await automate(
        hass,
        {
            name: condition(
                "trophies_today",
                {"device_id": [device.id], "exclude": exclude},
                at_least=1,
            )
            for name, exclude in excludes.items()
        },
    )
    hass.states.async_set(sensor, "3")
    assert await ask() == {"avatar"}


def register_playing(
    hass: HomeAssistant, entry: MockConfigEntry, account: Account
) -> str:
    """Return the entity that tells whether an account plays; make it if need be."""
    registered = er.async_get(hass).async_get_or_create(
        "binary_sensor",
        DOMAIN,
        f"{account.account_id}_playing",
        config_entry=entry,
        translation_key="playing",
    )
    return registered.entity_id


@pytest.mark.parametrize("behavior", ["any", "all"])
async def test_playing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    behavior: str,
) -> None:
    """Playing now, or for a while."""
    sensor = register_playing(hass, loaded, emulator.account)
    target = account_target(hass, emulator.account)
    ask = await automate(
        hass,
        {
            "now": condition("is_playing", target, behavior=behavior),
            "for zero": condition(
                "is_playing", target, behavior=behavior, **{"for": "00:00:00"}
            ),
            "long": condition(
                "is_playing", target, behavior=behavior, **{"for": {"minutes": 30}}
            ),
        },
    )
    hass.states.async_remove(sensor)
    assert await ask() == set()
    hass.states.async_set(sensor, "off")
    assert await ask() == set()
    hass.states.async_set(sensor, "on")
    assert await ask() == {"now", "for zero"}
    freezer.tick(timedelta(minutes=29))
    assert await ask() == {"now", "for zero"}
    freezer.tick(timedelta(minutes=1))
    assert await ask() == {"now", "for zero", "long"}
    hass.states.async_set(sensor, STATE_UNAVAILABLE)
    assert await ask() == set()


async def test_streak_at_risk(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """With a streak, nothing earned today, in the last hours of the home's day."""
    assert await hass.config_entries.async_unload(loaded.entry_id)
    target = account_target(hass, emulator.account)
    ask = await automate(
        hass,
        {
            f"{hours}": condition("is_streak_at_risk", target, hours=hours)
            for hours in (1, 3, 24)
        },
    )
    streak, today = (
        entity_id(hass, emulator.account, "sensor", key)
        for key in ("streak", "trophies_today")
    )
    zone = ZoneInfo(hass.config.time_zone)

    async def at(hour: int, minute: int, *, days: str, earned: str) -> set[str]:
        freezer.move_to(datetime(2026, 11, 20, hour, minute, tzinfo=zone))
        hass.states.async_set(streak, days)
        hass.states.async_set(today, earned)
        return await ask()

    assert await at(12, 0, days="4", earned="0") == {"24"}
    assert await at(20, 59, days="4", earned="0") == {"24"}
    assert await at(21, 0, days="4", earned="0") == {"24", "3"}
    assert await at(23, 30, days="4", earned="0") == {"24", "3", "1"}
    assert await at(23, 30, days="5", earned="1") == set()
    assert await at(23, 30, days="0", earned="0") == set()
    assert await at(23, 30, days="4", earned=STATE_UNAVAILABLE) == set()
    assert await at(23, 30, days=STATE_UNKNOWN, earned="0") == set()
    hass.states.async_set(streak, "4")
    hass.states.async_remove(today)
    assert await ask() == set()


@pytest.mark.parametrize(
    ("day", "hour", "length"),
    [
        pytest.param((2026, 11, 1), 0, 25, id="longer"),
        pytest.param((2026, 3, 8), 1, 22, id="shorter"),
    ],
)
async def test_streak_at_risk_on_a_day_of_another_length(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    day: tuple[int, int, int],
    hour: int,
    length: int,
) -> None:
    """Hours are those that really pass."""
    await hass.config.async_set_time_zone(NEW_YORK.key)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    target = account_target(hass, emulator.account)
    ask = await automate(
        hass,
        {
            f"{hours}": condition("is_streak_at_risk", target, hours=hours)
            for hours in (21, 22, 23, 24)
        },
    )
    for key, state in (("streak", "1"), ("trophies_today", "0")):
        hass.states.async_set(entity_id(hass, emulator.account, "sensor", key), state)
    freezer.move_to(datetime(*day, hour, tzinfo=NEW_YORK))
    assert await ask() == {f"{hours}" for hours in (21, 22, 23, 24) if hours >= length}


async def test_streak_at_risk_of_a_real_account(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Earned yesterday, not yet today, then today."""
    emulator.earn()
    await let_pass(hass, freezer, 2 * MINUTE)
    target = account_target(hass, emulator.account)
    ask = await automate(
        hass, {"risk": condition("is_streak_at_risk", target, hours=24)}
    )
    assert await ask() == set()
    await let_pass(hass, freezer, DAY, timedelta(hours=6))
    assert await ask() == {"risk"}
    emulator.earn()
    await let_pass(hass, freezer, 2 * MINUTE)
    assert await ask() == set()


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("trophies_today", {}),
        ("trophies_today", {"at_least": 0}),
        ("trophies_today", {"at_least": "many"}),
        ("trophies_today", {"at_least": 1, "behavior": "some"}),
        ("trophies_today", {"at_least": 1, "more": 2}),
        ("trophy_level", {"at_least": 1000}),
        ("latest_game_progress", {"at_least": 101}),
        ("is_streak_at_risk", {"at_least": 1}),
        ("is_streak_at_risk", {"hours": 25}),
        ("is_playing", {"at_least": 1}),
    ],
)
async def test_wrong_options_are_refused(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    key: str,
    options: dict[str, object],
) -> None:
    """Instead of never being true."""
    target = account_target(hass, emulator.account)
    with pytest.raises(vol.Invalid):
        await async_validate_condition_config(hass, condition(key, target, **options))


def filled_in(key: str) -> dict[str, Any]:
    """Return the options that the editor fills in for a new condition."""
    fields = structure("conditions.yaml")[key]["fields"]
    options = {
        name: field["default"] for name, field in fields.items() if "default" in field
    }
    wanting = [name for name, field in fields.items() if "default" not in field]
    return options | dict.fromkeys(wanting, 5)


@pytest.mark.parametrize("key", structure("conditions.yaml"))
async def test_what_the_editor_makes_is_accepted(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry, key: str
) -> None:
    """With its defaults, and the numbers that it asks for."""
    target = account_target(hass, emulator.account)
    assert await async_validate_condition_config(
        hass, condition(key, target, **filled_in(key))
    )


async def test_editor_offers_them_for_accounts_only(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """For the device of an account and its event of trophies, not for other events."""
    target = account_target(hass, emulator.account)
    await automate(hass, {"today": condition("trophies_today", target, at_least=1)})

    async def offered(target: dict[str, Any]) -> set[str]:
        found: set[str] = await async_get_conditions_for_target(
            hass, target, expand_group=False
        )
        return {one for one in found if one.startswith(f"{DOMAIN}.")}

    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), loaded.entry_id)
    everything = {f"{DOMAIN}.{key}" for key in structure("conditions.yaml")}
    assert await offered({"device_id": [device.id]}) == everything
    assert await offered(target) == everything
    assert await offered({"entity_id": ["event.bell"]}) == set()


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
@pytest.mark.parametrize("kind", ["triggers", "conditions"])
def test_editor_finds_them_by_words(language: str, kind: str) -> None:
    """Who searches for trophies, PlayStation or platinum finds all of them."""
    for text in texts(language)[kind].values():
        said = f"{text['name']} {text['description']}".lower()
        for word in (*WORDS[language], "playstation"):
            assert word in said, (word, said)
