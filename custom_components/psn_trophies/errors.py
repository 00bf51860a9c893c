"""What people are told of the errors of Sony's client."""

from typing import Final

from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    HomeAssistantError,
    ServiceValidationError,
)
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


def sync_error(cause: BaseException | None) -> HomeAssistantError:
    """Return what somebody is told whose poll failed with a cause."""
    if isinstance(cause, HomeAssistantError):
        return HomeAssistantError(
            translation_domain=cause.translation_domain,
            translation_key=cause.translation_key,
            translation_placeholders=cause.translation_placeholders,
        )
    return HomeAssistantError(translation_domain=DOMAIN, translation_key="sync_failed")


def closing_error[Kind: HomeAssistantError](kind: type[Kind]) -> Kind:
    """Return what is told while an account is unloaded."""
    return kind(translation_domain=DOMAIN, translation_key="account_closing")


def title_not_found(wanted: str) -> ServiceValidationError:
    """Return what somebody is told who asked for a title that is not there."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="title_not_found",
        translation_placeholders={"title": wanted},
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
