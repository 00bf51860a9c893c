"""The integration in the real frontend, clicked through as a person would."""

from pathlib import Path
import re

from playwright.async_api import expect
import pytest

from tests.emulator import Emulator
from tests.live import Home
from tests.live.dashboard import URL_PATH, lay_out

from .frontend import NAME, Frontend

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_account_is_added_by_hand(
    no_account: None, frontend: Frontend, emulator: Emulator
) -> None:
    """From the settings to the device's page, with a slip on the way."""
    page = frontend.page
    await frontend.open()
    # Nobody had to log in: the visitor is on this machine.
    await page.get_by_role("link", name="Settings").first.click()
    await page.get_by_text("Devices & services").first.click()
    await frontend.button("Add integration").click()
    await (
        page.get_by_role("searchbox")
        .or_(page.get_by_placeholder("Search for a brand name"))
        .last.fill(NAME)
    )
    await page.get_by_text(NAME, exact=True).click()

    await expect(page.get_by_text("Connect your PlayStation account")).to_be_visible()
    sign_in = page.get_by_role("link", name="Sign in to PlayStation")
    await expect(sign_in).to_have_attribute("href", "https://www.playstation.com")
    await expect(
        page.get_by_role("link", name="the page with your token")
    ).to_have_attribute("href", "https://ca.account.sony.com/api/v1/ssocookie")

    await frontend.submit_token("the wrong text")
    await expect(page.get_by_text("There is no token in this text")).to_be_visible()
    await expect(frontend.token_field).to_have_value("the wrong text")

    await frontend.submit_token(f'{{"npsso": "{emulator.npsso}"}}')
    await frontend.button("Skip and finish").click()

    await expect(page).to_have_url(re.compile("/config/devices/device/"))
    await expect(frontend.entity("Trophy level")).to_contain_text(
        str(emulator.account.level().level)
    )


async def test_options_are_kept(account: dict[str, str], frontend: Frontend) -> None:
    """What is chosen in the options dialog stands there the next time."""
    page = frontend.page
    interval = page.locator("dialog-data-entry-flow input[type=number]")
    secrets = page.locator("dialog-data-entry-flow").get_by_role("switch")
    # What people see and click is drawn over the switch itself.
    switch = page.locator("dialog-data-entry-flow ha-switch")
    await frontend.open("config/integrations/integration/psn_trophies")
    await frontend.button("Configure").click()
    await expect(interval).to_have_value("60")
    await expect(secrets).not_to_be_checked()
    await interval.fill("120")
    await switch.click()
    await frontend.button("Submit").click()
    await expect(page.get_by_text("Options successfully saved")).to_be_visible()
    await frontend.button("Finish").click()

    await frontend.button("Configure").click()
    await expect(interval).to_have_value("120")
    await expect(secrets).to_be_checked()


async def test_refused_login_is_renewed_by_hand(
    account: dict[str, str], frontend: Frontend, home: Home, emulator: Emulator
) -> None:
    """Home Assistant says that it needs a new token, takes it, and goes on."""
    page = frontend.page
    emulator.revoke_npsso()
    emulator.expire_access_tokens()
    emulator.expire_refresh_tokens()
    level = account["sensor.trophy_level"]
    await home.call("homeassistant", "update_entity", entity_id=level)
    await home.wait_for_state(level, lambda state: state["state"] == "unavailable")

    await frontend.open("config/integrations/dashboard")
    await frontend.button("Reconfigure").click()
    name = emulator.account.online_id
    await expect(page.get_by_text(f"{name} needs a new token")).to_be_visible()
    await frontend.submit_token("x" * 64)
    await expect(page.get_by_text("Sony no longer accepts this token")).to_be_visible()
    await frontend.submit_token(emulator.new_npsso())
    await expect(page.get_by_text("Re-authentication was successful")).to_be_visible()

    await home.wait_for_state(
        level, lambda state: state["state"] == str(emulator.account.level().level)
    )
    await page.keyboard.press("Escape")
    await expect(frontend.button("Reconfigure")).to_be_hidden()


@pytest.mark.parametrize("key", ["image.latest_game", "image.avatar"])
async def test_picture_is_really_shown(
    account: dict[str, str], frontend: Frontend, key: str
) -> None:
    """The picture comes through Home Assistant from Sony's host to the page."""
    await frontend.open(f"config/entities?more-info-entity-id={account[key]}")
    picture = frontend.page.locator("ha-more-info-dialog img[src*=image_proxy]").last
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", True)
    width = await picture.evaluate("picture => picture.naturalWidth")
    assert width > 0


async def test_dashboard_of_the_demo_is_what_visitors_see_first(
    account: dict[str, str],
    frontend: Frontend,
    home: Home,
    emulator: Emulator,
    tmp_path: Path,
) -> None:
    """Somebody who opens the address is there at once, with every card in order."""
    await lay_out(home, account, tmp_path / "dashboard.json")
    page = frontend.page
    await frontend.open()
    await expect(page).to_have_url(re.compile(URL_PATH))
    level = emulator.account.level().level
    await expect(page.get_by_text(f"Level {level}")).to_be_visible()
    await expect(
        page.get_by_role("heading", name=emulator.account.online_id)
    ).to_be_visible()
    pictures = page.locator("hui-image img")
    await expect(pictures).to_have_count(2)
    for picture in await pictures.all():
        await expect(picture).to_have_js_property("complete", True)
        assert await picture.evaluate("picture => picture.naturalWidth")
    await expect(page.locator("hui-error-card")).to_have_count(0)
