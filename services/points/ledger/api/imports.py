"""An import's batches: read ahead, written in order, answered in order.

One batch at a time is with the ledger, so rows take effect in the order of the file, and others who
write meanwhile wait for a thousand postings at most. The next ones are read and checked while it is
being written. Those beyond stay with the caller: that is gRPC's own flow control.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence

from services.common.tasks import end
from services.points.ledger.api.messages import import_message
from services.points.ledger.commands.import_postings import import_postings
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import PostingRequest, Refused
from tessera.points.v1 import ledger_pb2 as pb

BATCHES_AHEAD = 2

Read = Sequence[PostingRequest | Refused]
Check = Callable[[Sequence[pb.CreatePostingRequest]], Awaitable[Read]]
_Checked = tuple[pb.ImportPostingsRequest, Read]


async def answers(
    batches: AsyncIterator[pb.ImportPostingsRequest], check: Check, ledger: Ledger
) -> AsyncGenerator[pb.ImportPostingsResponse, None]:
    """An answer for each of `batches`, as soon as it is written; waits while the ledger is busy.

    `check` tells of each request what it is or why it is refused, and raises what ends the import
    after the batches before have been answered.
    """
    ahead: asyncio.Queue[_Checked | Exception | None] = asyncio.Queue(BATCHES_AHEAD)

    async def read() -> None:
        problem = None
        try:
            async for batch in batches:
                await ahead.put((batch, await check(batch.requests)))
        except Exception as error:
            problem = error
        await ahead.put(problem)

    reading = asyncio.create_task(read())
    try:
        while (one := await ahead.get()) is not None:
            if isinstance(one, Exception):
                raise one
            yield await _answer(*one, ledger)
    finally:
        await end(reading)


async def _answer(
    batch: pb.ImportPostingsRequest, read: Read, ledger: Ledger
) -> pb.ImportPostingsResponse:
    sound = [one for one in read if not isinstance(one, Refused)]
    written = iter(await import_postings(ledger, sound))
    results = [one if isinstance(one, Refused) else next(written) for one in read]
    return pb.ImportPostingsResponse(
        results=[
            import_message(request.request_id, result)
            for request, result in zip(batch.requests, results, strict=True)
        ]
    )
