"""Every endpoint, with the odd cases of Sony's data."""

import asyncio
from datetime import UTC, timedelta
from http import HTTPStatus
import ssl
from typing import override

import aiohttp
import orjson
import pytest

from custom_components.psn_trophies.psn import (
    Priority,
    PsnAuth,
    PsnBudgetError,
    PsnCertificateError,
    PsnClient,
    PsnConnectionError,
    PsnForbiddenError,
    PsnNotFoundError,
    PsnResponseError,
    RequestBudget,
    TitlePlatform,
    TrophyGrade,
    TrophyRarity,
    TrophyService,
    TrophyTitle,
    TrophyTitlesPage,
)
from custom_components.psn_trophies.psn.const import (
    LEGACY_PROFILE_URL,
    NPSSO_PAGE_URL,
    TROPHY_URL,
)
from tests.emulator import Emulator

from .conftest import MakeAuth


async def all_titles(client: PsnClient) -> dict[str, TrophyTitle]:
    """Return all titles by id."""
    return {title.np_communication_id: title async for title in client.iter_titles()}


async def case(emulator: Emulator, client: PsnClient, name: str) -> TrophyTitle:
    """Return the title of one of the emulator's odd cases."""
    return (await all_titles(client))[emulator.world.cases[name]]


# Summary


async def test_summary_of_own_account(emulator: Emulator, client: PsnClient) -> None:
    """The summary tells the own account id, and its figures agree."""
    summary = await client.get_trophy_summary()
    assert summary.account_id == emulator.account.account_id
    assert summary.level_base_points is not None
    assert summary.level_next_points is not None
    assert summary.points is not None
    assert summary.level_base_points <= summary.points < summary.level_next_points
    assert summary.earned.total == sum(
        (
            summary.earned.bronze,
            summary.earned.silver,
            summary.earned.gold,
            summary.earned.platinum,
        )
    )
    assert 0 <= summary.progress < 100
    assert 1 <= summary.tier <= 10
    assert emulator.log.counts() == {"authorize": 1, "token": 1, "summary": 1}


async def test_summary_of_account_without_trophies(
    emulator: Emulator, client: PsnClient
) -> None:
    """Nothing earned is level 1, not an error."""
    empty = emulator.world.people["empty"].account_id
    summary = await client.get_trophy_summary(empty)
    assert (summary.level, summary.tier, summary.progress) == (1, 1, 0)
    assert (summary.points, summary.level_next_points) == (0, 60)
    assert summary.earned.total == 0
    page = await client.get_titles(empty)
    assert (page.titles, page.total) == ((), 0)


async def test_private_account_is_forbidden(
    emulator: Emulator, client: PsnClient
) -> None:
    """Privacy carries Sony's code, in every call about that person."""
    private = emulator.world.people["private"].account_id
    set_id = emulator.world.cases["dlc_zero"]
    service = TrophyService(emulator.world.sets[set_id].service)
    calls = (
        client.get_trophy_summary(private),
        client.get_titles(private),
        client.get_titles_by_np_title_id(["CUSA00001_00"], private),
        client.get_earned_trophies(set_id, service, private),
        client.get_earned_groups(set_id, service, private),
    )
    for call in calls:
        with pytest.raises(PsnForbiddenError) as caught:
            await call
        assert caught.value.code == 2240526
        assert caught.value.status == HTTPStatus.FORBIDDEN
    # Privacy is not a reason to log in again.
    assert emulator.log.count("token") == 1


# Titles


async def test_titles_come_newest_first_and_paged(
    emulator: Emulator, client: PsnClient
) -> None:
    """A page tells where the next one starts."""
    first = await client.get_titles(limit=10)
    assert len(first.titles) == 10
    assert (first.next_offset, first.previous_offset) == (10, None)
    second = await client.get_titles(limit=10, offset=10)
    assert second.previous_offset == 9
    times = [title.last_updated for title in first.titles + second.titles]
    assert times == sorted(times, reverse=True)
    assert all(time.tzinfo is UTC for time in times)
    beyond = await client.get_titles(offset=first.total + 5)
    assert beyond.titles == ()
    assert beyond.next_offset is None


