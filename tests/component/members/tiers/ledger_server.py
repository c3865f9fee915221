"""A points ledger that only streams its postings: a real gRPC server that the tests feed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import grpc

from services.common.auth import Role, current_caller, require_role
from tessera.points.v1 import ledger_pb2, ledger_pb2_grpc


class LedgerServer(ledger_pb2_grpc.LedgerServicer):
    """Its token is the number of postings sent."""

    def __init__(self) -> None:
        self.postings: list[ledger_pb2.Posting] = []
        self.watched_after: list[str] = []
        self._news = asyncio.Event()
        self._sequences: dict[tuple[str, str], int] = {}

    def growth(
        self, brand: str, owner: str, amount: int, at: datetime, sequence: int = 0
    ) -> ledger_pb2.Posting:
        """Post growth to `owner`, as the next entry of the account unless `sequence` is given."""
        number = sequence or self._sequences.get((brand, owner), 0) + 1
        self._sequences[brand, owner] = number
        kind = ledger_pb2.POSTING_KIND_EARN if amount > 0 else ledger_pb2.POSTING_KIND_CLAWBACK
        posting = ledger_pb2.Posting(
            id=f"post_{len(self.postings)}",
            kind=kind,
            brand=brand,
            entries=[
                ledger_pb2.Entry(owner=owner, asset="GROWTH", amount=amount, sequence=number),
                ledger_pb2.Entry(owner="house:issued", asset="GROWTH", amount=-amount),
                ledger_pb2.Entry(owner=owner, asset="POINTS", amount=7, sequence=number),
            ],
        )
        posting.effective_time.FromDatetime(at)
        posting.record_time.FromDatetime(at)
        self.add(posting)
        return posting

    def add(self, posting: ledger_pb2.Posting) -> None:
        """Add a posting to the feed, also one that it had before."""
        self.postings.append(posting)
        self._news.set()

    async def Watch(
        self, request: ledger_pb2.WatchRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> AsyncIterator[ledger_pb2.WatchResponse]:
        require_role(current_caller(), Role.SERVICE)
        self.watched_after.append(request.after)
        sent = int(request.after or 0)
        yield ledger_pb2.WatchResponse(token=str(sent))
        while True:
            self._news.clear()
            new = self.postings[sent:]
            if new:
                sent += len(new)
                yield ledger_pb2.WatchResponse(postings=new, token=str(sent))
            else:
                await self._news.wait()
