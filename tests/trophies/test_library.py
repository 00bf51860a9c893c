"""What is known, what is new, and that neither is lost or told twice."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
import random
from typing import Any
from uuid import UUID

from hypothesis import given, settings, strategies as st
import orjson
import pytest

from custom_components.psn_trophies.psn import (
    PsnError,
    Trophy,
    TrophyDefinitions,
    TrophyGrade,
    TrophyStates,
    TrophyTitle,
    TrophyTitlesPage,
)
from custom_components.psn_trophies.trophies.archive import (
    DAMAGE,
    SEPARATOR,
    dump,
    load,
)
from custom_components.psn_trophies.trophies.browse import newest_trophies
from custom_components.psn_trophies.trophies.days import BestStreak
from custom_components.psn_trophies.trophies.levels import title_progress
from custom_components.psn_trophies.trophies.library import (
    REMOVED_KEPT,
    Library,
    TitleTrophy,
)
from custom_components.psn_trophies.trophies.plausible import (
    is_plausible_title,
    plausible_definitions,
    plausible_states,
)
from custom_components.psn_trophies.trophies.reading import count_groups
from custom_components.psn_trophies.trophies.records import EarnedRecord

from .builders import (
    FOLDER,
    READ_AT,
    SET_IDS,
    STARTED,
    STARTED_AT,
    Reading,
    make_counts,
    make_definition,
    make_reading,
    make_state,
    make_summary,
    make_title,
)
from .strategies import (
    MODERATE,
    body_of,
    damaged,
    definitions,
    libraries,
    readings,
    titles,
    unique_readings,
)

SET_ID, OTHER_ID, *_ = SET_IDS
HOUR = timedelta(hours=1)
BEFORE, AFTER = STARTED - HOUR, STARTED + HOUR
GONE = object()

type Known = tuple[str, int, datetime | None]


def known(library: Library) -> set[Known]:
    """Return the trophies of the listed titles."""
    return {
        (record.title.np_communication_id, trophy.trophy_id, trophy.earned_at)
        for record in library.records
        for trophy in record.trophies.values()
    }


def ids(news: Iterable[TitleTrophy]) -> list[int]:
    """Return the ids of trophies in their order."""
    return [new.trophy.trophy_id for new in news]


def dated(library: Library) -> list[EarnedRecord]:
    """Work the timeline out by going through everything."""
    return sorted(
        (
            trophy
            for record in library.records
            for trophy in record.trophies.values()
            if trophy.earned_at is not None
        ),
        key=lambda trophy: trophy.order,
    )


def newest(library: Library, count: int = 1) -> list[TitleTrophy]:
    """Return the trophies earned last, the newest first."""
    return newest_trophies(library, 0, count)


def reloaded(library: Library) -> Library:
    """Return the library as it comes back from a file."""
    return load(orjson.loads(orjson.dumps(dump(library))), READ_AT)


def check(library: Library) -> None:
    """Compare everything the library tells with what going through it tells."""
    records = list(library.records)
    assert list(library.timeline) == dated(library)
    latest = newest(library, 1000)
    assert [new.trophy for new in latest] == list(reversed(library.timeline))
    assert newest(library, 2) == latest[:2]
    rated = [
        (trophy.earned_rate, record.title.np_communication_id, trophy.trophy_id)
        for record in records
        for trophy in record.trophies.values()
        if trophy.earned_rate is not None
        # A whole set of zeros is what Sony says when it does not know.
        if any(one.earned_rate for one in record.trophies.values())
    ]
    rarest = library.rarest()
    assert (rarest is None) == (not rated)
    if rarest:
        rate = min(rated)[0]
        assert rarest.trophy.earned_rate == rate
        assert (
            rate,
            rarest.title.np_communication_id,
            rarest.trophy.trophy_id,
        ) in rated
    read = [record for record in records if record.read_at is not None]
    assert library.read_share() == (
        len(read) / len(records) if records else library.complete
    )
    stale = library.stale
    assert {record.title.np_communication_id for record in stale} == {
        record.title.np_communication_id for record in records if not record.current
    }
    times = [record.title.last_updated for record in stale]
    assert times == sorted(times, reverse=True)
    assert len(library) == len(records)
    assert all(
        library.record(record.title.np_communication_id) is record for record in records
    )


def earliest(reading: Reading) -> dict[int, datetime | None]:
    """Return what is earned in a reading, by the earliest time it tells."""
    found: dict[int, datetime | None] = {}
    for state in reading:
        if state.earned:
            times = (found.get(state.trophy_id), state.earned_at)
            found[state.trophy_id] = min(filter(None, times), default=None)
    return found


# What is known


@MODERATE
@given(st.lists(st.tuples(titles(), readings, definitions()), max_size=8), st.data())
def test_library_agrees_with_a_slow_one(
    steps: list[tuple[TrophyTitle, Reading, dict[int, Trophy]]],
    data: st.DataObject,
) -> None:
    """Whatever comes: what is known, what wants reading, and what is news."""
    library = Library(STARTED_AT)
    earned: dict[str, dict[int, datetime | None]] = {}
    shown: dict[str, TrophyTitle] = {}
    wanted: set[str] = set()
    read: set[str] = set()
    listed: set[str] = set()
    announced: list[tuple[str, int]] = []
    for step, (title, reading, defined) in enumerate(steps):
        set_id = title.np_communication_id
        old = shown.get(set_id)
        trophies = earned.setdefault(set_id, {})
        if old is None or (old.earned, old.defined, old.last_updated) != (
            title.earned,
            title.defined,
            title.last_updated,
        ):
            wanted.add(set_id)
        if not title.earned.total and not trophies:
            wanted.discard(set_id)
            read.add(set_id)
        shown[set_id] = title
        listed.add(set_id)
        library.merge_titles([title], step)
        if data.draw(st.booleans(), "read"):
            fresh: set[int] = set()
            for number, at in earliest(reading).items():
                if number not in trophies:
                    trophies[number] = at
                    if set_id in read or (at is not None and at > STARTED):
                        fresh.add(number)
                elif at is not None:
                    trophies[number] = min(trophies[number] or at, at)
            news = library.merge_earned(set_id, reading, defined, READ_AT + step)
            assert set(ids(news)) == fresh
            assert len(news) == len(fresh)
            announced += [(set_id, number) for number in ids(news)]
            if len({one.trophy_id for one in reading if one.earned}) < (
                title.earned.total
            ):
                wanted.add(set_id)
            else:
                read.add(set_id)
                wanted.discard(set_id)
        if data.draw(st.integers(0, 3), "all listed") == 0:
            listed = data.draw(st.sets(st.sampled_from(sorted(listed))), "listed")
            library.keep_only([shown[set_id] for set_id in listed], step)
            assert library.complete
        assert known(library) == {
            (set_id, number, at)
            for set_id in listed
            for number, at in earned[set_id].items()
        }
        assert {
            record.title.np_communication_id for record in library.stale
        } == wanted & listed
        check(library)
    assert len(announced) == len(set(announced))


@MODERATE
@given(libraries(), titles(), readings, definitions())
def test_second_reading_adds_nothing(
    library: Library,
    title: TrophyTitle,
    reading: Reading,
    defined: dict[int, Trophy],
) -> None:
    """Nor does it count as a change that has to be written."""
    library.merge_titles([title], STARTED_AT)
    library.merge_earned(title.np_communication_id, reading, defined, READ_AT)
    stored, revision = dump(library), library.revision
    timeline = list(library.timeline)
    library.merge_titles([title], AFTER.timestamp())
    assert not library.merge_earned(
        title.np_communication_id, reading, defined, READ_AT + 60
    )
    assert dump(library) == stored
    assert list(library.timeline) == timeline
    assert library.revision == revision


@MODERATE
@given(
    st.lists(
        st.tuples(st.sampled_from(SET_IDS), readings, definitions()), max_size=6
    ).flatmap(lambda steps: st.tuples(st.just(steps), st.permutations(steps)))
)
def test_order_of_readings_does_not_matter(
    orders: tuple[list[tuple[str, Reading, dict[int, Trophy]]], ...],
) -> None:
    """The same is known, and at the same times, in whichever order it came."""
    results = []
    for steps in orders:
        library = Library(STARTED_AT)
        library.merge_titles([make_title(set_id, 6) for set_id in SET_IDS], STARTED_AT)
        for set_id, reading, defined in steps:
            library.merge_earned(set_id, reading, defined, READ_AT)
        results.append((known(library), [one.order for one in library.timeline]))
    assert results[0] == results[1]


@MODERATE
@given(libraries(), titles(), readings, definitions())
def test_merge_never_loses_a_trophy(
    library: Library,
    title: TrophyTitle,
    reading: Reading,
    defined: dict[int, Trophy],
) -> None:
    """Not by an answer without it, nor by one without its time, rate or name."""
    before = {
        (record.title.np_communication_id, trophy.trophy_id): trophy
        for record in library.records
        for trophy in record.trophies.values()
    }
    library.merge_titles([title], STARTED_AT)
    library.merge_earned(title.np_communication_id, reading, defined, READ_AT)
    for (set_id, trophy_id), old in before.items():
        record = library.record(set_id)
        assert record
        new = record.trophies[trophy_id]
        assert (old.earned_at is None) or (
            new.earned_at is not None and new.earned_at <= old.earned_at
        )
        assert old.earned_rate is None or new.earned_rate is not None
        assert old.rarity is None or new.rarity is not None
        if trophy_id not in defined or set_id != title.np_communication_id:
            assert (new.name, new.detail, new.icon_url, new.group_id) == (
                old.name,
                old.detail,
                old.icon_url,
                old.group_id,
            )


@MODERATE
@given(libraries(), st.integers(-6, 6), st.integers(0, 6), st.sampled_from([0, 0.5]))
def test_earned_between(
    library: Library, start: int, hours: int, fraction: float
) -> None:
    """From the start on, but not at the end."""
    first = STARTED + timedelta(hours=12 * start, seconds=fraction)
    last = first + timedelta(hours=6 * hours)
    assert library.timeline.between(first, last) == [
        key
        for key in dated(library)
        if first.timestamp() <= (key.moment or 0) < last.timestamp()
    ]
    assert not library.timeline.between(last, first)


def test_newest_of_none() -> None:
    """Asked for none, it gives none."""
    library = Library(STARTED_AT)
    assert newest(library) == []
    library.merge_titles([make_title(earned=2)], STARTED_AT)
    library.merge_earned(
        SET_ID, make_reading(make_state(1, BEFORE), make_state(2, AFTER)), {}, READ_AT
    )
    assert newest(library, 0) == []
    assert ids(newest(library)) == [2]
    assert ids(newest(library, 5)) == [2, 1]


def test_rarest_of_equals() -> None:
    """Which of several equally rare ones is told does not change by itself."""
    library = Library(STARTED_AT)
    assert library.rarest() is None
    for set_id in (OTHER_ID, SET_ID):
        library.merge_titles([make_title(set_id, 2)], STARTED_AT)
        library.merge_earned(
            set_id,
            make_reading(make_state(2, rate=4.4), make_state(1, rate=4.4)),
            {},
            READ_AT,
        )
    rarest = library.rarest()
    assert rarest
    assert (rarest.title.np_communication_id, rarest.trophy.trophy_id) == (SET_ID, 1)
    library.merge_earned(OTHER_ID, make_reading(make_state(1, rate=4.3)), {}, READ_AT)
    rarest = library.rarest()
    assert rarest
    assert rarest.title.np_communication_id == OTHER_ID


def test_later_reading_corrects() -> None:
    """A time that becomes known, a rate that drifts, a name in the definitions."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=1)], STARTED_AT)
    library.merge_earned(SET_ID, make_reading(make_state(1)), {}, READ_AT)
    assert not library.timeline
    news = library.merge_earned(
        SET_ID,
        make_reading(make_state(1, AFTER, rate=12.5)),
        {1: make_definition(1, group_id="001")},
        READ_AT,
    )
    assert not news
    [found] = newest(library)
    assert found.trophy.earned_at == AFTER
    assert found.trophy.earned_rate == 12.5
    assert (found.trophy.name, found.trophy.group_id) == ("Wickwright", "001")


