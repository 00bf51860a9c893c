"""Texts that Home Assistant has no place for, in the home's language.

They are the options of selectors that are never shown.
"""

from collections.abc import Mapping

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from .const import DOMAIN


def texts_of(translations: Mapping[str, str], name: str) -> dict[str, str]:
    """Return the texts of a name by key, out of all those of selectors."""
    prefix = f"component.{DOMAIN}.selector.{name}.options."
    return {
        key.removeprefix(prefix): text
        for key, text in translations.items()
        if key.startswith(prefix)
    }


async def async_get_texts(hass: HomeAssistant, name: str) -> dict[str, str]:
    """Return the texts of a name by key."""
    language = hass.config.language
    translations = await async_get_translations(hass, language, "selector", {DOMAIN})
    return texts_of(translations, name)
