"""Identifiers that sort by the time they were made.

An id is `<prefix>_<ULID>`: 48 bits of Unix milliseconds and 80 random bits, in lower-case
Crockford base 32 (https://github.com/ulid/spec). Ids made by one process within one millisecond
still increase strictly, so an index on them grows at its right edge.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [a + b for a in _ALPHABET for b in _ALPHABET]
_ULID_CHARS = 26
_RANDOM_BITS = 80
# Room is left above a fresh random number for those that follow in the same millisecond.
_FRESH_BITS = 79
_LOW_BITS = 40
_LOW_MASK = (1 << _LOW_BITS) - 1

_STEPS_AT_ONCE = 256

_steps: list[int] = []
_last_ms = 0
_last_random = 0


def new_id(prefix: str) -> str:
    """A new id such as `mem_01jd3v...`, greater than every earlier one with this prefix here."""
    global _last_ms, _last_random
    now_ms = time.time_ns() // 1_000_000
    if now_ms > _last_ms:
        _last_ms = now_ms
        _last_random = int.from_bytes(os.urandom(10), "big") >> (_RANDOM_BITS - _FRESH_BITS)
    else:
        # The step is random too, so that neighbours cannot be guessed from one id.
        _last_random += 1 + _step()
    return f"{prefix}_{_encode((_last_ms << _RANDOM_BITS) | _last_random)}"


def _step() -> int:
    """32 random bits. Drawn many at a time: asking the system for four bytes takes as long."""
    if not _steps:
        drawn = os.urandom(4 * _STEPS_AT_ONCE)
        _steps.extend(memoryview(drawn).cast("I"))
    return _steps.pop()


def floor_id(prefix: str, at: datetime) -> str:
    """The least id that `new_id(prefix)` can give at `at` or later."""
    ms = max(0, int(at.timestamp() * 1000))
    return f"{prefix}_{_encode(ms << _RANDOM_BITS)}"


def time_of(identifier: str) -> datetime:
    """When `identifier` was made. Raises ValueError when it is not an id of `new_id`."""
    _, _, ulid = identifier.rpartition("_")
    if len(ulid) != _ULID_CHARS:
        raise ValueError(f"not a time-ordered id: {identifier!r}")
    value = 0
    for character in ulid:
        value = value * 32 + _ALPHABET.index(character)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value >> _RANDOM_BITS)


def _encode(value: int) -> str:
    low, pairs = value & _LOW_MASK, _PAIRS
    first, second = pairs[low >> 30], pairs[low >> 20 & 1023]
    third, fourth = pairs[low >> 10 & 1023], pairs[low & 1023]
    return f"{_high(value >> _LOW_BITS)}{first}{second}{third}{fourth}"


@lru_cache(maxsize=16)
def _high(value: int) -> str:
    # Ids of one millisecond share it, so it is worked out once for them.
    pairs = []
    for _ in range((_ULID_CHARS - _LOW_BITS // 5) // 2):
        pairs.append(_PAIRS[value & 1023])
        value >>= 10
    return "".join(reversed(pairs))
