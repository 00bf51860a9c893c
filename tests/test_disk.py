"""A disk that is full, read-only or broken, and files that can not be opened."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
import errno
from itertools import pairwise
from pathlib import Path
import time
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import issue_registry as ir

from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.files import DATA_FILES
from tests.emulator import Emulator

from .announcements import keys, listen, restart
from .common import MINUTE, let_pass, make_entry, set_up
from .storage import (
    DISK,
    REFUSALS,
    assert_quiet,
    damaged_files,
    earned_keys,
    fixed,
    kept,
    library_file,
    refusing,
    stop,
    tokens_file,
    unreadable,
)

HOUR = timedelta(hours=1)
BLOCKS = ("folder", "full folder", "forbidden", "broken")


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Return an empty folder for Home Assistant's configuration."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let Home Assistant write files."""
    return {}


def issues(hass: HomeAssistant) -> set[str]:
    """Return what people are told of the disk."""
    return {
        issue_id
        for (domain, issue_id), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and issue.active
    }


def forget_memory(hass: HomeAssistant) -> None:
    """Forget what is not on the disk, as the end of Home Assistant's process does."""
    hass.data.pop(DATA_FILES)


@contextmanager
def blocked(file: Path, how: str) -> Iterator[None]:
    """Put something in the place of a file that can not be opened."""
    with ExitStack() as stack:
        if how in ("folder", "full folder"):
            file.unlink()
            file.mkdir()
            if how == "full folder":
                (file / "inside").write_text("inside")
        else:
            number = errno.EACCES if how == "forbidden" else errno.EIO
            stack.enter_context(unreadable(file, number))
        yield


# Writing


