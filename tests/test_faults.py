"""Every fault at every stage: nothing lost, nothing repeated, all well by itself."""

from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import (
    EVENT_HOMEASSISTANT_STARTED,
    EVENT_HOMEASSISTANT_STOP,
    STATE_UNAVAILABLE,
)
from homeassistant.core import CoreState, HomeAssistant

from custom_components.psn_trophies.const import CONF_NPSSO, DOMAIN
from custom_components.psn_trophies.home import DATA_HOME
from tests.emulator import Earned, Emulator
from tests.emulator.faults import Fault

from .announcements import Heard, keys, listen
from .common import MINUTE, let_pass, set_up, state_of

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)

# What the background pass asks for and a quiet poll does not.
TITLE_ROUTES = ["earned", "definitions"]
# What is not about the login; an answer of a fault there means the account.
TROPHY_ROUTES = ["summary", "titles", "profile", *TITLE_ROUTES]

PAUSE = 300


@dataclass(slots=True, kw_only=True)
class Case:
    """One fault at one stage, and what was earned meanwhile."""

    hass: HomeAssistant
    freezer: FrozenDateTimeFactory
    emulator: Emulator
    entry: MockConfigEntry
    shift_clock: Callable[[timedelta], None]
    earned: list[Earned] = field(default_factory=list)
    # What is switched on, and whether its answer is still to be waited for.
    fault: Fault | None = None
    is_held: bool = False
    on: str | list[str] = "all"

    def earn(self, *places: int) -> None:
        """Earn a trophy in the titles at these places of the list."""
        titles = [
            title
            for title in self.emulator.account.listing(own=True)
            if title.missing() and not title.hidden
        ]
        for place in places:
            # Sony tells seconds, so two in the same one have no order of their own.
            self.freezer.tick(SECOND)
            self.earned += self.emulator.earn(title=titles[place].set)

    async def settle(self) -> None:
        """Let everything that goes on come to its end."""
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def through(self, action: Coroutine[Any, Any, object]) -> None:
        """Let something happen; an answer that is held is waited for in vain."""
        task = self.hass.async_create_task(action)
        if self.fault is not None and self.is_held:
            await self.fault.reached()
            # The end of Home Assistant's own patience, long before that of a test.
            self.freezer.tick(31 * SECOND)
            async_fire_time_changed(self.hass)
            self.is_held = False
        await task
        await self.settle()

    async def poll(self) -> None:
        """Let the time of one poll come."""
        self.freezer.tick(MINUTE)
        async_fire_time_changed(self.hass)
        await self.settle()

    async def start(self) -> None:
        """Set the account up as it is at a start of Home Assistant."""
        # Requests made before the start are forgotten with it.
        self.hass.data.pop(DATA_HOME, None)
        self.hass.set_state(CoreState.starting)
        await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.settle()
        await self.started()

    async def started(self) -> None:
        """Tell everybody that Home Assistant has started."""
        self.hass.set_state(CoreState.running)
        self.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
        await self.settle()

    async def recover(self) -> None:
        """Let time pass as it does without anybody doing anything."""
        await let_pass(self.hass, self.freezer, 18 * MINUTE)

    async def restart(self) -> None:
        """Stop and start again with what was stored."""
        await self.hass.config_entries.async_unload(self.entry.entry_id)
        await self.settle()
        await self.start()

    @property
    def most_logins(self) -> int:
        """The most logins with an NPSSO that any hour of the log holds."""
        times = [
            record.time
            for record in self.emulator.log.records
            if record.route == "authorize"
        ]
        return max(
            (sum(0 <= time - start <= 3600 for time in times) for start in times),
            default=0,
        )

    @property
    def unread(self) -> bool:
        """Whether trophies of some title are still to be read."""
        library = self.entry.runtime_data.coordinator.sync.library
        return bool(library.stale) or library.read_share() < 1


# Faults: each switches itself on.


def switch(kind: str, **settings: Any) -> Callable[[Case], None]:
    """Return what switches a fault of the emulator on."""

    def on(case: Case) -> None:
        case.fault = case.emulator.fail(kind, on=case.on, **settings)
        case.is_held = kind == "slow"

    return on


