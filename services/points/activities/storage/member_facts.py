"""Facts of members as documents, in the document of the member's standing.

`members`  {profile_facts: {version, names, age, birthday_month, language, enrolled_at},
            activity_facts: {version, names, orders, spent, days, active, last_order_day, series,
            articles},
            tag_facts: {version, tags},
            stage_facts: {version, stage, level, activation_step},
            segment_facts: {version, segments}}
            as members told them last; an article is [name, pieces], a tag [code, until or null]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.common.later_version import later_of
from services.common.mongo import Document, UpdateOne
from services.points.activities.domain.member_facts import (
    ActivityFacts,
    FactsChanged,
    MemberFacts,
    ProfileFacts,
    SegmentFacts,
    StageFacts,
    TagFacts,
)

PROFILE, ACTIVITY, TAGS, STAGE = "profile_facts", "activity_facts", "tag_facts", "stage_facts"
SEGMENTS = "segment_facts"
PARTS = (PROFILE, ACTIVITY, TAGS, STAGE, SEGMENTS)
ERASED = "erased"


def facts_write(member_key: str, change: FactsChanged) -> UpdateOne:
    """Takes over each part of the change that is later than what is stored, in one step."""
    kept: Document = {
        "brand": {"$literal": change.brand},
        "member_id": {"$literal": change.member_id},
    }
    if change.profile is not None:
        kept[PROFILE] = _unless_erased(later_of(f"${PROFILE}", _profile_document(change.profile)))
    if change.activity is not None:
        told = _activity_document(change.activity)
        kept[ACTIVITY] = _unless_erased(later_of(f"${ACTIVITY}", told))
    if change.tags is not None:
        kept[TAGS] = _unless_erased(later_of(f"${TAGS}", _tags_document(change.tags)))
    if change.stage is not None:
        kept[STAGE] = _unless_erased(later_of(f"${STAGE}", _stage_document(change.stage)))
    if change.segments is not None:
        segments = _segments_document(change.segments)
        kept[SEGMENTS] = _unless_erased(later_of(f"${SEGMENTS}", segments))
    return UpdateOne({"_id": member_key}, [{"$set": kept}], upsert=True)


def _unless_erased(facts: Document) -> Document:
    return {"$cond": [f"${ERASED}", "$$REMOVE", facts]}


def to_member_facts(found: Mapping[str, Any]) -> MemberFacts:
    """The facts in a member's document."""
    profile, activity, tags, stage, segments = (found.get(part) for part in PARTS)
    return MemberFacts(
        None if profile is None else _profile(profile),
        None if activity is None else _activity(activity),
        None if tags is None else _tags(tags),
        None if stage is None else _stage(stage),
        None if segments is None else _segments(segments),
    )


def _profile_document(facts: ProfileFacts) -> Document:
    return {
        "version": list(facts.version),
        "names": list(facts.names),
        "age": facts.age,
        "birthday_month": facts.birthday_month,
        "language": facts.language,
        "enrolled_at": facts.enrolled_at,
    }


def _profile(found: Mapping[str, Any]) -> ProfileFacts:
    return ProfileFacts(
        version=tuple(found["version"]),
        names=tuple(found["names"]),
        age=found["age"],
        birthday_month=found["birthday_month"],
        language=found["language"],
        enrolled_at=found["enrolled_at"],
    )


def _stage_document(facts: StageFacts) -> Document:
    return {
        "version": list(facts.version),
        "stage": facts.stage,
        "level": facts.level,
        "activation_step": facts.activation_step,
    }


def _stage(found: Mapping[str, Any]) -> StageFacts:
    step = found.get("activation_step", "")
    return StageFacts(tuple(found["version"]), found["stage"], found["level"], step)


def _segments_document(facts: SegmentFacts) -> Document:
    return {"version": list(facts.version), "segments": list(facts.segments)}


def _segments(found: Mapping[str, Any]) -> SegmentFacts:
    return SegmentFacts(tuple(found["version"]), tuple(found["segments"]))


def _tags_document(facts: TagFacts) -> Document:
    return {"version": list(facts.version), "tags": [list(each) for each in facts.tags]}


def _tags(found: Mapping[str, Any]) -> TagFacts:
    tags = tuple((code, until) for code, until in found["tags"])
    return TagFacts(tuple(found["version"]), tags)


def _activity_document(facts: ActivityFacts) -> Document:
    return {
        "version": list(facts.version),
        "names": list(facts.names),
        "orders": facts.orders,
        "spent": facts.spent_minor,
        "days": [list(day) for day in facts.days],
        "active": list(facts.active_days),
        "last_order_day": facts.last_order_day,
        "series": [[name, list(days), list(pieces)] for name, days, pieces in facts.series],
        # As pairs: an article number may be any text, and a name of a field may not.
        "articles": [list(each) for each in facts.articles.items()],
    }


def _activity(found: Mapping[str, Any]) -> ActivityFacts:
    return ActivityFacts(
        version=tuple(found["version"]),
        names=tuple(found["names"]),
        orders=found["orders"],
        spent_minor=found["spent"],
        days=tuple((day, orders, spent) for day, orders, spent in found["days"]),
        active_days=tuple(found["active"]),
        last_order_day=found["last_order_day"],
        series=tuple((name, tuple(days), tuple(n)) for name, days, n in found["series"]),
        articles=dict(found["articles"]),
    )
