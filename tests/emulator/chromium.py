"""Makes a Chromium reach the emulator when a page asks for Sony's host names.

Names, ports and TLS stay the real ones for the page. Every other name leads nowhere.
"""

from .hosts import ALL_HOSTS

TARGET = "127.0.0.1"
PLAIN_PORT = 80


def arguments(*, port: int, plain_port: int, key_pin: str) -> tuple[str, ...]:
    """Return what to start Chromium with.

    It heeds the pin only with a profile folder of its own (`--user-data-dir`), as
    Playwright gives it one.
    """
    rules = [f"EXCLUDE {TARGET}"]
    for host in sorted(ALL_HOSTS):
        # The first rule that fits counts, so the one with a port goes before.
        rules += [
            f"MAP {host}:{PLAIN_PORT} {TARGET}:{plain_port}",
            f"MAP {host} {TARGET}:{port}",
        ]
    rules.append("MAP * ~NOTFOUND")
    return (
        f"--host-resolver-rules={', '.join(rules)}",
        # A proxy would look names up by itself.
        "--no-proxy-server",
        # The emulator's own certificate, and no other, needs no known authority.
        f"--ignore-certificate-errors-spki-list={key_pin}",
    )
