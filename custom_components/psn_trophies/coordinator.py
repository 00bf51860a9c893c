"""The coordinator: polls an account and hands its state to the entities."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
import logging
import math
from typing import Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.event import async_track_time_change
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .const import CONF_NPSSO, CONF_POLL_INTERVAL, DEFAULT_POLL_INTERVAL, DOMAIN
from .home import async_get_home
from .issues import async_report_damaged_library, async_update_login_issue
from .psn import (
    LoginState,
    Priority,
    PsnAuth,
    PsnAuthError,
    PsnBudgetError,
    PsnCertificateError,
    PsnClient,
    PsnConnectionError,
    PsnError,
    PsnForbiddenError,
    PsnLoginPausedError,
    PsnRateLimitError,
    PsnUnauthorizedError,
    PsnWaitError,
)
from .session import async_create_session
from .store import DamagedLibraryError, LibraryStore, TokenStore
from .trophies import AccountState, AccountSync, Library

_LOGGER = logging.getLogger(__name__)

# How soon the rest of a long list of titles is read after its first page.
CATCH_UP_INTERVAL: Final = timedelta(seconds=5)
# How fast the library is read, and what a title takes of the request budget.
TITLES_PER_MINUTE: Final = 15
REQUESTS_PER_TITLE: Final = 2
# How many polls may fail before they are made less often, and how seldom at most.
PATIENT_FAILURES: Final = 3
MAX_RETRY_INTERVAL: Final = timedelta(minutes=15)

type PsnTrophiesConfigEntry = ConfigEntry[PsnTrophiesCoordinator]


class PsnTrophiesCoordinator(DataUpdateCoordinator[AccountState]):
    """Polls one account, and reads its library with the requests that are left."""

    config_entry: PsnTrophiesConfigEntry

    def __init__(self, hass: HomeAssistant, entry: PsnTrophiesConfigEntry) -> None:
        """Take interval and account from the entry."""
        self.poll_interval = timedelta(
            seconds=entry.options.get(
                CONF_POLL_INTERVAL, DEFAULT_POLL_INTERVAL.total_seconds()
            )
        )
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=f"{DOMAIN} {entry.title}",
            update_interval=self.poll_interval,
            always_update=False,
        )
        self.budget = async_get_home(hass).budget.account(self.account_id)
        self.last_sync: datetime | None = None
        self._sync_listeners: list[CALLBACK_TYPE] = []
        self._store = LibraryStore(hass, self.account_id)
        # What of the library is written, or will be without being asked again.
        self._planned_revision = 0
        self._written: AccountState | None = None
        self._failures = 0
        self._is_staggered = False
        # Nobody would hear an announcement before automations are set up.
        self._announcing = False
        self._background: asyncio.Task[None] | None = None

    @override
    async def _async_setup(self) -> None:
        """Bring back login and library, so that a restart needs no new ones."""
        session = async_create_session(self.hass)
        store = TokenStore(self.hass, self.account_id)

        def save(state: LoginState) -> None:
            """Write what changed of the login; unloading waits until that is done."""
            self.config_entry.async_create_task(self.hass, store.async_save(state))

        home, state = async_get_home(self.hass), await store.async_load()
        auth = PsnAuth(
            session,
            self.config_entry.data[CONF_NPSSO],
            state=state,
            on_state=save,
            logins=home.logins_of(self.account_id, state),
            budget=self.budget,
            clock=home.clock,
        )
        self.client = PsnClient(
            session, auth, budget=self.budget, language=self.hass.config.language
        )
        library = await self._async_load_library()
        self.sync = AccountSync(
            self.client, library, zone=dt_util.get_default_time_zone
        )
        self._planned_revision = self.sync.library.revision
        if library is None:
            # From now on trophies are news, also when a power cut comes before the
            # first of them.
            await self._store.async_save(self.sync.library)

    async def _async_load_library(self) -> Library | None:
        """Return the library of the last run; a damaged one is started anew."""
        try:
            return await self._store.async_load()
        except DamagedLibraryError as err:
            async_report_damaged_library(self.hass, self.config_entry, err.path)
            return None

    @property
    def account_id(self) -> str:
        """The account's id at Sony, which no renaming changes."""
        assert self.config_entry.unique_id is not None
        return self.config_entry.unique_id

    @override
    async def _async_update_data(self) -> AccountState:
        """Poll once."""
        home = async_get_home(self.hass)
        try:
            if self.last_sync is None:
                home.budget.begin(self.account_id)
            state = await self.sync.poll(announce=self._announcing)
        except PsnError as err:
            self._failures += 1
            # Those that an outage brought together part again.
            self._is_staggered = False
            # What is still to be read is no cause to hurry during an outage.
            self.update_interval = self.poll_interval
            raise update_error(err, self._wait_after(err)) from err
        self._failures = 0
        self.update_interval = (
            self.poll_interval
            if self.sync.complete
            else min(CATCH_UP_INTERVAL, self.poll_interval)
        )
        if self._announcing and self.sync.complete and not self._is_staggered:
            # Accounts that began together do not go on asking at the same moments.
            self._is_staggered = True
            self.update_interval -= home.budget.stagger(
                self.account_id, self.update_interval
            )
        self.last_sync = dt_util.utcnow()
        for listener in self._sync_listeners:
            listener()
        self._async_rename_device(state)
        async_update_login_issue(self.hass, self.config_entry, state.login_expires)
        self._async_read_on()
        self._async_save_later()
        return state

    @callback
    def _async_rename_device(self, state: AccountState) -> None:
        """Give the device the account's present name."""
        registry = dr.async_get(self.hass)
        device = registry.async_get_device_by_identifier(
            (DOMAIN, self.account_id), self.config_entry.entry_id
        )
        if device and state.online_id and device.name != state.online_id:
            registry.async_update_device(device.id, name=state.online_id)

    def _wait_after(self, err: PsnError) -> float | None:
        """Return the seconds to the next poll after a failed one, if not the usual."""
        if isinstance(err, PsnWaitError):
            # Rounded up: Home Assistant counts from the last full second.
            return math.ceil(err.retry_after) + 1
        if (extra := self._failures - PATIENT_FAILURES) <= 0:
            return None
        patience = min(self.poll_interval * (1 << min(extra, 6)), MAX_RETRY_INTERVAL)
        return max(self.poll_interval, patience).total_seconds()

    @callback
    def async_start(self) -> None:
        """Begin to announce, as soon as there are ears for it."""
        entry = self.config_entry
        entry.async_on_unload(async_at_started(self.hass, self._async_begin))
        entry.async_on_unload(
            async_track_time_change(self.hass, self._async_new_day, 0, 0, 0)
        )

    @callback
    def _async_begin(self, _: HomeAssistant) -> None:
        """Ask for what was earned while nobody listened."""
        self._announcing = True
        self.config_entry.async_create_background_task(
            self.hass, self.async_refresh(), f"{self.name} first announcements"
        )

    @callback
    def _async_new_day(self, _: datetime) -> None:
        """Show the figures of the new day."""
        if (state := self.sync.refresh()) is not None and self.last_update_success:
            self._async_show(state)

    @callback
    def _async_read_on(self) -> None:
        """Read the library on in the background, unless that goes on already."""
        if (
            self._announcing
            and (self._background is None or self._background.done())
            and self.sync.background_wanted
        ):
            self._background = self.config_entry.async_create_background_task(
                self.hass, self._async_background(), f"{self.name} library"
            )

    async def _async_background(self) -> None:
        """Read as many titles as fit in between two polls; the next poll goes on."""
        titles = max(TITLES_PER_MINUTE * self.poll_interval // timedelta(minutes=1), 1)
        try:
            for _ in range(titles):
                # A failed poll is left to the next one: two do not knock at a shut door.
                if (
                    not self.last_update_success
                    or not self.sync.background_wanted
                    or self.budget.left(Priority.BACKGROUND) < REQUESTS_PER_TITLE
                ):
                    return
                self._async_show(await self.sync.read_in_background())
                self._async_save_later()
        except PsnError as err:
            _LOGGER.debug("Reading the library pauses: %s", err)

    @callback
    def _async_show(self, state: AccountState) -> None:
        """Hand a state to the entities in between two polls."""
        if state is self.data:
            return
        self.data = state
        if state.news:
            # Sony has just answered, and from an unavailable entity nobody would
            # hear the news.
            self.last_update_success = True
        self.async_update_listeners()

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Tell the entities, then write down at once what they have announced."""
        super().async_update_listeners()
        # Before the first good poll there is none, whatever the declared type says.
        state: AccountState | None = self.data
        if (
            state is not None
            and (state.news or state.milestones)
            and state is not self._written
        ):
            self._written = state
            self._planned_revision = self.sync.library.revision
            self.config_entry.async_create_task(
                self.hass,
                self._store.async_save(self.sync.library),
                f"{self.name} save",
            )

    @callback
    def _async_save_later(self) -> None:
        """Write the library in a while, if it changed."""
        if self.sync.library.revision != self._planned_revision:
            self._planned_revision = self.sync.library.revision
            self._store.async_schedule_save(self.sync.library)

    async def async_flush(self) -> None:
        """Write what is not written yet."""
        await self._store.async_flush(self.sync.library)

    @callback
    def async_add_sync_listener(self, listener: CALLBACK_TYPE) -> Callable[[], None]:
        """Call the listener after every successful poll, also one without news."""
        self._sync_listeners.append(listener)
        return lambda: self._sync_listeners.remove(listener)


def update_error(err: PsnError, retry_after: float | None = None) -> HomeAssistantError:
    """Return what Home Assistant is told of an error of the client."""
    match err:
        case PsnAuthError():
            return ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="login_refused"
            )
        case PsnBudgetError():
            key = "budget_spent"
        case PsnRateLimitError():
            key = "rate_limited"
        case PsnForbiddenError():
            key = "access_denied"
        case PsnUnauthorizedError():
            key = "not_honoured"
        case PsnLoginPausedError():
            key = "login_paused"
        case PsnCertificateError():
            key = "unknown_certificate"
        case PsnConnectionError():
            key = "service_unreachable"
        case _:
            key = "unexpected_answer"
    return UpdateFailed(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=(
            {"minutes": str(err.minutes)}
            if isinstance(err, PsnWaitError)
            else {"error": str(err)}
        ),
        retry_after=retry_after,
    )
