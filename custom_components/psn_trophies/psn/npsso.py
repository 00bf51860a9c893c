"""Reading the NPSSO token out of what people paste."""

import re

from .const import NPSSO_LENGTH
from .exceptions import PsnNotSignedInError, PsnNpssoError

_TOKEN = rf"(?<![A-Za-z0-9])[A-Za-z0-9]{{{NPSSO_LENGTH}}}(?![A-Za-z0-9])"
_ANY_TOKEN = re.compile(_TOKEN)
# Between key and token stand only quotes (typographic ones, escaped ones) and = or :.
_NAMED_TOKEN = re.compile(
    rf"npsso[\s\"'\\\u2018-\u201f\u00ab\u00bb]*[=:]"
    rf"[\s\"'\\\u2018-\u201f\u00ab\u00bb]*({_TOKEN})",
    re.IGNORECASE,
)
_NOT_SIGNED_IN = re.compile(
    r"invalid_grant|invalid login|[\"']?error_code[\"']?\s*:\s*20\b", re.IGNORECASE
)


def parse_npsso(text: str) -> str:
    """Return the token in the text: bare, quoted, JSON, cookie or prose (section 2).

    Raises PsnNotSignedInError for the page's error answer, PsnNpssoError otherwise.
    """
    named = set(_NAMED_TOKEN.findall(text))
    found = named or set(_ANY_TOKEN.findall(text))
    if len(found) == 1:
        token: str = found.pop()
        return token
    if found:
        raise PsnNpssoError("The text holds several tokens")
    if _NOT_SIGNED_IN.search(text):
        raise PsnNotSignedInError("The text says that nobody is signed in")
    raise PsnNpssoError("The text holds no NPSSO token")
