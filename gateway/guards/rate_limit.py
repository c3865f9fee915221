"""The limit of cost per minute, for each caller and each address.

A request is charged before it is answered. Its cost goes into two leaky buckets in Redis that all
processes share: the caller's and the address's. A bucket holds the cost of a minute and leaks
evenly, so a burst is served. Requests that come together share one round trip, and so do requests
that come while two round trips are out.

The services may be read while Redis still decides (`Charge.is_likely`). The first time that a
caller exceeds the limit, that read is in vain; for a minute after it, Redis decides first.

Without Redis no request is refused, and the log says so once a minute.
"""

import asyncio
import ipaddress
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from prometheus_client import Counter

from gateway.core.errors import Code, Refused
from services.common import telemetry
from services.common.auth import Caller, Role
from services.common.cache import Key, Pour, key

REFUSED_COST = 20
"""The cost of a request that is refused before its own cost is known."""
ALARM_EVERY_S = 60.0
ROUND_TRIPS_MAX = 2
"""Round trips that may be out at once."""
REMEMBERED_S = 60.0
REMEMBERED_MAX = 10_000
"""A full bucket is remembered for so long, and so many of them."""
_MINUTE_US = 60_000_000

REFUSED = Counter("tessera_gateway_rate_limited_total", "Requests refused for their rate.", ["who"])
OPEN = Counter(
    "tessera_gateway_rate_unlimited_total", "Requests let through because Redis was away."
)

_log = telemetry.log("rate")


class RateLimited(Refused):
    """The caller or the address has used up its cost of this minute."""

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
    """The store of the buckets; `services.common.cache.Cache`."""

    async def pour(self, pours: Sequence[Pour]) -> list[float] | None: ...
    async def close(self) -> None: ...


class RateLimiter:
    """Charges requests for their cost."""

    def __init__(
        self,
        buckets: Buckets,
        *,
        per_caller: int,
        per_address: int,
        per_operator: int | None = None,
    ) -> None:
        """`per_caller`, `per_operator` and `per_address` are costs per minute; 0 for no limit. An
        operator without a limit of its own has that of any caller."""
        self.buckets = buckets
        self._per_caller = per_caller
        self._per_operator = per_caller if per_operator is None else per_operator
        self._per_address = per_address
        self._waiting: list[tuple[Sequence[Pour], asyncio.Future[Sequence[float]]]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._round_trips = 0
        self._full_at: dict[Key, float] = {}
        self._alarm_at = 0.0

    async def charge(self, caller: Caller | None, address: str, cost: int) -> None:
        """Return once the charge is paid. Raises RateLimited."""
        await self.charging(caller, address, cost).paid()

    def charging(self, caller: Caller | None, address: str, cost: int) -> "Charge":
        """Begin to charge; `Charge.paid` waits for the end."""
        pours: list[Pour] = []
        names: list[str] = []
        # All visitors have one token: one of them must not use up the cost of the others.
        if caller is not None and caller.role is not Role.PUBLIC and (most := self._most(caller)):
            who = f"{caller.role.value}/{caller.member_id or caller.subject}"
            pours.append(_pour(key(caller.brand, "rate", who), cost, most))
            names.append("caller")
        if address and self._per_address:
            pours.append(_pour(key("", "rate", network(address)), cost, self._per_address))
            names.append("address")
        return Charge(self, names, pours) if pours else FREE

    def pour(self, pours: Sequence[Pour]) -> asyncio.Future[Sequence[float]]:
        """The seconds to wait for each bucket; 0 where it took the cost."""
        loop = asyncio.get_running_loop()
        if not self._waiting and self._round_trips < ROUND_TRIPS_MAX:
            loop.call_soon(self._flush)
        future: asyncio.Future[Sequence[float]] = loop.create_future()
        self._waiting.append((pours, future))
        return future

    def was_full(self, bucket: Key) -> bool:
        """True when the bucket refused a request of this process in the last minute."""
        return self._full_at.get(bucket, -REMEMBERED_S) > time.monotonic() - REMEMBERED_S

    def note_full(self, bucket: Key) -> None:
        """Remember that the bucket refused a request."""
        self._full_at.pop(bucket, None)
        self._full_at[bucket] = time.monotonic()
        if len(self._full_at) > REMEMBERED_MAX:
            del self._full_at[next(iter(self._full_at))]

    def _most(self, caller: Caller) -> int:
        return self._per_operator if caller.role is Role.OPERATOR else self._per_caller

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
            waits_s = await self.buckets.pour(all_pours)
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
        """Close the connections to Redis."""
        await self.buckets.close()


class Charge:
    """The charge of one request, on its way into the buckets."""

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
        """True when no bucket of the request is remembered as full."""
        return self._limiter is None or not any(
            self._limiter.was_full(each.key) for each in self._pours
        )

    async def paid(self) -> None:
        """Return once the charge is paid. Raises RateLimited."""
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
"""The charge of a request that no bucket limits."""


def _pour(bucket: Key, cost: int, per_minute: int) -> Pour:
    # A request that costs more than a minute holds needs an empty bucket.
    amount_us = min(cost * _MINUTE_US // per_minute, _MINUTE_US)
    return Pour(bucket, amount_us, _MINUTE_US)


@lru_cache(10_000)
def network(address: str) -> str:
    """The address; of IPv6 the /64, which one subscriber has."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def client_address(scope: Mapping[str, Any], proxies: int) -> str:
    """The address of the client of an ASGI scope, as `proxies` proxies of ours report it."""
    client = scope.get("client")
    peer: str = client[0] if client else ""
    if proxies < 1:
        return peer
    # A proxy adds to the header of the request, or adds another header of the same name.
    lines = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return address_of(peer, b",".join(lines).decode("latin-1"), proxies)


def address_of(peer: str, forwarded_for: str, proxies: int) -> str:
    """The client: the peer, or the address that the outermost of our `proxies` saw.

    Only the last `proxies` entries of X-Forwarded-For are ours; any client can write the others.
    An entry that is no address is nobody's: then the peer has to answer for the request.
    """
    if proxies < 1:
        return peer
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    if len(hops) < proxies:
        return peer
    return _address_in(hops[-proxies][:64]) or peer


def _address_in(hop: str) -> str:
    """The address in an entry, which some proxies write with the port: 203.0.113.7:4711, [::1]:80;
    empty when there is none."""
    host = hop[1:].partition("]")[0] if hop.startswith("[") else hop
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ""
