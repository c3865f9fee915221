"""Sends rows to the ledger by its import stream, a few thousand in flight.

When the stream ends early (a replica is replaced, the database has no primary for a while), rows
without an answer are sent again; request ids prevent a second effect.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import grpc

from examples.import_points.posting import Import, RowProblem
from examples.import_points.results import Result, Status
from examples.import_points.row_file import FileProblem, Row
from services.common.errors import reason_of
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1 import ledger_pb2_grpc

CHUNK = 1_000
"""The limit of one message of the stream."""
CHUNKS_ON_THE_WAY = 4
ATTEMPTS_MAX = 10
PAUSE_FIRST_S = 0.5
PAUSE_MAX_S = 5.0
PROBE = pb.GetBalancesRequest(accounts=[pb.AccountName(owner="import", asset="POINTS")])
PROBE_TIMEOUT_S = 10.0
INVALID = "INVALID_ARGUMENT"
TRANSIENT = frozenset(
    {"UNAVAILABLE", "STORAGE_UNAVAILABLE", "OVERLOADED", "RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED"}
)
"""Reasons that are not about the row: it is sent again."""


class Interrupted(Exception):
    """The stream ended, or a row has no final result; the text is the reason."""


@dataclass
class Chunk:
    """Rows of one message: the known results, and the rows that are sent."""

    results: list[Result | None] = field(default_factory=list)
    sent: list[tuple[int, Row]] = field(default_factory=list)
    requests: list[pb.CreatePostingRequest] = field(default_factory=list)

    def add(self, row: Row, what: Import) -> None:
        """Add a row, to be sent or refused here."""
        try:
            request = what.posting(row)
        except RowProblem as problem:
            self.results.append(Result(row.number, "", Status.REFUSED, INVALID, str(problem)))
            return
        self.sent.append((len(self.results), row))
        self.results.append(None)
        self.requests.append(request)

    def answered(self, answer: pb.ImportPostingsResponse) -> None:
        """Take over results; a row written at an earlier attempt is not marked as a repeat."""
        undecided = ""
        for (index, row), told in zip(self.sent, answer.results, strict=True):
            if told.reason in TRANSIENT:
                undecided = told.reason
            elif self.results[index] is None:
                self.results[index] = _result(row, told)
        if undecided:
            raise Interrupted(undecided)

    def done(self) -> list[Result]:
        """All known results."""
        return [result for result in self.results if result is not None]


def chunks(rows: Iterator[Row], what: Import) -> Iterator[Chunk]:
    """The rows in chunks; a fault of the file is raised after the rows before it."""
    chunk = Chunk()
    fault = None
    try:
        for row in rows:
            chunk.add(row, what)
            if len(chunk.results) == CHUNK:
                yield chunk
                chunk = Chunk()
    except FileProblem as problem:
        fault = problem
    if chunk.results:
        yield chunk
    if fault is not None:
        raise fault


class Sender:
    """Sends chunks; hands the results of each to `done`, in order."""

    def __init__(
        self,
        ledger: ledger_pb2_grpc.LedgerAsyncStub,
        chunks: Iterator[Chunk],
        done: Callable[[list[Result]], object],
    ) -> None:
        self._ledger = ledger
        self._chunks = chunks
        self._done = done
        self._waiting: deque[Chunk] = deque()
        self._all_read = False
        self._problem: Exception | None = None
        self._failures = 0

    async def run(self) -> None:
        """Send until every chunk is answered.

        Raises the error of the tenth failed attempt in a row, or the fault of the file.
        """
        while True:
            try:
                await self._stream()
            except (grpc.aio.AioRpcError, Interrupted) as error:
                self._failures += 1
                if not _is_transient(error) or self._failures == ATTEMPTS_MAX:
                    raise
                pause_s = min(PAUSE_MAX_S, PAUSE_FIRST_S * 2 ** (self._failures - 1))
                await asyncio.sleep(pause_s * random.uniform(0.5, 1))
            else:
                break
        if self._problem is not None:
            raise self._problem

    async def _stream(self) -> None:
        # A stream refused while the client writes fails without its reason; this call has it.
        await self._ledger.GetBalances(PROBE, timeout=PROBE_TIMEOUT_S)
        call = self._ledger.ImportPostings()
        room = asyncio.Semaphore(CHUNKS_ON_THE_WAY)
        feeding = asyncio.create_task(self._feed(call, room))
        try:
            async for answer in call:
                self._waiting[0].answered(answer)
                self._failures = 0
                self._finish(self._waiting.popleft())
                room.release()
            if self._waiting or not self._all_read:
                raise Interrupted("UNAVAILABLE")
        finally:
            feeding.cancel()
            call.cancel()
            await asyncio.gather(feeding, return_exceptions=True)

    async def _feed(self, call: Any, room: asyncio.Semaphore) -> None:
        try:
            for chunk in list(self._waiting):
                await self._send(call, room, chunk)
            for chunk in self._chunks:
                if not chunk.requests and not self._waiting:
                    self._finish(chunk)
                    continue
                self._waiting.append(chunk)
                await self._send(call, room, chunk)
        except (grpc.aio.AioRpcError, asyncio.InvalidStateError):
            return  # Whoever reads the answers is told why.
        except Exception as problem:
            # The file's: raised once everything before it is answered.
            self._problem = problem
        self._all_read = True
        with suppress(grpc.aio.AioRpcError, asyncio.InvalidStateError):
            await call.done_writing()

    async def _send(self, call: Any, room: asyncio.Semaphore, chunk: Chunk) -> None:
        if chunk.requests:
            await room.acquire()
            await call.write(pb.ImportPostingsRequest(requests=chunk.requests))

    def _finish(self, chunk: Chunk) -> None:
        self._done(chunk.done())
        while self._waiting and not self._waiting[0].requests:
            self._done(self._waiting.popleft().done())


def _result(row: Row, told: pb.ImportResult) -> Result:
    if told.reason:
        return Result(row.number, told.request_id, Status.REFUSED, told.reason, told.message)
    return Result(row.number, told.request_id, Status.REPLAYED if told.replayed else Status.OK)


def _is_transient(error: Exception) -> bool:
    reason = reason_of(error)
    if reason is None:
        return str(error) in TRANSIENT
    # With a text it is the service's; without one, a stream that broke while it was written to.
    return reason.reason in TRANSIENT or (reason.reason == "INTERNAL" and not reason.en)
