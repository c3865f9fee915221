"""Redis as a cache, never as the truth. Only this file catches Redis' errors.

Protection against stale data: a miss returns a version, and Redis accepts a fill only with that
version. `invalidate` deletes value and version, so a slow reader cannot overwrite a newer value
with the one it read before. Versions are random, so an old one does not become valid again after a
flush or an expiry. An invalidation that Redis did not take is sent again each second, and before
any read of this process. Once Redis answers again, a process waits two seconds before it trusts
entries, because the invalidations of others may still be on their way. So an invalidation is lost
only when its process dies between the commit and the delivery, or when Redis loses it in a
failover; then an entry is stale for 60 s at most, because that is the life of an entry.

While Redis is away, every read is a miss and writes do nothing. After a failure no command is sent
for a second (a circuit breaker), so a dead Redis costs its callers one short timeout a second. An
error that Redis answers with (memory is full, for one) is no sign that it is away: the breaker
stays closed, and hits and invalidations go on.

Concurrent callers of a process share round trips and loads: services/common/in_flight.py.
"""

import asyncio
import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, NewType, Protocol, TypeVar

from prometheus_client import Counter
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError, ResponseError

from services.common import telemetry
from services.common.in_flight import Loads, Lookups
from services.common.tasks import end

TIMEOUT_S = 0.2
"""For connecting and all steps of a command together."""
STEPS = 20
BUSY_MAX = 5
TTL_MS = 60_000
MISS_TTL_MS = 60_000
"""A version stays valid for longer than any call takes."""
BREAKER_OPEN_S = 1.0
TRUSTED_AFTER_S = 2.0
"""No entry is trusted for so long after Redis was away; others deliver within a second or so."""
CONNECTIONS_MAX = 64
UNDELIVERED_MAX = 100_000
"""Keys whose invalidation waits for Redis; beyond that the oldest are left to expire."""

READS = Counter("tessera_cache_reads_total", "Keys read, by outcome.", ["outcome"])
ERRORS = Counter(
    "tessera_cache_errors_total", "Commands that Redis failed or was spared.", ["kind"]
)
_HITS, _MISSES = READS.labels("hit"), READS.labels("miss")

_log = telemetry.log("cache")

T = TypeVar("T")
Key = NewType("Key", str)
Loader = Callable[[Sequence[Key]], Awaitable[Mapping[Key, bytes]]]


def key(brand: str, kind: str, identifier: str) -> Key:
    """A cache key. The id is its hash tag, so all keys of one id are on one Redis shard."""
    return Key(f"{kind}:{brand}:{{{identifier}}}")


class Lookup(NamedTuple):
    """A result of `get_many`: a value, or the version for a fill ("" means: do not fill)."""

    value: bytes | None
    version: str


_NOTHING = Lookup(None, "")

# KEYS[1] entry; ARGV: version, value, life in ms.
_FILL = """
if redis.call('HGET', KEYS[1], 'v') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'd', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
"""