async def test_all_titles_of_a_long_list(session: aiohttp.ClientSession) -> None:
    """More than 800 titles take several pages, each asked for once."""
    async with Emulator(titles=830) as emulator:
        with emulator.redirect():
            client = PsnClient(session, PsnAuth(session, emulator.npsso))
            titles = [title async for title in client.iter_titles()]
            assert len({title.np_communication_id for title in titles}) == len(titles)
            assert len(titles) == (await client.get_titles(limit=1)).total > 800
            assert [
                record.query["offset"]
                for record in emulator.log.records
                if record.route == "titles"
            ] == ["0", "400", "800", "0"]


async def test_set_of_more_than_a_hundred(
    emulator: Emulator, client: PsnClient
) -> None:
    """Without a limit all trophies come at once."""
    title = await case(emulator, client, "huge")
    found = await client.get_trophies(title.np_communication_id, title.service)
    assert len(found.trophies) == found.total > 100


async def test_early_stop_asks_for_no_further_page(
    emulator: Emulator, client: PsnClient
) -> None:
    """Whoever has seen enough causes no more requests."""
    seen = []
    async for title in client.iter_titles(page_size=5):
        seen.append(title)
        if len(seen) == 5:
            break
    assert emulator.log.count("titles") == 1


class StuckClient(PsnClient):
    """A client whose every page names itself as the next one."""

    @override
    async def get_titles(
        self, account_id: str = "me", *, limit: int = 200, offset: int = 0
    ) -> TrophyTitlesPage:
        """Return the same page for ever."""
        return TrophyTitlesPage(titles=(), total=1, next_offset=offset)


async def test_next_page_has_to_lie_ahead(
    session: aiohttp.ClientSession, auth: PsnAuth
) -> None:
    """A next page that is the same page does not loop for ever."""
    with pytest.raises(PsnResponseError, match="behind"):
        [title async for title in StuckClient(session, auth).iter_titles()]


async def test_platforms_are_split(emulator: Emulator, client: PsnClient) -> None:
    """A set on two consoles names both, in Sony's order; the service is kept."""
    both = await case(emulator, client, "ps5_pc")
    assert set(both.platforms) == {TitlePlatform.PS5, TitlePlatform.PC}
    assert both.service is TrophyService.TROPHY2
    assert both.detail is None
    vita = await case(emulator, client, "vita_ps4")
    assert set(vita.platforms) == {TitlePlatform.PS_VITA, TitlePlatform.PS4}
    assert vita.service is TrophyService.TROPHY
    assert vita.detail
    assert (await case(emulator, client, "pc_only")).platforms == (TitlePlatform.PC,)


async def test_trailing_newline_of_a_name_is_stripped(
    emulator: Emulator, client: PsnClient
) -> None:
    """A name on a card has no newline at its end."""
    wire = emulator.world.sets[emulator.world.cases["trailing_newline"]].title(0)
    title = await case(emulator, client, "trailing_newline")
    assert wire != wire.strip() == title.name


async def test_title_figures(emulator: Emulator, client: PsnClient) -> None:
    """Hidden, finished, without platinum, started only: each is told apart."""
    assert (await case(emulator, client, "hidden")).hidden
    assert (await case(emulator, client, "complete")).progress == 100
    assert (await case(emulator, client, "no_platinum")).defined.platinum == 0
    zero = await case(emulator, client, "zero")
    assert (zero.progress, zero.earned.total) == (0, 0)
    dlc = await case(emulator, client, "dlc_zero")
    assert dlc.has_groups
    assert dlc.group_count
    assert dlc.group_count > 1
    assert dlc.icon_url
    assert dlc.set_version


