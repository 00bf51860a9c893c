"""Whose account, and who may see it."""

from datetime import UTC, datetime
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.auth.permissions.types import PolicyType
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from tests.emulator import Emulator

from ..common import DAY, MINUTE, START, make_entry, set_up
from .support import (
    LIVE_VIEWS,
    PAGED_VIEWS,
    READ,
    Browser,
    Later,
    Open,
    device_of,
    ids,
    set_id,
    somebody,
    token_of,
)


async def test_several_accounts(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry, browser: Browser
) -> None:
    """A card without an account shows the oldest, whatever comes later."""
    alone = await browser.subscribe("profile")
    mine = await browser.subscribe("profile", device_id=device_of(hass, loaded))
    before = await browser.event(mine)
    assert await browser.event(alone) == before
    account = emulator.add_account("second_self", titles=3)
    other = make_entry(account)
    await set_up(hass, other)
    for shown in await browser.events(alone):
        assert shown["account"]["name"] == before["account"]["name"]
    assert (await browser.read("profile"))["data"] == before["data"]
    assert (
        await browser.error(READ, view="profile", device_id="nobody")
        == "account_not_found"
    )
    await browser.events(mine)
    first = await browser.read("profile", device_id=device_of(hass, loaded))
    assert first["data"] == before["data"]
    second = await browser.read("titles", device_id=device_of(hass, other))
    assert set(ids(second["data"])) == set(account.titles)
    assert second["account"]["name"] == "second_self"
    await hass.config_entries.async_remove(loaded.entry_id)
    *_, last = await browser.events(alone)
    assert last["account"]["name"] == "second_self"
    assert (await browser.read("profile"))["account"]["name"] == "second_self"


@pytest.mark.parametrize("view", LIVE_VIEWS)
async def test_everybody_may_look(
    *,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    browser: Browser,
    open_browser: Open,
    hass_read_only_access_token: str,
    view: str,
) -> None:
    """Cards are for those who are no administrators, too."""
    group = await hass.auth.async_get_group(GROUP_ID_USER)
    assert group is not None
    user = MockUser(groups=[group]).add_to_hass(hass)
    known = await browser.read(view)
    for token in (hass_read_only_access_token, await token_of(hass, user)):
        guest = await open_browser(token)
        assert await guest.read(view) == known
        card = await guest.subscribe(view)
        assert await guest.event(card) == {**known, "news": []}


async def test_title_for_everybody(
    emulator: Emulator,
    loaded: MockConfigEntry,
    open_browser: Open,
    hass_read_only_access_token: str,
) -> None:
    """Opening a title only reads."""
    guest = await open_browser(hass_read_only_access_token)
    assert await guest.data("title", title_id=set_id(emulator, "huge"))


FORBIDDING: list[PolicyType] = [
    {},
    {"entities": None},
    {"entities": {"domains": {"light": True}}},
    # One entity of the account is not the account.
    {"entities": {"entity_ids": {"sensor.lantern_keeper_trophy_level": True}}},
    {"entities": {"domains": {"sensor": True}}},
    {"entities": {"all": {"control": True}}},
]


@pytest.mark.parametrize("policy", FORBIDDING, ids=str)
async def test_forbidden_account(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    open_browser: Open,
    freezer: FrozenDateTimeFactory,
    policy: PolicyType,
    later: Later,
) -> None:
    """For those who may not see it, it is as if it were not there."""
    guest = await open_browser(await somebody(hass, policy))
    device = device_of(hass, loaded)
    title = {"view": "title", "title_id": set_id(emulator, "huge")}
    emulator.log.clear()
    for choice in ({"view": "profile"}, {"view": "titles"}, title):
        assert await guest.error(READ, **choice) == "no_account"
        hidden = await guest.ask(READ, **choice, device_id=device)
        missing = await guest.ask(READ, **choice, device_id="nobody")
        assert hidden["error"] == missing["error"]
        assert hidden["error"]["code"] == "account_not_found"
    cards = [
        await guest.subscribe("trophies"),
        await guest.subscribe("trophies", device_id=device),
    ]
    assert await guest.event(cards[0]) == {"error": "no_account", "news": []}
    assert await guest.event(cards[1]) == {"error": "account_not_found", "news": []}
    assert not emulator.log.counts()
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    await hass.config_entries.async_reload(loaded.entry_id)
    for card in cards:
        assert await guest.events(card) == []


async def test_one_account_of_two(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    browser: Browser,
    open_browser: Open,
) -> None:
    """Whoever may see only one of two accounts need not choose."""
    account = emulator.add_account("second_self", titles=3)
    other = make_entry(account)
    await set_up(hass, other)
    entities = er.async_entries_for_config_entry(er.async_get(hass), other.entry_id)
    device = device_of(hass, other)
    policies: list[PolicyType] = [
        {"entities": {"device_ids": {device: True}}},
        {"entities": {"entity_ids": {one.entity_id: True for one in entities}}},
        {"entities": {"device_ids": {device: {"read": True}}}},
    ]
    for policy in policies:
        guest = await open_browser(await somebody(hass, policy))
        data = await guest.read("titles")
        assert set(ids(data["data"])) == set(account.titles)
        assert data == await browser.read("titles", device_id=device)
        assert (
            await guest.error(READ, view="titles", device_id=device_of(hass, loaded))
            == "account_not_found"
        )
        card = await guest.subscribe("titles")
        assert (await guest.event(card))["account"]["name"] == "second_self"


async def test_permission_that_is_taken_away(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    open_browser: Open,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """The card of somebody who may look no more gets nothing more."""
    user = MockUser(name="Somebody").add_to_hass(hass)
    user.mock_policy({"entities": True})
    guest = await open_browser(await token_of(hass, user))
    card = await guest.subscribe("trophies")
    assert (await guest.event(card))["data"]
    user.mock_policy({})
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    assert await guest.event(card) == {"error": "no_account", "news": []}


async def test_no_secrets(
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """Neither the login nor what came of it is in any answer."""
    title = set_id(emulator, "huge")
    said: list[Any] = [await browser.read(view) for view in LIVE_VIEWS]
    said += [await browser.read(view, limit=500) for view in PAGED_VIEWS]
    said.append(await browser.read("title", title_id=title))
    cards = [await browser.subscribe(view) for view in LIVE_VIEWS]
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    emulator.fail("unauthorized")
    emulator.revoke_npsso()
    said.append(
        await browser.ask(READ, view="title", title_id=set_id(emulator, "zero"))
    )
    await later(5 * MINUTE)
    said += [await browser.events(card) for card in cards]
    said.append(
        await browser.ask(READ, view="title", title_id=set_id(emulator, "legacy_dlc"))
    )
    text = json.dumps(said)
    auth = emulator.auth
    secrets = {read.data["npsso"], emulator.account.npsso} | {
        secret
        for kept in (auth.npssos, auth.codes, auth.access_tokens, auth.refresh_tokens)
        for secret in kept
    }
    assert secrets
    assert not [secret[:4] for secret in secrets if secret in text]
    assert read.entry_id not in text


@pytest.mark.parametrize("titles", [2])
async def test_time_of_an_answer_has_a_zone(
    read: MockConfigEntry, browser: Browser
) -> None:
    """Browsers elsewhere show the right time."""
    (title, *_) = (await browser.data("titles"))["titles"]
    moment = datetime.fromisoformat(title["last_update"])
    assert moment.utcoffset() is not None
    assert moment < START.astimezone(UTC) + DAY
