"""The demo: a made-up trophy hunter on a real Home Assistant.

scripts/demo                   start it; Ctrl-C ends it
scripts/demo --fresh           forget everything and start anew
scripts/demo --port 8200       on another port than 8123
scripts/demo earn [GRADE]      earn a trophy in the running demo
scripts/demo launch            start a new game in the running demo
"""

import contextlib
import json
import sys
from textwrap import indent
from typing import Any

import aiohttp

from .dashboard import lay_out
from .home import DOMAIN, EmulatorAddress, Home, HomeError
from .journal import JournalError, RememberingEmulator
from .program import (
    STATE,
    ProgramError,
    Running,
    choose_port,
    forget,
    keep_running,
    read_arguments,
    run,
    running_home,
    say,
    shown,
    write,
)

TITLES = 120
GRADES = ("bronze", "silver", "gold", "platinum")
ARTICLES = {"platinum": "the platinum"}

RUNNING = Running("demo")
FOLDER = STATE / "demo"
HOME_FOLDER = FOLDER / "home"
JOURNAL_FOLDER = FOLDER / "emulator"


def _forget_tokens() -> None:
    """Forget the logins of an earlier run, which this stand-in knows nothing of.

    Another one may be a quarter of an hour away: logins are rare by intention.
    """
    for file in (HOME_FOLDER / ".storage").glob(f"{DOMAIN}.*.tokens"):
        file.unlink()


async def start(*, port: int | None, fresh: bool) -> None:
    """Run the demo until it is ended."""
    with RUNNING.alone():
        if fresh:
            forget(FOLDER)
        port = choose_port(port)
        say(f"Starting a stand-in for Sony's service, with a library of {TITLES} games")
        async with _emulator() as emulator:
            _sit_down(emulator)
            address = EmulatorAddress(
                emulator.port, emulator.plain_port, emulator.ca_file
            )
            home = Home(
                HOME_FOLDER, emulator=address, port=port, emulated_pictures=True
            )
            _forget_tokens()
            async with running_home(home):
                await _furnish(home, emulator)
                RUNNING.write(
                    url=home.url,
                    port=home.port,
                    control=f"http://127.0.0.1:{emulator.plain_port}/_emulator/",
                )
                _tell(home)
                await keep_running(home)


def _emulator() -> RememberingEmulator:
    """Make the emulator, with all that happened in it so far."""
    try:
        return RememberingEmulator(
            JOURNAL_FOLDER,
            titles=TITLES,
            on_news=lambda news: write(indent(news, "  ")),
        )
    except JournalError as err:
        raise ProgramError(
            f"The demo of another version cannot be continued ({err}). "
            "scripts/demo --fresh starts anew."
        ) from err


def _sit_down(emulator: RememberingEmulator) -> None:
    """Let the account play what it played last, unless it plays already."""
    if emulator.account.playing is None:
        latest = next(
            title
            for title in emulator.account.listing(own=True)
            if not title.hidden and title.missing() and "PS5" in title.set.platforms
        )
        emulator.launch(latest.set.id)


async def _furnish(home: Home, emulator: RememberingEmulator) -> None:
    """Add what is missing: the account and the dashboard."""
    if not await home.entries():
        say("Adding the account through Home Assistant's own form")
        await home.add_account(emulator.npsso)
    if await lay_out(home, FOLDER / "dashboard.json"):
        say("Laying out the dashboard")


def _tell(home: Home) -> None:
    """Say where everything is."""
    say("Ready")
    write(
        f"""
  {home.url}    no login needed on this machine

  In another terminal:
    scripts/demo earn           earn a trophy; also earn bronze, silver, gold, platinum
    scripts/demo launch         start a new game
  Home Assistant's log is in {shown(home.log_file)}. Ctrl-C ends everything.
"""
    )


async def _control(action: str, **parameters: Any) -> Any:
    """Let something happen in the running demo and return the emulator's answer."""
    note = RUNNING.read()
    if note is None:
        raise ProgramError("No demo is running. Start one with scripts/demo.")
    if "control" not in note:
        raise ProgramError("The demo is still starting. Try again in a moment.")
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{note['control']}{action}", json=parameters) as response,
        ):
            answer = await response.json()
    except aiohttp.ClientError as err:
        raise ProgramError(f"The demo does not answer: {err}") from err
    if "error" in answer:
        raise ProgramError(answer["error"])
    return answer["result"]


async def _show_at_once(key: str) -> None:
    """Ask Home Assistant to look now instead of at its next poll."""
    note = RUNNING.read() or {}
    home = Home(HOME_FOLDER, emulator=None, port=note.get("port", 0))
    with contextlib.suppress(HomeError, aiohttp.ClientError):
        ids = await home.entity_ids()
        await home.call("homeassistant", "update_entity", entity_id=ids[key])
        write("Home Assistant is looking now; by itself it looks every 20 seconds.")
        return
    write("Home Assistant will notice within a minute.")


async def earn(grade: str | None) -> None:
    """Earn a trophy in the running demo."""
    if grade is not None and grade not in GRADES:
        raise ProgramError(
            f"There is no grade “{grade}”. The grades are {', '.join(GRADES)}."
        )
    try:
        trophies = await _control("earn", grade=grade)
    except ProgramError as err:
        if "no title for that" not in str(err):
            raise
        raise ProgramError(
            f"No game has {ARTICLES.get(grade or '', 'such a')} trophy left to earn. "
            "Start a new game with scripts/demo launch."
        ) from err
    last = trophies[-1]
    on_the_way = len(trophies) - 1
    write(
        f"🏆 {last['title_name'].strip()}: “{last['name']}” ({last['grade']}), "
        f"{last['detail'].rstrip('.')}"
        + (f"; and {on_the_way} more on the way to it" if on_the_way else "")
        + "."
    )
    await _show_at_once("sensor.trophies_total")


async def launch() -> None:
    """Start a new game in the running demo."""
    await _control("launch")
    news = json.loads((JOURNAL_FOLDER / "journal.jsonl").read_text().splitlines()[-1])
    write(f"🎮 {news['news']}.")
    write(
        "Home Assistant asks every few minutes what is played, and sees the game then, "
        "or with its first trophy: scripts/demo earn"
    )


def main() -> int:
    """Do what was asked for."""
    arguments = read_arguments(
        "scripts/demo", __doc__ or "", ("start", "earn", "launch")
    )
    match arguments.what:
        case "start":
            return run(lambda: start(port=arguments.port, fresh=arguments.fresh))
        case "earn":
            return run(lambda: earn(arguments.detail))
        case _:
            return run(launch)


if __name__ == "__main__":
    sys.exit(main())
