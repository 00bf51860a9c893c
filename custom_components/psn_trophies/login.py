"""Logging in with a pasted token, for the config flow and for repairs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
import logging
from typing import Final

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from .const import CONF_NPSSO, NPSSO_URL, SIGN_IN_URL
from .home import Pasted, async_get_home
from .psn import (
    LoginLog,
    LoginState,
    PsnAuth,
    PsnAuthError,
    PsnBudgetError,
    PsnCertificateError,
    PsnClient,
    PsnConnectionError,
    PsnError,
    PsnForbiddenError,
    PsnLoginPausedError,
    PsnNotSignedInError,
    PsnNpssoError,
    PsnRateLimitError,
    PsnUnauthorizedError,
    PsnWaitError,
    parse_npsso,
)
from .session import async_create_session
from .store import TokenStore

_LOGGER = logging.getLogger(__name__)

TOKEN_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_NPSSO): TextSelector(
            TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
        )
    }
)
PLACEHOLDERS: Final = {"sign_in_url": SIGN_IN_URL, "npsso_url": NPSSO_URL}

# The first that fits; a child stands before its parent.
ERRORS: Final[tuple[tuple[type[PsnError], str], ...]] = (
    (PsnNotSignedInError, "not_signed_in"),
    (PsnNpssoError, "not_a_token"),
    (PsnAuthError, "token_expired"),
    (PsnBudgetError, "budget_spent"),
    (PsnRateLimitError, "rate_limited"),
    (PsnLoginPausedError, "login_paused"),
    (PsnCertificateError, "unknown_certificate"),
    (PsnConnectionError, "cannot_connect"),
    (PsnUnauthorizedError, "not_honoured"),
    (PsnForbiddenError, "access_denied"),
    (PsnError, "unexpected_answer"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A token that Sony accepted, and whose it is."""

    account_id: str
    name: str
    npsso: str
    state: LoginState


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of a pasted text: a login, or what the form has to say."""

    login: Login | None = None
    errors: dict[str, str] = field(default_factory=dict)
    placeholders: Mapping[str, str] = field(default_factory=dict)


async def async_try_login(
    hass: HomeAssistant, text: str, account_id: str | None = None
) -> Attempt:
    """Log in with what was pasted; `account_id` is whose token it should be."""
    try:
        return Attempt(login=await _async_log_in(hass, text, account_id))
    except PsnError as err:
        key = next(key for error, key in ERRORS if isinstance(err, error))
        wait = {"minutes": str(err.minutes)} if isinstance(err, PsnWaitError) else {}
        return Attempt(errors={"base": key}, placeholders=wait)
    except Exception:
        _LOGGER.exception("Unexpected error while logging in")
        return Attempt(errors={"base": "unknown"})


async def async_store_login(hass: HomeAssistant, login: Login) -> None:
    """Keep the login for the set-up to come, which then needs none of its own."""
    logins = await _async_logins(hass, login.account_id)
    state = replace(login.state, logins=logins.times)
    await TokenStore(hass, login.account_id).async_save(state)


async def _async_logins(hass: HomeAssistant, account_id: str) -> LoginLog:
    """Return the logins of an account, also of one that is not set up."""
    state = await TokenStore(hass, account_id).async_load()
    return async_get_home(hass).logins_of(account_id, state)


async def _async_count(hass: HomeAssistant, pasted: Pasted, account_id: str) -> None:
    """Count the logins of a token with those of its account, now that it is known."""
    logins = await _async_logins(hass, account_id)
    logins.take_over(pasted.logins)
    pasted.logins = logins


async def _async_log_in(
    hass: HomeAssistant, text: str, expected_account_id: str | None
) -> Login:
    """Log in and ask whose account it is.

    A token that was pasted before goes on where it stopped: with its tokens or its
    code, and with its logins counted, be it by itself or with those of its account.
    """
    npsso = parse_npsso(text)
    home = async_get_home(hass)
    pasted = home.pasted_token(npsso)
    logins = pasted.logins
    if expected_account_id is not None:
        logins = await _async_logins(hass, expected_account_id)
    session = async_create_session(hass, auto_cleanup=False)
    try:
        auth = PsnAuth(
            session,
            npsso,
            state=pasted.state,
            on_state=pasted.keep,
            logins=logins,
            by_hand=True,
            budget=home.budget.guest(),
            clock=home.clock,
        )
        client = PsnClient(session, auth, language=hass.config.language)
        account_id = (await client.get_trophy_summary()).account_id
        await _async_count(hass, pasted, account_id)
        return Login(
            account_id=account_id,
            name=await _async_online_id(client, account_id),
            npsso=npsso,
            state=auth.state,
        )
    finally:
        session.detach()


async def _async_online_id(client: PsnClient, account_id: str) -> str:
    """Return the name of an account."""
    try:
        return (await client.get_profile(account_id)).online_id
    except PsnAuthError, PsnRateLimitError, PsnConnectionError:
        raise
    except PsnError:
        # The older profile service knows the name where the newer one does not, but
        # calls people who renamed themselves by their first name.
        profile = await client.get_profile_by_online_id("me")
        return profile.current_online_id or profile.online_id
