"""The key that seals the seeds of lotteries, in a file of its own: `services.common.sealing`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from services.common.sealing import SealKey as Sealing
from services.common.sealing import SealUnavailable, make_seal, read_seal
from services.points.lottery.domain.seed import SeedUnavailable

SEAL_FILE = "points.seal"
"""64 hexadecimal digits."""


class SealKey:
    """Seals seeds and opens them, each for its brand, lottery and day. Without a key every seed is
    unavailable."""

    def __init__(self, key: bytes | None) -> None:
        self._sealing = Sealing(key, SEAL_FILE)

    def seal(self, brand: str, name: str, seed: bytes) -> bytes:
        """The seed as noise, 28 bytes longer. Raises SeedUnavailable."""
        try:
            return self._sealing.seal(f"{brand}/{name}", seed)
        except SealUnavailable as error:
            raise SeedUnavailable(str(error)) from error

    def open(self, brand: str, name: str, sealed: bytes) -> bytes:
        """The seed back. Raises SeedUnavailable where another key sealed it, or another place."""
        try:
            return self._sealing.open(f"{brand}/{name}", sealed)
        except SealUnavailable as error:
            raise SeedUnavailable(str(error)) from error


def load(keys_dir: Path, environment: Literal["development", "production"]) -> SealKey:
    """The key in `keys_dir`. In development it is made where absent; in production its absence
    stops lotteries and nothing else. Raises ValueError for a malformed file."""
    return SealKey(read_seal(keys_dir, SEAL_FILE, environment))


def make_key(keys_dir: Path) -> None:
    """Make the file where absent; one that is there is never touched."""
    make_seal(keys_dir, SEAL_FILE)
