"""When to ask, as plain functions of what is known of the player."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.psn_trophies.psn import PlayedGame
from custom_components.psn_trophies.trophies.pace import (
    LONG_PLAY,
    Mode,
    list_age,
    presence_interval,
    summary_interval,
)
from custom_components.psn_trophies.trophies.play import (
    GuardReason,
    PlayRecord,
    Sessions,
)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
START = datetime(2026, 11, 15, 12, 0, tzinfo=UTC).timestamp()
SKY = PlayedGame(np_title_id="PPSA00001_00", name="Sky")
SEA = PlayedGame(np_title_id="PPSA00002_00", name="Sea")


@pytest.mark.parametrize(
    ("mode", "played", "expected"),
    [
        (Mode.PLAYING, timedelta(), 20 * SECOND),
        (Mode.PLAYING, LONG_PLAY - SECOND, 20 * SECOND),
        (Mode.PLAYING, LONG_PLAY, 30 * SECOND),
        (Mode.AFTER_PLAY, timedelta(), 20 * SECOND),
        (Mode.AFTER_PLAY, LONG_PLAY, 30 * SECOND),
        (Mode.IDLE, LONG_PLAY, 10 * MINUTE),
        (Mode.UNSURE, LONG_PLAY, MINUTE),
        (Mode.GUARDED, timedelta(), MINUTE),
    ],
)
def test_how_often_trophies_are_looked_at(
    mode: Mode, played: timedelta, expected: timedelta
) -> None:
    """Often for those who play, less often late at night."""
    assert summary_interval(mode, played) == expected


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 3), (1, 6), (2, 12), (3, 24), (4, 48), (5, 60), (6, 60), (1000, 60)],
)
def test_presence_that_fails_is_asked_for_less_often(
    failures: int, minutes: int
) -> None:
    """Each time for twice as long, up to an hour."""
    assert presence_interval(failures) == minutes * MINUTE
    expected = minutes * MINUTE if failures else 4 * MINUTE
    assert presence_interval(failures, is_playing=True) == expected


def test_list_is_looked_at_as_often_as_it_may_change() -> None:
    """Presence tells of other games."""
    assert list_age(Mode.PLAYING) is None
    assert list_age(Mode.IDLE) == list_age(Mode.AFTER_PLAY) == 60 * MINUTE
    for mode in (Mode.FIXED, Mode.UNSURE, Mode.GUARDED):
        assert list_age(mode) == 10 * MINUTE


def sessions(record: PlayRecord) -> Sessions:
    """Return sessions in a home at Greenwich."""
    return Sessions(record, lambda: UTC)


def test_play_is_counted_by_day() -> None:
    """After midnight it begins anew."""
    record = PlayRecord()
    seen = sessions(record)
    late = START + 11.5 * 3600
    for number in range(7):
        seen.see(SKY, None, late + number * 240)
    assert seen.played(late + 6 * 240) == 24 * MINUTE
    for number in range(7, 13):
        seen.see(SKY, None, late + number * 240)
    assert seen.played(late + 12 * 240) == 20 * MINUTE
    assert seen.played(late + 2 * 86_400) == timedelta()


def test_end_of_being_online_ends_the_session() -> None:
    """It is known to the second then, but not where somebody stayed online."""
    record = PlayRecord()
    seen = sessions(record)
    seen.see(SKY, None, START)
    seen.see(SKY, None, START + 240)
    offline = datetime.fromtimestamp(START + 300, UTC)
    seen.see(None, offline, START + 480)
    assert seen.current
    assert seen.current.seen_at == START + 300
    seen.see(None, datetime.fromtimestamp(START + 600, UTC), START + 660)
    assert record.session
    assert record.session.seen_at == START + 300


def test_another_game_is_another_session() -> None:
    """The first one is over, and told of where its trophies are known."""
    record = PlayRecord()
    seen = sessions(record)
    seen.see(SKY, None, START)
    seen.see(SEA, None, START + 240)
    assert seen.current
    assert seen.current.name == "Sea"
    assert seen.current.began_at == START + 240


def test_record_comes_back_as_it_was() -> None:
    """With everything in it, over a restart."""
    record = PlayRecord()
    sessions(record).see(SKY, None, START)
    sessions(record).link("NPWR00001_00", None)
    assert PlayRecord.from_dict(record.to_dict()) == PlayRecord(
        is_told=True, session=record.session
    )
    record.set_guard(GuardReason.PRIVATE, START + 100)
    assert PlayRecord.from_dict(record.to_dict()).guard_at(START) == "private"


def test_guard_lasts_a_week_at_most() -> None:
    """One that ends later was set by a clock that was wrong."""
    record = PlayRecord()
    record.set_guard(GuardReason.MISSING, START)
    week = 7 * 86_400
    assert record.guard_at(START - week) is GuardReason.MISSING
    assert record.guard_at(START - 1) is GuardReason.MISSING
    assert record.guard_at(START) is None
    assert record.guard_at(START - week - 1) is None
