"""The keys that sign and verify tokens, and their rotation while processes run.

A key folder holds `jwks.json` (the public keys, for verifiers) and, for processes that make tokens,
`signing.pem` and `signing.kid`. Processes read changed files again, so keys can be rotated:

    python -m services.common.keys make DIR     make the first pair, unless there is one
    python -m services.common.keys rotate DIR   make a new pair that signs; the previous stays valid
    python -m services.common.keys retire DIR   only the key that signs stays valid

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
"""The public keys that are valid together: the key that signs and its predecessor."""
LOOK_S = 5.0
"""How often a file is checked for changes."""
UNKNOWN_LOOK_S = 1.0
"""How often tokens of unknown keys can cause such a check."""

_log = telemetry.log("keys")


def make_keys(directory: Path, *, rotate: bool = False) -> None:
    """Make a key pair in `directory`, unless there is one; with `rotate`, make another one.

    After a rotation, tokens of the previous key are still valid. Each file is replaced as a whole,
    and the public key is written before the private key.
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
    # Written last, because its presence means that the folder is complete.
    _write(directory / "signing.pem", pem, 0o600)


def retire_keys(directory: Path) -> None:
    """Remove all public keys except that of the key that signs.

    Raises FileNotFoundError when there is no key.
    """
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
    """The public keys in a file, which is read again when it changes.

    `read` is a function of `services.common.issuers`. `generation` grows whenever the keys change.
    """

    def __init__(self, path: Path, read: Read = own_keys) -> None:
        self._path = path
        self._read = read
        self._seen = _mark(path)
        self._keys = read(path)
        self._looked_at = time.monotonic()
        self.generation = 0

    def get(self, kid: str) -> PublicKey | None:
        """The key `kid`; None when the file does not have it, or no longer."""
        if kid not in self._keys:
            self.refresh(UNKNOWN_LOOK_S)
        return self._keys.get(kid)

    def brands_of(self, issuer: str, role: str) -> frozenset[str]:
        """The brands for whose callers of that role another issuer may sign."""
        keys = [key for key in self._keys.values() if key.issuer == issuer]
        named = (key.brands or frozenset() for key in keys if key.roles and role in key.roles)
        return frozenset().union(*named)

    def refresh(self, after_s: float = LOOK_S) -> None:
        """Check the file, unless the last check is younger than `after_s`.

        If the file can't be read, the keys stay as they are.
        """
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
        """Raises FileNotFoundError when there is no key, ValueError if it is not Ed25519."""
        self._directory = directory
        self._seen = _mark(directory / "signing.pem")
        self.key, self.kid = _signing(directory)
        self._looked_at = time.monotonic()

    def refresh(self) -> None:
        """Check the file when the last check is old. If it can't be read, the key stays."""
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
    """A value that differs after each change; a cluster gives a changed file another inode."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def _signing(directory: Path) -> tuple[Ed25519PrivateKey, str]:
    path = directory / "signing.pem"
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} is not an Ed25519 key")
    return key, (directory / "signing.kid").read_text("utf-8").strip()


def main(arguments: Sequence[str] | None = None) -> None:
    """Make, rotate or retire keys."""
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
