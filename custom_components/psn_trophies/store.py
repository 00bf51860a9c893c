"""What outlives a restart: library, login tokens, and what is played."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import blake2b
import time
from typing import Any, ClassVar, Final, override

import orjson

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import UnsupportedStorageVersionError

from .disk import DamagedFileError, UnreadableFileError
from .files import AccountFile, Content
from .psn import LoginState, PsnError
from .trophies import Library, PlayRecord, archive

PLAY_VERSION: Final = 1
TOKENS_VERSION: Final = 1
TOKENS_MINOR_VERSION: Final = 2
# From this version on a library has a checksum.
CHECKED_SINCE: Final = (1, 2)
CHECKSUM: Final = "checksum"
_CANONICAL: Final = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
# What is not announced can be read again, so it does not have to be on the disk soon.
_LIBRARY_SAVE_DELAY: Final = timedelta(minutes=5)
# What of a session a crash may cost.
_PLAY_SAVE_DELAY: Final = timedelta(minutes=5)


class DamagedLibraryError(Exception):
    """The library kept can not be read; `is_set_aside` tells whether it is out of the way."""

    def __init__(self, *, is_set_aside: bool) -> None:
        """Keep what became of the file."""
        super().__init__()
        self.is_set_aside = is_set_aside


class _TokensFile(AccountFile):
    """The file of a login, brought up to date when it is of an older version."""

    @override
    async def _async_migrate_func(
        self,
        old_major_version: int,
        old_minor_version: int,
        old_data: Content,
    ) -> Content:
        """Return the data in today's form; version 1.1 held the tokens alone."""
        if (old_major_version, old_minor_version) < (1, 2):
            return {"tokens": old_data, "npsso": {}, "logins": []}
        return old_data


class TokenStore:
    """The login of one account, in a private file of its own."""

    def __init__(self, hass: HomeAssistant, account_id: str) -> None:
        """Choose the account's file."""
        self._file = _TokensFile.of(
            hass, account_id, "tokens", TOKENS_VERSION, TOKENS_MINOR_VERSION
        )

    async def async_load(self) -> LoginState:
        """Return what is kept of the login; nothing where it can not be read.

        Lost tokens cost one login with the NPSSO, so a damaged file is no error. What
        can not be opened makes room for the next ones.
        """
        try:
            data = self._file.unsaved or await self._file.async_read()
            return LoginState() if data is None else LoginState.from_dict(data)
        except UnreadableFileError:
            await self._file.async_set_aside()
            return LoginState()
        except (
            *archive.DAMAGE,
            DamagedFileError,
            PsnError,
            NotImplementedError,
            UnsupportedStorageVersionError,
        ):
            return LoginState()

    async def async_save(self, state: LoginState) -> None:
        """Write the login at once; where that fails, again and again."""
        await self._file.async_write(state.to_dict)

    async def async_flush(self) -> None:
        """Write now what could not be written yet."""
        await self._file.async_flush()

    async def async_remove(self) -> None:
        """Delete the account's file."""
        await self._file.async_erase()


class PlayStore:
    """Session and guard of one account, in a private file of its own.

    Losing it costs the session that goes on, so a damaged file is no error.
    """

    def __init__(self, hass: HomeAssistant, account_id: str) -> None:
        """Choose the account's file."""
        self._file = AccountFile.of(hass, account_id, "play", PLAY_VERSION)

    async def async_load(self) -> PlayRecord:
        """Return what is kept; nothing where it can not be read."""
        try:
            data = self._file.unsaved or await self._file.async_read()
            return PlayRecord() if data is None else PlayRecord.from_dict(data)
        except UnreadableFileError:
            await self._file.async_set_aside()
        except (
            *archive.DAMAGE,
            DamagedFileError,
            NotImplementedError,
            UnsupportedStorageVersionError,
        ):
            pass
        return PlayRecord()

    @callback
    def async_schedule_save(self, record: PlayRecord) -> None:
        """Write the record in a while, and at the latest when Home Assistant stops."""
        self._file.async_write_later(record.to_dict, _PLAY_SAVE_DELAY)

    async def async_save(self, record: PlayRecord) -> None:
        """Write the record at once; where that fails, again and again."""
        await self._file.async_write(record.to_dict)

    async def async_flush(self) -> None:
        """Write now what is not written yet."""
        await self._file.async_flush()

    async def async_remove(self) -> None:
        """Delete the account's file."""
        await self._file.async_erase()


