"""Switches that make the service misbehave."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from . import replies, stumbles
from .replies import Area, Reply

LIMITED_SECONDS = 900

# Kinds that only make sense on one route are tied to it.
ROUTES_OF: dict[str, tuple[str, ...]] = {
    "refresh_expired": ("token",),
    "npsso_expired": ("authorize", "npsso_page"),
    "authorize_bare": ("authorize",),
    "authorize_no_location": ("authorize",),
    "npsso_page_429": ("npsso_page",),
    **stumbles.ROUTES,
}
PAGES: dict[str, tuple[int, str, str]] = {
    "unavailable": (503, "Service Unavailable - DNS failure", "Try again later."),
    "server_error": (500, "Internal Server Error", "Something went wrong."),
    "bad_gateway": (502, "Bad Gateway", "The upstream answer was not valid."),
    "gateway_timeout": (504, "Gateway Timeout", "The upstream did not answer."),
    "html": (200, "PlayStation", "This page needs a browser."),
    "npsso_page_429": (429, "HTTP Status 429 – Too Many Requests", ""),
}
LIMITS = frozenset({"rate_limited", "rate_limited_retry_after", "rate_limited_bare"})
SPOILS = frozenset({"malformed", "truncated", "empty"})
BENDS: dict[str, Callable[[Any], Any]] = {
    "wrong_types": lambda value: _wrong(value),  # noqa: PLW0108 - defined below
    "nulls": lambda _: None,
}
# The service's own login code answers these.
SPECIAL = frozenset(
    {"refresh_expired", "npsso_expired", "authorize_bare", "authorize_no_location"}
)
CUTS = frozenset({"drop", "drop_midway"})
KINDS = frozenset(
    {
        *PAGES,
        *LIMITS,
        *SPOILS,
        *BENDS,
        *SPECIAL,
        *CUTS,
        *stumbles.KINDS,
        "blocked",
        "forbidden",
        "missing_keys",
        "not_found",
        "slow",
        "unauthorized",
    }
)


@dataclass(slots=True, kw_only=True, eq=False)
class Fault:
    """One switch that is on."""

    kind: str
    on: tuple[str, ...]
    times: int | None = None
    seconds: float | None = None
    keys: frozenset[str] = frozenset()
    # Which sets and which trophies of them; none means what the kind begins with.
    titles: frozenset[str] = frozenset()
    trophies: frozenset[int] = frozenset()
    hits: int = 0
    off: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    arrival: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def spent(self) -> bool:
        """Return whether it no longer acts."""
        return self.off or (self.times is not None and self.hits >= self.times)

    def matches(self, route: str, path: str) -> bool:
        """Return whether it acts on this request."""
        return not self.spent and any(
            target in ("all", route)
            or (target.startswith("/") and path.startswith(target))
            for target in self.on
        )

    def clear(self) -> None:
        """Switch it off and let held answers go."""
        self.off = True
        self.release()

    def release(self) -> None:
        """Let held answers go."""
        self.gate.set()

    async def reached(self) -> None:
        """Wait until an answer is being held."""
        await self.arrival.wait()

    async def hold(self) -> None:
        """Hold an answer."""
        self.arrival.set()
        try:
            async with asyncio.timeout(self.seconds):
                await self.gate.wait()
        except TimeoutError:
            pass

    def as_dict(self) -> dict[str, Any]:
        """Return it for the control routes."""
        return {
            "kind": self.kind,
            "on": list(self.on),
            "times": self.times,
            "seconds": self.seconds,
            "keys": sorted(self.keys),
            "titles": sorted(self.titles),
            "trophies": sorted(self.trophies),
            "hits": self.hits,
        }


def make(
    kind: str,
    on: str | Sequence[str] = "all",
    *,
    times: int | None = None,
    seconds: float | None = None,
    keys: Collection[str] = (),
    titles: Collection[str] = (),
    trophies: Collection[int] = (),
) -> Fault:
    """Return a fault, or raise ValueError for what there is not."""
    if kind not in KINDS:
        raise ValueError(f"no fault {kind!r}; there are {', '.join(sorted(KINDS))}")
    if titles and kind not in stumbles.OF_TITLES:
        raise ValueError(f"{kind} has no titles")
    if trophies and kind not in stumbles.TROPHIES:
        raise ValueError(f"{kind} has no trophies")
    targets = (on,) if isinstance(on, str) else tuple(on)
    if "all" in targets:
        targets = ROUTES_OF.get(kind, targets)
    return Fault(
        kind=kind,
        on=targets,
        times=times,
        seconds=seconds,
        keys=frozenset(keys),
        titles=frozenset(titles),
        trophies=frozenset(trophies),
    )


def instead(fault: Fault, area: Area, host: str, path: str, now: float) -> Reply | None:
    """Return the answer that a fault puts in place of the real one, if it does so."""
    kind = fault.kind
    if kind in PAGES:
        return replies.page(*PAGES[kind])
    if kind in LIMITS:
        return _limited(fault, area, now)
    match kind:
        case "blocked":
            return replies.access_denied(host, path)
        case "unauthorized":
            return replies.unauthorized(area)
        case "forbidden":
            return replies.forbidden(area)
        case "not_found":
            return replies.not_found(area)
    return None


def _limited(fault: Fault, area: Area, now: float) -> Reply:
    seconds = LIMITED_SECONDS if fault.seconds is None else fault.seconds
    code = 2105867 if area == "legacy" else 1000429
    reply = (
        replies.oauth_error(429, "too_many_requests", 429, "Too many requests")
        if area == "oauth"
        else replies.api_error(area, 429, code, "Too many requests")
    )
    if fault.kind == "rate_limited":
        reply.headers |= {
            "X-RateLimit-Limit": "300",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-TimePeriod": str(LIMITED_SECONDS),
            "X-RateLimit-Next-Available": str(int(now + seconds)),
        }
    elif fault.kind == "rate_limited_retry_after":
        reply.headers["Retry-After"] = str(int(seconds))
    return reply


def spoil(fault: Fault, reply: Reply) -> Reply:
    """Spoil the real answer."""
    if fault.kind in SPOILS:
        content = reply.content()
        reply.raw = {
            "empty": b"",
            "truncated": content[: len(content) // 2],
            "malformed": content[:-1] + b",,}",
        }[fault.kind]
    elif fault.kind == "missing_keys":
        reply.body = _without(reply.body, fault.keys)
    elif bend := BENDS.get(fault.kind):
        reply.body = _bent(reply.body, fault.keys, bend)
    return reply


def _without(value: Any, keys: frozenset[str]) -> Any:
    """Leave keys out, or every second one when none are named."""
    if isinstance(value, list):
        return [_without(item, keys) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _without(item, keys)
        for index, (key, item) in enumerate(value.items())
        if (key not in keys if keys else index % 2)
    }


def _bent(value: Any, keys: frozenset[str], bend: Callable[[Any], Any]) -> Any:
    """Change the values of some keys, or of all of them."""
    if isinstance(value, list):
        return [_bent(item, keys, bend) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: (bend(item) if key in keys or not keys else _bent(item, keys, bend))
        for key, item in value.items()
    }


def _wrong(value: Any) -> Any:
    """Return a value of another type, one that nobody can read as the right one."""
    match value:
        case bool():
            return {"value": value}
        case int() | float():
            return ["number", value]
        case str():
            return {"text": value}
        case list():
            return orjson.dumps(value[:1]).decode()
        case dict():
            return sorted(map(str, value))
    return "nothing"
