"""The three feeds as partners see them: ids, codes and amounts, and nothing personal.

Not told: facts for conditions, which are a member's age and the like, and birthdays, whose day is
the fact. Each maker gives no message for these, and none for a kind that it does not know.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from services.feedback.partners.domain.message import Message
from tessera.feedback.v1 import feedback_pb2, ideas_pb2, topics_pb2
from tessera.members.v1 import consents_pb2, events_pb2, lifecycle_pb2
from tessera.points.v1 import ledger_pb2
from tessera.types.v1 import types_pb2

_HOUSE = ("house:", "reward:")
"""How the accounts begin that are no member's."""
_ENTRIES_MAX = 100
_POSTINGS = {
    ledger_pb2.POSTING_KIND_EARN: "points.earned",
    ledger_pb2.POSTING_KIND_SPEND: "points.spent",
    ledger_pb2.POSTING_KIND_HOLD: "points.held",
    ledger_pb2.POSTING_KIND_CLAWBACK: "points.clawed_back",
    ledger_pb2.POSTING_KIND_EXPIRE: "points.expired",
    ledger_pb2.POSTING_KIND_REVERSAL: "points.reversed",
    ledger_pb2.POSTING_KIND_ADJUST: "points.adjusted",
    ledger_pb2.POSTING_KIND_TRANSFER: "points.transferred",
    ledger_pb2.POSTING_KIND_STOCK: "stock.changed",
    ledger_pb2.POSTING_KIND_OPEN: "points.opened",
    ledger_pb2.POSTING_KIND_VOUCHER: "voucher.changed",
    ledger_pb2.POSTING_KIND_REMINDER: "points.expiring",
    ledger_pb2.POSTING_KIND_MERGE: "points.merged",
    ledger_pb2.POSTING_KIND_WAKE_UP: "wake_up.opened",
    ledger_pb2.POSTING_KIND_EXTEND: "points.extended",
}


def of_members(events: Sequence[events_pb2.Event]) -> list[Message]:
    """What members publish."""
    return [made for event in events for made in _of_member(event)]


def of_points(postings: Sequence[ledger_pb2.Posting]) -> list[Message]:
    """What points publish: a message for each member whom a posting concerns."""
    return [made for posting in postings for made in _of_posting(posting)]


def of_feedback(events: Sequence[feedback_pb2.Event]) -> list[Message]:
    """What feedback publishes."""
    return [_of_feedback(event) for event in events]


def _of_member(event: events_pb2.Event) -> Iterator[Message]:
    kind = event.WhichOneof("kind")
    recorded = _at(event.record_time)
    made = None if kind is None else _MEMBER_EVENTS.get(kind, lambda _: None)(event)
    if made is None:
        return
    type_, data, occurred = made
    yield Message(
        event.id, event.brand, event.member_id, type_, occurred or recorded, recorded, data
    )


_Made = tuple[str, Mapping[str, Any], datetime | None] | None


def _programme(event: events_pb2.Event) -> _Made:
    return "programme.published", {"version": event.programme_published.version}, None


def _enrolled(event: events_pb2.Event) -> _Made:
    return "member.enrolled", {"channel": event.member_enrolled.channel}, None


def _activity(event: events_pb2.Event) -> _Made:
    told = event.activity_recorded.activity
    data = {
        "activity": _word(types_pb2.ActivityType, told.type, "ACTIVITY_TYPE_"),
        "channel": told.channel,
        "event_id": told.event_id,
        "store_id": told.store_id,
    }
    if told.HasField("order"):
        data["order_id"] = told.order.order_id
    return "activity.recorded", _full(data), _at(told.occur_time)


def _tier(event: events_pb2.Event) -> _Made:
    told = event.tier_changed
    data = {"ladder": told.ladder, "from": told.from_tier, "to": told.to_tier}
    data["reason"] = told.reason
    occurred = _at(told.effective_time) if told.HasField("effective_time") else None
    return "tier.changed", _full(data), occurred


def _adviser(event: events_pb2.Event) -> _Made:
    # Who looks after a member is no partner's business; that it changed may be.
    return "adviser.changed", {}, _at(event.adviser_changed.since_time)


def _updated(event: events_pb2.Event) -> _Made:
    return "member.updated", {"fields": list(event.member_updated.fields)}, None


def _store(event: events_pb2.Event) -> _Made:
    return "store.changed", {"store_id": event.store_changed.store.code}, None


def _consent(event: events_pb2.Event) -> _Made:
    told = event.consent_changed
    data = {
        "purpose": _word(consents_pb2.ConsentPurpose, told.purpose, "CONSENT_PURPOSE_"),
        "channel": _word(consents_pb2.ContactChannel, told.channel, "CONTACT_CHANNEL_"),
        "granted": told.granted,
        "version": told.version,
    }
    return "consent.changed", data, _at(told.occur_time)


def _occasion(event: events_pb2.Event) -> _Made:
    told = event.occasion_due
    if told.kind == events_pb2.OCCASION_KIND_BIRTHDAY:
        return None
    data = {
        "occasion": _word(events_pb2.OccasionKind, told.kind, "OCCASION_KIND_"),
        "on": told.on,
        "lead_days": told.lead_days,
        "years": told.years,
    }
    return "occasion.due", data, None


