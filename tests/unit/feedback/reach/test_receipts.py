"""Receipts of providers: their form, what opts out, and what each makes of a touch."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.reach.domain.decision import Decision, decide_channel
from services.feedback.reach.domain.handing import handed, received
from services.feedback.reach.domain.receipt import (
    EVENTS_MAX,
    Receipts,
    ReceiptsInvalid,
    Reply,
    Status,
    receipts_of,
)
from services.feedback.reach.domain.touch import State, Touch
from tests.unit.feedback.reach.samples import subject
from tests.unit.feedback.reach.test_handing import ACCEPTED, BRAND, NOW, after, planned

DELIVERED = {"kind": "status", "id": "tch_1", "status": "delivered"}
FAILED = {"kind": "status", "id": "tch_1", "status": "failed", "code": "unreachable"}
REPLY = {"kind": "reply", "id": "mo_1", "from": "+8613800001234", "text": "TD"}


def test_events_are_read_and_unknown_kinds_passed_over() -> None:
    events = receipts_of({"events": [DELIVERED, FAILED, REPLY, {"kind": "read"}]})
    assert events.events == (
        Status("tch_1", True),
        Status("tch_1", False, "unreachable"),
        Reply("mo_1", "+8613800001234", "TD"),
    )
    assert events.unread == ()
    assert "1380" not in repr(events)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ([], "events"),
        ({}, "events"),
        ({"events": {}}, "events"),
        ({"events": [DELIVERED] * (EVENTS_MAX + 1)}, "events"),
    ],
)
def test_a_malformed_body_names_its_field(document: Any, field: str) -> None:
    with pytest.raises(ReceiptsInvalid) as caught:
        receipts_of(document)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (1, ""),
        ({**DELIVERED, "status": "seen"}, ".status"),
        ({**DELIVERED, "status": []}, ".status"),
        ({**DELIVERED, "id": ""}, ".id"),
        ({**DELIVERED, "id": "x" * 129}, ".id"),
        ({**FAILED, "code": 5}, ".code"),
        ({**REPLY, "from": 5}, ".from"),
        ({**REPLY, "from": "1" * 129}, ".from"),
        ({**REPLY, "id": None}, ".id"),
        ({**REPLY, "text": None}, ".text"),
    ],
)
def test_an_event_that_cannot_be_read_keeps_no_other_back(event: Any, field: str) -> None:
    read = receipts_of({"events": [DELIVERED, event, REPLY]})
    assert read.events == receipts_of({"events": [DELIVERED, REPLY]}).events
    assert read.unread == (f"events[1]{field}",)


def test_long_words_of_a_provider_are_cut() -> None:
    long = [{**FAILED, "code": "x" * 49}, {**REPLY, "text": "x" * 1_001}]
    status, reply = receipts_of({"events": long}).events
    assert status == Status("tch_1", False, "x" * 48)
    assert isinstance(reply, Reply)
    assert len(reply.text) == 1_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["events", "kind", "id", "status", "from", "text"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_body_is_an_error_of_ours(document: Any) -> None:
    for body in (document, {"events": document}, {"events": [document]}):
        with suppress(ReceiptsInvalid):
            assert isinstance(receipts_of(body), Receipts)


@pytest.mark.parametrize(
    ("text", "opts_out"),
    [
        *((each, True) for each in ("T", "r", "TD", "td ", " 退订 ", "ＴＤ", "R。", "N")),
        *((each, False) for each in ("", "好的", "TDD", "不退订", "thanks", "R2")),
    ],
)
def test_case_22_a_reply_opts_out_however_it_is_typed(text: str, opts_out: bool) -> None:
    assert Reply("mo_1", "+86", text).opts_out is opts_out


def told(touch: Touch, status: Status) -> Touch:
    def next_channel(tried: Touch) -> Decision:
        wish = replace(tried.wish, message=tried.message)
        return decide_channel(wish, subject(), BRAND, NOW)

    return received(touch, status, NOW, next_channel)


def test_a_receipt_ends_a_touch_or_gives_it_to_the_next_channel() -> None:
    sent = after(planned(), ACCEPTED)
    assert told(sent, Status("tch_1", True)).state is State.DELIVERED
    # It may come before the answer itself.
    assert told(handed(planned(), NOW), Status("tch_1", True)).state is State.DELIVERED
    second = told(sent, Status("tch_1", False, "unreachable"))
    assert (second.state, second.channel) == (State.PLANNED, "sms")
    assert second.wish.tried == (("push", "unreachable"),)
    assert (second.attempts[0].answer, second.attempts[0].code) == ("refused", "unreachable")
    assert second.ended_at is None
