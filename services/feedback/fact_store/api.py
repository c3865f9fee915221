"""Follows the feed of members for the facts of members."""

from collections.abc import Sequence
from datetime import UTC
from typing import Literal

from services.feedback.fact_store.commands import MemberFacts
from services.feedback.fact_store.domain import (
    AdviserFact,
    FactsChanged,
    KocFact,
    ProfileFacts,
    SegmentFacts,
    StageFacts,
    TagFacts,
)
from tessera.members.v1 import events_pb2

Part = Literal["profile", "tags", "stage", "segments"]
PARTS: tuple[Part, ...] = ("profile", "tags", "stage", "segments")


async def follow_facts(facts: MemberFacts, events: Sequence[events_pb2.Event]) -> None:
    """Take over what the events tell of members' own statements, tags, advisers and groups."""
    advisers = [_adviser(event) for event in events if event.HasField("adviser_changed")]
    kocs = [_koc(event) for event in events if _is_koc(event)]
    changes = [_change(event) for event in events if _is_about_facts(event)]
    await facts.keep([*changes, *advisers, *kocs])


def _adviser(event: events_pb2.Event) -> FactsChanged:
    told = event.adviser_changed
    version = (told.since_time.ToMilliseconds(),)
    return FactsChanged(event.brand, event.member_id, adviser=AdviserFact(version, told.person))


def _is_koc(event: events_pb2.Event) -> bool:
    told = event.group_standing_changed
    return event.HasField("group_standing_changed") and told.news == events_pb2.GROUP_NEWS_KOC


def _koc(event: events_pb2.Event) -> FactsChanged:
    told = event.group_standing_changed
    koc = KocFact(told.group_id, told.kind, told.key)
    return FactsChanged(event.brand, event.member_id, koc=koc)


def _is_about_facts(event: events_pb2.Event) -> bool:
    told = event.facts_changed
    return event.HasField("facts_changed") and any(map(told.HasField, PARTS))


def _change(event: events_pb2.Event) -> FactsChanged:
    told = event.facts_changed
    return FactsChanged(
        event.brand,
        event.member_id,
        _profile(told.profile) if told.HasField("profile") else None,
        _tags(told.tags) if told.HasField("tags") else None,
        _stage(told.stage) if told.HasField("stage") else None,
        _segments(told.segments) if told.HasField("segments") else None,
    )


def _segments(told: events_pb2.SegmentFacts) -> SegmentFacts:
    return SegmentFacts(tuple(told.version), tuple(told.segments))


def _stage(told: events_pb2.StageFacts) -> StageFacts:
    return StageFacts(tuple(told.version), told.stage, told.level, told.activation_step)


def _tags(told: events_pb2.TagFacts) -> TagFacts:
    tags = (
        (each.code, each.expire_time.ToDatetime(UTC) if each.HasField("expire_time") else None)
        for each in told.tags
    )
    return TagFacts(tuple(told.version), tuple(tags))


def _profile(told: events_pb2.ProfileFacts) -> ProfileFacts:
    return ProfileFacts(
        version=tuple(told.version),
        names=tuple(told.names),
        age=told.age if told.HasField("age") else None,
        birthday_month=told.birthday_month if told.HasField("birthday_month") else None,
        language=told.language,
        enrolled_at=told.enrol_time.ToDatetime(UTC) if told.HasField("enrol_time") else None,
    )
