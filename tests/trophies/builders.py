"""Titles, counts and summaries for tests, with only what matters named."""

from datetime import UTC, datetime, timedelta

from custom_components.psn_trophies.psn import (
    TrophyCounts,
    TrophyService,
    TrophySummary,
    TrophyTitle,
)

NEWEST = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)


def counts(
    bronze: int = 0, silver: int = 0, gold: int = 0, platinum: int = 0
) -> TrophyCounts:
    """Return numbers of trophies."""
    return TrophyCounts(bronze=bronze, silver=silver, gold=gold, platinum=platinum)


def title(
    number: int = 0,
    *,
    progress: int = 50,
    hidden: bool = False,
    earned: TrophyCounts | None = None,
    defined: TrophyCounts | None = None,
) -> TrophyTitle:
    """Return a title; the higher its number, the longer ago it was played."""
    return TrophyTitle(
        np_communication_id=f"NPWR{number:05}_00",
        service=TrophyService.TROPHY2,
        name=f"Title {number}",
        earned=earned or counts(bronze=5),
        defined=defined or counts(bronze=10, platinum=1),
        progress=progress,
        hidden=hidden,
        last_updated=NEWEST - timedelta(days=number),
    )


def summary(
    earned: TrophyCounts | None = None,
    *,
    level: int = 1,
    points: int | None = None,
    level_next_points: int | None = None,
) -> TrophySummary:
    """Return a summary; points are left away as in older answers."""
    return TrophySummary(
        account_id="1",
        level=level,
        points=points,
        level_next_points=level_next_points,
        progress=0,
        tier=1,
        earned=earned or counts(),
    )
