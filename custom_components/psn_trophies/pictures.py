"""Pictures for the cards: small, kept at home, and fetched by nobody but it.

Sony sends them for a television. A browser gets them as small as it shows them, Sony
does not learn who looks at them, and they are there for tablets without internet.
"""

import asyncio
from hashlib import blake2b
from hmac import compare_digest
from http import HTTPStatus
import logging
from pathlib import Path
import secrets
import shutil
import time
from typing import Final

from aiohttp import web
from aiohttp.hdrs import CACHE_CONTROL

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.http import HomeAssistantView
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .psn.images import fetch_image, is_image_url
from .session import async_create_session
from .thumbnails import SIZES, NoPictureError, ThumbnailFolder, shrink

_LOGGER = logging.getLogger(__name__)

STORAGE_KEY: Final = f"{DOMAIN}.pictures"
STORAGE_VERSION: Final = 1
# Changes that reach the pictures themselves get a new name, the old ones are forgotten.
FOLDER: Final = "pictures"

# An address stands for the same picture for ever: Sony gives a new one a new address.
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_NEVER: Final = "no-store"
_NO_SNIFFING: Final = {"X-Content-Type-Options": "nosniff"}

_KEY_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 12
# At a time: a page that scrolls asks for fifty.
_MOST_FETCHES: Final = 4
# How long what did not come is not asked for again.
_PATIENCE_S: Final = 300.0
_MOST_FAILURES: Final = 1000


class Pictures:
    """Signs the addresses of pictures, and serves those it has signed."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Choose where pictures are kept; no backup holds what can be fetched again."""
        self._hass = hass
        self._session = async_create_session(hass)
        self._store: Store[dict[str, str]] = Store(
            hass, STORAGE_VERSION, STORAGE_KEY, private=True
        )
        self._key: bytes | None = None
        self._opening = asyncio.Lock()
        self._folder = ThumbnailFolder(Path(hass.config.cache_path(DOMAIN, FOLDER)))
        self._disk = asyncio.Lock()
        self._fetches = asyncio.Semaphore(_MOST_FETCHES)
        self._coming: dict[str, asyncio.Task[dict[int, bytes]]] = {}
        self._failed: dict[str, float] = {}

    async def async_open(self) -> None:
        """Bring back the key, so that browsers go on using what they have loaded."""
        async with self._opening:
            if self._key is None:
                self._key = await self._async_stored_key()

    async def _async_stored_key(self) -> bytes:
        """Return the key kept, or a new one; without a disk it is kept for this run."""
        try:
            data = await self._store.async_load() or {}
            return bytes.fromhex(data["key"])
        except HomeAssistantError, NotImplementedError, OSError:
            return secrets.token_bytes(_KEY_BYTES)
        except KeyError, TypeError, ValueError:
            key = secrets.token_bytes(_KEY_BYTES)
        try:
            await self._store.async_save({"key": key.hex()})
        except (HomeAssistantError, OSError) as err:
            _LOGGER.debug("The key of pictures is not kept: %s", type(err).__name__)
        return key

    async def async_remove(self) -> None:
        """Delete all that is kept."""
        self._key = None
        try:
            await self._store.async_remove()
        except OSError as err:
            # A disk that takes nothing keeps it; without pictures it opens nothing.
            _LOGGER.debug("The key of pictures stays: %s", type(err).__name__)
        async with self._disk:
            self._folder.used = None
            await self._hass.async_add_executor_job(
                lambda: shutil.rmtree(self._folder.path, ignore_errors=True)
            )

    def signature(self, url: str) -> str | None:
        """Return what proves that a picture may be had; None for one of no account."""
        if self._key is None or not is_image_url(url):
            return None
        digest = blake2b(url.encode(), key=self._key, digest_size=_SIGNATURE_BYTES)
        return digest.hexdigest()

    async def async_picture(self, url: str, size: int) -> bytes | None:
        """Return a picture as WebP; None where there is none now."""
        kept = await self._async_on_disk(url, size)
        if kept is not None or self._failed.get(url, 0.0) > time.monotonic():
            return kept
        if (task := self._coming.get(url)) is None:
            task = self._hass.async_create_background_task(
                self._async_fetch(url), f"{DOMAIN} picture"
            )
            self._coming[url] = task
            task.add_done_callback(lambda _: self._coming.pop(url, None))
        # Others may wait for it, too, whoever goes.
        return (await asyncio.shield(task)).get(size)

    async def _async_on_disk(self, url: str, size: int) -> bytes | None:
        """Return a picture that is kept."""
        return await self._hass.async_add_executor_job(self._folder.read, url, size)

    async def _async_fetch(self, url: str) -> dict[int, bytes]:
        """Fetch a picture once for all sizes and keep it; nothing where there is none."""
        async with self._fetches:
            image = await fetch_image(self._session, url)
        if image is not None:
            # One at a time: unpacked they are large.
            async with self._disk:
                return await self._hass.async_add_executor_job(
                    self._shrink, url, image.content
                )
        self._note_failure(url)
        return {}

    def _shrink(self, url: str, content: bytes) -> dict[int, bytes]:
        """Make a picture small and keep it; nothing of what is none. In a thread."""
        try:
            pictures = shrink(content)
        except NoPictureError:
            self._note_failure(url)
            return {}
        self._folder.write(url, pictures)
        return pictures

    def _note_failure(self, url: str) -> None:
        """Leave Sony alone with this picture for a while."""
        if len(self._failed) >= _MOST_FAILURES:
            self._failed.clear()
        self._failed[url] = time.monotonic() + _PATIENCE_S