def tokens_end(case: Case) -> None:
    """End both tokens; the next request notices, and logs in with the NPSSO."""
    case.emulator.expire_access_tokens()
    case.emulator.expire_refresh_tokens()


def signed_out(case: Case) -> None:
    """End the tokens and the NPSSO: only the user can help."""
    tokens_end(case)
    case.emulator.revoke_npsso()


def bare_redirect(case: Case) -> None:
    """End both tokens, and let the next login be answered without a word."""
    tokens_end(case)
    case.emulator.fail("authorize_bare", times=1)


def token_endpoint(kind: str) -> Callable[[Case], None]:
    """Return what ends both tokens and keeps new ones from being made."""

    def on(case: Case) -> None:
        tokens_end(case)
        case.emulator.fail(kind, on="token")

    return on


def login_unavailable(case: Case) -> None:
    """End both tokens, and let the login be down."""
    tokens_end(case)
    case.emulator.fail("unavailable", on="authorize")


def made_private(case: Case) -> None:
    """Let the account hide its trophies; its owner still sees them."""
    case.emulator.set_private()


def kept_out(case: Case) -> None:
    """Refuse the trophies as those of a private account."""
    on = TROPHY_ROUTES if case.on == "all" else case.on
    case.fault = case.emulator.fail("forbidden", on=on)


def clock_jumps(by: timedelta) -> Callable[[Case], None]:
    """Return what sets the clock."""
    return lambda case: case.shift_clock(by)


FAULTS: dict[str, Callable[[Case], None]] = {
    "rate_limited": switch("rate_limited", seconds=PAUSE),
    "unavailable": switch("unavailable"),
    "blocked": switch("blocked"),
    "slow": switch("slow", times=1),
    "drop": switch("drop"),
    "truncated": switch("truncated"),
    "wrong_types": switch("wrong_types"),
    "unauthorized": switch("unauthorized"),
    "bare_redirect": bare_redirect,
    **{
        f"token_{kind}": token_endpoint(kind)
        for kind in ("unavailable", "html", "truncated", "malformed")
    },
    "dead_refresh_token": tokens_end,
    "dead_npsso": signed_out,
    "private": made_private,
    "kept_out": kept_out,
    "clock_forward": clock_jumps(2 * HOUR),
    "clock_back": clock_jumps(-2 * HOUR),
}

# What is noticed only when something asks for another token.
LOGIN_FAULTS = [
    FAULTS[name] for name in FAULTS if name.startswith(("dead_", "bare_", "token_"))
]


# Stages: each lets its polls take place while the fault is on.


async def during_set_up(case: Case, fault: Callable[[Case], None]) -> None:
    """Set up a new account; something is earned before that succeeds."""
    fault(case)
    case.entry.add_to_hass(case.hass)
    await case.through(case.hass.config_entries.async_setup(case.entry.entry_id))
    await case.poll()
    case.earn(0)
    await case.poll()


async def during_quiet_polls(case: Case, fault: Callable[[Case], None]) -> None:
    """Poll while nothing is earned."""
    await set_up(case.hass, case.entry)
    await case.poll()
    fault(case)
    await case.through(case.poll())
    await case.poll()


async def during_polls_with_news(case: Case, fault: Callable[[Case], None]) -> None:
    """Poll after trophies were earned."""
    await set_up(case.hass, case.entry)
    await case.poll()
    case.earn(0, 0, -1)
    fault(case)
    await case.through(case.poll())
    await case.poll()


async def during_readings_of_news(case: Case, fault: Callable[[Case], None]) -> None:
    """Poll after trophies were earned, with trouble only where they are read."""
    case.on = TITLE_ROUTES
    await during_polls_with_news(case, fault)


async def during_background_pass(case: Case, fault: Callable[[Case], None]) -> None:
    """Read the library; something is earned before that succeeds."""
    case.hass.set_state(CoreState.starting)
    await set_up(case.hass, case.entry)
    case.earn(-1)
    case.on = TITLE_ROUTES
    if fault in LOGIN_FAULTS:
        # So that it is the pass that notices.
        case.emulator.fail("unauthorized", on=TITLE_ROUTES, times=1)
    fault(case)
    await case.through(case.started())
    case.earn(2)
    await case.poll()


