"""The key that seals the secrets of endpoints, in a file of its own: `services.common.sealing`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from services.common.sealing import SealKey, SealUnavailable, make_seal, read_seal

SEAL_FILE = "feedback.seal"
"""64 hexadecimal digits."""


class SecretSeal:
    """Seals the keys of endpoints, each for its endpoint."""

    def __init__(self, key: bytes | None) -> None:
        self._key = SealKey(key, SEAL_FILE)

    def seal(self, endpoint: str, key: bytes) -> bytes | None:
        """The key as noise; None where ours is missing."""
        try:
            return self._key.seal(endpoint, key)
        except SealUnavailable:
            return None

    def open(self, endpoint: str, sealed: bytes) -> bytes | None:
        """The key back; None where ours is missing, or another one sealed it."""
        try:
            return self._key.open(endpoint, sealed)
        except SealUnavailable:
            return None


def load(keys_dir: Path, environment: Literal["development", "production"]) -> SecretSeal:
    """The key in `keys_dir`. In development it is made where absent; in production its absence
    stops webhooks and nothing else. Raises ValueError for a malformed file."""
    return SecretSeal(read_seal(keys_dir, SEAL_FILE, environment))


def make_key(keys_dir: Path) -> None:
    """Make the file where absent; one that is there is never touched."""
    make_seal(keys_dir, SEAL_FILE)
