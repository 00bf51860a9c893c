"""A Home Assistant with the integration, and Sony's stand-in that it reaches."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
import time
from unittest.mock import PropertyMock, patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity

from tests.emulator import Emulator
from tests.emulator.tls import server_context

from .common import START, make_entry, set_up


@pytest.fixture(scope="session", autouse=True)
def patient_executor() -> Iterator[None]:
    """Give idle threads of a busy machine time to see that they are to end.

    Home Assistant interrupts those that take a quarter of a second; they end each other
    one by one, so that the rest would stay behind.
    """
    with patch("homeassistant.util.executor.EXECUTOR_SHUTDOWN_TIMEOUT", 120):
        yield


@pytest.fixture(autouse=True)
async def enable_event_loop_debug(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the loop check its callers, as the test plugin does, but keep no traces.

    Where each task, future and callback came from is written down only for who asks the
    loop whether it is in debug mode; that takes a third of the time of all tests.
    """
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    monkeypatch.setattr(loop, "get_debug", lambda: False)


@pytest.fixture(scope="session")
def certificates() -> None:
    """Make the stand-in's certificates, which cannot be made in frozen time."""
    server_context()


@pytest.fixture
def titles() -> int:
    """Return how many titles the demo account has; tests may say otherwise."""
    return 6


@pytest.fixture
async def emulator(
    certificates: None,
    freezer: FrozenDateTimeFactory,
    socket_enabled: None,
    titles: int,
) -> AsyncIterator[Emulator]:
    """Return a running stand-in; afterwards nothing careless may have been asked."""
    freezer.move_to(START)
    async with Emulator(titles=titles) as emulator:
        with emulator.redirect():
            yield emulator
    assert not emulator.violations


@pytest.fixture
async def entry(
    emulator: Emulator, hass: HomeAssistant, enable_custom_integrations: None
) -> MockConfigEntry:
    """Return the demo account's entry, not yet set up."""
    return make_entry(emulator.account)


@pytest.fixture
async def loaded(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> MockConfigEntry:
    """Return the demo account's entry, set up, with the log of requests empty."""
    await set_up(hass, entry)
    emulator.log.clear()
    return entry


@pytest.fixture
def entity_registry_enabled_by_default() -> Iterator[None]:
    """Enable entities that people would have to switch on."""
    with patch.object(
        Entity,
        "entity_registry_enabled_default",
        new_callable=PropertyMock(return_value=True),
    ):
        yield


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return snapshots in the form that Home Assistant gives its own."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension)


@pytest.fixture
def shift_clock(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[timedelta], None]]:
    """Return what sets Home Assistant's wall clock; Sony's stays, and so do timers."""
    wall = time.time
    offset = 0.0

    def shift(by: timedelta) -> None:
        nonlocal offset
        offset += by.total_seconds()
        emulator.advance(-by.total_seconds())

    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: wall() + offset)
        yield shift
