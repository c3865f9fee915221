"""The keys that sign and check tokens, and how they are changed while everything runs.

A key folder holds `jwks.json` (public keys by `kid`: what a verifier reads) and, where tokens are
minted, `signing.pem` and `signing.kid`. Processes look at these files again as they work, so:

    python -m services.common.keys make DIR     the first pair; kept when there is one
    python -m services.common.keys rotate DIR   a new pair signs; the last stays good
    python -m services.common.keys retire DIR   only the key that signs stays good

In a cluster the new `jwks.json` must reach every verifier before the new `signing.pem` is used.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from services.common import telemetry
from services.common.ids import new_id
from services.common.issuers import EDDSA, PublicKey, Read, own_keys

ALGORITHM = EDDSA
KEYS_MAX = 2
"""Public keys that are good at once: the one that signs, and the one before."""
LOOK_S = 5.0
"""How often a file is looked at for a change."""
UNKNOWN_LOOK_S = 1.0
"""How often tokens that name an unknown key can have the file looked at."""

_log = telemetry.log("keys")


def make_keys(directory: Path, *, rotate: bool = False) -> None:
    """Make a key pair in `directory`; one that is there stays, unless it is to `rotate`.

    After a rotation, tokens of the key before are still good. Each file is replaced as a whole, and
    the public key is there before anything can be signed with it.
    """
    if (directory / "signing.pem").exists() and not rotate:
        return
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    private = Ed25519PrivateKey.generate()
    kid = new_id("key")
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    jwk = json.loads(OKPAlgorithm.to_jwk(private.public_key()))
    jwk |= {"kid": kid, "use": "sig", "alg": ALGORITHM}
    _publish(directory, [jwk, *_published(directory)][:KEYS_MAX])
    _write(directory / "signing.kid", kid.encode(), 0o644)
    # Last, because its presence says that the folder is complete.
    _write(directory / "signing.pem", pem, 0o600)


def retire_keys(directory: Path) -> None:
    """Leave only the key that signs. Raises FileNotFoundError where there is none."""
    kid = (directory / "signing.kid").read_text("utf-8").strip()
    _publish(directory, [jwk for jwk in _published(directory) if jwk["kid"] == kid])


def _published(directory: Path) -> list[dict[str, Any]]:
    path = directory / "jwks.json"
    if not path.exists():
        return []
    keys: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["keys"]
    return keys


def _publish(directory: Path, keys: Sequence[Mapping[str, Any]]) -> None:
    _write(directory / "jwks.json", json.dumps({"keys": keys}, indent=1).encode(), 0o644)


def _write(path: Path, content: bytes, mode: int) -> None:
    partial = path.with_name(path.name + ".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    partial.replace(path)


class PublicKeys:
    """The keys in a file, by `read` of `services.common.issuers`; read again when it has changed.

    `generation` grows whenever the keys are others than before.
    """

    def __init__(self, path: Path, read: Read = own_keys) -> None:
        self._path = path
        self._read = read
        self._seen = _mark(path)
        self._keys = read(path)
        self._looked_at = time.monotonic()
        self.generation = 0

    def get(self, kid: str) -> PublicKey | None:
        """The key of that name; None when it is not, or no longer, one of ours."""
        if kid not in self._keys:
            self.refresh(UNKNOWN_LOOK_S)
        return self._keys.get(kid)

    def refresh(self, after_s: float = LOOK_S) -> None:
        """Look at the file when the last look is that old. One it can't read changes nothing."""
        now = time.monotonic()
        if now - self._looked_at < after_s:
            return
        self._looked_at = now
        try:
            mark = _mark(self._path)
            if mark == self._seen:
                return
            keys = self._read(self._path)
        except (OSError, ValueError, KeyError, TypeError, jwt.InvalidKeyError) as error:
            _log.warning("keys_unreadable", error=type(error).__name__)
            return
        self.generation += keys != self._keys
        self._seen, self._keys = mark, keys
        _log.info("keys_read", keys=sorted(keys))


class SigningKey:
    """The private key in a folder, read again after a rotation."""

    def __init__(self, directory: Path) -> None:
        """Raises FileNotFoundError where there is none, ValueError for one of another kind."""
        self._directory = directory
        self._seen = _mark(directory / "signing.pem")
        self.key, self.kid = _signing(directory)
        self._looked_at = time.monotonic()

    def refresh(self) -> None:
        """Look at the file when the last look is old. One that can't be read changes nothing."""
        now = time.monotonic()
        if now - self._looked_at < LOOK_S:
            return
        self._looked_at = now
        try:
            mark = _mark(self._directory / "signing.pem")
            if mark != self._seen:
                self.key, self.kid = _signing(self._directory)
                self._seen = mark
        except (OSError, ValueError) as error:
            _log.warning("keys_unreadable", error=type(error).__name__)


def _mark(path: Path) -> tuple[int, int, int]:
    """Another one after each change; a cluster changes a mounted file by another inode."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def _signing(directory: Path) -> tuple[Ed25519PrivateKey, str]:
    path = directory / "signing.pem"
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} is not an Ed25519 key")
    return key, (directory / "signing.kid").read_text("utf-8").strip()


def main(arguments: Sequence[str] | None = None) -> None:
    """Make, rotate or retire keys. Ends with a sentence when there is nothing to retire."""
    parser = argparse.ArgumentParser(prog="python -m services.common.keys")
    parser.add_argument("what", choices=("make", "rotate", "retire"))
    parser.add_argument("directory", type=Path)
    options = parser.parse_args(arguments)
    if options.what != "retire":
        make_keys(options.directory, rotate=options.what == "rotate")
        return
    try:
        retire_keys(options.directory)
    except FileNotFoundError:
        sys.exit(f"{options.directory} has no keys.")


if __name__ == "__main__":
    main()
