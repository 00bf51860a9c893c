"""The processes of the benchmark; each is ended by its own id, whatever happens."""

import asyncio
import atexit
from collections.abc import AsyncIterator, Mapping
import contextlib
from contextlib import asynccontextmanager
import json
import os
from pathlib import Path
import signal
import sys
from typing import Any

import aiohttp

from tests.live.ports import free_port
from tests.live.settings import http_settings

ROOT = Path(__file__).parents[2]

# Base platforms, frontend and helpers come by themselves, as in every installation.
CONFIGURATION = """\
homeassistant:
  name: Benchmark
logger:
  default: warning
"""

END_TIMEOUT_S = 15

# What still runs; for the end of this process, should that come abruptly.
_running: set[asyncio.subprocess.Process] = set()


class BenchmarkError(Exception):
    """Something that is measured did not do what it should."""


@atexit.register
def _end_all() -> None:
    """End by force what could not be ended in order."""
    for process in _running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


async def _end(process: asyncio.subprocess.Process) -> None:
    """End a process that was started here, by force if it takes too long."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(END_TIMEOUT_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
    _running.discard(process)


@asynccontextmanager
async def started(
    *command: str,
    log: Path,
    environment: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a program with pipes for input and output; what it logs goes to a file."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            limit=2**24,
            # Ctrl-C is for the one who started this, who then ends it in order.
            start_new_session=True,
        )
    _running.add(process)
    try:
        yield process
    finally:
        await asyncio.shield(_end(process))


class EmulatorProcess:
    """An emulator in a process of its own, so that its work counts for nobody."""

    def __init__(
        self, greeting: dict[str, Any], session: aiohttp.ClientSession
    ) -> None:
        """Take what it said of itself."""
        self.port: int = greeting["port"]
        self.plain_port: int = greeting["plain_port"]
        self.ca_file: str = greeting["ca_file"]
        self.npsso: str = greeting["npsso"]
        self._control: str = greeting["control"]
        self._session = session

    @classmethod
    @asynccontextmanager
    async def running(cls, folder: Path, titles: int) -> AsyncIterator[EmulatorProcess]:
        """Start one with that many titles."""
        _make(folder)
        log = folder / "emulator.log"
        async with (
            started(
                *(sys.executable, "-m", "tests.emulator", "--json"),
                *("--titles", str(titles), "--state-dir", str(folder)),
                log=log,
            ) as process,
            aiohttp.ClientSession() as session,
        ):
            yield cls(await _line(process, log), session)

    @property
    def environment(self) -> dict[str, str]:
        """Return what makes a process trust the emulator."""
        return {"REQUESTS_CA_BUNDLE": self.ca_file, "SSL_CERT_FILE": self.ca_file}

    @property
    def control(self) -> str:
        """Return the address below which its world can be changed."""
        return self._control

    @property
    def address(self) -> tuple[str, str, str]:
        """Return ports and CA file as arguments for a process to be led here."""
        return str(self.port), str(self.plain_port), self.ca_file

    async def do(self, action: str, **parameters: Any) -> Any:
        """Do something to its world."""
        async with self._session.post(
            self._control + action, json=parameters
        ) as response:
            answer = await response.json()
        if "error" in answer:
            raise BenchmarkError(f"emulator, {action}: {answer['error']}")
        return answer["result"]

    async def read(self, name: str) -> Any:
        """Read something of its state."""
        async with self._session.get(self._control + name) as response:
            return await response.json()

    async def requests(self, *, until: float | None = None) -> dict[str, int]:
        """Return how many requests there were by route, pictures left out."""
        counts: dict[str, int] = {}
        for record in await self.read("log"):
            if until is None or record["time"] <= until:
                counts[record["route"]] = counts.get(record["route"], 0) + 1
        return dict(sorted(counts.items()))

    async def connections(self) -> int:
        """Return over how many connections the logged requests came."""
        return len({record["connection"] for record in await self.read("log")})


class HomeProcess:
    """A Home Assistant that is told what to do."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        """Take its pipes."""
        self._process = process
        self._log = log

    @classmethod
    @asynccontextmanager
    async def running(
        cls, folder: Path, emulator: EmulatorProcess
    ) -> AsyncIterator[HomeProcess]:
        """Start a fresh one."""
        _furnish(folder)
        log = folder / "home.log"
        async with started(
            *(sys.executable, "-m", "tests.benchmark.home", str(folder)),
            *emulator.address,
            log=log,
            environment={
                **emulator.environment,
                # The rate limiter of core's library keeps a database there.
                "TMPDIR": str(folder / "tmp"),
                # As in any Home Assistant that is not started for the first time.
                "PYTHONDONTWRITEBYTECODE": "",
                "PYTHONPYCACHEPREFIX": str(folder.parent.parent / "bytecode"),
            },
        ) as process:
            home = cls(process, log)
            await _line(process, log)
            yield home

    async def do(self, name: str, **parameters: Any) -> Any:
        """Have one command done."""
        assert self._process.stdin is not None
        command = json.dumps({"do": name, **parameters})
        self._process.stdin.write(command.encode() + b"\n")
        await self._process.stdin.drain()
        return await _line(self._process, self._log)


async def _line(process: asyncio.subprocess.Process, log: Path) -> Any:
    """Return the next answer of a process."""
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise BenchmarkError(f"A process ended early:\n{_end_of(log)}")
    answer = json.loads(line)
    if error := answer.get("error") if isinstance(answer, dict) else None:
        raise BenchmarkError(error)
    return answer


async def finished(
    *command: str, log: Path, environment: Mapping[str, str] | None = None
) -> Any:
    """Run a program that answers with one line, and return that."""
    async with started(*command, log=log, environment=environment) as process:
        answer = await _line(process, log)
        await process.wait()
        return answer


async def installed_with_npm(folder: Path, *, npm: Path, log: Path) -> bool:
    """Install what a lock file names, without running anything of it."""
    command = (str(npm), "ci", "--silent", "--no-audit", "--no-fund")
    path = f"{npm.parent}{os.pathsep}{os.environ['PATH']}"
    async with started(
        *command, "--ignore-scripts", log=log, environment={"PATH": path}, cwd=folder
    ) as process:
        return await process.wait() == 0


def _make(folder: Path) -> None:
    """Make a folder and those above."""
    folder.mkdir(parents=True, exist_ok=True)


def _end_of(log: Path) -> str:
    """Return the last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])


def _furnish(folder: Path) -> None:
    """Write what Home Assistant needs before its first start."""
    storage = folder / ".storage"
    storage.mkdir(parents=True)
    (folder / "tmp").mkdir()
    (folder / "configuration.yaml").write_text(CONFIGURATION)
    (folder / "custom_components").symlink_to(ROOT / "custom_components")
    (storage / "http").write_text(json.dumps(http_settings(free_port())))
