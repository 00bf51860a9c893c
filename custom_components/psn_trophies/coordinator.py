"""The coordinator: polls an account and hands its state to the entities."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
import math
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady
from homeassistant.helpers.entity_platform import async_get_platforms
from homeassistant.helpers.event import async_track_time_change
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .account import Account
from .console import async_follow_console, console_of
from .const import CONF_POLL_INTERVAL, DOMAIN
from .errors import closing_error, update_error
from .home import async_get_home
from .issues import async_update_login_issue
from .keeper import LibraryKeeper
from .naming import async_account_name, async_follow_name
from .psn import Priority, PsnBudgetError, PsnError, PsnWaitError
from .questions import ClosingError, Questions
from .trophies import (
    REQUESTS_PER_TITLE,
    STEADY_INTERVAL,
    AccountState,
    AccountSync,
    Pace,
    reading_time,
)

_LOGGER = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class PsnTrophiesData:
    """What belongs to an entry while it is loaded."""

    account: Account
    coordinator: PsnTrophiesCoordinator


type PsnTrophiesConfigEntry = ConfigEntry[PsnTrophiesData]


class PsnTrophiesCoordinator(DataUpdateCoordinator[AccountState]):
    """Polls one account, and reads its library with the requests that are left."""

    config_entry: PsnTrophiesConfigEntry

    def __init__(
        self, hass: HomeAssistant, entry: PsnTrophiesConfigEntry, account: Account
    ) -> None:
        """Take the interval from the entry; without one the polls follow the player."""
        seconds: float | None = entry.options.get(CONF_POLL_INTERVAL)
        self._interval = None if seconds is None else timedelta(seconds=seconds)
        self.pace = Pace(self._interval or STEADY_INTERVAL)
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            # Stands in the log, which people show to others: not the account's name.
            name=f"{DOMAIN} {entry.entry_id}",
            update_interval=self.pace.poll_interval,
            always_update=False,
        )
        self.account = account
        self.last_sync: datetime | None = None
        # Why the last poll did not take place, if it was for our own budget.
        self.postponed: PsnBudgetError | None = None
        self.questions = Questions()
        self._keeper = LibraryKeeper(hass, entry, account.account_id)
        self._sync_listeners: list[CALLBACK_TYPE] = []
        # Nobody would hear an announcement before automations are set up.
        self._announcing = False
        self._background: asyncio.Task[None] | None = None

    @override
    async def _async_setup(self) -> None:
        """Bring back the library, so that a restart needs no new one."""
        library = await self._keeper.async_load()
        client = self.account.client
        self.sync = AccountSync(
            client,
            library,
            language=self.hass.config.language,
            zone=dt_util.get_default_time_zone,
            login_expires=_moment(client.npsso_expires_at),
            interval=self._interval,
            play=await self._keeper.async_load_play(),
            console=console_of(self.hass, self.config_entry),
        )
        if library is None:
            # From now on trophies are news, also when a power cut comes before the
            # first of them.
            await self._keeper.async_save(self.sync.library)

    @property
    def account_id(self) -> str:
        """The account's id at Sony, which no renaming changes."""
        return self.account.account_id

    @property
    def account_name(self) -> str:
        """What the account is called."""
        return async_account_name(self.hass, self.config_entry, self.data.online_id)

    @override
    async def _async_update_data(self) -> AccountState:
        """Poll once."""
        # Each time with a look at who else asks Sony from here.
        home = async_get_home(self.hass)
        try:
            if not self.has_polled:
                home.budget.begin(self.account_id)
            state = await self.questions.ask(self.sync.poll(announce=self._announcing))
        except ClosingError:
            return self._unchanged()
        except PsnBudgetError as err:
            if self.has_polled and self.last_update_success:
                return self._postponed(err)
            raise update_error(err, self._wait_after(err)) from err
        except PsnError as err:
            _LOGGER.debug("The poll failed: %s", err)
            # What is still to be read is no cause to hurry during an outage.
            self.pace.poll_interval = self.sync.follower.interval
            self.update_interval = self.pace.poll_interval
            raise update_error(err, self._wait_after(err)) from err
        self.postponed = None
        self.update_interval = self._next_interval()
        self.last_sync = dt_util.utcnow()
        for listener in self._sync_listeners:
            listener()
        async_follow_name(self.hass, self.config_entry, state.online_id)
        async_update_login_issue(self.hass, self.config_entry, state.login_expires)
        self._async_read_on()
        self._keeper.async_save_later(self.sync.library)
        self._keeper.async_save_play(self.sync.follower.record)
        return state

    @override
    async def async_refresh(self) -> None:
        """Ask for everything now, whatever would be due."""
        self.sync.follower.is_asked = True
        await super().async_refresh()

    @override
    async def async_request_refresh(self) -> None:
        """Ask for everything soon."""
        self.sync.follower.is_asked = True
        await super().async_request_refresh()

    @property
    def has_polled(self) -> bool:
        """Whether Sony has answered once."""
        return self.last_sync is not None

    def _postponed(self, err: PsnBudgetError) -> AccountState:
        """Return the state as it was: to ask a little later is no failure."""
        self.postponed = err
        # All who wait for the same minute would go on side by side.
        self.pace.is_staggered = False
        self.update_interval = timedelta(seconds=math.ceil(err.retry_after) + 1)
        return self.data

    def _unchanged(self) -> AccountState:
        """Return the state as it was, or fail as before."""
        if self.last_update_success:
            return self.data
        raise closing_error(UpdateFailed)

    def _next_interval(self) -> timedelta:
        """Return the time to the next poll after a good one."""
        self.pace.poll_interval = self.sync.follower.interval
        interval = self.pace.after_answer(unfinished=self.sync.unfinished)
        if self._announcing and self.sync.complete and not self.pace.is_staggered:
            # Accounts that began together do not go on asking at the same moments.
            self.pace.is_staggered = True
            budget = async_get_home(self.hass).budget
            interval -= budget.stagger(self.account_id, interval)
        return interval

    def _wait_after(self, err: PsnError) -> float | None:
        """Return the seconds to the next poll after a failed one, if not the usual."""
        interval = self.pace.after_failure()
        if isinstance(err, PsnWaitError):
            # Rounded up: Home Assistant counts from the last full second.
            return math.ceil(err.retry_after) + 1
        return interval.total_seconds() if interval else None

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        """Tell the entities when a failed poll makes live figures doubtful.

        Home Assistant itself tells them of the first failure only.
        """
        if self.is_away:
            self.async_update_listeners()

    @property
    def is_away(self) -> bool:
        """Whether Sony has been away for so long that live figures may be wrong."""
        return not self.last_update_success and (
            # Nobody asks any more before there is a new token.
            isinstance(self.last_exception, ConfigEntryAuthFailed)
            or self.pace.is_outage
        )

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
            self.hass.bus.async_listen(
                EVENT_HOMEASSISTANT_STOP, self._async_end_questions
            )
        )
        entry.async_on_unload(async_at_started(self.hass, self._async_begin))
        entry.async_on_unload(
            async_track_time_change(self.hass, self._async_new_day, 0, 0, 0)
        )
        async_follow_console(self.hass, entry, self._async_ask_soon)

    @callback
    def _async_begin(self, _: HomeAssistant) -> None:
        """Ask for what was earned while nobody listened."""
        self._announcing = True
        self.config_entry.async_create_background_task(
            self.hass, self.async_refresh(), f"{self.name} first announcements"
        )

    @callback
    def _async_ask_soon(self) -> None:
        """Ask now, because somebody may begin to play."""
        self.config_entry.async_create_background_task(
            self.hass, self.async_request_refresh(), f"{self.name} console"
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

    @property
    def is_reading(self) -> bool:
        """Whether some of the library is still to be read."""
        return self.data.trophies.progress < 1

    @property
    def library_time_left(self) -> timedelta:
        """Return about how long the rest of the library takes to be read."""
        if not self.is_reading:
            return timedelta()
        entries: list[PsnTrophiesConfigEntry] = (
            self.hass.config_entries.async_loaded_entries(DOMAIN)
        )
        readers = sum(e.runtime_data.coordinator.is_reading for e in entries)
        budget = self.account.budget
        return reading_time(
            self.sync.library.unread_count(),
            interval=self.pace.poll_interval,
            # This one reads, though it may not be loaded yet.
            readers=max(readers, 1),
            left=budget.left(Priority.BACKGROUND),
            rate=budget.rate(Priority.BACKGROUND),
            burst=budget.burst(Priority.BACKGROUND),
        )

    async def _async_background(self) -> None:
        """Read as many titles as fit in between two polls; the next poll goes on."""
        try:
            for _ in range(self.pace.titles_per_poll):
                # A failed poll is left to the next one: two do not knock at a shut door.
                if (
                    not self.last_update_success
                    or not self.sync.background_wanted
                    or self.account.budget.left(Priority.BACKGROUND)
                    < REQUESTS_PER_TITLE
                ):
                    return
                question = self.sync.read_in_background()
                self._async_show(await self.questions.ask(question))
                self._keeper.async_save_later(self.sync.library)
        except ClosingError:
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
        if state is not None and (state.news or state.milestones):
            self._keeper.async_save_announced(self.sync.library, state)

    @callback
    def _async_end_questions(self, _: Event | None = None) -> None:
        """End all that is being asked; nothing of it is merged or saved any more.

        It is asked again by the next run, which announces it.
        """
        self.sync.closed = True
        self.questions.end()

    async def async_close(self) -> None:
        """End all that is being asked, and wait until it has ended."""
        self._async_end_questions()
        await self.questions.wait_until_ended()

    @callback
    def async_reopen(self) -> None:
        """Go on, because unloading failed; announce only where somebody hears it."""
        self.sync.closed = False
        self.questions.reopen()
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
        await self._keeper.async_flush(self.sync.library)
        await self.account.tokens.async_flush()

    @callback
    def async_add_sync_listener(self, listener: CALLBACK_TYPE) -> Callable[[], None]:
        """Call the listener after every successful poll, also one without news."""
        self._sync_listeners.append(listener)
        return lambda: self._sync_listeners.remove(listener)


def _moment(timestamp: float | None) -> datetime | None:
    """Return a time, None where there is none."""
    return None if timestamp is None else dt_util.utc_from_timestamp(timestamp)
