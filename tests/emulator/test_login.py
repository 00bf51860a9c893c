"""Login answers as it does at Sony."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from . import DEMO_NPSSO, Emulator
from .caller import ACCOUNT, AUTHORIZE, TROPHY, Caller
from .oauth import REDIRECT_URI, SCOPE


async def test_npsso_page_tells_the_remaining_life(
    emulator: Emulator, nobody: Caller
) -> None:
    """The page gives the cookie back, with what is left of it, or error 20."""
    page = f"{ACCOUNT}/api/v1/ssocookie"
    emulator.set_npsso_life(5000)
    async with nobody.session.get(
        page, headers={"Cookie": f"npsso={emulator.npsso}"}
    ) as response:
        body = await response.json()
    assert body["npsso"] == emulator.npsso == DEMO_NPSSO
    assert 4990 <= body["expires_in"] <= 5000
    async with nobody.session.get(page) as response:
        assert response.status == 401
        assert (await response.json())["error_code"] == 20
    emulator.advance(5000)
    async with nobody.session.get(
        page, headers={"Cookie": f"npsso={emulator.npsso}"}
    ) as response:
        assert (await response.json())["error"] == "invalid_grant"


async def test_authorize_redirects_with_a_code(
    emulator: Emulator, nobody: Caller
) -> None:
    """A good NPSSO gets a code of the known shape."""
    status, location = await nobody.authorize(emulator.npsso)
    assert status == 302
    assert re.fullmatch(
        re.escape(f"{REDIRECT_URI}/?code=v3.") + r"[A-Za-z0-9]{6}&cid=[0-9a-f-]{36}",
        location,
    )


@pytest.mark.parametrize("end", ["revoke", "expire", "replace", "never"])
async def test_authorize_redirects_a_dead_npsso_to_sign_in(
    emulator: Emulator, nobody: Caller, end: str
) -> None:
    """A bad NPSSO gets the same status and another address."""
    npsso = emulator.npsso
    if end == "revoke":
        emulator.revoke_npsso()
    elif end == "expire":
        emulator.set_npsso_life(60)
        emulator.advance(61)
    elif end == "replace":
        assert emulator.new_npsso() != npsso
        assert len(emulator.npsso) == 64
    else:
        npsso = "x" * 64
    status, location = await nobody.authorize(npsso)
    query = parse_qs(urlsplit(location).query)
    assert status == 302
    assert location.startswith("https://my.account.sony.com/sonyacct/signin/?")
    assert query["error"] == ["login_required"]
    assert query["error_code"] == ["4165"]
    assert "code" not in query


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_id": "somebody-else"}, 4151),
        ({"redirect_uri": "https://example.org"}, 1),
        ({"scope": "psn:mobile.v2.core"}, 1),
        ({"client_id": None}, 4098),
        ({"scope": None}, 4098),
        ({"redirect_uri": None}, 4098),
    ],
)
async def test_authorize_wants_exact_parameters(
    emulator: Emulator, nobody: Caller, changes: dict[str, str | None], code: int
) -> None:
    """Anything else is a bad request in the login service's own shape."""
    params = {k: v for k, v in (AUTHORIZE | changes).items() if v is not None}
    async with nobody.session.get(
        f"{ACCOUNT}/api/authz/v3/oauth/authorize",
        params=params,
        headers={"Cookie": f"npsso={emulator.npsso}"},
        allow_redirects=False,
    ) as response:
        assert response.status == 400
        body = await response.json()
    assert body["error_code"] == code
    assert isinstance(body["error"], str)
    assert body.keys() == {
        "error",
        "error_description",
        "error_code",
        "docs",
        "parameters",
    }