class _LibraryFile(AccountFile):
    """The file of a library, brought up to date when it is of an older version."""

    is_missed: ClassVar[bool] = True

    @override
    def dress(self, content: Any) -> Content:
        """Return a snapshot of the library as it is stored, with its checksum.

        What was brought up from an older version is in that form already.
        """
        return sealed(
            archive.dump(content) if isinstance(content, Library) else content
        )

    @override
    async def _async_migrate_func(
        self,
        old_major_version: int,
        old_minor_version: int,
        old_data: Content,
    ) -> Content:
        """Return the data in today's form."""
        return await self.hass.async_add_executor_job(
            _migrated, (old_major_version, old_minor_version), old_data
        )


def _migrated(version: tuple[int, int], data: Content) -> Content:
    """Return data of a version in today's form."""
    if version >= CHECKED_SINCE or CHECKSUM in data:
        data = unsealed(data)
    return sealed(archive.migrate(data, version))


def sealed(content: Content) -> Content:
    """Return content with a checksum over all the rest of it."""
    rest = {key: value for key, value in content.items() if key != CHECKSUM}
    return {**rest, CHECKSUM: _checksum(rest)}


def unsealed(content: Content) -> Content:
    """Return content without its checksum; raises where that does not fit."""
    rest = dict(content)
    if rest.pop(CHECKSUM) != _checksum(rest):
        raise ValueError("checksum does not fit")
    return rest


def _checksum(content: Content) -> str:
    """Return the same for the same content, whatever the order of its keys."""
    digest = blake2b(digest_size=16)
    for part in _canonical(content):
        digest.update(part)
    return digest.hexdigest()


def _canonical(content: dict[str, Any]) -> Iterator[bytes]:
    """Iterate over content as JSON with sorted keys.

    Long lists piece by piece: a large library as one text would take as much memory
    again, which the process keeps.
    """
    for number, (key, value) in enumerate(sorted(content.items())):
        yield b",%b:" % orjson.dumps(key) if number else b"{%b:" % orjson.dumps(key)
        if isinstance(value, list):
            for place, one in enumerate(value):
                yield b"," if place else b"["
                yield orjson.dumps(one, option=_CANONICAL)
            yield b"]" if value else b"[]"
        else:
            yield orjson.dumps(value, option=_CANONICAL)
    yield b"}" if content else b"{}"


class LibraryStore:
    """The library of one account, in a private file."""

    def __init__(self, hass: HomeAssistant, account_id: str) -> None:
        """Choose the account's file."""
        self._hass = hass
        self._file = _LibraryFile.of(
            hass, account_id, "library", archive.VERSION, archive.MINOR_VERSION
        )

    async def async_load(self) -> Library | None:
        """Return the library kept, or None where there is none.

        Raises DamagedLibraryError where it can not be opened or understood.
        """
        if (snapshot := self._file.unsaved) is not None:
            return await self._hass.async_add_executor_job(_copied, snapshot)
        try:
            data = await self._file.async_read()
            if data is None:
                return None
            return await self._hass.async_add_executor_job(_unpack, data)
        except (
            *archive.DAMAGE,
            DamagedFileError,
            UnreadableFileError,
            UnsupportedStorageVersionError,
        ):
            # Beside damage: a migration stumbled, or a newer version of this
            # integration wrote the file.
            is_set_aside = await self._file.async_set_aside()
            raise DamagedLibraryError(is_set_aside=is_set_aside) from None

    async def async_save(self, library: Library) -> None:
        """Write the library at once; where that fails, again and again."""
        await self._file.async_write(library.snapshot)

    @callback
    def async_schedule_save(self, library: Library) -> None:
        """Write the library in a while, and at the latest when Home Assistant stops."""
        self._file.async_write_later(library.snapshot, _LIBRARY_SAVE_DELAY)

    async def async_flush(self) -> None:
        """Write now what is not written yet."""
        await self._file.async_flush()

    async def async_remove(self) -> None:
        """Delete the account's file, and what was set aside of it."""
        await self._file.async_erase()


def _unpack(data: Content) -> Library:
    """Turn what was read into a library; runs in another thread."""
    return archive.load(unsealed(data), time.time())


def _copied(snapshot: Library) -> Library:
    """Turn what is not written yet into a library; runs in another thread."""
    return archive.load(archive.dump(snapshot), time.time())
