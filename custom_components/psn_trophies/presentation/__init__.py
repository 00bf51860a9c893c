"""The one vocabulary: how things look in attributes, lists and answers."""

from . import shapes
from .build import (
    GRADES,
    PLATFORMS,
    counts_view,
    earned_trophy_view,
    game_view,
    milestone_view,
    new_trophy_view,
    platform_text,
    play_attributes,
    rarity_name,
    title_attributes,
    title_trophy_view,
    title_trophy_views,
    title_view,
    trophy_facts,
)
from .secrecy import Secrecy, async_get_secrecy, nameless_secrecy

__all__ = [
    "GRADES",
    "PLATFORMS",
    "Secrecy",
    "async_get_secrecy",
    "counts_view",
    "earned_trophy_view",
    "game_view",
    "milestone_view",
    "nameless_secrecy",
    "new_trophy_view",
    "platform_text",
    "play_attributes",
    "rarity_name",
    "shapes",
    "title_attributes",
    "title_trophy_view",
    "title_trophy_views",
    "title_view",
    "trophy_facts",
]
