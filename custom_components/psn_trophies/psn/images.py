"""Pictures from Sony's image hosts: nothing else, from nowhere else."""

from dataclasses import dataclass, field
from http import HTTPStatus
import logging
from typing import Final

import aiohttp
from yarl import URL

_LOGGER = logging.getLogger(__name__)

# Below these Sony keeps its pictures; the cards know the same.
IMAGE_DOMAINS: Final = (".playstation.com", ".playstation.net")
# What browsers show and nobody can put a script into, unlike SVG.
IMAGE_TYPES: Final = frozenset(
    {
        "image/avif",
        "image/bmp",
        "image/gif",
        "image/jpeg",
        "image/jpg",
        "image/png",
        "image/webp",
    }
)
MAX_IMAGE_BYTES: Final = 10 * 1024 * 1024
MAX_REDIRECTS: Final = 3
_CHUNK_BYTES: Final = 64 * 1024
_TIMEOUT: Final = aiohttp.ClientTimeout(total=10)
_REDIRECTS: Final = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.SEE_OTHER,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
    }
)


class _NoImageError(Exception):
    """Why there is no picture, in words that name no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedImage:
    """A picture as Sony sent it."""

    content_type: str
    content: bytes = field(repr=False)


def is_image_url(url: str | None) -> bool:
    """Tell whether a picture may be fetched from an address: Sony's, and over TLS."""
    try:
        return url is not None and _is_safe(URL(url))
    except ValueError:
        return False


def _is_safe(url: URL) -> bool:
    """Tell the same of an address that has been taken apart."""
    return (
        url.scheme == "https"
        and url.port == 443
        and url.user is None
        and url.password is None
        and (url.host or "").endswith(IMAGE_DOMAINS)
    )


async def fetch_image(session: aiohttp.ClientSession, url: str) -> FetchedImage | None:
    """Return a picture, None where there is none that may be shown."""
    try:
        return await _fetch(session, URL(url))
    except _NoImageError as err:
        _LOGGER.debug("No picture: %s", err)
    except (aiohttp.ClientError, OSError, ValueError) as err:
        # Its text may hold the address, and that tells what somebody plays.
        _LOGGER.debug("No picture: %s", type(err).__name__)
    return None


async def _fetch(session: aiohttp.ClientSession, url: URL) -> FetchedImage:
    """Return a picture, led on no further than to another of the image hosts."""
    for _ in range(MAX_REDIRECTS + 1):
        if not _is_safe(url):
            raise _NoImageError("not an address of Sony's image hosts")
        async with session.get(
            url, timeout=_TIMEOUT, allow_redirects=False
        ) as response:
            if response.status not in _REDIRECTS:
                return await _read(response)
            url = url.join(URL(response.headers.get("Location", "")))
    raise _NoImageError("too many redirects")


async def _read(response: aiohttp.ClientResponse) -> FetchedImage:
    """Return the picture in an answer, if it is one and not too large."""
    if response.status != HTTPStatus.OK:
        raise _NoImageError(f"HTTP {response.status}")
    if (content_type := response.content_type.lower()) not in IMAGE_TYPES:
        raise _NoImageError("not a picture")
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
        content += chunk
        if len(content) > MAX_IMAGE_BYTES:
            raise _NoImageError("too large")
    return FetchedImage(content_type=content_type, content=bytes(content))
