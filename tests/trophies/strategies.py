"""Invented titles, readings and accounts, made by hypothesis."""

from datetime import timedelta
import json
from typing import Any

from hypothesis import HealthCheck, settings, strategies as st

from custom_components.psn_trophies.psn import (
    Trophy,
    TrophyGrade,
    TrophyRarity,
    TrophyState,
    TrophyTitle,
)
from custom_components.psn_trophies.trophies.archive import SEPARATOR
from custom_components.psn_trophies.trophies.library import Library

from .builders import (
    FOLDER,
    GRADES,
    READ_AT,
    SET_IDS,
    STARTED,
    STARTED_AT,
    make_counts,
    make_definition,
    make_state,
    make_summary,
    make_title,
)

# Enough to find things, few enough to run with every test.
MODERATE = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
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
