"""Browsers with cards that listen, and a home whose time passes."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import DEFAULT_POLL_INTERVAL, DOMAIN

from ..common import MINUTE, let_pass
from .support import Browser, Later, Open


@pytest.fixture
def titles() -> int:
    """Have all odd cases."""
    return 24


@pytest.fixture
async def read(
    hass: HomeAssistant, loaded: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> MockConfigEntry:
    """Return the demo account's entry, the library read to its end."""
    await let_pass(hass, freezer, 3 * MINUTE)
    return loaded


@pytest.fixture
def browsers() -> list[Browser]:
    """Return the browsers that are open."""
    return []


@pytest.fixture
def later(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, browsers: list[Browser]
) -> Later:
    """Return what lets time pass, in which browsers show that they are alive."""

    async def later(time: timedelta, step: timedelta = DEFAULT_POLL_INTERVAL) -> None:
        while time > timedelta():
            await let_pass(hass, freezer, min(step, time), step)
            time -= step
            for browser in browsers:
                await browser.ask("ping")

    return later


@pytest.fixture
def open_browser(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, browsers: list[Browser]
) -> Open:
    """Return what opens one more browser, for somebody else with their token."""

    async def open_one(token: str | None = None) -> Browser:
        socket = await (
            hass_ws_client(hass) if token is None else hass_ws_client(hass, token)
        )
        browsers.append(Browser(hass, socket))
        return browsers[-1]

    return open_one


@pytest.fixture
async def browser(
    entry: MockConfigEntry,
    hass: HomeAssistant,
    open_browser: Open,
) -> Browser:
    """Return an administrator's browser; there is no account yet."""
    assert await async_setup_component(hass, DOMAIN, {})
    return await open_browser(None)
