"""Blueprints: loaded, set up and run by Home Assistant's own code."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import PropertyMock, patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    async_fire_time_changed,
    async_mock_service,
    mock_integration,
    mock_platform,
)
import voluptuous as vol

from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint import Blueprint, DomainBlueprints
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    template,
)
from homeassistant.loader import async_get_integration
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import DOMAIN
from tests.emulator import Account, Emulator
from tests.emulator.world import Earned

from .common import DAY, MINUTE, entity_id, let_pass, make_entry, set_up, state_of

REPOSITORY = Path(__file__).parents[1]
FOLDER = REPOSITORY / "blueprints" / "automation"
BLUEPRINTS = sorted(
    path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.yaml")
)
SECOND = timedelta(seconds=1)
AUTOMATION = "automation.under_test"
RECORD = {"action": "test.record"}


@pytest.fixture(autouse=True)
def folder() -> Iterator[None]:
    """Let Home Assistant find the blueprints of the repository."""
    with patch.object(
        DomainBlueprints, "blueprint_folder", PropertyMock(return_value=FOLDER)
    ):
        yield


@pytest.fixture
async def automations(hass: HomeAssistant) -> AsyncIterator[None]:
    """Switch the automation off in the end, so that no timer is left."""
    yield
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": AUTOMATION}, blocking=True
    )


@pytest.fixture
async def utc(hass: HomeAssistant) -> None:
    """Let the home be in Greenwich."""
    await hass.config.async_set_time_zone("UTC")


async def automate(hass: HomeAssistant, blueprint: str, **inputs: Any) -> None:
    """Set up an automation from a blueprint, as the editor does."""
    config = {
        "id": "under_test",
        "alias": "Under test",
        "use_blueprint": {
            "path": f"{DOMAIN}/{blueprint}.yaml",
            "input": inputs,
        },
    }
    assert await async_setup_component(hass, "automation", {"automation": [config]})
    await hass.async_block_till_done()
    state = hass.states.get(AUTOMATION)
    assert state is not None
    assert state.state == STATE_ON


def trophy_event(hass: HomeAssistant, account: Account) -> str:
    """Return the event that a blueprint listens to."""
    return entity_id(hass, account, "event", "trophy")


def test_all_are_tested() -> None:
    """A new blueprint needs a test below."""
    assert [
        f"{DOMAIN}/{name}.yaml"
        for name in (
            "login_expiring",
            "platinum_party",
            "trophy_notification",
            "weekly_report",
        )
    ] == BLUEPRINTS


@pytest.mark.usefixtures("enable_custom_integrations")
@pytest.mark.parametrize("path", BLUEPRINTS)
async def test_blueprint_loads(hass: HomeAssistant, path: str) -> None:
    """It is valid for this Home Assistant and knows where it comes from."""
    blueprint = await async_get_blueprints(hass).async_get_blueprint(path)
    assert isinstance(blueprint, Blueprint)
    assert blueprint.validate() is None
    assert blueprint.domain == "automation"
    integration = await async_get_integration(hass, DOMAIN)
    assert blueprint.metadata["source_url"] == (
        f"{integration.documentation}/blob/main/blueprints/automation/{path}"
    )
    assert blueprint.metadata["description"]
    for details in blueprint.inputs.values():
        assert details["name"]
        assert details["selector"]


class Phone:
    """A phone with the app, which keeps the notifications it gets."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Register app, device and device action."""
        self.notifications: list[dict[str, Any]] = []
        # The app itself needs libraries that tests do not have. This is its device
        # action, schema and rendering included.
        mock_integration(hass, MockModule("mobile_app"))
        mock_platform(
            hass,
            "mobile_app.device_action",
            SimpleNamespace(
                ACTION_SCHEMA=cv.DEVICE_ACTION_BASE_SCHEMA.extend(
                    {
                        vol.Required("type"): "notify",
                        vol.Required("message"): cv.template,
                        vol.Optional("title"): cv.template,
                        vol.Optional("data"): cv.template_complex,
                    }
                ),
                async_call_action_from_config=self._notify,
            ),
        )
        hass.config.components.add("mobile_app")
        entry = MockConfigEntry(domain="mobile_app", state=ConfigEntryState.LOADED)
        entry.add_to_hass(hass)
        self.device_id = (
            dr.async_get(hass)
            .async_get_or_create(
                config_entry_id=entry.entry_id, identifiers={("mobile_app", "phone")}
            )
            .id
        )

    async def _notify(
        self,
        hass: HomeAssistant,
        config: dict[str, Any],
        variables: dict[str, Any],
        context: Context | None,
    ) -> None:
        """Render a notification as the app does."""
        assert config["device_id"] == self.device_id
        self.notifications.append(
            {
                key: template.render_complex(config[key], variables)
                for key in ("message", "title", "data")
                if key in config
            }
        )


