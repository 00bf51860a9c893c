"""Keeping what is known: it is written when it changed, at once where that matters."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .issues import async_report_damaged_library
from .store import DamagedLibraryError, LibraryStore, PlayStore
from .trophies import AccountState, Library, PlayRecord


class LibraryKeeper:
    """Loads the library of an account and knows what of it is still to be written.

    And what is played, as far as that is followed.
    """

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, account_id: str
    ) -> None:
        """Choose the account's file."""
        self._hass = hass
        self._entry = entry
        self._store = LibraryStore(hass, account_id)
        self._play_store = PlayStore(hass, account_id)
        # What is written, or will be without being asked again.
        self._planned_revision = 0
        self._announced: AccountState | None = None
        self._play_revision = 0

    async def async_load(self) -> Library | None:
        """Return the library of the last run; a damaged one is started anew."""
        try:
            return await self._store.async_load()
        except DamagedLibraryError as err:
            # One that is still in the way is told of by the file itself.
            if err.is_set_aside:
                async_report_damaged_library(self._hass, self._entry)
            return None

    async def async_load_play(self) -> PlayRecord:
        """Return what is kept of play."""
        return await self._play_store.async_load()

    @callback
    def async_save_play(self, record: PlayRecord) -> None:
        """Write what is played: at once where it changed, else how long in a while."""
        if record.revision != self._play_revision:
            self._play_revision = record.revision
            self._entry.async_create_task(
                self._hass, self._play_store.async_save(record)
            )
        elif record.session is not None:
            self._play_store.async_schedule_save(record)

    async def async_save(self, library: Library) -> None:
        """Write the library now."""
        self._planned_revision = library.revision
        await self._store.async_save(library)

    @callback
    def async_save_announced(self, library: Library, state: AccountState) -> None:
        """Write at once what a state has announced; unloading waits for that."""
        if state is self._announced:
            return
        self._announced = state
        self._planned_revision = library.revision
        self._entry.async_create_task(self._hass, self._store.async_save(library))

    @callback
    def async_save_later(self, library: Library) -> None:
        """Write the library in a while, if it changed."""
        if library.revision != self._planned_revision:
            self._planned_revision = library.revision
            self._store.async_schedule_save(library)

    async def async_flush(self, library: Library) -> None:
        """Write what is not written yet."""
        self.async_save_later(library)
        await self._store.async_flush()
        await self._play_store.async_flush()
