"""What can go wrong. No message holds a payload, a token or an address."""

import math


class PsnError(Exception):
    """Base of every error of this package."""


class PsnWaitError(PsnError):
    """Base of the errors that know when a further try makes sense."""

    reason = "Wait"

    def __init__(self, retry_after: float) -> None:
        """Keep the wait, in seconds."""
        super().__init__(f"{self.reason}, next one in {retry_after:.0f} s")
        self.retry_after = retry_after

    @property
    def minutes(self) -> int:
        """Return the wait in full minutes, for people."""
        return max(1, math.ceil(self.retry_after / 60))


class PsnConnectionError(PsnError):
    """Trouble on the line: no answer, timeout, 5xx, or a refusal of the edge."""


class PsnCertificateError(PsnConnectionError):
    """Who answered did not show a certificate that is Sony's, or one that holds now."""


class PsnLoginPausedError(PsnConnectionError, PsnWaitError):
    """A login with the NPSSO has to wait: too many lock an account."""

    reason = "Many logins"


class PsnAuthError(PsnError):
    """Sony refused the NPSSO: the user has to supply a new one."""


class PsnRateLimitError(PsnWaitError):
    """Too many requests, or a pause is on that Sony asked for."""

    reason = "Too many requests"


class PsnBudgetError(PsnRateLimitError):
    """Our own allowance of requests is spent; Sony did not ask for a pause."""


class PsnServiceError(PsnError):
    """Base of the errors that may carry Sony's own error code."""

    def __init__(
        self, message: str, *, code: int | None = None, status: int | None = None
    ) -> None:
        """Keep Sony's error code and the HTTP status, where there were any."""
        details = [
            f"{name} {value}"
            for name, value in (("HTTP", status), ("code", code))
            if value is not None
        ]
        super().__init__(f"{message} ({', '.join(details)})" if details else message)
        self.code = code
        self.status = status


class PsnUnauthorizedError(PsnServiceError):
    """The access token is refused here, and another one would not help now."""


class PsnForbiddenError(PsnServiceError):
    """The owner of the data does not share them."""


class PsnNotFoundError(PsnServiceError):
    """No such person, trophy set or game, or never synced by that person."""


class PsnResponseError(PsnServiceError):
    """The answer was not understood, or the request was refused as wrong."""


class PsnNpssoError(PsnError):
    """The text holds no NPSSO token, or several."""


class PsnNotSignedInError(PsnNpssoError):
    """The text is Sony's answer to a browser that is not signed in."""
