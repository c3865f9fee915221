"""The Activities service: protos to commands and back."""

from collections.abc import Sequence
from datetime import UTC, datetime

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from services.common import audit
from services.common.auth import Role, require_channel, require_store
from services.common.errors import Refusal, invalid
from services.common.interceptors import ServicerContext
from services.common.text import are_lines, checked, labels_in_form, line
from services.members.access import STAFF, require_caller
from services.members.activities.api.data_quality import list_data_quality
from services.members.activities.api.refund_preview import refund_preview_message
from services.members.activities.commands.data_quality import DataQuality, QualityStore
from services.members.activities.commands.recording import (
    Places,
    Recorded,
    RecordingUnit,
    RecordState,
    record_activities,
)
from services.members.activities.commands.refund_preview import preview_refund
from services.members.activities.domain.activity import (
    Activity,
    ActivityConflict,
    ActivityInvalid,
    ActivityTimeInvalid,
    Order,
    OrderLine,
)
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.limits import ActivityOverLimit
from services.members.activities.domain.order import REFUSALS, OrderRecordedBefore
from services.members.activities.domain.subject import NO_SUBJECT, Article, Content, Subject
from services.members.context import MembersContext
from services.members.identities.domain.member import MemberNotFound
from services.members.stores.domain.store import Coordinates
from services.members.transactions import Transactions
from tessera.members.v1 import activities_pb2 as pb
from tessera.members.v1 import activities_pb2_grpc
from tessera.types.v1 import types_pb2

BATCH_MAX = 1_000
REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 500
GROWTH_MAX = 10**15
"""More than any account holds."""
_REFUSALS = (
    *(ActivityInvalid, ActivityTimeInvalid, ActivityConflict, ActivityOverLimit, MemberNotFound),
    *REFUSALS,
)
_TYPES = {types_pb2.ActivityType.Value(f"ACTIVITY_TYPE_{t.name}"): t for t in ActivityType}
_STATES = {state: pb.RecordState.Value(f"RECORD_STATE_{state.name}") for state in RecordState}


class ActivitiesServicer(activities_pb2_grpc.ActivitiesServicer):
    """Records activities for the caller's brand, and tells how good they were.

    A member may not record their own.
    """

    def __init__(
        self,
        ctx: MembersContext[Transactions[RecordingUnit]],
        quality: DataQuality,
        counts: QualityStore,
        places: Places,
        page_secret: bytes,
    ) -> None:
        self._ctx = ctx
        self._quality = quality
        self._counts = counts
        self._places = places
        self._page_secret = page_secret

    async def RecordActivities(
        self, request: pb.RecordActivitiesRequest, context: ServicerContext
    ) -> pb.RecordActivitiesResponse:
        """A result for each activity, in the order sent."""
        caller = require_caller(*STAFF)
        if not 1 <= len(request.activities) <= BATCH_MAX:
            raise invalid("activities", f"1 to {BATCH_MAX}")
        if request.reason:
            checked("reason", request.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN)
        for index, message in enumerate(request.activities):
            require_channel(message.channel, f"activities[{index}].channel")
            require_store(message.store_id, f"activities[{index}].store_id")
        activities = [to_activity(message) for message in request.activities]
        if len(activities) == 1:
            audit.changed(after=_told(activities[0]))
        recorded = await record_activities(self._ctx, caller.brand, activities, self._places)
        await self._quality.count(caller.brand, activities, recorded)
        return pb.RecordActivitiesResponse(results=_results(activities, recorded))

    async def PreviewRefund(
        self, request: pb.PreviewRefundRequest, context: ServicerContext
    ) -> pb.PreviewRefundResponse:
        """The member's tiers before and after the refund."""
        caller = require_caller(*STAFF)
        require_channel(request.refund.channel, "refund.channel")
        require_store(request.refund.store_id, "refund.store_id")
        if not 0 <= request.growth_taken <= GROWTH_MAX:
            raise invalid("growth_taken", f"0 to {GROWTH_MAX}")
        refund = to_activity(request.refund)
        try:
            preview = await preview_refund(
                *(self._ctx, caller.brand, refund, request.growth_taken),
                grown_at=_instant(request.growth_time) if request.HasField("growth_time") else None,
            )
        except _REFUSALS as refused:
            field = f"refund.{getattr(refused, 'field', 'member_id')}"
            told = getattr(refused, "metadata", {})
            raise Refusal(refused.reason, str(refused), field=field, metadata=told) from None
        return refund_preview_message(preview)

    async def ListDataQuality(
        self, request: pb.ListDataQualityRequest, context: ServicerContext
    ) -> pb.ListDataQualityResponse:
        """A page of days and channels, the latest day first."""
        brand = require_caller(Role.OPERATOR).brand
        return await list_data_quality(self._counts, brand, request, self._page_secret)


