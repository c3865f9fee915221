"""Keys that seal what a service keeps and must be able to read again, each in a file of its own.

AES-256-GCM with a random nonce of 12 bytes in front, and a name of the place as additional data, so
what is moved to another place does not open.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class SealUnavailable(Exception):
    """The key is missing, or is another one than that which sealed, or another place was named."""


class SealKey:
    """Seals and opens. Without a key both raise SealUnavailable."""

    def __init__(self, key: bytes | None, file: str) -> None:
        self._cipher = AESGCM(key) if key else None
        self._file = file

    def seal(self, place: str, clear: bytes) -> bytes:
        """`clear` as noise, 28 bytes longer. Raises SealUnavailable."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._key().encrypt(nonce, clear, place.encode())

    def open(self, place: str, sealed: bytes) -> bytes:
        """What was sealed for `place`. Raises SealUnavailable."""
        try:
            return self._key().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise SealUnavailable(f"what is sealed for {place} does not open") from error

    def _key(self) -> AESGCM:
        if self._cipher is None:
            raise SealUnavailable(f"the key {self._file} is missing")
        return self._cipher


def read_seal(
    keys_dir: Path, name: str, environment: Literal["development", "production"]
) -> bytes | None:
    """The key in the file `name` of `keys_dir`, 64 hexadecimal digits. In development it is made
    where absent; in production None stands for one that is absent, which stops what it seals and
    nothing else. Raises ValueError for a malformed file."""
    file = keys_dir / name
    if environment == "development":
        make_seal(keys_dir, name)
    if not file.exists():
        return None
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"{file} must have {2 * KEY_BYTES} hexadecimal digits")
    return key


def make_seal(keys_dir: Path, name: str) -> None:
    """Make the file where absent; one that is there is never touched."""
    file = keys_dir / name
    if file.exists():
        return  # the folder may be mounted read-only
    keys_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = keys_dir / f"{name}.{os.getpid()}.partial"
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
