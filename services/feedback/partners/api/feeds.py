"""The feeds of members and points as partners see them: ids, codes and amounts, nothing personal.

Not told: facts for conditions, which are a member's age and the like, and birthdays, whose day is
the fact. Each maker gives no message for these, and none for a kind that it does not know.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.feedback.partners.api.words import at, full, word
from services.feedback.partners.domain.message import Message
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


def _of_member(event: events_pb2.Event) -> Iterator[Message]:
    kind = event.WhichOneof("kind")
    recorded = at(event.record_time)
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
    data: dict[str, Any] = {
        "activity": word(types_pb2.ActivityType, told.type, "ACTIVITY_TYPE_"),
        "channel": told.channel,
        "event_id": told.event_id,
        "store_id": told.store_id,
    }
    if told.HasField("order"):
        data["order_id"] = told.order.order_id
    if told.by_brand:
        data["by_brand"] = True
    return "activity.recorded", full(data), at(told.occur_time)


def _tier(event: events_pb2.Event) -> _Made:
    told = event.tier_changed
    data = {"ladder": told.ladder, "from": told.from_tier, "to": told.to_tier}
    data["reason"] = told.reason
    occurred = at(told.effective_time) if told.HasField("effective_time") else None
    return "tier.changed", full(data), occurred


def _adviser(event: events_pb2.Event) -> _Made:
    # Who looks after a member is no partner's business; that it changed may be.
    return "adviser.changed", {}, at(event.adviser_changed.since_time)


def _updated(event: events_pb2.Event) -> _Made:
    return "member.updated", {"fields": list(event.member_updated.fields)}, None


def _store(event: events_pb2.Event) -> _Made:
    return "store.changed", {"store_id": event.store_changed.store.code}, None


def _consent(event: events_pb2.Event) -> _Made:
    told = event.consent_changed
    data = {
        "purpose": word(consents_pb2.ConsentPurpose, told.purpose, "CONSENT_PURPOSE_"),
        "channel": word(consents_pb2.ContactChannel, told.channel, "CONTACT_CHANNEL_"),
        "granted": told.granted,
        "version": told.version,
    }
    return "consent.changed", data, at(told.occur_time)


def _occasion(event: events_pb2.Event) -> _Made:
    told = event.occasion_due
    if told.kind == events_pb2.OCCASION_KIND_BIRTHDAY:
        return None
    data = {
        "occasion": word(events_pb2.OccasionKind, told.kind, "OCCASION_KIND_"),
        "on": told.on,
        "lead_days": told.lead_days,
        "years": told.years,
    }
    if told.HasField("tier_end"):
        end = told.tier_end
        data |= {"ladder": end.ladder, "tier": end.tier, "expected_tier": end.expected_tier}
        data["to_keep"] = end.to_keep
    return "occasion.due", data, None


def _cart(event: events_pb2.Event) -> _Made:
    told = event.cart_left
    data = {"articles": told.articles, "pieces": told.pieces}
    return "cart.left", data, at(told.last_time)


def _stage(event: events_pb2.Event) -> _Made:
    told = event.stage_entered
    stage, level = lifecycle_pb2.LifecycleStage, lifecycle_pb2.ActivityLevel
    data = {
        "stage": word(stage, told.stage, "LIFECYCLE_STAGE_"),
        "from_stage": word(stage, told.from_stage, "LIFECYCLE_STAGE_"),
        "level": word(level, told.level, "ACTIVITY_LEVEL_"),
        "from_level": word(level, told.from_level, "ACTIVITY_LEVEL_"),
    }
    return "stage.entered", full(data), at(told.since_time)


def _step(event: events_pb2.Event) -> _Made:
    told = event.activation_step_taken
    step = word(lifecycle_pb2.ActivationStep, told.step, "ACTIVATION_STEP_")
    return "activation.step", full({"step": step, "on": told.taken_on, "due_on": told.due_on}), None


def _entered(event: events_pb2.Event) -> _Made:
    return "segment.entered", {"segment": event.segment_entered.segment}, None


def _left(event: events_pb2.Event) -> _Made:
    return "segment.left", {"segment": event.segment_left.segment}, None


def _joined(event: events_pb2.Event) -> _Made:
    told = event.group_joined
    data = {"group_id": told.group_id, "kind": told.kind, "store_id": told.store_id}
    return "group.joined", full(data), at(told.join_time)


def _group(event: events_pb2.Event) -> _Made:
    told = event.group_standing_changed
    data = {"group_id": told.group_id, "kind": told.kind, "store_id": told.store_id}
    data |= {"news": word(events_pb2.GroupNews, told.news, "GROUP_NEWS_"), "key": told.key}
    return "group.changed", full(data), at(told.occur_time)


def _qualified(event: events_pb2.Event) -> _Made:
    told = event.referral_qualified
    data = {**_side(told), "number": told.number, "month_number": told.month_number}
    return "referral.qualified", data, at(told.qualify_time)


def _reversed(event: events_pb2.Event) -> _Made:
    return "referral.reversed", _side(event.referral_reversed), None


def _side(told: events_pb2.ReferralQualified | events_pb2.ReferralReversed) -> dict[str, Any]:
    role = word(events_pb2.ReferralRole, told.role, "REFERRAL_ROLE_")
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
    "activation_step_taken": _step,
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
            at(posting.effective_time),
            at(posting.record_time),
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
    data: dict[str, Any] = full(
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