def to_activity(message: types_pb2.Activity) -> Activity:
    """The activity, not yet checked. A field that we cannot read is None.

    `message` gets its texts in their form, so that a repeat is one however it was typed. Its place
    is taken out, so that it is neither kept nor told.
    """
    place = _place(message.place) if message.HasField("place") else None
    message.ClearField("place")
    if not are_lines(_texts(message)):
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
        subject=_subject(message),
        told=_without_words(message) if message.search_words else b"",
        place=place,
        by_brand=message.by_brand,
    )


def _without_words(message: types_pb2.Activity) -> bytes:
    """The activity for events: a member's own words stay with this service."""
    told = types_pb2.Activity()
    told.CopyFrom(message)
    told.ClearField("search_words")
    return told.SerializeToString(deterministic=True)


def _texts(message: types_pb2.Activity) -> list[str]:
    """All that `_put_in_form` may change."""
    texts = [message.channel, message.store_id, message.search_words, message.event_code]
    for key, value in message.labels.items():
        texts += (key, value)
    if message.HasField("order"):
        texts.append(message.order.order_id)
    for part in message.order.lines:
        texts += (part.line_id, part.sku, part.series)
    if message.HasField("article"):
        texts += (message.article.sku, message.article.series)
    if message.HasField("content"):
        texts.append(message.content.content_id)
    return texts


def _put_in_form(message: types_pb2.Activity) -> None:
    _to_lines(message, "channel", "store_id", "search_words", "event_code")
    if message.labels:
        labels = labels_in_form(message.labels)
        message.labels.clear()
        message.labels.update(labels)
    if message.HasField("order"):
        _to_lines(message.order, "order_id")
    for part in message.order.lines:
        _to_lines(part, "line_id", "sku", "series")
    if message.HasField("article"):
        _to_lines(message.article, "sku", "series")
    if message.HasField("content"):
        _to_lines(message.content, "content_id")


def _to_lines(message: Message, *fields: str) -> None:
    for field in fields:
        setattr(message, field, line(getattr(message, field)))


def _place(message: types_pb2.Place) -> Coordinates:
    return Coordinates(message.latitude_e6, message.longitude_e6)


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


def _subject(message: types_pb2.Activity) -> Subject:
    has_article, has_content = message.HasField("article"), message.HasField("content")
    if not (has_article or has_content or message.search_words or message.event_code):
        return NO_SUBJECT
    article, content = message.article, message.content
    return Subject(
        Article(article.sku, article.series, article.quantity) if has_article else None,
        Content(content.content_id, content.read_percent) if has_content else None,
        message.search_words,
        message.event_code,
    )


def _told(activity: Activity) -> dict[str, str]:
    """What the audit log has of an activity that an operator records by itself."""
    told = {"member_id": activity.member_id, "channel": activity.channel}
    told |= {"event_id": activity.event_id, "type": activity.type or ""}
    if activity.order is not None:
        told |= {
            "order_channel": activity.order.channel or activity.channel,
            "order_id": activity.order.order_id,
            "total_minor": str(activity.order.total_minor),
        }
    return told


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
            if before.HasField("occur_time"):
                message.recorded_occur_time.CopyFrom(before.occur_time)
        elif isinstance(result.refusal, OrderRecordedBefore) and result.refusal.occurred_at:
            message.recorded_occur_time.FromDatetime(result.refusal.occurred_at)
        results.append(message)
    return results
