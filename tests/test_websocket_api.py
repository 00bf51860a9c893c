"""What the cards get over the websocket: once, and kept up to date."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
import json
from typing import Any, Protocol
from unittest.mock import patch
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.auth.permissions.types import PolicyType
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import (
    CONF_SHOW_SECRET_TROPHIES,
    DEFAULT_POLL_INTERVAL,
    DOMAIN,
)
from custom_components.psn_trophies.store import LibraryStore
from custom_components.psn_trophies.views import VIEW_BUILDERS
from tests.emulator import Account, Emulator
from tests.emulator.accounts import Progress
from tests.emulator.arithmetic import points
from tests.emulator.neighbours import avatars

from .common import DAY, MINUTE, START, add_user, let_pass, make_entry, set_up

READ = "psn_trophies/read"
SUBSCRIBE = "psn_trophies/subscribe"
ACCOUNT_KEYS = {
    "device_id",
    "name",
    "library_progress",
    "up_to_date",
    "problem",
    "cards_version",
}
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


@pytest.fixture
def titles() -> int:
    """Have all odd cases."""
    return 24


@pytest.fixture
async def read(
    hass: HomeAssistant, loaded: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> MockConfigEntry:
    """Return the demo account's entry, the library read to its end."""
    await let_pass(hass, freezer, 3 * MINUTE)
    return loaded


@pytest.fixture
def browsers() -> list[Browser]:
    """Return the browsers that are open."""
    return []


@pytest.fixture
def later(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, browsers: list[Browser]
) -> Later:
    """Return what lets time pass, in which browsers show that they are alive."""

    async def later(time: timedelta, step: timedelta = DEFAULT_POLL_INTERVAL) -> None:
        while time > timedelta():
            await let_pass(hass, freezer, min(step, time), step)
            time -= step
            for browser in browsers:
                await browser.ask("ping")

    return later


@pytest.fixture
def open_browser(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, browsers: list[Browser]
) -> Open:
    """Return what opens one more browser, for somebody else with their token."""

    async def open_one(token: str | None = None) -> Browser:
        socket = await (
            hass_ws_client(hass) if token is None else hass_ws_client(hass, token)
        )
        browsers.append(Browser(hass, socket))
        return browsers[-1]

    return open_one


@pytest.fixture
async def browser(
    entry: MockConfigEntry,
    hass: HomeAssistant,
    open_browser: Open,
) -> Browser:
    """Return an administrator's browser; there is no account yet."""
    assert await async_setup_component(hass, DOMAIN, {})
    return await open_browser(None)


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


# What there is to see


async def test_account(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry, browser: Browser
) -> None:
    """Every view tells whose it is, and it asks Sony nothing."""
    emulator.log.clear()
    for view in LIVE_VIEWS:
        assert (await browser.read(view))["account"] == {
            "device_id": device_of(hass, read),
            "name": emulator.account.online_id,
            "library_progress": 100,
            "up_to_date": True,
            "problem": None,
            # Without pages there are no cards.
            "cards_version": "",
        }
    assert not emulator.log.counts()


async def test_library_progress(
    loaded: MockConfigEntry, browser: Browser, later: Later
) -> None:
    """While the library is read, cards hear how far that is."""
    card = await browser.subscribe("profile")
    steps = [(await browser.event(card))["account"]["library_progress"]]
    assert steps[0] < 100
    await later(3 * MINUTE)
    events = await browser.events(card)
    steps += [event["account"]["library_progress"] for event in events]
    assert steps == sorted(set(steps))
    assert steps[-1] == 100


async def test_profile(
    emulator: Emulator, loaded: MockConfigEntry, browser: Browser
) -> None:
    """Level, points and counts are those of the account."""
    account = emulator.account
    level = account.level()
    data = await browser.data("profile")
    assert data.pop("tier_grade") in {"bronze", "silver", "gold", "platinum"}
    address = data.pop("avatar_url")
    assert address.replace("https:", "http:") in dict(avatars(account)).values()
    assert data == {
        "level": level.level,
        "level_progress": level.progress,
        "tier": level.tier,
        "points": points(account.total()),
        "points_to_next_level": level.next - points(account.total()),
        "earned": account.total(),
    }


async def test_newest_trophies(
    emulator: Emulator, read: MockConfigEntry, browser: Browser
) -> None:
    """Every dated trophy comes, the newest first, with everything about it."""
    data = await browser.data("trophies", limit=500)
    expected = [(title, number) for _, _, number, title in dated(emulator.account)]
    assert data.keys() == {"trophies"}
    assert keys(data) == expected[:500]
    for one in data["trophies"]:
        assert one.keys() == EARNED_KEYS
        title = emulator.account.titles[one["title_id"]]
        trophy = title.set.trophy(one["trophy_id"])
        assert one["grade"] == trophy.grade
        assert one["earned_rate"] == trophy.rate / 10
        assert one["title_name"] == title.set.title().strip()
        assert one["title_progress"] == title.percent(title.live)
        assert (one["trophy_name"], one["trophy_detail"]) == title.set.wording(trophy)
        earned_at = datetime.fromisoformat(one["earned_at"])
        assert earned_at.timestamp() == title.live.earned[trophy.id]
        assert earned_at.tzinfo is not None
    assert data == await browser.data("trophies", limit=500, sort="recent")


async def test_pages_of_trophies(
    emulator: Emulator, read: MockConfigEntry, browser: Browser
) -> None:
    """Pages put together are the whole list, and behind its end there is nothing."""
    for sort in ("recent", "rarest"):
        whole = await browser.data("trophies", limit=100, sort=sort)
        assert len(whole["trophies"]) == 100
        assert len((await browser.data("trophies", sort=sort))["trophies"]) == 50
        pages = [
            one
            for offset in range(0, 100, 30)
            for one in (
                await browser.data("trophies", sort=sort, offset=offset, limit=30)
            )["trophies"]
        ]
        assert pages[:100] == whole["trophies"]
        for offset in (100_000, 10_000_000):
            assert await browser.data("trophies", sort=sort, offset=offset) == {
                "trophies": []
            }
    rest = len(dated(emulator.account)) - 3
    assert keys(await browser.data("trophies", offset=rest)) == [
        (title, number) for _, _, number, title in dated(emulator.account)[-3:]
    ]


