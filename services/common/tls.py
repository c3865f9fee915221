"""TLS and mTLS of gRPC, from files that are read again when they change.

A server shows `TESSERA_TLS_CERT` and `TESSERA_TLS_KEY`; with `TESSERA_TLS_CLIENT_CA` it takes only
callers with a certificate of that authority. A caller trusts `TESSERA_TLS_CA` and shows the same
certificate as its own. Each handshake looks at the files, so connections live on and calls are not
lost when a certificate is replaced; a certificate whose key is not there yet waits for it.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import grpc
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from prometheus_client import Gauge

from services.common import telemetry
from services.common.settings import SettingsError

LOOK_S = 5.0
"""How often files are looked at."""

EXPIRES = Gauge("tessera_tls_expires_at_seconds", "When the certificate of this process expires.")

_log = telemetry.log("tls")


class TlsSettings(Protocol):
    """The settings of a process that are read here."""

    @property
    def tls_cert(self) -> Path | None: ...
    @property
    def tls_key(self) -> Path | None: ...
    @property
    def tls_ca(self) -> Path | None: ...


class TlsServerSettings(TlsSettings, Protocol):
    """Those of a server."""

    @property
    def tls_client_ca(self) -> Path | None: ...


@dataclass(frozen=True)
class Pems:
    """The contents of the files; None for a file that is not asked for."""

    cert: bytes | None
    key: bytes | None
    ca: bytes | None


class PemFiles:
    """Certificate, key and authority, as the files last made sense. Any thread may ask."""

    def __init__(
        self,
        cert: Path | None,
        key: Path | None,
        ca: Path | None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Raises SettingsError for files that cannot be read, or do not belong together."""
        if (cert is None) != (key is None):
            raise SettingsError("TESSERA_TLS_CERT and TESSERA_TLS_KEY are set together")
        self._paths = (cert, key, ca)
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._seen = self._stamps()
        self._looked_at = monotonic()
        self.generation = 1
        """It goes up when the files have changed."""
        try:
            self._pems = self._read()
        except (OSError, ValueError) as error:
            raise SettingsError(f"TESSERA_TLS_…: {error}") from error

    def current(self) -> Pems:
        """The contents now; `generation` tells whether they are new."""
        with self._lock:
            now = self._monotonic()
            if now - self._looked_at >= LOOK_S:
                self._looked_at = now
                self._look()
            return self._pems

    def _look(self) -> None:
        stamps = self._stamps()
        if stamps == self._seen:
            return
        try:
            pems = self._read()
        except (OSError, ValueError) as error:
            # Files are replaced one after the other: the next look finds them together.
            _log.warning("tls_files_unusable", error=str(error))
            return
        self._seen = stamps
        if pems != self._pems:
            self._pems = pems
            self.generation += 1
            _log.info("tls_files_changed")

    def _stamps(self) -> tuple[tuple[int, int, int] | None, ...]:
        return tuple(None if path is None else _stamp(path) for path in self._paths)

    def _read(self) -> Pems:
        pems = Pems(*(None if path is None else path.read_bytes() for path in self._paths))
        if pems.cert is not None and pems.key is not None:
            shown = x509.load_pem_x509_certificate(pems.cert)
            if shown.public_key() != load_pem_private_key(pems.key, None).public_key():
                raise ValueError("the key is not the certificate's")
            EXPIRES.set(shown.not_valid_after_utc.timestamp())
        if pems.ca is not None:
            x509.load_pem_x509_certificates(pems.ca)
        return pems


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def server_credentials(settings: TlsServerSettings) -> grpc.ServerCredentials | None:
    """What a server shows and asks for; None for plain. Raises SettingsError."""
    if settings.tls_cert is None and settings.tls_key is None:
        if settings.tls_client_ca is not None:
            raise SettingsError("TESSERA_TLS_CLIENT_CA needs TESSERA_TLS_CERT and TESSERA_TLS_KEY")
        return None
    files = PemFiles(settings.tls_cert, settings.tls_key, settings.tls_client_ca)
    given = files.generation

    def configuration() -> grpc.ServerCertificateConfiguration:
        pems = files.current()
        assert pems.cert is not None
        assert pems.key is not None
        return grpc.ssl_server_certificate_configuration([(pems.key, pems.cert)], pems.ca)

    def fetch() -> grpc.ServerCertificateConfiguration | None:
        nonlocal given
        files.current()
        if files.generation == given:
            return None
        given = files.generation
        return configuration()

    return grpc.dynamic_ssl_server_credentials(
        configuration(),
        fetch,  # type: ignore[arg-type]  # None is "as before", which the hints do not know
        require_client_authentication=settings.tls_client_ca is not None,
    )


def client_files(settings: TlsSettings) -> PemFiles | None:
    """What a caller of our services trusts and shows; None for plain. Raises SettingsError."""
    if settings.tls_ca is None:
        return None
    return PemFiles(settings.tls_cert, settings.tls_key, settings.tls_ca)


def channel_credentials(pems: Pems) -> grpc.ChannelCredentials:
    """The credentials of a gRPC channel."""
    return grpc.ssl_channel_credentials(pems.ca, pems.key, pems.cert)
