"""What becomes of a touch by the answer of its provider."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.audience.domain import Purpose
from services.feedback.programme.domain import Text
from services.feedback.providers.domain.outgoing import Answer, Kind
from services.feedback.reach.domain.case import Subject
from services.feedback.reach.domain.decision import Decision, decide, decide_channel
from services.feedback.reach.domain.handing import COUNTED, WAITS, answered, handed
from services.feedback.reach.domain.section import Cap, Per, Quiet, Sms, Then
from services.feedback.reach.domain.touch import State, Touch
from services.feedback.reach.domain.wish import Wish
from tests.unit.feedback.reach.samples import local, message, rules, subject, touched, wish

NOW = local("2026-12-01 12:00")
NIGHT = local("2026-12-01 21:30")
CHANNELS = ("push", "sms", "inbox")
SMS_NIGHT = Quiet(Purpose.MARKETING, 21 * 60, 8 * 60, Then.PUT_OFF, channel="sms")
BRAND = rules(
    message("news", channels=CHANNELS),
    message("receipt", Purpose.SERVICE, channels=CHANNELS),
    sms=Sms("【茶饮】"),
    quiet=(SMS_NIGHT,),
)
ACCEPTED = Answer(Kind.ACCEPTED, provider_id="p1")
REFUSED = Answer(Kind.REFUSED, "no_address", "no such user")
RETRY = Answer(Kind.RETRY, "away")
LOST = Answer(Kind.LOST, "no_answer")


def planned(code: str = "news", now: datetime = NOW) -> Touch:
    asked = wish(now, code)
    decision = decide(asked, subject(), BRAND, now)
    made = Touch(asked, now).decided(decision, now, "r1")
    assert made.state is State.PLANNED
    return replace(made, expires_at=now + timedelta(hours=24), text=Text("好", "good"))


def after(touch: Touch, answer: Answer, now: datetime = NOW, who: Subject | None = None) -> Touch:
    def next_channel(tried: Touch) -> Decision:
        named = replace(tried.wish, message=tried.message)
        return decide_channel(named, who or subject(), BRAND, now)

    return answered(handed(touch, now), answer, now, next_channel)


def test_an_accepted_message_is_sent() -> None:
    sent = after(planned(), ACCEPTED)
    assert (sent.state, sent.provider_id, sent.ended_at) == (State.SENT, "p1", NOW)
    assert [(each.number, each.answer) for each in sent.attempts] == [(1, "accepted")]


def test_case_24_a_lost_answer_is_unknown_for_marketing_and_handed_over_again_for_service() -> None:
    assert after(planned(), LOST).state is State.UNKNOWN
    again = after(planned("receipt"), LOST)
    assert (again.state, again.send_at) == (State.PLANNED, NOW + WAITS[0])
    assert again.id == planned("receipt").id
    for _ in range(len(WAITS) - 1):
        again = after(again, LOST)
        assert again.state is State.PLANNED
    # It may have come, so that no other channel says it once more.
    assert after(again, LOST).state is State.UNKNOWN


def test_a_channel_that_refuses_passes_on_to_the_next_with_the_reason() -> None:
    second = after(planned(), REFUSED)
    assert (second.state, second.channel) == (State.PLANNED, "sms")
    assert second.wish.tried == (("push", "no_address"),)
    third = after(second, Answer(Kind.REFUSED, "provider_refused"))
    assert (third.state, third.channel) == (State.PLANNED, "inbox")
    failed = after(third, Answer(Kind.REFUSED, "provider_refused"))
    assert (failed.state, failed.checks[-1].name) == (State.FAILED, "channel")
    assert [channel for channel, _ in failed.checks[-1].inputs] == list(CHANNELS)
    assert [each.number for each in failed.attempts] == [1, 2, 3]


def test_the_next_channel_keeps_its_own_quiet_hours() -> None:
    held = after(planned(now=NIGHT), REFUSED, NIGHT)
    assert (held.state, held.channel) == (State.PUT_OFF, "sms")
    assert held.wake_at == local("2026-12-02 08:00")
    assert held.state not in COUNTED
    # Judged again then, by the channels that are left.
    morning = local("2026-12-02 08:00")
    assert decide(held.wish, subject(), BRAND, morning).channel == "sms"


def test_what_passes_is_tried_again_and_then_passed_on() -> None:
    touch = planned()
    for wait in WAITS:
        touch = after(touch, RETRY)
        assert (touch.state, touch.channel, touch.send_at) == (State.PLANNED, "push", NOW + wait)
    assert (after(touch, RETRY).channel, touch.wish.tried) == ("sms", ())
    asked = after(planned(), replace(RETRY, retry_after=timedelta(minutes=2)))
    assert asked.send_at == NOW + timedelta(minutes=2)
    late = replace(planned(), expires_at=NOW + timedelta(seconds=3))
    assert after(late, RETRY).channel == "sms"


def test_one_that_an_operator_sends_again_has_all_its_tries() -> None:
    tired = planned()
    for _ in WAITS:
        tired = after(tired, RETRY)
    failed = replace(after(tired, RETRY), state=State.FAILED)
    later = NOW + timedelta(hours=2)
    wished = failed.again(later)
    assert len(wished.attempts) == len(WAITS) + 1
    touch = replace(wished, state=State.PLANNED, channel="push")
    for wait in WAITS:
        touch = after(touch, RETRY, later)
        assert (touch.state, touch.channel, touch.send_at) == (State.PLANNED, "push", later + wait)
    assert after(touch, RETRY, later).channel == "sms"


def test_a_message_that_breaks_its_template_fails_and_tries_no_other() -> None:
    failed = after(planned(), Answer(Kind.REFUSED, "content_unfit", "47003"))
    assert (failed.state, failed.checks[-1].rule) == (State.FAILED, "content_unfit")
    assert failed.attempts[-1].words == "47003"


def test_what_is_of_nobody_is_refused() -> None:
    for code, name in (("erased", "alive"), ("no_member", "alive")):
        refused = after(planned(), Answer(Kind.REFUSED, code))
        assert (refused.state, refused.checks[-1].name) == (State.REFUSED, name)
    gone = after(planned(), REFUSED, who=Subject(None))
    assert (gone.state, gone.checks[-1].name) == (State.FAILED, "alive")


def test_consent_that_was_withdrawn_on_the_last_channel_refuses() -> None:
    alone = rules(message("news", channels=("push",)))
    touch = Touch(wish(NOW), NOW).decided(decide(wish(NOW), subject(), alone, NOW), NOW, "r1")
    refused = answered(
        handed(touch, NOW),
        Answer(Kind.REFUSED, "no_consent"),
        NOW,
        lambda tried: decide_channel(tried.wish, subject(), alone, NOW),
    )
    assert (refused.state, refused.checks[-1].rule) == (State.REFUSED, "at_hand_over")
    assert refused.text is None


def test_one_that_is_judged_again_takes_no_second_place_of_the_cap() -> None:
    capped = rules(message("news", channels=CHANNELS), caps=(Cap(Purpose.MARKETING, 1, Per.WEEK),))
    own = subject(touched(NOW, "tch_1"))
    assert decide(wish(NOW), own, capped, NOW).channel == "push"
    other = decide(wish(NOW, id_="tch_2"), own, capped, NOW)
    assert other.checks[-1].name == "cap"


ANSWERS = st.lists(st.sampled_from([ACCEPTED, REFUSED, RETRY, LOST]), min_size=1, max_size=30)


@given(ANSWERS, st.sampled_from(["news", "receipt"]))
def test_marketing_is_handed_over_no_more_once_a_provider_may_have_it(
    answers: Sequence[Answer], code: str
) -> None:
    touch, kinds = planned(code), []
    for answer in answers:
        if touch.state is not State.PLANNED or touch.channel == "inbox":
            break
        kinds.append(answer.kind)
        touch = after(touch, answer)
    may_have = [kind for kind in kinds if kind in (Kind.ACCEPTED, Kind.LOST)]
    if code == "news":
        assert len(may_have) <= 1
    assert kinds.count(Kind.ACCEPTED) <= 1
    # Another channel never says what one may have said, unless that one says that it has not.
    for before, later in pairwise(touch.attempts):
        lost = [each for each in touch.attempts if each.channel == before.channel]
        if before.channel != later.channel and any(each.answer == "lost" for each in lost):
            assert before.answer == "refused"


def test_a_touch_that_is_sent_again_is_judged_as_a_new_wish() -> None:
    failed = after(planned(), Answer(Kind.REFUSED, "content_unfit"))
    later = NOW + timedelta(days=3)
    again = failed.again(later)
    assert (again.state, again.wake_at, again.wish.due) == (State.WAITING, later, later)
    assert again.wish.tried == ()
    assert again.wish == Wish(again.id, "mem_1", again.wish.occasion, later, "news")
