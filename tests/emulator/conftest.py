"""A running emulator and somebody who calls it."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from . import Emulator
from .caller import Caller


@pytest.fixture
async def emulator(socket_enabled: None) -> AsyncGenerator[Emulator]:
    """Return a running emulator that this process reaches under Sony's names."""
    async with Emulator() as running:
        with running.redirect():
            yield running


@pytest.fixture
async def nobody(emulator: Emulator) -> AsyncGenerator[Caller]:
    """Return a caller who has not signed in."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Caller(session)


@pytest.fixture
async def caller(nobody: Caller) -> Caller:
    """Return a caller who has signed in."""
    await nobody.login()
    return nobody
