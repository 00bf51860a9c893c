"""How the cards come to a page: little at first, the rest when it is needed, in time."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
import gzip
from http import HTTPStatus
from pathlib import Path
import re
import shutil
from typing import Any, Final

from playwright.async_api import Page, Request, Response, Route, expect
import pytest
import pytest_asyncio

from homeassistant.const import MAJOR_VERSION, MINOR_VERSION

from tests.emulator import Account
from tests.live import Home

from .cards import CARDS, FIND, card, expect_content, make_dashboard
from .conftest import Visit
from .frontend import Frontend

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HUNTER: Final = "card_loader"

PATH: Final = "loaded-cards"
OURS: Final = "**/psn_trophies/psn-trophies-"

# Tells what the card of games shows in the first frame after its code came.
FIRST_FRAME: Final = f"""() => new Promise((done) => {{
  {FIND}
  const root = find().find((one) => one.localName === "psn-trophies-games-card").shadowRoot;
  new MutationObserver(() => {{
    const card = root.querySelector("psn-trophies-games");
    if (card) requestAnimationFrame(() =>
      done(card.shadowRoot?.querySelectorAll("ha-card .row").length ?? 0));
  }}).observe(root, {{ childList: true }});
}})"""


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def dashboard(hunter: Account, home: Home) -> None:
    """Make a dashboard with each card once."""
    cards = [{"type": f"custom:psn-trophies-{name}-card"} for name in CARDS]
    await make_dashboard(home, PATH, {"views": [{"path": "cards", "cards": cards}]})


def note_files(page: Page) -> list[Response]:
    """Return what code the page gets of us, as it comes."""
    found: list[Response] = []

    def note(response: Response) -> None:
        # Pictures come when they come.
        if "/psn_trophies/psn-trophies-" in response.url:
            found.append(response)

    page.on("response", note)
    return found


async def arrive(frontend: Frontend) -> None:
    """Log in, which loads a page twice."""
    await frontend.open("config/system")
    await expect(frontend.page.locator("ha-sidebar")).to_be_visible()
    await frontend.page.wait_for_function("window.customCards?.length")


def held(may_come: asyncio.Event) -> Callable[[Route], Coroutine[Any, Any, None]]:
    """Return what keeps a file back until it may come."""

    async def hold(route: Route) -> None:
        await may_come.wait()
        await route.continue_()

    return hold


@pytest.mark.oldest
async def test_page_without_cards_loads_one_small_file(frontend: Frontend) -> None:
    """It only registers, comes compressed, and is kept for ever."""
    await arrive(frontend)
    files = note_files(frontend.page)
    await frontend.open("config/logs")
    await expect(frontend.page.get_by_text("Logs").first).to_be_visible()
    await frontend.page.wait_for_function("window.customCards?.length")
    (file,) = files
    assert re.search(r"/psn-trophies-cards-[0-9a-f]{16}\.js$", file.url)
    headers = await file.all_headers()
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert int(headers["content-length"]) <= 10 * 1024


async def test_page_loads_what_it_shows(visit: Visit, home: Home) -> None:
    """The code of a card, one language, nothing that celebrates; nothing twice."""
    view = {"path": "cards", "cards": [{"type": "custom:psn-trophies-profile-card"}]}
    await make_dashboard(home, PATH, {"views": [view]})
    frontend = await visit(language="fr-FR")
    await arrive(frontend)
    files = note_files(frontend.page)
    await frontend.open(f"{PATH}/cards")
    await expect_content(frontend, "profile")
    await expect(card(frontend, "profile")).to_contain_text("Platine")
    names = [file.url.rpartition("/psn-trophies-")[2] for file in files]
    assert len(names) == len(set(names))
    kinds = {name.rpartition("-")[0] for name in names} - {"chunk"}
    assert kinds == {"cards", "profile-card", "unpack", "fr"}
    assert {file.status for file in files} == {HTTPStatus.OK}


@pytest.mark.oldest
async def test_cards_before_the_app(frontend: Frontend) -> None:
    """Cards that come before Home Assistant's own code are known to it all the same."""
    page = frontend.page
    ours = asyncio.Event()

    def begin(request: Request) -> None:
        # Signing in loads the page twice, each time both files.
        if request.is_navigation_request():
            ours.clear()

    def note(request: Request) -> None:
        if "psn-trophies-cards-" in request.url:
            ours.set()

    async def come_later(route: Route) -> None:
        await ours.wait()
        await route.continue_()

    page.on("request", begin)
    page.on("requestfinished", note)
    # From 2026.11 on Home Assistant itself asks for cards only afterwards.
    if (MAJOR_VERSION, MINOR_VERSION) < (2026, 11):
        await page.route("**/frontend_latest/app.*.js", come_later)
    await frontend.open(f"{PATH}/cards")
    await expect_content(frontend, *CARDS)


