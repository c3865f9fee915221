"""A follower of the ledger, in a process of its own: `python -m bench.event_follower`.

It writes an effect of each posting to its database, majority and journaled, in batches as they
arrive. When its input ends, it prints the lag of each posting and its own processor time.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import grpc
import uvloop

from services.common import mongo
from services.common.follower import Follower
from services.common.mongo import InsertOne
from services.common.setting_aside import EventKind
from services.common.tasks import end
from tessera.points.v1 import ledger_pb2, ledger_pb2_grpc

EFFECTS = "effects"
READY = "ready"
POSTING: EventKind[ledger_pb2.Posting] = EventKind(
    id=lambda posting: posting.id,
    brand=lambda posting: posting.brand,
    members=lambda posting: {entry.owner for entry in posting.entries},
    write=lambda posting: posting.SerializeToString(),
    read=ledger_pb2.Posting.FromString,
)


class Arrival:
    """A WatchResponse as a follower takes it."""

    def __init__(self, response: ledger_pb2.WatchResponse) -> None:
        self.events: Sequence[ledger_pb2.Posting] = response.postings
        self.token = response.token


async def main(address: str, token: str, mongo_url: str, name: str) -> None:
    """Follow until the input ends."""
    db = mongo.connect(mongo_url, name)
    told: list[tuple[int, float]] = []
    metadata = (("authorization", f"Bearer {token}"),)

    async def handle(postings: Sequence[ledger_pb2.Posting]) -> None:
        effects = [InsertOne({"_id": posting.id, "kind": posting.kind}) for posting in postings]
        await db[EFFECTS].bulk_write(effects, ordered=False)
        if not told:
            print(READY, flush=True)
        now = time.time() * 1000
        for posting in postings:
            at_ms = posting.record_time.ToMilliseconds()
            told.append((at_ms, now - at_ms))

    async with grpc.aio.insecure_channel(address) as channel:
        stub: Any = ledger_pb2_grpc.LedgerStub(channel)

        async def source(after: str) -> Any:
            request = ledger_pb2.WatchRequest(after=after, from_now=not after)
            async for response in stub.Watch(request, metadata=metadata):
                yield Arrival(response)

        following = asyncio.create_task(Follower("bench", db, source, POSTING, handle).run())
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        await end(following)
    print(json.dumps({"told": told, "stopped_at": datetime.now(UTC).isoformat()}), flush=True)
    await mongo.close(db)


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
