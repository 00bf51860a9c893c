"""How trophies, titles and milestones look in attributes, lists and answers."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from .const import CONF_SHOW_SECRET_TROPHIES, DEFAULT_SHOW_SECRET_TROPHIES, DOMAIN
from .coordinator import PsnTrophiesConfigEntry
from .psn import (
    EarnedTrophy,
    TitlePlatform,
    Trophy,
    TrophyGrade,
    TrophyRarity,
    TrophyTitle,
)
from .trophies import BASE_GROUP, Milestone, Play, TitleDetails, TitleTrophy


def platform_text(title: TrophyTitle) -> str:
    """Return the platforms of a title as people read them."""
    return ", ".join(title.platforms)


def rarity_name(rarity: TrophyRarity | None) -> str | None:
    """Return the key of a rarity; None for one that is not known."""
    return rarity.name.lower() if rarity is not None and rarity.is_known else None


def title_attributes(title: TrophyTitle) -> dict[str, Any]:
    """Return the details of a title."""
    return {
        "title_id": title.np_communication_id,
        "platform": platform_text(title),
        "progress": title.progress,
        "earned": asdict(title.earned),
        "defined": asdict(title.defined),
        "icon_url": title.icon_url,
        "last_update": title.last_updated,
    }


def trophy_attributes(earned: TitleTrophy) -> dict[str, Any]:
    """Return everything that an automation on an earned trophy needs."""
    trophy, title = earned.trophy, earned.title
    return {
        "trophy_id": trophy.trophy_id,
        "trophy_name": trophy.name,
        "trophy_detail": trophy.detail,
        "rarity": rarity_name(trophy.rarity),
        "earned_rate": trophy.earned_rate,
        "hidden": trophy.hidden,
        "title_id": title.np_communication_id,
        "title_name": title.name,
        "platform": platform_text(title),
        "group": trophy.group_id,
        "icon_url": trophy.icon_url,
        "title_icon_url": title.icon_url,
        "title_progress": title.progress,
        "earned_at": trophy.earned_at.isoformat() if trophy.earned_at else None,
    }


def milestone_attributes(milestone: Milestone) -> dict[str, Any]:
    """Return the details of a milestone; those of the title where it has one."""
    attributes: dict[str, Any] = {
        "value": milestone.value,
        "previous": milestone.previous,
        "late": milestone.late,
    }
    if (title := milestone.title) is not None:
        attributes |= {
            "title_id": title.np_communication_id,
            "title_name": title.name,
            "platform": platform_text(title),
            "title_icon_url": title.icon_url,
        }
    if (session := milestone.session) is not None:
        attributes |= {
            "minutes": session.minutes,
            "trophies": session.trophies,
            "progress_gained": session.progress,
        }
    return attributes


def play_attributes(play: Play) -> dict[str, Any]:
    """Return what is played, and how far that is where its trophies are known."""
    title = play.title
    return {
        "game": play.game,
        "since": play.since,
        "title_id": title.np_communication_id if title else None,
        "platform": platform_text(title) if title else None,
        "progress": title.progress if title else None,
        "icon_url": title.icon_url if title else None,
    }


# What actions and triggers can choose from.
GRADES: Final = [grade.value for grade in TrophyGrade]
PLATFORMS: Final = [platform.value for platform in TitlePlatform]

# Where the texts for secret trophies stand: Home Assistant has no place for texts of
# lists, so they are the options of a selector that is never shown.
SECRET_TEXTS: Final = "secret_trophy"


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Keeps secret trophies secret until they are earned, unless told otherwise."""

    name: str
    detail: str
    show: bool

    def hides(self, trophy: Trophy, state: EarnedTrophy | None) -> bool:
        """Tell whether a trophy must not be named."""
        return trophy.hidden and not self.show and not (state and state.earned)


async def async_get_secrecy(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry
) -> Secrecy:
    """Return how secret trophies are shown for an account, in the home's language."""
    texts = await async_get_translations(
        hass, hass.config.language, "selector", {DOMAIN}
    )
    prefix = f"component.{DOMAIN}.selector.{SECRET_TEXTS}.options"
    return Secrecy(
        name=texts[f"{prefix}.name"],
        detail=texts[f"{prefix}.detail"],
        show=entry.options.get(CONF_SHOW_SECRET_TROPHIES, DEFAULT_SHOW_SECRET_TROPHIES),
    )


def title_trophies(details: TitleDetails, secrecy: Secrecy) -> Iterator[dict[str, Any]]:
    """Yield all trophies of a title, earned or not; secret ones without their names."""
    for trophy in details.trophies:
        state = details.states.get(trophy.trophy_id)
        hides = secrecy.hides(trophy, state)
        yield {
            "trophy_id": trophy.trophy_id,
            "trophy_name": secrecy.name if hides else trophy.name,
            "trophy_detail": secrecy.detail if hides else trophy.detail,
            "grade": str(trophy.grade),
            "hidden": trophy.hidden,
            "group": trophy.group_id,
            "icon_url": None if hides else trophy.icon_url,
            "rarity": rarity_name(state.rarity) if state else None,
            "earned_rate": state.earned_rate if state else None,
            "earned": bool(state and state.earned),
            "earned_at": (
                state.earned_at.isoformat() if state and state.earned_at else None
            ),
            "progress": None if hides or not state else state.progress,
            "progress_target": None if hides else trophy.progress_target,
        }


def missing_trophies(
    details: TitleDetails, secrecy: Secrecy, *, base_game_only: bool = False
) -> list[dict[str, Any]]:
    """Return the trophies still missing in a title."""
    return [
        trophy
        for trophy in title_trophies(details, secrecy)
        if not trophy["earned"]
        and (not base_game_only or trophy["group"] == BASE_GROUP)
    ]
