"""Tools with which Assist answers questions about trophies; they only read."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import cast, override

import voluptuous as vol

from homeassistant.components.llm import LLMTools
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.llm import (
    LLM_API_ASSIST,
    LLMContext,
    Tool,
    ToolAnnotations,
    ToolInput,
    ToolResult,
)
from homeassistant.util.json import JsonObjectType

from .access import async_get_user, may_read
from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry
from .errors import action_error, title_not_found
from .presentation import (
    Secrecy,
    async_get_secrecy,
    counts_view,
    game_view,
    title_trophy_view,
    trophy_facts,
)
from .presentation.shapes import (
    AssistError,
    AssistGame,
    AssistNext,
    AssistProfile,
    MissingTrophyView,
)
from .psn import PsnError, TrophyTitle
from .suggestions import async_what_next
from .trophies import (
    MISSING,
    MISSING_IN_BASE_GAME,
    ListedTrophy,
    TitleDetails,
    find_title,
)

MOST_TROPHIES = 50
MOST_SUGGESTIONS = 5

# What is left of a call once the parameters let it through: texts only.
type Arguments = Mapping[str, str]


class _TrophyTool(Tool):
    """A tool that reads something of every account, or of the one it is asked about."""

    annotations = ToolAnnotations(
        read_only=True, destructive=False, idempotent=True, open_world=False
    )
    integration = DOMAIN

    @abstractmethod
    async def _answer(
        self,
        hass: HomeAssistant,
        entry: PsnTrophiesConfigEntry,
        arguments: Arguments,
    ) -> Mapping[str, object]:
        """Return what there is to say of an account."""

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: ToolInput, llm_context: LLMContext
    ) -> ToolResult:
        """Return the answers by account that the person who asks may see."""
        arguments = self.parameters(tool_input.tool_args)
        user = await async_get_user(hass, llm_context.context)
        entries: list[PsnTrophiesConfigEntry] = (
            hass.config_entries.async_loaded_entries(DOMAIN)
        )
        answers: dict[str, Mapping[str, object]] = {}
        for entry in entries:
            if not may_read(hass, user, entry):
                continue
            # People may give two accounts the same title.
            twin = entry.title in answers
            name = f"{entry.title} ({entry.unique_id})" if twin else entry.title
            answers[name] = await self._answer(hass, entry, arguments)
        # The shapes are of JSON values, which their type cannot tell.
        return ToolResult(data=cast(JsonObjectType, answers))


class ProfileTool(_TrophyTool):
    """Level, counts and games."""

    name = f"{DOMAIN}__get_profile"
    title = "Get trophy profile"
    description = (
        "Returns each PlayStation account's trophy level, number of trophies by grade, "
        "trophies earned today, this week and this month, the game played last, the "
        "game closest to its platinum trophy, and the trophy earned last."
    )
    parameters = vol.Schema({})

    @override
    async def _answer(
        self,
        hass: HomeAssistant,
        entry: PsnTrophiesConfigEntry,
        arguments: Arguments,
    ) -> AssistProfile:
        """Return the profile."""
        state = entry.runtime_data.coordinator.data
        games, recent = state.games, state.trophies.recent
        latest = state.trophies.latest
        return {
            "trophy_level": state.summary.level,
            "level_progress_percent": state.summary.progress,
            "trophies": counts_view(state.summary.earned),
            "trophies_today": recent.today,
            "trophies_this_week": recent.this_week,
            "trophies_this_month": recent.this_month,
            "latest_game": game_view(games.latest) if games.latest else None,
            "closest_platinum": (
                game_view(games.closest_platinum) if games.closest_platinum else None
            ),
            "latest_trophy": trophy_facts(latest) if latest else None,
        }


class GameTool(_TrophyTool):
    """What is missing in a game."""

    name = f"{DOMAIN}__get_missing_trophies"
    title = "Get missing trophies"
    description = (
        "Returns how far a PlayStation game is from its platinum trophy and which "
        "trophies are missing, for each account that has the game. Without a game: "
        "the one played last."
    )
    parameters = vol.Schema({vol.Optional("game"): str})

    @override
    async def _answer(
        self,
        hass: HomeAssistant,
        entry: PsnTrophiesConfigEntry,
        arguments: Arguments,
    ) -> AssistGame | AssistError:
        """Return the missing trophies of a game."""
        sync = entry.runtime_data.coordinator.sync
        title = entry.runtime_data.coordinator.data.games.latest
        if "game" in arguments:
            wanted = arguments["game"]
            if (title := find_title(sync.titles, wanted)) is None:
                return {"error": str(title_not_found(wanted))}
        if title is None:
            return {"error": "no games yet"}
        try:
            details = await sync.title_details(title)
        except PsnError as err:
            return {"error": str(action_error(err))}
        secrecy = await async_get_secrecy(hass, entry)
        return _missing_view(title, details, secrecy)


class NextTool(_TrophyTool):
    """What to play next."""

    name = f"{DOMAIN}__get_next"
    title = "Get what to play next"
    description = (
        "Suggests what to play next on each PlayStation account: begun games by how "
        "near their platinum trophy or 100 percent is, and the easiest missing "
        "trophies over all games, each with its reason."
    )
    parameters = vol.Schema({})

    @override
    async def _answer(
        self,
        hass: HomeAssistant,
        entry: PsnTrophiesConfigEntry,
        arguments: Arguments,
    ) -> AssistNext:
        """Return the nearest games and the easiest trophies."""
        found = await async_what_next(hass, entry, MOST_SUGGESTIONS)
        return {
            "games": [
                {
                    "name": game["title_name"],
                    "platform": game["platform"],
                    "progress_percent": game["progress"],
                    "reason": game["reason"],
                }
                for game in found["games"]
            ],
            "trophies": [
                {
                    "trophy_name": trophy["trophy_name"],
                    "trophy_detail": trophy["trophy_detail"],
                    "grade": trophy["grade"],
                    "game": trophy["title_name"],
                    "reason": trophy["reason"],
                }
                for trophy in found["trophies"]
            ],
        }


def _missing_view(
    title: TrophyTitle, details: TitleDetails, secrecy: Secrecy
) -> AssistGame:
    """Return what is missing in a game."""
    missing = [listed for listed in details.listed if listed in MISSING]
    base = [listed for listed in missing if listed in MISSING_IN_BASE_GAME]
    return {
        "game": game_view(title),
        "platinum_earned": title.earned.platinum > 0,
        "has_platinum": title.defined.platinum > 0,
        # The platinum itself comes with the last of the others.
        "missing_for_platinum": (
            sum(not listed.is_platinum for listed in base)
            if title.defined.platinum
            else None
        ),
        "missing_in_add_ons": len(missing) - len(base),
        "missing": [
            _missing_trophy(listed, secrecy) for listed in missing[:MOST_TROPHIES]
        ],
    }


def _missing_trophy(listed: ListedTrophy, secrecy: Secrecy) -> MissingTrophyView:
    """Return what there is to say of a trophy that is missing."""
    trophy = title_trophy_view(listed, secrecy)
    return {
        "trophy_name": trophy["trophy_name"],
        "trophy_detail": trophy["trophy_detail"],
        "grade": trophy["grade"],
        "group": trophy["group"],
        "earned_rate": trophy["earned_rate"],
        "progress": trophy["progress"],
        "progress_target": trophy["progress_target"],
    }


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools, for Assist only."""
    if api_id != LLM_API_ASSIST:
        return None
    return LLMTools(tools=[ProfileTool(), GameTool(), NextTool()])
