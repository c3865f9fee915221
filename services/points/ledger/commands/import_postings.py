"""Imports: callers that would rather wait than be refused."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import PostingRequest, PostingResult, Refused

BUSY = "OVERLOADED"
PAUSE_S = 0.25
"""Between two tries; half of it to all of it, so that imports do not come back together."""


async def import_postings(
    ledger: Ledger, requests: Sequence[PostingRequest]
) -> list[PostingResult]:
    """As `Ledger.post_all`, but what it is too busy for is sent again until it has room.

    It ends with its caller: an import that is given up is cancelled while it waits.
    """
    results = await _post_all(ledger, requests)
    while True:
        again = [index for index, result in enumerate(results) if _is_busy(result)]
        if not again:
            return results
        await asyncio.sleep(random.uniform(PAUSE_S / 2, PAUSE_S))
        retried = await _post_all(ledger, [requests[index] for index in again])
        for index, result in zip(again, retried, strict=True):
            results[index] = result


async def _post_all(ledger: Ledger, requests: Sequence[PostingRequest]) -> list[PostingResult]:
    try:
        return await ledger.post_all(requests)
    except Exception as error:
        if getattr(error, "reason", "") != BUSY:
            raise
        return [Refused(error)] * len(requests)


def _is_busy(result: PostingResult) -> bool:
    return isinstance(result, Refused) and getattr(result.error, "reason", "") == BUSY
