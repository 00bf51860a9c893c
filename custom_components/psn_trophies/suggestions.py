"""What to play next, each with its reason in the home's language."""

from collections.abc import Mapping
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from .announcements import Wording
from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry
from .presentation import Secrecy, async_get_secrecy, platform_text, title_view
from .presentation.shapes import NextAnswer, NextTitleView, NextTrophyView
from .psn import PsnError, TrophyTitle
from .texts import texts_of
from .trophies import (
    ALL_TITLES,
    AccountSync,
    ListedTrophy,
    NextTitle,
    NextTrophy,
    TitleChoice,
    Way,
    library_progress,
    next_titles,
    next_trophies,
)

# Where the sentences stand.
TEXTS: Final = "reason"
# Where a rate is written 12,4; a home in a language we do not have reads English.
_WITH_COMMA: Final = frozenset({"de", "es", "fr", "it", "nl", "pl", "pt-BR"})


class Reasons:
    """The reasons of one language."""

    def __init__(self, language: str, translations: Mapping[str, str]) -> None:
        """Take the sentences out of all texts of the integration."""
        self._language = language
        self._wording = Wording(language, translations)
        self._texts = texts_of(translations, TEXTS)

    def of_title(self, way: Way) -> str:
        """Return why a game is suggested."""
        key = str(way.goal)
        trophies = self._wording.number_of_trophies(way.missing)
        if way.hardest_rate is None:
            return self._say(key, trophies=trophies)
        rate = self._rate(way.hardest_rate)
        return self._say(f"{key}_rarest", trophies=trophies, rate=rate)

    def of_trophy(self, earned_rate: float) -> str:
        """Return why a trophy is suggested."""
        return self._say("trophy", rate=self._rate(earned_rate))

    def _rate(self, rate: float) -> str:
        """Return a rate as people of the language write it."""
        text = f"{rate:.1f}".removesuffix(".0")
        return text.replace(".", ",") if self._language in _WITH_COMMA else text

    def _say(self, key: str, **values: str) -> str:
        """Fill in a text."""
        return self._texts[key].format_map(values)


async def async_what_next(
    hass: HomeAssistant,
    entry: PsnTrophiesConfigEntry,
    count: int,
    wanted: TitleChoice = ALL_TITLES,
) -> NextAnswer:
    """Return so many games and so many trophies.

    The names of trophies cost up to two requests a game where they are not at hand.
    """
    sync = entry.runtime_data.coordinator.sync
    language = hass.config.language
    reasons = Reasons(
        language, await async_get_translations(hass, language, "selector", {DOMAIN})
    )
    found = next_trophies(sync.library, count, wanted)
    secrecy = await async_get_secrecy(hass, entry)
    named = await _async_named(sync, [one.title for one in found])
    return {
        "library_progress": library_progress(sync.library.read_share()),
        "games": [
            _game(one, reasons) for one in next_titles(sync.library, wanted)[:count]
        ],
        "trophies": [
            _trophy(one, named.get(_place(one)), secrecy, reasons) for one in found
        ],
    }


async def _async_named(
    sync: AccountSync, titles: list[TrophyTitle]
) -> dict[tuple[str, int], ListedTrophy]:
    """Return the trophies of some games by game and id, as far as Sony tells them."""
    named: dict[tuple[str, int], ListedTrophy] = {}
    for title in dict.fromkeys(titles):
        try:
            details = await sync.title_details(title)
        except PsnError:
            # What is suggested stands without a name; the next one asks again.
            break
        for listed in details.listed:
            named[title.np_communication_id, listed.trophy.trophy_id] = listed
    return named


def _place(suggested: NextTrophy) -> tuple[str, int]:
    """Return the game and the id of a trophy."""
    return suggested.title.np_communication_id, suggested.trophy.trophy_id


def _game(suggested: NextTitle, reasons: Reasons) -> NextTitleView:
    """Return a game with the reason to play it on."""
    way = suggested.way
    return {
        **title_view(suggested.title),
        "goal": str(way.goal),
        "missing": way.missing,
        "hardest_rate": way.hardest_rate,
        "reason": reasons.of_title(way),
    }


def _trophy(
    suggested: NextTrophy,
    listed: ListedTrophy | None,
    secrecy: Secrecy,
    reasons: Reasons,
) -> NextTrophyView:
    """Return a trophy with the reason to earn it; a secret one without its name."""
    trophy, title = suggested.trophy, suggested.title
    assert trophy.earned_rate is not None
    name = detail = icon_url = None
    if listed is not None:
        hides = secrecy.hides(listed)
        name = secrecy.name if hides else listed.trophy.name
        detail = secrecy.detail if hides else listed.trophy.detail
        icon_url = None if hides else listed.trophy.icon_url
    return {
        "trophy_id": trophy.trophy_id,
        "trophy_name": name,
        "trophy_detail": detail,
        "grade": str(trophy.grade),
        "earned_rate": trophy.earned_rate,
        "icon_url": icon_url,
        "title_id": title.np_communication_id,
        "title_name": title.name,
        "platform": platform_text(title),
        "title_icon_url": title.icon_url,
        "reason": reasons.of_trophy(trophy.earned_rate),
    }
