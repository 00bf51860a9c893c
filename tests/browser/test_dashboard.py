"""The dashboard that the integration brings along, as it stands on a desk."""

from typing import Any, Final

from playwright.async_api import expect
import pytest

from tests.emulator import Account, Emulator
from tests.live import Home
from tests.live.dashboard import DASHBOARD

from .cards import card, expect_content, make_dashboard, sync
from .conftest import Visit
from .frontend import Frontend

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HUNTER: Final = "board_looker"

PATH: Final = "desk-trophies"

# Where the sections of a row begin and end.
ROWS: Final = """() => {
  const all = (root, name) => [...root.querySelectorAll("*")].flatMap((one) => [
    ...(one.localName === name ? [one] : []),
    ...(one.shadowRoot ? all(one.shadowRoot, name) : []),
  ]);
  const rows = {};
  for (const section of all(document, "hui-grid-section")) {
    const { top, bottom } = section.getBoundingClientRect();
    (rows[Math.round(top)] ??= []).push(Math.round(bottom));
  }
  return Object.values(rows);
}"""
# How much of its last row each list shows that goes on below.
CUTS: Final = """(lists) => lists.flatMap((list) => {
  if (list.scrollHeight <= list.clientHeight + 1) return [];
  const { bottom } = list.getBoundingClientRect();
  return [...list.querySelectorAll("li, .row")]
    .map((row) => row.getBoundingClientRect())
    .filter((row) => row.top < bottom && row.bottom >= bottom)
    .map((row) => (bottom - row.top) / row.height);
})"""
LISTS: Final = "psn-trophies-latest ul, psn-trophies-games .scroller"


async def open_dashboard(frontend: Frontend, home: Home) -> None:
    """Open it and wait until everything stands where it stays."""
    await make_dashboard(home, PATH, DASHBOARD)
    await frontend.open(PATH)
    await expect_content(frontend, "profile", "latest", "games", "heatmap")
    await frontend.page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))"
    )


@pytest.mark.parametrize("width", [1400, 2560])
async def test_columns_end_on_one_line(
    hunter: Account, visit: Visit, home: Home, width: int
) -> None:
    """And lists within a row, so that more is hinted at."""
    frontend = await visit(width=width, height=1100)
    await open_dashboard(frontend, home)
    rows: list[list[int]] = await frontend.page.evaluate(ROWS)
    beside = [ends for ends in rows if len(ends) > 1]
    assert len(beside[0]) == 3
    assert [max(ends) - min(ends) for ends in beside] == [0] * len(beside)
    cuts: list[float] = await frontend.page.locator(LISTS).evaluate_all(CUTS)
    assert len(cuts) > 1
    assert min(cuts) > 0.25
    assert max(cuts) < 0.65
    # Nothing is wrong, so that there is nothing to say.
    await expect(card(frontend, "status")).to_be_hidden()


async def test_gold_is_celebrated_quietly(
    hunter: Account, visit: Visit, home: Home, emulator: Emulator
) -> None:
    """In a line at the top, without confetti, and without a word about bronze."""
    frontend = await visit(width=1400, height=900)
    await open_dashboard(frontend, home)
    party = frontend.page.locator("psn-trophies-celebration")
    earned: list[Any] = emulator.earn(account=hunter, grade="gold")
    await sync(home)
    await expect(party.locator(".line")).to_contain_text(earned[-1].name)
    await frontend.picture("quiet")
    assert await party.locator("i").count() == 0
    await expect(party).to_have_count(0)
