"""Home Assistant's log, entry by entry."""

from collections.abc import Iterator
from dataclasses import dataclass
import re

LOG_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \S+ (?P<level>[A-Z]+) \(.*?\) \[(?P<logger>[^]]+)\] "
)
# What a terminal shows as colours.
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One entry of Home Assistant's log, with its traceback."""

    level: str
    logger: str
    text: str


def without_colours(text: str) -> str:
    """Return a text without what a terminal shows as colours."""
    return ESCAPES.sub("", text)


def log_records(log: str) -> Iterator[LogRecord]:
    """Return the entries of a log, oldest first."""
    level = logger = ""
    lines: list[str] = []
    for line in log.splitlines():
        if start := LOG_LINE.match(line):
            if lines:
                yield LogRecord(level, logger, "\n".join(lines))
            level, logger = start["level"], start["logger"]
            lines = [line]
        elif lines:
            lines.append(line)
    if lines:
        yield LogRecord(level, logger, "\n".join(lines))
