"""A real Home Assistant, the stand-in for Sony's service, and a browser.

Home Assistant runs in a process of its own, so that nothing here stands in for it. What
is slow to start is started once for all tests, on an event loop that lasts as long
(`loop_scope="session"`).
"""

from collections.abc import AsyncIterator
import os
from pathlib import Path
import re
import shutil
from typing import TYPE_CHECKING, Literal, Protocol

import pytest
import pytest_asyncio
from pytest_socket import enable_socket

from tests.emulator import Account, Emulator
from tests.live import EmulatorAddress, Home
from tests.live.hurry import HURRY

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from .frontend import Frontend

ARTIFACTS = Path(__file__).parents[2] / "artifacts" / "browser"

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
# Nothing but the page itself may be loaded, also not by the browser on its own behalf.
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# What the coordinator logs when a login is refused, as one test makes happen.
EXPECTED_COMPLAINT = "Authentication failed while fetching psn_trophies"

SECRET = re.compile(r"eyJ[\w-]{20,}\.")


@pytest.fixture(autouse=True)
def verify_cleanup() -> None:
    """Take the place of the test plugin's fixture of that name.

    That one demands that every test leaves the event loop, the threads and the sockets
    as it found them, which is about Home Assistant inside the test's process. Here the
    browser and the emulator live on from test to test, and the fixtures below end them.
    """


@pytest.fixture(autouse=True)
def sockets(socket_enabled: None) -> None:
    """Allow sockets, which the test plugin forbids anew before each test."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the browser."""
    if chosen := os.environ.get("CHROMIUM"):
        path = shutil.which(chosen)
        assert path, f"CHROMIUM is {chosen}, which cannot be run"
        return path
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    pytest.skip("Chromium was not found (set CHROMIUM to its path)")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def emulator(chromium: str) -> AsyncIterator[Emulator]:
    """Return a running stand-in; afterwards nothing careless may have been asked."""
    enable_socket()
    # Few titles: every test adds the account anew, and all share one request budget.
    async with Emulator(titles=6) as emulator:
        yield emulator
        assert not emulator.violations


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def home(
    emulator: Emulator, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Home]:
    """Return a running Home Assistant that knows no account yet.

    Afterwards its log must hold no complaint about the integration and no secret.
    """
    address = EmulatorAddress(emulator.port, emulator.plain_port, emulator.ca_file)
    home = Home(
        tmp_path_factory.mktemp("home"), emulator=address, environment={HURRY: "1"}
    )
    npssos = {emulator.npsso}
    try:
        async with home:
            yield home
            npssos.add(emulator.npsso)
    finally:
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        if home.log_file.exists():
            shutil.copy(home.log_file, ARTIFACTS / "home-assistant.log")
    complaints = [text for text in home.complaints() if EXPECTED_COMPLAINT not in text]
    assert complaints == []
    log = home.log
    secrets = npssos | emulator.auth.access_tokens.keys()
    secrets |= emulator.auth.refresh_tokens.keys() | emulator.auth.codes.keys()
    assert [secret for secret in secrets if secret in log] == []
    assert not SECRET.search(log)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str, emulator: Emulator) -> AsyncIterator[Browser]:
    """Return a running browser that reaches the stand-in under Sony's names."""
    from playwright.async_api import async_playwright

    enable_socket()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium,
            args=[*CHROMIUM_ARGUMENTS, *emulator.chromium_arguments()],
        )
        yield browser
        await browser.close()


class Visit(Protocol):
    """Opens the frontend for one more visitor."""

    async def __call__(
        self,
        *,
        width: int = 1280,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
        language: str = "en-GB",
        reduced_motion: bool = False,
    ) -> Frontend:
        """Open it on such a screen, in such a language."""


@pytest_asyncio.fixture(loop_scope="session")
async def visit(
    browser: Browser, home: Home, request: pytest.FixtureRequest
) -> AsyncIterator[Visit]:
    """Return what opens the frontend for somebody who was never here before.

    What it looks like at the end of the test is kept as a picture.
    """
    from .frontend import Frontend

    visitors: list[Frontend] = []

    async def open_one(
        *,
        width: int = 1280,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
        language: str = "en-GB",
        reduced_motion: bool = False,
    ) -> Frontend:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale=language,
            reduced_motion="reduce" if reduced_motion else "no-preference",
        )
        visitors.append(Frontend(home.url, await context.new_page(), ARTIFACTS))
        return visitors[-1]

    yield open_one
    for visitor in visitors:
        await visitor.picture(request.node.name)
        await visitor.page.context.close()
        assert visitor.errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def frontend(visit: Visit) -> Frontend:
    """Return the frontend as a visitor who was never here before sees it."""
    return await visit()


async def forget_accounts(home: Home) -> None:
    """Remove every account."""
    for entry in await home.entries():
        await home.rest(
            "DELETE", f"/api/config/config_entries/entry/{entry['entry_id']}"
        )


@pytest_asyncio.fixture(loop_scope="session")
async def no_account(home: Home) -> None:
    """Forget every account."""
    await forget_accounts(home)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def hunter(
    home: Home, emulator: Emulator, request: pytest.FixtureRequest
) -> AsyncIterator[Account]:
    """Return an account added for all tests of a module, its library read to the end.

    Another than the demo account and than that of other modules, so that it has a
    request budget of its own.
    """
    enable_socket()
    await forget_accounts(home)
    account = emulator.add_account(request.module.HUNTER, titles=6)
    await home.add_account(account.npsso)
    progress = (await home.entity_ids())["sensor.library_progress"]
    (entry,) = await home.entries()
    await home.call("psn_trophies", "sync_now", config_entry_id=entry["entry_id"])
    await home.wait_for_state(progress, lambda state: state["state"] == "100")
    yield account
    await forget_accounts(home)


@pytest_asyncio.fixture(loop_scope="session")
async def account(no_account: None, home: Home, emulator: Emulator) -> dict[str, str]:
    """Add the demo account afresh and return the ids of its entities."""
    await home.add_account(emulator.npsso)
    return await home.entity_ids()


@pytest_asyncio.fixture(loop_scope="session")
async def no_automation(home: Home) -> AsyncIterator[None]:
    """Forget every automation and notification that a test leaves behind."""
    yield
    for state in await home.rest("GET", "/api/states"):
        if state["entity_id"].startswith("automation."):
            await home.rest(
                "DELETE", f"/api/config/automation/config/{state['attributes']['id']}"
            )
    await home.call("persistent_notification", "dismiss_all")
