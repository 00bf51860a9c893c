"""Pictures of an account."""

from http import HTTPStatus
import json
import logging
from pathlib import Path
import re
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion

from homeassistant.const import STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant

from custom_components.psn_trophies.psn.images import IMAGE_DOMAINS, MAX_IMAGE_BYTES
from tests.emulator import Account, Emulator
from tests.emulator.catalogue import TrophySet
from tests.emulator.replies import Reply

from .common import (
    DAY,
    MINUTE,
    let_pass,
    make_entry,
    set_up,
    snapshot_entities,
    state_of,
)

PNG = b"\x89PNG"
CARD_SOURCES = Path(__file__).parent.parent / "card" / "src"


def image(hass: HomeAssistant, account: Account, key: str) -> str:
    """Return the state of a picture: when it changed."""
    return state_of(hass, account, key, Platform.IMAGE).state


async def fetch(
    hass_client: ClientSessionGenerator,
    hass: HomeAssistant,
    account: Account,
    key: str,
) -> tuple[int, str, bytes]:
    """Return what the frontend gets for a picture."""
    client = await hass_client()
    entity = state_of(hass, account, key, Platform.IMAGE).entity_id
    response = await client.get(f"/api/image_proxy/{entity}")
    return response.status, response.content_type, await response.read()


async def test_all_images(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
) -> None:
    """Both pictures as people get them."""
    with patch("custom_components.psn_trophies.PLATFORMS", [Platform.IMAGE]):
        await set_up(hass, entry)
    snapshot_entities(hass, snapshot, entry)


@pytest.mark.parametrize("key", ["latest_game", "avatar"])
async def test_picture_is_served(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    key: str,
) -> None:
    """Home Assistant fetches it over https, once, and hands on the bytes."""
    for _ in range(2):
        status, kind, content = await fetch(hass_client, hass, emulator.account, key)
        assert status == HTTPStatus.OK
        assert kind == "image/png"
        assert content.startswith(PNG)
    assert emulator.log.count("image") == 1
    state = loaded.runtime_data.coordinator.data
    for url in (state.avatar_url, state.games.latest.icon_url):
        assert url.startswith("https://")


