"""Identifiers that sort by the time at which they were made.

An id is `<prefix>_<ULID>`: 48 bits of Unix milliseconds and 80 random bits, in lower-case
Crockford base 32 (https://github.com/ulid/spec). Ids made by one process within one millisecond
still increase strictly, so an index on them grows at its right edge. In the ids of an `IdSequence`
the last 40 bits are not random: they name the sequence.
"""

import os
import re
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [a + b for a in _ALPHABET for b in _ALPHABET]
_ULID_CHARS = 26
_ULID = re.compile(f"[{_ALPHABET}]{{{_ULID_CHARS}}}")
_RANDOM_BITS = 80
# A fresh random number leaves space above it for further ids of the same millisecond.
_FRESH_BITS = 79
_LOW_BITS = 40
_LOW_CHARS = _LOW_BITS // 5
_HIGH_PAIRS = (_ULID_CHARS - _LOW_CHARS) // 2
_TIME_PAIRS = (_ULID_CHARS - 2 * _LOW_CHARS) // 2
_LOW_MASK = (1 << _LOW_BITS) - 1

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_STEPS_AT_ONCE = 256

_steps: list[int] = []
_last_ms = 0
_last_random = 0


def new_id(prefix: str) -> str:
    """A new id such as `mem_01jd3v...`, greater than every earlier id of this process."""
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
    """32 random bits. They are drawn in blocks: four bytes from the system cost as much."""
    if not _steps:
        drawn = os.urandom(4 * _STEPS_AT_ONCE)
        _steps.extend(memoryview(drawn).cast("I"))
    return _steps.pop()


class IdSequence:
    """Ids for one writer that commits in the order of its ids.

    The last 8 characters of an id name its sequence. A reader that has seen an id knows that every
    smaller id of the same sequence is committed or never will be. A writer that does not know
    whether a transaction will still commit begins a new sequence, independent of the first.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._last_ms = 0
        self._last_number = 0
        self.begin()

    def begin(self) -> None:
        """Begin a new sequence."""
        self._name = _low(int.from_bytes(os.urandom(5), "big"))

    def next(self) -> str:
        """A new id, greater than every earlier one."""
        now_ms = time.time_ns() // 1_000_000
        # Small steps leave space for thousands of ids in a millisecond.
        number = self._last_number + 1 + (_step() >> 8)
        if now_ms > self._last_ms or number > _LOW_MASK:
            self._last_ms = max(now_ms, self._last_ms + 1)
            number = int.from_bytes(os.urandom(5), "big") >> 1
        self._last_number = number
        time_ = _high(self._last_ms, _TIME_PAIRS)
        return f"{self._prefix}_{time_}{_low(number)}{self._name}"


def sequence_of(identifier: str) -> str:
    """The name of an id's sequence; an id of `new_id` has one of its own."""
    return identifier[-_LOW_CHARS:]


def floor_id(prefix: str, at: datetime) -> str:
    """The smallest id that `new_id(prefix)` can return at `at` or later."""
    return f"{prefix}_{_encode(max(0, ms_of(at)) << _RANDOM_BITS)}"


def is_time_ordered(identifier: str) -> bool:
    """True of an id that has a time, as `time_of` reads it."""
    return _ULID.fullmatch(identifier.rpartition("_")[2]) is not None


def time_of(identifier: str) -> datetime:
    """The time at which `identifier` was made. Raises ValueError for other texts."""
    _, _, ulid = identifier.rpartition("_")
    if len(ulid) != _ULID_CHARS:
        raise ValueError(f"not a time-ordered id: {identifier!r}")
    value = 0
    for character in ulid:
        value = value * 32 + _ALPHABET.index(character)
    return at_ms(value >> _RANDOM_BITS)


def ms_of(at: datetime) -> int:
    """Whole milliseconds since 1970: as a fraction of seconds, some instants lose one."""
    return (at - _EPOCH) // _MS


def at_ms(ms: int) -> datetime:
    """The instant so many milliseconds after 1970."""
    return _EPOCH + ms * _MS


def _encode(value: int) -> str:
    return _high(value >> _LOW_BITS, _HIGH_PAIRS) + _low(value & _LOW_MASK)


def _low(value: int) -> str:
    """The 8 characters of 40 bits."""
    pairs = _PAIRS
    first, second = pairs[value >> 30], pairs[value >> 20 & 1023]
    third, fourth = pairs[value >> 10 & 1023], pairs[value & 1023]
    return f"{first}{second}{third}{fourth}"


@lru_cache(maxsize=16)
def _high(value: int, count: int) -> str:
    # Ids of one millisecond share these characters, so they are computed once.
    pairs = []
    for _ in range(count):
        pairs.append(_PAIRS[value & 1023])
        value >>= 10
    return "".join(reversed(pairs))
