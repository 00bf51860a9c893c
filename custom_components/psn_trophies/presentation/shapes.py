"""What is said of each thing, field by field: one shape for all who say it.

Sensors, events, actions, Assist and cards differ in what they pick, never in what a
field is called or holds. The cards know the same shapes by the same names.
"""

from datetime import datetime
from typing import NotRequired, TypedDict


class CountsView(TypedDict):
    """Trophies by grade."""

    bronze: int
    silver: int
    gold: int
    platinum: int


# Titles


class TitleFacts(TypedDict):
    """What everybody says of a title; progress is in percent."""

    title_id: str
    platform: str
    progress: int
    earned: CountsView
    defined: CountsView
    icon_url: str | None


class TitleAttributes(TitleFacts):
    """A title in the attributes of a sensor whose state is its name."""

    last_update: datetime


class PlayAttributes(TypedDict):
    """What is played since when; of its trophies, where they are known."""

    game: str | None
    since: datetime | None
    title_id: str | None
    platform: str | None
    progress: int | None
    icon_url: str | None


class ClosestPlatinumAttributes(TitleAttributes):
    """The title closest to its platinum; `missing` are names in the base game."""

    base_game_progress: int | None
    missing: list[str] | None


class TitleView(TitleFacts):
    """A title."""

    title_name: str
    last_update: str


class ListedTitleView(TitleView):
    """A title in a list; rates are in percent.

    `missing` is what lacks to the platinum or to all trophies, None where nothing does
    or nobody knows, and `hardest_rate` how many players have the rarest of that.
    """

    base_game_progress: int
    rarest_rate: float | None
    missing: int | None
    hardest_rate: float | None


class GameView(TypedDict):
    """A title in a few words, as Assist speaks of it."""

    name: str
    platform: str
    progress_percent: int


# Trophies


class TrophyFacts(TypedDict):
    """What everybody says of an earned trophy; rates and progress are in percent."""

    trophy_id: int
    trophy_name: str
    trophy_detail: str
    rarity: str | None
    earned_rate: float | None
    hidden: bool
    title_id: str
    title_name: str
    platform: str
    group: str
    icon_url: str | None
    title_icon_url: str | None
    title_progress: int
    earned_at: str | None


class EarnedTrophyView(TrophyFacts):
    """An earned trophy."""

    grade: str


class NewTrophyView(EarnedTrophyView):
    """A trophy just earned; late, when that was well before it was noticed."""

    late: bool


class MissingTrophyView(TypedDict):
    """What Assist says of a trophy that is missing."""

    trophy_name: str
    trophy_detail: str
    grade: str
    group: str
    earned_rate: float | None
    progress: int | None
    progress_target: int | None


class TitleTrophyView(MissingTrophyView):
    """A trophy of a title, earned or not."""

    trophy_id: int
    hidden: bool
    icon_url: str | None
    rarity: str | None
    earned: bool
    earned_at: str | None


class TrophyGroupView(TypedDict):
    """The base game or an add-on of a title."""

    group_id: str
    group_name: str
    trophies: list[TitleTrophyView]


class TitleDetailsView(TitleView):
    """A title with all its trophies."""

    groups: list[TrophyGroupView]


class NextTitleView(TitleView):
    """A title that is worth playing on; the rate is in percent.

    `missing` counts what lacks to the goal, and `reason` says so in a sentence.
    """

    goal: str
    missing: int
    hardest_rate: float | None
    reason: str


class NextTrophyView(TypedDict):
    """A missing trophy that many others have; the rate is in percent.

    It has no name where Sony could not be asked for it.
    """

    trophy_id: int
    trophy_name: str | None
    trophy_detail: str | None
    grade: str
    earned_rate: float
    icon_url: str | None
    title_id: str
    title_name: str
    platform: str
    title_icon_url: str | None
    reason: str


# Announcements


