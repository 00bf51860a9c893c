"""The stand-in for Sony's service, a client that talks to it, and a guard of secrets."""

import asyncio
from collections.abc import AsyncIterator, Callable
import logging
from pathlib import Path

import aiohttp
from aiohttp import web
import pytest

from custom_components.psn_trophies.psn import (
    LoginState,
    PsnAuth,
    PsnClient,
    RequestBudget,
    ServiceClock,
    TokenSet,
)
from custom_components.psn_trophies.psn.const import CLIENT_SECRET
from tests.emulator import Emulator
from tests.emulator.redirect import redirect
from tests.emulator.tls import server_context, write_bundle


def leaks(caplog: pytest.LogCaptureFixture, secrets: set[str]) -> set[str]:
    """Return the secrets that any phase of the test has logged."""
    formatter = logging.Formatter()
    text = "\n".join(
        formatter.format(record)
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
    )
    assert text
    return {secret for secret in secrets if secret in text}


@pytest.fixture
async def emulator(
    socket_enabled: None, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Emulator]:
    """Return a running stand-in; afterwards no secret may stand in the log."""
    caplog.set_level(logging.DEBUG)
    async with Emulator(titles=30) as emulator:
        npsso = emulator.npsso
        with emulator.redirect():
            yield emulator
        auth = emulator.auth
        secrets = {npsso, CLIENT_SECRET, *auth.npssos, *auth.codes}
        secrets |= {*auth.access_tokens, *auth.refresh_tokens}
        assert not leaks(caplog, secrets)
        assert not emulator.violations


@pytest.fixture
async def session(emulator: Emulator) -> AsyncIterator[aiohttp.ClientSession]:
    """Return a session as Home Assistant would hand it in."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


class Clock:
    """A clock that stands still until it is moved; a sleep moves it."""

    def __init__(self, now: float = 1000.0) -> None:
        """Start at any time."""
        self.now = now
        self.sleeps: list[float] = []

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.sleeps.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    """Return the clock of the budget."""
    return Clock()


@pytest.fixture
def budget(clock: Clock) -> RequestBudget:
    """Return a budget on that clock."""
    return RequestBudget(clock=clock, sleep=clock.sleep)


type MakeAuth = Callable[..., PsnAuth]


class Stored(list[LoginState]):
    """Everything that a login handed out to be stored."""

    @property
    def tokens(self) -> list[TokenSet]:
        """Return the token sets, each once."""
        return list(
            dict.fromkeys(state.tokens for state in self if state.tokens is not None)
        )


@pytest.fixture
def stored() -> Stored:
    """Return what was handed out to be stored."""
    return Stored()


@pytest.fixture
def make_auth(
    emulator: Emulator,
    session: aiohttp.ClientSession,
    budget: RequestBudget,
    stored: Stored,
) -> MakeAuth:
    """Return a maker of logins for the demo account on the emulator's clock."""

    def make(
        state: LoginState | None = None,
        npsso: str | None = None,
        *,
        by_hand: bool = False,
        clock: ServiceClock | None = None,
    ) -> PsnAuth:
        """Make one, as after a restart with what is known."""
        return PsnAuth(
            session,
            npsso or emulator.npsso,
            state=state,
            on_state=stored.append,
            by_hand=by_hand,
            budget=budget,
            clock=clock or ServiceClock(emulator.now, emulator.now),
        )

    return make


@pytest.fixture
def auth(make_auth: MakeAuth) -> PsnAuth:
    """Return a login that never took place yet."""
    return make_auth()


@pytest.fixture
def client(session: aiohttp.ClientSession, auth: PsnAuth) -> PsnClient:
    """Return a client of the demo account."""
    return PsnClient(session, auth)


@pytest.fixture
async def signed_in(emulator: Emulator, client: PsnClient, auth: PsnAuth) -> PsnClient:
    """Return a client that is signed in, with the log of requests empty."""
    await auth.access_token()
    emulator.log.clear()
    return client


class Canned:
    """A service that says exactly what a test wants; the token endpoint works."""

    def __init__(self) -> None:
        """Answer with an empty object as long as nothing is set."""
        self.answer = canned()
        self.requests: list[web.Request] = []

    async def handle(self, request: web.Request) -> web.Response:
        """Answer a request."""
        self.requests.append(request)
        return self.answer()


def canned(
    status: int = 200,
    body: str | bytes = b"{}",
    content_type: str = "application/json",
    **headers: str,
) -> Callable[[], web.Response]:
    """Return a maker of one answer; header names with _ for -.

    Its date is none that a clock goes by, if nothing else is said.
    """
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: web.Response(
        status=status,
        body=content,
        headers={"Content-Type": content_type, "Date": "today", **named},
    )


@pytest.fixture
async def service(
    socket_enabled: None, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> AsyncIterator[Canned]:
    """Return a service with canned answers under Sony's names."""
    caplog.set_level(logging.DEBUG)
    service = Canned()
    runner = web.AppRunner(app := web.Application(), access_log=None)
    app.router.add_route("*", "/{path:.*}", service.handle)
    await runner.setup()
    loop = asyncio.get_running_loop()
    bundle = await loop.run_in_executor(None, write_bundle, tmp_path)
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=server_context()).start()
    port = runner.addresses[0][1]
    with redirect(port=port, plain_port=port, ca_file=bundle):
        yield service
    await runner.cleanup()
    assert not leaks(caplog, {NPSSO, "canned.access", "canned-refresh"})


NPSSO = "q7Rk2VfXb9TzLm4WcJ8sHdPy1NgAe6Uo3KiDxQ5rZtBvGhM0wCnYlFjSa8Ep4XuT"
TOKENS = TokenSet(
    access_token="canned.access.token",
    access_expires_at=10_000.0,
    refresh_token="canned-refresh-token",
    refresh_expires_at=20_000.0,
)


@pytest.fixture
async def canned_auth(
    service: Canned, budget: RequestBudget, clock: Clock
) -> AsyncIterator[PsnAuth]:
    """Return a login that is signed in to the canned service."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield PsnAuth(
            session,
            NPSSO,
            state=LoginState(tokens=TOKENS),
            budget=budget,
            clock=ServiceClock(clock, clock),
        )


@pytest.fixture
async def canned_client(
    service: Canned, canned_auth: PsnAuth
) -> AsyncIterator[PsnClient]:
    """Return a client of the canned service."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield PsnClient(session, canned_auth)
