"""The trophies missing in the latest game, as a list."""

import re
from typing import Final, override

from homeassistant.components.todo import TodoItem, TodoItemStatus, TodoListEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator
from .entity import PsnTrophiesEntity
from .presentation import Secrecy, async_get_secrecy, title_trophy_views
from .presentation.shapes import TitleTrophyView
from .trophies import MISSING

PARALLEL_UPDATES = 0

MISSING_DESCRIPTION = EntityDescription(
    key="missing_trophies", translation_key="missing_trophies"
)
# What Markdown takes for more than text: anywhere, around words, before what makes a
# tag or a sign of it, and at the beginning of a line.
_MARKUP: Final = re.compile(
    r"[\\`*~\[]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|<(?=[a-z/!?])|&(?=#?\w+;)"
    r"|^[-+=#>|:]|^\d+[.)]",
    re.IGNORECASE | re.MULTILINE,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PsnTrophiesConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the list of an account."""
    secrecy = await async_get_secrecy(hass, entry)
    async_add_entities(
        [PsnTrophiesMissingEntity(entry.runtime_data.coordinator, secrecy)]
    )


class PsnTrophiesMissingEntity(PsnTrophiesEntity, TodoListEntity):
    """A list that only earning trophies ticks off; secret ones are not named."""

    def __init__(self, coordinator: PsnTrophiesCoordinator, secrecy: Secrecy) -> None:
        """Keep how secret trophies are shown."""
        super().__init__(coordinator, MISSING_DESCRIPTION)
        self._secrecy = secrecy

    @property
    @override
    def todo_items(self) -> list[TodoItem] | None:
        """Return what is missing; None until the game's trophies have been read."""
        details = self.coordinator.data.latest_game
        if details is None:
            return None
        missing = (listed for listed in details.listed if listed in MISSING)
        return [
            TodoItem(
                uid=f"{details.title.np_communication_id}_{trophy['trophy_id']}",
                summary=trophy["trophy_name"],
                description=_description(trophy),
                status=TodoItemStatus.NEEDS_ACTION,
            )
            for trophy in title_trophy_views(missing, self._secrecy)
        ]


def _description(trophy: TitleTrophyView) -> str:
    """Return what to do for a trophy, and how much of it is done."""
    detail = _plain(trophy["trophy_detail"])
    if trophy["progress_target"] is None:
        return detail
    return f"{detail} ({trophy['progress'] or 0}/{trophy['progress_target']})"


def _plain(text: str) -> str:
    """Return a text such that to-do lists, which show Markdown, show it as it is."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return _MARKUP.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", lines)
