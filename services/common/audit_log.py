"""The audit log in a service's own database: written, never changed; listed, and proven.

`<collection>`  {_id: "brand/audit/000000000001", brand, kind: "audit", version: 1, body: {…}}
                {_id: "brand/audit_head/head", brand, kind: "audit_head", version,
                 body: {sequence, hash}}

The documents are of the form of the ledger's records, so points write them as such in their group
commit; the other services have a collection of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from weakref import WeakValueDictionary

from services.common import audit, mongo
from services.common.audit import Action, Entry, Head
from services.common.clock import Clock, SystemClock
from services.common.mongo import ASCENDING, DESCENDING, Database, Document, IndexModel, Session
from services.common.per_database import PerDatabase
from services.common.timestamps import shifted

T = TypeVar("T")
COLLECTION = "audit"
AUDIT = "audit"
AUDIT_HEAD = "audit_head"
HEAD = "head"
SEQUENCE_DIGITS = 12
CLOCKS_APART = timedelta(minutes=5)
"""Entries are numbered as they are written, which may differ from their times by so much."""
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


def indexes(collection: str = COLLECTION) -> dict[str, list[IndexModel]]:
    """For `mongo.ensure_indexes`."""
    only = {"kind": AUDIT}
    start = [("brand", ASCENDING), ("kind", ASCENDING)]
    return {
        collection: [
            IndexModel(
                [*start, (f"body.{field}", ASCENDING), ("_id", DESCENDING)],
                name=f"audit_{field}",
                partialFilterExpression=only,
            )
            for field in ("at", "subject", "action")
        ]
    }


async def record(db: Database, session: Session, brand: str, clock: Clock | None = None) -> None:
    """Append the action at hand within the transaction of its effect; nothing where there is none.

    Two that append at once write the same head, so one of them runs again behind the other.
    """
    action = audit.current()
    if action is not None:
        await append(db, session, brand, action, clock)


async def append(
    db: Database, session: Session, brand: str, action: Action, clock: Clock | None = None
) -> None:
    """Append `action` to the log of `brand` within a transaction."""
    await append_all(db, session, brand, [action], clock)


async def append_all(
    db: Database,
    session: Session,
    brand: str,
    actions: Sequence[Action],
    clock: Clock | None = None,
) -> None:
    """Append `actions`, one or more, in their order, within a transaction."""
    collection = db[COLLECTION]
    found = await collection.find_one({"_id": head_id(brand)}, session=session)
    head = Head(found["body"]["sequence"], found["body"]["hash"]) if found else Head()
    now = (clock or SystemClock()).now()
    entries: list[Entry] = []
    for action in actions:
        entries.append(audit.link(head, brand, action, now))
        head = Head(entries[-1].sequence, entries[-1].hash)
    await collection.insert_many(
        [
            {
                "_id": entry_id(brand, entry.sequence),
                "brand": brand,
                "kind": AUDIT,
                "version": 1,
                "body": to_body(entry),
            }
            for entry in entries
        ],
        session=session,
    )
    await collection.replace_one(
        {"_id": head_id(brand)},
        {
            "brand": brand,
            "kind": AUDIT_HEAD,
            "version": head.sequence,
            "body": {"sequence": head.sequence, "hash": head.hash},
        },
        upsert=True,
        session=session,
    )


class _Turns:
    """Whose turn it is to write the log of a brand, of the callers of this process.

    All entries of a brand write one head: fifty callers at once would lose races to one another
    until their time is up.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, brand: str) -> AsyncIterator[None]:
        if _has_turn.get():
            yield
            return
        async with self._locks.setdefault(brand, asyncio.Lock()):
            mine = _has_turn.set(True)
            try:
                yield
            finally:
                _has_turn.reset(mine)


_has_turn: ContextVar[bool] = ContextVar("_has_turn", default=False)
_turns = PerDatabase(_Turns)


async def transact(db: Database, fn: Callable[[Session], Awaitable[T]]) -> T:
    """`mongo.transact` for a transaction that calls `record`. An operator's goes behind those of
    other operators of the brand; all others go at once, since they write no log."""
    brand = audit.brand_at_hand()
    if brand is None:
        return await mongo.transact(db, fn)
    turns = _turns.of(db)  # Held here: it lasts as long as anybody has it.
    async with turns.turn(brand):
        return await mongo.transact(db, fn)


class AuditWriter:
    """Writes what is done before its effect: a read of personal data."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._turns = _turns.of(db)

    async def append(self, brand: str, action: Action) -> None:
        """Keep an entry, for ever; it is on disk when this returns."""
        async with self._turns.turn(brand):
            await mongo.transact(
                self._db, lambda session: append(self._db, session, brand, action, self._clock)
            )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: those of an operator, of a method, within a time; numbered below `before`."""

    subject: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int = 0


class Fault(NamedTuple):
    """What is wrong in a chain, and where."""

    where: str
    detail: str


