"""Trophies of a set: what there is, and what somebody earned."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from .base import (
    ListModel,
    Model,
    decimal,
    integer,
    models_of,
    moment,
    optional,
    stripped_text,
    wire,
)
from .enums import TrophyGrade, TrophyRarity


@dataclass(frozen=True, slots=True, kw_only=True)
class Trophy(Model):
    """The definition of a trophy: names, but no rarity (section 4.5)."""

    trophy_id: int = field(metadata=wire("trophyId"))
    grade: TrophyGrade = field(metadata=wire("trophyType"))
    # A marker only: name and detail of secret trophies arrive in the clear.
    hidden: bool = field(metadata=wire("trophyHidden"))
    name: str = field(default="", metadata=wire("trophyName", stripped_text))
    detail: str = field(default="", metadata=wire("trophyDetail", stripped_text))
    icon_url: str | None = field(default=None, metadata=wire("trophyIconUrl"))
    group_id: str = field(default="default", metadata=wire("trophyGroupId"))
    progress_target: int | None = field(
        default=None, metadata=wire("trophyProgressTargetValue", optional(integer))
    )
    reward_name: str | None = field(default=None, metadata=wire("trophyRewardName"))
    reward_image_url: str | None = field(
        default=None, metadata=wire("trophyRewardImageUrl")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophyDefinitions(ListModel):
    """The trophies of a set, or a page of them (section 4.5)."""

    items_key: ClassVar = "trophies"
    items_model: ClassVar = Trophy

    set_version: str = field(default="", metadata=wire("trophySetVersion"))
    has_groups: bool = field(default=False, metadata=wire("hasTrophyGroups"))
    trophies: tuple[Trophy, ...] = field(metadata=wire("trophies", models_of(Trophy)))
    skipped: int = 0
    total: int = field(metadata=wire("totalItemCount"))
    next_offset: int | None = field(default=None, metadata=wire("nextOffset"))
    previous_offset: int | None = field(default=None, metadata=wire("previousOffset"))


def _rarity(value: object) -> TrophyRarity:
    """Return how rare a trophy is."""
    return TrophyRarity(integer(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophyState(Model):
    """Somebody's state of a trophy: rarity, but no names (section 4.6)."""

    trophy_id: int = field(metadata=wire("trophyId"))
    grade: TrophyGrade = field(metadata=wire("trophyType"))
    hidden: bool = field(metadata=wire("trophyHidden"))
    earned: bool
    # Missing on some earned PS3 and Vita trophies, too. An unreadable one counts as
    # missing, as all that follows: a trophy is more than its date.
    earned_at: datetime | None = field(
        default=None, metadata=wire("earnedDateTime", optional(moment))
    )
    progress: int | None = field(
        default=None, metadata=wire("progress", optional(integer))
    )
    progress_rate: int | None = field(
        default=None, metadata=wire("progressRate", optional(integer))
    )
    progressed_at: datetime | None = field(
        default=None, metadata=wire("progressedDateTime", optional(moment))
    )
    rarity: TrophyRarity | None = field(
        default=None, metadata=wire("trophyRare", optional(_rarity))
    )
    earned_rate: float | None = field(
        default=None, metadata=wire("trophyEarnedRate", optional(decimal))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RarestTrophy(TrophyState):
    """An earned trophy that comes with its names (section 4.3)."""

    name: str = field(default="", metadata=wire("trophyName", stripped_text))
    detail: str = field(default="", metadata=wire("trophyDetail", stripped_text))
    icon_url: str | None = field(default=None, metadata=wire("trophyIconUrl"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophyStates(ListModel):
    """Somebody's state of the trophies of a set, or a page of it (section 4.6)."""

    items_key: ClassVar = "trophies"
    items_model: ClassVar = TrophyState

    set_version: str = field(default="", metadata=wire("trophySetVersion"))
    has_groups: bool = field(default=False, metadata=wire("hasTrophyGroups"))
    last_updated: datetime | None = field(
        default=None, metadata=wire("lastUpdatedDateTime", optional(moment))
    )
    trophies: tuple[TrophyState, ...] = field(
        metadata=wire("trophies", models_of(TrophyState))
    )
    skipped: int = 0
    # Of everything asked for, also where this is one page of it.
    rarest: tuple[TrophyState, ...] = field(
        default=(), metadata=wire("rarestTrophies", models_of(TrophyState))
    )
    total: int = field(metadata=wire("totalItemCount"))
    next_offset: int | None = field(default=None, metadata=wire("nextOffset"))
    previous_offset: int | None = field(default=None, metadata=wire("previousOffset"))
