"""R9: the cache is never the truth. Answers are right with Redis killed, stopped, flushed or full.

tests/component/common/test_cache.py tests `services.common.cache` by itself, and
tests/component/members/cards two processes of members with their cards in Redis.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis as redis_client

from deploy.local.servers import RedisServer
from tests.chaos.suite import Suite

SHOWN = 18
SHOWN_EACH_S = 0.2


@contextmanager
def harmed(server: RedisServer, how: str) -> Iterator[None]:
    """Redis in that state; afterwards it works again."""
    if how == "none":
        yield
    elif how == "flushed":
        with redis_client.Redis.from_url(server.url) as client:
            client.flushall()
        yield
    elif how == "full":
        with redis_client.Redis.from_url(server.url) as client:
            client.config_set("maxmemory", 1)
            try:
                yield
            finally:
                client.config_set("maxmemory", 0)
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


@pytest.mark.parametrize("how", ["killed", "paused", "flushed", "full"])
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


@pytest.mark.parametrize("how", ["killed", "paused", "flushed", "full"])
async def test_r9_a_name_changed_without_redis_is_never_shown_as_it_was(
    suite: Suite, how: str
) -> None:
    member_id = await suite.enrol(f"changes while {how}")
    for name in ("as it was", "as it is"):
        with harmed(suite.redis, "none" if name == "as it was" else how):
            await suite.rename(name, member_id)
            assert (await suite.card(member_id))["data"]["me"]["name"] == name
    for _ in range(SHOWN):
        assert (await suite.card(member_id))["data"]["me"]["name"] == "as it is"
        await asyncio.sleep(SHOWN_EACH_S)
