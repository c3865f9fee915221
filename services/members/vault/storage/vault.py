"""Sealing personal data, and finding it without opening it.

Each member has a data key of 32 bytes. It is kept wrapped by the key-encryption key, apart from the
data that it opens; without it the member's data is noise, in every copy and backup. All sealing is
AES-256-GCM with a random nonce of 12 bytes in front, and brand, member and field as additional
data, so a value moved to another place does not open.

A blind index is HMAC-SHA256 over brand, kind and value with a key of its own: equal identities of a
brand have equal indexes, and nobody can compute one without the key.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
KEK_FILE = "members.kek"
INDEX_FILE = "members.index"
# The first byte of a wrapped key: the way of wrapping, so that it may change one day.
_WRAPPED_V1 = b"\x01"


class VaultProblem(Exception):
    """A key file is missing or malformed, or a value does not open: the message says which."""


class MemberKey:
    """Seals and opens what belongs to one member."""

    __slots__ = ("_aad", "_cipher")

    def __init__(self, brand: str, member_id: str, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._aad = f"{brand}/{member_id}/"

    def seal(self, field: str, text: str) -> bytes:
        """`text` as noise: 28 bytes longer than its UTF-8."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), (self._aad + field).encode())

    def open(self, field: str, sealed: bytes) -> str:
        """The text back. Raises VaultProblem when it is not this member's, or was changed."""
        return _open(self._cipher, sealed, (self._aad + field).encode(), field).decode()


class Vault:
    """Holds the two keys of the members service."""

    def __init__(self, kek: bytes, index_key: bytes) -> None:
        if len(kek) != KEY_BYTES or len(index_key) != KEY_BYTES:
            raise VaultProblem(f"keys of members are {KEY_BYTES} bytes")
        self._kek = AESGCM(kek)
        self._index_key = index_key

    def new_key(self, brand: str, member_id: str) -> tuple[MemberKey, bytes]:
        """A key for a new member, and the same wrapped, to be kept."""
        key = os.urandom(KEY_BYTES)
        nonce = os.urandom(NONCE_BYTES)
        wrapped = nonce + self._kek.encrypt(nonce, key, _owner(brand, member_id))
        return MemberKey(brand, member_id, key), _WRAPPED_V1 + wrapped

    def unwrap(self, brand: str, member_id: str, wrapped: bytes) -> MemberKey:
        """The key that `new_key` wrapped. Raises VaultProblem."""
        if wrapped[:1] != _WRAPPED_V1:
            raise VaultProblem("a key is wrapped in an unknown way")
        key = _open(self._kek, wrapped[1:], _owner(brand, member_id), "key")
        return MemberKey(brand, member_id, key)

    def blind_index(self, brand: str, kind: str, value: str) -> str:
        """43 characters that find a `value` of that `kind` in `brand` and show nothing of it."""
        mac = self.digest("identity", brand, kind, value)
        return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()

    def digest(self, *parts: str) -> bytes:
        """32 bytes that differ when any of `parts` does. Keyed: a phone could be guessed."""
        mac = hmac.new(self._index_key, digestmod=hashlib.sha256)
        for part in parts:
            raw = part.encode()
            # With its length in front no two lists of parts read alike.
            mac.update(len(raw).to_bytes(4, "big") + raw)
        return mac.digest()


def _open(cipher: AESGCM, sealed: bytes, aad: bytes, what: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except (InvalidTag, ValueError) as error:
        raise VaultProblem(f"{what} does not open") from error


def _owner(brand: str, member_id: str) -> bytes:
    return f"{brand}/{member_id}/key".encode()


def load(keys_dir: Path, environment: Literal["development", "production"]) -> Vault:
    """The vault with the keys in `keys_dir`, 64 hexadecimal digits a file.

    In development what is absent is made. Raises VaultProblem naming the file.
    """
    if environment == "development":
        make_keys(keys_dir)
    return Vault(*(_read(keys_dir / name) for name in (KEK_FILE, INDEX_FILE)))


def make_keys(keys_dir: Path, names: Sequence[str] = (KEK_FILE, INDEX_FILE)) -> None:
    """Make the key files that are absent; one that is there is never touched."""
    keys_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in names:
        if (keys_dir / name).exists():
            continue  # the folder may be mounted read-only
        partial = keys_dir / f"{name}.{os.getpid()}.partial"
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(KEY_BYTES).hex())
        try:
            # A link never replaces: of two processes that begin at once, both use the first's key.
            os.link(partial, keys_dir / name)
        except FileExistsError:
            pass
        finally:
            partial.unlink()


def _read(path: Path) -> bytes:
    try:
        return bytes.fromhex(path.read_text("ascii").strip())
    except OSError as error:
        raise VaultProblem(f"cannot read the key file {path}: {error.strerror}") from error
    except ValueError as error:
        raise VaultProblem(f"{path} is not {2 * KEY_BYTES} hexadecimal digits") from error