async def during_restart(case: Case, fault: Callable[[Case], None]) -> None:
    """Start again after trophies were earned while Home Assistant was down."""
    await set_up(case.hass, case.entry)
    await case.poll()
    assert await case.hass.config_entries.async_unload(case.entry.entry_id)
    case.freezer.tick(10 * MINUTE)
    case.earn(0, -1)
    fault(case)
    await case.through(case.start())
    await case.poll()


STAGES = [
    during_set_up,
    during_quiet_polls,
    during_polls_with_news,
    during_readings_of_news,
    during_background_pass,
    during_restart,
]


@pytest.fixture
def case(
    *,
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    freezer: FrozenDateTimeFactory,
    emulator: Emulator,
    entry: MockConfigEntry,
    shift_clock: Callable[[timedelta], None],
) -> Case:
    """Return an account that is not set up yet."""
    return Case(
        hass=hass,
        freezer=freezer,
        emulator=emulator,
        entry=entry,
        shift_clock=shift_clock,
    )


@pytest.fixture
def heard(hass: HomeAssistant) -> Heard:
    """Return what is announced from now on."""
    return listen(hass)


def reauth_flows(hass: HomeAssistant) -> list[str]:
    """Return the ids of the flows that ask for a new token."""
    flows = hass.config_entries.flow.async_progress()
    assert all(flow["context"]["source"] == SOURCE_REAUTH for flow in flows)
    return [flow["flow_id"] for flow in flows]


