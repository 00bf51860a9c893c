"""Name, picture and the end of the login: read once a day, never in the way."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.psn_trophies.psn import PsnAuthError

from .conftest import Home

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# An hour less, so that not everything comes at once.
PROFILE_AGE = DAY - HOUR
# What answers a profile, and what the end of the login.
PROFILE, LOGIN = "profile", "npsso_page"


async def test_profile_comes_with_the_first_poll(home: Home) -> None:
    """Nobody has to wait for the name."""
    state = await home.poll()
    assert state.online_id == home.emulator.account.online_id
    assert state.avatar_url is not None
    assert state.account_id == home.emulator.account.account_id
    assert home.emulator.log.count(PROFILE) == 1


async def test_end_of_the_login_comes_with_the_second_poll(home: Home) -> None:
    """Once there is something to show; told to the minute."""
    home.emulator.set_npsso_life(40 * 86_400 + 30)
    state = await home.poll()
    assert state.login_expires is None
    assert home.asked(LOGIN) == 0
    state = await home.poll(MINUTE)
    assert home.asked(LOGIN) == 1
    now = datetime.fromtimestamp(home.emulator.now(), UTC)
    assert state.login_expires == now + 40 * DAY - MINUTE


@pytest.mark.parametrize(("route", "age"), [(PROFILE, PROFILE_AGE), (LOGIN, DAY)])
async def test_once_a_day_is_enough(home: Home, route: str, age: timedelta) -> None:
    """To the second."""
    await home.poll()
    await home.poll()
    home.emulator.log.clear()
    await home.poll(age - SECOND)
    assert home.asked(route) == 0
    await home.poll(SECOND)
    assert home.asked(route) == 1
    await home.poll(age - SECOND)
    assert home.asked(route) == 0
    await home.poll(SECOND)
    assert home.asked(route) == 1


@pytest.mark.parametrize("route", [PROFILE, LOGIN])
@pytest.mark.parametrize("kind", ["unavailable", "html", "not_found"])
async def test_trouble_is_tried_again_in_an_hour(
    home: Home, route: str, kind: str
) -> None:
    """Trophies matter more: the poll works, and Sony is not hammered."""
    home.emulator.fail(kind, on=route)
    await home.poll()
    state = await home.poll()
    assert state.games.total == 6
    home.emulator.clear_faults()
    home.emulator.log.clear()
    state = await home.poll(HOUR - SECOND)
    assert home.asked(route) == 0
    assert (state.online_id if route == PROFILE else state.login_expires) is None
    state = await home.poll(SECOND)
    assert home.asked(route) == 1
    assert (state.online_id if route == PROFILE else state.login_expires) is not None


async def test_new_name_is_shown_within_a_day(home: Home) -> None:
    """People may rename themselves."""
    await home.settle()
    home.emulator.rename("harbour_keeper")
    state = await home.poll(DAY)
    assert state.online_id == "harbour_keeper"


@pytest.mark.parametrize("age", [timedelta(), 5 * HOUR, 2 * DAY])
async def test_profile_of_an_earlier_run_is_as_old_as_it_is(
    home: Home, age: timedelta
) -> None:
    """A restart is no reason to ask again; the day goes on."""
    await home.poll()
    library = home.sync.library
    assert library.facts is not None
    assert library.facts.read_at == home.emulator.now()
    home.wait(age)
    home.start(library)
    home.emulator.log.clear()
    state = await home.poll()
    assert state.online_id == home.emulator.account.online_id
    assert home.asked(PROFILE) == (age > PROFILE_AGE)
    if age < PROFILE_AGE:
        await home.poll(PROFILE_AGE - age - SECOND)
        assert home.asked(PROFILE) == 0
        await home.poll(SECOND)
        assert home.asked(PROFILE) == 1


async def test_profile_from_the_future_is_read_in_a_day(home: Home) -> None:
    """The clock was wrong when it was kept; that is no reason to wait for years."""
    await home.poll()
    library = home.sync.library
    facts = library.facts
    assert facts is not None
    library.note(
        facts=type(facts)(
            online_id=facts.online_id,
            avatar_url=facts.avatar_url,
            read_at=facts.read_at + 10**8,
        )
    )
    home.start(library)
    await home.poll()
    home.emulator.log.clear()
    await home.poll(PROFILE_AGE - SECOND)
    assert home.asked(PROFILE) == 0
    await home.poll(SECOND)
    assert home.asked(PROFILE) == 1


async def test_refused_login_is_told_where_the_profile_finds_out(home: Home) -> None:
    """Then people must act, whatever was being read."""
    await home.settle()
    home.emulator.auth.settings.access_life = 7 * 86_400
    home.emulator.expire_access_tokens()
    await home.poll(HOUR)
    home.wait(DAY)
    home.emulator.revoke_npsso()
    home.emulator.auth.settings.refuse_refresh = True
    home.emulator.fail("unauthorized", on=PROFILE)
    with pytest.raises(PsnAuthError):
        await home.poll()


async def test_refusal_of_the_login_page_says_nothing(home: Home) -> None:
    """Sony gave it to people whose token was good: figures stay, the end is unknown."""
    home.emulator.fail("npsso_expired", on=LOGIN)
    await home.poll()
    state = await home.poll()
    assert state.login_expires is None
    assert state.games.total == 6


# The end of the login


@pytest.mark.parametrize(
    ("apart", "moves"),
    [(5 * MINUTE, False), (-5 * MINUTE, False), (6 * MINUTE, True), (-DAY, True)],
)
async def test_same_moment_stays_the_same(
    home: Home, apart: timedelta, *, moves: bool
) -> None:
    """Read to the second each day it comes out a little different."""
    now = datetime.fromtimestamp(home.emulator.now(), UTC)
    told = now + 40 * DAY
    home.emulator.set_npsso_life((told - now).total_seconds())
    known = told - apart
    home.start(login_expires=known)
    state = await home.poll()
    assert state.login_expires == known
    state = await home.poll()
    assert state.login_expires == (told if moves else known)
