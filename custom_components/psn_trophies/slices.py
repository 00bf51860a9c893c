"""Long work in short slices, between which others have their turn."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import batched
from typing import Final

# So many trophies are written out in about five milliseconds.
SLICE: Final = 250


async def async_sliced[Item](items: Iterable[Item]) -> AsyncIterator[tuple[Item, ...]]:
    """Yield items a slice at a time; what they belong to may change in between."""
    for part in batched(items, SLICE, strict=False):
        yield part
        await asyncio.sleep(0)
