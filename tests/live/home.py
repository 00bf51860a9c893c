"""A real Home Assistant in a process of its own, set up without a browser."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
import contextlib
from dataclasses import dataclass
import json
import os
from pathlib import Path
import shutil
import signal
import sys
from typing import Any, Self

import aiohttp

from .log import log_records, without_colours
from .pictures import lead_to_emulator
from .ports import free_port
from .settings import CONFIGURATION, ONBOARDING, OWNER, http_settings

ROOT = Path(__file__).parents[2]
DOMAIN = "psn_trophies"

# Needed by no trophy hunter, and to be compiled on every machine.
SKIPPED_PACKAGES = "pymicro-vad,pyspeex-noise"

# What Home Assistant's process ends with when somebody restarts it from its pages.
RESTART_EXIT_CODE = 100

START_TIMEOUT = 300
STOP_TIMEOUT = 60
STATE_TIMEOUT = 30


class HomeError(Exception):
    """Home Assistant did not do what it was asked."""


@dataclass(frozen=True, slots=True)
class EmulatorAddress:
    """Where a running emulator listens."""

    port: int
    plain_port: int
    ca_file: Path


class Home:
    """A Home Assistant that keeps everything in one folder.

    Raises HomeError, whose text holds the end of the log, where something fails.
    """

    def __init__(
        self,
        folder: Path,
        *,
        emulator: EmulatorAddress | None,
        port: int = 0,
        language: str = "en",
        environment: Mapping[str, str] = {},
        emulated_pictures: bool = False,
    ) -> None:
        """Choose folder and port; a port of 0 takes a free one.

        With emulated pictures, browsers that cannot reach the emulator under Sony's
        names ask it for pictures all the same.
        """
        self.folder = folder
        self.port = port or free_port()
        self.language = language
        self._emulator = emulator
        self._environment = environment
        self._emulated_pictures = emulated_pictures
        self._process: asyncio.subprocess.Process | None = None
        self._token_file = folder / "owner.token"
        self._token = self._token_file.read_text() if self.is_set_up else None
        self._log_start = 0
        self._session: aiohttp.ClientSession | None = None

    @property
    def url(self) -> str:
        """Return the address of the frontend, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_set_up(self) -> bool:
        """Return whether the folder holds a Home Assistant that has its owner."""
        return self._token_file.exists()

    @property
    def pid(self) -> int:
        """Return the id of the running process."""
        assert self._process is not None
        return self._process.pid

    # Life

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.stop()

    async def start(self) -> None:
        """Start the process and wait until Home Assistant is up and set up."""
        if not self.is_set_up and self.log_file.exists():
            # What an interrupted first start left behind would be in the way.
            shutil.rmtree(self.folder)
        self._write_configuration()
        ready, ready_of_child = os.pipe()
        emulator = self._emulator
        environment = {**os.environ, **self._environment}
        if emulator is not None:
            environment |= {
                "REQUESTS_CA_BUNDLE": str(emulator.ca_file),
                "SSL_CERT_FILE": str(emulator.ca_file),
            }
        # Home Assistant looks for uv beside its own interpreter.
        environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
        with self.log_file.open("ab") as log:
            self._log_start = log.tell()
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.live.run_hass",
                str(ready_of_child),
                str(emulator.port if emulator else 0),
                str(emulator.plain_port if emulator else 0),
                str(emulator.ca_file if emulator else "-"),
                "--config",
                str(self.folder),
                "--skip-pip-packages",
                SKIPPED_PACKAGES,
                cwd=ROOT,
                env=environment,
                pass_fds=[ready_of_child],
                # Its end tells the child that we are gone, however that came about.
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                # Ctrl-C is for the one who started this, who then stops it in order.
                start_new_session=True,
            )
        os.close(ready_of_child)
        self._session = aiohttp.ClientSession()
        try:
            await self._wait_until_started(ready)
            if not self.is_set_up:
                await self._onboard()
            await self._check_mode()
        except BaseException:
            await self.stop()
            raise
        finally:
            os.close(ready)

    async def _wait_until_started(self, ready: int) -> None:
        """Wait for the line that says so; the end of the process ends that, too."""
        readable = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(ready, readable.set)
        try:
            async with asyncio.timeout(START_TIMEOUT):
                await readable.wait()
        except TimeoutError:
            raise HomeError(
                f"Home Assistant did not start within {START_TIMEOUT} seconds. "
                f"Its log ends with:\n{self.log_end}"
            ) from None
        finally:
            loop.remove_reader(ready)
        if not os.read(ready, 1):
            raise HomeError(
                f"Home Assistant did not start. Its log ends with:\n{self.log_end}"
            )

    async def _check_mode(self) -> None:
        """Refuse the mode in which Home Assistant starts when it can do little else."""
        if (await self.websocket("get_config"))["recovery_mode"]:
            raise HomeError(
                "Home Assistant could not use its configuration and is in recovery "
                f"mode. Its log ends with:\n{self.log_end}"
            )

    async def wait(self) -> int:
        """Wait until the process ends and return its exit code."""
        assert self._process is not None
        return await self._process.wait()

    async def stop(self) -> None:
        """End Home Assistant in order; by force when it takes too long."""
        process = self._process
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                async with asyncio.timeout(STOP_TIMEOUT):
                    await process.wait()
            except TimeoutError:
                self.cut_off()
                await process.wait()
        await self._forget_process()

    async def kill(self) -> None:
        """End Home Assistant as a power cut would."""
        self.cut_off()
        if self._process is not None:
            await self._process.wait()
        await self._forget_process()

    def cut_off(self) -> None:
        """Kill the process and all that it started, without waiting for their end."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def restart(self) -> None:
        """Stop in order and start again, on the same port and with all that is kept."""
        await self.stop()
        await self.start()

    async def _forget_process(self) -> None:
        """Let go of a process that has ended, and of the connections to it."""
        if self._session is not None:
            await self._session.close()
            self._session = None
        self._process = None

    def _write_configuration(self) -> None:
        """Write what Home Assistant needs before its first start."""
        storage = self.folder / ".storage"
        storage.mkdir(parents=True, exist_ok=True)
        configuration = self.folder / "configuration.yaml"
        if not configuration.exists():
            configuration.write_text(CONFIGURATION)
            (self.folder / "automations.yaml").write_text("[]\n")
        if self._emulated_pictures and self._emulator is not None:
            lead_to_emulator(self.folder, self._emulator.plain_port)
        components = self.folder / "custom_components"
        if not components.is_symlink():
            components.symlink_to(ROOT / "custom_components")
        (storage / "http").write_text(json.dumps(http_settings(self.port)))
        onboarding = storage / "onboarding"
        if not onboarding.exists():
            onboarding.write_text(json.dumps(ONBOARDING))

    async def _onboard(self) -> None:
        """Create the owner and finish onboarding."""
        client_id = f"{self.url}/"
        created = await self.rest(
            "POST",
            "/api/onboarding/users",
            {"client_id": client_id, "language": self.language, **OWNER},
        )
        assert self._session is not None
        async with self._session.post(
            f"{self.url}/auth/token",
            data={
                "grant_type": "authorization_code",
                "code": created["auth_code"],
                "client_id": client_id,
            },
        ) as response:
            self._token = (await response.json())["access_token"]
        await self.rest(
            "POST",
            "/api/onboarding/integration",
            {"client_id": client_id, "redirect_uri": client_id},
        )
        self._token = await self.websocket(
            "auth/long_lived_access_token", client_name="scripts", lifespan=3650
        )
        # Last of all, because it stands for a complete set-up.
        self._token_file.touch(mode=0o600)
        self._token_file.write_text(self._token)

    # Its log

    @property
    def log_file(self) -> Path:
        """Return the file that holds all that Home Assistant wrote."""
        return self.folder / "hass.log"

    @property
    def log(self) -> str:
        """Return what Home Assistant has written in all its runs."""
        return without_colours(self.log_file.read_text(errors="replace"))

    @property
    def log_end(self) -> str:
        """Return the last lines of this run, without the middle of tracebacks."""
        with self.log_file.open("rb") as log:
            log.seek(self._log_start)
            text = without_colours(log.read().decode(errors="replace"))
        lines = [line for line in text.splitlines() if not line.startswith(" ")]
        return "\n".join(lines[-20:])

    def complaints(self) -> list[str]:
        """Return the warnings and errors that the integration is named in."""
        return [
            record.text
            for record in log_records(self.log)
            if record.level in ("WARNING", "ERROR", "CRITICAL")
            and "psn_trophies" in record.text
            # What Home Assistant says about every custom integration.
            and record.logger != "homeassistant.loader"
        ]

    # Its interfaces

    @property
    def token(self) -> str | None:
        """Return the owner's access token, once there is an owner."""
        return self._token

    async def rest(self, method: str, path: str, body: Any = None) -> Any:
        """Call the REST interface as the owner and return the decoded answer."""
        session = self._session or aiohttp.ClientSession()
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        try:
            async with session.request(
                method, f"{self.url}{path}", json=body, headers=headers
            ) as response:
                text = await response.text()
                if response.status >= 400:
                    raise HomeError(f"{method} {path}: {response.status} {text}")
        finally:
            if session is not self._session:
                await session.close()
        return json.loads(text)

    @contextlib.asynccontextmanager
    async def connection(self) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        """Open a websocket as the owner."""
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{self.url}/api/websocket", max_msg_size=0) as socket_,
        ):
            await socket_.receive_json()
            await socket_.send_json({"type": "auth", "access_token": self._token})
            answer = await socket_.receive_json()
            if answer["type"] != "auth_ok":
                raise HomeError(f"websocket: {answer}")
            yield socket_

    async def websocket(self, command: str, **data: Any) -> Any:
        """Send one websocket command and return its result."""
        async with self.connection() as connection:
            await connection.send_json({"id": 1, "type": command, **data})
            answer = await connection.receive_json()
        if not answer.get("success"):
            raise HomeError(f"{command}: {answer.get('error')}")
        return answer["result"]

    async def add_account(self, npsso: str) -> dict[str, Any]:
        """Add an account through the real config flow and return the flow's result."""
        flow = await self.rest(
            "POST", "/api/config/config_entries/flow", {"handler": DOMAIN}
        )
        result: dict[str, Any] = await self.rest(
            "POST",
            f"/api/config/config_entries/flow/{flow['flow_id']}",
            {"npsso": npsso},
        )
        if result["type"] != "create_entry":
            raise HomeError(f"The account was not added: {result}")
        return result

    async def entries(self) -> list[dict[str, Any]]:
        """Return the integration's config entries."""
        entries: list[dict[str, Any]] = await self.websocket(
            "config_entries/get", domain=DOMAIN
        )
        return entries

    async def entity_ids(self) -> dict[str, str]:
        """Return the ids of the integration's entities by domain and key."""
        entities = await self.websocket("config/entity_registry/list")
        return {
            f"{entity['entity_id'].split('.')[0]}.{entity['translation_key']}": entity[
                "entity_id"
            ]
            for entity in entities
            if entity["platform"] == DOMAIN
        }

    async def state(self, entity_id: str) -> dict[str, Any]:
        """Return the state of an entity."""
        state: dict[str, Any] = await self.rest("GET", f"/api/states/{entity_id}")
        return state

    async def wait_for_state(
        self, entity_id: str, fits: Callable[[dict[str, Any]], bool]
    ) -> dict[str, Any]:
        """Wait until the state of an entity is as wanted and return it."""
        state: dict[str, Any] = {}
        try:
            async with asyncio.timeout(STATE_TIMEOUT), self.connection() as connection:
                await connection.send_json(
                    {
                        "id": 1,
                        "type": "subscribe_events",
                        "event_type": "state_changed",
                    }
                )
                await connection.receive_json()
                with contextlib.suppress(HomeError):
                    state = await self.state(entity_id)
                while not state or not fits(state):
                    event = await connection.receive_json()
                    change = event["event"]["data"]
                    if change["entity_id"] == entity_id:
                        state = change["new_state"] or {}
        except TimeoutError:
            raise HomeError(
                f"{entity_id} did not become what was wanted: {state}"
            ) from None
        return state

    async def call(self, domain: str, action: str, **data: Any) -> Any:
        """Call an action."""
        return await self.rest("POST", f"/api/services/{domain}/{action}", data)
