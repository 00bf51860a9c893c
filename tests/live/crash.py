"""Kills Home Assistant at random moments and counts the trophies announced.

Trophies are earned all the while, also while Home Assistant is down. Each one must be
announced; a second time only where the kill fell between its announcement and the
moment at which that was on the disk.

scripts/soak               30 kills, about five minutes
scripts/soak --kills 100   as many as wanted
scripts/soak --seed 5      the same choices again (the machine still has its own pace)
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
import contextlib
from dataclasses import dataclass, field
import json
from pathlib import Path
from random import Random, SystemRandom
import sys
import tempfile
import time
from typing import Any

import aiohttp
from aiohttp import web

from custom_components.psn_trophies.trophies import archive
from tests.emulator import Emulator
from tests.emulator.world import Earned

from .home import DOMAIN, EmulatorAddress, Home, HomeError
from .hurry import HURRY
from .program import ProgramError, run, say, write
from .settings import CONFIGURATION
from .witness import WITNESS

TITLES = 40
# How often what is still missing may be asked for, once the last kill is over.
LAST_POLLS = 10
EAR_TIMEOUT = 60

REST_COMMAND = """\
rest_command:
  heard:
    url: "{url}"
    method: post
    content_type: application/json
    payload: "{{{{ [title_id, trophy_id] | to_json }}}}"
"""
AUTOMATION = """\
- id: heard
  alias: Tell what was heard
  mode: parallel
  max: 500
  triggers:
    - trigger: psn_trophies.trophy_earned
      target:
        entity_id: {entity_id}
  actions:
    - action: rest_command.heard
      data:
        title_id: "{{{{ trigger.to_state.attributes.title_id }}}}"
        trophy_id: "{{{{ trigger.to_state.attributes.trophy_id }}}}"
"""

# When to kill: as soon as there is an account, with nothing read yet; while starting;
# while polling; when an automation was just reached; when nothing goes on.
FIRST_MOMENT = "set-up"
MOMENTS = ("start", "poll", "news", "idle")

type Trophy = tuple[str, int]


@dataclass(slots=True, kw_only=True)
class Kill:
    """What one run of Home Assistant came to, up to its kill."""

    number: int
    moment: str
    earned: int
    announced: list[Trophy]
    heard: list[Trophy]
    # Announced before the kill and not on the disk after it: these may come again.
    unsaved: set[Trophy]
    repeated: list[Trophy]


@dataclass(slots=True, kw_only=True)
class Report:
    """What all runs came to."""

    earned: set[Trophy] = field(default_factory=set)
    announced: Counter[Trophy] = field(default_factory=Counter)
    heard: Counter[Trophy] = field(default_factory=Counter)
    kills: list[Kill] = field(default_factory=list)
    # What must not have happened, in words.
    failures: list[str] = field(default_factory=list)

    @property
    def table(self) -> str:
        """Return a line for each run."""
        lines = [
            (
                f"{'kill':>4}  {'moment':<6} {'earned':>6} {'announced':>9} "
                f"{'heard':>5} {'not saved':>9} {'repeated':>8}"
            )
        ]
        lines += [
            f"{kill.number:>4}  {kill.moment:<6} {kill.earned:>6} "
            f"{len(kill.announced):>9} {len(kill.heard):>5} {len(kill.unsaved):>9} "
            f"{len(kill.repeated):>8}"
            for kill in self.kills
        ]
        return "\n".join(lines)

    @property
    def summary(self) -> str:
        """Return the sums in words."""
        repeated = [trophy for trophy, times in self.announced.items() if times > 1]
        unheard = self.announced.keys() - self.heard.keys()
        return (
            f"{len(self.earned)} trophies earned, {len(self.announced)} announced, "
            f"{len(repeated)} of them again because a kill fell between announcement "
            f"and save, {len(unheard)} announced so shortly before a kill that no "
            "automation could act on it"
        )


class Ear:
    """A web server that automations tell what they heard."""

    def __init__(self) -> None:
        """Hear nothing yet."""
        self.heard: list[Trophy] = []
        self.rings = asyncio.Event()
        self.url = ""

    async def _listen(self, request: web.Request) -> web.Response:
        """Note a trophy."""
        title_id, trophy_id = await request.json()
        self.heard.append((title_id, int(trophy_id)))
        self.rings.set()
        return web.Response()

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen on a free port of this machine."""
        app = web.Application()
        app.router.add_post("/heard", self._listen)
        runner = web.AppRunner(app)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/heard"
            yield
        finally:
            await runner.cleanup()


