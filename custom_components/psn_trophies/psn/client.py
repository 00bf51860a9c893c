"""The client: one request method, one short method per endpoint.

| psn-api | here |
| --- | --- |
| `exchangeNpssoForCode` | `PsnAuth.exchange_npsso_for_code` |
| `exchangeCodeForAccessToken` | `PsnAuth.exchange_code_for_tokens` |
| `exchangeRefreshTokenForAuthTokens` | `PsnAuth.refresh` |
| `getUserTrophyProfileSummary` | `PsnClient.get_trophy_summary` |
| `getUserTitles` | `PsnClient.get_titles`, `PsnClient.iter_titles` |
| `getUserTrophiesForSpecificTitle` | `PsnClient.get_titles_by_np_title_id` |
| `getTitleTrophies` | `PsnClient.get_trophies` |
| `getTitleTrophyGroups` | `PsnClient.get_trophy_groups` |
| `getUserTrophiesEarnedForTitle` | `PsnClient.get_earned_trophies` |
| `getUserTrophyGroupEarningsForTitle` | `PsnClient.get_earned_groups` |
| `getProfileFromAccountId` | `PsnClient.get_profile` |
| `getProfileFromUserName` | `PsnClient.get_profile_by_online_id` |
| `getBasicPresence` | `PsnClient.get_presence` |
| `getUserRegion` | `LegacyProfile.region` |
| `call` | `PsnClient.request` |
| `TrophyRarity`, `TitlePlatform` | the same names in `models` |
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
import copy
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Self

import aiohttp
from yarl import URL

from .addresses import address, number, segment, set_url
from .auth import PsnAuth
from .budget import Priority, RequestBudget
from .const import (
    ASIDE_TIMEOUT_S,
    CONCURRENCY,
    LEGACY_PROFILE_FIELDS,
    LEGACY_PROFILE_URL,
    MAX_NP_TITLE_IDS,
    PRESENCE_PLATFORMS,
    PRESENCE_URL,
    PROFILE_URL,
    REQUEST_TIMEOUT_S,
    TITLES_PAGE_SIZE,
    TROPHY_URL,
)
from .exceptions import PsnNotFoundError, PsnResponseError
from .models import (
    EarnedGroups,
    LegacyProfile,
    LegacyProfileAnswer,
    NpTitle,
    NpTitlesAnswer,
    Presence,
    PresenceAnswer,
    Profile,
    TrophyDefinitions,
    TrophyGroups,
    TrophyService,
    TrophyStates,
    TrophySummary,
    TrophyTitle,
    TrophyTitlesPage,
)
from .models.base import SEGMENT
from .transport import Answer, InterruptedExchangeError, Transport

type Params = Mapping[str, str | int | None]


class PsnClient:
    """Sony's trophy service for one account. Every failure is a PsnError.

    `account_id` is `me` or a decimal account id; `group` is `all`, `default` or
    `001`, `002`, …; `service` is copied from the title, never derived. A request
    that Sony answers with "private" raises PsnForbiddenError, one for something
    unknown or never synced PsnNotFoundError.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        auth: PsnAuth,
        *,
        budget: RequestBudget | None = None,
        language: str | None = None,
        timeout: float = REQUEST_TIMEOUT_S,
        concurrency: int = CONCURRENCY,
        priority: Priority = Priority.POLL,
    ) -> None:
        """Use the session, never close it; without a budget share that of the login.

        `language` (`de-DE`) is that of names, else the account's own; `timeout` is
        in seconds.
        """
        self._auth = auth
        self._budget = budget or auth.budget
        self._headers = {"Accept-Language": language} if language else {}
        self._slots = asyncio.Semaphore(concurrency)
        self._background_slots = asyncio.Semaphore(concurrency)
        # However slow Sony is with what people open, a poll finds a free one.
        self._look_slots = asyncio.Semaphore(max(1, concurrency - 1))
        self._priority = priority
        self._transport = Transport(
            session=session,
            budget=self._budget,
            clock=auth.clock,
            timeout=aiohttp.ClientTimeout(total=timeout),
        )

    @property
    def background(self) -> Self:
        """Return a client that shares all with this one, but waits for its turn."""
        return self._with(Priority.BACKGROUND)

    @property
    def looking(self) -> Self:
        """Return a client that shares all with this one, for what people look at.

        It never waits, and leaves alone what polling keeps in reserve.
        """
        return self._with(Priority.LOOK)

    @property
    def aside(self) -> Self:
        """Return a client that shares all with this one, for what can be left out.

        It never waits, neither for its turn nor long for an answer, and is the first to
        get nothing where the budget is short. A login it begins takes its time.
        """
        client = self._with(Priority.ASIDE)
        client._transport = replace(  # noqa: SLF001 - a copy of ourselves
            self._transport, timeout=aiohttp.ClientTimeout(total=ASIDE_TIMEOUT_S)
        )
        return client

    def _with(self, priority: Priority) -> Self:
        """Return a client that shares all with this one but the priority."""
        client = copy.copy(self)
        client._priority = priority  # noqa: SLF001 - a copy of ourselves
        return client

    def now(self) -> float:
        """Return the time in unix seconds, right also where the home's clock is not."""
        return self._auth.clock.now()

    @property
    def npsso_expires_at(self) -> float | None:
        """Return the last known end of the NPSSO in unix seconds, without asking."""
        return self._auth.npsso_expires_at

    async def request[T](
        self,
        url: str,
        decode: Callable[[bytes], T],
        *,
        params: Params | None = None,
        method: str = "GET",
        json: object | None = None,
    ) -> T:
        """Return the decoded body of an answer: the way in for any other endpoint.

        `url` is an address of one of Sony's API hosts, or a path below `API_URL`;
        `decode` is `Model.parse` of a model, or any function of the bytes; params
        that are None are left out. Raises any PsnError but PsnNpssoError.
        """
        answer = await self._answer(
            method,
            address(url),
            {
                name: str(value)
                for name, value in (params or {}).items()
                if value is not None
            },
            json,
        )
        if not answer.is_success:
            raise answer.error()
        if answer.is_page:
            raise PsnResponseError("A web page came instead of data")
        return decode(answer.body)

    async def _answer(
        self, method: str, url: URL, params: Mapping[str, str], json: object | None
    ) -> Answer:
        """Return the answer after at most one retry for the line and one for 401."""
        may_repeat = method == "GET"
        token_refused = False
        while True:
            async with self._turn():
                renewals = self._auth.renewals
                token = await self._auth.access_token()
                # One obtained for this request is as good as the next one would be.
                token_is_new = self._auth.renewals != renewals
                try:
                    answer = await self._transport.send(
                        method,
                        url,
                        headers={**self._headers, "Authorization": f"Bearer {token}"},
                        params=params,
                        json=json,
                    )
                except InterruptedExchangeError:
                    if not may_repeat:
                        raise
                    may_repeat = False
                    continue
            if answer.status != HTTPStatus.UNAUTHORIZED:
                if not answer.is_page:
                    self._auth.note_accepted(token, url.path)
                return answer
            token_is_new |= token_refused
            if not self._auth.note_refused(token, url.path, is_new=token_is_new):
                return answer
            if token_refused:
                return answer
            token_refused = True

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait for the right to send one request.

        The budget is asked last, so that nobody queues with leave to send in hand
        when a 429 starts a pause; background work waits for it outside the slots.
        """
        if self._priority in (Priority.POLL, Priority.ASIDE):
            async with self._slots:
                await self._budget.acquire(self._priority)
                yield
            return
        if self._priority is Priority.LOOK:
            async with self._look_slots, self._slots:
                await self._budget.acquire(Priority.LOOK)
                yield
            return
        async with self._background_slots:
            await self._budget.acquire(Priority.BACKGROUND)
            async with self._slots:
                yield

    async def get_trophy_summary(self, account_id: str = "me") -> TrophySummary:
        """Return level, points and counts (section 4.1)."""
        return await self.request(
            f"{TROPHY_URL}/users/{segment(account_id)}/trophySummary",
            TrophySummary.parse,
        )

    async def get_titles(
        self, account_id: str = "me", *, limit: int = 200, offset: int = 0
    ) -> TrophyTitlesPage:
        """Return a page of titles, latest change first; limit 1–800 (section 4.2)."""
        return await self.request(
            f"{TROPHY_URL}/users/{segment(account_id)}/trophyTitles",
            TrophyTitlesPage.parse,
            params={"limit": limit, "offset": offset},
        )

    async def iter_titles(
        self, account_id: str = "me", *, page_size: int = TITLES_PAGE_SIZE
    ) -> AsyncIterator[TrophyTitle]:
        """Yield all titles, latest change first; a page is asked for when needed."""
        offset: int | None = 0
        while offset is not None:
            page = await self.get_titles(account_id, limit=page_size, offset=offset)
            for title in page.titles:
                yield title
            if page.next_offset is not None and page.next_offset <= offset:
                raise PsnResponseError("The next page of titles lies behind")
            offset = page.next_offset

    async def get_titles_by_np_title_id(
        self,
        np_title_ids: Sequence[str],
        account_id: str = "me",
        *,
        include_not_earned_ids: bool = False,
    ) -> list[NpTitle]:
        """Return the trophy sets of 1–5 games, in Sony's order (section 4.3).

        Raises PsnNotFoundError for all of them where one is unknown.
        """
        if not 1 <= len(np_title_ids) <= MAX_NP_TITLE_IDS:
            raise ValueError(f"1 to {MAX_NP_TITLE_IDS} games can be asked for at once")
        answer = await self.request(
            f"{TROPHY_URL}/users/{segment(account_id)}/titles/trophyTitles",
            NpTitlesAnswer.parse,
            params={
                "npTitleIds": ",".join(np_title_ids),
                "includeNotEarnedTrophyIds": "true" if include_not_earned_ids else None,
            },
        )
        return list(answer.titles)

    async def get_trophies(
        self,
        np_communication_id: str,
        service: TrophyService,
        *,
        group: str = "all",
        limit: int | None = None,
        offset: int | None = None,
    ) -> TrophyDefinitions:
        """Return the trophies of a set, all without a limit (section 4.5)."""
        return await self.request(
            f"{set_url(np_communication_id)}/trophyGroups/{segment(group)}/trophies",
            TrophyDefinitions.parse,
            params={"npServiceName": service, "limit": limit, "offset": offset},
        )

    async def get_trophy_groups(
        self, np_communication_id: str, service: TrophyService
    ) -> TrophyGroups:
        """Return the base game and add-ons of a set (section 4.4)."""
        return await self.request(
            f"{set_url(np_communication_id)}/trophyGroups",
            TrophyGroups.parse,
            params={"npServiceName": service},
        )

    async def get_earned_trophies(
        self,
        np_communication_id: str,
        service: TrophyService,
        account_id: str = "me",
        *,
        group: str = "all",
        limit: int | None = None,
        offset: int | None = None,
    ) -> TrophyStates:
        """Return what is earned in a set, with rarity (section 4.6)."""
        return await self.request(
            f"{set_url(np_communication_id, account_id)}"
            f"/trophyGroups/{segment(group)}/trophies",
            TrophyStates.parse,
            params={"npServiceName": service, "limit": limit, "offset": offset},
        )

    async def get_earned_groups(
        self,
        np_communication_id: str,
        service: TrophyService,
        account_id: str = "me",
    ) -> EarnedGroups:
        """Return what is earned per group of a set (section 4.7)."""
        return await self.request(
            f"{set_url(np_communication_id, account_id)}/trophyGroups",
            EarnedGroups.parse,
            params={"npServiceName": service},
        )

    async def get_profile(self, account_id: str) -> Profile:
        """Return a profile; only by decimal id, and an unknown one is a 400 (6.2)."""
        return await self.request(
            f"{PROFILE_URL}/{number(account_id)}/profiles", Profile.parse
        )

    async def get_presence(self, account_id: str) -> Presence:
        """Return what somebody is doing; only by decimal id (section 6.4)."""
        answer = await self.request(
            f"{PRESENCE_URL}/{number(account_id)}/basicPresences",
            PresenceAnswer.parse,
            params={
                "type": "primary",
                "platforms": PRESENCE_PLATFORMS,
                "withOwnGameTitleInfo": "true",
            },
        )
        return answer.presence

    async def get_profile_by_online_id(self, online_id: str) -> LegacyProfile:
        """Return the profile of exactly this online id, or of `me` (section 6.3)."""
        if not SEGMENT.fullmatch(online_id):
            raise PsnNotFoundError("Nobody can have this online id")
        answer = await self.request(
            f"{LEGACY_PROFILE_URL}/{online_id}/profile2",
            LegacyProfileAnswer.parse,
            params={"fields": LEGACY_PROFILE_FIELDS},
        )
        return answer.profile

    async def get_npsso_remaining(self) -> timedelta:
        """Return how long the NPSSO will still live, read once a day at most.

        See `PsnAuth.npsso_lifetime`.
        """
        return await self._auth.npsso_lifetime()
