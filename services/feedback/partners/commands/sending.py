"""The job that sends what is due, lane by lane."""

import asyncio
import random
import time
from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from prometheus_client import Counter, Gauge

from services.common.clock import Clock
from services.common.ids import new_id
from services.common.tasks import end
from services.common.telemetry import log
from services.feedback.partners.domain.delivery import Attempt, Delivery, Lane
from services.feedback.partners.domain.endpoint import Endpoint, State, after_answer
from services.feedback.partners.domain.message import body
from services.feedback.partners.domain.posting import Posted, PostFailed
from services.feedback.partners.domain.retry import retry_after, wait_after
from services.feedback.partners.domain.signature import headers

IN_FLIGHT_MAX = 8
"""Lanes of one endpoint that one process sends at a time."""
REPLAYED_MAX = 2
"""The same, of what is replayed: what happens now does not wait behind it."""
LOOK_MAX = 200
READ_MAX = 20
LANE_S = 30.0
"""How long one worker stays with a lane before others of the endpoint have their turn."""
LEASE = timedelta(seconds=90)
"""Longer than a lane's time and the last attempt in it."""
PAUSE_S = 0.5
SEAL_PAUSE = timedelta(minutes=1)
OFF_PAUSE = timedelta(minutes=1)
"""How long a lane waits whose endpoint is off; meanwhile its chore lets it wait without end."""
MEASURE_S = 15.0

ATTEMPTS = Counter("tessera_webhook_attempts_total", "Attempts to deliver webhooks.", ["outcome"])
WAITING = Gauge("tessera_webhook_waiting", "Deliveries that wait, up to 10,000.")
OLDEST = Gauge("tessera_webhook_oldest_seconds", "Age of the oldest delivery that waits.")
SWITCHED_OFF = Gauge(
    "tessera_webhook_endpoints_off", "Endpoints that their own answers have switched off."
)

_log = log("feedback.partners")


class Lanes(Protocol):
    """Lanes of all endpoints. `owner` names the worker that holds a lane."""

    async def due(self, now: datetime, limit: int) -> Sequence[Lane]:
        """Lanes that are due, the earliest first."""
        ...

    async def due_of(
        self, endpoint: str, now: datetime, limit: int, *, replayed: bool
    ) -> Sequence[Lane]:
        """The same, of one endpoint: of what happens now, or of replays."""
        ...

    async def claim(self, lane: Lane, owner: str, until: datetime) -> bool:
        """Hold a lane that is due as it was read, until then; False when another was first."""
        ...

    async def wait(self, lane: Lane, owner: str, until: datetime) -> None:
        """Let it be due at `until`."""
        ...

    async def rest(self, lane: Lane, owner: str) -> int:
        """Let an empty lane rest: 0; or the new count where something was queued meanwhile, or -1
        where another holds it now."""
        ...

    async def drop(self, lane: Lane) -> None:
        """Forget it with its deliveries: the endpoint was deleted."""
        ...


class Deliveries(Protocol):
    """What waits in lanes."""

    async def next_of(self, lane: str, limit: int) -> Sequence[Delivery]:
        """The first that wait, in order."""
        ...

    async def tried(self, delivery: Delivery, attempt: Attempt, *, given_up: bool) -> None:
        """Keep the attempt, and what became of the delivery by it."""
        ...

    async def backlog(self) -> tuple[int, datetime | None]:
        """How many wait, up to 10,000, and since when the oldest does."""
        ...


class LiveEndpoints(Protocol):
    """Endpoints of all brands, as the job needs them."""

    async def find(self, endpoint_id: str) -> Endpoint | None: ...

    async def with_lanes(self) -> Sequence[str]:
        """The ids of those that are on."""
        ...

    async def answered(self, before: Endpoint, after: Endpoint) -> None:
        """Keep the state and the time of failing, unless an operator changed these meanwhile."""
        ...

    async def off_by_themselves(self) -> int: ...


class Post(Protocol):
    """Posts a body within a bounded time. Raises PostFailed."""

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted: ...
    def close(self) -> None: ...


class Opens(Protocol):
    """Opens sealed keys; None where it cannot."""

    def open(self, endpoint: str, sealed: bytes) -> bytes | None: ...