def test_readings_count_as_changes_only_where_something_changed() -> None:
    """A title that lags is read again and again; the file need not be written for it."""
    library = Library(STARTED_AT)
    revisions = [library.revision]

    def changed() -> bool:
        revisions.append(library.revision)
        return revisions[-1] > revisions[-2]

    library.merge_titles([make_title(earned=2)], STARTED_AT)
    assert changed()
    library.merge_earned(SET_ID, make_reading(make_state(1)), {}, STARTED_AT)
    assert changed()
    library.merge_earned(SET_ID, make_reading(make_state(1)), {}, STARTED_AT + 60)
    assert not changed()
    library.merge_earned(SET_ID, make_reading(make_state(1, rate=9.9)), {}, STARTED_AT)
    assert changed()
    library.accept(SET_ID, STARTED_AT)
    assert changed()
    library.accept(SET_ID, STARTED_AT)
    assert not changed()
    library.keep_only([make_title()], STARTED_AT)
    assert changed()
    library.keep_only([make_title()], STARTED_AT)
    assert not changed()
    library.merge_titles([make_title(OTHER_ID)], STARTED_AT)
    assert changed()
    library.keep_only([make_title()], STARTED_AT)
    assert changed()
    library.keep_only([make_title()], STARTED_AT + REMOVED_KEPT.total_seconds() + 1)
    assert changed()
    library.note(summary=make_summary(make_counts(1)))
    assert changed()
    assert library.summary == make_summary(make_counts(1))