class AuditLog:
    """Reads the log of each brand."""

    def __init__(self, db: Database, collection: str = COLLECTION) -> None:
        self._collection = db[collection]

    async def page(self, brand: str, wanted: Wanted, size: int) -> list[Entry]:
        """Up to `size` of the entries `wanted`, newest first."""
        query: Document = {"brand": brand, "kind": AUDIT}
        if wanted.subject:
            query["body.subject"] = wanted.subject
        if wanted.action:
            query["body.action"] = wanted.action
        if wanted.since or wanted.until:
            query["body.at"] = {
                **({"$gte": wanted.since} if wanted.since else {}),
                **({"$lt": wanted.until} if wanted.until else {}),
            }
        numbers: Document = {"$gt": f"{brand}/{AUDIT}/", "$lt": f"{brand}/{AUDIT}0"}
        if wanted.before:
            numbers["$lt"] = entry_id(brand, wanted.before)
        if wanted.until and (
            last := await self._number(brand, "$lt", shifted(wanted.until, CLOCKS_APART))
        ):
            numbers["$lt"] = min(numbers["$lt"], entry_id(brand, last + 1))
        if wanted.since and (
            first := await self._number(brand, "$gte", shifted(wanted.since, -CLOCKS_APART))
        ):
            numbers["$gt"] = entry_id(brand, first - 1)
        cursor = self._collection.find({**query, "_id": numbers}).sort("_id", DESCENDING)
        return [to_entry(found) for found in await cursor.limit(size).to_list(size)]

    async def _number(self, brand: str, compare: str, at: datetime) -> int:
        """The number of the last entry before `at`, or of the first since; 0 when there is none."""
        order = DESCENDING if compare == "$lt" else ASCENDING
        query = {"brand": brand, "kind": AUDIT, "body.at": {compare: at}}
        cursor = self._collection.find(query, {"body.sequence": 1}).sort("body.at", order)
        found = await cursor.limit(1).to_list(1)
        return int(found[0]["body"]["sequence"]) if found else 0

    async def brands(self) -> list[str]:
        """Every brand that has a log, in order."""
        found = await self._collection.distinct("brand", {"kind": AUDIT_HEAD})
        return sorted(found)

    async def prove(self, brand: str, after: int, size: int) -> tuple[int, Fault | None]:
        """Prove up to `size` entries behind the number `after`.

        The number of the last that is proven, and what is wrong behind it; the same number and
        nothing wrong when there are no more. Later entries are not looked at once one is wrong:
        each rests on the one before.
        """
        # Before the entries: what is written meanwhile only makes them more.
        head = await self._head(brand)
        hash_before = b""
        if after:
            found = await self._collection.find_one({"_id": entry_id(brand, after)})
            if found is None:
                return after, Fault(where(brand, after), "it is gone")
            hash_before = found["body"].get("hash", b"")
        query = {"_id": {"$gt": entry_id(brand, after), "$lt": f"{brand}/{AUDIT}0"}}
        proven = after
        cursor = self._collection.find(query).sort("_id", ASCENDING)
        for found in await cursor.limit(size).to_list(size):
            fault = _wrong(brand, proven + 1, found, hash_before)
            if fault:
                return proven, fault
            proven, hash_before = proven + 1, found["body"]["hash"]
        if proven == after and head.sequence > proven:
            return proven, Fault(where(brand, proven + 1), "it is gone")
        if proven == head.sequence and hash_before != head.hash:
            return proven, Fault(f"{brand} audit", "its head is not that of the last entry")
        return proven, None

    async def _head(self, brand: str) -> Head:
        found = await self._collection.find_one({"_id": head_id(brand)})
        return Head(found["body"]["sequence"], found["body"]["hash"]) if found else Head()


def entry_id(brand: str, sequence: int) -> str:
    """`_id` of an entry: sorts by number."""
    return f"{brand}/{AUDIT}/{entry_name(sequence)}"


def entry_name(sequence: int) -> str:
    """The number of an entry as its id has it."""
    return f"{sequence:0{SEQUENCE_DIGITS}d}"


def head_id(brand: str) -> str:
    """`_id` of the end of the chain."""
    return f"{brand}/{AUDIT_HEAD}/{HEAD}"


def where(brand: str, sequence: int) -> str:
    """An entry as faults name it."""
    return f"{brand} audit {sequence}"


def to_body(entry: Entry) -> dict[str, Any]:
    """What is kept of an entry."""
    action = entry.action
    return {
        "sequence": entry.sequence,
        "at": entry.at,
        "subject": action.subject,
        "role": action.role,
        "scopes": list(action.scopes),
        "action": action.action,
        "request_id": action.request_id,
        "reason": action.reason,
        "objects": [list(pair) for pair in action.objects],
        "outcome": action.outcome,
        "before": [list(pair) for pair in action.before],
        "after": [list(pair) for pair in action.after],
        "hash": entry.hash,
    }


def to_entry(document: Mapping[str, Any]) -> Entry:
    """The entry in `document`. Raises KeyError, TypeError or ValueError where there is none."""
    body = document["body"]
    action = Action(
        subject=body["subject"],
        role=body["role"],
        scopes=tuple(body["scopes"]),
        action=body["action"],
        request_id=body["request_id"],
        reason=body["reason"],
        objects=tuple((key, value) for key, value in body["objects"]),
        outcome=body["outcome"],
        before=tuple((key, value) for key, value in body["before"]),
        after=tuple((key, value) for key, value in body["after"]),
    )
    return Entry(document["brand"], body["sequence"], body["at"], action, body["hash"])


def _wrong(brand: str, expected: int, found: Document, hash_before: bytes) -> Fault | None:
    if found["_id"] != entry_id(brand, expected):
        return Fault(where(brand, expected), "it is gone")
    try:
        entry = to_entry(found)
        sound = (entry.brand, entry.sequence) == (brand, expected)
        sound = sound and audit.follows(entry, hash_before)
    except _UNREADABLE as error:
        return Fault(where(brand, expected), f"can't be read: {error!r}")
    return None if sound else Fault(where(brand, expected), "it is not as it was written")
