"""Every title and every earned trophy known so far; merging tells what is new."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Self

from ..psn import (
    EarnedTrophy,
    Trophy,
    TrophyCounts,
    TrophyGrade,
    TrophySummary,
    TrophyTitle,
)
from .records import (
    MOMENT_LIMIT,
    EarnedRecord,
    TitleRecord,
    TrophyKey,
    bounded,
    packed_key,
)

# A set that Sony lists no more may come back: what was announced is remembered for
# good, one without a trophy for a while.
REMOVED_KEPT: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleTrophy:
    """An earned trophy together with its title."""

    title: TrophyTitle
    trophy: EarnedRecord

    @property
    def order(self) -> tuple[float, bool, int, str]:
        """Return the place in announcements: by time, the platinum last."""
        earned_at = self.trophy.earned_at
        return (
            earned_at.timestamp() if earned_at else 0,
            self.trophy.is_platinum,
            self.trophy.trophy_id,
            self.title.np_communication_id,
        )


class Library:
    """What is known of one account's titles and earned trophies.

    Knows no clock and no files: times are given (unix seconds), `dump` and `load`
    leave the writing to others. A merge adds and corrects, but never takes away.
    """

    def __init__(self, started_at: float) -> None:
        """Start empty; what was earned before `started_at` is no news."""
        self.started_at = started_at
        # Whether every page of the list of titles has been merged once.
        self.complete = False
        # The summary up to which milestones have been announced.
        self.summary: TrophySummary | None = None
        # Rises with every change worth keeping.
        self.revision = 0
        # Rises with every change of the timeline but at its end.
        self.rewrites = 0
        self._records: dict[str, TitleRecord] = {}
        self._timeline: list[TrophyKey] = []
        self._stale: set[str] = set()

    def __len__(self) -> int:
        """Return how many titles are listed."""
        return sum(record.removed_at is None for record in self._records.values())

    def __contains__(self, np_communication_id: str) -> bool:
        """Tell whether the title is listed."""
        return self.record(np_communication_id) is not None

    @property
    def records(self) -> Iterator[TitleRecord]:
        """Iterate over the listed titles, the newest last."""
        return (
            record for record in self._records.values() if record.removed_at is None
        )

    def record(self, np_communication_id: str) -> TitleRecord | None:
        """Return the record of a listed title."""
        record = self._records.get(np_communication_id)
        return record if record and record.removed_at is None else None

    @property
    def stale(self) -> list[TitleRecord]:
        """Return the listed titles whose trophies want reading, the newest first."""
        return sorted(
            (self._records[np_communication_id] for np_communication_id in self._stale),
            key=lambda record: (
                record.title.last_updated,
                record.title.np_communication_id,
            ),
            reverse=True,
        )

    @property
    def timeline(self) -> list[TrophyKey]:
        """The dated trophies of all titles, oldest first. Not to be changed."""
        return self._timeline

    def trophy(self, key: TrophyKey) -> TitleTrophy:
        """Return the trophy at a place of the timeline."""
        record = self._records[key.np_communication_id]
        return TitleTrophy(title=record.title, trophy=record.trophy(key.trophy_id))

    def grade(self, key: TrophyKey) -> TrophyGrade:
        """Return the grade of the trophy at a place of the timeline."""
        if key.is_platinum:
            return TrophyGrade.PLATINUM
        return self._records[key.np_communication_id].grade(key.trophy_id)

    def newest(self, count: int = 1) -> list[TitleTrophy]:
        """Return the trophies earned last, the newest first."""
        return [self.trophy(key) for key in self._timeline[: -count - 1 : -1]]

    def earned_between(self, start: datetime, end: datetime) -> list[TrophyKey]:
        """Return the places of what was earned from start until before end."""
        first, last = (
            bisect_left(
                self._timeline, int(-(-moment.timestamp() // 1)), key=lambda key: key[0]
            )
            for moment in (start, end)
        )
        return self._timeline[first:last]

    def rarest(self) -> TitleTrophy | None:
        """Return the earned trophy that fewest others have."""
        record = min(
            (record for record in self.records if record.rarest and record.shown),
            key=lambda record: (record.rarest, record.title.np_communication_id),
            default=None,
        )
        if record is None or record.rarest is None:
            return None
        return TitleTrophy(title=record.title, trophy=record.trophy(record.rarest[1]))

    def read_share(self) -> float:
        """Return which part of the listed titles has had its trophies read, 0–1."""
        listed = read = 0
        for record in self.records:
            listed += 1
            read += record.read_at is not None
        return read / listed if listed else 1.0

    def merge_titles(self, titles: Iterable[TrophyTitle], at: float) -> None:
        """Take over states of titles.

        A title without a trophy needs no reading: whatever comes is new.
        """
        for title in titles:
            record = self._records.get(title.np_communication_id)
            if record is None:
                record = TitleRecord(title=title)
                self._records[title.np_communication_id] = record
            elif record.title == title and record.removed_at is None:
                continue
            if _progress(record.title) != _progress(title):
                record.current = False
            was_shown = record.shown
            record.take_title(title)
            record.removed_at = None
            self._show(record, before=was_shown)
            if title.earned.total == 0 and not record.lines:
                record.current = True
                if record.read_at is None:
                    record.read_at = at
            self._note(record)

    def keep_only(self, titles: Iterable[TrophyTitle], at: float) -> None:
        """Note that these are all titles Sony lists; what else was known is removed."""
        listed = {title.np_communication_id for title in titles}
        for np_communication_id, record in list(self._records.items()):
            if np_communication_id in listed:
                continue
            if record.removed_at is None:
                was_shown = record.shown
                record.removed_at = at
                self._show(record, before=was_shown)
                self._note(record)
            elif (
                not record.lines
                and record.removed_at < at - REMOVED_KEPT.total_seconds()
            ):
                del self._records[np_communication_id]
                self.revision += 1
        if not self.complete:
            self.complete = True
            self.revision += 1

    def merge_earned(
        self,
        np_communication_id: str,
        states: Iterable[EarnedTrophy],
        definitions: Mapping[int, Trophy],
        at: float,
    ) -> list[TitleTrophy]:
        """Take over what was read of a title and return the trophies that are new.

        New is what was not known of a title read before. Of one never read it is
        what was earned after the library was started; the rest is its baseline.
        """
        record = self._records[np_communication_id]
        before = record.dump()
        first_reading = record.read_at is None
        news: list[TitleTrophy] = []
        for state in states:
            if not state.earned:
                continue
            trophy = EarnedRecord.from_models(state, definitions.get(state.trophy_id))
            known = (
                record.trophy(trophy.trophy_id)
                if trophy.trophy_id in record.lines
                else None
            )
            if known:
                trophy = _corrected(known, trophy, definitions)
            record.put(trophy)
            if record.shown:
                self._move_in_timeline(
                    known.key(np_communication_id) if known else None,
                    trophy.key(np_communication_id),
                )
            if (
                known is None
                and not record.title.hidden
                and (not first_reading or self._earned_since_start(trophy))
            ):
                news.append(TitleTrophy(title=record.title, trophy=trophy))
        if definitions:
            record.groups = count_groups(definitions.values())
        record.work_out()
        record.current = len(record.lines) >= record.title.earned.total
        # A first reading that lags is no baseline yet: what it lacks is as old as the
        # rest.
        if record.read_at is None and record.current:
            record.read_at = at
        if record.dump() != before:
            self._note(record)
        return news

    def start_after(self, moment: float) -> None:
        """Take what was earned until a moment as no news."""
        self.started_at = moment
        self.revision += 1

    def take_summary(self, summary: TrophySummary) -> None:
        """Note up to which summary milestones are announced."""
        self.summary = summary
        self.revision += 1

    def is_progress(self, title: TrophyTitle) -> bool:
        """Tell whether a state of a title has trophies that are worth reading."""
        record = self.record(title.np_communication_id)
        return record is None or _progress(record.title) != _progress(title)

    def accept(self, np_communication_id: str, at: float) -> None:
        """Take a title as read although Sony's answers do not agree on it."""
        record = self._records[np_communication_id]
        if record.current and record.read_at is not None:
            return
        record.current = True
        if record.read_at is None:
            record.read_at = at
        self._note(record)

    def _earned_since_start(self, trophy: EarnedRecord) -> bool:
        """Tell whether the trophy is known to be newer than the library."""
        return (
            trophy.earned_at is not None
            and trophy.earned_at.timestamp() > self.started_at
        )

    def _move_in_timeline(self, old: TrophyKey | None, new: TrophyKey | None) -> None:
        """Put a trophy where it belongs in time."""
        if old == new:
            return
        if old is not None:
            del self._timeline[bisect_left(self._timeline, old)]
            self.rewrites += 1
        if new is None:
            return
        if self._timeline and new < self._timeline[-1]:
            self.rewrites += 1
        insort(self._timeline, new)

    def _show(self, record: TitleRecord, *, before: bool) -> None:
        """Put a title's trophies into the timeline or take them out."""
        if record.shown is not before and record.lines:
            self.rewrites += 1
        if record.shown and not before:
            self._timeline += _keys(record)
            self._timeline.sort()
        elif before and not record.shown:
            np_communication_id = record.title.np_communication_id
            self._timeline = [
                key
                for key in self._timeline
                if key.np_communication_id != np_communication_id
            ]

    def _note(self, record: TitleRecord) -> None:
        """Note that a record changed, and whether it wants reading."""
        self.revision += 1
        np_communication_id = record.title.np_communication_id
        if record.current or record.removed_at is not None:
            self._stale.discard(np_communication_id)
        else:
            self._stale.add(np_communication_id)

    def dump(self) -> dict[str, Any]:
        """Return the library in the form it is stored in: JSON values only."""
        return {
            "started_at": self.started_at,
            "complete": self.complete,
            "summary": _dump_summary(self.summary),
            "titles": [record.dump() for record in self._records.values()],
        }

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Return a stored library.

        Raises ValueError, TypeError or LookupError where it is damaged.
        """
        try:
            return cls._load(data)
        except (ArithmeticError, OSError) as err:
            raise ValueError("number out of range") from err

    @classmethod
    def _load(cls, data: Mapping[str, Any]) -> Self:
        """Return a stored library; numbers too large raise whatever they raise."""
        library = cls(bounded(float(data["started_at"]), MOMENT_LIMIT))
        library.complete = bool(data["complete"])
        library.summary = _load_summary(data["summary"])
        timeline: list[TrophyKey] = []
        for entry in data["titles"]:
            record = TitleRecord.load(entry)
            if record.title.np_communication_id in library._records:
                raise ValueError("title stored twice")
            library._records[record.title.np_communication_id] = record
            if record.shown:
                timeline += _keys(record)
            if record.removed_at is None:
                if not record.current:
                    library._stale.add(record.title.np_communication_id)
        timeline.sort()
        library._timeline = timeline
        return library


def count_groups(trophies: Iterable[Trophy]) -> dict[str, TrophyCounts]:
    """Return how many trophies of each grade the groups of a set define."""
    groups: dict[str, dict[str, int]] = {}
    for trophy in trophies:
        group = groups.setdefault(
            trophy.group_id, {"bronze": 0, "silver": 0, "gold": 0, "platinum": 0}
        )
        if trophy.grade in group:
            group[trophy.grade] += 1
    return {group_id: TrophyCounts(**counts) for group_id, counts in groups.items()}


def _progress(title: TrophyTitle) -> tuple[object, ...]:
    """Return what tells that the trophies of a title are worth reading again."""
    return (title.earned, title.defined, title.last_updated)


def _corrected(
    known: EarnedRecord, read: EarnedRecord, definitions: Mapping[int, Trophy]
) -> EarnedRecord:
    """Return a known trophy with what a later reading tells better.

    The time of earning only ever becomes known or earlier, so that it does not
    matter in which order readings come in.
    """
    dates = [date for date in (known.earned_at, read.earned_at) if date is not None]
    read = replace(
        read,
        earned_at=min(dates, default=None),
        rarity=known.rarity if read.rarity is None else read.rarity,
        earned_rate=known.earned_rate if read.earned_rate is None else read.earned_rate,
    )
    if read.trophy_id in definitions:
        return read
    return replace(
        read,
        group_id=known.group_id,
        name=known.name,
        detail=known.detail,
        icon_url=known.icon_url,
    )


def _keys(record: TitleRecord) -> list[TrophyKey]:
    """Return the places in time of a title's dated trophies."""
    np_communication_id = record.title.np_communication_id
    return [
        key
        for line in record.lines.values()
        if (key := packed_key(line, np_communication_id)) is not None
    ]


def _dump_summary(summary: TrophySummary | None) -> dict[str, Any] | None:
    """Return a summary as it is stored."""
    if summary is None:
        return None
    return {
        "account_id": summary.account_id,
        "level": summary.level,
        "points": summary.points,
        "progress": summary.progress,
        "tier": summary.tier,
        "earned": summary.earned.to_dict(),
    }


def _load_summary(data: dict[str, Any] | None) -> TrophySummary | None:
    """Return a stored summary."""
    if data is None:
        return None
    earned = TrophyCounts.from_dict(data["earned"])
    for count in (earned.bronze, earned.silver, earned.gold, earned.platinum):
        bounded(count)
    return TrophySummary(
        account_id=str(data["account_id"]),
        level=bounded(int(data["level"])),
        points=None if data["points"] is None else bounded(int(data["points"])),
        progress=bounded(int(data["progress"]), 100),
        tier=bounded(int(data["tier"])),
        earned=earned,
    )