class Sender:
    """Sends from any number of processes: a lane is held by one at a time, and its deliveries go
    one after another. However slow an endpoint is, it keeps IN_FLIGHT_MAX of its own lanes busy."""

    def __init__(
        self,
        lanes: Lanes,
        deliveries: Deliveries,
        endpoints: LiveEndpoints,
        post: Post,
        seal: Opens,
        clock: Clock,
    ) -> None:
        self._lanes = lanes
        self._deliveries = deliveries
        self._endpoints = endpoints
        self._post = post
        self._seal = seal
        self._clock = clock
        self._owner = new_id("own")
        self._woken = asyncio.Event()
        self._in_flight: Tally[tuple[str, bool]] = Tally()
        self._tasks: set[asyncio.Task[None]] = set()
        self._measured_at = float("-inf")

    def wake(self) -> None:
        """Look for what is due at once."""
        self._woken.set()

    async def run(self) -> None:
        """Send until cancelled."""
        try:
            while True:
                self._woken.clear()
                try:
                    await self.start_due()
                    await self._measure()
                except Exception as error:
                    # A store that is away comes back, and nothing ends the job.
                    _log.error("webhooks_wait", error=repr(error))
                try:
                    async with asyncio.timeout(PAUSE_S):
                        await self._woken.wait()
                except TimeoutError:
                    pass
        finally:
            await end(*self._tasks)
            self._post.close()

    async def start_due(self) -> int:
        """Begin with the lanes that are due, as far as their endpoints have room; how many."""
        now = self._clock.now()
        due = await self._lanes.due(now, LOOK_MAX)
        if len(due) < LOOK_MAX:
            return sum([await self._begin(lane, now) for lane in due])
        # More than one look: each endpoint has its share of the next one.
        begun = 0
        for endpoint in await self._endpoints.with_lanes():
            for replayed in (False, True):
                room = self._room(endpoint, replayed)
                if room > 0:
                    found = await self._lanes.due_of(endpoint, now, room, replayed=replayed)
                    begun += sum([await self._begin(lane, now) for lane in found])
        return begun

    async def send_due(self) -> None:
        """Send until nothing is due and nothing under way."""
        while await self.start_due() or self._tasks:
            if self._tasks:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    def _room(self, endpoint: str, replayed: bool) -> int:
        return (REPLAYED_MAX if replayed else IN_FLIGHT_MAX) - self._in_flight[endpoint, replayed]

    async def _begin(self, lane: Lane, now: datetime) -> bool:
        replayed = bool(lane.replay)
        if self._room(lane.endpoint, replayed) <= 0:
            return False
        if not await self._lanes.claim(lane, self._owner, now + LEASE):
            return False
        key = (lane.endpoint, replayed)
        self._in_flight[key] += 1
        task = asyncio.create_task(self._send_lane(lane))
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._ended(key, done))
        return True

    def _ended(self, key: tuple[str, bool], task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self._in_flight[key] -= 1
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its lease ends, and the lane is due again.
            _log.error("webhook_lane_broke", endpoint=key[0], error=repr(error))
        self._woken.set()

    async def _send_lane(self, lane: Lane) -> None:
        endpoint = await self._endpoints.find(lane.endpoint)
        if endpoint is None:
            await self._lanes.drop(lane)
            return
        if endpoint.state is not State.ENABLED:
            await self._wait(lane, OFF_PAUSE)
            return
        until = time.monotonic() + LANE_S
        while True:
            waiting = await self._deliveries.next_of(lane.id, READ_MAX)
            for delivery in waiting:
                endpoint, wait = await self._send(endpoint, delivery)
                if endpoint.state is not State.ENABLED:
                    wait = OFF_PAUSE
                elif wait is None and time.monotonic() > until:
                    wait = timedelta(0)
                if wait is not None:
                    await self._wait(lane, wait)
                    return
            if not waiting:
                last = await self._lanes.rest(lane, self._owner)
                if last <= 0:
                    return
                lane = Lane(lane.id, lane.endpoint, lane.replay, last, lane.due)

    async def _wait(self, lane: Lane, wait: timedelta) -> None:
        await self._lanes.wait(lane, self._owner, self._clock.now() + wait)

    async def _send(
        self, endpoint: Endpoint, delivery: Delivery
    ) -> tuple[Endpoint, timedelta | None]:
        """The endpoint after one attempt, and how long its lane has to wait; None to go on."""
        now = self._clock.now()
        opened = [self._seal.open(endpoint.id, s.sealed) for s in endpoint.secrets_at(now)]
        keys = [key for key in opened if key is not None]
        if not keys:
            _log.error("webhook_key_unavailable", endpoint=endpoint.id)
            return endpoint, SEAL_PAUSE
        sent = body(delivery.message, delivery.seq, is_replay=bool(delivery.replay))
        begun = time.monotonic()
        status, problem, wish = 0, "", ""
        try:
            posted = await self._post.post(
                endpoint.url, headers(keys, delivery.message.id, now, sent), sent
            )
            status, wish = posted.status, posted.retry_after
        except PostFailed as error:
            problem = error.problem
        took_ms = round((time.monotonic() - begun) * 1000)
        attempt = Attempt(now, status, problem, took_ms)
        wait = None
        if not attempt.arrived:
            # The fractions of a wait are nobody's secret.
            chance = random.random()
            asked = retry_after(wish, now)
            wait = wait_after(delivery.tries + 1, chance, asked)
        given_up = not attempt.arrived and wait is None
        await self._deliveries.tried(delivery, attempt, given_up=given_up)
        after = after_answer(endpoint, status, now)
        if after != endpoint:
            await self._endpoints.answered(endpoint, after)
        self._tell(after, delivery, attempt, given_up=given_up)
        return after, wait

    def _tell(
        self, endpoint: Endpoint, delivery: Delivery, attempt: Attempt, *, given_up: bool
    ) -> None:
        outcome = "delivered" if attempt.arrived else "given_up" if given_up else "failed"
        ATTEMPTS.labels(outcome).inc()
        told = {"brand": endpoint.brand, "endpoint": endpoint.id}
        if given_up:
            _log.error("webhook_given_up", **told, message_id=delivery.message.id)
        if endpoint.state is not State.ENABLED:
            _log.error("webhook_endpoint_off", **told, state=endpoint.state.value)

    async def _measure(self) -> None:
        if time.monotonic() - self._measured_at < MEASURE_S:
            return
        self._measured_at = time.monotonic()
        waiting, since = await self._deliveries.backlog()
        WAITING.set(waiting)
        age_s = 0.0 if since is None else (self._clock.now() - since).total_seconds()
        OLDEST.set(max(0.0, age_s))
        SWITCHED_OFF.set(await self._endpoints.off_by_themselves())
