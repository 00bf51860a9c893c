"""Run the emulator as a program."""

import argparse
import asyncio
import json
from pathlib import Path
import signal
import sys

from .emulator import Emulator


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.emulator",
        description="A stand-in for the PlayStation hosts, on loopback.",
    )
    parser.add_argument("--titles", type=int, default=40, help="0 to 2000 (40)")
    parser.add_argument("--seed", type=int, default=7, help="of the world (7)")
    parser.add_argument("--port", type=int, default=0, help="TLS (any free one)")
    parser.add_argument("--plain-port", type=int, default=0, help="HTTP (any free one)")
    parser.add_argument("--state-dir", type=Path, help="where the CA file goes")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    arguments = parser.parse_args()
    if not 0 <= arguments.titles <= 2000:
        parser.error("--titles must be between 0 and 2000")
    return arguments


def _greeting(emulator: Emulator, as_json: bool) -> str:
    if as_json:
        return json.dumps(
            {
                "port": emulator.port,
                "plain_port": emulator.plain_port,
                "npsso": emulator.npsso,
                "account_id": emulator.account.account_id,
                "online_id": emulator.account.online_id,
                "ca_file": str(emulator.ca_file),
                "control": f"http://127.0.0.1:{emulator.plain_port}/_emulator/",
            }
        )
    return "\n".join(
        (
            f"PlayStation service emulated with {len(emulator.account.titles)} titles.",
            f"  TLS port    {emulator.port}",
            f"  plain port  {emulator.plain_port}",
            f"  account     {emulator.account.online_id}",
            f"  NPSSO       {emulator.npsso}",
            f"  CA file     {emulator.ca_file}",
            f"  control     http://127.0.0.1:{emulator.plain_port}/_emulator/",
            "Ctrl+C ends it.",
        )
    )


async def _run(arguments: argparse.Namespace) -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, done.set)
    async with Emulator(
        titles=arguments.titles,
        seed=arguments.seed,
        port=arguments.port,
        plain_port=arguments.plain_port,
        state_dir=arguments.state_dir,
    ) as emulator:
        sys.stdout.write(_greeting(emulator, arguments.json) + "\n")
        sys.stdout.flush()
        await done.wait()


def main() -> None:
    """Run until told to end."""
    asyncio.run(_run(_arguments()))


if __name__ == "__main__":
    main()
