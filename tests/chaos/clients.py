"""Clients of the ledger who do not give up, and write down on disk what they were told."""

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
"""One call in so many is made twice at once, with one request id."""
AGAIN = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
}
"""What a client repeats, with the same request id. Cancelled is what a deadline looks like when the
server's clock is the first to strike."""

Account = tuple[str, str]
"""Brand and owner."""
Q = TypeVar("Q")
A = TypeVar("A")


async def insist(method: Callable[..., Awaitable[A]], request: Q) -> A:
    """The answer of a server that may be away; the same request is sent until it comes."""
    while True:
        try:
            return await method(request, timeout=CALL_TIMEOUT_S)
        except grpc.aio.AioRpcError as error:
            if error.code() not in AGAIN:
                raise
        await asyncio.sleep(random.uniform(0, PAUSE_S))


@dataclass(frozen=True)
class Acknowledged:
    """What a client was told of one request: its posting, or why it was refused."""

    number: int
    posting_id: str = ""
    reason: str = ""


class Acknowledgements:
    """A file, in which a line is safe before the client goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[str] = []
        self._writing = asyncio.Lock()

    async def keep(self, told: Acknowledged) -> None:
        """Returns when `told` is on the disk, together with what others were told meanwhile."""
        self._waiting.append(json.dumps(asdict(told)) + "\n")
        async with self._writing:
            if self._waiting:
                lines, self._waiting = "".join(self._waiting), []
                await asyncio.to_thread(self._append, lines)

    def read(self) -> dict[int, Acknowledged]:
        """All of them, as the disk has them."""
        told = [Acknowledged(**json.loads(line)) for line in self._path.read_text().splitlines()]
        assert len({one.number for one in told}) == len(told)
        return {one.number: one for one in told}

    def _append(self, lines: str) -> None:
        with self._path.open("a") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())


@dataclass
class Clients:
    """Many callers at once, each with one posting at a time."""

    seed: str
    ledgers: Mapping[str, ledger_pb2_grpc.LedgerAsyncStub]
    acknowledgements: Acknowledgements
    _next: int = field(default=0, init=False)

    @property
    def begun(self) -> int:
        """How many requests so far."""
        return self._next

    async def work(self, enough: asyncio.Event) -> None:
        """One posting after another until it is enough."""
        while not enough.is_set():
            number, self._next = self._next, self._next + 1
            callers = 1 if number % ASK_TWICE_IN else 2
            answers = await asyncio.gather(*(self._insist(number) for _ in range(callers)))
            # A refusal leaves nothing, so the other call may find the points that have come since.
            posted = {answer for answer in answers if answer.posting_id}
            assert len(posted) <= 1, f"two effects of one request: {posted}"
            await self.acknowledgements.keep(posted.pop() if posted else answers[0])
            await asyncio.sleep(random.uniform(0, THINKING_S))

    def brand(self, number: int) -> str:
        return BRANDS[number % len(BRANDS)]

    def request(self, number: int) -> pb.CreatePostingRequest:
        """The request of that number; the seed settles its content."""
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
        """What the members have, if just that took effect which was acknowledged."""
        sums = {(brand, owner): 0 for brand in BRANDS for owner in OWNERS}
        for number, one in told.items():
            for leg in self.request(number).legs if one.posting_id else ():
                if leg.owner in OWNERS:
                    sums[self.brand(number), leg.owner] += leg.amount
        return sums

    async def _insist(self, number: int) -> Acknowledged:
        """Asks until there is an answer, under the same request id."""
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
