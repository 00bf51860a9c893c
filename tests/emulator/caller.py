"""A client without any cleverness, for the tests of the emulator."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp

from . import DEMO_NPSSO, Emulator
from .oauth import BASIC, CLIENT_ID, REDIRECT_URI, SCOPE

ACCOUNT = "https://ca.account.sony.com"
API = "https://m.np.playstation.com/api"
TROPHY = f"{API}/trophy/v1"
USERS = f"{API}/userProfile/v1/internal/users"
LEGACY = "https://us-prof.np.community.playstation.net/userProfile/v1/users"
SUMMARY = f"{TROPHY}/users/me/trophySummary"
DEVICES = "https://dms.api.playstation.com/api/v1/devices/accounts/me"

AUTHORIZE = {
    "access_type": "offline",
    "client_id": CLIENT_ID,
    "redirect_uri": REDIRECT_URI,
    "response_type": "code",
    "scope": SCOPE,
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
COUNT_KEYS = ["bronze", "gold", "platinum", "silver"]

type Answer = tuple[int, Any]


class Caller:
    """A client without any cleverness."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        """Keep the session."""
        self.session = session
        self.token = ""
        self.refresh_token = ""
        self.headers: dict[str, str] = {}

    async def authorize(self, npsso: str, **changes: str | None) -> tuple[int, str]:
        """Ask for a code; return the status and the address it redirects to."""
        params = {key: v for key, v in (AUTHORIZE | changes).items() if v is not None}
        async with self.session.get(
            f"{ACCOUNT}/api/authz/v3/oauth/authorize",
            params=params,
            headers={"Cookie": f"npsso={npsso}"},
            allow_redirects=False,
        ) as response:
            return response.status, response.headers.get("Location", "")

    async def exchange(self, basic: str = BASIC, **form: str) -> Answer:
        """Ask the token endpoint."""
        async with self.session.post(
            f"{ACCOUNT}/api/authz/v3/oauth/token",
            data={"token_format": "jwt", **form},
            headers={"Authorization": basic},
        ) as response:
            return response.status, json.loads(await response.text())

    async def login(self, npsso: str = DEMO_NPSSO) -> dict[str, Any]:
        """Sign in and keep the tokens."""
        _, location = await self.authorize(npsso)
        (code,) = parse_qs(urlsplit(location).query)["code"]
        status, tokens = await self.exchange(
            code=code, redirect_uri=REDIRECT_URI, grant_type="authorization_code"
        )
        assert status == 200
        self.token, self.refresh_token = tokens["access_token"], tokens["refresh_token"]
        return dict(tokens)

    async def refresh(self) -> Answer:
        """Refresh the tokens."""
        status, tokens = await self.exchange(
            refresh_token=self.refresh_token, grant_type="refresh_token", scope=SCOPE
        )
        if status == 200:
            self.token = tokens["access_token"]
            self.refresh_token = tokens["refresh_token"]
        return status, tokens

    async def raw(self, url: str, **params: str | int) -> tuple[int, str, bytes]:
        """Return status, content type and body."""
        headers = {"Authorization": f"Bearer {self.token}", **self.headers}
        async with self.session.get(url, params=params, headers=headers) as response:
            return response.status, response.content_type, await response.read()

    async def get(self, url: str, **params: str | int) -> Answer:
        """Return status and parsed body."""
        status, content_type, body = await self.raw(url, **params)
        assert content_type == "application/json", (status, body[:200])
        return status, json.loads(body)

    async def ok(self, url: str, **params: str | int) -> Any:
        """Return the body of an answer that has to be a good one."""
        status, body = await self.get(url, **params)
        assert status == 200, body
        return body

    async def titles(self, user: str = "me") -> list[dict[str, Any]]:
        """Return the whole title list."""
        body = await self.ok(f"{TROPHY}/users/{user}/trophyTitles", limit=800)
        return list(body["trophyTitles"])

    async def trophies(
        self, np: str, service: str = "trophy2", *, user: str = "me", group: str = "all"
    ) -> tuple[Any, Any]:
        """Return definitions and earned state of a set."""
        path = f"/npCommunicationIds/{np}/trophyGroups/{group}/trophies"
        return (
            await self.ok(TROPHY + path, npServiceName=service),
            await self.ok(f"{TROPHY}/users/{user}{path}", npServiceName=service),
        )


def service_of(emulator: Emulator, case: str) -> tuple[str, str]:
    """Return id and service name of an odd set."""
    found = emulator.world.sets[emulator.world.cases[case]]
    return found.id, found.service
