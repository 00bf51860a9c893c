"""The triggers, in real automations that run on what is earned at Sony."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)

from homeassistant.components.event import EventEntity
from homeassistant.components.websocket_api.automation import (
    async_get_triggers_for_target,
)
from homeassistant.const import EVENT_STATE_CHANGED, MAJOR_VERSION, MINOR_VERSION
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.util import dt as dt_util

from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.trophies import Milestone, MilestoneType
from tests.emulator import Earned, Emulator
from tests.emulator.accounts import Progress
from tests.emulator.arithmetic import rarity

from .announcements import automate, listen
from .common import MINUTE, entity_id, let_pass, make_entry, set_up
from .hassfest import structure

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


def editor_options(trigger: str) -> dict[str, Any]:
    """Return the options that the editor fills in for a new trigger."""
    return {
        name: field["default"]
        for name, field in structure("triggers.yaml")[trigger]["fields"].items()
        if "default" in field
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


class Bell(EventEntity):
    """An event of another maker."""

    _attr_event_types = ["gold"]
    _attr_name = "Bell"
    _attr_should_poll = False


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


class SlowListener:
    """An automation whose action takes five seconds, in the mode the editor makes."""

    ACTIONS = (
        {
            "event": "said",
            "event_data": {
                "account": "{{ trigger.account }}",
                "message": "{{ trigger.message }}",
                "everything": "{{ trigger.trophies | default(trigger.milestones) }}",
                "top": "{{ trigger.trophy | default(trigger.milestone) }}",
                "entity_id": "{{ trigger.entity_id }}",
                "from": "{{ trigger.from_state.state }}",
                "to": "{{ trigger.to_state.state }}",
                "attributes": "{{ trigger.to_state.attributes }}",
            },
        },
        {"delay": 5},
    )

    def __init__(self, hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
        """Hear nothing yet."""
        self._hass = hass
        self._freezer = freezer
        self._said: list[Event[Any]] = []

    @property
    def said(self) -> list[dict[str, Any]]:
        """What each run began with."""
        return [dict(event.data) for event in self._said]

    async def set_up(
        self, trigger: dict[str, Any], mode: str = "single", **settings: object
    ) -> None:
        """Set the automation up."""
        self._said = async_capture_events(self._hass, "said")
        if mode == "single":
            settings["max_exceeded"] = "silent"
        await automate(
            self._hass,
            trigger,
            mode=mode,
            **{"max": 10} | settings,
            actions=list(self.ACTIONS),
        )

    async def poll(self, entry: MockConfigEntry, seconds: int = 10) -> None:
        """Poll at once and let time pass, without waiting for what itself waits."""
        await entry.runtime_data.coordinator.async_refresh()
        for _ in range(seconds):
            for _ in range(50):
                await asyncio.sleep(0)
            self._freezer.tick(1)
            async_fire_time_changed(self._hass)


@pytest.fixture
async def slow(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> AsyncIterator[SlowListener]:
    """Return an automation that takes its time; stop it in the end."""
    yield SlowListener(hass, freezer)
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": "automation.test"}, blocking=True
    )
    await hass.async_block_till_done(wait_background_tasks=True)


async def earn_burst(emulator: Emulator, entry: MockConfigEntry) -> list[Earned]:
    """Earn the last 27 trophies of a game at once, the platinum included."""
    title = emulator.launch()
    emulator.earn(title=title, count=6)
    await entry.runtime_data.coordinator.async_refresh()
    earned = emulator.earn(title=title, grade="platinum")
    assert len(earned) == 27
    assert earned[-1].grade == "platinum"
    return earned


async def test_burst_is_heard_whole_by_what_the_editor_makes(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    slow: SlowListener,
) -> None:
    """27 trophies at once are one run that counts them and names the platinum."""
    earned = await earn_burst(emulator, loaded)
    await slow.set_up(trophy_trigger(hass, emulator, **editor_options("trophy_earned")))
    heard = listen(hass)
    await slow.poll(loaded)
    (said,) = slow.said
    name, platinum = emulator.account.online_id, earned[-1].name
    assert said["account"] == name
    assert said["message"] == (
        f"{name} earned 27 trophies in {earned[0].title_name}, "
        f'among them the platinum "{platinum}".'
    )
    assert [one["trophy_name"] for one in said["everything"]] == [
        state.attributes["trophy_name"] for state in heard.trophies
    ]
    assert Counter(one["trophy_name"] for one in said["everything"]) == Counter(
        one.name for one in earned
    )
    assert said["top"] == said["everything"][-1]
    assert said["top"]["grade"] == "platinum"
    assert said["top"]["trophy_name"] == platinum
    # What is written for single trophies goes on with the most precious of them.
    before, last = heard.trophies[-2:]
    assert said["entity_id"] == last.entity_id
    assert said["attributes"] == last.attributes
    assert said["attributes"]["event_type"] == "platinum"
    assert (said["from"], said["to"]) == (before.state, last.state)


@pytest.mark.parametrize(
    ("mode", "settings", "runs"),
    [
        ("single", {}, 1),
        ("queued", {}, 10),
        ("queued", {"max": 500}, 27),
        ("parallel", {"max": 500}, 27),
    ],
)
async def test_burst_one_by_one_needs_a_long_queue(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    slow: SlowListener,
    *,
    mode: str,
    settings: dict[str, Any],
    runs: int,
) -> None:
    """Only with `max: 500`, as README has it, each trophy gets its run."""
    earned = await earn_burst(emulator, loaded)
    trigger = trophy_trigger(hass, emulator, run="for_each")
    await slow.set_up(trigger, mode, **settings)
    await slow.poll(loaded, 27 * 5 + 10)
    assert len(slow.said) == runs
    for said in slow.said:
        assert [said["top"]] == said["everything"]
        assert said["message"] == said["top"]["message"]
        assert (
            said["attributes"].items()
            >= {
                "trophy_name": said["top"]["trophy_name"],
                "message": said["message"],
            }.items()
        )
    if runs == len(earned):
        assert Counter(said["top"]["trophy_name"] for said in slow.said) == Counter(
            one.name for one in earned
        )


async def test_without_the_option_each_trophy_runs(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Automations from before there was a choice go on as they were."""
    runs = await automate(hass, trophy_trigger(hass, emulator))
    earned = emulator.earn(count=5)
    await let_pass(hass, freezer, MINUTE)
    assert names(runs) == Counter(one.name for one in earned)


