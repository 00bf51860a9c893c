"""What tests of the cards do again and again."""

import asyncio
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Locator, Page, expect

from tests.live import Home
from tests.live.home import HomeError

from .frontend import Frontend

AXE: Final = (
    Path(__file__).parents[2] / "card" / "node_modules" / "axe-core" / "axe.min.js"
)

# How each card is called in the picker, and what is there once it has its data.
CARDS: Final = {
    "profile": ("PlayStation trophy profile", ".counts"),
    "latest": ("PlayStation latest trophies", "li button"),
    "games": ("PlayStation games", ".row .percent"),
    "heatmap": ("PlayStation trophy year", "[data-day]"),
}

# Finds our elements in whatever shadow they stand, dialogs last.
FIND: Final = """
const find = (root = document) => [...root.querySelectorAll("*")].flatMap((one) => [
  ...(one.localName.startsWith("psn-trophies-") ? [one] : []),
  ...(one.shadowRoot ? find(one.shadowRoot) : []),
]);
"""

VIOLATIONS: Final = f"""async () => {{
  {FIND}
  const {{ violations }} = await axe.run({{ include: find() }});
  return violations.flatMap(({{ id, nodes }}) => nodes.map(({{ target, failureSummary }}) =>
    `${{id}}: ${{target.flat().at(-1)}}: ${{failureSummary}}`));
}}"""

# Which of our elements are wider than their room, or make the page so.
OVERFLOWING: Final = f"""() => {{
  {FIND}
  const cards = find().map((one) => one.shadowRoot?.querySelector("ha-card, dialog"));
  return [document.documentElement, ...cards]
    .filter((one) => one && one.scrollWidth > one.clientWidth + 1)
    .map((one) => one.getRootNode().host?.localName ?? "the page");
}}"""


def card(frontend: Frontend, name: str) -> Locator:
    """Return the cards of a kind that are on the page."""
    return frontend.page.locator(f"psn-trophies-{name}-card")


async def expect_content(frontend: Frontend, *names: str) -> None:
    """Wait until cards show their data."""
    for name in names:
        _, content = CARDS[name]
        await expect(card(frontend, name).first.locator(content).first).to_be_visible()


async def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with all that is ours on the page."""
    if not await page.evaluate("'axe' in window"):
        await page.add_script_tag(content=await asyncio.to_thread(AXE.read_text))
    found: list[str] = await page.evaluate(VIOLATIONS)
    return found


async def overflowing(page: Page) -> list[str]:
    """Return what does not fit on the screen."""
    found: list[str] = await page.evaluate(OVERFLOWING)
    return found


async def make_dashboard(home: Home, path: str, config: dict[str, Any]) -> None:
    """Make a dashboard, or make one anew."""
    try:
        await home.websocket(
            "lovelace/dashboards/create",
            url_path=path,
            title="Trophies",
            show_in_sidebar=False,
        )
    except HomeError as err:
        if "already in use" not in str(err):
            raise
    await home.websocket("lovelace/config/save", url_path=path, config=config)


async def sync(home: Home) -> None:
    """Let Home Assistant look now instead of at its next poll."""
    for entry in await home.entries():
        await home.call("psn_trophies", "sync_now", config_entry_id=entry["entry_id"])
