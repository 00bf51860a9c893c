"""Other people's clients work against the emulator, unchanged."""

import asyncio
from collections.abc import Callable, Generator
from typing import Any
from unittest.mock import patch

from psnawp_api import PSNAWP
from psnawp_api.core.psnawp_exceptions import (
    PSNAWPAuthenticationError,
    PSNAWPForbiddenError,
    PSNAWPNotFoundError,
)
from psnawp_api.models.search import SearchDomain
from psnawp_api.models.trophies import PlatformType
from pyrate_limiter import Duration, Limiter, Rate
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntryState,
    ConfigSubentryData,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from . import Emulator

DOMAIN = "playstation_network"


@pytest.fixture(autouse=True)
def closed_limiters() -> Generator[None]:
    """Close the library's limiters; their cleaning threads would outlive a test."""
    limiters: list[Limiter] = []

    def limiter(*args: Any, **kwargs: Any) -> Limiter:
        limiters.append(Limiter(*args, **kwargs))
        return limiters[-1]

    with (
        patch("psnawp_api.core.request_builder.Limiter", limiter),
        patch("pyrate_limiter.abstracts.bucket.Leaker.start"),
    ):
        yield
    for made in limiters:
        made.close()


def library(npsso: str) -> PSNAWP:
    """Return the library with a limit that does not get in the way."""
    return PSNAWP(npsso, rate_limit=Rate(10_000, Duration.MINUTE))


async def in_thread[T](work: Callable[[], T]) -> T:
    """Run what blocks beside the emulator's loop."""
    return await asyncio.get_running_loop().run_in_executor(None, work)


async def test_library_reads_the_account(emulator: Emulator) -> None:
    """PSNAWP finds identity, level, devices, friends, presence, groups, store."""
    emulator.launch()

    def read() -> None:
        psn = library(emulator.npsso)
        client = psn.me()
        me = emulator.account
        assert client.account_id == me.account_id
        assert client.online_id == me.online_id
        region = client.get_region()
        assert region is not None
        assert region.alpha_2 == "GB"
        summary = client.trophy_summary()
        level = me.level()
        assert (summary.trophy_level, summary.tier) == (level.level, level.tier)
        assert summary.earned_trophies.platinum == me.total()["platinum"]
        assert client.get_account_devices()[0]["deviceType"] == "PS5"
        assert len(list(client.friends_list())) == 3
        assert len(list(client.friend_requests())) == 1
        assert list(client.blocked_list()) == list(client.available_to_play()) == []
        presences = client.get_presences(me.friends)["basicPresences"]
        assert len(presences) == 2
        user = psn.user(online_id="me")
        assert user.account_id == me.account_id
        assert user.get_presence()["basicPresence"]["gameTitleInfoList"]
        assert "shareImageUrl" in client.get_shareable_profile_link()
        groups = [group.get_group_information() for group in client.get_groups()]
        assert {len(group["members"]) for group in groups} == {2, 3}
        stats = list(client.title_stats())
        assert stats[0].play_duration
        assert len(list(client.game_entitlements())) == len(stats)
        found = list(psn.search("tidewater", SearchDomain.USERS))
        assert found[0]["result"]["onlineId"] == "tidewater_ana"
        assert list(psn.search("regatta", SearchDomain.FULL_GAMES))
        assert psn.user(online_id="tidewater_ana").friendship()["friendRelation"]

    await in_thread(read)
    assert not emulator.violations


