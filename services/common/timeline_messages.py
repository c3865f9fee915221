"""Places in timelines as messages, and back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from services.common.errors import invalid
from services.common.ids import ms_of
from services.common.pagination import page_size
from services.common.timeline import Asked, Kind, Place
from tessera.types.v1 import timeline_pb2 as pb

MEMBER_ID_CHARS_MAX = 64
ID_CHARS_MAX = 256
MS_MAX = ms_of(datetime(9999, 12, 31, tzinfo=UTC))
_KINDS = {int(kind) for kind in Kind}


def asked_in(request: Any, own: Collection[Kind]) -> Asked:
    """What a ListTimelineRequest asks a service that has the kinds `own`. Raises
    INVALID_ARGUMENT."""
    if not 1 <= len(request.member_id) <= MEMBER_ID_CHARS_MAX:
        raise invalid("member_id", f"1 to {MEMBER_ID_CHARS_MAX} characters")
    for index, kind in enumerate(request.kinds):
        if kind not in own:
            raise invalid(f"kinds[{index}]", "not a kind of this service")
    before = to_place(request.before) if request.HasField("before") else None
    kinds = frozenset(map(Kind, request.kinds or own))
    return Asked(request.member_id, kinds, before, page_size(request.page_size))


def to_place(message: pb.TimelinePlace) -> Place:
    """The place in a message. Raises INVALID_ARGUMENT."""
    ms = message.time.seconds * 1000 + message.time.nanos // 1_000_000
    if not 0 <= ms <= MS_MAX:
        raise invalid("before.time", "within the years 1970 to 9999")
    if message.kind not in _KINDS:
        raise invalid("before.kind", "a kind of timelines")
    if not 1 <= len(message.id) <= ID_CHARS_MAX:
        raise invalid("before.id", f"1 to {ID_CHARS_MAX} characters")
    return Place(ms, Kind(message.kind), message.id)


def from_place(place: Place) -> pb.TimelinePlace:
    """The message of a place."""
    message = pb.TimelinePlace(kind=pb.TimelineKind.ValueType(place.kind), id=place.id)
    message.time.FromMilliseconds(place.ms)
    return message
