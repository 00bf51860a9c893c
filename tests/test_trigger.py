"""The triggers, in real automations that run on what is earned at Sony."""

from collections import Counter
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util

from custom_components.psn_trophies.const import DOMAIN
from tests.emulator import Emulator
from tests.emulator.accounts import Progress
from tests.emulator.arithmetic import rarity

from .announcements import automate, listen
from .common import MINUTE, entity_id, let_pass, make_entry, set_up

RARITIES = ["ultra_rare", "very_rare", "rare", "common"]
TROPHY_EARNED = f"{DOMAIN}.trophy_earned"
MILESTONE_REACHED = f"{DOMAIN}.milestone_reached"


def trophy_trigger(
    hass: HomeAssistant, emulator: Emulator, **options: object
) -> dict[str, Any]:
    """Return a trigger on the demo account's trophies."""
    return {
        "trigger": TROPHY_EARNED,
        "target": {"entity_id": entity_id(hass, emulator.account, "event", "trophy")},
        **({"options": options} if options else {}),
    }


def milestone_trigger(
    hass: HomeAssistant, emulator: Emulator, **options: object
) -> dict[str, Any]:
    """Return a trigger on the demo account's milestones."""
    target = entity_id(hass, emulator.account, "event", "milestone")
    return {
        "trigger": MILESTONE_REACHED,
        "target": {"entity_id": target},
        **({"options": options} if options else {}),
    }


def names(runs: list[Event]) -> Counter[str]:
    """Return the trophies that an automation ran for."""
    return Counter(run.data["name"] for run in runs)


def earn_everything(emulator: Emulator) -> list[Progress]:
    """Earn all that is left, in every title; return the titles."""
    titles = [title for title in emulator.account.listing(own=True) if title.missing()]
    for title in titles:
        emulator.earn(title=title.set, trophy_ids=[t.id for t in title.missing()])
    return titles


def device_id(hass: HomeAssistant, entry: MockConfigEntry) -> str:
    """Return the id of an account's device."""
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return device.id


# What runs


@pytest.mark.parametrize(
    ("options", "grades"),
    [
        ({}, {"bronze", "silver", "gold", "platinum"}),
        ({"grade": []}, {"bronze", "silver", "gold", "platinum"}),
        ({"grade": "platinum"}, {"platinum"}),
        ({"grade": ["platinum"]}, {"platinum"}),
        ({"grade": ["gold", "silver"]}, {"gold", "silver"}),
        (
            {"grade": ["bronze", "silver", "gold", "platinum"]},
            {"bronze", "silver", "gold", "platinum"},
        ),
    ],
)
async def test_grade(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    options: dict[str, Any],
    grades: set[str],
) -> None:
    """Only the grades chosen run the automation, once for each trophy."""
    runs = await automate(hass, trophy_trigger(hass, emulator, **options))
    heard = listen(hass)
    earn_everything(emulator)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophies
    assert names(runs) == Counter(
        state.attributes["trophy_name"]
        for state in heard.trophies
        if state.attributes["event_type"] in grades
    )
    assert {run.data["type"] for run in runs} == grades


@pytest.mark.parametrize(
    "wanted", [*([one] for one in RARITIES), ["ultra_rare", "very_rare"], RARITIES]
)
async def test_rarity(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    wanted: list[str],
) -> None:
    """Only trophies as rare as chosen run the automation."""
    runs = await automate(hass, trophy_trigger(hass, emulator, rarity=wanted))
    titles = [title for title in emulator.account.listing(own=True) if title.missing()]
    expected = Counter(
        title.set.wording(trophy)[0]
        for title in titles
        for trophy in title.missing()
        if RARITIES[rarity(trophy.rate)] in wanted
    )
    earn_everything(emulator)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert expected
    assert names(runs) == expected


