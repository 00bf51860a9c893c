"""Tools with which Assist answers questions about trophies."""

from dataclasses import replace
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from homeassistant.components.llm import async_get_tools
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import UnknownUser
from homeassistant.helpers import entity_registry as er, llm
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import CONF_SHOW_SECRET_TROPHIES, DOMAIN
from tests.emulator import Emulator
from tests.emulator.accounts import Progress

from .common import MINUTE, add_user, let_pass, make_entry, set_up

PROFILE = f"{DOMAIN}__get_profile"
MISSING = f"{DOMAIN}__get_missing_trophies"
NEXT = f"{DOMAIN}__get_next"
SECRET_NAME = "Secret trophy"


@pytest.fixture
def titles() -> int:
    """Have all odd cases."""
    return 24


@pytest.fixture(autouse=True)
async def assist(hass: HomeAssistant) -> None:
    """Have the APIs that language models use."""
    assert await async_setup_component(hass, "llm", {})


def context(user_id: str | None = None) -> llm.LLMContext:
    """Return what Assist says of a request."""
    return llm.LLMContext(
        platform="conversation",
        context=Context(user_id=user_id),
        language="en",
        assistant="conversation",
        device_id=None,
    )


async def our_tools(hass: HomeAssistant) -> dict[str, llm.Tool]:
    """Return our tools as Assist finds them."""
    api = await llm.async_get_api(hass, llm.LLM_API_ASSIST, context())
    return {tool.name: tool for tool in api.tools if tool.integration == DOMAIN}


async def ask(
    hass: HomeAssistant, name: str, user_id: str | None = None, **arguments: Any
) -> dict[str, Any]:
    """Return what a tool answers; it can be sent to a language model."""
    tool = (await our_tools(hass))[name]
    result = await tool.async_call(
        hass, llm.ToolInput(tool_name=name, tool_args=arguments), context(user_id)
    )
    assert isinstance(result, llm.ToolResult)
    assert not result.error
    answer = json.loads(json.dumps(result.data))
    assert answer == result.data
    assert isinstance(answer, dict)
    return answer


def base_game(title: Progress) -> tuple[int, int]:
    """Return how many trophies of a base game are missing, and of its add-ons."""
    missing = title.missing()
    add_ons = sum(trophy.group != "default" for trophy in missing)
    platinum = sum(trophy.grade == "platinum" for trophy in missing)
    return len(missing) - add_ons - platinum, add_ons


