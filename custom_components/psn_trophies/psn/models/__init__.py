"""Frozen models of Sony's answers."""

from .base import Model
from .enums import TitlePlatform, TrophyGrade, TrophyRarity, TrophyService
from .groups import EarnedGroup, EarnedGroups, TrophyGroup, TrophyGroups
from .presence import PlatformInfo, PlayedGame, Presence, PresenceAnswer
from .profile import (
    Avatar,
    LegacyAvatar,
    LegacyProfile,
    LegacyProfileAnswer,
    LegacyTrophySummary,
    Profile,
)
from .summary import TrophyCounts, TrophySummary
from .titles import (
    NpTitle,
    NpTitlesAnswer,
    TrophySetProgress,
    TrophyTitle,
    TrophyTitlesPage,
)
from .trophies import RarestTrophy, Trophy, TrophyDefinitions, TrophyState, TrophyStates

__all__ = [
    "Avatar",
    "EarnedGroup",
    "EarnedGroups",
    "LegacyAvatar",
    "LegacyProfile",
    "LegacyProfileAnswer",
    "LegacyTrophySummary",
    "Model",
    "NpTitle",
    "NpTitlesAnswer",
    "PlatformInfo",
    "PlayedGame",
    "Presence",
    "PresenceAnswer",
    "Profile",
    "RarestTrophy",
    "TitlePlatform",
    "Trophy",
    "TrophyCounts",
    "TrophyDefinitions",
    "TrophyGrade",
    "TrophyGroup",
    "TrophyGroups",
    "TrophyRarity",
    "TrophyService",
    "TrophySetProgress",
    "TrophyState",
    "TrophyStates",
    "TrophySummary",
    "TrophyTitle",
    "TrophyTitlesPage",
]