async def test_new_game_has_a_new_picture(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """The picture changes with the game, and the one fetched before is forgotten."""
    account = emulator.account
    before = image(hass, account, "latest_game")
    _, _, old = await fetch(hass_client, hass, account, "latest_game")
    emulator.earn(title=emulator.launch())
    await let_pass(hass, freezer, MINUTE)
    assert image(hass, account, "latest_game") > before
    _, _, new = await fetch(hass_client, hass, account, "latest_game")
    assert new.startswith(PNG)
    assert new != old


async def test_same_game_keeps_its_picture(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """Another trophy in the same game is no reason to fetch the picture again."""
    account = emulator.account
    before = image(hass, account, "latest_game")
    await fetch(hass_client, hass, account, "latest_game")
    emulator.earn(title=account.listing(own=True)[0].set)
    await let_pass(hass, freezer, MINUTE)
    assert image(hass, account, "latest_game") == before
    await fetch(hass_client, hass, account, "latest_game")
    assert emulator.log.count("image") == 1


async def test_account_without_games_has_no_picture(
    emulator: Emulator,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """No game, no picture; the first game brings one."""
    account = emulator.world.people["empty"]
    await set_up(hass, make_entry(account))
    assert image(hass, account, "latest_game") == STATE_UNKNOWN
    status, _, _ = await fetch(hass_client, hass, account, "latest_game")
    assert status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert not emulator.log.count("image")
    emulator.earn(account=account, title=emulator.launch(account=account))
    await let_pass(hass, freezer, MINUTE)
    assert image(hass, account, "latest_game") == "2026-11-15T12:01:00+00:00"


@pytest.mark.parametrize("kind", ["server_error", "missing_keys"])
async def test_account_without_profile_has_no_avatar(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
) -> None:
    """A profile that cannot be read, or holds no avatar, leaves the picture out."""
    emulator.fail(kind, on="profile", keys=["avatars"])
    await set_up(hass, entry)
    assert image(hass, emulator.account, "avatar") == STATE_UNKNOWN
    emulator.clear_faults()
    await let_pass(hass, freezer, DAY, DAY)
    assert image(hass, emulator.account, "avatar") == "2026-11-16T12:00:00+00:00"


async def test_titles_without_icons_have_no_picture(
    emulator: Emulator, hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """A title may come without an icon."""
    emulator.fail("missing_keys", on="titles", keys=["trophyTitleIconUrl"])
    await set_up(hass, entry)
    assert image(hass, emulator.account, "latest_game") == STATE_UNKNOWN
    latest = state_of(hass, emulator.account, "latest_game")
    assert latest.attributes["icon_url"] is None


async def test_picture_survives_trouble_with_its_host(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """A picture that cannot be fetched now is fetched the next time."""
    emulator.fail("unavailable", on="image", times=1)
    status, _, _ = await fetch(hass_client, hass, emulator.account, "avatar")
    assert status == HTTPStatus.INTERNAL_SERVER_ERROR
    status, _, _ = await fetch(hass_client, hass, emulator.account, "avatar")
    assert status == HTTPStatus.OK


async def test_pictures_stay_during_an_outage(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What is known at home is shown on, and after it no picture counts as new."""
    before = image(hass, emulator.account, "latest_game")
    emulator.fail("unavailable")
    await let_pass(hass, freezer, 20 * MINUTE)
    assert image(hass, emulator.account, "latest_game") == before
    emulator.clear_faults()
    await let_pass(hass, freezer, MINUTE)
    assert image(hass, emulator.account, "latest_game") == before


# What is no picture of Sony's

SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ANOTHER = "https://psnobj.prod.dl.playstation.net/psnobj/elsewhere.png"


def redirect(where: str, status: int = 302) -> Reply:
    """Return an answer that leads on."""
    return Reply(
        status=status, raw=b"", content_type="text/html", headers={"Location": where}
    )


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(
            Reply(raw=SCRIPT, content_type="image/svg+xml"), id="a drawing with scripts"
        ),
        pytest.param(
            Reply(raw=SCRIPT, content_type="IMAGE/SVG+XML; charset=utf-8"),
            id="the same",
        ),
        pytest.param(Reply(raw=b"<html>", content_type="text/html"), id="a page"),
        pytest.param(
            Reply(raw=PNG, content_type="application/octet-stream"), id="anything"
        ),
        pytest.param(
            Reply(raw=PNG + b"0" * MAX_IMAGE_BYTES, content_type="image/png"),
            id="far too much",
        ),
        pytest.param(
            Reply(raw=PNG, content_type="image/png", status=404), id="not found"
        ),
        pytest.param(redirect("https://ca.account.sony.com/logo.png"), id="elsewhere"),
        pytest.param(
            redirect("http://image.api.playstation.com/logo.png"), id="without TLS"
        ),
        pytest.param(
            redirect("https://image.api.playstation.com:8443/logo.png"), id="a port"
        ),
        pytest.param(redirect("//image.api.playstation.com.evil.test/"), id="alike"),
        pytest.param(redirect("file:///etc/passwd"), id="a file"),
        pytest.param(redirect("https://[::1"), id="nonsense"),
        pytest.param(redirect(""), id="nowhere"),
    ],
)
async def test_what_is_no_picture_is_not_shown(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
    reply: Reply,
) -> None:
    """Nobody is asked but the image hosts, and the next real picture is shown."""
    caplog.set_level(logging.DEBUG, "custom_components")
    emulator.answer_pictures(reply, reply, reply, reply)
    status, _, content = await fetch(hass_client, hass, emulator.account, "avatar")
    assert status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert b"svg" not in content
    assert "No picture: " in caplog.text
    assert ".png" not in "".join(
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components")
    )
    hosts = {record.host for record in emulator.log.records if record.route == "image"}
    assert {record.host for record in emulator.log.records} == hosts
    # One more try for each of the answers that are left.
    for _ in range(4):
        status, kind, content = await fetch(
            hass_client, hass, emulator.account, "avatar"
        )
    assert (status, kind) == (HTTPStatus.OK, "image/png")
    assert content.startswith(PNG)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_picture_that_moved_within_the_image_hosts(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    status: int,
) -> None:
    """It is fetched where it is now."""
    emulator.answer_pictures(redirect(ANOTHER, status), redirect("/moved.png", status))
    found, kind, content = await fetch(hass_client, hass, emulator.account, "avatar")
    assert (found, kind) == (HTTPStatus.OK, "image/png")
    assert content.startswith(PNG)
    *_, last = emulator.log.records
    assert (last.host, last.path) == ("psnobj.prod.dl.playstation.net", "/moved.png")


@pytest.mark.parametrize(
    "address",
    [
        "http://image.api.playstation.com/cover.png",
        "https://example.com/cover.png",
        "https://playstation.net.example.com/cover.png",
        "https://evilplaystation.net/cover.png",
        "https://someone@image.api.playstation.com/cover.png",
        "https://image.api.playstation.com:444/cover.png",
        "file:///etc/passwd",
        "data:image/png;base64,iVBORw0KGgo=",
        "https://[::1",
    ],
)
async def test_picture_elsewhere_is_none(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    address: str,
) -> None:
    """Where a game's picture is said to lie with a stranger, it has none."""
    with patch.object(TrophySet, "picture", return_value=address):
        await set_up(hass, entry)
    assert image(hass, emulator.account, "latest_game") == STATE_UNKNOWN
    status, _, _ = await fetch(hass_client, hass, emulator.account, "latest_game")
    assert status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert not emulator.log.count("image")


async def test_pictures_come_from_where_the_cards_take_them() -> None:
    """Cards and image entities trust the same hosts."""
    source = (CARD_SOURCES / "picture.ts").read_text()
    found = re.search(r"const HOSTS = (\[.*?\]);", source)
    assert found is not None
    assert tuple(json.loads(found[1])) == IMAGE_DOMAINS
