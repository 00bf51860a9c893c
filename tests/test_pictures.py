"""Small pictures for the cards."""

import asyncio
from datetime import timedelta
from http import HTTPStatus
import io
import os
from pathlib import Path
import shutil
import struct
from unittest.mock import patch
from urllib.parse import quote
import zlib

from freezegun.api import FrozenDateTimeFactory
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.pictures import STORAGE_KEY, async_signed
from custom_components.psn_trophies.thumbnails import SIZES, ThumbnailFolder
from tests.emulator import Emulator
from tests.emulator.replies import Reply

from .common import set_up

COVER = "https://image.api.playstation.com/vulcan/ap/rnd/1/cover.png"
OTHER = "https://psnobj.prod.dl.playstation.net/psnobj/other.png"
# A picture of a few bytes that says it is one of 14,000 by 14,000.
BOMB = Reply(
    raw=b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    + (header := struct.pack(">IIBBBBB", 14_000, 14_000, 8, 6, 0, 0, 0))
    + struct.pack(">I", zlib.crc32(b"IHDR" + header)),
    content_type="image/png",
)
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(autouse=True)
async def _pages(hass: HomeAssistant, tmp_path: Path) -> None:
    """Serve pages, and keep pictures nowhere but here."""
    hass.config.config_dir = str(tmp_path)
    assert await async_setup_component(hass, "http", {})


@pytest.fixture(autouse=True)
def platforms(enable_custom_integrations: None) -> object:
    """Set up no entities: pictures need none."""
    with patch("custom_components.psn_trophies.PLATFORMS", [Platform.IMAGE]) as only:
        yield only


def address(hass: HomeAssistant, url: str, size: int = 128) -> str:
    """Return where the cards get a picture."""
    signed = async_signed(hass, url)
    assert signed is not None
    url, _, signature = signed.partition("#")
    assert signature
    return f"/api/{DOMAIN}/picture/{signature}/{size}?url={quote(url, safe='')}"


def drawing(width: int, height: int, kind: str = "PNG", mode: str = "RGBA") -> Reply:
    """Return a picture as Sony might send it."""
    out = io.BytesIO()
    Image.new(mode, (width, height), "teal").save(out, kind)
    return Reply(raw=out.getvalue(), content_type=f"image/{kind.lower()}")


def size_of(content: bytes) -> tuple[int, int]:
    """Return width and height of what must be WebP."""
    with Image.open(io.BytesIO(content), formats=["WEBP"]) as picture:
        return picture.size


def kept(hass: HomeAssistant) -> list[Path]:
    """Return what is on the disk."""
    return list(Path(hass.config.cache_path(DOMAIN)).rglob("*.webp"))


def block_folder(hass: HomeAssistant) -> None:
    """Put a file in the place of the folder: nothing else keeps root from writing."""
    Path(hass.config.cache_path()).write_text("")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("reply", "share"),
    [
        pytest.param(drawing(512, 512), (1, 1), id="square"),
        pytest.param(drawing(1024, 512, "JPEG", "RGB"), (1, 0.5), id="wide photograph"),
        pytest.param(drawing(512, 512, "PNG", "P"), (1, 1), id="palette"),
        pytest.param(drawing(512, 512, "PNG", "L"), (1, 1), id="grey"),
        pytest.param(drawing(512, 512, "GIF", "P"), (1, 1), id="gif"),
        pytest.param(drawing(400, 800, "WEBP", "RGBA"), (0.5, 1), id="tall"),
    ],
)
async def test_picture_is_as_small_as_it_is_shown(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
    reply: Reply,
    share: tuple[float, float],
    size: int,
) -> None:
    """It keeps its shape, is WebP, and browsers need not ask again."""
    emulator.answer_pictures(reply)
    client = await hass_client_no_auth()
    response = await client.get(address(hass, COVER, size))
    assert response.status == HTTPStatus.OK
    assert response.content_type == "image/webp"
    assert response.headers["Cache-Control"] == FOR_EVER
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    content = await response.read()
    assert size_of(content) == (size * share[0], size * share[1])
    assert len(content) < len(reply.raw or b"") or len(content) < 20_000


