"""Sony stumbles, clocks are wrong: nothing is lost, nothing false is told."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant

from custom_components.psn_trophies.const import DOMAIN
from tests.emulator import Account, Emulator
from tests.emulator.accounts import Progress
from tests.emulator.stumbles import TITLES, TROPHIES

from .announcements import Heard, keys, listen, restart
from .common import DAY, MINUTE, START, let_pass, set_up, state_of

HOUR = timedelta(hours=1)
YEARS = timedelta(days=3 * 365)


def earned_total(account: Account) -> int:
    """Return how many trophies Sony counts."""
    return sum(account.total().values())


def known_total(entry: MockConfigEntry) -> int:
    """Return how many trophies the library knows."""
    return sum(
        len(record.trophies)
        for record in entry.runtime_data.coordinator.sync.library.records
    )


def games(hass: HomeAssistant, account: Account) -> tuple[str, str]:
    """Return how many games there are, and how many of them are completed."""
    return (
        state_of(hass, account, "games_total").state,
        state_of(hass, account, "games_completed").state,
    )


def listed(account: Account) -> list[Progress]:
    """Return the shown titles, the newest first."""
    return [title for title in account.listing(own=True) if not title.hidden]


def completed(account: Account) -> Progress:
    """Return a title that is at 100 percent."""
    return next(title for title in listed(account) if title.percent(title.live) == 100)


def unfinished(account: Account) -> list[Progress]:
    """Return the titles in which trophies are missing, the newest first."""
    return [title for title in listed(account) if title.missing()]


@pytest.fixture
def heard(hass: HomeAssistant) -> Heard:
    """Return what is announced from now on."""
    return listen(hass)


# Clocks


@pytest.mark.parametrize("off", [-400 * DAY, -3 * HOUR, 3 * HOUR, 400 * DAY])
async def test_clock_set_right_after_a_first_set_up_that_failed(
    *,
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    emulator: Emulator,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
    shift_clock: Callable[[timedelta], None],
    off: timedelta,
) -> None:
    """What was there is old; what was earned since somebody wanted to look is new."""
    shift_clock(off)
    fault = emulator.fail("unavailable")
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    freezer.tick(2 * MINUTE)
    earned = emulator.earn(title=unfinished(emulator.account)[0].set)
    shift_clock(-off)
    fault.clear()
    await let_pass(hass, freezer, 20 * MINUTE)
    assert heard.trophy_keys == keys(earned)
    assert known_total(entry) == earned_total(emulator.account)


@pytest.mark.parametrize("off", [-400 * DAY, -3 * HOUR, 3 * HOUR, 400 * DAY])
async def test_clock_that_stays_wrong(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
    shift_clock: Callable[[timedelta], None],
    off: timedelta,
) -> None:
    """Sony tells the time: nothing old is news, and nothing new is late or old."""
    shift_clock(off)
    await set_up(hass, entry)
    freezer.tick(MINUTE)
    # In a title that has not been read yet, and in one that has.
    earned = emulator.earn(title=unfinished(emulator.account)[-1].set)
    await let_pass(hass, freezer, 10 * MINUTE)
    freezer.tick(MINUTE)
    earned += emulator.earn(title=unfinished(emulator.account)[0].set)
    await let_pass(hass, freezer, 3 * MINUTE)
    assert heard.trophy_keys == keys(earned)
    assert [state.attributes["late"] for state in heard.trophies] == [False, False]


@pytest.mark.parametrize(
    "moment",
    [START + YEARS, datetime(2036, 2, 1, tzinfo=UTC), datetime(1970, 1, 2, tzinfo=UTC)],
)
async def test_console_with_a_wrong_clock(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
    moment: datetime,
) -> None:
    """A trophy of a time that can not be is told of once, but is nobody's latest."""
    first, second = unfinished(emulator.account)[:2]
    emulator.earn(title=first.set, at=moment.timestamp())
    await set_up(hass, entry)
    await let_pass(hass, freezer, 10 * MINUTE)
    assert heard.trophies == []
    latest = state_of(hass, emulator.account, "latest_trophy")
    impossible = emulator.earn(title=second.set, at=moment.timestamp())
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophy_keys == keys(impossible)
    assert heard.trophies[0].attributes["earned_at"] is None
    assert state_of(hass, emulator.account, "latest_trophy").state == latest.state
    log = await hass.services.async_call(
        DOMAIN, "get_trophy_log", {"limit": 1}, blocking=True, return_response=True
    )
    assert log is not None
    trophies: Any = log["trophies"]
    assert trophies[0]["trophy_name"] == latest.state
    years = {
        trophy.earned_at.year
        for trophy in entry.runtime_data.coordinator.sync.library.timeline
        if trophy.earned_at is not None
    }
    assert min(years) >= 2008
    assert max(years) <= START.year


