"""One earned trophy, one title, and how the library keeps them small."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
import re
from typing import Final, NamedTuple, Self

import orjson

from ..psn import (
    EarnedTrophy,
    TitlePlatform,
    Trophy,
    TrophyCounts,
    TrophyGrade,
    TrophyRarity,
    TrophyService,
    TrophyTitle,
)
from .levels import title_progress

BASE_GROUP: Final = "default"
NO_TROPHIES: Final = TrophyCounts(bronze=0, silver=0, gold=0, platinum=0)
# Trophies began in 2008; later than this, some time zones run out of years.
TIME_LIMIT: Final = 10**11
# Numbers stay far below this one, times before the year 10000.
NUMBER_LIMIT: Final = 2**53
MOMENT_LIMIT: Final = 253_402_300_800
# Between fields: in no text, and unlike a tab a single byte of JSON.
SEPARATOR: Final = "\x7f"


class TrophyKey(NamedTuple):
    """Where an earned trophy stands in time: by second, the platinum last, by id."""

    earned_at: int
    is_platinum: bool
    trophy_id: int
    np_communication_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedRecord:
    """An earned trophy with all that is known of it; the rate is in percent."""

    trophy_id: int
    grade: TrophyGrade
    hidden: bool
    rarity: TrophyRarity | None
    earned_rate: float | None
    earned_at: datetime | None
    group_id: str
    name: str
    detail: str
    icon_url: str | None

    @classmethod
    def from_models(cls, earned: EarnedTrophy, definition: Trophy | None) -> Self:
        """Put together what Sony keeps in two places."""
        return cls(
            trophy_id=earned.trophy_id,
            grade=earned.grade,
            hidden=earned.hidden,
            rarity=earned.rarity,
            earned_rate=earned.earned_rate,
            earned_at=_possible_time(earned.earned_at),
            group_id=(_one_line(definition.group_id) if definition else "")
            or BASE_GROUP,
            name=_one_line(definition.name) if definition else "",
            detail=_one_line(definition.detail) if definition else "",
            icon_url=definition.icon_url if definition else None,
        )

    @property
    def is_platinum(self) -> bool:
        """Whether this is the trophy for having all others."""
        return self.grade is TrophyGrade.PLATINUM

    def key(self, np_communication_id: str) -> TrophyKey | None:
        """Return where the trophy stands in time, None for one without a date."""
        if self.earned_at is None:
            return None
        return TrophyKey(
            int(self.earned_at.timestamp()),
            self.is_platinum,
            self.trophy_id,
            np_communication_id,
        )

    def pack(self, icon_folder: str) -> str:
        """Return the trophy as one line of text, a fifth of the object's size."""
        icon = self.icon_url or ""
        if icon_folder and icon.startswith(icon_folder):
            icon = icon[len(icon_folder) - 1 :]
        return SEPARATOR.join(
            (
                str(self.trophy_id),
                # Marked, because Sony may call a grade of tomorrow "p".
                _GRADE_LETTERS.get(self.grade) or f"?{_one_line(self.grade)}",
                "h" if self.hidden else "",
                "" if self.rarity is None else str(int(self.rarity)),
                "" if self.earned_rate is None else f"{self.earned_rate:g}",
                "" if self.earned_at is None else str(int(self.earned_at.timestamp())),
                "" if self.group_id == BASE_GROUP else self.group_id,
                _one_line(icon),
                self.name,
                self.detail,
            )
        )

    @classmethod
    def unpack(cls, line: str, icon_folder: str) -> Self:
        """Return the trophy of a line; raises ValueError for a damaged one."""
        (
            trophy_id,
            grade,
            hidden,
            rarity,
            rate,
            earned_at,
            group_id,
            icon,
            name,
            detail,
        ) = line.split(SEPARATOR)
        return cls(
            trophy_id=int(trophy_id),
            grade=_grade(grade),
            hidden=hidden == "h",
            rarity=TrophyRarity(int(rarity)) if rarity else None,
            earned_rate=float(rate) if rate else None,
            earned_at=datetime.fromtimestamp(int(earned_at), UTC)
            if earned_at
            else None,
            group_id=group_id or BASE_GROUP,
            name=name,
            detail=detail,
            icon_url=(icon_folder + icon[1:] if icon[0] == "/" else icon)
            if icon
            else None,
        )


_GRADE_LETTERS: Final = {
    TrophyGrade.BRONZE: "b",
    TrophyGrade.SILVER: "s",
    TrophyGrade.GOLD: "g",
    TrophyGrade.PLATINUM: "p",
}
_GRADES: Final = {letter: grade for grade, letter in _GRADE_LETTERS.items()}


def _grade(field: str) -> TrophyGrade:
    """Return the grade of a packed trophy."""
    return _GRADES.get(field) or TrophyGrade(field.removeprefix("?"))


