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


@dataclass(frozen=True, slots=True)
class Receipts:
    """The events that could be read, and of each other one the field at fault: a provider would
    send it again for ever, and with it those that are right."""

    events: tuple[Status | Reply, ...]
    unread: tuple[str, ...] = ()


def receipts_of(document: Any) -> Receipts:
    """The events of a body. Raises ReceiptsInvalid for one that is no list of them; of a kind that
    is not known nothing is read."""
    events = document.get("events") if isinstance(document, dict) else None
    if not isinstance(events, list) or not len(events) <= EVENTS_MAX:
        raise ReceiptsInvalid("events", f"a list of at most {EVENTS_MAX}")
    read: list[Status | Reply] = []
    unread: list[str] = []
    for i, event in enumerate(events):
        try:
            found = _event(event)
        except _Unread as fault:
            unread.append(".".join(filter(None, (f"events[{i}]", fault.field))))
        else:
            read += [] if found is None else [found]
    return Receipts(tuple(read), tuple(unread))


class _Unread(Exception):
    """The `field` of an event is at fault; "" for all of it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def _event(event: Any) -> Status | Reply | None:
    if not isinstance(event, dict):
        raise _Unread("")
    if event.get("kind") == "status":
        return _status(event)
    return _reply(event) if event.get("kind") == "reply" else None


def _status(event: Mapping[str, Any]) -> Status:
    status = event.get("status")
    if not isinstance(status, str) or status not in _STATUSES:
        raise _Unread("status")
    # Words of the provider's, which we only show.
    code = _text(event, "code", least=0)[:CODE_MAX] if "code" in event else ""
    return Status(_name(event, "id", ID_MAX), status == "delivered", code)


def _reply(event: Mapping[str, Any]) -> Reply:
    address = _name(event, "from", ADDRESS_MAX)
    return Reply(_name(event, "id", ID_MAX), address, _text(event, "text", least=0)[:TEXT_MAX])


def _name(event: Mapping[str, Any], key: str, most: int) -> str:
    """A text that tells one thing from another, so that it cannot be cut."""
    value = _text(event, key)
    if len(value) > most:
        raise _Unread(key)
    return value


def _text(event: Mapping[str, Any], key: str, least: int = 1) -> str:
    value = event.get(key)
    if not isinstance(value, str) or len(value) < least:
        raise _Unread(key)
    return value