# Lists


async def test_blank_title_changes_nothing(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
) -> None:
    """Neither while it is blank nor when it is right again."""
    account = emulator.account
    title = completed(account)
    before = games(hass, account)
    fault = emulator.fail("blank_title", titles=[title.set])
    await let_pass(hass, freezer, 2 * HOUR, 10 * MINUTE)
    assert fault.hits > 1
    assert games(hass, account) == before
    record = loaded.runtime_data.coordinator.sync.library.record(title.set.id)
    assert record.title.name
    assert record.title.progress == 100
    assert loaded.runtime_data.coordinator.sync.refused == fault.hits
    fault.clear()
    await let_pass(hass, freezer, 2 * HOUR, 10 * MINUTE)
    assert games(hass, account) == before
    assert heard.milestones == []
    assert heard.trophies == []


async def test_trophy_in_a_blank_title_is_announced_when_it_is_right_again(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
) -> None:
    """And no later than the next look at the list after that."""
    title = unfinished(emulator.account)[0]
    fault = emulator.fail("blank_title", titles=[title.set])
    earned = emulator.earn(title=title.set)
    await let_pass(hass, freezer, 5 * MINUTE)
    assert heard.trophies == []
    fault.clear()
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophy_keys == keys(earned)


@pytest.mark.parametrize("kind", ["short_list", "empty_list"])
async def test_short_list_is_not_believed_at_once(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
    kind: str,
) -> None:
    """While the summary counts the same, it takes a second reading much later."""
    account = emulator.account
    before = games(hass, account)
    known = known_total(loaded)
    fault = emulator.fail(kind)
    await let_pass(hass, freezer, 15 * MINUTE)
    assert fault.hits
    assert games(hass, account) == before
    assert known_total(loaded) == known
    fault.clear()
    emulator.log.clear()
    await let_pass(hass, freezer, 30 * MINUTE)
    assert games(hass, account) == before
    assert emulator.log.count("titles") <= 6
    assert heard.trophies == heard.milestones == []


@pytest.mark.parametrize(("kind", "left"), [("short_list", 3), ("empty_list", 0)])
async def test_short_list_is_believed_in_the_end(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
    left: int,
) -> None:
    """Patiently: the whole list is not read over and over meanwhile."""
    emulator.fail(kind)
    await let_pass(hass, freezer, 40 * MINUTE)
    shown = state_of(hass, emulator.account, "games_total")
    assert int(shown.state) <= left
    assert emulator.log.count("titles") <= 12


async def test_empty_first_list_is_not_believed(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
) -> None:
    """An account with trophies has games."""
    fault = emulator.fail("empty_list")
    await set_up(hass, entry)
    await let_pass(hass, freezer, 3 * MINUTE)
    shown = state_of(hass, emulator.account, "games_total")
    assert shown.state == STATE_UNKNOWN
    fault.clear()
    await let_pass(hass, freezer, 15 * MINUTE)
    shown = state_of(hass, emulator.account, "games_total")
    assert shown.state == str(len(listed(emulator.account)))
    assert heard.trophies == []
    assert known_total(entry) == earned_total(emulator.account)


@pytest.mark.parametrize("kind", [kind for kind in TITLES if kind != "blank_title"])
async def test_one_unreadable_title_costs_only_itself(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
    kind: str,
) -> None:
    """From the set-up on, for as long as it lasts."""
    account = emulator.account
    bad, good = listed(account)[-1], unfinished(account)[0]
    fault = emulator.fail(kind, titles=[bad.set])
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    await let_pass(hass, freezer, 20 * MINUTE)
    assert games(hass, account)[0] == str(len(listed(account)) - 1)
    earned = emulator.earn(title=good.set)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophy_keys == keys(earned)
    assert entry.runtime_data.coordinator.sync.refused >= 1
    fault.clear()
    await let_pass(hass, freezer, 2 * HOUR, 10 * MINUTE)
    assert games(hass, account)[0] == str(len(listed(account)))
    assert known_total(entry) == earned_total(account)
    assert heard.trophy_keys == keys(earned)


