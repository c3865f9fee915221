"""Deliveries in MongoDB.

`webhook_deliveries`  {_id: delivery id, lane, endpoint, replay, seq, message: {…}, queued_at,
state, open, tries, tried_at, attempts: [{at, status, problem, duration_ms}], gone_at}

`open` stands where it waits or was given up, for the backlog. It goes 30 days after `gone_at`, the
time of the machine, for MongoDB judges that by its own.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from services.common import audit
from services.common.clock import Clock, SystemClock
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    InsertOne,
    Session,
    UpdateOne,
    transact,
)
from services.common.written_once import Asked, Wire, written_once
from services.feedback.partners.domain.delivery import (
    AGAIN,
    ATTEMPTS_KEPT,
    KEPT_FOR,
    TEST,
    Attempt,
    Delivery,
    DeliveryNotFound,
    DeliveryState,
    lane_id,
    place,
)
from services.feedback.partners.domain.endpoint import EndpointNotFound, EndpointOff, State
from services.feedback.partners.domain.message import Message
from services.feedback.partners.storage import endpoints, lanes

COLLECTION = lanes.DELIVERIES
COUNT_MAX = 10_000
TOGETHER_MAX = 1_000
"""Deliveries of one transaction."""
INDEXES = {
    COLLECTION: [
        IndexModel([("lane", ASCENDING), ("state", ASCENDING), ("seq", ASCENDING)]),
        IndexModel(
            [("endpoint", ASCENDING), ("open", ASCENDING), ("place", ASCENDING)],
            partialFilterExpression={"open": True},
        ),
        IndexModel(
            [("state", ASCENDING), ("queued_at", ASCENDING)],
            partialFilterExpression={"state": DeliveryState.WAITING.value},
        ),
        IndexModel(
            [("endpoint", ASCENDING), ("tried_place", DESCENDING)],
            partialFilterExpression={"tried_place": {"$exists": True}},
        ),
        IndexModel(
            [("replay", ASCENDING), ("lane", ASCENDING), ("message.recorded_at", ASCENDING)],
            partialFilterExpression={"replay": {"$gt": ""}},
        ),
        IndexModel([("gone_at", ASCENDING)], expireAfterSeconds=int(KEPT_FOR.total_seconds())),
    ]
}


class MongoDeliveries:
    """The deliveries of all endpoints."""

    def __init__(self, db: Database, wire: Wire[Delivery], clock: Clock) -> None:
        self._db = db
        self._deliveries = db[COLLECTION]
        self._wire = wire
        self._clock = clock

    async def add(self, deliveries: Sequence[Delivery]) -> int:
        added = 0
        for start in range(0, len(deliveries), TOGETHER_MAX):
            some = deliveries[start : start + TOGETHER_MAX]

            async def effect(session: Session, some: Sequence[Delivery] = some) -> int:
                return await self._add(session, some)

            added += await transact(self._db, effect)
        return added

    async def _add(self, session: Session, deliveries: Sequence[Delivery]) -> int:
        ids = [each.id for each in deliveries]
        known = self._deliveries.find({"_id": {"$in": ids}}, {"_id": 1}, session=session)
        seen = {each["_id"] for each in await known.to_list(len(ids))}
        held = self._db[lanes.COLLECTION]
        lane_ids = sorted({each.lane for each in deliveries})
        found = held.find({"_id": {"$in": lane_ids}}, session=session)
        there = {each["_id"]: each for each in await found.to_list(len(lane_ids))}
        last = {lane: int(each["last"]) for lane, each in there.items()}
        inserts: list[InsertOne[Document]] = []
        grown: dict[str, Delivery] = {}
        for each in deliveries:
            if each.id in seen:
                continue
            seen.add(each.id)
            last[each.lane] = last.get(each.lane, 0) + 1
            inserts.append(InsertOne(document(each, last[each.lane])))
            grown[each.lane] = each
        if not inserts:
            return 0
        await self._deliveries.bulk_write(inserts, ordered=False, session=session)
        updates = [
            UpdateOne(
                {"_id": lane},
                {"$set": _lane(one, last[lane], "due" not in there.get(lane, {}))},
                upsert=True,
            )
            for lane, one in grown.items()
        ]
        await held.bulk_write(updates, ordered=False, session=session)
        return len(inserts)

    async def next_of(self, lane: str, limit: int) -> Sequence[Delivery]:
        wanted = {"lane": lane, "state": DeliveryState.WAITING.value, "seq": {"$gt": 0}}
        found = self._deliveries.find(wanted).sort("seq", ASCENDING).limit(limit)
        return [delivery(each) for each in await found.to_list(limit)]

    async def tried(self, tried: Delivery, attempt: Attempt, *, given_up: bool) -> None:
        kept = {
            "at": attempt.at,
            "status": attempt.status,
            "problem": attempt.problem,
            "duration_ms": attempt.duration_ms,
        }
        changed: Document = {"tried_place": place(attempt.at, tried.id)}
        update: dict[str, Any] = {
            "$set": changed,
            "$inc": {"tries": 1},
            "$push": {"attempts": {"$each": [kept], "$slice": -ATTEMPTS_KEPT}},
        }
        if attempt.arrived:
            changed |= {"state": DeliveryState.DELIVERED.value, "gone_at": SystemClock().now()}
            update["$unset"] = {"open": ""}
        elif given_up:
            changed |= {"state": DeliveryState.GIVEN_UP.value, "gone_at": SystemClock().now()}
        await self._deliveries.update_one({"_id": tried.id}, update)

    async def backlog(self) -> tuple[int, datetime | None]:
        wanted = {"state": DeliveryState.WAITING.value}
        oldest = await self._deliveries.find_one(wanted, sort=[("queued_at", ASCENDING)])
        if oldest is None:
            return 0, None
        count = await self._deliveries.count_documents(wanted, limit=COUNT_MAX)
        return count, oldest["queued_at"]

    async def counts(self, endpoint_id: str) -> tuple[int, int]:
        counted = []
        for state in (DeliveryState.WAITING, DeliveryState.GIVEN_UP):
            wanted = {"endpoint": endpoint_id, "open": True, "state": state.value}
            counted.append(await self._deliveries.count_documents(wanted, limit=COUNT_MAX))
        return counted[0], counted[1]

    async def open_of(self, endpoint_id: str, after: str, limit: int) -> Sequence[Delivery]:
        wanted = {"endpoint": endpoint_id, "open": True, "place": {"$gt": after}}
        found = self._deliveries.find(wanted).sort("place", ASCENDING).limit(limit)
        return [delivery(each) for each in await found.to_list(limit)]

    async def tried_of(self, endpoint_id: str, after: str, limit: int) -> Sequence[Delivery]:
        below = {"$lt": after} if after else {"$exists": True}
        wanted = {"endpoint": endpoint_id, "tried_place": below}
        found = self._deliveries.find(wanted).sort("tried_place", DESCENDING).limit(limit)
        return [delivery(each) for each in await found.to_list(limit)]

    async def once(
        self, request: Asked, change: Callable[["DeliveriesWithin"], Awaitable[Delivery]]
    ) -> tuple[Delivery, bool]:
        async def effect(session: Session) -> Delivery:
            return await change(DeliveriesWithin(self._db, session, request.brand))

        return await written_once(self._db, self._clock, request, self._wire, effect)


class DeliveriesWithin:
    """The deliveries of one brand, within one transaction."""

    def __init__(self, db: Database, session: Session, brand: str) -> None:
        self._db = db
        self._deliveries = db[COLLECTION]
        self._session = session
        self._brand = brand

    async def again(self, delivery_id: str, now: datetime) -> Delivery:
        found = await self._deliveries.find_one({"_id": delivery_id}, session=self._session)
        if found is None:
            raise DeliveryNotFound(f"no delivery {delivery_id}")
        known = delivery(found)
        within = endpoints.EndpointsWithin(self._db, self._session, self._brand)
        try:
            endpoint = await within.get(known.endpoint)
        except EndpointNotFound as error:
            raise DeliveryNotFound(f"no delivery {delivery_id}") from error
        if endpoint.state is not State.ENABLED:
            raise EndpointOff(endpoint.state)
        audit.changed(after={"endpoint_id": endpoint.id, "message_id": known.message.id})
        held = self._db[lanes.COLLECTION]
        if known.state is DeliveryState.WAITING:
            # Whoever sends the lane now has its turn already.
            wanted = {"_id": known.lane, "owner": {"$exists": False}}
            await held.update_one(wanted, {"$set": {"due": now}}, session=self._session)
            return known
        lane = lane_id(known.endpoint, known.message.member, AGAIN)
        fresh: Document = {"state": DeliveryState.WAITING.value, "lane": lane, "tries": 0}
        fresh |= {"open": True, "queued_at": now, "place": place(now, known.id)}
        changed = {"$set": fresh, "$unset": {"gone_at": ""}}
        await self._deliveries.update_one({"_id": known.id}, changed, session=self._session)
        await self._grow(lane, known, now)
        return delivery({**found, **fresh})

    async def test(self, endpoint_id: str, message: Message, now: datetime) -> Delivery:
        within = endpoints.EndpointsWithin(self._db, self._session, self._brand)
        endpoint = await within.get(endpoint_id)
        if endpoint.state is not State.ENABLED:
            raise EndpointOff(endpoint.state)
        audit.changed(after={"message_id": message.id})
        lane = lane_id(endpoint_id, "", TEST)
        made = Delivery(f"{endpoint_id}/{message.id}", lane, endpoint_id, message, 0, "", now)
        kept = document(made, await self._grow(lane, made, now))
        await self._deliveries.insert_one(kept, session=self._session)
        return delivery(kept)

    async def _grow(self, lane: str, one: Delivery, now: datetime) -> int:
        """Let `one` wait at the end of a lane; its number there."""
        held = self._db[lanes.COLLECTION]
        there = await held.find_one({"_id": lane}, session=self._session) or {"last": 0}
        last = int(there["last"]) + 1
        grown = _lane(one, last, "due" not in there, now)
        await held.update_one({"_id": lane}, {"$set": grown}, upsert=True, session=self._session)
        return last


def _lane(one: Delivery, last: int, rests: bool, now: datetime | None = None) -> Document:
    """A lane in which `one` was queued as the last; it keeps the time at which it is due."""
    lane: Document = {"endpoint": one.endpoint, "replay": one.replay, "last": last}
    lane |= {"replayed": bool(one.replay), "waiting": True}
    return {**lane, "due": now or one.queued_at} if rests else lane


def document(each: Delivery, seq: int) -> Document:
    """A delivery that waits, with its number."""
    message = each.message
    return {
        "_id": each.id,
        "lane": each.lane,
        "endpoint": each.endpoint,
        "replay": each.replay,
        "seq": seq,
        "queued_at": each.queued_at,
        "place": place(each.queued_at, each.id),
        "state": DeliveryState.WAITING.value,
        "open": True,
        "tries": 0,
        "attempts": [],
        "message": {
            "id": message.id,
            "brand": message.brand,
            "member": message.member,
            "type": message.type,
            "occurred_at": message.occurred_at,
            "recorded_at": message.recorded_at,
            "data": dict(message.data),
        },
    }


def delivery(found: Document) -> Delivery:
    """The delivery of a document."""
    return Delivery(
        id=found["_id"],
        lane=found["lane"],
        endpoint=found["endpoint"],
        message=Message(**found["message"]),
        seq=found["seq"],
        replay=found["replay"],
        queued_at=found["queued_at"],
        state=DeliveryState(found["state"]),
        tries=found["tries"],
        attempts=tuple(Attempt(**each) for each in found["attempts"]),
    )
