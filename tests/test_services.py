"""Actions: what they answer, what they leave out, and what they say when they fail."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from homeassistant.auth.permissions.types import PolicyType
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    UnknownUser,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from custom_components.psn_trophies.const import CONF_SHOW_SECRET_TROPHIES, DOMAIN
from tests.emulator import Account, Emulator
from tests.emulator.accounts import Progress

from .common import MINUTE, add_user, entity_id, let_pass, make_entry, set_up, state_of
from .trophies.test_library import large_library

ACTIONS = {"get_next", "get_titles", "get_trophies", "get_trophy_log", "sync_now"}
SECRET_NAME = "Secret trophy"
SECRET_DETAIL = "Secret until you have earned it."
# A fault of the service and the text that tells of it.
TROUBLES = [
    ("unavailable", "service_unreachable", "cannot be reached"),
    ("drop", "service_unreachable", "cannot be reached"),
    ("rate_limited", "rate_limited", "15 min"),
    ("forbidden", "access_denied", "does not let"),
    ("html", "unexpected_answer", "could not be understood"),
]


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


async def ask(hass: HomeAssistant, action: str, **data: Any) -> dict[str, Any]:
    """Return what an action answers the home itself; it can be sent anywhere."""
    return await ask_as(None, hass, action, **data)


async def ask_as(
    context: Context | None, hass: HomeAssistant, action: str, **data: Any
) -> dict[str, Any]:
    """Return what an action answers somebody."""
    answer = await hass.services.async_call(
        DOMAIN, action, data, blocking=True, return_response=True, context=context
    )
    assert json.loads(json.dumps(answer)) == answer
    assert isinstance(answer, dict)
    return answer


def shown(account: Account) -> list[Progress]:
    """Return the titles that are not hidden, the newest first."""
    return [title for title in account.listing(own=True) if not title.hidden]


def dated(account: Account) -> list[tuple[int, str, int]]:
    """Return time, set and trophy of all that may be shown, the newest first."""
    return sorted(
        (
            (moment, title.set.id, trophy_id)
            for title in shown(account)
            for trophy_id, moment in title.live.earned.items()
            if moment is not None
        ),
        reverse=True,
    )


def case(emulator: Emulator, name: str) -> Progress:
    """Return the demo account's progress in one of the odd cases."""
    return emulator.account.titles[emulator.world.cases[name]]


def ids(answer: dict[str, Any]) -> list[str]:
    """Return the sets of titles in an answer."""
    return [title["title_id"] for title in answer["titles"]]


def keys(answer: dict[str, Any]) -> set[tuple[str, int]]:
    """Return set and trophy of all trophies of a log."""
    return {(one["title_id"], one["trophy_id"]) for one in answer["trophies"]}


