"""A home whose request budget counts an hour as a second.

The tests in a browser add accounts and look at games faster than anybody could.
"""

import asyncio
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from homeassistant.core import HomeAssistant

HURRY: Final = "TROPHY_HURRY"
# How much faster time passes for the budget.
_TIMES: Final = 3600


def hurry(hass: HomeAssistant) -> None:
    """Give all accounts a budget whose clock runs faster."""
    from custom_components.psn_trophies.home import DATA_HOME, Home
    from custom_components.psn_trophies.psn import HomeBudget

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / _TIMES)

    budget = HomeBudget(clock=lambda: time.monotonic() * _TIMES, sleep=sleep)
    hass.data[DATA_HOME] = Home(budget=budget)
