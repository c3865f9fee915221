"""What a provider tells us afterwards: that a message arrived or not, and what members reply.

{"events": [{"kind": "status", "id": "tch_…", "status": "delivered"},
            {"kind": "status", "id": "tch_…", "status": "failed", "code": "unreachable"},
            {"kind": "reply", "id": "the provider's", "from": "+86…", "text": "TD"}]}
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EVENTS_MAX = 500
ID_MAX, CODE_MAX, ADDRESS_MAX, TEXT_MAX = 128, 48, 128, 1_000
OPT_OUT = frozenset({"R", "T", "TD", "退订", "N"})
"""Replies by which a member wants no more, however they are typed."""
_STATUSES = frozenset({"delivered", "failed"})


class ReceiptsInvalid(Exception):
    """The body is not of the form above; `field` is at fault."""

    reason = "RECEIPTS_INVALID"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Status:
    """The end of a message at its provider."""

    touch_id: str
    delivered: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A member's reply; `id` is the provider's own, the same each time it tells of it."""

    id: str
    address: str = field(repr=False)
    text: str = field(repr=False)

    @property
    def opts_out(self) -> bool:
        """True for a reply that withdraws consent, whatever its case, width and blanks."""
        half_width = self.text.translate(_HALF_WIDTH)
        return half_width.strip(" \t\r\n.。!！").upper() in OPT_OUT


_HALF_WIDTH = {ord("Ａ") + n: ord("A") + n for n in range(58)} | {0x3000: " "}


def receipts_of(document: Any) -> list[Status | Reply]:
    """The events of a body. Raises ReceiptsInvalid; of a kind that is not known nothing is read."""
    events = document.get("events") if isinstance(document, dict) else None
    if not isinstance(events, list) or not len(events) <= EVENTS_MAX:
        raise ReceiptsInvalid("events", f"a list of at most {EVENTS_MAX}")
    read: list[Status | Reply] = []
    for i, event in enumerate(events):
        at = f"events[{i}]"
        if not isinstance(event, dict):
            raise ReceiptsInvalid(at, "an object")
        if event.get("kind") == "status":
            read.append(_status(event, at))
        elif event.get("kind") == "reply":
            read.append(_reply(event, at))
    return read


def _status(event: Mapping[str, Any], at: str) -> Status:
    status = event.get("status")
    if not isinstance(status, str) or status not in _STATUSES:
        raise ReceiptsInvalid(f"{at}.status", f"one of {', '.join(sorted(_STATUSES))}")
    code = _text(event, "code", CODE_MAX, at) if "code" in event else ""
    return Status(_text(event, "id", ID_MAX, at), status == "delivered", code)


def _reply(event: Mapping[str, Any], at: str) -> Reply:
    return Reply(
        _text(event, "id", ID_MAX, at),
        _text(event, "from", ADDRESS_MAX, at),
        _text(event, "text", TEXT_MAX, at, least=0),
    )


def _text(event: Mapping[str, Any], key: str, most: int, at: str, least: int = 1) -> str:
    value = event.get(key)
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise ReceiptsInvalid(f"{at}.{key}", f"a text of {least} to {most} characters")
    return value
