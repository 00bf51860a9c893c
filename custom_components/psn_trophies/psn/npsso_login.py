"""Logging in with an NPSSO: seldom, and with a memory of what came of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
import logging
from typing import Any, NoReturn

from .clock import ServiceClock
from .const import (
    BARE_PATIENCE,
    CODE_MAX_AGE,
    LOGIN_WINDOW,
    NPSSO_EXPIRY_MAX_AGE,
    NPSSO_EXPIRY_RETRY,
)
from .exceptions import PsnAuthError, PsnConnectionError, PsnLoginPausedError
from .login_state import LoginLog, NpssoFacts, TokenSet
from .oauth import BareRedirectError, CodeRefusedError, OAuth
from .transport import NotSentError

_LOGGER = logging.getLogger(__name__)


class NpssoLogin:
    """What one NPSSO is good for; `on_change` hears when its facts change."""

    def __init__(
        self,
        oauth: OAuth,
        facts: NpssoFacts,
        logins: LoginLog,
        clock: ServiceClock,
        on_change: Callable[[], None],
        *,
        by_hand: bool = False,
    ) -> None:
        """Go on from what is known; `by_hand`: see `LoginLog.wait`."""
        self.facts = facts
        self.logins = logins
        self._oauth = oauth
        self._clock = clock
        self._on_change = on_change
        self._by_hand = by_hand

    @property
    def wait(self) -> float:
        """Return the seconds until there may be a login, 0 where there may be now."""
        return self.logins.wait(by_hand=self._by_hand)

    async def tokens(self) -> TokenSet:
        """Return tokens, for a code kept of an earlier try where there is one.

        While the token endpoint is in trouble a new code would be of no more use.
        """
        code = self.facts.code
        if code is not None and self._is_recent(self.facts.code_at, CODE_MAX_AGE):
            try:
                return await self.exchange(code)
            except CodeRefusedError:
                _LOGGER.debug("The code of an earlier login is refused")
        return await self.exchange(await self.code())

    async def code(self) -> str:
        """Return a code for one use (section 3.1), and keep it until it is used.

        Raises PsnAuthError where Sony refuses the NPSSO, and PsnLoginPausedError
        where there were too many logins lately.
        """
        if wait := self.wait:
            if self._is_recent(self.facts.refused_at, LOGIN_WINDOW):
                raise PsnAuthError("Sony refused the NPSSO a short while ago")
            raise PsnLoginPausedError(wait)
        is_bare = False
        try:
            code = await self._oauth.code(self._note_login)
        except NotSentError:
            self.logins.take_back()
            self._on_change()
            raise
        except BareRedirectError:
            is_bare = True
        except PsnAuthError:
            self._note(refused_at=self._clock.now(), bare_at=None)
            raise
        if is_bare:
            self._mind_bare_redirect()
        self._note(code=code, code_at=self._clock.now(), bare_at=None, refused_at=None)
        return code

    async def exchange(self, code: str) -> TokenSet:
        """Return the tokens for a code (section 3.2), which is of no more use then."""
        try:
            tokens = await self._oauth.tokens_for_code(code)
        except CodeRefusedError:
            self._note(code=None, code_at=None)
            raise
        self._note(code=None, code_at=None)
        return tokens

    async def lifetime(self) -> timedelta:
        """Return how long the NPSSO will live; asks Sony once a day at most."""
        facts = self.facts
        if facts.expires_at is None or not self._is_recent(
            facts.read_at, NPSSO_EXPIRY_MAX_AGE
        ):
            if self._is_recent(facts.asked_at, NPSSO_EXPIRY_RETRY):
                raise PsnConnectionError("The NPSSO page was asked a short while ago")
            await self._read_lifetime()
        assert self.facts.expires_at is not None
        return timedelta(seconds=max(0.0, self.facts.expires_at - self._clock.now()))

    async def _read_lifetime(self) -> None:
        """Ask Sony's page for the end of the NPSSO."""
        self._note(asked_at=self._clock.now())
        lifetime = await self._oauth.npsso_lifetime()
        now = self._clock.now()
        self._note(asked_at=now, read_at=now, expires_at=now + lifetime.total_seconds())

    def _mind_bare_redirect(self) -> NoReturn:
        """Raise PsnAuthError for a redirect without a word that comes again later."""
        bare_at = self.facts.bare_at
        if bare_at is None:
            self._note(bare_at=self._clock.now())
        elif not self._is_recent(bare_at, BARE_PATIENCE):
            raise PsnAuthError("Sony did not accept the NPSSO")
        raise PsnConnectionError("Login answered neither yes nor no")

    def _is_recent(self, moment: float | None, within: timedelta) -> bool:
        """Tell whether a moment is less than so long ago; one to come is not."""
        return (
            moment is not None
            and 0 <= self._clock.now() - moment < within.total_seconds()
        )

    def _note_login(self) -> None:
        """Enter a login that is about to be made."""
        self.logins.note()
        self._on_change()

    def _note(self, **facts: Any) -> None:
        """Remember something about the NPSSO."""
        changed = replace(self.facts, **facts)
        if changed != self.facts:
            self.facts = changed
            self._on_change()
