"""Choosing and sorting titles and trophies, against slow ways to do the same."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.psn_trophies.psn import (
    TitlePlatform,
    TrophyCounts,
    TrophyGrade,
    TrophyState,
    TrophyTitle,
)
from custom_components.psn_trophies.trophies import (
    EVERYTHING,
    MISSING,
    MISSING_IN_BASE_GAME,
    Library,
    ListedChoice,
    TitleChoice,
    TitleDetails,
    TitleSort,
    TitleStatus,
    TitleTrophy,
    TrophyChoice,
    find_title,
    first_year,
    newest_trophies,
    rarest_rate,
    rarest_trophies,
    sorted_titles,
    trophy_days,
)

from .builders import (
    GRADES,
    STARTED,
    STARTED_AT,
    make_counts,
    make_definition,
    make_state,
    make_title,
    numbered_title,
)
from .strategies import MODERATE, libraries, rates

TOMORROW = TrophyGrade("diamond")
grade_choices = st.none() | st.frozensets(
    st.sampled_from([*GRADES, TOMORROW]), min_size=1
)
pages = st.tuples(st.integers(0, 12), st.integers(1, 12))


# Later than any time of earning here, so that all of them are believed.
LATER = STARTED_AT + 100 * 86400


def library_of(*read: tuple[TrophyTitle, list[TrophyState]]) -> Library:
    """Return a library with what was read of some titles."""
    library = Library(STARTED_AT)
    for listed, states in read:
        library.merge_titles([listed], STARTED_AT)
        library.merge_earned(listed.np_communication_id, states, {}, LATER)
    return library


@st.composite
def large_libraries(draw: st.DrawFn) -> Library:
    """Draw a library of many titles, some hidden or removed, with equal rates."""
    library = Library(STARTED_AT)
    for number in range(draw(st.integers(0, 12))):
        listed = numbered_title(number, hidden=draw(st.integers(0, 5)) == 0)
        library.merge_titles([listed], STARTED_AT)
        states = [
            make_state(
                trophy_id,
                STARTED - timedelta(hours=draw(st.integers(0, 99))),
                grade=draw(st.sampled_from([*GRADES, TOMORROW])),
                rate=draw(rates | st.sampled_from([0.1, 0.2, 0.3])),
                earned=draw(st.integers(0, 5)) > 0,
            )
            for trophy_id in range(draw(st.integers(0, 6)))
        ]
        library.merge_earned(listed.np_communication_id, states, {}, LATER)
    if draw(st.booleans()):
        kept = [one.title for one in library.records if draw(st.integers(0, 4))]
        library.keep_only(kept, STARTED_AT)
    return library


def everything(library: Library) -> list[TitleTrophy]:
    """Return all earned trophies that may be shown."""
    return [
        TitleTrophy(title=record.title, trophy=trophy)
        for record in library.records
        if not record.title.hidden
        for trophy in record.trophies.values()
    ]


def rated_titles(library: Library) -> set[str]:
    """Return the titles of which not every rate is 0, as if nobody knew."""
    return {
        one.title.np_communication_id
        for one in everything(library)
        if one.trophy.earned_rate
    }


@MODERATE
@given(libraries() | large_libraries(), grade_choices, pages)
def test_rarest_trophies(
    library: Library, grades: frozenset[TrophyGrade] | None, page: tuple[int, int]
) -> None:
    """Every page is that of the whole list, sorted, the unknown rates left out."""
    first, count = page
    rated = [
        (one.trophy.earned_rate, one.title.np_communication_id, one.trophy.trophy_id)
        for one in everything(library)
        if one.trophy.earned_rate is not None
        and one.title.np_communication_id in rated_titles(library)
        and (grades is None or one.trophy.grade in grades)
    ]
    assert [
        (one.trophy.earned_rate, one.title.np_communication_id, one.trophy.trophy_id)
        for one in rarest_trophies(library, first, count, grades)
    ] == sorted(rated)[first : first + count]


@MODERATE
@given(libraries() | large_libraries(), grade_choices, pages)
def test_newest_trophies(
    library: Library, grades: frozenset[TrophyGrade] | None, page: tuple[int, int]
) -> None:
    """Every page is that of the whole list, the undated ones left out."""
    first, count = page
    dated = sorted(
        (
            (one.trophy.order, one)
            for one in everything(library)
            if one.trophy.moment is not None
            and (grades is None or one.trophy.grade in grades)
        ),
        key=lambda dated: dated[0],
        reverse=True,
    )
    assert newest_trophies(library, first, count, grades) == [
        one for _, one in dated[first : first + count]
    ]


@MODERATE
@given(
    libraries() | large_libraries(),
    grade_choices,
    st.none() | st.frozensets(st.sampled_from(TitlePlatform), min_size=1),
)
def test_chosen_places(
    library: Library,
    grades: frozenset[TrophyGrade] | None,
    platforms: frozenset[TitlePlatform] | None,
) -> None:
    """Of all places those are chosen whose trophies are wanted, in the order given."""
    choice = TrophyChoice(grades=grades, platforms=platforms)
    assert choice.is_all is (grades is None and platforms is None)
    assert choice.chosen(library, library.timeline) == [
        place
        for place in library.timeline
        for one in [library.with_title(place)]
        if (grades is None or one.trophy.grade in grades)
        and (platforms is None or platforms & set(one.title.platforms))
    ]


def test_places_that_went_meanwhile_are_not_chosen() -> None:
    """Places taken down before a title was hidden or removed lead nowhere now."""
    read = [(numbered_title(number), [make_state(0, STARTED)]) for number in range(3)]
    library = library_of(*read)
    before = list(library.timeline)
    library.merge_titles([replace(read[0][0], hidden=True)], STARTED_AT)
    library.keep_only([read[0][0], read[1][0]], STARTED_AT)
    (left,) = EVERYTHING.chosen(library, before)
    assert left.np_communication_id == read[1][0].np_communication_id


def test_first_of_the_rarest_is_the_rarest() -> None:
    """The list begins with what the sensor shows."""
    library = library_of(
        (numbered_title(1), [make_state(1, rate=3.5), make_state(2, rate=0.4)]),
        (numbered_title(2), [make_state(1, rate=0.5), make_state(2, rate=None)]),
    )
    assert rarest_trophies(library, 0, 1) == [library.rarest()]
    assert [one.trophy.earned_rate for one in rarest_trophies(library, 0, 9)] == [
        0.4,
        0.5,
        3.5,
    ]


# Titles


def listed(
    number: int,
    *,
    name: str = "",
    platforms: tuple[TitlePlatform, ...] = (TitlePlatform.PS5,),
    progress: int = 50,
    earned: TrophyCounts | None = None,
    defined: TrophyCounts | None = None,
    hidden: bool = False,
) -> TrophyTitle:
    """Return a title with a name and platforms."""
    return replace(
        numbered_title(
            number, progress=progress, hidden=hidden, earned=earned, defined=defined
        ),
        name=name or f"Title {number}",
        platforms=platforms,
    )


def test_recent_and_unknown_keep_the_order() -> None:
    """Titles come as the list has them; of equals the one played last is first."""
    titles = [numbered_title(number, progress=10) for number in range(5)]
    library = library_of((titles[3], [make_state(1, rate=8.0)]))
    assert sorted_titles(titles, library, TitleSort.RECENT) == titles
    assert sorted_titles(titles, library, TitleSort.PROGRESS) == titles
    assert sorted_titles(titles, library, TitleSort.RAREST) == [
        titles[3],
        *titles[:3],
        titles[4],
    ]


def test_sorted_by_progress() -> None:
    """The most progress comes first."""
    titles = [
        numbered_title(n, progress=p) for n, p in enumerate([20, 100, 0, 55, 100])
    ]
    assert [
        one.progress for one in sorted_titles(titles, library_of(), TitleSort.PROGRESS)
    ] == [100, 100, 55, 20, 0]
    assert sorted_titles(titles, library_of(), TitleSort.PROGRESS)[0] == titles[1]


def test_sorted_by_name() -> None:
    """Small and capital letters do not matter."""
    names = ["zebra", "Aardvark", "apple", "STRASSE", "straße a", "Zoo"]
    titles = [listed(number, name=name) for number, name in enumerate(names)]
    assert [
        one.name for one in sorted_titles(titles, library_of(), TitleSort.NAME)
    ] == ["Aardvark", "apple", "STRASSE", "straße a", "zebra", "Zoo"]


def test_sorted_by_nearest_platinum() -> None:
    """By the base game alone; untouched ones next, then where none is to be had."""
    with_platinum = make_counts(bronze=10, platinum=1)
    titles = [
        listed(0, progress=100, earned=with_platinum, defined=with_platinum),
        listed(1, progress=90, defined=make_counts(bronze=10)),
        listed(2, progress=0, earned=make_counts(), defined=with_platinum),
        listed(3, progress=70, defined=with_platinum),
        listed(4, progress=40, defined=make_counts(bronze=20, platinum=1)),
    ]
    library = library_of()
    library.merge_titles(titles, STARTED_AT)
    # Of number 4 all but the last of the base game is earned, and no add-on.
    library.merge_earned(
        titles[4].np_communication_id,
        [make_state(number) for number in range(1, 9)],
        {
            number: make_definition(
                number, group_id="default" if number < 10 else "001"
            )
            for number in range(1, 20)
        },
        STARTED_AT,
    )
    found = sorted_titles(titles, library, TitleSort.CLOSEST_PLATINUM)
    assert [titles.index(one) for one in found] == [4, 3, 2, 0, 1]


@pytest.mark.parametrize("sort", TitleSort)
def test_every_sort_keeps_all_titles(sort: TitleSort) -> None:
    """Nothing is lost, and nothing at all is fine."""
    titles = [numbered_title(n, progress=n * 37 % 101) for n in range(20)]
    found = sorted_titles(titles, library_of(), sort)
    assert sorted(titles, key=hash) == sorted(found, key=hash)
    assert sorted_titles([], library_of(), sort) == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, {0, 1, 2, 3, 4}),
        (TitleStatus.STARTED, {1, 3, 4}),
        (TitleStatus.COMPLETED, {2}),
        (TitleStatus.PLATINUM_EARNED, {2, 3}),
        (TitleStatus.PLATINUM_MISSING, {0, 1}),
    ],
)
def test_status(status: TitleStatus | None, expected: set[int]) -> None:
    """An add-on can be missing with the platinum earned; some sets have none."""
    whole = make_counts(bronze=10, platinum=1)
    titles = [
        listed(0, progress=0, earned=make_counts(), defined=whole),
        listed(1, progress=1, earned=make_counts(bronze=1), defined=whole),
        listed(2, progress=100, earned=whole, defined=whole),
        listed(
            3, progress=99, earned=whole, defined=make_counts(bronze=12, platinum=1)
        ),
        listed(
            4, progress=99, earned=make_counts(bronze=9), defined=make_counts(bronze=10)
        ),
        listed(5, progress=50, earned=whole, defined=whole, hidden=True),
    ]
    choice = TitleChoice(status=status)
    assert {titles.index(one) for one in titles if one in choice} == expected


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", True),
        ("   ", True),
        ("hollow", True),
        ("HOLLOW STRASSE", True),
        (" straße ", True),
        ("straße 2", False),
        ("łódź", False),
    ],
)
def test_search(search: str, found: bool) -> None:
    """Any part of the name is enough, in whatever letters."""
    assert (listed(0, name="Hollow Straße") in TitleChoice(search=search)) is found


def test_search_in_other_alphabets() -> None:
    """Names need not be Latin."""
    choice = TitleChoice(search="ΣΊΣΥΦΟΣ")
    assert listed(0, name="Ο Σίσυφος") in choice
    assert listed(0, name="名前のゲーム") in TitleChoice(search="ゲーム")


def test_platforms() -> None:
    """A title on several platforms is found by each of them."""
    both = listed(0, platforms=(TitlePlatform.PS_VITA, TitlePlatform.PS4))
    none = listed(1, platforms=())
    assert both in TitleChoice(platforms=frozenset({TitlePlatform.PS4}))
    assert both not in TitleChoice(platforms=frozenset({TitlePlatform.PS5}))
    assert none not in TitleChoice(platforms=frozenset({TitlePlatform.PS5}))
    assert none in TitleChoice()


@pytest.mark.parametrize("progress", [0, 99, 100])
@pytest.mark.parametrize("completed", [None, False, True])
def test_completed(progress: int, completed: bool | None) -> None:
    """Completed or not is another choice than a status: untouched is not completed."""
    wanted = TitleChoice(completed=completed)
    expected = completed is None or completed == (progress == 100)
    assert (numbered_title(progress=progress) in wanted) is expected


def test_times() -> None:
    """What changed in the first moment belongs to a time, in the last no more."""
    newest, older = numbered_title(0), numbered_title(1)
    since = TitleChoice(since=older.last_updated)
    assert older in since
    assert newest in since
    assert older not in TitleChoice(since=newest.last_updated)
    until = TitleChoice(until=newest.last_updated)
    assert older in until
    assert newest not in until
    assert older not in TitleChoice(until=older.last_updated)


def test_find_title() -> None:
    """By id or name, whatever the case; of one name the newest, never a hidden one."""
    newest, hidden = (
        numbered_title(1),
        replace(numbered_title(2, hidden=True), name="Secret"),
    )
    older = replace(numbered_title(3), name=newest.name.upper())
    titles = [newest, hidden, older]
    for wanted in ("title 1", " TITLE 1 ", newest.np_communication_id.lower()):
        assert find_title(titles, wanted) is newest
    assert find_title(titles, older.np_communication_id) is older
    for wanted in ("Secret", hidden.np_communication_id, "", "Title"):
        assert find_title(titles, wanted) is None


def test_trophies_of_a_title() -> None:
    """Each has its state, if there is one; choices go together."""
    gold = TrophyGrade.GOLD
    details = TitleDetails(
        title=numbered_title(),
        trophies=(
            make_definition(0, grade=TrophyGrade.PLATINUM),
            make_definition(1, grade=gold),
            make_definition(2),
            make_definition(3, grade=gold, group_id="001"),
            make_definition(4),
        ),
        states={
            0: make_state(0, earned=False),
            1: make_state(1, grade=gold),
            3: make_state(3, grade=gold, earned=False),
            4: make_state(4),
        },
    )
    assert [one.state for one in details.listed] == [
        details.states.get(trophy_id) for trophy_id in range(5)
    ]
    assert [one.is_platinum for one in details.listed] == [True, *[False] * 4]

    def chosen(choice: ListedChoice) -> list[int]:
        return [one.trophy.trophy_id for one in details.listed if one in choice]

    assert chosen(ListedChoice()) == [0, 1, 2, 3, 4]
    assert chosen(MISSING) == [0, 2, 3]
    assert chosen(MISSING_IN_BASE_GAME) == [0, 2]
    assert chosen(ListedChoice(earned=True)) == [1, 4]
    assert chosen(ListedChoice(grades=frozenset({gold}))) == [1, 3]
    assert chosen(ListedChoice(grades=frozenset({gold}), earned=False)) == [3]


def test_rarest_rate() -> None:
    """It is unknown for titles nobody has read or where Sony tells no rates."""
    library = library_of(
        (numbered_title(1), [make_state(1, rate=3.5), make_state(2, rate=7.0)]),
        (numbered_title(2), [make_state(1, rate=None)]),
    )
    assert rarest_rate(numbered_title(1), library) == 3.5
    assert rarest_rate(numbered_title(2), library) is None
    assert rarest_rate(numbered_title(3), library) is None


# Days


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", {"2026-01-01": 1, "2026-03-29": 2, "2026-12-31": 1}),
        # An hour ahead: the year begins, and the day ends, an hour earlier.
        (
            "Europe/Berlin",
            {"2026-01-01": 2, "2026-03-29": 1, "2026-03-30": 1},
        ),
        ("America/New_York", {"2026-03-28": 1, "2026-03-29": 1, "2026-12-31": 2}),
        ("Pacific/Kiritimati", {"2026-01-01": 2, "2026-03-29": 1, "2026-03-30": 1}),
    ],
)
def test_days_of_a_year(zone: str, expected: dict[str, int]) -> None:
    """Days and years are those of the home, also where clocks are changed."""
    moments = [
        datetime(2025, 12, 31, 23, 30, tzinfo=UTC),
        datetime(2026, 1, 1, 0, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 22, 0, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2027, 1, 1, 0, 0, tzinfo=UTC),
    ]
    library = library_of(
        (make_title(), [make_state(n, moment) for n, moment in enumerate(moments)])
    )
    days = trophy_days(library, 2026, ZoneInfo(zone))
    assert {day.isoformat(): found.total() for day, found in days.items()} == expected
    assert list(days) == sorted(days)


ZONES = [
    ZoneInfo(name)
    for name in ("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia")
]


@MODERATE
@given(large_libraries(), st.sampled_from(ZONES))
def test_all_years_together_are_all_trophies(library: Library, zone: ZoneInfo) -> None:
    """Every dated trophy is in one day of one year, in its grade."""
    expected: dict[date, Counter[TrophyGrade]] = {}
    for one in everything(library):
        assert one.trophy.earned_at is not None
        day = one.trophy.earned_at.astimezone(zone).date()
        expected.setdefault(day, Counter())[one.trophy.grade] += 1
    found = {
        day: grades
        for year in range(2025, 2028)
        for day, grades in trophy_days(library, year, zone).items()
    }
    assert found == expected
    assert first_year(library, zone) == min(
        (day.year for day in expected), default=None
    )


def test_grades_of_tomorrow() -> None:
    """A grade that Sony invents later is counted, listed and can be left out."""
    library = library_of(
        (
            make_title(),
            [
                make_state(1, STARTED, grade=TOMORROW, rate=0.1),
                make_state(2, STARTED, grade=TrophyGrade.GOLD),
            ],
        )
    )
    assert trophy_days(library, 2026, ZoneInfo("UTC")) == {
        STARTED.date(): Counter({TOMORROW: 1, TrophyGrade.GOLD: 1})
    }
    assert rarest_trophies(library, 0, 1)[0].trophy.grade == "diamond"
    gold = frozenset({TrophyGrade.GOLD})
    for found in (
        rarest_trophies(library, 0, 9, gold),
        newest_trophies(library, 0, 9, gold),
    ):
        assert [one.trophy.trophy_id for one in found] == [2]


def test_empty_library() -> None:
    """Nothing is shown of nothing."""
    library = Library(STARTED_AT)
    zone = ZoneInfo("UTC")
    assert newest_trophies(library, 0, 9) == rarest_trophies(library, 0, 9) == []
    assert trophy_days(library, 2026, zone) == {}
    assert first_year(library, zone) is None