DATA_PICTURES: HassKey[Pictures] = HassKey(f"{DOMAIN}_pictures")


class _PictureView(HomeAssistantView):
    """Gives pictures to who was given their signed address.

    What shows a picture in a page cannot log in.
    """

    url = f"/api/{DOMAIN}/picture/{{signature}}/{{size:\\d+}}"
    name = f"api:{DOMAIN}:picture"
    requires_auth = False

    def __init__(self, pictures: Pictures) -> None:
        """Take where pictures come from."""
        self._pictures = pictures

    async def get(
        self, request: web.Request, signature: str, size: str
    ) -> web.Response:
        """Answer with a picture."""
        url = request.query.get("url", "")
        expected = self._pictures.signature(url)
        if expected is None or not compare_digest(
            expected.encode(), signature.encode()
        ):
            return _nothing(HTTPStatus.FORBIDDEN)
        if int(size) not in SIZES:
            return _nothing(HTTPStatus.NOT_FOUND)
        content = await self._pictures.async_picture(url, int(size))
        if content is None:
            return _nothing(HTTPStatus.NOT_FOUND)
        return web.Response(
            body=content,
            content_type="image/webp",
            headers={CACHE_CONTROL: _FOR_EVER, **_NO_SNIFFING},
        )


def _nothing(status: HTTPStatus) -> web.Response:
    """Answer that there is no picture, which may change."""
    return web.Response(status=status, headers={CACHE_CONTROL: _NEVER})


@callback
def async_setup_pictures(hass: HomeAssistant) -> None:
    """Serve pictures, once there is a key."""
    # A Home Assistant without pages has no use for them.
    if "http" in hass.config.components:
        pictures = hass.data[DATA_PICTURES] = Pictures(hass)
        hass.http.register_view(_PictureView(pictures))


async def async_open_pictures(hass: HomeAssistant) -> None:
    """Have the key at hand; it is the same for all accounts."""
    if pictures := hass.data.get(DATA_PICTURES):
        await pictures.async_open()


async def async_remove_pictures(hass: HomeAssistant) -> None:
    """Delete all pictures, also where they were never shown since the start."""
    await (hass.data.get(DATA_PICTURES) or Pictures(hass)).async_remove()


@callback
def async_signed(hass: HomeAssistant, url: str | None) -> str | None:
    """Return a picture's address with its signature behind the `#`.

    Still Sony's address for who does not know of it, and the way to the small one for
    the cards.
    """
    pictures = hass.data.get(DATA_PICTURES)
    signature = pictures.signature(url) if pictures and url else None
    return f"{url}#{signature}" if signature else url
