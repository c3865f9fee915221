"""Following another service's feed: batches in, effect, then the token.

The token is stored after the effect, so after a crash the last batch comes again: `handle` must know
events that it has handled by their id (`idempotency.once` with a request id derived from it does).
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from prometheus_client import Counter, Gauge

from services.common import telemetry
from services.common.clock import SystemClock
from services.common.lease import TTL, Lease
from services.common.mongo import Database, PyMongoError

COLLECTION = "watch_tokens"
BATCH_MAX = 500
QUEUE_BATCHES = 2
IDLE_TOKEN_S = 5.0
"""How often the token of an idle feed is stored."""
STANDBY_S = 1.0
BACKOFF_S_MAX = 15.0

LAG = Gauge("tessera_follower_lag_seconds", "Age of the event handled last.", ["follower"])
HANDLED = Counter("tessera_follower_events_total", "Events handled.", ["follower"])
FAILURES = Counter("tessera_follower_failures_total", "Times that following broke.", ["follower"])

_log = telemetry.log("follower")


class Dated(Protocol):
    """An event knows when it happened (UTC)."""

    @property
    def at(self) -> datetime: ...


E = TypeVar("E", bound=Dated)

Source = Callable[[str], AsyncIterator[tuple[str, E | None]]]
Handle = Callable[[Sequence[E]], Awaitable[None]]


class Follower(Generic[E]):
    """Follows `source` for ever and hands what has arrived to `handle`, in order.

    `source(token)` streams (token, event or None for a sign of life) from behind `token`, "" being the
    beginning. Of the replicas that run a follower of this `name` on `db`, normally one follows.
    A batch that fails is tried again with a growing pause; it is never skipped.
    """

    def __init__(
        self,
        name: str,
        db: Database,
        source: Source[E],
        handle: Handle[E],
        batch_max: int = BATCH_MAX,
    ) -> None:
        self._name = name
        self._tokens = db[COLLECTION]
        self._source = source
        self._handle = handle
        self._batch_max = batch_max
        self._lease = Lease(db, f"follower/{name}")
        self._lag = LAG.labels(name)
        self._handled = HANDLED.labels(name)
        self._failures = FAILURES.labels(name)
        self._progressed = False

    async def run(self) -> None:
        """Follow until cancelled."""
        pause_s = 0.0
        try:
            while True:
                self._progressed = False
                try:
                    if await self._lease.acquire():
                        await self._follow()
                        pause_s = 0.0
                except Exception as error:
                    self._failures.inc()
                    pause_s = 0.0 if self._progressed else pause_s
                    pause_s = min(max(0.1, pause_s * 2), BACKOFF_S_MAX)
                    _log.warning("follower_broke", follower=self._name, exc_info=error)
                await asyncio.sleep(max(pause_s, STANDBY_S / 4) * random.uniform(0.5, 1.0))
        finally:
            with suppress(PyMongoError):
                await asyncio.shield(self._lease.release())

    async def token(self) -> str:
        """The stored token, "" before the first."""
        stored = await self._tokens.find_one({"_id": self._name})
        return "" if stored is None else str(stored["token"])

    async def _follow(self) -> None:
        """Follow until the source ends, the lease is lost (both return), or something fails."""
        queue: asyncio.Queue[tuple[str, E | None] | None] = asyncio.Queue(
            self._batch_max * QUEUE_BATCHES
        )
        tasks: list[asyncio.Task[None]] = [
            asyncio.create_task(self._read(queue)),
            asyncio.create_task(self._consume(queue)),
            asyncio.create_task(self._renew()),
        ]
        try:
            done, _ = await asyncio.wait(tasks[1:], return_when=asyncio.FIRST_COMPLETED)
            for task in [*done, *(t for t in tasks[:1] if t.done())]:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self, queue: "asyncio.Queue[tuple[str, E | None] | None]") -> None:
        try:
            source: Any = self._source(await self.token())
            if hasattr(source, "aclose"):
                async with aclosing(source):
                    async for delivery in source:
                        await queue.put(delivery)
            else:
                async for delivery in source:
                    await queue.put(delivery)
        finally:
            # Not awaited: the reader may have been cancelled while the queue is full.
            with suppress(asyncio.QueueFull):
                queue.put_nowait(None)

    async def _consume(self, queue: "asyncio.Queue[tuple[str, E | None] | None]") -> None:
        stored_at = 0.0
        loop = asyncio.get_running_loop()
        ended = False
        while not ended:
            delivery = await queue.get()
            events: list[E] = []
            token = ""
            while delivery is not None:
                token, event = delivery
                if event is not None:
                    events.append(event)
                if len(events) >= self._batch_max or queue.empty():
                    break
                delivery = queue.get_nowait()
            ended = delivery is None
            if events:
                await self._handle(events)
            if token and (events or loop.time() - stored_at > IDLE_TOKEN_S):
                await self._store(token)
                stored_at = loop.time()
            self._observe(events)

    async def _store(self, token: str) -> None:
        stored = {"token": token, "at": SystemClock().now()}
        await self._tokens.update_one({"_id": self._name}, {"$set": stored}, upsert=True)

    def _observe(self, events: Sequence[E]) -> None:
        self._progressed = True
        if events:
            self._handled.inc(len(events))
            self._lag.set((SystemClock().now() - events[-1].at).total_seconds())
        else:
            self._lag.set(0)

    async def _renew(self) -> None:
        while await self._lease.acquire():
            await asyncio.sleep(TTL.total_seconds() / 3)
        _log.info("follower_lease_lost", follower=self._name)
