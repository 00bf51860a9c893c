"""Figures are worked out when something changed, and only then."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.psn_trophies.psn import Priority
from custom_components.psn_trophies.trophies import AccountSync

from .conftest import Home

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


async def test_new_day_counts_trophies_only(home: Home) -> None:
    """Nothing changes for the games; the same day nothing at all."""
    before = await home.settle()
    assert home.sync.refresh() is before
    home.wait(DAY)
    after = home.sync.refresh()
    assert after is not None
    assert after.games is before.games
    assert after.trophies is not before.trophies


async def test_new_trophy_is_counted(home: Home) -> None:
    """Among the games and among the trophies."""
    before = await home.settle()
    (earned,) = home.emulator.earn()
    after = await home.poll(MINUTE)
    assert after.games.average_completion != before.games.average_completion
    latest = after.trophies.latest
    assert latest is not None
    assert latest.trophy.name == earned.name


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
async def test_day_ends_at_midnight_of_the_home(
    home: Home, freezer: FrozenDateTimeFactory, zone: str
) -> None:
    """What was earned today is of yesterday then, without a request."""
    home.sync = AccountSync(home.client(), zone=lambda: ZoneInfo(zone))
    await home.settle()
    now = datetime.fromtimestamp(home.emulator.now(), ZoneInfo(zone))
    midnight = (now + DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    freezer.move_to(midnight.astimezone(UTC) - 10 * MINUTE)
    home.emulator.earn()
    state = await home.poll(MINUTE)
    assert state.trophies.recent.today >= 1
    home.emulator.log.clear()
    freezer.move_to(midnight.astimezone(UTC) - SECOND)
    assert home.sync.refresh() is state
    freezer.move_to(midnight.astimezone(UTC))
    later = home.sync.refresh()
    assert later is not None
    assert later.trophies.recent.today == 0
    assert later.games is state.games
    assert home.asked() == 0


@pytest.mark.parametrize("titles", [40])
async def test_library_is_counted_every_fifteen_titles(home: Home) -> None:
    """And when the last one has been read; in between figures stay as they were."""
    state = await home.poll()
    shares = [state.trophies.progress]
    while home.sync.background_wanted:
        home.wait(10 * SECOND)
        while not home.budget.left(Priority.BACKGROUND):
            home.wait(MINUTE)
        state = await home.sync.read_in_background()
        shares.append(state.trophies.progress)
    # Where nothing is earned, nothing has to be read.
    empty = sum(title.earned.total == 0 for title in home.sync.titles)
    read = [round(share * 40) for share in dict.fromkeys(shares)]
    assert read == [empty, empty + 15, empty + 30, 40]