# What is new (design, section 3)


def test_first_reading_announces_nothing_old() -> None:
    """Only what was earned after the start, not what was earned at it or undated."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=5)], STARTED_AT)
    news = library.merge_earned(
        SET_ID,
        make_reading(
            make_state(1, BEFORE),
            make_state(2, STARTED),
            make_state(3),
            make_state(4, AFTER, earned=False),
            make_state(5, STARTED + timedelta(seconds=1)),
            make_state(6, AFTER),
        ),
        {number: make_definition(number) for number in range(1, 7)},
        STARTED_AT + 30,
    )
    assert ids(news) == [5, 6]
    assert news[0].title == make_title(earned=5)
    assert news[0].trophy.name == "Wickwright"
    record = library.record(SET_ID)
    assert record
    assert record.read_at == STARTED_AT + 30
    assert sorted(record.trophies) == [1, 2, 3, 5, 6]


def test_after_the_first_reading_everything_is_new_once() -> None:
    """Also what was earned long ago and comes late, also what has no time."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=1)], STARTED_AT)
    library.merge_earned(SET_ID, make_reading(make_state(1, BEFORE)), {}, STARTED_AT)
    reading = make_reading(
        make_state(1, BEFORE), make_state(2, BEFORE - 9999 * HOUR), make_state(3)
    )
    assert ids(library.merge_earned(SET_ID, reading, {}, STARTED_AT)) == [2, 3]
    assert not library.merge_earned(SET_ID, reading, {}, STARTED_AT)
    # A time that only now becomes known makes no news of it.
    assert not library.merge_earned(
        SET_ID, make_reading(make_state(3, AFTER)), {}, STARTED_AT
    )


def test_trophy_twice_in_a_reading_is_new_once() -> None:
    """Pages may overlap when something changes between them."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=1)], STARTED_AT)
    reading = make_reading(make_state(1, AFTER), make_state(1, AFTER))
    assert ids(library.merge_earned(SET_ID, reading, {}, STARTED_AT)) == [1]
    assert len(library.timeline) == 1


def test_title_without_a_trophy_needs_no_reading() -> None:
    """Whatever comes of it later is new, with a time or without."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title()], STARTED_AT)
    assert library.stale == []
    assert library.read_share() == 1
    library.merge_titles([make_title(earned=2)], STARTED_AT + 60)
    [record] = library.stale
    assert record.read_at == STARTED_AT
    news = library.merge_earned(
        SET_ID, make_reading(make_state(1, BEFORE), make_state(2)), {}, STARTED_AT + 61
    )
    assert ids(news) == [1, 2]
    assert library.stale == []