@pytest.mark.parametrize("limit", [0, 801])
async def test_wrong_limit_is_refused(client: PsnClient, limit: int) -> None:
    """Sony's own limits are Sony's to check."""
    with pytest.raises(PsnResponseError) as caught:
        await client.get_titles(limit=limit)
    assert (caught.value.code, caught.value.status) == (2240513, 400)


# Games


def game_of(emulator: Emulator, set_id: str) -> str:
    """Return a game id of a set."""
    return next(id_ for id_, s in emulator.world.games.items() if s.id == set_id)


async def test_sets_of_games(emulator: Emulator, client: PsnClient) -> None:
    """A game id leads to its sets; one never synced has none."""
    counter = emulator.world.cases["complete"]
    other = emulator.world.cases["almost_platinum"]
    games = [game_of(emulator, counter), game_of(emulator, other)]
    unsynced = game_of(emulator, emulator.world.cases["unsynced"])
    found = await client.get_titles_by_np_title_id([*games, unsynced])
    by_id = {game.np_title_id: game for game in found}
    assert by_id[unsynced].trophy_sets == ()
    complete = by_id[games[0]].trophy_sets[0]
    assert complete.np_communication_id == counter
    assert complete.progress == 100
    assert complete.not_earned_ids == ()
    rarest = complete.rarest[0]
    assert rarest.earned
    assert rarest.name
    assert rarest.detail
    assert rarest.icon_url
    assert rarest.rarity is not None
    record = emulator.log.records[-1]
    assert record.query == {"npTitleIds": ",".join([*games, unsynced])}


async def test_missing_trophies_of_games_on_request(
    emulator: Emulator, client: PsnClient
) -> None:
    """The ids of what is left to earn come with the flag only."""
    game = game_of(emulator, emulator.world.cases["zero"])
    [without] = await client.get_titles_by_np_title_id([game])
    assert without.trophy_sets[0].not_earned_ids == ()
    assert without.trophy_sets[0].rarest == ()
    [with_ids] = await client.get_titles_by_np_title_id(
        [game], include_not_earned_ids=True
    )
    trophy_set = with_ids.trophy_sets[0]
    assert len(trophy_set.not_earned_ids) == trophy_set.defined.total


async def test_unknown_game_fails_the_whole_request(client: PsnClient) -> None:
    """One wrong id is a 404 for all."""
    with pytest.raises(PsnNotFoundError) as caught:
        await client.get_titles_by_np_title_id(["PPSA99999_00"])
    assert caught.value.code == 2240525


@pytest.mark.parametrize("count", [0, 6])
async def test_limit_of_five_games_costs_no_request(
    emulator: Emulator, client: PsnClient, count: int
) -> None:
    """What Sony would refuse anyway is not asked."""
    with pytest.raises(ValueError, match="1 to 5"):
        await client.get_titles_by_np_title_id(["CUSA00001_00"] * count)
    assert not emulator.log.records


# Trophies


async def test_definitions(emulator: Emulator, client: PsnClient) -> None:
    """Counters, rewards and secrets are told; nothing is masked."""
    title = await case(emulator, client, "counter")
    found = await client.get_trophies(title.np_communication_id, title.service)
    assert len(found.trophies) == found.total == title.defined.total
    assert found.next_offset is None
    assert any(trophy.progress_target for trophy in found.trophies)
    assert all(trophy.name and trophy.icon_url for trophy in found.trophies)
    assert found.trophies[0].grade is TrophyGrade.PLATINUM
    reward = await case(emulator, client, "reward")
    found = await client.get_trophies(reward.np_communication_id, reward.service)
    assert any(t.reward_name and t.reward_image_url for t in found.trophies)
    secret = await case(emulator, client, "secret_missing")
    found = await client.get_trophies(secret.np_communication_id, secret.service)
    assert any(trophy.hidden and trophy.detail for trophy in found.trophies)


