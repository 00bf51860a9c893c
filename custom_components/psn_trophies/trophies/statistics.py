"""Figures worked out from an account's titles and trophies."""

from collections.abc import Iterable
from datetime import datetime
import math

from ..psn import TrophyTitle
from .days import BestStreak, recent_trophies
from .library import Library
from .state import Games, Trophies


def summarize_games(
    titles: Iterable[TrophyTitle], library: Library, *, complete: bool
) -> Games:
    """Work out the figures over titles given newest first.

    Titles hidden on PSN stay hidden: they count nowhere. With an incomplete list
    only what its newest part already tells is filled in.
    """
    shown = [title for title in titles if not title.hidden]
    latest = shown[0] if shown else None
    if not complete:
        return Games(
            latest=latest,
            closest_platinum=None,
            closest_progress=None,
            total=None,
            completed=None,
            average_completion=None,
        )
    closest = closest_to_platinum(shown, library)
    return Games(
        latest=latest,
        closest_platinum=closest,
        closest_progress=base_progress(closest, library) if closest else None,
        total=len(shown),
        completed=sum(map(is_completed, shown)),
        average_completion=(
            sum(title.progress for title in shown) / len(shown) if shown else None
        ),
    )


def is_completed(title: TrophyTitle) -> bool:
    """Tell whether nothing is left to earn in a title."""
    return title.progress == 100


def library_progress(share: float) -> int:
    """Return the share of the library that is read in percent.

    Floored: it is 100 only when nothing is left to read.
    """
    # A share of 29 in 100 is 29 %, although a float falls a little short of it.
    return math.floor(share * 100 + 1e-9)


def closest_to_platinum(
    titles: Iterable[TrophyTitle], library: Library
) -> TrophyTitle | None:
    """Return the begun title whose missing platinum is nearest; of equals the newest.

    Only the base game counts: no add-on is needed for a platinum.
    """
    candidates = [
        (base_progress(title, library), title)
        for title in titles
        if title.progress and title.defined.platinum > title.earned.platinum
    ]
    return max(candidates, key=lambda candidate: candidate[0], default=(0, None))[1]


def base_progress(title: TrophyTitle, library: Library) -> int:
    """Return the progress in the base game of a title, in percent."""
    record = library.record(title.np_communication_id)
    return record.base_progress if record else title.progress


def summarize_trophies(
    library: Library, now: datetime, best_streak: BestStreak
) -> Trophies:
    """Work out the figures over the library, `now` being in the home's time zone.

    `best_streak` remembers what it has counted from call to call.
    """
    timeline = library.timeline.trophies
    return Trophies(
        latest=library.with_title(timeline[-1]) if timeline else None,
        rarest=library.rarest(),
        recent=recent_trophies(
            timeline,
            now,
            best_streak.count(timeline, now.tzinfo, library.timeline.rewrites),
        ),
        progress=library.read_share(),
    )
