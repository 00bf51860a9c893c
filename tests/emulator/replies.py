"""Answers in the shapes that the services use."""

from dataclasses import dataclass, field
from typing import Any, Literal
import uuid

import orjson

type Area = Literal[
    "oauth", "trophy", "profile", "legacy", "gamelist", "graphql", "other", "image"
]

JSON = "application/json"
HTML = "text/html"
OAUTH_DOCS = "https://auth.api.sonyentertainmentnetwork.com/docs/"

PRIVATE = "private"
CATALOGUE = "max-age=300"
NO_STORE = "no-store"
NO_CACHE = "max-age=0, no-cache, no-store"


@dataclass(slots=True, kw_only=True)
class Reply:
    """An answer before it is written: a fault may still spoil it."""

    status: int = 200
    body: Any = None
    raw: bytes | None = None
    # None leaves it away, which works for an empty body only.
    content_type: str | None = JSON
    headers: dict[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        """Return the body as it goes over the line."""
        if self.raw is not None:
            return self.raw
        return b"" if self.body is None else orjson.dumps(self.body)


class RefusalError(Exception):
    """Raised by a route to answer with an error."""

    def __init__(self, reply: Reply) -> None:
        """Keep the answer."""
        super().__init__(reply.status)
        self.reply = reply


def ok(body: Any, cache: str | None = None, **headers: str) -> Reply:
    """Answer with a JSON body."""
    if cache:
        headers["Cache-Control"] = cache
    return Reply(body=body, headers=headers)


def page(status: int, title: str, text: str) -> Reply:
    """Answer with a web page, as the edge in front of the services does."""
    raw = (
        f"<html><head>\n<title>{title}</title>\n</head><body>\n"
        f"<h1>{title}</h1>\n{text}\n</body></html>\n"
    ).encode()
    return Reply(status=status, raw=raw, content_type=HTML)


def access_denied(host: str, path: str) -> Reply:
    """Answer as the edge does to a wrong address or a blocked caller."""
    reference = f"18.{uuid.uuid4().hex[:8]}.1790000000.{uuid.uuid4().hex[:7]}"
    # The page names the address without its query.
    return page(
        403,
        "Access Denied",
        f'You don\'t have permission to access "http&#58;&#47;&#47;{host}{path}" on '
        f"this server.<p>\nReference&#32;&#35;{reference}\n"
        f"<p>https&#58;&#47;&#47;errors.edgesuite.net&#47;{reference}</p>",
    )


def oauth_error(status: int, error: str, code: int, text: str) -> Reply:
    """Answer with the error shape of the login service, where `error` is text."""
    return Reply(
        status=status,
        body={
            "error": error,
            "error_description": text,
            "error_code": code,
            "docs": OAUTH_DOCS,
            "parameters": [],
        },
    )


def api_error(area: Area, status: int, code: int, message: str) -> Reply:
    """Answer with the error shape of an API host, where `error` is an object."""
    error: dict[str, Any] = {"code": code, "message": message}
    if area == "gamelist":
        reason = {400: "BadRequest", 401: "Unauthorized", 403: "Forbidden"}
        error = {
            "reason": reason.get(status, "Error"),
            "code": code,
            "source": "Gamelist",
            "message": message,
        }
    if area != "legacy":
        error = {"referenceId": str(uuid.uuid4()), **error}
    headers = {"Cache-Control": PRIVATE} if area == "profile" else {}
    return Reply(status=status, body={"error": error}, headers=headers)


# The body of a 401 is known for three services only; the others are made up.
UNAUTHORIZED: dict[Area, tuple[int, str]] = {
    "trophy": (2241025, "Invalid token"),
    "profile": (2281472, "Unauthorized"),
    "legacy": (2105857, "Invalid access token"),
    "gamelist": (3239954, "No credentials supplied"),
}
FORBIDDEN: dict[Area, int] = {"trophy": 2240526, "profile": 2281486}
NOT_FOUND: dict[Area, int] = {"trophy": 2240525, "legacy": 2105356}
BAD_REQUEST: dict[Area, int] = {"trophy": 2240513, "profile": 2281473}


def unauthorized(area: Area) -> Reply:
    """Refuse a missing or dead access token."""
    if area == "oauth":
        return oauth_error(401, "invalid_client", 4102, "Bad client credentials")
    code, message = UNAUTHORIZED.get(area, (1000401, "Unauthorized"))
    reply = api_error(area, 401, code, message)
    if area == "trophy":
        reply.headers["WWW-Authenticate"] = 'Bearer realm="PSN"'
    return reply


def forbidden(area: Area) -> Reply:
    """Refuse what privacy settings forbid."""
    code = FORBIDDEN.get(area, 1000403)
    return api_error(area, 403, code, "Not permitted by access control")


def not_found(area: Area, message: str = "Resource not found") -> Reply:
    """Answer that something does not exist."""
    return api_error(area, 404, NOT_FOUND.get(area, 1000404), message)


def bad_request(area: Area, where: str) -> Reply:
    """Refuse a parameter, named like `query: limit`."""
    code = BAD_REQUEST.get(area, 1000400)
    return api_error(area, 400, code, f"Bad Request ({where})")
