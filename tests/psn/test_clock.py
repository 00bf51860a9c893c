"""The time as Sony tells it: believed where the home's clock is far off."""

from email.utils import formatdate
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.psn_trophies.psn import LoginLog, PsnClient, ServiceClock
from tests.emulator import Emulator

from .conftest import Canned, Clock, MakeAuth, canned

DAY = 86_400.0
NOW = 1_794_744_000.0


class Clocks:
    """A wall clock that can be set, and a steady one that only runs."""

    def __init__(self, wall: float = NOW) -> None:
        """Start anywhere."""
        self.wall = Clock(wall)
        self.steady = Clock(77.0)
        self.service = ServiceClock(self.wall, self.steady)

    def tick(self, seconds: float) -> None:
        """Let time pass."""
        self.wall.now += seconds
        self.steady.now += seconds

    def tell(self, now: float, way: float = 0.0, **headers: str) -> None:
        """Let an answer of Sony's come that took so long."""
        sent_at = self.steady.now
        self.tick(way)
        date = formatdate(now, usegmt=True)
        self.service.note({"Date": date, **headers}, sent_at)


@pytest.mark.parametrize("off", [-400 * DAY, -DAY, -301, 301, DAY, 9 * 365 * DAY])
def test_far_off_clock_is_put_right(off: float) -> None:
    """And goes right from then on, until it is set itself."""
    clocks = Clocks(NOW + off)
    assert clocks.service.now() == NOW + off
    clocks.tell(NOW)
    assert clocks.service.now() == NOW
    clocks.tick(5 * DAY)
    assert clocks.service.now() == NOW + 5 * DAY
    # Somebody sets the clock, and a little differently from Sony's.
    clocks.wall.now = NOW + 5 * DAY + 3
    assert clocks.service.now() == NOW + 5 * DAY + 3


@pytest.mark.parametrize("off", [-299, -1, 0, 1, 299])
def test_home_is_believed_within_five_minutes(off: float) -> None:
    """Sony's seconds are not better than those of the home."""
    clocks = Clocks(NOW + off)
    clocks.tell(NOW)
    assert clocks.service.now() == NOW + off


def test_clock_that_jumps_is_noticed() -> None:
    """Forwards and backwards, without another answer."""
    clocks = Clocks()
    clocks.tell(NOW)
    for jump in (2 * DAY, -5 * DAY):
        clocks.wall.now += jump
        clocks.tick(60)
        assert clocks.service.now() == clocks.steady.now - 77 + NOW


def test_way_and_age_are_counted() -> None:
    """Half of the way, and all of what a copy says of its age."""
    clocks = Clocks(0)
    clocks.tell(NOW, way=20)
    assert clocks.service.now() == NOW + 10
    clocks.tell(NOW, Age="280")
    assert clocks.service.now() == NOW + 280
    for age in ("-5", "inf", "nan", "old", "1e999"):
        clocks.tell(NOW, Age=age)
        assert clocks.service.now() == NOW


@pytest.mark.parametrize(
    "date",
    [None, "", "today", "Thu, 99 Jan 2026 00:00:00 GMT", formatdate(0), "1794744000"],
)
def test_date_that_is_none_says_nothing(date: str | None) -> None:
    """Neither does one from before there was such a service."""
    clocks = Clocks(5.0)
    clocks.service.note({} if date is None else {"Date": date}, clocks.steady.now)
    assert clocks.service.now() == 5.0
    assert not clocks.service.is_told


@given(headers=st.dictionaries(st.sampled_from(["Date", "Age"]), st.text()))
def test_any_header(headers: dict[str, str]) -> None:
    """Nothing in a header breaks the clock."""
    clocks = Clocks()
    clocks.service.note(headers, clocks.steady.now)
    assert clocks.service.now() == NOW


async def test_client_tells_the_time(
    emulator: Emulator, make_auth: MakeAuth, client: PsnClient
) -> None:
    """Whatever Sony answers puts it right, a refusal, too."""
    home = Clocks(emulator.now() - 400 * DAY)
    auth = make_auth(clock=home.service)
    emulator.fail("unavailable", on="authorize")
    late = PsnClient(client._transport.session, auth)
    assert late.now() == home.wall.now
    with pytest.raises(Exception, match="unavailable"):
        await late.get_trophy_summary()
    assert late.now() == pytest.approx(emulator.now(), abs=2)


