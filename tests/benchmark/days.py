"""Lives through days of play, with polls that follow the player or at a fixed interval.

Usage: python -m tests.benchmark.days FOLDER automatic|fixed HOURS DAYS
Answers with one line of JSON. No Home Assistant takes part: the first floor tells when
to poll, and what is asked goes over HTTP and TLS to an emulator with the same clock.
"""

# Before everything that might take hold of a clock.
from . import clock

# isort: split
import asyncio
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import timedelta
from itertools import pairwise
import json
from pathlib import Path
from random import Random
import sys
import time
from typing import Any

import aiohttp

from custom_components.psn_trophies.psn import PsnAuth, PsnClient, RequestBudget
from custom_components.psn_trophies.trophies import AccountSync, Pace
from tests.emulator import Emulator
from tests.emulator.accounts import Progress

FIXED = timedelta(seconds=60)
DAY_S = 86_400.0
HOUR_S = 3_600.0
QUARTER_S = 900.0
TROPHIES_PER_HOUR = 2.5
TITLES = 20
# When play begins, in hours of the day, and which part of it is played then.
SITTINGS = ((15.0, 0.4), (19.5, 0.6))
# One sitting is enough for so little.
SHORT_HOURS = 2
# After play polls go on as before for a while, and presence is noticed late.
AFTERMATH_S = 800.0
# Home Assistant counts from the last full second and adds a part of one.
PART_OF_SECOND_S = 0.3

# What is asked for because something was earned.
NEWS_ROUTES = ("earned", "definitions")

type Event = tuple[float, str]


def _sittings(hours: int) -> Iterator[tuple[float, float]]:
    """Yield from when to when is played, in seconds of the day."""
    if not hours:
        return
    sittings = SITTINGS if hours > SHORT_HOURS else ((19.5, 1.0),)
    for begin, part in sittings:
        yield begin * HOUR_S, begin * HOUR_S + hours * part * HOUR_S


def _events(hours: int, day: int) -> list[Event]:
    """Return what happens in a day, in order."""
    chance = Random(f"{hours}/{day}")
    events: list[Event] = []
    for begin, end in _sittings(hours):
        # Nobody begins at the same second each day.
        begin, end = (moment + chance.uniform(0, 600) for moment in (begin, end))
        events += [(begin, "launch"), (end, "quit")]
        number = round(TROPHIES_PER_HOUR * (end - begin) / HOUR_S)
        events += [(chance.uniform(begin, end), "earn") for _ in range(number)]
    return sorted(events)


class Days:
    """An account, its polls, and what happens to it."""

    def __init__(self, emulator: Emulator, sync: AccountSync, pace: Pace) -> None:
        """Begin before the first poll."""
        self._emulator = emulator
        self._sync = sync
        self._pace = pace
        self._poll_at = time.monotonic()
        self._earned: dict[tuple[str, int], float] = {}
        self._seen: object = None
        self.waits: list[float] = []

    async def poll(self) -> None:
        """Poll once, read in the background, and see what is announced."""
        state = await self._sync.poll()
        if state is not self._seen:
            self._seen = state
            for new in state.news:
                key = new.earned.title.np_communication_id, new.earned.trophy.trophy_id
                if (earned_at := self._earned.pop(key, None)) is not None:
                    self.waits.append(time.monotonic() - earned_at)
        self._pace.poll_interval = self._sync.follower.interval
        wait = self._pace.after_answer(unfinished=self._sync.unfinished)
        self._poll_at = int(time.monotonic()) + PART_OF_SECOND_S + wait.total_seconds()
        while self._sync.background_wanted:
            await self._sync.read_in_background()

    async def until(self, moment: float) -> None:
        """Poll when it is time, until a moment."""
        while self._poll_at < moment:
            clock.jump(self._poll_at - time.monotonic())
            await self.poll()
        clock.jump(moment - time.monotonic())

    def happen(self, what: str) -> None:
        """Let something happen."""
        if what == "quit":
            self._emulator.quit()
        elif what == "launch":
            self._emulator.launch(self._fullest().set)
        else:
            for one in self._emulator.earn():
                self._earned[one.title_id, one.trophy_id] = time.monotonic()

    def _fullest(self) -> Progress:
        """Return the game of a newer console with most trophies left."""
        return max(
            (
                title
                for title in self._emulator.account.listing(own=True)
                if not title.hidden and title.set.platforms in ("PS4", "PS5")
            ),
            key=lambda title: len(title.missing()),
        )

    @property
    def missed(self) -> int:
        """Return how many trophies were never announced."""
        return len(self._earned)


def _most(
    requests: list[tuple[float, str]],
    spans: list[tuple[float, float]],
    without: Collection[str] = (),
) -> int:
    """Return how many requests there were at most in a quarter of an hour."""
    most = 0
    for begin, end in spans:
        inside = [
            moment
            for moment, route in requests
            if begin <= moment < end and route not in without
        ]
        for index, first in enumerate(inside):
            if first + QUARTER_S <= end:
                within = sum(moment < first + QUARTER_S for moment in inside[index:])
                most = max(most, within)
    return most


async def _live(folder: Path, *, fixed: bool, hours: int, days: int) -> dict[str, Any]:
    """Live through days and return what they cost."""
    async with Emulator(titles=TITLES, state_dir=folder) as emulator:
        with emulator.redirect():
            async with aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar()
            ) as session:
                auth = PsnAuth(session, emulator.npsso, budget=RequestBudget())
                interval = FIXED if fixed else None
                sync = AccountSync(PsnClient(session, auth), interval=interval)
                life = Days(emulator, sync, Pace(FIXED))
                # What comes after the set-up is over by then.
                await life.until(time.monotonic() + 2 * HOUR_S)
                return await _measure(emulator, life, hours, days)


async def _measure(
    emulator: Emulator, life: Days, hours: int, days: int
) -> dict[str, Any]:
    """Live through days, each from midnight to midnight."""
    requests: Counter[str] = Counter()
    quiet = busy = busy_with_news = 0
    for day in range(days):
        emulator.log.clear()
        begin, began_at = time.monotonic(), emulator.now()
        events = _events(hours, day)
        for moment, what in events:
            await life.until(begin + moment)
            life.happen(what)
        await life.until(begin + DAY_S)
        requests += emulator.log.counts()
        asked = [(one.time - began_at, one.route) for one in emulator.log.records]
        starts = [moment for moment, what in events if what == "launch"]
        ends = [moment for moment, what in events if what == "quit"]
        sittings = list(zip(starts, ends, strict=True))
        busy = max(busy, _most(asked, sittings, NEWS_ROUTES))
        busy_with_news = max(busy_with_news, _most(asked, sittings))
        edges = [0.0, *sorted([*starts, *(end + AFTERMATH_S for end in ends)]), DAY_S]
        quiet = max(quiet, _most(asked, list(pairwise(edges))[::2]))
    return {
        "requests": {route: n / days for route, n in sorted(requests.items())},
        "quiet_quarter": quiet,
        "busy_quarter": busy,
        "busy_quarter_with_news": busy_with_news,
        "waits": sorted(life.waits),
        "missed": life.missed,
    }


def main() -> None:
    """Measure and tell."""
    folder, mode, hours, days = sys.argv[1:5]
    figures = asyncio.run(
        _live(Path(folder), fixed=mode == "fixed", hours=int(hours), days=int(days))
    )
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