class CrashTest:
    """One Home Assistant that is killed again and again."""

    def __init__(
        self,
        folder: Path,
        emulator: Emulator,
        ear: Ear,
        *,
        seed: int,
        tell: Callable[[str], None],
    ) -> None:
        """Choose the folder of Home Assistant and what chance decides by."""
        self.report = Report()
        self._emulator = emulator
        self._ear = ear
        self._random = Random(seed)
        self._tell = tell
        self._witness = folder / "witness"
        self._home = Home(
            folder / "home",
            emulator=EmulatorAddress(
                emulator.port, emulator.plain_port, emulator.ca_file
            ),
            environment={WITNESS: str(self._witness), HURRY: "1"},
        )
        self._start_takes = 0.0
        self._may_repeat: set[Trophy] = set()
        self._seen = 0
        self._earned_in_run = 0

    async def run(self, moments: Iterable[str]) -> Report:
        """Kill at these moments, then let Home Assistant come to rest, and judge."""
        try:
            await self._set_up()
            for number, moment in enumerate(moments, 1):
                await self._live_until(moment)
                await self._home.kill()
                self._note(number, moment)
                if moment == FIRST_MOMENT or self._random.random() < 0.6:
                    self._earn()
            await self._come_to_rest()
        finally:
            await self._home.stop()
        self._judge()
        return self.report

    async def _set_up(self) -> None:
        """Bring up a Home Assistant with the account and an automation."""
        folder = self._home.folder
        folder.mkdir(parents=True)
        (folder / "configuration.yaml").write_text(
            CONFIGURATION + REST_COMMAND.format(url=self._ear.url)
        )
        automations = folder / "automations.yaml"
        automations.write_text("[]\n")
        self._witness.touch()
        await self._home.start()
        await self._home.add_account(self._emulator.npsso)
        # Sony's times are whole seconds; what is earned in this one may be older.
        await self._let_run(1)
        entity_id = (await self._home.entity_ids())["event.trophy"]
        automations.write_text(AUTOMATION.format(entity_id=entity_id))

    async def _live_until(self, moment: str) -> None:
        """Let Home Assistant live and earn until the moment has come."""
        if moment == FIRST_MOMENT:
            return
        if moment == "start":
            start = asyncio.create_task(self._start())
            await asyncio.wait(
                {start}, timeout=self._random.uniform(0.2, 1.2) * self._start_takes
            )
            self._home.cut_off()
            # A start that was cut off says so.
            with contextlib.suppress(HomeError, aiohttp.ClientError, OSError):
                await start
            return
        await self._start()
        for _ in range(self._random.randint(0, 2)):
            self._earn()
            await self._sync()
        match moment:
            case "poll":
                self._earn()
                await self._in_the_middle_of(
                    self._let_run(self._random.uniform(0, 0.2))
                )
            case "news":
                self._earn()
                self._ear.rings.clear()
                await self._in_the_middle_of(self._hear_and_wait())
            case _:
                await self._let_run(self._random.uniform(0, 2))

    async def _start(self) -> None:
        """Start Home Assistant and remember how long that takes."""
        began = time.monotonic()
        await self._home.start()
        self._start_takes = time.monotonic() - began

    def _earn(self) -> None:
        """Earn up to three trophies, each in any game."""
        for _ in range(self._random.randint(1, 3)):
            title = self._random.choice(
                [
                    title
                    for title in self._emulator.account.listing(own=True)
                    if title.missing() and not title.hidden
                ]
            )
            trophies = self._emulator.earn(title=title.set.id)
            self.report.earned.update(map(_trophy, trophies))
            self._earned_in_run += len(trophies)

    async def _sync(self) -> None:
        """Let Home Assistant poll now."""
        await self._home.call(DOMAIN, "sync_now")

    async def _in_the_middle_of(self, moment: Any) -> None:
        """Let a poll begin and return at some moment of it."""
        poll = asyncio.create_task(self._sync())
        try:
            await moment
            self._home.cut_off()
        finally:
            poll.cancel()
            with contextlib.suppress(
                asyncio.CancelledError, aiohttp.ClientError, HomeError, OSError
            ):
                await poll

    async def _hear(self) -> None:
        """Wait until an automation was reached."""
        try:
            async with asyncio.timeout(EAR_TIMEOUT):
                await self._ear.rings.wait()
        except TimeoutError:
            raise ProgramError(
                "No automation was reached. Home Assistant's log ends with:\n"
                f"{self._home.log_end}"
            ) from None

    async def _hear_and_wait(self) -> None:
        """Wait until an automation was reached, and in half of the cases a moment more."""
        await self._hear()
        if self._random.random() < 0.5:
            await self._let_run(self._random.uniform(0, 0.01))

    async def _let_run(self, seconds: float) -> None:
        """Wait, and notice when Home Assistant ends by itself."""
        try:
            async with asyncio.timeout(seconds):
                code = await self._home.wait()
        except TimeoutError:
            return
        raise ProgramError(
            f"Home Assistant ended by itself (code {code}). Its log ends with:\n"
            f"{self._home.log_end}"
        )

    def _note(self, number: int, moment: str) -> None:
        """Compare what was announced with what the disk holds after a kill."""
        announced = self._announced()
        saved = self._saved()
        repeated = [trophy for trophy in announced if self.report.announced[trophy]]
        self._check(announced, f"before kill {number}")
        for trophy in saved & self.report.earned:
            if not self.report.announced[trophy]:
                self.report.failures.append(
                    f"{trophy} was saved before it was announced (kill {number})"
                )
        self._may_repeat = set(self.report.announced) - saved
        kill = Kill(
            number=number,
            moment=moment,
            earned=self._earned_in_run,
            announced=announced,
            heard=list(self._ear.heard),
            unsaved=self._may_repeat,
            repeated=repeated,
        )
        self.report.heard.update(self._ear.heard)
        self._ear.heard.clear()
        self._earned_in_run = 0
        self.report.kills.append(kill)
        self._tell(self.report.table.splitlines()[-1])

    def _announced(self) -> list[Trophy]:
        """Return what was announced since this was asked last."""
        lines = self._witness.read_text().splitlines()
        new = [_key(json.loads(line)) for line in lines[self._seen :]]
        self._seen = len(lines)
        return new

    def _check(self, announced: list[Trophy], when: str) -> None:
        """Count announcements, and object to those that must not come again."""
        for trophy in announced:
            if trophy not in self.report.earned:
                self.report.failures.append(f"{trophy} was announced but not earned")
            if self.report.announced[trophy] and trophy not in self._may_repeat:
                self.report.failures.append(f"{trophy} was repeated {when}")
            self._may_repeat.discard(trophy)
            self.report.announced[trophy] += 1

    def _saved(self) -> set[Trophy]:
        """Return which trophies the library on the disk knows."""
        account_id = self._emulator.account.account_id
        file = self._home.folder / ".storage" / f"{DOMAIN}.{account_id}.library"
        if not file.exists():
            return set()
        library = archive.load(json.loads(file.read_text())["data"], time.time())
        return {
            (record.title.np_communication_id, trophy_id)
            for record in library.records
            for trophy_id in record.trophies
        }

    async def _come_to_rest(self) -> None:
        """Start once more and let everything be announced that is left."""
        await self._home.start()
        announced: list[Trophy] = []
        for _ in range(LAST_POLLS):
            await self._sync()
            announced += self._announced()
            if self.report.earned <= self.report.announced.keys() | set(announced):
                break
        # In order, so that automations get to act on what they heard.
        await self._home.stop()
        announced += self._announced()
        self._check(announced, "after the last kill")
        self.report.heard.update(self._ear.heard)

    def _judge(self) -> None:
        """Add what can be said only at the end."""
        report = self.report
        report.failures += [
            f"{trophy} was never announced"
            for trophy in sorted(report.earned - report.announced.keys())
        ]
        report.failures += [
            f"an automation heard {trophy} more often than it was announced"
            for trophy, times in report.heard.items()
            if times > report.announced[trophy]
        ]
        report.failures += self._home.complaints()
        report.failures += [
            f"the service was asked carelessly: {violation}"
            for violation in self._emulator.violations
        ]


