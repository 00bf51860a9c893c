"""An account's way to Sony: session, login, budget and client."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant

from .const import CONF_NPSSO
from .home import async_get_home
from .psn import LoginState, PsnAuth, PsnClient, RequestBudget
from .session import async_create_lasting_session
from .store import TokenStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What everybody asks Sony with who stands beside one account."""

    # The account's id at Sony, which no renaming changes.
    account_id: str
    budget: RequestBudget
    client: PsnClient
    tokens: TokenStore


async def async_open_account(hass: HomeAssistant, entry: ConfigEntry) -> Account:
    """Return an entry's account, with the login of the last run."""
    account_id = entry.unique_id
    assert account_id is not None
    home = async_get_home(hass)
    session = async_create_lasting_session()

    async def close(_: Event | None = None) -> None:
        """End the connections, with the account or with Home Assistant."""
        await session.close()

    entry.async_on_unload(close)
    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, close))
    tokens = TokenStore(hass, account_id)
    state = await tokens.async_load()

    def save(state: LoginState) -> None:
        """Write what changed of the login; unloading waits until that is done."""
        entry.async_create_task(hass, tokens.async_save(state))

    budget = home.budget.account(account_id)
    auth = PsnAuth(
        session,
        entry.data[CONF_NPSSO],
        state=state,
        on_state=save,
        logins=home.logins_of(account_id, state),
        budget=budget,
        clock=home.clock,
    )
    return Account(
        account_id=account_id,
        budget=budget,
        client=PsnClient(session, auth, budget=budget, language=hass.config.language),
        tokens=tokens,
    )
