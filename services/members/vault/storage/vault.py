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
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
KEK_FILE = "members.kek"
INDEX_FILE = "members.index"
NEXT, LAST, PAST = ".next", ".last", ".past"
"""Behind the name of a file while a key is rotated: the key that comes, the one that was, and those
that were before, the oldest first, which only tell repeats of requests from then."""
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


class OtherKeys(NamedTuple):
    """Keys that live beside the two that write: those that come next, the last ones, and index keys
    of the past, the oldest first."""

    next_keks: tuple[bytes, ...] = ()
    last_keks: tuple[bytes, ...] = ()
    next_index: tuple[bytes, ...] = ()
    last_index: tuple[bytes, ...] = ()
    past_index: tuple[bytes, ...] = ()


NO_OTHERS = OtherKeys()


class Vault:
    """Holds the two keys of the members service, and others that live while keys are rotated."""

    def __init__(self, kek: bytes, index_key: bytes, others: OtherKeys = NO_OTHERS) -> None:
        if any(len(key) != KEY_BYTES for key in (kek, index_key, *chain(*others))):
            raise VaultProblem(f"keys of members are {KEY_BYTES} bytes")
        self._kek = AESGCM(kek)
        self._other_keks = [AESGCM(key) for key in (*others.next_keks, *others.last_keks)]
        self._live = (index_key, *others.next_index, *others.last_index)
        self._past = others.past_index
        self._oldest = (*others.past_index, *others.last_index, index_key)[0]
        self.rotating = len(self._live) > 1 or bool(self._other_keks)
        """Whether keys live beside the two that write."""
        self.kek_id, self.index_ids = _id_of(kek), tuple(map(_id_of, self._live))
        """Eight digits that tell keys apart and show nothing of them; the first one writes."""
        first = self.index_ids[0]
        self.index_marks = [
            {"key": each} if each == first else {"key": each, "again": first}
            for each in self.index_ids
        ]
        """What is kept with an index by each key."""

    def new_key(self, brand: str, member_id: str) -> tuple[MemberKey, bytes]:
        """A key for a new member, and the same wrapped, to be kept."""
        key = os.urandom(KEY_BYTES)
        return MemberKey(brand, member_id, key), self._wrap(brand, member_id, key)

    def unwrap(self, brand: str, member_id: str, wrapped: bytes) -> MemberKey:
        """The key that `new_key` wrapped. Raises VaultProblem."""
        return MemberKey(brand, member_id, self._unwrapped(brand, member_id, wrapped)[0])

    def wrapped_again(self, brand: str, member_id: str, wrapped: bytes) -> bytes | None:
        """The same key wrapped by the key that writes; None where it is already. Raises
        VaultProblem."""
        key, current = self._unwrapped(brand, member_id, wrapped)
        return None if current else self._wrap(brand, member_id, key)

    def blind_index(self, brand: str, kind: str, value: str) -> str:
        """43 characters that find a `value` of that `kind` in `brand` and show nothing of it."""
        return self.blind_indexes(brand, kind, value)[0]

    def blind_indexes(
        self, brand: str, kind: str, value: str, *, past: bool = False
    ) -> tuple[str, ...]:
        """The blind index, then those by the other keys that live; with `past` by former keys."""
        keys = (*self._live, *self._past) if past else self._live
        parts = ("identity", brand, kind, value)
        macs = (_digest(key, *parts) for key in keys)
        return tuple(base64.urlsafe_b64encode(mac).rstrip(b"=").decode() for mac in macs)

    def digest(self, *parts: str, key: int = 0) -> bytes:
        """32 bytes that differ when any of `parts` does. Keyed: a phone could be guessed. `key`: 0
        for the key that writes, up to `digests_kept` for others and former ones."""
        return _digest((*self._live, *self._past)[key], *parts)

    @property
    def digests_kept(self) -> int:
        """By so many keys a digest may have been kept."""
        return len(self._live) + len(self._past)

    def lasting_digest(self, *parts: str) -> bytes:
        """The digest by the oldest key: it stays as it is while keys are rotated."""
        return _digest(self._oldest, *parts)

    def _wrap(self, brand: str, member_id: str, key: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return _WRAPPED_V1 + nonce + self._kek.encrypt(nonce, key, _owner(brand, member_id))

    def _unwrapped(self, brand: str, member_id: str, wrapped: bytes) -> tuple[bytes, bool]:
        """The key, and whether the key that writes has wrapped it."""
        if wrapped[:1] != _WRAPPED_V1:
            raise VaultProblem("a key is wrapped in an unknown way")
        owner = _owner(brand, member_id)
        try:
            return _open(self._kek, wrapped[1:], owner, "key"), True
        except VaultProblem:
            for kek in self._other_keks:
                with suppress(VaultProblem):
                    return _open(kek, wrapped[1:], owner, "key"), False
            raise


def _open(cipher: AESGCM, sealed: bytes, aad: bytes, what: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except (InvalidTag, ValueError) as error:
        raise VaultProblem(f"{what} does not open") from error


def _digest(key: bytes, *parts: str) -> bytes:
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        raw = part.encode()
        # With its length in front no two lists of parts read alike.
        mac.update(len(raw).to_bytes(4, "big") + raw)
    return mac.digest()


def _id_of(key: bytes) -> str:
    return _digest(key, "id of the key").hex()[:8]


def _owner(brand: str, member_id: str) -> bytes:
    return f"{brand}/{member_id}/key".encode()


def load(keys_dir: Path, environment: Literal["development", "production"]) -> Vault:
    """The vault with the keys in `keys_dir`, 64 hexadecimal digits a line, and one line a file but
    for keys of the past. Those that live only while keys are rotated may be absent.

    In development what is absent is made. Raises VaultProblem naming the file.
    """
    if environment == "development":
        make_keys(keys_dir)
    others = OtherKeys(
        next_keks=_read_any(keys_dir / (KEK_FILE + NEXT)),
        last_keks=_read_any(keys_dir / (KEK_FILE + LAST)),
        next_index=_read_any(keys_dir / (INDEX_FILE + NEXT)),
        last_index=_read_any(keys_dir / (INDEX_FILE + LAST)),
        past_index=_read_any(keys_dir / (INDEX_FILE + PAST)),
    )
    return Vault(_read(keys_dir / KEK_FILE), _read(keys_dir / INDEX_FILE), others)


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


def _read_any(path: Path) -> tuple[bytes, ...]:
    return _read_all(path) if path.exists() else ()


def rotate_next(keys_dir: Path) -> None:
    """Make the keys that come next, where they are absent: they find and open, and those that write
    stay. Raises VaultProblem while a rotation is not over."""
    for name in (KEK_FILE, INDEX_FILE):
        if (keys_dir / (name + LAST)).exists():
            raise VaultProblem(f"{name}{LAST} is there: end that rotation first")
    make_keys(keys_dir, (KEK_FILE + NEXT, INDEX_FILE + NEXT))


def rotate_swap(keys_dir: Path) -> None:
    """The next keys write, and the last ones find and open; a swap that stopped midway goes on.
    Raises VaultProblem where no key comes next."""
    coming = [name for name in (KEK_FILE, INDEX_FILE) if (keys_dir / (name + NEXT)).exists()]
    if not coming:
        raise VaultProblem("no key comes next: begin with next")
    for name in coming:
        # A stop between the two leaves both keys in files that are read.
        _write(keys_dir / (name + LAST), (keys_dir / name).read_text("ascii"))
        (keys_dir / (name + NEXT)).rename(keys_dir / name)


def rotate_end(keys_dir: Path) -> None:
    """Forget the last key-encryption key; the last index key joins those of the past. Raises
    VaultProblem where there is none."""
    last = keys_dir / (INDEX_FILE + LAST)
    if not last.exists():
        raise VaultProblem(f"{last.name} is missing: there is nothing to end")
    past = keys_dir / (INDEX_FILE + PAST)
    known = past.read_text("ascii").split() if past.exists() else []
    if (key := last.read_text("ascii").strip()) not in known:
        _write(past, "\n".join([*known, key]) + "\n")
    last.unlink()
    (keys_dir / (KEK_FILE + LAST)).unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    partial.rename(path)


def _read(path: Path) -> bytes:
    return b"".join(_read_all(path))


def _read_all(path: Path) -> tuple[bytes, ...]:
    try:
        return tuple(map(bytes.fromhex, path.read_text("ascii").split()))
    except OSError as error:
        raise VaultProblem(f"cannot read the key file {path}: {error.strerror}") from error
    except ValueError as error:
        raise VaultProblem(f"{path} is not {2 * KEY_BYTES} hexadecimal digits") from error
