"""Reads a whole trophy library, once with this integration's client, once with PSNAWP.

Usage: python -m tests.benchmark.libraries NAME NPSSO TLS_PORT PLAIN_PORT CA_FILE
Answers with one line of JSON: how long it took and how much was read.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
import json
import sys
import time
from typing import Any

import aiohttp
from psnawp_api import PSNAWP
from psnawp_api.core import PSNAWPNotFoundError
from psnawp_api.models.trophies import PlatformType, TrophyTitle as PsnawpTitle
from pyrate_limiter import Duration, Rate

from custom_components.psn_trophies.psn import (
    PsnAuth,
    PsnClient,
    RequestBudget,
    TrophyTitle,
)
from tests.emulator.redirect import redirect

# More than any library takes, so that nobody waits for leave to ask.
UNLIMITED = 1_000_000


def read_with_ours(npsso: str) -> dict[str, int]:
    """Read with this integration's client, as many requests at once as it allows."""
    return asyncio.run(_read_with_ours(npsso))


async def _read_with_ours(npsso: str) -> dict[str, int]:
    trophies = earned = titles = 0
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        auth = PsnAuth(
            session, npsso, budget=RequestBudget(UNLIMITED, timedelta(seconds=1))
        )
        client = PsnClient(session, auth)

        async def read(title: TrophyTitle) -> None:
            nonlocal trophies, earned
            which = title.np_communication_id, title.service
            definitions, states = await asyncio.gather(
                client.get_trophies(*which), client.get_earned_trophies(*which)
            )
            trophies += len(definitions.trophies)
            earned += sum(trophy.earned for trophy in states.trophies)

        async with asyncio.TaskGroup() as tasks:
            async for title in client.iter_titles():
                titles += 1
                tasks.create_task(read(title))
    return {"titles": titles, "trophies": trophies, "earned": earned, "unread": 0}


def read_with_psnawp(npsso: str) -> dict[str, int]:
    """Read with PSNAWP: it blocks, so one request after the other."""
    client = PSNAWP(npsso, rate_limit=Rate(UNLIMITED, Duration.SECOND)).me()
    trophies = earned = titles = unread = 0
    for title in client.trophy_titles():
        titles += 1
        try:
            for trophy in client.trophies(
                str(title.np_communication_id),
                _platform(title),
                include_progress=True,
                trophy_group_id="all",
            ):
                trophies += 1
                earned += bool(trophy.earned)
        except PSNAWPNotFoundError:
            # It derives the trophy service from the platform, not always rightly.
            unread += 1
    return {
        "titles": titles,
        "trophies": trophies,
        "earned": earned,
        "unread": unread,
    }


def _platform(title: PsnawpTitle) -> PlatformType:
    """Return the platform of a title that has the best chance."""
    platforms = title.title_platform
    return PlatformType.PS5 if PlatformType.PS5 in platforms else next(iter(platforms))


READERS: dict[str, Callable[[str], dict[str, int]]] = {
    "ours": read_with_ours,
    "psnawp": read_with_psnawp,
}


def main() -> None:
    """Read and tell."""
    name, npsso, port, plain_port, ca_file = sys.argv[1:6]
    redirect(port=int(port), plain_port=int(plain_port), ca_file=ca_file).install()
    wall, cpu = time.perf_counter(), time.process_time()
    read: dict[str, Any] = READERS[name](npsso)
    read |= {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    sys.stdout.write(json.dumps(read) + "\n")


if __name__ == "__main__":
    main()
