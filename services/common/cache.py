"""Redis in front of the truth: the only file that catches Redis' errors.

A miss hands out a version, and only a fill that carries it is taken; `invalidate` deletes both, so
a reader that was slow cannot put back what a writer has just changed. The versions are random, so
neither a flush nor an expiry can make an old one good again. An entry lives 60 s at most: that
bounds how long a lost invalidation (Redis away at that moment) can be seen.

When Redis is away every read is a miss and every write nothing; after a failure it is left alone
for a second, so that a dead Redis costs its callers one short timeout a second at most.
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
"""A version is good for longer than any call lives."""
OPEN_S = 1.0
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
    """A cache key. The id is its hash tag: all that is kept of one id lies on one Redis shard."""
    return Key(f"{kind}:{brand}:{{{identifier}}}")


class Looked(NamedTuple):
    """What `get_many` found: a value, or the version that a fill must carry ("" = do not fill)."""

    value: bytes | None
    version: str


_NOTHING = Looked(None, "")

# KEYS[1] entry; ARGV: version, value, life in ms.
_FILL = """
if redis.call('HGET', KEYS[1], 'v') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'd', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
"""

# A leaky bucket, kept as the moment at which it will be empty (GCRA), in µs of Redis' own clock.
# KEYS[1] bucket; ARGV: what is poured in, what it holds. Answers 0, or after how many µs it fits.
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
    """Something poured into a leaky bucket; both amounts in µs that they take to leak out."""

    key: Key
    amount_us: int
    holds_us: int


class CacheLike(Protocol):
    """What `Cache` and `NoCache` both do."""

    async def get_many(self, keys: Sequence[Key]) -> dict[Key, Looked]: ...
    async def fill(self, key: Key, version: str, value: bytes) -> None: ...
    async def invalidate(self, keys: Iterable[Key]) -> None: ...
    async def load_many(self, keys: Sequence[Key], loader: Loader) -> dict[Key, bytes]: ...
    async def close(self) -> None: ...


class _Flights:
    """Loads under way in this process, so that many misses at once become one load."""

    def __init__(self) -> None:
        self._by_key: dict[Key, asyncio.Task[Mapping[Key, bytes]]] = {}

    async def load(
        self, keys: Sequence[Key], start: Callable[[Sequence[Key]], Awaitable[Mapping[Key, bytes]]]
    ) -> dict[Key, bytes]:
        new = [k for k in dict.fromkeys(keys) if k not in self._by_key]
        if new:
            # A task of its own: who asked first may be cancelled, and the others still wait.
            task = asyncio.ensure_future(_as_coroutine(start(new)))
            self._by_key.update(dict.fromkeys(new, task))
            task.add_done_callback(lambda done: self._landed(new, done))
        tasks = {k: self._by_key[k] for k in keys}
        loaded: dict[Key, bytes] = {}
        for k, task in tasks.items():
            value = (await asyncio.shield(task)).get(k)
            if value is not None:
                loaded[k] = value
        return loaded

    def forget(self, keys: Iterable[Key]) -> None:
        """Whoever asks from now on starts a new load: the one under way may have read too early."""
        for k in keys:
            self._by_key.pop(k, None)

    def _landed(self, keys: Sequence[Key], task: "asyncio.Task[Mapping[Key, bytes]]") -> None:
        for k in keys:
            if self._by_key.get(k) is task:
                del self._by_key[k]
        if not task.cancelled():
            task.exception()


async def _as_coroutine(awaitable: Awaitable[T]) -> T:
    return await awaitable


class NoCache:
    """Keeps nothing; loads of the same key at the same time are still one."""

    def __init__(self) -> None:
        self._flights = _Flights()

    async def get_many(self, keys: Sequence[Key]) -> dict[Key, Looked]:
        return dict.fromkeys(keys, _NOTHING)

    async def fill(self, key: Key, version: str, value: bytes) -> None:
        return None

    async def invalidate(self, keys: Iterable[Key]) -> None:
        self._flights.forget(keys)

    async def load_many(self, keys: Sequence[Key], loader: Loader) -> dict[Key, bytes]:
        return await self._flights.load(keys, loader)

    async def close(self) -> None:
        return None


class Cache:
    """A cache in Redis. No method raises for Redis' sake."""

    def __init__(
        self, redis_url: str, *, ttl_ms: int = TTL_MS, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._redis: Redis = Redis.from_url(
            redis_url,
            socket_timeout=timeout_s,
            socket_connect_timeout=timeout_s,
            max_connections=CONNECTIONS_MAX,
            # One try: trying again is the breaker's business.
            retry=Retry(NoBackoff(), 0),
        )
        self._fill = self._redis.register_script(_FILL)
        self._ttl_ms = ttl_ms
        self._timeout_s = timeout_s
        self._closed_again_at = 0.0
        self._flights = _Flights()

    async def get_many(self, keys: Sequence[Key]) -> dict[Key, Looked]:
        """For each key its value, or a version to fill it with."""
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
        """Keep `value`, unless the key was invalidated since `version` was handed out."""
        if version:
            arguments: list[str | bytes | int] = [version, value, self._ttl_ms]
            await self._guarded(lambda: self._fill(keys=[key], args=arguments))

    async def invalidate(self, keys: Iterable[Key]) -> None:
        """Forget `keys` and refuse fills from reads that began before. Call it after the commit."""
        gone = list(keys)
        self._flights.forget(gone)
        if gone:
            await self._guarded(lambda: self._delete(gone))

    async def load_many(self, keys: Sequence[Key], loader: Loader) -> dict[Key, bytes]:
        """The values of `keys`: from Redis, else from one call of `loader` for all that miss.

        What the loader leaves out does not exist and is not kept. Loads of one key at the same time
        share one load; an error of the loader reaches all who wait for it.
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

        return await self._flights.load(keys, look_then_load)

    async def pour(self, pours: Sequence[Pour]) -> list[float] | None:
        """For each 0, or the seconds after which it would fit: then it was not poured. None while
        Redis is away. One round trip for all."""
        return await self._guarded(lambda: self._pour(pours))

    async def close(self) -> None:
        await self._redis.aclose()

    async def _read(self, keys: Sequence[Key]) -> dict[Key, Looked]:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for k in keys:
                pipeline.hmget(k, ["d"])
            values: list[bytes | None] = [row[0] for row in await pipeline.execute()]
        found = {k: Looked(v, "") for k, v in zip(keys, values, strict=True)}
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
            # Between the two looks another may have filled or deleted it.
            found[k] = Looked(value, (version or b"").decode())
        return found

    async def _pour(self, pours: Sequence[Pour]) -> list[float]:
        try:
            return await self._pour_known(pours)
        except NoScriptError:
            # A Redis that is new, or was flushed. Nothing was poured: it knows all or none of it.
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
        """The answer of `command`, None when Redis does not give one."""
        if time.monotonic() < self._closed_again_at:
            ERRORS.labels("spared").inc()
            return None
        try:
            # The sockets have timeouts of their own; this bounds connecting and all steps together.
            async with asyncio.timeout(2 * self._timeout_s):
                return await command()
        except (RedisError, OSError, TimeoutError) as error:
            self._closed_again_at = time.monotonic() + OPEN_S
            ERRORS.labels(type(error).__name__).inc()
            _log.warning("cache_away", error=type(error).__name__)
            return None


def connect(redis_url: str) -> CacheLike:
    """A cache on `redis_url`; none when it is empty."""
    return Cache(redis_url) if redis_url else NoCache()
