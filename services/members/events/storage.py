"""Events of members as the feed carries them: the whole message of the protos."""

from datetime import datetime

from services.common.ids import new_id
from services.common.watch import FeedEvent
from services.members.events.domain import (
    ActivityRecorded,
    MemberEnrolled,
    MemberEvent,
    MemberUpdated,
    TierChanged,
)
from tessera.members.v1 import events_pb2


def feed_event(brand: str, event: MemberEvent, at: datetime) -> FeedEvent:
    """`event` ready for the feed."""
    message = events_pb2.Event(id=new_id("evt"), brand=brand, member_id=event.member_id)
    message.record_time.FromDatetime(at)
    _fill(message, event)
    return FeedEvent(
        id=message.id,
        brand=brand,
        type=message.WhichOneof("kind") or "",
        subject=event.member_id,
        at=at,
        payload=message.SerializeToString(),
    )


def _fill(message: events_pb2.Event, event: MemberEvent) -> None:
    match event:
        case MemberEnrolled():
            message.member_enrolled.channel = event.channel
        case MemberUpdated():
            message.member_updated.fields.extend(event.fields)
        case ActivityRecorded():
            message.activity_recorded.activity.MergeFromString(event.content)
        case TierChanged():
            _fill_tier_changed(message.tier_changed, event)


def _fill_tier_changed(changed: events_pb2.TierChanged, event: TierChanged) -> None:
    ladder, to = event.ladder, event.to
    changed.ladder = ladder.code
    changed.main = ladder.main
    changed.from_tier = event.from_tier
    changed.to_tier = to.code
    changed.to_rank = to.rank
    changed.multiplier_percent = to.multiplier_percent
    changed.reason = event.reason
    changed.ladder_name.zh, changed.ladder_name.en = ladder.name_zh, ladder.name_en
    if ladder.has(event.from_tier):
        before = ladder.tier(event.from_tier)
        changed.from_tier_name.zh, changed.from_tier_name.en = before.name_zh, before.name_en
    changed.to_tier_name.zh, changed.to_tier_name.en = to.name_zh, to.name_en
