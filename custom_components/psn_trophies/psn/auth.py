"""Login: NPSSO to code to tokens, and how they are kept fresh."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
import logging
import time
from typing import Any, Final, override

import aiohttp
from mashumaro.mixins.dict import DataClassDictMixin
from yarl import URL

from .budget import Priority, RequestBudget
from .const import (
    ACCESS_MARGIN,
    AUTHORIZE_URL,
    CLIENT_ID,
    CLIENT_SECRET,
    NPSSO_PAGE_URL,
    REDIRECT_URI,
    REQUEST_TIMEOUT_S,
    SCOPE,
    TOKEN_URL,
)
from .exceptions import (
    PsnAuthError,
    PsnConnectionError,
    PsnError,
    PsnForbiddenError,
    PsnResponseError,
)
from .models.base import Model, wire
from .transport import Answer, Transport

_LOGGER = logging.getLogger(__name__)

_INVALID_LOGIN: Final = 20
# Errors of OAuth's own list that say nothing about the credentials.
_NOT_THE_USERS_FAULT: Final = {"server_error", "temporarily_unavailable"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSet(DataClassDictMixin):
    """What a login yields; times are unix seconds."""

    access_token: str = field(repr=False)
    access_expires_at: float
    refresh_token: str | None = field(default=None, repr=False)
    refresh_expires_at: float | None = None

    @override
    @classmethod
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Refuse a damaged store before mashumaro can quote it in an error."""
        match d:
            case {
                "access_token": str(),
                "access_expires_at": int() | float(),
                "refresh_token": str() | None,
                "refresh_expires_at": int() | float() | None,
            }:
                return d
        raise PsnResponseError("Stored tokens are damaged")


@dataclass(frozen=True, slots=True, kw_only=True)
class _TokenAnswer(Model):
    """Answer of the token endpoint (section 3.2); lifetimes in seconds."""

    access_token: str = field(repr=False)
    expires_in: int
    refresh_token: str | None = field(default=None, repr=False)
    refresh_token_expires_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _NpssoAnswer(Model):
    """Answer of the NPSSO page (section 2); lifetime in seconds."""

    expires_in: int = field(metadata=wire("expires_in"))


@dataclass(slots=True, kw_only=True)
class _Login:
    """A login in flight and how many wait for it."""

    task: asyncio.Task[str]
    waiting: int = 0


