"""Login: NPSSO to code to tokens, how they are kept fresh, and when to doubt them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
import logging
from typing import Final

import aiohttp

from .budget import RequestBudget
from .clock import ServiceClock
from .const import ACCESS_MARGIN, DOUBT_AFTER, FRESH_PROOF_LASTS, PROOF_LASTS
from .exceptions import PsnConnectionError
from .login_state import LoginLog, LoginState, NpssoFacts, TokenSet
from .npsso_login import NpssoLogin
from .oauth import CodeRefusedError, OAuth

_LOGGER = logging.getLogger(__name__)

_NEVER: Final = float("-inf")


@dataclass(slots=True, kw_only=True)
class _Login:
    """A login in flight and how many wait for it."""

    task: asyncio.Task[str]
    waiting: int = 0


@dataclass(slots=True, kw_only=True)
class _Standing:
    """How the access token held now has fared; times are of the steady clock."""

    # The addresses that took it, and when one of them did last.
    accepted_by: set[str] = field(default_factory=set)
    accepted_at: float = _NEVER
    # When it was refused although it was new.
    refused_at: float | None = None
    # To be replaced, and whether the refresh token may do that.
    is_stale: bool = False
    trust_refresh: bool = True

    def is_good(self, path: str, now: float) -> bool:
        """Tell whether it is the address that refuses it, and not the token's fault."""
        lasts = FRESH_PROOF_LASTS if path in self.accepted_by else PROOF_LASTS
        return now - self.accepted_at < lasts.total_seconds()