async def test_burst_tells_only_of_what_fits(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    slow: SlowListener,
) -> None:
    """What the options leave out is neither counted nor named; nothing left, no run."""
    earned = await earn_burst(emulator, loaded)
    options = {"grade": ["silver", "gold"], "run": "once_per_poll"}
    await slow.set_up(trophy_trigger(hass, emulator, **options))
    await slow.poll(loaded)
    (said,) = slow.said
    fitting = [one for one in earned if one.grade in {"silver", "gold"}]
    assert Counter(one["trophy_name"] for one in said["everything"]) == Counter(
        one.name for one in fitting
    )
    assert f"earned {len(fitting)} trophies in" in said["message"]
    assert "platinum" not in said["message"]
    rarest = min(
        (one for one in said["everything"] if one["grade"] == "gold"),
        key=lambda one: one["earned_rate"],
    )
    assert said["top"] == rarest
    emulator.earn(grade="bronze")
    await slow.poll(loaded)
    assert len(slow.said) == 1


async def test_next_poll_is_the_next_run(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    slow: SlowListener,
) -> None:
    """Each poll with something new runs once, also after a reload."""
    await slow.set_up(trophy_trigger(hass, emulator, run="once_per_poll"))
    earned = []
    for count in (2, 1, 3):
        freezer.tick(MINUTE)
        earned.append(emulator.earn(count=count))
        await slow.poll(loaded)
        assert await hass.config_entries.async_reload(loaded.entry_id)
    assert [
        {one["trophy_name"] for one in said["everything"]} for said in slow.said
    ] == [{one.name for one in several} for several in earned]


async def test_milestones_of_a_great_moment_in_one_run(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    slow: SlowListener,
) -> None:
    """One platinum can complete a game and raise the level: all of it is told."""
    await slow.set_up(
        milestone_trigger(hass, emulator, **editor_options("milestone_reached"))
    )
    heard = listen(hass)
    earn_everything(emulator)
    await slow.poll(loaded)
    (said,) = slow.said
    assert [(one["type"], one["value"]) for one in said["everything"]] == [
        (kind, value) for kind, value, _ in heard.reached
    ]
    assert len({one["type"] for one in said["everything"]}) == 5
    assert said["message"] == " ".join(one["message"] for one in said["everything"])
    assert said["top"]["type"] == "platinum_count"
    assert said["attributes"]["event_type"] == "platinum_count"
    assert said["attributes"]["value"] == emulator.account.total()["platinum"]


async def test_options_are_what_the_editor_begins_with(hass: HomeAssistant) -> None:
    """One run for everything and late ones, too; nothing else is chosen."""
    for trigger in ("trophy_earned", "milestone_reached"):
        assert editor_options(trigger) == {
            "run": "once_per_poll",
            "include_late": True,
        }


