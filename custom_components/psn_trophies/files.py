"""The files of an account: read quietly, and written until they are on the disk.

Home Assistant's own `Store` swallows a write that failed. It also logs each such write,
and each file that it can not read, with a traceback and the file's name.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
from pathlib import Path
import time
from typing import Any, ClassVar, Final, Self, override

import orjson

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, UnsupportedStorageVersionError
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.storage import Store
from homeassistant.util.file import WriteError
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import SerializationError

from . import disk
from .const import DOMAIN
from .disk import DamagedFileError, UnreadableFileError
from .issues import async_update_storage_issues

_LOGGER = logging.getLogger(__name__)

# How soon a failed write is tried again; twice as long after each, up to the second.
FIRST_RETRY: Final = timedelta(minutes=1)
LAST_RETRY: Final = timedelta(minutes=15)
# How long writes may fail before people are told; a third try is later than that.
TELL_AFTER: Final = timedelta(minutes=2, seconds=30)
# How much more room than the content itself a write should find.
_SPARE_BYTES: Final = 1 << 16

# By key, for the whole run of Home Assistant.
DATA_FILES: HassKey[dict[str, AccountFile]] = HassKey(f"{DOMAIN}_files")

type Content = dict[str, Any]


@dataclass(slots=True)
class _Trouble:
    """Since when writes of a file fail, and how many did."""

    since: float
    tries: int = 0

    @property
    def lasts(self) -> bool:
        """Whether it is time to tell of it."""
        return time.monotonic() - self.since >= TELL_AFTER.total_seconds()

    @property
    def patience(self) -> timedelta:
        """How long to wait before the next try."""
        return min(FIRST_RETRY * (1 << min(self.tries - 1, 8)), LAST_RETRY)


class AccountFile(Store[Content]):
    """A private file of one account; there is one object for each file.

    What could not be written is kept, over reloads as well, and tried again, at the
    latest when Home Assistant stops.
    """

    # Whether people should know that the file can not be opened.
    is_missed: ClassVar[bool] = False

    def __init__(
        self, hass: HomeAssistant, key: str, version: int, minor_version: int
    ) -> None:
        """Choose the file."""
        super().__init__(
            hass,
            version,
            key,
            private=True,
            atomic_writes=True,
            minor_version=minor_version,
            # Thousands of titles become text in another thread. What is handed over
            # is a copy, made in the event loop, that nobody changes.
            serialize_in_event_loop=False,
        )
        # Whether something that can not be read is still in the place of the file.
        self.is_blocked = False
        self.trouble: _Trouble | None = None
        self._unsaved: Callable[[], Any] | None = None
        # How often a write was asked for, and which of these was handed over last.
        self._asked = self._offered = 0
        self._cancel_try: CALLBACK_TYPE | None = None
        self._forget_stop = hass.bus.async_listen(
            EVENT_HOMEASSISTANT_STOP, self._async_stop
        )

    @classmethod
    def of(
        cls,
        hass: HomeAssistant,
        account_id: str,
        name: str,
        version: int,
        minor_version: int = 1,
    ) -> Self:
        """Return the one object of a file."""
        files = hass.data.setdefault(DATA_FILES, {})
        key = f"{DOMAIN}.{account_id}.{name}"
        if not isinstance(file := files.get(key), cls):
            file = files[key] = cls(hass, key, version, minor_version)
        return file

    # Reading

    @property
    def unsaved(self) -> Any:
        """What should be in the file and is not, before it is dressed; None if nothing."""
        return self._unsaved() if self._unsaved else None

    async def async_read(self) -> Content | None:
        """Return what the file holds, None where there is none.

        Raises UnreadableFileError, DamagedFileError, and for JSON of a wrong structure
        whatever comes of that.
        """
        exists = await self.hass.async_add_executor_job(disk.look, Path(self.path))
        try:
            content = await self.async_load()
        except UnsupportedStorageVersionError:
            raise
        except HomeAssistantError:
            raise UnreadableFileError from None
        if content is None and exists:
            raise DamagedFileError
        return content

    async def async_set_aside(self) -> bool:
        """Make room for a new file; tell whether that was possible."""
        moved = await self.hass.async_add_executor_job(disk.set_aside, Path(self.path))
        self.is_blocked = not moved
        self._async_tell()
        return moved

    # Writing

    async def async_write(self, content: Callable[[], Any]) -> None:
        """Write at once what `content` returns; where that fails, again and again."""
        self._async_ask(content)
        self._async_cancel_try()
        self._offered = self._asked
        await self.async_save(content())

    @callback
    def async_write_later(self, content: Callable[[], Any], delay: timedelta) -> None:
        """Write what `content` returns then, unless a write is planned already."""
        self._async_ask(content)
        if self._cancel_try is None:
            self._async_try_in(delay)

    async def async_flush(self) -> None:
        """Write now what is not written yet."""
        if self._unsaved is not None:
            await self.async_write(self._unsaved)

    @callback
    def _async_ask(self, content: Callable[[], Any]) -> None:
        """Note that there is something to be written."""
        self._unsaved = content
        self._asked += 1

    @callback
    def _async_try_in(self, delay: timedelta) -> None:
        """Plan a write."""

        async def write(_: datetime) -> None:
            self._cancel_try = None
            await self.async_flush()

        self._async_cancel_try()
        self._cancel_try = async_call_later(
            self.hass, delay, HassJob(write, cancel_on_shutdown=True)
        )

    @callback
    def _async_cancel_try(self) -> None:
        """Plan no write any more."""
        if self._cancel_try is not None:
            self._cancel_try()
            self._cancel_try = None

    async def _async_stop(self, _: Event) -> None:
        """Write what is not written when Home Assistant stops."""
        await self.async_flush()

    @override
    async def _async_write_data(self, data: Content) -> None:
        """Write, and note what comes of it."""
        offered = self._offered
        try:
            data = await self.hass.async_add_executor_job(self._make_ready, data)
            await super()._async_write_data(data)
        except (OSError, SerializationError, TypeError, WriteError) as err:
            self._async_note_failure(err)
        else:
            self._async_note_success(newest=offered == self._asked)

    def _make_ready(self, data: Content) -> Content:
        """Return what goes on the disk; raises OSError where there is no place for it."""
        data = {**data, "data": self.dress(data["data"])}
        path = Path(self.path)
        if self.is_blocked:
            self.is_blocked = not disk.set_aside(path)
        size = len(orjson.dumps(data, option=orjson.OPT_INDENT_2))
        disk.reserve(path, size + _SPARE_BYTES)
        return data

    def dress(self, content: Any) -> Content:
        """Return what is to be kept as it is written; runs in another thread.

        It gets a copy, made in the event loop, that nobody changes.
        """
        dressed: Content = content
        return dressed

    @callback
    def _async_note_failure(self, err: Exception) -> None:
        """Try again later, and tell of it: in the log at once, in a repair in a while."""
        if self._unsaved is None:
            # A file was to be rewritten in today's form; the next start does that.
            return
        if not any(file.trouble for file in self._all_files()):
            _LOGGER.warning(
                "The disk does not take what is to be kept (%s); this is tried again "
                "until it does",
                disk.reason(err),
            )
        if self.trouble is None:
            self.trouble = _Trouble(time.monotonic())
        self.trouble.tries += 1
        if not self.hass.is_stopping:
            self._async_try_in(self.trouble.patience)
        self._async_tell()

    @callback
    def _async_note_success(self, *, newest: bool) -> None:
        """Note that all is well, and whether nothing newer waits to be written."""
        self.is_blocked = False
        if newest:
            self._unsaved = None
            self._async_cancel_try()
        if self.trouble is not None:
            self.trouble = None
            if not any(file.trouble for file in self._all_files()):
                _LOGGER.info("The disk takes everything again")
        self._async_tell()

    def _all_files(self) -> list[AccountFile]:
        """Return the files of all accounts."""
        return list(self.hass.data.get(DATA_FILES, {}).values())

    @callback
    def _async_tell(self) -> None:
        """Let the repairs say how the files of all accounts are."""
        files = self._all_files()
        async_update_storage_issues(
            self.hass,
            is_full=any(file.trouble and file.trouble.lasts for file in files),
            is_blocked=any(file.is_missed and file.is_blocked for file in files),
        )

    # Removal

    async def async_erase(self) -> None:
        """Delete the file and all that was put aside of it, and write no more."""
        self._unsaved = self.trouble = None
        self._async_cancel_try()
        self._forget_stop()
        self.hass.data.get(DATA_FILES, {}).pop(self.key, None)
        # What it could not delete is noticed below.
        with suppress(OSError):
            await self.async_remove()
        if not await self.hass.async_add_executor_job(disk.erase, Path(self.path)):
            _LOGGER.warning("Files of an account that was removed can not be deleted")
        self._async_tell()
