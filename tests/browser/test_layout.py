"""The cards in every size that people give them, in every place they put them."""

from pathlib import Path
from typing import Any, Final

from playwright.async_api import expect
import pytest

from tests.emulator import Account
from tests.live import Home
from tests.live.dashboard import DASHBOARD

from .cards import (
    CARDS,
    FIND,
    card,
    expect_content,
    make_dashboard,
    overflowing,
    violations,
)
from .conftest import Visit
from .frontend import Frontend

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HUNTER: Final = "card_sizer"

PATH: Final = "sized-cards"
GALLERY: Final = Path(__file__).with_name("gallery.js")

# How wide a section is on a phone and on a desk, and what its grid is made of.
SECTIONS: Final = (358, 470)
COLUMNS: Final = (3, 4, 6, 9, 12)
GAP: Final = 8
ROW: Final = 56
ROWS: Final = (0, 1, 4)
# One of three in a horizontal stack on a phone, a panel.
ELSEWHERE: Final = (115, 1376)
# Half a section and a whole one, one with few rows, a panel.
TYPICAL: Final = [(175, 0), (358, 0), (470, 312), (1376, 0)]

SHOW: Final = """([name, sizes]) => {
  gallery.clear();
  window.shown = sizes.map(([width, height]) => gallery.add(name, { width, height }));
}"""
ARE_SHOWN: Final = """(content) => shown.every((card) =>
  card.shadowRoot.lastElementChild?.shadowRoot?.querySelector(content))"""
# What depends on a size comes in the frame after it.
SETTLE: Final = (
    "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))"
)
ENLARGE: Final = """(zoom) =>
  document.documentElement.style.setProperty("--ha-font-size-scale", zoom)"""
FAULTS: Final = "() => shown.map((card) => gallery.faults(card))"
SQUARES: Final = """() => shown.map((card) => {
  const root = card.shadowRoot.lastElementChild.shadowRoot;
  const room = root.querySelector(".halves").getBoundingClientRect();
  const box = root.querySelector(".chosen").getBoundingClientRect();
  return [box.width, box.height, box.left >= room.left && box.right <= room.right];
})"""


async def arrive(frontend: Frontend, home: Home) -> None:
    """Open a page on which cards can be, and what puts them there."""
    config = {"type": "custom:psn-trophies-profile-card"}
    await make_dashboard(home, PATH, {"views": [{"path": "cards", "cards": [config]}]})
    await frontend.open(f"{PATH}/cards")
    await expect(card(frontend, "profile").locator(".counts")).to_be_visible()
    await frontend.page.add_script_tag(content=GALLERY.read_text("utf-8"))


async def show(frontend: Frontend, name: str, sizes: list[tuple[int, int]]) -> None:
    """Put a card onto the page in all these sizes."""
    await frontend.page.evaluate(SHOW, [name, sizes])
    await frontend.page.wait_for_function(ARE_SHOWN, arg=CARDS[name][1])
    await frontend.page.evaluate(SETTLE)


async def sizes_of(frontend: Frontend, name: str) -> list[tuple[int, int]]:
    """Return every size that Home Assistant gives a card, 0 for as high as it wants."""
    options: dict[str, Any] = await frontend.page.evaluate(
        f"document.createElement('psn-trophies-{name}-card').getGridOptions()"
    )
    columns = {max(count, options["min_columns"]) for count in COLUMNS}
    widths = {
        round((section + GAP) * count / 12 - GAP)
        for section in SECTIONS
        for count in columns
    }
    heights = {
        rows and max(rows, options["min_rows"]) * (ROW + GAP) - GAP for rows in ROWS
    }
    return [
        (width, height)
        for width in sorted({*widths, *ELSEWHERE})
        for height in sorted(heights)
    ]


@pytest.mark.parametrize("zoom", [1, 2])
async def test_cards_fit_wherever_they_are(
    hunter: Account, visit: Visit, home: Home, zoom: int
) -> None:
    """Nothing is cut off, covers something else, or is too small to touch."""
    frontend = await visit(width=1440, height=1000)
    await arrive(frontend, home)
    await frontend.page.evaluate(ENLARGE, zoom)
    for name in CARDS:
        sizes = [
            (width, height)
            for width, height in await sizes_of(frontend, name)
            # Letters twice as large need a little more than a third of a phone.
            if zoom == 1 or width > ELSEWHERE[0]
        ]
        await show(frontend, name, sizes)
        await frontend.picture(f"sizes_{name}_{zoom}")
        faults = await frontend.page.evaluate(FAULTS)
        found = {
            size: fault for size, fault in zip(sizes, faults, strict=True) if fault
        }
        assert found == {}, name
        await show(frontend, name, TYPICAL)
        assert await violations(frontend.page) == []