_TEXT: Final = f"[^{SEPARATOR}]*"
# What `pack` makes, field by field.
_LINE: Final = re.compile(
    SEPARATOR.join(
        (
            r"\d{1,15}",
            rf"(?:[bsgp]|\?{_TEXT})",
            "h?",
            r"(?:-?\d{1,18})?",
            r"(?:-?[\d.]+(?:e[+-]\d{1,2})?)?",
            r"(?:\d{1,11})?",
            *[_TEXT] * 4,
        )
    ),
    re.ASCII,
)


def packed_key(line: str, np_communication_id: str) -> TrophyKey | None:
    """Return where a packed trophy stands in time without unpacking all of it."""
    trophy_id, grade, _, _, _, earned_at, _ = line.split(SEPARATOR, 6)
    if not earned_at:
        return None
    return TrophyKey(int(earned_at), grade == "p", int(trophy_id), np_communication_id)


@dataclass(slots=True, kw_only=True)
class TitleRecord:
    """A title and its earned trophies, packed.

    `read_at` (unix seconds) is when its trophies were first read: from then on every
    trophy not among them is new. `current` tells whether they were read since the
    title last changed.
    """

    title: TrophyTitle
    read_at: float | None = None
    current: bool = False
    removed_at: float | None = None
    groups: dict[str, TrophyCounts] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)
    # Worked out of the lines: rate and id of the rarest trophy, counts of the base game.
    rarest: tuple[float, int] | None = None
    base_earned: TrophyCounts = NO_TROPHIES

    @property
    def shown(self) -> bool:
        """Whether the title counts: titles removed or hidden on PSN do not."""
        return self.removed_at is None and not self.title.hidden

    @property
    def icon_folder(self) -> str:
        """Return the address below which the pictures of this set usually are."""
        url = self.title.icon_url or ""
        return url[: url.rfind("/") + 1]

    @property
    def defined_in_groups(self) -> int:
        """Return how many trophies the definitions held when they were last read."""
        return sum(counts.total for counts in self.groups.values())

    def trophy(self, trophy_id: int) -> EarnedRecord:
        """Return an earned trophy; raises KeyError for one not earned."""
        return EarnedRecord.unpack(self.lines[trophy_id], self.icon_folder)

    def trophies(self) -> list[EarnedRecord]:
        """Return all earned trophies by id."""
        folder = self.icon_folder
        return [
            EarnedRecord.unpack(line, folder) for _, line in sorted(self.lines.items())
        ]

    def put(self, trophy: EarnedRecord) -> None:
        """Keep an earned trophy, or what is newly known of it."""
        self.lines[trophy.trophy_id] = trophy.pack(self.icon_folder)

    def take_title(self, title: TrophyTitle) -> None:
        """Take over a newer state of the title; pictures may have moved with it."""
        old_folder = self.icon_folder
        self.title = title
        if self.icon_folder != old_folder:
            unpacked = [
                EarnedRecord.unpack(line, old_folder) for line in self.lines.values()
            ]
            self.lines = {
                trophy.trophy_id: trophy.pack(self.icon_folder) for trophy in unpacked
            }

    @property
    def base_progress(self) -> int:
        """Return the progress in the base game alone, in percent.

        That of the whole title as long as its groups are not known.
        """
        if (defined := self.groups.get(BASE_GROUP)) is None:
            return self.title.progress
        return title_progress(self.base_earned, defined)

    def grade(self, trophy_id: int) -> TrophyGrade:
        """Return the grade of an earned trophy without unpacking all of it."""
        _, grade, _ = self.lines[trophy_id].split(SEPARATOR, 2)
        return _grade(grade)

    def rates(self) -> Iterator[tuple[float, int, TrophyGrade]]:
        """Yield earn rate, id and grade of the trophies whose rate is known."""
        for line in self.lines.values():
            trophy_id, grade, _, _, rate, _ = line.split(SEPARATOR, 5)
            if rate:
                yield float(rate), int(trophy_id), _grade(grade)

    def work_out(self) -> None:
        """Note the earned trophy with the lowest rate, and what the base game gave."""
        rates: list[tuple[float, int]] = []
        base: Counter[str] = Counter()
        for line in self.lines.values():
            trophy_id, grade, _, _, rate, _, group_id, _ = line.split(SEPARATOR, 7)
            if rate:
                rates.append((float(rate), int(trophy_id)))
            if not group_id:
                base[grade] += 1
        self.rarest = min(rates, default=None)
        self.base_earned = TrophyCounts(
            bronze=base["b"], silver=base["s"], gold=base["g"], platinum=base["p"]
        )

    def dump(self) -> dict[str, str | float | bool | None]:
        """Return the record in the form it is stored in."""
        return {
            "title": _dump_title(self.title),
            "read_at": self.read_at,
            "current": self.current,
            "removed_at": self.removed_at,
            "groups": orjson.dumps(
                {group: _counts_row(counts) for group, counts in self.groups.items()}
            ).decode(),
            "trophies": "\n".join(self.lines.values()),
        }

    @classmethod
    def load(cls, data: dict[str, str | float | bool | None]) -> Self:
        """Return a record from storage.

        Raises ValueError, TypeError or LookupError where it is damaged.
        """
        trophies, title, groups = data["trophies"], data["title"], data["groups"]
        read_at, removed_at = data["read_at"], data["removed_at"]
        if not (
            isinstance(trophies, str)
            and isinstance(title, str)
            and isinstance(groups, str)
            and isinstance(read_at, float | int | None)
            and isinstance(removed_at, float | int | None)
        ):
            raise TypeError("damaged record")
        for moment in (read_at, removed_at):
            bounded(moment or 0, MOMENT_LIMIT)
        record = cls(
            title=_load_title(title),
            read_at=read_at,
            current=bool(data["current"]),
            removed_at=removed_at,
            groups=_load_groups(groups),
            lines=_load_lines(trophies),
        )
        record.work_out()
        return record


