"""The integration in the real frontend, clicked through as a person would."""

from datetime import timedelta
from pathlib import Path
import re

from playwright.async_api import expect
import pytest

from tests.emulator import Emulator
from tests.live import Home
from tests.live.dashboard import URL_PATH, lay_out

from .cards import make_dashboard
from .conftest import Visit
from .frontend import NAME, Frontend

END_OF_TOKEN = {
    "en-GB": "The token of {name} ends on {date}.",
    "de": "Das Token von {name} endet am {date}.",
    "pl": "Token konta {name} wygasa {date}.",
    "pt-BR": "O token de {name} termina em {date}.",
    "ja": "{name}のトークンの期限は{date}です。",
}

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.oldest
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
    # The page that is open has no cards yet.
    await expect(page.get_by_text("reload this page once")).to_be_visible()
    await expect(page.get_by_role("link", name="dashboards")).to_have_attribute(
        "href", "/config/lovelace/dashboards"
    )
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
    # An interval counts only where it is chosen instead of automatic.
    fixed = page.locator("dialog-data-entry-flow").get_by_text(
        "At a fixed interval", exact=True
    )
    await fixed.click()
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

    # The cards say the same, and lead there.
    profile = {"type": "custom:psn-trophies-profile-card"}
    view = {"path": "profile", "cards": [profile]}
    await make_dashboard(home, "refused-login", {"views": [view]})
    await frontend.open("refused-login/profile")
    notes = page.locator("psn-trophies-profile .notes")
    await expect(notes).to_contain_text("no longer accepts the login")
    await notes.get_by_role("link", name="Open the account's page").click()
    await expect(page).to_have_url(
        re.compile("/config/integrations/integration/psn_trophies")
    )

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
    assert await lay_out(home, tmp_path / "dashboard.json")
    assert not await lay_out(home, tmp_path / "dashboard.json")
    page = frontend.page
    await frontend.open()
    await expect(page).to_have_url(re.compile(URL_PATH))
    profile = page.locator("psn-trophies-profile-card")
    await expect(profile).to_contain_text(str(emulator.account.level().level))
    await expect(
        profile.get_by_role("heading", name=emulator.account.online_id)
    ).to_be_visible()
    await expect(page.locator("hui-error-card")).to_have_count(0)


@pytest.mark.oldest
async def test_automation_is_built_by_clicking(
    account: dict[str, str],
    no_automation: None,
    frontend: Frontend,
    home: Home,
    emulator: Emulator,
) -> None:
    """A platinum, and the trophies before it do not, sets off what was clicked."""
    page = frontend.page
    name = emulator.account.online_id
    await frontend.open()
    await page.get_by_role("link", name="Settings").first.click()
    await page.get_by_text("Automations & scenes").first.click()
    await frontend.button("Create automation").click()
    await page.get_by_text("Create new automation").click()

    await frontend.button("Add trigger").click()
    await frontend.choose_element(
        "Trophy earned", "Triggers when one or more PlayStation"
    )
    grades = frontend.setting("Grades to react to")
    await grades.locator("ha-checkbox").first.click()
    await grades.get_by_text("Platinum", exact=True).click()
    await expect(grades.get_by_role("checkbox", name="Platinum")).to_be_checked()
    await expect(grades.get_by_role("checkbox", name="Gold")).not_to_be_checked()
    runs = frontend.setting("Once for everything that is new: trigger.message")
    await expect(runs).to_contain_text("Once for everything that is new")
    await frontend.button("Add target").click()
    # Of our events only the one that runs it is offered, and none of other makers.
    device = page.get_by_text(NAME, exact=True).last
    await expect(device).to_be_visible()
    await expect(page.get_by_text("Milestone", exact=True)).to_have_count(0)
    await expect(page.get_by_text("Trophy", exact=True)).to_have_count(1)
    await device.click()
    await expect(page.locator("ha-automation-row-targets")).to_contain_text(
        f"{name} (1)"
    )

    await frontend.button("Add action").click()
    await frontend.choose_element(
        "Create persistent notification", "Shows a persistent notification"
    )
    template = "Champagne: {{ trigger.message }}"
    await frontend.fill_template(
        frontend.setting("Message body of the notification"), template
    )

    await frontend.button("Save").click()
    dialog = page.locator("ha-dialog-automation-save")
    await dialog.get_by_role("textbox", name="Name").fill("Platinum party")
    await dialog.get_by_role("button", name="Save", exact=True).click()
    await expect(page).to_have_url(re.compile(r"/config/automation/edit/\d+"))
    await expect(page.get_by_text("Platinum party")).to_be_visible()
    await frontend.picture("automation_built")
    built = await home.wait_for_state(
        "automation.platinum_party", lambda state: state["state"] == "on"
    )
    item = {"domain": "automation", "item_id": built["attributes"]["id"]}
    config = await home.rest("GET", f"/api/config/automation/config/{item['item_id']}")
    assert config["triggers"][0]["options"] == {
        "run": "once_per_poll",
        "grade": ["platinum"],
        "include_late": True,
    }
    assert config.get("mode", "single") == "single"
    assert config["actions"][0]["data"] == {"message": template}

    *before, platinum = emulator.earn(grade="platinum")
    assert before
    assert platinum.grade == "platinum"
    (entry,) = await home.entries()
    await home.call("psn_trophies", "sync_now", config_entry_id=entry["entry_id"])

    await page.get_by_text("Notifications", exact=True).click()
    await expect(
        page.get_by_text(
            f'Champagne: {name} earned the platinum trophy "{platinum.name}" '
            f"in {platinum.title_name}.",
            exact=True,
        )
    ).to_be_visible()
    await frontend.picture("automation_ran")

    automation = await home.state("automation.platinum_party")
    assert automation["attributes"]["last_triggered"]
    # One run: what was earned on the way to the platinum started none.
    (ran,) = [
        trace
        for trace in await home.websocket("trace/list", **item)
        if trace["script_execution"] == "finished"
    ]
    trace = await home.websocket("trace/get", run_id=ran["run_id"], **item)
    trigger = trace["trace"]["trigger/0"][0]["changed_variables"]["trigger"]
    assert trigger["platform"] == "psn_trophies.trophy_earned"
    assert trigger["entity_id"] == account["event.trophy"]
    attributes = trigger["to_state"]["attributes"]
    assert attributes["event_type"] == "platinum"
    assert attributes["trophy_name"] == platinum.name
    assert attributes["title_id"] == platinum.title_id
    assert attributes["late"] is False


