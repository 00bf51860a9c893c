"""The coordinator: polls an account and hands its state to the entities."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
import logging
import math
import time
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    ConfigEntryNotReady,
    HomeAssistantError,
)
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity_platform import async_get_platforms
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
from .trophies import AccountState, AccountSync, Library, pace

_LOGGER = logging.getLogger(__name__)

# What a title takes of the request budget.
REQUESTS_PER_TITLE: Final = 2
# How long unloading waits for what is being asked to end.
CLOSING_TIMEOUT: Final = timedelta(seconds=10)

type PsnTrophiesConfigEntry = ConfigEntry[PsnTrophiesCoordinator]


class _ClosingError(Exception):
    """What was being asked has been ended, because the account is unloaded."""


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
            # Stands in the log, which people show to others: not the account's name.
            name=f"{DOMAIN} {entry.entry_id}",
            update_interval=self.poll_interval,
            always_update=False,
        )
        self.budget = async_get_home(hass).budget.account(self.account_id)
        self.last_sync: datetime | None = None
        self._sync_listeners: list[CALLBACK_TYPE] = []
        self._store = LibraryStore(hass, self.account_id)
        self._tokens = TokenStore(hass, self.account_id)
        # What of the library is written, or will be without being asked again.
        self._planned_revision = 0
        self._written: AccountState | None = None
        self._failures = 0
        self._answered_at = time.monotonic()
        # Whether Sony has been away for so long that live figures may be wrong.
        self.is_away = False
        self._is_staggered = False
        # Nobody would hear an announcement before automations are set up.
        self._announcing = False
        self._background: asyncio.Task[None] | None = None
        # Set as soon as unloading, or Home Assistant's end, has begun.
        self.is_closing = False
        # What ends each question to Sony, and what tells that it has ended.
        self._asking: dict[asyncio.Timeout, asyncio.Future[None]] = {}

    @override
    async def _async_setup(self) -> None:
        """Bring back login and library, so that a restart needs no new ones."""
        session = async_create_session(self.hass)

        def save(state: LoginState) -> None:
            """Write what changed of the login; unloading waits until that is done."""
            self.config_entry.async_create_task(
                self.hass, self._tokens.async_save(state)
            )

        home, state = async_get_home(self.hass), await self._tokens.async_load()
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
            self.client,
            library,
            language=self.hass.config.language,
            zone=dt_util.get_default_time_zone,
            login_expires=_moment(self.client.npsso_expires_at),
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
            # One that is still in the way is told of by the file itself.
            if err.is_set_aside:
                async_report_damaged_library(self.hass, self.config_entry)
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
            state = await self._async_ask(self.sync.poll(announce=self._announcing))
        except _ClosingError:
            return self._unchanged()
        except PsnError as err:
            self._failures += 1
            # Those that an outage brought together part again.
            self._is_staggered = False
            # What is still to be read is no cause to hurry during an outage.
            self.update_interval = self.poll_interval
            raise update_error(err, self._wait_after(err)) from err
        self._failures = 0
        self._answered_at = time.monotonic()
        self.is_away = False
        self.update_interval = pace.interval_after(
            self.poll_interval, unfinished=self.sync.unfinished
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
        self._async_rename(state)
        async_update_login_issue(self.hass, self.config_entry, state.login_expires)
        self._async_read_on()
        self._async_save_later()
        return state

    async def _async_ask(
        self, question: Coroutine[Any, Any, AccountState]
    ) -> AccountState:
        """Ask Sony, for as long as the account is not unloaded; else _ClosingError.

        Ended as if by a time limit: who waits may be an action that somebody called,
        and is not to be cancelled. No task of its own, because what is merged has to be
        announced in the same step.
        """
        if self.is_closing:
            question.close()
            raise _ClosingError
        limit = asyncio.timeout(None)
        ended = self._asking[limit] = self.hass.loop.create_future()
        try:
            async with limit:
                return await question
        except TimeoutError, asyncio.CancelledError:
            waiting = asyncio.current_task()
            if self.sync.closed and waiting is not None and not waiting.cancelling():
                raise _ClosingError from None
            raise
        finally:
            del self._asking[limit]
            ended.set_result(None)

    def _unchanged(self) -> AccountState:
        """Return the state as it was, or fail as before."""
        if self.last_update_success:
            return self.data
        raise UpdateFailed(translation_domain=DOMAIN, translation_key="account_closing")

    @callback
    def _async_rename(self, state: AccountState) -> None:
        """Give device and entry the account's present name.

        An entry that is not called as the account was has a name of its owner's.
        """
        device = self._device
        if device is None or not state.online_id or device.name == state.online_id:
            return
        if self.config_entry.title == device.name:
            self.hass.config_entries.async_update_entry(
                self.config_entry, title=state.online_id
            )
        dr.async_get(self.hass).async_update_device(device.id, name=state.online_id)

    @property
    def _device(self) -> dr.DeviceEntry | None:
        """Return the account's device, None before its first set-up."""
        return dr.async_get(self.hass).async_get_device_by_identifier(
            (DOMAIN, self.account_id), self.config_entry.entry_id
        )

    @property
    def account_name(self) -> str:
        """Return the account's present name, or else the last one that is known.

        What its owner calls the entry comes last: the device would take it for a name
        of the account's, which the entry then followed.
        """
        known = self._device
        return (
            self.data.online_id
            or (known.name if known else None)
            or self.config_entry.title
        )

    def _wait_after(self, err: PsnError) -> float | None:
        """Return the seconds to the next poll after a failed one, if not the usual."""
        if isinstance(err, PsnWaitError):
            # Rounded up: Home Assistant counts from the last full second.
            return math.ceil(err.retry_after) + 1
        interval = pace.interval_after_failures(self.poll_interval, self._failures)
        return interval.total_seconds() if interval else None

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        """Tell the entities when a failed poll makes live figures doubtful.

        Home Assistant itself tells them of the first failure only.
        """
        was_away = self.is_away
        self.is_away = not self.last_update_success and (
            # Nobody asks any more before there is a new token.
            isinstance(self.last_exception, ConfigEntryAuthFailed)
            or pace.is_outage(
                self._failures,
                timedelta(seconds=time.monotonic() - self._answered_at),
            )
        )
        if self.is_away and not was_away:
            self.async_update_listeners()

    async def async_first_refresh(self) -> None:
        """Poll for the first time; while Sony is away, what is known already will do.

        Entities that came only once Sony is back would look as if something happened.
        """
        try:
            await self.async_config_entry_first_refresh()
        except ConfigEntryNotReady:
            if (
                not isinstance(self.last_exception, UpdateFailed)
                or (state := self.sync.recall()) is None
            ):
                raise
            self.data = state

    @callback
    def async_start(self) -> None:
        """Begin to announce, as soon as there are ears for it."""
        entry = self.config_entry
        entry.async_on_unload(
            self.hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self._async_end_polls)
        )
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
        if (state := self.sync.refresh()) is not None:
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
        try:
            for _ in range(pace.titles_per_poll(self.poll_interval)):
                # A failed poll is left to the next one: two do not knock at a shut door.
                if (
                    not self.last_update_success
                    or not self.sync.background_wanted
                    or self.budget.left(Priority.BACKGROUND) < REQUESTS_PER_TITLE
                ):
                    return
                self._async_show(await self._async_ask(self.sync.read_in_background()))
                self._async_save_later()
        except _ClosingError:
            return
        except PsnError as err:
            _LOGGER.debug("Reading the library pauses: %s", err)

    @callback
    def _async_show(self, state: AccountState) -> None:
        """Hand a state to the entities in between two polls."""
        if state is self.data:
            return
        self.data = state
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

    @callback
    def _async_end_polls(self, _: Event | None = None) -> None:
        """End all that is being asked; nothing of it is merged or saved any more.

        It is asked again by the next run, which announces it.
        """
        self.is_closing = self.sync.closed = True
        for limit in self._asking:
            if not limit.expired():
                limit.reschedule(self.hass.loop.time())

    async def async_close(self) -> None:
        """End all that is being asked, and wait until it has ended."""
        self._async_end_polls()
        if self._asking:
            await asyncio.wait(
                list(self._asking.values()), timeout=CLOSING_TIMEOUT.total_seconds()
            )

    @callback
    def async_reopen(self) -> None:
        """Go on, because unloading failed; announce only where somebody hears it."""
        self.is_closing = self.sync.closed = False
        self._announcing = self._announcing and any(
            platform.domain == Platform.EVENT
            and platform.config_entry is self.config_entry
            for platform in async_get_platforms(self.hass, DOMAIN)
        )
        self.config_entry.async_create_background_task(
            self.hass, self.async_refresh(), f"{self.name} refresh"
        )

    async def async_flush(self) -> None:
        """Write what is not written yet."""
        self._async_save_later()
        await self._store.async_flush()
        await self._tokens.async_flush()

    @callback
    def async_add_sync_listener(self, listener: CALLBACK_TYPE) -> Callable[[], None]:
        """Call the listener after every successful poll, also one without news."""
        self._sync_listeners.append(listener)
        return lambda: self._sync_listeners.remove(listener)


def _moment(timestamp: float | None) -> datetime | None:
    """Return a time, None where there is none."""
    return None if timestamp is None else dt_util.utc_from_timestamp(timestamp)


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
