"""Pictures of an account."""

from http import HTTPStatus
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant

from tests.emulator import Account, Emulator

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
    state = loaded.runtime_data.data
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


async def test_pictures_are_unavailable_during_an_outage(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """After it the same picture is back, and not counted as a new one."""
    before = image(hass, emulator.account, "latest_game")
    emulator.fail("unavailable")
    await let_pass(hass, freezer, MINUTE)
    assert image(hass, emulator.account, "latest_game") == STATE_UNAVAILABLE
    emulator.clear_faults()
    await let_pass(hass, freezer, MINUTE)
    assert image(hass, emulator.account, "latest_game") == before
