"""Triggers: a trophy was earned, a milestone was reached."""

from abc import abstractmethod
from collections.abc import Container, Mapping, Sequence
from typing import Any, ClassVar, Final, cast, override

import voluptuous as vol

from homeassistant.const import ATTR_ENTITY_ID, CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.target import (
    SelectedEntities,
    TargetSelection,
    async_extract_referenced_entity_ids,
)
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    NotTriggeredInfo,
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType

from .announcements import (
    SIGNAL_ANNOUNCED,
    Announced,
    Announcement,
    Wording,
    async_wording,
)
from .const import DOMAIN
from .presentation import GRADES, PLATFORMS
from .presentation.shapes import (
    AnnouncementView,
    MilestoneAnnouncementView,
    TrophyAnnouncementView,
)
from .psn import TrophyRarity
from .trophies import MilestoneType

RARITIES: Final = [rarity.name.lower() for rarity in TrophyRarity]
MILESTONES: Final = [milestone.value for milestone in MilestoneType]

CONF_RUN: Final = "run"
RUN_ONCE: Final = "once_per_poll"
RUN_EACH: Final = "for_each"

# What an option is about: its name, the value in an event, and the values it wants.
type Fact = tuple[str, object, Container[object]]

# Without a choice each event runs: so it was before there was one. The editor begins
# with the other.
_COMMON_OPTIONS: Final = {
    vol.Optional(CONF_RUN, default=RUN_EACH): vol.In([RUN_ONCE, RUN_EACH]),
    vol.Optional("include_late", default=True): cv.boolean,
}


def _entities(selected: SelectedEntities) -> set[str]:
    """Return the entities among what is selected."""
    return selected.referenced | selected.indirectly_referenced


def _several(options: list[str]) -> vol.All[Any]:
    """Return the schema of an option with one or several values; none means all."""
    return vol.All(
        cv.ensure_list, [vol.In(options)], lambda chosen: chosen or list(options)
    )


class _AnnouncementTrigger[Details: AnnouncementView](Trigger):
    """Fires on what the accounts it is aimed at announce, if the options let it."""

    _key: ClassVar[str]
    _plural_key: ClassVar[str]
    _schema: ClassVar[vol.Schema]

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Check the options."""
        return cast(ConfigType, cls._schema(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take target and options."""
        super().__init__(hass, config)
        self._target: Mapping[str, Any] = config.target or {}
        self._options: Mapping[str, Any] = config.options or {}

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Listen to all accounts: reloads, new ones and moved ones change nothing."""

        @callback
        def on_announced(announced: Announced[AnnouncementView]) -> None:
            if announced.key == self._key and self._is_aimed_at(announced.entity_id):
                # The key tells what the details are of.
                ours = cast(Announced[Details], announced)
                self._handle(ours, run_action, did_not_trigger)

        return async_dispatcher_connect(self._hass, SIGNAL_ANNOUNCED, on_announced)

    def _is_aimed_at(self, entity_id: str) -> bool:
        """Tell whether the target means the account: any of its entities does."""
        registry = er.async_get(self._hass)
        announcing = registry.async_get(entity_id)
        excluded = self._selected(self._target.get("exclude", {}))
        if announcing is None or entity_id in _entities(excluded):
            return False
        selected = self._selected(self._target)
        return announcing.device_id in selected.referenced_devices or any(
            (entry := registry.async_get(target)) is not None
            and entry.platform == DOMAIN
            and entry.device_id == announcing.device_id
            for target in _entities(selected)
        )

    def _selected(self, target: Mapping[str, Any]) -> SelectedEntities:
        """Return what a target means at this time."""
        return async_extract_referenced_entity_ids(
            self._hass, TargetSelection(dict(target)), expand_group=False
        )

    @callback
    def _handle(
        self,
        announced: Announced[Details],
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None,
    ) -> None:
        """Run for what fits; what does not shows in the automation's trace."""
        everything = announced.announcements
        one_by_one = self._options[CONF_RUN] == RUN_EACH
        for batch in [(one,) for one in everything] if one_by_one else [everything]:
            misfits = [self._misfit(one.details) for one in batch]
            fitting = [
                one
                for one, misfit in zip(batch, misfits, strict=True)
                if misfit is None
            ]
            if fitting:
                self._run(announced, fitting, run_action)
            elif did_not_trigger is not None and (misfit := misfits[0]) is not None:
                did_not_trigger(misfit, batch[0].new.context)

    def _misfit(self, details: Details) -> NotTriggeredInfo | None:
        """Return why an event does not fit the options, if it does not."""
        for name, value, wanted in self._facts(details):
            values = value if isinstance(value, list) else [value]
            if not any(one in wanted for one in values):
                return NotTriggeredInfo(f"{name}_not_matched", {name: value})
        return None

    def _facts(self, details: Details) -> list[Fact]:
        """Return what the options are about."""
        if self._options["include_late"]:
            return []
        return [("late", details["late"], {False})]

    def _run(
        self,
        announced: Announced[Details],
        fitting: Sequence[Announcement[Details]],
        run_action: TriggerActionRunner,
    ) -> None:
        """Run once for one or several events; the most precious stands for them."""
        top = max(fitting, key=lambda one: one.rank)
        everything = [one.details for one in fitting]
        run_action(
            {
                ATTR_ENTITY_ID: announced.entity_id,
                "from_state": top.old,
                "to_state": top.new,
                "for": None,
                "account": announced.account,
                "message": self._message(
                    async_wording(self._hass), announced.account, everything
                ),
                self._key: dict(top.details),
                self._plural_key: [dict(details) for details in everything],
            },
            f"state of {announced.entity_id}",
            top.new.context,
        )

    @abstractmethod
    def _message(
        self, wording: Wording, account: str, everything: Sequence[Details]
    ) -> str:
        """Return what there is to say about all of it."""


