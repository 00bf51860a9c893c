"""A home whose request budget and logins count an hour as a second.

The tests in a browser add accounts, look at games and end logins faster than anybody
could.
"""

import asyncio
import time
from typing import TYPE_CHECKING, Final, override

if TYPE_CHECKING:
    from homeassistant.core import HomeAssistant

HURRY: Final = "TROPHY_HURRY"
# How much faster time passes.
_TIMES: Final = 3600


def hurry(hass: HomeAssistant) -> None:
    """Give all accounts a budget and a log of logins whose clocks run faster."""
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

    class HurriedHome(Home):
        """A home that soon forgets that somebody logged in."""

        @override
        def logins_of(self, account_id: str, state: LoginState) -> LoginLog:
            """Return the logins of an account since this run began."""
            return self.logins.setdefault(
                account_id, LoginLog(ServiceClock(time.time, steady))
            )

    hass.data[DATA_HOME] = HurriedHome(budget=HomeBudget(clock=steady, sleep=sleep))
