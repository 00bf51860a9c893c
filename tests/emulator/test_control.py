"""Control routes, redirect and program."""

import asyncio
from collections.abc import Callable
import json
from pathlib import Path
import socket
import sys
from typing import Any

import aiohttp
import pytest
from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import (
    async_create_clientsession,
    async_get_clientsession,
)
from homeassistant.helpers.httpx_client import get_async_client

from . import DEMO_NPSSO, Emulator, redirect
from .caller import ACCOUNT, AUTHORIZE, SUMMARY, Caller


@pytest.fixture
def control(emulator: Emulator, nobody: Caller) -> Callable[..., Any]:
    """Return a function that calls a control route."""

    async def call(name: str, /, **parameters: Any) -> Any:
        url = f"http://127.0.0.1:{emulator.plain_port}/_emulator/{name}"
        if parameters.pop("read", False):
            async with nobody.session.get(url) as response:
                return await response.json()
        async with nobody.session.post(url, json=parameters or None) as response:
            body = await response.json()
            return body["result"] if response.status == 200 else body

    return call


async def test_control_routes(
    emulator: Emulator, caller: Caller, control: Callable[..., Any]
) -> None:
    """A demo can do over HTTP what a test can do in Python."""
    index = await control("", read=True)
    assert "POST /_emulator/earn" in index["act"]
    (earned,) = await control("earn", grade="silver")
    assert earned["grade"] == "silver"
    assert await control("launch") == emulator.account.playing
    await control("quit")
    assert await control("add_dlc", title="complete") == "001"
    await control("hide", title="zero")
    await control("unhide", title="zero")
    await control("remove", title="zero")
    np = await control("add_title", kind="only_001")
    assert emulator.world.cases["only_001"] == np
    assert len(await control("renumber", title="only_001")) == 11
    first = min(emulator.account.titles[np].live.earned)
    await control("unearn", title="only_001", trophy_id=first)
    assert first not in emulator.account.titles[np].live.earned
    await control("tell_date", told=False)
    await control("tell_date")
    await control("lag")
    await control("catch_up")
    assert await control("advance_counter", title="counter") > 0
    assert (await control("auth", access_life=5))["access_life"] == 5
    assert emulator.auth.settings.access_life == 5
    await control("set_npsso_life", seconds=100)
    assert await control("new_npsso") == emulator.npsso
    await control("expire_access_tokens")
    await control("expire_refresh_tokens", account="demo")
    assert (await caller.get(SUMMARY))[0] == 401
    person = await control("add_account", online_id="visitor", titles=2, friend=True)
    assert person["npsso"] == emulator.world.account("visitor").npsso
    await control("set_private", account="visitor")
    await control("rename", online_id="somebody_new", account="visitor")
    before = emulator.now()
    await control("advance", seconds=60)
    assert emulator.now() - before >= 60
    fault = await control("fail", kind="blocked", on="titles", times=2)
    assert fault["on"] == ["titles"]
    blank = await control("fail", kind="blank_title", titles=["zero"])
    assert blank["titles"] == [emulator.world.cases["zero"]]
    assert len(await control("faults", read=True)) == 2
    await control("clear_faults")
    assert not emulator.faults
    await control("revoke_npsso")
    state = await control("state", read=True)
    assert state["accounts"]["demo"]["online_id"] == "lantern_keeper"
    assert state["cases"] == emulator.world.cases
    assert (await control("counters", read=True))["summary"] == 1
    assert (await control("log", read=True))[-1]["route"] == "summary"
    assert await control("violations", read=True) == []
    await control("reset_log")
    assert emulator.log.count() == 0


