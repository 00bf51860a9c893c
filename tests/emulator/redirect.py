"""Makes this process reach the emulator when it talks to Sony's host names.

Only name look-up, outgoing connections and trust are touched, and only for those
names, so that code under test needs no switch. Everything is undone afterwards.
"""

from collections.abc import Callable
from contextlib import ExitStack
import os
from pathlib import Path
import socket
import sys
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

from aiohttp import abc, connector, resolver

from .hosts import ALL_HOSTS
from .tls import client_contexts

# A loopback address nobody else uses: whoever connects to it wants the emulator.
MARKER = "127.83.80.78"
TARGET = "127.0.0.1"
PLAIN_PORT = 80

CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")


class Redirect:
    """The redirect; a context manager, or `install` and `undo`."""

    def __init__(self, *, port: int, plain_port: int, ca_file: Path) -> None:
        """Keep where to go."""
        self.port = port
        self.plain_port = plain_port
        self.ca_file = ca_file
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Install it."""
        self.install()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        err: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Undo it."""
        self.undo()

    def install(self) -> None:
        """Redirect from now on."""
        with ExitStack() as stack:
            self._patch_sockets(stack)
            self._patch_resolver(stack)
            self._patch_trust(stack)
            self._stack = stack.pop_all()

    def undo(self) -> None:
        """Leave everything as it was found."""
        self._stack.close()

    def _patch_sockets(self, stack: ExitStack) -> None:
        look_up = socket.getaddrinfo

        def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
            if not _is_ours(host):
                return look_up(host, port, *args, **kwargs)
            family = args[0] if args else kwargs.get("family", 0)
            if family == socket.AF_INET6:
                raise socket.gaierror(socket.EAI_NONAME, "emulated over IPv4 only")
            return look_up(MARKER, port, *args, **kwargs)

        stack.enter_context(patch.object(socket, "getaddrinfo", getaddrinfo))
        # A guard may stand in for the class; connections are the real one's.
        real = next(c for c in socket.socket.__mro__ if c.__name__ == "socket")
        for name in ("connect", "connect_ex"):
            self._wrap(stack, real, name)

    def _wrap(self, stack: ExitStack, owner: type, name: str) -> None:
        # Looked up once: a guard that was put there before us keeps working.
        original: Callable[..., Any] = getattr(owner, name)

        def connect(instance: socket.socket, address: Any) -> Any:
            return original(instance, self._target(address))

        if name in vars(owner):
            stack.enter_context(patch.object(owner, name, connect))
        else:
            # Inherited from the C class: take ours away again, put nothing back.
            setattr(owner, name, connect)
            stack.callback(_delete, owner, name, connect)

    def _target(self, address: Any) -> Any:
        if isinstance(address, tuple) and _decoded(address[0]) == MARKER:
            port = self.plain_port if address[1] == PLAIN_PORT else self.port
            return (TARGET, port)
        return address

    def _patch_resolver(self, stack: ExitStack) -> None:
        """Answer for aiohttp's own resolver, which does not ask the socket module."""
        original = resolver.AsyncResolver.resolve

        async def resolve(
            instance: resolver.AsyncResolver,
            host: str,
            port: int = 0,
            family: socket.AddressFamily = socket.AF_INET,
        ) -> list[abc.ResolveResult]:
            if not _is_ours(host):
                return await original(instance, host, port, family)
            if family == socket.AF_INET6:
                raise OSError(None, "emulated over IPv4 only")
            return [
                abc.ResolveResult(
                    hostname=host,
                    host=MARKER,
                    port=port,
                    family=socket.AF_INET,
                    proto=0,
                    flags=socket.AI_NUMERICHOST,
                )
            ]

        stack.enter_context(patch.object(resolver.AsyncResolver, "resolve", resolve))

    def _patch_trust(self, stack: ExitStack) -> None:
        bundle = dict.fromkeys(CA_VARIABLES, str(self.ca_file))
        stack.enter_context(patch.dict(os.environ, bundle))
        make = client_contexts(self.ca_file)
        # Both keep contexts that were made long before the bundle was written.
        stack.enter_context(
            patch.object(connector, "_SSL_CONTEXT_VERIFIED", make(alpn=("http/1.1",)))
        )
        if util := sys.modules.get("homeassistant.util.ssl"):

            def client_context(
                cipher_list: Any = util.SSLCipherList.PYTHON_DEFAULT,
                alpn: tuple[str, ...] | None = None,
            ) -> Any:
                return make(util.SSL_CIPHER_LISTS.get(cipher_list), alpn)

            stack.enter_context(patch.object(util, "_client_context", client_context))


def redirect(*, port: int, plain_port: int, ca_file: Path | str) -> Redirect:
    """Return a redirect to an emulator in any process of this machine."""
    return Redirect(port=port, plain_port=plain_port, ca_file=Path(ca_file))


def _decoded(host: Any) -> Any:
    return host.decode("ascii", "replace") if isinstance(host, bytes) else host


def _is_ours(host: Any) -> bool:
    name = _decoded(host)
    return isinstance(name, str) and name.lower().rstrip(".") in ALL_HOSTS


def _delete(owner: type, name: str, ours: Any) -> None:
    if vars(owner).get(name) is ours:
        delattr(owner, name)
