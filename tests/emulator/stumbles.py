"""Switches that spoil a part of a good answer, as the service itself has done.

Unlike the other faults several of them act on one answer, and only answers that
really changed are counted.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .accounts import Progress

if TYPE_CHECKING:
    from .faults import Fault

type Item = dict[str, Any]

ZERO_DATE = "0000-00-00T00:00:00Z"
NO_COUNTS = {"bronze": 0, "silver": 0, "gold": 0, "platinum": 0}
NO_RATE = {"trophyRare": 0, "trophyEarnedRate": "0.0"}


def _without(key: str) -> Callable[[Item], Any]:
    return lambda item: {name: value for name, value in item.items() if name != key}


def _with(**changes: Any) -> Callable[[Item], Any]:
    """Change those of the keys that are there."""
    return lambda item: item | {k: v for k, v in changes.items() if k in item}


# A title as it was on 8 May 2025: only what was earned, and when, was still right.
_blank = _with(
    trophySetVersion="",
    trophyTitleName="",
    trophyTitleDetail="",
    trophyTitleIconUrl="",
    trophyTitlePlatform="PS3",
    definedTrophies=NO_COUNTS,
    progress=0,
)

TITLES: Mapping[str, Callable[[Item], Any]] = {
    "blank_title": _blank,
    "title_undated": _without("lastUpdatedDateTime"),
    "title_zero_date": _with(lastUpdatedDateTime=ZERO_DATE),
    "title_uncounted": _without("definedTrophies"),
    "title_strange_id": _with(npCommunicationId="NPWR 1"),
    "title_null": lambda _: None,
    "title_number": lambda _: 7,
}
TROPHIES: Mapping[str, Callable[[Item], Any]] = {
    "trophy_without_id": _without("trophyId"),
    "trophy_strange_id": _with(trophyId="one"),
    "trophy_ungraded": _without("trophyType"),
    "trophy_zero_date": _with(earnedDateTime=ZERO_DATE),
    "trophy_null": lambda _: None,
    "trophy_number": lambda _: 7,
}
LISTS = frozenset({"short_list", "empty_list"})
LIVES: Mapping[str, float] = {
    "life_endless": 10**18,
    "life_tiny": 1,
    "life_negative": -1,
}
KINDS = frozenset({*TITLES, *TROPHIES, *LISTS, *LIVES, "zero_rates"})
OF_TITLES = KINDS - {"empty_list", *LIVES}

# Where they act unless they are told.
ROUTES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*TITLES, *LISTS), ("titles",)),
    **dict.fromkeys(TROPHIES, ("earned", "definitions")),
    "trophy_zero_date": ("earned",),
    "zero_rates": ("earned", "titles_for_games"),
    **dict.fromkeys(LIVES, ("token", "npsso_page")),
}


def listed(faults: tuple[Fault, ...], titles: list[Progress]) -> list[Progress]:
    """Return what of a list is left; its pages and its size are made from that."""
    for fault in faults:
        if fault.kind not in LISTS or fault.spent:
            continue
        fault.hits += 1
        if fault.kind == "empty_list":
            titles = []
        elif fault.titles:
            titles = [title for title in titles if title.set.id not in fault.titles]
        else:
            # Without names the older half is missing.
            titles = titles[: len(titles) // 2]
    return titles


def spoil(faults: tuple[Fault, ...], np: str | None, body: Any) -> Any:
    """Return a body with what the faults do to it; `np` is the set it is about."""
    for fault in faults:
        if fault.kind in LISTS or fault.spent:
            continue
        spoilt = _spoilt(fault, np, body)
        fault.hits += spoilt != body
        body = spoilt
    return body


def _spoilt(fault: Fault, np: str | None, body: Any) -> Any:
    kind = fault.kind
    if not isinstance(body, dict):
        return body
    if bend := TITLES.get(kind):
        return _bend_some(
            body,
            "trophyTitles",
            bend,
            lambda item: item.get("npCommunicationId") in fault.titles,
            named=bool(fault.titles),
        )
    if kind in LIVES:
        seconds = LIVES[kind] if fault.seconds is None else fault.seconds
        keys = fault.keys or {"expires_in"}
        return body | {key: seconds for key in keys if key in body}
    if kind == "zero_rates":
        return _without_rates(body, np, fault.titles)
    if fault.titles and np not in fault.titles:
        return body
    return _bend_some(
        body,
        "trophies",
        TROPHIES[kind],
        lambda item: item.get("trophyId") in fault.trophies,
        named=bool(fault.trophies),
    )


def _bend_some(
    body: Item,
    key: str,
    bend: Callable[[Item], Any],
    chosen: Callable[[Item], bool],
    *,
    named: bool,
) -> Item:
    """Bend the chosen items of a list, or the first that can be bent."""
    items: list[Any] = []
    done = False
    for item in body.get(key, ()):
        wanted = isinstance(item, dict) and (chosen(item) if named else not done)
        new = bend(item) if wanted else item
        done = done or new != item
        items.append(new)
    return body | {key: items} if done else body


def _without_rates(value: Any, np: str | None, titles: frozenset[str]) -> Any:
    """Set all rates of some sets, or of all, to nothing."""
    if isinstance(value, list):
        return [_without_rates(item, np, titles) for item in value]
    if not isinstance(value, dict):
        return value
    np = value.get("npCommunicationId", np)
    if "trophyEarnedRate" in value:
        return value if titles and np not in titles else value | NO_RATE
    return {key: _without_rates(item, np, titles) for key, item in value.items()}
