"""The Activities service: protos to commands and back."""

from collections.abc import Sequence
from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from services.common.auth import require_channel
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.common.text import labels_in_form, line
from services.members.access import STAFF, require_caller
from services.members.activities.commands import (
    Recorded,
    RecordingUnit,
    RecordState,
    record_activities,
)
from services.members.activities.domain.activity import (
    Activity,
    ActivityConflict,
    ActivityType,
    Order,
    OrderLine,
)
from services.members.activities.domain.order import OrderRecordedBefore
from services.members.context import MembersContext
from services.members.transactions import Transactions
from tessera.members.v1 import activities_pb2 as pb
from tessera.members.v1 import activities_pb2_grpc
from tessera.types.v1 import types_pb2

BATCH_MAX = 1_000
_TYPES = {types_pb2.ActivityType.Value(f"ACTIVITY_TYPE_{t.name}"): t for t in ActivityType}
_STATES = {state: pb.RecordState.Value(f"RECORD_STATE_{state.name}") for state in RecordState}


class ActivitiesServicer(activities_pb2_grpc.ActivitiesServicer):
    """Records activities for the caller's brand. A member may not record their own."""

    def __init__(self, ctx: MembersContext[Transactions[RecordingUnit]]) -> None:
        self._ctx = ctx

    async def RecordActivities(
        self, request: pb.RecordActivitiesRequest, context: ServicerContext
    ) -> pb.RecordActivitiesResponse:
        """A result for each activity, in the order sent."""
        caller = require_caller(*STAFF)
        if not 1 <= len(request.activities) <= BATCH_MAX:
            raise invalid("activities", f"1 to {BATCH_MAX}")
        for index, message in enumerate(request.activities):
            require_channel(message.channel, f"activities[{index}].channel")
        activities = [to_activity(message) for message in request.activities]
        recorded = await record_activities(self._ctx, caller.brand, activities)
        return pb.RecordActivitiesResponse(results=_results(activities, recorded))


def to_activity(message: types_pb2.Activity) -> Activity:
    """The activity, not yet checked. A field that we cannot read is None.

    `message` gets its texts in their form, so that a repeat is one however it was typed.
    """
    _put_in_form(message)
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


def _put_in_form(message: types_pb2.Activity) -> None:
    message.channel = line(message.channel)
    message.store_id = line(message.store_id)
    if message.labels:
        labels = labels_in_form(message.labels)
        message.labels.clear()
        message.labels.update(labels)
    if message.HasField("order"):
        message.order.order_id = line(message.order.order_id)
    for part in message.order.lines:
        part.line_id, part.sku, part.series = map(line, (part.line_id, part.sku, part.series))


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
        channel=message.channel,
    )


def _results(
    activities: Sequence[Activity], recorded: Sequence[Recorded]
) -> list[pb.RecordActivityResult]:
    results = []
    for activity, result in zip(activities, recorded, strict=True):
        message = pb.RecordActivityResult(event_id=activity.event_id, state=_STATES[result.state])
        if result.refusal is not None:
            message.reason = getattr(result.refusal, "reason", "")
            message.field = getattr(result.refusal, "field", "")
            message.message = str(result.refusal)
        if isinstance(result.refusal, ActivityConflict):
            before = types_pb2.Activity.FromString(result.refusal.content)
            message.recorded_occur_time.CopyFrom(before.occur_time)
        elif isinstance(result.refusal, OrderRecordedBefore) and result.refusal.occurred_at:
            message.recorded_occur_time.FromDatetime(result.refusal.occurred_at)
        results.append(message)
    return results
