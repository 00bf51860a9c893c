"""Many cards at the same time."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from custom_components.psn_trophies import views
from custom_components.psn_trophies.const import DEFAULT_POLL_INTERVAL
from tests.emulator import Emulator

from ..common import MINUTE, make_entry, set_up
from .support import LIVE_VIEWS, Browser, Later, Open, device_of, shown, somebody

CHOICES: list[tuple[str, dict[str, Any]]] = [
    ("profile", {}),
    ("trophies", {"grade": ["gold", "platinum"], "limit": 7}),
    ("titles", {"sort": "closest_platinum", "platform": ["PS5"]}),
    ("days", {}),
]


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count how often each view is worked out."""
    times: Counter[str] = Counter()

    def counting(name: str) -> views.LiveView:
        view = views.LIVE_VIEWS[name]

        def count(*of: Any) -> Any:
            times[name] += 1
            return view.build(*of)

        return replace(view, build=count)

    counted = {name: counting(name) for name in views.LIVE_VIEWS}
    with patch.dict(views.LIVE_VIEWS, counted):
        yield times


async def test_twenty_pages_are_worked_out_once(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    open_browser: Open,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """However many pages are open, each card's view is made once when they open it.

    It is made once more with each update, for whoever may see it.
    """
    reader = await somebody(hass, {"entities": {"all": {"read": True}}})
    others = [await open_browser(reader if page % 2 else None) for page in range(19)]
    pages = [browser, *others]
    with counted() as times:
        cards = [
            [(page, await page.subscribe(view, **choice)) for page in pages]
            for view, choice in CHOICES
        ]
        assert times == dict.fromkeys(LIVE_VIEWS, 1)
        for same in cards:
            first, *rest = [await page.event(card) for page, card in same]
            assert all(event == first for event in rest)
        times.clear()
        freezer.tick(10)
        (new,) = emulator.earn(title=shown(emulator.account)[0].set, grade="gold")
        await later(DEFAULT_POLL_INTERVAL)
        assert times == dict.fromkeys(LIVE_VIEWS, 1)
    for same in cards:
        first, *rest = [await page.event(card) for page, card in same]
        assert [one["trophy_id"] for one in first["news"]] == [new.trophy_id]
        assert all(event == first for event in rest)


async def test_other_choices_are_other_views(
    read: MockConfigEntry, browser: Browser
) -> None:
    """What differs in anything that is chosen is not taken for the same."""
    choices: list[dict[str, Any]] = [
        {},
        {"limit": 3},
        {"offset": 3},
        {"sort": "rarest"},
        {"grade": ["gold"]},
        {"grade": ["silver"]},
        {"grade": []},
    ]
    with counted() as times:
        cards = [await browser.subscribe("trophies", **choice) for choice in choices]
        assert times == {"trophies": len(choices)}
    for card, choice in zip(cards, choices, strict=True):
        assert (await browser.event(card))["data"] == await browser.data(
            "trophies", **choice
        )


async def test_two_accounts_share_nothing(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry, browser: Browser
) -> None:
    """The same card of another account is another view."""
    other = make_entry(emulator.add_account("second_self", titles=3))
    await set_up(hass, other)
    with counted() as times:
        cards = [
            await browser.subscribe("profile", device_id=device_of(hass, entry))
            for entry in (read, other)
        ]
        assert times == {"profile": 2}
    names = [(await browser.event(card))["account"]["name"] for card in cards]
    assert names == [emulator.account.online_id, "second_self"]


async def test_late_card_does_not_celebrate_what_others_do(
    *,
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """Cards share a view, but news only with those that were there before them."""
    early = await browser.subscribe("trophies")
    await browser.event(early)
    freezer.tick(10)
    emulator.earn()
    await later(DEFAULT_POLL_INTERVAL)
    with counted() as times:
        late = await browser.subscribe("trophies")
        assert not times
    told, found = await browser.event(early), await browser.event(late)
    assert told.pop("news")
    assert found.pop("news") == []
    assert told == found


async def test_unsubscribe(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """A card that is gone hears nothing, the others go on."""
    gone = await browser.subscribe("trophies")
    stays = await browser.subscribe("trophies")
    await browser.event(gone)
    await browser.event(stays)
    assert (await browser.ask("unsubscribe_events", subscription=gone))["success"]
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    await hass.config_entries.async_reload(read.entry_id)
    assert await browser.events(gone) == []
    assert len(await browser.events(stays)) == 3
    answer = await browser.ask("unsubscribe_events", subscription=gone)
    assert answer["error"]["code"] == "not_found"


async def test_closed_browser(
    *,
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    open_browser: Open,
    freezer: FrozenDateTimeFactory,
    later: Later,
    browsers: list[Browser],
) -> None:
    """A browser that is closed without a word disturbs nobody."""
    other = await open_browser(None)
    await other.subscribe("trophies")
    card = await browser.subscribe("trophies")
    await browser.event(card)
    await other.close()
    browsers.remove(other)
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    assert len((await browser.event(card))["news"]) == 1
