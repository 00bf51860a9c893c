"""An asynchronous client for the trophy service of the PlayStation Network."""

from . import models
from .auth import PsnAuth
from .budget import Priority, RequestBudget
from .client import PsnClient
from .clock import ServiceClock
from .exceptions import (
    PsnAuthError,
    PsnBudgetError,
    PsnCertificateError,
    PsnConnectionError,
    PsnError,
    PsnForbiddenError,
    PsnLoginPausedError,
    PsnNotFoundError,
    PsnNotSignedInError,
    PsnNpssoError,
    PsnRateLimitError,
    PsnResponseError,
    PsnServiceError,
    PsnUnauthorizedError,
    PsnWaitError,
)
from .home_budget import HomeBudget
from .login_state import LoginLog, LoginState, NpssoFacts, TokenSet
from .models import *  # noqa: F403 - which these are is said there alone
from .npsso import parse_npsso

__all__ = [
    "HomeBudget",
    "LoginLog",
    "LoginState",
    "NpssoFacts",
    "Priority",
    "PsnAuth",
    "PsnAuthError",
    "PsnBudgetError",
    "PsnCertificateError",
    "PsnClient",
    "PsnConnectionError",
    "PsnError",
    "PsnForbiddenError",
    "PsnLoginPausedError",
    "PsnNotFoundError",
    "PsnNotSignedInError",
    "PsnNpssoError",
    "PsnRateLimitError",
    "PsnResponseError",
    "PsnServiceError",
    "PsnUnauthorizedError",
    "PsnWaitError",
    "RequestBudget",
    "ServiceClock",
    "TokenSet",
    "parse_npsso",
]
__all__ += models.__all__