async def test_definitions_of_one_group_paged(
    emulator: Emulator, client: PsnClient
) -> None:
    """Group, limit and offset reach Sony."""
    title = await case(emulator, client, "huge")
    page = await client.get_trophies(
        title.np_communication_id, title.service, group="default", limit=2, offset=1
    )
    assert len(page.trophies) == 2
    assert (page.next_offset, page.previous_offset) == (3, 0)
    assert {trophy.group_id for trophy in page.trophies} == {"default"}
    assert page.total > 2
    assert emulator.log.records[-1].query == {
        "npServiceName": str(title.service),
        "limit": "2",
        "offset": "1",
    }


async def test_earned_trophies(emulator: Emulator, client: PsnClient) -> None:
    """Times, counters, rarity; ids agree with the definitions."""
    title = await case(emulator, client, "counter")
    earned = await client.get_earned_trophies(title.np_communication_id, title.service)
    defined = await client.get_trophies(title.np_communication_id, title.service)
    assert [t.trophy_id for t in earned.trophies] == [
        t.trophy_id for t in defined.trophies
    ]
    assert earned.last_updated == title.last_updated
    assert sum(t.earned for t in earned.trophies) == title.earned.total
    assert all((t.earned_at is not None) == t.earned for t in earned.trophies)
    counters = [t for t in earned.trophies if t.progress is not None]
    assert counters
    assert all(isinstance(t.progress, int) and not t.earned for t in counters)
    assert all(t.progress_rate is not None for t in counters)
    assert any(t.progressed_at for t in counters)
    assert all(isinstance(t.rarity, TrophyRarity) for t in earned.trophies)
    assert all(isinstance(t.earned_rate, float) for t in earned.trophies)
    rates = [t.earned_rate for t in earned.trophies if t.earned and t.earned_rate]
    assert earned.rarest[0].earned_rate == min(rates)
    page = await client.get_earned_trophies(
        title.np_communication_id, title.service, group="default", limit=1, offset=1
    )
    assert page.trophies == (earned.trophies[1],)
    assert page.rarest


async def test_undated_trophies_are_earned(
    emulator: Emulator, client: PsnClient
) -> None:
    """Old trophies synced from offline play lack a time, nothing else."""
    title = await case(emulator, client, "undated")
    earned = await client.get_earned_trophies(title.np_communication_id, title.service)
    assert any(t.earned and t.earned_at is None for t in earned.trophies)


async def test_nothing_earned_has_no_rarest(
    emulator: Emulator, client: PsnClient
) -> None:
    """The list may be absent or empty."""
    title = await case(emulator, client, "zero")
    earned = await client.get_earned_trophies(title.np_communication_id, title.service)
    assert earned.rarest == ()
    assert not any(t.earned for t in earned.trophies)


async def test_unsynced_set_has_definitions_only(
    emulator: Emulator, client: PsnClient
) -> None:
    """A set the account never synced is unknown to the user calls."""
    set_id = emulator.world.cases["unsynced"]
    service = TrophyService(emulator.world.sets[set_id].service)
    assert (await client.get_trophies(set_id, service)).total
    for call in (client.get_earned_trophies, client.get_earned_groups):
        with pytest.raises(PsnNotFoundError) as caught:
            await call(set_id, service)
        assert caught.value.code == 2240525


@pytest.mark.parametrize("service", [TrophyService.TROPHY, TrophyService.TROPHY2])
async def test_unknown_set_is_not_found(
    client: PsnClient, service: TrophyService
) -> None:
    """No set, no groups."""
    with pytest.raises(PsnNotFoundError):
        await client.get_trophy_groups("NPWR00000_00", service)


