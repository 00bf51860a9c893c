"""Runs tests in a copy of the tree, each time in a fresh child of one warm process.

A program of its own: it is started inside the copy and imports nothing beside it.
What takes long to import and is never changed is named as its arguments.
"""

from contextlib import suppress
from importlib import import_module
import json
import os
from pathlib import Path
import select
import signal
import sys
import traceback
from typing import Any, Never

import pytest

# The exit status of a child in which pytest did not end.
LOST = 70


def _child(options: list[str], output: str) -> Never:
    """Run the tests and end; nothing of them goes to the pipe."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    target = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, source in ((0, nothing), (1, target), (2, target)):
        os.dup2(source, number)
    status = LOST
    try:
        status = int(pytest.main(options))
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def run(options: list[str], output: str, seconds: float) -> int | None:
    """Return pytest's exit status, or None where it took too long."""
    child = os.fork()
    if not child:
        _child(options, output)
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