async def test_tokens_have_the_known_shape(nobody: Caller) -> None:
    """All keys are there, with their types."""
    tokens = await nobody.login()
    assert list(tokens) == [
        "access_token",
        "token_type",
        "expires_in",
        "scope",
        "id_token",
        "refresh_token",
        "refresh_token_expires_in",
    ]
    assert tokens["token_type"] == "bearer"
    assert tokens["expires_in"] == 3599
    assert tokens["refresh_token_expires_in"] == 863999
    assert tokens["access_token"].count(".") == 2


async def test_codes_work_once_and_not_for_long(
    emulator: Emulator, nobody: Caller
) -> None:
    """A used or an old code is refused."""
    form = {"redirect_uri": REDIRECT_URI, "grant_type": "authorization_code"}
    codes = []
    for _ in range(2):
        _, location = await nobody.authorize(emulator.npsso)
        codes += parse_qs(urlsplit(location).query)["code"]
    assert (await nobody.exchange(code=codes[0], **form))[0] == 200
    status, body = await nobody.exchange(code=codes[0], **form)
    assert (status, body["error"]) == (400, "invalid_grant")
    emulator.advance(301)
    assert (await nobody.exchange(code=codes[1], **form))[0] == 400


async def test_token_endpoint_checks_client_and_form(nobody: Caller) -> None:
    """Wrong client credentials, missing fields, unknown grants."""
    status, body = await nobody.exchange(basic="Basic AAAA", grant_type="refresh_token")
    assert (status, body["error"]) == (401, "invalid_client")
    status, body = await nobody.exchange(grant_type="refresh_token")
    assert (status, body["error_code"]) == (400, 4098)
    status, body = await nobody.exchange(grant_type="password")
    assert (status, body["error"]) == (400, "unsupported_grant_type")
    status, body = await nobody.exchange(
        grant_type="refresh_token", refresh_token="x", scope=SCOPE
    )
    assert (status, body["error_code"]) == (400, 4159)


async def test_refresh_keeps_the_token_and_lowers_its_life(
    emulator: Emulator, caller: Caller
) -> None:
    """By default only the access token is new."""
    before, access = caller.refresh_token, caller.token
    emulator.advance(1000)
    status, tokens = await caller.refresh()
    assert status == 200
    assert tokens["refresh_token"] == before
    assert 862990 <= tokens["refresh_token_expires_in"] <= 862999
    assert tokens["access_token"] != access
    emulator.advance(863_000)
    assert (await caller.refresh())[0] == 400


async def test_refresh_switches(emulator: Emulator, caller: Caller) -> None:
    """Rotation, the missing key, refusal, lives and forced ends."""
    first = caller.refresh_token
    emulator.auth.settings.rotate_refresh = True
    emulator.auth.settings.omit_refresh_life = True
    emulator.auth.settings.access_life = 5
    status, tokens = await caller.refresh()
    assert status == 200
    assert tokens["refresh_token"] != first
    assert tokens["expires_in"] == 5
    assert "refresh_token_expires_in" not in tokens
    await caller.ok(f"{TROPHY}/users/me/trophySummary")
    emulator.advance(5)
    status, _ = await caller.get(f"{TROPHY}/users/me/trophySummary")
    assert status == 401
    emulator.auth.settings.refuse_refresh = True
    assert (await caller.refresh())[0] == 400
    emulator.auth.settings.refuse_refresh = False
    await caller.refresh()
    emulator.expire_access_tokens()
    assert (await caller.get(f"{TROPHY}/users/me/trophySummary"))[0] == 401
    emulator.expire_refresh_tokens()
    assert (await caller.refresh())[0] == 400


async def test_each_account_has_its_own_login(
    emulator: Emulator, nobody: Caller
) -> None:
    """A token belongs to the person whose NPSSO it came from."""
    person = emulator.add_account("someone_else", titles=3)
    assert len(person.npsso) == 64
    await nobody.login(person.npsso)
    body = await nobody.ok(f"{TROPHY}/users/me/trophySummary")
    assert body["accountId"] == person.account_id
    assert len(await nobody.titles()) == 3