async def test_groups(emulator: Emulator, client: PsnClient) -> None:
    """Base game and add-ons, defined and earned; an add-on at 0 % has no time."""
    title = await case(emulator, client, "dlc_zero")
    groups = await client.get_trophy_groups(title.np_communication_id, title.service)
    earned = await client.get_earned_groups(title.np_communication_id, title.service)
    assert groups.np_communication_id == title.np_communication_id
    assert groups.service == title.service
    assert groups.platforms == title.platforms
    assert (groups.name, groups.defined) == (title.name, title.defined)
    assert [g.group_id for g in groups.groups] == [g.group_id for g in earned.groups]
    assert groups.groups[0].group_id == "default"
    assert sum(g.defined.total for g in groups.groups) == groups.defined.total
    assert (earned.progress, earned.earned) == (title.progress, title.earned)
    assert earned.last_updated == title.last_updated
    assert not earned.hidden
    untouched = [g for g in earned.groups if g.progress == 0]
    assert untouched
    assert all(g.last_updated is None for g in untouched)
    legacy = await case(emulator, client, "legacy_dlc")
    groups = await client.get_trophy_groups(legacy.np_communication_id, legacy.service)
    assert groups.detail == legacy.detail
    assert all(g.detail is not None and g.icon_url for g in groups.groups)


async def test_language_of_names(
    emulator: Emulator, session: aiohttp.ClientSession, auth: PsnAuth
) -> None:
    """Names follow the language asked for; without one the account's is used."""
    set_id = emulator.world.cases["localised"]
    names = {}
    for language in (None, "en-US", "de-DE"):
        client = PsnClient(session, auth, language=language)
        names[language] = (await all_titles(client))[set_id].name
        assert emulator.log.records[-1].language == language
    assert names["de-DE"] != names["en-US"]


# Profiles


async def test_profile(emulator: Emulator, client: PsnClient) -> None:
    """The largest avatar comes over https; real names are not kept."""
    account = emulator.account
    profile = await client.get_profile(account.account_id)
    assert profile.online_id == account.online_id
    assert profile.is_me
    assert profile.languages
    assert all(avatar.url.startswith("https://") for avatar in profile.avatars)
    sizes = {avatar.size: avatar.url for avatar in profile.avatars}
    assert profile.avatar_url == sizes["xl"]
    assert "personal" not in repr(profile)


async def test_profile_of_me_costs_no_request(
    emulator: Emulator, client: PsnClient
) -> None:
    """Sony would refuse it."""
    with pytest.raises(ValueError, match="decimal"):
        await client.get_profile("me")
    assert not emulator.log.records


async def test_presence(emulator: Emulator, client: PsnClient) -> None:
    """Offline, playing, and the trophies of what is played."""
    account = emulator.account
    presence = await client.get_presence(account.account_id)
    assert presence.is_told
    assert not presence.is_online
    assert presence.game is None
    assert presence.platform_info
    assert presence.platform_info.last_online
    emulator.launch("counter")
    presence = await client.get_presence(account.account_id)
    assert presence.is_online
    assert presence.game
    assert presence.platform_info
    assert presence.platform_info.last_online is None
    (found,) = await client.get_titles_by_np_title_id([presence.game.np_title_id])
    assert [one.np_communication_id for one in found.trophy_sets] == [account.playing]


@pytest.mark.parametrize("shown", ["menu", "app"])
async def test_presence_without_a_game(
    emulator: Emulator, client: PsnClient, shown: str
) -> None:
    """Whoever is online need not play."""
    emulator.set_presence(shown)
    presence = await client.get_presence(emulator.account.account_id)
    assert presence.is_online
    assert presence.game is None


async def test_presence_of_an_account_without_a_newer_console(
    emulator: Emulator, client: PsnClient
) -> None:
    """There is an answer, but nothing in it."""
    emulator.account.devices = ["PS3"]
    presence = await client.get_presence(emulator.account.account_id)
    assert not presence.is_told


async def test_private_presence(emulator: Emulator, client: PsnClient) -> None:
    """Nobody is told, with the code of another service than that of trophies."""
    emulator.set_presence("private")
    with pytest.raises(PsnForbiddenError) as caught:
        await client.get_presence(emulator.account.account_id)
    assert caught.value.code == 2281486


async def test_presence_of_me_costs_no_request(
    emulator: Emulator, client: PsnClient
) -> None:
    """Sony would refuse it."""
    with pytest.raises(ValueError, match="decimal"):
        await client.get_presence("me")
    assert not emulator.log.records