def _cart(event: events_pb2.Event) -> _Made:
    told = event.cart_left
    data = {"articles": told.articles, "pieces": told.pieces}
    return "cart.left", data, _at(told.last_time)


def _stage(event: events_pb2.Event) -> _Made:
    told = event.stage_entered
    stage, level = lifecycle_pb2.LifecycleStage, lifecycle_pb2.ActivityLevel
    data = {
        "stage": _word(stage, told.stage, "LIFECYCLE_STAGE_"),
        "from_stage": _word(stage, told.from_stage, "LIFECYCLE_STAGE_"),
        "level": _word(level, told.level, "ACTIVITY_LEVEL_"),
        "from_level": _word(level, told.from_level, "ACTIVITY_LEVEL_"),
    }
    return "stage.entered", _full(data), _at(told.since_time)


def _entered(event: events_pb2.Event) -> _Made:
    return "segment.entered", {"segment": event.segment_entered.segment}, None


def _left(event: events_pb2.Event) -> _Made:
    return "segment.left", {"segment": event.segment_left.segment}, None


def _joined(event: events_pb2.Event) -> _Made:
    told = event.group_joined
    data = {"group_id": told.group_id, "kind": told.kind, "store_id": told.store_id}
    return "group.joined", _full(data), _at(told.join_time)


def _group(event: events_pb2.Event) -> _Made:
    told = event.group_standing_changed
    data = {"group_id": told.group_id, "kind": told.kind, "store_id": told.store_id}
    data |= {"news": _word(events_pb2.GroupNews, told.news, "GROUP_NEWS_"), "key": told.key}
    return "group.changed", _full(data), _at(told.occur_time)


def _qualified(event: events_pb2.Event) -> _Made:
    told = event.referral_qualified
    data = {**_side(told), "number": told.number, "month_number": told.month_number}
    return "referral.qualified", data, _at(told.qualify_time)


def _reversed(event: events_pb2.Event) -> _Made:
    return "referral.reversed", _side(event.referral_reversed), None


def _side(told: events_pb2.ReferralQualified | events_pb2.ReferralReversed) -> dict[str, Any]:
    role = _word(events_pb2.ReferralRole, told.role, "REFERRAL_ROLE_")
    return {"referral_id": told.referral_id, "role": role, "round": told.round}


def _erased(event: events_pb2.Event) -> _Made:
    return "member.erased", {}, None


def _merged(event: events_pb2.Event) -> _Made:
    return "member.merged", _merge(event.member_merged), None


def _unmerged(event: events_pb2.Event) -> _Made:
    return "member.unmerged", _merge(event.member_unmerged), None


def _merge(told: events_pb2.MemberMerged | events_pb2.MemberUnmerged) -> dict[str, str]:
    return {"merge_id": told.merge_id, "from": told.from_member_id, "into": told.into_member_id}


_MEMBER_EVENTS = {
    "programme_published": _programme,
    "member_enrolled": _enrolled,
    "activity_recorded": _activity,
    "tier_changed": _tier,
    "member_updated": _updated,
    "store_changed": _store,
    "consent_changed": _consent,
    "occasion_due": _occasion,
    "cart_left": _cart,
    "stage_entered": _stage,
    "adviser_changed": _adviser,
    "group_joined": _joined,
    "group_standing_changed": _group,
    "referral_qualified": _qualified,
    "referral_reversed": _reversed,
    "segment_entered": _entered,
    "segment_left": _left,
    "member_erased": _erased,
    "member_merged": _merged,
    "member_unmerged": _unmerged,
}


def _of_posting(posting: ledger_pb2.Posting) -> Iterator[Message]:
    type_ = _POSTINGS.get(posting.kind)
    if type_ is None:
        return
    members = members_of(posting)
    for number, member in enumerate(members or [""], start=1):
        # One id for each message: a receiver drops what it has had.
        id_ = posting.id if len(members) <= 1 else f"{posting.id}.{number}"
        yield Message(
            id_,
            posting.brand,
            member,
            type_,
            _at(posting.effective_time),
            _at(posting.record_time),
            _posting_data(posting, member),
        )


def members_of(posting: ledger_pb2.Posting) -> list[str]:
    """The members whom a posting concerns, each once."""
    owners = [entry.owner for entry in posting.entries] + [hold.owner for hold in posting.holds]
    if posting.HasField("expiring"):
        owners.append(posting.expiring.member_id)
    if posting.HasField("wake_up"):
        owners.append(posting.wake_up.member_id)
    if posting.kind == ledger_pb2.POSTING_KIND_VOUCHER:
        owners.append(posting.metadata.get("member_id", ""))
    return list(dict.fromkeys(o for o in owners if o and not o.startswith(_HOUSE)))


