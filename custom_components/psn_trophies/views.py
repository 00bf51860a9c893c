"""What each card shows of an account, as JSON values."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .const import CONF_SHOW_SECRET_TROPHIES, DEFAULT_SHOW_SECRET_TROPHIES
from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator
from .errors import action_error
from .frontend import async_cards_version
from .presentation import Secrecy, title_attributes, title_trophies, trophy_attributes
from .psn import PsnError, TitlePlatform, TrophyGrade, TrophyTitle
from .services import find_title
from .trophies import (
    BASE_GROUP,
    AccountState,
    TitleChoice,
    TitleSort,
    TitleStatus,
    TitleTrophy,
    TrophySort,
    base_progress,
    first_year,
    grade_from_tier,
    newest_trophies,
    points_to_next_level,
    rarest_rate,
    rarest_trophies,
    sorted_titles,
    total_points,
    trophy_days,
)

ATTR_VIEW: Final = "view"
ATTR_SORT: Final = "sort"
ATTR_OFFSET: Final = "offset"
ATTR_LIMIT: Final = "limit"
ATTR_GRADE: Final = "grade"
ATTR_PLATFORM: Final = "platform"
ATTR_STATUS: Final = "status"
ATTR_SEARCH: Final = "search"
ATTR_YEAR: Final = "year"
ATTR_TITLE_ID: Final = "title_id"

VIEW_PROFILE: Final = "profile"
VIEW_TROPHIES: Final = "trophies"
VIEW_TITLES: Final = "titles"
VIEW_DAYS: Final = "days"
VIEW_TITLE: Final = "title"

# Why what is shown may be old.
PROBLEM_LOGIN: Final = "login"
PROBLEM_UNREACHABLE: Final = "unreachable"
PROBLEM_PAUSED: Final = "paused"

type View = dict[str, Any]


def account_view(entry: PsnTrophiesConfigEntry, device: dr.DeviceEntry) -> View:
    """Return whose view this is, and how complete and how fresh."""
    coordinator = entry.runtime_data.coordinator
    return {
        "device_id": device.id,
        "name": coordinator.data.online_id or entry.title,
        "library_progress": round(coordinator.data.trophies.progress * 100),
        "up_to_date": coordinator.last_update_success,
        "problem": _problem(coordinator),
        "cards_version": async_cards_version(coordinator.hass),
    }


def _problem(coordinator: PsnTrophiesCoordinator) -> str | None:
    """Return why the last poll failed, if it did."""
    if coordinator.last_update_success:
        return None
    err = coordinator.last_exception
    if isinstance(err, ConfigEntryAuthFailed):
        return PROBLEM_LOGIN
    if isinstance(err, HomeAssistantError) and err.translation_key == "rate_limited":
        return PROBLEM_PAUSED
    return PROBLEM_UNREACHABLE


def new_trophies(state: AccountState) -> list[View]:
    """Return what a state announces."""
    return [{**_trophy(new.earned), "late": new.late} for new in state.news]


def live_view(coordinator: PsnTrophiesCoordinator, choice: Mapping[str, Any]) -> View:
    """Return the view that was chosen, with the page and order that were chosen."""
    return VIEW_BUILDERS[choice[ATTR_VIEW]](coordinator, choice)


def _profile(coordinator: PsnTrophiesCoordinator, _: Mapping[str, Any]) -> View:
    """Return level, points and counts."""
    state = coordinator.data
    summary = state.summary
    return {
        "avatar_url": state.avatar_url,
        "level": summary.level,
        "level_progress": summary.progress,
        "tier": summary.tier,
        "tier_grade": str(grade_from_tier(summary.tier)),
        "points": total_points(summary),
        "points_to_next_level": points_to_next_level(summary),
        "earned": asdict(summary.earned),
    }


def _trophies(coordinator: PsnTrophiesCoordinator, choice: Mapping[str, Any]) -> View:
    """Return a page of earned trophies."""
    library = coordinator.sync.library
    grades = frozenset(map(TrophyGrade, choice.get(ATTR_GRADE, ()))) or None
    page = (
        rarest_trophies
        if choice.get(ATTR_SORT) == TrophySort.RAREST
        else newest_trophies
    )
    found = page(library, choice[ATTR_OFFSET], choice[ATTR_LIMIT], grades)
    return {"trophies": [_trophy(earned) for earned in found]}


def _titles(coordinator: PsnTrophiesCoordinator, choice: Mapping[str, Any]) -> View:
    """Return a page of titles, and which platforms there are to choose from."""
    library, titles = coordinator.sync.library, coordinator.sync.titles
    wanted = TitleChoice(
        platforms=frozenset(map(TitlePlatform, choice.get(ATTR_PLATFORM, ()))) or None,
        status=TitleStatus(choice[ATTR_STATUS]) if ATTR_STATUS in choice else None,
        search=choice[ATTR_SEARCH],
    )
    found = sorted_titles(
        (title for title in titles if title in wanted),
        library,
        TitleSort(choice.get(ATTR_SORT, TitleSort.RECENT)),
    )
    first = choice[ATTR_OFFSET]
    platforms = {
        platform for title in titles if not title.hidden for platform in title.platforms
    }
    return {
        "total": len(found),
        "platforms": sorted(platform for platform in platforms if platform.is_known),
        "titles": [
            {
                **_title(title),
                "base_game_progress": base_progress(title, library),
                "rarest_rate": rarest_rate(title, library),
            }
            for title in found[first : first + choice[ATTR_LIMIT]]
        ],
    }


def _days(coordinator: PsnTrophiesCoordinator, choice: Mapping[str, Any]) -> View:
    """Return how many trophies of each grade each day of a year brought."""
    library = coordinator.sync.library
    zone = dt_util.get_default_time_zone()
    today = dt_util.now().date()
    year = choice.get(ATTR_YEAR, today.year)
    return {
        "year": year,
        "first_year": min(first_year(library, zone) or today.year, today.year),
        "today": today.isoformat(),
        "days": {
            day.isoformat(): {str(grade): count for grade, count in grades.items()}
            for day, grades in trophy_days(library, year, zone).items()
        },
    }


VIEW_BUILDERS: Final[
    dict[str, Callable[[PsnTrophiesCoordinator, Mapping[str, Any]], View]]
] = {
    VIEW_PROFILE: _profile,
    VIEW_TROPHIES: _trophies,
    VIEW_TITLES: _titles,
    VIEW_DAYS: _days,
}
LIVE_VIEWS: Final = list(VIEW_BUILDERS)


async def async_title_view(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry, title_id: str
) -> View:
    """Return all trophies of a title by group, the base game first.

    Secret ones have no name: the cards have a text for them in the reader's language.
    Raises HomeAssistantError where Sony does not answer.
    """
    sync = entry.runtime_data.coordinator.sync
    title = find_title(sync, title_id)
    try:
        details = await sync.title_details(title)
    except PsnError as err:
        raise action_error(err) from err
    try:
        names = await sync.group_names(title)
    except PsnError:
        # The cards number add-ons without a name, and the next look asks again.
        names = {}
    secrecy = Secrecy(
        name="",
        detail="",
        show=entry.options.get(CONF_SHOW_SECRET_TROPHIES, DEFAULT_SHOW_SECRET_TROPHIES),
    )
    groups: dict[str, list[View]] = {}
    for trophy in title_trophies(details, secrecy):
        groups.setdefault(trophy["group"], []).append(trophy)
    return {
        **_title(title),
        "groups": [
            {
                "group_id": group_id,
                "group_name": names.get(group_id, ""),
                "trophies": trophies,
            }
            for group_id, trophies in sorted(groups.items(), key=_base_game_first)
        ],
    }


def _base_game_first(group: tuple[str, list[View]]) -> tuple[bool, str]:
    """Return the place of a group: the base game, then the add-ons in their order."""
    group_id, _ = group
    return group_id != BASE_GROUP, group_id


def _title(title: TrophyTitle) -> View:
    """Return a title as cards show it."""
    return {
        "title_name": title.name,
        **title_attributes(title),
        "last_update": title.last_updated.isoformat(),
    }


def _trophy(earned: TitleTrophy) -> View:
    """Return an earned trophy as cards show it."""
    return {"grade": str(earned.trophy.grade), **trophy_attributes(earned)}
