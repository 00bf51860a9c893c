"""Actions: read titles and trophies, and poll at once."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, cast

import voluptuous as vol

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.selector import ConfigEntrySelector
from homeassistant.helpers.typing import VolDictType
from homeassistant.util import dt as dt_util

from .access import async_get_account, async_get_user
from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry
from .errors import action_error, closing_error, sync_error, title_not_found
from .presentation import (
    GRADES,
    PLATFORMS,
    async_get_secrecy,
    earned_trophy_view,
    title_trophy_views,
    title_view,
)
from .presentation.shapes import (
    NextAnswer,
    PlaceView,
    SyncAnswer,
    TitlesAnswer,
    TitleTrophiesAnswer,
    TrophyLogAnswer,
)
from .psn import PsnError, TitlePlatform, TrophyGrade
from .slices import async_sliced
from .suggestions import async_what_next
from .trophies import (
    ListedChoice,
    TitleChoice,
    TrophyChoice,
    find_title,
    library_progress,
)

SERVICE_GET_NEXT: Final = "get_next"
SERVICE_GET_TITLES: Final = "get_titles"
SERVICE_GET_TROPHIES: Final = "get_trophies"
SERVICE_GET_TROPHY_LOG: Final = "get_trophy_log"
SERVICE_SYNC_NOW: Final = "sync_now"

ATTR_COMPLETED: Final = "completed"
ATTR_EARNED: Final = "earned"
ATTR_GRADE: Final = "grade"
ATTR_LIMIT: Final = "limit"
ATTR_OFFSET: Final = "offset"
ATTR_PLATFORM: Final = "platform"
ATTR_SINCE: Final = "since"
ATTR_TITLE: Final = "title"
ATTR_UNTIL: Final = "until"

DEFAULT_LIMIT: Final = 50
MAX_LIMIT: Final = 2000
DEFAULT_NEXT: Final = 5
# To name a trophy may take two requests.
MAX_NEXT: Final = 20
# More than anybody has of anything.
MAX_OFFSET: Final = 10_000_000

_ACCOUNT: Final[VolDictType] = {
    vol.Optional(ATTR_CONFIG_ENTRY_ID): ConfigEntrySelector({"integration": DOMAIN})
}
_GRADE: Final[VolDictType] = {
    vol.Optional(ATTR_GRADE): vol.All(cv.ensure_list, [vol.In(GRADES)]),
}
_PLATFORM: Final[VolDictType] = {
    vol.Optional(ATTR_PLATFORM): vol.All(cv.ensure_list, [vol.In(PLATFORMS)]),
}
_TIMES: Final[VolDictType] = {
    vol.Optional(ATTR_SINCE): cv.datetime,
    vol.Optional(ATTR_UNTIL): cv.datetime,
}
_PAGE: Final[VolDictType] = {
    vol.Optional(ATTR_OFFSET, default=0): vol.All(
        vol.Coerce(int), vol.Range(min=0, max=MAX_OFFSET)
    ),
    vol.Optional(ATTR_LIMIT, default=DEFAULT_LIMIT): vol.All(
        vol.Coerce(int), vol.Range(min=1, max=MAX_LIMIT)
    ),
}


async def _get_titles(call: ServiceCall) -> TitlesAnswer:
    """Return titles, the newest first."""
    sync = (await _async_entry(call)).runtime_data.coordinator.sync
    since, until = _times(call)
    wanted = TitleChoice(
        platforms=_platforms(call),
        completed=call.data.get(ATTR_COMPLETED),
        since=since,
        until=until,
    )
    titles = [title for title in sync.titles if title in wanted]
    shown = [
        title_view(title)
        async for part in async_sliced(_page(call, titles))
        for title in part
    ]
    return {**_place(call, titles), "titles": shown}


async def _get_trophies(call: ServiceCall) -> TitleTrophiesAnswer:
    """Return all trophies of one title, earned or not."""
    entry = await _async_entry(call)
    sync, wanted = entry.runtime_data.coordinator.sync, call.data[ATTR_TITLE]
    if (title := find_title(sync.titles, wanted)) is None:
        raise title_not_found(wanted)
    try:
        details = await sync.title_details(title)
    except PsnError as err:
        raise action_error(err) from err
    secrecy = await async_get_secrecy(call.hass, entry)
    choice = ListedChoice(grades=_grades(call), earned=call.data.get(ATTR_EARNED))
    chosen = (listed for listed in details.listed if listed in choice)
    return {**title_view(title), "trophies": title_trophy_views(chosen, secrecy)}


async def _get_trophy_log(call: ServiceCall) -> TrophyLogAnswer:
    """Return earned trophies, the newest first."""
    library = (await _async_entry(call)).runtime_data.coordinator.sync.library
    choice = TrophyChoice(grades=_grades(call), platforms=_platforms(call))
    # Those of now, whatever is earned until the last is looked at.
    earned = library.timeline.between(*_times(call))[::-1]
    if not choice.is_all:
        everything, earned = earned, []
        async for part in async_sliced(everything):
            earned += choice.chosen(library, part)
    shown = [
        earned_trophy_view(library.with_title(trophy))
        async for part in async_sliced(_page(call, earned))
        for trophy in choice.chosen(library, part)
    ]
    return {
        "library_progress": library_progress(library.read_share()),
        **_place(call, earned),
        "trophies": shown,
    }


async def _get_next(call: ServiceCall) -> NextAnswer:
    """Return what to play next."""
    entry = await _async_entry(call)
    wanted = TitleChoice(platforms=_platforms(call))
    return await async_what_next(call.hass, entry, call.data[ATTR_LIMIT], wanted)


async def _sync_now(call: ServiceCall) -> SyncAnswer:
    """Poll at once and return what was new."""
    # Reading is all it does for whoever asks: a poll changes nothing of the account
    # and is made anyway. Home Assistant lets everybody update an entity.
    coordinator = (await _async_entry(call)).runtime_data.coordinator
    before = coordinator.data
    await coordinator.async_refresh()
    if coordinator.questions.are_closed:
        raise closing_error(HomeAssistantError)
    if coordinator.postponed is not None:
        raise action_error(coordinator.postponed)
    if not coordinator.last_update_success:
        cause = coordinator.last_exception
        raise sync_error(cause) from cause
    state = coordinator.data
    news = () if state is before else state.news
    return {
        "level": state.summary.level,
        "trophies_total": state.summary.earned.total,
        "new_trophies": [earned_trophy_view(new.earned) for new in news],
    }


async def _async_entry(call: ServiceCall) -> PsnTrophiesConfigEntry:
    """Return the account of a call; without one the only account there is.

    Accounts that the caller may not see are not there.
    """
    user = await async_get_user(call.hass, call.context)
    return async_get_account(call.hass, user, call.data.get(ATTR_CONFIG_ENTRY_ID))


def _grades(call: ServiceCall) -> frozenset[TrophyGrade] | None:
    """Return the wanted grades; None are all."""
    return frozenset(map(TrophyGrade, call.data.get(ATTR_GRADE, ()))) or None


def _platforms(call: ServiceCall) -> frozenset[TitlePlatform] | None:
    """Return the wanted platforms; None are all."""
    return frozenset(map(TitlePlatform, call.data.get(ATTR_PLATFORM, ()))) or None


def _times(call: ServiceCall) -> tuple[datetime, datetime]:
    """Return from when on and until when; a time without a zone is the home's."""
    home = dt_util.get_default_time_zone()
    first: datetime = call.data.get(ATTR_SINCE, datetime.min.replace(tzinfo=UTC))
    last: datetime = call.data.get(ATTR_UNTIL, datetime.max.replace(tzinfo=UTC))
    since, until = (
        moment.replace(tzinfo=moment.tzinfo or home) for moment in (first, last)
    )
    return since, until


