"""The cards: served and loaded by every browser while there is an account."""

from dataclasses import dataclass
import gzip
from hashlib import blake2b
from http import HTTPStatus
import logging
from pathlib import Path
from typing import Final
import zlib

from aiohttp import web
from aiohttp.hdrs import (
    ACCEPT_ENCODING,
    CACHE_CONTROL,
    CONTENT_ENCODING,
    ETAG,
    IF_NONE_MATCH,
    VARY,
)

from homeassistant.components.frontend import add_extra_js_url, remove_extra_js_url
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import HomeAssistantView
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

_LOGGER = logging.getLogger(__name__)

# What every page loads; it fetches the other files when they are first needed.
BUNDLE: Final = "psn-trophies-cards.js"
_FOLDER: Final = Path(__file__).parent / "www"

# Names that hold a hash stand for the same content for ever.
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A script as it travels."""

    content: bytes
    compressed: bytes
    etag: str
    cache: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """The files as they were when they were read, whatever lies on the disk since."""

    version: str
    address: str
    files: dict[str, _File]


DATA_CARDS: HassKey[Cards] = HassKey(f"{DOMAIN}_cards")
# The address that browsers load; empty while they load none.
DATA_ADDRESS: HassKey[str] = HassKey(f"{DOMAIN}_cards_address")


def _hash(content: bytes) -> str:
    """Return what changes with a content."""
    return blake2b(content, digest_size=8).hexdigest()


def _file(compressed: bytes, cache: str) -> _File:
    """Return a script ready to travel."""
    content = gzip.decompress(compressed)
    return _File(
        content=content,
        compressed=compressed,
        etag=f'"{_hash(content)}"',
        cache=cache,
    )


def _read() -> Cards:
    """Read the files.

    The one that browsers load first gets its hash into its name here; it holds those of
    all others. Under its own name there is only a way to it, so that it is loaded once
    by a page that has both.
    """
    paths = [*_FOLDER.glob("*.js.gz"), _FOLDER / f"{BUNDLE}.gz"]
    files = {path.stem: _file(path.read_bytes(), _FOR_EVER) for path in paths}
    first = files.pop(BUNDLE)
    version = _hash(first.content)
    name = f"{BUNDLE.removesuffix('.js')}-{version}.js"
    files[name] = first
    # Where it can always be found, as by Cast displays.
    way = gzip.compress(f'import "./{name}";\n'.encode(), mtime=0)
    files[BUNDLE] = _file(way, _ASK_AGAIN)
    return Cards(version=version, address=f"/{DOMAIN}/{name}", files=files)


def _takes_gzip(request: web.Request) -> bool:
    """Tell whether a browser reads what is compressed."""
    for choice in request.headers.get(ACCEPT_ENCODING, "").lower().split(","):
        coding, _, weight = choice.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


class _CardsView(HomeAssistantView):
    """Gives the cards to browsers, which need not be logged in for that."""

    url = f"/{DOMAIN}/{{name}}"
    name = f"{DOMAIN}:cards"
    requires_auth = False

    def __init__(self, cards: Cards) -> None:
        """Take the files."""
        self._files = cards.files

    async def get(self, request: web.Request, name: str) -> web.Response:
        """Answer with a file, or with nothing where the browser has it."""
        if (file := self._files.get(name)) is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        headers = {CACHE_CONTROL: file.cache, ETAG: file.etag, VARY: ACCEPT_ENCODING}
        if file.etag in request.headers.get(IF_NONE_MATCH, ""):
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        body = file.content
        if _takes_gzip(request):
            body = file.compressed
            headers[CONTENT_ENCODING] = "gzip"
        return web.Response(
            body=body, content_type="text/javascript", charset="utf-8", headers=headers
        )

    async def head(self, request: web.Request, name: str) -> web.Response:
        """Answer as to a browser that wants the file; what sends it leaves it out."""
        return await self.get(request, name)


async def async_register_cards(hass: HomeAssistant) -> None:
    """Let browsers load the cards; once for all accounts."""
    # A Home Assistant without pages has no use for cards.
    if "frontend" not in hass.config.components or DATA_ADDRESS in hass.data:
        return
    # Set before anything is waited for: accounts are set up side by side.
    hass.data[DATA_ADDRESS] = ""
    # Read once: what an update puts onto the disk belongs to the next start.
    if DATA_CARDS not in hass.data:
        try:
            cards = await hass.async_add_executor_job(_read)
        except (OSError, EOFError, zlib.error) as err:
            # Without cards the account is worth having, too.
            _LOGGER.error("The cards cannot be read: %s", err)
            return
        hass.data[DATA_CARDS] = cards
        hass.http.register_view(_CardsView(cards))
    hass.data[DATA_ADDRESS] = hass.data[DATA_CARDS].address
    add_extra_js_url(hass, hass.data[DATA_ADDRESS])


@callback
def async_remove_cards(hass: HomeAssistant) -> None:
    """Let browsers load the cards no more."""
    if address := hass.data.pop(DATA_ADDRESS, ""):
        remove_extra_js_url(hass, address)


@callback
def async_cards_version(hass: HomeAssistant) -> str:
    """Return what the cards are known by that belong to this Home Assistant."""
    cards = hass.data.get(DATA_CARDS)
    return cards.version if cards else ""
