"""Repair flows: a new token before the old one ends."""

from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .const import CONF_NPSSO, DOMAIN
from .issues import LOGIN_EXPIRES
from .login import TOKEN_SCHEMA, Attempt, async_store_login, async_try_login


class LoginExpiresFlow(RepairsFlow):
    """Takes a new token right in the repair."""

    def __init__(self, entry_id: str) -> None:
        """Choose the account."""
        self._entry_id = entry_id

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_token()

    async def async_step_token(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Show the token form until a token of this account works."""
        entry = self.hass.config_entries.async_get_entry(self._entry_id)
        if entry is None:
            return self.async_abort(reason="account_removed")
        attempt = Attempt()
        if user_input is not None:
            attempt = await async_try_login(
                self.hass, user_input[CONF_NPSSO], entry.unique_id
            )
            login = attempt.login
            if login is not None and login.account_id != entry.unique_id:
                attempt = Attempt(errors={"base": "wrong_account"})
            elif login is not None:
                await async_store_login(self.hass, login)
                self.hass.config_entries.async_update_entry(
                    entry, data={**entry.data, CONF_NPSSO: login.npsso}
                )
                self.hass.config_entries.async_schedule_reload(entry.entry_id)
                return self.async_create_entry(data={})
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        return self.async_show_form(
            step_id="token",
            data_schema=self.add_suggested_values_to_schema(TOKEN_SCHEMA, user_input),
            errors=attempt.errors,
            description_placeholders={
                **((issue and issue.translation_placeholders) or {}),
                **attempt.placeholders,
            },
        )


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that fixes an issue."""
    if issue_id.startswith(LOGIN_EXPIRES) and data is not None:
        return LoginExpiresFlow(str(data["entry_id"]))
    return ConfirmRepairFlow()
