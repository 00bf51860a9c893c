"""What each kind of poll asks of Sony, to the request."""

from collections import Counter
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import SOURCE_USER
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import (
    CoreState,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er

from custom_components.psn_trophies.const import CONF_NPSSO, CONF_POLL_INTERVAL, DOMAIN
from tests.emulator import Emulator

from .common import DAY, MINUTE, let_pass, make_entry, set_up, state_of

QUARTER = timedelta(minutes=15)
SECOND = timedelta(seconds=1)
CATCH_UP = timedelta(seconds=5)
# What somebody wants to see who has just added an account.
SHOWN_FIRST = ("trophy_level", "trophies_total", "trophies_gold", "latest_game")
# A poll that finds nothing, and one that looks at the newest titles too.
QUIET = {"summary": 1}
LOOK = {"summary": 1, "titles": 1}


@pytest.fixture
async def settled(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> MockConfigEntry:
    """Return an account past the polls that still read what was left for later."""
    await let_pass(hass, freezer, 2 * MINUTE)
    emulator.log.clear()
    return loaded


async def poll(
    emulator: Emulator, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> dict[str, int]:
    """Let one poll take place and return what it asked."""
    emulator.log.clear()
    await let_pass(hass, freezer, MINUTE)
    return dict(emulator.log.counts())


def is_shown(hass: HomeAssistant, emulator: Emulator, key: str) -> bool:
    """Tell whether a sensor has a value."""
    found = er.async_get(hass).async_get_entity_id(
        "sensor", DOMAIN, f"{emulator.account.account_id}_{key}"
    )
    state = hass.states.get(found) if found else None
    return state is not None and state.state not in ("unknown", "unavailable")


async def test_adding_an_account_takes_seven_requests(
    emulator: Emulator, hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    """From the token until level, counts and latest game show: never more than 8."""
    form = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert not emulator.log.records
    shown: list[Counter[str]] = []

    @callback
    def look(_: Event[EventStateChangedData]) -> None:
        """Note what was asked by the time that everything shows."""
        if not shown and all(is_shown(hass, emulator, key) for key in SHOWN_FIRST):
            shown.append(emulator.log.counts())

    hass.bus.async_listen(EVENT_STATE_CHANGED, look)
    result = await hass.config_entries.flow.async_configure(
        form["flow_id"], {CONF_NPSSO: emulator.npsso}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (first,) = shown
    assert first["authorize"] == first["token"] == 1
    assert first.total() <= 8
    # The first poll that announces, the login's end, and all of six small games.
    counts = emulator.log.counts()
    assert {route: counts[route] for route in ("summary", "titles", "profile")} == {
        "summary": 3,
        "titles": 1,
        "profile": 2,
    }
    assert counts["npsso_page"] == counts["presence"] == 1


async def test_quiet_quarter_of_an_hour_after_set_up(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """One request a minute and one look at the titles: 16."""
    await let_pass(hass, freezer, QUARTER)
    assert emulator.log.counts() == {"summary": 15, "titles": 1}


async def test_any_quiet_quarter_of_an_hour_takes_at_most_20_requests(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """With looks at the titles and a refreshed login in it, too."""
    refreshed = 0
    for _ in range(4):
        emulator.log.clear()
        await let_pass(hass, freezer, QUARTER)
        counts = emulator.log.counts()
        assert counts["summary"] == 15
        assert counts.keys() <= {"summary", "titles", "token"}
        assert counts["titles"] <= 2
        assert counts.total() <= 18
        refreshed += counts["token"]
    assert refreshed == 1


async def test_titles_are_looked_at_every_ten_minutes(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Games started without a trophy do not show in the summary."""
    for _ in range(2):
        asked = [await poll(emulator, hass, freezer) for _ in range(10)]
        assert asked.count(LOOK) == 1
        assert asked.count(QUIET) == 9


@pytest.mark.parametrize("count", [1, 5])
async def test_new_trophies_take_at_most_four_requests(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    count: int,
) -> None:
    """Counts, titles, what is earned, and names where they are not at hand."""
    emulator.earn(count=count)
    asked = await poll(emulator, hass, freezer)
    assert asked == LOOK | {"earned": asked["earned"]} | (
        {"definitions": 1} if "definitions" in asked else {}
    )
    assert sum(asked.values()) <= 4
    total = sum(emulator.account.total().values())
    assert state_of(hass, emulator.account, "trophies_total").state == str(total)
    assert await poll(emulator, hass, freezer) == QUIET


async def test_trophies_in_several_games_are_read_per_game(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Whatever came since the last poll is on the same page of titles."""
    played = [t for t in emulator.account.listing(own=True)[1:4] if t.missing()]
    for title in played:
        emulator.earn(title=title.set)
    asked = await poll(emulator, hass, freezer)
    assert asked["summary"] == asked["titles"] == 1
    assert asked["earned"] == len(played)
    assert asked.get("definitions", 0) <= len(played)
    assert await poll(emulator, hass, freezer) == QUIET


async def test_platinum_takes_at_most_four_requests(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The last trophies of a game with its platinum are no more work than one."""
    emulator.earn(grade="platinum")
    await let_pass(hass, freezer, MINUTE)
    before_event = emulator.log.counts()
    assert before_event["summary"] == before_event["titles"] == 1
    assert await poll(emulator, hass, freezer) == QUIET


async def test_new_game_is_found_without_extra_requests(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A game started for the first time is in the regular look at the titles.

    Its trophies are read once, because they are the ones missing in the latest game.
    """
    started = emulator.launch()
    asked = [await poll(emulator, hass, freezer) for _ in range(10)]
    assert asked.count(LOOK | {"earned": 1, "definitions": 1}) == 1
    assert asked.count(QUIET) == 9
    latest = state_of(hass, emulator.account, "latest_game")
    assert latest.attributes["title_id"] == started


async def test_expansion_is_found_without_extra_requests(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """New trophies of a game known change neither counts nor order; it is read anew."""
    emulator.add_dlc(emulator.account.listing(own=True)[2].set)
    asked = [await poll(emulator, hass, freezer) for _ in range(10)]
    assert asked.count(LOOK | {"earned": 1, "definitions": 1}) == 1
    assert asked.count(QUIET) == 9


async def test_hidden_title_is_found_without_extra_requests(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Hiding a title changes neither counts nor order."""
    emulator.hide(emulator.account.listing(own=True)[0].set)
    asked = [await poll(emulator, hass, freezer) for _ in range(10)]
    assert asked.count(LOOK) == 1
    assert asked.count(QUIET) == 9


async def test_removed_title_takes_one_reading_of_the_list(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The look at the newest titles finds one missing; the list is read once."""
    games = int(state_of(hass, emulator.account, "games_total").state)
    emulator.remove(emulator.account.listing(own=True)[-1].set)
    asked = [await poll(emulator, hass, freezer) for _ in range(10)]
    # The counts fell with the title, so that it is found at once.
    assert asked == [LOOK, LOOK, *[QUIET] * 8]
    assert state_of(hass, emulator.account, "games_total").state == str(games - 1)


async def test_removed_title_without_trophies_takes_three_readings_of_the_list(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """One that changes no counts is missed at the next regular look.

    A list that only lacks it for a moment looks the same, so that two more readings
    have to lack it too.
    """
    started = emulator.launch()
    await let_pass(hass, freezer, 10 * MINUTE)
    games = int(state_of(hass, emulator.account, "games_total").state)
    emulator.remove(started)
    asked = [await poll(emulator, hass, freezer) for _ in range(22)]
    # A regular look, and three at the whole list.
    assert asked.count(LOOK) == 4
    assert asked.count(QUIET) == 18
    assert state_of(hass, emulator.account, "games_total").state == str(games - 1)


async def test_once_a_day_everything_is_read(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Titles, profile and the end of the login; and the tokens are old by then."""
    await let_pass(hass, freezer, DAY, DAY)
    assert emulator.log.counts() == {
        "token": 1,
        "summary": 1,
        "titles": 1,
        "profile": 1,
        "npsso_page": 1,
    }
    assert await poll(emulator, hass, freezer) == QUIET


@pytest.mark.parametrize(("titles", "pages"), [(520, 2), (820, 2), (1100, 3)])
async def test_long_list_is_read_in_two_polls(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    titles: int,
    pages: int,
) -> None:
    """The first page shows something, the others follow five seconds later.

    A last look at the top finds what was played in these five seconds.
    """
    # While Home Assistant starts, nothing but the poll asks Sony.
    hass.set_state(CoreState.starting)
    await set_up(hass, entry)
    emulator.log.clear()
    assert state_of(hass, emulator.account, "games_total").state == "unknown"
    await let_pass(hass, freezer, CATCH_UP, SECOND)
    assert emulator.log.counts() == {
        "summary": 1,
        "titles": pages - 1 + 1,
        "npsso_page": 1,
    }
    shown = [t for t in emulator.account.listing(own=True) if not t.hidden]
    assert state_of(hass, emulator.account, "games_total").state == str(len(shown))
    emulator.log.clear()
    await let_pass(hass, freezer, MINUTE - SECOND, SECOND)
    assert not emulator.log.records
    assert await poll(emulator, hass, freezer) == QUIET
    await let_pass(hass, freezer, DAY, DAY)
    assert emulator.log.count("titles") == pages


@pytest.mark.parametrize("titles", [820])
async def test_size_of_the_list_does_not_matter_between_full_readings(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What polling asks of a large account is what it asks of a small one."""
    emulator.earn()
    await let_pass(hass, freezer, QUARTER)
    assert emulator.log.count("summary") == 15
    assert emulator.log.count("titles") == 2
    limits = {r.query["limit"] for r in emulator.log.records if r.route == "titles"}
    assert limits == {"20"}


async def test_list_that_lags_behind_is_looked_at_until_it_agrees(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """While the counts are ahead of the titles every poll looks at both."""
    emulator.lag(titles=True)
    title = [t for t in emulator.account.listing(own=True) if t.missing()][-1]
    (earned,) = emulator.earn(title=title.set)
    assert [await poll(emulator, hass, freezer) for _ in range(3)] == [LOOK] * 3
    latest = state_of(hass, emulator.account, "latest_game")
    assert latest.attributes["title_id"] != earned.title_id
    emulator.catch_up()
    asked = await poll(emulator, hass, freezer)
    assert asked["summary"] == asked["titles"] == 1
    latest = state_of(hass, emulator.account, "latest_game")
    assert latest.attributes["title_id"] == earned.title_id
    assert [await poll(emulator, hass, freezer) for _ in range(3)] == [QUIET] * 3


async def test_lasting_disagreement_is_no_cause_for_more_requests(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A gap between counts and titles that stays is taken as it is after a while."""
    emulator.lag(titles=True)
    emulator.earn()
    await let_pass(hass, freezer, 12 * MINUTE)
    assert emulator.log.count("titles") <= 12
    for _ in range(3):
        emulator.log.clear()
        await let_pass(hass, freezer, QUARTER)
        assert emulator.log.count("summary", "titles") <= 17


async def test_disagreement_from_the_start_is_no_cause_for_more_requests(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Trophies that no title accounts for do not make every poll read the titles."""
    emulator.lag(titles=True)
    emulator.earn(count=3)
    await set_up(hass, entry)
    emulator.log.clear()
    await let_pass(hass, freezer, QUARTER)
    assert emulator.log.counts() == {"summary": 15, "titles": 1}


@pytest.mark.parametrize(("seconds", "polls"), [(30, 30), (300, 3), (3600, 0)])
async def test_interval_of_the_options_is_kept(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
    seconds: int,
    polls: int,
) -> None:
    """The summary is asked for as often as people chose."""
    entry = make_entry(emulator.account, {CONF_POLL_INTERVAL: seconds})
    await set_up(hass, entry)
    emulator.log.clear()
    await let_pass(hass, freezer, QUARTER, timedelta(seconds=10))
    assert emulator.log.count("summary") == polls


@pytest.mark.parametrize("titles", [520])
async def test_outage_during_catch_up_makes_no_storm(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """With pages still to read and Sony down, the chosen interval holds."""
    fault = emulator.fail("unavailable", on="summary")
    await let_pass(hass, freezer, 5 * MINUTE, CATCH_UP)
    # Each poll tries twice; the first comes five seconds after set-up.
    assert emulator.log.count() <= 12
    fault.clear()
    await let_pass(hass, freezer, 2 * MINUTE, CATCH_UP)
    assert state_of(hass, emulator.account, "games_total").state != "unknown"


async def test_outage_makes_no_storm(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A poll during an outage costs two requests, and soon there are fewer polls."""
    emulator.fail("gateway_timeout")
    await let_pass(hass, freezer, QUARTER)
    assert emulator.log.counts().keys() == {"summary"}
    assert emulator.log.count() <= 2 * 6


async def test_expired_token_takes_two_requests_more(
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A refused access token is refreshed and the request repeated."""
    emulator.expire_access_tokens()
    assert await poll(emulator, hass, freezer) == {"summary": 2, "token": 1}
    assert await poll(emulator, hass, freezer) == QUIET


@pytest.mark.parametrize("refused", [False, True])
async def test_expired_login_takes_one_exchange_of_the_token(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    settled: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    refused: bool,
) -> None:
    """Where the refresh token has ended, too, the NPSSO token makes new ones."""
    await let_pass(hass, freezer, QUARTER)
    emulator.log.clear()
    emulator.expire_access_tokens()
    if refused:
        emulator.fail("refresh_expired")
    else:
        emulator.expire_refresh_tokens()
    assert await poll(emulator, hass, freezer) == {
        "summary": 2,
        "token": 2,
        "authorize": 1,
    }
    assert await poll(emulator, hass, freezer) == QUIET
