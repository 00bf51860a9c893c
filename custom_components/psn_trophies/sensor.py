"""Sensors of an account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import (
    MAX_LENGTH_STATE_STATE,
    PERCENTAGE,
    EntityCategory,
    UnitOfTime,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator
from .entity import PsnTrophiesEntity
from .presentation import (
    Secrecy,
    async_get_secrecy,
    earned_trophy_view,
    title_attributes,
    title_trophy_views,
)
from .presentation.shapes import (
    ClosestPlatinumAttributes,
    EarnedTrophyView,
    TitleAttributes,
)
from .psn import TrophyTitle
from .trophies import (
    MISSING_IN_BASE_GAME,
    AccountState,
    TierGrade,
    TitleDetails,
    TitleTrophy,
    grade_from_tier,
    library_progress,
    points_to_next_level,
    total_points,
)

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class PsnTrophiesSensorEntityDescription(SensorEntityDescription):
    """A sensor and where its value comes from."""

    value_fn: Callable[[AccountState], StateType | datetime]
    attributes_fn: Callable[[AccountState, Secrecy], Mapping[str, object] | None] = (
        lambda _state, _secrecy: None
    )
    # Whether Sony alone knows the value; everything else is known at home.
    is_live: bool = False


def title_name(title: TrophyTitle | None) -> str | None:
    """Return the name of a title, cut to what a state can hold."""
    return title.name[:MAX_LENGTH_STATE_STATE] if title else None


def trophy_name(earned: TitleTrophy | None) -> str | None:
    """Return the name of a trophy, cut to what a state can hold."""
    return earned.trophy.name[:MAX_LENGTH_STATE_STATE] if earned else None


def latest_game_attributes(state: AccountState, _: Secrecy) -> TitleAttributes | None:
    """Return the details of the latest game."""
    return title_attributes(state.games.latest) if state.games.latest else None


def closest_platinum_attributes(
    state: AccountState, secrecy: Secrecy
) -> ClosestPlatinumAttributes | None:
    """Return the details of the game, and what its base game still lacks."""
    if (title := state.games.closest_platinum) is None:
        return None
    return {
        **title_attributes(title),
        "base_game_progress": state.games.closest_progress,
        "missing": missing_names(state.closest_game, secrecy),
    }


def missing_names(details: TitleDetails | None, secrecy: Secrecy) -> list[str] | None:
    """Return what a base game lacks, None where its trophies have not been read."""
    if details is None:
        return None
    missing = (listed for listed in details.listed if listed in MISSING_IN_BASE_GAME)
    return [view["trophy_name"] for view in title_trophy_views(missing, secrecy)]


def earned_attributes(earned: TitleTrophy | None) -> EarnedTrophyView | None:
    """Return the details of an earned trophy."""
    return earned_trophy_view(earned) if earned else None


SENSOR_DESCRIPTIONS: tuple[PsnTrophiesSensorEntityDescription, ...] = (
    PsnTrophiesSensorEntityDescription(
        key="trophy_level",
        translation_key="trophy_level",
        is_live=True,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda state: state.summary.level,
    ),
    PsnTrophiesSensorEntityDescription(
        key="trophy_tier",
        translation_key="trophy_tier",
        is_live=True,
        device_class=SensorDeviceClass.ENUM,
        options=list(TierGrade),
        value_fn=lambda state: grade_from_tier(state.summary.tier),
        attributes_fn=lambda state, _: {"tier": state.summary.tier},
    ),
    PsnTrophiesSensorEntityDescription(
        key="level_progress",
        translation_key="level_progress",
        is_live=True,
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda state: state.summary.progress,
    ),
    PsnTrophiesSensorEntityDescription(
        key="trophy_points",
        translation_key="trophy_points",
        is_live=True,
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda state: total_points(state.summary),
    ),
    PsnTrophiesSensorEntityDescription(
        key="points_to_next_level",
        translation_key="points_to_next_level",
        is_live=True,
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
        value_fn=lambda state: points_to_next_level(state.summary),
    ),
    PsnTrophiesSensorEntityDescription(
        key="trophies_platinum",
        translation_key="trophies_platinum",
        is_live=True,
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda state: state.summary.earned.platinum,
    ),
    PsnTrophiesSensorEntityDescription(
        key="trophies_gold",
        translation_key="trophies_gold",
        is_live=True,
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda state: state.summary.earned.gold,
    ),
    PsnTrophiesSensorEntityDescription(
        key="trophies_silver",
        translation_key="trophies_silver",
        is_live=True,
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda state: state.summary.earned.silver,
    ),
    PsnTrophiesSensorEntityDescription(
        key="trophies_bronze",
        translation_key="trophies_bronze",
        is_live=True,
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda state: state.summary.earned.bronze,
    ),
    PsnTrophiesSensorEntityDescription(
        key="trophies_total",
        translation_key="trophies_total",
        is_live=True,
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda state: state.summary.earned.total,
    ),
    PsnTrophiesSensorEntityDescription(
        key="latest_game",
        translation_key="latest_game",
        value_fn=lambda state: title_name(state.games.latest),
        attributes_fn=latest_game_attributes,
    ),
    PsnTrophiesSensorEntityDescription(
        key="games_total",
        translation_key="games_total",
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda state: state.games.total,
    ),
    PsnTrophiesSensorEntityDescription(
        key="games_completed",
        translation_key="games_completed",
        state_class=SensorStateClass.TOTAL,
        value_fn=lambda state: state.games.completed,
    ),
    PsnTrophiesSensorEntityDescription(
        key="average_completion",
        translation_key="average_completion",
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=1,
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
        value_fn=lambda state: state.games.average_completion,
    ),
    PsnTrophiesSensorEntityDescription(
        key="closest_platinum",
        translation_key="closest_platinum",
        value_fn=lambda state: title_name(state.games.closest_platinum),
        attributes_fn=closest_platinum_attributes,
    ),
    PsnTrophiesSensorEntityDescription(
        key="latest_trophy",
        translation_key="latest_trophy",
        value_fn=lambda state: trophy_name(state.trophies.latest),
        attributes_fn=lambda state, _: earned_attributes(state.trophies.latest),
    ),
    PsnTrophiesSensorEntityDescription(
        key="rarest_trophy",
        translation_key="rarest_trophy",
        value_fn=lambda state: trophy_name(state.trophies.rarest),
        attributes_fn=lambda state, _: earned_attributes(state.trophies.rarest),
    ),
    PsnTrophiesSensorEntityDescription(
        key="trophies_today",
        translation_key="trophies_today",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda state: state.trophies.recent.today,
    ),
    PsnTrophiesSensorEntityDescription(
        key="trophies_this_week",
        translation_key="trophies_this_week",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda state: state.trophies.recent.this_week,
    ),
    PsnTrophiesSensorEntityDescription(
        key="trophies_this_month",
        translation_key="trophies_this_month",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda state: state.trophies.recent.this_month,
    ),
    PsnTrophiesSensorEntityDescription(
        key="streak",
        translation_key="streak",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.DAYS,
        suggested_display_precision=0,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda state: state.trophies.recent.streak,
    ),
    PsnTrophiesSensorEntityDescription(
        key="best_streak",
        translation_key="best_streak",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.DAYS,
        suggested_display_precision=0,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda state: state.trophies.recent.best_streak,
    ),
    PsnTrophiesSensorEntityDescription(
        key="library_progress",
        translation_key="library_progress",
        native_unit_of_measurement=PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda state: library_progress(state.trophies.progress),
    ),
    PsnTrophiesSensorEntityDescription(
        key="login_expires",
        translation_key="login_expires",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda state: state.login_expires,
    ),
)

LAST_SYNC_DESCRIPTION = SensorEntityDescription(
    key="last_sync",
    translation_key="last_sync",
    device_class=SensorDeviceClass.TIMESTAMP,
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PsnTrophiesConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of an account."""
    coordinator = entry.runtime_data.coordinator
    secrecy = await async_get_secrecy(hass, entry)
    async_add_entities(
        [
            *(
                PsnTrophiesSensorEntity(coordinator, description, secrecy)
                for description in SENSOR_DESCRIPTIONS
            ),
            PsnTrophiesLastSyncSensorEntity(coordinator, LAST_SYNC_DESCRIPTION),
        ]
    )


