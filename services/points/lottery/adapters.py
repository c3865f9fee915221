"""The key that seals the seeds of lotteries, in a file of its own.

AES-256-GCM with a random nonce of 12 bytes in front, and brand, lottery and day as additional data,
so a seed moved to another place does not open.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.points.lottery.domain.seed import SeedUnavailable

SEAL_FILE = "points.seal"
"""64 hexadecimal digits."""
KEY_BYTES = 32
NONCE_BYTES = 12


class SealKey:
    """Seals seeds and opens them. Without a key every seed is unavailable."""

    def __init__(self, key: bytes | None) -> None:
        self._cipher = AESGCM(key) if key else None

    def seal(self, brand: str, name: str, seed: bytes) -> bytes:
        """The seed as noise, 28 bytes longer. Raises SeedUnavailable."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._key().encrypt(nonce, seed, _place(brand, name))

    def open(self, brand: str, name: str, sealed: bytes) -> bytes:
        """The seed back. Raises SeedUnavailable where another key sealed it, or another place."""
        try:
            return self._key().decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _place(brand, name)
            )
        except (InvalidTag, ValueError) as error:
            raise SeedUnavailable(f"the seed {name} does not open") from error

    def _key(self) -> AESGCM:
        if self._cipher is None:
            raise SeedUnavailable(f"the key {SEAL_FILE} is missing")
        return self._cipher


def load(keys_dir: Path, environment: Literal["development", "production"]) -> SealKey:
    """The key in `keys_dir`. In development it is made where absent; in production its absence
    stops lotteries and nothing else. Raises ValueError for a malformed file."""
    file = keys_dir / SEAL_FILE
    if environment == "development":
        make_key(keys_dir)
    if not file.exists():
        return SealKey(None)
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"{file} must have {2 * KEY_BYTES} hexadecimal digits")
    return SealKey(key)


def make_key(keys_dir: Path) -> None:
    """Make the file where absent; one that is there is never touched."""
    file = keys_dir / SEAL_FILE
    if file.exists():
        return  # the folder may be mounted read-only
    keys_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = keys_dir / f"{SEAL_FILE}.{os.getpid()}.partial"
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(os.urandom(KEY_BYTES).hex() + "\n")
    try:
        # A link fails where another process was first, and its key stays.
        os.link(partial, file)
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def _place(brand: str, name: str) -> bytes:
    return f"{brand}/{name}".encode()