@pytest.mark.parametrize("off", [-400 * DAY, 400 * DAY])
async def test_tokens_outlive_a_wrong_clock(
    emulator: Emulator, make_auth: MakeAuth, off: float
) -> None:
    """One refresh at most after a restart with it, and no login with the NPSSO."""
    auth = make_auth()
    await auth.access_token()
    emulator.log.clear()
    home = Clocks(emulator.now() + off)
    again = make_auth(auth.state, clock=home.service)
    await again.access_token()
    await again.access_token()
    assert emulator.log.count("authorize") == 0
    assert emulator.log.count("token") == (off > 0)
    assert again.tokens
    left = again.tokens.access_expires_at - emulator.now()
    assert left == pytest.approx(3599, abs=5)


async def test_first_login_by_a_wrong_clock_lasts_as_long_as_it_should(
    emulator: Emulator, make_auth: MakeAuth
) -> None:
    """The answer that brings the tokens brings the time as well."""
    home = Clocks(emulator.now() - 400 * DAY)
    auth = make_auth(clock=home.service)
    await auth.access_token()
    home.wall.now = emulator.now()
    await auth.access_token()
    assert emulator.log.counts() == {"authorize": 1, "token": 1}


async def test_pause_of_a_429_counts_by_sonys_clock(
    service: Canned, canned_client: PsnClient
) -> None:
    """The moment named is Sony's; the home's clock shows 1970."""
    service.answer = canned(
        429,
        "slow",
        "text/plain",
        Date=formatdate(NOW, usegmt=True),
        X_RateLimit_Next_Available=str(NOW + 60),
    )
    with pytest.raises(Exception, match="next one in 60 s"):
        await canned_client.get_trophy_summary()


# The logins of the last hour


def test_logins_keep_their_distance_and_number() -> None:
    """A quarter of an hour, three in an hour, and a fourth for a person."""
    clocks = Clocks()
    log = LoginLog(clocks.service)
    made = []
    for _ in range(5 * 60 * 4):
        if not log.wait():
            log.note()
            made.append(clocks.steady.now)
        clocks.tick(15)
    distances = [later - earlier for earlier, later in pairwise(made)]
    assert min(distances) >= 900
    assert max(sum(0 <= m - start <= 3600 for m in made) for start in made) == 3
    assert len(made) == 15


def test_person_need_not_wait_for_the_fourth() -> None:
    """The fifth has to, and knows how long."""
    clocks = Clocks()
    log = LoginLog(clocks.service)
    for _ in range(3):
        assert not log.wait(by_hand=True)
        log.note()
        clocks.tick(5)
    assert log.wait() > 3500
    assert not log.wait(by_hand=True)
    log.note()
    assert log.wait(by_hand=True) == 3601 - 15
    clocks.tick(3601 - 15)
    assert not log.wait(by_hand=True)


def test_login_that_never_left_does_not_count() -> None:
    """It is taken back."""
    log = LoginLog(Clocks().service)
    log.note()
    assert log.wait()
    log.take_back()
    assert not log.wait()
    assert log.times == ()


@pytest.mark.parametrize("jump", [-400 * DAY, -3600, 0, 400 * DAY])
def test_logins_count_on_whatever_the_clock_does(jump: float) -> None:
    """Those of this run are timed by a clock that nobody sets."""
    clocks = Clocks()
    log = LoginLog(clocks.service)
    log.note()
    clocks.wall.now += jump
    clocks.tick(60)
    assert log.wait() == 840


def test_logins_of_an_earlier_run_count() -> None:
    """As long as they would have; by a clock gone back no longer than a whole hour."""
    clocks = Clocks()
    times = (NOW - 3700, NOW - 1800, NOW - 300)
    assert LoginLog(clocks.service, times).wait() == 600
    assert LoginLog(clocks.service, times).times == (NOW - 1800, NOW - 300)
    clocks.wall.now -= 400 * DAY
    late = LoginLog(clocks.service, times)
    assert late.wait() == 3601
    clocks.tick(3601)
    assert not late.wait()


def test_logs_can_be_joined() -> None:
    """What a form counted is counted with the account, once."""
    clocks = Clocks()
    log, other = LoginLog(clocks.service, [NOW - 1000]), LoginLog(clocks.service)
    other.note()
    log.take_over(other)
    log.take_over(log)
    assert log.times == (NOW - 1000, NOW)
