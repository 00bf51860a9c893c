"""What each view shows of an account."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from tests.emulator import Emulator
from tests.emulator.accounts import Progress
from tests.emulator.arithmetic import points
from tests.emulator.catalogue import Trophy
from tests.emulator.neighbours import avatars

from ..common import MINUTE, make_entry, set_up
from .support import (
    EARNED_KEYS,
    LISTED_KEYS,
    LIVE_VIEWS,
    TITLE_KEYS,
    Browser,
    Later,
    dated,
    device_of,
    earned_in,
    ids,
    keys,
    shown,
)


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
            "library_minutes_left": 0,
            "up_to_date": True,
            "problem": None,
            # Without pages there are no cards.
            "cards_version": "",
        }
    assert not emulator.log.counts()


async def test_library_progress(
    loaded: MockConfigEntry, browser: Browser, later: Later
) -> None:
    """While the library is read, cards hear how far that is, and how long it takes."""
    card = await browser.subscribe("profile")
    accounts = [(await browser.event(card))["account"]]
    await later(3 * MINUTE)
    accounts += [event["account"] for event in await browser.events(card)]
    steps = [account["library_progress"] for account in accounts]
    assert steps[0] < 100
    assert steps == sorted(set(steps))
    assert steps[-1] == 100
    left = [account["library_minutes_left"] for account in accounts]
    assert left == sorted(left, reverse=True)
    assert all(left[:-1])
    assert left[-1] == 0


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
        assert found.keys() == TITLE_KEYS | LISTED_KEYS
        assert found["title_name"] == title.set.title().strip()
        assert found["platform"] == title.set.platforms.replace(",", ", ")
        assert found["progress"] == title.percent(title.live)
        assert found["earned"] == title.earned(title.live)
        assert found["defined"] == title.set.defined()
        assert found["base_game_progress"] == title.percent(title.live, "default")
        rarest = title.rarest(title.live)
        assert found["rarest_rate"] == (rarest[0].rate / 10 if rarest else None)
        lacking = to_the_goal(title)
        rates = [trophy.rate / 10 for trophy in lacking]
        assert found["missing"] == (len(lacking) or None)
        assert found["hardest_rate"] == min(rates, default=None)
        moment = datetime.fromisoformat(found["last_update"])
        assert moment.timestamp() == title.live.updated


def to_the_goal(title: Progress) -> list[Trophy]:
    """Return what lacks in a begun title: to its platinum, else to all trophies."""
    lacking = title.missing() if sum(title.earned(title.live).values()) else []
    base = [trophy for trophy in lacking if trophy.group == "default"]
    if any(trophy.grade == "platinum" for trophy in base):
        lacking = base
    return [trophy for trophy in lacking if trophy.grade != "platinum"]


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
