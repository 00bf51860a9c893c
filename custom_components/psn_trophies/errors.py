"""What people are told of the errors of Sony's client."""

from typing import Final

from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers.update_coordinator import UpdateFailed

from .const import DOMAIN
from .psn import (
    PsnAuthError,
    PsnBudgetError,
    PsnCertificateError,
    PsnConnectionError,
    PsnError,
    PsnForbiddenError,
    PsnLoginPausedError,
    PsnRateLimitError,
    PsnUnauthorizedError,
    PsnWaitError,
)

# The first that fits; a child stands before its parent.
_KEYS: Final[tuple[tuple[type[PsnError], str], ...]] = (
    (PsnAuthError, "login_refused"),
    (PsnBudgetError, "budget_spent"),
    (PsnRateLimitError, "rate_limited"),
    (PsnForbiddenError, "access_denied"),
    (PsnUnauthorizedError, "not_honoured"),
    (PsnLoginPausedError, "login_paused"),
    (PsnCertificateError, "unknown_certificate"),
    (PsnConnectionError, "service_unreachable"),
    (PsnError, "unexpected_answer"),
)


def update_error(err: PsnError, retry_after: float | None = None) -> HomeAssistantError:
    """Return what Home Assistant is told when a poll fails; the wait is in seconds."""
    if isinstance(err, PsnAuthError):
        return ConfigEntryAuthFailed(
            translation_domain=DOMAIN, translation_key=_key(err)
        )
    return UpdateFailed(
        translation_domain=DOMAIN,
        translation_key=_key(err),
        translation_placeholders=_placeholders(err),
        retry_after=retry_after,
    )


def action_error(err: PsnError) -> HomeAssistantError:
    """Return what somebody is told who wanted to know something of Sony."""
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=_key(err),
        translation_placeholders=_placeholders(err),
    )


def _key(err: PsnError) -> str:
    """Return the key of the text about an error."""
    return next(key for kind, key in _KEYS if isinstance(err, kind))


def _placeholders(err: PsnError) -> dict[str, str] | None:
    """Return what stands in the text about an error.

    Not the error's own words: they are English, and for the log and diagnostics.
    """
    if isinstance(err, PsnWaitError):
        return {"minutes": str(err.minutes)}
    return None