@pytest.mark.parametrize(
    "grades", [["platinum"], ["gold"], ["silver", "platinum"], []], ids=str
)
async def test_trophies_of_a_grade(
    emulator: Emulator, read: MockConfigEntry, browser: Browser, grades: list[str]
) -> None:
    """Grades are left out of either list; no choice means all."""
    sets = emulator.world.sets
    wanted = grades or ["bronze", "silver", "gold", "platinum"]
    expected = [
        (title, number)
        for _, _, number, title in dated(emulator.account)
        if sets[title].trophy(number).grade in wanted
    ]
    data = await browser.data("trophies", grade=grades, limit=20)
    assert keys(data) == expected[:20]
    rarest = sorted(
        (title.set.trophy(number).rate / 10, title.set.id, number)
        for _, title, number in earned_in(shown(emulator.account))
        if title.set.trophy(number).grade in wanted
    )
    data = await browser.data("trophies", grade=grades, sort="rarest", limit=20)
    assert [
        (one["earned_rate"], one["title_id"], one["trophy_id"])
        for one in data["trophies"]
    ] == rarest[:20]


async def test_titles(
    emulator: Emulator, read: MockConfigEntry, browser: Browser
) -> None:
    """All titles but the hidden one come in Sony's order, with their figures."""
    expected = shown(emulator.account)
    data = await browser.data("titles")
    assert data.keys() == {"total", "platforms", "titles"}
    assert data["total"] == len(expected) == len(emulator.account.titles) - 1
    assert data["platforms"] == sorted(
        {platform for title in expected for platform in title.set.platforms.split(",")}
    )
    assert ids(data) == [title.set.id for title in expected]
    for found, title in zip(data["titles"], expected, strict=True):
        assert found.keys() == TITLE_KEYS | {"base_game_progress", "rarest_rate"}
        assert found["title_name"] == title.set.title().strip()
        assert found["platform"] == title.set.platforms.replace(",", ", ")
        assert found["progress"] == title.percent(title.live)
        assert found["earned"] == title.earned(title.live)
        assert found["defined"] == title.set.defined()
        assert found["base_game_progress"] == title.percent(title.live, "default")
        rarest = title.rarest(title.live)
        assert found["rarest_rate"] == (rarest[0].rate / 10 if rarest else None)
        moment = datetime.fromisoformat(found["last_update"])
        assert moment.timestamp() == title.live.updated


async def test_pages_of_titles(
    emulator: Emulator, loaded: MockConfigEntry, browser: Browser
) -> None:
    """The total tells how many there are on all pages."""
    expected = [title.set.id for title in shown(emulator.account)]
    for offset in (0, 7, 20, 23, 10_000):
        data = await browser.data("titles", offset=offset, limit=7)
        assert ids(data) == expected[offset : offset + 7]
        assert data["total"] == len(expected)


async def test_sorted_titles(
    emulator: Emulator, read: MockConfigEntry, browser: Browser
) -> None:
    """Each order is the one it is called."""
    titles = shown(emulator.account)

    def rarest(title: Progress) -> float:
        return min((trophy.rate for trophy in title.rarest(title.live)), default=9999)

    def to_platinum(title: Progress) -> int:
        left = title.set.defined()["platinum"] > title.earned(title.live)["platinum"]
        return -title.percent(title.live, "default") if left else 1

    orders: dict[str, Callable[[Progress], Any]] = {
        "recent": lambda _: 0,
        "progress": lambda title: -title.percent(title.live),
        "name": lambda title: title.set.title().strip().casefold(),
        "rarest": rarest,
        "closest_platinum": to_platinum,
    }
    found = []
    for sort, key in orders.items():
        data = await browser.data("titles", sort=sort)
        assert ids(data) == [title.set.id for title in sorted(titles, key=key)], sort
        found.append(ids(data))
    assert len({tuple(order) for order in found}) == len(orders)


@pytest.mark.parametrize(
    "wanted", [["PS5"], ["PS3"], ["PSVITA", "PSPC"], ["PS4", "PS5"], []], ids=str
)
async def test_titles_of_a_platform(
    emulator: Emulator, loaded: MockConfigEntry, browser: Browser, wanted: list[str]
) -> None:
    """A title on several platforms is found by each; the choice stays whole."""
    data = await browser.data("titles", platform=wanted)
    expected = [
        title.set.id
        for title in shown(emulator.account)
        if not wanted or set(wanted) & set(title.set.platforms.split(","))
    ]
    assert expected
    assert ids(data) == expected
    assert data["total"] == len(expected)
    assert data["platforms"] == (await browser.data("titles"))["platforms"]


@pytest.mark.parametrize(
    ("status", "belongs"),
    [
        ("started", lambda percent, earned, defined: 0 < percent < 100),
        ("completed", lambda percent, earned, defined: percent == 100),
        ("platinum_earned", lambda percent, earned, defined: earned > 0),
        ("platinum_missing", lambda percent, earned, defined: defined > earned),
    ],
)
async def test_titles_of_a_status(
    *,
    emulator: Emulator,
    loaded: MockConfigEntry,
    browser: Browser,
    status: str,
    belongs: Callable[[int, int, int], bool],
) -> None:
    """How far somebody is can be chosen."""
    expected = [
        title.set.id
        for title in shown(emulator.account)
        if belongs(
            title.percent(title.live),
            title.earned(title.live)["platinum"],
            title.set.defined()["platinum"],
        )
    ]
    data = await browser.data("titles", status=status)
    assert 0 < len(expected) < 23
    assert ids(data) == expected


