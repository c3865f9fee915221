"""Messages that nobody means, made from descriptors; and sound ones with a few fields spoilt."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from tests.activities import NOON

TEXTS = (
    *("", " ", "a", "mem_ann", "mem_bob", "house:issued", "house:nobody", "reward:free_drink"),
    *("POINTS", "GROWTH", "STOCK", "GOLD", "CNY", "pos", "order_id", "free_drink", "2026-01"),
    *("x" * 64, "x" * 65, "x" * 255, "x" * 256, "x" * 10_000, "\u5b57" * 128, "\U0001f375" * 200),
    *("\0", "a\0b", "\ufffe\uffff", "\u202eltr", "\U0010ffff", "\r\n", "$set", "a.b", "a/b", "*"),
    *("0001-01", "9999-12", "9998-12", "２０２６-０１", "2026-13", "pst_01", "../.."),
)
INT32S = (0, 1, -1, 2, 5, 100, 101, 1000, 1001, 2**31 - 1, -(2**31))
INT64S = (*INT32S, 10**13, 10**13 + 1, 10**15, 10**15 + 1, 2**53, 2**62, 2**63 - 1, -(2**63))
NOW = int(NOON.timestamp())
DAY = 86_400
YEAR_1, YEAR_9999 = -62_135_596_800, 253_402_300_799
SECONDS = (
    *(0, -1, NOW, NOW + DAY, NOW - 40 * DAY, NOW + 400 * DAY, 2**63 - 1, -(2**63)),
    *(YEAR_1, YEAR_1 - 1, YEAR_9999, YEAR_9999 + 1, YEAR_9999 - DAY),
)
NANOS = (0, 0, 1, 999_999_999, 10**9, -1, 2**31 - 1, -(2**31))
_BY_TYPE: dict[int, Sequence[Any]] = {
    FieldDescriptor.TYPE_STRING: TEXTS,
    FieldDescriptor.TYPE_BOOL: (False, True),
    FieldDescriptor.TYPE_INT32: INT32S,
    FieldDescriptor.TYPE_INT64: INT64S,
    FieldDescriptor.TYPE_BYTES: (b"", b"\xff\xfe", b"PK\x03\x04", b"{" * 5_000, b"a,b\n\0"),
    FieldDescriptor.TYPE_ENUM: (*range(14), 99, -1, 2**31 - 1),
}


class Nasty:
    """Makes the same messages for the same seed, and the same `tokens` given to it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.tokens: list[str] = []

    def fill(self, message: Message) -> None:
        """Give most fields some value."""
        if message.DESCRIPTOR.full_name == "google.protobuf.Timestamp":
            self._set(message, seconds=SECONDS, nanos=NANOS)
            return
        for field in message.DESCRIPTOR.fields:
            if self.random.random() < 0.75:
                self.spoil(message, field)

    def spoil_one(self, message: Message) -> None:
        """Give one field another value, most often a deep one."""
        while message.DESCRIPTOR.full_name != "google.protobuf.Timestamp":
            if not message.DESCRIPTOR.fields:
                return
            field = self.random.choice(message.DESCRIPTOR.fields)
            inner = _parts(message, field)
            if not inner or self.random.random() < 0.2:
                self.spoil(message, field)
                return
            message = self.random.choice(inner)
        self.fill(message)

    def spoil(self, message: Message, field: Any) -> None:
        """Give `field` another value."""
        choice, value = self.random.choice, getattr(message, field.name)
        if is_map(field):
            for number in range(choice((0, 1, 2, 16, 17, 1000))):
                value[choice(TEXTS) if number % 2 else f"k{number}"] = choice(TEXTS)
        elif field.is_repeated and field.message_type:
            del value[:]
            for _ in range(choice((0, 1, 2, 3, 17))):
                self.fill(value.add())
        elif field.is_repeated:
            value[:] = [self._value(field) for _ in range(choice((0, 1, 2, 100, 101, 1001)))]
        elif field.message_type:
            value.SetInParent()
            self.fill(value)
        else:
            setattr(message, field.name, self._value(field))

    def _value(self, field: Any) -> Any:
        choice = self.random.choice
        if field.name.endswith(("token", "after", "_id")) and self.tokens and choice((True, False)):
            token = choice(self.tokens)
            return choice((token, token[:-1], token[: len(token) // 2], token + "A", "é" + token))
        return choice(_BY_TYPE[field.type])

    def _set(self, message: Message, **values: Sequence[int]) -> None:
        for name, some in values.items():
            setattr(message, name, self.random.choice(some))


def tokens_in(message: Message) -> list[str]:
    """Ids and tokens of an answer, to be sent where they do not belong."""
    found = []
    for field in message.DESCRIPTOR.fields:
        if field.name in ("id", "token", "next_page_token"):
            found.append(getattr(message, field.name))
        for part in _parts(message, field):
            found += tokens_in(part)
    return [token for token in found if token]


def _parts(message: Message, field: Any) -> list[Message]:
    if not field.message_type or is_map(field):
        return []
    if field.is_repeated:
        return list(getattr(message, field.name))
    return [getattr(message, field.name)] if message.HasField(field.name) else []


def is_map(field: Any) -> bool:
    """Whether it is repeated for the wire alone."""
    return bool(field.message_type and field.message_type.GetOptions().map_entry)
