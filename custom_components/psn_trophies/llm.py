"""Tools with which Assist answers questions about trophies; they only read."""

from abc import abstractmethod
from typing import Any, override

import voluptuous as vol

from homeassistant.components.llm import LLMTools
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.llm import (
    LLM_API_ASSIST,
    LLMContext,
    Tool,
    ToolAnnotations,
    ToolInput,
    ToolResult,
)

from .access import async_get_user, may_read
from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry
from .errors import action_error
from .presentation import (
    async_get_secrecy,
    missing_trophies,
    platform_text,
    trophy_attributes,
)
from .psn import PsnError, TrophyTitle
from .services import find_title

MOST_TROPHIES = 50


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
        arguments: dict[str, Any],
    ) -> dict[str, Any]:
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
        answers: dict[str, Any] = {}
        for entry in entries:
            if not may_read(hass, user, entry):
                continue
            # People may give two accounts the same title.
            twin = entry.title in answers
            name = f"{entry.title} ({entry.unique_id})" if twin else entry.title
            answers[name] = await self._answer(hass, entry, arguments)
        return ToolResult(data=answers)


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
        arguments: dict[str, Any],
    ) -> dict[str, Any]:
        """Return the profile."""
        state = entry.runtime_data.coordinator.data
        recent = state.trophies.recent
        latest = state.trophies.latest
        return {
            "trophy_level": state.summary.level,
            "level_progress_percent": state.summary.progress,
            "trophies": state.summary.earned.to_dict(),
            "trophies_today": recent.today,
            "trophies_this_week": recent.this_week,
            "trophies_this_month": recent.this_month,
            "latest_game": _game(state.games.latest),
            "closest_platinum": _game(state.games.closest_platinum),
            "latest_trophy": trophy_attributes(latest) if latest else None,
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
        arguments: dict[str, Any],
    ) -> dict[str, Any]:
        """Return the missing trophies of a game."""
        sync = entry.runtime_data.coordinator.sync
        title = entry.runtime_data.coordinator.data.games.latest
        if "game" in arguments:
            try:
                title = find_title(sync, arguments["game"])
            except ServiceValidationError as err:
                return {"error": str(err)}
        if title is None:
            return {"error": "no games yet"}
        try:
            details = await sync.title_details(title)
        except PsnError as err:
            return {"error": str(action_error(err))}
        secrecy = await async_get_secrecy(hass, entry)
        missing = missing_trophies(details, secrecy)
        base = missing_trophies(details, secrecy, base_game_only=True)
        return {
            "game": _game(title),
            "platinum_earned": title.earned.platinum > 0,
            "has_platinum": title.defined.platinum > 0,
            # The platinum itself comes with the last of the others.
            "missing_for_platinum": (
                sum(trophy["grade"] != "platinum" for trophy in base)
                if title.defined.platinum
                else None
            ),
            "missing_in_add_ons": len(missing) - len(base),
            "missing": [
                {
                    key: trophy[key]
                    for key in (
                        "trophy_name",
                        "trophy_detail",
                        "grade",
                        "group",
                        "earned_rate",
                        "progress",
                        "progress_target",
                    )
                }
                for trophy in missing[:MOST_TROPHIES]
            ],
        }


def _game(title: TrophyTitle | None) -> dict[str, Any] | None:
    """Return a game in a few words."""
    if title is None:
        return None
    return {
        "name": title.name,
        "platform": platform_text(title),
        "progress_percent": title.progress,
    }


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools, for Assist only."""
    if api_id != LLM_API_ASSIST:
        return None
    return LLMTools(tools=[ProfileTool(), GameTool()])
