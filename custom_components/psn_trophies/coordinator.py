"""The coordinator: polls an account and hands its state to the entities."""

from collections.abc import Callable
from datetime import datetime, timedelta
import logging
import time
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import CONF_NPSSO, CONF_POLL_INTERVAL, DEFAULT_POLL_INTERVAL, DOMAIN
from .psn import (
    PsnAuth,
    PsnAuthError,
    PsnClient,
    PsnConnectionError,
    PsnError,
    PsnForbiddenError,
    PsnRateLimitError,
    RequestBudget,
    TokenSet,
)
from .session import async_create_session
from .store import TokenStore
from .trophies import AccountState, AccountSync

_LOGGER = logging.getLogger(__name__)

# How soon the rest of a long list of titles is read after its first page.
CATCH_UP_INTERVAL = timedelta(seconds=5)

# By account id. Kept over reloads and set-ups that fail: Sony counts on, and a pause
# that Sony asked for lasts.
DATA_BUDGETS: HassKey[dict[str, RequestBudget]] = HassKey(f"{DOMAIN}_budgets")

type PsnTrophiesConfigEntry = ConfigEntry[PsnTrophiesCoordinator]


class PsnTrophiesCoordinator(DataUpdateCoordinator[AccountState]):
    """Polls one account."""

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
        self.budget = hass.data.setdefault(DATA_BUDGETS, {}).setdefault(
            self.account_id, RequestBudget(clock=time.monotonic)
        )
        self.last_sync: datetime | None = None
        self._sync_listeners: list[CALLBACK_TYPE] = []

    @override
    async def _async_setup(self) -> None:
        """Bring back the login of the last run, so that a restart needs no new one."""
        session = async_create_session(self.hass)
        store = TokenStore(self.hass, self.account_id)

        def save_tokens(tokens: TokenSet) -> None:
            """Write new tokens; unloading waits until that is done."""
            self.config_entry.async_create_task(self.hass, store.async_save(tokens))

        auth = PsnAuth(
            session,
            self.config_entry.data[CONF_NPSSO],
            tokens=await store.async_load(),
            on_tokens=save_tokens,
            budget=self.budget,
            clock=time.time,
        )
        self.client = PsnClient(
            session,
            auth,
            budget=self.budget,
            language=self.hass.config.language,
        )
        self.sync = AccountSync(self.client)

    @property
    def account_id(self) -> str:
        """The account's id at Sony, which no renaming changes."""
        assert self.config_entry.unique_id is not None
        return self.config_entry.unique_id

    @override
    async def _async_update_data(self) -> AccountState:
        """Poll once."""
        try:
            state = await self.sync.poll()
        except PsnError as err:
            # What is still to be read is no cause to hurry during an outage.
            self.update_interval = self.poll_interval
            raise update_error(err) from err
        self.update_interval = (
            self.poll_interval
            if self.sync.complete
            else min(CATCH_UP_INTERVAL, self.poll_interval)
        )
        self.last_sync = dt_util.utcnow()
        for listener in self._sync_listeners:
            listener()
        return state

    @callback
    def async_add_sync_listener(self, listener: CALLBACK_TYPE) -> Callable[[], None]:
        """Call the listener after every successful poll, also one without news."""
        self._sync_listeners.append(listener)
        return lambda: self._sync_listeners.remove(listener)


def update_error(err: PsnError) -> HomeAssistantError:
    """Return what Home Assistant is told of an error of the client."""
    match err:
        case PsnAuthError():
            return ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="login_refused"
            )
        case PsnRateLimitError():
            return UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="rate_limited",
                translation_placeholders={
                    "minutes": str(max(1, round(err.retry_after / 60)))
                },
                retry_after=err.retry_after,
            )
        case PsnForbiddenError():
            key = "access_denied"
        case PsnConnectionError():
            key = "service_unreachable"
        case _:
            key = "unexpected_answer"
    return UpdateFailed(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"error": str(err)},
    )