async def test_titles(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """All titles come in Sony's order, the hidden one excepted, without a request."""
    answer = await ask(hass, "get_titles")
    expected = shown(emulator.account)
    assert ids(answer) == [title.set.id for title in expected]
    assert answer["total"] == len(expected) < len(emulator.account.titles)
    newest, first = expected[0], answer["titles"][0]
    assert first["title_name"] == newest.set.title().strip()
    assert first["platform"] == newest.set.platforms.replace(",", ", ")
    assert first["progress"] == newest.percent(newest.live)
    assert first["earned"] == newest.earned(newest.live)
    assert first["defined"] == newest.set.defined()
    assert datetime.fromisoformat(first["last_update"]).timestamp() == (
        newest.live.updated
    )
    assert emulator.log.counts().keys() <= {"image"}


@pytest.mark.parametrize(
    "wanted", ["PS5", ["PS3"], ["PSVITA", "PSPC"], ["PS4", "PS5"]], ids=str
)
async def test_titles_by_platform(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    wanted: str | list[str],
) -> None:
    """A title on several platforms is found by each of them."""
    answer = await ask(hass, "get_titles", platform=wanted)
    platforms = {wanted} if isinstance(wanted, str) else set(wanted)
    expected = [
        title.set.id
        for title in shown(emulator.account)
        if platforms & set(title.set.platforms.split(","))
    ]
    assert expected
    assert ids(answer) == expected
    assert answer["total"] == len(expected)


@pytest.mark.parametrize("completed", [True, False])
async def test_titles_by_completion(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry, completed: bool
) -> None:
    """Completed is what is at 100 percent."""
    answer = await ask(hass, "get_titles", completed=completed)
    assert ids(answer) == [
        title.set.id
        for title in shown(emulator.account)
        if (title.percent(title.live) == 100) is completed
    ]


async def test_titles_up_to_a_limit(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """The newest come, and the total tells that there are more."""
    answer = await ask(hass, "get_titles", limit=3)
    expected = shown(emulator.account)
    assert ids(answer) == [title.set.id for title in expected[:3]]
    assert answer["total"] == len(expected)


async def test_trophies_of_a_title(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """By set or by name, whatever its case, every trophy comes with its state."""
    title = case(emulator, "dlc_zero")
    answer = await ask(hass, "get_trophies", title=title.set.id)
    assert answer == await ask(
        hass, "get_trophies", title=f" {title.set.title().upper()} "
    )
    assert answer == await ask(hass, "get_trophies", title=title.set.id.lower())
    assert answer["title_name"] == title.set.title()
    assert answer["progress"] == title.percent(title.live)
    assert len(answer["trophies"]) == len(title.set.trophies)
    for trophy, known in zip(answer["trophies"], title.set.trophies, strict=True):
        earned = known.id in title.live.earned
        assert trophy["trophy_id"] == known.id
        assert trophy["grade"] == known.grade
        assert trophy["group"] == known.group
        assert trophy["earned"] is earned
        assert trophy["earned_rate"] == known.rate / 10
        assert (trophy["earned_at"] is not None) is earned
        assert trophy["hidden"] is known.hidden


async def test_name_with_a_line_break(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """A title is found by the name that is shown."""
    title = case(emulator, "trailing_newline")
    assert title.set.title().endswith("\n")
    answer = await ask(hass, "get_trophies", title=title.set.title().strip())
    assert answer["title_id"] == title.set.id


async def test_name_of_two_titles(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Of two titles with one name the newest is meant; the other has its set."""
    twins = [case(emulator, "duplicate_a"), case(emulator, "duplicate_b")]
    old, new = sorted(twins, key=lambda title: title.live.updated)
    assert old.set.title() == new.set.title()
    answer = await ask(hass, "get_trophies", title=new.set.title())
    assert answer["title_id"] == new.set.id
    answer = await ask(hass, "get_trophies", title=old.set.id)
    assert answer["title_id"] == old.set.id


@pytest.mark.parametrize("grade", ["gold", ["silver", "platinum"]], ids=str)
@pytest.mark.parametrize("earned", [None, True, False])
async def test_trophies_by_grade_and_state(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    grade: str | list[str],
    earned: bool | None,
) -> None:
    """Grades and earned or not can be asked for together."""
    title = case(emulator, "huge")
    wanted = {} if earned is None else {"earned": earned}
    answer = await ask(hass, "get_trophies", title=title.set.id, grade=grade, **wanted)
    assert [trophy["trophy_id"] for trophy in answer["trophies"]] == [
        trophy.id
        for trophy in title.set.trophies
        if trophy.grade in grade
        and (earned is None or (trophy.id in title.live.earned) is earned)
    ]


async def test_counters(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """What counts up says how far it is."""
    title = case(emulator, "counter")
    answer = await ask(hass, "get_trophies", title=title.set.id, earned=False)
    progress = {
        trophy["trophy_id"]: (trophy["progress"], trophy["progress_target"])
        for trophy in answer["trophies"]
        if trophy["progress_target"] is not None
    }
    assert progress == {
        trophy.id: (title.live.counters[trophy.id][0], trophy.target)
        for trophy in title.missing()
        if trophy.target
    }
    assert any(done for done, _ in progress.values())


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize("show", [False, True])
async def test_secret_trophies(
    emulator: Emulator, hass: HomeAssistant, show: bool
) -> None:
    """What is secret and not earned is not told, unless the option says so."""
    entry = make_entry(emulator.account, {CONF_SHOW_SECRET_TROPHIES: show})
    await set_up(hass, entry)
    title = case(emulator, "secret_missing")
    answer = await ask(hass, "get_trophies", title=title.set.id)
    secrets = 0
    for trophy, known in zip(answer["trophies"], title.set.trophies, strict=True):
        name, detail = title.set.wording(known)
        if known.hidden and known.id not in title.live.earned:
            secrets += 1
            assert (trophy["trophy_name"] == name) is show
            assert (trophy["trophy_name"] == SECRET_NAME) is not show
            assert (trophy["trophy_detail"] == SECRET_DETAIL) is not show
            assert (trophy["icon_url"] is None) is not show
        else:
            assert trophy["trophy_name"] == name
            assert trophy["trophy_detail"] == detail
            assert trophy["icon_url"]
    assert secrets
    emulator.earn(
        title=title.set.id,
        trophy_id=next(t.id for t in title.missing() if t.hidden),
    )
    await ask(hass, "sync_now")
    answer = await ask(hass, "get_trophies", title=title.set.id)
    names = [trophy["trophy_name"] for trophy in answer["trophies"]]
    assert names.count(SECRET_NAME) == (0 if show else secrets - 1)


async def test_log(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry
) -> None:
    """Every dated trophy comes, the newest first; none of a hidden title."""
    answer = await ask(hass, "get_trophy_log", limit=2000)
    expected = dated(emulator.account)
    assert answer["library_progress"] == 100
    times = [datetime.fromisoformat(one["earned_at"]) for one in answer["trophies"]]
    assert times == sorted(times, reverse=True)
    assert keys(answer) == {(title, trophy) for _, title, trophy in expected}
    assert len(answer["trophies"]) == len(expected)
    assert len((await ask(hass, "get_trophy_log"))["trophies"]) == 50
    few = await ask(hass, "get_trophy_log", limit=2)
    assert few["trophies"] == answer["trophies"][:2]
    for one in answer["trophies"]:
        title = emulator.world.sets[one["title_id"]]
        trophy = title.trophy(one["trophy_id"])
        assert one["grade"] == trophy.grade
        assert (one["trophy_name"], one["trophy_detail"]) == title.wording(trophy)


async def test_log_by_grade_and_platform(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry
) -> None:
    """Filters go together."""
    answer = await ask(
        hass, "get_trophy_log", limit=2000, grade=["gold", "platinum"], platform="PS4"
    )
    sets = emulator.world.sets
    assert keys(answer) == {
        (title, trophy)
        for _, title, trophy in dated(emulator.account)
        if "PS4" in sets[title].platforms.split(",")
        and sets[title].trophy(trophy).grade in {"gold", "platinum"}
    }
    assert answer["trophies"]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
async def test_log_since(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry, zone: str
) -> None:
    """A time is that of the home where it does not say otherwise."""
    await hass.config.async_set_time_zone(zone)
    moment, *_ = dated(emulator.account)[9]
    since = datetime.fromtimestamp(moment, UTC)
    expected = {
        (title, trophy)
        for earned, title, trophy in dated(emulator.account)
        if earned >= moment
    }
    aware = await ask(hass, "get_trophy_log", since=since.isoformat(), limit=2000)
    assert keys(aware) == expected
    local = since.astimezone(ZoneInfo(zone))
    naive = await ask(
        hass, "get_trophy_log", since=f"{local:%Y-%m-%d %H:%M:%S}", limit=2000
    )
    assert naive == aware
    later = await ask(
        hass, "get_trophy_log", since=(since + timedelta(seconds=1)).isoformat()
    )
    assert len(later["trophies"]) < len(expected)
    later = await ask(hass, "get_trophy_log", since="2027-01-01 00:00:00")
    assert later["trophies"] == []


async def test_hidden_title_is_nowhere(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry
) -> None:
    """What is hidden on PSN is in no list, and cannot be asked for."""
    hidden = case(emulator, "hidden")
    assert hidden.live.earned
    titles = await ask(hass, "get_titles", limit=2000)
    log = await ask(hass, "get_trophy_log", limit=2000)
    assert hidden.set.id not in ids(titles)
    assert hidden.set.id not in {title for title, _ in keys(log)}
    for wanted in (hidden.set.id, hidden.set.title()):
        with pytest.raises(ServiceValidationError) as err:
            await ask(hass, "get_trophies", title=wanted)
        assert err.value.translation_key == "title_not_found"


async def test_unknown_title(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    """The error names what was asked for."""
    with pytest.raises(ServiceValidationError, match="no game Half-Life 3") as err:
        await ask(hass, "get_trophies", title="Half-Life 3")
    assert err.value.translation_domain == DOMAIN
    assert err.value.translation_key == "title_not_found"
    assert err.value.translation_placeholders == {"title": "Half-Life 3"}


@pytest.mark.parametrize("action", sorted(ACTIONS))
async def test_unknown_account(
    hass: HomeAssistant, loaded: MockConfigEntry, action: str
) -> None:
    """The error names the account."""
    data = {"title": "x"} if action == "get_trophies" else {}
    with pytest.raises(ServiceValidationError, match="nobody") as err:
        await ask(hass, action, config_entry_id="nobody", **data)
    assert err.value.translation_domain == HOMEASSISTANT_DOMAIN
    assert err.value.translation_key == "service_config_entry_not_found"


@pytest.mark.parametrize("action", sorted(ACTIONS))
async def test_two_accounts(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    action: str,
) -> None:
    """With two accounts one has to be chosen, and only that one is read."""
    account = emulator.add_account("second_self", titles=3)
    other = make_entry(account)
    await set_up(hass, other)
    # Two set-ups in a minute leave no room for anything else.
    await let_pass(hass, freezer, 2 * MINUTE)
    title = next(iter(account.titles.values())).set
    data = {"title": title.id} if action == "get_trophies" else {}
    with pytest.raises(ServiceValidationError, match=DOMAIN) as err:
        await ask(hass, action, **data)
    assert err.value.translation_domain == HOMEASSISTANT_DOMAIN
    assert err.value.translation_key is not None
    answer = await ask(hass, action, config_entry_id=other.entry_id, **data)
    if action == "get_titles":
        assert set(ids(answer)) == set(account.titles)
    elif action == "get_trophy_log":
        assert {title for title, _ in keys(answer)} <= set(account.titles)
    elif action == "sync_now":
        assert answer["trophies_total"] == sum(account.total().values())


@pytest.mark.parametrize(("fault", "key", "words"), TROUBLES)
async def test_trophies_that_cannot_be_read(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    fault: str,
    key: str,
    words: str,
) -> None:
    """The error says what is wrong with Sony; what is at hand needs no Sony."""
    oldest = shown(emulator.account)[-1]
    emulator.fail(fault)
    with pytest.raises(HomeAssistantError, match=words) as err:
        await ask(hass, "get_trophies", title=oldest.set.id)
    assert err.value.translation_domain == DOMAIN
    assert err.value.translation_key == key
    assert await ask(hass, "get_titles")
    newest = shown(emulator.account)[0]
    assert await ask(hass, "get_trophies", title=newest.set.id)


@pytest.mark.parametrize(("fault", "key", "words"), TROUBLES)
async def test_sync_that_fails(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    fault: str,
    key: str,
    words: str,
) -> None:
    """The error says what is wrong, and the next try can do better."""
    switch = emulator.fail(fault)
    with pytest.raises(HomeAssistantError, match=words) as err:
        await ask(hass, "sync_now")
    assert err.value.translation_domain == DOMAIN
    assert err.value.translation_key == key
    switch.clear()
    if fault != "rate_limited":
        assert (await ask(hass, "sync_now"))["new_trophies"] == []


async def test_sync_brings_news(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What is new is in the answer, in the entities, and in no second answer."""
    account = emulator.account
    freezer.tick(10)
    new = emulator.earn(grade="silver", count=2)
    answer = await ask(hass, "sync_now")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert [
        (one["grade"], one["trophy_name"], one["title_name"])
        for one in answer["new_trophies"]
    ] == [("silver", one.name, one.title_name) for one in new]
    assert answer["trophies_total"] == sum(account.total().values())
    assert answer["level"] == account.level().level
    latest = state_of(hass, account, "latest_trophy")
    assert latest.state == new[-1].name
    event = state_of(hass, account, "trophy", "event")
    assert event.attributes["trophy_name"] == new[-1].name
    assert state_of(hass, account, "trophies_total").state == str(
        answer["trophies_total"]
    )
    freezer.tick(1)
    assert (await ask(hass, "sync_now"))["new_trophies"] == []


async def test_sync_without_an_answer(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A button or a script need not care for the answer."""
    freezer.tick(10)
    new = emulator.earn()
    await hass.services.async_call(DOMAIN, "sync_now", {}, blocking=True)
    assert state_of(hass, emulator.account, "latest_trophy").state == new[0].name


@pytest.mark.usefixtures("enable_custom_integrations")
async def test_actions_without_an_account(hass: HomeAssistant) -> None:
    """Automations can be checked, and say what is missing, before an account loads."""
    assert await async_setup_component(hass, DOMAIN, {})
    assert hass.services.async_services_for_domain(DOMAIN).keys() == ACTIONS
    with pytest.raises(ServiceValidationError, match=DOMAIN) as err:
        await ask(hass, "get_titles")
    assert err.value.translation_domain == HOMEASSISTANT_DOMAIN


async def test_actions_while_the_account_is_not_loaded(
    emulator: Emulator, hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """The account that could not be set up is named."""
    emulator.fail("unavailable")
    await set_up(hass, entry)
    assert hass.services.async_services_for_domain(DOMAIN).keys() == ACTIONS
    with pytest.raises(ServiceValidationError, match=emulator.account.online_id) as err:
        await ask(hass, "get_titles", config_entry_id=entry.entry_id)
    assert err.value.translation_key == "service_config_entry_not_loaded"


# Pages


@pytest.mark.parametrize("size", [1, 7, 50])
async def test_pages_of_titles(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry, size: int
) -> None:
    """Pages put together are the whole list; the last one knows no next."""
    expected = [title.set.id for title in shown(emulator.account)]
    found: list[str] = []
    offset: int | None = 0
    while offset is not None:
        answer = await ask(hass, "get_titles", limit=size, offset=offset)
        assert answer["total"] == len(expected)
        found += ids(answer)
        offset = answer["next_offset"]
    assert found == expected
    behind = await ask(hass, "get_titles", offset=len(expected))
    assert behind == {"total": len(expected), "next_offset": None, "titles": []}


@pytest.mark.parametrize("wanted", [{}, {"grade": ["bronze"]}, {"platform": "PS4"}])
async def test_pages_of_the_log(
    hass: HomeAssistant, read: MockConfigEntry, wanted: dict[str, Any]
) -> None:
    """Pages put together are the whole list, filtered or not."""
    whole = await ask(hass, "get_trophy_log", limit=2000, **wanted)
    assert whole["total"] == len(whole["trophies"]) > 60
    assert whole["next_offset"] is None
    found: list[Any] = []
    offset: int | None = 0
    while offset is not None:
        answer = await ask(hass, "get_trophy_log", limit=60, offset=offset, **wanted)
        assert answer["total"] == whole["total"]
        found += answer["trophies"]
        offset = answer["next_offset"]
    assert found == whole["trophies"]


@pytest.mark.parametrize("action", ["get_next", "get_titles", "get_trophy_log"])
async def test_empty_choices_mean_all(
    hass: HomeAssistant, read: MockConfigEntry, action: str
) -> None:
    """What a form sends when everything was taken out again is no choice."""
    filters: dict[str, Any] = {"platform": []}
    if action == "get_trophy_log":
        filters["grade"] = []
    assert await ask(hass, action, **filters) == await ask(hass, action)


async def test_no_grade_chosen_means_all_trophies(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """The trophies of a game come whether no grade or an empty list is asked for."""
    title = case(emulator, "huge").set.id
    answer = await ask(hass, "get_trophies", title=title, grade=[])
    assert answer["trophies"]
    assert answer == await ask(hass, "get_trophies", title=title)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
async def test_until(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry, zone: str
) -> None:
    """Until leaves out its own second, so that periods neither meet nor gap."""
    await hass.config.async_set_time_zone(zone)
    moment, *_ = dated(emulator.account)[9]
    edge = datetime.fromtimestamp(moment, ZoneInfo(zone))
    naive = f"{edge:%Y-%m-%d %H:%M:%S}"
    before = await ask(hass, "get_trophy_log", until=naive, limit=2000)
    assert before == await ask(
        hass, "get_trophy_log", until=edge.isoformat(), limit=2000
    )
    assert keys(before) == {
        (title, trophy)
        for earned, title, trophy in dated(emulator.account)
        if earned < moment
    }
    after = await ask(hass, "get_trophy_log", since=naive, limit=2000)
    whole = await ask(hass, "get_trophy_log", limit=2000)
    assert before["trophies"] and after["trophies"]
    assert after["trophies"] + before["trophies"] == whole["trophies"]
    nothing = await ask(hass, "get_trophy_log", since=naive, until=naive)
    assert nothing["total"] == 0


async def test_titles_of_a_time(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Games are chosen by their last news."""
    expected = shown(emulator.account)
    edge = datetime.fromtimestamp(expected[4].live.updated, UTC).isoformat()
    assert ids(await ask(hass, "get_titles", since=edge)) == [
        title.set.id
        for title in expected
        if title.live.updated >= expected[4].live.updated
    ]
    assert ids(await ask(hass, "get_titles", until=edge)) == [
        title.set.id
        for title in expected
        if title.live.updated < expected[4].live.updated
    ]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("action", ["get_titles", "get_trophy_log"])
async def test_all_times_there_are(
    hass: HomeAssistant, read: MockConfigEntry, action: str, zone: str
) -> None:
    """From the first year that a clock knows to the last one, all is found."""
    await hass.config.async_set_time_zone(zone)
    ever: dict[str, Any] = {
        "since": "0001-01-01 00:00:00",
        "until": "9999-12-31 23:59:59",
    }
    assert await ask(hass, action, **ever) == await ask(hass, action)
    never: list[dict[str, Any]] = [
        {"until": "0001-01-01 00:00:00"},
        {"since": "9999-12-31 23:59:59"},
    ]
    for nothing in never:
        assert (await ask(hass, action, **nothing))["total"] == 0


async def test_log_of_a_large_library_lets_others_work(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """While 40,000 trophies are looked through, everything else has its turns."""
    loaded.runtime_data.coordinator.sync.library = large_library()
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = hass.async_create_background_task(others(), "others")
    answer = await ask(
        hass, "get_trophy_log", grade=["gold"], platform="PS5", limit=2000
    )
    task.cancel()
    assert answer["total"] == len(answer["trophies"]) == 1000
    # Forty slices of trophies, and one of answers.
    assert turns >= 40


async def test_title_that_is_hidden_while_the_log_is_read(
    emulator: Emulator, hass: HomeAssistant, read: MockConfigEntry
) -> None:
    """What goes while others have their turn is not told any more."""
    library = large_library()
    read.runtime_data.coordinator.sync.library = library
    title = next(library.records).title

    async def hide() -> None:
        library.merge_titles([replace(title, hidden=True)], 0)

    hass.async_create_background_task(hide(), "hide", eager_start=False)
    answer = await ask(hass, "get_trophy_log", limit=2000, grade=["platinum"])
    assert answer["total"] in {999, 1000}
    assert title.np_communication_id not in {one for one, _ in keys(answer)}
    assert len(answer["trophies"]) == 999


# Who may ask


FOREIGN_LIGHT: PolicyType = {"entities": {"entity_ids": {"light.kitchen": True}}}
READ_ALL: PolicyType = {"entities": {"all": {"read": True}}}


def requests_of(
    emulator: Emulator, action: str, entry: MockConfigEntry
) -> dict[str, Any]:
    """Return what an action is asked with, for an account by its id."""
    title = {"title": shown(emulator.account)[0].set.id}
    return {
        "config_entry_id": entry.entry_id,
        **(title if action == "get_trophies" else {}),
    }


def policy_for(hass: HomeAssistant, *entries: MockConfigEntry) -> PolicyType:
    """Return the right to read the entities of some accounts, and nothing else."""
    return {
        "entities": {
            "entity_ids": {
                entity.entity_id: {"read": True}
                for entry in entries
                for entity in er.async_entries_for_config_entry(
                    er.async_get(hass), entry.entry_id
                )
            }
        }
    }


@pytest.mark.parametrize("action", sorted(ACTIONS))
async def test_stranger_finds_no_account(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry, action: str
) -> None:
    """To somebody who may see a lamp only, the account is one that is not there."""
    user = Context(user_id=add_user(hass, FOREIGN_LIGHT).id)
    data = requests_of(emulator, action, loaded)
    emulator.log.clear()
    with pytest.raises(ServiceValidationError) as err:
        await ask_as(user, hass, action, **data)
    with pytest.raises(ServiceValidationError) as unknown:
        await ask_as(user, hass, action, **{**data, "config_entry_id": "nobody"})
    assert err.value.translation_key == unknown.value.translation_key
    assert err.value.translation_key == "service_config_entry_not_found"
    assert str(err.value) == str(unknown.value).replace("nobody", loaded.entry_id)
    del data["config_entry_id"]
    with pytest.raises(ServiceValidationError) as err:
        await ask_as(user, hass, action, **data)
    assert err.value.translation_key == "service_found_no_config_entry_for_domain"
    assert not emulator.log.counts()


@pytest.mark.parametrize("action", sorted(ACTIONS))
@pytest.mark.parametrize("policy", ["all", "account"])
async def test_reader_gets_what_the_home_gets(
    *,
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    action: str,
    policy: str,
) -> None:
    """Whoever may read the account's entities may ask, and need not control them."""
    user = add_user(hass, READ_ALL if policy == "all" else policy_for(hass, loaded))
    data = requests_of(emulator, action, loaded)
    answer = await ask_as(Context(user_id=user.id), hass, action, **data)
    assert answer == await ask(hass, action, **data)


async def test_one_entity_less_is_no_right(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Answers tell what any of the entities shows, so that all of them count."""
    hidden = entity_id(hass, emulator.account, "sensor", "latest_game")
    policy: Any = policy_for(hass, loaded)
    del policy["entities"]["entity_ids"][hidden]
    user = add_user(hass, policy)
    with pytest.raises(ServiceValidationError):
        await ask_as(Context(user_id=user.id), hass, "get_titles")


async def test_only_account_somebody_may_see_needs_no_choice(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Of two accounts the visible one answers; the other is not there by its id."""
    account = emulator.add_account("second_self", titles=3)
    other = make_entry(account)
    await set_up(hass, other)
    user = Context(user_id=add_user(hass, policy_for(hass, other)).id)
    answer = await ask_as(user, hass, "get_titles")
    assert set(ids(answer)) == set(account.titles)
    with pytest.raises(ServiceValidationError) as err:
        await ask_as(user, hass, "get_titles", config_entry_id=loaded.entry_id)
    assert err.value.translation_key == "service_config_entry_not_found"
    both = add_user(hass, policy_for(hass, loaded, other))
    with pytest.raises(ServiceValidationError) as err:
        await ask_as(Context(user_id=both.id), hass, "get_titles")
    assert err.value.translation_key == (
        "service_found_multiple_config_entry_for_domain"
    )


@pytest.mark.parametrize("state", ["disabled", "failed"])
async def test_stranger_hears_nothing_of_an_account_that_is_not_loaded(
    emulator: Emulator, hass: HomeAssistant, loaded: MockConfigEntry, state: str
) -> None:
    """Not even the name that the error for others has."""
    if state == "disabled":
        await hass.config_entries.async_set_disabled_by(
            loaded.entry_id, ConfigEntryDisabler.USER
        )
    else:
        emulator.fail("unavailable")
        await hass.config_entries.async_reload(loaded.entry_id)
    user = Context(user_id=add_user(hass, FOREIGN_LIGHT).id)
    with pytest.raises(ServiceValidationError) as err:
        await ask_as(user, hass, "get_titles", config_entry_id=loaded.entry_id)
    assert emulator.account.online_id not in str(err.value)
    assert err.value.translation_key == "service_config_entry_not_found"


async def test_user_who_was_deleted(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """Nobody acts in the name of somebody who is gone."""
    with pytest.raises(UnknownUser):
        await ask_as(Context(user_id="gone"), hass, "get_titles")


async def test_script_of_a_stranger_and_automation(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    """A script asks for who runs it; an automation, which nobody runs, may ask."""
    steps: list[dict[str, Any]] = [
        {"action": f"{DOMAIN}.get_titles", "response_variable": "games"},
        {"event": "told", "event_data": {"total": "{{ games.total }}"}},
    ]
    assert await async_setup_component(
        hass, "script", {"script": {"tell": {"sequence": steps}}}
    )
    automation = {
        "alias": "Tell",
        "triggers": {"trigger": "event", "event_type": "ask"},
        "actions": steps,
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    told = async_capture_events(hass, "told")
    user = Context(
        user_id=add_user(hass, {"entities": {"domains": {"script": True}}}).id
    )
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            "script", "tell", {}, blocking=True, context=user
        )
    assert not told
    hass.bus.async_fire("ask")
    await hass.async_block_till_done()
    assert [event.data["total"] > 0 for event in told] == [True]
