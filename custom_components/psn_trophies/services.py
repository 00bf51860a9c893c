"""Actions: read titles and trophies, and poll at once."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv, service
from homeassistant.helpers.selector import ConfigEntrySelector
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry, update_error
from .presentation import (
    GRADES,
    PLATFORMS,
    async_get_secrecy,
    title_attributes,
    title_trophies,
    trophy_attributes,
)
from .psn import PsnError, TrophyTitle
from .trophies import AccountSync, TitleTrophy

SERVICE_GET_TITLES: Final = "get_titles"
SERVICE_GET_TROPHIES: Final = "get_trophies"
SERVICE_GET_TROPHY_LOG: Final = "get_trophy_log"
SERVICE_SYNC_NOW: Final = "sync_now"

ATTR_COMPLETED: Final = "completed"
ATTR_EARNED: Final = "earned"
ATTR_GRADE: Final = "grade"
ATTR_LIMIT: Final = "limit"
ATTR_PLATFORM: Final = "platform"
ATTR_SINCE: Final = "since"
ATTR_TITLE: Final = "title"

DEFAULT_LIMIT: Final = 50
MAX_LIMIT: Final = 2000

_ACCOUNT: Final = {
    vol.Optional(ATTR_CONFIG_ENTRY_ID): ConfigEntrySelector({"integration": DOMAIN})
}
_GRADE: Final = {
    vol.Optional(ATTR_GRADE): vol.All(cv.ensure_list, [vol.In(GRADES)]),
}
_PLATFORM: Final = {
    vol.Optional(ATTR_PLATFORM): vol.All(cv.ensure_list, [vol.In(PLATFORMS)]),
}
_LIMIT: Final = {
    vol.Optional(ATTR_LIMIT, default=DEFAULT_LIMIT): vol.All(
        vol.Coerce(int), vol.Range(min=1, max=MAX_LIMIT)
    ),
}


async def _get_titles(call: ServiceCall) -> ServiceResponse:
    """Return titles, the newest first."""
    sync = _entry(call).runtime_data.sync
    completed: bool | None = call.data.get(ATTR_COMPLETED)
    titles = [
        title
        for title in sync.titles
        if not title.hidden
        and _is_on(title, call)
        and (completed is None or (title.progress == 100) is completed)
    ]
    shown: list[Any] = [_title(title) for title in titles[: call.data[ATTR_LIMIT]]]
    return {"total": len(titles), "titles": shown}


async def _get_trophies(call: ServiceCall) -> ServiceResponse:
    """Return all trophies of one title, earned or not."""
    entry = _entry(call)
    title = find_title(entry.runtime_data.sync, call.data[ATTR_TITLE])
    try:
        details = await entry.runtime_data.sync.title_details(title)
    except PsnError as err:
        raise action_error(err) from err
    secrecy = await async_get_secrecy(call.hass, entry)
    grades = call.data.get(ATTR_GRADE, GRADES)
    earned: bool | None = call.data.get(ATTR_EARNED)
    trophies: list[Any] = [
        trophy
        for trophy in title_trophies(details, secrecy)
        if trophy["grade"] in grades and (earned is None or trophy["earned"] is earned)
    ]
    return {**_title(title), "trophies": trophies}


async def _get_trophy_log(call: ServiceCall) -> ServiceResponse:
    """Return earned trophies, the newest first."""
    sync = _entry(call).runtime_data.sync
    grades = call.data.get(ATTR_GRADE, GRADES)
    since: datetime | None = call.data.get(ATTR_SINCE)
    if since is not None and since.tzinfo is None:
        since = since.replace(tzinfo=dt_util.get_default_time_zone())
    found: list[Any] = []
    for earned in _newest_first(sync, since):
        if len(found) == call.data[ATTR_LIMIT]:
            break
        if (
            earned.trophy.grade in grades
            and not earned.title.hidden
            and _is_on(earned.title, call)
        ):
            found.append(
                {"grade": str(earned.trophy.grade), **trophy_attributes(earned)}
            )
    return {"library_progress": sync.library.read_share() * 100, "trophies": found}


async def _sync_now(call: ServiceCall) -> ServiceResponse:
    """Poll at once and return what was new."""
    coordinator = _entry(call).runtime_data
    before = coordinator.data
    await coordinator.async_refresh()
    if coordinator.is_closing:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="account_closing"
        )
    if not coordinator.last_update_success:
        cause = coordinator.last_exception
        if isinstance(cause, HomeAssistantError):
            raise HomeAssistantError(
                translation_domain=cause.translation_domain,
                translation_key=cause.translation_key,
                translation_placeholders=cause.translation_placeholders,
            ) from cause
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="sync_failed"
        ) from cause
    state = coordinator.data
    news = () if state is before else state.news
    return {
        "level": state.summary.level,
        "trophies_total": state.summary.earned.total,
        "new_trophies": [
            {"grade": str(new.earned.trophy.grade), **trophy_attributes(new.earned)}
            for new in news
        ],
    }


def find_title(sync: AccountSync, wanted: str) -> TrophyTitle:
    """Return the title of an id or a name; of several of one name, the newest.

    Raises ServiceValidationError where there is none.
    """
    folded = wanted.strip().casefold()
    for title in sync.titles:
        if not title.hidden and folded in (
            title.np_communication_id.casefold(),
            title.name.casefold(),
        ):
            return title
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="title_not_found",
        translation_placeholders={"title": wanted},
    )


def action_error(err: PsnError) -> HomeAssistantError:
    """Return what an action that needs Sony tells of the client's error."""
    cause = update_error(err)
    return HomeAssistantError(
        translation_domain=cause.translation_domain,
        translation_key=cause.translation_key,
        translation_placeholders=cause.translation_placeholders,
    )


def _entry(call: ServiceCall) -> PsnTrophiesConfigEntry:
    """Return the account of a call; without one the only account there is."""
    entry: PsnTrophiesConfigEntry = service.async_get_config_entry(
        call.hass, DOMAIN, call.data.get(ATTR_CONFIG_ENTRY_ID)
    )
    return entry


def _is_on(title: TrophyTitle, call: ServiceCall) -> bool:
    """Tell whether a title is on one of the wanted platforms."""
    wanted = call.data.get(ATTR_PLATFORM)
    return wanted is None or any(platform in wanted for platform in title.platforms)


def _title(title: TrophyTitle) -> dict[str, Any]:
    """Return a title as an answer shows it."""
    attributes = title_attributes(title)
    attributes["last_update"] = title.last_updated.isoformat()
    return {"title_name": title.name, **attributes}


def _newest_first(sync: AccountSync, since: datetime | None) -> Iterator[TitleTrophy]:
    """Iterate over the dated trophies, the newest first."""
    library = sync.library
    keys = (
        library.timeline
        if since is None
        else library.earned_between(since, datetime.max.replace(tzinfo=UTC))
    )
    return map(library.trophy, reversed(keys))


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_TITLES,
        _get_titles,
        schema=vol.Schema(
            {
                **_ACCOUNT,
                **_PLATFORM,
                vol.Optional(ATTR_COMPLETED): cv.boolean,
                **_LIMIT,
            }
        ),
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_TROPHIES,
        _get_trophies,
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
        _get_trophy_log,
        schema=vol.Schema(
            {
                **_ACCOUNT,
                vol.Optional(ATTR_SINCE): cv.datetime,
                **_GRADE,
                **_PLATFORM,
                **_LIMIT,
            }
        ),
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_SYNC_NOW,
        _sync_now,
        schema=vol.Schema(_ACCOUNT),
        supports_response=SupportsResponse.OPTIONAL,
    )
