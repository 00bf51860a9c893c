"""Accounts and what each of them has earned."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Literal

from .arithmetic import Counts, Level, add, count, level, points, progress
from .catalogue import ALL_GROUPS, Trophy, TrophySet

type Shown = Literal["follow", "hidden", "private", "menu", "app"]
type Part = Literal["titles", "detail"]


@dataclass(slots=True, kw_only=True)
class State:
    """What is earned in one title at one moment."""

    earned: dict[int, int | None] = field(default_factory=dict)
    counters: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    updated: int
    sequence: int = 0
    cache: dict[str, Counts] = field(default_factory=dict, repr=False)

    def frozen(self) -> State:
        """Return a copy that later news does not reach."""
        kept = copy(self)
        kept.earned = dict(self.earned)
        kept.counters = dict(self.counters)
        kept.cache = {}
        return kept

    def renumber(self, new_ids: Mapping[int, int]) -> None:
        """Follow the trophies of a set to their new ids."""
        self.earned = {new_ids[id_]: when for id_, when in self.earned.items()}
        self.counters = {new_ids[id_]: value for id_, value in self.counters.items()}
        self.cache.clear()


@dataclass(slots=True, kw_only=True)
class Progress:
    """One title of one account."""

    set: TrophySet
    live: State
    first_synced: int
    hidden: bool = False
    unlisted: bool = False
    play_count: int = 1
    play_seconds: int = 3600
    launched: int = 0
    # What the service still shows while it lags behind.
    listed: State | None = None
    detailed: State | None = None

    @property
    def last_played(self) -> int:
        """Return when the game was last seen running."""
        return max(self.launched, self.live.updated)

    def state(self, part: Part) -> State:
        """Return the state that a part of the service shows."""
        kept = self.listed if part == "titles" else self.detailed
        return kept or self.live

    def earned(self, state: State, group_id: str = ALL_GROUPS) -> Counts:
        """Return the earned trophies by grade."""
        if (counts := state.cache.get(group_id)) is None:
            counts = count(
                trophy.grade
                for trophy in self.set.of_group(group_id)
                if trophy.id in state.earned
            )
            state.cache[group_id] = counts
        return counts

    def percent(self, state: State, group_id: str = ALL_GROUPS) -> int:
        """Return the weighted percentage."""
        return progress(self.earned(state, group_id), self.set.defined(group_id))

    def rarest(self, state: State, group_id: str = ALL_GROUPS) -> list[Trophy]:
        """Return the earned trophy with the lowest rate, several on ties."""
        earned = [t for t in self.set.of_group(group_id) if t.id in state.earned]
        lowest = min((trophy.rate for trophy in earned), default=None)
        return [trophy for trophy in earned if trophy.rate == lowest]

    def renumber(self, new_ids: Mapping[int, int]) -> None:
        """Follow the trophies of a set to their new ids, also where news is held back."""
        for state in (self.live, self.listed, self.detailed):
            if state is not None:
                state.renumber(new_ids)

    def missing(self) -> list[Trophy]:
        """Return what is left to earn."""
        return [t for t in self.set.trophies if t.id not in self.live.earned]


@dataclass(slots=True, kw_only=True)
class Account:
    """A person with an NPSSO."""

    account_id: str
    online_id: str
    role: str
    npsso: str = ""
    language: str = "en-GB"
    country: str = "GB"
    plus: bool = True
    about: str = ""
    first_name: str = ""
    last_name: str = ""
    private: bool = False
    former_online_id: str | None = None
    friends: list[str] = field(default_factory=list)
    devices: list[str] = field(default_factory=lambda: ["PS5"])
    titles: dict[str, Progress] = field(default_factory=dict)
    playing: str | None = None
    # How presence shows what is played: as it is; as offline; to nobody; as no game.
    presence: Shown = "follow"
    last_online: int = 0
    lag_titles: bool = False
    lag_detail: bool = False
    sequence: int = 0
    cached_total: Counts | None = field(default=None, repr=False)

    def touch(self, title: Progress, now: float) -> None:
        """Note that a title has news; call before changing its live state."""
        live = title.live
        if self.lag_detail and title.detailed is None:
            title.detailed = live.frozen()
        if self.lag_titles and title.listed is None and not title.unlisted:
            title.listed = live.frozen()
        self.sequence += 1
        newest = max((t.live.updated for t in self.titles.values()), default=0)
        # The service dates a title a moment later than its newest trophy.
        live.updated = max(int(now) + 1, newest)
        live.sequence = self.sequence
        self.changed(title)

    def changed(self, title: Progress | None = None) -> None:
        """Forget sums that no longer hold."""
        self.cached_total = None
        if title is not None:
            for state in (title.live, title.listed, title.detailed):
                if state is not None:
                    state.cache.clear()

    def catch_up(self) -> None:
        """Let lists and details show everything again."""
        self.lag_titles = self.lag_detail = False
        for title in self.titles.values():
            title.listed = title.detailed = None
            title.unlisted = False

    def listing(self, *, own: bool) -> list[Progress]:
        """Return the titles in the service's order, hidden ones for the owner only."""
        return sorted(
            (
                title
                for title in self.titles.values()
                if not title.unlisted and (own or not title.hidden)
            ),
            key=lambda title: (
                -title.state("titles").updated,
                -title.state("titles").sequence,
                title.set.id,
            ),
        )

    def total(self) -> Counts:
        """Return everything earned, hidden titles included."""
        if self.cached_total is None:
            total = count(())
            for title in self.titles.values():
                total = add(total, title.earned(title.live))
            self.cached_total = total
        return self.cached_total

    def level(self) -> Level:
        """Return the trophy level."""
        return level(points(self.total()))

    def by_name(self, name: str) -> Iterator[Progress]:
        """Return the titles of that name."""
        wanted = name.strip().casefold()
        return (
            title
            for title in self.listing(own=True)
            if title.set.title().strip().casefold() == wanted
        )
