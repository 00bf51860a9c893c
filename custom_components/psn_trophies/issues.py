"""Repairs: what people are told of in time, and how it goes away again."""

from datetime import datetime, timedelta
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
# About the disk, so for all accounts together.
LIBRARY_UNREADABLE: Final = "library_unreadable"
STORAGE_NOT_WRITABLE: Final = "storage_not_writable"


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
            # In milliseconds: the text says how to write it in the reader's language.
            "date": str(round(expires.timestamp() * 1000)),
        },
    )


@callback
def async_report_damaged_library(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry
) -> None:
    """Tell that a library could not be read, and how to find what is left of it.

    Nothing tells whose it is: what is persistent gets into every download of
    diagnostics.
    """
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{LIBRARY_DAMAGED}_{entry.entry_id}",
        data={"entry_id": entry.entry_id},
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=LIBRARY_DAMAGED,
    )


@callback
def async_clean_damaged_issue(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry
) -> None:
    """Take out of a kept note what earlier versions wrote in it: name and file."""
    issue = ir.async_get(hass).async_get_issue(
        DOMAIN, f"{LIBRARY_DAMAGED}_{entry.entry_id}"
    )
    if issue is not None and issue.translation_placeholders:
        async_report_damaged_library(hass, entry)


@callback
def async_update_storage_issues(
    hass: HomeAssistant, *, is_full: bool, is_blocked: bool
) -> None:
    """Tell that the disk takes nothing, or keeps a library to itself, while it does."""
    if is_full:
        ir.async_create_issue(
            hass,
            DOMAIN,
            STORAGE_NOT_WRITABLE,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=STORAGE_NOT_WRITABLE,
        )
    else:
        ir.async_delete_issue(hass, DOMAIN, STORAGE_NOT_WRITABLE)
    if is_blocked:
        ir.async_create_issue(
            hass,
            DOMAIN,
            LIBRARY_UNREADABLE,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=LIBRARY_UNREADABLE,
        )
    else:
        ir.async_delete_issue(hass, DOMAIN, LIBRARY_UNREADABLE)


@callback
def async_delete_issues(hass: HomeAssistant, entry: PsnTrophiesConfigEntry) -> None:
    """Take back every question about an account."""
    for key in (LOGIN_EXPIRES, LIBRARY_DAMAGED):
        ir.async_delete_issue(hass, DOMAIN, f"{key}_{entry.entry_id}")
