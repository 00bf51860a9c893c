"""Runs what is measured and collects the figures."""

from collections.abc import AsyncIterator, Sequence
import contextlib
import json
from pathlib import Path
import shutil
import sys
from typing import Any

from . import cards
from .processes import (
    ROOT,
    BenchmarkError,
    EmulatorProcess,
    HomeProcess,
    finished,
    installed_with_npm,
)
from .subjects import OURS, READERS, SUBJECTS, Subject

# Home Assistant finishes its start in the meantime, as if it had been up for a while.
WARM_UP_S = 600
QUIET_S = 900
READING_QUARTERS = 48
# Within two polls of either integration.
NEWS_S = 150

PSN_API = ROOT / "tests" / "benchmark" / "psn_api"
BIN = Path(sys.executable).parent


def say(text: str) -> None:
    """Tell what is going on, apart from the table."""
    sys.stderr.write(f"\033[1m» {text}\033[0m\n")
    sys.stderr.flush()


async def measure_homes(
    folder: Path, sizes: Sequence[int], runs: int, *, real: bool
) -> dict[str, Any]:
    """Measure every integration with every size of library, each in a fresh home."""
    found: dict[str, Any] = {}
    say("Warming up")
    async with _home(folder, sizes[0]) as (emulator, home):
        for subject in SUBJECTS:
            await _set_up(subject, emulator, home)
    for run in range(1, runs + 1):
        for size in sizes:
            # Whoever comes first may find colder caches: take turns.
            for subject in SUBJECTS if run % 2 else SUBJECTS[::-1]:
                say(f"Run {run} of {runs}: {subject.label} with {size} titles")
                async with _home(folder, size) as (emulator, home):
                    figures = await _measure_subject(subject, emulator, home, real=real)
                by_subject = found.setdefault(str(size), {})
                by_subject.setdefault(subject.name, []).append(figures)
    return found


@contextlib.asynccontextmanager
async def _home(
    folder: Path, titles: int
) -> AsyncIterator[tuple[EmulatorProcess, HomeProcess]]:
    """Start an emulator and a Home Assistant led to it; let that finish starting.

    Always in the same place, because that is how Python finds compiled modules again.
    """
    folder /= "current"
    async with (
        EmulatorProcess.running(folder / "emulator", titles) as emulator,
        HomeProcess.running(folder / "home", emulator) as home,
    ):
        await home.do("quiet", seconds=WARM_UP_S)
        yield emulator, home
    shutil.rmtree(folder, ignore_errors=True)


async def _set_up(
    subject: Subject, emulator: EmulatorProcess, home: HomeProcess
) -> dict[str, Any]:
    """Add the account."""
    figures: dict[str, Any] = await home.do(
        "set_up", domain=subject.domain, npsso=emulator.npsso, keys=subject.keys
    )
    return figures


async def _poll_as_before(subject: Subject, home: HomeProcess) -> None:
    """Choose the interval that everybody had: who follows a player can not be compared."""
    if subject.options:
        await home.do("choose", options=subject.options)


async def _measure_subject(
    subject: Subject, emulator: EmulatorProcess, home: HomeProcess, *, real: bool
) -> dict[str, Any]:
    """Set an account up, let a quarter of an hour pass, earn a trophy, take it out."""
    before = await home.do("memory")
    set_up = await _set_up(subject, emulator, home)
    after = await home.do("memory")
    set_up["requests"] = await emulator.requests(until=set_up["result"]["shown_at"])
    states: dict[str, str] = set_up["result"]["states"]
    await _check(subject, emulator, states)

    await _poll_as_before(subject, home)
    reading = await _read_in_background(emulator, home)
    read = await home.do("memory")

    await emulator.do("reset_log")
    quiet = await home.do("quiet", seconds=QUIET_S, real=real)
    quiet["requests"] = await emulator.requests()
    if failed := [poll for poll in quiet["polls"] if not poll["success"]]:
        raise BenchmarkError(f"{subject.label}: {len(failed)} quiet polls failed")

    await emulator.do("reset_log")
    grade = (await emulator.do("earn", grade="bronze"))[0]["grade"]
    key = subject.count_key(grade)
    news = await home.do("until_changed", key=key, former=states[key], seconds=NEWS_S)
    news["requests"] = await emulator.requests(until=news["result"]["shown_at"])
    await _check(subject, emulator, news["result"]["states"])

    await home.do("unload")
    return {
        "memory": _growth(before, after),
        "memory_read": _growth(before, read),
        "reading": reading,
        "set_up": set_up,
        "quiet": quiet,
        "news": news,
        # What Home Assistant does by itself in the same time, in the same process.
        "without": await home.do("quiet", seconds=QUIET_S, real=real),
    }


