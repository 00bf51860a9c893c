"""Reading presence: seldom, and without harm to anything else where it fails."""

import logging
from typing import Final

from ..psn import (
    Presence,
    PsnAuthError,
    PsnClient,
    PsnError,
    PsnForbiddenError,
    PsnNotFoundError,
    PsnRateLimitError,
)
from .due import Due
from .pace import PRESENCE_BELIEVED, PRESENCE_RETRY, presence_interval
from .play import GuardReason

_LOGGER = logging.getLogger(__name__)

# How often to ask which trophies belong to a game that has none so far.
_LINK_TRIES: Final = 3


class PresenceReader:
    """Asks what somebody is doing, and knows for how long an answer holds."""

    def __init__(self, client: PsnClient) -> None:
        """Ask where the budget allows it easily."""
        self._client = client.aside
        self.due = Due()
        self._believed = Due()
        self.failures = 0
        self.last: Presence | None = None
        # How often was asked in vain for the trophies of which game.
        self._tries: tuple[str, int] = ("", 0)

    @property
    def known(self) -> Presence | None:
        """Return the last answer for as long as it is believed."""
        return None if self._believed.now else self.last

    def try_anew(self) -> None:
        """Ask again for the trophies of a game that had none."""
        self._tries = ("", 0)

    def forget(self) -> None:
        """Begin anew."""
        self.last = None
        self.failures = 0

    async def read(self, account_id: str) -> Presence | GuardReason | None:
        """Return presence, or why it is of no use; None where it fails for now.

        Raises PsnAuthError only.
        """
        try:
            presence = await self._client.get_presence(account_id)
        except PsnAuthError:
            raise
        except PsnForbiddenError:
            return GuardReason.PRIVATE
        except PsnNotFoundError:
            return GuardReason.MISSING
        except PsnRateLimitError as err:
            _LOGGER.debug("Presence left out: %s", err)
            self.due.again_in(PRESENCE_RETRY)
            return None
        except PsnError as err:
            _LOGGER.debug("Presence not read: %r", err)
            self.failures += 1
            self.due.again_in(presence_interval(self.failures))
            return None
        self.failures = 0
        self.due.again_in(presence_interval(0, is_playing=presence.game is not None))
        if not presence.is_told:
            return GuardReason.MISSING
        self._believed.again_in(PRESENCE_BELIEVED)
        self.last = presence
        return presence

    async def find_set(self, np_title_id: str, account_id: str) -> str | None:
        """Return the trophy set of a game; None where it is not known so far.

        Raises PsnAuthError only.
        """
        game, tries = self._tries
        tries = tries + 1 if game == np_title_id else 1
        if tries > _LINK_TRIES:
            return None
        self._tries = np_title_id, tries
        try:
            found = await self._client.get_titles_by_np_title_id(
                [np_title_id], account_id
            )
        except PsnAuthError:
            raise
        except PsnRateLimitError as err:
            # Not asked is not in vain.
            self._tries = np_title_id, tries - 1
            _LOGGER.debug("Trophies of the game left out: %r", err)
            return None
        except PsnError as err:
            _LOGGER.debug("Trophies of the game not found: %r", err)
            return None
        sets = [
            one
            for game in found
            if game.np_title_id == np_title_id
            for one in game.trophy_sets
        ]
        newest = max(sets, key=lambda one: one.last_updated, default=None)
        return newest.np_communication_id if newest else None
