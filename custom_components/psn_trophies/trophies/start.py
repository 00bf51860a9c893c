"""From when on trophies are news, also where the home's clock was wrong."""

from collections.abc import Callable
from datetime import timedelta
import time
from typing import Final

from .library import Library

# A start that lies further back was told by a clock that stood still while the home
# was without power: nobody waits that long for the first look at an account.
_LONGEST_WAIT: Final = timedelta(days=2)


class Start:
    """The beginning of a run, on a clock that no change of the wall clock moves."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Begin now; `now` returns the unix seconds that are believed."""
        self._now = now
        self._began = time.monotonic()

    @property
    def began_at(self) -> float:
        """Return when the run began, as far as it is known now (unix seconds)."""
        return self._now() - (time.monotonic() - self._began)

    def new_library(self) -> Library:
        """Return the library of an account that nobody has looked at yet."""
        library = Library(self.began_at)
        library.boot = library.started_at - self._began
        return library

    def settle(self, library: Library, newest: float) -> None:
        """Set from when on trophies are news, at the first look at the account.

        `newest` is when the newest title changed: what is there at the first look is
        old, also where Sony does not tell the time.
        """
        if library.looked:
            return
        start = self._first_start(library)
        library.start_at(newest if newest > self._now() else start)

    def _first_start(self, library: Library) -> float:
        """Return when somebody first wanted to look at the account."""
        now, uptime = self._now(), time.monotonic()
        if library.boot is not None:
            waited = uptime - (library.started_at - library.boot)
            # The same machine has run since: how long is known whatever its clock said.
            if waited >= 0:
                return now - waited
        if now - library.started_at > _LONGEST_WAIT.total_seconds():
            return self.began_at
        return min(library.started_at, now)
