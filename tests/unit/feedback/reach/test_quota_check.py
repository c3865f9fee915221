"""A message takes one of its member's permissions, or goes another way and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from services.feedback.audience.domain import Purpose
from services.feedback.providers.domain.outgoing import Answer, Kind
from services.feedback.reach.domain.case import Outcome, Subject
from services.feedback.reach.domain.decision import Decision, decide
from services.feedback.reach.domain.explanation import check_text
from services.feedback.reach.domain.handing import answered, handed, without_points
from services.feedback.reach.domain.quota_use import End, use_of
from services.feedback.reach.domain.section import Sms, Template
from services.feedback.reach.domain.together import decide_all
from services.feedback.reach.domain.touch import State, Touch
from services.feedback.reach.storage.wakings import settlings
from tests.unit.feedback.reach.samples import local, message, rules, subject, wish

NOW = local("2026-12-01 12:00")
ASSET = "WX_READY"
READY = Template("ready", "W25", {"thing1": "text"}, quota=ASSET)
BRAND = rules(
    message("both", Purpose.SERVICE, channels=("wechat_subscription", "sms"), template="ready"),
    message("alone", Purpose.SERVICE, channels=("wechat_subscription",), template="ready"),
    templates={"ready": READY},
    sms=Sms("【茶饮】"),
)


def allowing(left: int | None) -> Subject:
    return replace(subject(), left=None if left is None else {ASSET: left})


def decided(code: str, left: int | None) -> Decision:
    return decide(wish(NOW, code), allowing(left), BRAND, NOW)


def test_a_message_without_a_permission_goes_by_the_next_channel_or_says_what_to_do() -> None:
    assert decided("both", 1).channel == "wechat_subscription"
    assert decided("both", 0).channel == "sms"
    refused = decided("alone", 0)
    check = refused.checks[-1]
    assert (refused.outcome, check.name, check.rule) == (Outcome.REFUSE, "quota", ASSET)
    assert check.inputs == (("wechat_subscription", "no_grant"), ("left", "0"))
    assert "ask again" in check_text(check).en
    assert "再次请求授权" in check_text(check).zh


def test_the_decision_tells_how_many_are_left_and_goes_on_while_nobody_can_tell() -> None:
    told = {left: dict(decided("alone", left).checks[-2].inputs) for left in (2, None)}
    assert told == {2: {"left": "2"}, None: {"left": "unknown"}}
    assert decided("alone", None).outcome is Outcome.SEND


def test_case_16_each_of_several_wishes_sees_what_those_before_it_took() -> None:
    wishes = [wish(NOW, "both", id_=f"tch_{number}") for number in range(3)]
    done, after = decide_all(wishes, allowing(2), BRAND, NOW)
    assert [each.channel for _, each in done] == ["wechat_subscription"] * 2 + ["sms"]
    assert after.left == {ASSET: 0}


def touch() -> Touch:
    made = Touch(wish(NOW, "both"), NOW).decided(decided("both", 1), NOW, "r1")
    return replace(made, expires_at=NOW + timedelta(hours=24))


def after(answer: Answer, before: Touch | None = None) -> Touch:
    asked = handed(before or touch(), NOW, ASSET)
    return answered(asked, answer, NOW, lambda tried: decide(tried.wish, subject(), BRAND, NOW))


def test_a_permission_is_taken_kept_or_ended_by_the_answer() -> None:
    for answer, end in (
        (Answer(Kind.ACCEPTED), End.TAKEN),
        (Answer(Kind.LOST, "no_answer"), End.TAKEN),
        (Answer(Kind.RETRY, "overloaded"), End.KEPT),
        (Answer(Kind.REFUSED, "no_address"), End.KEPT),
        (Answer(Kind.REFUSED, "not_subscribed"), End.REVOKED),
    ):
        done = after(answer)
        use = use_of(done, done.attempts[0])
        assert (use.end, use.asset, use.id) == (end, ASSET, "touch/tch_1/1")
    asked = handed(touch(), NOW, ASSET)
    assert use_of(asked, asked.attempts[0]).end is None


def test_an_answer_that_comes_while_the_one_before_is_ended_has_a_timer_of_its_own() -> None:
    sent = after(Answer(Kind.ACCEPTED))
    undelivered = replace(sent.attempts[0], answer=Kind.REFUSED.value, code="gone")
    told_later = replace(sent, attempts=(undelivered,))
    assert [len(settlings("tea", each)) for each in (sent, told_later)] == [1, 1]
    assert settlings("tea", sent)[0].id != settlings("tea", told_later)[0].id


def test_without_points_a_message_waits_half_a_minute_once() -> None:
    first = without_points(touch())
    assert (first.kind, first.code) == (Kind.RETRY, "quota_wait")
    waiting = after(first)
    assert (waiting.state, waiting.send_at) == (State.PLANNED, NOW + timedelta(seconds=30))
    second = without_points(waiting)
    assert (second.kind, second.code) == (Kind.REFUSED, "quota_away")
    assert after(second, waiting).channel == "sms"


def test_a_message_that_may_have_come_does_not_come_by_another_channel_for_want_of_permission() -> (
    None
):
    lost = after(Answer(Kind.LOST, "no_answer"))
    assert lost.state is State.PLANNED
    assert after(Answer(Kind.REFUSED, "no_grant"), lost).state is State.UNKNOWN