@pytest.mark.parametrize("how", REFUSALS)
async def test_nothing_is_announced_twice_after_a_full_disk(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    """Two minutes without room while trophies come, and a restart hours later."""
    heard = listen(hass)
    await let_pass(hass, freezer, 6 * MINUTE)
    with refusing(how) as tries:
        earned = emulator.earn(count=2)
        await let_pass(hass, freezer, 2 * MINUTE)
    assert len(tries) == 2
    assert not kept(hass, emulator.account) & set(keys(earned))
    await let_pass(hass, freezer, 2 * HOUR, 5 * MINUTE)
    assert kept(hass, emulator.account) == earned_keys(emulator.account)
    await restart(hass, loaded, freezer)
    forget_memory(hass)
    await restart(hass, loaded, freezer)
    await let_pass(hass, freezer, 3 * MINUTE)
    assert heard.trophy_keys == keys(earned)
    assert_quiet(caplog, emulator.account)


@pytest.mark.parametrize("how", REFUSALS)
async def test_repair_tells_of_it_until_a_write_succeeds(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    """Not at once: short trouble passes. The log has one line, however long it takes."""
    await set_up(hass, make_entry(emulator.add_account("second_hunter", titles=1)))
    with refusing(how):
        emulator.earn()
        emulator.expire_access_tokens()
        await let_pass(hass, freezer, 2 * MINUTE)
        assert issues(hass) == set()
        await let_pass(hass, freezer, 2 * MINUTE)
        assert issues(hass) == {"storage_not_writable"}
        issue = ir.async_get(hass).async_get_issue(DOMAIN, "storage_not_writable")
        assert issue is not None
        assert not issue.is_persistent
        await let_pass(hass, freezer, 2 * HOUR, 5 * MINUTE)
        assert issues(hass) == {"storage_not_writable"}
    await let_pass(hass, freezer, 16 * MINUTE)
    assert issues(hass) == set()
    lines = [one for one in caplog.records if one.name.endswith(".files")]
    assert [one.levelname for one in lines] == ["WARNING", "INFO"]
    assert_quiet(caplog, *emulator.world.accounts.values())


async def test_tries_become_rarer(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """One minute, then twice as long each time, up to a quarter of an hour."""
    await let_pass(hass, freezer, 6 * MINUTE)
    with refusing("full") as tries:
        emulator.earn()
        times: list[float] = []
        for _ in range(50):
            await let_pass(hass, freezer, MINUTE)
            times += [time.monotonic()] * (len(tries) - len(times))
    gaps = [round((later - sooner) / 60) for sooner, later in pairwise(times)]
    assert gaps == [1, 2, 4, 8, 15, 15]


@pytest.mark.parametrize("end", ["unload", "stop"])
async def test_what_is_unsaved_is_written_at_the_end(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    end: str,
) -> None:
    """Without waiting for the next try."""
    await let_pass(hass, freezer, 6 * MINUTE)
    emulator.set_auth(rotate_refresh=True)
    with refusing("full"):
        earned = emulator.earn()
        emulator.expire_access_tokens()
        await let_pass(hass, freezer, 4 * MINUTE)
    if end == "unload":
        assert await hass.config_entries.async_unload(loaded.entry_id)
    else:
        await stop(hass)
    assert set(keys(earned)) <= kept(hass, emulator.account)
    text = tokens_file(hass, emulator.account).read_text()
    assert [token for token in emulator.auth.refresh_tokens if token in text]
    assert issues(hass) == set()
    hass.set_state(CoreState.running)


async def test_write_that_fails_at_the_end_fails_quietly(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """There is nothing more to be done; the next run announces once more."""
    await let_pass(hass, freezer, 6 * MINUTE)
    with refusing("full") as tries:
        emulator.earn()
        await let_pass(hass, freezer, 4 * MINUTE)
        before = len(tries)
        await stop(hass)
        assert len(tries) == before + 1
        await let_pass(hass, freezer, HOUR, 5 * MINUTE)
        assert len(tries) == before + 1
    assert_quiet(caplog, emulator.account)
    hass.set_state(CoreState.running)


async def test_reload_on_a_full_disk_loses_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What can not be written is kept at hand, library and login alike."""
    heard = listen(hass)
    await let_pass(hass, freezer, 6 * MINUTE)
    emulator.set_auth(rotate_refresh=True)
    with refusing("full"):
        earned = emulator.earn(count=2)
        emulator.expire_access_tokens()
        await let_pass(hass, freezer, MINUTE)
        emulator.log.clear()
        for _ in range(2):
            await restart(hass, loaded, freezer, HOUR)
            await let_pass(hass, freezer, 2 * MINUTE)
        assert emulator.log.count("authorize") == 0
        assert await hass.config_entries.async_unload(loaded.entry_id)
    await let_pass(hass, freezer, 20 * MINUTE)
    assert kept(hass, emulator.account) == earned_keys(emulator.account)
    forget_memory(hass)
    await hass.config_entries.async_setup(loaded.entry_id)
    await let_pass(hass, freezer, 3 * MINUTE)
    assert heard.trophy_keys == keys(earned)
    assert emulator.log.count("authorize") == 0


async def test_tokens_are_written_when_there_is_room_again(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A refresh token that was rotated meanwhile would be lost else."""
    emulator.set_auth(rotate_refresh=True)
    with refusing("full"):
        emulator.expire_access_tokens()
        await let_pass(hass, freezer, 2 * MINUTE)
    await let_pass(hass, freezer, 4 * MINUTE)
    forget_memory(hass)
    emulator.log.clear()
    await restart(hass, loaded, freezer, 2 * HOUR)
    assert emulator.log.count("token") == 1
    assert emulator.log.count("authorize") == 0


async def test_change_during_a_write_is_written_as_well(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A write that succeeds is no proof for what came after its beginning."""
    await let_pass(hass, freezer, 6 * MINUTE)
    coordinator = loaded.runtime_data.coordinator
    coordinator.sync.library.start_at(1.0)
    writing = hass.async_create_task(coordinator.async_flush(), eager_start=True)
    coordinator.sync.library.start_at(2.0)
    later = hass.async_create_task(coordinator.async_flush(), eager_start=True)
    await writing
    await later
    assert await hass.config_entries.async_unload(loaded.entry_id)
    assert '"started_at": 2.0' in library_file(hass, emulator.account).read_text()


async def test_account_removed_on_a_full_disk_is_forgotten(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Nothing of it is written afterwards, and nothing is told any more."""
    with refusing("full"):
        emulator.earn()
        await let_pass(hass, freezer, 6 * MINUTE)
        assert issues(hass) == {"storage_not_writable"}
        await hass.config_entries.async_remove(loaded.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert issues(hass) == set()
    await let_pass(hass, freezer, HOUR, 5 * MINUTE)
    assert not library_file(hass, emulator.account).exists()
    assert not tokens_file(hass, emulator.account).exists()


async def test_account_is_removed_from_a_read_only_disk(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As far as Home Assistant is concerned; the files can not be helped."""
    with refusing("read-only"), patch("os.unlink", side_effect=OSError(errno.EROFS)):
        result = await hass.config_entries.async_remove(loaded.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert not result["require_restart"]
    assert not hass.config_entries.async_entries(DOMAIN)
    assert_quiet(caplog, emulator.account)


@pytest.mark.parametrize("number", [errno.EOPNOTSUPP, errno.EINVAL])
async def test_room_that_can_not_be_reserved_is_no_trouble(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    number: int,
) -> None:
    """Not every file system can."""
    with patch(f"{DISK}.os.posix_fallocate", side_effect=OSError(number, "No")):
        earned = emulator.earn()
        await let_pass(hass, freezer, MINUTE)
    assert set(keys(earned)) <= kept(hass, emulator.account)


# Reading


@pytest.mark.parametrize("how", BLOCKS)
async def test_library_that_can_not_be_opened_is_set_aside(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    """And rebuilt; what was announced is not announced again."""
    account = emulator.account
    heard = listen(hass)
    announced = emulator.earn(count=3)
    await let_pass(hass, freezer, MINUTE)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    freezer.tick(MINUTE)
    with blocked(library_file(hass, account), how):
        assert await hass.config_entries.async_setup(loaded.entry_id)
        await let_pass(hass, freezer, 10 * MINUTE)
        assert len(damaged_files(hass, account)) == 1
        assert issues(hass) == {f"library_damaged_{loaded.entry_id}"}
        assert kept(hass, account) == earned_keys(account)
        earned = emulator.earn()
        await restart(hass, loaded, freezer)
        await let_pass(hass, freezer, 3 * MINUTE)
    assert heard.trophy_keys == keys(announced) + keys(earned)
    assert len(damaged_files(hass, account)) == 1
    assert_quiet(caplog, account)


@pytest.mark.parametrize("how", BLOCKS)
async def test_library_that_can_not_be_moved_either(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    """The account works without; a repair says so, until there is a place for it."""
    account = emulator.account
    heard = listen(hass)
    announced = emulator.earn(count=3)
    await let_pass(hass, freezer, MINUTE)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    freezer.tick(MINUTE)
    with blocked(library_file(hass, account), how):
        with refusing("read-only"):
            assert await hass.config_entries.async_setup(loaded.entry_id)
            await hass.async_block_till_done(wait_background_tasks=True)
            assert loaded.state is ConfigEntryState.LOADED
            assert issues(hass) == {"library_unreadable"}
            issue = ir.async_get(hass).async_get_issue(DOMAIN, "library_unreadable")
            assert issue is not None
            assert not issue.is_persistent
            await let_pass(hass, freezer, 10 * MINUTE)
            assert issues(hass) == {"library_unreadable", "storage_not_writable"}
            earned = emulator.earn()
            await let_pass(hass, freezer, 2 * MINUTE)
            await restart(hass, loaded, freezer, HOUR)
            await let_pass(hass, freezer, 2 * MINUTE)
            assert heard.trophy_keys == keys(announced) + keys(earned)
        await let_pass(hass, freezer, 16 * MINUTE)
        assert issues(hass) == set()
    assert len(damaged_files(hass, account)) == 1
    forget_memory(hass)
    await restart(hass, loaded, freezer)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophy_keys == keys(announced) + keys(earned)
    assert kept(hass, account) == earned_keys(account)
    assert_quiet(caplog, account)


async def test_damaged_library_that_can_not_be_moved(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """That it can not be set aside is no reason to start never."""
    assert await hass.config_entries.async_unload(loaded.entry_id)
    library_file(hass, emulator.account).write_text("{")
    with refusing("read-only"):
        assert await hass.config_entries.async_setup(loaded.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert loaded.state is ConfigEntryState.LOADED
        assert issues(hass) == {"library_unreadable"}
    await let_pass(hass, freezer, 16 * MINUTE)
    assert issues(hass) == set()
    assert kept(hass, emulator.account) == earned_keys(emulator.account)
    assert_quiet(caplog, emulator.account)


@pytest.mark.parametrize("how", BLOCKS)
async def test_tokens_that_can_not_be_opened_cost_one_login(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    """One, and not one at each restart."""
    assert await hass.config_entries.async_unload(loaded.entry_id)
    # No login follows another within a quarter of an hour.
    freezer.tick(16 * MINUTE)
    emulator.log.clear()
    with blocked(tokens_file(hass, emulator.account), how):
        for _ in range(3):
            assert await hass.config_entries.async_setup(loaded.entry_id)
            await hass.async_block_till_done(wait_background_tasks=True)
            assert await hass.config_entries.async_unload(loaded.entry_id)
            forget_memory(hass)
            freezer.tick(MINUTE)
    assert emulator.log.count("authorize") == 1
    assert issues(hass) == set()
    assert_quiet(caplog, emulator.account)


async def test_tokens_that_can_not_be_moved_either(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The login that replaces them serves over reloads, too."""
    assert await hass.config_entries.async_unload(loaded.entry_id)
    freezer.tick(16 * MINUTE)
    emulator.log.clear()
    with blocked(tokens_file(hass, emulator.account), "folder"):
        with fixed():
            for _ in range(3):
                assert await hass.config_entries.async_setup(loaded.entry_id)
                await let_pass(hass, freezer, 3 * MINUTE)
                assert await hass.config_entries.async_unload(loaded.entry_id)
            assert issues(hass) == {"storage_not_writable"}
        assert emulator.log.count("authorize") == 1
        await let_pass(hass, freezer, 16 * MINUTE)
        assert tokens_file(hass, emulator.account).is_file()
    assert issues(hass) == set()
    assert_quiet(caplog, emulator.account)


async def test_first_set_up_on_a_read_only_disk(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Trophies are announced all the same, and saved as soon as that is possible."""
    heard = listen(hass)
    with refusing("read-only"):
        await set_up(hass, entry)
        assert entry.state is ConfigEntryState.LOADED
        earned = emulator.earn()
        await let_pass(hass, freezer, 5 * MINUTE)
        assert heard.trophy_keys == keys(earned)
        assert issues(hass) == {"storage_not_writable"}
    await let_pass(hass, freezer, 16 * MINUTE)
    assert set(keys(earned)) <= kept(hass, emulator.account)
    assert_quiet(caplog, emulator.account)
