"""What can go wrong. No message holds a payload, a token or an address."""


class PsnError(Exception):
    """Base of every error of this package."""


class PsnConnectionError(PsnError):
    """Trouble on the line: no answer, timeout, 5xx, or a refusal of the edge."""


class PsnAuthError(PsnError):
    """Sony refused the NPSSO: the user has to supply a new one."""


class PsnRateLimitError(PsnError):
    """Too many requests, or a pause is on."""

    def __init__(self, retry_after: float) -> None:
        """Keep the wait asked for, in seconds."""
        super().__init__(f"Too many requests, next one in {retry_after:.0f} s")
        self.retry_after = retry_after


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
