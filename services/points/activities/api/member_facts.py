"""Facts of members from their proto."""

from __future__ import annotations

from services.points.activities.domain.member_facts import (
    ActivityFacts,
    FactsChanged,
    ProfileFacts,
    SegmentFacts,
    StageFacts,
    TagFacts,
)
from services.points.ledger.api.messages import maybe_instant
from tessera.members.v1 import events_pb2


def to_facts_changed(brand: str, member_id: str, sent: events_pb2.FactsChanged) -> FactsChanged:
    """The change, each part None where it is absent."""
    return FactsChanged(
        brand,
        member_id,
        _profile(sent.profile) if sent.HasField("profile") else None,
        _activity(sent.activity) if sent.HasField("activity") else None,
        _tags(sent.tags) if sent.HasField("tags") else None,
        _stage(sent.stage) if sent.HasField("stage") else None,
        _segments(sent.segments) if sent.HasField("segments") else None,
    )


def _profile(sent: events_pb2.ProfileFacts) -> ProfileFacts:
    return ProfileFacts(
        version=tuple(sent.version),
        names=tuple(sent.names),
        age=sent.age if sent.HasField("age") else None,
        birthday_month=sent.birthday_month if sent.HasField("birthday_month") else None,
        language=sent.language,
        enrolled_at=maybe_instant(sent, "enrol_time"),
    )


def _stage(sent: events_pb2.StageFacts) -> StageFacts:
    return StageFacts(tuple(sent.version), sent.stage, sent.level, sent.activation_step)


def _segments(sent: events_pb2.SegmentFacts) -> SegmentFacts:
    return SegmentFacts(tuple(sent.version), tuple(sent.segments))


def _tags(sent: events_pb2.TagFacts) -> TagFacts:
    tags = tuple((each.code, maybe_instant(each, "expire_time")) for each in sent.tags)
    return TagFacts(tuple(sent.version), tags)


def _activity(sent: events_pb2.ActivityFacts) -> ActivityFacts:
    return ActivityFacts(
        version=tuple(sent.version),
        names=tuple(sent.names),
        orders=sent.orders,
        spent_minor=sent.spent_minor,
        days=tuple((each.day, each.orders, each.spent_minor) for each in sent.days),
        active_days=tuple(sent.active_days),
        last_order_day=sent.last_order_day,
        series=tuple((each.series, tuple(each.days), tuple(each.pieces)) for each in sent.series),
        articles=dict(sent.articles),
    )
