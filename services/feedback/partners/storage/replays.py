"""Replays in MongoDB.

`webhook_replays`  {_id: replay id, brand, endpoint, begin, end, types, state, deliveries, made_at,
open}: `open` stands while it gathers or sends.
"""

from collections.abc import Awaitable, Callable, Sequence

from services.common import audit
from services.common.clock import Clock
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    BulkWriteError,
    Database,
    Document,
    IndexModel,
    Session,
    UpdateOne,
)
from services.common.written_once import Asked, Wire, written_once
from services.feedback.partners.domain.delivery import Delivery
from services.feedback.partners.domain.replay import (
    UNFINISHED_MAX,
    Replay,
    ReplayState,
    TooManyReplays,
)
from services.feedback.partners.storage import chores, deliveries, lanes

COLLECTION = "webhook_replays"
SHOWN_MAX = 10
DUPLICATE = 11000
WRITES_MAX = 1_000
INDEXES = {
    COLLECTION: [
        IndexModel([("endpoint", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("open", ASCENDING)], partialFilterExpression={"open": True}),
    ]
}


class MongoReplays:
    """The replays of all endpoints, and what they gather."""

    def __init__(self, db: Database, wire: Wire[Replay], clock: Clock) -> None:
        self._db = db
        self._replays = db[COLLECTION]
        self._deliveries = db[deliveries.COLLECTION]
        self._wire = wire
        self._clock = clock

    async def once(
        self, request: Asked, change: Callable[["ReplaysWithin"], Awaitable[Replay]]
    ) -> tuple[Replay, bool]:
        async def effect(session: Session) -> Replay:
            return await change(ReplaysWithin(self._db, session))

        return await written_once(self._db, self._clock, request, self._wire, effect)

    async def replays(self, endpoint_id: str) -> Sequence[Replay]:
        found = self._replays.find({"endpoint": endpoint_id}).sort("_id", DESCENDING)
        return [_replay(each) for each in await found.limit(SHOWN_MAX).to_list(SHOWN_MAX)]

    async def unfinished(self) -> Sequence[Replay]:
        found = self._replays.find({"open": True}).sort("_id", ASCENDING)
        return [_replay(each) for each in await found.to_list(None)]

    async def gather(self, gathered: Sequence[Delivery]) -> int:
        documents = [deliveries.document(each, 0) for each in gathered]
        if not documents:
            return 0
        try:
            result = await self._deliveries.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            told = error.details or {}
            # Gathered before, by a process that ended or by a feed that repeats itself.
            if any(each["code"] != DUPLICATE for each in told["writeErrors"]):
                raise
            return int(told["nInserted"])
        return len(result.inserted_ids)

    async def begin(self, replay: Replay) -> int:
        found = self._deliveries.find({"replay": replay.id}, {"lane": 1})
        order = [("lane", ASCENDING), ("message.recorded_at", ASCENDING), ("_id", ASCENDING)]
        count, lane, last = 0, "", 0
        writes: list[UpdateOne] = []
        sizes: dict[str, int] = {}
        async for each in found.sort(order):
            last = last + 1 if each["lane"] == lane else 1
            lane = sizes_key = each["lane"]
            sizes[sizes_key] = last
            count += 1
            writes.append(UpdateOne({"_id": each["_id"]}, {"$set": {"seq": last}}))
            if len(writes) == WRITES_MAX:
                await self._deliveries.bulk_write(writes, ordered=False)
                writes = []
        if writes:
            await self._deliveries.bulk_write(writes, ordered=False)
        await self._open_lanes(replay, sizes)
        return count

    async def _open_lanes(self, replay: Replay, sizes: dict[str, int]) -> None:
        fresh: Document = {"endpoint": replay.endpoint, "replay": replay.id, "replayed": True}
        fresh |= {"waiting": True, "due": self._clock.now()}
        writes = [
            # One that is there was opened before, by a process that ended.
            UpdateOne({"_id": lane}, {"$setOnInsert": {**fresh, "last": last}}, upsert=True)
            for lane, last in sizes.items()
        ]
        for start in range(0, len(writes), WRITES_MAX):
            some = writes[start : start + WRITES_MAX]
            await self._db[lanes.COLLECTION].bulk_write(some, ordered=False)

    async def has_waiting(self, replay: Replay) -> bool:
        wanted = {"endpoint": replay.endpoint, "replay": replay.id, "waiting": True}
        return await self._db[lanes.COLLECTION].find_one(wanted, {"_id": 1}) is not None

    async def discard(self, replay: Replay) -> None:
        await self._deliveries.delete_many({"replay": replay.id})

    async def put(self, replay: Replay, state: ReplayState, count: int) -> None:
        changed = {"$set": {"state": state.value, "deliveries": count}}
        if state in (ReplayState.DONE, ReplayState.TOO_LARGE):
            changed["$unset"] = {"open": ""}
        await self._replays.update_one({"_id": replay.id}, changed)
        if state is ReplayState.DONE:
            # A lane of what happens now keeps its number; those of a replay have no future.
            wanted = {"endpoint": replay.endpoint, "replay": replay.id}
            await self._db[lanes.COLLECTION].delete_many(wanted)


class ReplaysWithin:
    """Replays, within one transaction."""

    def __init__(self, db: Database, session: Session) -> None:
        self._db = db
        self._replays = db[COLLECTION]
        self._session = session

    async def add(self, replay: Replay) -> None:
        # Two who ask at one time would each count without the other.
        turn = {"_id": replay.endpoint}, {"$inc": {"asked_replays": 1}}
        await self._db[chores.ENDPOINTS].update_one(*turn, session=self._session)
        wanted = {"endpoint": replay.endpoint, "open": True}
        if await self._replays.count_documents(wanted, session=self._session) >= UNFINISHED_MAX:
            raise TooManyReplays
        audit.changed(after={"endpoint_id": replay.endpoint, "replay_id": replay.id})
        await self._replays.insert_one(
            {
                "_id": replay.id,
                "brand": replay.brand,
                "endpoint": replay.endpoint,
                "begin": replay.begin,
                "end": replay.end,
                "types": list(replay.types),
                "state": replay.state.value,
                "deliveries": replay.deliveries,
                "made_at": replay.made_at,
                "open": True,
            },
            session=self._session,
        )


def _replay(document: Document) -> Replay:
    return Replay(
        id=document["_id"],
        brand=document["brand"],
        endpoint=document["endpoint"],
        begin=document["begin"],
        end=document["end"],
        types=tuple(document["types"]),
        made_at=document["made_at"],
        state=ReplayState(document["state"]),
        deliveries=document["deliveries"],
    )
