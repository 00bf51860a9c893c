"""How the integration reaches Sony's service from Home Assistant."""

from aiohttp import ClientSession, DummyCookieJar

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_create_clientsession


@callback
def async_create_session(
    hass: HomeAssistant, *, auto_cleanup: bool = True
) -> ClientSession:
    """Return a session for one account.

    Sony sets cookies on many answers; kept in a shared jar, they would mix accounts.
    """
    return async_create_clientsession(
        hass, auto_cleanup=auto_cleanup, cookie_jar=DummyCookieJar()
    )
