"""Writes a large library as Home Assistant does, or loads it in a fresh process.

Usage: python -m tests.benchmark.large write|load|trace FOLDER
Answers with one line of JSON.
"""

import asyncio
from datetime import UTC, datetime
import gc
import json
import os
from pathlib import Path
import sys
import time
import tracemalloc
from typing import Any
import uuid

from homeassistant.core import HomeAssistant

from custom_components.psn_trophies.psn import (
    TitlePlatform,
    TrophyCounts,
    TrophyGrade,
    TrophyRarity,
    TrophyService,
    TrophyTitle,
)
from custom_components.psn_trophies.store import LibraryStore
from custom_components.psn_trophies.trophies import Library
from custom_components.psn_trophies.trophies.missing import MissingTrophy, packed
from custom_components.psn_trophies.trophies.records import EarnedRecord

from .probe import memory

ACCOUNT = "1"
TITLES = 1000
TROPHIES = 40
START = 1_400_000_000
ICONS = "https://psnobj.prod.dl.playstation.net/psnobj/"


def make_library(titles: int = TITLES) -> Library:
    """Make the library: names of 18 characters, details of 45.

    As many trophies are missing as are earned.
    """
    library = Library(START)
    counts = TrophyCounts(bronze=30, silver=7, gold=2, platinum=1)
    defined = TrophyCounts(bronze=60, silver=14, gold=4, platinum=2)
    grades = [
        grade
        for grade in (
            TrophyGrade.BRONZE,
            TrophyGrade.SILVER,
            TrophyGrade.GOLD,
            TrophyGrade.PLATINUM,
        )
        for _ in range(getattr(counts, str(grade)))
    ]
    for number in range(titles):
        set_id = f"NPWR{90_000 + number}_00"
        earned_at = START + number * 300_000
        title = TrophyTitle(
            np_communication_id=set_id,
            service=TrophyService("trophy2"),
            set_version="01.00",
            name=f"Whistling Observatory {number}",
            detail=None,
            icon_url=f"{ICONS}{set_id}/{uuid.uuid4()}.png",
            platforms=(TitlePlatform("PS5"),),
            has_groups=False,
            group_count=1,
            defined=defined,
            earned=counts,
            progress=50,
            hidden=False,
            last_updated=datetime.fromtimestamp(earned_at + TROPHIES * 3000, UTC),
        )
        library.merge_titles([title], START)
        record = library.record(set_id)
        assert record is not None
        for trophy_id, grade in enumerate(grades):
            icon_folder, wording = EarnedRecord.pack(
                f"Lantern of {number:04}{trophy_id:03}",
                f"Light lanterns by the old harbour {number:06}{trophy_id:05}",
                f"{ICONS}{set_id}/{uuid.uuid4()}.png",
            )
            record.trophies[trophy_id] = EarnedRecord(
                np_communication_id=set_id,
                trophy_id=trophy_id,
                grade=grade,
                hidden=False,
                rarity=TrophyRarity(trophy_id % 4),
                earned_rate=(number * 7 + trophy_id * 13) % 900 / 10,
                moment=earned_at + trophy_id * 3000,
                group_id="default",
                icon_folder=icon_folder,
                wording=wording,
            )
        record.groups = {"default": defined}
        record.missing = packed(
            MissingTrophy(
                trophy_id=TROPHIES + trophy_id,
                grade=grade,
                earned_rate=(number * 11 + trophy_id * 17) % 900 / 10,
                in_base_game=True,
            )
            for trophy_id, grade in enumerate(grades)
        )
        record.work_out()
        record.read_at, record.current = START, True
    library.complete = True
    return library


async def _write(folder: Path) -> dict[str, Any]:
    """Write the file as the integration does."""
    hass = HomeAssistant(str(folder))
    await LibraryStore(hass, ACCOUNT).async_save(make_library())
    (file,) = (folder / ".storage").glob("*.library")
    return {"bytes": file.stat().st_size}


async def _load(folder: Path, *, traced: bool) -> dict[str, Any]:
    """Load the file as the integration does after a restart."""
    hass = HomeAssistant(str(folder))
    store = LibraryStore(hass, ACCOUNT)
    await hass.async_add_executor_job(gc.collect)
    before = memory()
    if traced:
        tracemalloc.start()
    wall, cpu = time.perf_counter(), time.process_time()
    library = await store.async_load()
    figures: dict[str, Any] = {
        "seconds": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
    }
    after = memory()
    assert library is not None
    if traced:
        figures["traced"], figures["peak"] = tracemalloc.get_traced_memory()
    elif before and after:
        figures["rss"] = after["rss"] - before["rss"]
    return figures | {"titles": len(library), "earned": len(library.timeline)}


def main() -> None:
    """Do one of it and tell."""
    what, folder = sys.argv[1], Path(sys.argv[2])
    work = _write(folder) if what == "write" else _load(folder, traced=what == "trace")
    sys.stdout.write(json.dumps(asyncio.run(work)) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