async def expect_end_of_token(
    visit: Visit, home: Home, name: str, language: str, sentence: str
) -> None:
    """Check when the repair says that the token ends, to a reader of a language."""
    expires = (await home.entity_ids())["sensor.login_expires"]
    reader = await visit(language=language)
    await reader.open("config/repairs")
    await reader.page.get_by_role("button", name=re.compile(re.escape(name))).click()
    date = await reader.page.evaluate(
        "([end, language]) => new Date(end).toLocaleDateString("
        "language, { day: 'numeric', month: 'long', year: 'numeric' })",
        [(await home.state(expires))["state"], language],
    )
    await expect(reader.page.locator("dialog-data-entry-flow")).to_contain_text(
        sentence.format(name=name, date=date)
    )


async def test_token_that_ends_soon_is_replaced_in_repairs(
    no_account: None,
    visit: Visit,
    frontend: Frontend,
    home: Home,
    emulator: Emulator,
) -> None:
    """The repair says so in time and language, takes a new token, and is gone."""
    page = frontend.page
    emulator.set_npsso_life(timedelta(days=5).total_seconds())
    await home.add_account(emulator.npsso)
    name = emulator.account.online_id
    issue = page.get_by_role(
        "button", name=f"The PlayStation token of {name} ends soon"
    )

    await frontend.open("config/repairs")
    await issue.click()
    dialog = page.locator("dialog-data-entry-flow")
    await expect(dialog).to_contain_text(f"A new token for {name}")
    await expect(dialog).to_contain_text(f"The token of {name} ends on")
    await frontend.picture("repair_token")
    for language, sentence in END_OF_TOKEN.items():
        await expect_end_of_token(visit, home, name, language, sentence)
    await frontend.submit_token("x" * 64)
    await expect(page.get_by_text("Sony no longer accepts this token")).to_be_visible()
    await frontend.submit_token(emulator.new_npsso())
    await expect(page.get_by_text("The issue is repaired!")).to_be_visible()
    await frontend.button("Finish").click()
    await expect(issue).to_be_hidden()
    await expect(page.get_by_text("There are currently no repairs")).to_be_visible()

    (entry,) = await home.entries()
    assert entry["state"] == "loaded"
    level = (await home.entity_ids())["sensor.trophy_level"]
    await home.wait_for_state(
        level, lambda state: state["state"] == str(emulator.account.level().level)
    )