async def test_search(
    emulator: Emulator, loaded: MockConfigEntry, browser: Browser
) -> None:
    """A part of a name is enough, whatever its case; choices go together."""
    titles = shown(emulator.account)
    name = titles[5].set.title().strip()
    for search in (name, name.upper(), f"  {name.lower()} ", name[2:-2]):
        data = await browser.data("titles", search=search)
        assert ids(data) == [
            title.set.id
            for title in titles
            if search.strip().casefold() in title.set.title().casefold()
        ]
        assert titles[5].set.id in ids(data)
        progress = titles[5].percent(titles[5].live)
        status = "started" if progress == 100 else "completed"
        data = await browser.data("titles", search=search, status=status)
        assert titles[5].set.id not in ids(data)
    for search in ("Half-Life 3", "ß名前"):
        data = await browser.data("titles", search=search)
        assert (data["total"], data["titles"]) == (0, [])


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
async def test_days(
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    zone: str,
) -> None:
    """Every dated trophy is in the day it was in the home's zone."""
    await hass.config.async_set_time_zone(zone)
    expected: dict[str, dict[str, int]] = {}
    for moment, _, number, title in reversed(dated(emulator.account)):
        day = datetime.fromtimestamp(moment, ZoneInfo(zone)).date().isoformat()
        grade = emulator.world.sets[title].trophy(number).grade
        expected.setdefault(day, {}).setdefault(grade, 0)
        expected[day][grade] += 1
    first = int(min(expected)[:4])
    now = await browser.data("days")
    assert now == await browser.data("days", year=2026)
    found: dict[str, dict[str, int]] = {}
    for year in range(first, 2027):
        data = await browser.data("days", year=year)
        assert data.keys() == {"year", "first_year", "today", "days"}
        assert (data["year"], data["first_year"]) == (year, first)
        assert data["today"] == "2026-11-15"
        assert list(data["days"]) == sorted(data["days"])
        assert all(day[:4] == str(year) for day in data["days"])
        found |= data["days"]
    assert found == expected
    for year in (first - 1, 2027, 2200):
        assert (await browser.data("days", year=year))["days"] == {}


async def test_account_without_anything(
    emulator: Emulator, hass: HomeAssistant, browser: Browser
) -> None:
    """Somebody who has just begun has empty lists."""
    entry = make_entry(emulator.add_account("just_begun"))
    await set_up(hass, entry)
    assert (await browser.data("profile"))["earned"] == {
        "bronze": 0,
        "silver": 0,
        "gold": 0,
        "platinum": 0,
    }
    assert await browser.data("trophies") == {"trophies": []}
    assert await browser.data("trophies", sort="rarest") == {"trophies": []}
    assert await browser.data("titles") == {"total": 0, "platforms": [], "titles": []}
    assert await browser.data("days") == {
        "year": 2026,
        "first_year": 2026,
        "today": "2026-11-15",
        "days": {},
    }


# One title


async def test_title(
    emulator: Emulator, hass: HomeAssistant, entry: MockConfigEntry, browser: Browser
) -> None:
    """Every trophy comes, earned or not, the base game first, then the add-ons."""
    title = case(emulator, "dlc_zero")
    emulator.add_dlc(title.set)
    await set_up(hass, entry)
    assert len(title.set.groups) > 2
    data = await browser.data("title", title_id=title.set.id)
    assert data.keys() == TITLE_KEYS | {"groups"}
    assert data["title_id"] == title.set.id
    assert data["title_name"] == title.set.title()
    assert groups(data) == [
        (group.id, title.set.group_name(group)) for group in title.set.groups
    ]
    assert groups(data)[0][0] == "default"
    for group in data["groups"]:
        assert group.keys() == {"group_id", "group_name", "trophies"}
        known = title.set.of_group(group["group_id"])
        assert [one["trophy_id"] for one in group["trophies"]] == [
            trophy.id for trophy in known
        ]
        for trophy, expected in zip(group["trophies"], known, strict=True):
            assert trophy.keys() == TROPHY_KEYS
            earned = expected.id in title.live.earned
            assert trophy["earned"] is earned
            assert (trophy["earned_at"] is not None) is earned
            assert trophy["grade"] == expected.grade
            assert trophy["earned_rate"] == expected.rate / 10
            if earned or not expected.hidden:
                assert (
                    trophy["trophy_name"],
                    trophy["trophy_detail"],
                ) == title.set.wording(expected)


async def test_title_without_add_ons(
    emulator: Emulator, read: MockConfigEntry, browser: Browser
) -> None:
    """A title that is only itself has one group, and Sony is not asked for names."""
    title = next(one for one in shown(emulator.account) if not one.set.has_groups)
    emulator.log.clear()
    data = await browser.data("title", title_id=title.set.id)
    assert groups(data) == [("default", "")]
    assert not emulator.log.count("groups")


@pytest.mark.parametrize("name", ["dlc_zero", "legacy_dlc", "huge", "zero", "ps3"])
async def test_title_is_asked_for_once(
    emulator: Emulator, loaded: MockConfigEntry, browser: Browser, name: str
) -> None:
    """Opening it again, or in another browser, costs Sony nothing."""
    title = case(emulator, name)
    data = await browser.data("title", title_id=title.set.id)
    assert len(trophies(data)) == len(title.set.trophies)
    emulator.log.clear()
    assert data == await browser.data("title", title_id=title.set.id)
    assert not emulator.log.counts()


async def test_counters_do_not_grow_old(
    emulator: Emulator, read: MockConfigEntry, browser: Browser, later: Later
) -> None:
    """What moves without a sign of it in the list is asked for again after a while."""
    # One that polling does not keep at hand anyway.
    for title in shown(emulator.account):
        emulator.log.clear()
        await browser.data("title", title_id=title.set.id)
        if emulator.log.count("earned"):
            break
    emulator.log.clear()
    await later(9 * MINUTE)
    await browser.data("title", title_id=title.set.id)
    assert emulator.log.count("earned") == 0
    await later(2 * MINUTE)
    await browser.data("title", title_id=title.set.id)
    assert emulator.log.count("earned") == 1


