"""Secret trophies: what is told of them before they are earned."""

from dataclasses import dataclass
from typing import Final

from homeassistant.core import HomeAssistant

from ..const import CONF_SHOW_SECRET_TROPHIES, DEFAULT_SHOW_SECRET_TROPHIES
from ..coordinator import PsnTrophiesConfigEntry
from ..texts import async_get_texts
from ..trophies import ListedTrophy

# Where the texts for secret trophies stand.
SECRET_TEXTS: Final = "secret_trophy"


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Keeps secret trophies secret until they are earned, unless told otherwise."""

    name: str
    detail: str
    show: bool

    def hides(self, listed: ListedTrophy) -> bool:
        """Tell whether a trophy must not be named."""
        return listed.trophy.hidden and not self.show and not listed.earned


def nameless_secrecy(entry: PsnTrophiesConfigEntry) -> Secrecy:
    """Return how secret trophies are shown by who has a text of their own for them."""
    return Secrecy(name="", detail="", show=_shows_secrets(entry))


async def async_get_secrecy(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry
) -> Secrecy:
    """Return how secret trophies are shown for an account, in the home's language."""
    texts = await async_get_texts(hass, SECRET_TEXTS)
    return Secrecy(
        name=texts["name"], detail=texts["detail"], show=_shows_secrets(entry)
    )


def _shows_secrets(entry: PsnTrophiesConfigEntry) -> bool:
    """Return what the account's owner has chosen."""
    shows: bool = entry.options.get(
        CONF_SHOW_SECRET_TROPHIES, DEFAULT_SHOW_SECRET_TROPHIES
    )
    return shows
