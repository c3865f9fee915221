"""Clients of the ledger that repeat each call until it is answered, and log the answers on disk."""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

import grpc

from services.common.errors import reason_of
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1 import ledger_pb2_grpc

BRANDS = ("tea", "retail")
OWNERS = [f"mem_{n:02}" for n in range(20)]
CALL_TIMEOUT_S = 3.0
PAUSE_S = 0.05
THINKING_S = 0.1
ASK_TWICE_IN = 20
"""One call in this many is made twice at the same time, with one request id."""
AGAIN = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
}
"""A client repeats a call that ended with one of these, with the same request id. CANCELLED means
that the server noticed the deadline first."""

Account = tuple[str, str]
"""Brand and owner."""
Q = TypeVar("Q")
A = TypeVar("A")


async def insist(method: Callable[..., Awaitable[A]], request: Q) -> A:
    """The answer of a server that may be away; repeats the same request until it is answered."""
    while True:
        try:
            return await method(request, timeout=CALL_TIMEOUT_S)
        except grpc.aio.AioRpcError as error:
            if error.code() not in AGAIN:
                raise
        await asyncio.sleep(random.uniform(0, PAUSE_S))


@dataclass(frozen=True)
class Acknowledged:
    """The answer to one request: its posting, or the reason of its refusal."""

    number: int
    posting_id: str = ""
    reason: str = ""


class Acknowledgements:
    """A file of answers; each line is on the disk before the client continues."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[str] = []
        self._writing = asyncio.Lock()

    async def keep(self, answer: Acknowledged) -> None:
        """Returns when `answer` is on the disk; concurrent callers share one write."""
        self._waiting.append(json.dumps(asdict(answer)) + "\n")
        async with self._writing:
            if self._waiting:
                lines, self._waiting = "".join(self._waiting), []
                await asyncio.to_thread(self._append, lines)

    def read(self) -> dict[int, Acknowledged]:
        """All answers on the disk."""
        lines = self._path.read_text().splitlines()
        answers = [Acknowledged(**json.loads(line)) for line in lines]
        assert len({one.number for one in answers}) == len(answers)
        return {one.number: one for one in answers}

    def _append(self, lines: str) -> None:
        with self._path.open("a") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())


@dataclass
class Clients:
    """Many concurrent callers, each with one posting at a time."""

    seed: str
    ledgers: Mapping[str, ledger_pb2_grpc.LedgerAsyncStub]
    acknowledgements: Acknowledgements
    _next: int = field(default=0, init=False)

    @property
    def begun(self) -> int:
        """The number of requests so far."""
        return self._next

    async def work(self, enough: asyncio.Event) -> None:
        """Writes one posting after another until the test ends."""
        while not enough.is_set():
            number, self._next = self._next, self._next + 1
            callers = 1 if number % ASK_TWICE_IN else 2
            answers = await asyncio.gather(*(self._insist(number) for _ in range(callers)))
            # A refusal is not stored, so the second call may find points that arrived since.
            posted = {answer for answer in answers if answer.posting_id}
            assert len(posted) <= 1, f"two effects of one request: {posted}"
            await self.acknowledgements.keep(posted.pop() if posted else answers[0])
            await asyncio.sleep(random.uniform(0, THINKING_S))

    def brand(self, number: int) -> str:
        return BRANDS[number % len(BRANDS)]

    def request(self, number: int) -> pb.CreatePostingRequest:
        """The request of that number; its content depends on the seed."""
        chance = random.Random(f"{self.seed}/{number}")
        one, other = chance.sample(OWNERS, 2)
        points = chance.randint(1, 60)
        kind, giver, taker = chance.choices(
            [
                (pb.POSTING_KIND_EARN, "house:issued", one),
                (pb.POSTING_KIND_SPEND, one, "house:redeemed"),
                (pb.POSTING_KIND_TRANSFER, one, other),
            ],
            [40, 30, 30],
        )[0]
        return pb.CreatePostingRequest(
            request_id=f"chaos/{number}",
            kind=kind,
            legs=[
                pb.Leg(owner=giver, asset="POINTS", amount=-points),
                pb.Leg(owner=taker, asset="POINTS", amount=points),
            ],
        )

    def balances(self, told: Mapping[int, Acknowledged]) -> dict[Account, int]:
        """The members' balances if exactly the acknowledged postings took effect."""
        sums = {(brand, owner): 0 for brand in BRANDS for owner in OWNERS}
        for number, one in told.items():
            for leg in self.request(number).legs if one.posting_id else ():
                if leg.owner in OWNERS:
                    sums[self.brand(number), leg.owner] += leg.amount
        return sums

    async def _insist(self, number: int) -> Acknowledged:
        """Repeats the request with the same request id until it is answered."""
        ledger, request = self.ledgers[self.brand(number)], self.request(number)
        try:
            answer = await insist(ledger.CreatePosting, request)
        except grpc.aio.AioRpcError as error:
            told = reason_of(error)
            if told is None or told.reason != "INSUFFICIENT_POINTS":
                raise
            return Acknowledged(number, reason=told.reason)
        assert answer.posting.request_id == request.request_id
        return Acknowledged(number, posting_id=answer.posting.id)
