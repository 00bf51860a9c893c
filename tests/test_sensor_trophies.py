"""Sensors over single trophies, days and games, and the latest trophy's picture."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant

from custom_components.psn_trophies.const import CONF_SHOW_SECRET_TROPHIES
from tests.emulator import Account, Emulator

from .common import DAY, MINUTE, START, let_pass, make_entry, set_up, state_of

HOUR = timedelta(hours=1)
SECRET_NAME = "Secret trophy"


def counts(hass: HomeAssistant, account: Account) -> tuple[str, str, str]:
    """Return the trophies of today, this week and this month."""
    today, week, month = (
        state_of(hass, account, f"trophies_{span}").state
        for span in ("today", "this_week", "this_month")
    )
    return today, week, month


def forget(account: Account) -> None:
    """Let the account begin anew, with its newest title and no trophy."""
    newest = account.listing(own=True)[0]
    newest.live.earned.clear()
    account.titles = {newest.set.id: newest}
    account.changed(newest)


async def test_latest_trophy(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The newest by time of earning, with all there is to know of it."""
    account = emulator.account
    (earned,) = emulator.earn(grade="gold")
    await let_pass(hass, freezer, MINUTE)
    emulator.earn(at=(START - DAY * 400).timestamp())
    await let_pass(hass, freezer, MINUTE)
    latest = state_of(hass, account, "latest_trophy")
    assert latest.state == earned.name
    title = emulator.world.sets[earned.title_id]
    trophy = title.trophy(earned.trophy_id)
    expected = {
        "grade": "gold",
        "trophy_id": earned.trophy_id,
        "trophy_name": earned.name,
        "trophy_detail": earned.detail,
        "earned_rate": trophy.rate / 10,
        "title_id": title.id,
        "title_name": title.title(),
        "platform": title.platforms,
        "group": trophy.group,
        "earned_at": START.isoformat(),
    }
    assert latest.attributes.items() >= expected.items()
    assert latest.attributes["icon_url"].startswith("https://")


