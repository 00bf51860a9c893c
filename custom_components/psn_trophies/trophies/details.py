"""Reading the trophies of single titles."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from ..psn import PsnClient, Trophy, TrophyGrade, TrophyState, TrophyStates, TrophyTitle
from .due import Due
from .kept import Kept
from .levels import title_progress
from .library import Library, TitleTrophy
from .plausible import dates_moved, plausible_definitions, plausible_states
from .records import count_grades

# Sony's detail can lag behind the list; how often and how long to look again.
LAG_PATIENCE: Final = timedelta(minutes=10)
LAG_RETRY: Final = timedelta(hours=1)
LAG_LIMIT: Final = timedelta(days=1)
# How long a title that Sony can not answer for is left alone: at first until the next
# poll, as the trouble may be over then.
UNREADABLE_RETRIES: Final = (
    timedelta(seconds=25),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=6),
)
# Titles of which all trophies are at hand without asking: more than are read before
# it is worked out anew which of them are shown.
CACHED_TITLES: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTrophy:
    """A trophy of a title, earned or not, with what is known of somebody's state."""

    trophy: Trophy
    state: TrophyState | None

    @property
    def earned(self) -> bool:
        """Whether somebody has it."""
        return self.state is not None and self.state.earned

    @property
    def is_platinum(self) -> bool:
        """Whether this is the trophy for having all others."""
        return self.trophy.grade is TrophyGrade.PLATINUM


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleDetails:
    """All trophies of a title, earned or not, as they were in a state of the title.

    `trophies` is empty where only the states were wanted.
    """

    title: TrophyTitle
    trophies: tuple[Trophy, ...]
    states: Mapping[int, TrophyState]
    # When the title changed last, where that is told.
    last_updated: datetime | None = None

    def fits(self, title: TrophyTitle) -> bool:
        """Tell whether nothing can have changed since."""
        return is_same_progress(self.title, title)

    def as_told(self) -> TrophyTitle | None:
        """Return the title as the states have it, None where they do not tell when."""
        if self.last_updated is None:
            return None
        earned = count_grades(
            state.grade for state in self.states.values() if state.earned
        )
        return replace(
            self.title,
            earned=earned,
            progress=title_progress(earned, self.title.defined),
            last_updated=self.last_updated,
        )

    @property
    def listed(self) -> Iterator[ListedTrophy]:
        """Iterate over the trophies in Sony's order, each with its state."""
        for trophy in self.trophies:
            yield ListedTrophy(trophy=trophy, state=self.states.get(trophy.trophy_id))