CARD_CONFIGS: Final = [{"type": f"custom:psn-trophies-{name}-card"} for name in CARDS]
HALF_AND_LOW: Final = [
    {**config, "grid_options": {"columns": 6, "rows": 4}} for config in CARD_CONFIGS
]
PLACES: Final[dict[str, dict[str, Any]]] = {
    "masonry": {"type": "masonry", "cards": CARD_CONFIGS},
    "panel": {
        "type": "panel",
        "cards": [{"type": "vertical-stack", "cards": CARD_CONFIGS}],
    },
    "sidebar": {
        "type": "sidebar",
        "cards": [
            {**config, "view_layout": {"position": "sidebar"}}
            for config in CARD_CONFIGS
        ],
    },
    "halves": {
        "type": "sections",
        "sections": [{"type": "grid", "cards": HALF_AND_LOW}],
    },
    "stacks": {
        "type": "masonry",
        "cards": [
            {"type": "horizontal-stack", "cards": CARD_CONFIGS[at : at + 2]}
            for at in (0, 2)
        ],
    },
}
IN_PLACE: Final = f"""() => {{
  {FIND}
  return find().filter((one) => one.localName.endsWith("-card")
    && !one.closest("#gallery")).flatMap((card) => gallery.faults(card));
}}"""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("width", [390, 1400])
async def test_cards_in_real_places(
    hunter: Account, visit: Visit, home: Home, place: str, width: int
) -> None:
    """Whatever layout they are in, on a phone and on a desk."""
    frontend = await visit(width=width, height=1000)
    await make_dashboard(home, PATH, {"views": [{"path": "cards", **PLACES[place]}]})
    await frontend.open(f"{PATH}/cards")
    await expect_content(frontend, *CARDS)
    await frontend.page.add_script_tag(content=GALLERY.read_text("utf-8"))
    await expect(frontend.page.locator("hui-error-card")).to_have_count(0)
    assert await frontend.page.evaluate(IN_PLACE) == []
    assert await overflowing(frontend.page) == []


@pytest.mark.parametrize(("width", "zoom"), [(2560, 1), (320, 2)])
async def test_dashboard_on_extreme_screens(
    hunter: Account, visit: Visit, home: Home, width: int, zoom: int
) -> None:
    """As wide as a wall, and as narrow as a phone whose letters are twice as large."""
    frontend = await visit(width=width, height=1000)
    page = frontend.page
    await make_dashboard(home, PATH, DASHBOARD)
    await frontend.open(PATH)
    await expect_content(frontend, *CARDS)
    await page.add_script_tag(content=GALLERY.read_text("utf-8"))
    await page.evaluate(ENLARGE, zoom)
    await page.evaluate(SETTLE)
    await frontend.picture(f"dashboard_{width}_{zoom}")
    assert await page.evaluate(IN_PLACE) == []
    assert await overflowing(page) == []
    assert await violations(page) == []
    games = card(frontend, "games").first
    await games.locator("[data-row='0']").click()
    await expect(games.locator("section li").first).to_be_visible()
    await frontend.picture(f"dialog_{width}_{zoom}")
    assert await overflowing(page) == []
    assert await violations(page) == []


@pytest.mark.parametrize("width", [320, 390])
async def test_year_on_a_phone(
    hunter: Account, visit: Visit, home: Home, width: int
) -> None:
    """Its squares can be hit with a finger, and the latest day is in view."""
    frontend = await visit(width=width, height=844)
    await arrive(frontend, home)
    await show(frontend, "heatmap", [(width - 32, 0)])
    await frontend.picture(f"year_on_a_phone_{width}")
    [(across, down, is_in_view)] = await frontend.page.evaluate(SQUARES)
    assert min(across, down) >= 24
    assert is_in_view


async def test_filters_on_a_phone(hunter: Account, visit: Visit, home: Home) -> None:
    """They wait behind a button, and can be read when they are there."""
    frontend = await visit(width=390, height=844)
    await arrive(frontend, home)
    await show(frontend, "games", [(358, 0)])
    games = frontend.page.locator("#gallery psn-trophies-games-card")
    sort = games.get_by_label("Sort by")
    await expect(sort).to_be_hidden()
    await games.get_by_role("button", name="Order and filters").click()
    for label in ("Sort by", "Show", "Platform"):
        field = games.get_by_label(label, exact=True)
        await expect(field).to_be_visible()
        assert await field.evaluate("one => one.scrollWidth <= one.clientWidth")
    await frontend.picture("filters_on_a_phone")
    assert await frontend.page.evaluate(FAULTS) == [[]]
    assert await violations(frontend.page) == []
