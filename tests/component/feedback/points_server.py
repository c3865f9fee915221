"""The feed of points, as far as feedback follows it: a real gRPC server, filled by hand."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import grpc

from tessera.points.v1 import ledger_pb2, ledger_pb2_grpc

HEARTBEAT_S = 1.0


class PointsFeedServer(ledger_pb2_grpc.LedgerServicer):
    """A token is the number of postings before it; `since` is heard."""

    def __init__(self) -> None:
        self._postings: list[ledger_pb2.Posting] = []
        self._more = asyncio.Condition()
        self.held: dict[str, int] = {}
        """POINTS by member; of others it is 0."""
        self.asked: list[int] = []
        """Of how many accounts each call asked."""

    async def GetBalances(
        self,
        request: ledger_pb2.GetBalancesRequest,
        context: grpc.aio.ServicerContext[Any, Any],
    ) -> ledger_pb2.GetBalancesResponse:
        self.asked.append(len(request.accounts))
        return ledger_pb2.GetBalancesResponse(
            balances=[
                ledger_pb2.Balance(
                    owner=each.owner, asset=each.asset, posted=self.held.get(each.owner, 0)
                )
                for each in request.accounts
            ]
        )

    async def post(self, posting: ledger_pb2.Posting, at: datetime | None = None) -> None:
        """Publish a posting, recorded at `at` or now."""
        posting.record_time.FromDatetime(at or datetime.now(UTC))
        posting.effective_time.CopyFrom(posting.record_time)
        async with self._more:
            self._postings.append(posting)
            self._more.notify_all()

    async def Watch(
        self,
        request: ledger_pb2.WatchRequest,
        context: grpc.aio.ServicerContext[Any, Any],
    ) -> AsyncIterator[ledger_pb2.WatchResponse]:
        place = int(request.after or 0)
        since = request.since.ToNanoseconds()
        yield ledger_pb2.WatchResponse(token=str(place))
        while True:
            found = [p for p in self._postings[place:] if p.record_time.ToNanoseconds() >= since]
            place = len(self._postings)
            yield ledger_pb2.WatchResponse(postings=found, token=str(place))
            async with self._more:
                if place == len(self._postings):
                    try:
                        async with asyncio.timeout(HEARTBEAT_S):
                            await self._more.wait()
                    except TimeoutError:
                        continue
