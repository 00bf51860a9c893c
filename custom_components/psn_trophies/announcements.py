"""What is announced in one go, and how that is said in the home's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers.translation import (
    async_get_cached_translations,
    async_get_translations,
)
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.signal_type import SignalType

from .const import DOMAIN
from .presentation.shapes import AnnouncementView, EarnedTrophyView, MilestoneView
from .psn import TrophyGrade
from .texts import texts_of
from .trophies import MilestoneType, Rank, plural

# Where the sentences stand.
TEXTS: Final = "announcement"

# A sentence names each trophy only where there are no more than these.
NAMED_AT_MOST: Final = 4

# The device classes of our events, by which the triggers' editor finds them: it counts
# nothing that it is to find by the integration.
DEVICE_CLASSES: Final[Mapping[str, str]] = {
    key: f"{DOMAIN}__{key}" for key in ("trophy", "milestone")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement[Details: AnnouncementView]:
    """One event: its entity's states around it, its details, and how much it matters."""

    old: State | None
    new: State
    details: Details
    rank: Rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced[Details: AnnouncementView]:
    """All events of one kind that an account announced in one go."""

    key: str
    account: str
    entity_id: str
    announcements: tuple[Announcement[Details], ...]


# Sent once everything is written, however long a trigger has been listening: reloads
# change nothing for those who hear this.
SIGNAL_ANNOUNCED: Final = SignalType[Announced[AnnouncementView]](f"{DOMAIN}_announced")


class Wording:
    """The sentences of one language."""

    def __init__(self, language: str, translations: Mapping[str, str]) -> None:
        """Take the sentences out of all texts of the integration."""
        self._language = language
        self._texts = texts_of(translations, TEXTS)

    def trophies(self, account: str, trophies: Sequence[EarnedTrophyView]) -> str:
        """Return a sentence about one or several earned trophies."""
        first = trophies[0]
        if len(trophies) == 1:
            return self._say(
                f"trophy_{first['grade']}",
                account=account,
                trophy=first["trophy_name"],
                game=first["title_name"],
            )
        one_game = len({trophy["title_id"] for trophy in trophies}) == 1
        place = "in_game" if one_game else "in_games"
        style, named = "named", trophies
        if len(trophies) > NAMED_AT_MOST:
            named = [one for one in trophies if one["grade"] == TrophyGrade.PLATINUM]
            style = "among" if named else "counted"
        return self._say(
            f"{style}_{place}",
            account=account,
            trophies=self.number_of_trophies(len(trophies)),
            game=first["title_name"],
            names=self._row(self._name(trophy, one_game) for trophy in named),
        )

    def milestone(self, account: str, milestone: MilestoneView) -> str:
        """Return a sentence about a milestone."""
        if milestone["type"] == MilestoneType.SESSION_ENDED:
            return self._session(account, milestone)
        value = milestone["value"]
        return self._say(
            milestone["type"],
            account=account,
            value=value,
            trophies=self.number_of_trophies(value),
            game=milestone.get("title_name", ""),
        )

    def _session(self, account: str, session: MilestoneView) -> str:
        """Return a sentence about the end of a session."""
        hours, minutes = divmod(session["minutes"], 60)
        trophies = session["trophies"]
        return self._say(
            MilestoneType.SESSION_ENDED if trophies else "session_ended_quiet",
            account=account,
            game=session["title_name"],
            duration=self._say(
                "duration_hours" if hours else "duration_minutes",
                hours=hours,
                minutes=minutes,
            ),
            trophies=self.number_of_trophies(trophies),
            progress=session["progress_gained"],
        )

    def milestones(self, account: str, milestones: Sequence[MilestoneView]) -> str:
        """Return a sentence about each of several milestones."""
        return reduce(
            lambda before, sentence: self._say(
                "next_sentence", before=before, sentence=sentence
            ),
            (self.milestone(account, one) for one in milestones),
        )

    def _row(self, names: Iterable[str]) -> str:
        """Return names in a row; nothing where there are none."""
        first, *others = [*names] or [""]
        return reduce(
            lambda before, name: self._say("next_name", before=before, name=name),
            others,
            first,
        )

    def _name(self, trophy: EarnedTrophyView, one_game: bool) -> str:
        """Return how a trophy is named within a sentence."""
        platinum = "_platinum" if trophy["grade"] == TrophyGrade.PLATINUM else ""
        return self._say(
            f"name{platinum}" if one_game else f"name{platinum}_in_game",
            trophy=trophy["trophy_name"],
            game=trophy["title_name"],
        )

    def number_of_trophies(self, number: int) -> str:
        """Return a number with its noun."""
        return self._say(f"count_{plural(self._language, number)}", number=number)

    def _say(self, key: str, **values: str | int) -> str:
        """Fill in a text; what is filled in stays as it is, whatever it looks like."""
        return self._texts[key].format_map(values)


# The last one that was at hand, as updates of the integration empty the cache.
DATA_WORDING: HassKey[Wording] = HassKey(f"{DOMAIN}_wording")


async def async_load_wording(hass: HomeAssistant) -> None:
    """Have the home's sentences at hand, so that announcing need not wait for them."""
    language = hass.config.language
    texts = await async_get_translations(hass, language, "selector", {DOMAIN})
    hass.data[DATA_WORDING] = Wording(language, texts)


@callback
def async_wording(hass: HomeAssistant) -> Wording:
    """Return the home's sentences, as soon as there are some also in a new language."""
    language = hass.config.language
    if texts := async_get_cached_translations(hass, language, "selector", DOMAIN):
        hass.data[DATA_WORDING] = Wording(language, texts)
    return hass.data[DATA_WORDING]