def test_lagging_reading_leaves_the_title_stale() -> None:
    """Until as many trophies are known as the title counts, or it is accepted."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=3)], STARTED_AT)
    library.merge_earned(SET_ID, make_reading(make_state(1, BEFORE)), {}, STARTED_AT)
    assert len(library.stale) == 1
    two = make_reading(make_state(1, BEFORE), make_state(2, AFTER))
    assert ids(library.merge_earned(SET_ID, two, {}, STARTED_AT)) == [2]
    assert len(library.stale) == 1
    # What counts is one reading: Sony may have taken back what an earlier one told.
    rest = make_reading(make_state(2, AFTER), make_state(3, AFTER))
    assert ids(library.merge_earned(SET_ID, rest, {}, STARTED_AT)) == [3]
    assert len(library.stale) == 1
    three = make_reading(make_state(1, BEFORE), *rest)
    assert not library.merge_earned(SET_ID, three, {}, STARTED_AT)
    assert library.stale == []
    library.merge_titles([make_title(earned=4)], STARTED_AT)
    assert len(library.stale) == 1
    library.accept(SET_ID, STARTED_AT)
    assert library.stale == []
    assert reloaded(library).stale == []


def test_accepted_title_has_a_baseline() -> None:
    """Also one that could never be read."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=3)], STARTED_AT)
    library.accept(SET_ID, STARTED_AT)
    assert library.read_share() == 1
    reading = make_reading(make_state(1, BEFORE))
    assert ids(library.merge_earned(SET_ID, reading, {}, STARTED_AT)) == [1]


@pytest.mark.parametrize(
    ("changes", "stale"),
    [
        ({"earned": 2}, True),
        ({"defined": 13}, True),
        ({"last_updated": AFTER}, True),
        ({"name": "Lantern Hollow Remastered"}, False),
        ({"progress": 50}, False),
        ({"icon_url": None}, False),
    ],
)
def test_title_wants_reading_when_its_trophies_may_have_changed(
    changes: dict[str, Any], stale: bool
) -> None:
    """A new name is no reason."""
    library = Library(STARTED_AT)
    state: dict[str, Any] = {"earned": 1, "progress": 8}
    library.merge_titles([make_title(**state)], STARTED_AT)
    library.merge_earned(SET_ID, make_reading(make_state(1, BEFORE)), {}, STARTED_AT)
    assert library.stale == []
    assert library.is_progress(make_title(**state | changes)) is stale
    library.merge_titles([make_title(**state | changes)], STARTED_AT)
    assert bool(library.stale) is stale
    record = library.record(SET_ID)
    assert record
    assert record.title == make_title(**state | changes)
    assert not library.is_progress(make_title(**state | changes))
    assert library.is_progress(make_title(OTHER_ID))


def test_title_whose_count_falls_to_nothing_is_read() -> None:
    """What is known stays, and nothing is taken as read that was not."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=1)], STARTED_AT)
    library.merge_earned(SET_ID, make_reading(make_state(1, BEFORE)), {}, STARTED_AT)
    library.merge_titles([make_title()], STARTED_AT)
    assert len(library.stale) == 1
    assert not library.merge_earned(SET_ID, (), {}, STARTED_AT)
    assert library.stale == []
    assert known(library) == {(SET_ID, 1, BEFORE)}


@MODERATE
@given(unique_readings, definitions())
def test_order_of_announcements(reading: Reading, defined: dict[int, Trophy]) -> None:
    """By time, in a second the platinum last, then by id."""
    library = Library(0)
    library.merge_titles([make_title(set_id, 6) for set_id in SET_IDS[:2]], 0)
    news = [
        new
        for set_id in (OTHER_ID, SET_ID)
        for new in library.merge_earned(set_id, reading, defined, READ_AT)
    ]
    news.sort(key=lambda new: new.trophy.order)
    for one, next_one in pairwise(new for new in news if new.trophy.moment):
        assert one.trophy.earned_at
        assert next_one.trophy.earned_at
        assert one.trophy.earned_at <= next_one.trophy.earned_at
        if one.trophy.earned_at == next_one.trophy.earned_at:
            assert one.trophy.is_platinum <= next_one.trophy.is_platinum
            if one.trophy.is_platinum == next_one.trophy.is_platinum:
                assert one.trophy.trophy_id <= next_one.trophy.trophy_id
    # The same order in which they stand in the timeline.
    assert [new.trophy for new in news if new.trophy.moment] == list(library.timeline)


def test_platinum_comes_after_the_trophy_that_completed_it() -> None:
    """Its id is 0, and its time is the same."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=3)], STARTED_AT)
    news = library.merge_earned(
        SET_ID,
        make_reading(
            make_state(0, AFTER, grade=TrophyGrade.PLATINUM),
            make_state(7, AFTER),
            make_state(2, AFTER),
            make_state(9, AFTER - timedelta(seconds=1)),
        ),
        {},
        STARTED_AT,
    )
    assert ids(sorted(news, key=lambda new: new.trophy.order)) == [9, 2, 7, 0]
    assert ids(newest(library, 9)) == [0, 7, 2, 9]


