"""R10: no stampede. 1,000 concurrent misses are one load per process, also when Redis goes away.

The same for the cards of members, counted by MongoDB, is in tests/component/members/cards.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from deploy.local.servers import RedisServer, start_redis
from services.common.cache import Cache, Key, key

CALLERS = 1_000
LOAD_S = 0.3
CARD = key("tea", "card", "mem_1")


class Database:
    """The database: slow, and counting its reads."""

    def __init__(self) -> None:
        self.loads = 0
        self.began = asyncio.Event()

    async def load(self, keys: Sequence[Key]) -> Mapping[Key, bytes]:
        self.loads += 1
        self.began.set()
        await asyncio.sleep(LOAD_S)
        return dict.fromkeys(keys, b"card")


@pytest.fixture
def redis(data_folder: Callable[[str], Path]) -> Iterator[RedisServer]:
    server = start_redis(data_folder("stampede"))
    yield server
    server.stop()


@pytest.fixture
async def cache(redis: RedisServer) -> AsyncIterator[Cache]:
    made = Cache(redis.url)
    yield made
    await made.close()


@pytest.mark.parametrize("how", ["well", "killed before", "killed meanwhile", "paused"])
async def test_r10_a_thousand_misses_at_once_are_one_load(
    redis: RedisServer, cache: Cache, how: str
) -> None:
    database = Database()
    if how == "killed before":
        redis.kill()
    elif how == "paused":
        redis.pause()
    asked = [asyncio.create_task(cache.load_many([CARD], database.load)) for _ in range(CALLERS)]
    await database.began.wait()
    if how == "killed meanwhile":
        redis.kill()
    assert [await answer for answer in asked] == [{CARD: b"card"}] * CALLERS
    assert database.loads == 1
