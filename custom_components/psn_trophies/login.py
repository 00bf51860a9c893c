"""Logging in with a pasted token, for the config flow and for repairs."""

from dataclasses import dataclass
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
from .psn import (
    PsnAuth,
    PsnAuthError,
    PsnClient,
    PsnConnectionError,
    PsnError,
    PsnForbiddenError,
    PsnNotSignedInError,
    PsnNpssoError,
    PsnRateLimitError,
    TokenSet,
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
    (PsnRateLimitError, "rate_limited"),
    (PsnConnectionError, "cannot_connect"),
    (PsnForbiddenError, "access_denied"),
    (PsnError, "unexpected_answer"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A token that Sony accepted, and whose it is."""

    account_id: str
    name: str
    npsso: str
    tokens: TokenSet | None


async def async_try_login(
    hass: HomeAssistant, text: str
) -> tuple[Login | None, dict[str, str]]:
    """Log in with what was pasted; return the login, or the form's errors."""
    errors: dict[str, str] = {}
    login: Login | None = None
    try:
        login = await _async_log_in(hass, text)
    except PsnError as err:
        errors["base"] = next(key for error, key in ERRORS if isinstance(err, error))
    except Exception:
        _LOGGER.exception("Unexpected error while logging in")
        errors["base"] = "unknown"
    return login, errors


async def async_store_login(hass: HomeAssistant, login: Login) -> None:
    """Keep the tokens for the set-up to come, which then needs no login of its own."""
    if login.tokens is not None:
        await TokenStore(hass, login.account_id).async_save(login.tokens)


async def _async_log_in(hass: HomeAssistant, text: str) -> Login:
    """Log in and ask whose account it is."""
    npsso = parse_npsso(text)
    session = async_create_session(hass, auto_cleanup=False)
    try:
        auth = PsnAuth(session, npsso)
        client = PsnClient(session, auth, language=hass.config.language)
        account_id = (await client.get_trophy_summary()).account_id
        return Login(
            account_id=account_id,
            name=await _async_online_id(client, account_id),
            npsso=npsso,
            tokens=auth.tokens,
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
