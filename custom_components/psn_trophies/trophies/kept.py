"""Keeping the last few of many things at hand."""

from collections.abc import Container


class Kept[T]:
    """Things by title; the one put in longest ago makes room for a new one."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._things: dict[str, T] = {}

    def get(self, np_communication_id: str) -> T | None:
        """Return what is kept of a title."""
        return self._things.get(np_communication_id)

    def put(
        self, np_communication_id: str, thing: T, *, pinned: Container[str] = ()
    ) -> None:
        """Keep what is newly known of a title; what is pinned makes no room for it."""
        self._things.pop(np_communication_id, None)
        while len(self._things) >= self._most and (
            oldest := next((one for one in self._things if one not in pinned), None)
        ):
            del self._things[oldest]
        self._things[np_communication_id] = thing
