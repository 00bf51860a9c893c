"""How trophies, titles and milestones become what is said of them."""

from collections.abc import Iterable
from typing import Final

from ..psn import TitlePlatform, TrophyCounts, TrophyGrade, TrophyRarity, TrophyTitle
from ..trophies import ListedTrophy, Milestone, NewTrophy, Play, TitleTrophy
from .secrecy import Secrecy
from .shapes import (
    CountsView,
    EarnedTrophyView,
    GameView,
    MilestoneView,
    NewTrophyView,
    PlayAttributes,
    TitleAttributes,
    TitleFacts,
    TitleTrophyView,
    TitleView,
    TrophyFacts,
)

# What actions, triggers and cards can choose from.
GRADES: Final = [grade.value for grade in TrophyGrade]
PLATFORMS: Final = [platform.value for platform in TitlePlatform]


def platform_text(title: TrophyTitle) -> str:
    """Return the platforms of a title as people read them."""
    return ", ".join(title.platforms)


def rarity_name(rarity: TrophyRarity | None) -> str | None:
    """Return the key of a rarity; None for one that is not known."""
    return rarity.name.lower() if rarity is not None and rarity.is_known else None


def counts_view(counts: TrophyCounts) -> CountsView:
    """Return how many trophies there are of each grade."""
    return {
        "bronze": counts.bronze,
        "silver": counts.silver,
        "gold": counts.gold,
        "platinum": counts.platinum,
    }


def _title_facts(title: TrophyTitle) -> TitleFacts:
    """Return what everybody says of a title."""
    return {
        "title_id": title.np_communication_id,
        "platform": platform_text(title),
        "progress": title.progress,
        "earned": counts_view(title.earned),
        "defined": counts_view(title.defined),
        "icon_url": title.icon_url,
    }


def title_attributes(title: TrophyTitle) -> TitleAttributes:
    """Return the details of a title whose name is shown anyway."""
    return {**_title_facts(title), "last_update": title.last_updated}


def title_view(title: TrophyTitle) -> TitleView:
    """Return a title."""
    return {
        "title_name": title.name,
        **_title_facts(title),
        "last_update": title.last_updated.isoformat(),
    }


def game_view(title: TrophyTitle) -> GameView:
    """Return a title in a few words."""
    return {
        "name": title.name,
        "platform": platform_text(title),
        "progress_percent": title.progress,
    }


def trophy_facts(earned: TitleTrophy) -> TrophyFacts:
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


def earned_trophy_view(earned: TitleTrophy) -> EarnedTrophyView:
    """Return an earned trophy."""
    return {"grade": str(earned.trophy.grade), **trophy_facts(earned)}


def new_trophy_view(new: NewTrophy) -> NewTrophyView:
    """Return a trophy just earned."""
    return {**earned_trophy_view(new.earned), "late": new.late}


def title_trophy_view(listed: ListedTrophy, secrecy: Secrecy) -> TitleTrophyView:
    """Return a trophy of a title, earned or not; a secret one without its name."""
    trophy, state = listed.trophy, listed.state
    hides = secrecy.hides(listed)
    return {
        "trophy_id": trophy.trophy_id,
        "trophy_name": secrecy.name if hides else trophy.name,
        "trophy_detail": secrecy.detail if hides else trophy.detail,
        "grade": str(trophy.grade),
        "hidden": trophy.hidden,
        "group": trophy.group_id,
        "icon_url": None if hides else trophy.icon_url,
        "rarity": rarity_name(state.rarity) if state else None,
        "earned_rate": state.earned_rate if state else None,
        "earned": listed.earned,
        "earned_at": (
            state.earned_at.isoformat() if state and state.earned_at else None
        ),
        "progress": None if hides or not state else state.progress,
        "progress_target": None if hides else trophy.progress_target,
    }


def title_trophy_views(
    listed: Iterable[ListedTrophy], secrecy: Secrecy
) -> list[TitleTrophyView]:
    """Return trophies of a title, earned or not; secret ones without their names."""
    return [title_trophy_view(one, secrecy) for one in listed]


def milestone_view(milestone: Milestone) -> MilestoneView:
    """Return a milestone, with its title where it has one."""
    view: MilestoneView = {
        "type": milestone.type.value,
        "value": milestone.value,
        "previous": milestone.previous,
        "late": milestone.late,
    }
    if (title := milestone.title) is not None:
        view |= {
            "title_id": title.np_communication_id,
            "title_name": title.name,
            "platform": platform_text(title),
            "title_icon_url": title.icon_url,
        }
    if (session := milestone.session) is not None:
        view |= {
            "minutes": session.minutes,
            "trophies": session.trophies,
            "progress_gained": session.progress,
        }
    return view


def play_attributes(play: Play) -> PlayAttributes:
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
