"""Decide, post, and decide again when another writer was faster."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import RecordChanged
from services.points.ledger.domain.repeat import Asked, check_same

ATTEMPTS_MAX = 5
"""A decision that lost a race is made anew so often, then the caller gets OVERLOADED."""

T = TypeVar("T")


class Contended(Exception):
    """Other writers kept changing the same records."""

    reason = "OVERLOADED"

    def __init__(self) -> None:
        super().__init__(f"lost {ATTEMPTS_MAX} races for the same records")
        self.metadata = {"retry_after_ms": "100"}


async def post_decided(
    ledger: Ledger,
    asked: Asked | None,
    decide: Callable[[], Awaitable[PostingRequest | T]],
    *,
    retry_on: tuple[type[Exception], ...] = (RecordChanged,),
) -> Posted | T:
    """Post what `decide` makes of what it reads; or its result, where nothing has to be written.

    A repeat of `asked` gets the first answer. None is for postings whose id is known only once they
    are decided: the ledger answers their repeats. A refusal of the kinds in
    `retry_on` says that something changed since it was read, so it is decided anew.
    Raises what `decide` raises, the other refusals, REQUEST_ID_REUSED, and Contended.
    """
    for _ in range(ATTEMPTS_MAX):
        try:
            decided = await decide()
        except Exception:
            # The refusal may come from this same request: an earlier attempt may have spent the
            # points already. Looking it up only now spares every first call a read.
            if (first := await first_answer(ledger, asked)) is not None:
                return first
            raise
        if not isinstance(decided, PostingRequest):
            return await first_answer(ledger, asked) or decided
        result = (await ledger.post_all([decided]))[0]
        if isinstance(result, Posted):
            return result
        if not isinstance(result.error, retry_on):
            raise result.error
    raise Contended()


async def first_answer(ledger: Ledger, asked: Asked | None) -> Posted | None:
    """The posting that `asked` made before, if it did. Raises REQUEST_ID_REUSED."""
    if asked is None:
        return None
    known = await ledger.posting(asked.brand, asked.request_id)
    if known is None:
        return None
    check_same(asked.request_id, asked.fingerprint, known)
    return Posted(known, replayed=True)
