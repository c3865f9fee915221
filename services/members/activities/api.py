"""The Activities service: what channels tell."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from google.protobuf.timestamp_pb2 import Timestamp

from services.common.clock import Clock
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.members.access import STAFF, caller_of
from services.members.activities import commands as recording
from services.members.activities.commands import Recorded, RecordingUnit, RecordState
from services.members.activities.domain.activity import (
    Activity,
    ActivityConflict,
    ActivityType,
    Order,
    OrderLine,
)
from services.members.activities.domain.order import OrderToldBefore
from services.members.programme.commands.rulebook import RuleBook
from services.members.transactions import Transactions
from tessera.members.v1 import activities_pb2 as pb
from tessera.members.v1 import activities_pb2_grpc
from tessera.types.v1 import types_pb2

BATCH_MAX = 1_000
_TYPES = {types_pb2.ActivityType.Value(f"ACTIVITY_TYPE_{t.name}"): t for t in ActivityType}
_STATES = {state: pb.RecordState.Value(f"RECORD_STATE_{state.name}") for state in RecordState}


class Store(Transactions[RecordingUnit], Protocol):
    """What this service needs of storage."""


class ActivitiesServicer(activities_pb2_grpc.ActivitiesServicer):
    """Records activities for the caller's brand. Members may not tell their own."""

    def __init__(self, store: Store, rulebook: RuleBook, clock: Clock) -> None:
        self._store = store
        self._rulebook = rulebook
        self._clock = clock

    async def RecordActivities(
        self, request: pb.RecordActivitiesRequest, context: ServicerContext
    ) -> pb.RecordActivitiesResponse:
        """A result for each activity, in the order sent."""
        caller = caller_of(*STAFF)
        if not 1 <= len(request.activities) <= BATCH_MAX:
            raise invalid("activities", f"1 to {BATCH_MAX}")
        told = [to_activity(message) for message in request.activities]
        recorded = await recording.record(
            self._store, self._rulebook, self._clock, caller.brand, told
        )
        return pb.RecordActivitiesResponse(results=_results(told, recorded))


def to_activity(message: types_pb2.Activity) -> Activity:
    """The activity, not yet checked. What has no meaning to us is None."""
    return Activity(
        channel=message.channel,
        event_id=message.event_id,
        member_id=message.member_id,
        type=_TYPES.get(message.type),
        occurred_at=_instant(message.occur_time) if message.HasField("occur_time") else None,
        store_id=message.store_id,
        order=_order(message.order) if message.HasField("order") else None,
        labels=dict(message.labels),
        content=message.SerializeToString(deterministic=True),
    )


def _instant(message: Timestamp) -> datetime | None:
    try:
        return message.ToDatetime(UTC)
    except (ValueError, OverflowError):
        return None


def _order(message: types_pb2.Order) -> Order:
    return Order(
        order_id=message.order_id,
        currency=message.total.currency_code,
        total_minor=message.total.minor_units,
        lines=tuple(
            OrderLine(line.line_id, line.sku, line.series, line.quantity, line.amount_minor)
            for line in message.lines
        ),
    )


def _results(
    told: Sequence[Activity], recorded: Sequence[Recorded]
) -> list[pb.RecordActivityResult]:
    results = []
    for activity, result in zip(told, recorded, strict=True):
        message = pb.RecordActivityResult(event_id=activity.event_id, state=_STATES[result.state])
        if result.refusal is not None:
            message.reason = getattr(result.refusal, "reason", "")
            message.field = getattr(result.refusal, "field", "")
            message.message = str(result.refusal)
        if isinstance(result.refusal, ActivityConflict):
            before = types_pb2.Activity.FromString(result.refusal.content)
            message.recorded_occur_time.CopyFrom(before.occur_time)
        elif isinstance(result.refusal, OrderToldBefore) and result.refusal.occurred_at:
            message.recorded_occur_time.FromDatetime(result.refusal.occurred_at)
        results.append(message)
    return results
