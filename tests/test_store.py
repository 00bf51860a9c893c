"""What is written and when, what is read back, and what of it may be damaged.

With real files: the plugin's stand-in for them can not be damaged.
"""

from contextlib import suppress
from datetime import timedelta
from hashlib import blake2b
import json
from pathlib import Path
from random import Random
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
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import issue_registry as ir

from custom_components.psn_trophies import store
from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.files import DATA_FILES
from custom_components.psn_trophies.store import DamagedLibraryError, LibraryStore
from custom_components.psn_trophies.trophies import Library, archive
from tests.emulator import Earned, Emulator

from .announcements import keys, listen, restart
from .common import MINUTE, let_pass, make_entry, set_up, state_of
from .storage import (
    assert_quiet,
    damaged_files,
    earned_keys,
    kept,
    library_file,
    put_aside,
    tokens_file,
)

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Return an empty folder for Home Assistant's configuration."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let Home Assistant write files."""
    return {}


async def announce_some(
    emulator: Emulator, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> list[Earned]:
    """Earn three trophies and let them be announced."""
    earned = emulator.earn(count=3)
    await let_pass(hass, freezer, MINUTE)
    return earned


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
    load = archive.load

    def noting(data: dict[str, Any], at: float) -> Library:
        threads.append(threading.get_ident())
        return load(data, at)

    with patch.object(archive, "load", noting):
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
    ("version", "expected"), [((1, 4), ["1.4"]), ((2, 1), ["1.4", "2.1"])]
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
            return {**data, "step": name}

        return migrate

    monkeypatch.setattr(archive, "VERSION", version[0])
    monkeypatch.setattr(archive, "MINOR_VERSION", version[1])
    monkeypatch.setattr(
        archive,
        "MIGRATIONS",
        [((1, 3), migration("1.3")), ((1, 4), migration("1.4"))]
        + ([((2, 1), migration("2.1"))] if version[0] == 2 else []),
    )
    # An update comes with a restart.
    hass.data.pop(DATA_FILES)
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
    "null": _with(data=None),
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
    content = DAMAGES[damage](json.loads(file.read_text()))
    with suppress(AttributeError, KeyError, TypeError):
        # The checksum alone would find all of these.
        content["data"] = store.sealed(content["data"])
    spoilt = json.dumps(content)
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
    assert issue.translation_placeholders is None
    await let_pass(hass, freezer, 5 * MINUTE)
    assert kept(hass, account) == earned_keys(account)
    assert len(heard.told) == told
    earned = emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert heard.trophy_keys[-1:] == keys(earned)
    await restart(hass, loaded, freezer)
    assert damaged_files(hass, account) == [aside]


@pytest.mark.parametrize("cut", [0, 1, -100])
async def test_library_that_is_no_json_is_rebuilt(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    cut: int,
) -> None:
    """In the same way, and without Home Assistant's own words, which name the file."""
    account = emulator.account
    heard = listen(hass)
    await announce_some(emulator, hass, freezer)
    told = len(heard.told)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    file = library_file(hass, account)
    file.write_text(file.read_text()[:cut])
    freezer.tick(MINUTE)
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await let_pass(hass, freezer, 10 * MINUTE)
    assert len(damaged_files(hass, account)) == 1
    assert {domain for domain, _ in ir.async_get(hass).issues} == {DOMAIN}
    assert_quiet(caplog, account)
    assert kept(hass, account) == earned_keys(account)
    assert len(heard.told) == told


async def test_flipped_bits_change_nothing(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Each is refused, or does no harm to anything that is kept."""
    account = emulator.account
    emulator.earn(count=3)
    await hass.services.async_call(DOMAIN, "sync_now", blocking=True)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    file = library_file(hass, account)
    whole = file.read_bytes()
    library = await LibraryStore(hass, account.account_id).async_load()
    assert library is not None
    expected = archive.dump(library)
    places = Random(16)
    refused = 0
    for _ in range(400):
        spoilt = bytearray(whole)
        spoilt[places.randrange(len(whole))] ^= 1 << places.randrange(8)
        file.write_bytes(spoilt)
        try:
            library = await LibraryStore(hass, account.account_id).async_load()
        except DamagedLibraryError:
            refused += 1
        else:
            assert library is not None
            assert archive.dump(library) == expected
    assert refused > 350


async def test_version_without_checksum_is_taken_over(
    emulator: Emulator, hass: HomeAssistant
) -> None:
    """A file just as version 1.1 wrote it; from then on it has a checksum."""
    before = json.loads((FIXTURES / "library_1_1.json").read_text())
    assert store.CHECKSUM not in before["data"]
    file = library_file(hass, emulator.account)
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(before))
    library = await LibraryStore(hass, emulator.account.account_id).async_load()
    assert library is not None
    brought_up = archive.migrate(before["data"], (1, 1))
    assert [
        (title["title"], title["trophies"], title["groups"], title["read_at"])
        for title in archive.dump(library)["titles"]
    ] == [
        (title["title"], title["trophies"], title["groups"], title["read_at"])
        for title in before["data"]["titles"]
    ]
    # Whoever wrote it had looked at the account before.
    assert library.looked
    after = json.loads(file.read_text())
    assert (after["version"], after["minor_version"]) == (1, 3)
    checksum = after["data"].pop(store.CHECKSUM)
    assert after["data"] == brought_up
    assert checksum
    assert not damaged_files(hass, emulator.account)


async def test_version_that_kept_only_what_is_earned(
    emulator: Emulator, hass: HomeAssistant
) -> None:
    """A file just as version 1.2 wrote it: nothing of it is lost."""
    before = json.loads((FIXTURES / "library_1_2.json").read_text())
    file = library_file(hass, emulator.account)
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(before))
    library = await LibraryStore(hass, emulator.account.account_id).async_load()
    assert library is not None
    # What each game lacks is unknown until it is read again.
    assert {title.pop("missing") for title in archive.dump(library)["titles"]} == {None}
    unfinished = [one for one in library.records if one.title.progress < 100]
    assert len(list(library.lacking)) == len(unfinished) == 5
    after = json.loads(file.read_text())
    assert (after["version"], after["minor_version"]) == (1, 3)
    assert after["data"].pop(store.CHECKSUM)
    for title in after["data"]["titles"]:
        assert title.pop("missing") is None
    del before["data"][store.CHECKSUM]
    assert after["data"] == before["data"]
    assert not damaged_files(hass, emulator.account)


async def test_what_games_lack_is_read_after_the_update(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Once, in the background; two requests a game, and none for finished ones."""
    file = library_file(hass, emulator.account)
    file.parent.mkdir(exist_ok=True)
    file.write_text((FIXTURES / "library_1_2.json").read_text())
    await set_up(hass, entry)
    await let_pass(hass, freezer, 5 * MINUTE)
    library = entry.runtime_data.coordinator.sync.library
    assert not list(library.lacking)
    assert emulator.log.count("definitions") == 5
    missing = {
        record.title.np_communication_id: len(record.missing or ())
        for record in library.records
        if record.title.progress < 100
    }
    assert missing == {
        record.title.np_communication_id: record.title.defined.total
        - record.title.earned.total
        for record in library.records
        if record.title.progress < 100
    }
    emulator.log.clear()
    await restart(hass, entry, freezer)
    await let_pass(hass, freezer, 5 * MINUTE)
    assert emulator.log.count("definitions") <= 2


@pytest.mark.parametrize("change", ["dropped", "renamed", "other", "number"])
async def test_checksum_itself_is_minded(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry, change: str
) -> None:
    """In a file of a version that has one."""
    assert await hass.config_entries.async_unload(loaded.entry_id)
    file = library_file(hass, emulator.account)
    content = json.loads(file.read_text())
    checksum = content["data"].pop(store.CHECKSUM)
    content["data"] |= {
        "dropped": {},
        "renamed": {"chdcksum": checksum},
        "other": {store.CHECKSUM: "0" * len(checksum)},
        "number": {store.CHECKSUM: 5},
    }[change]
    file.write_text(json.dumps(content))
    with pytest.raises(DamagedLibraryError):
        await LibraryStore(hass, emulator.account.account_id).async_load()


async def test_keys_that_are_not_known_are_minded_too(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """A later version may keep more; the checksum is over all of it."""
    assert await hass.config_entries.async_unload(loaded.entry_id)
    file = library_file(hass, emulator.account)
    content = json.loads(file.read_text())
    content["data"] = store.sealed(
        {**content["data"], "language": "fr", "rates": [1.5]}
    )
    file.write_text(json.dumps(content))
    assert await LibraryStore(hass, emulator.account.account_id).async_load()
    content["data"]["language"] = "gr"
    file.write_text(json.dumps(content))
    with pytest.raises(DamagedLibraryError):
        await LibraryStore(hass, emulator.account.account_id).async_load()


async def test_checksum_is_worked_out_in_another_thread(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """When writing and when reading."""
    threads: list[int] = []

    def noting(*, digest_size: int) -> Any:
        threads.append(threading.get_ident())
        return blake2b(digest_size=digest_size)

    with patch("custom_components.psn_trophies.store.blake2b", noting):
        assert await hass.config_entries.async_reload(loaded.entry_id)
    assert len(threads) >= 2
    assert threading.get_ident() not in threads


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


async def test_removing_the_account_removes_what_was_set_aside(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """By this integration or by Home Assistant, file or folder; nothing of others."""
    account = emulator.account
    other = emulator.add_account("second_hunter", titles=1)
    await set_up(hass, make_entry(other))
    for file in (library_file(hass, account), tokens_file(hass, account)):
        put_aside(file)
    put_aside(library_file(hass, other))
    await hass.config_entries.async_remove(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    left = [path.name for path in library_file(hass, other).parent.iterdir()]
    assert not [name for name in left if account.account_id in name]
    assert len([name for name in left if other.account_id in name]) == 5
    assert library_file(hass, other).exists()
    assert_quiet(caplog, account, other)


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
