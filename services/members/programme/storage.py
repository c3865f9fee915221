"""Programmes in MongoDB: every version for ever, and the one in force.

`programmes`         {_id: "brand/version", brand, version, source_yaml, document_json, ...}
`active_programmes`  {_id: brand, version, document_json}; other rooms read it
`programme_approvals` as `services.common.kept_approvals` keeps them
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from google.protobuf.message import Message

from services.common import audit, audit_log, idempotency, kept_approvals, mongo
from services.common.approvals import Approval
from services.common.clock import Clock, SystemClock
from services.common.exact_json import read_json
from services.common.ids import new_id
from services.common.kept_approvals import KeptApprovals
from services.common.mongo import DESCENDING, Database, Document, IndexModel, Session
from services.common.watch import Feed, FeedEvent
from services.members.programme.domain.programme import InForce, Programme
from tessera.members.v1 import events_pb2

APPROVALS = "programme_approvals"
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    "programmes": [IndexModel([("brand", 1), ("version", DESCENDING)], unique=True)],
    **kept_approvals.indexes(APPROVALS),
}
M = TypeVar("M", bound=Message)
T = TypeVar("T")

EVENT_TYPE = "programme_published"
RACES_MAX = 5


class MongoProgrammeUnit:
    """A transaction's view of programmes."""

    def __init__(self, db: Database, feed: Feed, session: Session) -> None:
        self._db = db
        self._feed = feed
        self._session = session
        self._approvals = KeptApprovals(db, APPROVALS, session)

    async def newest(self, brand: str) -> int:
        """The highest version; 0 before the first is published.

        Counting up the brand's document makes two publishers write the same
        one, so the second waits for, and sees, the first.
        """
        found = await self._db.active_programmes.find_one_and_update(
            {"_id": brand}, {"$inc": {"publishing": 1}}, session=self._session
        )
        return int(found["newest"]) if found else 0

    async def get(self, brand: str, version: int) -> Programme | None:
        """A version as it was published."""
        found = await self._db.programmes.find_one(
            {"_id": _key(brand, version)}, session=self._session
        )
        return _programme(found)

    async def in_force(self, brand: str) -> InForce | None:
        """The programme in force, as of this transaction."""
        found = await self._db.active_programmes.find_one({"_id": brand}, session=self._session)
        return _in_force(found)

    async def approval(self, brand: str, approval_id: str) -> tuple[Approval, str] | None:
        """An approval, and its seal of when it was asked."""
        return await self._approvals.find(brand, approval_id)

    async def keep_approval(self, brand: str, approval: Approval) -> None:
        """Keep an approval; the seal of the first time stays."""
        await self._approvals.keep(brand, approval)

    async def put_in_force(self, programme: Programme) -> None:
        """Keep a new version, put it in force and publish the event."""
        await self._db.programmes.insert_one(_document(programme), session=self._session)
        await self._db.active_programmes.update_one(
            {"_id": programme.brand},
            {
                "$set": {
                    "version": programme.version,
                    "newest": programme.version,
                    "document_json": programme.document_json,
                }
            },
            upsert=True,
            session=self._session,
        )
        await self._feed.append(self._session, [_event(programme)])
        before, after = str(programme.version - 1), str(programme.version)
        audit.changed(before={"newest_version": before}, after={"newest_version": after})


