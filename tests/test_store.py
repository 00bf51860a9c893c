"""What is written and when, what is read back, and what of it may be damaged.

With real files: the plugin's stand-in for them can not be damaged.
"""

from datetime import timedelta
import json
from pathlib import Path
import threading
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import (
    EVENT_HOMEASSISTANT_FINAL_WRITE,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, CoreState, HomeAssistant
from homeassistant.helpers import issue_registry as ir

from custom_components.psn_trophies import store
from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.trophies import Library
from tests.emulator import Account, Earned, Emulator

from .announcements import keys, listen, restart
from .common import MINUTE, let_pass, make_entry, set_up, state_of


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Return an empty folder for Home Assistant's configuration."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let Home Assistant write files."""
    return {}


def library_file(hass: HomeAssistant, account: Account) -> Path:
    """Return where the library of an account is kept."""
    return Path(hass.config.path(".storage", f"{DOMAIN}.{account.account_id}.library"))


def tokens_file(hass: HomeAssistant, account: Account) -> Path:
    """Return where the login of an account is kept."""
    return Path(hass.config.path(".storage", f"{DOMAIN}.{account.account_id}.tokens"))


def kept(hass: HomeAssistant, account: Account) -> set[tuple[str, int]]:
    """Return title and trophy id of what the written library holds."""
    data = json.loads(library_file(hass, account).read_text())["data"]
    library = Library.load(data)
    return {
        (record.title.np_communication_id, trophy_id)
        for record in library.records
        for trophy_id in record.lines
    }


def earned_keys(account: Account) -> set[tuple[str, int]]:
    """Return title and trophy id of all an account has earned."""
    return {
        (title.set.id, trophy_id)
        for title in account.titles.values()
        for trophy_id in title.live.earned
    }


async def announce_some(
    emulator: Emulator, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> list[Earned]:
    """Earn three trophies and let them be announced."""
    earned = emulator.earn(count=3)
    await let_pass(hass, freezer, MINUTE)
    return earned


def damaged_files(hass: HomeAssistant, account: Account) -> list[Path]:
    """Return the files that were set aside."""
    return sorted(
        library_file(hass, account).parent.glob(
            f"{DOMAIN}.{account.account_id}.*.damaged.*"
        )
    )


# When it is written


async def test_library_is_written_after_a_while(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What is read without being announced can wait two minutes."""
    file = library_file(hass, emulator.account)
    await let_pass(hass, freezer, timedelta(seconds=110), timedelta(seconds=10))
    assert not kept(hass, emulator.account)
    await let_pass(hass, freezer, 5 * MINUTE, timedelta(seconds=10))
    assert kept(hass, emulator.account) == earned_keys(emulator.account)
    assert file.stat().st_mode & 0o777 == 0o600


async def test_announcement_is_written_at_once(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """No later than the poll that found it, also while a later write is planned."""
    for _ in range(3):
        earned = await announce_some(emulator, hass, freezer)
        assert set(keys(earned)) <= kept(hass, emulator.account)
    assert kept(hass, emulator.account) == earned_keys(emulator.account)


async def test_quiet_polls_write_nothing(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A library that did not change is left alone, and so are tokens."""
    await let_pass(hass, freezer, 5 * MINUTE)
    files = [library_file(hass, emulator.account), tokens_file(hass, emulator.account)]
    before = [file.stat().st_ino for file in files]
    await let_pass(hass, freezer, 20 * MINUTE)
    assert [file.stat().st_ino for file in files] == before


async def test_new_token_does_not_rewrite_the_library(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Tokens have a file of their own."""
    await let_pass(hass, freezer, 5 * MINUTE)
    library = library_file(hass, emulator.account).stat().st_ino
    tokens = tokens_file(hass, emulator.account).read_text()
    emulator.expire_access_tokens()
    await let_pass(hass, freezer, 3 * MINUTE)
    assert library_file(hass, emulator.account).stat().st_ino == library
    assert tokens_file(hass, emulator.account).read_text() != tokens


async def test_unloading_writes_what_is_due(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """A reload does not read the library anew."""
    assert not kept(hass, emulator.account)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    assert kept(hass, emulator.account) == earned_keys(emulator.account)
    emulator.log.clear()
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert emulator.log.count("authorize", "token") == 0


async def test_stopping_writes_what_is_due(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Home Assistant may stop before two minutes are over."""
    assert not kept(hass, emulator.account)
    hass.set_state(CoreState.stopping)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    hass.set_state(CoreState.final_write)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    assert kept(hass, emulator.account) == earned_keys(emulator.account)


async def test_library_is_loaded_in_another_thread(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Thousands of titles do not hold Home Assistant up."""
    threads: list[int] = []
    load = Library.load

    def noting(data: dict[str, Any]) -> Library:
        threads.append(threading.get_ident())
        return load(data)

    with patch.object(Library, "load", noting):
        await restart(hass, loaded, freezer)
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    progress = state_of(hass, emulator.account, "library_progress").state
    assert float(progress) == 100


async def test_login_is_kept_over_a_restart(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Neither NPSSO nor refresh token is used while the access token lives."""
    await restart(hass, loaded, freezer, timedelta(minutes=40))
    assert loaded.state is ConfigEntryState.LOADED
    assert emulator.log.count("authorize", "token") == 0
    assert tokens_file(hass, emulator.account).stat().st_mode & 0o777 == 0o600


# Older versions


@pytest.mark.parametrize(
    ("version", "expected"), [((1, 2), ["1.2"]), ((2, 1), ["1.2", "2.1"])]
)
async def test_older_library_is_migrated(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    *,
    version: tuple[int, int],
    expected: list[str],
) -> None:
    """Each step to today's version takes place once, in order, and is written."""
    heard = listen(hass)
    earned = await announce_some(emulator, hass, freezer)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    steps: list[str] = []

    def migration(name: str) -> Any:
        def migrate(data: dict[str, Any]) -> dict[str, Any]:
            steps.append(name)
            assert len(data["titles"]) == len(emulator.account.titles)
            return data

        return migrate

    monkeypatch.setattr(store, "LIBRARY_VERSION", version[0])
    monkeypatch.setattr(store, "LIBRARY_MINOR_VERSION", version[1])
    monkeypatch.setattr(
        store,
        "MIGRATIONS",
        [((1, 1), migration("1.1")), ((1, 2), migration("1.2"))]
        + ([((2, 1), migration("2.1"))] if version[0] == 2 else []),
    )
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await let_pass(hass, freezer, 3 * MINUTE)
    assert steps == expected
    assert heard.trophy_keys == keys(earned)
    written = json.loads(library_file(hass, emulator.account).read_text())
    assert (written["version"], written["minor_version"]) == version
    await restart(hass, loaded, freezer)
    assert steps == expected
    assert not damaged_files(hass, emulator.account)


# Damage


def _with(**changes: Any) -> Any:
    """Return what spoils the contents of a file."""

    def spoil(content: dict[str, Any]) -> Any:
        return {**content, **changes}

    return spoil


def _with_title(**changes: Any) -> Any:
    """Return what spoils the first title of a library."""

    def spoil(content: dict[str, Any]) -> Any:
        data = content["data"]
        first = data["titles"][0]
        assert changes.keys() <= first.keys() or not changes
        titles = [{**first, **changes}, *data["titles"][1:]] if changes else [[]]
        return {**content, "data": {**data, "titles": titles}}

    return spoil


DAMAGES = {
    "newer": _with(version=99),
    "list": _with(data=[]),
    "text": _with(data="lost"),
    "nothing in it": _with(data={}),
    "no titles": lambda content: {
        **content,
        "data": {k: v for k, v in content["data"].items() if k != "titles"},
    },
    "titles are a number": lambda content: {
        **content,
        "data": {**content["data"], "titles": 5},
    },
    "titles are texts": lambda content: {
        **content,
        "data": {**content["data"], "titles": ["a", "b"]},
    },
    "summary is a text": lambda content: {
        **content,
        "data": {**content["data"], "summary": "lost"},
    },
    "started nowhere": lambda content: {
        **content,
        "data": {**content["data"], "started_at": None},
    },
    "title is a list": _with_title(),
    "no version": lambda content: {"data": content["data"]},
    "no data": lambda content: {"version": 1, "minor_version": 1, "key": "x"},
    "version is a text": _with(version="one"),
    "file is a list": lambda _: [1, 2],
    "file is a text": lambda _: "lost",
    "file is null": lambda _: None,
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_damaged_library_is_set_aside_and_rebuilt(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    damage: str,
) -> None:
    """A repair tells of it, and what was announced is not announced again."""
    account = emulator.account
    heard = listen(hass)
    await announce_some(emulator, hass, freezer)
    told = len(heard.told)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    file = library_file(hass, account)
    spoilt = json.dumps(DAMAGES[damage](json.loads(file.read_text())))
    file.write_text(spoilt)
    freezer.tick(MINUTE)
    await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.state is ConfigEntryState.LOADED
    (aside,) = damaged_files(hass, account)
    assert aside.read_text() == spoilt
    issue = ir.async_get(hass).async_get_issue(
        DOMAIN, f"library_damaged_{loaded.entry_id}"
    )
    assert issue is not None
    assert issue.is_fixable
    assert issue.is_persistent
    assert issue.translation_placeholders == {"name": loaded.title, "file": aside.name}
    await let_pass(hass, freezer, 5 * MINUTE)
    assert kept(hass, account) == earned_keys(account)
    assert len(heard.told) == told
    earned = emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert heard.trophy_keys[-1:] == keys(earned)
    await restart(hass, loaded, freezer)
    assert damaged_files(hass, account) == [aside]


async def test_library_that_is_no_json_is_rebuilt(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Home Assistant itself sets it aside and tells of it."""
    account = emulator.account
    heard = listen(hass)
    await announce_some(emulator, hass, freezer)
    told = len(heard.told)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    file = library_file(hass, account)
    file.write_text(file.read_text()[:-100])
    freezer.tick(MINUTE)
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await let_pass(hass, freezer, 10 * MINUTE)
    assert list(file.parent.glob(f"{file.name}.corrupt.*"))
    assert any(
        issue.translation_key == "storage_corruption"
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == HOMEASSISTANT_DOMAIN
    )
    assert kept(hass, account) == earned_keys(account)
    assert len(heard.told) == told


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        "[]",
        "null",
        '"lost"',
        '{"data": {}}',
        '{"version": 1, "minor_version": 1}',
        '{"version": 99, "minor_version": 1, "data": {}}',
        '{"version": "one", "minor_version": 1, "data": {}}',
        '{"version": 1, "minor_version": 9, "data": {}}',
        '{"version": 0, "minor_version": 1, "data": {}}',
    ],
)
async def test_damaged_tokens_file_costs_one_login(
    emulator: Emulator, hass: HomeAssistant, entry: MockConfigEntry, content: str
) -> None:
    """Whatever stands in the file, the NPSSO still works, and new tokens are kept."""
    file = tokens_file(hass, emulator.account)
    file.parent.mkdir(exist_ok=True)
    file.write_text(content)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert emulator.log.count("authorize") == 1
    assert json.loads(file.read_text())["data"]["tokens"]["refresh_token"]


# Removal


async def test_removing_the_account_removes_its_files(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Library and login go, those of another account stay; nothing comes later."""
    other = emulator.add_account("second_hunter", titles=2)
    await set_up(hass, make_entry(other))
    await let_pass(hass, freezer, 3 * MINUTE)
    await announce_some(emulator, hass, freezer)
    assert library_file(hass, emulator.account).exists()
    assert tokens_file(hass, emulator.account).exists()
    await hass.config_entries.async_remove(loaded.entry_id)
    await let_pass(hass, freezer, 5 * MINUTE)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    assert not library_file(hass, emulator.account).exists()
    assert not tokens_file(hass, emulator.account).exists()
    assert library_file(hass, other).exists()
    assert tokens_file(hass, other).exists()


async def test_account_removed_right_after_set_up_leaves_no_files(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A write that was planned does not take place after the removal."""
    await hass.config_entries.async_remove(loaded.entry_id)
    await let_pass(hass, freezer, 5 * MINUTE)
    assert not library_file(hass, emulator.account).exists()
    assert not tokens_file(hass, emulator.account).exists()