class PsnTrophiesSensorEntity(PsnTrophiesEntity, SensorEntity):
    """A figure of an account."""

    entity_description: PsnTrophiesSensorEntityDescription
    # Addresses, counts and lists would only fill the history.
    _unrecorded_attributes = frozenset(
        {"icon_url", "title_icon_url", "earned", "defined", "missing"}
    )

    def __init__(
        self,
        coordinator: PsnTrophiesCoordinator,
        description: PsnTrophiesSensorEntityDescription,
        secrecy: Secrecy,
    ) -> None:
        """Keep how secret trophies are shown."""
        super().__init__(coordinator, description)
        self._secrecy = secrecy

    @property
    @override
    def available(self) -> bool:
        """Whether the value can still be true."""
        return not (self.entity_description.is_live and self.coordinator.is_away)

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return the value."""
        return self.entity_description.value_fn(self.coordinator.data)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, object] | None:
        """Return the details."""
        return self.entity_description.attributes_fn(
            self.coordinator.data, self._secrecy
        )


class PsnTrophiesLastSyncSensorEntity(PsnTrophiesEntity, SensorEntity):
    """The time of the last successful poll, which also quiet ones move."""

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return the time."""
        return self.coordinator.last_sync

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to every poll; the coordinator passes on only those with news."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.coordinator.async_add_sync_listener(self.async_write_ha_state)
        )
