"""The cause of a posting in typed fields; callers see no text that a room packed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from services.points.ledger.api.causes import write_cause
from services.points.ledger.api.messages import entry_message, posting_message
from services.points.ledger.domain.cause import Cause, RuleShare, callers_metadata, cause_of
from services.points.ledger.domain.posting import Entry, Posting, PostingKind
from tessera.points.v1 import ledger_pb2 as pb

NOW = datetime(2026, 5, 1, tzinfo=UTC)
AWARDED = {
    "activity": "order",
    "channel": "pos",
    "event_id": "e1",
    "order_id": "o1",
    "store_id": "s1",
    "programme_version": "3",
    "award.1": "order_points|POINTS|58|36|160|tier:gold=130,campaign:may=200|0;"
    "order_growth|GROWTH|36|36|100||0",
}


def _posting(request_id: str, metadata: Mapping[str, str]) -> Posting:
    entry = Entry("mem_ann", "POINTS", 58, 1, 58)
    kind = PostingKind.EARN
    return Posting("pst_1", "tea", request_id, kind, (entry,), NOW, NOW, "", dict(metadata))


def test_the_base_of_an_award_has_the_fraction_that_was_rounded_off() -> None:
    packed = {"award.1": "order_points|POINTS|25|19/1990|130|tier:gold=130|0"}
    (share,) = cause_of(_posting("activity/pos/e1", packed)).rules
    assert (share.base, share.base_hundredths) == (19, 1990)


def test_an_award_names_its_rules_its_order_and_its_campaigns() -> None:
    assert cause_of(_posting("activity/pos/e1", AWARDED)) == Cause(
        rules=(
            RuleShare(
                "order_points",
                "POINTS",
                58,
                ("may",),
                36,
                160,
                ("tier:gold=130", "campaign:may=200"),
            ),
            RuleShare("order_growth", "GROWTH", 36, (), 36, 100),
        ),
        activity="order",
        channel="pos",
        event_id="e1",
        order_id="o1",
        store_id="s1",
    )


def test_a_refund_names_the_rules_whose_points_it_took() -> None:
    said = {"order_id": "o1", "clawback.1": "POINTS|5|5|0|3", "taken.1": "order_points|POINTS|5"}
    posting = _posting("refund/pos/r1", said)
    assert cause_of(posting).rules == (RuleShare("order_points", "POINTS", -5),)
    assert callers_metadata(posting) == {"order_id": "o1"}


def test_a_refund_tells_when_its_order_was_ordered_and_nothing_else_does() -> None:
    said = {"order_at": "2026-03-02T04:00:00+00:00"}
    posting = _posting("refund/pos/r1", said)
    assert cause_of(posting).order_at == datetime(2026, 3, 2, 4, tzinfo=UTC)
    assert callers_metadata(posting) == {}
    message = pb.Cause()
    write_cause(message, posting)
    assert message.order_time.ToDatetime(UTC) == datetime(2026, 3, 2, 4, tzinfo=UTC)
    assert cause_of(_posting("rpc/r1", {"order_at": "yesterday"})).order_at is None


def test_a_redemption_names_its_reward() -> None:
    posting = _posting("redemption/r1", {"redemption": "rdm_1", "reward": "tea"})
    cause = cause_of(posting)
    assert (cause.reward, cause.redemption_id) == ("tea", "rdm_1")
    assert callers_metadata(posting) == {"reward": "tea"}


def test_an_operator_s_reason_is_the_cause_of_what_it_adjusted() -> None:
    posting = _posting("adjust/r1", {"reason": "sorry", "seal": "s"})
    assert cause_of(posting).reason == "sorry"


def test_a_caller_s_own_metadata_stays_and_is_the_cause_where_it_says_so() -> None:
    own = {"rule": "gift", "campaign": "may", "reason": "sorry", "award.1": "x", "redemption": "y"}
    posting = _posting("rpc/r1", own)
    assert callers_metadata(posting) == own
    cause = cause_of(posting)
    assert (cause.rules, cause.reason) == ((RuleShare("gift", campaigns=("may",)),), "sorry")


@pytest.mark.parametrize("line", ["", "x", "a|b|c", "a|POINTS|x|1|1||0", "|||||||||"])
def test_a_line_that_cannot_be_read_stops_no_feed(line: str) -> None:
    for request_id, name in (("activity/pos/e1", "award.1"), ("refund/pos/e1", "taken.1")):
        assert cause_of(_posting(request_id, {name: line})).rules == ()


def test_callers_see_the_cause_and_no_packed_text() -> None:
    posting = _posting("activity/pos/e1", AWARDED)
    whole = posting_message(posting)
    entry = entry_message(posting, posting.entries[0])
    assert [share.rule for share in whole.cause.rules] == ["order_points", "order_growth"]
    assert [share.rule for share in entry.cause.rules] == ["order_points"]
    for message in (whole, entry):
        assert set(message.metadata) == {"activity", "channel", "event_id", "order_id", "store_id"}
