"""How the integration reaches Sony's service from Home Assistant."""

from typing import Final

from aiohttp import ClientSession, DummyCookieJar
from aiohttp.hdrs import USER_AGENT

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import (
    MAXIMUM_HEADER_SIZE,
    SERVER_SOFTWARE,
    HomeAssistantTCPConnector,
    async_create_clientsession,
)
from homeassistant.util.ssl import SSL_ALPN_HTTP11, SSLCipherList, client_context

# A little more than a minute, so that a poll finds the connection of the last one.
KEEP_ALIVE_S: Final = 75.0


@callback
def async_create_session(
    hass: HomeAssistant, *, auto_cleanup: bool = True
) -> ClientSession:
    """Return a session for a few questions, over connections that all share.

    Sony sets cookies on many answers; kept in a shared jar, they would mix accounts.
    """
    return async_create_clientsession(
        hass, auto_cleanup=auto_cleanup, cookie_jar=DummyCookieJar()
    )


@callback
def async_create_lasting_session() -> ClientSession:
    """Return a session for the polls of one account; who made it has to close it.

    Home Assistant's shared connections end after 15 idle seconds, which its helper
    lets nobody change: each poll would begin with another handshake, two thirds of
    all its work here, and work for Sony. Apart from that this is what the helper makes.
    """
    return ClientSession(
        connector=HomeAssistantTCPConnector(
            ssl=client_context(SSLCipherList.PYTHON_DEFAULT, SSL_ALPN_HTTP11),
            keepalive_timeout=KEEP_ALIVE_S,
        ),
        cookie_jar=DummyCookieJar(),
        headers={USER_AGENT: SERVER_SOFTWARE},
        max_line_size=MAXIMUM_HEADER_SIZE,
        max_field_size=MAXIMUM_HEADER_SIZE,
    )
