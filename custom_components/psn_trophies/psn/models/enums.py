"""Open enumerations: a value Sony adds later is kept, not refused."""

from enum import IntEnum, StrEnum
from typing import Self, override

UNKNOWN = "UNKNOWN"


class _OpenStrEnum(StrEnum):
    """A text enumeration that keeps what it does not know."""

    @override
    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        """Wrap an unknown text in a member of the name UNKNOWN."""
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = UNKNOWN
        member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Return whether this version knows the value."""
        return self.name != UNKNOWN


class TitlePlatform(_OpenStrEnum):
    """A console, or a PC."""

    PS3 = "PS3"
    PS4 = "PS4"
    PS5 = "PS5"
    PS_VITA = "PSVITA"
    PC = "PSPC"


class TrophyGrade(_OpenStrEnum):
    """The metal of a trophy."""

    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"
    PLATINUM = "platinum"


class TrophyService(_OpenStrEnum):
    """Which of Sony's two trophy services holds a set; never derive it."""

    TROPHY = "trophy"
    TROPHY2 = "trophy2"


class TrophyRarity(IntEnum):
    """How rare a trophy is; the smaller the rarer (section 5.4)."""

    ULTRA_RARE = 0
    VERY_RARE = 1
    RARE = 2
    COMMON = 3

    @override
    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        """Wrap an unknown number in a member of the name UNKNOWN."""
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = UNKNOWN
        member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Return whether this version knows the value."""
        return self.name != UNKNOWN
