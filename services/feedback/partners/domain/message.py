"""An event as partners see it, and the body that is posted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

BODY_BYTES_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Message:
    """One event about one member: ids, codes and amounts, and nothing personal."""

    id: str
    """The event's; of an event about several members, with a dot and the member's number."""
    brand: str
    member: str
    """Empty for what concerns the brand alone."""
    type: str
    occurred_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]


def body(message: Message, member_seq: int, *, is_replay: bool) -> bytes:
    """The JSON that is posted, at most 20 kB; data that is larger is left out, and that is said."""
    content: dict[str, Any] = {
        "id": message.id,
        "type": message.type,
        "brand": message.brand,
        "member": message.member,
        "member_seq": member_seq,
        "occurred_at": instant(message.occurred_at),
        "recorded_at": instant(message.recorded_at),
    }
    if is_replay:
        content["replay"] = True
    whole = _json({**content, "data": message.data})
    if len(whole) <= BODY_BYTES_MAX:
        return whole
    return _json({**content, "data": {}, "data_left_out": True})


def instant(at: datetime) -> str:
    """RFC 3339, UTC, in milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
