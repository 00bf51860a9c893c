"""Every title and every earned trophy known so far; merging tells what is new."""

from collections.abc import Iterable, Iterator, Mapping
import copy
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, Self

from ..psn import Trophy, TrophyState, TrophySummary, TrophyTitle
from .missing import missing_of
from .plausible import is_renumbered
from .reading import corrected, count_groups, earned_of
from .records import BASE_GROUP, EarnedRecord, Texts, TitleRecord, rarity_order
from .timeline import Timeline

# A set that Sony lists no more may come back: what was announced is remembered for
# good, one without a trophy for a while.
REMOVED_KEPT: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleTrophy:
    """An earned trophy together with its title."""

    title: TrophyTitle
    trophy: EarnedRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an account besides its trophies, and since when."""

    online_id: str
    avatar_url: str | None
    read_at: float


class Library:
    """What is known of one account's titles and earned trophies.

    Knows no clock and no files: times are given (unix seconds), `archive` turns it
    into what is stored. A merge adds and corrects, but never takes away.
    """

    def __init__(self, started_at: float) -> None:
        """Start empty; what was earned before `started_at` is no news."""
        self.started_at = started_at
        # Whether the account has been looked at once, and what the wall clock said at
        # the start of the machine, by which one that was set meanwhile is noticed.
        self.looked = False
        self.boot: float | None = None
        # Whether every page of the list of titles has been merged once.
        self.complete = False
        # The language of the titles' names.
        self.language = ""
        self.facts: Facts | None = None
        # The summary up to which milestones have been announced.
        self.summary: TrophySummary | None = None
        # Rises with every change worth keeping.
        self.revision = 0
        # The dated trophies of all shown titles, oldest first.
        self.timeline = Timeline()
        self._records: dict[str, TitleRecord] = {}
        self._stale: set[str] = set()
        # Those read before it was kept what they lack.
        self._lacking: set[str] = set()

    def __len__(self) -> int:
        """Return how many titles are listed."""
        return sum(record.removed_at is None for record in self._records.values())

    @property
    def all_records(self) -> Iterable[TitleRecord]:
        """The titles, those included that Sony lists no more."""
        return self._records.values()

    @property
    def records(self) -> Iterator[TitleRecord]:
        """Iterate over the listed titles."""
        return (
            record for record in self._records.values() if record.removed_at is None
        )

    def record(self, np_communication_id: str) -> TitleRecord | None:
        """Return the record of a listed title."""
        record = self._records.get(np_communication_id)
        return record if record and record.removed_at is None else None

    def known(self, np_communication_id: str) -> TitleRecord | None:
        """Return the record of a title, also where Sony lists it no more."""
        return self._records.get(np_communication_id)

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
    def lacking(self) -> Iterator[TitleRecord]:
        """Iterate over the titles of which nobody kept what is missing."""
        return map(self._records.__getitem__, self._lacking)

    def with_title(self, trophy: EarnedRecord) -> TitleTrophy:
        """Return a known trophy together with its title."""
        record = self._records[trophy.np_communication_id]
        return TitleTrophy(title=record.title, trophy=trophy)

    def rarest(self) -> TitleTrophy | None:
        """Return the earned trophy that fewest others have."""
        trophy = min(
            (record.rarest for record in self.records if record.rarest if record.shown),
            key=rarity_order,
            default=None,
        )
        return self.with_title(trophy) if trophy else None

    def read_share(self) -> float:
        """Return which part of the listed titles has had its trophies read, 0–1."""
        listed = read = 0
        for record in self.records:
            listed += 1
            read += record.read_at is not None
        if listed:
            return read / listed
        return float(self.complete)

    def unread_count(self) -> int:
        """Return how many of the listed titles are still to be read."""
        return sum(record.read_at is None for record in self.records)

    def merge_titles(self, titles: Iterable[TrophyTitle], at: float) -> None:
        """Take over states of titles.

        A title without a trophy needs no reading: whatever comes is new.
        """
        moved: list[TitleRecord] = []
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
            if record.shown != was_shown:
                moved.append(record)
            if title.earned.total == 0 and not record.trophies:
                record.current = True
                if record.read_at is None:
                    record.read_at = at
            self._note(record)
        self.timeline.replace(moved)

    def keep_only(self, titles: Iterable[TrophyTitle], at: float) -> None:
        """Note that these are all titles Sony lists; what else was known is removed."""
        listed = {title.np_communication_id for title in titles}
        moved: list[TitleRecord] = []
        for np_communication_id, record in list(self._records.items()):
            if np_communication_id in listed:
                continue
            if record.removed_at is None:
                if record.shown:
                    moved.append(record)
                record.removed_at = at
                self._note(record)
            elif (
                not record.trophies
                and record.removed_at < at - REMOVED_KEPT.total_seconds()
            ):
                del self._records[np_communication_id]
                self.revision += 1
        self.timeline.replace(moved)
        self.note(complete=True)

    def merge_earned(
        self,
        np_communication_id: str,
        states: Iterable[TrophyState],
        definitions: Mapping[int, Trophy],
        at: float,
        language: str = "",
    ) -> list[TitleTrophy]:
        """Take over what was read of a title and return the trophies that are new.

        New is what was not known of a title read before. Of one never read it is
        what was earned after the library was started; the rest is its baseline.
        `language` is that of the definitions.
        """
        record = self._records[np_communication_id]
        before = copy.copy(record), dict(record.trophies)
        states = list(states)
        read = earned_of(np_communication_id, states, definitions, at)
        if definitions and is_renumbered(
            record,
            states,
            definitions.values(),
            same_language=record.texts.language in ("", language),
        ):
            news = self._begin_anew(record, read, at)
        else:
            news = self._take_in(record, read, definitions)
        if definitions:
            record.groups = count_groups(definitions.values())
            record.texts = Texts(language, record.title.set_version)
        record.missing = missing_of(
            states, definitions, record.missing, base_group=BASE_GROUP
        )
        record.work_out()
        # What Sony took back may still be known here; it is no part of this reading.
        record.current = len(read) >= record.title.earned.total
        # A first reading that lags is no baseline yet: what it lacks is as old as the
        # rest.
        if record.read_at is None and record.current:
            record.read_at = at
        if (record, record.trophies) != before:
            self._note(record)
        return [] if record.title.hidden else [self.with_title(one) for one in news]

    def _take_in(
        self,
        record: TitleRecord,
        read: Mapping[int, EarnedRecord],
        definitions: Mapping[int, Trophy],
    ) -> list[EarnedRecord]:
        """Add and correct trophies of a title and return those that are new."""
        first_reading = record.read_at is None
        since = max(self.started_at, record.baseline_at)
        news: list[EarnedRecord] = []
        for trophy_id, trophy in read.items():
            known = record.trophies.get(trophy_id)
            if known:
                trophy = corrected(known, trophy, definitions)
            elif not first_reading or (trophy.moment or 0) > since:
                news.append(trophy)
            record.trophies[trophy_id] = trophy
            if record.shown and trophy != known:
                self.timeline.put(known, trophy)
        return news

    def _begin_anew(
        self, record: TitleRecord, read: Mapping[int, EarnedRecord], at: float
    ) -> list[EarnedRecord]:
        """Take a set that was renumbered as it is now; it begins with a new baseline.

        New is only what was earned after all that was known.
        """
        known = record.trophies.values()
        newest = max((one.moment or 0 for one in known), default=0)
        news = [
            trophy
            for trophy in read.values()
            if record.read_at is not None and (trophy.moment or 0) > newest
        ]
        record.trophies = dict(read)
        record.read_at = None
        record.baseline_at = at
        self.timeline.replace([record])
        return news

    def note_refreshed(self, np_communication_id: str, at: float) -> None:
        """Note that all of a title was read without a need for it."""
        self._records[np_communication_id].refreshed_at = at
        self.revision += 1

    def start_at(self, moment: float) -> None:
        """Take what was earned until a moment as no news: nobody had looked yet."""
        self.started_at = moment
        self.looked = True
        self.revision += 1

    def note(
        self,
        *,
        complete: bool | None = None,
        language: str | None = None,
        facts: Facts | None = None,
        summary: TrophySummary | None = None,
    ) -> None:
        """Note facts of the account; a summary is that up to which was announced."""
        before = (self.complete, self.language, self.facts, self.summary)
        self.complete = self.complete if complete is None else complete
        self.language = self.language if language is None else language
        self.facts = facts or self.facts
        self.summary = summary or self.summary
        if before != (self.complete, self.language, self.facts, self.summary):
            self.revision += 1

    def is_progress(self, title: TrophyTitle) -> bool:
        """Tell whether a state of a title has trophies that are worth reading."""
        record = self.record(title.np_communication_id)
        return record is None or _progress(record.title) != _progress(title)

    def may_hold_news(self, title: TrophyTitle) -> bool:
        """Tell whether what is earned in a title may be worth announcing."""
        record = self.record(title.np_communication_id)
        if record is not None and record.read_at is not None:
            return True
        since = max(self.started_at, record.baseline_at if record else 0)
        return title.last_updated.timestamp() > since

    def accept(self, np_communication_id: str, at: float) -> None:
        """Take a title as read although Sony's answers do not agree on it."""
        record = self._records[np_communication_id]
        if record.current and record.read_at is not None:
            return
        record.current = True
        if record.read_at is None:
            record.read_at = at
        self._note(record)

    def _note(self, record: TitleRecord) -> None:
        """Note that a record changed, and whether it wants reading."""
        self.revision += 1
        self._sort_in(record)

    def _sort_in(self, record: TitleRecord) -> None:
        """Note whether a record wants reading."""
        np_communication_id = record.title.np_communication_id
        if record.current or record.removed_at is not None:
            self._stale.discard(np_communication_id)
        else:
            self._stale.add(np_communication_id)
        if record.wants_missing:
            self._lacking.add(np_communication_id)
        else:
            self._lacking.discard(np_communication_id)

    def restore(self, records: Iterable[TitleRecord]) -> None:
        """Bring back the titles of an empty library; raises ValueError for a double."""
        for record in records:
            np_communication_id = record.title.np_communication_id
            if np_communication_id in self._records:
                raise ValueError("title stored twice")
            self._records[np_communication_id] = record
            self._sort_in(record)
        self.timeline.replace(self._records.values())

    def snapshot(self) -> Self:
        """Return a copy that later merges leave alone, to be read in another thread."""
        snapshot = copy.copy(self)
        snapshot._records = {  # noqa: SLF001 - a copy of ourselves
            np_communication_id: replace(record, trophies=dict(record.trophies))
            for np_communication_id, record in self._records.items()
        }
        return snapshot


def _progress(title: TrophyTitle) -> tuple[object, ...]:
    """Return what tells that the trophies of a title are worth reading again."""
    return (title.earned, title.defined, title.last_updated, title.set_version)
