"""The cards for everybody's eyes: themes, strong contrast, colours of the system."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.async_api import Route, expect
import pytest

from tests.emulator import Account
from tests.live import Home

from .cards import card, make_dashboard, violations
from .conftest import Visit
from .frontend import Frontend

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HUNTER: Final = "card_looker"

PATH: Final = "looked-at-cards"
GALLERY: Final = Path(__file__).with_name("gallery.js")

# Text, its quieter kind, card and accent, as themes that many people have set them.
THEMES: Final = {
    "light": ("#141414", "#5e5e5e", "#ffffff", "#009ac7"),
    "dark": ("#e1e1e1", "#9b9b9b", "#1c1c1c", "#03a9f4"),
    "catppuccin_latte": ("#4c4f69", "#5c5f77", "#eff1f5", "#8839ef"),
    "catppuccin_mocha": ("#cdd6f4", "#bac2de", "#1e1e2e", "#cba6f7"),
    "ios_light": ("#000000", "#4a4a4c", "#ffffff", "#ff9500"),
    "ios_dark": ("#ffffff", "#b0b0b5", "#1c1c1e", "#0a84ff"),
}
NAMES: Final = (
    "--primary-text-color",
    "--secondary-text-color",
    "--card-background-color",
    "--primary-color",
)

SHOW: Final = """([theme]) => {
  for (const [name, value] of Object.entries(theme))
    document.documentElement.style.setProperty(name, value);
  document.documentElement.style.setProperty("--ha-card-background", "");
  gallery.clear();
  window.shown = Object.fromEntries(["profile", "latest", "games", "heatmap"].map(
    (name) => [name, gallery.add(name, { width: 470 })]));
}"""
ARE_SHOWN: Final = """() => Object.values(shown).every((card) =>
  !card.shadowRoot.lastElementChild?.shadowRoot?.querySelector("[aria-busy=true]")
  && card.shadowRoot.lastElementChild?.shadowRoot?.querySelector("li, .row, .square"))"""

# Returns the least contrast of each kind of thing, to what is behind it.
CONTRASTS: Final = """() => {
  const pen = document.createElement("canvas").getContext("2d", {
    willReadFrequently: true,
  });
  const light = (...colours) => {
    pen.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) =>
    (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const root = (name) => shown[name].shadowRoot.lastElementChild.shadowRoot;
  const all = (selector) => Object.keys(shown).flatMap((name) =>
    [...root(name).querySelectorAll(selector)]);
  const card = getComputedStyle(root("games").querySelector("ha-card")).backgroundColor;
  const least = (values) => Math.min(...values.map((value) => +value.toFixed(2)));
  return {
    squares: least(all(".row .square[data-day]:is(.bronze,.silver,.gold,.platinum)")
      .map((one) => contrast(
        light(card, getComputedStyle(one, "::before").backgroundColor), light(card)))),
    bars: least(all(".row .bar > span").map((one) => contrast(
      light(card, getComputedStyle(one).backgroundColor), light(card)))),
    words: least(all(".grade-text").map((one) => contrast(
      light(getComputedStyle(one).color),
      light(card, getComputedStyle(one.closest("li") ?? one).backgroundColor)))),
  };
}"""
STRENGTHS: Final = """() => {
  const root = shown.heatmap.shadowRoot.lastElementChild.shadowRoot;
  const size = (selector) => parseFloat(
    getComputedStyle(root.querySelector(selector), "::before").width);
  return size(".row .square.many") / size(".row .square.bronze:not(.many)");
}"""
EDGES: Final = """() => Object.entries({
  profile: ".counts li", games: ".field:not(.bone)", latest: ".picture",
}).map(([name, selector]) => getComputedStyle(
  shown[name].shadowRoot.lastElementChild.shadowRoot.querySelector(selector)
)).map(({ borderTopWidth, outlineWidth, outlineStyle }) =>
  Math.max(parseFloat(borderTopWidth),
    outlineStyle === "none" ? 0 : parseFloat(outlineWidth)))"""


async def show(frontend: Frontend, home: Home, theme: str) -> None:
    """Show all cards in a theme."""
    config = {"type": "custom:psn-trophies-profile-card"}
    await make_dashboard(home, PATH, {"views": [{"path": "cards", "cards": [config]}]})
    await frontend.open(f"{PATH}/cards")
    await expect(card(frontend, "profile").locator(".counts")).to_be_visible()
    await frontend.page.add_script_tag(content=GALLERY.read_text("utf-8"))
    colours = dict(zip(NAMES, THEMES[theme], strict=True))
    await frontend.page.evaluate(SHOW, [colours])
    await frontend.page.wait_for_function(ARE_SHOWN)


@pytest.mark.parametrize("theme", THEMES)
async def test_themes(hunter: Account, visit: Visit, home: Home, theme: str) -> None:
    """Everything that tells something can be told from the card, in every theme."""
    frontend = await visit(width=1100, height=1400)
    await show(frontend, home, theme)
    found = await frontend.page.evaluate(CONTRASTS)
    assert found["squares"] >= 3, found
    assert found["bars"] >= 3, found
    assert found["words"] >= 4.5, found
    assert await frontend.page.evaluate(STRENGTHS) > 1.3
    assert await violations(frontend.page) == []


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"contrast": "more"}])
async def test_edges(
    hunter: Account, visit: Visit, home: Home, media: dict[str, str]
) -> None:
    """Where areas have no colours, or are wanted to be clear, they have edges."""
    frontend = await visit(width=1100, height=1400)
    await frontend.page.emulate_media(**media)  # type: ignore[arg-type]
    await show(frontend, home, "light")
    assert min(await frontend.page.evaluate(EDGES)) >= 1
    await frontend.picture(f"edges_{next(iter(media))}")


async def test_year_is_heard_by_its_months(
    hunter: Account, visit: Visit, home: Home
) -> None:
    """Readers meet a list of months and one field, not a cell for each day."""
    frontend = await visit()
    await show(frontend, home, "light")
    year = frontend.page.locator("#gallery psn-trophies-heatmap")
    await expect(year.get_by_role("gridcell")).to_have_count(0)
    months = year.get_by_role("list", name="Trophy year").get_by_role("listitem")
    assert await months.count() >= 1
    field = year.get_by_role("slider")
    await expect(field).to_have_count(1)
    before = await field.get_attribute("aria-valuetext")
    await field.focus()
    await frontend.page.keyboard.press("ArrowUp")
    await expect(field).not_to_have_attribute("aria-valuetext", before or "")


# How the metals of the tiers look below what is written on them, without the words.
PLATES: Final = """([scheme, colours]) => {
  for (const [name, value] of Object.entries(colours))
    document.documentElement.style.setProperty(name, value);
  document.documentElement.style.setProperty("--ha-card-background", "");
  gallery.clear();
  const profile = gallery.VIEWS.profile();
  window.shown = ["bronze", "silver", "gold", "platinum"].map((tier_grade) =>
    gallery.add("profile", { width: 380, hass: gallery.home({ views: {
      profile: () => ({ ...profile, tier_grade }) } }) }));
  const [platinum] = gallery.trophies(1);
  shown.push(...["white", "black"].map((cover) => gallery.add("latest", {
    width: 470, hass: gallery.home({ views: { trophies: () => ({ trophies: [{
      ...platinum, title_icon_url: `https://image.api.playstation.com/${cover}.png`,
    }] }) } }) })));
}"""
COVERED: Final = """() => shown.slice(4).every((card) =>
  card.shadowRoot.lastElementChild?.shadowRoot?.querySelector(".backdrop img.loaded"))"""
# Returns where words are and in which colour, and takes them away.
WORDS: Final = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const colour = (value) => {
    pen.fillStyle = value;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  return shown.flatMap((card) => {
    const root = card.shadowRoot.lastElementChild.shadowRoot;
    const style = document.createElement("style");
    const words = [...root.querySelectorAll("h2, .person span, .hero span, .hero b, "
      + "li .name, .names .one-line, .end .label, time")]
      .filter((one) => one.checkVisibility() && one.textContent.trim() && !one.children.length)
      .map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return { text: one.textContent, box: [x, y, x + width, y + height],
          colour: colour(getComputedStyle(one).color) };
      });
    style.textContent = "* { color: transparent !important; text-shadow: none !important; }"
      + ".backdrop img { transition: none !important; }";
    root.append(style);
    return words;
  });
}"""


def luminance(colour: Sequence[int]) -> float:
    """Return how light a colour is, as the rules for contrast count."""
    parts = [value / 255 for value in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def least_contrast(picture: Image.Image, words: dict[str, Any]) -> float:
    """Return the contrast of words to the worst pixel behind them."""
    text = luminance(words["colour"])
    behind = picture.crop(tuple(round(edge) for edge in words["box"]))
    content = behind.tobytes()
    colours = {content[at : at + 3] for at in range(0, len(content), 3)}
    lights = {luminance(colour) for colour in colours}
    return min(
        (max(text, light) + 0.05) / (min(text, light) + 0.05) for light in lights
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_words_on_metal(
    hunter: Account, visit: Visit, home: Home, theme: str
) -> None:
    """What is written on the metal of a tier, or over a cover, can be read."""
    frontend = await visit(width=1300, height=1000)
    page = frontend.page

    async def paint(route: Route) -> None:
        colour = "white" if "white" in route.request.url else "black"
        content = BytesIO()
        Image.new("RGB", (64, 64), colour).save(content, "PNG")
        await route.fulfill(body=content.getvalue(), content_type="image/png")

    await page.route("**/image.api.playstation.com/**", paint)
    await show(frontend, home, theme)
    await page.evaluate(PLATES, [theme, dict(zip(NAMES, THEMES[theme], strict=True))])
    await page.wait_for_function(COVERED)
    words = await page.evaluate(WORDS)
    assert len(words) > 20
    await frontend.picture(f"metal_{theme}")
    shown = await page.screenshot(animations="disabled")
    picture = Image.open(BytesIO(shown)).convert("RGB")
    found = {
        (number, one["text"].strip()): round(least_contrast(picture, one), 2)
        for number, one in enumerate(words)
    }
    assert {key: value for key, value in found.items() if value < 4.5} == {}