def _trophy(earned: Earned) -> Trophy:
    """Return what tells a trophy from all others."""
    return earned.title_id, earned.trophy_id


def _key(written: list[Any]) -> Trophy:
    """Return a trophy as the witness wrote it down."""
    title_id, trophy_id = written
    return title_id, trophy_id


async def crash(
    folder: Path,
    *,
    moments: Iterable[str],
    seed: int,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Run the whole test in an empty folder and return what came of it."""
    ear = Ear()
    async with Emulator(titles=TITLES) as emulator, ear.open():
        return await CrashTest(folder, emulator, ear, seed=seed, tell=tell).run(moments)


async def soak(kills: int, seed: int) -> None:
    """Tell how it goes; raises ProgramError where a trophy was lost or repeated."""
    say(f"Killing Home Assistant {kills} times (--seed {seed})")
    write(Report().table)
    began = time.monotonic()
    moments = [FIRST_MOMENT, *Random(seed).choices(MOMENTS, k=kills - 1)]
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        report = await crash(Path(folder), moments=moments, seed=seed, tell=write)
    say(f"{report.summary} ({time.monotonic() - began:.0f} s)")
    if report.failures:
        raise ProgramError("\n  ".join(["Not passed:", *report.failures]))
    say("Passed")


def main() -> int:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(
        prog="scripts/soak",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(1000))
    arguments = parser.parse_args()
    return run(lambda: soak(arguments.kills, arguments.seed))


if __name__ == "__main__":
    sys.exit(main())