def test_renumbered_set_without_dates_is_no_news() -> None:
    """Nobody knows when its trophies were earned: all of them are as old as before."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=2)], STARTED_AT)
    names = {number: make_definition(number, name=f"No. {number}") for number in (1, 2)}
    undated = make_reading(make_state(1), make_state(2))
    library.merge_earned(SET_ID, undated, names, STARTED_AT)
    moved = {
        number: make_definition(number, name=f"No. {3 - number}") for number in (1, 2)
    }
    assert not library.merge_earned(SET_ID, undated, moved, STARTED_AT)
    dated_one = make_reading(make_state(1), make_state(2), make_state(3, AFTER))
    assert ids(library.merge_earned(SET_ID, dated_one, {}, READ_AT)) == [3]


@pytest.mark.parametrize("progress", [0, 1, 99, 100])
def test_summary_comes_back_from_a_file(progress: int) -> None:
    """Whatever it is, up to its end."""
    library = Library(STARTED_AT)
    library.note(summary=replace(make_summary(make_counts(5)), progress=progress))
    assert reloaded(library).summary == library.summary


# What Sony lists no more


@MODERATE
@given(libraries(), st.data())
def test_removed_set_that_comes_back_is_no_news(
    library: Library, data: st.DataObject
) -> None:
    """However long it was away: what was known has been announced."""
    everything = known(library)
    before = {
        record.title.np_communication_id: record.title for record in library.records
    }
    kept = [title for title in before.values() if data.draw(st.booleans(), "kept")]
    kept_ids = {title.np_communication_id for title in kept}
    now = STARTED_AT
    for _ in range(3):
        now += data.draw(st.integers(0, 100), "days") * 86400
        library.keep_only(kept, now)
        assert known(library) == {one for one in everything if one[0] in kept_ids}
        check(library)
        if data.draw(st.booleans(), "restart"):
            library = reloaded(library)
    library.merge_titles(before.values(), now)
    assert known(library) == everything
    check(library)
    for set_id, trophy_id, earned_at in everything:
        reading = make_reading(make_state(trophy_id, earned_at))
        assert not library.merge_earned(set_id, reading, {}, READ_AT)


def test_removed_title_without_trophies_is_forgotten() -> None:
    """After a while; and begins anew when it comes back."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(), make_title(OTHER_ID, 1)], STARTED_AT)
    library.keep_only([make_title(OTHER_ID)], STARTED_AT)
    assert library.known(SET_ID) is not None
    assert library.record(SET_ID) is None
    assert len(library) == 1
    assert len(dump(library)["titles"]) == 2
    library.keep_only([make_title(OTHER_ID)], STARTED_AT + REMOVED_KEPT.total_seconds())
    assert len(dump(library)["titles"]) == 2
    library.keep_only(
        [make_title(OTHER_ID)], STARTED_AT + REMOVED_KEPT.total_seconds() + 1
    )
    assert len(dump(library)["titles"]) == 1


def test_hidden_title_is_neither_shown_nor_announced() -> None:
    """Nor is anything told twice or late when it is shown again."""
    library = Library(STARTED_AT)
    shown = make_title(earned=1)
    library.merge_titles([shown], STARTED_AT)
    library.merge_earned(SET_ID, make_reading(make_state(1, BEFORE)), {}, STARTED_AT)
    assert len(library.timeline) == 1
    hidden = replace(shown, hidden=True)
    library.merge_titles([hidden], STARTED_AT)
    news = make_reading(make_state(1, BEFORE), make_state(2, AFTER))
    assert not library.merge_earned(SET_ID, news, {}, STARTED_AT)
    for state in (library, reloaded(library)):
        assert not state.timeline
        assert state.rarest() is None
        state.merge_titles([shown], STARTED_AT)
        assert [key.trophy_id for key in state.timeline] == [1, 2]
        assert not state.merge_earned(SET_ID, news, {}, STARTED_AT)


def test_lagging_first_reading_is_no_baseline() -> None:
    """What it lacks was earned before the account was set up, like the rest."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=2)], STARTED_AT)
    part = make_reading(make_state(1, BEFORE))
    whole = make_reading(make_state(1, BEFORE), make_state(2, BEFORE))
    assert not library.merge_earned(SET_ID, part, {}, STARTED_AT)
    assert not library.merge_earned(SET_ID, whole, {}, STARTED_AT)
    assert not library.stale


def test_removed_title_is_not_asked_for() -> None:
    """Not in any answer, also where a reading of it comes late."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=2)], STARTED_AT)
    library.merge_earned(SET_ID, make_reading(make_state(1, BEFORE)), {}, STARTED_AT)
    library.keep_only([], STARTED_AT)
    late = make_reading(make_state(1, BEFORE), make_state(2, AFTER))
    assert ids(library.merge_earned(SET_ID, late, {}, STARTED_AT)) == [2]
    for state in (library, reloaded(library)):
        assert not state.timeline
        assert not state.stale
        assert state.rarest() is None
        assert state.read_share() == 1
    library.merge_titles([make_title(earned=2)], STARTED_AT)
    assert [key.trophy_id for key in library.timeline] == [1, 2]
    assert library.stale == []


# Storage