def _page[Item](call: ServiceCall, items: Sequence[Item]) -> Sequence[Item]:
    """Return the part of a list that is asked for."""
    first: int = call.data[ATTR_OFFSET]
    return items[first : first + call.data[ATTR_LIMIT]]


def _place(call: ServiceCall, items: Sequence[object]) -> PlaceView:
    """Return how long a list is, and where the next page begins if there is one."""
    following = call.data[ATTR_OFFSET] + call.data[ATTR_LIMIT]
    return {
        "total": len(items),
        "next_offset": following if following < len(items) else None,
    }


type Action = Callable[[ServiceCall], Awaitable[Mapping[str, object]]]


def _answering(
    action: Action,
) -> Callable[[ServiceCall], Coroutine[None, None, ServiceResponse]]:
    """Return an action as Home Assistant calls it."""

    async def answer(call: ServiceCall) -> ServiceResponse:
        # The shapes are of JSON values, which their type cannot tell.
        return cast(ServiceResponse, await action(call))

    return answer


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_TITLES,
        _answering(_get_titles),
        schema=vol.Schema(
            {
                **_ACCOUNT,
                **_TIMES,
                **_PLATFORM,
                vol.Optional(ATTR_COMPLETED): cv.boolean,
                **_PAGE,
            }
        ),
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_TROPHIES,
        _answering(_get_trophies),
        schema=vol.Schema(
            {
                **_ACCOUNT,
                vol.Required(ATTR_TITLE): cv.string,
                **_GRADE,
                vol.Optional(ATTR_EARNED): cv.boolean,
            }
        ),
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_TROPHY_LOG,
        _answering(_get_trophy_log),
        schema=vol.Schema({**_ACCOUNT, **_TIMES, **_GRADE, **_PLATFORM, **_PAGE}),
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_SYNC_NOW,
        _answering(_sync_now),
        schema=vol.Schema(_ACCOUNT),
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_NEXT,
        _answering(_get_next),
        schema=vol.Schema(
            {
                **_ACCOUNT,
                **_PLATFORM,
                vol.Optional(ATTR_LIMIT, default=DEFAULT_NEXT): vol.All(
                    vol.Coerce(int), vol.Range(min=1, max=MAX_NEXT)
                ),
            }
        ),
        supports_response=SupportsResponse.ONLY,
    )
