"""What was approved is what is sent, to no more members than that."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.feedback.broadcasts.domain.broadcast import (
    Broadcast,
    BroadcastApproved,
    State,
    wish_for,
)
from services.feedback.broadcasts.domain.comparison import Comparison
from services.feedback.broadcasts.domain.content import ChangeCause, Content, content_from
from services.feedback.experiments.domain.section import MetricKind
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.case import Case, Outcome
from services.feedback.reach.domain.content import content_of
from services.feedback.reach.domain.decision import decide, decide_channel, may_go
from services.feedback.reach.domain.section import Message, Overflow, Sms, Template
from tests.unit.feedback.reach.samples import PROFILED, local, message, rules, subject

NOW = local("2026-12-01 10:00")
LATER = NOW + timedelta(hours=1)
NEWS = message("news", channels=("sms", "inbox", "wechat_subscription"), template="t")
BAD = replace(NEWS, text=Text("坏", "bad"))
LOOKS: dict[str, Any] = {
    "sms": Sms("【茶饮】"),
    "templates": {"t": Template("t", "W1", {"thing1": "text"})},
}


def says(news: Message = NEWS, members: int = 1_000, when: str = "stats.orders > 1") -> Content:
    by = rules(news, **LOOKS)
    return content_from("vip", when, {"news": content_of(news, by.reach)}, members)


def draft(needed: int = 2) -> Broadcast:
    drafted = Broadcast("brc_1", "tea", "News", "vip", "news", timedelta(), "ann", NOW)
    return replace(drafted, needed=needed)


@pytest.mark.parametrize(
    "changed",
    [
        {"text": Text("好！", "good")},
        {"text": Text("好", "good!")},
        {"name": Text("新", "news")},
        {"kind": "promotion"},
        {"channels": ("inbox",)},
        {"template": ""},
        {"overflow": Overflow.REFUSE},
    ],
)
def test_all_that_a_member_would_see_is_in_the_digest(changed: dict[str, Any]) -> None:
    by = rules(NEWS, **LOOKS).reach
    assert content_of(replace(NEWS, **changed), by) != content_of(NEWS, by)
    # When it goes, and until when, is not what it says.
    later = replace(NEWS, priority=1, expires_after=timedelta(hours=1))
    assert content_of(later, by) == content_of(NEWS, by)


def test_how_a_channel_shows_it_is_in_the_digest_where_it_goes_by_that() -> None:
    other = rules(NEWS, **{**LOOKS, "sms": Sms("【好茶】")}).reach
    by, inbox = rules(NEWS, **LOOKS).reach, replace(NEWS, channels=("inbox",))
    assert content_of(NEWS, by) != content_of(NEWS, other)
    assert content_of(inbox, by) == content_of(inbox, other)


def test_words_for_other_content_or_more_members_count_no_more() -> None:
    once = draft().approved("ben", NOW, says())
    assert (once.state, once.content) == (State.DRAFT, says())
    with pytest.raises(BroadcastApproved):
        once.approved("ben", LATER, says())
    # A segment grows by itself, and the number that was approved first stays.
    grown = once.approved("cat", LATER, says(members=1_200))
    assert (grown.state, grown.content) == (State.SENDING, says())
    for other in (says(BAD), says(members=1_201), says(when="stats.orders > 0")):
        anew = once.approved("cat", LATER, other)
        assert (anew.state, [each.by for each in anew.approvals]) == (State.DRAFT, ["cat"])
        assert anew.approved("ben", LATER, other).state is State.SENDING
    small = draft().approved("ben", NOW, says(members=3))
    assert small.approved("cat", NOW, says(members=103)).state is State.SENDING
    assert small.approved("cat", NOW, says(members=104)).state is State.DRAFT


def test_on_its_way_it_stops_where_that_changed_and_goes_on_once_it_is_approved_anew() -> None:
    sending = draft(1).approved("ben", NOW, says()).gone_through(1_150, "next", NOW)
    now, worse = says(members=0), says(BAD, members=0)
    assert sending.change_to(now, 50) is None
    assert sending.change_to(now, 51) is ChangeCause.SIZE
    assert sending.change_to(worse, 1) is ChangeCause.CONTENT
    held = sending.changed(ChangeCause.CONTENT, LATER)
    assert (held.state, held.approvals, held.approved_by) == (State.DRAFT, (), "")
    again = held.approved("cat", LATER, says(BAD, 2_000))
    assert (again.state, again.change) == (State.SENDING, None)
    assert (again.place, again.members) == ("next", 1_150)
    # One of a release before has nothing to be held to.
    assert replace(sending, content=None).change_to(worse, 9_999) is None


def test_one_that_compares_is_stopped() -> None:
    compares = Comparison(("other",), 0, 100, MetricKind.ORDER_RATE, 7)
    sending = replace(draft(1), comparison=compares).approved("ben", NOW, says())
    stopped = sending.changed(ChangeCause.CONTENT, LATER)
    assert (stopped.state, stopped.ended_at) == (State.STOPPED, LATER)
    assert stopped.change is not None


def test_a_message_that_changed_behind_its_approval_is_neither_decided_on_nor_handed_over() -> None:
    approved = draft(1).approved("ben", NOW, says())
    asked = wish_for(approved, "mem_1", NOW)
    member, by = subject(consents=PROFILED), rules(NEWS, **LOOKS)
    sent = decide(asked, member, by, NOW)
    assert sent.outcome is Outcome.SEND
    assert "approved" in {each.name for each in sent.checks}
    other = rules(BAD, **LOOKS)
    for made in (decide(asked, member, other, NOW), decide_channel(asked, member, other, NOW)):
        assert (made.outcome, made.checks[-1].name) == (Outcome.REFUSE, "approved")
    planned = Case(asked, member, by, NOW, NEWS, channel="sms")
    assert may_go(planned)
    assert not may_go(replace(planned, rules=other, message=BAD))
    assert not may_go(replace(planned, rules=rules(message("else")), message=None))
    # A trial is of the words of now.
    trial = wish_for(approved, "mem_1", NOW, test="t1")
    assert decide(trial, member, other, NOW).outcome is Outcome.SEND