async def test_unknown_account_is_a_bad_request(client: PsnClient) -> None:
    """Sony answers 400, not 404."""
    with pytest.raises(PsnResponseError) as caught:
        await client.get_profile("999")
    assert (caught.value.code, caught.value.status) == (2281473, 400)


async def test_profile_by_online_id(emulator: Emulator, client: PsnClient) -> None:
    """The way from a name to an account id, and to its region."""
    friend = emulator.world.people["friend"]
    profile = await client.get_profile_by_online_id(friend.online_id)
    assert profile.account_id == friend.account_id
    assert profile.online_id == friend.online_id
    assert profile.current_online_id is None
    assert profile.region is not None
    assert profile.avatar_url
    assert profile.avatar_url.startswith("https://")
    assert profile.trophy_summary
    assert profile.trophy_summary.level >= 1
    me = await client.get_profile_by_online_id("me")
    assert me.account_id == emulator.account.account_id


async def test_profile_of_somebody_renamed(
    emulator: Emulator, client: PsnClient
) -> None:
    """The id asked for stays the old name, the new one stands beside it."""
    friend = emulator.world.people["friend"]
    former = friend.online_id
    emulator.rename("brand_new_name", account=friend)
    profile = await client.get_profile_by_online_id(former)
    assert profile.account_id == friend.account_id
    assert profile.current_online_id == "brand_new_name"


async def test_unknown_online_id(client: PsnClient) -> None:
    """Not found carries the legacy service's code."""
    with pytest.raises(PsnNotFoundError) as caught:
        await client.get_profile_by_online_id("nobody_here")
    assert caught.value.code == 2105356


@pytest.mark.parametrize("online_id", ["", "..", "a/b", "a?b", "a b", "é", "a%2Fb"])
async def test_impossible_online_id_costs_no_request(
    emulator: Emulator, client: PsnClient, online_id: str
) -> None:
    """What people type can not lead to another address."""
    with pytest.raises(PsnNotFoundError):
        await client.get_profile_by_online_id(online_id)
    assert not emulator.log.records


@pytest.mark.parametrize("value", ["", "..", "a/b", "a?b=c", "a#b"])
async def test_ids_can_not_lead_elsewhere(
    emulator: Emulator, client: PsnClient, value: str
) -> None:
    """An id is one segment of the path or an error."""
    service = TrophyService.TROPHY
    for call in (
        client.get_titles(value or "."),
        client.get_trophies(value, service),
        client.get_trophies("NPWR00000_00", service, group=value),
    ):
        with pytest.raises(ValueError, match="letters"):
            await call
    assert not emulator.log.records


async def test_npsso_expiry(emulator: Emulator, client: PsnClient) -> None:
    """The remaining life of the NPSSO is read without a login."""
    emulator.set_npsso_life(86_400)
    left = await client.get_npsso_remaining()
    assert timedelta(hours=23, minutes=59) < left <= timedelta(days=1)
    assert emulator.log.counts() == {"npsso_page": 1}


# The low-level method


async def test_request_takes_a_path_and_any_decoder(
    emulator: Emulator, client: PsnClient
) -> None:
    """Any other endpoint is within reach, with the same care."""
    data = await client.request(
        "/trophy/v1/users/me/trophyTitles",
        orjson.loads,
        params={"limit": 1, "offset": None},
    )
    assert len(data["trophyTitles"]) == 1
    assert emulator.log.records[-1].query == {"limit": "1"}
    legacy = await client.request(
        f"{LEGACY_PROFILE_URL}/me/profile2", bytes, params={"fields": "accountId"}
    )
    assert emulator.account.account_id.encode() in legacy


async def test_request_posts(emulator: Emulator, client: PsnClient) -> None:
    """A JSON body makes the search possible."""
    data = await client.request(
        "/search/v1/universalSearch",
        orjson.loads,
        method="POST",
        json={
            "searchTerm": emulator.world.people["friend"].online_id,
            "domainRequests": [{"domain": "SocialAllAccounts"}],
        },
    )
    assert data["domainResponses"]


