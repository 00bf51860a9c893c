"""The conditions in the real editor, found and chosen as a person would."""

import re

from playwright.async_api import expect
import pytest

from tests.emulator import Emulator
from tests.hassfest import structure, texts
from tests.live import Home

from .frontend import NAME, Frontend

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

RISK = texts()["conditions"]["is_streak_at_risk"]


async def test_condition_is_found_and_chosen(
    account: dict[str, str],
    no_automation: None,
    frontend: Frontend,
    home: Home,
    emulator: Emulator,
) -> None:
    """Whatever people search for; with defaults that can be saved as they are."""
    page = frontend.page
    name = emulator.account.online_id
    await frontend.open("config/automation/edit/new")
    await frontend.button("Add condition").click()
    dialog = page.locator("add-automation-element-dialog")
    for word in ("trophy", "PlayStation", "platinum"):
        await dialog.get_by_placeholder("Search").fill(word)
        # Only some of each kind show at first.
        more = dialog.get_by_role("button", name="more conditions...")
        for key in structure("conditions.yaml"):
            told = texts()["conditions"][key]
            found = dialog.get_by_role(
                "button", name=f"{told['name']} {told['description'][:20]}"
            )
            await expect(found.or_(more).first).to_be_visible()
            if not await found.is_visible():
                await more.click()
            await expect(found, f"{key} by {word}").to_be_visible()
    await frontend.choose_element(RISK["name"], RISK["description"][:20])
    await expect(
        frontend.setting(RISK["fields"]["hours"]["description"]).get_by_role(
            "spinbutton"
        )
    ).to_have_value("3")
    await frontend.button("Add target").click()
    await page.get_by_role("option", name=f"{name} {NAME}").click()
    await expect(page.locator("ha-automation-row-targets")).to_contain_text(
        f"{name} (1)"
    )
    await frontend.picture("condition_chosen")

    await frontend.button("Save").click()
    saving = page.locator("ha-dialog-automation-save")
    await saving.get_by_role("textbox", name="Name").fill("Remind me")
    await saving.get_by_role("button", name="Save", exact=True).click()
    await expect(page).to_have_url(re.compile(r"/config/automation/edit/\d+"))
    built = await home.wait_for_state(
        "automation.remind_me", lambda state: state["state"] == "on"
    )
    item = built["attributes"]["id"]
    config = await home.rest("GET", f"/api/config/automation/config/{item}")
    (condition,) = config["conditions"]
    assert condition["condition"] == "psn_trophies.is_streak_at_risk"
    assert condition["options"] == {"behavior": "any", "hours": 3}
    assert list(condition["target"]) == ["device_id"]
    # The editor tries a condition out that has no target yet, any condition, and does
    # not expect that this can fail.
    frontend.errors[:] = [error for error in frontend.errors if error != "Object"]
