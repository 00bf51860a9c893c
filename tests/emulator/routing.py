"""Routes of the service: one port, many hosts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
import re

from aiohttp import web

from .accounts import Account
from .faults import Fault
from .replies import Area, Reply
from .words import LANGUAGES


@dataclass(slots=True, kw_only=True)
class Call:
    """One request on its way to a route."""

    request: web.Request
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes = b""
    # Faults that the login code answers itself.
    special: frozenset[str] = frozenset()
    # Those that spoil a part of the answer.
    stumbles: tuple[Fault, ...] = ()
    caller: Account | None = None

    @property
    def me(self) -> Account:
        """Return whose access token it is."""
        assert self.caller is not None, "an open route has no caller"
        return self.caller

    @property
    def language(self) -> int:
        """Return the language of names: the header's, else the account's own."""
        wanted = self.request.headers.get("Accept-Language")
        if not wanted and self.caller:
            wanted = self.caller.language
        ranked = sorted(
            (part.partition(";q=") for part in (wanted or "").split(",")),
            key=lambda part: -_quality(part[2]),
        )
        for tag, _, _ in ranked:
            language = tag.strip().lower()[:2]
            if language in LANGUAGES:
                return LANGUAGES.index(language)
        return 0


def _quality(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0


@dataclass(slots=True, kw_only=True)
class Route:
    """Where a request goes."""

    name: str
    method: str
    hosts: frozenset[str]
    pattern: str
    handler: Callable[[Call], Reply]
    area: Area
    # Whether it works without an access token.
    open: bool = False
    expression: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        """Compile the pattern."""
        self.expression = re.compile(self.pattern)


class Routes:
    """All routes, by host and method."""

    def __init__(self, routes: Iterable[Route]) -> None:
        """Sort the routes."""
        self._routes: dict[tuple[str, str], list[Route]] = defaultdict(list)
        for route in routes:
            for host in route.hosts:
                self._routes[host, route.method].append(route)

    def match(
        self, host: str, method: str, path: str
    ) -> tuple[Route, Mapping[str, str]] | None:
        """Return the route of a request and the parts of its path."""
        for route in self._routes.get((host, method), ()):
            if found := route.expression.fullmatch(path):
                return route, found.groupdict()
        return None


type Row = tuple[str, Area, str, Callable[[Call], Reply]]


def table(host: str, *rows: Row, method: str = "GET") -> Iterator[Route]:
    """Return the routes of one host; a row is name, area, pattern, handler."""
    for name, area, pattern, handler in rows:
        yield Route(
            name=name,
            method=method,
            hosts=frozenset({host}),
            pattern=pattern,
            handler=handler,
            area=area,
        )