class PsnAuth:
    """Holds one account's credentials; hands out access tokens that are valid."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        npsso: str,
        *,
        tokens: TokenSet | None = None,
        on_tokens: Callable[[TokenSet], None] | None = None,
        budget: RequestBudget | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Start from stored tokens where there are any; `on_tokens` stores new ones."""
        self._npsso = npsso
        self._tokens = tokens
        self._on_tokens = on_tokens
        self._login: _Login | None = None
        self._stale_token: str | None = None
        self._trust_refresh = True
        # How many logins there have been.
        self.logins = 0
        self.clock = clock
        self.budget = budget or RequestBudget()
        self._transport = Transport(
            session=session,
            budget=self.budget,
            clock=clock,
            timeout=aiohttp.ClientTimeout(total=REQUEST_TIMEOUT_S),
        )

    @property
    def tokens(self) -> TokenSet | None:
        """Return the tokens held now."""
        return self._tokens

    async def access_token(self) -> str:
        """Return a valid access token; log in where there is none.

        Raises PsnAuthError only where Sony refuses the NPSSO. All callers who wait
        share one login and its outcome.
        """
        tokens = self._tokens
        if (
            tokens
            and tokens.access_token != self._stale_token
            and tokens.access_expires_at - ACCESS_MARGIN.total_seconds() > self.clock()
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

    def mark_stale(self, token: str, *, distrust_refresh: bool = False) -> None:
        """Use this access token no more, unless it has been replaced already.

        `distrust_refresh`: replace it by way of the NPSSO, not of the refresh token.
        """
        if self._tokens and self._tokens.access_token == token:
            self._stale_token = token
            self._trust_refresh = self._trust_refresh and not distrust_refresh

    async def npsso_lifetime(self) -> timedelta:
        """Return how long the NPSSO will live, from Sony's NPSSO page (section 2).

        Raises PsnAuthError where the page says "Invalid login". The page has been
        wrong about that during an outage; only `access_token` is the last word.
        """
        # This page answers 429 for reasons of its own: no cause to stop all the rest.
        answer = await self._send(
            "GET", NPSSO_PAGE_URL, headers=self._cookie(), may_pause=False
        )
        if answer.error_code == _INVALID_LOGIN:
            raise PsnAuthError("The NPSSO page says that nobody is signed in")
        if not answer.is_success:
            raise _refusal(answer)
        return timedelta(seconds=_NpssoAnswer.parse(answer.body).expires_in)

    async def exchange_npsso_for_code(self) -> str:
        """Return a code for one use (section 3.1); raises PsnAuthError if refused."""
        answer = await self._send(
            "GET",
            AUTHORIZE_URL,
            headers=self._cookie(),
            params={
                "access_type": "offline",
                "client_id": CLIENT_ID,
                "redirect_uri": REDIRECT_URI,
                "response_type": "code",
                "scope": SCOPE,
            },
        )
        query: dict[str, str] = {}
        with suppress(ValueError):
            query.update(URL(answer.headers.get("Location", "")).query)
        # A good and a bad NPSSO are both answered with 302.
        if code := query.get("code"):
            return code
        if query.get("error") in _NOT_THE_USERS_FAULT:
            raise PsnConnectionError("Login is unavailable")
        if "error" in query or "error_code" in query:
            raise PsnAuthError("Sony refused the NPSSO")
        if answer.status == HTTPStatus.FOUND:
            raise PsnAuthError("Sony did not accept the NPSSO")
        if answer.status < HTTPStatus.BAD_REQUEST:
            raise PsnConnectionError(f"Login did not answer (HTTP {answer.status})")
        raise _refusal(answer)

    async def exchange_code_for_tokens(self, code: str) -> TokenSet:
        """Return the tokens for a code (section 3.2); does not start to use them."""
        return await self._tokens_for(
            {
                "code": code,
                "redirect_uri": REDIRECT_URI,
                "grant_type": "authorization_code",
                "token_format": "jwt",
            }
        )

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
        return await self._tokens_for(
            {
                "refresh_token": refresh_token,
                "grant_type": "refresh_token",
                "token_format": "jwt",
                "scope": SCOPE,
            },
            refresh_token=refresh_token,
            refresh_expires_at=held.refresh_expires_at if held and is_held else None,
        )

    async def _log_in(self) -> str:
        """Get new tokens, by refresh if possible, and start to use them."""
        tokens = await self._refreshed()
        if tokens is None:
            code = await self.exchange_npsso_for_code()
            tokens = await self.exchange_code_for_tokens(code)
        self._tokens = tokens
        self.logins += 1
        self._stale_token = None
        self._trust_refresh = True
        if self._on_tokens:
            self._on_tokens(tokens)
        return tokens.access_token

    async def _refreshed(self) -> TokenSet | None:
        """Return tokens by refresh, or None where only the NPSSO can help."""
        held = self._tokens
        if held is None or held.refresh_token is None or not self._trust_refresh:
            return None
        if (
            held.refresh_expires_at is not None
            and held.refresh_expires_at <= self.clock()
        ):
            return None
        try:
            return await self.refresh()
        except PsnResponseError as err:
            if err.status not in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED):
                raise
        _LOGGER.debug("The refresh token is refused, logging in with the NPSSO")
        return None

    async def _tokens_for(
        self,
        form: dict[str, str],
        *,
        refresh_token: str | None = None,
        refresh_expires_at: float | None = None,
    ) -> TokenSet:
        """Return the tokens for a grant; the keywords fill what the answer lacks."""
        now = self.clock()
        answer = await self._send(
            "POST",
            TOKEN_URL,
            headers={
                "Authorization": aiohttp.encode_basic_auth(CLIENT_ID, CLIENT_SECRET)
            },
            form=form,
        )
        if not answer.is_success:
            raise _refusal(answer)
        tokens = _TokenAnswer.parse(answer.body)
        if (lifetime := tokens.refresh_token_expires_in) is not None:
            refresh_expires_at = now + lifetime
        return TokenSet(
            access_token=tokens.access_token,
            access_expires_at=now + tokens.expires_in,
            refresh_token=tokens.refresh_token or refresh_token,
            refresh_expires_at=refresh_expires_at,
        )

    def _cookie(self) -> dict[str, str]:
        """Return the header that shows the NPSSO; the session keeps no cookies."""
        return {"Cookie": f"npsso={self._npsso}"}

    async def _send(
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str],
        params: dict[str, str] | None = None,
        form: dict[str, str] | None = None,
        may_pause: bool = True,
    ) -> Answer:
        """Send one request of the login; it is entered into the budget."""
        await self.budget.acquire(Priority.POLL)
        return await self._transport.send(
            method,
            URL(url),
            headers=headers,
            params=params,
            form=form,
            may_pause=may_pause,
        )


def _refusal(answer: Answer) -> PsnError:
    """Return the error of a login step; a 403 here is not about privacy."""
    error = answer.error()
    if isinstance(error, PsnForbiddenError):
        return PsnConnectionError("Login is refused by the service (HTTP 403)")
    return error
