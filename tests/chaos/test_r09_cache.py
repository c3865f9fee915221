"""R9: the cache is never the truth. Answers are right while Redis is killed, stopped or flushed.

tests/component/common/test_cache.py tests `services.common.cache` alone in these states, and with a
full Redis.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis as redis_client

from deploy.local.servers import RedisServer
from tests.chaos.suite import Suite


@contextmanager
def harmed(server: RedisServer, how: str) -> Iterator[None]:
    """Redis in that state; afterwards it works again."""
    if how == "flushed":
        with redis_client.Redis.from_url(server.url) as client:
            client.flushall()
        yield
    elif how == "killed":
        server.kill()
        try:
            yield
        finally:
            server.restart()
    else:
        server.pause()
        try:
            yield
        finally:
            server.resume()


@pytest.mark.parametrize("how", ["killed", "paused", "flushed"])
async def test_r9_cards_and_enrolments_are_right_without_redis(suite: Suite, how: str) -> None:
    before = await suite.card()
    assert before["data"]["me"]["name"] == "first"
    assert "errors" not in before
    with harmed(suite.redis, how):
        assert await suite.card() == before
        new = await suite.enrol(f"while {how}")
        assert new not in ("", suite.member_id)
        assert await suite.enrol("first") == suite.member_id
        card = (await suite.card(new))["data"]["me"]
        assert (card["name"], card["points"]["posted"]) == (f"while {how}", 0)
    assert await suite.card() == before
    assert await suite.enrol(f"while {how}") == new
