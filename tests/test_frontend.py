"""The cards: which browsers load them, from where, for how long, and how much that is."""

from collections.abc import Callable
import gzip
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path
import re
from typing import Final

from aiohttp.test_utils import TestClient
from aiohttp.web import Application, Request
from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL, UrlManager
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.frontend import BUNDLE
from tests.emulator import Emulator

from .common import make_entry, set_up

FOLDER: Final = Path(__file__).parents[1] / "custom_components" / "psn_trophies" / "www"
# Where what every page loads can always be found, as by Cast displays.
CARDS_PATH: Final = "/psn_trophies/psn-trophies-cards.js"
FOR_EVER: Final = "public, max-age=31536000, immutable"

# What a page may load of us, and all of it together, in bytes as they travel.
MOST_OF_EVERY_PAGE: Final = 10 * 1024
MOST_IN_ALL: Final = 60 * 1024

# How scripts name each other.
FILE_NAMES: Final = re.compile(rb'"\./(psn-trophies-[\w-]+\.js)"')


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
            if path.name != f"{BUNDLE}.gz":
                return read(path)
            if cards is None:
                raise FileNotFoundError(path)
            return cards and gzip.compress(cards)

        monkeypatch.setattr(Path, "read_bytes", read_bytes)

    return put


async def travels(
    client: TestClient[Request, Application], address: str, coding: str = "gzip"
) -> tuple[bytes, dict[str, str]]:
    """Return a script as it comes over the line, with its headers."""
    async with client.get(
        address, headers={"Accept-Encoding": coding}, auto_decompress=False
    ) as answer:
        assert answer.status == HTTPStatus.OK, address
        return await answer.read(), dict(answer.headers)


async def fetch_all(
    client: TestClient[Request, Application], address: str
) -> dict[str, bytes]:
    """Return every script that one leads to, as it travels, by name."""
    found: dict[str, bytes] = {}
    waiting = [address.rpartition("/")[2]]
    while waiting:
        name = waiting.pop()
        found[name], headers = await travels(client, f"/psn_trophies/{name}")
        assert headers["Cache-Control"] == FOR_EVER
        names = FILE_NAMES.findall(gzip.decompress(found[name]))
        waiting += {name.decode() for name in names} - found.keys() - {*waiting}
    return found


async def test_browsers_load_the_cards(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """They are a script that is kept for ever, at an address of its own."""
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    (address,) = pages.urls
    first = gzip.decompress((FOLDER / f"{BUNDLE}.gz").read_bytes())
    version = blake2b(first, digest_size=8).hexdigest()
    assert address == f"/psn_trophies/psn-trophies-cards-{version}.js"
    client = await hass_client_no_auth()
    answer = await client.get(address)
    assert answer.status == HTTPStatus.OK
    assert answer.content_type == "text/javascript"
    assert answer.headers["Cache-Control"] == FOR_EVER
    assert await answer.read() == first


async def test_little_travels(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Every page loads little, and all there is on a page with all of it is bounded."""
    await set_up(hass, entry)
    (address,) = pages.urls
    files = await fetch_all(await hass_client_no_auth(), address)
    sizes = {name: len(content) for name, content in files.items()}
    # Each file of the folder is used by some page.
    assert len(sizes) == len(list(FOLDER.glob("*.js.gz"))) > 10
    assert sizes[address.rpartition("/")[2]] <= MOST_OF_EVERY_PAGE
    assert sum(sizes.values()) <= MOST_IN_ALL


@pytest.mark.parametrize(
    ("coding", "compressed"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br;q=1.0, GZIP;q=0.8, *;q=0.1", True),
        ("*", True),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("", False),
    ],
)
async def test_browsers_get_what_they_can_read(
    *,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    hass_client_no_auth: ClientSessionGenerator,
    coding: str,
    compressed: bool,
) -> None:
    """Compressed where the browser takes that, plain elsewhere; caches know of both."""
    await set_up(hass, entry)
    (address,) = pages.urls
    body, headers = await travels(await hass_client_no_auth(), address, coding)
    assert headers.get("Content-Encoding") == ("gzip" if compressed else None)
    assert headers["Vary"] == "Accept-Encoding"
    assert int(headers["Content-Length"]) == len(body)
    plain = gzip.decompress(body) if compressed else body
    assert plain == gzip.decompress((FOLDER / f"{BUNDLE}.gz").read_bytes())


async def test_address_that_stays(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Whoever adds the cards as a resource gets the present ones, each time anew."""
    await set_up(hass, entry)
    (address,) = pages.urls
    client = await hass_client_no_auth()
    answer = await client.get(CARDS_PATH)
    assert answer.headers["Cache-Control"] == "no-cache"
    # The same module as on other pages, so that a page with both has it once.
    assert (
        await answer.text() == f'import ".{address.removeprefix("/psn_trophies")}";\n'
    )
    etag = answer.headers["ETag"]
    again = await client.get(CARDS_PATH, headers={"If-None-Match": etag})
    assert again.status == HTTPStatus.NOT_MODIFIED
    assert await again.read() == b""
    other = await client.get(CARDS_PATH, headers={"If-None-Match": '"other"'})
    assert other.status == HTTPStatus.OK


async def test_head(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Whoever only looks whether a script is there is told."""
    await set_up(hass, entry)
    client = await hass_client_no_auth()
    assert (await client.head(CARDS_PATH)).status == HTTPStatus.OK
    assert (await client.head(f"{CARDS_PATH}x")).status == HTTPStatus.NOT_FOUND


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
        "/psn_trophies/LICENSES.txt",
        "/psn_trophies/psn-trophies-cards-0123456789abcdef.js",
        f"{CARDS_PATH}/../manifest.json",
        f"{CARDS_PATH}/manifest.json",
    ):
        assert (await client.get(path)).status == HTTPStatus.NOT_FOUND, path


async def test_disk_is_read_once(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    content: Callable[[bytes | None], None],
    hass_client: ClientSessionGenerator,
) -> None:
    """What an update puts onto the disk is not mixed with what is running."""
    content(b"one")
    await set_up(hass, entry)
    (address,) = pages.urls
    content(b"two")
    client = await hass_client()
    assert await (await client.get(address)).read() == b"one"
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await set_up(hass, entry)
    assert pages.urls == {address}
    assert await (await client.get(address)).read() == b"one"


@pytest.mark.parametrize("cards", [b"one", b"two"])
async def test_new_cards_have_a_new_address(
    *,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    pages: UrlManager,
    content: Callable[[bytes | None], None],
    hass_ws_client: WebSocketGenerator,
    cards: bytes,
) -> None:
    """What browsers keep is theirs as long as it is the same, and they hear which it is."""
    content(cards)
    await set_up(hass, entry)
    version = blake2b(cards, digest_size=8).hexdigest()
    assert pages.urls == {f"/psn_trophies/psn-trophies-cards-{version}.js"}
    socket = await hass_ws_client(hass)
    await socket.send_json_auto_id(
        {"type": "psn_trophies/subscribe", "view": "profile"}
    )
    assert (await socket.receive_json())["success"]
    event = (await socket.receive_json())["event"]
    assert event["account"]["cards_version"] == version


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
