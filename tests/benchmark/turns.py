"""Asks a large library for all it has, and tells how long others had to wait for it.

Usage: python -m tests.benchmark.turns FOLDER
Answers with one line of JSON: milliseconds of processor time, so that others on the
machine do not count; the best of some rounds.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
import json
from pathlib import Path
import sys
import time
from types import SimpleNamespace
from typing import Any, cast

from homeassistant.config_entries import ConfigEntries, ConfigEntryState
from homeassistant.core import HomeAssistant

from custom_components.psn_trophies.calendar import (
    TROPHY_LOG_DESCRIPTION,
    PsnTrophiesCalendarEntity,
)
from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.coordinator import PsnTrophiesCoordinator
from custom_components.psn_trophies.services import async_setup_services
from custom_components.psn_trophies.trophies import Library, archive
from custom_components.psn_trophies.trophies.days import BestStreak
from custom_components.psn_trophies.trophies.statistics import (
    summarize_games,
    summarize_trophies,
)

from .large import START, make_library

TITLES = 5000
ROUNDS = 7
EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


async def longest_turn(work: Callable[[], Awaitable[object]]) -> float:
    """Return the longest work, in milliseconds, between two turns of others."""
    longest = 0.0

    async def others() -> None:
        nonlocal longest
        before = time.thread_time()
        while True:
            await asyncio.sleep(0)
            now = time.thread_time()
            longest = max(longest, now - before)
            before = now

    task = asyncio.create_task(others())
    await asyncio.sleep(0)
    await work()
    # The last turn counts as well.
    await asyncio.sleep(0)
    task.cancel()
    return longest * 1000


async def _measure(folder: Path) -> dict[str, float]:
    """Ask actions and calendar."""
    hass = HomeAssistant(str(folder))
    # Loaded, as after a restart: only that puts all trophies in their order.
    library = archive.load(archive.dump(make_library()), time.time())
    titles = [record.title for record in library.records]
    coordinator = SimpleNamespace(
        sync=SimpleNamespace(
            library=library, titles=titles * (TITLES // len(titles)), complete=True
        ),
        account_id="1",
        account_name="Hunter",
    )
    entry = SimpleNamespace(
        entry_id="1",
        state=ConfigEntryState.LOADED,
        runtime_data=SimpleNamespace(coordinator=coordinator),
    )
    # All that the search for the account of an action asks of them.
    entries = SimpleNamespace(async_entries=lambda *_, **__: [entry])
    hass.config_entries = cast(ConfigEntries, entries)
    async_setup_services(hass)
    calendar = PsnTrophiesCalendarEntity(
        cast(PsnTrophiesCoordinator, coordinator), TROPHY_LOG_DESCRIPTION
    )

    def action(name: str, **data: Any) -> Callable[[], Awaitable[object]]:
        return lambda: hass.services.async_call(
            DOMAIN, name, data, blocking=True, return_response=True
        )

    works = {
        "log": action("get_trophy_log", limit=2000),
        "log_filtered": action("get_trophy_log", grade=["gold"], platform=["PS5"]),
        "log_nothing": action("get_trophy_log", platform=["PSVITA"], limit=2000),
        "titles": action("get_titles", limit=2000, platform=["PS5"]),
        "calendar": lambda: calendar.async_get_events(hass, *EVER),
    }
    turns = {
        name: min([await longest_turn(work) for _ in range(ROUNDS)])
        for name, work in works.items()
    }
    many = archive.load(archive.dump(make_library(TITLES)), time.time())
    return turns | {
        "titles_return": _longest_change(library, len(titles)),
        "some_return_of_many": _longest_change(many, 300),
    }


def _longest_change(library: Library, number: int) -> float:
    """Return the longest work, in milliseconds, when titles go and come again.

    All that one poll does then, figures included.
    """
    titles = [record.title for record in library.records]
    streak = BestStreak()
    changes: tuple[Callable[[], None], ...] = (
        lambda: library.keep_only(titles[number:], START + 10**9),
        lambda: library.merge_titles(titles, START + 10**9),
    )
    longest = []
    for _ in range(ROUNDS):
        turns = []
        for change in changes:
            before = time.thread_time()
            change()
            summarize_games(titles, library, complete=True)
            summarize_trophies(library, datetime.now(UTC), streak)
            turns.append(time.thread_time() - before)
        longest.append(max(turns))
    return min(longest) * 1000


def main() -> None:
    """Measure and tell."""
    figures = asyncio.run(_measure(Path(sys.argv[1])))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
