"""Ports of this machine."""

import socket


def port_is_free(port: int) -> bool:
    """Return whether nobody listens on a port."""
    with socket.socket() as candidate:
        # A connection that has just ended does not count, as it does not for servers.
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port that nobody listens on right now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