def bounded[Number: (int, float)](
    value: Number, high: float = NUMBER_LIMIT, low: float = 0
) -> Number:
    """Return a stored number that is possible; raises ValueError for another."""
    if not low <= value <= high:
        raise ValueError("impossible number")
    return value


def _one_line(text: str) -> str:
    """Return a text without what parts the fields of a record, and the records."""
    return " ".join(text.replace(SEPARATOR, " ").split())


def _possible_time(moment: datetime | None) -> datetime | None:
    """Return a time of earning, None for one that no calendar can show everywhere.

    The clock of an old console can be set to anything.
    """
    if moment is None or not 0 <= moment.timestamp() < TIME_LIMIT:
        return None
    return moment


def _load_lines(text: str) -> dict[int, str]:
    """Return the packed trophies by id, each such that it can be unpacked."""
    lines: dict[int, str] = {}
    for line in text.split("\n") if text else ():
        if not _LINE.fullmatch(line):
            raise ValueError("damaged trophy")
        trophy_id = int(line[: line.index(SEPARATOR)])
        if trophy_id in lines:
            raise ValueError("trophy stored twice")
        lines[trophy_id] = line
    return lines


def _load_groups(text: str) -> dict[str, TrophyCounts]:
    """Return the counts of the groups."""
    groups = orjson.loads(text)
    if not isinstance(groups, dict):
        raise TypeError("damaged groups")
    return {group: _counts(row) for group, row in groups.items()}


def _counts_row(counts: TrophyCounts) -> list[int]:
    """Return counts as a row."""
    return [counts.bronze, counts.silver, counts.gold, counts.platinum]


def _counts(row: list[int]) -> TrophyCounts:
    """Return the counts of a row."""
    bronze, silver, gold, platinum = (bounded(int(count)) for count in row)
    return TrophyCounts(bronze=bronze, silver=silver, gold=gold, platinum=platinum)


def _dump_title(title: TrophyTitle) -> str:
    """Return a title as one line of JSON, its fields in order."""
    return orjson.dumps(
        [
            title.np_communication_id,
            str(title.service),
            title.set_version,
            title.name,
            title.detail,
            title.icon_url,
            [str(platform) for platform in title.platforms],
            title.has_groups,
            title.group_count,
            _counts_row(title.defined),
            _counts_row(title.earned),
            title.progress,
            title.hidden,
            int(title.last_updated.timestamp()),
        ]
    ).decode()


def _load_title(line: str) -> TrophyTitle:
    """Return the title of a line."""
    (
        np_communication_id,
        service,
        set_version,
        name,
        detail,
        icon_url,
        platforms,
        has_groups,
        group_count,
        defined,
        earned,
        progress,
        hidden,
        last_updated,
    ) = orjson.loads(line)
    if not (
        isinstance(np_communication_id, str)
        and isinstance(set_version, str)
        and isinstance(name, str)
        and isinstance(detail, str | None)
        and isinstance(icon_url, str | None)
        and isinstance(group_count, int | None)
        and isinstance(progress, int)
        and isinstance(last_updated, int)
    ):
        raise TypeError("damaged title")
    return TrophyTitle(
        np_communication_id=np_communication_id,
        service=TrophyService(service),
        set_version=set_version,
        name=name,
        detail=detail,
        icon_url=icon_url,
        platforms=tuple(TitlePlatform(platform) for platform in platforms),
        has_groups=bool(has_groups),
        group_count=None if group_count is None else bounded(group_count),
        defined=_counts(defined),
        earned=_counts(earned),
        progress=bounded(progress, 100),
        hidden=bool(hidden),
        last_updated=datetime.fromtimestamp(last_updated, UTC),
    )
