"""Constants of the integration."""

from datetime import timedelta
from typing import Final

DOMAIN: Final = "psn_trophies"
MANUFACTURER: Final = "Sony Interactive Entertainment"
# A name in every language; Home Assistant translates no models.
MODEL: Final = "PlayStation Network"

CONF_NPSSO: Final = "npsso"
# Kept only where somebody chose a fixed interval; the form asks which of both it is.
CONF_POLL_INTERVAL: Final = "poll_interval"
CONF_POLLING: Final = "polling"
CONF_CONSOLE: Final = "console"
POLLING_AUTOMATIC: Final = "automatic"
POLLING_FIXED: Final = "fixed"
CONF_SHOW_SECRET_TROPHIES: Final = "show_secret_trophies"

DEFAULT_POLL_INTERVAL: Final = timedelta(seconds=60)
MIN_POLL_INTERVAL: Final = timedelta(seconds=30)
MAX_POLL_INTERVAL: Final = timedelta(hours=1)
DEFAULT_SHOW_SECRET_TROPHIES: Final = False

# Where people sign in, and where they then find their token.
SIGN_IN_URL: Final = "https://www.playstation.com"
NPSSO_URL: Final = "https://ca.account.sony.com/api/v1/ssocookie"

# Fired with each announcement.
EVENT_TROPHY: Final = f"{DOMAIN}_trophy"
EVENT_MILESTONE: Final = f"{DOMAIN}_milestone"
ATTR_ACCOUNT: Final = "account"
ATTR_TYPE: Final = "type"