@pytest.mark.parametrize(
    "url",
    [
        NPSSO_PAGE_URL,
        "https://image.api.playstation.com/a.png",
        "https://example.org/",
        TROPHY_URL.replace("https", "http"),
        "trophy",
    ],
)
async def test_token_goes_to_the_api_only(
    emulator: Emulator, client: PsnClient, url: str
) -> None:
    """No other host ever sees the access token."""
    with pytest.raises(ValueError, match="API"):
        await client.request(url, bytes)
    assert not emulator.log.records


async def test_background_shares_everything_but_patience(
    emulator: Emulator,
    session: aiohttp.ClientSession,
    make_auth: MakeAuth,
    budget: RequestBudget,
) -> None:
    """Login, budget and language are shared; the priority is not."""
    client = PsnClient(session, make_auth(), language="de-DE")
    await client.get_trophy_summary()
    await client.background.get_trophy_summary()
    assert emulator.log.records[-1].language == "de-DE"
    assert emulator.log.counts() == {"authorize": 1, "token": 1, "summary": 2}
    assert budget.used == 4
    await client.looking.get_trophy_summary()
    assert emulator.log.counts() == {"authorize": 1, "token": 1, "summary": 3}
    patient = PsnClient(session, make_auth(), priority=Priority.BACKGROUND)
    await patient.get_trophy_summary()
    assert budget.used == 8


async def test_look_is_refused_at_once_while_the_poll_goes_on(
    emulator: Emulator, session: aiohttp.ClientSession, make_auth: MakeAuth
) -> None:
    """What people open takes nothing from polling, and nobody waits for nothing."""
    budget = RequestBudget(6, reserve=2)
    client = PsnClient(session, make_auth(), budget=budget)
    for _ in range(4):
        await client.looking.get_titles(limit=1)
    with pytest.raises(PsnBudgetError) as caught:
        await client.looking.get_titles(limit=1)
    assert caught.value.minutes == 15
    await client.get_trophy_summary()
    await client.get_trophy_summary()


async def test_slow_looks_do_not_hold_up_the_poll(
    emulator: Emulator, session: aiohttp.ClientSession, make_auth: MakeAuth
) -> None:
    """One of the connections is always left to it."""
    client = PsnClient(session, make_auth(), concurrency=2)
    await client.get_trophy_summary()
    slow = emulator.fail("slow", on="titles")
    looks = [asyncio.create_task(client.looking.get_titles()) for _ in range(5)]
    await slow.reached()
    await client.get_trophy_summary()
    assert not any(look.done() for look in looks)
    slow.clear()
    await asyncio.gather(*looks)


async def test_known_end_of_the_npsso_costs_nothing(
    emulator: Emulator, client: PsnClient
) -> None:
    """Once it was read."""
    assert client.npsso_expires_at is None
    left = await client.get_npsso_remaining()
    again = await client.get_npsso_remaining()
    assert timedelta() <= left - again < timedelta(seconds=2)
    assert client.npsso_expires_at == pytest.approx(client.now() + left.total_seconds())
    assert emulator.log.counts() == {"npsso_page": 1}


async def test_unknown_certificate_is_told_apart(emulator: Emulator) -> None:
    """Somebody in between, or a clock that is wrong: not just no connection."""
    trusts_nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    connector = aiohttp.TCPConnector(ssl=trusts_nobody)
    async with aiohttp.ClientSession(connector=connector) as session:
        auth = PsnAuth(session, emulator.npsso)
        with pytest.raises(PsnCertificateError) as caught:
            await PsnClient(session, auth).get_trophy_summary()
    assert isinstance(caught.value, PsnConnectionError)
    assert caught.value.__context__ is None
    # Nothing of the login went to whoever that was.
    assert not emulator.log.records
    assert auth.state.logins == ()
