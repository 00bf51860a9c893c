"""One earned trophy, and one title with what is earned in it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple, Self

from ..psn import (
    Trophy,
    TrophyCounts,
    TrophyGrade,
    TrophyRarity,
    TrophyState,
    TrophyTitle,
)
from .levels import title_progress
from .missing import Missing
from .way import Way, way_of

BASE_GROUP: Final = "default"
NO_TROPHIES: Final = TrophyCounts(bronze=0, silver=0, gold=0, platinum=0)
# Parts what `pack` puts together; `one_line` leaves it in no text.
_PART: Final = "\x7f"
# Trophies began in 2008. The second day, so that it is that year in every time zone.
FIRST_YEAR: Final = 2000
_FIRST_MOMENT: Final = int(datetime(FIRST_YEAR, 1, 2, tzinfo=UTC).timestamp())
# The clock of a console may be a little ahead, and in another time zone.
_AHEAD: Final = timedelta(days=1).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedRecord:
    """An earned trophy with all that is known of it.

    `moment` is when it was earned in unix seconds, where that can be believed; the
    rate is in percent. `icon_folder` and `wording` are what `pack` makes.
    """

    np_communication_id: str
    trophy_id: int
    grade: TrophyGrade
    hidden: bool
    rarity: TrophyRarity | None
    earned_rate: float | None
    moment: int | None
    group_id: str
    icon_folder: str
    wording: str

    @classmethod
    def from_models(
        cls,
        np_communication_id: str,
        earned: TrophyState,
        definition: Trophy | None,
        at: float,
    ) -> Self:
        """Put together what Sony keeps in two places, read at a time (unix seconds)."""
        icon_folder, wording = cls.pack(
            one_line(definition.name) if definition else "",
            one_line(definition.detail) if definition else "",
            one_line(definition.icon_url or "") if definition else None,
        )
        return cls(
            np_communication_id=np_communication_id,
            trophy_id=earned.trophy_id,
            # One that Sony invents may be any text, too.
            grade=TrophyGrade(one_line(earned.grade)),
            hidden=earned.hidden,
            rarity=earned.rarity,
            earned_rate=earned.earned_rate,
            moment=believable(
                earned.earned_at.timestamp() if earned.earned_at else None, at
            ),
            group_id=(one_line(definition.group_id) if definition else "")
            or BASE_GROUP,
            icon_folder=icon_folder,
            wording=wording,
        )

    @staticmethod
    def pack(name: str, detail: str, icon_url: str | None) -> tuple[str, str]:
        """Return the folder of the picture, and all else that is written as one text.

        Of tens of thousands of trophies each text by itself takes as much room again as
        what it says, and the pictures of a set lie in one folder.
        """
        folder, slash, file = (icon_url or "").rpartition("/")
        return _shared(folder + slash), _PART.join((name, detail, file))

    @property
    def name(self) -> str:
        """Return the name, empty where it is not known."""
        return self.wording.partition(_PART)[0]

    @property
    def detail(self) -> str:
        """Return what is to be done for it."""
        return self.wording.split(_PART, 2)[1]

    @property
    def icon_url(self) -> str | None:
        """Return the address of the picture."""
        return self.icon_folder + self.wording.split(_PART, 2)[2] or None

    @property
    def earned_at(self) -> datetime | None:
        """Return when the trophy was earned, None where nobody knows."""
        return None if self.moment is None else datetime.fromtimestamp(self.moment, UTC)

    @property
    def is_platinum(self) -> bool:
        """Whether this is the trophy for having all others."""
        return self.grade is TrophyGrade.PLATINUM

    @property
    def order(self) -> tuple[int, bool, int, str]:
        """Return the place in time: by second, the platinum last, then by id."""
        return (
            self.moment or 0,
            self.is_platinum,
            self.trophy_id,
            self.np_communication_id,
        )


class Texts(NamedTuple):
    """Which texts of a set are known: their language, the version they belong to."""

    language: str = ""
    set_version: str = ""


NO_TEXTS: Final = Texts()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """What follows from the trophies of a title.

    The earned one that fewest others have, the counts of the base game, and the way
    that is left.
    """

    rarest: EarnedRecord | None = None
    base_earned: TrophyCounts = NO_TROPHIES
    way: Way | None = None


@dataclass(slots=True, kw_only=True)
class TitleRecord:
    """A title and its earned trophies by id. Times are unix seconds.

    `read_at` is when its trophies were first read: from then on every trophy not
    among them is new. `current` tells whether they were read since the title last
    changed. `most_earned` is the highest count Sony ever gave, so that a way back up
    to it is no progress.
    """

    title: TrophyTitle
    read_at: float | None = None
    current: bool = False
    removed_at: float | None = None
    # Where the baseline was begun anew: what was earned before is no news.
    baseline_at: float = 0
    # When everything of the title was last read without a need for it.
    refreshed_at: float = 0
    most_earned: int = 0
    texts: Texts = NO_TEXTS
    groups: dict[str, TrophyCounts] = field(default_factory=dict)
    trophies: dict[int, EarnedRecord] = field(default_factory=dict)
    # None until the title's trophies were read.
    missing: Missing | None = None
    worked_out: WorkedOut = WorkedOut()

    @property
    def shown(self) -> bool:
        """Whether the title counts: titles removed or hidden on PSN do not."""
        return self.removed_at is None and not self.title.hidden

    @property
    def rarest(self) -> EarnedRecord | None:
        """Return the earned trophy with the lowest rate."""
        return self.worked_out.rarest

    @property
    def base_earned(self) -> TrophyCounts:
        """Return what is earned of the base game."""
        return self.worked_out.base_earned

    @property
    def way(self) -> Way | None:
        """Return what is left to do in a game that is shown and begun."""
        begun = self.shown and self.title.earned.total > 0
        return self.worked_out.way if begun else None

    @property
    def wants_missing(self) -> bool:
        """Whether a game was read, but nobody kept what it lacks."""
        earned, defined = self.title.earned.total, self.title.defined.total
        return (
            self.missing is None
            and self.shown
            and self.current
            and self.read_at is not None
            and 0 < earned < defined
        )

    @property
    def defined_in_groups(self) -> int:
        """Return how many trophies the definitions held when they were last read."""
        return sum(counts.total for counts in self.groups.values())

    @property
    def rated(self) -> list[EarnedRecord]:
        """Return the trophies whose rate is known.

        None where all rates are 0: that is what Sony says when it does not know.
        """
        rated = [one for one in self.trophies.values() if one.earned_rate is not None]
        return rated if any(one.earned_rate for one in rated) else []

    @property
    def base_progress(self) -> int:
        """Return the progress in the base game alone, in percent.

        That of the whole title as long as its groups are not known.
        """
        if (defined := self.groups.get(BASE_GROUP)) is None:
            return self.title.progress
        return title_progress(self.base_earned, defined)

    def take_title(self, title: TrophyTitle) -> None:
        """Take over a newer state of the title."""
        self.title = title
        self.most_earned = max(self.most_earned, title.earned.total)

    def work_out(self) -> None:
        """Note what follows from the trophies as they are now."""
        self.worked_out = WorkedOut(
            rarest=min(self.rated, key=rarity_order, default=None),
            base_earned=count_grades(
                one.grade
                for one in self.trophies.values()
                if one.group_id == BASE_GROUP
            ),
            way=way_of(self.missing),
        )


def count_grades(grades: Iterable[TrophyGrade]) -> TrophyCounts:
    """Return how many trophies of each grade there are."""
    count = Counter(grades)
    return TrophyCounts(
        bronze=count[TrophyGrade.BRONZE],
        silver=count[TrophyGrade.SILVER],
        gold=count[TrophyGrade.GOLD],
        platinum=count[TrophyGrade.PLATINUM],
    )


def rarity_order(trophy: EarnedRecord) -> tuple[float, str, int]:
    """Return the place among rated trophies, the rarest first."""
    assert trophy.earned_rate is not None
    return trophy.earned_rate, trophy.np_communication_id, trophy.trophy_id


@lru_cache(64)
def _shared(text: str) -> str:
    """Return one text in the place of equal ones that come soon after each other."""
    return text


def one_line(text: str) -> str:
    """Return a text with single spaces for whatever else parts its words."""
    return " ".join(text.replace(_PART, " ").split())


def believable(moment: float | None, at: float) -> int | None:
    """Return a time of earning in unix seconds, None for one that can not be true.

    The clock of a console can be set to anything.
    """
    if moment is None or not _FIRST_MOMENT <= moment <= at + _AHEAD:
        return None
    return int(moment)
