"""What outlives a restart: the library and the login tokens of an account."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, NoReturn, override

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import UnsupportedStorageVersionError
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .psn import LoginState, PsnError
from .trophies import Library

TOKENS_VERSION: Final = 1
TOKENS_MINOR_VERSION: Final = 2
LIBRARY_VERSION: Final = 1
LIBRARY_MINOR_VERSION: Final = 1
# What is not announced can be read again, so it does not have to be on the disk soon.
_LIBRARY_SAVE_DELAY: Final = timedelta(minutes=5)
# What reading JSON of a wrong structure raises.
_DAMAGED: Final = (AttributeError, LookupError, TypeError, ValueError)


class DamagedLibraryError(Exception):
    """The file of a library can not be read; it has been set aside."""

    def __init__(self, path: str) -> None:
        """Keep where the damaged file is now."""
        super().__init__(path)
        self.path = path


class _TokensFile(Store[dict[str, Any]]):
    """The file of a login, brought up to date when it is of an older version."""

    @override
    async def _async_migrate_func(
        self,
        old_major_version: int,
        old_minor_version: int,
        old_data: dict[str, Any],
    ) -> dict[str, Any]:
        """Return the data in today's form; version 1.1 held the tokens alone."""
        if (old_major_version, old_minor_version) < (1, 2):
            return {"tokens": old_data, "npsso": {}, "logins": []}
        return old_data


class TokenStore:
    """The login of one account, in a private file of its own."""

    def __init__(self, hass: HomeAssistant, account_id: str) -> None:
        """Choose the account's file."""
        self._store = _TokensFile(
            hass,
            TOKENS_VERSION,
            f"{DOMAIN}.{account_id}.tokens",
            private=True,
            atomic_writes=True,
            minor_version=TOKENS_MINOR_VERSION,
        )

    async def async_load(self) -> LoginState:
        """Return what is kept of the login; nothing where it can not be read.

        Lost tokens cost one login with the NPSSO, so a damaged file is no error.
        """
        try:
            data = await self._store.async_load()
            return LoginState() if data is None else LoginState.from_dict(data)
        except (
            *_DAMAGED,
            PsnError,
            NotImplementedError,
            UnsupportedStorageVersionError,
        ):
            return LoginState()

    async def async_save(self, state: LoginState) -> None:
        """Write the login at once."""
        await self._store.async_save(state.to_dict())

    async def async_remove(self) -> None:
        """Delete the account's file."""
        await self._store.async_remove()


class _LibraryFile(Store[dict[str, Any]]):
    """The file of a library, brought up to date when it is of an older version."""

    @override
    async def _async_migrate_func(
        self,
        old_major_version: int,
        old_minor_version: int,
        old_data: dict[str, Any],
    ) -> dict[str, Any]:
        """Return the data in today's form; version 1.1 is the first one."""
        for version, migrate in MIGRATIONS:
            if (old_major_version, old_minor_version) < version:
                old_data = migrate(old_data)
        return old_data


# The version each function leads to, in order.
MIGRATIONS: list[
    tuple[tuple[int, int], Callable[[dict[str, Any]], dict[str, Any]]]
] = []


class LibraryStore:
    """The library of one account, in a private file."""

    def __init__(self, hass: HomeAssistant, account_id: str) -> None:
        """Choose the account's file."""
        self._hass = hass
        self._store = _LibraryFile(
            hass,
            LIBRARY_VERSION,
            f"{DOMAIN}.{account_id}.library",
            private=True,
            atomic_writes=True,
            minor_version=LIBRARY_MINOR_VERSION,
            # Thousands of titles become text in another thread. What is handed over
            # is a copy, made in the event loop, that nobody changes.
            serialize_in_event_loop=False,
        )
        self._planned: list[CALLBACK_TYPE] = []

    async def async_load(self) -> Library | None:
        """Return the library kept, or None where there is none.

        Raises DamagedLibraryError, with the file set aside, where it can not be
        understood. One that is not even JSON is set aside and reported by Home
        Assistant itself; then there is none.
        """
        try:
            data = await self._store.async_load()
        except (*_DAMAGED, UnsupportedStorageVersionError):
            # Home Assistant finds its own keys missing or of a wrong type, a migration
            # stumbled, or a newer version of this integration wrote the file.
            return await self._hass.async_add_executor_job(self._set_aside)
        if data is None:
            return None
        return await self._hass.async_add_executor_job(self._unpack, data)

    def _unpack(self, data: dict[str, Any]) -> Library:
        """Turn what was read into a library; runs in another thread."""
        try:
            return Library.load(data)
        except _DAMAGED:
            self._set_aside()

    def _set_aside(self) -> NoReturn:
        """Keep the file under another name; runs in another thread."""
        path = Path(self._store.path)
        aside = path.with_name(f"{path.name}.damaged.{dt_util.utcnow():%Y%m%dT%H%M%S}")
        path.rename(aside)
        raise DamagedLibraryError(str(aside)) from None

    async def async_save(self, library: Library) -> None:
        """Write the library at once."""
        self._async_cancel()
        await self._store.async_save(library.dump())

    @callback
    def async_schedule_save(self, library: Library) -> None:
        """Write the library in a while, and at the latest when Home Assistant stops."""
        if self._planned:
            return

        async def save(_: datetime) -> None:
            await self.async_save(library)

        async def save_at_stop(_: Event) -> None:
            # A listener that has fired is gone; to cancel it once more is an error.
            self._planned.remove(forget_stop)
            await self.async_save(library)

        forget_stop = self._hass.bus.async_listen_once(
            EVENT_HOMEASSISTANT_STOP, save_at_stop
        )
        self._planned = [
            async_call_later(self._hass, _LIBRARY_SAVE_DELAY, save),
            forget_stop,
        ]

    async def async_flush(self, library: Library) -> None:
        """Write now what was to be written later."""
        if self._planned:
            await self.async_save(library)

    @callback
    def _async_cancel(self) -> None:
        """Plan no write any more."""
        for cancel in self._planned:
            cancel()
        self._planned = []

    async def async_remove(self) -> None:
        """Delete the account's file."""
        self._async_cancel()
        await self._store.async_remove()
