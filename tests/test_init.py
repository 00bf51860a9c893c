"""Setting an account up, and what becomes of it: unload, restart, removal."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.home import DATA_HOME
from custom_components.psn_trophies.trophies import points_to_next_level, total_points
from tests.emulator import Account, Emulator

from .announcements import restart
from .common import MINUTE, let_pass, make_entry, set_up, state_of


def tokens_key(account: Account) -> str:
    """Return the key of an account's kept login."""
    return f"{DOMAIN}.{account.account_id}.tokens"


def stage(entry: MockConfigEntry) -> ConfigEntryState:
    """Return how far an account has come; it goes on between two looks."""
    state: ConfigEntryState = entry.state
    return state


async def write_stores(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Let everything be written that waits for it."""
    await let_pass(hass, freezer, timedelta(seconds=10))


# Set-up


async def test_account_is_set_up(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Level, counts and latest game stand there as soon as set-up is done."""
    account = emulator.account
    assert loaded.state is ConfigEntryState.LOADED
    assert state_of(hass, account, "trophy_level").state == str(account.level().level)
    total = sum(account.total().values())
    assert state_of(hass, account, "trophies_total").state == str(total)
    (latest, *_) = account.listing(own=True)
    assert state_of(hass, account, "latest_game").state == latest.set.title().strip()


@pytest.mark.parametrize(
    ("kind", "on"),
    [
        ("drop", "all"),
        ("unavailable", "all"),
        ("blocked", "summary"),
        ("html", "summary"),
        ("rate_limited", "token"),
        ("server_error", "titles"),
        ("wrong_types", "titles"),
        ("forbidden", "summary"),
    ],
)
async def test_set_up_is_tried_again_after_trouble(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
    on: str,
) -> None:
    """Trouble is no end: Home Assistant tries again until it works; nobody is asked."""
    emulator.fail(kind, on=on)
    await set_up(hass, entry)
    assert stage(entry) is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key is not None
    emulator.clear_faults()
    await let_pass(hass, freezer, timedelta(minutes=18), timedelta(minutes=9))
    assert stage(entry) is ConfigEntryState.LOADED
    assert not hass.config_entries.flow.async_progress()


@pytest.mark.parametrize("kind", ["drop", "unavailable", "rate_limited"])
async def test_known_account_starts_also_while_sony_is_away(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
) -> None:
    """What was known shows at once, and polling goes on as after any failed poll."""
    await let_pass(hass, freezer, 5 * MINUTE)
    known = loaded.runtime_data.coordinator.data
    assert await hass.config_entries.async_unload(loaded.entry_id)
    emulator.fail(kind, on="summary")
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    coordinator = loaded.runtime_data.coordinator
    assert not coordinator.last_update_success
    for figure in (total_points, points_to_next_level):
        assert figure(coordinator.data.summary) == figure(known.summary)
    assert coordinator.data.summary.earned == known.summary.earned
    assert coordinator.data.games == known.games
    assert coordinator.data.trophies == known.trophies
    emulator.clear_faults()
    await let_pass(hass, freezer, 20 * MINUTE)
    assert coordinator.last_update_success
    assert coordinator.data.summary == known.summary


async def test_failing_profile_does_not_stop_the_set_up(
    emulator: Emulator, hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Name and picture are not worth an account that does not start."""
    emulator.fail("server_error", on="profile")
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, emulator.account.account_id), entry.entry_id
    )
    assert device is not None
    assert device.name == entry.title


async def test_refused_token_starts_reauthentication(
    emulator: Emulator, hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Only Sony's refusal of the token makes Home Assistant ask for a new one."""
    emulator.revoke_npsso()
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert flow["context"]["entry_id"] == entry.entry_id


@pytest.mark.parametrize(
    "kind", ["rate_limited", "rate_limited_retry_after", "rate_limited_bare"]
)
async def test_pause_that_sony_asks_for_is_kept_during_set_up(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
) -> None:
    """After a 429 nothing more is asked until the time is over."""
    emulator.fail(kind, on="summary", times=1)
    await set_up(hass, entry)
    assert stage(entry) is ConfigEntryState.SETUP_RETRY
    emulator.log.clear()
    await let_pass(hass, freezer, timedelta(minutes=14), timedelta(seconds=20))
    assert not emulator.log.counts()
    await let_pass(hass, freezer, timedelta(minutes=10), timedelta(minutes=5))
    assert stage(entry) is ConfigEntryState.LOADED


# Unload, reload, restart


async def test_account_is_unloaded(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """After unloading nothing is asked and nothing is shown."""
    assert await hass.config_entries.async_unload(loaded.entry_id)
    assert loaded.state is ConfigEntryState.NOT_LOADED
    state = state_of(hass, emulator.account, "trophy_level")
    assert state.state == STATE_UNAVAILABLE
    await let_pass(hass, freezer, timedelta(minutes=15))
    assert not emulator.log.records


async def test_account_is_reloaded(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """A reload starts afresh, with what changed meanwhile."""
    before = int(state_of(hass, emulator.account, "trophies_total").state)
    emulator.earn()
    assert await hass.config_entries.async_reload(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.state is ConfigEntryState.LOADED
    assert int(state_of(hass, emulator.account, "trophies_total").state) > before


async def test_restart_needs_no_new_login(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Tokens that still hold are taken up again from the store."""
    await write_stores(hass, freezer)
    emulator.log.clear()
    assert await hass.config_entries.async_unload(loaded.entry_id)
    await let_pass(hass, freezer, timedelta(minutes=30))
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not emulator.log.count("authorize", "token")
    # The name is known from before; it is asked for once a day.
    assert emulator.log.count("titles", "profile") == 1


async def test_restart_after_hours_refreshes(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Of old tokens the refresh token still serves; the NPSSO is not asked for."""
    await write_stores(hass, freezer)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    emulator.log.clear()
    await let_pass(hass, freezer, timedelta(hours=5), timedelta(hours=5))
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert emulator.log.count("token") == 1
    assert emulator.log.count("authorize") == 0


async def test_refreshed_tokens_are_kept(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_storage: dict[str, Any],
) -> None:
    """Every change of the tokens reaches the store; a rotated one would be lost else."""
    await write_stores(hass, freezer)
    key = tokens_key(emulator.account)
    first = hass_storage[key]["data"]["tokens"]
    emulator.auth.settings.rotate_refresh = True
    await let_pass(hass, freezer, timedelta(hours=1), timedelta(hours=1))
    await write_stores(hass, freezer)
    second = hass_storage[key]["data"]["tokens"]
    assert first["access_token"] != second["access_token"]
    assert first["refresh_token"] != second["refresh_token"]
    assert second["refresh_token"] in emulator.auth.refresh_tokens


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {"access_token": None},
        {"access_token": "a", "access_expires_at": "soon", "refresh_token": "b"},
        {"access_token": "a", "access_expires_at": 2e9},
        {
            "access_token": "lost",
            "access_expires_at": 4e9,
            "refresh_token": "lost",
            "refresh_expires_at": 4e9,
        },
    ],
)
async def test_damaged_tokens_cost_one_login(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_storage: dict[str, Any],
    data: object,
) -> None:
    """Kept tokens that cannot be read, or hold no more, are replaced."""
    key = tokens_key(emulator.account)
    hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": data}
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert emulator.log.count("authorize") == 1


async def test_tokens_of_the_version_before_are_used(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_storage: dict[str, Any],
) -> None:
    """The file held nothing but the tokens; they are not asked for again."""
    await write_stores(hass, freezer)
    key = tokens_key(emulator.account)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    tokens = hass_storage[key]["data"]["tokens"]
    assert set(tokens) == {
        "access_token",
        "access_expires_at",
        "refresh_token",
        "refresh_expires_at",
    }
    old = {"version": 1, "minor_version": 1, "key": key, "data": tokens}
    hass_storage[key] = old
    hass.data.pop(DATA_HOME)
    emulator.log.clear()
    await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.state is ConfigEntryState.LOADED
    assert not emulator.log.count("authorize", "token")
    await let_pass(hass, freezer, timedelta(hours=1), timedelta(minutes=10))
    await write_stores(hass, freezer)
    assert emulator.log.counts()["token"] == 1
    new = hass_storage[key]
    assert (new["version"], new["minor_version"]) == (1, 2)
    assert new["data"]["tokens"]["refresh_token"] == tokens["refresh_token"]
    assert new["data"]["npsso"]["expires_at"] is not None
    assert emulator.npsso not in str(new)


async def test_fifty_reloads_ask_the_token_page_once(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Once a day is once a day, and what is known is known at once."""
    for _ in range(50):
        await hass.config_entries.async_reload(loaded.entry_id)
        await let_pass(hass, freezer, timedelta(minutes=2))
    # It was read with the second poll, before the log began.
    assert emulator.log.count("npsso_page") == 0
    assert loaded.runtime_data.account.client.npsso_expires_at is not None


# Removal


async def test_removed_account_leaves_no_tokens(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_storage: dict[str, Any],
) -> None:
    """The kept login goes with the account, that of another one stays."""
    other = emulator.add_account("second_hunter", titles=1)
    await set_up(hass, make_entry(other))
    await write_stores(hass, freezer)
    assert tokens_key(emulator.account) in hass_storage
    await hass.config_entries.async_remove(loaded.entry_id)
    await hass.async_block_till_done()
    await write_stores(hass, freezer)
    assert tokens_key(emulator.account) not in hass_storage
    assert tokens_key(other) in hass_storage


async def test_account_removed_right_after_a_login_leaves_no_tokens(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_storage: dict[str, Any],
) -> None:
    """Tokens that still wait to be written are not written after the removal."""
    await hass.config_entries.async_remove(loaded.entry_id)
    await write_stores(hass, freezer)
    await hass.async_block_till_done()
    assert tokens_key(emulator.account) not in hass_storage


async def test_entry_without_account_is_removed(
    hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    """An entry that never learned its account has nothing to delete."""
    entry = MockConfigEntry(domain=DOMAIN, unique_id=None)
    entry.add_to_hass(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    assert not hass.config_entries.async_entries(DOMAIN)


# The device


async def test_account_is_one_service_device(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    """The device stands for the account at Sony and is named by its online id."""
    (device,) = dr.async_entries_for_config_entry(device_registry, loaded.entry_id)
    assert isinstance(device, dr.DeviceEntry)
    assert device.identifiers == {(DOMAIN, emulator.account.account_id)}
    assert device.name == emulator.account.online_id
    assert device.manufacturer == "Sony Interactive Entertainment"
    assert device.model == "PlayStation Network"
    assert device.entry_type is dr.DeviceEntryType.SERVICE


async def test_only_foreign_devices_can_be_deleted(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """The account's own device stays; one left over from elsewhere may go."""
    assert await async_setup_component(hass, "config", {})
    (own,) = dr.async_entries_for_config_entry(device_registry, loaded.entry_id)
    foreign = device_registry.async_get_or_create(
        config_entry_id=loaded.entry_id, identifiers={(DOMAIN, "somebody-else")}
    )
    client = await hass_ws_client(hass)
    response = await client.remove_device(own.id)
    assert not response["success"]
    response = await client.remove_device(foreign.id)
    assert response["success"]
    assert device_registry.async_get(own.id) is not None
    assert device_registry.async_get(foreign.id) is None


async def test_new_online_id_keeps_the_entities(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    device_registry: dr.DeviceRegistry,
) -> None:
    """A renamed account keeps its unique ids; its device takes the new name."""
    before = state_of(hass, emulator.account, "trophy_level").entity_id
    emulator.rename("lantern_lighter")
    await let_pass(hass, freezer, timedelta(days=1), timedelta(days=1))
    assert loaded.runtime_data.coordinator.data.online_id == "lantern_lighter"
    assert await hass.config_entries.async_reload(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert state_of(hass, emulator.account, "trophy_level").entity_id == before
    (device,) = dr.async_entries_for_config_entry(device_registry, loaded.entry_id)
    assert device.name == "lantern_lighter"


@pytest.mark.parametrize("running", [True, False])
async def test_entry_follows_a_renamed_account(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    running: bool,
) -> None:
    """The entry is called as the account is, also when it was renamed meanwhile."""
    for name in ("lantern_lighter", "lamp_lighter"):
        emulator.rename(name)
        if running:
            await let_pass(hass, freezer, timedelta(days=1), timedelta(days=1))
        else:
            await restart(hass, loaded, freezer, timedelta(days=1))
        assert loaded.title == name
        assert loaded.state is ConfigEntryState.LOADED


async def test_name_of_its_owner_stays(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    device_registry: dr.DeviceRegistry,
) -> None:
    """What people call the entry stays, also after a start without a profile."""
    hass.config_entries.async_update_entry(loaded, title="The big television")
    emulator.fail("server_error", on=["profile", "legacy_profile"])
    assert await hass.config_entries.async_reload(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    emulator.clear_faults()
    emulator.rename("lantern_lighter")
    await let_pass(hass, freezer, timedelta(days=1), timedelta(days=1))
    (device,) = dr.async_entries_for_config_entry(device_registry, loaded.entry_id)
    assert device.name == "lantern_lighter"
    assert loaded.title == "The big television"
