"""Keeping the last few of many things at hand."""


class Kept[T]:
    """Things by title; the one put in longest ago makes room for a new one."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._things: dict[str, T] = {}

    def get(self, np_communication_id: str) -> T | None:
        """Return what is kept of a title."""
        return self._things.get(np_communication_id)

    def put(self, np_communication_id: str, thing: T) -> None:
        """Keep what is newly known of a title."""
        self._things.pop(np_communication_id, None)
        self._things[np_communication_id] = thing
        while len(self._things) > self._most:
            del self._things[next(iter(self._things))]
