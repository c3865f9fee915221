"""The cache is never the truth (promise R9), and no stampede (promise R10)."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence

import pytest
import redis

from deploy.local.servers import RedisServer
from services.common import cache
from services.common.cache import Cache, CacheLike, Key, NoCache, key

A, B = key("tea", "card", "mem_1"), key("tea", "card", "mem_2")


class Loads:
    """A loader of the truth that counts."""

    def __init__(self, truth: Mapping[Key, bytes], wait_s: float = 0.0) -> None:
        self.truth = dict(truth)
        self.wait_s = wait_s
        self.calls: list[list[Key]] = []

    async def __call__(self, keys: Sequence[Key]) -> Mapping[Key, bytes]:
        self.calls.append(list(keys))
        await asyncio.sleep(self.wait_s)
        return {k: self.truth[k] for k in keys if k in self.truth}


@pytest.fixture
async def redis_cache(flushed_redis_url: str) -> AsyncIterator[Cache]:
    made = Cache(flushed_redis_url, timeout_s=1)
    yield made
    await made.close()


@pytest.fixture(params=["redis", "none"])
def each_cache(request: pytest.FixtureRequest, redis_cache: Cache) -> CacheLike:
    return redis_cache if request.param == "redis" else NoCache()


async def test_every_cache_answers_with_the_truth(each_cache: CacheLike) -> None:
    loads = Loads({A: b"1"})
    for _ in range(3):
        assert await each_cache.load_many([A, B], loads) == {A: b"1"}
    loads.truth[A] = b"2"
    await each_cache.invalidate([A])
    assert await each_cache.load_many([A, B], loads) == {A: b"2"}


async def test_a_thousand_misses_at_once_are_one_load(each_cache: CacheLike) -> None:
    loads = Loads({A: b"1"}, wait_s=0.05)
    answers = await asyncio.gather(*(each_cache.load_many([A], loads) for _ in range(1000)))
    assert all(answer == {A: b"1"} for answer in answers)
    assert len(loads.calls) == 1


async def test_a_stored_value_is_not_loaded_again(redis_cache: Cache) -> None:
    loads = Loads({A: b"1", B: b"2"})
    await redis_cache.load_many([A], loads)
    assert await redis_cache.load_many([A, B], loads) == {A: b"1", B: b"2"}
    await redis_cache.load_many([B, A], loads)
    assert loads.calls == [[A], [B]]


async def test_a_slow_reader_cannot_overwrite_a_newer_value(redis_cache: Cache) -> None:
    version = (await redis_cache.get_many([A]))[A].version
    await redis_cache.invalidate([A])
    await redis_cache.fill(A, version, b"old")
    assert (await redis_cache.get_many([A]))[A].value is None


async def test_not_even_when_another_has_missed_meanwhile_or_redis_was_flushed(
    redis_cache: Cache, flushed_redis_url: str
) -> None:
    version = (await redis_cache.get_many([A]))[A].version
    with redis.Redis.from_url(flushed_redis_url) as client:
        client.flushall()
    newer = (await redis_cache.get_many([A]))[A].version
    await redis_cache.fill(A, version, b"old")
    assert (await redis_cache.get_many([A]))[A].value is None
    await redis_cache.fill(A, newer, b"new")
    assert (await redis_cache.get_many([A]))[A].value == b"new"


async def test_a_load_that_began_before_a_change_is_not_shared_with_later_callers(
    each_cache: CacheLike,
) -> None:
    loads = Loads({A: b"old"}, wait_s=0.1)
    early = asyncio.create_task(each_cache.load_many([A], loads))
    await asyncio.sleep(0.05)
    loads.truth[A] = b"new"
    await each_cache.invalidate([A])
    assert await each_cache.load_many([A], loads) == {A: b"new"}
    await early
    assert await each_cache.load_many([A], loads) == {A: b"new"}


async def test_an_entry_ends_by_itself(flushed_redis_url: str) -> None:
    short = Cache(flushed_redis_url, ttl_ms=50)
    loads = Loads({A: b"1"})
    await short.load_many([A], loads)
    await asyncio.sleep(0.1)
    await short.load_many([A], loads)
    assert len(loads.calls) == 2
    await short.close()


async def test_an_error_of_the_loader_reaches_all_waiting_callers_and_is_not_stored(
    each_cache: CacheLike,
) -> None:
    async def fail(keys: Sequence[Key]) -> Mapping[Key, bytes]:
        await asyncio.sleep(0.02)
        raise ValueError("no database")

    asked = (each_cache.load_many([A], fail) for _ in range(5))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(answer, ValueError) for answer in answers)
    assert await each_cache.load_many([A], Loads({A: b"1"})) == {A: b"1"}


async def test_the_first_caller_of_a_load_may_be_cancelled(each_cache: CacheLike) -> None:
    loads = Loads({A: b"1"}, wait_s=0.1)
    first = asyncio.create_task(each_cache.load_many([A], loads))
    second = asyncio.create_task(each_cache.load_many([A], loads))
    await asyncio.sleep(0.02)
    first.cancel()
    assert await second == {A: b"1"}
    assert len(loads.calls) == 1


def test_keys_of_two_brands_differ_and_those_of_one_id_share_a_shard() -> None:
    assert key("tea", "card", "mem_1") != key("retail", "card", "mem_1")
    assert key("tea", "card", "mem_1") == "card:tea:{mem_1}"


async def test_a_dead_redis_answers_as_misses_and_costs_nothing(
    own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "BREAKER_OPEN_S", 0.2)
    monkeypatch.setattr(cache, "TRUSTED_AFTER_S", 0.3)
    made = Cache(own_redis.url)
    loads = Loads({A: b"1"})
    await made.load_many([A], loads)
    own_redis.kill()
    try:
        started = time.monotonic()
        for _ in range(100):
            assert await made.load_many([A], loads) == {A: b"1"}
            await made.invalidate([A])
        assert time.monotonic() - started < 1
    finally:
        own_redis.restart()
    await asyncio.sleep(0.3)
    await made.load_many([A], loads)
    await asyncio.sleep(0.4)
    await made.load_many([A], loads)
    before = len(loads.calls)
    await made.load_many([A], loads)
    assert len(loads.calls) == before
    await made.close()


async def test_a_redis_that_stands_still_costs_one_short_wait(own_redis: RedisServer) -> None:
    made = Cache(own_redis.url)
    loads = Loads({A: b"1"})
    await made.load_many([A], loads)
    own_redis.pause()
    try:
        started = time.monotonic()
        assert await made.load_many([A], loads) == {A: b"1"}
        assert time.monotonic() - started < 0.35
        started = time.monotonic()
        assert await made.load_many([A], loads) == {A: b"1"}
        assert time.monotonic() - started < 0.05
    finally:
        own_redis.resume()
    await made.close()


async def test_a_full_redis_answers_as_misses(own_redis: RedisServer) -> None:
    with redis.Redis.from_url(own_redis.url) as client:
        client.flushall()
        client.config_set("maxmemory", 1)
        made = Cache(own_redis.url)
        loads = Loads({A: b"1"})
        assert await made.load_many([A], loads) == {A: b"1"}
        assert await made.load_many([A], loads) == {A: b"1"}
        client.config_set("maxmemory", 0)
    await made.close()


async def test_no_address_means_no_cache() -> None:
    assert isinstance(cache.connect(""), NoCache)


async def test_another_process_gets_no_value_that_was_read_before_the_change(
    flushed_redis_url: str,
) -> None:
    writer, reader = Cache(flushed_redis_url, timeout_s=1), Cache(flushed_redis_url, timeout_s=1)
    loads = Loads({A: b"old"}, wait_s=0.2)
    early = asyncio.create_task(reader.load_many([A], loads))
    await asyncio.sleep(0.1)
    # The loader takes the value when it ends, so the early reader's is fixed by hand.
    slow, loads = loads, Loads({A: b"new"})
    await writer.invalidate([A])
    assert await reader.load_many([A], loads) == {A: b"new"}
    assert await early == {A: b"old"}
    assert len(slow.calls) == 1
    assert await writer.load_many([A], loads) == {A: b"new"}
    for made in (writer, reader):
        await made.close()


async def test_without_redis_no_caller_gets_what_was_read_before_it_asked() -> None:
    none = NoCache()
    truth = [b"old"]

    async def read_then_wait(keys: Sequence[Key]) -> Mapping[Key, bytes]:
        read = dict.fromkeys(keys, truth[0])
        loads.append(list(keys))
        await asyncio.sleep(0.05)
        return read

    loads: list[list[Key]] = []
    early = asyncio.create_task(none.load_many([A], read_then_wait))
    await asyncio.sleep(0.02)
    truth[0] = b"new"  # by another process, which tells this one nothing
    late = await asyncio.gather(*(none.load_many([A], read_then_wait) for _ in range(1000)))
    assert late == [{A: b"new"}] * 1000
    assert await early == {A: b"old"}
    assert len(loads) == 2


async def test_many_callers_of_different_keys_share_round_trips(
    redis_cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [key("tea", "card", f"mem_{n}") for n in range(1000)]
    loads = Loads(dict.fromkeys(keys, b"1"))
    await redis_cache.load_many(keys, loads)
    reads: list[int] = []
    read = redis_cache._read

    async def counted(asked: Sequence[Key]) -> Mapping[Key, cache.Lookup]:
        reads.append(len(asked))
        return await read(asked)

    monkeypatch.setattr(redis_cache, "_read", counted)
    answers = await asyncio.gather(*(redis_cache.load_many([k], loads) for k in keys))
    assert answers == [{k: b"1"} for k in keys]
    assert len(loads.calls) == 1
    assert reads == [1000]


async def test_misses_of_many_keys_at_once_do_not_make_redis_look_away(
    redis_cache: Cache,
) -> None:
    keys = [key("tea", "card", f"mem_{n}") for n in range(500)]
    loads = Loads(dict.fromkeys(keys, b"1"))
    await asyncio.gather(*(redis_cache.load_many([k], loads) for k in keys))
    assert len(loads.calls) == 500
    await asyncio.gather(*(redis_cache.load_many([k], loads) for k in keys))
    assert len(loads.calls) == 500


async def test_who_waits_for_a_connection_does_not_take_redis_for_away(
    flushed_redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "CONNECTIONS_MAX", 1)
    made = Cache(flushed_redis_url)
    look = made._read

    async def slowly(asked: Sequence[Key]) -> Mapping[Key, cache.Lookup]:
        await made._redis.blpop(["nothing"], 0.02)
        return await look(asked)

    monkeypatch.setattr(made, "_read", slowly)
    keys = [key("tea", "card", f"mem_{n}") for n in range(20)]
    # 20 turns of 20 ms are twice the time that Redis may take for one.
    answers = await asyncio.gather(*(made._look([k]) for k in keys))
    assert all(looked.version for each in answers for looked in each.values())
    await made.close()


@pytest.mark.parametrize("reader", ["the same", "another that met the pause", "another"])
async def test_an_invalidation_that_redis_did_not_take_is_sent_when_it_is_back(
    own_redis: RedisServer, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    monkeypatch.setattr(cache, "BREAKER_OPEN_S", 0.6)
    monkeypatch.setattr(cache, "TRUSTED_AFTER_S", 1.2)
    writer, other = Cache(own_redis.url), Cache(own_redis.url)
    loads = Loads({A: b"old", B: b"old"})
    with redis.Redis.from_url(own_redis.url) as client:
        client.flushall()
    assert await writer.load_many([A, B], loads) == loads.truth
    own_redis.pause()
    try:
        await writer.load_many([A], loads)  # opens the breaker, so that no command is sent
        loads.truth = {A: b"new", B: b"new"}
        await writer.invalidate([A])
        await writer.invalidate([B])
        if reader == "another that met the pause":
            await other.load_many([A], loads)
    finally:
        own_redis.resume()
    if reader == "another":
        await asyncio.sleep(1)
    other._closed_again_at = 0  # it finds Redis back before the writer does
    asked = writer if reader == "the same" else other
    until = time.monotonic() + 2.5
    while time.monotonic() < until:
        assert await asked.load_many([A, B], loads) == {A: b"new", B: b"new"}
        await asyncio.sleep(0.02)
    before = len(loads.calls)
    await asked.load_many([A, B], loads)
    assert len(loads.calls) == before
    for made in (writer, other):
        await made.close()


async def test_what_waits_to_be_invalidated_is_sent_before_the_process_ends(
    own_redis: RedisServer,
) -> None:
    writer, other = Cache(own_redis.url), Cache(own_redis.url)
    await writer.load_many([A], Loads({A: b"old"}))
    writer._closed_again_at = time.monotonic() + 0.05
    await writer.invalidate([A])
    await asyncio.sleep(0.1)
    await writer.close()
    assert await other.load_many([A], Loads({A: b"new"})) == {A: b"new"}
    await other.close()


async def test_a_full_redis_still_answers_hits_and_takes_invalidations(
    own_redis: RedisServer,
) -> None:
    with redis.Redis.from_url(own_redis.url) as client:
        client.flushall()
        made = Cache(own_redis.url)
        loads = Loads({A: b"1", B: b"2"})
        await made.load_many([A], loads)
        client.config_set("maxmemory", 1)
        assert await made.load_many([A, B], loads) == {A: b"1", B: b"2"}
        assert await made.load_many([A], loads) == {A: b"1"}
        assert loads.calls == [[A], [B]]
        loads.truth[A] = b"3"
        await made.invalidate([A])
        assert await made.load_many([A], loads) == {A: b"3"}
        client.config_set("maxmemory", 0)
    await made.close()


async def test_a_busy_event_loop_is_not_taken_for_a_redis_that_is_away(
    flushed_redis_url: str,
) -> None:
    made = Cache(flushed_redis_url, timeout_s=0.05)
    loads = Loads({A: b"1"})
    await made.load_many([A], loads)
    for turns in range(12):
        asked = asyncio.create_task(made.load_many([A], loads))
        for _ in range(turns):
            await asyncio.sleep(0)
        time.sleep(0.1)  # noqa: ASYNC251  # as other callers' work does
        assert await asked == {A: b"1"}
    assert len(loads.calls) == 1
    await made.close()