async def test_rarest_trophy(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The one that fewest players have, until a rarer one comes."""
    account = emulator.account
    await let_pass(hass, freezer, MINUTE)

    def rarest() -> float:
        """Return the lowest rate of what is earned."""
        return min(
            trophy.rate / 10
            for title in account.titles.values()
            if not title.hidden
            for trophy in title.set.trophies
            if trophy.id in title.live.earned
        )

    before = rarest()
    shown = state_of(hass, account, "rarest_trophy")
    assert shown.attributes["earned_rate"] == before
    rarer = [
        (title.set.id, trophy.id)
        for title in account.titles.values()
        for trophy in title.missing()
        if trophy.rate / 10 < before and trophy.grade != "platinum"
    ]
    if not rarer:
        title = account.listing(own=True)[0]
        plain = next(t for t in title.missing() if t.grade != "platinum")
        object.__setattr__(plain, "rate", 0)
        rarer = [(title.set.id, plain.id)]
    title_id, trophy_id = rarer[0]
    (earned, *_) = emulator.earn(title=title_id, trophy_id=trophy_id)
    await let_pass(hass, freezer, MINUTE)
    shown = state_of(hass, account, "rarest_trophy")
    assert shown.state == earned.name
    assert shown.attributes["earned_rate"] == rarest() < before


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "UTC"])
async def test_new_day_week_and_month(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    zone: str,
) -> None:
    """Figures fall at midnight in the home's time zone, without asking Sony."""
    await hass.config.async_set_time_zone(zone)
    account = emulator.account
    forget(account)
    # Five minutes before Monday, 30 November begins, and later December.
    freezer.move_to(datetime(2026, 11, 29, 23, 55, tzinfo=ZoneInfo(zone)))
    await set_up(hass, entry)
    assert counts(hass, account) == ("0", "0", "0")
    emulator.earn(count=2)
    await let_pass(hass, freezer, MINUTE)
    assert counts(hass, account) == ("2", "2", "2")
    await let_pass(hass, freezer, 3 * MINUTE + timedelta(seconds=55))
    assert counts(hass, account) == ("2", "2", "2")
    emulator.log.clear()
    await let_pass(hass, freezer, timedelta(seconds=5))
    assert counts(hass, account) == ("0", "0", "2")
    assert emulator.log.count("titles", "earned", "definitions") == 0
    emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert counts(hass, account) == ("1", "1", "3")
    await let_pass(hass, freezer, DAY, step=HOUR)
    assert counts(hass, account) == ("0", "1", "0")


async def test_trophy_of_yesterday(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A trophy counts for the day it was earned on at home, however late it comes."""
    await hass.config.async_set_time_zone("America/New_York")
    account = emulator.account
    forget(account)
    # Wednesday at home.
    freezer.move_to(datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("America/New_York")))
    await set_up(hass, entry)
    # Late on Tuesday there, on Wednesday in Greenwich.
    emulator.earn(at=datetime(2026, 11, 18, 4, 59, 59, tzinfo=UTC).timestamp())
    await let_pass(hass, freezer, MINUTE)
    assert counts(hass, account) == ("0", "1", "1")
    emulator.earn(at=datetime(2026, 11, 18, 5, tzinfo=UTC).timestamp())
    await let_pass(hass, freezer, MINUTE)
    assert counts(hass, account) == ("1", "2", "2")


async def test_streak(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Days in a row with a trophy; a whole day without one ends it, but not the best."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    account = emulator.account
    forget(account)
    await set_up(hass, entry)

    def streaks() -> tuple[str, str]:
        """Return the streak and the best one."""
        return (
            state_of(hass, account, "streak").state,
            state_of(hass, account, "best_streak").state,
        )

    assert streaks() == ("0", "0")
    for days in ("1", "2", "3"):
        emulator.earn()
        await let_pass(hass, freezer, MINUTE)
        assert streaks() == (days, days)
        await let_pass(hass, freezer, DAY - MINUTE, step=2 * HOUR)
        assert streaks() == (days, days)
    await let_pass(hass, freezer, DAY, step=2 * HOUR)
    assert streaks() == ("0", "3")
    emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert streaks() == ("1", "3")


@pytest.mark.parametrize("titles", [40])
async def test_library_grows(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Each poll reads a share of a large library, and 100 means that all is read."""
    account = emulator.account
    await set_up(hass, entry)
    shares = [int(state_of(hass, account, "library_progress").state)]
    best = [int(state_of(hass, account, "best_streak").state)]
    for _ in range(4):
        await let_pass(hass, freezer, MINUTE)
        shares.append(int(state_of(hass, account, "library_progress").state))
        best.append(int(state_of(hass, account, "best_streak").state))
    assert shares == sorted(shares)
    assert best == sorted(best)
    assert 0 < shares[0] < 60
    assert len(set(shares)) >= 3
    assert shares[-1] == 100
    # A title whose missing trophies are shown may be read again.
    assert emulator.log.count("earned") <= len(account.titles) + 4
    emulator.log.clear()
    await let_pass(hass, freezer, MINUTE)
    assert emulator.log.count("earned", "definitions") == 0


@pytest.mark.parametrize("show", [False, True])
@pytest.mark.usefixtures("entry")
async def test_closest_platinum(
    emulator: Emulator,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    show: bool,
) -> None:
    """Its attributes tell what the base game lacks; secret trophies are not named."""
    account = emulator.account
    title = next(
        title
        for title in account.listing(own=True)
        if not title.hidden
        and title.set.has_groups
        and any(trophy.grade == "platinum" for trophy in title.missing())
    )
    base = [t for t in title.missing() if t.group == "default"]
    secret = base[-1]
    plain = next(t for t in base if t.grade != "platinum" and t is not secret)
    for trophy in base:
        object.__setattr__(trophy, "hidden", trophy is secret)
        if trophy not in (secret, plain) and trophy.grade != "platinum":
            title.live.earned[trophy.id] = title.live.updated - 60
    account.changed(title)
    await set_up(hass, make_entry(account, {CONF_SHOW_SECRET_TROPHIES: show}))
    await let_pass(hass, freezer, MINUTE)
    shown = state_of(hass, account, "closest_platinum")
    assert shown.state == title.set.title()
    assert shown.attributes["missing"] == [
        title.set.wording(trophy)[0] if show or trophy is not secret else SECRET_NAME
        for trophy in title.missing()
        if trophy.group == "default"
    ]
    assert any(trophy.group != "default" for trophy in title.missing())
    progress = shown.attributes["base_game_progress"]
    assert progress == title.percent(title.live, "default")
    emulator.earn(title=title.set.id, trophy_ids=[plain.id])
    await let_pass(hass, freezer, MINUTE)
    shown = state_of(hass, account, "closest_platinum")
    assert title.set.wording(plain)[0] not in shown.attributes["missing"]
    assert shown.attributes["base_game_progress"] > progress


@pytest.mark.usefixtures("entry")
async def test_account_without_a_game(emulator: Emulator, hass: HomeAssistant) -> None:
    """Nothing is known, nothing counted, nothing left to read."""
    emulator.new_npsso(account="empty")
    account = emulator.world.people["empty"]
    await set_up(hass, make_entry(account))
    for key in ("latest_trophy", "rarest_trophy", "closest_platinum"):
        assert state_of(hass, account, key).state == STATE_UNKNOWN
    for key in ("streak", "best_streak"):
        assert state_of(hass, account, key).state == "0"
    assert counts(hass, account) == ("0", "0", "0")
    assert state_of(hass, account, "library_progress").state == "100"
    assert state_of(hass, account, "latest_trophy", "image").state == STATE_UNKNOWN


async def test_picture(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """The picture of the latest trophy changes with it, and comes over https once."""
    account = emulator.account
    client = await hass_client()

    async def fetch() -> bytes:
        """Return what the frontend gets."""
        entity = state_of(hass, account, "latest_trophy", "image").entity_id
        response = await client.get(f"/api/image_proxy/{entity}")
        assert response.status == HTTPStatus.OK
        assert response.content_type == "image/png"
        return bytes(await response.read())

    old = await fetch()
    before = state_of(hass, account, "latest_trophy", "image").state
    emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    assert state_of(hass, account, "latest_trophy", "image").state > before
    emulator.log.clear()
    new = await fetch()
    assert new == await fetch()
    assert new != old
    assert emulator.log.count("image") == 1


async def test_hidden_title(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What is earned in a title hidden on PSN is not shown."""
    account = emulator.account
    title = account.listing(own=True)[1]
    emulator.hide(title.set.id)
    await let_pass(hass, freezer, DAY, step=HOUR)
    before = state_of(hass, account, "latest_trophy").state
    (earned, *_) = emulator.earn(title=title.set.id)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert state_of(hass, account, "latest_trophy").state == before != earned.name