# A leaky bucket, stored as the time at which it will be empty (GCRA), in µs of Redis' own clock.
# KEYS[1] bucket; ARGV: amount to pour in, capacity, both in µs of leaking. Answers 0 when the
# amount was poured in, else after how many µs there will be space for it.
_POUR = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local empty_at = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + ARGV[1]
local over = empty_at - now - ARGV[2]
if over > 0 then return over end
local life = math.ceil((empty_at - now) / 1000)
if life < 1 then return 0 end
redis.call('SET', KEYS[1], string.format('%.0f', empty_at), 'PX', life)
return 0
"""

_POUR_SHA = hashlib.sha1(_POUR.encode(), usedforsecurity=False).hexdigest()


class Pour(NamedTuple):
    """An amount to pour into the leaky bucket `key`, which holds `holds_us` when it is full.

    A bucket leaks at a steady rate; both amounts are the µs that they take to leak out.
    """

    key: Key
    amount_us: int
    holds_us: int


class CacheLike(Protocol):
    """The methods that `Cache` and `NoCache` share."""

    async def get_many(self, keys: Sequence[Key]) -> dict[Key, Lookup]: ...
    async def fill(self, key: Key, version: str, value: bytes) -> None: ...
    async def invalidate(self, keys: Iterable[Key]) -> None: ...
    async def load_many(self, keys: Sequence[Key], loader: Loader) -> dict[Key, bytes]: ...
    async def close(self) -> None: ...


class NoCache:
    """Stores nothing; concurrent loads of one key still share one load."""

    def __init__(self) -> None:
        self._loads: Loads[Key] = Loads()

    async def get_many(self, keys: Sequence[Key]) -> dict[Key, Lookup]:
        return dict.fromkeys(keys, _NOTHING)

    async def fill(self, key: Key, version: str, value: bytes) -> None:
        return None

    async def invalidate(self, keys: Iterable[Key]) -> None:
        self._loads.forget(keys)

    async def load_many(self, keys: Sequence[Key], loader: Loader) -> dict[Key, bytes]:
        return await self._loads.load(dict.fromkeys(keys, ""), loader)

    async def close(self) -> None:
        return None


class Cache:
    """A cache in Redis. No method raises an error of Redis."""

    def __init__(
        self, redis_url: str, *, ttl_ms: int = TTL_MS, timeout_s: float = TIMEOUT_S
    ) -> None:
        # One attempt: the circuit breaker decides when to try again.
        self._redis: Redis = Redis.from_url(redis_url, retry=Retry(NoBackoff(), 0))
        # Who waits for a turn waits for this process, not for Redis, so that time does not count.
        self._turn = asyncio.Semaphore(CONNECTIONS_MAX)
        self._fill = self._redis.register_script(_FILL)
        self._ttl_ms = ttl_ms
        self._timeout_s = timeout_s
        self._closed_again_at = 0.0
        self._away = False
        self._trusted_at = 0.0
        self._lookups: Lookups[Key, Lookup] = Lookups(self._look)
        self._loads: Loads[Key] = Loads()
        self._undelivered: dict[Key, float] = {}
        self._delivering: asyncio.Task[None] | None = None

    async def get_many(self, keys: Sequence[Key]) -> dict[Key, Lookup]:
        """For each key its value, or the version for a fill."""
        if not keys:
            return {}
        found = await self._lookups.of(list(dict.fromkeys(keys)))
        hits = sum(1 for looked in found.values() if looked.value is not None)
        _HITS.inc(hits)
        _MISSES.inc(len(found) - hits)
        return found

    async def fill(self, key: Key, version: str, value: bytes) -> None:
        """Store `value`, unless the key was invalidated after `version` was returned."""
        if version:
            arguments: list[str | bytes | int] = [version, value, self._ttl_ms]
            await self._guarded(lambda: self._fill(keys=[key], args=arguments))

    async def invalidate(self, keys: Iterable[Key]) -> None:
        """Delete `keys` and reject fills of earlier reads. Call it after the commit."""
        gone = list(keys)
        self._loads.forget(gone)
        if gone and not await self._guarded(lambda: self._delete(gone)):
            self._deliver_later(gone)

    async def load_many(self, keys: Sequence[Key], loader: Loader) -> dict[Key, bytes]:
        """The values of `keys`: from Redis, or from one call of `loader` for all missing keys.

        Keys that the loader leaves out do not exist, and are not stored. Concurrent loads of one
        key share one load; an error of the loader reaches every caller that waits for it.
        """

        looked = await self.get_many(keys)
        values = {k: found.value for k, found in looked.items() if found.value is not None}
        versions = {k: found.version for k, found in looked.items() if found.value is None}
        if not versions:
            return values

        async def load_then_fill(missing: Sequence[Key]) -> Mapping[Key, bytes]:
            loaded = await loader(missing)
            await self._fill_many([(k, versions[k], value) for k, value in loaded.items()])
            return loaded

        return values | await self._loads.load(versions, load_then_fill)

    async def pour(self, pours: Sequence[Pour]) -> list[float] | None:
        """Pour all amounts in one round trip; None while Redis is away.

        For each: 0 when it was poured in; else nothing was, and the bucket has space for it after
        that many seconds.
        """
        return await self._guarded(lambda: self._pour(pours))

    async def close(self) -> None:
        """Send the invalidations that wait, if Redis answers, and close."""
        if self._delivering is not None:
            await end(self._delivering)
        if self._undelivered:
            await self._guarded(self._deliver)
        await self._redis.aclose()

    async def _look(self, keys: Sequence[Key]) -> Mapping[Key, Lookup]:
        found = await self._guarded(lambda: self._read(keys))
        if found is None or time.monotonic() < self._trusted_at:
            return dict.fromkeys(keys, _NOTHING)
        return found

    async def _read(self, keys: Sequence[Key]) -> dict[Key, Lookup]:
        if self._undelivered:
            await self._deliver()
        async with self._redis.pipeline(transaction=False) as pipeline:
            for k in keys:
                pipeline.hmget(k, ["d"])
            values: list[bytes | None] = [row[0] for row in await pipeline.execute()]
        found = {k: Lookup(v, "") for k, v in zip(keys, values, strict=True)}
        missing = [k for k, looked in found.items() if looked.value is None]
        if not missing:
            return found
        async with self._redis.pipeline(transaction=False) as pipeline:
            for k in missing:
                pipeline.hsetnx(k, "v", secrets.token_hex(8))
                pipeline.pexpire(k, MISS_TTL_MS)
                pipeline.hmget(k, ["d", "v"])
            # A full Redis refuses to store versions, and the hits above are still good.
            rows = (await pipeline.execute(raise_on_error=False))[2::3]
        for k, row in zip(missing, rows, strict=True):
            if isinstance(row, Exception):
                raise row
            # Between the two reads another caller may have filled or deleted the key.
            value, version = row
            found[k] = Lookup(value, (version or b"").decode())
        return found

    async def _pour(self, pours: Sequence[Pour]) -> list[float]:
        try:
            return await self._pour_known(pours)
        except NoScriptError:
            # Redis is new or was flushed. No amount was poured: either all pours find the script
            # or none does.
            await self._redis.script_load(_POUR)
            return await self._pour_known(pours)

    async def _pour_known(self, pours: Sequence[Pour]) -> list[float]:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for each in pours:
                pipeline.execute_command(
                    "EVALSHA", _POUR_SHA, 1, each.key, each.amount_us, each.holds_us
                )
            return [over_us / 1e6 for over_us in await pipeline.execute()]

    async def _fill_many(self, entries: Sequence[tuple[Key, str, bytes]]) -> None:
        taken = [entry for entry in entries if entry[1]]
        if taken:
            await self._guarded(lambda: self._fill_pipeline(taken))

    async def _fill_pipeline(self, entries: Sequence[tuple[Key, str, bytes]]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for k, version, value in entries:
                pipeline.eval(_FILL, 1, k, version, value, str(self._ttl_ms))
            await pipeline.execute()

    async def _delete(self, keys: Sequence[Key]) -> bool:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for k in keys:
                pipeline.unlink(k)
            await pipeline.execute()
        return True

    def _deliver_later(self, keys: Sequence[Key]) -> None:
        # After that long Redis has dropped the entry, and every version that a fill could carry.
        until = time.monotonic() + (self._ttl_ms + MISS_TTL_MS) / 1000
        self._undelivered.update(dict.fromkeys(keys, until))
        while len(self._undelivered) > UNDELIVERED_MAX:
            del self._undelivered[next(iter(self._undelivered))]
        if self._delivering is None:
            self._delivering = asyncio.create_task(self._deliver_until_taken())

    async def _deliver_until_taken(self) -> None:
        try:
            while self._undelivered:
                await asyncio.sleep(BREAKER_OPEN_S)
                async with self._turn:
                    await self._sent(self._deliver)
                now = time.monotonic()
                self._undelivered = {k: t for k, t in self._undelivered.items() if t > now}
        finally:
            self._delivering = None

    async def _deliver(self) -> bool:
        keys = list(self._undelivered)
        await self._delete(keys)
        for k in keys:
            self._undelivered.pop(k, None)
        return True

    async def _guarded(self, command: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        """The answer of `command`; None when Redis gives none."""
        async with self._turn:
            if time.monotonic() < self._closed_again_at:
                ERRORS.labels("spared").inc()
                return None
            return await self._sent(command)

    async def _sent(self, command: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        try:
            answer = await self._in_time(command())
        except ResponseError as error:
            ERRORS.labels(type(error).__name__).inc()
            return None
        except (RedisError, OSError, TimeoutError) as error:
            self._away = True
            self._closed_again_at = time.monotonic() + BREAKER_OPEN_S
            ERRORS.labels(type(error).__name__).inc()
            _log.warning("cache_away", error=type(error).__name__)
            return None
        if self._away:
            self._away = False
            self._trusted_at = time.monotonic() + TRUSTED_AFTER_S
        return answer

    async def _in_time(self, command: Coroutine[Any, Any, T]) -> T:
        """The answer of `command`; TimeoutError when Redis takes longer than it may.

        A busy event loop is not a slow Redis. So the time is waited for in steps, and a step counts
        its own length, however long the loop took to come back to it; each gives the loop a turn to
        handle what has arrived. BUSY_MAX times the time is the end in any case.
        """
        give_up_at = time.monotonic() + BUSY_MAX * self._timeout_s
        task = asyncio.create_task(command)
        try:
            for _ in range(STEPS):
                await asyncio.wait({task}, timeout=self._timeout_s / STEPS)
                if task.done():
                    return task.result()
                if time.monotonic() > give_up_at:
                    break
            raise TimeoutError
        finally:
            await end(task)


def connect(redis_url: str, *, timeout_s: float = TIMEOUT_S) -> CacheLike:
    """A cache at `redis_url`; `NoCache` when that is empty."""
    return Cache(redis_url, timeout_s=timeout_s) if redis_url else NoCache()