async def test_library_reads_trophies(emulator: Emulator) -> None:
    """PSNAWP reads titles, definitions, earned state and groups."""

    def read() -> None:
        client = library(emulator.npsso).me()
        titles = list(client.trophy_titles())
        assert len(titles) == 40
        for title in titles:
            assert title.np_communication_id
            platforms = title.title_platform
            if PlatformType.PSPC in platforms and PlatformType.PS5 not in platforms:
                # The library asks the wrong service for these.
                continue
            platform = (
                PlatformType.PS5
                if PlatformType.PS5 in platforms
                else next(iter(platforms))
            )
            trophies = list(
                client.trophies(
                    title.np_communication_id,
                    platform,
                    include_progress=True,
                    trophy_group_id="all",
                )
            )
            progress = emulator.account.titles[title.np_communication_id]
            assert len(trophies) == len(progress.set.trophies)
            earned = sum(bool(trophy.earned) for trophy in trophies)
            assert earned == len(progress.live.earned)
            groups = client.trophy_groups_summary(
                title.np_communication_id, platform, include_progress=True
            )
            assert len(groups.trophy_groups) == len(progress.set.groups)
            assert groups.progress == title.progress
        counter = emulator.world.sets[emulator.world.cases["counter"]]
        (found,) = client.trophy_titles_for_title(counter.title_ids)
        assert found.np_communication_id == counter.id

    await in_thread(read)
    assert not emulator.violations


async def test_library_meets_refusals(emulator: Emulator) -> None:
    """Refusals reach the library as the errors it knows."""

    def read() -> None:
        psn = library(emulator.npsso)
        private = psn.user(account_id=emulator.world.people["private"].account_id)
        with pytest.raises(PSNAWPForbiddenError):
            private.trophy_summary()
        with pytest.raises(PSNAWPNotFoundError):
            psn.user(online_id="nobody_here")
        with pytest.raises(PSNAWPNotFoundError):
            psn.user(account_id="1")
        with pytest.raises(PSNAWPAuthenticationError):
            library("x" * 64).me().trophy_summary()

    await in_thread(read)


async def test_core_integration_is_set_up(
    emulator: Emulator, hass: HomeAssistant
) -> None:
    """Home Assistant's own integration runs, and shows this account."""
    flow = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    result = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"npsso": f'{{"npsso":"{emulator.npsso}"}}'}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    me = emulator.account
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.unique_id == me.account_id
    assert entry.state is ConfigEntryState.LOADED
    states = {
        key: hass.states.get(f"sensor.{me.online_id}_{key}")
        for key in ("trophy_level", "gold_trophies", "online_status", "now_playing")
    }
    assert states["trophy_level"] is not None
    assert states["trophy_level"].state == str(me.level().level)
    assert states["gold_trophies"] is not None
    assert states["gold_trophies"].state == str(me.total()["gold"])
    assert states["online_status"] is not None
    assert states["online_status"].state == "offline"

    np = emulator.launch("counter")
    await entry.runtime_data.user_data.async_refresh()
    playing = hass.states.get(f"sensor.{me.online_id}_now_playing")
    assert playing is not None
    assert playing.state == emulator.world.sets[np].title()
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert not emulator.violations


async def test_core_integration_follows_friends(
    emulator: Emulator, hass: HomeAssistant
) -> None:
    """A friend as a sub-entry shows the friend's level."""
    friend = emulator.world.people["friend"]
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=emulator.account.account_id,
        data={"npsso": emulator.npsso},
        subentries_data=[
            ConfigSubentryData(
                data={},
                subentry_type="friend",
                title=friend.online_id,
                unique_id=friend.account_id,
            )
        ],
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    state = hass.states.get(f"sensor.{friend.online_id}_trophy_level")
    assert state is not None
    assert state.state == str(friend.level().level)
    assert await hass.config_entries.async_unload(entry.entry_id)


async def test_core_integration_notices_a_dead_login(
    emulator: Emulator, hass: HomeAssistant
) -> None:
    """A dead NPSSO asks for a new one; an outage only waits."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=emulator.account.account_id,
        data={"npsso": emulator.npsso},
    )
    entry.add_to_hass(hass)
    emulator.fail("unavailable")
    await hass.config_entries.async_setup(entry.entry_id)
    waiting = entry.state
    assert waiting is ConfigEntryState.SETUP_RETRY
    emulator.clear_faults()
    emulator.revoke_npsso()
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    asking = entry.state
    assert asking is ConfigEntryState.SETUP_ERROR
    assert hass.config_entries.flow.async_progress_by_handler(DOMAIN)