def exceptions(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the log holds of errors, but for the coordinator's own plain lines."""
    return [
        f"{record.name}: {record.getMessage()}"
        for record in caplog.records
        if record.levelno >= logging.WARNING
        and (
            record.exc_info
            or (
                record.levelno >= logging.ERROR
                and record.name != "custom_components.psn_trophies.coordinator"
            )
        )
    ]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", FAULTS)
async def test_fault(
    *,
    case: Case,
    heard: Heard,
    caplog: pytest.LogCaptureFixture,
    name: str,
    stage: Callable[[Case, Callable[[Case], None]], Awaitable[None]],
) -> None:
    """After the fault all is well, and every trophy has been announced once."""
    hass, emulator = case.hass, case.emulator
    await stage(case, FAULTS[name])
    assert case.fault is None or case.fault.hits

    if name == "dead_npsso":
        # Sony is not asked at once, where there was a login just before.
        await let_pass(hass, case.freezer, 15 * MINUTE)
    flows = reauth_flows(hass)
    assert len(flows) == (name == "dead_npsso")
    emulator.clear_faults()
    for flow in flows:
        token = {CONF_NPSSO: emulator.new_npsso()}
        await hass.config_entries.flow.async_configure(flow, token)
    await case.recover()

    assert case.entry.state is ConfigEntryState.LOADED
    case.earn(1)
    await let_pass(hass, case.freezer, 2 * MINUTE)

    assert Counter(heard.trophy_keys) == Counter(keys(case.earned))
    assert len(heard.told) >= len(case.earned)
    assert not reauth_flows(hass)
    assert exceptions(caplog) == []
    assert case.most_logins <= 4
    level = state_of(hass, emulator.account, "trophy_level")
    assert level.state == str(emulator.account.level().level)
    total = state_of(hass, emulator.account, "trophies_total")
    assert total.state == str(sum(emulator.account.total().values()))
    assert not case.unread
    for event in ("trophy", "milestone"):
        state = state_of(hass, emulator.account, event, "event")
        assert state.state != STATE_UNAVAILABLE


OUTAGES: dict[str, Callable[[Case], None]] = {
    **{
        f"token_{kind}": FAULTS[f"token_{kind}"]
        for kind in ("unavailable", "html", "truncated", "malformed")
    },
    "everything_unavailable": switch("unavailable"),
    "everything_dropped": switch("drop"),
    "everything_unauthorized": switch("unauthorized"),
    "login_unavailable": login_unavailable,
}


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("is_new", [False, True], ids=["later", "set_up"])
@pytest.mark.parametrize("name", OUTAGES)
async def test_hours_of_trouble_cost_few_logins(
    *, case: Case, heard: Heard, name: str, is_new: bool, restarts: bool
) -> None:
    """Four in any hour at the most, and afterwards all goes on by itself."""
    hass, freezer = case.hass, case.freezer
    if not is_new:
        await set_up(hass, case.entry)
        await let_pass(hass, freezer, 16 * MINUTE, 8 * MINUTE)
    OUTAGES[name](case)
    if is_new:
        await set_up(hass, case.entry)
    for _ in range(5):
        await let_pass(hass, freezer, 35 * MINUTE, timedelta(seconds=90))
        if restarts:
            await case.restart()
    assert case.most_logins <= 4
    assert not reauth_flows(hass)
    case.emulator.clear_faults()
    await let_pass(hass, freezer, 32 * MINUTE)
    assert case.entry.state is ConfigEntryState.LOADED
    assert case.entry.runtime_data.coordinator.last_update_success
    case.earn(0)
    await let_pass(hass, freezer, 2 * MINUTE)
    assert heard.trophy_keys == keys(case.earned)
    assert case.most_logins <= 4


@pytest.mark.parametrize("titles", [130])
async def test_details_that_answer_401_cost_no_login(case: Case) -> None:
    """The summary takes the token, so there is nothing wrong with it."""
    case.on = TITLE_ROUTES
    switch("unauthorized")(case)
    await set_up(case.hass, case.entry)
    await let_pass(case.hass, case.freezer, 16 * MINUTE)
    case.earn(0, 5)
    await let_pass(case.hass, case.freezer, HOUR)
    assert case.fault is not None
    assert case.fault.hits
    assert case.emulator.log.count("authorize") == 1
    # The first one, and its refresh at the end of its hour.
    assert case.emulator.log.count("token") <= 2
    assert case.entry.runtime_data.coordinator.last_update_success


@pytest.mark.parametrize("restarts", [False, True])
async def test_bare_redirects_ask_for_a_token_after_a_while(
    case: Case, restarts: bool
) -> None:
    """Once is a whim; the same again a quarter of an hour later is an answer."""
    await set_up(case.hass, case.entry)
    await let_pass(case.hass, case.freezer, 16 * MINUTE)
    tokens_end(case)
    case.emulator.fail("authorize_bare")
    await let_pass(case.hass, case.freezer, 5 * MINUTE)
    assert case.emulator.log.count("authorize") == 2
    assert not reauth_flows(case.hass)
    if restarts:
        await case.restart()
        assert not reauth_flows(case.hass)
    await let_pass(case.hass, case.freezer, 15 * MINUTE)
    assert case.emulator.log.count("authorize") == 3
    assert len(reauth_flows(case.hass)) == 1


async def test_refused_token_is_asked_for_right_after_a_restart(case: Case) -> None:
    """The refusal is known; Sony is not asked again so soon."""
    await set_up(case.hass, case.entry)
    await let_pass(case.hass, case.freezer, 16 * MINUTE)
    signed_out(case)
    await case.poll()
    (flow,) = reauth_flows(case.hass)
    case.hass.config_entries.flow.async_abort(flow)
    case.emulator.log.clear()
    await case.restart()
    assert len(reauth_flows(case.hass)) == 1
    assert case.emulator.log.count("authorize") == 0


async def test_title_that_stays_unreadable_is_asked_for_ever_less(
    case: Case, heard: Heard
) -> None:
    """Trouble with one title costs few requests, and its trophy comes in the end."""
    await set_up(case.hass, case.entry)
    await case.poll()
    case.emulator.log.clear()
    case.on = TITLE_ROUTES
    switch("not_found")(case)
    case.earn(0)
    await let_pass(case.hass, case.freezer, 24 * HOUR, 30 * MINUTE)
    assert 4 <= case.emulator.log.count("earned") <= 8
    assert heard.trophies == []
    case.emulator.clear_faults()
    await let_pass(case.hass, case.freezer, 7 * HOUR, 30 * MINUTE)
    assert heard.trophy_keys == keys(case.earned)


async def test_stop_writes_what_was_to_be_written_later(
    case: Case, hass_storage: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """The library is on the disk at the end, and nothing complains."""
    await set_up(case.hass, case.entry)
    await case.poll()
    key = f"{DOMAIN}.{case.emulator.account.account_id}.library"
    assert hass_storage[key]["data"]["titles"] == []
    case.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await case.settle()
    assert len(hass_storage[key]["data"]["titles"]) == len(
        case.emulator.account.listing(own=True)
    )
    assert exceptions(caplog) == []