@MODERATE
@given(libraries())
def test_library_comes_back_from_storage(library: Library) -> None:
    """Everything of it, and in the same form."""
    loaded = reloaded(library)
    assert dump(loaded) == dump(library)
    assert list(loaded.timeline) == list(library.timeline)
    assert loaded.stale == library.stale
    assert loaded.rarest() == library.rarest()
    assert loaded.read_share() == library.read_share()
    assert list(loaded.records) == list(library.records)
    # Of the summary everything that milestones are worked out of.
    assert loaded.summary == library.summary
    assert loaded.complete == library.complete
    check(loaded)


def use(library: Library, reading: Reading) -> None:
    """Do with a library all that is done with one."""
    check(library)
    for record in list(library.records):
        assert record.base_progress is not None
        assert record.defined_in_groups is not None
        set_id = record.title.np_communication_id
        library.merge_titles([record.title], STARTED_AT)
        library.merge_earned(set_id, reading, {1: make_definition(1)}, READ_AT)
    check(library)
    assert dump(reloaded(library)) == dump(library)


@settings(MODERATE, max_examples=250)
@given(libraries(), readings, st.data())
def test_damaged_storage_is_refused_or_harmless(
    library: Library, reading: Reading, data: st.DataObject
) -> None:
    """What is loaded can be used; what can not be used is refused in one way."""
    body = body_of(data.draw(damaged(dump(library)), "dump"))
    try:
        loaded = load(orjson.loads(body), READ_AT)
    except DAMAGE:
        return
    use(loaded, reading)


def title_line(library: Library, **changes: Any) -> dict[str, Any]:
    """Return the dump of a library with keys of its first title changed."""
    stored = dump(library)
    stored["titles"][0] |= changes
    return stored


@pytest.mark.parametrize(
    "changes",
    [
        {"trophies": None},
        {"trophies": "1"},
        {"trophies": "1|b"},
        {"trophies": "x|b||2|4|1|||n|d"},
        {"trophies": "1|b||x|4|1|||n|d"},
        {"trophies": "1|b||2|x|1|||n|d"},
        {"trophies": "1|b||2|nan|1|||n|d"},
        {"trophies": "1|b||2|4|99999999999999|||n|d"},
        {"trophies": "1|b||2|4|-99999999999999|||n|d"},
        {"trophies": "1|b||2|4|1|||n|d|e"},
        {"trophies": "1|b||2|4|1|||n"},
        {"trophies": "-1|b||2|4|1|||n|d"},
        {"trophies": "9999999999999999|b||2|4|1|||n|d"},
        {"trophies": "1|b||9999999999999999999|4|1|||n|d"},
        {"trophies": "1|b||2|1e+999|1|||n|d"},
        {"trophies": "1|b||2|4|1|||n|d\n1|b||2|4|1|||n|d"},
        {"groups": '{"default":[1,2,3,-1]}'},
        {"groups": '{"default":[1,2,3,9999999999999999]}'},
        {"groups": "[]"},
        {"groups": "7"},
        {"groups": "{"},
        {"groups": '{"default":[1,2,3]}'},
        {"groups": '{"default":null}'},
        {"title": "{}"},
        {"title": "[]"},
        {"title": "null"},
        {"read_at": "yesterday"},
        {"read_at": -1},
        {"read_at": 1e300},
        {"removed_at": -0.5},
        {"removed_at": 10**30},
        {"removed_at": []},
    ],
)
def test_damaged_records(changes: dict[str, Any]) -> None:
    """The same line is fine where nothing is wrong with it."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=1)], STARTED_AT)
    whole = "1|b||2|4.5|1700000000|||n|d".replace("|", SEPARATOR)
    assert ids(newest(load(title_line(library, trophies=whole), READ_AT))) == [1]
    if isinstance(text := changes.get("trophies"), str):
        changes = {"trophies": text.replace("|", SEPARATOR)}
    with pytest.raises(DAMAGE):
        load(title_line(library, **changes), READ_AT)


@pytest.mark.parametrize(
    ("places", "values"),
    [
        ((0, 2, 3), (None, 5, [])),
        ((4, 5), (5, [])),
        ((1, 6), (None, [5])),
        ((8, 11), ("5", 5.5, [])),
        ((11,), (None,)),
        ((8, 11), (-1, 10**16, 2**63)),
        ((11,), (101,)),
        ((9, 10), (None, [1], "x", [1, 1, 1, -1], [2**63, 1, 1, 1])),
        ((13,), (None, "1", 1.5, 1e30, -1e30, 10**30, 10**400)),
    ],
)
def test_damaged_titles(places: tuple[int, ...], values: tuple[object, ...]) -> None:
    """A title's fields are what they were, or the library is refused."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=1)], STARTED_AT)
    whole = orjson.loads(dump(library)["titles"][0]["title"])
    for place, value in product(places, values):
        fields = [*whole[:place], value, *whole[place + 1 :]]
        with pytest.raises(DAMAGE):
            load(title_line(library, title=body_of(fields).decode()), READ_AT)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "library",
        {"titles": GONE},
        {"started_at": None},
        {"started_at": 10**400},
        {"started_at": 10**11},
        {"started_at": -1},
        {"started_at": "nan"},
        {"complete": GONE},
        {"titles": None},
        {"titles": 5},
        {"titles": [None]},
        {"titles": ["title"]},
        {"titles": [[]]},
        {"titles": [{}]},
        {"summary": "level"},
        {"summary": []},
        {"summary": {"level": "x"}},
        {"summary": {"level": -9223372036854776833}},
        {"summary": {"level": 2**64}},
        {"summary": {"points": -1}},
        {"summary": {"tier": -1}},
        {"summary": {"progress": 101}},
        {"summary": {"progress": -1}},
        {"summary": {"earned": {"bronze": -1, "silver": 0, "gold": 0, "platinum": 0}}},
        {"summary": {"points": "many"}},
        {"summary": {"earned": None}},
        {"summary": {"earned": {"bronze": 1}}},
    ],
)
def test_damaged_libraries(data: Any) -> None:
    """Or what never was one."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=1)], STARTED_AT)
    library.summary = make_summary(make_counts(5))
    stored = dump(library)
    if isinstance(data, dict):
        summary = data.get("summary")
        if isinstance(summary, dict):
            data = {"summary": stored["summary"] | summary}
        data = stored | data
        for key in [key for key, value in data.items() if value is GONE]:
            del data[key]
    with pytest.raises(DAMAGE):
        load(data, READ_AT)


@pytest.mark.parametrize("started_at", [0, 10**11 - 1])
def test_times_that_calendars_know(started_at: float) -> None:
    """The first and the last of them come back as they were."""
    assert reloaded(Library(started_at)).started_at == started_at


def test_title_stored_twice_is_refused() -> None:
    """Its trophies would stand in the timeline without being known."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=1)], STARTED_AT)
    library.merge_earned(SET_ID, make_reading(make_state(1, BEFORE)), {}, STARTED_AT)
    stored = dump(library)
    stored["titles"].append(stored["titles"][0] | {"trophies": ""})
    with pytest.raises(DAMAGE):
        load(stored, READ_AT)


