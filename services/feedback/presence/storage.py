"""The readers and the claim of an item in Redis: a sorted set by the time at which each reader last
said so, and a hash."""

import asyncio
from datetime import datetime, timedelta

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from services.common import telemetry
from services.feedback.presence.domain import Claim, Present

LASTS = timedelta(seconds=40)
"""How long a reader stays one: two asks of a console may be lost."""
CLAIM_LASTS = timedelta(minutes=2)
"""A pause for thought is shorter; whoever went to lunch is no longer answering."""
READERS_MAX = 20
ANSWER_S = 0.2
"""Redis may take so long: a slow one costs a reader no more."""

# KEYS: the claim. ARGV: the wish, the reader, now and the end of a new claim in Unix milliseconds,
# and how long a claim lasts in milliseconds. The one who has the claim afterwards, or "".
_CLAIM = """
local answerer, ends = unpack(redis.call('HMGET', KEYS[1], 'answerer', 'ends'))
if not answerer or tonumber(ends) <= tonumber(ARGV[3]) then answerer = '' end
local wish, reader = ARGV[1], ARGV[2]
if wish == 'take' or (wish == 'begin' and (answerer == '' or answerer == reader)) then
  redis.call('HSET', KEYS[1], 'answerer', reader, 'ends', ARGV[4])
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  return reader
end
if wish == 'end' and answerer == reader then
  redis.call('DEL', KEYS[1])
  return ''
end
return answerer
"""

_log = telemetry.log("presence")


class RedisReaders:
    """The readers and claims of items. `owner` is the database of the service: two suites may share
    a Redis. Without a URL nobody reads anything."""

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

    async def read(
        self, brand: str, feedback_id: str, reader: str, now: datetime, claim: Claim | None = None
    ) -> Present:
        """Keeps that `reader` has the item open at `now` and does what they wish of its claim."""
        if self._redis is None:
            return Present()
        item = f"{{{self._owner}/{brand}/{feedback_id}}}"
        key, past = f"readers:{item}", (now - LASTS).timestamp()
        try:
            async with self._redis.pipeline(transaction=True) as pipeline:
                pipeline.zremrangebyscore(key, "-inf", past)
                pipeline.zadd(key, {reader: now.timestamp()})
                pipeline.pexpire(key, LASTS)
                # One more than are told, since the reader is among them.
                pipeline.zrevrange(key, 0, READERS_MAX)
                pipeline.eval(
                    _CLAIM,
                    1,
                    f"claim:{item}",
                    claim.value if claim else "",
                    reader,
                    _ms(now),
                    _ms(now + CLAIM_LASTS),
                    str(CLAIM_LASTS // timedelta(milliseconds=1)),
                )
                *_, found, answerer = await pipeline.execute()
        except (RedisError, OSError, TimeoutError) as error:
            _log.warning("readers_away", error=type(error).__name__)
            return Present()
        readers = [each.decode() for each in found]
        others = [each for each in readers if each != reader][:READERS_MAX]
        return Present(tuple(others), answerer.decode())

    async def hold(self) -> None:
        """Keeps the connections until the service ends."""
        try:
            await asyncio.Event().wait()
        finally:
            if self._redis is not None:
                await self._redis.aclose()


def _ms(instant: datetime) -> str:
    """Unix milliseconds, as Redis takes them."""
    return str(int(instant.timestamp() * 1000))
