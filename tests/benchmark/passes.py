"""Reads an account's whole library, then polls it: quietly, and with news.

Usage: python -m tests.benchmark.passes NPSSO CONTROL TLS_PORT PLAIN_PORT CA_FILE
Answers with one line of JSON. No Home Assistant takes part, and no request budget:
what is timed is reading, merging, and working out the state that entities show.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
import json
from statistics import median
import sys
import time
from typing import Any

import aiohttp

from custom_components.psn_trophies.psn import PsnAuth, PsnClient, RequestBudget
from custom_components.psn_trophies.trophies import AccountSync
from tests.emulator.redirect import redirect

UNLIMITED = 1_000_000
QUIET_POLLS = 100
NEWS = 10


async def _cpu(what: Callable[[], Awaitable[object]]) -> float:
    """Return the processor time that something takes, in seconds."""
    before = time.process_time()
    await what()
    return time.process_time() - before


async def _do(session: aiohttp.ClientSession, control: str, action: str) -> None:
    """Do something to the emulator's world."""
    async with session.post(control + action, json={}) as response:
        response.raise_for_status()


async def _asked(session: aiohttp.ClientSession, control: str) -> int:
    """Return how many requests the emulator has had."""
    async with session.get(f"{control}counters") as response:
        return sum((await response.json()).values())


async def _measure(npsso: str, control: str) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
        aiohttp.ClientSession() as controls,
    ):
        budget = RequestBudget(UNLIMITED, timedelta(seconds=1))
        sync = AccountSync(PsnClient(session, PsnAuth(session, npsso, budget=budget)))
        while not sync.complete:
            await sync.poll()
        await sync.poll()
        await _do(controls, control, "reset_log")
        wall, cpu = time.perf_counter(), time.process_time()
        while sync.background_wanted:
            await sync.read_in_background()
        figures: dict[str, Any] = {
            "seconds": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "titles": len(sync.library),
            "trophies": len(sync.library.timeline),
            "requests": await _asked(controls, control),
        }
        figures["quiet"] = median([await _cpu(sync.poll) for _ in range(QUIET_POLLS)])
        news: list[float] = []
        asked: list[int] = []
        for _ in range(NEWS):
            await _do(controls, control, "earn")
            await _do(controls, control, "reset_log")
            news.append(await _cpu(sync.poll))
            asked.append(await _asked(controls, control))
        return figures | {"news": median(news), "news_requests": max(asked)}


def main() -> None:
    """Measure and tell."""
    npsso, control, port, plain_port, ca_file = sys.argv[1:6]
    redirect(port=int(port), plain_port=int(plain_port), ca_file=ca_file).install()
    sys.stdout.write(json.dumps(asyncio.run(_measure(npsso, control))) + "\n")


if __name__ == "__main__":
    main()