async def test_small_picture_stays_small(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Nothing is made larger than it was."""
    emulator.answer_pictures(drawing(64, 64))
    client = await hass_client_no_auth()
    response = await client.get(address(hass, COVER, 256))
    assert size_of(await response.read()) == (64, 64)


async def test_sony_is_asked_once(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """However many look, at whatever size, also after a restart and without internet."""
    client = await hass_client_no_auth()
    wanted = [address(hass, COVER, size) for size in SIZES * 3]
    await asyncio.gather(*(client.get(where) for where in wanted))
    assert emulator.log.count("image") == 1
    emulator.fail("drop", on="image")
    assert await hass.config_entries.async_reload(loaded.entry_id)
    for where in wanted:
        assert (await client.get(where)).status == HTTPStatus.OK
    assert emulator.log.count("image") == 1


async def test_address_stays_over_restarts(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
    hass_storage: dict[str, object],
) -> None:
    """What a browser has loaded it need not load again."""
    key = "ab" * 32
    hass_storage[STORAGE_KEY] = {"version": 1, "data": {"key": key}}
    await set_up(hass, entry)
    assert async_signed(hass, COVER) == f"{COVER}#7cd3e386755ef58bef6047cb"


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param({"version": 1, "data": {"key": "no key"}}, id="damaged"),
        pytest.param({"version": 1, "data": {}}, id="empty"),
        pytest.param({"version": 1, "data": ["key"]}, id="a list"),
        pytest.param(
            {"version": 9, "data": {"key": "ab" * 32}}, id="of a later version"
        ),
    ],
)
async def test_key_that_cannot_be_read(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
    hass_storage: dict[str, object],
    stored: object,
) -> None:
    """There is a new one, and pictures come all the same."""
    hass_storage[STORAGE_KEY] = stored
    await set_up(hass, entry)
    client = await hass_client_no_auth()
    assert (await client.get(address(hass, COVER))).status == HTTPStatus.OK


async def test_picture_without_a_disk(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Where it cannot be kept it is shown all the same."""
    block_folder(hass)
    client = await hass_client_no_auth()
    for size in SIZES:
        response = await client.get(address(hass, COVER, size))
        assert response.status == HTTPStatus.OK
    assert emulator.log.count("image") == 2


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        pytest.param(Reply(raw=b"", content_type="image/png"), None, id="nothing"),
        pytest.param(
            Reply(raw=b"<svg/>", content_type="image/png"), None, id="no picture"
        ),
        pytest.param(
            Reply(raw=(drawing(512, 512).raw or b"")[:300], content_type="image/png"),
            None,
            id="half a picture",
        ),
        pytest.param(drawing(3001, 3000, "PNG", "1"), None, id="too large"),
        pytest.param(BOMB, None, id="a bomb"),
        pytest.param(
            Reply(raw=b"<svg/>", content_type="image/svg+xml"), None, id="a drawing"
        ),
        pytest.param(None, "unavailable", id="trouble"),
        pytest.param(None, "blocked", id="refused"),
    ],
)
async def test_what_does_not_come_is_asked_for_again_later(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
    reply: Reply | None,
    kind: str | None,
) -> None:
    """No page that is reloaded makes Home Assistant ask over and over."""
    if reply:
        emulator.answer_pictures(reply)
    if kind:
        emulator.fail(kind, on="image")
    client = await hass_client_no_auth()
    for size in SIZES:
        response = await client.get(address(hass, COVER, size))
        assert response.status == HTTPStatus.NOT_FOUND
        assert response.headers["Cache-Control"] == "no-store"
        assert await response.read() == b""
    assert emulator.log.count("image") == 1
    emulator.clear_faults()
    freezer.tick(timedelta(minutes=5, seconds=1))
    assert (await client.get(address(hass, COVER))).status == HTTPStatus.OK


