"""Outages, reloads and accounts that come and go, as a card hears of them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant

from custom_components.psn_trophies.store import LibraryStore
from tests.emulator import Emulator

from ..common import DAY, MINUTE, make_entry, set_up
from .support import READ, Browser, Later, device_of


async def test_failed_poll(
    emulator: Emulator, read: MockConfigEntry, browser: Browser, later: Later
) -> None:
    """Cards keep what they show and hear that it may be old, and when it is not."""
    card = await browser.subscribe("titles")
    before = await browser.event(card)
    switch = emulator.fail("unavailable")
    await later(3 * MINUTE)
    event = await browser.event(card)
    assert event["account"] == {
        **before["account"],
        "up_to_date": False,
        "problem": "unreachable",
    }
    assert event["data"] == before["data"]
    assert (await browser.read("titles"))["account"]["up_to_date"] is False
    switch.clear()
    await later(30 * MINUTE)
    assert await browser.event(card) == before


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("unavailable", "unreachable"),
        ("html", "unreachable"),
        ("rate_limited", "paused"),
        ("login", "login"),
    ],
)
async def test_reason_of_a_failed_poll(
    *,
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    later: Later,
    fault: str,
    problem: str,
) -> None:
    """Cards hear why what they show may be old: each reason is mended in its own way."""
    card = await browser.subscribe("profile")
    before = await browser.event(card)
    if fault == "login":
        # No login follows another within a quarter of an hour.
        await later(16 * MINUTE)
        await browser.events(card)
        emulator.revoke_npsso()
        emulator.expire_access_tokens()
        emulator.expire_refresh_tokens()
    else:
        emulator.fail(fault)
    await later(3 * MINUTE)
    event = await browser.event(card)
    assert event["account"] == {
        **before["account"],
        "up_to_date": False,
        "problem": problem,
    }
    assert event["data"] == before["data"]


async def test_login_refused_at_start(
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    later: Later,
) -> None:
    """An account that waits for a new token says so, not that it is not ready."""
    card = await browser.subscribe("profile")
    await browser.event(card)
    # No login follows another within a quarter of an hour.
    await later(16 * MINUTE)
    emulator.revoke_npsso()
    emulator.expire_access_tokens()
    emulator.expire_refresh_tokens()
    await hass.config_entries.async_reload(read.entry_id)
    assert read.state is ConfigEntryState.SETUP_ERROR
    *_, last = await browser.events(card)
    assert last == {"error": "login_refused", "news": []}
    assert await browser.error(READ, view="profile") == "login_refused"


async def test_midnight(
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """A new day is a new day without a trophy, too."""
    # The last of the trophies is days ago: no figure changes.
    await later(60 * DAY, step=12 * timedelta(hours=1))
    card = await browser.subscribe("days")
    assert (await browser.event(card))["data"]["today"] == "2027-01-14"
    zone = ZoneInfo(hass.config.time_zone)
    midnight = datetime(2027, 1, 15, tzinfo=zone)
    freezer.move_to(midnight - timedelta(seconds=1))
    await later(timedelta(seconds=2), step=timedelta(seconds=1))
    assert (await browser.event(card))["data"]["today"] == "2027-01-15"


async def test_reload(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """Cards say that the account is away, come back, and follow the new one."""
    card = await browser.subscribe("trophies")
    before = await browser.event(card)
    await hass.config_entries.async_reload(read.entry_id)
    *away, back = await browser.events(card)
    assert away == [{"error": "account_not_loaded", "news": []}]
    assert back == before
    freezer.tick(10)
    (new,) = emulator.earn()
    await later(2 * MINUTE)
    event = await browser.event(card)
    assert [one["trophy_id"] for one in event["news"]] == [new.trophy_id]


async def test_news_during_a_reload(
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What was earned while the account was away is told once it is back."""
    card = await browser.subscribe("trophies")
    await browser.event(card)
    await hass.config_entries.async_unload(read.entry_id)
    assert await browser.event(card) == {"error": "account_not_loaded", "news": []}
    freezer.tick(10)
    (new,) = emulator.earn()
    freezer.tick(60)
    await hass.config_entries.async_setup(read.entry_id)
    events = await browser.events(card)
    news = [one for event in events for one in event["news"]]
    assert [one["trophy_id"] for one in news] == [new.trophy_id]


async def test_set_up_that_fails(
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    later: Later,
) -> None:
    """Until Sony is back cards say so; then they show everything again."""
    card = await browser.subscribe("profile")
    before = await browser.event(card)
    switch = emulator.fail("unavailable")
    assert await hass.config_entries.async_unload(read.entry_id)
    # Of a known account everything known would be shown.
    await LibraryStore(hass, emulator.account.account_id).async_remove()
    await hass.config_entries.async_setup(read.entry_id)
    assert read.state is ConfigEntryState.SETUP_RETRY
    assert await browser.event(card) == {"error": "account_not_loaded", "news": []}
    assert await browser.error(READ, view="profile") == "account_not_loaded"
    switch.clear()
    await later(5 * MINUTE)
    *_, back = await browser.events(card)
    assert back == before


async def test_removal_and_return(
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    later: Later,
) -> None:
    """Cards outlive the account, and find the one that is added later."""
    device = device_of(hass, read)
    card = await browser.subscribe("profile")
    chosen = await browser.subscribe("profile", device_id=device)
    before = await browser.event(card)
    assert await browser.event(chosen) == before
    await hass.config_entries.async_remove(read.entry_id)
    *_, last = await browser.events(card)
    assert last == {"error": "no_account", "news": []}
    *_, last = await browser.events(chosen)
    assert last == {"error": "account_not_found", "news": []}
    assert await browser.error(READ, view="profile") == "no_account"
    # Without a form that takes a token, the next login is a quarter of an hour away.
    await later(16 * MINUTE)
    await set_up(hass, make_entry(emulator.account))
    *_, last = await browser.events(card)
    assert last["data"] == before["data"]


async def test_disabled_account(
    hass: HomeAssistant, loaded: MockConfigEntry, browser: Browser
) -> None:
    """An account that is switched off is none."""
    card = await browser.subscribe("profile")
    before = await browser.event(card)
    await hass.config_entries.async_set_disabled_by(
        loaded.entry_id, ConfigEntryDisabler.USER
    )
    *_, last = await browser.events(card)
    assert last == {"error": "no_account", "news": []}
    await hass.config_entries.async_set_disabled_by(loaded.entry_id, None)
    *_, last = await browser.events(card)
    assert last["data"] == before["data"]


async def test_account_added_later(
    hass: HomeAssistant, entry: MockConfigEntry, browser: Browser
) -> None:
    """A dashboard can be there before its account."""
    assert await browser.error(READ, view="profile") == "no_account"
    card = await browser.subscribe("profile")
    assert await browser.event(card) == {"error": "no_account", "news": []}
    await set_up(hass, entry)
    *_, last = await browser.events(card)
    assert last["data"] == await browser.data("profile")


async def test_renamed_account(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    browser: Browser,
    later: Later,
) -> None:
    """The new name is the same account on the same device."""
    device = device_of(hass, loaded)
    card = await browser.subscribe("profile", device_id=device)
    await browser.event(card)
    emulator.rename("somebody_else")
    await later(DAY + MINUTE, step=timedelta(hours=6))
    *_, last = await browser.events(card)
    assert last["account"]["name"] == "somebody_else"
    assert last["account"]["device_id"] == device
