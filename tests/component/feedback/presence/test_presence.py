"""The readers and the claim of an item, over gRPC on a real Redis, and without one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
import redis

from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.feedback.presence.domain import Claim, Present
from services.feedback.presence.storage import CLAIM_LASTS, LASTS, READERS_MAX, RedisReaders
from tessera.feedback.v1 import presence_pb2 as pb
from tessera.feedback.v1 import presence_pb2_grpc as pb_grpc
from tests.component.feedback.conftest import NOON, NOWHERE, Feedback, started

Read = Callable[..., Awaitable[pb.ListReadersResponse]]


@pytest.fixture
async def feedback(db: Database, keys_dir: Path, flushed_redis_url: str) -> AsyncIterator[Feedback]:
    """The service with a Redis."""
    async with started(db, keys_dir, NOWHERE, redis_url=flushed_redis_url) as feedback:
        yield feedback


def reading(feedback: Feedback) -> Read:
    async def read(
        name: str,
        item: str = "fdb_1",
        brand: str = "tea",
        role: Role = Role.OPERATOR,
        claim: "pb.Claim.ValueType" = pb.CLAIM_UNSPECIFIED,
        scopes: str = "feedback:read feedback:write",
    ) -> pb.ListReadersResponse:
        member = "mem_1" if role is Role.MEMBER else None
        held = frozenset(scopes.split()) if role is Role.OPERATOR else frozenset()
        channel = feedback._channel(Caller(brand, name, role, member, scopes=held))
        request = pb.ListReadersRequest(feedback_id=item, claim=claim)
        return await pb_grpc.PresenceStub(channel).ListReaders(request)

    return read


async def test_operators_see_who_else_has_an_item_open_until_40_seconds_after_they_last_asked(
    feedback: Feedback,
) -> None:
    read = reading(feedback)
    assert list((await read("ann")).readers) == []
    feedback.clock.advance(timedelta(seconds=15))
    assert list((await read("bob")).readers) == ["ann"]
    assert list((await read("bob")).readers) == ["ann"]
    feedback.clock.advance(timedelta(seconds=1))
    assert list((await read("cai")).readers) == ["bob", "ann"]
    # Another item, and another brand's of the same id, have readers of their own.
    assert list((await read("ann", "fdb_2")).readers) == []
    assert list((await read("ann", brand="retail")).readers) == []
    feedback.clock.advance(LASTS - timedelta(seconds=16))
    assert list((await read("bob")).readers) == ["cai"]


async def test_members_and_channels_are_told_of_nobody_and_an_id_that_is_none_is_refused(
    feedback: Feedback,
) -> None:
    for item in ("", "f" * 65):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await reading(feedback)("ann", item)
        assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    for role in (Role.MEMBER, Role.CHANNEL):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await reading(feedback)("who", role=role)
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_whoever_begins_to_answer_has_the_claim_until_they_end_it_or_pause_or_it_is_taken(
    feedback: Feedback,
) -> None:
    read = reading(feedback)
    begin, take, end = pb.CLAIM_BEGIN, pb.CLAIM_TAKE, pb.CLAIM_END
    assert (await read("ann")).answerer == ""
    assert (await read("ann", claim=begin)).answerer == "ann"
    # All who read are told, and neither a second beginning nor a stranger's end changes it.
    for claim in (pb.CLAIM_UNSPECIFIED, begin, end):
        assert (await read("bob", claim=claim)).answerer == "ann"
    # Another item, and another brand's of the same id, have claims of their own.
    assert (await read("bob", "fdb_2", claim=begin)).answerer == "bob"
    assert (await read("bob", brand="retail", claim=begin)).answerer == "bob"
    # Whoever goes on keeps it; reading alone does not.
    feedback.clock.advance(CLAIM_LASTS - timedelta(seconds=1))
    assert (await read("ann", claim=begin)).answerer == "ann"
    feedback.clock.advance(CLAIM_LASTS - timedelta(seconds=1))
    assert (await read("ann")).answerer == "ann"
    feedback.clock.advance(timedelta(seconds=1))
    assert (await read("ann")).answerer == ""
    # Nobody is locked out, and whoever lost it is told when they go on.
    assert (await read("bob", claim=begin)).answerer == "bob"
    assert (await read("ann", claim=begin)).answerer == "bob"
    assert (await read("ann", claim=take)).answerer == "ann"
    assert (await read("bob", claim=begin)).answerer == "ann"
    assert (await read("ann", claim=end)).answerer == ""
    assert (await read("bob", claim=begin)).answerer == "bob"


async def test_a_claim_needs_the_scope_to_answer_and_an_unknown_wish_is_refused(
    feedback: Feedback,
) -> None:
    read = reading(feedback)
    assert (await read("ann", scopes="feedback:read")).answerer == ""
    for claim in (pb.CLAIM_BEGIN, pb.CLAIM_TAKE, pb.CLAIM_END):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await read("ann", scopes="feedback:read", claim=claim)
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await read("ann", claim=9)
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert (await read("ann")).answerer == ""


async def test_a_crowd_is_told_by_its_latest_and_what_is_kept_ends_by_itself(
    flushed_redis_url: str,
) -> None:
    readers = RedisReaders(flushed_redis_url, "suite")
    for number in range(READERS_MAX + 5):
        await readers.read("tea", "fdb_1", f"p{number}", NOON + timedelta(milliseconds=number))
    told = await readers.read("tea", "fdb_1", "ann", NOON + timedelta(seconds=1))
    assert told.readers == tuple(f"p{number}" for number in reversed(range(5, READERS_MAX + 5)))
    # An operator who asks again is still told of twenty others.
    again = await readers.read("tea", "fdb_1", "ann", NOON + timedelta(seconds=2), Claim.BEGIN)
    assert len(again.readers) == 20
    with redis.Redis.from_url(flushed_redis_url) as client:
        ends = {key.split(b":")[0]: client.pttl(key) for key in client.keys("*")}
    assert 0 < ends.pop(b"readers") <= LASTS / timedelta(milliseconds=1)
    assert 0 < ends.pop(b"claim") <= CLAIM_LASTS / timedelta(milliseconds=1)
    assert not ends
    # Another suite on the same Redis has readers and claims of its own.
    other = RedisReaders(flushed_redis_url, "another")
    assert await other.read("tea", "fdb_1", "ann", NOON) == Present()


@pytest.mark.parametrize("url", ["", "redis://127.0.0.1:1/0"])
async def test_without_redis_nobody_reads_and_nothing_fails(url: str) -> None:
    readers = RedisReaders(url, "suite")
    assert await readers.read("tea", "fdb_1", "ann", NOON, Claim.BEGIN) == Present()
    assert await readers.read("tea", "fdb_1", "bob", NOON) == Present()