@pytest.mark.parametrize(
    "url",
    [
        "http://image.api.playstation.com/cover.png",
        "https://example.com/cover.png",
        "https://192.168.1.1/cover.png",
        "file:///etc/passwd",
        "",
    ],
)
async def test_only_pictures_of_sony_are_signed(
    hass: HomeAssistant, loaded: MockConfigEntry, url: str
) -> None:
    """The home fetches from nobody else, whatever an answer says."""
    assert async_signed(hass, url) == url
    assert async_signed(hass, None) is None


@pytest.mark.parametrize(
    ("change", "status"),
    [
        pytest.param(lambda way: way.replace("/128", "/127"), 404, id="any size"),
        pytest.param(lambda way: way.replace("/128", "/0128"), 200, id="a zero"),
        pytest.param(lambda way: way.replace("/128", "/x"), 404, id="no size"),
        pytest.param(
            lambda way: way.replace("cover", "another"), 403, id="another picture"
        ),
        pytest.param(lambda way: way.partition("?")[0], 403, id="no picture"),
        pytest.param(
            lambda way: way.replace("/picture/", "/picture/0"), 403, id="forged"
        ),
        pytest.param(lambda way: way.replace("/picture/", "/picture/é"), 403, id="é"),
        pytest.param(
            lambda way: way.replace("playstation.com", "example.com"),
            403,
            id="a stranger's",
        ),
    ],
)
async def test_nobody_asks_for_what_was_not_offered(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
    change: object,
    status: int,
) -> None:
    """The home is no way to pictures for strangers."""
    assert callable(change)
    client = await hass_client_no_auth()
    response = await client.get(change(address(hass, COVER)))
    assert response.status == status
    assert emulator.log.count("image") == (1 if status == HTTPStatus.OK else 0)


async def test_removing_the_last_account_removes_its_pictures(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
    hass_storage: dict[str, object],
) -> None:
    """Nothing is left on the disk, and old addresses lead nowhere."""
    client = await hass_client_no_auth()
    where = address(hass, COVER)
    assert (await client.get(where)).status == HTTPStatus.OK
    assert len(kept(hass)) == len(SIZES)
    await hass.config_entries.async_remove(loaded.entry_id)
    await hass.async_block_till_done()
    assert not kept(hass)
    assert STORAGE_KEY not in hass_storage
    assert (await client.get(where)).status == HTTPStatus.FORBIDDEN


# The folder


def test_folder_makes_room(tmp_path: Path) -> None:
    """What was not looked at for longest goes first."""
    folder = ThumbnailFolder(tmp_path / "pictures", max_bytes=5000)
    for age in range(5, 0, -1):
        before = set(tmp_path.rglob("*.webp"))
        folder.write(f"picture of {age}", {128: b"0" * 1000})
        (file,) = set(tmp_path.rglob("*.webp")) - before
        long_ago = file.stat().st_mtime - timedelta(days=age).total_seconds()
        os.utime(file, (long_ago, long_ago))
    # Somebody looks at the oldest.
    assert folder.read("picture of 5", 128)
    folder.write("picture of 0", {128: b"0" * 1000})
    left = [age for age in range(6) if folder.read(f"picture of {age}", 128)]
    assert left == [0, 1, 2, 5]
    assert sum(file.stat().st_size for file in folder.path.iterdir()) <= 5000


def test_folder_of_an_earlier_run_counts(tmp_path: Path) -> None:
    """The bound holds over restarts."""
    for number in range(10):
        ThumbnailFolder(tmp_path, max_bytes=3000).write(
            f"picture {number}", {128: b"0" * 1000}
        )
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 3000


def test_folder_that_somebody_emptied(tmp_path: Path) -> None:
    """It fills again."""
    folder = ThumbnailFolder(tmp_path / "pictures")
    folder.write("picture", {128: b"0"})
    shutil.rmtree(folder.path)
    assert folder.read("picture", 128) is None
    folder.write("picture", {128: b"1"})
    assert folder.read("picture", 128) == b"1"
