"""What open cards share: equal views are worked out and written down once."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakValueDictionary

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.json import json_bytes
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry, PsnTrophiesCoordinator
from .presentation.shapes import AnswerView, LiveData
from .trophies import AccountState
from .views import ATTR_VIEW, LIVE_VIEWS, Choice, account_view, new_trophies

# Parts of a command that say nothing of what is to be seen.
_NO_CHOICE: Final = {"id", "type", ATTR_DEVICE_ID}


@dataclass(eq=False, slots=True, weakref_slot=True, kw_only=True)
class SharedView:
    """A view as it is at one moment, kept for as long as a card shows it."""

    hass: HomeAssistant
    view: AnswerView
    moment: Hashable
    state: AccountState
    # What else the moment is made of: nothing may take its place in memory.
    made_of: tuple[object, ...]
    messages: dict[bool, bytes] = field(default_factory=dict)

    def message(self, *, with_news: bool) -> bytes:
        """Return the view as it is sent, with or without what was just earned."""
        if with_news not in self.messages:
            news = new_trophies(self.hass, self.state) if with_news else []
            self.messages[with_news] = json_bytes({**self.view, "news": news})
        return self.messages[with_news]


DATA_SHARED_VIEWS: HassKey[WeakValueDictionary[Hashable, SharedView]] = HassKey(
    f"{DOMAIN}_shared_views"
)


@callback
def async_shared_view(
    hass: HomeAssistant,
    entry: PsnTrophiesConfigEntry,
    device: dr.DeviceEntry,
    choice: Choice,
) -> SharedView:
    """Return the view of now that was chosen, worked out if no card shows it yet."""
    views = hass.data.setdefault(DATA_SHARED_VIEWS, WeakValueDictionary())
    coordinator = entry.runtime_data.coordinator
    account = account_view(entry, device)
    made_of = (coordinator.data, coordinator.sync.titles, coordinator.sync.library)
    moment = (
        *map(id, made_of),
        coordinator.sync.library.revision,
        dt_util.now().date(),
        dt_util.get_default_time_zone(),
    )
    key = (entry.entry_id, _choice_key(choice))
    shared = views.get(key)
    if shared is None or shared.moment != moment or shared.view["account"] != account:
        shared = views[key] = SharedView(
            hass=hass,
            view={"account": account, "data": live_data(coordinator, choice)},
            moment=moment,
            state=coordinator.data,
            made_of=made_of,
        )
    return shared


def live_data(coordinator: PsnTrophiesCoordinator, choice: Choice) -> LiveData:
    """Return what the view that was chosen shows now."""
    return LIVE_VIEWS[choice[ATTR_VIEW]].build(coordinator, choice)


def _choice_key(choice: Choice) -> Hashable:
    """Return what makes two choices equal."""
    return frozenset(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in choice.items()
        if name not in _NO_CHOICE
    )
