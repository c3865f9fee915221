"""Points per minute: what a caller, and an address, may have answered.

A request costs its cost before it is answered. They are poured into two leaky buckets in Redis,
shared by all pods: the caller's and the address's. Each holds a minute's cost, so a burst is
served, and leaks evenly. Requests that come together are poured together, in one round trip, and
so are those that come while two are under way.

While Redis is asked, what a query needs may be read already (`Charge.is_likely`): a caller who goes
too far for once has that read in vain, and for a minute after it is asked first.

Without Redis nothing is refused, and the log says so once a minute.
"""

import asyncio
import ipaddress
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from prometheus_client import Counter

from gateway.core.errors import Code, Refused
from services.common import telemetry
from services.common.auth import Caller, Role
from services.common.cache import Key, Pour, key

REFUSED_COST = 20
"""What a request costs that is refused before it has a cost of its own."""
ALARM_EVERY_S = 60.0
ROUND_TRIPS_MAX = 2
"""Under way at once."""
REMEMBERED_S = 60.0
REMEMBERED_MAX = 10_000
"""For so long, and of so many buckets, it is remembered that they were full."""
_MINUTE_US = 60_000_000

REFUSED = Counter("tessera_gateway_rate_limited_total", "Requests refused for their rate.", ["who"])
OPEN = Counter(
    "tessera_gateway_rate_unlimited_total", "Requests let through because Redis was away."
)

_log = telemetry.log("rate")


class RateLimited(Refused):
    """Too many cost in this minute."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(
            Code.RATE_LIMITED,
            f"Too much at once: try again in {retry_after_s} s.",
            retryAfter=retry_after_s,
            messages={
                "zh": f"请求过于频繁，请 {retry_after_s} 秒后重试。",
                "en": f"Too much at once: try again in {retry_after_s} s.",
            },
        )
        self.retry_after_s = retry_after_s


class Buckets(Protocol):
    """Where the buckets are; `services.common.cache.Cache`."""

    async def pour(self, pours: Sequence[Pour]) -> list[float] | None: ...
    async def close(self) -> None: ...


class RateLimiter:
    """Admits requests by their cost."""

    def __init__(self, buckets: Buckets, *, per_caller: int, per_address: int) -> None:
        """Points per minute; 0 for no limit."""
        self._buckets = buckets
        self._per_caller = per_caller
        self._per_address = per_address
        self._waiting: list[tuple[Sequence[Pour], asyncio.Future[Sequence[float]]]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._round_trips = 0
        self._full_at: dict[Key, float] = {}
        self._alarm_at = 0.0

    async def charge(self, caller: Caller | None, address: str, cost: int) -> None:
        """Returns when the cost are there. Raises RateLimited."""
        await self.charging(caller, address, cost).paid()

    def charging(self, caller: Caller | None, address: str, cost: int) -> "Charge":
        """Begin to pour: the cost are there when the charge is `paid`."""
        pours: list[Pour] = []
        names: list[str] = []
        # Visitors are one caller, and must not be able to shut one another out.
        if caller is not None and caller.role is not Role.PUBLIC and self._per_caller:
            who = f"{caller.role.value}/{caller.member_id or caller.subject}"
            pours.append(_pour(key(caller.brand, "rate", who), cost, self._per_caller))
            names.append("caller")
        if address and self._per_address:
            pours.append(_pour(key("", "rate", network(address)), cost, self._per_address))
            names.append("address")
        return Charge(self, names, pours) if pours else FREE

    def pour(self, pours: Sequence[Pour]) -> asyncio.Future[Sequence[float]]:
        """The seconds to wait for each, 0 where it was poured."""
        loop = asyncio.get_running_loop()
        if not self._waiting and self._round_trips < ROUND_TRIPS_MAX:
            loop.call_soon(self._flush)
        future: asyncio.Future[Sequence[float]] = loop.create_future()
        self._waiting.append((pours, future))
        return future

    def was_full(self, bucket: Key) -> bool:
        """Whether it refused something in the last minute, as far as this process knows."""
        return self._full_at.get(bucket, -REMEMBERED_S) > time.monotonic() - REMEMBERED_S

    def note_full(self, bucket: Key) -> None:
        """It has refused something."""
        self._full_at.pop(bucket, None)
        self._full_at[bucket] = time.monotonic()
        if len(self._full_at) > REMEMBERED_MAX:
            del self._full_at[next(iter(self._full_at))]

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        self._round_trips += 1
        task = asyncio.create_task(self._pour(waiting))
        self._tasks.add(task)
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._round_trips -= 1
        self._flush()

    async def _pour(
        self, waiting: Sequence[tuple[Sequence[Pour], asyncio.Future[Sequence[float]]]]
    ) -> None:
        all_pours = [pour for pours, _ in waiting for pour in pours]
        try:
            waits_s = await self._buckets.pour(all_pours)
        except Exception as error:
            _log.error("rate_failed", exc_info=error)
            waits_s = None
        if waits_s is None:
            self._alarm(len(waiting))
            waits_s = [0.0] * len(all_pours)
        start = 0
        for pours, future in waiting:
            if not future.done():
                future.set_result(waits_s[start : start + len(pours)])
            start += len(pours)

    def _alarm(self, requests: int) -> None:
        OPEN.inc(requests)
        now = time.monotonic()
        if now >= self._alarm_at:
            self._alarm_at = now + ALARM_EVERY_S
            _log.error("rates_not_limited", why="Redis is away")

    async def close(self) -> None:
        """End the connections."""
        await self._buckets.close()


class Charge:
    """The cost of one request, on their way into its buckets."""

    __slots__ = ("_limiter", "_names", "_pours", "_waits_s")

    def __init__(
        self, rate_limiter: RateLimiter | None, names: Sequence[str], pours: Sequence[Pour]
    ) -> None:
        self._limiter = rate_limiter
        self._names = names
        self._pours = pours
        self._waits_s = None if rate_limiter is None else rate_limiter.pour(pours)

    @property
    def is_likely(self) -> bool:
        """Whether it will be paid, by all that is known here."""
        return self._limiter is None or not any(
            self._limiter.was_full(each.key) for each in self._pours
        )

    async def paid(self) -> None:
        """Returns when the cost are there. Raises RateLimited."""
        if self._limiter is None or self._waits_s is None:
            return
        waits_s = await self._waits_s
        longest_s = max(waits_s)
        if longest_s <= 0:
            return
        for name, each, wait_s in zip(self._names, self._pours, waits_s, strict=True):
            if wait_s > 0:
                REFUSED.labels(name).inc()
                self._limiter.note_full(each.key)
        raise RateLimited(int(longest_s) + 1)


FREE = Charge(None, (), ())
"""Where nothing is limited."""


def _pour(bucket: Key, cost: int, per_minute: int) -> Pour:
    # What costs more than a minute's cost has to find the bucket empty.
    amount_us = min(cost * _MINUTE_US // per_minute, _MINUTE_US)
    return Pour(bucket, amount_us, _MINUTE_US)


@lru_cache(10_000)
def network(address: str) -> str:
    """The address, or the /64 that one IPv6 subscriber has."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def address_of(peer: str, forwarded_for: str, proxies: int) -> str:
    """Who asks: the peer, or what the outermost of our `proxies` wrote into X-Forwarded-For.

    What stands further left anyone can have written.
    """
    if proxies < 1:
        return peer
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    return hops[-proxies][:64] if len(hops) >= proxies else peer