async def test_title_that_changed_is_asked_for_again(
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """What was earned since, and an add-on that came since, is there."""
    title = case(emulator, "dlc_zero")
    before = await browser.data("title", title_id=title.set.id)
    freezer.tick(10)
    (new,) = emulator.earn(title=title.set.id)
    group = emulator.add_dlc(title.set)
    await later(2 * MINUTE)
    data = await browser.data("title", title_id=title.set.id)
    assert trophies(data)[new.trophy_id]["earned"] is True
    assert trophies(before)[new.trophy_id]["earned"] is False
    assert groups(data)[-1] == (group, title.set.group_name(title.set.groups[-1]))
    assert all(name for _, name in groups(data))


@pytest.mark.usefixtures("read")
async def test_title_that_lags(
    emulator: Emulator, browser: Browser, freezer: FrozenDateTimeFactory, later: Later
) -> None:
    """Where Sony's detail is behind its list, the next polls put it right."""
    titles = [shown(emulator.account)[4], shown(emulator.account)[5]]
    emulator.lag(detail=True)
    freezer.tick(10)
    earned = [emulator.earn(title=title.set.id)[0] for title in titles]
    await later(MINUTE)
    for lagging in (True, False):
        for title, new in zip(titles, earned, strict=True):
            data = await browser.data("title", title_id=title.set.id)
            assert sum(data["earned"].values()) == len(title.live.earned)
            assert trophies(data)[new.trophy_id]["earned"] is not lagging
        emulator.catch_up()
        await later(2 * MINUTE)


@pytest.mark.parametrize("show", [False, True])
async def test_secret_trophies(
    emulator: Emulator, hass: HomeAssistant, browser: Browser, show: bool
) -> None:
    """What is secret and not earned is not told, unless the option says so."""
    await set_up(hass, make_entry(emulator.account, {CONF_SHOW_SECRET_TROPHIES: show}))
    secrets = 0
    for name in ("secret_missing", "secret_earned"):
        title = case(emulator, name)
        data = await browser.data("title", title_id=title.set.id)
        for trophy, known in zip(trophies(data), title.set.trophies, strict=True):
            wording = title.set.wording(known)
            assert trophy["hidden"] is known.hidden
            if known.hidden and known.id not in title.live.earned and not show:
                secrets += 1
                assert trophy["trophy_name"] == trophy["trophy_detail"] == ""
                assert trophy["icon_url"] is None
                assert trophy["progress"] is trophy["progress_target"] is None
                assert wording[0] not in {one["trophy_name"] for one in trophies(data)}
            else:
                assert (trophy["trophy_name"], trophy["trophy_detail"]) == wording
                assert trophy["icon_url"]
    assert (secrets > 0) is not show


async def test_hidden_title_is_nowhere(
    emulator: Emulator, read: MockConfigEntry, browser: Browser
) -> None:
    """What is hidden on PSN is in no view, and cannot be opened."""
    hidden = case(emulator, "hidden")
    assert hidden.live.earned
    seen = [
        await browser.read("titles", limit=500),
        await browser.read("titles", search=hidden.set.title().strip()),
        *[
            await browser.read("trophies", limit=500, offset=offset, sort=sort)
            for sort in ("recent", "rarest")
            for offset in (0, 500, 1000)
        ],
    ]
    assert hidden.set.id not in json.dumps(seen)
    visible = len(dated(emulator.account))
    counted = 0
    for year in range(2008, 2027):
        days = (await browser.data("days", year=year))["days"]
        counted += sum(sum(grades.values()) for grades in days.values())
    assert counted == visible
    for wanted in (hidden.set.id, hidden.set.title()):
        assert (
            await browser.error(READ, view="title", title_id=wanted)
            == "title_not_found"
        )


async def test_title_is_hidden_while_cards_watch(
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """It disappears from the cards, and what is earned in it is no news."""
    title = shown(emulator.account)[0]
    cards = [await browser.subscribe(view) for view in ("titles", "trophies")]
    for card in cards:
        assert title.set.id in json.dumps(await browser.event(card))
    emulator.hide(title.set)
    freezer.tick(10)
    emulator.earn(title=title.set.id)
    await later(2 * MINUTE)
    for card in cards:
        *_, last = await browser.events(card)
        assert title.set.id not in json.dumps(last)


@pytest.mark.parametrize("wanted", ["NPWR00000_00", "Half-Life 3", "", " "])
async def test_unknown_title(
    loaded: MockConfigEntry, browser: Browser, wanted: str
) -> None:
    """There is a code for a title that is not there, or no more."""
    assert await browser.error(READ, view="title", title_id=wanted) == "title_not_found"


async def test_no_title(loaded: MockConfigEntry, browser: Browser) -> None:
    """None is no title either."""
    assert await browser.error(READ, view="title") == "title_not_found"


@pytest.mark.parametrize(("fault", "code"), TROUBLES)
async def test_title_that_cannot_be_read(
    emulator: Emulator, loaded: MockConfigEntry, browser: Browser, fault: str, code: str
) -> None:
    """The code says what is wrong with Sony; what is at hand needs no Sony."""
    oldest, newest = shown(emulator.account)[-1], shown(emulator.account)[0]
    emulator.fail(fault)
    for _ in range(2):
        assert await browser.error(READ, view="title", title_id=oldest.set.id) == code
    assert await browser.data("titles")
    assert await browser.data("title", title_id=newest.set.id)


@pytest.mark.parametrize("fault", [fault for fault, _ in TROUBLES])
async def test_names_of_add_ons_that_cannot_be_read(
    emulator: Emulator, loaded: MockConfigEntry, browser: Browser, fault: str
) -> None:
    """The trophies are shown without them; the next look asks only for them."""
    title = case(emulator, "dlc_zero")
    switch = emulator.fail(fault, on="groups")
    data = await browser.data("title", title_id=title.set.id)
    assert len(trophies(data)) == len(title.set.trophies)
    assert {name for _, name in groups(data)} == {""}
    switch.clear()
    emulator.log.clear()
    if fault == "rate_limited":
        return
    data = await browser.data("title", title_id=title.set.id)
    assert {name for _, name in groups(data)} != {""}
    assert emulator.log.counts() == {"groups": 1}


async def test_account_goes_while_a_title_is_read(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry, browser: Browser
) -> None:
    """The card is told why it gets nothing, and gets it after the reload."""
    title = shown(emulator.account)[-1]
    held = emulator.fail("slow", on="earned")
    number = await browser.send(READ, view="title", title_id=title.set.id)
    await held.reached()
    await hass.config_entries.async_unload(loaded.entry_id)
    assert loaded.state is ConfigEntryState.NOT_LOADED
    held.clear()
    answer = await browser.answer(number)
    assert answer["error"]["code"] == "account_not_loaded"
    await hass.config_entries.async_setup(loaded.entry_id)
    data = await browser.data("title", title_id=title.set.id)
    assert data["title_id"] == title.set.id


# What is asked wrongly


@pytest.mark.parametrize("command", [READ, SUBSCRIBE])
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"view": "everything"},
        {"view": None},
        {"view": "trophies", "limit": 0},
        {"view": "trophies", "limit": 501},
        {"view": "trophies", "limit": "9"},
        {"view": "trophies", "offset": -1},
        {"view": "trophies", "offset": 1.5},
        {"view": "trophies", "offset": 2**63},
        {"view": "trophies", "sort": "loudest"},
        {"view": "trophies", "grade": "gold"},
        {"view": "trophies", "grade": ["wood"]},
        {"view": "titles", "platform": ["XBOX"]},
        {"view": "titles", "status": "abandoned"},
        {"view": "titles", "search": "x" * 101},
        {"view": "titles", "search": 1},
        {"view": "days", "year": 1999},
        {"view": "days", "year": 2201},
        {"view": "days", "year": "2026"},
        {"view": "profile", "device_id": 1},
        {"view": "profile", "config_entry_id": "x"},
    ],
    ids=str,
)
async def test_nonsense(
    loaded: MockConfigEntry, browser: Browser, command: str, data: dict[str, Any]
) -> None:
    """What cannot be meant is refused."""
    assert await browser.error(command, **data) == "invalid_format"


