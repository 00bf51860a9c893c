"""The cards on a real Home Assistant, as people find, see and use them."""

import asyncio
from pathlib import Path
import re
from typing import Any, Final, Literal

from playwright.async_api import Request, Route, expect
import pytest
import pytest_asyncio

from homeassistant.util.yaml import parse_yaml

from tests.emulator import Account, Emulator
from tests.live import Home
from tests.live.dashboard import DASHBOARD

from .cards import (
    CARDS,
    FIND,
    card,
    expect_content,
    make_dashboard,
    overflowing,
    sync,
    violations,
)
from .conftest import Visit, forget_accounts
from .frontend import Frontend

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HUNTER: Final = "card_player"

README: Final = Path(__file__).parents[2] / "README.md"

# Of the dashboard that the integration brings along, and of one that is built by hand.
BROUGHT: Final = "brought-along"
BUILT: Final = "built-by-hand"
EMPTY: Final[dict[str, Any]] = {
    "views": [
        {
            "type": "sections",
            "path": "cards",
            "sections": [{"type": "grid", "cards": []}],
        }
    ]
}

type Screen = tuple[Literal["light", "dark"], int, int]

SCREENS: Final = [
    pytest.param(("light", 320, 700), id="light_320"),
    pytest.param(("light", 1280, 900), id="light_1280", marks=pytest.mark.oldest),
    pytest.param(("dark", 320, 700), id="dark_320"),
    pytest.param(("dark", 1280, 900), id="dark_1280"),
]
PICTURES: Final = "**/api/psn_trophies/picture/**"
# Where everything stands in each of our cards.
BOXES: Final = f"""() => {{
  {FIND}
  return find().flatMap((card) => {{
    const {{ x, y }} = card.getBoundingClientRect();
    return [card, ...card.shadowRoot.querySelectorAll(".picture, .row, li")].map((one) => {{
      const box = one.getBoundingClientRect();
      return [box.x - x, box.y - y, box.width, box.height].map(Math.round).join();
    }});
  }});
}}"""


@pytest_asyncio.fixture(loop_scope="session")
async def dashboard(hunter: Account, home: Home) -> str:
    """Return the path of the dashboard that the integration brings along."""
    await make_dashboard(home, BROUGHT, DASHBOARD)
    return BROUGHT


async def add_card(frontend: Frontend, name: str) -> None:
    """Look for a card in the picker and add it as it is."""
    page = frontend.page
    title, _ = CARDS[name]
    picker = page.locator("hui-dialog-create-card")
    await frontend.button("Add card").first.click()
    await picker.get_by_text("By card").click()
    await picker.get_by_placeholder("Search cards").fill(title)
    offered = picker.locator(".card").filter(has_text=title)
    # The picker shows what the card is going to look like.
    await expect(offered.locator(f"psn-trophies-{name}-card")).to_be_visible()
    await offered.locator(".overlay").click()
    editor = page.locator("hui-dialog-edit-card")
    await expect(editor.locator("ha-form").first).to_be_visible()
    await expect(editor.get_by_text("Visual editor is not supported")).to_be_hidden()
    await editor.get_by_role("button", name="Save").click()
    await expect(editor.locator("ha-form")).to_have_count(0)


@pytest.mark.parametrize("screen", SCREENS)
async def test_every_card_is_added_by_clicking(
    hunter: Account, visit: Visit, home: Home, screen: Screen
) -> None:
    """Found in the picker, edited in a form, shown with data, accessible, within bounds."""
    await make_dashboard(home, BUILT, EMPTY)
    scheme, width, height = screen
    frontend = await visit(width=width, height=height, scheme=scheme)
    await frontend.open(f"{BUILT}/cards?edit=1")
    for name in CARDS:
        await add_card(frontend, name)
    await frontend.open(f"{BUILT}/cards")
    for name in CARDS:
        await expect_content(frontend, name)
        await expect(card(frontend, name)).to_have_count(1)
        await card(frontend, name).scroll_into_view_if_needed()
        await frontend.picture(f"card_{name}_{scheme}_{width}", name)
    await expect(card(frontend, "profile")).to_contain_text(hunter.online_id)
    assert await overflowing(frontend.page) == []
    assert await violations(frontend.page) == []
    saved = await home.websocket("lovelace/config", url_path=BUILT)
    assert [one["type"] for one in saved["views"][0]["sections"][0]["cards"]] == [
        f"custom:psn-trophies-{name}-card" for name in CARDS
    ]
    # On the oldest, a card of the picker's own asks for energy, which is not set up.
    frontend.errors[:] = [one for one in frontend.errors if one != "Object"]


