"""Home Assistant's frontend, with the ways a person takes through it."""

from playwright.async_api import Error, Locator, Page, expect

# Loading the frontend for the first time can take a while on a busy machine.
PATIENCE_MS = 30_000

NAME = "PlayStation Trophies"


class Frontend:
    """One visitor's browser tab."""

    def __init__(self, url: str, page: Page) -> None:
        """Note what goes wrong in the page's own code."""
        self.url = url
        self.page = page
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page.on("pageerror", self._note)

    def _note(self, error: Error) -> None:
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

    async def open(self, path: str = "") -> None:
        """Go to a page of the frontend."""
        await self.page.goto(f"{self.url}/{path}")

    async def submit_token(self, text: str) -> None:
        """Paste a token into the form and submit it."""
        await self.token_field.fill(text)
        await self.button("Submit").click()
