"""What is known of an account besides its trophies: name, level, end of the login."""

from datetime import UTC, datetime, timedelta
import logging
from typing import Final

from ..psn import PsnAuthError, PsnClient, PsnError, TrophySummary
from .due import Due
from .library import Facts, Library

_LOGGER = logging.getLogger(__name__)

_MAX_AGE: Final = timedelta(days=1)
# A little less, so that not all that is read once a day comes at once.
_PROFILE_MAX_AGE: Final = timedelta(hours=23)
_RETRY: Final = timedelta(hours=1)
# Read to the second each day, the same moment comes out a little different.
_SAME_MOMENT: Final = timedelta(minutes=5)


class FactsReader:
    """Reads once a day what seldom changes; trophies matter more than a failure here."""

    def __init__(
        self, client: PsnClient, library: Library, login_expires: datetime | None
    ) -> None:
        """Start from what is known of an earlier run."""
        self._client = client
        self._library = library
        self.login_expires = login_expires
        # Level and counts of the last poll.
        self.summary: TrophySummary | None = None
        self._profile_due = Due()
        self._login_due = Due()
        if library.facts is not None:
            age = timedelta(seconds=max(client.now() - library.facts.read_at, 0))
            self._profile_due.again_in(_PROFILE_MAX_AGE - age)

    @property
    def online_id(self) -> str | None:
        """Return the account's name."""
        return self._library.facts.online_id if self._library.facts else None

    @property
    def avatar_url(self) -> str | None:
        """Return the address of the account's picture."""
        return self._library.facts.avatar_url if self._library.facts else None

    async def read_profile(self, account_id: str) -> None:
        """Read name and picture where that is due; raises PsnAuthError only."""
        if not self._profile_due.now:
            return
        try:
            profile = await self._client.get_profile(account_id)
        except PsnAuthError:
            raise
        except PsnError as err:
            _LOGGER.debug("Profile not read: %s", err)
            self._profile_due.again_in(_RETRY)
            return
        self._profile_due.again_in(_PROFILE_MAX_AGE)
        self._library.note(
            facts=Facts(
                online_id=profile.online_id,
                avatar_url=profile.avatar_url,
                read_at=self._client.now(),
            )
        )

    async def read_login_expiry(self) -> None:
        """Read how long the login lasts where that is due."""
        if not self._login_due.now:
            return
        try:
            remaining = await self._client.get_npsso_remaining()
        except PsnError as err:
            # A refusal here says nothing: Sony gave it to people with a good token too.
            _LOGGER.debug("Remaining life of the login not read: %s", err)
            self._login_due.again_in(_RETRY)
            return
        self._login_due.again_in(_MAX_AGE)
        now = datetime.fromtimestamp(self._client.now(), UTC)
        expires = (now + remaining).replace(second=0, microsecond=0)
        known = self.login_expires
        if known is None or abs(expires - known) > _SAME_MOMENT:
            self.login_expires = expires
