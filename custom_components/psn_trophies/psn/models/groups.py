"""Groups of a set: the base game and its add-ons."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from .base import (
    ListModel,
    Model,
    models_of,
    moment,
    optional,
    platform_tuple,
    stripped_text,
    wire,
)
from .enums import TitlePlatform, TrophyService
from .summary import TrophyCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophyGroup(Model):
    """A group: `default`, `001`, `002`, … (section 4.4)."""

    group_id: str = field(metadata=wire("trophyGroupId"))
    name: str = field(default="", metadata=wire("trophyGroupName", stripped_text))
    detail: str | None = field(
        default=None, metadata=wire("trophyGroupDetail", stripped_text)
    )
    icon_url: str | None = field(default=None, metadata=wire("trophyGroupIconUrl"))
    defined: TrophyCounts = field(metadata=wire("definedTrophies"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophyGroups(ListModel):
    """The groups of a set; one even where there is no add-on (section 4.4)."""

    items_key: ClassVar = "trophyGroups"
    items_model: ClassVar = TrophyGroup

    np_communication_id: str | None = field(
        default=None, metadata=wire("npCommunicationId")
    )
    service: TrophyService | None = field(default=None, metadata=wire("npServiceName"))
    set_version: str = field(default="", metadata=wire("trophySetVersion"))
    name: str = field(default="", metadata=wire("trophyTitleName", stripped_text))
    detail: str | None = field(
        default=None, metadata=wire("trophyTitleDetail", stripped_text)
    )
    icon_url: str | None = field(default=None, metadata=wire("trophyTitleIconUrl"))
    platforms: tuple[TitlePlatform, ...] = field(
        default=(), metadata=wire("trophyTitlePlatform", platform_tuple)
    )
    defined: TrophyCounts = field(metadata=wire("definedTrophies"))
    groups: tuple[TrophyGroup, ...] = field(
        metadata=wire("trophyGroups", models_of(TrophyGroup))
    )
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedGroup(Model):
    """Somebody's progress in a group (section 4.7)."""

    group_id: str = field(metadata=wire("trophyGroupId"))
    progress: int
    earned: TrophyCounts = field(metadata=wire("earnedTrophies"))
    # Missing at 0 %.
    last_updated: datetime | None = field(
        default=None, metadata=wire("lastUpdatedDateTime", optional(moment))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedGroups(ListModel):
    """Somebody's progress in a set and in its groups (section 4.7)."""

    items_key: ClassVar = "trophyGroups"
    items_model: ClassVar = EarnedGroup

    set_version: str = field(default="", metadata=wire("trophySetVersion"))
    hidden: bool = field(default=False, metadata=wire("hiddenFlag"))
    progress: int
    earned: TrophyCounts = field(metadata=wire("earnedTrophies"))
    last_updated: datetime = field(metadata=wire("lastUpdatedDateTime"))
    groups: tuple[EarnedGroup, ...] = field(
        metadata=wire("trophyGroups", models_of(EarnedGroup))
    )
    skipped: int = 0
