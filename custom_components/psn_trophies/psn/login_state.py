"""What is worth keeping of a login, and how often there may be one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
import hashlib
import secrets
from typing import Any, Final, Self, override

from mashumaro.mixins.dict import DataClassDictMixin

from .clock import ServiceClock
from .const import LOGIN_LIMIT, LOGIN_RESERVE, LOGIN_SPACING, LOGIN_WINDOW
from .exceptions import PsnResponseError

_SALT_BYTES: Final = 8
_DIGEST_BYTES: Final = 8


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
class NpssoFacts(DataClassDictMixin):
    """What is known of one NPSSO; times are unix seconds."""

    # Tells one NPSSO from another, and nothing about either.
    fingerprint: str | None = None
    # A code that is not exchanged yet.
    code: str | None = field(default=None, repr=False)
    code_at: float | None = None
    # When it was answered with a redirect that says nothing, and when refused.
    bare_at: float | None = None
    refused_at: float | None = None
    # When its end was asked for, and read; and that end.
    asked_at: float | None = None
    read_at: float | None = None
    expires_at: float | None = None

    @override
    @classmethod
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Refuse a damaged store before mashumaro can quote it in an error."""
        if not isinstance(d, dict):
            raise PsnResponseError("Stored facts of the login are damaged")
        for name, value in d.items():
            is_text = name in {"fingerprint", "code"}
            if not (
                value is None or isinstance(value, str if is_text else float | int)
            ):
                raise PsnResponseError("Stored facts of the login are damaged")
        return d

    @classmethod
    def of(cls, npsso: str) -> Self:
        """Return the facts of an NPSSO of which nothing is known yet."""
        return cls(fingerprint=_fingerprint(npsso, secrets.token_hex(_SALT_BYTES)))

    def belong_to(self, npsso: str) -> bool:
        """Tell whether these are the facts of this NPSSO."""
        if self.fingerprint is None:
            return False
        salt = self.fingerprint.partition(":")[0]
        return secrets.compare_digest(
            self.fingerprint.encode(), _fingerprint(npsso, salt).encode()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginState(DataClassDictMixin):
    """Everything worth keeping of an account's login; times are unix seconds."""

    tokens: TokenSet | None = None
    npsso: NpssoFacts = field(default=NpssoFacts(), repr=False)
    # Logins with the NPSSO in the last hour; they stay with the account.
    logins: tuple[float, ...] = ()

    @override
    @classmethod
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Refuse a damaged store before mashumaro can quote it in an error."""
        match d:
            case {
                "tokens": dict() | None as tokens,
                "npsso": dict() as npsso,
                "logins": list() as logins,
            } if all(isinstance(login, int | float) for login in logins):
                # Outside of mashumaro they raise what they raise.
                if tokens is not None:
                    TokenSet.from_dict(tokens)
                NpssoFacts.from_dict(npsso)
                return d
        raise PsnResponseError("Stored login is damaged")


@dataclass(slots=True)
class _Attempt:
    """A login with the NPSSO."""

    # By the steady clock, when it was made or read from the store.
    seen_at: float
    # In unix seconds, of one that was read from the store.
    made_at: float | None = None


class LoginLog:
    """The logins with an NPSSO of the last hour; too many lock an account.

    One that this run made is timed by a clock that nobody can set. One of an earlier
    run is at least as old as this run, whatever the wall clock says.
    """

    def __init__(self, clock: ServiceClock, times: Iterable[float] = ()) -> None:
        """Go on from the times that were kept."""
        self._clock = clock
        seen_at = clock.steady()
        self._attempts = [_Attempt(seen_at, time) for time in times]

    def note(self) -> None:
        """Enter a login that is about to be made."""
        self._forget_old()
        self._attempts.append(_Attempt(self._clock.steady()))

    def take_back(self) -> None:
        """Strike the last login out again: it never reached Sony."""
        self._attempts.pop()

    def take_over(self, other: LoginLog) -> None:
        """Count the logins of another log, too."""
        if other is not self:
            self._attempts += other._attempts

    @property
    def times(self) -> tuple[float, ...]:
        """Return when the logins of the last hour were, in unix seconds."""
        self._forget_old()
        now = self._clock.now()
        return tuple(sorted(now - self._age(attempt) for attempt in self._attempts))

    def wait(self, *, by_hand: bool = False) -> float:
        """Return the seconds until there may be a login, 0 where there may be now.

        `by_hand`: a person waits for it, with a token just pasted. That needs no
        distance from the last one, and has one login more.
        """
        self._forget_old()
        ages = sorted(self._age(attempt) for attempt in self._attempts)
        limit = LOGIN_LIMIT if by_hand else LOGIN_LIMIT - LOGIN_RESERVE
        waits = [0.0]
        if ages and not by_hand:
            waits.append(LOGIN_SPACING.total_seconds() - ages[0])
        if len(ages) >= limit:
            # A second more, so that no hour holds one too many.
            waits.append(LOGIN_WINDOW.total_seconds() + 1 - ages[limit - 1])
        return max(waits)

    def _age(self, attempt: _Attempt) -> float:
        """Return how long ago a login was."""
        age = self._clock.steady() - attempt.seen_at
        if attempt.made_at is None:
            return age
        return max(age, self._clock.now() - attempt.made_at)

    def _forget_old(self) -> None:
        """Keep the logins that still count."""
        window = LOGIN_WINDOW.total_seconds() + 1
        self._attempts = [
            attempt for attempt in self._attempts if self._age(attempt) < window
        ]


def _fingerprint(npsso: str, salt: str) -> str:
    """Return what tells one NPSSO from another, and from which none can be had."""
    digest = hashlib.blake2b(
        npsso.encode(), digest_size=_DIGEST_BYTES, key=salt.encode()[:64]
    )
    return f"{salt}:{digest.hexdigest()}"