async def test_cards_are_suggested_for_our_entities(
    hunter: Account, frontend: Frontend, home: Home
) -> None:
    """Who picks one of our sensors is offered our cards for its account."""
    await make_dashboard(home, BUILT, EMPTY)
    await frontend.open(f"{BUILT}/cards?edit=1")
    picker = frontend.page.locator("hui-dialog-create-card")
    await frontend.button("Add card").first.click()
    await picker.get_by_placeholder("Search entities").fill("Trophy level")
    await picker.get_by_text("Trophy level").first.click()
    for name in CARDS:
        await expect(picker.locator(f"psn-trophies-{name}-card")).to_have_count(1)


@pytest.mark.parametrize("screen", SCREENS)
async def test_dashboard_and_dialogs(
    dashboard: str, visit: Visit, screen: Screen
) -> None:
    """All of it is accessible and within bounds; dialogs give the focus back."""
    scheme, width, height = screen
    frontend = await visit(width=width, height=height, scheme=scheme)
    page = frontend.page
    await frontend.open(dashboard)
    await expect_content(frontend, *CARDS)
    await expect(page.locator("hui-error-card")).to_have_count(0)
    assert await overflowing(page) == []
    assert await violations(page) == []

    opened = page.locator("psn-trophies-dialog dialog")
    for name, opener, content in (
        ("latest", "li button", "dl dd"),
        ("games", "[data-row='0']", "section li"),
    ):
        button = card(frontend, name).first.locator(opener).first
        # By keyboard, as far as that goes.
        await button.focus()
        await page.keyboard.press("Enter")
        await expect(card(frontend, name).locator(content).first).to_be_visible()
        await expect(opened).to_be_visible()
        await frontend.picture(f"dialog_{name}_{scheme}_{width}")
        assert await overflowing(page) == []
        assert await violations(page) == []
        await page.keyboard.press("Escape")
        await expect(opened).to_have_count(0)
        await expect(button).to_be_focused()


async def test_examples_of_the_readme(
    hunter: Account, frontend: Frontend, home: Home
) -> None:
    """Whoever copies one gets a card."""
    blocks = re.findall(r"```yaml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    examples: list[Any] = [
        parse_yaml(block) for block in blocks if "custom:psn-trophies" in block
    ]
    cards = [example for example in examples if "type" in example]
    assert DASHBOARD in examples
    assert {one["type"] for one in cards} == {
        f"custom:psn-trophies-{name}-card" for name in CARDS
    }
    await make_dashboard(home, BUILT, {"views": [{"path": "cards", "cards": cards}]})
    await frontend.open(f"{BUILT}/cards")
    for name in CARDS:
        await expect(card(frontend, name).locator("ha-card")).to_be_visible()
    await expect_content(frontend, "profile", "games", "heatmap")
    await expect(card(frontend, "games")).to_contain_text("Next platinum")
    await expect(frontend.page.locator("hui-error-card")).to_have_count(0)


@pytest.mark.oldest
async def test_dashboard_is_offered_among_new_ones(
    hunter: Account, frontend: Frontend, home: Home
) -> None:
    """Two clicks from the settings to a complete dashboard."""
    page = frontend.page
    await frontend.open("config/lovelace/dashboards")
    await frontend.button("Add dashboard").click()
    await page.get_by_text("PlayStation trophies", exact=True).click()
    await expect(page.get_by_role("textbox", name="Title")).to_have_value("Trophies")
    await frontend.button("Create").click()
    await page.get_by_role("link", name="Trophies", exact=True).click()
    await expect_content(frontend, *CARDS)
    (made,) = [
        board
        for board in await home.websocket("lovelace/dashboards/list")
        if board["url_path"] == "dashboard-trophies"
    ]
    await home.websocket("lovelace/dashboards/delete", dashboard_id=made["id"])