async def _read_in_background(
    emulator: EmulatorProcess, home: HomeProcess
) -> list[dict[str, int]]:
    """Let time pass until nobody reads trophies of titles; return the requests."""
    quarters: list[dict[str, int]] = []
    while len(quarters) < READING_QUARTERS:
        await emulator.do("reset_log")
        await home.do("quiet", seconds=QUIET_S)
        quarters.append(await emulator.requests())
        if not quarters[-1].keys() & {"definitions", "earned"}:
            return quarters
    raise BenchmarkError("The library is not read after half a day")


async def _check(
    subject: Subject, emulator: EmulatorProcess, states: dict[str, str]
) -> None:
    """Make sure that what is measured is right, too."""
    account = (await emulator.read("state"))["accounts"]["demo"]
    counts = [int(states[key]) for key in subject.keys if "trophies_" in key]
    shown = int(states["trophy_level"]), sum(counts)
    earned = account["earned"]
    true = account["level"], sum(earned.values())
    if shown != true:
        raise BenchmarkError(f"{subject.label} shows level and trophies {shown}")


def _growth(before: dict[str, int] | None, after: dict[str, int] | None) -> Any:
    """Return how much more memory there is of each kind."""
    if before is None or after is None:
        return None
    return {kind: after[kind] - before[kind] for kind in before}


async def measure_libraries(folder: Path, titles: int, runs: int) -> dict[str, Any]:
    """Measure reading a library with each client that is there."""
    found: dict[str, Any] = {"titles": titles, "readers": {}}
    readers = [name for name in READERS if name != "psn-api"]
    if await _install_psn_api(folder):
        readers.append("psn-api")
    else:
        say("psn-api is left out, because npm could not install it")
    async with EmulatorProcess.running(folder / "emulator", titles) as emulator:
        for run in range(1, runs + 1):
            for name in readers:
                say(f"Run {run} of {runs}: {READERS[name]} reads {titles} titles")
                await emulator.do("reset_log")
                figures = await _read(name, emulator, folder)
                figures["requests"] = await emulator.requests()
                found["readers"].setdefault(name, []).append(figures)
    _compare(found["readers"])
    return found


# Polls of a large library are compared with those of a small one.
PASS_TITLES = (10, 1000)
# Of days that are lived through.
DAY_HOURS = (0, 1, 2, 3, 4)
PLAY_S = 600


async def measure_large(folder: Path, runs: int) -> dict[str, Any]:
    """Write a large library once, and load it in fresh processes."""
    say("Writing and loading a library of 40,000 trophies")
    place = folder / "large"
    place.mkdir()

    async def do(what: str) -> dict[str, Any]:
        figures: dict[str, Any] = await finished(
            *(sys.executable, "-m", "tests.benchmark.large", what, str(place)),
            log=folder / "large.log",
        )
        return figures

    return {
        "written": await do("write"),
        "loads": [await do("load") for _ in range(runs)],
        "traced": await do("trace"),
        "turns": await finished(
            *(sys.executable, "-m", "tests.benchmark.turns", str(place)),
            log=folder / "turns.log",
        ),
        "career": await finished(
            *(sys.executable, "-m", "tests.benchmark.career", str(place)),
            log=folder / "career.log",
        ),
        "passes": {
            titles: [await _pass(folder, titles, run) for run in range(runs)]
            for titles in PASS_TITLES
        },
    }


async def _pass(folder: Path, titles: int, run: int) -> dict[str, Any]:
    """Have a library of that many titles read and polled in a fresh process."""
    say(f"Reading and polling {titles} titles")
    place = folder / f"pass-{titles}-{run}"
    async with EmulatorProcess.running(place, titles) as emulator:
        figures: dict[str, Any] = await finished(
            *(sys.executable, "-m", "tests.benchmark.passes", emulator.npsso),
            *(emulator.control, *emulator.address),
            log=folder / "passes.log",
            environment=emulator.environment,
        )
    return figures