async def test_title_cannot_be_listened_to(
    loaded: MockConfigEntry, browser: Browser
) -> None:
    """It would ask Sony with every trophy."""
    assert await browser.error(SUBSCRIBE, view="title", title_id="x") == (
        "invalid_format"
    )


# Kept up to date


@pytest.mark.parametrize("view", LIVE_VIEWS)
async def test_first_event(
    emulator: Emulator, read: MockConfigEntry, browser: Browser, view: str, later: Later
) -> None:
    """A card has at once what reading gives, and nothing more on quiet polls."""
    known = await browser.read(view, limit=5)
    card = await browser.subscribe(view, limit=5)
    assert await browser.event(card) == {**known, "news": []}
    emulator.log.clear()
    await later(10 * MINUTE)
    assert emulator.log.count("summary") == 10 * MINUTE // DEFAULT_POLL_INTERVAL
    assert await browser.events(card) == []


@pytest.mark.parametrize("view", LIVE_VIEWS)
async def test_new_trophy(
    *,
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    open_browser: Open,
    freezer: FrozenDateTimeFactory,
    view: str,
    later: Later,
) -> None:
    """All cards get the new state with the news, and the news once."""
    other = await open_browser(None)
    cards = [
        (browser, await browser.subscribe(view)),
        (browser, await browser.subscribe(view)),
        (other, await other.subscribe(view)),
    ]
    before = [await where.event(card) for where, card in cards]
    freezer.tick(10)
    new = emulator.earn(count=2)
    await later(2 * MINUTE)
    for (where, card), old in zip(cards, before, strict=True):
        events = await where.events(card)
        news = [one for event in events for one in event["news"]]
        assert [(one["title_id"], one["trophy_id"]) for one in news] == [
            (one.title_id, one.trophy_id) for one in new
        ]
        assert all(one.keys() == EARNED_KEYS | {"late"} for one in news)
        assert [one["late"] for one in news] == [False, False]
        assert events[-1]["data"] != old["data"]
        assert events[-1]["data"] == (await where.read(view))["data"]
        assert events[-1]["account"] == old["account"]
    await later(5 * MINUTE)
    for where, card in cards:
        assert await where.events(card) == []


