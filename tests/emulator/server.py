"""The way of a request: log, faults, access token, route, answer."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
import gzip
from http import HTTPStatus
from random import Random
from uuid import UUID
from weakref import WeakKeyDictionary

from aiohttp import web
from multidict import CIMultiDict

from . import faults, hosts, pictures, replies, stumbles
from .chat import Chat
from .faults import CUTS, SPECIAL, Fault
from .friends import Friends
from .log import Record, RequestLog, Violation, without_secrets
from .neighbours import Neighbours
from .oauth import EDGE_COOKIE, Auth, edge_value
from .replies import JSON, RefusalError, Reply
from .routing import Call, Route, Routes
from .search import Search
from .store import Store
from .trophy_routes import TrophyService
from .world import World

# What the log calls an address that leads nowhere, and a picture.
UNKNOWN = "unknown"
IMAGE = "image"

PICTURE_CACHE = "public, max-age=2592000"

TRACING = ("X-Psn-Correlation-Id", "X-RequestId", "X-Psn-Track-Id")
# What the trophy service sends in their place.
GUARDS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(slots=True, kw_only=True)
class Service:
    """Everything that answers a request."""

    world: World
    auth: Auth
    clock: Callable[[], float]
    log: RequestLog = field(default_factory=RequestLog)
    violations: list[Violation] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    # Whether answers say what time it is at Sony's.
    tells_date: bool = True
    # What comes instead of the next pictures, one after the other.
    next_pictures: list[Reply] = field(default_factory=list)
    # Each connection and its number.
    connections: WeakKeyDictionary[asyncio.BaseTransport, int] = field(
        default_factory=WeakKeyDictionary
    )
    connected: int = 0
    routes: Routes = field(init=False)
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        """Collect the routes."""
        self.routes = Routes(self._all_routes())
        self.chance = Random(f"{self.world.seed}/tracing")

    def _all_routes(self) -> Iterator[Route]:
        yield from self.auth.routes()
        yield from TrophyService(self.world).routes()
        for part in (Neighbours, Store, Friends, Search, Chat):
            yield from part(self.world).routes()
        for method in ("GET", "HEAD"):
            yield Route(
                name=IMAGE,
                method=method,
                hosts=hosts.IMAGE_HOSTS,
                pattern=r"/.*",
                handler=self._picture,
                area="image",
                open=True,
            )

    def _picture(self, call: Call) -> Reply:
        if self.next_pictures:
            return self.next_pictures.pop(0)
        path, query = call.request.path, call.request.query_string
        return Reply(
            raw=pictures.picture(path, query, self.world.sets),
            content_type="image/png",
            headers={"Cache-Control": PICTURE_CACHE},
        )

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        host = request.host.partition(":")[0].lower()
        route, path = self.routes.match(host, request.method, request.path) or (
            None,
            {},
        )
        record = Record(
            time=self.clock(),
            method=request.method,
            host=host,
            path=request.path,
            query=without_secrets(request.query),
            route=route.name if route else UNKNOWN,
            language=request.headers.get("Accept-Language"),
            headers=tuple(sorted({name.lower() for name in request.headers})),
            connection=self._connection(request),
        )
        self.log.records.append(record)
        self._inspect(request, host, route)
        if route is None or not (request.secure or host in hosts.IMAGE_HOSTS):
            reply = replies.access_denied(host, request.path)
            return await self._send(request, record, reply)
        if route.area == "image" and _secrets(request):
            reply = replies.page(400, "Bad Request", "Unexpected credentials.")
            return await self._send(request, record, reply)
        call = Call(request=request, path=path, query=request.query)
        if request.can_read_body:
            call.body = await request.read()
        return await self._answer(call, route, record)

    def _connection(self, request: web.Request) -> int:
        """Return the number of the connection that a request came over."""
        assert request.transport is not None
        number = self.connections.get(request.transport)
        if number is None:
            self.connected = number = self.connected + 1
            self.connections[request.transport] = number
        return number

    def _inspect(self, request: web.Request, host: str, route: Route | None) -> None:
        """Note what a careful client never does."""
        secrets = _secrets(request)
        headers = request.headers
        image = host in hosts.IMAGE_HOSTS
        kinds = {
            "wrong_address": route is None,
            "plain_http": not request.secure and not image and host in hosts.ALL_HOSTS,
            "token_to_image_host": image and "token" in secrets,
            "cookie_to_image_host": image and "Cookie" in headers,
            "referer_to_image_host": image and "Referer" in headers,
            "cookie_to_api_host": host in hosts.API_HOSTS and "cookie" in secrets,
            "token_to_account_host": host == hosts.ACCOUNT and "bearer" in secrets,
            "mixed_cookies": not image and self.auth.mixed(request),
        }
        self.violations.extend(
            Violation(time=self.clock(), kind=kind, host=host, path=request.path)
            for kind, seen in kinds.items()
            if seen
        )

    def _take(self, call: Call, name: str) -> list[Fault]:
        """Return the faults that act on a request: delays, and one other.

        Those that spoil a part of the answer go with the call.
        """
        taken: list[Fault] = []
        matching = [f for f in self.faults if f.matches(name, call.request.path)]
        call.stumbles = tuple(f for f in matching if f.kind in stumbles.KINDS)
        for fault in matching:
            spoilt = any(other.kind != "slow" for other in taken)
            if (
                fault.kind not in stumbles.KINDS
                and (fault.kind == "slow" or not spoilt)
                # The other grant of this route is not touched.
                and (fault.kind != "refresh_expired" or b"=refresh_token" in call.body)
            ):
                fault.hits += 1
                taken.append(fault)
        # One that still holds an answer must stay in reach.
        self.faults[:] = [f for f in self.faults if not f.spent or f.kind == "slow"]
        return taken

    async def _answer(
        self, call: Call, route: Route, record: Record
    ) -> web.StreamResponse:
        fault: Fault | None = None
        for taken in self._take(call, route.name):
            if taken.kind == "slow":
                await taken.hold()
            else:
                fault = taken
        if fault and (
            reply := faults.instead(
                fault, route.area, record.host, record.path, self.clock()
            )
        ):
            return await self._send(call.request, record, reply)
        if fault and fault.kind in SPECIAL:
            call.special = frozenset({fault.kind})
        reply = self._reply(call, route)
        if fault:
            reply = faults.spoil(fault, reply)
        cut = fault.kind if fault and fault.kind in CUTS else None
        return await self._send(call.request, record, reply, cut)

    def _reply(self, call: Call, route: Route) -> Reply:
        if not route.open:
            call.caller = self.auth.bearer(call.request.headers.get("Authorization"))
            if call.caller is None:
                return replies.unauthorized(route.area)
        try:
            reply = route.handler(call)
        except RefusalError as err:
            return err.reply
        if call.stumbles and reply.status == HTTPStatus.OK:
            reply.body = stumbles.spoil(call.stumbles, call.path.get("np"), reply.body)
        return reply

    async def _send(
        self,
        request: web.Request,
        record: Record,
        reply: Reply,
        cut: str | None = None,
    ) -> web.StreamResponse:
        if cut == "drop":
            if request.transport:
                request.transport.abort()
            return web.Response()
        record.status = reply.status
        headers = self._headers(request, reply)
        content = reply.content()
        # This old service packs what it says, also that it knows nobody of that name.
        if record.route == "legacy_profile" and reply.content_type == JSON:
            if "gzip" in request.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                content = gzip.compress(content)
        if cut is None:
            return web.Response(status=reply.status, headers=headers, body=content)
        headers["Content-Length"] = str(len(content))
        response = web.StreamResponse(status=reply.status, headers=headers)
        await response.prepare(request)
        await response.write(content[: max(len(content) // 2, 1)])
        if request.transport:
            request.transport.close()
        return response

    def _headers(self, request: web.Request, reply: Reply) -> CIMultiDict[str]:
        headers = CIMultiDict(reply.headers)
        if reply.content_type:
            headers["Content-Type"] = reply.content_type
        # Not left to the server, whose clock need not be Sony's.
        headers["Date"] = formatdate(self.clock(), usegmt=True)
        host = request.host.partition(":")[0].lower()
        if host in hosts.IMAGE_HOSTS:
            return headers
        if request.path.startswith("/api/trophy/"):
            headers.update(GUARDS)
        else:
            for name in TRACING:
                tracing = UUID(int=self.chance.getrandbits(128), version=4)
                headers.setdefault(name, str(tracing))
        caller = self.auth.bearer(request.headers.get("Authorization"))
        headers.add(
            "Set-Cookie",
            f"{EDGE_COOKIE}={edge_value(caller)}; Path=/; Secure; HttpOnly",
        )
        return headers

    async def prepare(
        self, _request: web.Request, response: web.StreamResponse
    ) -> None:
        """Leave the date away where that is wanted: the server always has one."""
        if not self.tells_date:
            response.headers.popall("Date", None)


def _secrets(request: web.Request) -> set[str]:
    """Return which secrets a request carries."""
    secrets = set()
    if "npsso" in request.cookies:
        secrets.add("cookie")
    if header := request.headers.get("Authorization"):
        secrets.add("token")
        if header.lower().startswith("bearer"):
            secrets.add("bearer")
    return secrets
