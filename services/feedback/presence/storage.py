"""The readers of items in Redis: a sorted set an item, by the time at which each last said so."""

import asyncio
from datetime import datetime, timedelta

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from services.common import telemetry

LASTS = timedelta(seconds=40)
"""How long a reader stays one: two asks of a console may be lost."""
READERS_MAX = 20
ANSWER_S = 0.2
"""Redis may take so long: a slow one costs a reader no more."""

_log = telemetry.log("presence")


class RedisReaders:
    """Who reads what. `owner` is the database of the service: two suites may share a Redis. Without
    a URL nobody reads anything."""

    def __init__(self, redis_url: str, owner: str) -> None:
        self._owner = owner
        self._redis: Redis | None = None
        if redis_url:
            self._redis = Redis.from_url(
                redis_url,
                socket_timeout=ANSWER_S,
                socket_connect_timeout=ANSWER_S,
                retry=Retry(NoBackoff(), 0),
            )

    async def read(self, brand: str, feedback_id: str, reader: str, now: datetime) -> list[str]:
        """Keeps that `reader` has the item open at `now`; the others, the latest first."""
        if self._redis is None:
            return []
        key = f"readers:{{{self._owner}/{brand}/{feedback_id}}}"
        past = (now - LASTS).timestamp()
        try:
            async with self._redis.pipeline(transaction=True) as pipeline:
                pipeline.zremrangebyscore(key, "-inf", past)
                pipeline.zadd(key, {reader: now.timestamp()})
                pipeline.pexpire(key, LASTS)
                # One more than are told, since the reader is among them.
                pipeline.zrevrange(key, 0, READERS_MAX)
                *_, found = await pipeline.execute()
        except (RedisError, OSError, TimeoutError) as error:
            _log.warning("readers_away", error=type(error).__name__)
            return []
        readers = [each.decode() for each in found]
        return [each for each in readers if each != reader][:READERS_MAX]

    async def hold(self) -> None:
        """Keeps the connections until the service ends."""
        try:
            await asyncio.Event().wait()
        finally:
            if self._redis is not None:
                await self._redis.aclose()
