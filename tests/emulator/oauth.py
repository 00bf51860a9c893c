"""Login: NPSSO, authorization codes, access and refresh tokens."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
import string
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from aiohttp import web
import orjson

from . import hosts, replies
from .accounts import Account
from .catalogue import fingerprint
from .replies import NO_STORE, RefusalError, Reply
from .routing import Call, Route
from .world import World

CLIENT_ID = "09515159-7237-4370-9b40-3806e67c0891"
CLIENT_SECRET = "ucPjka5tntB2KqsP"
REDIRECT_URI = "com.scee.psxandroid.scecompcall://redirect"
SCOPE = "psn:mobile.v2.core psn:clientapp"
BASIC = "Basic " + base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()

NPSSO_LIFE = 5_184_000
CODE_LIFE = 300
SESSION_COOKIE = "emulated_session"
EDGE_COOKIE = "emulated_edge"


@dataclass(slots=True, kw_only=True)
class AuthSettings:
    """How the login service hands out tokens."""

    access_life: int = 3599
    refresh_life: int = 863_999
    rotate_refresh: bool = False
    omit_refresh_life: bool = False
    refuse_refresh: bool = False


@dataclass(slots=True, kw_only=True)
class Grant:
    """A cookie, code or token: whose it is and until when it holds."""

    account_id: str
    until: float


@dataclass(slots=True)
class Auth:
    """Everything handed out so far."""

    world: World
    clock: Callable[[], float]
    settings: AuthSettings = field(default_factory=AuthSettings)
    npssos: dict[str, Grant] = field(default_factory=dict)
    codes: dict[str, Grant] = field(default_factory=dict)
    access_tokens: dict[str, Grant] = field(default_factory=dict)
    refresh_tokens: dict[str, Grant] = field(default_factory=dict)
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        """Sign everybody in."""
        self.chance = Random(f"{self.world.seed}/tokens")
        for account in self.world.accounts.values():
            self.sign_in(account)

    def sign_in(self, account: Account) -> None:
        """Make the NPSSO of an account known."""
        self.npssos[account.npsso] = Grant(
            account_id=account.account_id, until=self.clock() + NPSSO_LIFE
        )

    def new_npsso(self, account: Account) -> str:
        """Hand out a new NPSSO; the former one dies, as it does at Sony's."""
        self.npssos.pop(account.npsso, None)
        account.npsso = self.world.fresh_npsso()
        self.sign_in(account)
        return account.npsso

    def expire(self, tokens: dict[str, Grant], account: Account | None) -> None:
        """End tokens now, for one account or for all."""
        for grant in tokens.values():
            if account is None or grant.account_id == account.account_id:
                grant.until = self.clock()

    def mixed(self, request: web.Request) -> bool:
        """Return whether a cookie jar served two accounts."""
        caller = self.bearer(request.headers.get("Authorization"))
        if caller and (edge := request.cookies.get(EDGE_COOKIE)):
            return edge not in (edge_value(caller), edge_value(None))
        grant = self.npssos.get(request.cookies.get("npsso", ""))
        session = request.cookies.get(SESSION_COOKIE)
        return bool(grant and session and session != _session(grant.account_id))

    def _held(self, grants: dict[str, Grant], key: str | None) -> Grant | None:
        grant = grants.get(key or "")
        return grant if grant and grant.until > self.clock() else None

    def bearer(self, header: str | None) -> Account | None:
        """Return whose access token this is."""
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        grant = self._held(self.access_tokens, token.strip())
        return self.world.accounts.get(grant.account_id) if grant else None

    def _jwt(self, claims: dict[str, Any]) -> str:
        parts = (
            orjson.dumps({"alg": "RS256", "kid": "01", "typ": "JWT"}),
            orjson.dumps(claims),
            self.chance.randbytes(96),
        )
        return ".".join(
            base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts
        )

    def tokens(self, account_id: str, refresh_token: str | None = None) -> Reply:
        """Answer with a fresh access token."""
        now = self.clock()
        settings = self.settings
        access_token = self._jwt(
            {"iss": "https://auth.account.sony.com/", "exp": int(now) + 3600}
        )
        self.access_tokens[access_token] = Grant(
            account_id=account_id, until=now + settings.access_life
        )
        refreshed = refresh_token is not None
        if refresh_token is None or settings.rotate_refresh:
            # A rotated token replaces the former one.
            self.refresh_tokens.pop(refresh_token or "", None)
            refresh_token = str(UUID(int=self.chance.getrandbits(128), version=4))
            self.refresh_tokens[refresh_token] = Grant(
                account_id=account_id, until=now + settings.refresh_life
            )
        body: dict[str, Any] = {
            "access_token": access_token,
            "token_type": "bearer",
            "expires_in": settings.access_life,
            # The order of the two differs between the grants.
            "scope": " ".join(SCOPE.split()[:: -1 if refreshed else 1]),
            "id_token": self._jwt({"sub": "invented"}),
            "refresh_token": refresh_token,
            "refresh_token_expires_in": int(
                self.refresh_tokens[refresh_token].until - now
            ),
        }
        if refreshed and settings.omit_refresh_life:
            del body["refresh_token_expires_in"]
        reply = replies.ok(body, NO_STORE, Pragma="no-cache")
        reply.content_type = "application/json;charset=UTF-8"
        return reply

    # Routes

    def npsso_page(self, call: Call) -> Reply:
        """Show the NPSSO of whoever is signed in, and how long it still lives."""
        npsso = _npsso(call)
        grant = self._held(self.npssos, npsso)
        if not grant or "npsso_expired" in call.special:
            return replies.oauth_error(401, "invalid_grant", 20, "Invalid login")
        left = int(grant.until - self.clock())
        return replies.ok({"npsso": npsso, "expires_in": left}, NO_STORE)

    def authorize(self, call: Call) -> Reply:
        """Exchange an NPSSO for a code, by a redirect either way."""
        query = call.query
        wanted = {
            "client_id": CLIENT_ID,
            "redirect_uri": REDIRECT_URI,
            "response_type": "code",
            "scope": SCOPE,
            "access_type": "offline",
        }
        for key, value in wanted.items():
            if key not in query:
                return replies.oauth_error(
                    400, "invalid_request", 4098, f"Missing parameter: {key}"
                )
            if query[key] != value:
                error = ("unauthorized_client", 4151)
                if key != "client_id":
                    error = ("invalid_request", 1)
                return replies.oauth_error(400, *error, f"Bad parameter: {key}")
        cid = query.get("cid") or str(UUID(int=self.chance.getrandbits(128), version=4))
        reply = Reply(
            status=302, content_type=None, headers={"X-Psn-Correlation-Id": cid}
        )
        if "authorize_no_location" in call.special:
            return reply
        grant = self._held(self.npssos, _npsso(call))
        if "authorize_bare" in call.special:
            answer = f"{REDIRECT_URI}/?{urlencode({'cid': cid})}"
        elif grant and "npsso_expired" not in call.special:
            code = "v3." + "".join(
                self.chance.choices(string.ascii_letters + string.digits, k=6)
            )
            self.codes[code] = Grant(
                account_id=grant.account_id, until=self.clock() + CODE_LIFE
            )
            answer = f"{REDIRECT_URI}/?{urlencode({'code': code, 'cid': cid})}"
            # Sony sets cookies, too: a shared jar gives one account's to another.
            reply.headers["Set-Cookie"] = (
                f"{SESSION_COOKIE}={_session(grant.account_id)}; "
                f"Domain={hosts.ACCOUNT}; Path=/; Secure; HttpOnly"
            )
        else:
            answer = _sign_in_page(cid)
        reply.headers["Location"] = answer
        return reply

    def token(self, call: Call) -> Reply:
        """Exchange a code or a refresh token for an access token."""
        if call.request.headers.get("Authorization") != BASIC:
            return replies.unauthorized("oauth")
        kind = call.request.content_type
        if kind != "application/x-www-form-urlencoded":
            return replies.oauth_error(400, "invalid_request", 1, "Bad content type")
        form = dict(parse_qsl(call.body.decode("utf-8", "replace")))
        match _field(form, "grant_type"):
            case "authorization_code":
                if _field(form, "redirect_uri") != REDIRECT_URI:
                    return replies.oauth_error(400, "invalid_request", 1, "Bad request")
                # A code works once, whatever comes of it.
                grant = self._held(self.codes, code := _field(form, "code"))
                self.codes.pop(code, None)
                if grant:
                    return self.tokens(grant.account_id)
                return replies.oauth_error(
                    400, "invalid_grant", 4159, "Invalid authorization code"
                )
            case "refresh_token":
                token = _field(form, "refresh_token")
                _field(form, "scope")
                grant = self._held(self.refresh_tokens, token)
                refused = (
                    self.settings.refuse_refresh or "refresh_expired" in call.special
                )
                if grant and not refused:
                    return self.tokens(grant.account_id, token)
                return replies.oauth_error(
                    400, "invalid_grant", 4159, "Invalid refresh token"
                )
        return replies.oauth_error(
            400, "unsupported_grant_type", 1, "Unsupported grant type"
        )

    def routes(self) -> Iterator[Route]:
        """Return the routes of the login host."""
        base = r"/api/authz/v3/oauth"
        for name, method, pattern, handler in (
            ("npsso_page", "GET", r"/api/v1/ssocookie", self.npsso_page),
            ("authorize", "GET", rf"{base}/authorize", self.authorize),
            ("token", "POST", rf"{base}/token", self.token),
        ):
            yield Route(
                name=name,
                method=method,
                hosts=frozenset({hosts.ACCOUNT}),
                pattern=pattern,
                handler=handler,
                area="oauth",
                open=True,
            )
        yield Route(
            name="sign_in",
            method="GET",
            hosts=frozenset({hosts.SIGN_IN}),
            pattern=r"/.*",
            handler=lambda _: replies.page(200, "Sign in", "Sign in with a browser."),
            area="oauth",
            open=True,
        )


def _field(form: dict[str, str], key: str) -> str:
    if value := form.get(key):
        return value
    raise RefusalError(
        replies.oauth_error(400, "invalid_request", 4098, f"Missing parameter: {key}")
    )


def _npsso(call: Call) -> str | None:
    return call.request.cookies.get("npsso")


def edge_value(caller: Account | None) -> str:
    """Return the cookie that the edge hands out on nearly every answer."""
    return fingerprint(f"edge/{caller.account_id if caller else ''}")


def _session(account_id: str) -> str:
    return fingerprint(f"session/{account_id}")


def _sign_in_page(cid: str) -> str:
    query = {
        "client_id": CLIENT_ID,
        "redirect_uri": REDIRECT_URI,
        "response_type": "code",
        "scope": SCOPE,
        "auth_ver": "v3",
        "error": "login_required",
        "error_code": "4165",
        "error_description": "User is not authenticated",
        "no_captcha": "true",
        "cid": cid,
    }
    return f"https://{hosts.SIGN_IN}/sonyacct/signin/?{urlencode(query)}"