class PsnAuth:
    """Holds one account's credentials; hands out access tokens that are valid."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        npsso: str,
        *,
        state: LoginState | None = None,
        on_state: Callable[[LoginState], None] | None = None,
        logins: LoginLog | None = None,
        by_hand: bool = False,
        budget: RequestBudget | None = None,
        clock: ServiceClock | None = None,
    ) -> None:
        """Start from what is known of the login; `on_state` stores what changes.

        `logins` is where several that log the same account in count together;
        `by_hand`: a person waits, see `LoginLog.wait`.
        """
        state = state or LoginState()
        self.clock = clock or ServiceClock()
        self.budget = budget or RequestBudget()
        # How often there have been new tokens.
        self.renewals = 0
        self._oauth = OAuth(session, npsso, self.budget, self.clock)
        self._npsso = NpssoLogin(
            self._oauth,
            # What is known of another NPSSO says nothing about this one.
            state.npsso if state.npsso.belong_to(npsso) else NpssoFacts.of(npsso),
            logins or LoginLog(self.clock, state.logins),
            self.clock,
            self._changed,
            by_hand=by_hand,
        )
        self._tokens = state.tokens
        self._on_state = on_state
        self._login: _Login | None = None
        self._standing = _Standing()

    @property
    def tokens(self) -> TokenSet | None:
        """Return the tokens held now."""
        return self._tokens

    @property
    def state(self) -> LoginState:
        """Return everything that is worth keeping."""
        return LoginState(
            tokens=self._tokens,
            npsso=self._npsso.facts,
            logins=self._npsso.logins.times,
        )

    @property
    def npsso_expires_at(self) -> float | None:
        """Return the last known end of the NPSSO in unix seconds, without asking."""
        return self._npsso.facts.expires_at

    async def access_token(self) -> str:
        """Return a valid access token; log in where there is none.

        Raises PsnAuthError only where Sony refuses the NPSSO. All callers who wait
        share one login and its outcome.
        """
        tokens = self._tokens
        if (
            tokens
            and not self._standing.is_stale
            and tokens.access_expires_at - ACCESS_MARGIN.total_seconds()
            > self.clock.now()
        ):
            return tokens.access_token
        login = self._login
        if login is None or login.task.done():
            login = self._login = _Login(task=asyncio.create_task(self._log_in()))
        login.waiting += 1
        try:
            # Shielded, so that it outlives the caller who happened to start it.
            return await asyncio.shield(login.task)
        finally:
            login.waiting -= 1
            if not login.waiting and not login.task.done():
                login.task.cancel()
                self._login = None

    def note_accepted(self, token: str, path: str) -> None:
        """Remember that an address took this access token."""
        if self._is_held(token):
            self._standing.accepted_by.add(path)
            self._standing.accepted_at = self.clock.steady()
            self._standing.refused_at = None

    def note_refused(self, token: str, path: str, *, is_new: bool) -> bool:
        """Take note of a 401; tell whether the request is worth another token.

        It is not where Sony has just taken this one elsewhere, and where this one
        `is_new` itself. A new one that is refused again later casts doubt on the
        refresh token that gave it; then only the NPSSO can help.
        """
        standing, now = self._standing, self.clock.steady()
        if not self._is_held(token) or standing.is_stale:
            return True
        if standing.is_good(path, now):
            return False
        if is_new:
            standing.refused_at = now
            return False
        if standing.refused_at is not None:
            if now - standing.refused_at < DOUBT_AFTER.total_seconds():
                return False
            if self._npsso.wait:
                return False
            standing.trust_refresh = False
        standing.is_stale = True
        return True

    async def npsso_lifetime(self) -> timedelta:
        """Return how long the NPSSO will live; asks Sony once a day at most.

        Raises PsnAuthError where Sony's page says "Invalid login". The page has been
        wrong about that during an outage; only `access_token` is the last word.
        """
        return await self._npsso.lifetime()

    async def exchange_npsso_for_code(self) -> str:
        """Return a code for one use (section 3.1), which is kept until it is used.

        Raises PsnAuthError where Sony refuses the NPSSO, and PsnLoginPausedError
        where there were too many logins lately.
        """
        return await self._npsso.code()

    async def exchange_code_for_tokens(self, code: str) -> TokenSet:
        """Return the tokens for a code (section 3.2); does not start to use them."""
        return await self._npsso.exchange(code)

    async def refresh(self, refresh_token: str | None = None) -> TokenSet:
        """Return fresh tokens (section 3.3); does not start to use them.

        Without an argument for the refresh token held. Raises PsnResponseError of
        status 400 or 401 where it is refused.
        """
        held = self._tokens
        if refresh_token is None:
            refresh_token = held.refresh_token if held else None
        if refresh_token is None:
            raise ValueError("There is no refresh token")
        is_held = held is not None and held.refresh_token == refresh_token
        return await self._oauth.tokens_for_refresh(
            refresh_token, held.refresh_expires_at if held and is_held else None
        )

    async def _log_in(self) -> str:
        """Get new tokens, by refresh if possible, and start to use them."""
        tokens = await self._refreshed()
        if tokens is None:
            try:
                tokens = await self._npsso.tokens()
            except PsnConnectionError:
                # A token in doubt may be taken again meanwhile.
                self._standing.is_stale &= self._standing.trust_refresh
                self._standing.trust_refresh = True
                raise
        self._tokens = tokens
        self._standing = _Standing()
        self.renewals += 1
        self._changed()
        return tokens.access_token

    async def _refreshed(self) -> TokenSet | None:
        """Return tokens by refresh, or None where only the NPSSO can help."""
        held = self._tokens
        if (
            held is None
            or held.refresh_token is None
            or not self._standing.trust_refresh
        ):
            return None
        if (
            held.refresh_expires_at is not None
            and held.refresh_expires_at <= self.clock.now()
            # By a clock that Sony has not confirmed, nothing is over.
            and self.clock.is_told
        ):
            return None
        try:
            return await self.refresh()
        except CodeRefusedError:
            _LOGGER.debug("The refresh token is refused, logging in with the NPSSO")
        return None

    def _is_held(self, token: str) -> bool:
        """Tell whether this is the access token in use."""
        return self._tokens is not None and self._tokens.access_token == token

    def _changed(self) -> None:
        """Have everything stored that is worth it."""
        if self._on_state:
            self._on_state(self.state)