class _Answer[T](Protocol):
    """A page of what belongs to a set."""

    @property
    def trophies(self) -> Sequence[T]:
        """What could be read."""

    @property
    def skipped(self) -> int:
        """How much could not."""

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins."""


@dataclass(slots=True)
class _Lag:
    """A title whose detail disagrees with the list, in the state it had then."""

    title: TrophyTitle
    patience: Due
    limit: Due
    retry: Due
    # How often in a row Sony could not answer for the title.
    failures: int = 0


class DetailReader:
    """Reads the trophies of titles into the library, the definitions only if needed.

    `language` is that in which the client asks for texts.
    """

    def __init__(
        self, library: Library, *, account_id: str = "me", language: str = ""
    ) -> None:
        """Read into this library."""
        self._library = library
        self.account_id = account_id
        self.language = language
        self._cache = Kept[TitleDetails](CACHED_TITLES)
        self._lags: dict[str, _Lag] = {}
        # The titles that are shown, whose trophies have to stay at hand.
        self.pinned: frozenset[str] = frozenset()
        # How many trophies came in a state that was not believed.
        self.refused = 0

    def cached(self, title: TrophyTitle) -> TitleDetails | None:
        """Return all trophies of a title where they are at hand and up to date."""
        details = self._cache.get(title.np_communication_id)
        return details if details and details.fits(title) else None

    def may_fetch(self, title: TrophyTitle) -> bool:
        """Tell whether a title that disagrees with itself is to be looked at again."""
        lag = self._lags.get(title.np_communication_id)
        return lag is None or lag.retry.now or not is_same_progress(lag.title, title)

    def postpone(self, title: TrophyTitle, delay: timedelta) -> None:
        """Leave a title alone for a while."""
        self._lag_of(title).retry.again_in(delay)

    def _lag_of(self, title: TrophyTitle) -> _Lag:
        """Return the patience for a title as it is now."""
        lag = self._lags.setdefault(title.np_communication_id, _new_lag(title))
        lag.title = title
        return lag

    def note_failure(self, title: TrophyTitle) -> None:
        """Leave a title that could not be read alone, each time for longer."""
        lag = self._lag_of(title)
        lag.retry.again_in(
            UNREADABLE_RETRIES[min(lag.failures, len(UNREADABLE_RETRIES) - 1)]
        )
        lag.failures += 1

    async def fetch(
        self,
        client: PsnClient,
        title: TrophyTitle,
        *,
        whole: bool = False,
        anew: bool = False,
    ) -> TitleDetails:
        """Ask Sony what is earned in a title; nothing is taken over yet.

        The definitions are read where a name is missing, where their number or the
        set's version changed, or where the `whole` title is wanted; otherwise there
        may be none. `anew` reads them whatever is at hand. Raises the client's errors.
        """
        np_communication_id, service = title.np_communication_id, title.service
        last_updated: datetime | None = None

        async def get(offset: int | None) -> TrophyStates:
            nonlocal last_updated
            answer = await client.get_earned_trophies(
                np_communication_id, service, self.account_id, offset=offset
            )
            last_updated = answer.last_updated
            return answer

        states = await self._read(get, plausible_states)
        at_hand = () if anew else self._definitions_at_hand(title, states)
        trophies = at_hand
        if not at_hand and (anew or whole or self._names_wanted(title, states)):
            trophies = await self._read(
                lambda offset: client.get_trophies(
                    np_communication_id, service, offset=offset
                ),
                plausible_definitions,
            )
        return TitleDetails(
            title=title,
            trophies=trophies,
            states={state.trophy_id: state for state in states},
            last_updated=last_updated,
        )

    def _definitions_at_hand(
        self, title: TrophyTitle, states: tuple[TrophyState, ...]
    ) -> tuple[Trophy, ...]:
        """Return the definitions of a title, none where they may be of another set."""
        known = self._cache.get(title.np_communication_id)
        record = self._library.record(title.np_communication_id)
        if (
            known is None
            or len(known.trophies) != title.defined.total
            or known.title.set_version != title.set_version
            or (record is not None and dates_moved(record, states))
        ):
            return ()
        return known.trophies

    async def _read[T](
        self,
        get: Callable[[int | None], Awaitable[_Answer[T]]],
        believe: Callable[[Iterable[T]], tuple[T, ...]],
    ) -> tuple[T, ...]:
        """Return the believable items of a set, also where Sony sends them in pages."""
        answer = await get(None)
        items, skipped = list(answer.trophies), answer.skipped
        while answer.next_offset is not None and answer.trophies:
            answer = await get(answer.next_offset)
            items += answer.trophies
            skipped += answer.skipped
        believed = believe(items)
        self.refused += skipped + len(items) - len(believed)
        return believed

    def _names_wanted(
        self, title: TrophyTitle, states: tuple[TrophyState, ...]
    ) -> bool:
        """Tell whether the library lacks names or groups, or has those of another set.

        So it is where the version changed, or times of earning stand at other ids.
        """
        record = self._library.record(title.np_communication_id)
        return (
            record is None
            # Which of the missing ones belong to add-ons only the definitions tell.
            or record.missing is None
            or record.defined_in_groups != title.defined.total
            or record.texts.set_version != title.set_version
            or any(
                state.earned and state.trophy_id not in record.trophies
                for state in states
            )
            or dates_moved(record, states)
        )

    def take_over(self, details: TitleDetails, now: float) -> list[TitleTrophy]:
        """Merge what was fetched into the library and return what is new."""
        np_communication_id = details.title.np_communication_id
        news = self._library.merge_earned(
            np_communication_id,
            details.states.values(),
            {trophy.trophy_id: trophy for trophy in details.trophies},
            now,
            self.language,
        )
        if details.trophies:
            self._cache.put(np_communication_id, details, pinned=self.pinned)
        self._mind_lag(np_communication_id, now)
        return news

    def _mind_lag(self, np_communication_id: str, now: float) -> None:
        """Look again soon while detail and list disagree, then less often, then never."""
        record = self._library.record(np_communication_id)
        if record is None or record.current:
            self._lags.pop(np_communication_id, None)
            return
        lag = self._lag_of(record.title)
        if lag.failures:
            # Only now that there is an answer again can it disagree with the list.
            lag = self._lags[np_communication_id] = _new_lag(record.title)
        if lag.limit.now:
            self._library.accept(np_communication_id, now)
            del self._lags[np_communication_id]
        elif lag.patience.now:
            lag.retry.again_in(LAG_RETRY)


def is_same_progress(one: TrophyTitle, other: TrophyTitle) -> bool:
    """Tell whether nothing can have been earned between two states of a title."""
    return (one.earned, one.defined, one.last_updated) == (
        other.earned,
        other.defined,
        other.last_updated,
    )


def _new_lag(title: TrophyTitle) -> _Lag:
    """Return the patience for a title that begins to disagree."""
    lag = _Lag(title=title, patience=Due(), limit=Due(), retry=Due())
    lag.patience.again_in(LAG_PATIENCE)
    lag.limit.again_in(LAG_LIMIT)
    return lag
