"""A browser with cards, and what its account should look like."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Protocol

from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import MockHAClientWebSocket

from homeassistant.auth.permissions.types import PolicyType
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from custom_components.psn_trophies.const import DEFAULT_POLL_INTERVAL
from tests.emulator import Account, Emulator
from tests.emulator.accounts import Progress

from ..common import add_user

READ = "psn_trophies/read"
SUBSCRIBE = "psn_trophies/subscribe"
ACCOUNT_KEYS = {
    "device_id",
    "name",
    "library_progress",
    "library_minutes_left",
    "up_to_date",
    "problem",
    "cards_version",
}
# What a list tells of a title besides.
LISTED_KEYS = {"base_game_progress", "rarest_rate", "missing", "hardest_rate"}
TITLE_KEYS = {
    "title_id",
    "title_name",
    "platform",
    "progress",
    "earned",
    "defined",
    "icon_url",
    "last_update",
}
EARNED_KEYS = {
    "trophy_id",
    "trophy_name",
    "trophy_detail",
    "grade",
    "rarity",
    "earned_rate",
    "hidden",
    "title_id",
    "title_name",
    "platform",
    "group",
    "icon_url",
    "title_icon_url",
    "title_progress",
    "earned_at",
}
TROPHY_KEYS = {
    "trophy_id",
    "trophy_name",
    "trophy_detail",
    "grade",
    "hidden",
    "group",
    "icon_url",
    "rarity",
    "earned_rate",
    "earned",
    "earned_at",
    "progress",
    "progress_target",
}
LIVE_VIEWS = ["profile", "trophies", "titles", "days"]
PAGED_VIEWS = ["trophies", "titles"]
# A fault of the service and the code that cards get for it.
TROUBLES = [
    ("unavailable", "service_unreachable"),
    ("drop", "service_unreachable"),
    ("rate_limited", "rate_limited"),
    ("forbidden", "access_denied"),
    ("html", "unexpected_answer"),
]


class Browser:
    """A browser with cards that listen."""

    def __init__(self, hass: HomeAssistant, socket: MockHAClientWebSocket) -> None:
        """Take the connection."""
        self._hass = hass
        self._socket = socket
        self._number = 0
        self._events: dict[int, list[dict[str, Any]]] = {}

    async def send(self, what: str, **data: Any) -> int:
        """Send a command and return its number."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "type": what, **data})
        return self._number

    async def ask(self, what: str, **data: Any) -> dict[str, Any]:
        """Send a command and return its answer."""
        return await self.answer(await self.send(what, **data))

    async def answer(self, number: int) -> dict[str, Any]:
        """Return the answer to a command, keeping what comes before."""
        while True:
            message: dict[str, Any] = await self._socket.receive_json()
            if message["type"] != "event":
                assert message["id"] == number
                return message
            self._events.setdefault(message["id"], []).append(message["event"])

    async def close(self) -> None:
        """Close the browser."""
        await self._socket.close()

    async def read(self, view: str, **choice: Any) -> dict[str, Any]:
        """Return a view with its account."""
        answer = await self.ask(READ, view=view, **choice)
        assert answer["success"], answer
        result: dict[str, Any] = answer["result"]
        assert result.keys() == {"account", "data"}
        assert result["account"].keys() == ACCOUNT_KEYS
        return result

    async def data(self, view: str, **choice: Any) -> Any:
        """Return what a view shows."""
        return (await self.read(view, **choice))["data"]

    async def error(self, what: str, **data: Any) -> str:
        """Return the code with which a command is refused."""
        answer = await self.ask(what, **data)
        assert not answer["success"], answer
        assert answer["error"]["message"]
        code: str = answer["error"]["code"]
        return code

    async def subscribe(self, view: str, **choice: Any) -> int:
        """Listen to a view."""
        answer = await self.ask(SUBSCRIBE, view=view, **choice)
        assert answer["success"], answer
        assert answer["result"] is None
        number: int = answer["id"]
        return number

    async def events(self, card: int) -> list[dict[str, Any]]:
        """Return what a card was sent since it was asked last."""
        await self._hass.async_block_till_done(wait_background_tasks=True)
        # Answers keep their order: what was sent is here before this one.
        assert (await self.ask("ping"))["type"] == "pong"
        events = self._events.pop(card, [])
        for event in events:
            assert event.keys() in ({"account", "data", "news"}, {"error", "news"})
        return events

    async def event(self, card: int) -> dict[str, Any]:
        """Return the only thing a card was sent since it was asked last."""
        (event,) = await self.events(card)
        return event


type Open = Callable[[str | None], Awaitable[Browser]]


class Later(Protocol):
    """Lets time pass."""

    async def __call__(
        self, time: timedelta, step: timedelta = DEFAULT_POLL_INTERVAL
    ) -> None:
        """Let time pass in steps."""


async def token_of(hass: HomeAssistant, user: MockUser) -> str:
    """Return a token for a user."""
    refresh = await hass.auth.async_create_refresh_token(user, "https://example.com/")
    return hass.auth.async_create_access_token(refresh)


async def somebody(hass: HomeAssistant, policy: PolicyType) -> str:
    """Return the token of a user who may see only some things."""
    return await token_of(hass, add_user(hass, policy))


def device_of(hass: HomeAssistant, entry: MockConfigEntry) -> str:
    """Return the device of an account."""
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return device.id


def shown(account: Account) -> list[Progress]:
    """Return the titles that are not hidden, the newest first."""
    return [title for title in account.listing(own=True) if not title.hidden]


def case(emulator: Emulator, name: str) -> Progress:
    """Return the demo account's progress in one of the odd cases."""
    return emulator.account.titles[emulator.world.cases[name]]


def earned_in(titles: list[Progress]) -> list[tuple[int | None, Progress, int]]:
    """Return time, title and trophy of all that is earned."""
    return [
        (moment, title, trophy_id)
        for title in titles
        for trophy_id, moment in title.live.earned.items()
    ]


def dated(account: Account) -> list[tuple[int, bool, int, str]]:
    """Return the places of all that may be shown, the newest first."""
    return sorted(
        (
            (
                moment,
                title.set.trophy(trophy_id).grade == "platinum",
                trophy_id,
                title.set.id,
            )
            for moment, title, trophy_id in earned_in(shown(account))
            if moment is not None
        ),
        reverse=True,
    )


def keys(data: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return set and trophy of all trophies of a view."""
    return [(one["title_id"], one["trophy_id"]) for one in data["trophies"]]


def ids(data: Mapping[str, Any]) -> list[str]:
    """Return the sets of a view of titles."""
    return [title["title_id"] for title in data["titles"]]


def groups(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return id and name of a title's groups."""
    return [(group["group_id"], group["group_name"]) for group in data["groups"]]


def trophies(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return all trophies of a title by id."""
    return sorted(
        (trophy for group in data["groups"] for trophy in group["trophies"]),
        key=lambda trophy: trophy["trophy_id"],
    )


def set_id(emulator: Emulator, name: str) -> str:
    """Return the set of one of the odd cases."""
    return emulator.world.cases[name]
