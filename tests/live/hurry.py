"""A home whose request budget and logins count an hour as a second.

The tests in a browser add accounts, look at games, end logins and doubt tokens faster
than anybody could.
"""

import asyncio
from collections.abc import Mapping
import time
from typing import TYPE_CHECKING, Final, override

if TYPE_CHECKING:
    from homeassistant.core import HomeAssistant

HURRY: Final = "TROPHY_HURRY"
# How much faster time passes.
_TIMES: Final = 3600


def hurry(hass: HomeAssistant) -> None:
    """Give all accounts a budget, a log of logins and proofs that age faster."""
    from custom_components.psn_trophies.home import DATA_HOME, Home
    from custom_components.psn_trophies.psn import (
        HomeBudget,
        LoginLog,
        LoginState,
        ServiceClock,
    )

    def steady() -> float:
        return time.monotonic() * _TIMES

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / _TIMES)

    class HurriedClock(ServiceClock):
        """The home's clock, whose steady part would not agree with Sony's dates."""

        @override
        def note(self, headers: Mapping[str, str], sent_at: float) -> None:
            """Leave the wall clock as it is."""

    class HurriedHome(Home):
        """A home that soon forgets that somebody logged in."""

        @override
        def logins_of(self, account_id: str, state: LoginState) -> LoginLog:
            """Return the logins of an account since this run began."""
            return self.logins.setdefault(account_id, LoginLog(self.clock))

    hass.data[DATA_HOME] = HurriedHome(
        clock=HurriedClock(time.time, steady),
        budget=HomeBudget(clock=steady, sleep=sleep),
    )