def _posting_data(posting: ledger_pb2.Posting, member: str) -> dict[str, Any]:
    cause = posting.cause
    data: dict[str, Any] = _full(
        {
            "posting_id": posting.id,
            "order_id": cause.order_id,
            "store_id": cause.store_id,
            "reward_code": cause.reward_code,
            "redemption_id": cause.redemption_id,
            "coupon_type": cause.coupon_type,
            "coupon_id": cause.coupon_id,
            "benefit_code": cause.benefit_code,
            "gift_id": cause.gift_id,
            "merge_id": cause.merge_id,
            "reverses_posting_id": posting.reverses_posting_id,
        }
    )
    # Of an event about no member the house's own accounts are the subject.
    entries = [e for e in posting.entries if not member or e.owner == member]
    if entries:
        data["entries"] = [_entry(e, member) for e in entries[:_ENTRIES_MAX]]
    holds = [h for h in posting.holds if h.owner == member]
    if holds:
        data["holds"] = [
            {"hold_id": h.hold_id, "asset": h.asset, "change": h.change}
            for h in holds[:_ENTRIES_MAX]
        ]
    if posting.kind == ledger_pb2.POSTING_KIND_VOUCHER and "voucher" in posting.metadata:
        data["voucher"] = posting.metadata["voucher"]
    if posting.HasField("expiring"):
        told = posting.expiring
        data |= {"asset": told.asset, "amount": told.points, "on": told.on, "days": told.days}
    if posting.HasField("wake_up"):
        opened = posting.wake_up
        data |= {"wake_up_id": opened.id, "percent": opened.percent, "until": opened.until}
    return data


def _entry(entry: ledger_pb2.Entry, member: str) -> dict[str, Any]:
    told: dict[str, Any] = {"asset": entry.asset, "amount": entry.amount}
    if not member:
        return {"account": entry.owner, **told}
    return {**told, "balance_after": entry.balance_after}


def _of_feedback(event: feedback_pb2.Event) -> Message:
    if event.HasField("survey_offered"):
        offered = event.survey_offered
        data = {"survey": offered.survey, "offer_id": offered.offer_id}
        return _feedback_message(event, "survey.offered", data)
    if event.HasField("survey_answered"):
        # Not the score: of an anonymous survey there is none, and of others it is an opinion.
        answered = event.survey_answered
        data = {"survey": answered.survey, "offer_id": answered.offer_id}
        return _feedback_message(event, "survey.answered", data)
    if event.HasField("idea_changed"):
        return _feedback_message(event, "idea.changed", _of_idea(event.idea_changed))
    if event.HasField("post_changed"):
        return _feedback_message(event, "post.changed", _of_post(event.post_changed))
    if event.HasField("slot_changed"):
        return _feedback_message(event, "slot.changed", _of_slot(event.slot_changed))
    return _of_item(event)


def _of_post(told: feedback_pb2.PostChanged) -> dict[str, Any]:
    return {
        "post_id": told.post_id,
        "topic": told.topic,
        "change": _word(topics_pb2.PostStepKind, told.kind, "POST_STEP_KIND_"),
        "state": _word(topics_pb2.PostState, told.state, "POST_STATE_"),
    }


def _of_slot(told: feedback_pb2.SlotChanged) -> dict[str, Any]:
    return {
        "slot": told.slot,
        "topic": told.topic,
        "opened": told.opened,
        "alternative": told.alternative,
    }


def _of_idea(told: feedback_pb2.IdeaChanged) -> dict[str, Any]:
    data = {
        "idea_id": told.idea_id,
        "change": _word(ideas_pb2.IdeaStepKind, told.kind, "IDEA_STEP_KIND_"),
        "state": _word(ideas_pb2.IdeaState, told.state, "IDEA_STATE_"),
        "shelf": _word(ideas_pb2.IdeaShelf, told.shelf, "IDEA_SHELF_"),
        "other_idea_id": told.other_idea_id,
    }
    return {**_full(data), "votes": told.votes}


def _feedback_message(event: feedback_pb2.Event, type_: str, data: Mapping[str, Any]) -> Message:
    recorded = _at(event.record_time)
    return Message(event.id, event.brand, event.member_id, type_, recorded, recorded, data)


def _of_item(event: feedback_pb2.Event) -> Message:
    item = event.feedback
    data: dict[str, Any] = _full(
        {
            "feedback_id": item.id,
            "state": _word(feedback_pb2.FeedbackState, item.state, "FEEDBACK_STATE_"),
            "priority": _word(feedback_pb2.Priority, item.priority, "PRIORITY_"),
            "category": item.category,
            "channel": item.channel,
            "team": event.team,
            "order_id": item.order_id,
            "store_id": item.store_id,
        }
    )
    data["by_clock"] = event.by_clock
    return _feedback_message(event, "feedback.changed", data)


def _word(enum: Any, number: int, prefix: str) -> str:
    """The value of an enum in lower case; empty for one that is not set, a number for a new one."""
    known = enum.DESCRIPTOR.values_by_number.get(number)
    if known is None:
        return str(number)
    return str(known.name).removeprefix(prefix).lower() if number else ""


def _full(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value != ""}


def _at(time: Timestamp) -> datetime:
    at = time.ToDatetime(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