class MongoProgrammes:
    """Reads of programmes: the store of the commands, and the source of other capabilities."""

    def __init__(self, db: Database, feed: Feed, clock: Clock | None = None) -> None:
        self._db = db
        self._feed = feed
        self._clock = clock or SystemClock()
        self._approvals = KeptApprovals(db, APPROVALS)

    async def once(
        self,
        brand: str,
        request_id: str,
        request: Message,
        work: Callable[[MongoProgrammeUnit], Awaitable[M]],
    ) -> tuple[M, bool]:
        """Do `work` in one transaction, once: its answer, and whether it is a replay.

        Raises REQUEST_ID_REUSED, INVALID_ARGUMENT and what `work` raises.
        """

        async def attempt(session: Session) -> tuple[M, bool]:
            unit = MongoProgrammeUnit(self._db, self._feed, session)
            answer, replayed = await idempotency.once(
                self._db,
                session,
                caller_brand=brand,
                request_id=request_id,
                request=request,
                fn=lambda: work(unit),
            )
            if not replayed:
                await audit_log.record(self._db, session, brand, self._clock)
            return answer, replayed

        for race in range(RACES_MAX):
            try:
                return await mongo.transact(self._db, attempt)
            except mongo.PyMongoError as error:
                # Two of one request at once, before the brand's first programme makes them wait:
                # the second now finds the first's answer.
                if not mongo.is_duplicate(error) or race == RACES_MAX - 1:
                    raise
        raise AssertionError("unreachable")

    async def revision(self, brand: str) -> int | None:
        """The version in force; None before the first is published."""
        found = await self._db.active_programmes.find_one({"_id": brand}, {"version": 1})
        return None if found is None else int(found["version"])

    async def load(self, brand: str) -> InForce | None:
        """The version in force and its document; None before the first is published."""
        return _in_force(await self._db.active_programmes.find_one({"_id": brand}))

    async def approval(self, brand: str, approval_id: str) -> Approval | None:
        """An approval."""
        found = await self._approvals.find(brand, approval_id)
        return None if found is None else found[0]

    async def approvals(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any) with ids below `before` ("": all), the newest first."""
        return await self._approvals.page(brand, state, before, size)

    async def decide(
        self, brand: str, work: Callable[[MongoProgrammeUnit], Awaitable[tuple[T, bool]]]
    ) -> tuple[T, bool]:
        """Do `work` in one transaction, with its entry of the audit log unless it is a repeat."""

        async def attempt(session: Session) -> tuple[T, bool]:
            answer, replayed = await work(MongoProgrammeUnit(self._db, self._feed, session))
            if not replayed:
                await audit_log.record(self._db, session, brand, self._clock)
            return answer, replayed

        return await mongo.transact(self._db, attempt)

    async def get(self, brand: str, version: int) -> Programme | None:
        """A version, the one in force when 0."""
        if version == 0:
            active = await self._db.active_programmes.find_one({"_id": brand}, {"version": 1})
            if active is None:
                return None
            version = active["version"]
        return _programme(await self._db.programmes.find_one({"_id": _key(brand, version)}))

    async def page(self, brand: str, *, below: int, size: int) -> Sequence[Programme]:
        """Versions under `below` (0: from the newest), newest first, without their files."""
        query: Document = {"brand": brand}
        if below:
            query["version"] = {"$lt": below}
        cursor = self._db.programmes.find(query, {"source_yaml": 0, "document_json": 0})
        found = await cursor.sort("version", DESCENDING).limit(size).to_list(size)
        return [programme for each in found if (programme := _programme(each))]


def _in_force(found: Document | None) -> InForce | None:
    return None if found is None else InForce(found["version"], read_json(found["document_json"]))


def _event(programme: Programme) -> FeedEvent:
    event = events_pb2.Event(
        id=new_id("evt"),
        brand=programme.brand,
        programme_published=events_pb2.ProgrammePublished(
            version=programme.version, document_json=programme.document_json
        ),
    )
    event.record_time.FromDatetime(programme.published_at)
    return FeedEvent(
        id=event.id,
        brand=programme.brand,
        type=EVENT_TYPE,
        subject="",
        at=programme.published_at,
        payload=event.SerializeToString(),
    )


def _key(brand: str, version: int) -> str:
    return f"{brand}/{version}"


def _document(programme: Programme) -> Document:
    return {
        "_id": _key(programme.brand, programme.version),
        "brand": programme.brand,
        "version": programme.version,
        "source_yaml": programme.source_yaml,
        "document_json": programme.document_json,
        "published_at": programme.published_at,
        "published_by": programme.published_by,
        "rollback_of": programme.rollback_of,
        "note": programme.note,
    }


def _programme(found: Document | None) -> Programme | None:
    if found is None:
        return None
    return Programme(
        brand=found["brand"],
        version=found["version"],
        source_yaml=found.get("source_yaml", ""),
        document_json=found.get("document_json", ""),
        published_at=found["published_at"],
        published_by=found["published_by"],
        rollback_of=found["rollback_of"],
        note=found["note"],
    )
