"""An account that is polled over a real connection, as Home Assistant would."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta

import aiohttp
from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.psn_trophies.psn import (
    PsnAuth,
    PsnClient,
    PsnError,
    RequestBudget,
    ServiceClock,
    TrophyTitle,
)
from custom_components.psn_trophies.trophies import (
    AccountState,
    AccountSync,
    Library,
    TitleDetails,
)
from tests.emulator import Emulator

MINUTE = timedelta(minutes=1)


class Home:
    """The demo account in a home whose time passes only when it is told to."""

    def __init__(
        self,
        emulator: Emulator,
        session: aiohttp.ClientSession,
        freezer: FrozenDateTimeFactory,
    ) -> None:
        """Have asked nothing yet."""
        self.emulator = emulator
        self._session = session
        self._freezer = freezer
        self.budget = RequestBudget(clock=emulator.now)
        self.sync = self.start()

    def client(
        self, language: str | None = None, clock: ServiceClock | None = None
    ) -> PsnClient:
        """Return a client that is yet to log in."""
        auth = PsnAuth(
            self._session,
            self.emulator.npsso,
            budget=self.budget,
            clock=clock or ServiceClock(self.emulator.now, self.emulator.now),
        )
        return PsnClient(self._session, auth, language=language)

    def start(
        self,
        library: Library | None = None,
        *,
        language: str = "",
        login_expires: datetime | None = None,
        clock: ServiceClock | None = None,
    ) -> AccountSync:
        """Start again, with the library of an earlier run or without one."""
        self.sync = AccountSync(
            self.client(language or None, clock),
            library,
            language=language,
            login_expires=login_expires,
        )
        return self.sync

    async def poll(self, after: timedelta = timedelta()) -> AccountState:
        """Poll after a while and return the state."""
        self.wait(after)
        return await self.sync.poll()

    async def polls(self, time: timedelta, every: timedelta = MINUTE) -> None:
        """Poll for a while; what fails is tried again by the next poll."""
        for _ in range(time // every):
            self.wait(every)
            with suppress(PsnError):
                await self.sync.poll()

    async def read_all(self) -> AccountState | None:
        """Read in the background until nothing is wanted; return the last state."""
        state = None
        while self.sync.background_wanted:
            state = await self.sync.read_in_background()
        return state

    async def settle(self) -> AccountState:
        """Poll and read until everything is known; forget what was asked for it."""
        await self.sync.poll()
        await self.read_all()
        state = await self.poll(MINUTE)
        await self.read_all()
        self.emulator.log.clear()
        return state

    def wait(self, time: timedelta) -> None:
        """Let time pass without a poll."""
        self._freezer.tick(time)

    def asked(self, *routes: str) -> int:
        """Return how often something was asked since the last time; of all or some."""
        number = self.emulator.log.count(*routes)
        self.emulator.log.clear()
        return number

    def title(self, number: int = 0) -> TrophyTitle:
        """Return a title as it is known, the newest first."""
        return list(self.sync.titles)[number]


@pytest.fixture
async def home(
    emulator: Emulator, freezer: FrozenDateTimeFactory
) -> AsyncIterator[Home]:
    """Return a home that has asked nothing yet."""
    async with aiohttp.ClientSession(
        cookie_jar=aiohttp.DummyCookieJar(),
        # Time passes in jumps here; a connection for each would take most of the test.
        connector=aiohttp.TCPConnector(keepalive_timeout=1800),
    ) as session:
        yield Home(emulator, session, freezer)


def missing_in(details: TitleDetails) -> set[int]:
    """Return the ids of the trophies that are missing in a title."""
    return {listed.trophy.trophy_id for listed in details.listed if not listed.earned}
