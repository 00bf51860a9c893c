"""Home Assistant's frontend, with the ways a person takes through it."""

import contextlib
from pathlib import Path

from playwright.async_api import Error, Locator, Page, expect

# Loading the frontend for the first time can take a while on a busy machine.
PATIENCE_MS = 30_000

# How often, and for how long each time, something is tried that may get lost.
ATTEMPTS = 10
ATTEMPT_MS = 2_000

NAME = "PlayStation Trophies"

# Home Assistant's own long lists reject a promise with this one word, which nobody
# catches, where they are put away before they are laid out.
LIST_PUT_AWAY = "disconnected"


class Frontend:
    """One visitor's browser tab."""

    def __init__(self, url: str, page: Page, pictures: Path) -> None:
        """Note what goes wrong in the page's own code."""
        self.url = url
        self.page = page
        self._pictures = pictures
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page.on("pageerror", self._note)

    def _note(self, error: Error) -> None:
        if error.message != LIST_PUT_AWAY:
            self.errors.append(error.message)

    @property
    def token_field(self) -> Locator:
        """Return the field of the form that asks for the token."""
        return self.page.locator("input[name=npsso]")

    def button(self, name: str) -> Locator:
        """Return a button by its text."""
        return self.page.get_by_role("button", name=name, exact=True)

    def entity(self, name: str) -> Locator:
        """Return the line of an entity on its device's page."""
        return self.page.locator("hui-sensor-entity-row").filter(has_text=name)

    def setting(self, text: str) -> Locator:
        """Return an option of a trigger or action by what is written about it."""
        return self.page.locator("ha-settings-row").filter(has_text=text)

    async def open(self, path: str = "") -> None:
        """Go to a page of the frontend."""
        await self.page.goto(f"{self.url}/{path}")

    async def submit_token(self, text: str) -> None:
        """Paste a token into the form and submit it."""
        await self.token_field.fill(text)
        await self.button("Submit").click()

    async def choose_element(self, name: str, description: str) -> None:
        """Look for a trigger or action in the dialog that adds one, and add it."""
        dialog = self.page.locator("add-automation-element-dialog")
        search = dialog.get_by_placeholder("Search")
        await search.fill(name)
        button = dialog.get_by_role("button", name=f"{name} {description}")
        # On the oldest they are no buttons.
        text = dialog.get_by_text(description).first
        await expect(button.or_(text).first).to_be_visible()
        await (button if await button.count() else text).click()
        await expect(search).to_be_hidden()

    async def fill_template(self, setting: Locator, template: str) -> None:
        """Type a template into an option.

        What is typed right after an action was added can get lost; once the frontend
        has taken a template over, it shows it in another editor.
        """
        editor = setting.locator("ha-code-editor")
        for _ in range(ATTEMPTS):
            await setting.get_by_role("textbox").fill(template)
            with contextlib.suppress(AssertionError):
                await expect(editor).to_contain_text(template, timeout=ATTEMPT_MS)
                return
        await expect(editor).to_contain_text(template)

    async def picture(self, name: str, card: str | None = None) -> None:
        """Keep what can be seen now, or only what a card of a kind shows."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        path = self._pictures / f"{name}.png"
        if card is None:
            await self.page.screenshot(path=path, animations="disabled")
        else:
            shown = self.page.locator(f"psn-trophies-{card}-card").first
            await shown.screenshot(path=path, animations="disabled")
