"""Adding an account, renewing its login, and its options."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, override

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.const import UnitOfTime
from homeassistant.core import callback
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .console import CONSOLE_DOMAINS
from .const import (
    CONF_CONSOLE,
    CONF_NPSSO,
    CONF_POLL_INTERVAL,
    CONF_POLLING,
    CONF_SHOW_SECRET_TROPHIES,
    DEFAULT_POLL_INTERVAL,
    DEFAULT_SHOW_SECRET_TROPHIES,
    DOMAIN,
    MAX_POLL_INTERVAL,
    MIN_POLL_INTERVAL,
    POLLING_AUTOMATIC,
    POLLING_FIXED,
)
from .coordinator import PsnTrophiesConfigEntry
from .login import (
    PLACEHOLDERS,
    TOKEN_SCHEMA,
    Attempt,
    Login,
    async_store_login,
    async_try_login,
)

# Where people add the dashboard with the cards.
DASHBOARDS_PATH = "/config/lovelace/dashboards"


def _seconds(interval: timedelta) -> int:
    """Return an interval as the form shows it."""
    return int(interval.total_seconds())


def options_schema(polling: str) -> vol.Schema:
    """Return the form of the options; what is chosen is what is answered by leaving out."""
    return vol.Schema(
        {
            vol.Required(CONF_POLLING, default=polling): SelectSelector(
                SelectSelectorConfig(
                    options=[POLLING_AUTOMATIC, POLLING_FIXED],
                    translation_key=CONF_POLLING,
                    mode=SelectSelectorMode.LIST,
                )
            ),
            vol.Optional(CONF_CONSOLE): EntitySelector(
                EntitySelectorConfig(domain=[str(one) for one in CONSOLE_DOMAINS])
            ),
            vol.Required(
                CONF_POLL_INTERVAL, default=_seconds(DEFAULT_POLL_INTERVAL)
            ): vol.All(
                NumberSelector(
                    NumberSelectorConfig(
                        min=_seconds(MIN_POLL_INTERVAL),
                        max=_seconds(MAX_POLL_INTERVAL),
                        step=1,
                        mode=NumberSelectorMode.BOX,
                        unit_of_measurement=UnitOfTime.SECONDS,
                    )
                ),
                vol.Coerce(int),
            ),
            vol.Required(
                CONF_SHOW_SECRET_TROPHIES, default=DEFAULT_SHOW_SECRET_TROPHIES
            ): BooleanSelector(),
        }
    )


class PsnTrophiesConfigFlow(ConfigFlow, domain=DOMAIN):
    """Asks for the NPSSO token of an account."""

    VERSION = 1

    @staticmethod
    @callback
    @override
    def async_get_options_flow(
        config_entry: PsnTrophiesConfigEntry,
    ) -> PsnTrophiesOptionsFlow:
        """Return the flow of the options."""
        return PsnTrophiesOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Add an account."""
        return await self._async_token_step("user", user_input)

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Ask for a new token after Sony refused the old one."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take the new token."""
        return await self._async_token_step("reauth_confirm", user_input)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take a fresh token before the old one ends."""
        return await self._async_token_step("reconfigure", user_input)

    async def _async_token_step(
        self, step_id: str, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Show the token form until a token of the right account works."""
        attempt = Attempt()
        if user_input is not None:
            account = self._account
            attempt = await async_try_login(
                self.hass,
                user_input[CONF_NPSSO],
                account.unique_id if account else None,
            )
            # Sony takes its time: the account may have been removed meanwhile.
            if self.source != SOURCE_USER and self._account is None:
                return self.async_abort(reason="account_removed")
            if attempt.login is not None and not self._is_wanted(attempt.login):
                attempt = Attempt(errors={"base": "wrong_account"})
            elif attempt.login is not None:
                return await self._async_finish(attempt.login)
        return self.async_show_form(
            step_id=step_id,
            # The pasted text stays in the form, so that a failure loses nothing.
            data_schema=self.add_suggested_values_to_schema(TOKEN_SCHEMA, user_input),
            errors=attempt.errors,
            description_placeholders={**PLACEHOLDERS, **attempt.placeholders},
        )

    @property
    def _account(self) -> ConfigEntry | None:
        """Return the account that gets a new token, None where there is none."""
        if self.source == SOURCE_USER:
            return None
        return self.hass.config_entries.async_get_entry(self.context["entry_id"])

    def _is_wanted(self, login: Login) -> bool:
        """Tell whether a token is one of the account that gets it."""
        account = self._account
        return account is None or account.unique_id == login.account_id

    async def _async_finish(self, login: Login) -> ConfigFlowResult:
        """Add the account, or give it the token."""
        data = {CONF_NPSSO: login.npsso}
        if self.source == SOURCE_USER:
            await self.async_set_unique_id(login.account_id)
            self._abort_if_unique_id_configured()
            await async_store_login(self.hass, login)
            is_first = not self._async_current_entries()
            return self.async_create_entry(
                title=login.name,
                data=data,
                # Pages that are open have no cards yet, unless there was an account.
                description="first_account" if is_first else None,
                description_placeholders={"dashboards": DASHBOARDS_PATH},
            )
        await async_store_login(self.hass, login)
        if (account := self._account) is None:
            return self.async_abort(reason="account_removed")
        return self.async_update_reload_and_abort(account, data_updates=data)


class PsnTrophiesOptionsFlow(OptionsFlowWithReload):
    """Asks when to poll and whether to show secret trophies."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the options."""
        if user_input is not None:
            return self.async_create_entry(data=_as_kept(user_input))
        options = self.config_entry.options
        polling = POLLING_FIXED if CONF_POLL_INTERVAL in options else POLLING_AUTOMATIC
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                options_schema(polling), {**options, CONF_POLLING: polling}
            ),
        )


def _as_kept(answers: dict[str, Any]) -> dict[str, Any]:
    """Return what the form gave as it is kept: an interval only where it is fixed."""
    left_out = {CONF_POLLING}
    if answers[CONF_POLLING] == POLLING_AUTOMATIC:
        left_out.add(CONF_POLL_INTERVAL)
    return {key: value for key, value in answers.items() if key not in left_out}
