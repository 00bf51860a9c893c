"""Runs tests in a copy of the tree, each time in a fresh child of one warm process.

A program of its own: it is started inside the copy and imports nothing beside it.
What takes long to import and is never changed is named as its arguments.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
import json
import os
from pathlib import Path
import select
import signal
import sys
from time import perf_counter
import traceback
from types import CodeType
from typing import Any, Never

import pytest

# The exit status of a child in which pytest did not end.
LOST = 70
# Of the numbers for tools one that neither coverage nor hypothesis takes.
TOOL = 4


class Choice:
    """Lets only some of the tests run, in their order."""

    def __init__(self, chosen: Sequence[str]) -> None:
        """Choose tests by their ids."""
        self._places = {test: place for place, test in enumerate(chosen)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the others."""
        chosen = [item for item in items if item.nodeid in self._places]
        items[:] = sorted(chosen, key=lambda item: self._places[item.nodeid])


class Trace:
    """Notes which lines of the rooms each test meets, and how long it takes.

    What is met before the first test, as the rooms are read, is noted without a name.
    """

    def __init__(self, folder: str, report: str) -> None:
        """Watch the files of a folder."""
        self._folder = str(Path(folder).resolve())
        self._report = Path(report)
        self._met: defaultdict[str, set[int]] = defaultdict(set)
        self._tests: dict[str, dict[str, Any]] = {}
        sys.monitoring.use_tool_id(TOOL, "mutation")
        sys.monitoring.register_callback(
            TOOL, sys.monitoring.events.LINE, self._note_line
        )
        sys.monitoring.set_events(TOOL, sys.monitoring.events.LINE)

    def _note_line(self, code: CodeType, line: int) -> object:
        if code.co_filename.startswith(self._folder):
            self._met[code.co_filename].add(line)
        # Once in each test is enough.
        return sys.monitoring.DISABLE

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch one test."""
        if not self._tests:
            self._note_test("", 0)
        self._met.clear()
        sys.monitoring.restart_events()
        started = perf_counter()
        result = yield
        self._note_test(item.nodeid, perf_counter() - started)
        return result

    def _note_test(self, name: str, seconds: float) -> None:
        self._tests[name] = {
            "seconds": round(seconds, 3),
            "lines": {
                Path(file).relative_to(Path.cwd()).as_posix(): sorted(lines)
                for file, lines in self._met.items()
            },
        }

    def pytest_sessionfinish(self) -> None:
        """Write everything down."""
        sys.monitoring.set_events(TOOL, 0)
        self._report.write_text(json.dumps(self._tests))


def _child(
    options: list[str],
    output: str,
    trace: Sequence[str] | None,
    chosen: Sequence[str] | None,
) -> Never:
    """Run the tests and end; nothing of them goes to the pipe."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    target = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, source in ((0, nothing), (1, target), (2, target)):
        os.dup2(source, number)
    status = LOST
    try:
        plugins: list[object] = [Trace(*trace)] if trace else []
        if chosen is not None:
            plugins.append(Choice(chosen))
        status = int(pytest.main(options, plugins))
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def run(
    options: list[str],
    output: str,
    seconds: float,
    trace: Sequence[str] | None = None,
    chosen: Sequence[str] | None = None,
) -> int | None:
    """Return pytest's exit status, or None where it took too long."""
    child = os.fork()
    if not child:
        _child(options, output, trace, chosen)
    handle = os.pidfd_open(child)
    try:
        ended, _, _ = select.select([handle], [], [], seconds)
    finally:
        os.close(handle)
        # Whatever it has started ends with it.
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if ended else None


def main() -> None:
    """Answer each order, a line of JSON, with one."""
    # Told to end in the middle of something, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.path.insert(0, str(Path.cwd()))
    for name in sys.argv[1:]:
        import_module(name)
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        sys.stdout.write(json.dumps(run(**order)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
