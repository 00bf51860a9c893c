"""Triggers: a trophy was earned, a milestone was reached."""

from abc import abstractmethod
from collections.abc import Container
from typing import Any, ClassVar, Final, override

import voluptuous as vol

from homeassistant.components.event import ATTR_EVENT_TYPE, DOMAIN as EVENT_DOMAIN
from homeassistant.const import CONF_OPTIONS
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
    TriggerConfig,
)

from .const import DOMAIN
from .presentation import GRADES, PLATFORMS
from .psn import TrophyRarity
from .trophies import MilestoneType

RARITIES: Final = [rarity.name.lower() for rarity in TrophyRarity]
MILESTONES: Final = [milestone.value for milestone in MilestoneType]


def _several(options: list[str]) -> vol.All[Any]:
    """Return the schema of an option with one or several values; none means all."""
    return vol.All(
        cv.ensure_list, [vol.In(options)], lambda chosen: chosen or list(options)
    )


class _EventTrigger(StatelessEntityTriggerBase):
    """Fires on the events of one of our entities that the options let through."""

    _domain_specs = {EVENT_DOMAIN: DomainSpec()}
    _key: ClassVar[str]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Keep the entities of this integration that announce such events."""
        registry = er.async_get(self._hass)
        return {
            entity_id
            for entity_id in super().entity_filter(entities)
            if (entry := registry.async_get(entity_id)) is not None
            and entry.platform == DOMAIN
            and entry.translation_key == self._key
        }

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Let an event through; what does not fit shows in the automation's trace."""
        for name, value, wanted in self._facts(state):
            if isinstance(value, list):
                fits = any(one in wanted for one in value)
            else:
                fits = value in wanted
            if not fits:
                report_not_triggered(f"{name}_not_matched", **{name: value})
                return False
        return True

    @abstractmethod
    def _facts(self, state: State) -> list[tuple[str, Any, Container[Any]]]:
        """Return name, value and wanted values of what the options are about."""


class TrophyEarnedTrigger(_EventTrigger):
    """Fires for each trophy earned."""

    _key = "trophy"
    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Required(CONF_OPTIONS, default={}): {
                vol.Optional("grade", default=GRADES): _several(GRADES),
                vol.Optional("rarity", default=RARITIES): _several(RARITIES),
                vol.Optional("platform", default=PLATFORMS): _several(PLATFORMS),
                vol.Optional("include_late", default=True): cv.boolean,
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the options; one that lets everything through asks for nothing."""
        super().__init__(hass, config)
        options = config.options or {}
        self._include_late: bool = options["include_late"]
        self._wanted = {
            name: set(options[name])
            for name, everything in (
                ("grade", GRADES),
                ("rarity", RARITIES),
                ("platform", PLATFORMS),
            )
            if set(options[name]) != set(everything)
        }

    @override
    def _facts(self, state: State) -> list[tuple[str, Any, Container[Any]]]:
        """Return grade, rarity, platforms and lateness."""
        attributes = state.attributes
        values = {
            "grade": attributes.get(ATTR_EVENT_TYPE),
            "rarity": attributes.get("rarity"),
            "platform": str(attributes.get("platform", "")).split(", "),
        }
        facts: list[tuple[str, Any, Container[Any]]] = [
            (name, values[name], wanted) for name, wanted in self._wanted.items()
        ]
        if not self._include_late:
            facts.append(("late", attributes.get("late"), {False}))
        return facts


class MilestoneReachedTrigger(_EventTrigger):
    """Fires for each milestone reached."""

    _key = "milestone"
    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Required(CONF_OPTIONS, default={}): {
                vol.Optional("type", default=MILESTONES): _several(MILESTONES),
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the options."""
        super().__init__(hass, config)
        self._types = set((config.options or {})["type"])

    @override
    def _facts(self, state: State) -> list[tuple[str, Any, Container[Any]]]:
        """Return the type of the milestone."""
        return [("type", state.attributes.get(ATTR_EVENT_TYPE), self._types)]


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers by key."""
    return {
        "trophy_earned": TrophyEarnedTrigger,
        "milestone_reached": MilestoneReachedTrigger,
    }
