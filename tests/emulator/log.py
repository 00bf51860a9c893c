"""What was asked of the emulator, and what should not have been."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SECRET_QUERY = frozenset(
    {"access_token", "code", "npsso", "refresh_token", "sign", "token"}
)


@dataclass(slots=True, kw_only=True)
class Record:
    """One request; the status is 0 until it was answered, and if it was cut."""

    time: float
    method: str
    host: str
    path: str
    query: dict[str, str]
    route: str
    language: str | None
    # The names of its headers, in small letters.
    headers: tuple[str, ...] = ()
    status: int = 0
    # Requests over the same connection have the same number.
    connection: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """Something a careful client never does."""

    time: float
    kind: str
    host: str
    path: str


@dataclass(slots=True)
class RequestLog:
    """All requests since the start or the last `clear`, oldest first."""

    records: list[Record] = field(default_factory=list)

    def count(self, *routes: str) -> int:
        """Return how many requests went to these routes, or to any."""
        if not routes:
            return len(self.records)
        return sum(record.route in routes for record in self.records)

    def counts(self) -> Counter[str]:
        """Return the number of requests by route."""
        return Counter(record.route for record in self.records)

    def handshakes(self) -> int:
        """Return over how many connections these requests came."""
        return len({record.connection for record in self.records})

    def clear(self) -> None:
        """Forget everything."""
        self.records.clear()

    def as_list(self) -> list[dict[str, Any]]:
        """Return the records for the control routes."""
        return [asdict(record) for record in self.records]


def without_secrets(query: Mapping[str, str]) -> dict[str, str]:
    """Return a query that may be shown."""
    return {
        key: "…" if key.lower() in SECRET_QUERY else value
        for key, value in query.items()
    }
