"""A channel's calls to the suite: enrol customers, record activities, read totals."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import grpc
from google.protobuf import timestamp_pb2

from examples.import_orders.history import Invoice, Return
from tessera.members.v1 import activities_pb2, activities_pb2_grpc, members_pb2, members_pb2_grpc
from tessera.points.v1 import ledger_pb2, ledger_pb2_grpc
from tessera.types.v1 import types_pb2

CHANNEL = "pos"
CURRENCY = "GBP"
ASSET = "POINTS"
ENROL_BATCH = 500
RECORD_BATCH = 200
READ_BATCH = 100
# Activities of one customer stay in order on one lane; lanes run beside each other.
LANES = 4
CALL_TIMEOUT_S = 30.0
ATTEMPTS = 3
PAUSE_S = 1.0
MAY_PASS = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
}

T = TypeVar("T")
Progress = Callable[[int], object]


class Refused(Exception):
    """The suite refused a customer or an activity; the text names it and the reason."""


@dataclass
class Recorded:
    """The results of the activities sent."""

    recorded: int = 0
    repeated: int = 0


class Suite:
    """Calls members and points with a channel's token."""

    def __init__(self, members: grpc.aio.Channel, points: grpc.aio.Channel) -> None:
        self._members: members_pb2_grpc.MembersAsyncStub = members_pb2_grpc.MembersStub(members)
        self._activities: activities_pb2_grpc.ActivitiesAsyncStub = (
            activities_pb2_grpc.ActivitiesStub(members)
        )
        self._ledger: ledger_pb2_grpc.LedgerAsyncStub = ledger_pb2_grpc.LedgerStub(points)

    async def enrol(self, customers: Sequence[str], progress: Progress) -> dict[str, str]:
        """Member ids by customer number. The same customers again get the same ids."""
        ids: dict[str, str] = {}
        for batch in chunks(customers, ENROL_BATCH):
            response = await self._members.BatchEnrolMembers(
                members_pb2.BatchEnrolMembersRequest(requests=map(_enrolment, batch)),
                timeout=CALL_TIMEOUT_S,
            )
            for customer, result in zip(batch, response.results, strict=True):
                if result.reason:
                    raise Refused(f"customer {customer}: {result.reason} {result.message}")
                ids[customer] = result.member_id
            progress(len(batch))
        return ids

    async def record(
        self, events: Sequence[Invoice | Return], ids: Mapping[str, str], progress: Progress
    ) -> Recorded:
        """Records every event, each customer's in order of time. A repeat has no effect."""
        lanes: list[list[Invoice | Return]] = [[] for _ in range(LANES)]
        for event in events:
            lanes[int(event.customer) % LANES].append(event)
        recorded = Recorded()

        async def run(lane: list[Invoice | Return]) -> None:
            for batch in chunks(lane, RECORD_BATCH):
                await self._record(batch, ids, recorded)
                progress(len(batch))

        try:
            async with asyncio.TaskGroup() as tasks:
                for lane in lanes:
                    tasks.create_task(run(lane))
        except ExceptionGroup as stopped:
            # The first lane that stopped ended the others; its reason is what the caller is told.
            raise stopped.exceptions[0] from None
        return recorded

    async def _record(
        self, batch: Sequence[Invoice | Return], ids: Mapping[str, str], recorded: Recorded
    ) -> None:
        request = activities_pb2.RecordActivitiesRequest(
            activities=[_activity(event, ids[event.customer]) for event in batch]
        )
        for left in reversed(range(ATTEMPTS)):
            try:
                response = await self._activities.RecordActivities(request, timeout=CALL_TIMEOUT_S)
                break
            except grpc.aio.AioRpcError as error:
                # A suite that is busy or away may have recorded it all: a repeat has no effect.
                if error.code() not in MAY_PASS or not left:
                    raise
                await asyncio.sleep(PAUSE_S)
        for result in response.results:
            if result.state == activities_pb2.RECORD_STATE_RECORDED:
                recorded.recorded += 1
            elif result.state == activities_pb2.RECORD_STATE_REPEATED:
                recorded.repeated += 1
            else:
                raise Refused(f"{result.event_id}: {result.reason} {result.field} {result.message}")

    async def points(self, member_ids: Sequence[str]) -> dict[str, int]:
        """Posted points by member id."""
        found: dict[str, int] = {}
        for batch in chunks(member_ids, READ_BATCH):
            names = [ledger_pb2.AccountName(owner=member_id, asset=ASSET) for member_id in batch]
            response = await self._ledger.GetBalances(
                ledger_pb2.GetBalancesRequest(accounts=names), timeout=CALL_TIMEOUT_S
            )
            found |= {balance.owner: balance.posted for balance in response.balances}
        return found

    async def facts(self, member_ids: Sequence[str]) -> tuple[int, int]:
        """Orders, and pence paid less what was paid back, over all members."""
        orders = spent_minor = 0
        for batch in chunks(member_ids, READ_BATCH):
            response = await self._members.BatchGetMembers(
                members_pb2.BatchGetMembersRequest(member_ids=batch), timeout=CALL_TIMEOUT_S
            )
            orders += sum(member.facts.orders for member in response.members)
            spent_minor += sum(member.facts.spent_minor for member in response.members)
        return orders, spent_minor


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Slices of at most `size`, in order."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _enrolment(customer: str) -> members_pb2.EnrolMemberRequest:
    return members_pb2.EnrolMemberRequest(
        request_id=f"import-orders/customer/{customer}",
        identities=[
            members_pb2.Identity(
                kind=members_pb2.IdentityKind.IDENTITY_KIND_POS_CARD, value=customer
            )
        ],
        channel=CHANNEL,
    )


def _activity(event: Invoice | Return, member_id: str) -> types_pb2.Activity:
    activity = types_pb2.Activity(
        channel=CHANNEL, member_id=member_id, occur_time=_instant(event.at)
    )
    if isinstance(event, Invoice):
        activity.type = types_pb2.ActivityType.ACTIVITY_TYPE_ORDER
        activity.event_id = activity.order.order_id = event.number
        lines = [
            (bought.line_id, bought.line.article, bought.line.quantity, bought.line.amount_minor)
            for bought in event.bought
        ]
    else:
        activity.type = types_pb2.ActivityType.ACTIVITY_TYPE_REFUND
        activity.event_id = f"{event.cancellation}/{event.invoice}"
        activity.order.order_id = event.invoice
        lines = [
            (line.line_id, line.article, line.quantity, line.amount_minor) for line in event.lines
        ]
    activity.order.lines.extend(
        types_pb2.OrderLine(line_id=line_id, sku=sku, quantity=quantity, amount_minor=amount_minor)
        for line_id, sku, quantity, amount_minor in lines
    )
    activity.order.total.currency_code = CURRENCY
    activity.order.total.minor_units = sum(amount_minor for *_, amount_minor in lines)
    return activity


def _instant(at: datetime) -> timestamp_pb2.Timestamp:
    return timestamp_pb2.Timestamp(seconds=int(at.timestamp()))
