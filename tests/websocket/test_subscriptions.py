"""What a card is sent while it listens."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.psn_trophies.const import DEFAULT_POLL_INTERVAL
from tests.emulator import Emulator

from ..common import MINUTE
from .support import EARNED_KEYS, LIVE_VIEWS, PAGED_VIEWS, Browser, Later, Open, ids


@pytest.mark.parametrize("view", LIVE_VIEWS)
async def test_first_event(
    emulator: Emulator, read: MockConfigEntry, browser: Browser, view: str, later: Later
) -> None:
    """A card has at once what reading gives, and nothing more on quiet polls."""
    choice = {"limit": 5} if view in PAGED_VIEWS else {}
    known = await browser.read(view, **choice)
    card = await browser.subscribe(view, **choice)
    assert await browser.event(card) == {**known, "news": []}
    emulator.log.clear()
    await later(10 * MINUTE)
    assert emulator.log.count("summary") == 10 * MINUTE // DEFAULT_POLL_INTERVAL
    assert await browser.events(card) == []


@pytest.mark.parametrize("view", LIVE_VIEWS)
async def test_new_trophy(
    *,
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    open_browser: Open,
    freezer: FrozenDateTimeFactory,
    view: str,
    later: Later,
) -> None:
    """All cards get the new state with the news, and the news once."""
    other = await open_browser(None)
    cards = [
        (browser, await browser.subscribe(view)),
        (browser, await browser.subscribe(view)),
        (other, await other.subscribe(view)),
    ]
    before = [await where.event(card) for where, card in cards]
    freezer.tick(10)
    new = emulator.earn(count=2)
    await later(2 * MINUTE)
    for (where, card), old in zip(cards, before, strict=True):
        events = await where.events(card)
        news = [one for event in events for one in event["news"]]
        assert [(one["title_id"], one["trophy_id"]) for one in news] == [
            (one.title_id, one.trophy_id) for one in new
        ]
        assert all(one.keys() == EARNED_KEYS | {"late"} for one in news)
        assert [one["late"] for one in news] == [False, False]
        assert events[-1]["data"] != old["data"]
        assert events[-1]["data"] == (await where.read(view))["data"]
        assert events[-1]["account"] == old["account"]
    await later(5 * MINUTE)
    for where, card in cards:
        assert await where.events(card) == []


async def test_news_that_change_nothing_of_the_view(
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """A card that looks elsewhere can celebrate all the same."""
    card = await browser.subscribe("days", year=2012)
    before = await browser.event(card)
    freezer.tick(10)
    (new,) = emulator.earn()
    await later(2 * MINUTE)
    event = await browser.event(card)
    assert [one["trophy_id"] for one in event.pop("news")] == [new.trophy_id]
    assert event == {key: before[key] for key in ("account", "data")}


async def test_old_news_are_not_told_to_a_new_card(
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """Whoever comes after the trophy finds it in the list, and no celebration."""
    freezer.tick(10)
    (new,) = emulator.earn()
    await later(2 * MINUTE)
    card = await browser.subscribe("trophies")
    event = await browser.event(card)
    assert event["news"] == []
    assert event["data"]["trophies"][0]["trophy_id"] == new.trophy_id


async def test_change_beyond_the_page_of_a_card(
    emulator: Emulator, loaded: MockConfigEntry, browser: Browser, later: Later
) -> None:
    """The card hears of it, since it may have read more pages than this one."""
    card = await browser.subscribe("titles", sort="name", limit=1)
    before = await browser.event(card)
    (earned,) = emulator.earn(title="dlc_zero")
    assert earned.title_id not in ids(before["data"])
    await later(MINUTE)
    after = (await browser.events(card))[-1]
    assert after["data"]["titles"] == before["data"]["titles"]
    # What only the list tells, without news, is told as well.
    emulator.add_dlc("dlc_zero")
    await later(11 * MINUTE)
    assert any(not event["news"] for event in await browser.events(card))


async def test_choice_of_a_subscription(
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """Page, order and filters hold for every event."""
    choice = {"sort": "name", "limit": 3, "offset": 2, "platform": ["PS5"]}
    card = await browser.subscribe("titles", **choice)
    assert len((await browser.event(card))["data"]["titles"]) == 3
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    *_, last = await browser.events(card)
    assert last["data"] == await browser.data("titles", **choice)
