"""The audit log: what operators did, entry by entry, each chained to the one before.

An entry is made of the call at hand: the caller, the method and the request say nearly all of it,
so no servicer has to think of it. It is written by the door that writes the effect, in the same
transaction (`services.common.audit_log.record`; points chain it in their group commit), and before
the effect where that is a read. Where no operator is asking, nothing is written.

hash(entry) = SHA-256 of hash(entry before) and the canonical JSON of the entry: an array in the
order below, no spaces, ASCII only, instants as Unix milliseconds.

No entry holds a personal value: of a request only ids, names of fields and counts are kept, and its
reason, which is the operator's own words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from google.protobuf.message import Message

from services.common.caller import Caller, Role

DONE = "done"
"""The outcome of what took effect at once."""
ASKED = "asked"
"""The outcome of what waits for a second operator."""
TEXT_CHARS_MAX = 500
_OBJECTS = frozenset(
    {
        *("member_id", "feedback_id", "redemption_id", "approval_id", "reward_code", "event_id"),
        *("order_id", "asset", "amount", "month", "version", "state", "channel"),
        *("endpoint_id", "delivery_id", "file_id", "client_id"),
    }
)
"""Fields of requests that say what an action is about, and hold no personal value."""
_REASONS = ("reason", "note")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Action:
    """What an operator does: all of an entry but its time and its place in the chain."""

    subject: str
    role: str
    scopes: tuple[str, ...]
    action: str
    """The method, such as `points.Statements.ClosePeriod`."""
    request_id: str = ""
    reason: str = ""
    objects: Pairs = ()
    outcome: str = DONE
    before: Pairs = ()
    after: Pairs = ()


class Head(NamedTuple):
    """The end of a brand's chain."""

    sequence: int = 0
    hash: bytes = b""


@dataclass(frozen=True, slots=True)
class Entry:
    """An action as it stands in its brand's chain."""

    brand: str
    sequence: int
    at: datetime
    action: Action
    hash: bytes


@dataclass(slots=True)
class _AtHand:
    """The action of the call at hand; a door may add what the effect changed."""

    action: Action
    brand: str
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    outcome: str = DONE


_at_hand: ContextVar[_AtHand | None] = ContextVar("tessera_audit", default=None)


def begin(method: str, caller: Caller, request: object) -> None:
    """A call begins: its action is at hand where an operator asks, else none is."""
    _at_hand.set(None)
    if caller.role is not Role.OPERATOR:
        return
    name = method.removeprefix("/tessera.").replace("/", ".").replace(".v1.", ".")
    message = request if isinstance(request, Message) else None
    _at_hand.set(
        _AtHand(
            Action(
                subject=caller.subject,
                role=caller.role.value,
                scopes=tuple(sorted(caller.scopes)),
                action=name,
                request_id=str(getattr(message, "request_id", ""))[:TEXT_CHARS_MAX],
                reason=_reason(message),
                objects=tuple(_objects(message)) if message is not None else (),
            ),
            caller.brand,
        )
    )


def current() -> Action | None:
    """The action at hand, with the changes that were told; None where no operator is asking."""
    at_hand = _at_hand.get()
    if at_hand is None:
        return None
    action = at_hand.action
    if not (at_hand.before or at_hand.after) and at_hand.outcome == DONE:
        return action
    return replace(
        action,
        before=pairs(at_hand.before),
        after=pairs(at_hand.after),
        outcome=at_hand.outcome,
    )


def brand_at_hand() -> str | None:
    """The brand of the operator who is asking; None where none is."""
    at_hand = _at_hand.get()
    return None if at_hand is None else at_hand.brand


def changed(*, before: Mapping[str, str] | None = None, after: Mapping[str, str]) -> None:
    """Tell what the action at hand changes, in values that are not personal.

    Told again under the same name it replaces what was told: a transaction may run again.
    """
    at_hand = _at_hand.get()
    if at_hand is not None:
        at_hand.before.update(before or {})
        at_hand.after.update(after)


def outcome(told: str) -> None:
    """Tell what became of the action at hand, where it is not simply done."""
    at_hand = _at_hand.get()
    if at_hand is not None:
        at_hand.outcome = told


def pairs(values: Mapping[str, str]) -> Pairs:
    """`values` as an entry has them."""
    return tuple((key, value[:TEXT_CHARS_MAX]) for key, value in values.items())


def link(head: Head, brand: str, action: Action, at: datetime) -> Entry:
    """`action` as the entry that follows `head`."""
    sequence = head.sequence + 1
    return Entry(brand, sequence, at, action, _hash(head.hash, brand, sequence, at, action))


def follows(entry: Entry, before: bytes) -> bool:
    """Whether `entry` is as it was written behind the entry whose hash is `before`."""
    made = _hash(before, entry.brand, entry.sequence, entry.at, entry.action)
    return made == entry.hash


def _hash(before: bytes, brand: str, sequence: int, at: datetime, action: Action) -> bytes:
    content = [
        *(brand, sequence, round(at.timestamp() * 1000)),
        *(action.subject, action.role, action.scopes, action.action, action.request_id),
        *(action.reason, action.objects, action.outcome, action.before, action.after),
    ]
    canonical = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return sha256(before + canonical.encode()).digest()


def _reason(message: Message | None) -> str:
    texts = (str(getattr(message, name, "")).strip() for name in _REASONS)
    return next((text[:TEXT_CHARS_MAX] for text in texts if text), "")


def _objects(message: Message) -> Iterator[tuple[str, str]]:
    """What a request is about: its ids, the fields that it names, and how many parts it has."""
    for described, value in message.ListFields():
        name = described.name
        if described.is_repeated:
            if described.message_type is not None:
                yield name, str(len(value))
        elif described.message_type is None:
            if name in _OBJECTS:
                yield name, _text(described.enum_type, value)
        elif described.message_type.full_name == "google.protobuf.FieldMask":
            yield name, _joined(value.paths)
        elif isinstance(value, Message):
            yield from ((f"{name}.{key}", text) for key, text in _objects(value))


def _text(enum: Any, value: object) -> str:
    known = enum.values_by_number.get(value) if enum is not None else None
    return (known.name if known else str(value))[:TEXT_CHARS_MAX]


def _joined(texts: Iterable[str]) -> str:
    return ",".join(texts)[:TEXT_CHARS_MAX]
