"""Days, weeks and streaks against a slow count, where clocks are changed too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.psn_trophies.trophies.days import BestStreak, recent_trophies
from custom_components.psn_trophies.trophies.records import EarnedRecord

from .builders import SET_IDS, make_state
from .strategies import MODERATE

DAY = timedelta(days=1)
ZONES = {
    name: ZoneInfo(name)
    for name in ("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia")
}
# Around these moments clocks were changed, or a week, a month or a year began.
ANCHORS = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Berlin, an hour lost
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # Berlin, an hour won
    datetime(2026, 3, 8, 5, 30, tzinfo=UTC),  # St John's
    datetime(2026, 11, 1, 4, 30, tzinfo=UTC),
    datetime(2010, 3, 14, 3, 31, tzinfo=UTC),  # St John's, a minute after midnight
    datetime(2010, 11, 7, 2, 31, tzinfo=UTC),  # and back over midnight
    datetime(2011, 4, 2, 14, tzinfo=UTC),  # Apia
    datetime(2011, 12, 30, 10, tzinfo=UTC),  # Apia, a day left out
    datetime(2026, 11, 16, tzinfo=UTC),  # a Monday
    datetime(2027, 1, 1, tzinfo=UTC),
    datetime(2028, 2, 29, tzinfo=UTC),
]
zones = st.sampled_from(sorted(ZONES)).map(lambda name: ZONES[name])


def key(moment: datetime, trophy_id: int = 0) -> EarnedRecord:
    """Return a trophy earned at a moment."""
    return EarnedRecord.from_models(
        SET_IDS[0], make_state(trophy_id, moment), None, moment.timestamp()
    )


def timeline_of(*moments: datetime) -> list[EarnedRecord]:
    """Return trophies earned at these moments."""
    return sorted(
        (key(moment, number) for number, moment in enumerate(moments)),
        key=lambda trophy: trophy.order,
    )


def day_of(earned_at: float, zone: ZoneInfo) -> date:
    """Return the day of a trophy.

    A day begins at its first midnight, also where the clock is set back over it.
    """
    day = datetime.fromtimestamp(earned_at, zone).date()
    next_midnight = datetime.combine(day + DAY, time(), zone)
    return day + DAY if next_midnight.timestamp() <= earned_at else day


def runs(days: set[date]) -> list[list[date]]:
    """Return the days parted into days in a row."""
    found: list[list[date]] = []
    for day in sorted(days):
        if found and found[-1][-1] == day - DAY:
            found[-1].append(day)
        else:
            found.append([day])
    return found


@st.composite
def timelines(draw: st.DrawFn) -> tuple[datetime, list[EarnedRecord]]:
    """Draw a moment and trophies around it, many of them at the edges of days."""
    anchor = draw(st.sampled_from(ANCHORS))
    edges = st.sampled_from([0, 0, 1, -1, 59, 60, -60, 1800, 3599, 3600, 5400, -3600])
    hours = st.integers(0, 23).map(lambda hour: hour * 3600)
    moments = draw(
        st.lists(st.tuples(st.integers(-40, 10), edges, hours), max_size=30)
        | st.lists(st.tuples(st.integers(-5, 2), edges, st.just(0)), max_size=30)
    )
    timeline = timeline_of(
        *(anchor + timedelta(days=day, seconds=one + two) for day, one, two in moments)
    )
    now = anchor + timedelta(
        days=draw(st.integers(-3, 8)), seconds=draw(edges) + draw(hours)
    )
    return now, timeline


@MODERATE
@given(timelines(), zones)
def test_longest_streak(
    drawn: tuple[datetime, list[EarnedRecord]], zone: ZoneInfo
) -> None:
    """The longest of all days in a row."""
    _, timeline = drawn
    days = {day_of(one.moment or 0, zone) for one in timeline}
    assert BestStreak().count(timeline, zone, 0) == max(map(len, runs(days)), default=0)


@MODERATE
@given(timelines(), zones)
def test_recent_trophies(
    drawn: tuple[datetime, list[EarnedRecord]], zone: ZoneInfo
) -> None:
    """Of today, this week and this month, and of nothing that lies ahead."""
    now, timeline = drawn[0].astimezone(zone), drawn[1]
    today = day_of(now.timestamp(), zone)
    if today != now.date():
        return  # the hour after the clock was set back over midnight, long ago
    days = [day_of(one.moment or 0, zone) for one in timeline]
    recent = recent_trophies(timeline, now, best_streak=99)
    assert recent.today == sum(day == today for day in days)
    assert recent.this_week == sum(
        day <= today and day.isocalendar()[:2] == today.isocalendar()[:2]
        for day in days
    )
    assert recent.this_month == sum(
        day <= today and (day.year, day.month) == (today.year, today.month)
        for day in days
    )
    assert recent.best_streak == 99
    alive = [
        run
        for run in runs({day for day in days if day <= today})
        if run[-1] >= today - DAY
    ]
    assert recent.streak == (len(alive[0]) if alive else 0)
    assert recent.streak <= BestStreak().count(timeline, zone, 0)


@pytest.mark.parametrize("zone", ZONES.values(), ids=list(ZONES))
def test_nothing_earned(zone: ZoneInfo) -> None:
    """Nothing at all."""
    recent = recent_trophies([], datetime(2026, 11, 15, 12, tzinfo=zone), 0)
    assert (recent.today, recent.this_week, recent.this_month) == (0, 0, 0)
    assert (recent.streak, recent.best_streak) == (0, 0)
    assert BestStreak().count([], zone, 0) == 0


@pytest.mark.parametrize("zone", ZONES.values(), ids=list(ZONES))
@pytest.mark.parametrize(
    ("earned", "now", "expected"),
    [
        # The last second of a day, the first of the next.
        ("2026-11-17T23:59:59", "2026-11-17T23:59:59", (1, 1, 1, 1)),
        ("2026-11-17T23:59:59", "2026-11-18T00:00:00", (0, 1, 1, 1)),
        ("2026-11-18T00:00:00", "2026-11-18T00:00:00", (1, 1, 1, 1)),
        # Sunday and Monday.
        ("2026-11-15T23:59:59", "2026-11-16T00:00:00", (0, 0, 1, 1)),
        ("2026-11-16T00:00:00", "2026-11-22T23:59:59", (0, 1, 1, 0)),
        # Months, and a week that lies in two.
        ("2026-11-30T23:59:59", "2026-12-01T00:00:00", (0, 1, 0, 1)),
        ("2026-12-31T23:59:59", "2027-01-01T00:00:00", (0, 1, 0, 1)),
        ("2028-02-29T12:00:00", "2028-02-29T13:00:00", (1, 1, 1, 1)),
        # A console whose clock is ahead.
        ("2026-11-18T00:00:01", "2026-11-17T23:59:59", (0, 0, 0, 0)),
        ("2099-01-01T00:00:00", "2026-11-17T23:59:59", (0, 0, 0, 0)),
    ],
)
def test_borders(
    zone: ZoneInfo, earned: str, now: str, expected: tuple[int, int, int, int]
) -> None:
    """Midnight is the first moment of a day, in every zone."""
    timeline = timeline_of(datetime.fromisoformat(earned).replace(tzinfo=zone))
    moment = datetime.fromisoformat(now).replace(tzinfo=zone)
    recent = recent_trophies(timeline, moment, 1)
    assert (
        recent.today,
        recent.this_week,
        recent.this_month,
        recent.streak,
    ) == expected


def test_streak_lives_until_a_whole_day_has_passed() -> None:
    """Today may still bring one."""
    zone = ZONES["Europe/Berlin"]
    noon = datetime(2026, 10, 23, 12, tzinfo=zone)
    timeline = timeline_of(*(noon + number * DAY for number in range(4)))

    def streak(days: int) -> int:
        return recent_trophies(timeline, noon + days * DAY, 4).streak

    assert [streak(days) for days in range(7)] == [1, 2, 3, 4, 4, 0, 0]
    assert BestStreak().count(timeline, zone, 0) == 4


def test_days_of_23_and_25_hours_are_one_day_each() -> None:
    """A trophy at both ends of them does not make two of one."""
    zone = ZONES["Europe/Berlin"]
    for day in (
        datetime(2026, 3, 29, tzinfo=zone),
        datetime(2026, 10, 25, tzinfo=zone),
    ):
        first, last = day, day.replace(hour=23, minute=59, second=59)
        timeline = timeline_of(first, last)
        assert BestStreak().count(timeline, zone, 0) == 1
        assert recent_trophies(timeline, last, 1).today == 2
        before = timeline_of(first - timedelta(seconds=1), first, last)
        assert BestStreak().count(before, zone, 0) == 2


def test_clock_set_back_over_midnight_breaks_no_streak() -> None:
    """As it was in Newfoundland, where the same evening came twice."""
    zone = ZONES["America/St_Johns"]
    set_back = datetime(2010, 11, 7, 2, 31, tzinfo=UTC)
    timeline = timeline_of(
        set_back - timedelta(hours=3),
        set_back + timedelta(minutes=5),
        set_back + timedelta(minutes=10),
        set_back + timedelta(hours=30),
    )
    assert BestStreak().count(timeline, zone, 0) == 3


def test_same_moment_is_another_day_elsewhere() -> None:
    """Days are those of the home."""
    moment = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    timeline = timeline_of(moment, moment + timedelta(hours=1))
    assert BestStreak().count(timeline, ZONES["UTC"], 0) == 2
    assert BestStreak().count(timeline, ZONES["Europe/Berlin"], 0) == 1
    now = datetime(2026, 11, 16, 1, tzinfo=UTC)
    assert recent_trophies(timeline, now, 2).today == 1
    berlin = now.astimezone(ZONES["Europe/Berlin"])
    assert recent_trophies(timeline, berlin, 1).today == 2


@MODERATE
@given(timelines(), zones, st.data())
def test_best_streak_counts_on_where_it_stopped(
    drawn: tuple[datetime, list[EarnedRecord]], zone: ZoneInfo, data: st.DataObject
) -> None:
    """Counted in pieces as the timeline grows, or anew after a change: the same."""
    _, timeline = drawn
    growing = BestStreak()
    length = 0
    while length < len(timeline):
        length = data.draw(st.integers(length + 1, len(timeline)), "length")
        part = timeline[:length]
        assert growing.count(part, zone, 0) == BestStreak().count(part, zone, 0)
    rest = timeline[1:]
    assert growing.count(rest, zone, 1) == BestStreak().count(rest, zone, 0)
