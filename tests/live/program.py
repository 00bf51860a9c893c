"""What the demo and `scripts/develop` have in common: telling, ending, restarting."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
import contextlib
import fcntl
from importlib.metadata import version
import json
import os
from pathlib import Path
import shutil
import signal
import sys
from typing import Any

from .home import RESTART_EXIT_CODE, ROOT, Home, HomeError
from .ports import free_port, port_is_free

STATE = ROOT / ".demo"
USUAL_PORT = 8123


class ProgramError(Exception):
    """Something that a person has to be told, in plain words."""


def say(text: str) -> None:
    """Tell what is going on, as the scripts do."""
    write(f"\033[1m» {text}\033[0m" if sys.stdout.isatty() else f"» {text}")


def write(text: str = "") -> None:
    """Write a line at once, as long as anybody can read it."""
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def run(program: Callable[[], Awaitable[None]]) -> int:
    """Run a program to its end and return the exit code."""
    try:
        asyncio.run(_cancelled_by_signals(program))
    except (ProgramError, HomeError) as err:
        text = f"✗ {err}"
        sys.stderr.write(f"\033[1;31m{text}\033[0m\n" if sys.stderr.isatty() else text)
        sys.stderr.write("\n")
        return 1
    return 0


def read_arguments(
    program: str, help_text: str, choices: tuple[str, ...]
) -> argparse.Namespace:
    """Return what was asked for; end the program where that is help or nonsense."""
    parser = argparse.ArgumentParser(
        prog=program, usage=f"“{program} help” tells what it can do", add_help=False
    )
    parser.add_argument("what", nargs="?", default=choices[0])
    parser.add_argument("detail", nargs="?")
    parser.add_argument("--port", type=int)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("-h", "--help", action="store_true")
    arguments = parser.parse_args()
    if arguments.help or arguments.what == "help":
        write(help_text.strip())
        sys.exit(0)
    if arguments.what not in choices:
        parser.error(f"there is no “{arguments.what}”")
    return arguments


def forget(folder: Path) -> None:
    """Delete what a program kept."""
    if folder.exists():
        say(f"Forgetting what was in {shown(folder)}")
        shutil.rmtree(folder)


# Called at the second signal, for those who do not want to wait.
_impatient: list[Callable[[], None]] = []


async def _cancelled_by_signals(program: Callable[[], Awaitable[None]]) -> None:
    """Cancel the program at the first signal, which ends everything in order."""
    task = asyncio.ensure_future(program())
    told = False

    def tell() -> None:
        nonlocal told
        if told:
            for hurry in _impatient:
                hurry()
            return
        told = True
        write()
        say("Ending everything (once more ends it by force)")
        task.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, tell)
    try:
        await task
    except asyncio.CancelledError:
        if not told:
            raise
        say("Everything has ended")


def choose_port(wanted: int | None) -> int:
    """Return the port for Home Assistant: the wanted, the usual, or any free one."""
    if wanted is not None:
        if not port_is_free(wanted):
            raise ProgramError(
                f"Port {wanted} is taken by another program. Choose another one with "
                "--port, or leave it out to get a free one."
            )
        return wanted
    if port_is_free(USUAL_PORT):
        return USUAL_PORT
    port = free_port()
    say(f"Port {USUAL_PORT} is taken, so this one gets {port}")
    return port


class Running:
    """The note a running program keeps, for others to find it."""

    def __init__(self, name: str) -> None:
        """Choose where the note lies."""
        self.name = name
        self._file = STATE / f"{name}.running"

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Make sure that the program runs once only."""
        STATE.mkdir(exist_ok=True)
        with self._file.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                note = self.read() or {}
                where = f" at {note['url']}" if "url" in note else ""
                raise ProgramError(
                    f"scripts/{self.name} is running already{where}, as process "
                    f"{note.get('pid', 'unknown')}. End that one first (Ctrl-C)."
                ) from None
            self.write(pid=os.getpid())
            try:
                yield
            finally:
                self._file.write_text("")

    def write(self, **note: Any) -> None:
        """Leave a note."""
        self._file.write_text(json.dumps({"pid": os.getpid(), **note}))

    def read(self) -> dict[str, Any] | None:
        """Return the note of a program that is running right now."""
        try:
            with self._file.open() as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except BlockingIOError:
                    note: dict[str, Any] = json.load(file)
                    return note
        except FileNotFoundError, json.JSONDecodeError:
            pass
        return None


@contextlib.asynccontextmanager
async def running_home(home: Home) -> AsyncIterator[None]:
    """Start Home Assistant, tell about it, and end it whatever happens."""
    release = version("homeassistant")
    if home.is_set_up:
        say(f"Starting Home Assistant {release}")
    else:
        say(f"Starting a new Home Assistant {release} (this takes a moment)")
    _impatient.append(home.cut_off)
    try:
        async with home:
            yield
    finally:
        _impatient.remove(home.cut_off)


async def keep_running(home: Home) -> None:
    """Wait for the end of Home Assistant; start it again where it asked for that."""
    while (code := await home.wait()) == RESTART_EXIT_CODE:
        say("Home Assistant wants to be started again")
        await home.restart()
        say(f"Home Assistant is back at {home.url}")
    if code:
        raise ProgramError(
            f"Home Assistant ended by itself (code {code}). Its log ends with:\n"
            f"{home.log_end}"
        )
    say("Home Assistant was stopped from its own pages")


def shown(path: Path) -> str:
    """Return a path the way somebody in the root of the repository would type it."""
    return str(path.relative_to(ROOT))
