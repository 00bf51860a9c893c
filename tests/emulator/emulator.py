"""The emulator as one object: start it, change its world, read what was asked."""

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import fields
from pathlib import Path
import shutil
import tempfile
import time
from types import TracebackType
from typing import Any, Self, get_args
from unittest.mock import patch

from aiohttp import web

from . import chromium, faults as fault_kinds, upheavals
from .accounts import Account, Shown
from .catalogue import TrophySet
from .control import Control
from .faults import Fault
from .log import RequestLog, Violation
from .oauth import Auth, AuthSettings
from .redirect import Redirect
from .replies import Reply
from .server import Service
from .tls import key_pin, server_context, write_bundle
from .world import Earned, World, WorldError

type Who = str | Account | None
type Title = str | TrophySet

SHUTDOWN_SECONDS = 0.5


def wall_clock() -> float:
    """Return the time, looked up at each call so that a frozen clock counts."""
    return time.time()


class Emulator:
    """A stand-in for Sony's service, with a world that can be changed."""

    def __init__(
        self,
        *,
        titles: int = 40,
        seed: int = 7,
        clock: Callable[[], float] = wall_clock,
        host: str = "127.0.0.1",
        port: int = 0,
        plain_port: int = 0,
        state_dir: Path | None = None,
    ) -> None:
        """Generate a world; nothing listens before `start`."""
        self._clock = clock
        self._offset = 0.0
        self._host = host
        self.port = port
        self.plain_port = plain_port
        self._state_dir = state_dir
        self.world = World(titles=titles, seed=seed, clock=self.now)
        self.auth = Auth(self.world, self.now)
        self._service = Service(world=self.world, auth=self.auth, clock=self.now)
        self._ca_file: Path | None = None
        self._stack = AsyncExitStack()

    # Life

    async def __aenter__(self) -> Self:
        """Start it."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        err: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        await self.stop()

    async def start(self) -> None:
        """Listen on both ports."""
        loop = asyncio.get_running_loop()
        folder = self._state_dir
        async with AsyncExitStack() as stack:
            stack.enter_context(_bearing_hang_ups(loop))
            if folder is None:
                folder = Path(tempfile.mkdtemp(prefix="emulator-"))
                stack.callback(shutil.rmtree, folder, ignore_errors=True)
            self._ca_file = await loop.run_in_executor(None, write_bundle, folder)
            app = web.Application(client_max_size=2**20)
            Control(self).register(app)
            app.router.add_route("*", "/{path:.*}", self._service.handle)
            app.on_response_prepare.append(self._service.prepare)
            runner = web.AppRunner(
                app,
                access_log=None,
                handler_cancellation=True,
                shutdown_timeout=SHUTDOWN_SECONDS,
            )
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            stack.push_async_callback(_hang_up, runner)
            stack.callback(self.clear_faults)
            secure = web.TCPSite(
                runner, self._host, self.port, ssl_context=server_context()
            )
            plain = web.TCPSite(runner, self._host, self.plain_port)
            await secure.start()
            await plain.start()
            self.port, self.plain_port = (
                address[1] for address in runner.addresses[:2]
            )
            self._stack = stack.pop_all()

    async def stop(self) -> None:
        """Let held answers go and stop listening."""
        await self._stack.aclose()

    def redirect(self) -> Redirect:
        """Return a context manager that leads this process here."""
        return Redirect(
            port=self.port, plain_port=self.plain_port, ca_file=self.ca_file
        )

    def chromium_arguments(self) -> tuple[str, ...]:
        """Return what to start a Chromium with whose pages are led here."""
        return chromium.arguments(
            port=self.port, plain_port=self.plain_port, key_pin=key_pin()
        )

    # Looking

    @property
    def ca_file(self) -> Path:
        """Return the CA bundle to trust."""
        if self._ca_file is None:
            raise RuntimeError("the emulator was never started")
        return self._ca_file

    @property
    def account(self) -> Account:
        """Return the demo account."""
        return self.world.account()

    @property
    def npsso(self) -> str:
        """Return the NPSSO of the demo account."""
        return self.account.npsso

    @property
    def log(self) -> RequestLog:
        """Return the requests so far."""
        return self._service.log

    @property
    def violations(self) -> list[Violation]:
        """Return what a careful client would not have done."""
        return self._service.violations

    @property
    def faults(self) -> list[Fault]:
        """Return the switches that are on."""
        return self._service.faults

    def now(self) -> float:
        """Return the virtual time."""
        return self._clock() + self._offset

    # Trophies and titles

    def earn(
        self,
        *,
        account: Who = None,
        title: Title | None = None,
        grade: str | None = None,
        trophy_id: int | None = None,
        trophy_ids: Sequence[int] | None = None,
        count: int = 1,
        undated: bool = False,
        at: float | None = None,
    ) -> list[Earned]:
        """Earn trophies and return them in order."""
        return self.world.earn(
            account=account,
            title=title,
            grade=grade,
            trophy_id=trophy_id,
            trophy_ids=trophy_ids,
            count=count,
            undated=undated,
            at=at,
        )

    def advance_counter(
        self,
        *,
        account: Who = None,
        title: Title | None = None,
        trophy_id: int | None = None,
        value: int | None = None,
    ) -> int:
        """Move a counter trophy forward and return where it stands."""
        return self.world.advance_counter(
            account=account, title=title, trophy_id=trophy_id, value=value
        )

    def launch(self, title: Title = "new", *, account: Who = None) -> str:
        """Start a game and return its set."""
        return self.world.launch(title, account=account)

    def quit(self, *, account: Who = None) -> None:
        """End the game."""
        self.world.quit(account=account)

    def add_dlc(
        self, title: Title, *, bronze: int = 5, silver: int = 2, gold: int = 1
    ) -> str:
        """Add an expansion and return its group."""
        return self.world.add_dlc(title, bronze=bronze, silver=silver, gold=gold)

    def hide(self, title: Title, *, account: Who = None) -> None:
        """Hide a title."""
        self.world.hide(title, account=account)

    def unhide(self, title: Title, *, account: Who = None) -> None:
        """Show a hidden title again."""
        self.world.hide(title, account=account, hidden=False)

    def remove(self, title: Title, *, account: Who = None) -> None:
        """Take a set out of an account."""
        self.world.remove(title, account=account)

    def lag(
        self, detail: bool = True, titles: bool = False, *, account: Who = None
    ) -> None:
        """Keep news out of details, or of the title list, until `catch_up`."""
        who = self.world.account(account)
        who.lag_detail, who.lag_titles = detail, titles

    def catch_up(self, *, account: Who = None) -> None:
        """Let details and title list show everything."""
        self.world.account(account).catch_up()

    def unearn(
        self,
        title: Title,
        trophy_id: int,
        *,
        account: Who = None,
        dated: bool = True,
    ) -> None:
        """Take a trophy back; unless `dated` the title keeps its date."""
        upheavals.unearn(self.world, title, trophy_id, account=account, dated=dated)

    def renumber(self, title: Title, *, raise_version: bool = True) -> dict[int, int]:
        """Give every trophy of a set another id; return the new ids by the old."""
        return upheavals.renumber(self.world, title, raise_version=raise_version)

    def add_title(self, kind: str, *, account: Who = None) -> str:
        """Let an account have played a set of a rare kind; return the set."""
        return upheavals.add_title(self.world, kind, account=account)

    # Login and people

    def revoke_npsso(self, *, account: Who = None) -> None:
        """End the login cookie, as signing out does."""
        self.auth.npssos.pop(self.world.account(account).npsso, None)

    def new_npsso(self, *, account: Who = None) -> str:
        """Hand out a new login cookie; the former one ends."""
        return self.auth.new_npsso(self.world.account(account))

    def set_npsso_life(self, seconds: float, *, account: Who = None) -> None:
        """Set how long the login cookie still lives."""
        who = self.world.account(account)
        self.auth.sign_in(who)
        self.auth.npssos[who.npsso].until = self.now() + seconds

    def expire_access_tokens(self, *, account: Who = None) -> None:
        """End access tokens, everybody's unless somebody is named."""
        who = None if account is None else self.world.account(account)
        self.auth.expire(self.auth.access_tokens, who)

    def expire_refresh_tokens(self, *, account: Who = None) -> None:
        """End refresh tokens, everybody's unless somebody is named."""
        who = None if account is None else self.world.account(account)
        self.auth.expire(self.auth.refresh_tokens, who)

    def set_auth(self, **settings: Any) -> dict[str, Any]:
        """Change how tokens are handed out and return all settings."""
        known = {field.name for field in fields(AuthSettings)}
        if unknown := settings.keys() - known:
            raise WorldError(f"no setting {', '.join(sorted(unknown))}")
        for name, value in settings.items():
            setattr(self.auth.settings, name, value)
        return {name: getattr(self.auth.settings, name) for name in sorted(known)}

    def set_private(self, private: bool = True, *, account: Who = None) -> None:
        """Hide trophies and presence from others, or show them."""
        self.world.account(account).private = private

    def set_presence(self, shown: str = "follow", *, account: Who = None) -> None:
        """Let presence follow what is played, or show something else to everybody."""
        kinds: dict[str, Shown] = {kind: kind for kind in get_args(Shown.__value__)}
        if shown not in kinds:
            raise WorldError(f"no presence {shown!r}")
        self.world.account(account).presence = kinds[shown]

    def rename(self, online_id: str, *, account: Who = None) -> None:
        """Give an account another online id."""
        self.world.rename(online_id, account=account)

    def add_account(
        self,
        online_id: str,
        *,
        titles: int = 0,
        private: bool = False,
        friend: bool = False,
    ) -> Account:
        """Let one more person in."""
        account = self.world.add_account(
            online_id, titles=titles, private=private, friend=friend
        )
        self.auth.sign_in(account)
        return account

    # Time and trouble

    def advance(self, seconds: float) -> None:
        """Move virtual time."""
        self._offset += seconds

    def tell_date(self, told: bool = True) -> None:
        """Let answers have a `Date`, which is the virtual time, or leave it away."""
        self._service.tells_date = told

    def fail(
        self,
        kind: str,
        *,
        on: str | Sequence[str] = "all",
        times: int | None = None,
        seconds: float | None = None,
        keys: Collection[str] = (),
        titles: Sequence[Title] = (),
        trophies: Collection[int] = (),
    ) -> Fault:
        """Switch a fault on."""
        ids = [self.world.find(title, self.account).id for title in titles]
        fault = fault_kinds.make(
            kind,
            on,
            times=times,
            seconds=seconds,
            keys=keys,
            titles=ids,
            trophies=trophies,
        )
        self.faults.append(fault)
        return fault

    def answer_pictures(self, *replies: Reply) -> None:
        """Answer the next requests for pictures with these instead."""
        self._service.next_pictures.extend(replies)

    def clear_faults(self) -> None:
        """Switch all faults off and let held answers go."""
        for fault in self.faults:
            fault.clear()
        self.faults.clear()


@contextmanager
def _bearing_hang_ups(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Take no notice of callers that hang up before they have said who they are.

    A loop in debug mode complains of them, whoever handles its complaints.
    """
    complain = loop.call_exception_handler

    def bear(context: dict[str, Any]) -> None:
        if not (
            isinstance(context.get("exception"), ConnectionError)
            and "incoming connection" in context["message"]
        ):
            complain(context)

    with patch.object(loop, "call_exception_handler", bear):
        yield


async def _hang_up(runner: web.AppRunner) -> None:
    """Cut all lines: a TLS farewell would wait for callers that never answer."""
    for site in list(runner.sites):
        await site.stop()
    while runner.server and (connections := runner.server.connections):
        for connection in connections:
            if connection.transport:
                connection.transport.abort()
        await asyncio.sleep(0)
