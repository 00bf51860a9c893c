"""Tries mutants in copies of the tree, and notes which ones no test notices."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
import json
from pathlib import Path, PurePosixPath
from queue import Queue
import shutil
import subprocess
import sys
import tempfile
from threading import Lock
import time
from typing import Self

from .mutants import PACKAGE, Mutant

FLOORS = ("psn", "trophies")
# Tests of the top floor that a slip further down is likely to meet, the likeliest first.
TOP_TESTS = (
    "event",
    "coordinator",
    "requests",
    "store",
    "faults",
    "init",
    "config_flow",
    "repairs",
    "sensor",
    "sensor_trophies",
    "services",
    "websocket/views",
    "websocket/title",
    "websocket/subscriptions",
    "todo",
    "calendar",
    "image",
    "diagnostics",
)
# What takes long to import and is never changed.
WARM = (
    "ha_compat",
    "pytest_homeassistant_custom_component.plugins",
    "hypothesis",
    "syrupy",
    "PIL.ImageDraw",
    "homeassistant.components.calendar",
    "homeassistant.components.image",
    "homeassistant.components.recorder",
    "homeassistant.components.sensor.recorder",
    "homeassistant.components.todo",
    "homeassistant.components.websocket_api",
)
# The same examples each time, so that no mutant is killed by luck.
OPTIONS = ("--hypothesis-seed=0",)
LEFT_BEHIND = (".*", "__pycache__", "artifacts", "node_modules")
# A test that takes longer than this hangs.
TEST_SECONDS = 120
BASELINE_SECONDS = 3600
HANGS = "Timeout (>"
# pytest's exit status where a test fails, or can not even be read.
NOTICED = (1, 2, 3)


class TrialError(Exception):
    """The tests can not be tried on mutants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a mutant."""

    mutant: Mutant
    killed: bool
    timed_out: bool
    seconds: float


def stages(root: Path, path: str, *, near: bool = False) -> list[list[str]]:
    """Return the tests for a room: its own, those of its floor, those above it.

    Those above are left out where only what is `near` is wanted.
    """
    inside = PurePosixPath(path).relative_to(PACKAGE)
    floor = root / "tests" / inside.parts[0]
    names = {f"test_{PurePosixPath(part).stem}.py" for part in inside.parts[1:]}
    whole = sorted(floor.glob("test_*.py"))
    own = [file for file in whole if file.name in names]
    top = [_test_file(root / "tests" / name) for name in TOP_TESTS]
    found = (
        own,
        [file for file in whole if file not in own],
        [] if near else [file for file in top if file.exists()],
    )
    return [
        [file.relative_to(root).as_posix() for file in stage]
        for stage in found
        if stage
    ]


def _test_file(subject: Path) -> Path:
    """Return the file with the tests of something."""
    return subject.with_name(f"test_{subject.name}.py")


def rooms(root: Path) -> dict[str, str]:
    """Return path and text of the rooms to change."""
    return {
        file.relative_to(root).as_posix(): file.read_text()
        for floor in FLOORS
        for file in sorted((root / PACKAGE / floor).rglob("*.py"))
    }


class Bench:
    """A copy of the tree with a process that tries its tests."""

    def __init__(self, root: Path) -> None:
        """Copy the tree and start the process."""
        self._folder = tempfile.TemporaryDirectory(prefix="mutants-")
        self._tree = Path(self._folder.name) / "tree"
        self._output = Path(self._folder.name) / "output"
        shutil.copytree(root, self._tree, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", str(Path(__file__).with_name("worker.py")), *WARM],
            cwd=self._tree,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process and throw the copy away."""
        # Who waits for its answer gets none, and gives up.
        self._process.terminate()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._folder.cleanup()

    def run(self, tests: Sequence[str], seconds: float) -> int | None:
        """Return pytest's exit status, or None where it took too long."""
        options = ["-x", "-q", "-p", "no:cacheprovider", f"--timeout={TEST_SECONDS}"]
        options += ["-W", "ignore::pytest.PytestAssertRewriteWarning", *OPTIONS]
        order = {
            "options": [*options, *tests],
            "output": str(self._output),
            "seconds": seconds,
        }
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise TrialError("the process that runs the tests has ended")
        status = json.loads(answer)
        if status not in (None, 0, *NOTICED) and status >= 0:
            raise TrialError(f"pytest did not run the tests:\n{self.output}")
        return None if status is None else int(status)

    @property
    def output(self) -> str:
        """Return what pytest said last."""
        return self._output.read_text(errors="replace")

    def write(self, path: str, source: str) -> None:
        """Write a room; what Python kept of the former one must not be used."""
        file = self._tree / path
        file.write_text(source)
        for kept in file.parent.glob(f"__pycache__/{file.stem}.*"):
            kept.unlink()

    def measure(self, path: str, source: str, tests: Sequence[str]) -> float:
        """Return how long tests take without any change, which they must pass."""
        self.write(path, source)
        started = time.monotonic()
        if self.run(tests, BASELINE_SECONDS) != 0:
            raise TrialError(f"A test fails without any change:\n{self.output}")
        return time.monotonic() - started

    def try_out(
        self, mutant: Mutant, source: str, limits: Limits, *, near: bool
    ) -> Result:
        """Return whether a test notices the mutant."""
        started = time.monotonic()
        status: int | None = 0
        for tests in stages(self._tree, mutant.path, near=near):
            # What nobody has noticed so far is worth the time this takes.
            seconds = limits.of(
                tests, partial(self.measure, mutant.path, source, tests)
            )
            self.write(mutant.path, mutant.applied(source))
            if (status := self.run(tests, seconds)) != 0:
                break
        self.write(mutant.path, source)
        return Result(
            mutant=mutant,
            killed=status != 0,
            timed_out=status is None or (status != 0 and HANGS in self.output),
            seconds=time.monotonic() - started,
        )


class Limits:
    """How long tests may take; each is measured once, when it is first needed."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = Lock()
        self._taken: dict[tuple[str, ...], Future[float]] = {}

    def of(self, tests: Sequence[str], measure: Callable[[], float]) -> float:
        """Return the limit; who needs the same one waits while it is measured."""
        key = tuple(tests)
        with self._lock:
            taken = self._taken.get(key)
            if is_first := taken is None:
                taken = self._taken[key] = Future()
        if is_first:
            try:
                taken.set_result(measure())
            except TrialError as err:
                taken.set_exception(err)
        return 60 + 5 * taken.result()


def try_all(
    root: Path,
    sources: Mapping[str, str],
    mutants: Sequence[Mutant],
    *,
    jobs: int = 1,
    near: bool = False,
    tell: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Return what became of the mutants, in their order."""
    limits = Limits()
    # The benches close before the pool does, so that an end from outside is one soon.
    with ThreadPoolExecutor(jobs) as pool, ExitStack() as stack:
        benches: Queue[Bench] = Queue()
        for _ in range(jobs):
            benches.put(stack.enter_context(Bench(root)))
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)

        def one(mutant: Mutant) -> Result:
            bench = benches.get()
            try:
                result = bench.try_out(mutant, sources[mutant.path], limits, near=near)
            finally:
                benches.put(bench)
            tell(result)
            return result

        return list(pool.map(one, mutants))
