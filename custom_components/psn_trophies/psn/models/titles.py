"""Titles: the trophy sets in somebody's list."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from .base import (
    ListModel,
    Model,
    integer,
    models_of,
    platform_tuple,
    segment,
    stripped_text,
    tuple_of,
    wire,
)
from .enums import TitlePlatform, TrophyService
from .summary import TrophyCounts
from .trophies import RarestTrophy


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophyTitle(Model):
    """A trophy set with somebody's progress in it (section 4.2)."""

    np_communication_id: str = field(metadata=wire("npCommunicationId", segment))
    service: TrophyService = field(metadata=wire("npServiceName"))
    set_version: str = field(default="", metadata=wire("trophySetVersion"))
    name: str = field(metadata=wire("trophyTitleName", stripped_text))
    detail: str | None = field(
        default=None, metadata=wire("trophyTitleDetail", stripped_text)
    )
    icon_url: str | None = field(default=None, metadata=wire("trophyTitleIconUrl"))
    platforms: tuple[TitlePlatform, ...] = field(
        default=(), metadata=wire("trophyTitlePlatform", platform_tuple)
    )
    has_groups: bool = field(default=False, metadata=wire("hasTrophyGroups"))
    group_count: int | None = field(default=None, metadata=wire("trophyGroupCount"))
    defined: TrophyCounts = field(metadata=wire("definedTrophies"))
    earned: TrophyCounts = field(metadata=wire("earnedTrophies"))
    progress: int
    hidden: bool = field(default=False, metadata=wire("hiddenFlag"))
    last_updated: datetime = field(metadata=wire("lastUpdatedDateTime"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophyTitlesPage(ListModel):
    """A page of titles, latest change first (section 4.2)."""

    items_key: ClassVar = "trophyTitles"
    items_model: ClassVar = TrophyTitle

    titles: tuple[TrophyTitle, ...] = field(
        metadata=wire("trophyTitles", models_of(TrophyTitle))
    )
    skipped: int = 0
    total: int = field(metadata=wire("totalItemCount"))
    next_offset: int | None = field(default=None, metadata=wire("nextOffset"))
    previous_offset: int | None = field(default=None, metadata=wire("previousOffset"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrophySetProgress(Model):
    """A trophy set of a given game with somebody's progress in it (section 4.3)."""

    np_communication_id: str = field(metadata=wire("npCommunicationId", segment))
    service: TrophyService = field(metadata=wire("npServiceName"))
    name: str = field(metadata=wire("trophyTitleName", stripped_text))
    detail: str | None = field(
        default=None, metadata=wire("trophyTitleDetail", stripped_text)
    )
    icon_url: str | None = field(default=None, metadata=wire("trophyTitleIconUrl"))
    has_groups: bool = field(default=False, metadata=wire("hasTrophyGroups"))
    group_count: int | None = field(default=None, metadata=wire("trophyGroupCount"))
    defined: TrophyCounts = field(metadata=wire("definedTrophies"))
    earned: TrophyCounts = field(metadata=wire("earnedTrophies"))
    progress: int
    last_updated: datetime = field(metadata=wire("lastUpdatedDateTime"))
    rarest: tuple[RarestTrophy, ...] = field(
        default=(), metadata=wire("rarestTrophies", models_of(RarestTrophy))
    )
    # Only on request, and empty when everything is earned.
    not_earned_ids: tuple[int, ...] = field(
        default=(), metadata=wire("notEarnedTrophyIds", tuple_of(integer))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NpTitle(Model):
    """A game, and its trophy sets that somebody synced: none, one or several."""

    np_title_id: str = field(metadata=wire("npTitleId"))
    trophy_sets: tuple[TrophySetProgress, ...] = field(
        default=(),
        metadata=wire("trophyTitles", models_of(TrophySetProgress)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NpTitlesAnswer(ListModel):
    """The envelope around games; their order is not that of the request."""

    items_key: ClassVar = "titles"
    items_model: ClassVar = NpTitle

    titles: tuple[NpTitle, ...] = field(metadata=wire("titles", models_of(NpTitle)))
    skipped: int = 0
