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
PRESENCE_URL: Final = f"{API_URL}/userProfile/v2/internal/users"
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

PRESENCE_PLATFORMS: Final = "PS4,PS5,MOBILE_APP,PSPC"

NPSSO_LENGTH: Final = 64
# A token this close to its end is not used any more.
ACCESS_MARGIN: Final = timedelta(seconds=60)
# What is believed of a lifetime. One of a minute would mean a login for every poll.
MIN_ACCESS_LIFE: Final = timedelta(minutes=5)
DEFAULT_ACCESS_LIFE: Final = timedelta(hours=1)
MAX_ACCESS_LIFE: Final = timedelta(days=1)
MIN_REFRESH_LIFE: Final = timedelta(hours=2)
MAX_REFRESH_LIFE: Final = timedelta(days=366)
MAX_NPSSO_LIFE: Final = timedelta(days=366)

# Logins with the NPSSO, of one account, in any hour. Of those the last is for people.
LOGIN_WINDOW: Final = timedelta(hours=1)
LOGIN_LIMIT: Final = 4
LOGIN_RESERVE: Final = 1
LOGIN_SPACING: Final = timedelta(minutes=15)
# How long a code is tried at a token endpoint in trouble before there is a new one.
CODE_MAX_AGE: Final = timedelta(hours=1)
# A bare redirect is believed where it comes again after so long.
BARE_PATIENCE: Final = timedelta(minutes=10)
# How long the end of the NPSSO is known once it was read, and when it may be asked
# for again where that failed.
NPSSO_EXPIRY_MAX_AGE: Final = timedelta(days=1)
NPSSO_EXPIRY_RETRY: Final = timedelta(minutes=55)

# How long an access token counts as good after Sony took it, for addresses that never
# took it, and for those that did.
PROOF_LASTS: Final = timedelta(minutes=15)
FRESH_PROOF_LASTS: Final = timedelta(seconds=5)
# A new token that is refused again so much later is taken for a bad one.
DOUBT_AFTER: Final = timedelta(seconds=20)

# A clock is wrong where it differs by more from what Sony's answers say.
CLOCK_TOLERANCE: Final = timedelta(minutes=5)
# No answer was ever older; an earlier date is as wrong as a clock can be.
EARLIEST_DATE: Final = 1_577_836_800.0

REQUEST_TIMEOUT_S: Final = 30.0
# For what a poll does not wait for.
ASIDE_TIMEOUT_S: Final = 10.0
CONCURRENCY: Final = 4

REQUEST_LIMIT: Final = 240
REQUEST_WINDOW: Final = timedelta(minutes=15)
# What is left to the poll, and what of the rest to people who look.
REQUEST_RESERVE: Final = 60
LOOK_RESERVE: Final = 20

# All accounts of a home together, in any minute; what is left to polls besides one for
# each account, and of the rest to people who look.
MINUTE: Final = timedelta(minutes=1)
MINUTE_LIMIT: Final = 30
MINUTE_RESERVE: Final = 3
MINUTE_LOOK_RESERVE: Final = 8
# How many accounts may begin in a minute, and what each needs for it: a login, a few
# pages. What more than one need is taken from work in the background.
STARTS_PER_MINUTE: Final = 3
START_REQUESTS: Final = 7
# Background work of all accounts of a home together.
BACKGROUND_LIMIT: Final = 160
# What core's own integration leaves over for ours: together 280 in a window.
NEIGHBOUR_SHARE: Final = 80

# After a 429 that does not say how long, and the longest wait believed.
DEFAULT_PAUSE: Final = timedelta(minutes=15)
MAX_PAUSE: Final = timedelta(hours=24)

TITLES_PAGE_SIZE: Final = 400
MAX_NP_TITLE_IDS: Final = 5
