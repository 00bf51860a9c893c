"""Addresses, identity and limits of Sony's service."""

from datetime import timedelta
from typing import Final

ACCOUNT_URL: Final = "https://ca.account.sony.com/api"
API_URL: Final = "https://m.np.playstation.com/api"
LEGACY_URL: Final = "https://us-prof.np.community.playstation.net"

NPSSO_PAGE_URL: Final = f"{ACCOUNT_URL}/v1/ssocookie"
AUTHORIZE_URL: Final = f"{ACCOUNT_URL}/authz/v3/oauth/authorize"
TOKEN_URL: Final = f"{ACCOUNT_URL}/authz/v3/oauth/token"

TROPHY_URL: Final = f"{API_URL}/trophy/v1"
PROFILE_URL: Final = f"{API_URL}/userProfile/v1/internal/users"
LEGACY_PROFILE_URL: Final = f"{LEGACY_URL}/userProfile/v1/users"

# The access token goes to these hosts and to no other.
API_HOSTS: Final = frozenset(
    {
        "m.np.playstation.com",
        "web.np.playstation.com",
        "dms.api.playstation.com",
        "us-prof.np.community.playstation.net",
    }
)

# The identity of Sony's Android app. Sony changed it in 2021 and in 2022.
CLIENT_ID: Final = "09515159-7237-4370-9b40-3806e67c0891"
CLIENT_SECRET: Final = "ucPjka5tntB2KqsP"
REDIRECT_URI: Final = "com.scee.psxandroid.scecompcall://redirect"
SCOPE: Final = "psn:mobile.v2.core psn:clientapp"

LEGACY_PROFILE_FIELDS: Final = (
    "npId,onlineId,currentOnlineId,accountId,avatarUrls,plus,aboutMe,languagesUsed,"
    "trophySummary(@default,level,progress,earnedTrophies),isOfficiallyVerified"
)

NPSSO_LENGTH: Final = 64
# A token this close to its end is not used any more.
ACCESS_MARGIN: Final = timedelta(seconds=60)
REQUEST_TIMEOUT_S: Final = 30.0
CONCURRENCY: Final = 4

REQUEST_LIMIT: Final = 240
REQUEST_WINDOW: Final = timedelta(minutes=15)
REQUEST_RESERVE: Final = 60

# After a 429 that does not say how long, and the longest wait believed.
DEFAULT_PAUSE: Final = timedelta(minutes=15)
MAX_PAUSE: Final = timedelta(hours=24)

TITLES_PAGE_SIZE: Final = 400
MAX_NP_TITLE_IDS: Final = 5
