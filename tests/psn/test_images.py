"""Pictures come from Sony's image hosts, or not at all."""

import aiohttp
import pytest

from custom_components.psn_trophies.psn.images import (
    MAX_IMAGE_BYTES,
    MAX_REDIRECTS,
    fetch_image,
    is_image_url,
)
from tests.emulator import Emulator
from tests.emulator.replies import Reply

ADDRESS = "https://image.api.playstation.com/cover.png"
PNG = b"\x89PNG\r\n"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (ADDRESS, True),
        ("https://psnobj.prod.dl.playstation.net/a.png", True),
        ("https://image.api.playstation.com:443/a.png", True),
        (None, False),
        ("", False),
        ("http://image.api.playstation.com/a.png", False),
        ("https://image.api.playstation.com:8443/a.png", False),
        ("https://somebody@image.api.playstation.com/a.png", False),
        ("https://:secret@image.api.playstation.com/a.png", False),
        ("https://image.api.playstation.com.example/a.png", False),
        ("https://playstation.com.example/a.png", False),
        ("https://myplaystation.com/a.png", False),
        ("https://[::1", False),
    ],
)
def test_addresses_of_pictures(url: str | None, *, expected: bool) -> None:
    """Sony's, over TLS, and nobody's credentials in them."""
    assert is_image_url(url) is expected


def redirect(number: int, status: int = 302) -> Reply:
    """Return an answer that leads on to another picture."""
    return Reply(status=status, headers={"Location": f"/moved-{number}.png"})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_picture_is_followed_three_times(
    emulator: Emulator, session: aiohttp.ClientSession, status: int
) -> None:
    """Then it is as it came."""
    picture = Reply(raw=PNG, content_type="IMAGE/PNG")
    moves = [redirect(number, status) for number in range(MAX_REDIRECTS)]
    emulator.answer_pictures(*moves, picture)
    image = await fetch_image(session, ADDRESS)
    assert image is not None
    assert (image.content_type, image.content) == ("image/png", PNG)
    assert emulator.log.count("image") == MAX_REDIRECTS + 1


async def test_picture_that_moves_on_and_on(
    emulator: Emulator, session: aiohttp.ClientSession
) -> None:
    """Nobody follows for ever."""
    emulator.answer_pictures(*(redirect(number) for number in range(MAX_REDIRECTS + 1)))
    assert await fetch_image(session, ADDRESS) is None
    assert emulator.log.count("image") == MAX_REDIRECTS + 1


@pytest.mark.parametrize("status", [304, 404, 500])
async def test_answer_that_is_no_picture(
    emulator: Emulator, session: aiohttp.ClientSession, status: int
) -> None:
    """Whatever is in it."""
    emulator.answer_pictures(Reply(raw=PNG, content_type="image/png", status=status))
    assert await fetch_image(session, ADDRESS) is None


@pytest.mark.parametrize(
    "content_type", ["image/svg+xml", "text/html", "application/octet-stream"]
)
async def test_type_that_could_hold_more_than_a_picture(
    emulator: Emulator, session: aiohttp.ClientSession, content_type: str
) -> None:
    """Nobody can put a script into what is shown."""
    emulator.answer_pictures(Reply(raw=PNG, content_type=content_type))
    assert await fetch_image(session, ADDRESS) is None


@pytest.mark.parametrize(("extra", "shown"), [(0, True), (1, False)])
async def test_size_of_a_picture(
    emulator: Emulator, session: aiohttp.ClientSession, extra: int, *, shown: bool
) -> None:
    """Ten megabytes are the most."""
    content = bytes(MAX_IMAGE_BYTES + extra)
    emulator.answer_pictures(Reply(raw=content, content_type="image/png"))
    image = await fetch_image(session, ADDRESS)
    assert (image is not None) is shown


async def test_line_that_is_cut(
    emulator: Emulator, session: aiohttp.ClientSession
) -> None:
    """No picture is no reason to fail."""
    emulator.fail("drop", on="image")
    assert await fetch_image(session, ADDRESS) is None


async def test_address_of_somebody_else_is_not_asked(
    emulator: Emulator, session: aiohttp.ClientSession
) -> None:
    """Neither at first nor on the way."""
    assert await fetch_image(session, "https://example.com/cover.png") is None
    assert emulator.log.count() == 0
    elsewhere = Reply(status=302, headers={"Location": "https://example.com/a.png"})
    emulator.answer_pictures(elsewhere)
    assert await fetch_image(session, ADDRESS) is None
    assert emulator.log.count() == 1
