"""Figures worked out from an account's titles."""

from collections.abc import Iterable

from ..psn import TrophyTitle
from .state import Games


def summarize_games(titles: Iterable[TrophyTitle], *, complete: bool) -> Games:
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
            total=None,
            completed=None,
            average_completion=None,
        )
    return Games(
        latest=latest,
        closest_platinum=closest_to_platinum(shown),
        total=len(shown),
        completed=sum(title.progress == 100 for title in shown),
        average_completion=(
            sum(title.progress for title in shown) / len(shown) if shown else None
        ),
    )


def closest_to_platinum(titles: Iterable[TrophyTitle]) -> TrophyTitle | None:
    """Return the begun title whose missing platinum is nearest; of equals the newest."""
    candidates = [
        title
        for title in titles
        if title.progress and title.defined.platinum > title.earned.platinum
    ]
    return max(candidates, key=lambda title: title.progress, default=None)
