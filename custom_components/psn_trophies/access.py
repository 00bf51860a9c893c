"""Who may see an account: one rule for cards, actions and Assist."""

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import (
    DOMAIN as HOMEASSISTANT_DOMAIN,
    Context,
    HomeAssistant,
    callback,
)
from homeassistant.exceptions import ServiceValidationError, UnknownUser
from homeassistant.helpers import device_registry as dr, entity_registry as er, service

from .const import DOMAIN
from .coordinator import PsnTrophiesConfigEntry


def account_device(
    hass: HomeAssistant, entry: PsnTrophiesConfigEntry
) -> dr.DeviceEntry | None:
    """Return the device that stands for an account, None before its first set-up."""
    if entry.unique_id is None:
        return None
    return dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, entry.unique_id), entry.entry_id
    )


def may_read(
    hass: HomeAssistant, user: User | None, entry: PsnTrophiesConfigEntry
) -> bool:
    """Tell whether somebody may see all that an account's entities show.

    Nobody is who asks for the home itself, as automations do: the home may see all.
    """
    if user is None or user.permissions.access_all_entities(POLICY_READ):
        return True
    if (device := account_device(hass, entry)) is None:
        return False
    entities = er.async_entries_for_device(
        er.async_get(hass), device.id, include_disabled_entities=True
    )
    return bool(entities) and all(
        user.permissions.check_entity(entity.entity_id, POLICY_READ)
        for entity in entities
    )


async def async_get_user(hass: HomeAssistant, context: Context | None) -> User | None:
    """Return who asks, None where it is no person.

    Raises UnknownUser for somebody who is not there any more.
    """
    if context is None or context.user_id is None:
        return None
    if (user := await hass.auth.async_get_user(context.user_id)) is None:
        raise UnknownUser(context=context)
    return user


@callback
def async_get_account(
    hass: HomeAssistant, user: User | None, entry_id: str | None
) -> PsnTrophiesConfigEntry:
    """Return a loaded account; without an id the only one that somebody may see.

    An account somebody may not see is the same to them as one that is not there.
    Raises ServiceValidationError.
    """
    entries = hass.config_entries.async_entries(DOMAIN)
    visible = [entry.entry_id for entry in entries if may_read(hass, user, entry)]
    if len(visible) < len(entries):
        if entry_id is None and not visible:
            raise _no_account("service_found_no_config_entry_for_domain")
        if entry_id is None and len(visible) == 1:
            (entry_id,) = visible
    if entry_id is not None and user is not None and entry_id not in visible:
        raise _no_account("service_config_entry_not_found", entry_id=entry_id)
    account: PsnTrophiesConfigEntry = service.async_get_config_entry(
        hass, DOMAIN, entry_id
    )
    return account


def _no_account(key: str, **placeholders: str) -> ServiceValidationError:
    """Return what Home Assistant says of an account that is not there."""
    return ServiceValidationError(
        translation_domain=HOMEASSISTANT_DOMAIN,
        translation_key=key,
        translation_placeholders={"domain": DOMAIN, **placeholders},
    )
