"""What outlives a restart."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .const import DOMAIN
from .psn import PsnError, TokenSet

_TOKENS_VERSION = 1


class TokenStore:
    """The login tokens of one account, in a private file of their own."""

    def __init__(self, hass: HomeAssistant, account_id: str) -> None:
        """Choose the account's file."""
        self._store: Store[dict[str, Any]] = Store(
            hass,
            _TOKENS_VERSION,
            f"{DOMAIN}.{account_id}.tokens",
            private=True,
            atomic_writes=True,
        )

    async def async_load(self) -> TokenSet | None:
        """Return the tokens kept, or None where there are none that can be read.

        Lost tokens cost one login with the NPSSO, so a damaged file is no error.
        """
        if (data := await self._store.async_load()) is None:
            return None
        try:
            return TokenSet.from_dict(data)
        except LookupError, TypeError, ValueError, PsnError:
            return None

    async def async_save(self, tokens: TokenSet) -> None:
        """Write the tokens."""
        await self._store.async_save(tokens.to_dict())

    async def async_remove(self) -> None:
        """Delete the account's file."""
        await self._store.async_remove()