async def test_trophy_appears_without_reload(
    dashboard: str, hunter: Account, visit: Visit, home: Home, emulator: Emulator
) -> None:
    """Open cards show what was earned; a platinum is celebrated once on each page."""
    calm = await visit(reduced_motion=True)
    frontend = await visit()
    for visitor in (calm, frontend):
        await visitor.open(dashboard)
        await expect_content(visitor, *CARDS)
        await visitor.page.evaluate("window.wasHereBefore = true")
    page = frontend.page
    newest = card(frontend, "latest").first.locator("li").first

    (silver,) = emulator.earn(account=hunter, grade="silver")
    await sync(home)
    await expect(newest).to_contain_text(silver.name)
    await expect(newest).to_contain_text("Silver")
    await expect(card(frontend, "games").first.locator(".row").first).to_contain_text(
        silver.title_name.strip()
    )
    assert await page.locator("psn-trophies-celebration").count() == 0

    *_, platinum = emulator.earn(account=hunter, grade="platinum")
    await sync(home)
    for visitor in (calm, frontend):
        party = visitor.page.locator("psn-trophies-celebration")
        await expect(party).to_have_count(1)
        await expect(party).to_contain_text(platinum.name)
        await expect(party).to_contain_text(platinum.title_name.strip())
        assert await visitor.page.evaluate("window.wasHereBefore")
    await frontend.picture("celebration")
    banner = await page.locator("psn-trophies-celebration .banner").bounding_box()
    assert banner is not None
    assert banner["width"] * banner["height"] > 800 * 250
    pieces = "psn-trophies-celebration i"
    await expect(page.locator(pieces).first).to_be_visible()
    await expect(calm.page.locator(pieces).first).to_be_hidden()
    await expect(newest).to_contain_text(platinum.name)

    late = await visit()
    await late.open(dashboard)
    await expect_content(late, *CARDS)
    assert await late.page.locator("psn-trophies-celebration").count() == 0
    # It is over after a while, and nothing of it is left.
    await expect(page.locator("psn-trophies-celebration")).to_have_count(0)


async def test_pictures_come_from_home_and_move_nothing(
    dashboard: str, frontend: Frontend, emulator: Emulator
) -> None:
    """Small, into boxes that were there before; Sony does not learn who looks."""
    page = frontend.page
    may_come = asyncio.Event()
    asked: list[Request] = []

    async def hold(route: Route) -> None:
        asked.append(route.request)
        await may_come.wait()
        await route.continue_()

    await page.route(PICTURES, hold)
    await frontend.open(dashboard)
    await expect_content(frontend, *CARDS)
    latest = card(frontend, "latest").first.locator("img")
    await expect(latest.first).to_be_attached()
    before = await page.evaluate(BOXES)
    emulator.log.clear()
    may_come.set()
    await expect(latest.first).to_contain_class("loaded")
    assert await page.evaluate(BOXES) == before
    assert asked
    for request in asked:
        assert request.resource_type == "image"
        response = await request.response()
        assert response is not None
        assert response.headers["content-type"] == "image/webp"
        assert "immutable" in response.headers["cache-control"]
    # Browsers say what they want a picture for.
    assert not any("sec-fetch-dest" in one.headers for one in emulator.log.records)


