"""The cards: served and loaded by every browser while there is an account."""

from hashlib import blake2b
import logging
from pathlib import Path
from typing import Final

from homeassistant.components.frontend import add_extra_js_url, remove_extra_js_url
from homeassistant.components.http import StaticPathConfig
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

_LOGGER = logging.getLogger(__name__)

BUNDLE: Final = "psn-trophies-cards.js"
CARDS_PATH: Final = f"/{DOMAIN}/{BUNDLE}"
_FILE: Final = Path(__file__).parent / "www" / BUNDLE

# The address under which the bundle is served; empty while browsers do not load it.
DATA_ADDRESS: HassKey[str] = HassKey(f"{DOMAIN}_cards")
DATA_SERVED: HassKey[bool] = HassKey(f"{DOMAIN}_cards_served")


def _version() -> str:
    """Return what changes with the bundle, as browsers keep it for a month."""
    return blake2b(_FILE.read_bytes(), digest_size=8).hexdigest()


async def async_register_cards(hass: HomeAssistant) -> None:
    """Let browsers load the cards, also those that are open; once for all accounts."""
    # A Home Assistant without pages has no use for cards.
    if "frontend" not in hass.config.components or DATA_ADDRESS in hass.data:
        return
    # Set before anything is waited for: accounts are set up side by side.
    hass.data[DATA_ADDRESS] = ""
    try:
        version = await hass.async_add_executor_job(_version)
    except OSError as err:
        # Without cards the account is worth having, too.
        _LOGGER.error("The cards cannot be read: %s", err)
        return
    if DATA_SERVED not in hass.data:
        hass.data[DATA_SERVED] = True
        await hass.http.async_register_static_paths(
            [StaticPathConfig(CARDS_PATH, str(_FILE), cache_headers=True)]
        )
    hass.data[DATA_ADDRESS] = f"{CARDS_PATH}?v={version}"
    add_extra_js_url(hass, hass.data[DATA_ADDRESS])


@callback
def async_remove_cards(hass: HomeAssistant) -> None:
    """Let browsers load the cards no more."""
    if address := hass.data.pop(DATA_ADDRESS, ""):
        remove_extra_js_url(hass, address)
