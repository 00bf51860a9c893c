"""The benchmark: python -m tests.benchmark, or scripts/benchmark."""

import argparse
import asyncio
import contextlib
from dataclasses import asdict
from importlib.metadata import version
import json
import os
from pathlib import Path
import platform
import signal
import sys
import tempfile
import time
from typing import Any

from . import report
from .measure import (
    PSN_API,
    measure_cards,
    measure_connections,
    measure_days,
    measure_homes,
    measure_large,
    measure_libraries,
    say,
)
from .processes import ROOT, BenchmarkError
from .subjects import CORE, OURS
from .summary import summarize

# Files in memory where there is such a place: PSNAWP's rate limiter writes a database
# for each request, and how busy the disk is should not decide.
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
RESULT = ROOT / "artifacts" / "benchmark.json"

_HOW = f"""\
Beside `{CORE.label}`, which polls every {CORE.interval}, `{OURS.label}` is set to
{OURS.interval} after the set-up; days and connections are those of its automatic polls.
Processor time and memory are those of Home
Assistant's process alone; the emulator has its own. Requests are the most of all runs,
times the best, since other work on the machine only adds to them, the rest medians.
docs/benchmark.md tells more.\
"""
HOW = f"""\
Time is simulated for both alike: the clocks of the process jump to the event loop's next
timer, while each poll itself, HTTP over TLS on loopback included, takes its real time.
{_HOW}\
"""
HOW_REAL = f"""\
Each quarter of an hour really passed, HTTP was over TLS on loopback.
{_HOW}\
"""


def _arguments() -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark",
        description="Measures this integration beside core's playstation_network, and "
        "its client beside PSNAWP and psn-api, all against the emulator; and its cards "
        "in Chromium.",
    )
    parser.add_argument(
        "--quick", action="store_true", help="one run, 20 titles, a library of 150"
    )
    parser.add_argument(
        "--titles", type=int, nargs="+", metavar="N", help="sizes to measure (20 800)"
    )
    parser.add_argument(
        "--library", type=int, metavar="N", help="titles of the library read (300)"
    )
    parser.add_argument(
        "--days", type=int, metavar="N", help="days of each kind lived through (4)"
    )
    parser.add_argument("--runs", type=int, metavar="N", help="how often (3)")
    parser.add_argument(
        "--only",
        choices=("homes", "libraries", "large", "days", "connections", "cards"),
        help="measure this part only",
    )
    parser.add_argument(
        "--real-time",
        action="store_true",
        help="let each quarter of an hour really pass, to check the simulated one",
    )
    arguments = parser.parse_args()
    quick = arguments.quick
    arguments.titles = arguments.titles or ([20] if quick else [20, 800])
    arguments.library = arguments.library or (150 if quick else 300)
    arguments.days = arguments.days or (1 if quick else 4)
    arguments.runs = arguments.runs or (1 if quick else 3)
    return arguments


def _environment() -> dict[str, Any]:
    """Return what the figures depend on."""
    psn_api = json.loads((PSN_API / "package.json").read_text())["dependencies"]
    return {
        "home_assistant": version("homeassistant"),
        "python": platform.python_version(),
        "psnawp": version("PSNAWP"),
        "psn_api": psn_api["psn-api"],
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "load_before": os.getloadavg()[0],
    }


async def _measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure what was asked for."""
    figures: dict[str, Any] = {"environment": _environment(), "runs": arguments.runs}
    figures["real_time"] = arguments.real_time
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    place = MEMORY if os.access(MEMORY, os.W_OK | os.X_OK) else None
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=place) as name:
        if arguments.only in (None, "homes"):
            figures["homes"] = await measure_homes(
                Path(name),
                arguments.titles,
                arguments.runs,
                real=arguments.real_time,
            )
        if arguments.only in (None, "libraries"):
            figures["libraries"] = await measure_libraries(
                Path(name), arguments.library, arguments.runs
            )
        if arguments.only in (None, "large"):
            figures["large"] = await measure_large(Path(name), arguments.runs)
        if arguments.only in (None, "days"):
            figures["days"] = await measure_days(Path(name), arguments.days)
        if arguments.only in (None, "connections"):
            figures["connections"] = await measure_connections(
                Path(name), arguments.runs
            )
        if arguments.only in (None, "cards"):
            figures["cards"] = await measure_cards(arguments.runs)
    return figures


def _print(
    figures: dict[str, Any], lines: list[report.Row], card_lines: list[report.Row]
) -> None:
    """Print the tables and what goes with them."""
    if lines:
        _print_table(figures, lines)
    if card_lines:
        text = report.cards(figures["summary"]["cards"], card_lines)
        sys.stdout.write(f"{text}\n")


def _print_table(figures: dict[str, Any], lines: list[report.Row]) -> None:
    """Print the table of everything but the cards, and what goes with it."""
    environment = figures["environment"]
    summary = figures["summary"]
    versions = f"Home Assistant {environment['home_assistant']}"
    versions += f", Python {environment['python']}, PSNAWP {environment['psnawp']}"
    if "psn-api" in summary["libraries"]:
        versions += f", psn-api {environment['psn_api']}"
    runs = f"{environment['cores']} cores, runs: {figures['runs']}"
    parts = (
        report.table(lines),
        HOW_REAL if figures["real_time"] else HOW,
        "\n".join(report.routes(summary)),
        f"{versions}; {runs}.",
    )
    sys.stdout.write("\n".join(f"{part}\n" for part in parts if part))


def main() -> int:
    """Measure, print and keep the figures."""
    arguments = _arguments()
    started = time.monotonic()
    try:
        figures = asyncio.run(_measure(arguments))
    except BenchmarkError as err:
        sys.stderr.write(f"✗ {err}\n")
        return 1
    except KeyboardInterrupt, asyncio.CancelledError:
        sys.stderr.write("Ended early; everything that was started has been ended.\n")
        return 130
    figures["summary"] = summarize(figures)
    lines = list(report.rows(figures["summary"]))
    cards = figures["summary"].get("cards")
    card_lines = list(report.card_rows(cards)) if cards else []
    figures["table"] = [asdict(line) for line in lines + card_lines]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=2) + "\n")
    _print(figures, lines, card_lines)
    missed = sum(line.passed is False for line in lines + card_lines)
    say(
        f"{'Every bar is met' if not missed else f'{missed} bars are missed'} "
        f"({time.monotonic() - started:.0f} s; all figures in "
        f"{RESULT.relative_to(ROOT)})"
    )
    return 0


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main())
