"""What a request may cost: its bytes, and its parts, counted before any object is made of it.

A message in a message takes two bytes on the wire and two hundred in memory, so the bytes alone
bound nothing: three million empty postings in 6 MiB take a process' memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import DecodeError

from services.common.errors import Refusal

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_ADVANCE = {_FIXED64: 8, _FIXED32: 4}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of a method's request. A part is a message within it, or one value of a list."""

    bytes_max: int = 512 * 1024
    parts_max: int = 4_096


USUAL = Bounds()
BATCH = Bounds(bytes_max=8 * 1024 * 1024, parts_max=128_000)
"""A thousand items of 128 parts each: 26 MB of objects at most."""


class Reader:
    """Makes a request of its bytes, or says why not."""

    def __init__(self, read: Callable[[bytes], Any], bounds: Bounds) -> None:
        """`read` is the `FromString` of a message class."""
        self._read = read
        self._bounds = bounds
        owner: Any = getattr(read, "__self__", None)
        self._shape = _shape(owner.DESCRIPTOR, {}) if owner is not None else {}

    def __call__(self, data: bytes) -> Any:
        """The message. Raises MESSAGE_TOO_LARGE, or INVALID_ARGUMENT for what is none."""
        bounds = self._bounds
        if len(data) > bounds.bytes_max:
            raise _too_large("bytes", bounds.bytes_max)
        try:
            # A part has at least two bytes: most requests are too short to have too many.
            if len(data) > 2 * bounds.parts_max:
                _count(data, self._shape, bounds.parts_max)
            return self._read(data)
        except (DecodeError, IndexError) as error:
            raise Refusal("INVALID_ARGUMENT", "not a message of this method") from error


def _too_large(what: str, limit: int) -> Refusal:
    metadata = {"what": what, "limit": str(limit)}
    return Refusal("MESSAGE_TOO_LARGE", f"at most {limit} {what}", metadata=metadata)


_Shape = dict[int, "_Shape | None"]
"""What fields make parts, by number: messages with their own shape, and lists of other values."""


def _shape(of: Descriptor, known: dict[str, _Shape]) -> _Shape:
    if of.full_name in known:
        return known[of.full_name]
    shape = known[of.full_name] = {}
    for field in of.fields:
        if field.message_type is not None:
            shape[field.number] = _shape(field.message_type, known)
        elif _is_list(field):
            shape[field.number] = None
    return shape


def _is_list(field: FieldDescriptor) -> bool:
    repeated: bool = field.is_repeated
    return repeated


def _count(data: bytes, shape: _Shape, parts_max: int) -> None:
    """Raises MESSAGE_TOO_LARGE when `data` has more parts; DecodeError or IndexError where it
    breaks off, or has a group, which none of our messages has."""
    parts = 0
    left = [(0, len(data), shape)]
    while left:
        at, end, shape = left.pop()
        while at < end:
            tag, at = _varint(data, at)
            kind, number = tag & 7, tag >> 3
            if number in shape:
                parts += 1
                if parts > parts_max:
                    raise _too_large("parts", parts_max)
            if kind == _BYTES:
                size, at = _varint(data, at)
                within = shape.get(number)
                if within:
                    left.append((at, min(at + size, end), within))
                at += size
            elif kind == _VARINT:
                _, at = _varint(data, at)
            elif kind in _ADVANCE:
                at += _ADVANCE[kind]
            else:
                raise DecodeError("a group")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    byte = data[at]
    at += 1
    if byte < 0x80:
        return byte, at
    value, shift = byte & 0x7F, 7
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise DecodeError("no number")
