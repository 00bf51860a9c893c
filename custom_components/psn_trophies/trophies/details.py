"""Reading the trophies of single titles."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ..psn import (
    EarnedTrophies,
    EarnedTrophy,
    PsnClient,
    Trophy,
    TrophyDefinitions,
    TrophyTitle,
)
from .due import Due
from .kept import Kept
from .library import Library, TitleTrophy

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
# Titles of which all trophies are at hand without asking, the latest game among them.
CACHED_TITLES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleDetails:
    """All trophies of a title, earned or not, as they were in a state of the title.

    `trophies` is empty where only the states were wanted.
    """

    title: TrophyTitle
    trophies: tuple[Trophy, ...]
    states: Mapping[int, EarnedTrophy]

    def fits(self, title: TrophyTitle) -> bool:
        """Tell whether nothing can have changed since."""
        return (
            self.title.earned == title.earned
            and self.title.defined == title.defined
            and self.title.last_updated == title.last_updated
        )

    @property
    def missing(self) -> tuple[Trophy, ...]:
        """Return the trophies not earned yet."""
        return tuple(
            trophy
            for trophy in self.trophies
            if (state := self.states.get(trophy.trophy_id)) is None or not state.earned
        )


@dataclass(slots=True)
class _Lag:
    """A title whose detail disagrees with the list."""

    patience: Due
    limit: Due
    retry: Due
    # How often in a row Sony could not answer for the title.
    failures: int = 0


class DetailReader:
    """Reads the trophies of titles into the library, the definitions only if needed."""

    def __init__(self, library: Library) -> None:
        """Read into this library."""
        self._library = library
        self._cache = Kept[TitleDetails](CACHED_TITLES)
        self._lags: dict[str, _Lag] = {}

    def cached(self, title: TrophyTitle) -> TitleDetails | None:
        """Return all trophies of a title where they are at hand and up to date."""
        details = self._cache.get(title.np_communication_id)
        return details if details and details.fits(title) else None

    def may_fetch(self, title: TrophyTitle) -> bool:
        """Tell whether a title that disagrees with itself is to be looked at again."""
        lag = self._lags.get(title.np_communication_id)
        return lag is None or lag.retry.now

    def postpone(self, title: TrophyTitle, delay: timedelta) -> None:
        """Leave a title alone for a while."""
        lag = self._lags.setdefault(title.np_communication_id, _new_lag())
        lag.retry.again_in(delay)

    def note_failure(self, title: TrophyTitle) -> None:
        """Leave a title that could not be read alone, each time for longer."""
        lag = self._lags.setdefault(title.np_communication_id, _new_lag())
        lag.retry.again_in(
            UNREADABLE_RETRIES[min(lag.failures, len(UNREADABLE_RETRIES) - 1)]
        )
        lag.failures += 1

    async def fetch(
        self, client: PsnClient, title: TrophyTitle, *, whole: bool = False
    ) -> TitleDetails:
        """Ask Sony what is earned in a title; nothing is taken over yet.

        The definitions are read where a name is missing, where their number
        changed, or where the `whole` title is wanted; otherwise there may be none.
        Raises the client's errors.
        """
        np_communication_id, service = title.np_communication_id, title.service
        states = await _all_earned(
            lambda offset: client.get_earned_trophies(
                np_communication_id, service, offset=offset
            )
        )
        known = self._cache.get(np_communication_id)
        trophies = known.trophies if known else ()
        if len(trophies) != title.defined.total and (
            whole or self._names_wanted(title, states)
        ):
            trophies = await _all_definitions(
                lambda offset: client.get_trophies(
                    np_communication_id, service, offset=offset
                )
            )
        return TitleDetails(
            title=title,
            trophies=trophies,
            states={state.trophy_id: state for state in states},
        )

    def _names_wanted(
        self, title: TrophyTitle, states: tuple[EarnedTrophy, ...]
    ) -> bool:
        """Tell whether the library lacks the names or the groups of earned trophies."""
        record = self._library.record(title.np_communication_id)
        return (
            record is None
            or record.defined_in_groups != title.defined.total
            or any(
                state.earned and state.trophy_id not in record.lines for state in states
            )
        )

    def take_over(self, details: TitleDetails, now: float) -> list[TitleTrophy]:
        """Merge what was fetched into the library and return what is new."""
        news = self._library.merge_earned(
            details.title.np_communication_id,
            details.states.values(),
            {trophy.trophy_id: trophy for trophy in details.trophies},
            now,
        )
        if details.trophies:
            self._cache.put(details.title.np_communication_id, details)
        self._mind_lag(details.title.np_communication_id, now)
        return news

    def _mind_lag(self, np_communication_id: str, now: float) -> None:
        """Look again soon while detail and list disagree, then less often, then never."""
        record = self._library.record(np_communication_id)
        if record is None or record.current:
            self._lags.pop(np_communication_id, None)
            return
        lag = self._lags.setdefault(np_communication_id, _new_lag())
        if lag.failures:
            # Only now that there is an answer again can it disagree with the list.
            lag = self._lags[np_communication_id] = _new_lag()
        if lag.limit.now:
            self._library.accept(np_communication_id, now)
            del self._lags[np_communication_id]
        elif lag.patience.now:
            lag.retry.again_in(LAG_RETRY)


def _new_lag() -> _Lag:
    """Return the patience for a title that begins to disagree."""
    lag = _Lag(patience=Due(), limit=Due(), retry=Due())
    lag.patience.again_in(LAG_PATIENCE)
    lag.limit.again_in(LAG_LIMIT)
    return lag


async def _all_earned(
    get: Callable[[int | None], Awaitable[EarnedTrophies]],
) -> tuple[EarnedTrophy, ...]:
    """Return the states of a set, also where Sony sends them in pages."""
    answer = await get(None)
    states = list(answer.trophies)
    while answer.next_offset is not None and answer.trophies:
        answer = await get(answer.next_offset)
        states += answer.trophies
    return tuple(states)


async def _all_definitions(
    get: Callable[[int | None], Awaitable[TrophyDefinitions]],
) -> tuple[Trophy, ...]:
    """Return the trophies of a set, also where Sony sends them in pages."""
    answer = await get(None)
    trophies = list(answer.trophies)
    while answer.next_offset is not None and answer.trophies:
        answer = await get(answer.next_offset)
        trophies += answer.trophies
    return tuple(trophies)
