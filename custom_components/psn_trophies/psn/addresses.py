"""Addresses of Sony's service, which no id can lead away from."""

import re
from typing import Final

from yarl import URL

from .const import API_HOSTS, API_URL, TROPHY_URL
from .models.base import SEGMENT

_ACCOUNT_ID: Final = re.compile(r"[0-9]+")


def segment(value: str) -> str:
    """Return the value if it is one segment of a path, so that it can not leave it."""
    if not SEGMENT.fullmatch(value):
        raise ValueError("Ids and groups consist of letters, digits, _ and -")
    return value


def number(account_id: str) -> str:
    """Return the id if it is a decimal one: `me` is nobody to some services."""
    if not _ACCOUNT_ID.fullmatch(account_id):
        raise ValueError("People are found by their decimal account id only")
    return account_id


def set_url(np_communication_id: str, account_id: str | None = None) -> str:
    """Return the address of a trophy set, or of somebody's progress in it."""
    user = f"/users/{segment(account_id)}" if account_id else ""
    return f"{TROPHY_URL}{user}/npCommunicationIds/{segment(np_communication_id)}"


def address(url: str) -> URL:
    """Return the address; the token must not go anywhere but to Sony's API."""
    found = URL(f"{API_URL}{url}" if url.startswith("/") else url)
    if found.scheme != "https" or found.host not in API_HOSTS:
        raise ValueError("Not an address of Sony's API")
    return found
