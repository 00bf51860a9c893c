"""What people look at: trophies of single titles that polling does not need."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

from ..psn import PsnClient, TrophyTitle
from .details import CACHED_TITLES, DetailReader, TitleDetails
from .due import Due
from .kept import Kept

# How old what people look at may be: counters and rates move without a sign of it.
VIEWED_FOR: Final = timedelta(minutes=10)


class Viewing:
    """Reads titles for people; two who want the same at once ask Sony once."""

    def __init__(self, client: PsnClient, details: DetailReader) -> None:
        """Use what polling has at hand where that is enough."""
        self._client = client.looking
        self._details = details
        self._viewed = Kept[tuple[TitleDetails, Due]](CACHED_TITLES)
        # With the title they belong to, as there may be more of them later.
        self._group_names = Kept[tuple[TrophyTitle, dict[str, str]]](CACHED_TITLES)
        self._reading = _Shared(self._read_details)
        self._naming = _Shared(self._read_group_names)

    async def title_details(self, title: TrophyTitle) -> TitleDetails:
        """Return all trophies of a title, asking Sony where they are not at hand.

        Raises the client's errors.
        """
        if (cached := self._details.cached(title)) is not None:
            return cached
        kept = self._viewed.get(title.np_communication_id)
        if kept is not None and not kept[1].now and kept[0].fits(title):
            return kept[0]
        return await self._reading.get(title)

    async def group_names(self, title: TrophyTitle) -> dict[str, str]:
        """Return the names of a title's add-ons by group; none where Sony has none.

        Raises the client's errors.
        """
        if not title.has_groups:
            return {}
        kept = self._group_names.get(title.np_communication_id)
        if kept is not None and (kept[0].set_version, kept[0].defined) == (
            title.set_version,
            title.defined,
        ):
            return kept[1]
        return await self._naming.get(title)

    async def _read_details(self, title: TrophyTitle) -> TitleDetails:
        """Read the trophies of a title and keep them for a while."""
        details = await self._details.fetch(self._client, title, whole=True)
        fresh = Due()
        fresh.again_in(VIEWED_FOR)
        self._viewed.put(title.np_communication_id, (details, fresh))
        return details

    async def _read_group_names(self, title: TrophyTitle) -> dict[str, str]:
        """Read the names of a title's groups and keep them."""
        answer = await self._client.get_trophy_groups(
            title.np_communication_id, title.service
        )
        names = {group.group_id: group.name for group in answer.groups}
        self._group_names.put(title.np_communication_id, (title, names))
        return names


class _Shared[T]:
    """Readings by title; who wants one that is under way waits for the same."""

    def __init__(self, read: Callable[[TrophyTitle], Coroutine[Any, Any, T]]) -> None:
        """Read in this way."""
        self._read = read
        self._tasks: dict[str, asyncio.Task[T]] = {}

    async def get(self, title: TrophyTitle) -> T:
        """Return what is read of a title; it goes on when who asked first has gone."""
        key = title.np_communication_id
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.create_task(self._read(title))
            task.add_done_callback(lambda done: self._forget(key, done))
        return await asyncio.shield(task)

    def _forget(self, key: str, task: asyncio.Task[T]) -> None:
        """Forget a reading that is over; nobody may be left to hear of its failure."""
        del self._tasks[key]
        if not task.cancelled():
            task.exception()
