"""All trophies of one title."""

import json

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from custom_components.psn_trophies.const import CONF_SHOW_SECRET_TROPHIES
from tests.emulator import Emulator

from ..common import MINUTE, make_entry, set_up
from .support import (
    READ,
    TITLE_KEYS,
    TROPHY_KEYS,
    TROUBLES,
    Browser,
    Later,
    case,
    dated,
    groups,
    shown,
    trophies,
)


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
