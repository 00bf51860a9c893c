"""Titles, readings, counts and summaries for tests, with only what matters named."""

from datetime import UTC, datetime, timedelta

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
from custom_components.psn_trophies.trophies.levels import (
    level_from_points,
    level_progress,
    tier_from_level,
    trophy_points,
)

STARTED = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)
STARTED_AT = STARTED.timestamp()
# Later than any of the times below, so that they are believed.
READ_AT = STARTED_AT + 10 * 86400
SET_IDS = tuple(f"NPWR{number:05}_00" for number in range(1, 5))
FOLDER = "https://psnobj.example/psnobj/NPWR00001_00/"
GRADES = tuple(TrophyGrade)


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


NEWEST = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)


def numbered_title(
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
        earned=earned or make_counts(bronze=5),
        defined=defined or make_counts(bronze=10, platinum=1),
        progress=progress,
        hidden=hidden,
        last_updated=NEWEST - timedelta(days=number),
    )


def make_bare_summary(
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
        earned=earned or make_counts(),
    )
