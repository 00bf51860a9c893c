"""A career hour by hour, for all moments and in zones with odd clocks."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.psn_trophies.psn import TrophyGrade
from custom_components.psn_trophies.trophies import Tally, career_of, to_store
from custom_components.psn_trophies.trophies.levels import grade_points
from custom_components.psn_trophies.trophies.records import EarnedRecord

from .builders import make_state

ZONES = [
    "UTC",
    "Europe/Berlin",
    "Asia/Kathmandu",
    "America/Havana",
    "Australia/Lord_Howe",
    "America/St_Johns",
]
DAY = timedelta(days=1)
MUCH_LATER = 2_000_000_000


def earned(moment: int, grade: TrophyGrade = TrophyGrade.BRONZE) -> EarnedRecord:
    """Return a trophy."""
    state = make_state(moment, datetime.fromtimestamp(moment, UTC), grade=grade)
    return EarnedRecord.from_models("NPWR00001_00", state, None, MUCH_LATER)


def changes(starts: list[int], figure: list[int], zone: ZoneInfo) -> Counter[date]:
    """Return by how much a figure grows on each day that it grows on."""
    found: Counter[date] = Counter()
    for start, value, former in zip(starts, figure, [0, *figure], strict=False):
        found[datetime.fromtimestamp(start, zone).date()] += value - former
    return +found


@pytest.mark.parametrize("name", ZONES)
@settings(max_examples=50, deadline=None)
@given(
    trophies=st.lists(
        st.builds(
            earned,
            st.integers(1_540_000_000, 1_600_000_000),
            st.sampled_from(TrophyGrade),
        ),
        max_size=30,
    ),
    split=st.integers(0, 30),
)
def test_days_are_as_they_were(
    name: str, trophies: list[EarnedRecord], split: int
) -> None:
    """Whatever is earned counts on its day, and no day is without a row."""
    zone = ZoneInfo(name)
    trophies = sorted(trophies, key=lambda one: one.order)
    today = datetime.fromtimestamp(1_600_100_000, zone).date()
    career = career_of(trophies, zone, today)
    assert career.starts == sorted(set(career.starts))
    days = [datetime.fromtimestamp(one.moment or 0, zone).date() for one in trophies]
    assert changes(career.starts, career.trophies, zone) == Counter(days)
    points: Counter[date] = Counter()
    for day, one in zip(days, trophies, strict=True):
        points[day] += grade_points(one.grade)
    assert changes(career.starts, career.points, zone) == +points
    platinums = Counter(
        day for day, one in zip(days, trophies, strict=True) if one.is_platinum
    )
    assert changes(career.starts, career.platinums, zone) == platinums
    shown = {datetime.fromtimestamp(start, zone).date() for start in career.starts}
    first = min(days, default=today + DAY)
    assert shown == {first + n * DAY for n in range((today - first).days + 1)}

    # In two goes it is the same.
    early, late = trophies[:split], trophies[split:]
    if early and late:
        told = days[split - 1]
        before = career_of(early, zone, told)
        after = career_of(late, zone, today, before.end[1], told)
        assert after.starts[0] >= before.end[0]
        together = dict(zip(before.starts, before.points, strict=True))
        together |= dict(zip(after.starts, after.points, strict=True))
        assert together == dict(zip(career.starts, career.points, strict=True))


def test_nothing_is_a_career() -> None:
    """Without a dated trophy there is no hour, however long that goes on."""
    assert career_of([], UTC, date(2026, 1, 1)).starts == []
    assert career_of([], UTC, date(2026, 1, 2), Tally(), date(2026, 1, 1)).starts == []


def test_what_is_stored_is_put_right() -> None:
    """What is as it should be stays; an hour that lost its trophies has the last sum."""
    hour = 3600
    day = 1_600_041_600
    career = career_of(
        [earned(day + 10 * hour), earned(day + 12 * hour)], UTC, date(2020, 9, 14)
    )
    undated = 5
    assert to_store(career, "trophies", undated, {}) == {
        day + 10 * hour: 1,
        day + 12 * hour: 2,
    }
    right: dict[int, tuple[float | None, float | None]] = {
        day + 10 * hour: (6, 1),
        day + 12 * hour: (7, 2),
    }
    assert to_store(career, "trophies", undated, right) == {}
    stale = right | {
        day + 9 * hour: (9, 4),
        day + 11 * hour: (6, 1),
        day + 13 * hour: (8, 3),
    }
    assert to_store(career, "trophies", undated, stale) == {
        day + 9 * hour: 0,
        day + 13 * hour: 2,
    }
    assert to_store(career, "trophies", 6, right) == {
        day + 10 * hour: 1,
        day + 12 * hour: 2,
    }