async def test_tools(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    """Three tools, with the names and annotations that agents rely on."""
    tools = await our_tools(hass)
    assert tools.keys() == {PROFILE, MISSING, NEXT}
    for tool in tools.values():
        assert tool.name.startswith(f"{DOMAIN}__")
        assert tool.title
        assert tool.description
        assert tool.annotations == llm.ToolAnnotations(
            read_only=True, destructive=False, idempotent=True, open_world=False
        )
        assert isinstance(tool.parameters, vol.Schema)


async def test_what_to_play_next(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The nearest games and the easiest trophies, each with its reason."""
    await let_pass(hass, freezer, 10 * MINUTE)
    answer = (await ask(hass, NEXT))[emulator.account.online_id]
    expected: Any = await hass.services.async_call(
        DOMAIN, "get_next", blocking=True, return_response=True
    )
    for part in ("games", "trophies"):
        suggested, known = answer[part], expected[part]
        assert len(suggested) == 5
        assert [one["reason"] for one in suggested] == [one["reason"] for one in known]
    assert all(0 < game["progress_percent"] < 100 for game in answer["games"])
    assert {trophy["grade"] for trophy in answer["trophies"]} <= {
        "bronze",
        "silver",
        "gold",
    }


async def test_no_other_api(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    """Whoever does not ask as Assist gets nothing of ours."""
    for api_id in ("homeassistant", "another"):
        offered = await async_get_tools(hass, context(), api_id)
        assert not [tool for tool in offered.tools if tool.integration == DOMAIN]


async def test_how_close_to_the_platinum(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Both tools name the current game and how far it is."""
    account = emulator.account
    title = account.listing(own=True)[0]
    base, add_ons = base_game(title)
    assert base > 0
    game = {
        "name": title.set.title(),
        "platform": title.set.platforms,
        "progress_percent": title.percent(title.live),
    }
    profile = (await ask(hass, PROFILE))[account.online_id]
    assert profile["latest_game"] == game
    assert profile["trophy_level"] == account.level().level
    assert profile["level_progress_percent"] == account.level().progress
    assert profile["trophies"].items() >= account.total().items()
    answer = (await ask(hass, MISSING))[account.online_id]
    assert answer["game"] == game
    assert answer["has_platinum"]
    assert not answer["platinum_earned"]
    assert answer["missing_for_platinum"] == base
    assert answer["missing_in_add_ons"] == add_ons
    assert len(answer["missing"]) == len(title.missing())


async def test_platinum_comes_closer(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The figures move with the game."""
    account = emulator.account
    (earned,) = emulator.earn(title=account.listing(own=True)[0].set.id)
    title = account.titles[earned.title_id]
    await let_pass(hass, freezer, MINUTE)
    profile = (await ask(hass, PROFILE))[account.online_id]
    assert profile["latest_trophy"]["trophy_name"] == earned.name
    assert profile["trophies_today"] >= 1
    assert profile["latest_game"]["progress_percent"] == title.percent(title.live)
    answer = (await ask(hass, MISSING))[account.online_id]
    assert answer["missing_for_platinum"] == base_game(title)[0]
    assert len(answer["missing"]) == len(title.missing())


async def test_game_by_name(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Another game than the current one can be asked about."""
    account = emulator.account
    title = account.titles[emulator.world.cases["dlc_zero"]]
    base, add_ons = base_game(title)
    answer = (await ask(hass, MISSING, game=title.set.title()))[account.online_id]
    assert answer["game"]["name"] == title.set.title()
    assert answer["missing_for_platinum"] == base
    assert answer["missing_in_add_ons"] == add_ons > 0


async def test_game_without_a_platinum(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Nothing is missing for a platinum that does not exist."""
    account = emulator.account
    title = account.titles[emulator.world.cases["no_platinum"]]
    answer = (await ask(hass, MISSING, game=title.set.id))[account.online_id]
    assert not answer["has_platinum"]
    assert answer["missing_for_platinum"] is None
    assert len(answer["missing"]) == len(title.missing())


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize("show", [False, True])
async def test_secret_trophies(
    emulator: Emulator, hass: HomeAssistant, show: bool
) -> None:
    """What is secret is not told to a language model either."""
    account = emulator.account
    await set_up(hass, make_entry(account, {CONF_SHOW_SECRET_TROPHIES: show}))
    title = account.titles[emulator.world.cases["secret_missing"]]
    secret = {title.set.wording(t)[0] for t in title.missing() if t.hidden}
    answer = (await ask(hass, MISSING, game=title.set.title()))[account.online_id]
    names = [trophy["trophy_name"] for trophy in answer["missing"]]
    assert (SECRET_NAME in names) is not show
    assert (secret <= set(names)) is show
    assert show or not any(name in json.dumps(answer) for name in secret)


async def test_unknown_game(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """The model is told that there is no such game, for each account."""
    answer = await ask(hass, MISSING, game="Half-Life 3")
    error = answer[emulator.account.online_id]["error"]
    assert "no game Half-Life 3" in error
    hidden = emulator.account.titles[emulator.world.cases["hidden"]]
    answer = await ask(hass, MISSING, game=hidden.set.title())
    assert "no game" in answer[emulator.account.online_id]["error"]


async def test_sony_fails(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """The model is told why there is no answer."""
    emulator.fail("unavailable")
    oldest = emulator.account.listing(own=True)[-1]
    answer = await ask(hass, MISSING, game=oldest.set.title())
    assert "cannot be reached" in answer[emulator.account.online_id]["error"]


async def test_several_accounts(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Each account answers for itself, one without games, too."""
    emulator.new_npsso(account="empty")
    empty = emulator.world.people["empty"]
    await set_up(hass, make_entry(empty))
    for name in (PROFILE, MISSING):
        answer = await ask(hass, name)
        assert answer.keys() == {emulator.account.online_id, empty.online_id}
    assert answer[empty.online_id] == {"error": "no games yet"}
    profile = (await ask(hass, PROFILE))[empty.online_id]
    assert profile["latest_game"] is None
    assert profile["latest_trophy"] is None


async def test_two_accounts_of_one_name(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Accounts that people gave the same title both answer."""
    account = emulator.add_account("second_self", titles=2)
    other = make_entry(account)
    await set_up(hass, other)
    hass.config_entries.async_update_entry(other, title=loaded.title)
    assert len(await ask(hass, PROFILE)) == 2


@pytest.mark.parametrize("name", [PROFILE, MISSING])
async def test_nobody_hears_of_accounts_they_may_not_see(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry, name: str
) -> None:
    """Whoever asks hears of the accounts whose entities they may read."""
    other = make_entry(emulator.add_account("second_self", titles=2))
    await set_up(hass, other)
    stranger = add_user(hass, {"entities": {"entity_ids": {"light.kitchen": True}}})
    assert await ask(hass, name, stranger.id) == {}
    entities = er.async_entries_for_config_entry(er.async_get(hass), other.entry_id)
    friend = add_user(
        hass,
        {
            "entities": {
                "entity_ids": {one.entity_id: {"read": True} for one in entities}
            }
        },
    )
    assert (await ask(hass, name, friend.id)).keys() == {other.title}
    reader = add_user(hass, {"entities": {"all": {"read": True}}})
    answer = await ask(hass, name, reader.id)
    assert answer.keys() == {loaded.title, other.title}
    assert answer == await ask(hass, name)


async def test_nobody_at_all_asks(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    """A request without any context is the home's own; one of a deleted user fails."""
    tool = (await our_tools(hass))[PROFILE]
    asked = llm.ToolInput(tool_name=PROFILE, tool_args={})
    result = await tool.async_call(hass, asked, replace(context(), context=None))
    assert isinstance(result, llm.ToolResult)
    assert result.data.keys() == {loaded.title}
    with pytest.raises(UnknownUser):
        await tool.async_call(hass, asked, context("gone"))
