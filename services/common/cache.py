"""Redis as a cache, never as the truth. Only this file catches Redis' errors.

Protection against stale data: a miss returns a version, and Redis accepts a fill only with that
version. `invalidate` deletes value and version, so a slow reader cannot overwrite a newer value
with the one it read before. Versions are random, so an old one does not become valid again after a
flush or an expiry. An entry lives at most 60 s, which bounds how long an entry stays stale when an
invalidation is lost because Redis was away.

While Redis is away, every read is a miss and writes do nothing. After a failure no command is sent
for a second (a circuit breaker), so a dead Redis costs its callers one short timeout a second.
"""

import asyncio
import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, NewType, Protocol, TypeVar

from prometheus_client import Counter
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError

from services.common import telemetry

TIMEOUT_S = 0.1
TTL_MS = 60_000
MISS_TTL_MS = 60_000
"""A version stays valid for longer than any call takes."""
BREAKER_OPEN_S = 1.0
CONNECTIONS_MAX = 64

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


class _InFlightLoads:
    """The loads in flight in this process: concurrent misses of one key share one load."""

    def __init__(self) -> None:
        self._by_key: dict[Key, asyncio.Task[Mapping[Key, bytes]]] = {}

    async def load(
        self, keys: Sequence[Key], start: Callable[[Sequence[Key]], Awaitable[Mapping[Key, bytes]]]
    ) -> dict[Key, bytes]:
        new = [k for k in dict.fromkeys(keys) if k not in self._by_key]
        if new:
            # A separate task: if the first caller is cancelled, the others still wait for it.
            task = asyncio.ensure_future(_as_coroutine(start(new)))
            self._by_key.update(dict.fromkeys(new, task))
            task.add_done_callback(lambda done: self._loaded(new, done))
        tasks = {k: self._by_key[k] for k in keys}
        loaded: dict[Key, bytes] = {}
        for k, task in tasks.items():
            value = (await asyncio.shield(task)).get(k)
            if value is not None:
                loaded[k] = value
        return loaded

    def forget(self, keys: Iterable[Key]) -> None:
        """Let the next callers start a new load: the one in flight may have read an old value."""
        for k in keys:
            self._by_key.pop(k, None)

    def _loaded(self, keys: Sequence[Key], task: "asyncio.Task[Mapping[Key, bytes]]") -> None:
        for k in keys:
            if self._by_key.get(k) is task:
                del self._by_key[k]
        if not task.cancelled():
            task.exception()


async def _as_coroutine(awaitable: Awaitable[T]) -> T:
    return await awaitable


class NoCache:
    """Stores nothing; concurrent loads of one key still share one load."""

    def __init__(self) -> None:
        self._loads = _InFlightLoads()

    async def get_many(self, keys: Sequence[Key]) -> dict[Key, Lookup]:
        return dict.fromkeys(keys, _NOTHING)

    async def fill(self, key: Key, version: str, value: bytes) -> None:
        return None

    async def invalidate(self, keys: Iterable[Key]) -> None:
        self._loads.forget(keys)

    async def load_many(self, keys: Sequence[Key], loader: Loader) -> dict[Key, bytes]:
        return await self._loads.load(keys, loader)

    async def close(self) -> None:
        return None


class Cache:
    """A cache in Redis. No method raises an error of Redis."""

    def __init__(
        self, redis_url: str, *, ttl_ms: int = TTL_MS, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._redis: Redis = Redis.from_url(
            redis_url,
            socket_timeout=timeout_s,
            socket_connect_timeout=timeout_s,
            max_connections=CONNECTIONS_MAX,
            # One attempt: the circuit breaker decides when to try again.
            retry=Retry(NoBackoff(), 0),
        )
        self._fill = self._redis.register_script(_FILL)
        self._ttl_ms = ttl_ms
        self._timeout_s = timeout_s
        self._closed_again_at = 0.0
        self._loads = _InFlightLoads()

    async def get_many(self, keys: Sequence[Key]) -> dict[Key, Lookup]:
        """For each key its value, or the version for a fill."""
        if not keys:
            return {}
        found = await self._guarded(lambda: self._read(keys))
        if found is None:
            found = dict.fromkeys(keys, _NOTHING)
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
        if gone:
            await self._guarded(lambda: self._delete(gone))

    async def load_many(self, keys: Sequence[Key], loader: Loader) -> dict[Key, bytes]:
        """The values of `keys`: from Redis, or from one call of `loader` for all missing keys.

        Keys that the loader leaves out do not exist, and are not stored. Concurrent loads of one
        key share one load; an error of the loader reaches every caller that waits for it.
        """

        async def look_then_load(missing: Sequence[Key]) -> Mapping[Key, bytes]:
            looked = await self.get_many(missing)
            values = {k: found.value for k, found in looked.items() if found.value is not None}
            wanted = [k for k in missing if k not in values]
            if wanted:
                loaded = await loader(wanted)
                values |= loaded
                await self._fill_many([(k, looked[k].version, v) for k, v in loaded.items()])
            return values

        return await self._loads.load(keys, look_then_load)

    async def pour(self, pours: Sequence[Pour]) -> list[float] | None:
        """Pour all amounts in one round trip; None while Redis is away.

        For each: 0 when it was poured in; else nothing was, and the bucket has space for it after
        that many seconds.
        """
        return await self._guarded(lambda: self._pour(pours))

    async def close(self) -> None:
        await self._redis.aclose()

    async def _read(self, keys: Sequence[Key]) -> dict[Key, Lookup]:
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
            rows = (await pipeline.execute())[2::3]
        for k, (value, version) in zip(missing, rows, strict=True):
            # Between the two reads another caller may have filled or deleted the key.
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

    async def _delete(self, keys: Sequence[Key]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for k in keys:
                pipeline.unlink(k)
            await pipeline.execute()

    async def _guarded(self, command: Callable[[], Awaitable[T]]) -> T | None:
        """The answer of `command`; None when Redis gives none."""
        if time.monotonic() < self._closed_again_at:
            ERRORS.labels("spared").inc()
            return None
        try:
            # Each socket operation has its own timeout; this one bounds connecting and all steps.
            async with asyncio.timeout(2 * self._timeout_s):
                return await command()
        except (RedisError, OSError, TimeoutError) as error:
            self._closed_again_at = time.monotonic() + BREAKER_OPEN_S
            ERRORS.labels(type(error).__name__).inc()
            _log.warning("cache_away", error=type(error).__name__)
            return None


def connect(redis_url: str) -> CacheLike:
    """A cache at `redis_url`; `NoCache` when that is empty."""
    return Cache(redis_url) if redis_url else NoCache()
