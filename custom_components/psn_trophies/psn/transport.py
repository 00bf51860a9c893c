"""One exchange over the wire: what came back, or which trouble was on the line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
import logging
import re
import time
from typing import Final

import aiohttp
from yarl import URL

from .budget import RequestBudget
from .clock import ServiceClock, header_date, header_number
from .const import DEFAULT_PAUSE, MAX_PAUSE
from .exceptions import (
    PsnCertificateError,
    PsnConnectionError,
    PsnError,
    PsnForbiddenError,
    PsnNotFoundError,
    PsnRateLimitError,
    PsnResponseError,
    PsnServiceError,
    PsnUnauthorizedError,
)
from .models.base import load_json

_LOGGER = logging.getLogger(__name__)

_ERRORS: Final[dict[int, tuple[type[PsnServiceError], str]]] = {
    HTTPStatus.BAD_REQUEST: (PsnResponseError, "Request refused as wrong"),
    HTTPStatus.UNAUTHORIZED: (PsnUnauthorizedError, "Access token refused"),
    HTTPStatus.FORBIDDEN: (PsnForbiddenError, "Not shared by its owner"),
    HTTPStatus.NOT_FOUND: (PsnNotFoundError, "Not found"),
}
# What names people in a path: what follows "users", and numbers as long as their ids.
_PERSON: Final = re.compile(r"(?<=/users/)(?!me(?:/|$))[^/]+|(?<=/)\d{9,}(?=/|$)")
_UNAVAILABLE: Final = {
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}


class InterruptedExchangeError(PsnConnectionError):
    """Trouble on the line that a second try may well not meet."""


class NotSentError(PsnConnectionError):
    """There was no connection to send anything over."""


class UntrustedPeerError(NotSentError, PsnCertificateError):
    """Nothing was sent, because whoever answered may not be Sony."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers and body of an answer below 500."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def is_success(self) -> bool:
        """Return whether the status is one of the 200s."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def is_page(self) -> bool:
        """Return whether a web page came: the edge speaks, not the service."""
        return "html" in self.headers.get("Content-Type", "") or (
            self.body.lstrip()[:1] == b"<"
        )

    def error(self) -> PsnError:
        """Return the error this answer stands for."""
        if self.is_page and not self.is_success:
            return PsnConnectionError(f"Refused by the edge (HTTP {self.status})")
        # Privacy and absence are lasting, so only the service itself may state them.
        if self.status in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND) and (
            self.error_code is None
        ):
            return PsnConnectionError(f"Refused without reason (HTTP {self.status})")
        error, message = _ERRORS.get(
            self.status, (PsnResponseError, "Answer not understood")
        )
        return error(message, code=self.error_code, status=self.status)

    @property
    def error_code(self) -> int | None:
        """Return Sony's error code, from either place where it stands."""
        try:
            data = load_json(self.body)
        except PsnResponseError:
            return None
        match data:
            case {"error": {"code": int(code)}} | {"error_code": int(code)}:
                return code
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """Sends requests; knows nothing of tokens, retries or whose turn it is."""

    session: aiohttp.ClientSession
    budget: RequestBudget
    clock: ServiceClock
    timeout: aiohttp.ClientTimeout

    async def send(
        self,
        method: str,
        url: URL,
        *,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        json: object | None = None,
        may_pause: bool = True,
    ) -> Answer:
        """Return the answer below 500, redirects included.

        A 429 raises PsnRateLimitError and, if it may, starts the budget's pause; no
        answer and 5xx raise PsnConnectionError.
        """
        # aiohttp's own complaint of it is a bare RuntimeError.
        if self.session.closed:
            raise NotSentError("Session is closed")
        started = time.monotonic()
        sent_at = self.clock.steady()
        status: int | str = "no answer"
        error: PsnError | None = None
        try:
            async with self.session.request(
                method,
                url,
                headers=headers,
                params=params,
                data=form,
                json=json,
                timeout=self.timeout,
                allow_redirects=False,
                raise_for_status=False,
                middlewares=(_only_once(),),
            ) as response:
                status = response.status
                self.clock.note(response.headers, sent_at)
                answer = Answer(
                    status=status,
                    headers=response.headers,
                    body=await response.read(),
                )
        except (aiohttp.ClientError, OSError) as err:
            error = _trouble(err)
        finally:
            _LOGGER.debug(
                "%s %s: %s in %.0f ms",
                method,
                _route(url),
                status,
                (time.monotonic() - started) * 1000,
            )
        # Raised out here, because aiohttp's errors hold addresses and headers.
        if error:
            raise error
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            seconds = self._pause_for(answer.headers)
            if may_pause:
                self.budget.pause(seconds)
            raise PsnRateLimitError(seconds)
        if answer.status in _UNAVAILABLE:
            raise InterruptedExchangeError(
                f"Service is unavailable (HTTP {answer.status})"
            )
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise PsnConnectionError(f"Service is in trouble (HTTP {answer.status})")
        return answer

    def _pause_for(self, headers: Mapping[str, str]) -> float:
        """Return the seconds to keep quiet after a 429 (section 7.3)."""
        now = self.clock.now()
        waits = (
            header_number(headers.get("X-RateLimit-Next-Available")) - now,
            header_number(headers.get("Retry-After")),
            header_date(headers.get("Retry-After")) - now,
        )
        # A wait that is over, absurdly long or not a number is not believed.
        return next(
            (wait for wait in waits if 0 < wait <= MAX_PAUSE.total_seconds()),
            DEFAULT_PAUSE.total_seconds(),
        )


def _route(url: URL) -> str:
    """Return a path as it may stand in a log: with nobody's id or name in it."""
    return _PERSON.sub("*", url.path)


def _only_once() -> aiohttp.ClientMiddlewareType:
    """Return a middleware that lets one request through.

    aiohttp repeats a GET by itself after a cut, which no budget would know of.
    """
    is_sent = False

    async def send_once(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        """Send, but not again."""
        nonlocal is_sent
        if is_sent:
            raise aiohttp.ServerDisconnectedError
        is_sent = True
        return await handler(request)

    return send_once


def _trouble(err: Exception) -> PsnConnectionError:
    """Return the trouble that an error of aiohttp stands for."""
    if isinstance(err, TimeoutError):
        return PsnConnectionError("No answer in time")
    if isinstance(err, aiohttp.ClientSSLError):
        return UntrustedPeerError("Unknown certificate")
    if isinstance(err, aiohttp.ClientConnectorError):
        return NotSentError("No connection")
    return InterruptedExchangeError("Connection was cut")