@pytest.mark.oldest
async def test_slow_line(frontend: Frontend) -> None:
    """A card whose code is on its way has its place, and no error; then it is drawn."""
    page = frontend.page
    may_come = asyncio.Event()
    await page.route(f"{OURS}games-card-*", held(may_come))
    await frontend.open(f"{PATH}/cards")
    await expect_content(frontend, "profile", "latest", "heatmap")
    place = card(frontend, "games").locator("ha-card")
    await expect(place).to_have_attribute("aria-busy", "true")
    box = await place.bounding_box()
    assert box
    assert box["height"] > 100
    # Home Assistant makes these at once, and shows them after two seconds.
    await expect(page.locator("hui-error-card")).to_have_count(0)
    first_frame = asyncio.create_task(page.evaluate(FIRST_FRAME))
    # The page looks before anything comes.
    await page.evaluate("new Promise(requestAnimationFrame)")
    may_come.set()
    assert await first_frame > 0
    await expect_content(frontend, "games")


async def test_slow_language(visit: Visit) -> None:
    """Until the words of the reader come there are shapes, not words of others."""
    frontend = await visit(language="de-DE")
    may_come = asyncio.Event()
    await frontend.page.route(f"{OURS}de-*", held(may_come))
    await frontend.open(f"{PATH}/cards")
    latest = card(frontend, "latest").locator("psn-trophies-latest")
    await expect(latest.locator(".skeleton").first).to_be_visible()
    await expect(latest.locator("h2")).to_have_text(re.compile(r"^\s*$"))
    may_come.set()
    await expect(latest.locator("h2")).to_have_text("Neueste Trophäen")


async def test_code_that_is_gone(frontend: Frontend) -> None:
    """The card says what to do, and comes by itself if its code does."""
    page = frontend.page
    asked = 0

    async def refuse_twice(route: Route) -> None:
        nonlocal asked
        asked += 1
        if asked > 2:
            await route.continue_()
        else:
            await route.fulfill(status=HTTPStatus.NOT_FOUND)

    await page.route(f"{OURS}games-card-*", refuse_twice)
    await frontend.open(f"{PATH}/cards")
    games = card(frontend, "games")
    await expect(games).to_contain_text("could not be loaded")
    await expect(games.get_by_role("button", name="Reload")).to_be_visible()
    await expect_content(frontend, "games", "profile")
    assert asked == 3


@pytest.fixture
def update(home: Home) -> Iterator[Callable[[], None]]:
    """Return what puts an update with other cards into place, for the next start."""
    components = home.folder / "custom_components"
    present = components.readlink()
    updated = home.folder / "updated"

    def put(folder: Path) -> None:
        components.unlink()
        components.symlink_to(folder)

    def install() -> None:
        shutil.copytree(present, updated, ignore=shutil.ignore_patterns("__pycache__"))
        cards = updated / "psn_trophies" / "www" / "psn-trophies-cards.js.gz"
        newer = gzip.decompress(cards.read_bytes()) + b"// newer\n"
        cards.write_bytes(gzip.compress(newer))
        put(updated)

    yield install
    put(present)


async def test_cards_older_than_the_integration(
    frontend: Frontend, home: Home, update: Callable[[], None]
) -> None:
    """A page that is open for weeks says so once, and one click brings the newer ones.

    The last of these tests, as the update stays until the next start.
    """
    page = frontend.page
    await frontend.open(f"{PATH}/cards")
    await expect_content(frontend, *CARDS)
    await page.evaluate("window.wasHereBefore = true")
    await asyncio.to_thread(update)
    await home.restart()
    toast = page.locator("notification-manager")
    await expect(toast).to_contain_text("The trophy cards were updated")
    assert await page.evaluate("window.wasHereBefore")
    files = note_files(page)
    await toast.get_by_role("button", name="Reload").click()
    await page.wait_for_function("!window.wasHereBefore")
    await expect_content(frontend, *CARDS)
    await expect(page.get_by_text("The trophy cards were updated")).to_have_count(0)
    # Only what every page has is new; the rest was kept by the browser.
    assert sum("psn-trophies-cards-" in file.url for file in files) > 0
    # Parts of Home Assistant's own pages cannot be loaded while it is away.
    frontend.errors[:] = [
        one for one in frontend.errors if "frontend_latest" not in one
    ]