async def test_news_that_change_nothing_of_the_view(
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """A card that looks elsewhere can celebrate all the same."""
    card = await browser.subscribe("days", year=2012)
    before = await browser.event(card)
    freezer.tick(10)
    (new,) = emulator.earn()
    await later(2 * MINUTE)
    event = await browser.event(card)
    assert [one["trophy_id"] for one in event.pop("news")] == [new.trophy_id]
    assert event == {key: before[key] for key in ("account", "data")}


async def test_old_news_are_not_told_to_a_new_card(
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """Whoever comes after the trophy finds it in the list, and no celebration."""
    freezer.tick(10)
    (new,) = emulator.earn()
    await later(2 * MINUTE)
    card = await browser.subscribe("trophies")
    event = await browser.event(card)
    assert event["news"] == []
    assert event["data"]["trophies"][0]["trophy_id"] == new.trophy_id


async def test_change_beyond_the_page_of_a_card(
    emulator: Emulator, loaded: MockConfigEntry, browser: Browser, later: Later
) -> None:
    """The card hears of it, since it may have read more pages than this one."""
    card = await browser.subscribe("titles", sort="name", limit=1)
    before = await browser.event(card)
    (earned,) = emulator.earn(title="dlc_zero")
    assert earned.title_id not in ids(before["data"])
    await later(MINUTE)
    after = (await browser.events(card))[-1]
    assert after["data"]["titles"] == before["data"]["titles"]
    # What only the list tells, without news, is told as well.
    emulator.add_dlc("dlc_zero")
    await later(11 * MINUTE)
    assert any(not event["news"] for event in await browser.events(card))


async def test_choice_of_a_subscription(
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """Page, order and filters hold for every event."""
    choice = {"sort": "name", "limit": 3, "offset": 2, "platform": ["PS5"]}
    card = await browser.subscribe("titles", **choice)
    assert len((await browser.event(card))["data"]["titles"]) == 3
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    *_, last = await browser.events(card)
    assert last["data"] == await browser.data("titles", **choice)


async def test_failed_poll(
    emulator: Emulator, read: MockConfigEntry, browser: Browser, later: Later
) -> None:
    """Cards keep what they show and hear that it may be old, and when it is not."""
    card = await browser.subscribe("titles")
    before = await browser.event(card)
    switch = emulator.fail("unavailable")
    await later(3 * MINUTE)
    event = await browser.event(card)
    assert event["account"] == {
        **before["account"],
        "up_to_date": False,
        "problem": "unreachable",
    }
    assert event["data"] == before["data"]
    assert (await browser.read("titles"))["account"]["up_to_date"] is False
    switch.clear()
    await later(30 * MINUTE)
    assert await browser.event(card) == before


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("unavailable", "unreachable"),
        ("html", "unreachable"),
        ("rate_limited", "paused"),
        ("login", "login"),
    ],
)
async def test_reason_of_a_failed_poll(
    *,
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    later: Later,
    fault: str,
    problem: str,
) -> None:
    """Cards hear why what they show may be old: each reason is mended in its own way."""
    card = await browser.subscribe("profile")
    before = await browser.event(card)
    if fault == "login":
        # No login follows another within a quarter of an hour.
        await later(16 * MINUTE)
        await browser.events(card)
        emulator.revoke_npsso()
        emulator.expire_access_tokens()
        emulator.expire_refresh_tokens()
    else:
        emulator.fail(fault)
    await later(3 * MINUTE)
    event = await browser.event(card)
    assert event["account"] == {
        **before["account"],
        "up_to_date": False,
        "problem": problem,
    }
    assert event["data"] == before["data"]


async def test_login_refused_at_start(
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    later: Later,
) -> None:
    """An account that waits for a new token says so, not that it is not ready."""
    card = await browser.subscribe("profile")
    await browser.event(card)
    # No login follows another within a quarter of an hour.
    await later(16 * MINUTE)
    emulator.revoke_npsso()
    emulator.expire_access_tokens()
    emulator.expire_refresh_tokens()
    await hass.config_entries.async_reload(read.entry_id)
    assert read.state is ConfigEntryState.SETUP_ERROR
    *_, last = await browser.events(card)
    assert last == {"error": "login_refused", "news": []}
    assert await browser.error(READ, view="profile") == "login_refused"


async def test_midnight(
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """A new day is a new day without a trophy, too."""
    # The last of the trophies is days ago: no figure changes.
    await later(60 * DAY, step=12 * timedelta(hours=1))
    card = await browser.subscribe("days")
    assert (await browser.event(card))["data"]["today"] == "2027-01-14"
    zone = ZoneInfo(hass.config.time_zone)
    midnight = datetime(2027, 1, 15, tzinfo=zone)
    freezer.move_to(midnight - timedelta(seconds=1))
    await later(timedelta(seconds=2), step=timedelta(seconds=1))
    assert (await browser.event(card))["data"]["today"] == "2027-01-15"


async def test_reload(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """Cards say that the account is away, come back, and follow the new one."""
    card = await browser.subscribe("trophies")
    before = await browser.event(card)
    await hass.config_entries.async_reload(read.entry_id)
    *away, back = await browser.events(card)
    assert away == [{"error": "account_not_loaded", "news": []}]
    assert back == before
    freezer.tick(10)
    (new,) = emulator.earn()
    await later(2 * MINUTE)
    event = await browser.event(card)
    assert [one["trophy_id"] for one in event["news"]] == [new.trophy_id]


async def test_news_during_a_reload(
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What was earned while the account was away is told once it is back."""
    card = await browser.subscribe("trophies")
    await browser.event(card)
    await hass.config_entries.async_unload(read.entry_id)
    assert await browser.event(card) == {"error": "account_not_loaded", "news": []}
    freezer.tick(10)
    (new,) = emulator.earn()
    freezer.tick(60)
    await hass.config_entries.async_setup(read.entry_id)
    events = await browser.events(card)
    news = [one for event in events for one in event["news"]]
    assert [one["trophy_id"] for one in news] == [new.trophy_id]


async def test_set_up_that_fails(
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    later: Later,
) -> None:
    """Until Sony is back cards say so; then they show everything again."""
    card = await browser.subscribe("profile")
    before = await browser.event(card)
    switch = emulator.fail("unavailable")
    assert await hass.config_entries.async_unload(read.entry_id)
    # Of a known account everything known would be shown.
    await LibraryStore(hass, emulator.account.account_id).async_remove()
    await hass.config_entries.async_setup(read.entry_id)
    assert read.state is ConfigEntryState.SETUP_RETRY
    assert await browser.event(card) == {"error": "account_not_loaded", "news": []}
    assert await browser.error(READ, view="profile") == "account_not_loaded"
    switch.clear()
    await later(5 * MINUTE)
    *_, back = await browser.events(card)
    assert back == before


async def test_removal_and_return(
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    later: Later,
) -> None:
    """Cards outlive the account, and find the one that is added later."""
    device = device_of(hass, read)
    card = await browser.subscribe("profile")
    chosen = await browser.subscribe("profile", device_id=device)
    before = await browser.event(card)
    assert await browser.event(chosen) == before
    await hass.config_entries.async_remove(read.entry_id)
    *_, last = await browser.events(card)
    assert last == {"error": "no_account", "news": []}
    *_, last = await browser.events(chosen)
    assert last == {"error": "account_not_found", "news": []}
    assert await browser.error(READ, view="profile") == "no_account"
    # Without a form that takes a token, the next login is a quarter of an hour away.
    await later(16 * MINUTE)
    await set_up(hass, make_entry(emulator.account))
    *_, last = await browser.events(card)
    assert last["data"] == before["data"]


async def test_disabled_account(
    hass: HomeAssistant, loaded: MockConfigEntry, browser: Browser
) -> None:
    """An account that is switched off is none."""
    card = await browser.subscribe("profile")
    before = await browser.event(card)
    await hass.config_entries.async_set_disabled_by(
        loaded.entry_id, ConfigEntryDisabler.USER
    )
    *_, last = await browser.events(card)
    assert last == {"error": "no_account", "news": []}
    await hass.config_entries.async_set_disabled_by(loaded.entry_id, None)
    *_, last = await browser.events(card)
    assert last["data"] == before["data"]


async def test_account_added_later(
    hass: HomeAssistant, entry: MockConfigEntry, browser: Browser
) -> None:
    """A dashboard can be there before its account."""
    assert await browser.error(READ, view="profile") == "no_account"
    card = await browser.subscribe("profile")
    assert await browser.event(card) == {"error": "no_account", "news": []}
    await set_up(hass, entry)
    *_, last = await browser.events(card)
    assert last["data"] == await browser.data("profile")


async def test_renamed_account(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    browser: Browser,
    later: Later,
) -> None:
    """The new name is the same account on the same device."""
    device = device_of(hass, loaded)
    card = await browser.subscribe("profile", device_id=device)
    await browser.event(card)
    emulator.rename("somebody_else")
    await later(DAY + MINUTE, step=timedelta(hours=6))
    *_, last = await browser.events(card)
    assert last["account"]["name"] == "somebody_else"
    assert last["account"]["device_id"] == device


# Many cards

CHOICES: list[tuple[str, dict[str, Any]]] = [
    ("profile", {}),
    ("trophies", {"grade": ["gold", "platinum"], "limit": 7}),
    ("titles", {"sort": "closest_platinum", "platform": ["PS5"]}),
    ("days", {}),
]


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count how often each view is worked out."""
    times: Counter[str] = Counter()

    def counting(view: str) -> Callable[..., dict[str, Any]]:
        build = VIEW_BUILDERS[view]

        def count(*of: Any) -> dict[str, Any]:
            times[view] += 1
            return build(*of)

        return count

    with patch.dict(VIEW_BUILDERS, {view: counting(view) for view in VIEW_BUILDERS}):
        yield times


async def test_twenty_pages_are_worked_out_once(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    open_browser: Open,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """However many pages are open, each card's view is made once when they open it.

    It is made once more with each update, for whoever may see it.
    """
    reader = await somebody(hass, {"entities": {"all": {"read": True}}})
    others = [await open_browser(reader if page % 2 else None) for page in range(19)]
    pages = [browser, *others]
    with counted() as times:
        cards = [
            [(page, await page.subscribe(view, **choice)) for page in pages]
            for view, choice in CHOICES
        ]
        assert times == dict.fromkeys(LIVE_VIEWS, 1)
        for same in cards:
            first, *rest = [await page.event(card) for page, card in same]
            assert all(event == first for event in rest)
        times.clear()
        freezer.tick(10)
        (new,) = emulator.earn(title=shown(emulator.account)[0].set, grade="gold")
        await later(DEFAULT_POLL_INTERVAL)
        assert times == dict.fromkeys(LIVE_VIEWS, 1)
    for same in cards:
        first, *rest = [await page.event(card) for page, card in same]
        assert [one["trophy_id"] for one in first["news"]] == [new.trophy_id]
        assert all(event == first for event in rest)


async def test_other_choices_are_other_views(
    read: MockConfigEntry, browser: Browser
) -> None:
    """What differs in anything that is chosen is not taken for the same."""
    choices: list[dict[str, Any]] = [
        {},
        {"limit": 3},
        {"offset": 3},
        {"sort": "rarest"},
        {"grade": ["gold"]},
        {"grade": ["silver"]},
        {"grade": []},
    ]
    with counted() as times:
        cards = [await browser.subscribe("trophies", **choice) for choice in choices]
        assert times == {"trophies": len(choices)}
    for card, choice in zip(cards, choices, strict=True):
        assert (await browser.event(card))["data"] == await browser.data(
            "trophies", **choice
        )


async def test_two_accounts_share_nothing(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry, browser: Browser
) -> None:
    """The same card of another account is another view."""
    other = make_entry(emulator.add_account("second_self", titles=3))
    await set_up(hass, other)
    with counted() as times:
        cards = [
            await browser.subscribe("profile", device_id=device_of(hass, entry))
            for entry in (read, other)
        ]
        assert times == {"profile": 2}
    names = [(await browser.event(card))["account"]["name"] for card in cards]
    assert names == [emulator.account.online_id, "second_self"]


async def test_late_card_does_not_celebrate_what_others_do(
    *,
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """Cards share a view, but news only with those that were there before them."""
    early = await browser.subscribe("trophies")
    await browser.event(early)
    freezer.tick(10)
    emulator.earn()
    await later(DEFAULT_POLL_INTERVAL)
    with counted() as times:
        late = await browser.subscribe("trophies")
        assert not times
    told, found = await browser.event(early), await browser.event(late)
    assert told.pop("news")
    assert found.pop("news") == []
    assert told == found


async def test_unsubscribe(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """A card that is gone hears nothing, the others go on."""
    gone = await browser.subscribe("trophies")
    stays = await browser.subscribe("trophies")
    await browser.event(gone)
    await browser.event(stays)
    assert (await browser.ask("unsubscribe_events", subscription=gone))["success"]
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    await hass.config_entries.async_reload(read.entry_id)
    assert await browser.events(gone) == []
    assert len(await browser.events(stays)) == 3
    answer = await browser.ask("unsubscribe_events", subscription=gone)
    assert answer["error"]["code"] == "not_found"


async def test_closed_browser(
    *,
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    open_browser: Open,
    freezer: FrozenDateTimeFactory,
    later: Later,
    browsers: list[Browser],
) -> None:
    """A browser that is closed without a word disturbs nobody."""
    other = await open_browser(None)
    await other.subscribe("trophies")
    card = await browser.subscribe("trophies")
    await browser.event(card)
    await other.close()
    browsers.remove(other)
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    assert len((await browser.event(card))["news"]) == 1


# Whose account, and who may see it


async def test_several_accounts(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry, browser: Browser
) -> None:
    """A card without an account shows the oldest, whatever comes later."""
    alone = await browser.subscribe("profile")
    mine = await browser.subscribe("profile", device_id=device_of(hass, loaded))
    before = await browser.event(mine)
    assert await browser.event(alone) == before
    account = emulator.add_account("second_self", titles=3)
    other = make_entry(account)
    await set_up(hass, other)
    for shown in await browser.events(alone):
        assert shown["account"]["name"] == before["account"]["name"]
    assert (await browser.read("profile"))["data"] == before["data"]
    assert (
        await browser.error(READ, view="profile", device_id="nobody")
        == "account_not_found"
    )
    await browser.events(mine)
    first = await browser.read("profile", device_id=device_of(hass, loaded))
    assert first["data"] == before["data"]
    second = await browser.read("titles", device_id=device_of(hass, other))
    assert set(ids(second["data"])) == set(account.titles)
    assert second["account"]["name"] == "second_self"
    await hass.config_entries.async_remove(loaded.entry_id)
    *_, last = await browser.events(alone)
    assert last["account"]["name"] == "second_self"
    assert (await browser.read("profile"))["account"]["name"] == "second_self"


@pytest.mark.parametrize("view", LIVE_VIEWS)
async def test_everybody_may_look(
    *,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    browser: Browser,
    open_browser: Open,
    hass_read_only_access_token: str,
    view: str,
) -> None:
    """Cards are for those who are no administrators, too."""
    group = await hass.auth.async_get_group(GROUP_ID_USER)
    assert group is not None
    user = MockUser(groups=[group]).add_to_hass(hass)
    known = await browser.read(view)
    for token in (hass_read_only_access_token, await token_of(hass, user)):
        guest = await open_browser(token)
        assert await guest.read(view) == known
        card = await guest.subscribe(view)
        assert await guest.event(card) == {**known, "news": []}


async def test_title_for_everybody(
    emulator: Emulator,
    loaded: MockConfigEntry,
    open_browser: Open,
    hass_read_only_access_token: str,
) -> None:
    """Opening a title only reads."""
    guest = await open_browser(hass_read_only_access_token)
    assert await guest.data("title", title_id=set_id(emulator, "huge"))


FORBIDDING: list[PolicyType] = [
    {},
    {"entities": None},
    {"entities": {"domains": {"light": True}}},
    # One entity of the account is not the account.
    {"entities": {"entity_ids": {"sensor.lantern_keeper_trophy_level": True}}},
    {"entities": {"domains": {"sensor": True}}},
    {"entities": {"all": {"control": True}}},
]


@pytest.mark.parametrize("policy", FORBIDDING, ids=str)
async def test_forbidden_account(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    open_browser: Open,
    freezer: FrozenDateTimeFactory,
    policy: PolicyType,
    later: Later,
) -> None:
    """For those who may not see it, it is as if it were not there."""
    guest = await open_browser(await somebody(hass, policy))
    device = device_of(hass, loaded)
    title = {"view": "title", "title_id": set_id(emulator, "huge")}
    emulator.log.clear()
    for choice in ({"view": "profile"}, {"view": "titles"}, title):
        assert await guest.error(READ, **choice) == "no_account"
        hidden = await guest.ask(READ, **choice, device_id=device)
        missing = await guest.ask(READ, **choice, device_id="nobody")
        assert hidden["error"] == missing["error"]
        assert hidden["error"]["code"] == "account_not_found"
    cards = [
        await guest.subscribe("trophies"),
        await guest.subscribe("trophies", device_id=device),
    ]
    assert await guest.event(cards[0]) == {"error": "no_account", "news": []}
    assert await guest.event(cards[1]) == {"error": "account_not_found", "news": []}
    assert not emulator.log.counts()
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    await hass.config_entries.async_reload(loaded.entry_id)
    for card in cards:
        assert await guest.events(card) == []


async def test_one_account_of_two(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    browser: Browser,
    open_browser: Open,
) -> None:
    """Whoever may see only one of two accounts need not choose."""
    account = emulator.add_account("second_self", titles=3)
    other = make_entry(account)
    await set_up(hass, other)
    entities = er.async_entries_for_config_entry(er.async_get(hass), other.entry_id)
    device = device_of(hass, other)
    policies: list[PolicyType] = [
        {"entities": {"device_ids": {device: True}}},
        {"entities": {"entity_ids": {one.entity_id: True for one in entities}}},
        {"entities": {"device_ids": {device: {"read": True}}}},
    ]
    for policy in policies:
        guest = await open_browser(await somebody(hass, policy))
        data = await guest.read("titles")
        assert set(ids(data["data"])) == set(account.titles)
        assert data == await browser.read("titles", device_id=device)
        assert (
            await guest.error(READ, view="titles", device_id=device_of(hass, loaded))
            == "account_not_found"
        )
        card = await guest.subscribe("titles")
        assert (await guest.event(card))["account"]["name"] == "second_self"


async def test_permission_that_is_taken_away(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    open_browser: Open,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """The card of somebody who may look no more gets nothing more."""
    user = MockUser(name="Somebody").add_to_hass(hass)
    user.mock_policy({"entities": True})
    guest = await open_browser(await token_of(hass, user))
    card = await guest.subscribe("trophies")
    assert (await guest.event(card))["data"]
    user.mock_policy({})
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    assert await guest.event(card) == {"error": "no_account", "news": []}


async def test_no_secrets(
    emulator: Emulator,
    read: MockConfigEntry,
    browser: Browser,
    freezer: FrozenDateTimeFactory,
    later: Later,
) -> None:
    """Neither the login nor what came of it is in any answer."""
    title = set_id(emulator, "huge")
    said: list[Any] = [await browser.read(view, limit=500) for view in LIVE_VIEWS]
    said.append(await browser.read("title", title_id=title))
    cards = [await browser.subscribe(view) for view in LIVE_VIEWS]
    freezer.tick(10)
    emulator.earn()
    await later(2 * MINUTE)
    emulator.fail("unauthorized")
    emulator.revoke_npsso()
    said.append(
        await browser.ask(READ, view="title", title_id=set_id(emulator, "zero"))
    )
    await later(5 * MINUTE)
    said += [await browser.events(card) for card in cards]
    said.append(
        await browser.ask(READ, view="title", title_id=set_id(emulator, "legacy_dlc"))
    )
    text = json.dumps(said)
    auth = emulator.auth
    secrets = {read.data["npsso"], emulator.account.npsso} | {
        secret
        for kept in (auth.npssos, auth.codes, auth.access_tokens, auth.refresh_tokens)
        for secret in kept
    }
    assert secrets
    assert not [secret[:4] for secret in secrets if secret in text]
    assert read.entry_id not in text


@pytest.mark.parametrize("titles", [2])
async def test_time_of_an_answer_has_a_zone(
    read: MockConfigEntry, browser: Browser
) -> None:
    """Browsers elsewhere show the right time."""
    (title, *_) = (await browser.data("titles"))["titles"]
    moment = datetime.fromisoformat(title["last_update"])
    assert moment.utcoffset() is not None
    assert moment < START.astimezone(UTC) + DAY
