"""What several test modules need: setting an account up, letting time pass."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp.test_utils import TestClient
from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion
from syrupy.filters import props

from homeassistant.auth.permissions.models import PermissionLookup
from homeassistant.auth.permissions.types import PolicyType
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import device_registry as dr, entity_registry as er

from custom_components.psn_trophies.const import (
    CONF_NPSSO,
    CONF_POLL_INTERVAL,
    DEFAULT_POLL_INTERVAL,
    DOMAIN,
)
from tests.emulator import Account

START = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

# A poll that finds nothing.
QUIET = {"summary": 1}


# Whatever is not about that does not follow the player: a poll each minute.
FIXED = {CONF_POLL_INTERVAL: int(DEFAULT_POLL_INTERVAL.total_seconds())}


def make_entry(
    account: Account, options: Mapping[str, Any] = {}, *, automatic: bool = False
) -> MockConfigEntry:
    """Return an account's entry, with a fixed interval unless it is `automatic`."""
    return MockConfigEntry(
        domain=DOMAIN,
        unique_id=account.account_id,
        title=account.online_id,
        data={CONF_NPSSO: account.npsso},
        options={**({} if automatic else FIXED), **options},
    )


async def set_up(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Set an account up, whatever comes of it."""
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


def add_user(hass: HomeAssistant, policy: PolicyType) -> MockUser:
    """Return a user who may see only some things."""
    user = MockUser(name="Somebody").add_to_hass(hass)
    user.perm_lookup = PermissionLookup(er.async_get(hass), dr.async_get(hass))
    user.mock_policy(policy)
    return user


async def let_pass(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    time: timedelta,
    step: timedelta = DEFAULT_POLL_INTERVAL,
) -> None:
    """Let time pass in steps, so that every poll in between takes place."""
    while time > timedelta():
        freezer.tick(min(step, time))
        time -= step
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)


def stay_signed_in(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, access_token: str
) -> ClientSessionGenerator:
    """Return what makes browsers also after the half hour that a token lasts."""
    signed_in = hass.auth.async_validate_access_token(access_token)
    assert signed_in is not None

    async def client(_: str | None = None) -> TestClient[Any, Any]:
        token = hass.auth.async_create_access_token(signed_in)
        browser: TestClient[Any, Any] = await hass_client(token)
        return browser

    made: ClientSessionGenerator = client
    return made


def entity_id(hass: HomeAssistant, account: Account, platform: str, key: str) -> str:
    """Return the id of an account's entity."""
    found = er.async_get(hass).async_get_entity_id(
        platform, DOMAIN, f"{account.account_id}_{key}"
    )
    assert found is not None, key
    return found


def state_of(
    hass: HomeAssistant, account: Account, key: str, platform: str = "sensor"
) -> State:
    """Return the state of an account's entity."""
    state = hass.states.get(entity_id(hass, account, platform, key))
    assert state is not None, key
    return state


def snapshot_entities(
    hass: HomeAssistant, snapshot: SnapshotAssertion, entry: MockConfigEntry
) -> None:
    """Compare all entities of an account with the snapshot.

    Like the plugin's `snapshot_platform`, but without what only one of the supported
    Home Assistants keeps of an entity, and without the random token of pictures.
    """
    registry = er.async_get(hass)
    entities = er.async_entries_for_config_entry(registry, entry.entry_id)
    assert entities
    for entity in entities:
        assert entity.disabled_by is None, entity.entity_id
        known = snapshot(name=f"{entity.entity_id}-entry", exclude=props("compat_name"))
        assert entity == known
        state = hass.states.get(entity.entity_id)
        known = snapshot(
            name=f"{entity.entity_id}-state",
            exclude=props("access_token", "entity_picture"),
        )
        assert state == known