async def test_options_are_taken_together(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """All of them have to fit."""
    trigger = trophy_trigger(
        hass, emulator, grade="gold", rarity=["ultra_rare"], platform="PS5"
    )
    runs = await automate(hass, trigger)
    heard = listen(hass)
    earn_everything(emulator)
    await let_pass(hass, freezer, 2 * MINUTE)
    expected = Counter(
        state.attributes["trophy_name"]
        for state in heard.trophies
        if state.attributes["event_type"] == "gold"
        and state.attributes["rarity"] == "ultra_rare"
        and state.attributes["platform"] == "PS5"
    )
    assert expected
    assert names(runs) == expected


@pytest.mark.parametrize("titles", [24])
@pytest.mark.parametrize(
    ("platform", "fitting"),
    [
        ("PS3", {"ps3"}),
        ("PS4", {"vita_ps4"}),
        ("PS5", {"ps5_pc"}),
        ("PSVITA", {"vita_ps4"}),
        ("PSPC", {"ps5_pc", "pc_only"}),
        (["PS3", "PSVITA"], {"ps3", "vita_ps4"}),
    ],
)
async def test_platform(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    platform: str | list[str],
    fitting: set[str],
) -> None:
    """A title for several consoles fits with each of them."""
    await let_pass(hass, freezer, 3 * MINUTE)
    runs = await automate(hass, trophy_trigger(hass, emulator, platform=platform))
    expected: Counter[str] = Counter()
    for case in ("ps3", "vita_ps4", "ps5_pc", "pc_only"):
        (earned,) = emulator.earn(title=case)
        if case in fitting:
            expected[earned.name] += 1
    await let_pass(hass, freezer, 2 * MINUTE)
    assert names(runs) == expected


@pytest.mark.parametrize("include_late", [True, False])
async def test_late_trophies(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    include_late: bool,
) -> None:
    """What was earned long ago can be left out; what has no date is not late."""
    runs = await automate(
        hass, trophy_trigger(hass, emulator, include_late=include_late)
    )
    (late,) = emulator.earn(at=emulator.now() - 86_400)
    (punctual,) = emulator.earn()
    (undated,) = emulator.earn(undated=True)
    await let_pass(hass, freezer, 2 * MINUTE)
    expected = {punctual.name, undated.name} | ({late.name} if include_late else set())
    assert set(names(runs)) == expected


@pytest.mark.parametrize(
    "wanted",
    [
        "platinum_count",
        "title_completed",
        "trophy_count",
        "level_up",
        "tier_up",
        ["level_up", "tier_up"],
        None,
    ],
)
async def test_milestone_type(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    wanted: str | list[str] | None,
) -> None:
    """Only the milestones chosen run the automation; all of them without a choice."""
    options: dict[str, Any] = {} if wanted is None else {"type": wanted}
    runs = await automate(hass, milestone_trigger(hass, emulator, **options))
    heard = listen(hass)
    earn_everything(emulator)
    await let_pass(hass, freezer, 2 * MINUTE)
    kinds = [kind for kind, *_ in heard.reached]
    assert len(set(kinds)) == 5
    expected = [kind for kind in kinds if wanted is None or kind in wanted]
    assert Counter(run.data["type"] for run in runs) == Counter(expected)


# Several at once


async def test_several_trophies_of_one_poll_all_run(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A queued automation runs for each of them."""
    runs = await automate(hass, trophy_trigger(hass, emulator), mode="queued", max=10)
    earned = emulator.earn(count=8)
    await let_pass(hass, freezer, MINUTE)
    assert names(runs) == Counter(one.name for one in earned)


# What it is aimed at


@pytest.mark.parametrize("trigger", [TROPHY_EARNED, MILESTONE_REACHED])
async def test_target_by_device_means_one_account(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    trigger: str,
) -> None:
    """Of the device only the fitting entity counts, of other accounts none."""
    other = emulator.add_account("second_hunter", titles=3)
    other_entry = make_entry(other)
    await set_up(hass, other_entry)
    runs = await automate(
        hass, {"trigger": trigger, "target": {"device_id": device_id(hass, loaded)}}
    )
    emulator.earn(account=other, grade="platinum")
    await let_pass(hass, freezer, 2 * MINUTE)
    assert not runs
    emulator.earn(grade="platinum")
    await let_pass(hass, freezer, 2 * MINUTE)
    key = "trophy" if trigger == TROPHY_EARNED else "milestone"
    target = entity_id(hass, emulator.account, "event", key)
    assert runs
    assert {run.data["entity_id"] for run in runs} == {target}


async def test_target_by_area_ignores_events_of_others(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A doorbell in the same room earns no trophy."""
    registry = er.async_get(hass)
    bell = registry.async_get_or_create(
        "event", "doorbell", "front", original_name="Bell", config_entry=loaded
    )
    ours = entity_id(hass, emulator.account, "event", "trophy")
    for target in (bell.entity_id, ours):
        registry.async_update_entity(target, labels={"fun"})
    runs = await automate(
        hass, {"trigger": TROPHY_EARNED, "target": {"label_id": "fun"}}
    )
    attributes = {"event_type": "gold", "rarity": "rare", "late": False}
    hass.states.async_set(bell.entity_id, "unknown", {})
    for _ in range(2):
        freezer.tick(1)
        hass.states.async_set(bell.entity_id, dt_util.utcnow().isoformat(), attributes)
    await hass.async_block_till_done()
    assert not runs
    (earned,) = emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert names(runs) == Counter([earned.name])


async def test_explicit_foreign_entity_is_ignored(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Neither an event of nobody nor our other event entity runs it."""
    milestones = entity_id(hass, emulator.account, "event", "milestone")
    runs = await automate(
        hass,
        {
            "trigger": TROPHY_EARNED,
            "target": {"entity_id": ["event.of_nobody", milestones]},
        },
    )
    hass.states.async_set("event.of_nobody", "unknown", {})
    hass.states.async_set("event.of_nobody", "2026-11-15T12:00:00.000+00:00", {})
    emulator.earn(grade="platinum")
    await let_pass(hass, freezer, 2 * MINUTE)
    assert not runs


async def test_nothing_but_announcements_runs_it(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Outages, quiet polls and a reload change the entity and run nothing."""
    runs = await automate(hass, trophy_trigger(hass, emulator))
    emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert len(runs) == 1
    changes: list[Event[Any]] = []
    hass.bus.async_listen(EVENT_STATE_CHANGED, changes.append)
    emulator.fail("unavailable")
    await let_pass(hass, freezer, 2 * MINUTE)
    emulator.clear_faults()
    await let_pass(hass, freezer, 5 * MINUTE)
    assert await hass.config_entries.async_reload(loaded.entry_id)
    await let_pass(hass, freezer, 5 * MINUTE)
    target = entity_id(hass, emulator.account, "event", "trophy")
    assert sum(change.data["entity_id"] == target for change in changes) >= 4
    assert len(runs) == 1


# What is refused


@pytest.mark.parametrize(
    ("trigger", "options"),
    [
        (TROPHY_EARNED, {"grade": "diamond"}),
        (TROPHY_EARNED, {"grade": ["gold", "diamond"]}),
        (TROPHY_EARNED, {"rarity": "scarce"}),
        (TROPHY_EARNED, {"platform": "XBOX"}),
        (TROPHY_EARNED, {"include_late": "perhaps"}),
        (TROPHY_EARNED, {"type": "level_up"}),
        (MILESTONE_REACHED, {"type": "birthday"}),
        (MILESTONE_REACHED, {"grade": "gold"}),
    ],
)
async def test_wrong_options_are_refused(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
    *,
    trigger: str,
    options: dict[str, Any],
) -> None:
    """The automation is not set up, and the log tells of the option."""
    await automate(
        hass,
        {
            "trigger": trigger,
            "target": {"device_id": device_id(hass, loaded)},
            "options": options,
        },
    )
    state = hass.states.get("automation.test")
    assert state is not None
    assert state.state == "unavailable"
    assert next(iter(options)) in caplog.text


@pytest.mark.parametrize("trigger", [TROPHY_EARNED, MILESTONE_REACHED])
async def test_trigger_needs_a_target(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry, trigger: str
) -> None:
    """Nobody means all accounts of everybody by accident."""
    await automate(hass, {"trigger": trigger})
    state = hass.states.get("automation.test")
    assert state is not None
    assert state.state == "unavailable"
