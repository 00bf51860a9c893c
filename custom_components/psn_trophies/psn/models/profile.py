"""People: profiles of the present and of the legacy service."""

import binascii
from dataclasses import dataclass, field
from typing import Final

from .base import Model, flag, identifier, models_of, secure_url, text, tuple_of, wire
from .summary import TrophyCounts

_SIZES: Final = ("s", "m", "l", "xl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Avatar(Model):
    """One size of a picture; sizes are s, m, l and xl."""

    size: str
    url: str = field(metadata=wire("url", secure_url))


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyAvatar(Model):
    """One size of a picture as the legacy service names it."""

    size: str
    url: str = field(metadata=wire("avatarUrl", secure_url))


def _best(avatars: tuple[Avatar, ...] | tuple[LegacyAvatar, ...]) -> str | None:
    """Return the address of the largest picture; an unknown size is the smallest."""
    best = max(
        avatars,
        key=lambda avatar: _SIZES.index(avatar.size) if avatar.size in _SIZES else -1,
        default=None,
    )
    return best.url if best else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Model):
    """A profile by account id (section 6.2); real names are never read."""

    online_id: str = field(metadata=wire("onlineId"))
    avatars: tuple[Avatar, ...] = field(
        default=(), metadata=wire("avatars", models_of(Avatar))
    )
    about_me: str = field(default="", metadata=wire("aboutMe"))
    languages: tuple[str, ...] = field(
        default=(), metadata=wire("languages", tuple_of(text))
    )
    is_plus: bool = field(default=False, metadata=wire("isPlus", flag))
    is_officially_verified: bool = field(
        default=False, metadata=wire("isOfficiallyVerified")
    )
    is_me: bool = field(default=False, metadata=wire("isMe"))

    @property
    def avatar_url(self) -> str | None:
        """Return the https address of the largest avatar."""
        return _best(self.avatars)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyTrophySummary(Model):
    """Level and counts as the legacy service knows them."""

    level: int
    progress: int
    earned: TrophyCounts = field(metadata=wire("earnedTrophies"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyProfile(Model):
    """A profile by online id (section 6.3)."""

    online_id: str = field(metadata=wire("onlineId"))
    account_id: str = field(metadata=wire("accountId", identifier))
    # Only of people who renamed themselves; `online_id` is the old name then.
    current_online_id: str | None = field(
        default=None, metadata=wire("currentOnlineId")
    )
    np_id: str | None = field(default=None, metadata=wire("npId"))
    avatars: tuple[LegacyAvatar, ...] = field(
        default=(), metadata=wire("avatarUrls", models_of(LegacyAvatar))
    )
    about_me: str = field(default="", metadata=wire("aboutMe"))
    languages: tuple[str, ...] = field(
        default=(), metadata=wire("languagesUsed", tuple_of(text))
    )
    is_plus: bool = field(default=False, metadata=wire("plus", flag))
    is_officially_verified: bool = field(
        default=False, metadata=wire("isOfficiallyVerified", flag)
    )
    trophy_summary: LegacyTrophySummary | None = field(
        default=None, metadata=wire("trophySummary")
    )

    @property
    def avatar_url(self) -> str | None:
        """Return the https address of the largest avatar."""
        return _best(self.avatars)

    @property
    def region(self) -> str | None:
        """Return the account's country as two capitals; the npId ends with it."""
        try:
            np_id = binascii.a2b_base64(self.np_id or "").decode("ascii")
        except ValueError:
            return None
        name, _, domain = np_id.rpartition(".")
        if name and len(domain) == 2 and domain.isalpha():
            return domain.upper()
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyProfileAnswer(Model):
    """The envelope around a legacy profile."""

    profile: LegacyProfile