class MilestoneView(TypedDict):
    """A milestone, with its title where it has one."""

    type: str
    value: int
    previous: int | None
    late: bool
    title_id: NotRequired[str]
    title_name: NotRequired[str]
    platform: NotRequired[str]
    title_icon_url: NotRequired[str | None]
    minutes: NotRequired[int]
    trophies: NotRequired[int]
    progress_gained: NotRequired[int]


class AnnouncementView(TypedDict):
    """What every announcement has."""

    late: bool
    message: str


class TrophyAnnouncementView(NewTrophyView, AnnouncementView):
    """A trophy just earned, with a sentence about it."""


class MilestoneAnnouncementView(MilestoneView, AnnouncementView):
    """A milestone, with a sentence about it."""


# Cards


class AccountView(TypedDict):
    """Whose view it is; `library_progress` is in percent."""

    device_id: str
    name: str
    library_progress: int
    # About how long the rest takes; 0 when nothing is left to read.
    library_minutes_left: int
    up_to_date: bool
    problem: str | None
    cards_version: str


class ProfileView(TypedDict):
    """Level, points and counts."""

    avatar_url: str | None
    level: int
    level_progress: int
    tier: int
    tier_grade: str
    points: int
    points_to_next_level: int | None
    earned: CountsView


class TrophyListView(TypedDict):
    """A page of earned trophies."""

    trophies: list[EarnedTrophyView]


class TitlePageView(TypedDict):
    """A page of titles, and which platforms there are to choose from."""

    total: int
    platforms: list[str]
    titles: list[ListedTitleView]


class DayListView(TypedDict):
    """The trophies of a year: by date how many of each grade."""

    year: int
    first_year: int
    today: str
    days: dict[str, dict[str, int]]


type LiveData = ProfileView | TrophyListView | TitlePageView | DayListView


class AnswerView(TypedDict):
    """A view with its account."""

    account: AccountView
    data: LiveData


# Answers of actions and of Assist


class PlaceView(TypedDict):
    """How long a list is, and where the next page begins if there is one."""

    total: int
    next_offset: int | None


class TitlesAnswer(PlaceView):
    """The titles of an account."""

    titles: list[TitleView]


class TitleTrophiesAnswer(TitleView):
    """The trophies of one title."""

    trophies: list[TitleTrophyView]


class TrophyLogAnswer(PlaceView):
    """The earned trophies of an account; `library_progress` is in percent."""

    library_progress: int
    trophies: list[EarnedTrophyView]


class NextAnswer(TypedDict):
    """What to play next; `library_progress` is in percent."""

    library_progress: int
    games: list[NextTitleView]
    trophies: list[NextTrophyView]


class SyncAnswer(TypedDict):
    """What a poll found."""

    level: int
    trophies_total: int
    new_trophies: list[EarnedTrophyView]


class AssistProfile(TypedDict):
    """What Assist knows of an account."""

    trophy_level: int
    level_progress_percent: int
    trophies: CountsView
    trophies_today: int
    trophies_this_week: int
    trophies_this_month: int
    latest_game: GameView | None
    closest_platinum: GameView | None
    latest_trophy: TrophyFacts | None


class AssistGame(TypedDict):
    """What Assist knows of what is missing in a game."""

    game: GameView
    platinum_earned: bool
    has_platinum: bool
    missing_for_platinum: int | None
    missing_in_add_ons: int
    missing: list[MissingTrophyView]


class AssistNextGame(GameView):
    """A game that is worth playing on."""

    reason: str


class AssistNextTrophy(TypedDict):
    """A missing trophy that many others have."""

    trophy_name: str | None
    trophy_detail: str | None
    grade: str
    game: str
    reason: str


class AssistNext(TypedDict):
    """What Assist suggests to play next."""

    games: list[AssistNextGame]
    trophies: list[AssistNextTrophy]


class AssistError(TypedDict):
    """Why Assist knows nothing."""

    error: str