class TrophyEarnedTrigger(_AnnouncementTrigger[TrophyAnnouncementView]):
    """Fires when trophies are earned."""

    _key = "trophy"
    _plural_key = "trophies"
    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Required(CONF_OPTIONS, default={}): {
                **_COMMON_OPTIONS,
                vol.Optional("grade", default=GRADES): _several(GRADES),
                vol.Optional("rarity", default=RARITIES): _several(RARITIES),
                vol.Optional("platform", default=PLATFORMS): _several(PLATFORMS),
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the options; one that lets everything through asks for nothing."""
        super().__init__(hass, config)
        self._wanted = {
            name: set(self._options[name])
            for name, everything in (
                ("grade", GRADES),
                ("rarity", RARITIES),
                ("platform", PLATFORMS),
            )
            if set(self._options[name]) != set(everything)
        }

    @override
    def _facts(self, details: TrophyAnnouncementView) -> list[Fact]:
        """Return grade, rarity, platforms and lateness."""
        values: dict[str, object] = {
            "grade": details["grade"],
            "rarity": details["rarity"],
            "platform": details["platform"].split(", "),
        }
        facts: list[Fact] = [
            (name, values[name], wanted) for name, wanted in self._wanted.items()
        ]
        return facts + super()._facts(details)

    @override
    def _message(
        self,
        wording: Wording,
        account: str,
        everything: Sequence[TrophyAnnouncementView],
    ) -> str:
        """Return a sentence about all trophies."""
        return wording.trophies(account, everything)


class MilestoneReachedTrigger(_AnnouncementTrigger[MilestoneAnnouncementView]):
    """Fires when milestones are reached."""

    _key = "milestone"
    _plural_key = "milestones"
    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Required(CONF_OPTIONS, default={}): {
                **_COMMON_OPTIONS,
                vol.Optional("type", default=MILESTONES): _several(MILESTONES),
            }
        }
    )

    @override
    def _facts(self, details: MilestoneAnnouncementView) -> list[Fact]:
        """Return type and lateness."""
        fact: Fact = ("type", details["type"], set(self._options["type"]))
        return [fact, *super()._facts(details)]

    @override
    def _message(
        self,
        wording: Wording,
        account: str,
        everything: Sequence[MilestoneAnnouncementView],
    ) -> str:
        """Return a sentence about each milestone."""
        return wording.milestones(account, everything)


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers by key."""
    return {
        "trophy_earned": TrophyEarnedTrigger,
        "milestone_reached": MilestoneReachedTrigger,
    }