@pytest.mark.parametrize("kind", [kind for kind in TITLES if kind != "blank_title"])
async def test_known_title_that_gets_unreadable_stays(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    kind: str,
) -> None:
    """Also through the readings of the whole list."""
    before = games(hass, emulator.account)
    emulator.fail(kind, titles=[completed(emulator.account).set])
    await let_pass(hass, freezer, 2 * DAY, HOUR)
    assert games(hass, emulator.account) == before


@pytest.mark.parametrize("kind", TROPHIES)
async def test_one_unreadable_trophy_costs_only_itself(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
    kind: str,
) -> None:
    """The others of its set are announced, and it is known when it can be read."""
    account = emulator.account
    title = unfinished(account)[0]
    bad = next(iter(title.live.earned))
    fault = emulator.fail(kind, titles=[title.set], trophies=[bad])
    await set_up(hass, entry)
    await let_pass(hass, freezer, 20 * MINUTE)
    earned = emulator.earn(title=title.set)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophy_keys == keys(earned)
    fault.clear()
    await let_pass(hass, freezer, 26 * HOUR, HOUR)
    assert heard.trophy_keys == keys(earned)
    assert known_total(entry) == earned_total(account)


# Rates, texts


async def test_rates_of_a_slow_sony_are_unknown_and_heal(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A whole set of zeros is nobody's rarest; a title an hour is read again."""
    fault = emulator.fail("zero_rates")
    await set_up(hass, entry)
    await let_pass(hass, freezer, 10 * MINUTE)
    assert state_of(hass, emulator.account, "rarest_trophy").state == STATE_UNKNOWN
    fault.clear()
    emulator.log.clear()
    await let_pass(hass, freezer, 40 * DAY, 8 * HOUR)
    rarest = state_of(hass, emulator.account, "rarest_trophy")
    assert rarest.state not in (STATE_UNKNOWN, "")
    assert rarest.attributes["earned_rate"] > 0
    # Each at most once in 30 days.
    titles = sum(bool(title.live.earned) for title in emulator.account.titles.values())
    assert titles <= emulator.log.count("earned") <= 2 * titles


async def test_texts_follow_the_language_of_the_home(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
) -> None:
    """Names of games soon, those of trophies title by title; nothing is news."""
    await let_pass(hass, freezer, 5 * MINUTE)
    hass.config.language = "de"
    await restart(hass, loaded, freezer)
    await let_pass(hass, freezer, MINUTE)
    titles = {title.set.id: title.set for title in emulator.account.titles.values()}
    library = loaded.runtime_data.coordinator.sync.library
    assert all(
        record.title.name == titles[record.title.np_communication_id].title(1).strip()
        for record in library.records
    )
    emulator.log.clear()
    await let_pass(hass, freezer, 12 * HOUR, 10 * MINUTE)
    assert emulator.log.count("earned") <= 12
    for record in library.records:
        known = titles[record.title.np_communication_id]
        for trophy in record.trophies.values():
            name, _ = known.wording(known.trophy(trophy.trophy_id), 1)
            assert trophy.name.split() == name.split()
    assert heard.trophies == []


# Taken back, given again, renumbered


@pytest.mark.parametrize("dated", [True, False])
async def test_next_trophy_after_one_was_taken_back(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
    dated: bool,
) -> None:
    """Although the details lag, and as many were known before as are counted now."""
    title = unfinished(emulator.account)[0]
    await let_pass(hass, freezer, 5 * MINUTE)
    missing = [trophy.id for trophy in title.missing() if trophy.id]
    emulator.unearn(title.set, next(iter(title.live.earned)), dated=dated)
    await let_pass(hass, freezer, 5 * MINUTE)
    emulator.lag(detail=True)
    earned = emulator.earn(title=title.set, trophy_id=missing[0])
    await let_pass(hass, freezer, 20 * MINUTE)
    assert heard.trophies == []
    emulator.catch_up()
    await let_pass(hass, freezer, 2 * HOUR, 10 * MINUTE)
    assert heard.trophy_keys == keys(earned)


async def test_completion_is_celebrated_once_although_a_trophy_was_taken_back(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
) -> None:
    """The way back up is none."""
    title = unfinished(emulator.account)[0]
    await let_pass(hass, freezer, 5 * MINUTE)
    earned = emulator.earn(title=title.set, count=len(title.missing()))
    await let_pass(hass, freezer, 2 * MINUTE)
    emulator.unearn(title.set, earned[-1].trophy_id)
    await let_pass(hass, freezer, 2 * MINUTE)
    emulator.earn(title=title.set, trophy_id=earned[-1].trophy_id)
    await let_pass(hass, freezer, 2 * MINUTE)
    kinds = Counter(kind for kind, *_ in heard.reached)
    assert kinds["title_completed"] == 1


async def test_title_completed_while_the_list_lacks_it(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
) -> None:
    """Coming back is no first sight; its trophies are told of as well."""
    title = unfinished(emulator.account)[-1]
    await let_pass(hass, freezer, 5 * MINUTE)
    fault = emulator.fail("short_list", titles=[title.set])
    await let_pass(hass, freezer, 30 * MINUTE)
    assert loaded.runtime_data.coordinator.sync.library.record(title.set.id) is None
    earned = emulator.earn(title=title.set, count=len(title.missing()))
    await let_pass(hass, freezer, 5 * MINUTE)
    fault.clear()
    await let_pass(hass, freezer, 30 * MINUTE)
    assert Counter(heard.trophy_keys) == Counter(keys(earned))
    kinds = Counter(kind for kind, *_ in heard.reached)
    assert kinds["title_completed"] == 1


@pytest.mark.parametrize("raise_version", [True, False])
async def test_renumbered_sets_are_no_news(
    *,
    hass: HomeAssistant,
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
    raise_version: bool,
) -> None:
    """What is known is what Sony knows, and the next trophy is announced once."""
    account = emulator.account
    await let_pass(hass, freezer, 5 * MINUTE)
    for title in listed(account):
        emulator.renumber(title.set, raise_version=raise_version)
    await let_pass(hass, freezer, 2 * DAY, HOUR)
    earned = []
    for title in unfinished(account):
        freezer.tick(timedelta(seconds=1))
        earned += emulator.earn(title=title.set)
    await let_pass(hass, freezer, 10 * MINUTE)
    assert heard.trophy_keys == keys(earned)
    assert known_total(loaded) == earned_total(account)
    library = loaded.runtime_data.coordinator.sync.library
    # What has no new version, date or trophy is noticed when it is refreshed.
    for title in listed(account) if raise_version else unfinished(account):
        record = library.record(title.set.id)
        assert {
            trophy.trophy_id: trophy.moment for trophy in record.trophies.values()
        } == title.live.earned
        for trophy in record.trophies.values():
            name, _ = title.set.wording(title.set.trophy(trophy.trophy_id))
            assert trophy.name.split() == name.split()


# After a long absence


@pytest.fixture
def titles(request: pytest.FixtureRequest) -> int:
    """Return how many titles the demo account has."""
    return getattr(request, "param", 6)


@pytest.mark.parametrize("titles", [60], indirect=True)
async def test_long_absence_is_told_in_its_order(
    *,
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
) -> None:
    """Trophies and milestones, although no single poll reads all of it."""
    await let_pass(hass, freezer, 20 * MINUTE)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    open_titles = unfinished(emulator.account)[:25]
    earned = []
    for _ in range(2):
        for title in open_titles:
            freezer.tick(7 * MINUTE)
            if title.missing():
                earned += emulator.earn(title=title.set)
    freezer.tick(HOUR)
    await hass.config_entries.async_setup(loaded.entry_id)
    await let_pass(hass, freezer, 2 * MINUTE, timedelta(seconds=5))
    assert heard.trophy_keys == keys(earned)
    assert all(state.attributes["late"] for state in heard.trophies)
    assert heard.milestones
    assert all(state.attributes["late"] for state in heard.milestones)


async def test_restored_backup_announces_again_but_late(
    *,
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    emulator: Emulator,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    heard: Heard,
) -> None:
    """Nobody can know what was told after the backup was made."""
    await let_pass(hass, freezer, 10 * MINUTE)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    key = f"{DOMAIN}.{emulator.account.account_id}.library"
    backup = hass_storage[key]
    await hass.config_entries.async_setup(loaded.entry_id)
    earned = emulator.earn()
    await let_pass(hass, freezer, 2 * MINUTE)
    assert await hass.config_entries.async_unload(loaded.entry_id)
    hass_storage[key] = backup
    freezer.tick(30 * DAY)
    await hass.config_entries.async_setup(loaded.entry_id)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophy_keys == keys(earned) * 2
    assert [state.attributes["late"] for state in heard.trophies] == [False, True]
