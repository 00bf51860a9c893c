"""What all accounts of this home share: Sony's time, the requests, who logged in."""

from dataclasses import dataclass, field
import time
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .psn import HomeBudget, LoginLog, LoginState, NpssoFacts, ServiceClock

# Core's own integration, which asks Sony from the same address.
_NEIGHBOUR: Final = "playstation_network"
# As long as logins count.
_REMEMBERED_S: Final = 3600.0


@dataclass(slots=True)
class Pasted:
    """A token that somebody pasted, and what has come of it so far."""

    state: LoginState
    logins: LoginLog
    # By the steady clock.
    used_at: float

    def keep(self, state: LoginState) -> None:
        """Remember what the next try can go on with."""
        self.state = state


@dataclass(slots=True)
class Home:
    """Kept over reloads and set-ups that fail: Sony counts on."""

    clock: ServiceClock = field(
        default_factory=lambda: ServiceClock(time.time, time.monotonic)
    )
    budget: HomeBudget = field(default_factory=lambda: HomeBudget(clock=time.monotonic))
    # By account id.
    logins: dict[str, LoginLog] = field(default_factory=dict)
    pasted: list[Pasted] = field(default_factory=list)

    def logins_of(self, account_id: str, state: LoginState) -> LoginLog:
        """Return the logins of an account; those kept count for a first run only."""
        if account_id not in self.logins:
            self.logins[account_id] = LoginLog(self.clock, state.logins)
        return self.logins[account_id]

    def pasted_token(self, npsso: str) -> Pasted:
        """Return what is known of a pasted token, and forget others of long ago."""
        now = self.clock.steady()
        self.pasted = [
            known for known in self.pasted if now - known.used_at < _REMEMBERED_S
        ]
        for known in self.pasted:
            if known.state.npsso.belong_to(npsso):
                known.used_at = now
                return known
        pasted = Pasted(
            LoginState(npsso=NpssoFacts.of(npsso)), LoginLog(self.clock), now
        )
        self.pasted.append(pasted)
        return pasted


DATA_HOME: HassKey[Home] = HassKey(f"{DOMAIN}_home")


@callback
def async_get_home(hass: HomeAssistant) -> Home:
    """Return what the accounts share, with a look at who else is in."""
    home = hass.data.setdefault(DATA_HOME, Home())
    home.budget.has_neighbour = bool(
        hass.config_entries.async_loaded_entries(_NEIGHBOUR)
    )
    return home