@pytest.mark.parametrize("include_late", [True, False, None])
async def test_late_milestones(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    include_late: bool | None,
) -> None:
    """They can be left out, as late trophies can; without a choice they run."""
    options = {} if include_late is None else {"include_late": include_late}
    runs = await automate(hass, milestone_trigger(hass, emulator, **options))
    coordinator = loaded.runtime_data.coordinator
    late, punctual = (
        Milestone(type=MilestoneType.LEVEL_UP, value=value, late=late)
        for value, late in ((500, True), (501, False))
    )
    for milestone in (late, punctual):
        coordinator.async_set_updated_data(
            replace(coordinator.data, milestones=(milestone,))
        )
        await hass.async_block_till_done()
    state = hass.states.get(entity_id(hass, emulator.account, "event", "milestone"))
    assert state is not None
    assert state.attributes["late"] is False
    assert len(runs) == (1 if include_late is False else 2)


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


@pytest.mark.parametrize("trigger", [TROPHY_EARNED, MILESTONE_REACHED])
@pytest.mark.parametrize(
    ("platform", "key"),
    [
        ("event", "trophy"),
        ("event", "milestone"),
        ("sensor", "trophy_level"),
        ("sensor", "last_sync"),
        ("todo", "missing_trophies"),
    ],
)
async def test_any_entity_means_its_account(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    trigger: str,
    platform: str,
    key: str,
) -> None:
    """Whichever is chosen, the automation runs, and for no other account."""
    other = emulator.add_account("second_hunter", titles=3)
    await set_up(hass, make_entry(other))
    target = entity_id(hass, emulator.account, platform, key)
    runs = await automate(hass, {"trigger": trigger, "target": {"entity_id": target}})
    emulator.earn(account=other, grade="platinum")
    await let_pass(hass, freezer, 2 * MINUTE)
    assert not runs
    emulator.earn(grade="platinum")
    await let_pass(hass, freezer, 2 * MINUTE)
    event = "trophy" if trigger == TROPHY_EARNED else "milestone"
    assert {run.data["entity_id"] for run in runs} == {
        entity_id(hass, emulator.account, "event", event)
    }


async def test_entities_of_one_account_mean_it_once(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Choosing the device and both events runs nothing twice."""
    target = {
        "device_id": device_id(hass, loaded),
        "entity_id": [
            entity_id(hass, emulator.account, "event", key)
            for key in ("trophy", "milestone")
        ],
    }
    runs = await automate(hass, {"trigger": TROPHY_EARNED, "target": target})
    (earned,) = emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert names(runs) == Counter([earned.name])


async def test_device_of_hidden_entities_is_a_target(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Who hides what they do not look at still means the account by its device."""
    registry = er.async_get(hass)
    for entry in er.async_entries_for_config_entry(registry, loaded.entry_id):
        registry.async_update_entity(
            entry.entity_id, hidden_by=er.RegistryEntryHider.USER
        )
    runs = await automate(
        hass,
        {"trigger": TROPHY_EARNED, "target": {"device_id": device_id(hass, loaded)}},
    )
    (earned,) = emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert names(runs) == Counter([earned.name])


@pytest.mark.parametrize(("excluded", "count"), [("trophy", 0), ("milestone", 1)])
async def test_excluded_event_runs_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    excluded: str,
    count: int,
) -> None:
    """A target without this event does not mean it; older versions refuse it all."""
    target = {
        "device_id": device_id(hass, loaded),
        "exclude": {"entity_id": entity_id(hass, emulator.account, "event", excluded)},
    }
    runs = await automate(hass, {"trigger": TROPHY_EARNED, "target": target})
    emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert len(runs) == (count if (MAJOR_VERSION, MINOR_VERSION) >= (2026, 11) else 0)


async def test_editor_offers_what_runs_and_nothing_else(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """The filters of the targets find the one event, and none of another maker."""
    bell = Bell()
    await hass.data[DATA_INSTANCES]["event"].async_add_entities([bell])
    # So that the triggers are known at all.
    await automate(hass, trophy_trigger(hass, emulator))

    async def offered(target: str) -> set[str]:
        """Return those of our triggers that the editor offers for an entity."""
        found: set[str] = await async_get_triggers_for_target(
            hass, {"entity_id": target}, expand_group=False
        )
        return {trigger for trigger in found if trigger.startswith(DOMAIN)}

    for key, trigger in (("trophy", TROPHY_EARNED), ("milestone", MILESTONE_REACHED)):
        target = entity_id(hass, emulator.account, "event", key)
        assert await offered(target) == {trigger}
    assert await offered(bell.entity_id) == set()
    level = entity_id(hass, emulator.account, "sensor", "trophy_level")
    assert await offered(level) == set()


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
    """What somebody else writes into an event's state runs nothing, nor does ours."""
    runs = await automate(
        hass, {"trigger": TROPHY_EARNED, "target": {"entity_id": "event.of_nobody"}}
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
    assert sum(change.data["entity_id"] == target for change in changes) >= 2
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
