"""Follows the feed of points: what expires, and who is woken, become occasions."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import UTC
from typing import NamedTuple

import grpc

from services.common.setting_aside import EventKind
from services.feedback.reach.commands.wishing import Happened
from services.feedback.reach.domain.wish import Occasion
from tessera.points.v1 import ledger_pb2, ledger_pb2_grpc

KINDS = (ledger_pb2.POSTING_KIND_REMINDER, ledger_pb2.POSTING_KIND_WAKE_UP)
"""What reach hears of points; all else is spared the way."""


def _member(posting: ledger_pb2.Posting) -> str:
    return posting.expiring.member_id or posting.wake_up.member_id


REACH_POSTING: EventKind[ledger_pb2.Posting] = EventKind(
    id=lambda posting: posting.id,
    brand=lambda posting: posting.brand,
    members=lambda posting: (_member(posting),) if _member(posting) else (),
    write=lambda posting: posting.SerializeToString(),
    read=ledger_pb2.Posting.FromString,
)


class Postings(NamedTuple):
    """Postings in order, and the token after them."""

    events: Sequence[ledger_pb2.Posting]
    token: str


async def watched(points: grpc.aio.Channel, token: str) -> AsyncGenerator[Postings, None]:
    """The postings after `token`. Without one it begins with the next: nobody is reminded of what
    passed before messages followed points."""
    stub: ledger_pb2_grpc.LedgerAsyncStub = ledger_pb2_grpc.LedgerStub(points)
    request = ledger_pb2.WatchRequest(after=token, from_now=not token, kinds=KINDS)
    call = stub.Watch(request)
    try:
        async for answer in call:
            yield Postings(answer.postings, answer.token)
    finally:
        call.cancel()


async def follow_points(
    take: Callable[[Sequence[Happened]], Awaitable[None]], postings: Sequence[ledger_pb2.Posting]
) -> None:
    """Let `take` act on the reminders and wake-ups among `postings`."""
    happened = [
        Happened(
            posting.brand,
            _member(posting),
            occasion,
            posting.record_time.ToDatetime(UTC),
            posting.id,
        )
        for posting in postings
        if (occasion := _occasion(posting)) is not None
    ]
    if happened:
        await take(happened)


def _occasion(posting: ledger_pb2.Posting) -> Occasion | None:
    if posting.HasField("expiring"):
        told = posting.expiring
        return Occasion(
            "points_expiring",
            # Points of an older version do not tell which reminder it is.
            lead_days=told.remind_days or told.days,
            day=told.on,
            to=told.asset,
            amount=told.points,
            days_left=told.days,
        )
    if posting.HasField("wake_up"):
        return Occasion("wake_up_opened", day=posting.wake_up.until)
    return None
