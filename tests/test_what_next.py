"""What to play next, as actions and Assist tell it."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from homeassistant.core import HomeAssistant

from custom_components.psn_trophies.const import CONF_SHOW_SECRET_TROPHIES, DOMAIN
from tests.emulator import Emulator

from .common import MINUTE, let_pass, make_entry, set_up

# Each language's way to say what is left, with numbers and all.
SENTENCES = {
    "en": "left to",
    "de": "Noch ",
    "fr": "Encore ",
    "es": "A ",
    "it": "A ",
    "nl": "Nog ",
    "pl": " brakuje: ",
    "pt-BR": "A ",
    "ja": "まであと",
    "zh-Hans": "还差",
    # Not among ours: what is read there is English.
    "en-GB": "left to",
    "ko": "left to",
}


async def get_next(hass: HomeAssistant, **data: Any) -> dict[str, Any]:
    """Return the action's answer."""
    answer = await hass.services.async_call(
        DOMAIN, "get_next", data, blocking=True, return_response=True
    )
    assert answer is not None
    return dict(answer)


async def get_trophies(hass: HomeAssistant, title: str) -> dict[int, dict[str, Any]]:
    """Return all trophies of a game by id."""
    answer: Any = await hass.services.async_call(
        DOMAIN, "get_trophies", {"title": title}, blocking=True, return_response=True
    )
    return {trophy["trophy_id"]: trophy for trophy in answer["trophies"]}


@pytest.fixture
async def read(
    hass: HomeAssistant, loaded: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> MockConfigEntry:
    """Return the account with its library read."""
    await let_pass(hass, freezer, 2 * MINUTE)
    return loaded


async def test_games_and_trophies_with_their_reasons(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry
) -> None:
    """The nearest game first, the easiest trophy first, each with a sentence."""
    answer = await get_next(hass)
    assert answer["library_progress"] == 100
    games, trophies = answer["games"], answer["trophies"]
    assert 0 < len(games) <= 5
    assert len(trophies) == 5
    for game in games:
        assert 0 < game["progress"] < 100
        assert game["goal"] in ("platinum", "completion")
        defined, earned = game["defined"], game["earned"]
        lacking = sum(defined.values()) - sum(earned.values())
        assert 0 < game["missing"] <= lacking
        number = f"{game['missing']} troph"
        assert game["reason"].startswith(number)
        assert f"{game['hardest_rate']:g}%" in game["reason"]
    rates = [trophy["earned_rate"] for trophy in trophies]
    assert rates == sorted(rates, reverse=True)
    for trophy in trophies:
        whole = await get_trophies(hass, trophy["title_id"])
        known = whole[trophy["trophy_id"]]
        assert not known["earned"]
        for key in ("trophy_name", "trophy_detail", "grade", "earned_rate", "icon_url"):
            assert trophy[key] == known[key]
        assert trophy["reason"] == f"Earned by {trophy['earned_rate']:g}% of players."
        assert trophy["grade"] != "platinum"


async def test_it_costs_two_requests_a_game_at_most(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry
) -> None:
    """And none for what is at hand."""
    emulator.log.clear()
    answer = await get_next(hass, limit=20)
    games = {trophy["title_id"] for trophy in answer["trophies"]}
    assert len(emulator.log.records) <= 2 * len(games)
    emulator.log.clear()
    assert await get_next(hass, limit=20) == answer
    assert not emulator.log.records


async def test_without_sony_there_are_no_names(
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What is suggested needs none, and nothing fails."""
    expected = await get_next(hass, limit=20)
    assert await hass.config_entries.async_reload(read.entry_id)
    emulator.fail("unavailable")
    answer = await get_next(hass, limit=20)
    assert answer["games"] == expected["games"]
    for trophy, known in zip(answer["trophies"], expected["trophies"], strict=True):
        assert trophy["trophy_name"] in (None, known["trophy_name"])
        assert trophy["reason"] == known["reason"]
        assert trophy["trophy_id"] == known["trophy_id"]
    assert None in [trophy["trophy_name"] for trophy in answer["trophies"]]


@pytest.mark.parametrize("shown", [True, False])
async def test_secret_trophies_stay_secret(
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
    *,
    shown: bool,
) -> None:
    """Unless the option says otherwise."""
    await set_up(hass, make_entry(emulator.account, {CONF_SHOW_SECRET_TROPHIES: shown}))
    await let_pass(hass, freezer, 2 * MINUTE)
    secrets = {
        (title.set.id, trophy.id)
        for title in emulator.account.listing(own=True)
        for trophy in title.set.trophies
        if trophy.hidden
    }
    answer = await get_next(hass, limit=20)
    found = [
        trophy
        for trophy in answer["trophies"]
        if (trophy["title_id"], trophy["trophy_id"]) in secrets
    ]
    assert found
    for trophy in found:
        assert (trophy["trophy_name"] != "Secret trophy") is shown
        assert (trophy["icon_url"] is not None) is shown


async def test_platform_is_minded(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry
) -> None:
    """Only games of the consoles at hand are suggested."""
    everything = await get_next(hass, limit=20)
    for platform in ("PS5", "PS4", "PS3", "PSVITA"):
        answer = await get_next(hass, limit=20, platform=[platform])
        assert answer["games"] == [
            game
            for game in everything["games"]
            if platform in game["platform"].split(", ")
        ]
        assert {trophy["platform"] for trophy in answer["trophies"]} <= {
            game["platform"] for game in answer["games"]
        }


@pytest.mark.parametrize("limit", [0, 21, "many"])
async def test_limits(
    hass: HomeAssistant, read: MockConfigEntry, limit: object
) -> None:
    """More would cost too many requests."""
    with pytest.raises(vol.Invalid):
        await get_next(hass, limit=limit)


@pytest.mark.parametrize(("language", "words"), SENTENCES.items())
async def test_reasons_are_in_the_homes_language(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
    language: str,
    words: str,
) -> None:
    """With its decimals, and without a word of English."""
    hass.config.language = language
    await set_up(hass, make_entry(emulator.account))
    await let_pass(hass, freezer, 2 * MINUTE)
    answer = await get_next(hass, limit=20)
    for game in answer["games"]:
        assert words in game["reason"]
        assert str(game["missing"]) in game["reason"]
    english = language in ("en", "en-GB", "ko")
    comma = not english and language not in ("ja", "zh-Hans")
    fractions = [trophy for trophy in answer["trophies"] if trophy["earned_rate"] % 1]
    assert fractions
    for trophy in fractions:
        rate = str(trophy["earned_rate"])
        assert (rate.replace(".", ",") if comma else rate) in trophy["reason"]
        assert "{" not in trophy["reason"]
        assert ("players" in trophy["reason"]) is english
