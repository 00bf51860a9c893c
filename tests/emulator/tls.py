"""A throw-away certificate authority for all host names."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
import datetime as dt
from functools import cache
from hashlib import sha256
from pathlib import Path
import ssl
from unittest.mock import patch

import certifi
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificate
import trustme

from .hosts import ALL_HOSTS

CA_FILE = "emulator-ca.pem"


@cache
def authority() -> trustme.CA:
    """Return the authority of this process."""
    with _real_dates():
        return trustme.CA(organization_name="Emulator")


@contextmanager
def _real_dates() -> Iterator[None]:
    """Let certificates be made while a test has frozen the time.

    Their library remembers the first class of dates that it meets, for good.
    """
    real = next(c for c in dt.datetime.__mro__ if c.__module__ == "datetime")
    with patch.object(dt, "datetime", real):
        yield


@cache
def certificate() -> trustme.LeafCert:
    """Return what the TLS listener shows its callers."""
    names = (*sorted(ALL_HOSTS), "localhost", "127.0.0.1")
    with _real_dates():
        return authority().issue_cert(*names)


def key_pin() -> str:
    """Return the fingerprint of the certificate's key, as browsers write it."""
    shown = load_pem_x509_certificate(certificate().cert_chain_pems[0].bytes())
    key = shown.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    return b64encode(sha256(key).digest()).decode()


@cache
def server_context() -> ssl.SSLContext:
    """Return how the TLS listener talks to its callers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate().configure_cert(context)
    context.set_alpn_protocols(["http/1.1"])
    return context


def write_bundle(folder: Path) -> Path:
    """Write certifi's bundle and the authority into one file and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / CA_FILE
    bundle = Path(certifi.where()).read_bytes()
    file.write_bytes(bundle + b"\n" + authority().cert_pem.bytes())
    return file


def client_contexts(ca_file: Path) -> Callable[..., ssl.SSLContext]:
    """Return a maker of contexts that trust the bundle.

    One for all bundles that say the same, because reading one takes long.
    """
    bundle = ca_file.read_text()

    def make(
        ciphers: str | None = None, alpn: tuple[str, ...] | None = None
    ) -> ssl.SSLContext:
        return _client_context(bundle, ciphers, alpn)

    return make


@cache
def _client_context(
    bundle: str, ciphers: str | None, alpn: tuple[str, ...] | None
) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=bundle)
    if ciphers:
        context.set_ciphers(ciphers)
    if alpn:
        context.set_alpn_protocols(list(alpn))
    return context
