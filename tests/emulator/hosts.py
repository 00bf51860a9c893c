"""The host names that the emulator stands for."""

ACCOUNT = "ca.account.sony.com"
SIGN_IN = "my.account.sony.com"
MOBILE = "m.np.playstation.com"
WEB = "web.np.playstation.com"
DEVICES = "dms.api.playstation.com"
LEGACY = "us-prof.np.community.playstation.net"
# Moved away from in 2022; answers 403 to everything.
FORMER = "m.np.playstation.net"

API_HOSTS = frozenset({MOBILE, WEB, DEVICES, LEGACY})
IMAGE_HOSTS = frozenset(
    {
        "image.api.playstation.com",
        "image.api.np.km.playstation.net",
        "psnobj.prod.dl.playstation.net",
        "psn-rsc.prod.dl.playstation.net",
        "static-resource.np.community.playstation.net",
        "tmdb.np.dl.playstation.net",
    }
)
ALL_HOSTS = frozenset({ACCOUNT, SIGN_IN, FORMER, *API_HOSTS, *IMAGE_HOSTS})
