"""Case 60: workers are killed while they send, and nothing is lost or out of order."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

from services.common.clock import ManualClock
from services.common.mongo import Database
from services.feedback.partners.adapters.poster import Poster
from services.feedback.partners.adapters.seal import SecretSeal
from services.feedback.partners.api.messages import DeliveryWire, EndpointWire
from services.feedback.partners.commands.queueing import Queueing
from services.feedback.partners.commands.sending import LEASE, Sender
from services.feedback.partners.domain.endpoint import Endpoint, Secret, State
from services.feedback.partners.domain.message import Message
from services.feedback.partners.storage.deliveries import MongoDeliveries
from services.feedback.partners.storage.endpoints import MongoEndpoints, _document
from services.feedback.partners.storage.lanes import MongoLanes
from services.feedback.wiring import migrate
from tests.component.feedback.partners.receiver import receiving

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MEMBERS, EACH, KILLS = 20, 15, 10


async def test_a_killed_worker_loses_nothing_and_keeps_the_order(db: Database) -> None:
    await migrate(db)
    clock = ManualClock(NOON)
    seal = SecretSeal(bytes(32))
    endpoints = MongoEndpoints(db, EndpointWire(), clock)
    deliveries = MongoDeliveries(db, DeliveryWire(), clock)
    messages = [
        Message(f"evt_{n}", "tea", f"mem_{n % MEMBERS}", "tier.changed", NOON, NOON, {"n": n})
        for n in range(MEMBERS * EACH)
    ]

    def worker() -> Sender:
        post = Poster(private=True)
        return Sender(MongoLanes(db), deliveries, endpoints, post, seal, clock)

    async with receiving() as receiver:
        sealed = seal.seal("whe_1", bytes(32)) or b""
        endpoint = Endpoint(
            id="whe_1",
            brand="tea",
            url=receiver.url,
            description="",
            types=(),
            state=State.ENABLED,
            secrets=(Secret("whk_1", sealed, NOON),),
            made_at=NOON,
        )
        await db["webhook_endpoints"].insert_one(_document(endpoint))
        queueing = Queueing(endpoints, deliveries, clock, lambda: None)
        assert await queueing.take(messages[:200]) == 200
        # The feed repeats itself after a crash, and nothing has a second number.
        assert await queueing.take(messages) == len(messages) - 200

        for kill in range(KILLS):
            running = asyncio.create_task(worker().run())
            enough = len(receiver.all) + 12
            async with asyncio.timeout(60):
                while len(receiver.all) < enough:
                    await asyncio.sleep(0.001 * random.random())
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            assert len(receiver.taken) < len(messages), kill
            # What it held is free when its lease is over.
            clock.advance(LEASE + timedelta(seconds=1))
        last = worker()
        await last.send_due()

    assert {post.id for post in receiver.taken} == {message.id for message in messages}
    for member in range(MEMBERS):
        seqs = receiver.seqs(f"mem_{member}")
        # At least once: a number may come again, and none before the one ahead of it has come.
        firsts = list(dict.fromkeys(seqs))
        assert firsts == list(range(1, EACH + 1))
        assert seqs == sorted(seqs)
    assert len(receiver.taken) <= len(messages) + KILLS * 10