def test_restart_does_not_announce_again() -> None:
    """Whether the title had been read, had no trophy, or waited for reading."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title(earned=1), make_title(OTHER_ID)], STARTED_AT)
    reading = make_reading(make_state(1, AFTER))
    assert len(library.merge_earned(SET_ID, reading, {}, STARTED_AT)) == 1
    library = reloaded(library)
    assert library.started_at == STARTED_AT
    assert not library.merge_earned(SET_ID, reading, {}, STARTED_AT)
    library.merge_titles([make_title(OTHER_ID, 1)], STARTED_AT)
    library = reloaded(library)
    old = make_reading(make_state(1, BEFORE))
    assert ids(library.merge_earned(OTHER_ID, old, {}, STARTED_AT)) == [1]


# Size


def large_library(titles: int = 1000, trophies: int = 40) -> Library:
    """Return a library of real lengths: names of 18 letters, details of 45, uuids."""
    rng = random.Random(20261115)
    letters = "abcdefghijklmnopqrstuvwxyz" * 3 + " " * 15 + "é™"

    def text(length: int) -> str:
        return "".join(rng.choices(letters, k=rng.randint(length - 8, length + 8)))

    def icon(set_id: str) -> str:
        return (
            "https://psnobj.prod.dl.playstation.net/psnobj/"
            f"{set_id}/{UUID(int=rng.getrandbits(128))}.png"
        )

    library = Library(STARTED_AT)
    grades = [TrophyGrade.PLATINUM, TrophyGrade.GOLD, TrophyGrade.SILVER]
    for number in range(titles):
        set_id = f"NPWR{number:05}_00"
        title = make_title(
            set_id,
            trophies,
            defined=trophies,
            name=text(18),
            icon_url=icon(set_id),
            last_updated=STARTED - timedelta(days=number),
        )
        library.merge_titles([title], STARTED_AT)
        grade_of = dict(enumerate(grades))
        library.merge_earned(
            set_id,
            make_reading(
                *(
                    make_state(
                        trophy_id,
                        STARTED - timedelta(seconds=rng.randrange(5 * 10**8)),
                        grade=grade_of.get(trophy_id, TrophyGrade.BRONZE),
                        rate=rng.randrange(1000) / 10,
                    )
                    for trophy_id in range(trophies)
                )
            ),
            {
                trophy_id: make_definition(
                    trophy_id,
                    name=text(18),
                    detail=text(45),
                    icon_url=icon(set_id),
                    grade=grade_of.get(trophy_id, TrophyGrade.BRONZE),
                    group_id="default" if trophy_id < 30 else "001",
                )
                for trophy_id in range(trophies)
            },
            STARTED_AT,
        )
    return library


def test_large_library_makes_a_small_file() -> None:
    """40,000 trophies in 6 MB, as Home Assistant writes them."""
    library = large_library()
    body = orjson.dumps(
        {"version": 1, "minor_version": 2, "key": "library", "data": dump(library)},
        option=orjson.OPT_NON_STR_KEYS,
    )
    assert len(library.timeline) == 40_000
    assert len(body) <= 6_000_000
    assert len(load(orjson.loads(body)["data"], READ_AT).timeline) == 40_000


# What Sony may answer

RAW_TITLES = {
    "trophyTitles": [
        {
            "npServiceName": "trophy2",
            "npCommunicationId": set_id,
            "trophySetVersion": "01.00",
            "trophyTitleName": "Lantern Hollow\n",
            "trophyTitleIconUrl": f"{FOLDER}title.png",
            "trophyTitlePlatform": "PS5,PSPC",
            "hasTrophyGroups": True,
            "trophyGroupCount": 2,
            "definedTrophies": {"bronze": 2, "silver": 1, "gold": 0, "platinum": 1},
            "earnedTrophies": {"bronze": 1, "silver": 0, "gold": 0, "platinum": 0},
            "progress": 26,
            "hiddenFlag": False,
            "lastUpdatedDateTime": "2026-11-14T20:31:07Z",
        }
        for set_id in SET_IDS[:2]
    ],
    "totalItemCount": 2,
}
RAW_EARNED = {
    "trophySetVersion": "01.00",
    "hasTrophyGroups": True,
    "lastUpdatedDateTime": "2026-11-14T20:31:07Z",
    "trophies": [
        {
            "trophyId": trophy_id,
            "trophyHidden": trophy_id == 1,
            "earned": earned,
            "earnedDateTime": "2026-11-15T20:31:05Z",
            "trophyType": grade,
            "trophyRare": 2,
            "trophyEarnedRate": "41.7",
        }
        for trophy_id, grade, earned in (
            (0, "platinum", False),
            (1, "bronze", True),
            (2, "silver", True),
        )
    ],
    "rarestTrophies": [],
    "totalItemCount": 3,
}
RAW_DEFINITIONS = {
    "trophySetVersion": "01.00",
    "hasTrophyGroups": True,
    "trophies": [
        {
            "trophyId": trophy_id,
            "trophyHidden": False,
            "trophyType": grade,
            "trophyName": "Wickwright",
            "trophyDetail": "Relight 50 lanterns.",
            "trophyIconUrl": f"{FOLDER}{trophy_id}.png",
            "trophyGroupId": "default",
        }
        for trophy_id, grade in enumerate(("platinum", "bronze", "silver"))
    ],
    "totalItemCount": 3,
}


def raw_bodies(data: Any) -> st.SearchStrategy[bytes]:
    """Return answers with something wrong in them, now and then cut off."""
    bodies = st.just(data) | damaged(data) | damaged(data).flatmap(damaged)
    return st.tuples(bodies.map(body_of), st.integers(1, 10_000)).map(
        lambda drawn: drawn[0][: drawn[1]] if drawn[1] % 20 == 0 else drawn[0]
    )


@settings(MODERATE, max_examples=250)
@given(
    st.lists(
        st.tuples(
            raw_bodies(RAW_TITLES), raw_bodies(RAW_EARNED), raw_bodies(RAW_DEFINITIONS)
        ),
        min_size=1,
        max_size=3,
    )
)
def test_any_answer_is_refused_or_merged(answers: list[tuple[bytes, ...]]) -> None:
    """Refused with an error of the client; merged without one, and kept in storage."""
    library = Library(STARTED_AT)
    announced: list[tuple[str, int]] = []
    for titles_body, earned_body, definitions_body in answers:
        try:
            page = TrophyTitlesPage.parse(titles_body)
            earned = TrophyStates.parse(earned_body)
            defined = TrophyDefinitions.parse(definitions_body)
        except PsnError:
            continue
        titles = [title for title in page.titles if is_plausible_title(title)]
        library.merge_titles(titles, STARTED_AT)
        for title in titles:
            announced += [
                (new.title.np_communication_id, new.trophy.trophy_id)
                for new in library.merge_earned(
                    title.np_communication_id,
                    plausible_states(earned.trophies),
                    {
                        trophy.trophy_id: trophy
                        for trophy in plausible_definitions(defined.trophies)
                    },
                    READ_AT,
                )
            ]
        check(library)
        library.keep_only(titles, STARTED_AT)
        assert BestStreak().count(library.timeline, UTC, 0) <= len(library.timeline)
        loaded = reloaded(library)
        assert dump(loaded) == dump(library)
        assert list(loaded.timeline) == list(library.timeline)
        check(loaded)
        library = loaded
    assert len(announced) == len(set(announced))


@pytest.mark.parametrize(
    "moment",
    [
        datetime.min.replace(tzinfo=UTC),
        datetime(1969, 12, 31, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
)
def test_impossible_time_is_none(moment: datetime) -> None:
    """No zone may be able to express it; the trophy counts without it."""
    library = Library(STARTED_AT)
    library.merge_titles([make_title()], STARTED_AT)
    news = library.merge_earned(
        SET_ID, make_reading(make_state(1, moment)), {}, STARTED_AT
    )
    assert [new.trophy.earned_at for new in news] == [None]
    assert not library.timeline
    assert dump(reloaded(library)) == dump(library)


# Groups


def test_count_groups() -> None:
    """By group and grade; a grade nobody knows counts nowhere."""
    assert count_groups([]) == {}
    trophies = [
        make_definition(0, grade=TrophyGrade.PLATINUM),
        make_definition(1, grade=TrophyGrade.GOLD),
        make_definition(2),
        make_definition(3),
        make_definition(4, grade=TrophyGrade.SILVER, group_id="001"),
        make_definition(5, grade=TrophyGrade("diamond"), group_id="002"),
    ]
    assert count_groups(trophies) == {
        "default": make_counts(2, 0, 1, 1),
        "001": make_counts(silver=1),
        "002": make_counts(),
    }


@MODERATE
@given(libraries())
def test_groups_hold_what_is_defined(library: Library) -> None:
    """As many trophies as there were definitions."""
    for record in library.records:
        assert record.defined_in_groups in (0, 6)
        assert set(record.groups) <= {"default", "001"}
        base = record.groups.get("default")
        assert record.base_progress == (
            title_progress(record.base_earned, base) if base else record.title.progress
        )
