"""The follower of another service's feed: it reads a batch, handles it, and stores the token.

It stores the token after the effect, so after a crash the last batch comes again. `handle` must
recognise by their ids the events that it has handled before (`idempotency.once` does, with a
request id derived from the event's). An event that can't take effect is set aside:
services/common/setting_aside.py.
"""

import asyncio
import random
from collections.abc import AsyncIterable, Callable, Sequence
from contextlib import suppress
from datetime import UTC
from typing import Any, Generic, Protocol, TypeVar

from prometheus_client import Counter, Gauge

from services.common import telemetry
from services.common.channel import connection_ended
from services.common.clock import SystemClock
from services.common.lease import TTL, Lease
from services.common.mongo import Database, PyMongoError
from services.common.setting_aside import EventKind, Handle, Recorded, SettingAside
from services.common.tasks import end

COLLECTION = "watch_tokens"
BATCH_MAX = 500
QUEUE_ARRIVALS = 64
IDLE_TOKEN_S = 5.0
"""How often the token of an idle feed is stored."""
SEND_AGAIN_S = 1.0
"""How often letters are looked for that an operator wants sent again."""
STANDBY_S = 1.0
RECONNECT_S = 0.2
BACKOFF_S_MAX = 15.0

LAG = Gauge("tessera_follower_lag_seconds", "Age of the event handled last.", ["follower"])
HANDLED = Counter("tessera_follower_events_total", "Events handled.", ["follower"])
FAILURES = Counter(
    "tessera_follower_failures_total", "Errors that made the follower start again.", ["follower"]
)

_log = telemetry.log("follower")


E = TypeVar("E", bound=Recorded)
E_co = TypeVar("E_co", bound=Recorded, covariant=True)


class Arrival(Protocol[E_co]):
    """A WatchResponse: events in order (none in a heartbeat), and the token after them."""

    @property
    def events(self) -> Sequence[E_co]: ...
    @property
    def token(self) -> str: ...


Source = Callable[[str], AsyncIterable[Arrival[E]]]
_Queue = asyncio.Queue[Arrival[E] | None]


class Follower(Generic[E]):
    """Follows `source` for ever and passes its events to `handle` in order.

    `source(token)` opens the stream after `token`, or from the beginning for "":
    `lambda token: stub.Watch(WatchRequest(after=token))`. A lease selects one of the replicas that
    run a follower of this `name` on `db`. A batch whose failure passes by itself is tried again
    after a growing pause. An event that fails by itself is set aside, with later ones about its
    members.
    """

    def __init__(
        self,
        name: str,
        db: Database,
        source: Source[E],
        kind: EventKind[E],
        handle: Handle[E],
        batch_max: int = BATCH_MAX,
    ) -> None:
        self._name = name
        self._tokens = db[COLLECTION]
        self._source = source
        self._events = SettingAside(name, db, kind, handle)
        self._batch_max = batch_max
        self._lease = Lease(db, f"follower/{name}")
        self._lag = LAG.labels(name)
        self._handled = HANDLED.labels(name)
        self._failures = FAILURES.labels(name)
        self._progressed = False

    async def run(self) -> None:
        """Follow until cancelled."""
        failed_s = 0.0
        try:
            while True:
                self._progressed = False
                pause_s = STANDBY_S
                try:
                    if await self._lease.acquire():
                        await self._follow()
                        failed_s, pause_s = 0.0, RECONNECT_S
                except Exception as error:
                    self._failures.inc()
                    failed_s = RECONNECT_S if self._progressed else max(RECONNECT_S, failed_s * 2)
                    failed_s = pause_s = min(failed_s, BACKOFF_S_MAX)
                    _log.warning("follower_broke", follower=self._name, exc_info=error)
                await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))
        finally:
            with suppress(PyMongoError):
                await asyncio.shield(self._lease.release())

    async def token(self) -> str:
        """The stored token; "" when there is none yet."""
        stored = await self._tokens.find_one({"_id": self._name})
        return "" if stored is None else str(stored["token"])

    async def _follow(self) -> None:
        """Follow until the source ends or the lease is lost. Raises the first error."""
        queue: _Queue[E] = asyncio.Queue(QUEUE_ARRIVALS)
        reading = asyncio.create_task(self._read(queue))
        consuming = asyncio.create_task(self._consume(queue))
        renewing = asyncio.create_task(self._renew())
        tasks = (reading, consuming, renewing)
        try:
            await asyncio.wait((consuming, renewing), return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    task.result()
        finally:
            await end(*tasks)

    async def _read(self, queue: "_Queue[E]") -> None:
        heard = False
        try:
            source: Any = self._source(await self.token())
            try:
                async for arrival in source:
                    heard = True
                    await queue.put(arrival)
            finally:
                await _end(source)
        except Exception as error:
            await queue.put(None)
            if not (heard and connection_ended(error)):
                raise
            _log.info("follower_reconnects", follower=self._name)
        else:
            await queue.put(None)

    async def _consume(self, queue: "_Queue[E]") -> None:
        stored_at = sent_at = 0.0
        loop = asyncio.get_running_loop()
        # Before anything arrives, for the source may be away.
        await self._events.send_again()
        arrival = await self._next(queue)
        while arrival is not None:
            events: list[E] = []
            while arrival is not None:
                events += arrival.events
                token = arrival.token
                if len(events) >= self._batch_max or queue.empty():
                    break
                arrival = queue.get_nowait()
            for start in range(0, len(events), self._batch_max):
                await self._events.apply(events[start : start + self._batch_max])
            if events or loop.time() - stored_at > IDLE_TOKEN_S:
                await self._store(token)
                stored_at = loop.time()
            self._observe(events)
            if loop.time() - sent_at > SEND_AGAIN_S:
                await self._events.send_again()
                sent_at = loop.time()
            if arrival is not None:
                arrival = await self._next(queue)

    async def _next(self, queue: "_Queue[E]") -> Arrival[E] | None:
        """What arrives next; meanwhile letters are sent again."""
        while True:
            try:
                async with asyncio.timeout(SEND_AGAIN_S):
                    return await queue.get()
            except TimeoutError:
                await self._events.send_again()

    async def _store(self, token: str) -> None:
        stored = {"token": token, "at": SystemClock().now()}
        await self._tokens.update_one({"_id": self._name}, {"$set": stored}, upsert=True)

    def _observe(self, events: Sequence[E]) -> None:
        if events:
            self._progressed = True
            self._handled.inc(len(events))
            self._lag.set(
                (SystemClock().now() - events[-1].record_time.ToDatetime(UTC)).total_seconds()
            )
        else:
            self._lag.set(0)

    async def _renew(self) -> None:
        while await self._lease.acquire():
            await asyncio.sleep(TTL.total_seconds() / 3)
        _log.info("follower_lease_lost", follower=self._name)


async def _end(source: Any) -> None:
    # A gRPC call has `cancel`, an async generator `aclose`.
    if hasattr(source, "cancel"):
        source.cancel()
    elif hasattr(source, "aclose"):
        await source.aclose()
