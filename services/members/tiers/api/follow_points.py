"""Following the ledger of points, for entries of growth."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from services.common.setting_aside import EventKind
from services.members.context import MembersContext
from services.members.programme.domain.declared import GROWTH
from services.members.tiers.commands.growth import GrowthEntry, count_growth
from services.members.tiers.commands.unit import JudgingUnit
from services.members.transactions import Transactions
from tessera.points.v1 import ledger_pb2, ledger_pb2_grpc


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of an arrival that have growth in them, and the token after."""

    events: Sequence[ledger_pb2.Posting]
    token: str


POSTING: EventKind[ledger_pb2.Posting] = EventKind(
    id=lambda posting: posting.id,
    brand=lambda posting: posting.brand,
    members=lambda posting: {entry.owner for entry in posting.entries if _counts(entry)},
    write=lambda posting: posting.SerializeToString(),
    read=ledger_pb2.Posting.FromString,
)
"""A posting, about those whose growth it changes."""


async def postings(
    ledger: "ledger_pb2_grpc.LedgerAsyncStub", after: str
) -> AsyncGenerator[Postings, None]:
    """The ledger's postings after the token `after`, as a source of `Follower`."""
    watching = ledger.Watch(ledger_pb2.WatchRequest(after=after))
    try:
        async for response in watching:
            yield Postings([p for p in response.postings if _grows(p)], response.token)
    finally:
        watching.cancel()


def _grows(posting: ledger_pb2.Posting) -> bool:
    return any(_counts(entry) for entry in posting.entries)


def _counts(entry: ledger_pb2.Entry) -> bool:
    # House accounts have no numbers, and no tier.
    return entry.asset == GROWTH and entry.sequence > 0


def follow_points(
    ctx: MembersContext[Transactions[JudgingUnit]],
) -> Callable[[Sequence[ledger_pb2.Posting]], Awaitable[None]]:
    """The handler of a `Follower` of postings: counts their growth, each brand on its own."""

    async def handle(arrived: Sequence[ledger_pb2.Posting]) -> None:
        by_brand: dict[str, list[GrowthEntry]] = {}
        for posting in arrived:
            by_brand.setdefault(posting.brand, []).extend(_entries(posting))
        for brand, entries in by_brand.items():
            await count_growth(ctx, brand, entries)

    return handle


def _entries(posting: ledger_pb2.Posting) -> list[GrowthEntry]:
    return [
        GrowthEntry(
            member_id=entry.owner,
            sequence=entry.sequence,
            amount=entry.amount,
            effective_at=posting.effective_time.ToDatetime(UTC),
            refund=posting.kind == ledger_pb2.POSTING_KIND_CLAWBACK,
            moves=bool(posting.cause.merge_id),
            order_at=_order_at(posting.cause),
        )
        for entry in posting.entries
        if _counts(entry)
    ]


def _order_at(cause: ledger_pb2.Cause) -> datetime | None:
    return cause.order_time.ToDatetime(UTC) if cause.HasField("order_time") else None
