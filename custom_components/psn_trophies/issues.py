"""Repairs: what people are told of in time, and how it goes away again."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from .const import DOMAIN, NPSSO_URL, SIGN_IN_URL

if TYPE_CHECKING:
    from .coordinator import PsnTrophiesConfigEntry

# How long before a login ends people are asked for a new token.
LOGIN_WARNING: Final = timedelta(days=7)

LOGIN_EXPIRES: Final = "login_expires"
LIBRARY_DAMAGED: Final = "library_damaged"


@callback
def async_update_login_issue(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry, expires: datetime | None
) -> None:
    """Ask for a new token while there is time; take the question back once there is."""
    if expires is None:
        return
    issue_id = f"{LOGIN_EXPIRES}_{entry.entry_id}"
    if expires - dt_util.utcnow() > LOGIN_WARNING:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        data={"entry_id": entry.entry_id},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=LOGIN_EXPIRES,
        translation_placeholders={
            "sign_in_url": SIGN_IN_URL,
            "npsso_url": NPSSO_URL,
            "name": entry.title,
            "date": dt_util.as_local(expires).strftime("%Y-%m-%d %H:%M"),
        },
    )


@callback
def async_report_damaged_library(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry, path: str
) -> None:
    """Tell that a library could not be read, and where it is kept."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{LIBRARY_DAMAGED}_{entry.entry_id}",
        data={"entry_id": entry.entry_id},
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=LIBRARY_DAMAGED,
        translation_placeholders={"name": entry.title, "file": Path(path).name},
    )


@callback
def async_delete_issues(hass: HomeAssistant, entry: PsnTrophiesConfigEntry) -> None:
    """Take back every question about an account."""
    for key in (LOGIN_EXPIRES, LIBRARY_DAMAGED):
        ir.async_delete_issue(hass, DOMAIN, f"{key}_{entry.entry_id}")
