"""Writes a large career into a recorder, and looks whether it is there, as after a start.

Usage: python -m tests.benchmark.career FOLDER
Answers with one line of JSON: seconds, and for the event loop the longest work between
two turns of others in milliseconds of processor time.
"""

import asyncio
from collections.abc import Coroutine
import json
import os
from pathlib import Path
import sys
import time
from types import SimpleNamespace
from typing import Any, cast

from homeassistant import loader
from homeassistant.config_entries import ConfigEntries
from homeassistant.core import HomeAssistant
from homeassistant.helpers import recorder as recorder_helper, translation
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from custom_components.psn_trophies.coordinator import PsnTrophiesConfigEntry
from custom_components.psn_trophies.statistics import async_follow_career
from custom_components.psn_trophies.trophies import (
    Library,
    Tally,
    archive,
    career_of,
    to_store,
)

from .large import make_library
from .turns import longest_turn


async def _start(folder: Path) -> HomeAssistant:
    """Start a Home Assistant with nothing but a recorder."""
    hass = HomeAssistant(str(folder))
    hass.config_entries = ConfigEntries(hass, {})
    loader.async_setup(hass)
    translation.async_setup(hass)
    recorder_helper.async_initialize_recorder(hass)
    settings = {"recorder": {"db_url": f"sqlite:///{folder / 'career.db'}"}}
    assert await async_setup_component(hass, "recorder", settings)
    await hass.async_start()
    await _written(hass)
    return hass


async def _written(hass: HomeAssistant) -> None:
    """Wait until the recorder has written all it was given."""
    instance = recorder_helper.get_instance(hass)
    if (committed := instance.async_get_commit_future()) is not None:
        await committed


async def _follow(hass: HomeAssistant, library: Library) -> None:
    """Follow a career as the integration does, until there is nothing left to do."""
    tasks: list[asyncio.Task[None]] = []

    def create(
        _: HomeAssistant, work: Coroutine[Any, Any, None], name: str
    ) -> asyncio.Task[None]:
        tasks.append(hass.async_create_background_task(work, name))
        return tasks[-1]

    coordinator = SimpleNamespace(
        data=SimpleNamespace(
            games=SimpleNamespace(complete=True), trophies=SimpleNamespace(progress=1)
        ),
        sync=SimpleNamespace(library=library),
        account_name="Hunter",
        async_add_listener=lambda _: lambda: None,
    )
    entry = SimpleNamespace(
        entry_id="01KAZ0000000000000000000000",
        runtime_data=SimpleNamespace(coordinator=coordinator),
        async_on_unload=lambda _: None,
        async_create_background_task=create,
    )
    async_follow_career(hass, cast(PsnTrophiesConfigEntry, entry))
    await asyncio.gather(*tasks)


async def _measure(folder: Path) -> dict[str, float]:
    """Write, and look again."""
    library = archive.load(archive.dump(make_library()), time.time())
    zone = await dt_util.async_get_time_zone("Europe/Berlin")
    assert zone is not None
    dt_util.set_default_time_zone(zone)
    before = time.thread_time()
    career = career_of(library.timeline, zone, dt_util.now().date())
    for figure in Tally._fields:
        to_store(career, figure, 0, {})
    figures: dict[str, float] = {
        "hours": len(career.starts),
        "arithmetic": time.thread_time() - before,
    }
    hass = await _start(folder)
    for what in ("first", "again"):
        wall, cpu = time.perf_counter(), time.process_time()
        figures[f"{what}_turn"] = await longest_turn(lambda: _follow(hass, library))
        figures[f"{what}_handed"] = time.perf_counter() - wall
        await _written(hass)
        figures[f"{what}_seconds"] = time.perf_counter() - wall
        figures[f"{what}_cpu"] = time.process_time() - cpu
    await hass.async_stop(force=True)
    return figures


def main() -> None:
    """Measure and tell."""
    figures = asyncio.run(_measure(Path(sys.argv[1])))
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
