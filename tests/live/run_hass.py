"""Run Home Assistant in this process, with Sony's host names leading to the emulator.

Usage: run_hass.py READY_FD TLS_PORT PLAIN_PORT CA_FILE [ARGUMENT OF HASS...]
Ports of 0 leave the real service where it is. A line is written to the file
descriptor once Home Assistant has started. When standard input ends, whoever started
this is gone, and Home Assistant is stopped. Where the environment variable
TROPHY_WITNESS names a file, every trophy announced is written there at once; where
TROPHY_HURRY is set, request budget and logins count an hour as a second.
"""

from importlib.util import find_spec
import os
import signal
import sys
from threading import Thread
from types import ModuleType
from typing import Any

from tests.emulator.redirect import redirect

from .hurry import HURRY, hurry
from .witness import WITNESS, write_down_announcements

# Would have to be compiled on every machine; only voice assistants use them.
VOICE_PACKAGES = {"pymicro_vad": "MicroVad", "pyspeex_noise": "AudioProcessor"}


def leave_out_voice() -> None:
    """Put empty modules where packages for voice assistants are missing.

    Home Assistant sets up its part for voice in any case and would greet everybody
    with a notice that this failed.
    """
    for name, wanted in VOICE_PACKAGES.items():
        if find_spec(name) is None:
            module = ModuleType(name)
            setattr(module, wanted, object)
            sys.modules[name] = module


def end_with_parent() -> None:
    """Stop in order when the other end of standard input is closed."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait, name="end_with_parent", daemon=True).start()


def announce_start(ready_fd: int) -> None:
    """Write to the file descriptor when Home Assistant has started."""
    from homeassistant import bootstrap
    from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
    from homeassistant.core import Event, HomeAssistant

    set_up = bootstrap.async_setup_hass

    async def set_up_and_announce(*args: Any, **kwargs: Any) -> HomeAssistant | None:
        hass = await set_up(*args, **kwargs)
        if hass is not None:
            if witness := os.environ.get(WITNESS):
                write_down_announcements(hass, witness)

            async def started(event: Event) -> None:
                os.write(ready_fd, b"started\n")
                os.close(ready_fd)

            hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STARTED, started)
        return hass

    bootstrap.async_setup_hass = set_up_and_announce


def hurry_if_asked() -> None:
    """Let the request budget hurry before anything is set up that has one."""
    from homeassistant import bootstrap
    from homeassistant.core import HomeAssistant

    begin = bootstrap.async_from_config_dict

    async def hurry_and_begin(*args: Any, **kwargs: Any) -> HomeAssistant | None:
        hass = kwargs.get("hass", args[-1])
        assert isinstance(hass, HomeAssistant)
        hurry(hass)
        return await begin(*args, **kwargs)

    if os.environ.get(HURRY):
        bootstrap.async_from_config_dict = hurry_and_begin


def main() -> int:
    """Run Home Assistant until it ends."""
    ready_fd, tls_port, plain_port = (int(argument) for argument in sys.argv[1:4])
    ca_file = sys.argv[4]
    sys.argv[1:] = sys.argv[5:]
    end_with_parent()
    if tls_port:
        redirect(port=tls_port, plain_port=plain_port, ca_file=ca_file).install()
    announce_start(ready_fd)
    hurry_if_asked()
    leave_out_voice()
    from homeassistant.__main__ import main as hass_main

    return hass_main()


if __name__ == "__main__":
    sys.exit(main())
