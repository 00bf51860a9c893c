"""Invented titles, readings and accounts, made by hand or by hypothesis."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

from hypothesis import HealthCheck, settings, strategies as st

from custom_components.psn_trophies.psn import (
    TitlePlatform,
    Trophy,
    TrophyCounts,
    TrophyGrade,
    TrophyRarity,
    TrophyService,
    TrophyState,
    TrophySummary,
    TrophyTitle,
)
from custom_components.psn_trophies.trophies.archive import SEPARATOR
from custom_components.psn_trophies.trophies.levels import (
    level_from_points,
    level_progress,
    tier_from_level,
    trophy_points,
)
from custom_components.psn_trophies.trophies.library import Library

# Enough to find things, few enough to run with every test.
MODERATE = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

STARTED = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)
STARTED_AT = STARTED.timestamp()
# Later than any of the times below, so that they are believed.
READ_AT = STARTED_AT + 10 * 86400
SET_IDS = tuple(f"NPWR{number:05}_00" for number in range(1, 5))
FOLDER = "https://psnobj.example/psnobj/NPWR00001_00/"
GRADES = tuple(TrophyGrade)


# Made by hand


def make_counts(
    bronze: int = 0, silver: int = 0, gold: int = 0, platinum: int = 0
) -> TrophyCounts:
    """Return counts, those not given being nil."""
    return TrophyCounts(bronze=bronze, silver=silver, gold=gold, platinum=platinum)


def make_title(
    set_id: str = SET_IDS[0],
    earned: int = 0,
    *,
    defined: int = 12,
    name: str = "Lantern Hollow",
    icon_url: str | None = f"{FOLDER}title.png",
    progress: int | None = None,
    last_updated: datetime = STARTED,
    set_version: str = "01.00",
) -> TrophyTitle:
    """Return a title of which some bronze trophies are earned."""
    return TrophyTitle(
        np_communication_id=set_id,
        service=TrophyService.TROPHY2,
        set_version=set_version,
        name=name,
        icon_url=icon_url,
        platforms=(TitlePlatform.PS5,),
        defined=make_counts(defined),
        earned=make_counts(earned),
        progress=earned * 100 // defined if progress is None else progress,
        last_updated=last_updated,
    )


def make_state(
    trophy_id: int,
    at: datetime | None = None,
    *,
    earned: bool = True,
    grade: TrophyGrade = TrophyGrade.BRONZE,
    rarity: TrophyRarity | None = TrophyRarity.RARE,
    rate: float | None = 41.7,
) -> TrophyState:
    """Return the state of a trophy; without a time where none is given."""
    return TrophyState(
        trophy_id=trophy_id,
        grade=grade,
        hidden=False,
        earned=earned,
        earned_at=at,
        rarity=rarity,
        earned_rate=rate,
    )


type Reading = tuple[TrophyState, ...]


def make_reading(*states: TrophyState) -> Reading:
    """Return what a reading of a title's trophies found."""
    return states


def make_definition(
    trophy_id: int,
    *,
    name: str = "Wickwright",
    detail: str = "Relight 50 lanterns.",
    icon_url: str | None = f"{FOLDER}trophy.png",
    grade: TrophyGrade = TrophyGrade.BRONZE,
    group_id: str = "default",
) -> Trophy:
    """Return the definition of a trophy."""
    return Trophy(
        trophy_id=trophy_id,
        grade=grade,
        hidden=False,
        name=name,
        detail=detail,
        icon_url=icon_url,
        group_id=group_id,
    )


def make_summary(earned: TrophyCounts) -> TrophySummary:
    """Return the summary that Sony gives with these counts."""
    points = trophy_points(earned)
    level = level_from_points(points)
    return TrophySummary(
        account_id="4170926358214403517",
        level=level,
        points=points,
        progress=level_progress(points),
        tier=tier_from_level(level),
        earned=earned,
    )


# Made by hypothesis

# Few different moments around the start, so that many are equal.
earned_times = st.none() | st.integers(-4, 4).map(
    lambda steps: STARTED + steps * timedelta(hours=12)
)
rates = st.none() | st.integers(0, 1000).map(lambda tenths: tenths / 10)
rarities = st.none() | st.sampled_from(list(TrophyRarity))
# Whatever can be written; half characters never get as far as the library.
texts = st.text(st.characters(codec="utf-8"), max_size=12)


@st.composite
def states(draw: st.DrawFn, max_id: int = 5) -> TrophyState:
    """Draw the state of a trophy; number 0 is the platinum."""
    trophy_id = draw(st.integers(0, max_id))
    return make_state(
        trophy_id,
        draw(earned_times),
        earned=draw(st.integers(0, 4)) > 0,
        grade=GRADES[-trophy_id % len(GRADES) - 1]
        if trophy_id
        else TrophyGrade.PLATINUM,
        rarity=draw(rarities),
        rate=draw(rates),
    )


