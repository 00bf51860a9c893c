"""The views: what each card may choose and what it shows of an account."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
import math
from typing import Any, Final, cast

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.typing import VolDictType
from homeassistant.util import dt as dt_util

from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator
from .errors import action_error, title_not_found
from .frontend import async_cards_version
from .pictures import async_signed
from .presentation import (
    GRADES,
    PLATFORMS,
    counts_view,
    earned_trophy_view,
    nameless_secrecy,
    new_trophy_view,
    title_trophy_view,
    title_view,
)
from .presentation.shapes import (
    AccountView,
    DayListView,
    ListedTitleView,
    LiveData,
    NewTrophyView,
    ProfileView,
    TitleDetailsView,
    TitlePageView,
    TitleTrophyView,
    TrophyListView,
)
from .psn import PsnError, TitlePlatform, TrophyGrade, TrophyTitle
from .trophies import (
    BASE_GROUP,
    FIRST_YEAR,
    AccountState,
    Library,
    TitleChoice,
    TitleSort,
    TitleStatus,
    TrophySort,
    base_progress,
    find_title,
    first_year,
    grade_from_tier,
    library_progress,
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

DEFAULT_LIMIT: Final = 50
MAX_LIMIT: Final = 500
# More than anybody has of anything.
MAX_OFFSET: Final = 10_000_000

# Why what is shown may be old.
PROBLEM_LOGIN: Final = "login"
PROBLEM_UNREACHABLE: Final = "unreachable"
PROBLEM_PAUSED: Final = "paused"

# What a view's own options let through.
type Choice = Mapping[str, Any]

# The fields that hold addresses of pictures.
_PICTURES: Final = ("icon_url", "title_icon_url", "avatar_url")

_PAGE: Final[VolDictType] = {
    vol.Optional(ATTR_OFFSET, default=0): vol.All(
        int, vol.Range(min=0, max=MAX_OFFSET)
    ),
    vol.Optional(ATTR_LIMIT, default=DEFAULT_LIMIT): vol.All(
        int, vol.Range(min=1, max=MAX_LIMIT)
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveView:
    """A view that is kept up to date: what can be chosen, and how it is made."""

    options: VolDictType
    build: Callable[[PsnTrophiesCoordinator, Choice], LiveData]
    # Whether cards read further pages besides the one that is kept up to date.
    has_pages: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedView:
    """A view that is read when somebody opens it, as Sony may have to be asked."""

    options: VolDictType
    async_build: Callable[[PsnTrophiesConfigEntry, Choice], Awaitable[TitleDetailsView]]


def account_view(entry: PsnTrophiesConfigEntry, device: dr.DeviceEntry) -> AccountView:
    """Return whose view this is, and how complete and how fresh."""
    coordinator = entry.runtime_data.coordinator
    return {
        "device_id": device.id,
        "name": coordinator.data.online_id or entry.title,
        "library_progress": library_progress(coordinator.data.trophies.progress),
        "library_minutes_left": math.ceil(
            coordinator.library_time_left / timedelta(minutes=1)
        ),
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


def new_trophies(hass: HomeAssistant, state: AccountState) -> list[NewTrophyView]:
    """Return what a state announces."""
    return [_with_pictures(hass, new_trophy_view(new)) for new in state.news]


def _with_pictures[Shown: Mapping[str, object]](
    hass: HomeAssistant, view: Shown
) -> Shown:
    """Return a view whose pictures the cards may have from this home."""
    signed = {
        key: async_signed(hass, cast("str | None", view[key]))
        for key in _PICTURES
        if key in view
    }
    return cast(Shown, {**view, **signed})


def _profile(coordinator: PsnTrophiesCoordinator, _: Choice) -> ProfileView:
    """Return level, points and counts."""
    state = coordinator.data
    summary = state.summary
    return {
        "avatar_url": async_signed(coordinator.hass, state.avatar_url),
        "level": summary.level,
        "level_progress": summary.progress,
        "tier": summary.tier,
        "tier_grade": str(grade_from_tier(summary.tier)),
        "points": total_points(summary),
        "points_to_next_level": points_to_next_level(summary),
        "earned": counts_view(summary.earned),
    }


def _trophies(coordinator: PsnTrophiesCoordinator, choice: Choice) -> TrophyListView:
    """Return a page of earned trophies."""
    library = coordinator.sync.library
    grades = frozenset(map(TrophyGrade, choice.get(ATTR_GRADE, ()))) or None
    page = (
        rarest_trophies
        if choice.get(ATTR_SORT) == TrophySort.RAREST
        else newest_trophies
    )
    found = page(library, choice[ATTR_OFFSET], choice[ATTR_LIMIT], grades)
    hass = coordinator.hass
    return {
        "trophies": [
            _with_pictures(hass, earned_trophy_view(earned)) for earned in found
        ]
    }


def _titles(coordinator: PsnTrophiesCoordinator, choice: Choice) -> TitlePageView:
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
            _with_pictures(coordinator.hass, _listed_title(title, library))
            for title in found[first : first + choice[ATTR_LIMIT]]
        ],
    }


def _listed_title(title: TrophyTitle, library: Library) -> ListedTitleView:
    """Return a title with what the library tells of it."""
    record = library.record(title.np_communication_id)
    way = record.way if record else None
    return {
        **title_view(title),
        "base_game_progress": base_progress(title, library),
        "rarest_rate": rarest_rate(title, library),
        "missing": way.missing if way else None,
        "hardest_rate": way.hardest_rate if way else None,
    }


def _days(coordinator: PsnTrophiesCoordinator, choice: Choice) -> DayListView:
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


async def _async_title(
    entry: PsnTrophiesConfigEntry, choice: Choice
) -> TitleDetailsView:
    """Return all trophies of a title by group, the base game first.

    Secret ones have no name: the cards have a text for them in the reader's language.
    Raises HomeAssistantError where Sony does not answer.
    """
    hass = entry.runtime_data.coordinator.hass
    sync = entry.runtime_data.coordinator.sync
    wanted = choice.get(ATTR_TITLE_ID, "")
    if (title := find_title(sync.titles, wanted)) is None:
        raise title_not_found(wanted)
    try:
        details = await sync.title_details(title)
    except PsnError as err:
        raise action_error(err) from err
    try:
        names = await sync.group_names(title)
    except PsnError:
        # The cards number add-ons without a name, and the next look asks again.
        names = {}
    secrecy = nameless_secrecy(entry)
    groups: dict[str, list[TitleTrophyView]] = {}
    for listed in details.listed:
        groups.setdefault(listed.trophy.group_id, []).append(
            _with_pictures(hass, title_trophy_view(listed, secrecy))
        )
    return {
        **_with_pictures(hass, title_view(title)),
        "groups": [
            {
                "group_id": group_id,
                "group_name": names.get(group_id, ""),
                "trophies": groups[group_id],
            }
            for group_id in sorted(groups, key=_base_game_first)
        ],
    }


def _base_game_first(group_id: str) -> tuple[bool, str]:
    """Return the place of a group: the base game, then the add-ons in their order."""
    return group_id != BASE_GROUP, group_id


# All there are: a new view stands here with what can be chosen in it.
VIEWS: Final[dict[str, LiveView | OpenedView]] = {
    "profile": LiveView(options={}, build=_profile),
    "trophies": LiveView(
        options={
            **_PAGE,
            vol.Optional(ATTR_SORT): vol.In(list(TrophySort)),
            vol.Optional(ATTR_GRADE): [vol.In(GRADES)],
        },
        build=_trophies,
    ),
    "titles": LiveView(
        options={
            **_PAGE,
            vol.Optional(ATTR_SORT): vol.In(list(TitleSort)),
            vol.Optional(ATTR_PLATFORM): [vol.In(PLATFORMS)],
            vol.Optional(ATTR_STATUS): vol.In(list(TitleStatus)),
            vol.Optional(ATTR_SEARCH, default=""): vol.All(str, vol.Length(max=100)),
        },
        build=_titles,
        has_pages=True,
    ),
    "days": LiveView(
        options={
            # Trophies can be neither older nor, for a long time, younger.
            vol.Optional(ATTR_YEAR): vol.All(int, vol.Range(min=FIRST_YEAR, max=2200)),
        },
        build=_days,
    ),
    "title": OpenedView(
        options={vol.Optional(ATTR_TITLE_ID): str}, async_build=_async_title
    ),
}
LIVE_VIEWS: Final = {
    name: view for name, view in VIEWS.items() if isinstance(view, LiveView)
}
OPENED_VIEWS: Final = {
    name: view for name, view in VIEWS.items() if isinstance(view, OpenedView)
}
