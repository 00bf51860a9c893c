"""The cards: which browsers load them, from where, and for how long."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL, UrlManager
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.frontend import BUNDLE, CARDS_PATH
from tests.emulator import Emulator

from .common import make_entry, set_up

FILE = Path(__file__).parents[1] / "custom_components" / "psn_trophies" / "www" / BUNDLE


@pytest.fixture
def changes() -> list[tuple[str, str]]:
    """Return what open browsers are told."""
    return []


@pytest.fixture
async def pages(hass: HomeAssistant, changes: list[tuple[str, str]]) -> UrlManager:
    """Return what browsers load besides the pages, without the pages themselves."""
    assert await async_setup_component(hass, "http", {})
    urls = UrlManager(lambda change, url: changes.append((change, url)), [])
    hass.data[DATA_EXTRA_MODULE_URL] = urls
    hass.config.components.add("frontend")
    return urls


@pytest.fixture
def content(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes | None], None]:
    """Return what puts other cards, or none, onto the disk."""
    read = Path.read_bytes

    def put(cards: bytes | None) -> None:
        def read_bytes(path: Path) -> bytes:
            if path.name != BUNDLE:
                return read(path)
            if cards is None:
                raise FileNotFoundError(path)
            return cards

        monkeypatch.setattr(Path, "read_bytes", read_bytes)

    return put


async def restart(hass: HomeAssistant, entry: MockConfigEntry, urls: UrlManager) -> str:
    """Return the address after all accounts went and one came again."""
    if entry.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_remove(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert not urls.urls
    await set_up(hass, entry)
    (address,) = urls.urls
    return address


async def test_browsers_load_the_cards(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    hass_client: ClientSessionGenerator,
) -> None:
    """They are a script that is kept for long, at an address of their own."""
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    (address,) = pages.urls
    path, _, version = address.partition("?v=")
    assert path == CARDS_PATH == "/psn_trophies/psn-trophies-cards.js"
    assert len(version) == 16
    client = await hass_client()
    answer = await client.get(address)
    assert answer.status == HTTPStatus.OK
    assert answer.content_type == "text/javascript"
    assert "max-age=2678400" in answer.headers["Cache-Control"]
    assert await answer.read() == FILE.read_bytes()


async def test_nothing_else_is_served(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    hass_client: ClientSessionGenerator,
) -> None:
    """Neither the folder nor the integration's own files can be read."""
    await set_up(hass, entry)
    client = await hass_client()
    for path in (
        "/psn_trophies",
        "/psn_trophies/",
        "/psn_trophies/manifest.json",
        f"{CARDS_PATH}/../manifest.json",
        f"{CARDS_PATH}/manifest.json",
    ):
        assert (await client.get(path)).status == HTTPStatus.NOT_FOUND, path


async def test_new_cards_have_a_new_address(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    content: Callable[[bytes | None], None],
) -> None:
    """What browsers keep is theirs as long as it is the same, and no longer."""
    content(b"one")
    first = await restart(hass, entry, pages)
    content(b"two")
    second = await restart(hass, entry, pages)
    content(b"one")
    assert await restart(hass, entry, pages) == first != second


async def test_two_accounts_share_the_cards(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    changes: list[tuple[str, str]],
) -> None:
    """They are loaded once, and stay until the last account is removed."""
    other = make_entry(emulator.add_account("second_self", titles=3))
    entry.add_to_hass(hass)
    other.add_to_hass(hass)
    # Both are set up side by side.
    assert await async_setup_component(hass, "psn_trophies", {})
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is other.state is ConfigEntryState.LOADED
    (address,) = pages.urls
    assert changes == [("added", address)]
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert pages.urls == {address}
    await hass.config_entries.async_remove(other.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not pages.urls
    assert changes == [("added", address), ("removed", address)]


async def test_reload_and_return(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    changes: list[tuple[str, str]],
    hass_client: ClientSessionGenerator,
) -> None:
    """A reload changes nothing; an account added later brings the cards back."""
    await set_up(hass, entry)
    (address,) = pages.urls
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert changes == [("added", address)]
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await set_up(hass, entry)
    assert pages.urls == {address}
    assert changes == [("added", address), ("removed", address), ("added", address)]
    client = await hass_client()
    assert (await client.get(address)).status == HTTPStatus.OK


async def test_disabled_account_keeps_the_cards(
    hass: HomeAssistant, entry: MockConfigEntry, pages: UrlManager
) -> None:
    """Cards on dashboards can say that the account is away."""
    await set_up(hass, entry)
    urls = pages.urls
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert pages.urls == urls != frozenset()


async def test_account_that_cannot_be_set_up_has_cards(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    freezer: FrozenDateTimeFactory,
) -> None:
    """While Sony is away cards say so, instead of not being there."""
    emulator.fail("unavailable")
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert len(pages.urls) == 1
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not pages.urls


async def test_home_without_pages(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    """Without a frontend there is nothing to load cards, and the account works."""
    assert "frontend" not in hass.config.components
    assert loaded.state is ConfigEntryState.LOADED
    await hass.config_entries.async_remove(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_cards_that_are_missing(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    content: Callable[[bytes | None], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A file that cannot be read costs the cards, not the account."""
    content(None)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert not pages.urls
    assert "The cards cannot be read" in caplog.text
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not pages.urls
