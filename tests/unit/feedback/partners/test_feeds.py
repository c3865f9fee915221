"""What partners are told of each event, and what they are not."""

from typing import Any

from google.protobuf.message import Message as ProtoMessage

from services.feedback.partners.api import feeds, own_feed
from services.feedback.partners.domain.event_types import EVENT_TYPES
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import consents_pb2, events_pb2, lifecycle_pb2
from tessera.points.v1 import ledger_pb2

PERSONAL = "王小明 13800138000"
UNTOLD = {"contact_preferences_changed", "facts_changed", "phone_code_asked"}
"""Kinds of members' events that partners do not get."""


def _filled(message: ProtoMessage, depth: int = 0) -> None:
    """Give every text of a message a personal value: none of them may come through by accident."""
    for field in message.DESCRIPTOR.fields:
        if field.containing_oneof is not None and depth == 0:
            continue
        if field.message_type is not None:
            if field.message_type.GetOptions().map_entry or field.is_repeated:
                continue
            if depth < 4 and field.message_type.full_name != "google.protobuf.Timestamp":
                _filled(getattr(message, field.name), depth + 1)
        elif field.type == field.TYPE_STRING and not field.is_repeated:
            setattr(message, field.name, PERSONAL)


def test_every_kind_of_members_events_is_told_or_left_out_on_purpose() -> None:
    kinds = [field.name for field in events_pb2.Event.DESCRIPTOR.oneofs_by_name["kind"].fields]
    told = set()
    for kind in kinds:
        event = events_pb2.Event(id="evt_1", brand="tea", member_id="mem_1")
        getattr(event, kind).SetInParent()
        messages = feeds.of_members([event])
        assert len(messages) == (kind not in UNTOLD), kind
        told |= {message.type for message in messages}
    assert told <= set(EVENT_TYPES)


def test_nothing_that_a_member_said_or_is_called_goes_out() -> None:
    event = events_pb2.Event(id="evt_1", brand="tea", member_id="mem_1")
    activity = event.activity_recorded.activity
    activity.search_words = PERSONAL
    activity.labels["note"] = PERSONAL
    item = feedback_pb2.Event(id="evt_2", brand="tea", member_id="mem_1")
    item.feedback.text = PERSONAL
    item.feedback.attachment_urls.append(PERSONAL)
    item.feedback.assignee = PERSONAL
    item.feedback.timeline.add(message=PERSONAL, note=PERSONAL, actor=PERSONAL)
    posting = ledger_pb2.Posting(id="pst_1", brand="tea", kind=ledger_pb2.POSTING_KIND_ADJUST)
    posting.entries.add(owner="mem_1", asset="POINTS", amount=5)
    posting.metadata["note"] = PERSONAL
    posting.cause.reason = PERSONAL
    posting.writer.subject = PERSONAL
    store = events_pb2.Event(id="evt_3", brand="tea")
    _filled(store.store_changed.store)
    store.store_changed.store.code = "s1"
    told = [
        *feeds.of_members([event, store]),
        *own_feed.of_feedback([item]),
        *feeds.of_points([posting]),
    ]
    assert len(told) == 4
    assert PERSONAL not in str(told)


def test_a_birthday_is_not_told_and_an_anniversary_is() -> None:
    kinds: list[Any] = [
        events_pb2.OCCASION_KIND_BIRTHDAY,
        events_pb2.OCCASION_KIND_ENROLMENT_ANNIVERSARY,
    ]
    due = [
        events_pb2.Event(
            id=f"evt_{kind}",
            brand="tea",
            member_id="mem_1",
            occasion_due=events_pb2.OccasionDue(kind=kind, on="2026-05-01", years=2),
        )
        for kind in kinds
    ]
    [told] = feeds.of_members(due)
    assert told.data["occasion"] == "enrolment_anniversary"


def test_the_end_of_a_tier_tells_which_and_what_comes_after_it() -> None:
    end = events_pb2.TierEnd(ladder="growth", tier="gold", expected_tier="silver", to_keep=200)
    kind = events_pb2.OCCASION_KIND_TIER_ENDS
    due = events_pb2.OccasionDue(kind=kind, on="2026-05-01", lead_days=7, tier_end=end)
    event = events_pb2.Event(id="evt_1", brand="tea", member_id="mem_1", occasion_due=due)
    [told] = feeds.of_members([event])
    assert told.data == {
        "occasion": "tier_ends",
        "on": "2026-05-01",
        "lead_days": 7,
        "years": 0,
        "ladder": "growth",
        "tier": "gold",
        "expected_tier": "silver",
        "to_keep": 200,
    }


def test_a_posting_is_told_to_each_member_with_their_own_entries() -> None:
    posting = ledger_pb2.Posting(id="pst_1", brand="tea", kind=ledger_pb2.POSTING_KIND_TRANSFER)
    posting.entries.add(owner="mem_1", asset="POINTS", amount=-5, balance_after=10)
    posting.entries.add(owner="mem_2", asset="POINTS", amount=5, balance_after=5)
    posting.entries.add(owner="house:fees", asset="POINTS", amount=0)
    first, second = feeds.of_points([posting])
    assert (first.id, first.member) == ("pst_1.1", "mem_1")
    assert (second.id, second.member) == ("pst_1.2", "mem_2")
    assert first.data["entries"] == [{"asset": "POINTS", "amount": -5, "balance_after": 10}]
    del posting.entries[1]
    [alone] = feeds.of_points([posting])
    assert alone.id == "pst_1"


def test_every_kind_of_postings_is_told() -> None:
    told = []
    for number in ledger_pb2.PostingKind.values():
        posting = ledger_pb2.Posting(id="pst_1", brand="tea", kind=number)
        told += feeds.of_points([posting])
    assert len(told) == len(ledger_pb2.PostingKind.values()) - 1
    assert {message.type for message in told} <= set(EVENT_TYPES)
    voucher = ledger_pb2.Posting(id="pst_2", brand="tea", kind=ledger_pb2.POSTING_KIND_VOUCHER)
    voucher.metadata["member_id"] = "mem_7"
    voucher.metadata["voucher"] = "used"
    [message] = feeds.of_points([voucher])
    assert (message.member, message.data["voucher"]) == ("mem_7", "used")


def test_enums_are_told_as_words() -> None:
    event = events_pb2.Event(id="evt_1", brand="tea", member_id="mem_1")
    event.stage_entered.stage = lifecycle_pb2.LIFECYCLE_STAGE_LOYALTY
    event.stage_entered.level = 99  # type: ignore[assignment]  # of a later version
    consent = events_pb2.Event(id="evt_2", brand="tea", member_id="mem_1")
    consent.consent_changed.purpose = consents_pb2.CONSENT_PURPOSE_SERVICE
    consent.consent_changed.channel = consents_pb2.CONTACT_CHANNEL_ALL
    stage, consented = feeds.of_members([event, consent])
    assert stage.data == {"stage": "loyalty", "level": "99"}
    assert (consented.data["purpose"], consented.data["channel"]) == ("service", "all")
