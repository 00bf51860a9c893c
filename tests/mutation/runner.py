"""Tries mutants in copies of the tree, and notes which ones no test notices."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
import json
from pathlib import Path
from queue import Queue
import shutil
import subprocess
import sys
import tempfile
from threading import Lock
import time
from typing import Self

from .choice import Sources, Traced, Traces
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


def direct_tests(root: Path) -> list[str]:
    """Return the tests of the two lower floors, which need no Home Assistant."""
    return [
        file.relative_to(root).as_posix()
        for floor in FLOORS
        for file in sorted((root / "tests" / floor).glob("test_*.py"))
    ]


def top_tests(root: Path) -> list[str]:
    """Return the tests of the top floor that may notice something."""
    files = [_test_file(root / "tests" / name) for name in TOP_TESTS]
    return [file.relative_to(root).as_posix() for file in files if file.exists()]


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
        self._notes = Path(self._folder.name) / "notes"
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

    def run(
        self, tests: Iterable[str], seconds: float, **more: Sequence[str]
    ) -> int | None:
        """Return pytest's exit status, or None where it took too long."""
        options = ["-x", "-q", "-p", "no:cacheprovider", f"--timeout={TEST_SECONDS}"]
        options += ["-W", "ignore::pytest.PytestAssertRewriteWarning", *OPTIONS]
        order = {
            "options": [*options, *tests],
            "output": str(self._output),
            "seconds": seconds,
            **more,
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

    def trace(self) -> Traces:
        """Return which lines each direct test meets without any change."""
        watched = [str(self._tree / PACKAGE), str(self._notes)]
        tests = direct_tests(self._tree)
        if self.run(tests, BASELINE_SECONDS, trace=watched) != 0:
            raise TrialError(f"A test fails without any change:\n{self.output}")
        noted = json.loads(self._notes.read_text())
        return Traces(
            {
                test: Traced(
                    seconds=found["seconds"],
                    lines={p: frozenset(lines) for p, lines in found["lines"].items()},
                )
                for test, found in noted.items()
            }
        )

    def measure(self, path: str, source: str) -> float:
        """Return how long the top floor's tests take without any change."""
        self.write(path, source)
        started = time.monotonic()
        if self.run(top_tests(self._tree), BASELINE_SECONDS) != 0:
            raise TrialError(f"A test fails without any change:\n{self.output}")
        return time.monotonic() - started

    def try_out(self, mutant: Mutant, sources: Sources, limits: Limits) -> Result:
        """Return whether a test notices the mutant."""
        source = sources[mutant.path]
        started = time.monotonic()
        self.write(mutant.path, mutant.applied(source))
        status: int | None = 0
        for tests in limits.traces.stages(mutant, sources):
            files = dict.fromkeys(test.partition("::")[0] for test in tests)
            status = self.run(files, limits.direct(tests), chosen=tests)
            if status != 0:
                break
        if status == 0 and limits.far and (top := top_tests(self._tree)):
            # What nobody has noticed so far is worth the time this takes.
            seconds = limits.top(partial(self.measure, mutant.path, source))
            self.write(mutant.path, mutant.applied(source))
            status = self.run(top, seconds)
        self.write(mutant.path, source)
        return Result(
            mutant=mutant,
            killed=status != 0,
            timed_out=status is None or (status != 0 and HANGS in self.output),
            seconds=time.monotonic() - started,
        )


class Limits:
    """Which tests there are for a mutant, and how long they may take."""

    def __init__(self, traces: Traces, *, far: bool) -> None:
        """Know the direct tests; those of the top floor are measured when needed."""
        self.traces = traces
        self.far = far
        self._lock = Lock()
        self._taken: Future[float] | None = None

    def direct(self, tests: Sequence[str]) -> float:
        """Return the limit for direct tests."""
        return _limit(self.traces.seconds(tests))

    def top(self, measure: Callable[[], float]) -> float:
        """Return that for the top floor; who needs it, too, waits while it is measured."""
        with self._lock:
            if is_first := self._taken is None:
                self._taken = Future()
            taken = self._taken
        if is_first:
            try:
                taken.set_result(measure())
            except TrialError as err:
                taken.set_exception(err)
        return _limit(taken.result())


def _limit(seconds: float) -> float:
    """Return how long tests may take that take so many seconds without a change."""
    return 60 + 5 * seconds


def try_all(
    root: Path,
    sources: Mapping[str, str],
    mutants: Sequence[Mutant],
    *,
    jobs: int = 1,
    far: bool = False,
    tell: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Return what became of the mutants, in their order."""
    # The benches close before the pool does, so that an end from outside is one soon.
    with ThreadPoolExecutor(jobs) as pool, ExitStack() as stack:
        benches: Queue[Bench] = Queue()
        for _ in range(jobs):
            benches.put(stack.enter_context(Bench(root)))
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        limits = Limits(benches.queue[0].trace(), far=far)

        def one(mutant: Mutant) -> Result:
            bench = benches.get()
            try:
                result = bench.try_out(mutant, sources, limits)
            finally:
                benches.put(bench)
            tell(result)
            return result

        return list(pool.map(one, mutants))
