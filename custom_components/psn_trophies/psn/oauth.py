"""The steps of a login, each one request; nothing is remembered between them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Final

import aiohttp
from yarl import URL

from .budget import Priority, RequestBudget
from .clock import ServiceClock
from .const import (
    AUTHORIZE_URL,
    CLIENT_ID,
    CLIENT_SECRET,
    DEFAULT_ACCESS_LIFE,
    MAX_ACCESS_LIFE,
    MAX_NPSSO_LIFE,
    MAX_REFRESH_LIFE,
    MIN_ACCESS_LIFE,
    MIN_REFRESH_LIFE,
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
    PsnUnauthorizedError,
)
from .login_state import TokenSet
from .models.base import Model, decimal, wire
from .transport import Answer, Transport

_INVALID_LOGIN: Final = 20
# Errors of OAuth's own list that say nothing about the credentials.
_NOT_THE_USERS_FAULT: Final = {"server_error", "temporarily_unavailable"}


class BareRedirectError(PsnConnectionError):
    """The login answered with a redirect that says neither yes nor no."""


class CodeRefusedError(PsnResponseError):
    """The token endpoint does not take the code or the refresh token."""


def _seconds(value: object) -> float | None:
    """Return a lifetime, None where there is no number to be had."""
    try:
        return decimal(value)
    except TypeError, ValueError, OverflowError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _TokenAnswer(Model):
    """Answer of the token endpoint (section 3.2); lifetimes in seconds."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    # Nonsense in one of these must not cost the login.
    expires_in: float | None = field(
        default=None, metadata=wire("expires_in", _seconds)
    )
    refresh_expires_in: float | None = field(
        default=None, metadata=wire("refresh_token_expires_in", _seconds)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _NpssoAnswer(Model):
    """Answer of the NPSSO page (section 2); lifetime in seconds."""

    expires_in: float = field(metadata=wire("expires_in"))


class OAuth:
    """Sony's login service as one NPSSO sees it."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        npsso: str,
        budget: RequestBudget,
        clock: ServiceClock,
    ) -> None:
        """Use the session, and enter each request into the budget."""
        self._npsso = npsso
        self._budget = budget
        self._clock = clock
        self._transport = Transport(
            session=session,
            budget=budget,
            clock=clock,
            timeout=aiohttp.ClientTimeout(total=REQUEST_TIMEOUT_S),
        )

    async def npsso_lifetime(self) -> timedelta:
        """Return how long the NPSSO will live, from Sony's NPSSO page (section 2).

        Raises PsnAuthError where the page says "Invalid login", and PsnResponseError
        for a time that can not be.
        """
        # This page answers 429 for reasons of its own: no cause to stop all the rest.
        answer = await self._send(
            "GET", NPSSO_PAGE_URL, headers=self._cookie(), may_pause=False
        )
        if answer.error_code == _INVALID_LOGIN:
            raise PsnAuthError("The NPSSO page says that nobody is signed in")
        if not answer.is_success:
            raise _refusal(answer)
        seconds = _NpssoAnswer.parse(answer.body).expires_in
        if not 0 <= seconds <= MAX_NPSSO_LIFE.total_seconds():
            raise PsnResponseError("The NPSSO page names an impossible time")
        return timedelta(seconds=seconds)

    async def code(self, on_send: Callable[[], None]) -> str:
        """Return a code for one use (section 3.1); `on_send` hears of the request.

        Raises PsnAuthError where the NPSSO is refused, BareRedirectError where the
        answer says nothing.
        """
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
            on_send=on_send,
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
            raise BareRedirectError("Login answered neither yes nor no")
        if answer.status < HTTPStatus.BAD_REQUEST:
            raise PsnConnectionError(f"Login did not answer (HTTP {answer.status})")
        raise _refusal(answer)

    async def tokens_for_code(self, code: str) -> TokenSet:
        """Return the tokens for a code (section 3.2)."""
        return await self._tokens_for(
            {
                "code": code,
                "redirect_uri": REDIRECT_URI,
                "grant_type": "authorization_code",
                "token_format": "jwt",
            }
        )

    async def tokens_for_refresh(
        self, refresh_token: str, expires_at: float | None
    ) -> TokenSet:
        """Return fresh tokens (section 3.3); its known end holds where none is told."""
        return await self._tokens_for(
            {
                "refresh_token": refresh_token,
                "grant_type": "refresh_token",
                "token_format": "jwt",
                "scope": SCOPE,
            },
            refresh_token=refresh_token,
            refresh_expires_at=expires_at,
        )

    async def _tokens_for(
        self,
        form: dict[str, str],
        *,
        refresh_token: str | None = None,
        refresh_expires_at: float | None = None,
    ) -> TokenSet:
        """Return the tokens for a grant; the keywords fill what the answer lacks.

        Raises CodeRefusedError where the service itself does not take it.
        """
        started = self._clock.steady()
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
        # Only now, as the answer may have put the clock right.
        taken = self._clock.steady() - started
        asked_at = self._clock.now() - taken
        if (lifetime := tokens.refresh_expires_in) is not None:
            refresh_expires_at = asked_at + _within(
                lifetime, MIN_REFRESH_LIFE, MAX_REFRESH_LIFE
            )
        lifetime = tokens.expires_in
        if lifetime is None:
            lifetime = DEFAULT_ACCESS_LIFE.total_seconds()
        return TokenSet(
            access_token=tokens.access_token,
            access_expires_at=asked_at
            + _within(lifetime, MIN_ACCESS_LIFE, MAX_ACCESS_LIFE),
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
        on_send: Callable[[], None] | None = None,
    ) -> Answer:
        """Send one request of the login; it is entered into the budget."""
        await self._budget.acquire(Priority.POLL)
        if on_send:
            on_send()
        return await self._transport.send(
            method,
            URL(url),
            headers=headers,
            params=params,
            form=form,
            may_pause=may_pause,
        )


def _within(seconds: float, least: timedelta, most: timedelta) -> float:
    """Return a lifetime within what is believed of it."""
    return min(max(seconds, least.total_seconds()), most.total_seconds())


def _refusal(answer: Answer) -> PsnError:
    """Return the error of a login step, which is never about privacy or a token."""
    error = answer.error()
    if isinstance(error, PsnForbiddenError):
        return PsnConnectionError("Login is refused by the service (HTTP 403)")
    if isinstance(error, PsnResponseError | PsnUnauthorizedError) and (
        answer.status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED)
    ):
        return CodeRefusedError(
            "Login step refused", code=error.code, status=error.status
        )
    return error