readings = st.lists(states(), max_size=6).map(tuple)
unique_readings = st.lists(
    states(), max_size=6, unique_by=lambda state: state.trophy_id
).map(tuple)


@st.composite
def definitions(draw: st.DrawFn, max_id: int = 5) -> dict[int, Trophy]:
    """Draw the definitions of a set, or none of them."""
    if draw(st.booleans()):
        return {}
    group_ids = draw(
        st.lists(
            st.sampled_from(["default", "001"]),
            min_size=max_id + 1,
            max_size=max_id + 1,
        )
    )
    return {
        number: make_definition(
            number,
            # No two trophies of a set have the same name.
            name=f"{draw(texts)} {number}",
            group_id=group_id,
            icon_url=draw(icon_urls),
        )
        for number, group_id in enumerate(group_ids)
    }


icon_urls = st.sampled_from(
    [
        None,
        f"{FOLDER}a.png",
        "https://image.example/trophy/b.PNG",
        "https://psnobj.example/psnobj/NPWR00001_00",
    ]
)


@st.composite
def titles(draw: st.DrawFn, set_ids: tuple[str, ...] = SET_IDS) -> TrophyTitle:
    """Draw a state of one of few titles."""
    earned = draw(st.integers(0, 6))
    return make_title(
        draw(st.sampled_from(set_ids)),
        earned,
        defined=draw(st.sampled_from([6, 12])),
        name=draw(texts),
        icon_url=draw(icon_urls),
        last_updated=STARTED + timedelta(days=draw(st.integers(-2, 2))),
    )


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Draw a library that has seen some titles, readings and removals."""
    library = Library(STARTED_AT)
    for title in draw(st.lists(titles(), max_size=6)):
        library.merge_titles([title], STARTED_AT)
        if draw(st.booleans()):
            library.merge_earned(
                title.np_communication_id,
                draw(readings),
                draw(definitions()),
                READ_AT,
            )
    if draw(st.booleans()):
        kept = [record.title for record in library.records if draw(st.booleans())]
        library.keep_only(kept, STARTED_AT + 120)
    if draw(st.booleans()):
        library.summary = make_summary(make_counts(draw(st.integers(0, 5000)), 3, 2, 1))
    return library


# What nobody expects

broken_texts = st.text(max_size=8) | st.sampled_from(
    [
        "\t",
        SEPARATOR,
        "\n",
        "a\tb\nc",
        "\ud83d",
        "\udcff\x00",
        "שלום\u202e",
        "名前\u3000",
        "🏆" * 3,
        "9" * 30,
        "-1",
        "1e999",
        "p",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "2026-09-14T20:31:07.5Z",
    ]
)
numbers = (
    st.integers()
    | st.sampled_from([2**63, 2**64 - 1, -(2**63), 10**11, 10**30, 10**400])
    | st.floats(allow_nan=False, allow_infinity=False)
)
junk = st.recursive(
    st.none() | st.booleans() | numbers | broken_texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(broken_texts, inner, max_size=3)
    ),
    max_leaves=4,
)


@st.composite
def damaged(draw: st.DrawFn, value: Any) -> Any:
    """Draw JSON data with one thing in it, anywhere, cut, dropped or swapped."""
    if isinstance(value, dict) and value and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(value)))
        if not draw(st.integers(0, 9)):
            return {other: value[other] for other in value if other != key}
        return value | {key: draw(damaged(value[key]))}
    if isinstance(value, list) and value and draw(st.integers(0, 9)):
        place = draw(st.integers(0, len(value) - 1))
        if not draw(st.integers(0, 9)):
            return [*value[:place], *value[place + 1 :]]
        return [*value[:place], draw(damaged(value[place])), *value[place + 1 :]]
    if isinstance(value, str) and draw(st.booleans()):
        return draw(_damaged_text(value))
    return draw(junk)


@st.composite
def _damaged_text(draw: st.DrawFn, value: str) -> str:
    """Draw a text that was cut, or with something else in a field of it."""
    if value[:1] in ("[", "{") and draw(st.booleans()):
        return json.dumps(draw(damaged(json.loads(value))), ensure_ascii=False)
    if SEPARATOR in value and draw(st.booleans()):
        fields = value.split(SEPARATOR)
        place = draw(st.integers(0, len(fields) - 1))
        return SEPARATOR.join(
            [
                *fields[:place],
                draw(broken_texts | numbers.map(str)),
                *fields[place + 1 :],
            ]
        )
    start, stop = sorted(draw(st.integers(0, len(value))) for _ in range(2))
    return value[:start] + draw(broken_texts | st.just("")) + value[stop:]


def body_of(data: Any) -> bytes:
    """Return data as an answer's body, however broken the texts in it are."""
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")
