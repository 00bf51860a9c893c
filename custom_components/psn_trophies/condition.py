"""Conditions: what an account has earned, how far it is, whether it plays."""

from abc import abstractmethod
from datetime import timedelta
from typing import Any, ClassVar, Final, override

import voluptuous as vol

from homeassistant.const import CONF_EXCLUDE, CONF_OPTIONS, STATE_ON, Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL,
    Condition,
    ConditionConfig,
    EntityConditionBase,
)
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)
from homeassistant.util import dt as dt_util

from .const import DOMAIN

CONF_AT_LEAST: Final = "at_least"
CONF_HOURS: Final = "hours"


def _with_number(option: str, most: int | None = None) -> vol.Schema:
    """Return the schema of a condition with a number."""
    number = vol.All(vol.Coerce(float), vol.Range(min=1, max=most))
    return ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL.extend(
        {vol.Required(CONF_OPTIONS): {vol.Required(option): number}}
    )


class _AccountCondition(EntityConditionBase):
    """Looks at one entity of each account it is aimed at."""

    _domain_specs = {platform: DomainSpec() for platform in Platform}
    _platform: ClassVar[Platform] = Platform.SENSOR
    _key: ClassVar[str]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return what is looked at: any entity of an account means the account."""
        accounts = {self._account_of(entity_id) for entity_id in entities}
        found = {
            entity_id
            for account in accounts
            if account is not None
            if (entity_id := self._entity_of(account, self._platform, self._key))
        }
        return found - self._excluded() if found else found

    def _account_of(self, entity_id: str) -> str | None:
        """Return the account an entity belongs to, None for those of others."""
        entry = er.async_get(self._hass).async_get(entity_id)
        if entry is None or entry.platform != DOMAIN:
            return None
        return entry.unique_id.partition("_")[0]

    def _entity_of(self, account: str, platform: Platform, key: str) -> str | None:
        """Return one of an account's entities."""
        return er.async_get(self._hass).async_get_entity_id(
            platform, DOMAIN, f"{account}_{key}"
        )

    def _excluded(self) -> set[str]:
        """Return the entities that the target leaves out."""
        excluded: dict[str, Any] = self._target.get(CONF_EXCLUDE, {})
        selected = async_extract_referenced_entity_ids(
            self._hass, TargetSelection(excluded), expand_group=False
        )
        return selected.referenced | selected.indirectly_referenced

    @property
    @override
    def needs_polling(self) -> bool:
        """Whether more than the chosen entities decides: others of the account do."""
        return True

    @override
    def _should_include(self, _state: State) -> bool:
        """Keep accounts of which nothing is known: all of them is then not true."""
        return True

    @override
    def _check_all_match_state(self, states: list[State]) -> bool:
        """Tell whether all accounts fit; none is not all."""
        return bool(states) and super()._check_all_match_state(states)

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Tell whether an account fits; one of which nothing is known does not."""
        return entity_state.state not in self._excluded_states and self._fits(
            entity_state
        )

    @abstractmethod
    def _fits(self, state: State) -> bool:
        """Tell whether a known state fits."""


class _NumberCondition(_AccountCondition):
    """Holds from a number on."""

    _option: ClassVar[str] = CONF_AT_LEAST

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take the number."""
        super().__init__(hass, config)
        assert config.options is not None
        self._number: float = config.options[self._option]

    @override
    def _fits(self, state: State) -> bool:
        """Tell whether the state is as high."""
        return _as_number(state.state) >= self._number


class TrophiesTodayCondition(_NumberCondition):
    """So many trophies were earned today."""

    _key = "trophies_today"
    _schema = _with_number(CONF_AT_LEAST)


class TrophiesThisWeekCondition(_NumberCondition):
    """So many trophies were earned this week."""

    _key = "trophies_this_week"
    _schema = _with_number(CONF_AT_LEAST)


class StreakCondition(_NumberCondition):
    """Trophies were earned on so many days in a row."""

    _key = "streak"
    _schema = _with_number(CONF_AT_LEAST)


class TrophyLevelCondition(_NumberCondition):
    """A level is reached."""

    _key = "trophy_level"
    _schema = _with_number(CONF_AT_LEAST, 999)


class LatestGameProgressCondition(_NumberCondition):
    """So much of the latest game is done, in percent."""

    _key = "latest_game"
    _schema = _with_number(CONF_AT_LEAST, 100)

    @override
    def _fits(self, state: State) -> bool:
        """Tell whether the progress is as high."""
        return _as_number(state.attributes.get("progress")) >= self._number


class StreakAtRiskCondition(_NumberCondition):
    """There is a streak, nothing was earned today, and the day ends soon."""

    _key = "streak"
    _option = CONF_HOURS
    _schema = _with_number(CONF_HOURS, 24)

    @override
    def _fits(self, state: State) -> bool:
        """Tell whether there is a streak that ends with the day."""
        if _as_number(state.state) < 1 or _time_left() > timedelta(hours=self._number):
            return False
        account = self._account_of(state.entity_id)
        assert account is not None
        today = self._entity_of(account, Platform.SENSOR, "trophies_today")
        earned = self._hass.states.get(today) if today else None
        return earned is not None and _as_number(earned.state) == 0


class PlayingCondition(_AccountCondition):
    """Somebody plays."""

    _platform = Platform.BINARY_SENSOR
    _key = "playing"

    @property
    @override
    def _needs_duration_tracking(self) -> bool:
        """Whether the state alone does not tell how long it has been so."""
        return False

    @override
    def _fits(self, state: State) -> bool:
        """Tell whether the account plays."""
        return state.state == STATE_ON


def _as_number(value: object) -> float:
    """Return a number, less than any for what is none."""
    try:
        return float(str(value))
    except ValueError:
        return -1


def _time_left() -> timedelta:
    """Return how long the home's day still lasts."""
    now = dt_util.now()
    end = dt_util.start_of_local_day(now.date() + timedelta(days=1))
    # By the clock of the world: an hour may be left out or come twice meanwhile.
    return timedelta(seconds=end.timestamp() - now.timestamp())


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions by key."""
    return {
        "trophies_today": TrophiesTodayCondition,
        "trophies_this_week": TrophiesThisWeekCondition,
        "streak": StreakCondition,
        "is_streak_at_risk": StreakAtRiskCondition,
        "trophy_level": TrophyLevelCondition,
        "latest_game_progress": LatestGameProgressCondition,
        "is_playing": PlayingCondition,
    }
