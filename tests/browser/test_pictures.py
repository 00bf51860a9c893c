"""Pictures that a page asks Sony's image hosts for, without Home Assistant between."""

from playwright.async_api import Browser, Page, Route, expect
import pytest

from tests.emulator import Emulator
from tests.emulator.catalogue import Picture
from tests.live.pictures import MODULE

from .frontend import Frontend

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# Shows a picture and returns its width, which is 0 where it cannot be had.
SHOW = """([address, way]) => new Promise((resolve) => {
  const picture = document.createElement("img");
  picture.referrerPolicy = "no-referrer";
  picture.onload = picture.onerror = () => resolve(picture.naturalWidth);
  if (way === "attribute") picture.setAttribute("src", address);
  else picture.src = address;
})"""


async def width(page: Page, address: str, way: str = "property") -> int:
    """Return how wide a picture is that the page shows, 0 for none."""
    shown: int = await page.evaluate(SHOW, [address, way])
    return shown


def addresses(emulator: Emulator) -> list[str]:
    """Return pictures of a trophy of every game; they are 240 wide."""
    return [
        title.set.picture(Picture.TROPHY, 0)
        for title in emulator.account.titles.values()
    ]


async def test_page_reaches_the_image_hosts_and_nothing_else(
    frontend: Frontend, emulator: Emulator
) -> None:
    """Under their real names, over TLS, and with nothing that tells who asks."""
    page = frontend.page
    # A page without pictures of its own; on the way there the visitor is logged in.
    await frontend.open("config/system")
    await expect(page.get_by_role("link", name="Settings").first).to_be_visible()
    emulator.log.clear()
    wanted = addresses(emulator)
    for address in wanted:
        assert address.startswith("https://")
        assert await width(page, address) == 240
    # Only browsers send that header, and only over TLS that they trust.
    asked = [r for r in emulator.log.records if "sec-fetch-dest" in r.headers]
    assert [f"https://{record.host}{record.path}" for record in asked] == wanted
    for record in asked:
        telling = {"authorization", "cookie", "origin", "referer"}
        assert not telling & set(record.headers)
    assert not emulator.violations

    plain = f"{emulator.plain_port}/_emulator/picture/{wanted[0].partition('//')[2]}"
    assert await width(page, f"http://127.0.0.1:{plain}") == 240
    assert await width(page, f"http://localhost:{plain}") == 0


@pytest.mark.parametrize("way", ["property", "attribute"])
async def test_pages_of_the_demo_ask_the_emulator(
    browser: Browser, emulator: Emulator, way: str
) -> None:
    """Sony's addresses become the emulator's, however they are set; others stay."""
    asked: list[str] = []

    async def serve_module(route: Route) -> None:
        await route.fulfill(path=MODULE, content_type="text/javascript")

    page = await browser.new_page()
    here = f"http://127.0.0.1:{emulator.plain_port}/_emulator/"
    await page.route("**/demo-pictures.js?*", serve_module)
    await page.goto(here)
    await page.add_script_tag(
        url=f"/demo-pictures.js?port={emulator.plain_port}", type="module"
    )
    emulator.log.clear()
    page.on("request", lambda request: asked.append(request.url))
    pictures = [*addresses(emulator), "http://image.api.playstation.com/a%20b.png?w=5"]
    for address in pictures:
        assert await width(page, address, way) == 240
    await width(page, "https://playstation.com.example/a.png", way)
    await page.close()

    *local, other = asked
    assert local == [
        f"{here}picture/{address.partition('//')[2]}" for address in pictures
    ]
    assert other == "https://playstation.com.example/a.png"
    assert not emulator.log.records
