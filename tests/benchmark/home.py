"""A Home Assistant that does as it is told and says what it cost.

Usage: python -m tests.benchmark.home FOLDER TLS_PORT PLAIN_PORT CA_FILE
One JSON object per line comes in, `{"do": NAME, ...}`, and one goes out for each.
"""

# Before everything that might take hold of a clock.
from . import clock

# isort: split
import asyncio
from collections.abc import Sequence
import json
import os
from pathlib import Path
import sys
from time import perf_counter
from typing import Any, TextIO

from homeassistant import bootstrap
from homeassistant.config_entries import SOURCE_USER
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from homeassistant.runner import RuntimeConfig, create_event_loop

from tests.emulator.redirect import redirect

from .probe import Probe, memory

SETUP_TIMEOUT_S = 60


class Home:
    """The commands."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Install the measurements."""
        self._hass = hass
        self._probe = Probe(hass)
        self._probe.install()
        self._domain = ""

    async def set_up(
        self, domain: str, npsso: str, keys: Sequence[str]
    ) -> dict[str, Any]:
        """Add an account through the config flow; wait until the sensors show."""
        self._domain = domain
        flows = self._hass.config_entries.flow
        flow = await flows.async_init(domain, context={"source": SOURCE_USER})
        loop = self._hass.loop
        shown = loop.create_future()
        missing = set(keys)

        @callback
        def look(event: Event[EventStateChangedData]) -> None:
            state = event.data["new_state"]
            if state is None or state.state in (STATE_UNKNOWN, STATE_UNAVAILABLE):
                return
            missing.discard(self._key(event.data["entity_id"]))
            if not missing and not shown.done():
                shown.set_result((perf_counter(), clock.real_time()))

        unsubscribe = self._hass.bus.async_listen(EVENT_STATE_CHANGED, look)
        try:
            start = perf_counter()
            result = await flows.async_configure(flow["flow_id"], {"npsso": npsso})
            if result["type"] is not FlowResultType.CREATE_ENTRY:
                raise RuntimeError(f"{domain} was not added: {result.get('errors')}")
            async with asyncio.timeout(SETUP_TIMEOUT_S):
                shown_after, shown_at = await shown
        finally:
            unsubscribe()
        await self._hass.async_block_till_done()
        await self._probe.settle()
        return {
            "seconds": shown_after - start,
            "shown_at": shown_at,
            "states": self.states(),
        }

    async def choose(self, options: dict[str, Any]) -> None:
        """Choose options of the account, as its form does."""
        (entry,) = self._hass.config_entries.async_entries(self._domain)
        self._hass.config_entries.async_update_entry(entry, options=options)
        await self._hass.config_entries.async_reload(entry.entry_id)
        await self._probe.settle()

    async def share_connections(self) -> None:
        """Let polls use the connections that all of Home Assistant shares."""
        from custom_components.psn_trophies import account, session

        setattr(  # noqa: B010 - typed as what it was
            account,
            "async_create_lasting_session",
            lambda: session.async_create_session(self._hass),
        )

    async def quiet(self, seconds: float, *, real: bool = False) -> float:
        """Let time pass, simulated or real."""
        if real:
            await asyncio.sleep(seconds)
            return seconds
        return await self._probe.advance(seconds)

    async def unload(self) -> None:
        """Take the account out again, as disabling it does."""
        for entry in self._hass.config_entries.async_entries(self._domain):
            await self._hass.config_entries.async_unload(entry.entry_id)

    async def until_changed(
        self, key: str, former: str, seconds: float
    ) -> dict[str, Any]:
        """Let time pass until a sensor shows something else."""
        changed_at: list[float] = []

        @callback
        def look(event: Event[EventStateChangedData]) -> None:
            state = event.data["new_state"]
            if (
                state is not None
                and state.state != former
                and self._key(event.data["entity_id"]) == key
            ):
                changed_at.append(clock.real_time())

        unsubscribe = self._hass.bus.async_listen(EVENT_STATE_CHANGED, look)
        try:
            passed = await self._probe.advance(seconds, enough=lambda: bool(changed_at))
        finally:
            unsubscribe()
        if not changed_at:
            raise RuntimeError(f"{key} still is {former} after {seconds:.0f} s")
        return {"seconds": passed, "shown_at": changed_at[0], "states": self.states()}

    def states(self) -> dict[str, str]:
        """Return the states of the integration's sensors by key."""
        return {
            key: state.state
            for state in self._hass.states.async_all("sensor")
            if (key := self._key(state.entity_id))
        }

    def _key(self, entity_id: str) -> str:
        """Return the key of one of the integration's sensors, else nothing."""
        entity = er.async_get(self._hass).async_get(entity_id)
        if entity is None or entity.domain != "sensor":
            return ""
        return (entity.platform == self._domain and entity.translation_key) or ""

    async def do(self, command: dict[str, Any]) -> Any:
        """Do one command and return what is to be told of it."""
        name = command.pop("do")
        if name == "memory":
            return memory()
        work = getattr(self, name)
        return await self._probe.measure(lambda: work(**command))


async def _serve(folder: Path, answers: TextIO) -> None:
    """Run Home Assistant and do what is asked until nobody asks any more."""
    loop = asyncio.get_running_loop()
    requests = asyncio.StreamReader(limit=2**20)
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(requests), sys.stdin
    )

    def answer(content: Any) -> None:
        answers.write(json.dumps(content) + "\n")
        answers.flush()

    hass = await bootstrap.async_setup_hass(
        RuntimeConfig(config_dir=str(folder), skip_pip=True)
    )
    if hass is None or hass.config.recovery_mode:
        raise RuntimeError("Home Assistant did not start")
    await hass.async_start()
    home = Home(hass)
    answer({"ready": True})
    try:
        while line := await requests.readline():
            try:
                answer(await home.do(json.loads(line)))
            except Exception as err:  # noqa: BLE001 - told, whatever it is
                answer({"error": f"{type(err).__name__}: {err}"})
    finally:
        await hass.async_stop(force=True)


def main() -> None:
    """Run until standard input ends."""
    folder, port, plain_port, ca_file = sys.argv[1:5]
    # Whatever else writes to standard output must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    redirect(port=int(port), plain_port=int(plain_port), ca_file=ca_file).install()
    loop = create_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(_serve(Path(folder), answers))
    finally:
        # Threads that wait for a rate limiter must not hold up the end.
        os._exit(0)


if __name__ == "__main__":
    main()