async def test_right_to_left(dashboard: str, visit: Visit) -> None:
    """Where one writes from right to left, everything stands on the other side."""
    frontend = await visit(width=390, height=844, language="ar")
    page = frontend.page
    await frontend.open(dashboard)
    await expect_content(frontend, *CARDS)
    row = card(frontend, "latest").first.locator("li").first
    picture = await row.locator(".picture").bounding_box()
    text = await row.locator(".names").bounding_box()
    assert picture
    assert text
    assert picture["x"] > text["x"]
    # Earned before defined: "17/28" would be read "28/17" otherwise.
    counts = card(frontend, "games").first.locator(".row bdi").first
    earned = await counts.locator("span").first.bounding_box()
    defined = await counts.locator("span").last.bounding_box()
    assert earned
    assert defined
    assert earned["x"] < defined["x"]
    # What points to the year before points to the other side, too.
    back = card(frontend, "heatmap").locator(".previous")
    assert await back.evaluate("button => button.matches(':dir(rtl)')")
    assert await overflowing(page) == []
    assert await violations(page) == []


@pytest.mark.parametrize(
    ("language", "heading", "metal"),
    [
        ("de-DE", "Neueste Trophäen", "Platin"),
        ("pt-PT", "Últimos troféus", "Platina"),
        ("ja-JP", "最近のトロフィー", "プラチナ"),
        ("zh-CN", "最新奖杯", "白金"),
        ("fi-FI", "Latest trophies", "Platinum"),
    ],
)
async def test_texts_are_in_the_language_of_the_reader(
    dashboard: str, visit: Visit, language: str, heading: str, metal: str
) -> None:
    """That of the profile or the nearest there is, English where there is none."""
    frontend = await visit(language=language)
    await frontend.open(dashboard)
    await expect_content(frontend, *CARDS)
    headings = frontend.page.locator("hui-heading-card")
    await expect(headings.get_by_text(heading)).to_be_visible()
    profile = card(frontend, "profile").locator("li.platinum")
    await expect(profile).to_contain_text(metal)
    # Long words fit as well.
    assert await overflowing(frontend.page) == []


async def test_open_cards_outlive_a_restart(
    dashboard: str, hunter: Account, frontend: Frontend, home: Home, emulator: Emulator
) -> None:
    """All of them follow again when Home Assistant is back, without reload."""
    page = frontend.page
    await frontend.open(dashboard)
    await expect_content(frontend, *CARDS)
    await page.evaluate("window.wasHereBefore = true")
    await home.restart()
    (bronze,) = emulator.earn(account=hunter, grade="bronze")
    await sync(home)
    newest = card(frontend, "latest").first.locator("li").first
    await expect(newest).to_contain_text(bronze.name)
    total = hunter.total()["bronze"]
    profile = card(frontend, "profile").locator("li.bronze b")
    await expect(profile).to_have_text(str(total))
    await expect(card(frontend, "games").first.locator(".row").first).to_contain_text(
        bronze.title_name.strip()
    )
    assert await page.evaluate("window.wasHereBefore")
    # Parts of Home Assistant's own pages cannot be loaded while it is away.
    frontend.errors[:] = [
        one for one in frontend.errors if "frontend_latest" not in one
    ]


async def test_open_cards_follow_the_account(
    hunter: Account,
    visit: Visit,
    frontend: Frontend,
    home: Home,
) -> None:
    """They say that it is gone, come back with it, and leave nothing behind.

    The last of these tests, as it removes the account.
    """
    cards = [{"type": f"custom:psn-trophies-{name}-card"} for name in CARDS]
    await make_dashboard(home, BUILT, {"views": [{"path": "cards", "cards": cards}]})
    await frontend.open(f"{BUILT}/cards")
    await expect_content(frontend, *CARDS)
    await forget_accounts(home)
    for name in CARDS:
        await expect(card(frontend, name)).to_contain_text("no PlayStation account")
    await frontend.picture("cards_without_account")

    late = await visit()
    await late.open("config/system")
    await expect(late.page.get_by_text("System").first).to_be_visible()
    assert await late.page.evaluate(
        "!customElements.get('psn-trophies-profile-card') && !window.customCards?.length"
    )
    assert "psn-trophies-cards" not in await late.page.content()

    await home.add_account(hunter.npsso)
    await expect_content(frontend, *CARDS)