@pytest.fixture
async def phone(hass: HomeAssistant, loaded: MockConfigEntry) -> Phone:
    """Return a phone."""
    return Phone(hass)


def titles_of(phone: Phone) -> list[str]:
    """Return the titles of the notifications, which begin with a sign."""
    return [one["title"].removeprefix("🏆 ") for one in phone.notifications]


async def test_notification(
    emulator: Emulator,
    hass: HomeAssistant,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Without further choice every trophy is told of, with its picture."""
    account = emulator.account
    await automate(
        hass,
        "trophy_notification",
        trophy=trophy_event(hass, account),
        device=phone.device_id,
    )
    earned = emulator.earn(count=3)
    await let_pass(hass, freezer, MINUTE)
    assert titles_of(phone) == [one.name for one in earned]
    one, shown = phone.notifications[-1], earned[-1]
    rate = emulator.world.sets[shown.title_id].trophy(shown.trophy_id).rate / 10
    assert one["message"] == f"🎮 {shown.title_name}: {shown.detail} ({rate} %)"
    event = state_of(hass, account, "trophy", "event")
    assert one["data"]["image"] == event.attributes["icon_url"]
    assert one["data"]["image"].startswith("https://")
    assert one["data"]["tag"] == f"{shown.title_id}_{shown.trophy_id}"


async def test_notification_by_grade(
    emulator: Emulator,
    hass: HomeAssistant,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A lower grade than wanted is not told of."""
    await automate(
        hass,
        "trophy_notification",
        trophy=trophy_event(hass, emulator.account),
        device=phone.device_id,
        minimum_grade="gold",
    )
    title = emulator.account.listing(own=True)[0]
    rest = [t.id for t in title.missing() if t.grade != "platinum"]
    earned = emulator.earn(title=title.set.id, trophy_ids=rest)
    await let_pass(hass, freezer, MINUTE)
    assert {one.grade for one in earned} == {"bronze", "silver", "gold", "platinum"}
    assert sorted(titles_of(phone)) == sorted(
        one.name for one in earned if one.grade in {"gold", "platinum"}
    )


async def test_notification_by_rarity(
    emulator: Emulator,
    hass: HomeAssistant,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What more players have than wanted is not told of."""
    title = emulator.account.listing(own=True)[0]
    rest = [t for t in title.missing() if t.grade != "platinum"]
    rates = sorted(trophy.rate / 10 for trophy in rest)
    limit = rates[len(rates) // 2]
    await automate(
        hass,
        "trophy_notification",
        trophy=trophy_event(hass, emulator.account),
        device=phone.device_id,
        maximum_rarity=limit,
    )
    earned = emulator.earn(title=title.set.id, trophy_ids=[t.id for t in rest])
    await let_pass(hass, freezer, MINUTE)

    def rare(one: Earned) -> bool:
        """Tell whether a trophy is rare enough."""
        return title.set.trophy(one.trophy_id).rate / 10 <= limit

    expected = sorted(one.name for one in earned if rare(one))
    assert sorted(titles_of(phone)) == expected
    assert 0 < len(expected) < len(earned)


@pytest.mark.parametrize("late", [True, False])
async def test_notification_of_late_trophies(
    emulator: Emulator,
    hass: HomeAssistant,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
    late: bool,
) -> None:
    """People choose whether they are told of what was earned long ago."""
    await automate(
        hass,
        "trophy_notification",
        trophy=trophy_event(hass, emulator.account),
        device=phone.device_id,
        include_late=late,
    )
    emulator.earn(at=emulator.now() - 7200)
    await let_pass(hass, freezer, MINUTE)
    assert len(phone.notifications) == late


# Names that are something else than a text to templates, or would change it.
ODD_NAMES = (
    "None",
    "null",
    "true",
    "True",
    "[1]",
    "{'a': 1}",
    "()",
    "1_000",
    "1e5",
    "5 #",
    "[1] #",
    "'x' #",
    "{{ 1 + 1 }}",
    "{{ trigger }}",
    'It\'s "so" 100 %',
    "{number} {0}",
    "Ōkami 🏆",
)


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give games and trophies such names, each of them another."""

    def wording(_: object, trophy: Any, *__: object) -> tuple[str, str]:
        """Return name and description of a trophy."""
        name = ODD_NAMES[trophy.id % len(ODD_NAMES)]
        return name, name

    monkeypatch.setattr("tests.emulator.catalogue.TrophySet.wording", wording)
    monkeypatch.setattr(
        "tests.emulator.catalogue.TrophySet.title", lambda *_: "{'a': 1} #"
    )


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("rated", [True, False])
async def test_odd_names_in_notifications(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    rated: bool,
) -> None:
    """A name that looks like a template, a list or a number comes as it is."""
    await set_up(hass, entry)
    phone = Phone(hass)
    if not rated:
        emulator.fail("missing_keys", on="earned", keys=["trophyEarnedRate"])
    await automate(
        hass,
        "trophy_notification",
        trophy=trophy_event(hass, emulator.account),
        device=phone.device_id,
        maximum_rarity=100 if rated else 1,
    )
    freezer.tick(10)
    earned = emulator.earn(title=emulator.launch(), count=len(ODD_NAMES))
    await let_pass(hass, freezer, MINUTE)
    assert titles_of(phone) == [one.name for one in earned]
    assert set(titles_of(phone)) == set(ODD_NAMES)
    for one, shown in zip(phone.notifications, earned, strict=True):
        assert one["message"].startswith(f"🎮 {{'a': 1}} #: {shown.detail}")
        assert one["message"].endswith(" %)") is rated or shown.name.endswith(" %)")


@pytest.mark.usefixtures("odd")
async def test_odd_names_at_the_party(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """They are said as they are."""
    await set_up(hass, entry)
    said = async_mock_service(hass, "tts", "speak")
    await celebrate(
        hass, emulator.account, speech="tts.voice", speakers=["media_player.bath"]
    )
    titles = [title.set for title in emulator.account.listing(own=True)]
    platinums = [
        emulator.earn(title=title, grade="platinum")[-1] for title in titles[:3]
    ]
    await let_pass(hass, freezer, MINUTE)
    (call,) = said
    assert isinstance(call.data["message"], str)
    for platinum in platinums:
        assert (
            f"the platinum \"{platinum.name}\" in {{'a': 1}} #" in call.data["message"]
        )


@pytest.mark.usefixtures("utc", "automations", "odd")
async def test_odd_names_in_the_weekly_report(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """They stand there as they are."""
    account = emulator.account
    for title in account.titles.values():
        title.live.earned.clear()
        account.changed(title)
    await set_up(hass, entry)
    calls = async_mock_service(hass, "persistent_notification", "create")
    await automate(hass, "weekly_report", account=entry.entry_id, time="12:30:00")
    earned = emulator.earn(title=emulator.launch(), count=5)
    await let_pass(hass, freezer, 40 * MINUTE)
    (call,) = calls
    assert call.data["title"] == "5 trophies this week"
    lines = call.data["message"].splitlines()
    assert sorted(line.partition(" ({'a'")[0] for line in lines) == sorted(
        f"• {one.name}" for one in earned
    )


@pytest.mark.usefixtures("utc", "automations", "enable_custom_integrations")
async def test_odd_account_in_the_reminder(
    emulator: Emulator, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Somebody may be called None."""
    account = emulator.add_account("None", titles=3)
    emulator.set_npsso_life(DAY.total_seconds() * 5.5, account=account)
    await set_up(hass, make_entry(account))
    await let_pass(hass, freezer, 2 * MINUTE)
    calls = async_mock_service(hass, "persistent_notification", "create")
    await automate(
        hass,
        "login_expiring",
        login_expires=entity_id(hass, account, "sensor", "login_expires"),
        time="12:10:00",
    )
    await let_pass(hass, freezer, 10 * MINUTE)
    (call,) = calls
    assert call.data["message"].startswith("The token of None ends in 5 days.")


async def test_other_account_is_ignored(
    emulator: Emulator,
    hass: HomeAssistant,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An automation on one account says nothing of another's trophies."""
    other = emulator.add_account("second_self", titles=3)
    await set_up(hass, make_entry(other))
    await automate(
        hass,
        "trophy_notification",
        trophy=trophy_event(hass, emulator.account),
        device=phone.device_id,
    )
    freezer.tick(10)
    emulator.earn(account=other, title=emulator.launch(account=other), count=2)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert phone.notifications == []
    assert state_of(hass, other, "trophy", "event").state != STATE_UNKNOWN
    (earned,) = emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert titles_of(phone) == [earned.name]


class Party:
    """Lights that remember what they did, and a voice."""

    LIGHTS = ("light.sofa", "light.shelf")
    SPEAKERS = ("media_player.kitchen", "media_player.bath")

    def __init__(self, hass: HomeAssistant) -> None:
        """Provide the actions that lights and voices have."""
        self.hass = hass
        self.flashes: list[tuple[str, str]] = []
        self.before = {
            self.LIGHTS[0]: (STATE_ON, {"brightness": 40, "color_mode": "brightness"}),
            self.LIGHTS[1]: (STATE_OFF, {}),
        }
        for light, (state, attributes) in self.before.items():
            hass.states.async_set(
                light, state, {"supported_color_modes": ["brightness"], **attributes}
            )
        for action in ("turn_on", "turn_off"):
            hass.services.async_register("light", action, self._switch)
        self.said = async_mock_service(hass, "tts", "speak")

    async def _switch(self, call: ServiceCall) -> None:
        """Do what a light does."""
        lights = call.data["entity_id"]
        on = call.service == "turn_on"
        for light in [lights] if isinstance(lights, str) else lights:
            self.flashes.append((light, call.service))
            known = self.hass.states.get(light)
            assert known is not None
            attributes: dict[str, Any] = {"supported_color_modes": ["brightness"]}
            if on:
                attributes |= {
                    "color_mode": "brightness",
                    "brightness": call.data.get("brightness", 255),
                }
            self.hass.states.async_set(light, STATE_ON if on else STATE_OFF, attributes)


@pytest.fixture
async def party(hass: HomeAssistant, loaded: MockConfigEntry) -> Party:
    """Return what a party needs."""
    assert await async_setup_component(hass, "scene", {})
    await hass.async_block_till_done()
    return Party(hass)


async def celebrate(hass: HomeAssistant, account: Account, **inputs: Any) -> None:
    """Set up the party."""
    await automate(hass, "platinum_party", trophy=trophy_event(hass, account), **inputs)


async def dance(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, time: timedelta
) -> None:
    """Let time pass in small steps without waiting for what itself waits for time."""
    while time > timedelta():
        freezer.tick(timedelta(milliseconds=100))
        time -= timedelta(milliseconds=100)
        async_fire_time_changed(hass)
        for _ in range(30):
            await asyncio.sleep(0)


async def test_party(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    party: Party,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Lights flash and return to what they were, each speaker says it once."""
    await celebrate(
        hass,
        emulator.account,
        lights=list(party.LIGHTS),
        speech="tts.voice",
        speakers=list(party.SPEAKERS),
    )
    emulator.earn(grade="gold")
    await let_pass(hass, freezer, MINUTE)
    assert not party.flashes
    assert not party.said
    platinum = emulator.earn(grade="platinum")[-1]
    await loaded.runtime_data.coordinator.async_refresh()
    await dance(hass, freezer, 10 * SECOND)
    await hass.async_block_till_done()
    for light, (state, attributes) in party.before.items():
        assert party.flashes.count((light, "turn_on")) >= 5
        assert party.flashes.count((light, "turn_off")) >= 5
        shown = hass.states.get(light)
        assert shown is not None
        assert shown.state == state
        assert shown.attributes.items() >= attributes.items()
    assert [
        (call.data["entity_id"], call.data["media_player_entity_id"])
        for call in party.said
    ] == [(["tts.voice"], speaker) for speaker in party.SPEAKERS]
    sentence = (
        f'{emulator.account.online_id} earned the platinum trophy "{platinum.name}" '
        f"in {platinum.title_name}."
    )
    assert {call.data["message"] for call in party.said} == {sentence}


async def test_quiet_party(
    emulator: Emulator,
    hass: HomeAssistant,
    party: Party,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Lights alone, or a voice alone with words of one's own."""
    await celebrate(
        hass,
        emulator.account,
        speech="tts.voice",
        speakers=[party.SPEAKERS[0]],
        message="Well done: {{ title_name }}",
    )
    platinum = emulator.earn(grade="platinum")[-1]
    await let_pass(hass, freezer, 2 * MINUTE)
    assert not party.flashes
    (call,) = party.said
    assert call.data["message"] == f"Well done: {platinum.title_name}"


async def test_no_party_for_late_ones(
    emulator: Emulator,
    hass: HomeAssistant,
    party: Party,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A platinum of yesterday wakes nobody, and another account's neither."""
    await celebrate(
        hass,
        emulator.account,
        lights=list(party.LIGHTS),
        speech="tts.voice",
        speakers=list(party.SPEAKERS),
    )
    emulator.earn(grade="platinum", at=(emulator.now() - DAY.total_seconds()))
    await let_pass(hass, freezer, MINUTE)
    event = state_of(hass, emulator.account, "trophy", "event")
    assert event.attributes["event_type"] == "platinum"
    assert event.attributes["late"] is True
    assert not party.flashes
    assert not party.said


@pytest.mark.usefixtures("utc", "automations")
@pytest.mark.parametrize(
    ("life", "fires"),
    [
        (timedelta(days=6, hours=12), True),
        (timedelta(days=8), False),
        (timedelta(days=2), True),
        (None, False),
    ],
    ids=str,
)
async def test_login_expiring(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    life: timedelta | None,
    fires: bool,
) -> None:
    """It reminds once a day, below the days chosen, and not while nothing is known."""
    if life is None:
        emulator.fail("unavailable", on="npsso_page")
    else:
        emulator.set_npsso_life(life.total_seconds())
    await set_up(hass, entry)
    await let_pass(hass, freezer, 2 * MINUTE)
    account = emulator.account
    known = state_of(hass, account, "login_expires").state
    assert (known == STATE_UNKNOWN) is (life is None)
    calls = async_mock_service(hass, "persistent_notification", "create")
    await automate(
        hass,
        "login_expiring",
        login_expires=entity_id(hass, account, "sensor", "login_expires"),
        time="12:30:00",
    )
    await let_pass(hass, freezer, 20 * MINUTE)
    assert not calls
    await let_pass(hass, freezer, 20 * MINUTE)
    assert len(calls) == fires
    if fires and life is not None:
        days = (life - timedelta(minutes=30)).days
        assert account.online_id in calls[0].data["message"]
        assert f"ends in {days} day" in calls[0].data["message"]


@pytest.mark.usefixtures("utc", "automations")
async def test_login_expiring_with_another_action(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """People choose what to do, how long before, and have the facts at hand."""
    emulator.set_npsso_life(DAY.total_seconds() * 20.5)
    await set_up(hass, entry)
    await let_pass(hass, freezer, 2 * MINUTE)
    calls = async_mock_service(hass, "test", "record")
    await automate(
        hass,
        "login_expiring",
        login_expires=entity_id(hass, emulator.account, "sensor", "login_expires"),
        days=21,
        time="12:10:00",
        reminder=[
            {
                **RECORD,
                "data": {
                    "account": "{{ account }}",
                    "expires": "{{ expires }}",
                    "days": "{{ days_left }}",
                },
            }
        ],
    )
    await let_pass(hass, freezer, 10 * MINUTE)
    (call,) = calls
    assert call.data == {
        "account": emulator.account.online_id,
        "expires": state_of(hass, emulator.account, "login_expires").state,
        "days": 20,
    }


@pytest.mark.usefixtures("utc", "automations")
async def test_weekly_report(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The report counts the last seven days and begins with the rarest."""
    account = emulator.account
    for title in account.titles.values():
        title.live.earned.clear()
        account.changed(title)
    await set_up(hass, entry)
    other = emulator.add_account("second_self", titles=3)
    await set_up(hass, make_entry(other))
    emulator.earn(account=other, title=emulator.launch(account=other))
    emulator.earn(at=emulator.now() - 8 * DAY.total_seconds())
    earned = emulator.earn(at=emulator.now() - 6 * DAY.total_seconds())
    earned += emulator.earn(grade="platinum")
    calls = async_mock_service(hass, "test", "record")
    await automate(
        hass,
        "weekly_report",
        account=entry.entry_id,
        time="12:30:00",
        report=[
            {
                **RECORD,
                "data": {"title": "{{ title }}", "message": "{{ message }}"},
            }
        ],
    )
    await let_pass(hass, freezer, 40 * MINUTE)
    (call,) = calls
    assert call.data["title"] == (
        f"{len(earned)} trophies this week, 1 of them platinum"
    )
    rates = {
        (one.title_id, one.trophy_id): emulator.world.sets[one.title_id]
        .trophy(one.trophy_id)
        .rate
        / 10
        for one in earned
    }
    lines = call.data["message"].splitlines()
    assert len(lines) == 5
    assert [float(line.rpartition(", ")[2].rstrip(" %)")) for line in lines] == (
        sorted(rates.values())[:5]
    )
    for line in lines:
        assert any(f"{one.name} ({one.title_name}, " in line for one in earned)


@pytest.mark.usefixtures("utc", "automations")
@pytest.mark.parametrize("count", [0, 1])
async def test_report_of_a_quiet_week(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    count: int,
) -> None:
    """A week with nothing, or with one trophy, reads well; other days have no report."""
    account = emulator.account
    for title in account.titles.values():
        title.live.earned.clear()
        account.changed(title)
    await set_up(hass, entry)
    if count:
        emulator.earn()
    calls = async_mock_service(hass, "persistent_notification", "create")
    await automate(
        hass, "weekly_report", account=entry.entry_id, weekday="sun", time="12:30:00"
    )
    await let_pass(hass, freezer, 40 * MINUTE)
    (call,) = calls
    if count:
        assert call.data["title"] == "1 trophy this week"
    else:
        assert call.data["title"] == "No trophies this week"
        assert call.data["message"] == "Nothing was earned in the last seven days."
    await let_pass(hass, freezer, 6 * DAY, timedelta(hours=2))
    assert len(calls) == 1
