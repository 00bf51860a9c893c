"""A real Home Assistant with the integration, for your own PlayStation account.

scripts/develop                start it; Ctrl-C ends it
scripts/develop --fresh        forget everything and start anew
scripts/develop --port 8200    on another port than 8123
"""

import sys

from .home import Home
from .program import (
    STATE,
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

RUNNING = Running("develop")
FOLDER = STATE / "develop"


async def start(*, port: int | None, fresh: bool) -> None:
    """Run Home Assistant until it is ended."""
    with RUNNING.alone():
        if fresh:
            forget(FOLDER)
        home = Home(FOLDER, emulator=None, port=choose_port(port))
        async with running_home(home):
            RUNNING.write(url=home.url)
            await _tell(home)
            await keep_running(home)


async def _tell(home: Home) -> None:
    """Say where everything is."""
    say("Ready")
    write(f"\n  {home.url}    no login needed on this machine\n")
    if not await home.entries():
        write(
            "  Add your account there: Settings → Devices & services → Add integration →\n"
            "  PlayStation Trophies. Your token stays in this folder, on this machine."
        )
    write(
        "  Restart Home Assistant from its own pages to load changed code.\n"
        f"  Its log is in {shown(home.log_file)}. Ctrl-C ends everything.\n"
    )


def main() -> int:
    """Do what was asked for."""
    arguments = read_arguments("scripts/develop", __doc__ or "", ("start",))
    return run(lambda: start(port=arguments.port, fresh=arguments.fresh))


if __name__ == "__main__":
    sys.exit(main())
