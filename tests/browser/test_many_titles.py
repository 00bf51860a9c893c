"""Two accounts on one dashboard, one of them with two thousand games."""

from collections.abc import AsyncIterator
from typing import Any, Final

from playwright.async_api import Locator, expect
import pytest
import pytest_asyncio
from pytest_socket import enable_socket

from tests.emulator import Account, Emulator
from tests.live import Home
from tests.live.dashboard import DASHBOARD

from .cards import card, expect_content, make_dashboard, violations
from .conftest import forget_accounts
from .frontend import Frontend

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TITLES: Final = 2000
PATH: Final = "two-accounts"
# More rows than any screen shows, and far fewer than there are games.
MOST_ROWS: Final = 40
STEP: Final = 0.6

# Scrolls through a list, one frame after the other, and looks at each frame.
SCROLL: Final = """async (scroller, step) => {
  const frames = [];
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  while (scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 1) {
    scroller.scrollTop += scroller.clientHeight * step;
    await frame();
    await frame();
    const { top, bottom } = scroller.getBoundingClientRect();
    const rows = [...scroller.querySelectorAll(".row")];
    const seen = rows.map((row) => row.getBoundingClientRect())
      .filter((box) => box.bottom > top + 1 && box.top < bottom - 1)
      .sort((one, other) => one.top - other.top);
    const isWhole = seen.length > 0 && seen[0].top <= top + 1
      && seen.at(-1).bottom >= bottom - 1
      && seen.every((box, at) => !at || Math.abs(box.top - seen[at - 1].bottom) < 2);
    frames.push([rows.length, isWhole]);
  }
  return frames;
}"""


@pytest.fixture(scope="module")
def collector(emulator: Emulator) -> Account:
    """Return somebody who has played two thousand games."""
    return emulator.add_account("collector", titles=TITLES)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def devices(
    home: Home, emulator: Emulator, collector: Account
) -> AsyncIterator[dict[str, str]]:
    """Add both accounts and return their devices by online id."""
    enable_socket()
    await forget_accounts(home)
    for account in (emulator.account, collector):
        await home.add_account(account.npsso)
    yield {
        device["name"]: device["id"]
        for device in await home.websocket("config/device_registry/list")
        if any("psn_trophies" in one for one in device["identifiers"])
    }
    await forget_accounts(home)


async def show(home: Home, frontend: Frontend, **config: Any) -> Locator:
    """Show the card of games alone and return it."""
    cards = [{"type": "custom:psn-trophies-games-card", **config}]
    view = {"type": "panel", "path": "games", "cards": cards}
    await make_dashboard(home, PATH, {"views": [view]})
    await frontend.open(f"{PATH}/games")
    return card(frontend, "games")


async def test_two_accounts_have_a_view_each(
    devices: dict[str, str],
    frontend: Frontend,
    home: Home,
    emulator: Emulator,
    collector: Account,
) -> None:
    """The dashboard shows each with its own cards; a card alone shows the oldest."""
    await make_dashboard(home, PATH, DASHBOARD)
    await frontend.open(PATH)
    for name in devices:
        await frontend.open(f"{PATH}/{name.lower()}")
        await expect_content(frontend, "profile", "games", "heatmap")
        await expect(card(frontend, "profile")).to_contain_text(name)
        # What all cards would say stands in one line, where there is anything to say.
        is_reading = name == collector.online_id
        for place in ("hui-view", "psn-trophies-status"):
            notes = frontend.page.locator(f"{place} .notes")
            await expect(notes).to_have_count(int(is_reading))
        assert await violations(frontend.page) == []
    games = await show(home, frontend)
    await expect_content(frontend, "games")
    shown = [title for title in emulator.account.listing(own=True) if not title.hidden]
    await expect(games.locator("header")).to_contain_text(f"{len(shown)} games")


async def test_thousands_of_games_scroll_smoothly(
    devices: dict[str, str], frontend: Frontend, home: Home, collector: Account
) -> None:
    """Every frame is full of rows, few are drawn at once, and the last can be opened."""
    page = frontend.page
    games = await show(home, frontend, device_id=devices["collector"])
    shown = [title for title in collector.listing(own=True) if not title.hidden]
    await expect(games.locator("header")).to_contain_text(f"{len(shown):,}")
    await expect_content(frontend, "games")

    frames = await games.locator(".scroller").evaluate(SCROLL, STEP)
    assert len(frames) > 50
    assert max(rows for rows, _ in frames) <= MOST_ROWS
    assert all(is_whole for _, is_whole in frames)

    last = games.locator(f"[data-row='{len(shown) - 1}']")
    await expect(last).to_contain_text(shown[-1].set.title().strip())
    await frontend.picture("games_last_of_2000")
    await last.click()
    dialog = games.locator("psn-trophies-dialog dialog")
    await expect(dialog.or_(games.locator("section li")).first).to_be_visible()
    await page.keyboard.press("Escape")

    await games.locator("[data-row]").last.focus()
    await page.keyboard.press("Home")
    await expect(games.locator("[data-row='0']")).to_be_focused()
    await page.keyboard.press("End")
    await expect(last).to_be_focused()


async def test_games_are_found_among_thousands(
    devices: dict[str, str], frontend: Frontend, home: Home, collector: Account
) -> None:
    """By name, by what is missing, and in another order."""
    games = await show(home, frontend, device_id=devices["collector"])
    await expect_content(frontend, "games")
    rows = games.locator(".row .name")
    wanted = collector.listing(own=True)[-1].set.title().strip()
    await games.get_by_role("searchbox").fill(wanted)
    await expect(rows.first).to_contain_text(wanted)
    await games.get_by_role("searchbox").fill("no game is called that")
    await expect(games).to_contain_text("No game fits.")
    await games.get_by_role("button", name="Show all games").click()
    await expect(games.get_by_role("searchbox")).to_be_focused()
    await games.get_by_label("Sort by").select_option("name")
    await expect(games.locator("[role=list]")).to_have_attribute("aria-busy", "false")
    names = await rows.all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    await games.get_by_label("Show").select_option("completed")
    await expect(games.locator(".percent").first).to_have_text("100%")
