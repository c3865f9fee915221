"""Imports: in order, answered as they go, patient with a busy ledger."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.points.ledger.api.imports import BATCHES_AHEAD, answers
from services.points.ledger.api.messages import to_request
from services.points.ledger.commands.import_postings import import_postings
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import Posted, PostingRequest, PostingResult, Refused
from tessera.points.v1 import ledger_pb2 as pb
from tests.builders import NEW_YEAR, earn
from tests.fakes import FakeLedgerStore


def ledger(queue_max: int = 1000) -> Ledger:
    return Ledger(FakeLedgerStore(), ManualClock(NEW_YEAR), queue_max=queue_max)


def batch(name: str, size: int = 2) -> pb.ImportPostingsRequest:
    return pb.ImportPostingsRequest(
        requests=[
            pb.CreatePostingRequest(
                request_id=f"{name}/{n}",
                kind=pb.POSTING_KIND_EARN,
                legs=[
                    pb.Leg(owner="mem_ann", asset="POINTS", amount=1),
                    pb.Leg(owner="house:issued", asset="POINTS", amount=-1),
                ],
            )
            for n in range(size)
        ]
    )


async def check(requests: Sequence[pb.CreatePostingRequest]) -> list[PostingRequest | Refused]:
    if not requests:
        raise Refusal("INVALID_ARGUMENT", field="requests")
    return [to_request(request, "tea") for request in requests]


async def test_who_waits_for_each_answer_gets_it() -> None:
    answered: asyncio.Queue[str] = asyncio.Queue()

    async def one_by_one() -> AsyncIterator[pb.ImportPostingsRequest]:
        for name in "abcd":
            yield batch(name)
            assert await answered.get() == f"{name}/0"

    async with asyncio.timeout(20):
        async for answer in answers(one_by_one(), check, ledger()):
            answered.put_nowait(answer.results[0].request_id)


async def test_no_more_is_read_than_a_few_batches_ahead() -> None:
    read = 0

    async def many() -> AsyncIterator[pb.ImportPostingsRequest]:
        nonlocal read
        for read in range(1, 101):
            yield batch(str(read))

    told = answers(many(), check, ledger())
    await anext(told)
    for _ in range(1000):
        await asyncio.sleep(0)
    # One is told, the others wait in the queue, and one waits for its place in it.
    assert read == 1 + BATCHES_AHEAD + 1
    await told.aclose()


async def test_a_bad_batch_ends_the_import_after_those_before_it() -> None:
    async def with_an_empty_one() -> AsyncIterator[pb.ImportPostingsRequest]:
        for request in (batch("a"), batch("b"), pb.ImportPostingsRequest(), batch("c")):
            yield request

    told = answers(with_an_empty_one(), check, ledger())
    assert [(await anext(told)).results[0].request_id for _ in "ab"] == ["a/0", "b/0"]
    with pytest.raises(Refusal, match="INVALID_ARGUMENT"):
        await anext(told)


async def test_a_full_queue_is_waited_out() -> None:
    books = ledger(queue_max=10)
    async with asyncio.TaskGroup() as others:
        others.create_task(books.post_all([earn("mem_bob", 1) for _ in range(9)]))
        await asyncio.sleep(0)
        results = await import_postings(books, [earn("mem_ann", 1) for _ in range(10)])
    assert all(isinstance(result, Posted) and not result.replayed for result in results)


class LosesRaces(Ledger):
    """Refuses the first two postings of the first call: others were faster."""

    calls = 0

    async def post_all(self, requests: Sequence[PostingRequest]) -> list[PostingResult]:
        self.calls += 1
        if self.calls > 1:
            return await super().post_all(requests)
        busy = [Refused(Refusal("OVERLOADED"))] * 2
        return [*busy, *await super().post_all(requests[2:])]


async def test_only_what_was_refused_as_busy_is_sent_again() -> None:
    books = LosesRaces(FakeLedgerStore(), ManualClock(NEW_YEAR))
    requests = [earn("mem_ann", 1), earn("mem_ann", 0), *(earn("mem_ann", 1) for _ in range(3))]
    results = await import_postings(books, requests)
    assert books.calls == 2
    assert [isinstance(result, Refused) for result in results] == [False, True, False, False, False]
    assert not any(result.replayed for result in results if isinstance(result, Posted))
