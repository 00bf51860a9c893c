"""What the cards show, over the websocket: read once, or kept up to date."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import voluptuous as vol

from homeassistant.auth.models import User
from homeassistant.components import websocket_api
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    SOURCE_REAUTH,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_time_change
from homeassistant.helpers.json import json_bytes

from .access import account_device, may_read
from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator
from .live import SharedView, async_shared_view, live_data
from .trophies import AccountState
from .views import (
    ATTR_VIEW,
    LIVE_VIEWS,
    OPENED_VIEWS,
    VIEWS,
    Choice,
    LiveView,
    OpenedView,
    account_view,
)

COMMAND_READ: Final = f"{DOMAIN}/read"
COMMAND_SUBSCRIBE: Final = f"{DOMAIN}/subscribe"

ERROR_NO_ACCOUNT: Final = "no_account"
ERROR_ACCOUNT_NOT_FOUND: Final = "account_not_found"
ERROR_ACCOUNT_NOT_LOADED: Final = "account_not_loaded"
ERROR_LOGIN_REFUSED: Final = "login_refused"
# For who looks at a card these are all the same: Sony is not to be had just now.
LIKE_ERRORS: Final = dict.fromkeys(
    ("login_paused", "not_honoured", "unknown_certificate"), "service_unreachable"
)

# What every command has besides the options of its view.
_COMMON: Final = ("id", "type", ATTR_VIEW, ATTR_DEVICE_ID)


def _command(name: str, views: Mapping[str, LiveView | OpenedView]) -> vol.All[Any]:
    """Return the schema of a command: each view takes its own options and no others."""
    schemas = {view: vol.Schema(kind.options) for view, kind in views.items()}
    options = {view: {*map(str, kind.options)} for view, kind in views.items()}

    def choose(msg: Choice) -> Choice:
        view = msg[ATTR_VIEW]
        chosen = {key: value for key, value in msg.items() if key not in _COMMON}
        for key in chosen.keys() - options[view]:
            raise vol.Invalid(f"the view {view} has no option {key}", path=[key])
        common = {key: value for key, value in msg.items() if key in _COMMON}
        return {**common, **schemas[view](chosen)}

    return vol.All(
        vol.Schema(
            {
                vol.Required("type"): name,
                vol.Required(ATTR_VIEW): vol.In(list(views)),
                vol.Optional(ATTR_DEVICE_ID): str,
            },
            extra=vol.ALLOW_EXTRA,
        ),
        choose,
    )


class _AccountError(Exception):
    """Why no account can be shown, as a code the cards have a text for."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


def _find_account(
    hass: HomeAssistant, user: User, device_id: str | None
) -> tuple[PsnTrophiesConfigEntry, dr.DeviceEntry]:
    """Return the account of a device; without one the oldest that somebody may see.

    So a card without an account stays what it is when a second one is added.
    An account somebody may not see is the same to them as one that is not there.
    Raises _AccountError.
    """
    found = [
        (entry, device)
        for entry in hass.config_entries.async_entries(
            DOMAIN, include_ignore=False, include_disabled=False
        )
        if (device := account_device(hass, entry))
        and device_id in (None, device.id)
        and may_read(hass, user, entry)
    ]
    if not found:
        raise _AccountError(
            ERROR_NO_ACCOUNT if device_id is None else ERROR_ACCOUNT_NOT_FOUND
        )
    entry, device = min(found, key=lambda one: one[0].created_at)
    if entry.state is not ConfigEntryState.LOADED:
        is_refused = any(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))
        raise _AccountError(
            ERROR_LOGIN_REFUSED if is_refused else ERROR_ACCOUNT_NOT_LOADED
        )
    return entry, device