async def test_pictures_without_the_hosts_names(
    emulator: Emulator, nobody: Caller
) -> None:
    """The same pictures as on the image hosts, for who cannot reach those."""
    control = f"http://127.0.0.1:{emulator.plain_port}/_emulator/picture"
    for picture in (
        f"image.api.playstation.com/vulcan/x/{emulator.world.cases['zero']}/a%20b.png",
        "static-resource.np.community.playstation.net/avatar/x.png?w=9",
    ):
        url = URL(f"https://{picture}", encoded=True)
        async with nobody.session.get(url) as response:
            there = await response.read()
        emulator.log.clear()
        url = URL(f"{control}/{picture}", encoded=True)
        async with nobody.session.get(url) as response:
            assert response.content_type == "image/png"
            assert await response.read() == there
        assert not emulator.log.records
    async with nobody.session.get(f"{control}/m.np.playstation.com/x.png") as response:
        assert response.status == 404


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("earn", {"title": "no such game"}),
        ("earn", {"colour": "blue"}),
        ("earn", {"account": "nobody"}),
        ("fail", {"kind": "earthquake"}),
        ("auth", {"unknown": 1}),
        ("nothing", {}),
    ],
)
async def test_control_routes_explain_mistakes(
    control: Callable[..., Any], name: str, parameters: dict[str, Any]
) -> None:
    """A mistake is answered with words."""
    assert (await control(name, **parameters))["error"]


async def test_redirect_leaves_no_trace(socket_enabled: None) -> None:
    """Everything is as before, and other names were never touched."""
    before = socket.getaddrinfo, vars(socket.socket).get("connect")
    missing = "connect_ex" in vars(socket.socket)
    async with Emulator(titles=0) as emulator:
        with emulator.redirect():
            (found,) = {
                str(item[4][0])
                for item in socket.getaddrinfo("m.np.playstation.com", 443)
            }
            assert found.startswith("127.")
            assert socket.getaddrinfo("127.0.0.1", 80)[0][4] == ("127.0.0.1", 80)
            with pytest.raises(socket.gaierror):
                socket.getaddrinfo("m.np.playstation.com", 443, socket.AF_INET6)
    assert before == (socket.getaddrinfo, vars(socket.socket).get("connect"))
    assert missing == ("connect_ex" in vars(socket.socket))


async def test_httpx_reaches_it_too(emulator: Emulator) -> None:
    """The other client that Home Assistant uses."""
    httpx = pytest.importorskip("httpx")
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{ACCOUNT}/api/v1/ssocookie")
        assert response.status_code == 401
        response = await client.get(
            "http://static-resource.np.community.playstation.net/avatar/x.png"
        )
        assert response.headers["content-type"] == "image/png"


async def test_home_assistant_reaches_it(
    emulator: Emulator, hass: HomeAssistant
) -> None:
    """Home Assistant's shared sessions get there, by TLS and without."""
    picture = "static-resource.np.community.playstation.net/avatar/x.png"
    for session in (async_get_clientsession(hass), async_create_clientsession(hass)):
        async with session.get(f"{ACCOUNT}/api/v1/ssocookie") as response:
            assert response.status == 401
        for scheme in ("http", "https"):
            async with session.get(f"{scheme}://{picture}") as response:
                assert response.content_type == "image/png"
    client = get_async_client(hass)
    assert (await client.get(f"https://{picture}")).status_code == 200
    # A sign-in page is a redirect from one emulated host to another.
    async with async_get_clientsession(hass).get(
        f"{ACCOUNT}/api/authz/v3/oauth/authorize", params=AUTHORIZE
    ) as response:
        assert response.url.host == "my.account.sony.com"
    assert [record.host for record in emulator.log.records].count(
        "static-resource.np.community.playstation.net"
    ) == 5


async def test_program(socket_enabled: None, tmp_path: Path) -> None:
    """The program tells where it is and ends when told to."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.emulator", "--titles", "3", "--json"),
        *("--state-dir", str(tmp_path)),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout
    told = json.loads(await process.stdout.readline())
    assert told["npsso"] == DEMO_NPSSO
    assert Path(told["ca_file"]).parent == tmp_path
    with redirect(
        port=told["port"], plain_port=told["plain_port"], ca_file=told["ca_file"]
    ):
        async with aiohttp.ClientSession() as session:
            caller = Caller(session)
            await caller.login(told["npsso"])
            assert len(await caller.titles()) == 3
    process.terminate()
    await process.communicate()
    assert process.returncode == 0