async def measure_days(folder: Path, days: int) -> dict[str, Any]:
    """Measure days with more and more play, both ways to poll."""
    found: dict[str, Any] = {"days": days}
    for mode in ("automatic", "fixed"):
        for hours in DAY_HOURS:
            say(f"{days} days with {hours} hours of play, {mode} polls")
            place = folder / f"days-{mode}-{hours}"
            place.mkdir()
            found.setdefault(mode, {})[str(hours)] = await finished(
                *(sys.executable, "-m", "tests.benchmark.days", str(place)),
                *(mode, str(hours), str(days)),
                log=folder / "days.log",
            )
    return found


async def measure_connections(folder: Path, runs: int) -> dict[str, Any]:
    """Measure quiet polls of play over the connection kept, and over shared ones."""
    found: dict[str, Any] = {"kept": [], "shared": []}
    for run in range(1, runs + 1):
        for way, figures in found.items():
            say(f"Run {run} of {runs}: ten minutes of play, connections {way}")
            async with _home(folder, 20) as (emulator, home):
                if way == "shared":
                    await home.do("share_connections")
                await _set_up(OURS, emulator, home)
                await emulator.do("launch", title="counter")
                await _read_in_background(emulator, home)
                await emulator.do("reset_log")
                play = await home.do("quiet", seconds=PLAY_S)
                play["connections"] = await emulator.connections()
                figures.append(play)
    return found


async def measure_cards(runs: int) -> dict[str, Any]:
    """Measure the bundle of the cards and, where there is Chromium, the card of games."""
    figures: dict[str, Any] = {"bundle": cards.bundle(), "chromium": None, "runs": []}
    if (path := cards.find_chromium()) is None:
        say("The card of games is left out, because Chromium was not found")
        return figures
    async with cards.running(path) as browser:
        figures["chromium"] = browser.version
        for run in range(1, runs + 1):
            say(f"Run {run} of {runs}: the card of games with {cards.TITLES} titles")
            figures["runs"].append(await cards.measure_run(browser))
    return figures


def _compare(readers: dict[str, list[dict[str, Any]]]) -> None:
    """Make sure that all have read the same, but for what one says it could not."""
    read = {
        name: [run[what] for what in ("titles", "trophies", "earned")]
        for name, runs in readers.items()
        for run in runs
        if not run["unread"]
    }
    if any(amount != read["ours"] for amount in read.values()):
        raise BenchmarkError(f"Titles, trophies, earned trophies read differ: {read}")


async def _read(name: str, emulator: EmulatorProcess, folder: Path) -> dict[str, Any]:
    """Have a library read in a fresh process."""
    figures: dict[str, Any]
    log = folder / f"{name}.log"
    if name == "psn-api":
        figures = await finished(
            *(str(BIN / "node"), "--import", str(PSN_API / "redirect.mjs")),
            *(str(PSN_API / "read.mjs"), emulator.npsso),
            log=log,
            environment={
                "NODE_EXTRA_CA_CERTS": emulator.ca_file,
                "EMULATOR_PORT": str(emulator.port),
            },
        )
    else:
        figures = await finished(
            *(sys.executable, "-m", "tests.benchmark.libraries", name),
            *(emulator.npsso, *emulator.address),
            log=log,
            # PSNAWP's rate limiter keeps a database in a folder for that.
            environment={**emulator.environment, "TMPDIR": str(folder)},
        )
    return figures


async def _install_psn_api(folder: Path) -> bool:
    """Install the pinned library where that has not been done."""
    wanted = json.loads((PSN_API / "package.json").read_text())["dependencies"]
    installed = PSN_API / "node_modules" / "psn-api" / "package.json"
    with contextlib.suppress(OSError, ValueError):
        if json.loads(installed.read_text())["version"] == wanted["psn-api"]:
            return True
    say("Installing psn-api")
    return await installed_with_npm(PSN_API, npm=BIN / "npm", log=folder / "npm.log")