@websocket_api.websocket_command(_command(COMMAND_READ, VIEWS))
@websocket_api.async_response
async def _read(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: Choice,
) -> None:
    """Answer with a view of an account."""
    try:
        entry, device = _find_account(hass, connection.user, msg.get(ATTR_DEVICE_ID))
        # Before anything is waited for: the account may be unloaded meanwhile.
        account = account_view(entry, device)
        data = (
            await opened.async_build(entry, msg)
            if (opened := OPENED_VIEWS.get(msg[ATTR_VIEW]))
            else live_data(entry.runtime_data.coordinator, msg)
        )
    except _AccountError as err:
        connection.send_error(msg["id"], err.code, "No account to show")
    except HomeAssistantError as err:
        # What was unloaded while Sony was asked cannot ask any further.
        is_gone = entry.state is not ConfigEntryState.LOADED
        code = err.translation_key or websocket_api.ERR_HOME_ASSISTANT_ERROR
        code = LIKE_ERRORS.get(code, code)
        connection.send_error(
            msg["id"], ERROR_ACCOUNT_NOT_LOADED if is_gone else code, str(err)
        )
    else:
        connection.send_result(msg["id"], {"account": account, "data": data})


class _Subscription:
    """Keeps one view of an account up to date for one card.

    Follows the account through reloads: while there is nothing to show it says why.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        user: User,
        msg: Choice,
        send: Callable[[bytes], None],
    ) -> None:
        """Begin with what is there now, whose news are old."""
        self._hass = hass
        self._user = user
        self._msg = msg
        self._send = send
        # Held on to, as cards that come to show the same share it.
        self._shared: SharedView | None = None
        self._sent: Mapping[str, object] | None = None
        self._coordinator: PsnTrophiesCoordinator | None = None
        self._known: AccountState | None = None
        self._titles: object = None
        self._unlisten: CALLBACK_TYPE | None = None
        self._stops = [
            async_dispatcher_connect(
                hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed
            ),
            async_track_time_change(hass, self._new_day, 0, 0, 0),
        ]
        self._show()

    @callback
    def close(self) -> None:
        """Stop following."""
        for stop in self._stops:
            stop()
        self._follow(None)

    @callback
    def _entry_changed(self, change: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Look again: an account may have come, gone, or been loaded."""
        if entry.domain == DOMAIN:
            self._show()

    @callback
    def _new_day(self, _: datetime) -> None:
        """Look again: which day is today changes without news of the account."""
        self._show()

    @callback
    def _follow(self, coordinator: PsnTrophiesCoordinator | None) -> None:
        """Listen to the account shown, and only to that; loaded anew it is another."""
        if coordinator is self._coordinator:
            return
        if self._unlisten:
            self._unlisten()
            self._unlisten = None
        self._coordinator = coordinator
        if coordinator is not None:
            self._known = coordinator.data
            self._unlisten = coordinator.async_add_listener(self._show)

    @callback
    def _show(self) -> None:
        """Send the view where it differs from what was sent."""
        try:
            entry, device = _find_account(
                self._hass, self._user, self._msg.get(ATTR_DEVICE_ID)
            )
        except _AccountError as err:
            self._tell(err)
            return
        coordinator = entry.runtime_data.coordinator
        self._follow(coordinator)
        state = coordinator.data
        is_news = state is not self._known and bool(state.news)
        self._known = state
        if LIVE_VIEWS[self._msg[ATTR_VIEW]].has_pages and self._titles is not (
            titles := coordinator.sync.titles
        ):
            # A page that the card has read besides this one may be old now.
            self._titles = titles
            self._sent = None
        self._shared = async_shared_view(self._hass, entry, device, self._msg)
        if self._shared.view != self._sent or is_news:
            self._sent = self._shared.view
            self._send(self._shared.message(with_news=is_news))

    def _tell(self, err: _AccountError) -> None:
        """Say why there is nothing to show, unless that was said last."""
        self._follow(None)
        self._shared = None
        if self._sent != (view := {"error": err.code}):
            self._sent = view
            self._send(json_bytes({**view, "news": []}))


@websocket_api.websocket_command(_command(COMMAND_SUBSCRIBE, LIVE_VIEWS))
@callback
def _subscribe(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: Choice,
) -> None:
    """Send a view of an account now and whenever it changes."""
    connection.send_result(msg["id"])
    connection.subscriptions[msg["id"]] = _Subscription(
        hass,
        connection.user,
        msg,
        lambda event: connection.send_message(
            websocket_api.messages.construct_event_message(msg["id"], event)
        ),
    ).close


@callback
def async_setup_websocket_api(hass: HomeAssistant) -> None:
    """Register the commands."""
    websocket_api.async_register_command(hass, _read)
    websocket_api.async_register_command(hass, _subscribe)
