"""The file of the deployment in which brands have their keys at providers."""

import json
from pathlib import Path

from services.common.telemetry import log
from services.feedback.providers.domain.credentials import ByBrand, credentials_of

BYTES_MAX = 1 << 20
TEXT_MAX = 300

_log = log("feedback.providers")


class CredentialsFile:
    """Implements `commands.CredentialsFile`: the file is read again when it changes."""

    def __init__(self, path: Path | None, *, plain: bool = False) -> None:
        """Raises OSError and ValueError. `plain` allows addresses without TLS: for development."""
        self._path = path
        self._plain = plain
        self._seen: tuple[int, int] = (0, 0)
        self._credentials: ByBrand = {}
        self._problem = ""
        if path is not None:
            self._seen = _stamp(path)
            self._credentials = self._read(path)

    def current(self) -> ByBrand:
        if self._path is not None:
            try:
                seen = _stamp(self._path)
                if seen != self._seen:
                    self._seen = seen
                    self._credentials = self._read(self._path)
                    self._problem = ""
            except (OSError, ValueError) as error:
                # The last good one goes on; the text names a key and never its value.
                problem = f"{type(error).__name__}: {error}"[:TEXT_MAX]
                if problem != self._problem:
                    self._problem = problem
                    _log.error("providers_file_wrong", text=problem)
        return self._credentials

    def _read(self, path: Path) -> ByBrand:
        with path.open("rb") as file:
            content = file.read(BYTES_MAX + 1)
        if len(content) > BYTES_MAX:
            raise ValueError(f"at most {BYTES_MAX} bytes")
        return credentials_of(json.loads(content), plain=self._plain)


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size
