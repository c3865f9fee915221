"""Which messages a timeline brings, and when a member is asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.follow_up.domain.loop import (
    Said,
    ask_touch,
    asking,
    loop_touches,
    solved_at,
)
from services.feedback.items.domain.item import Feedback, Rating, Submission, TimelineEntry
from services.feedback.items.domain.states import State
from services.feedback.programme.domain import Programme, Text
from services.feedback.reach.domain.case import Outcome, Subject
from services.feedback.reach.domain.decision import decide
from services.feedback.reach.domain.touch import State as TouchState
from tests.unit.feedback.reach.samples import rules, subject

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ENTRIES = (
    TimelineEntry(NOON, "mem_1", State.NEW),
    TimelineEntry(NOON, "system", State.TRIAGED, message="收到"),
    TimelineEntry(NOON + HOUR, "team", State.ASSIGNED, message="在处理"),
    TimelineEntry(NOON + HOUR, "team", State.ASSIGNED, message="我们在联系门店"),
    TimelineEntry(NOON + 2 * HOUR, "team", State.WAITING, message="哪家门店？"),
    TimelineEntry(NOON + 3 * HOUR, "team", State.RESOLVED, message="已退款"),
    TimelineEntry(NOON + 4 * HOUR, "mem_1", State.REOPENED, message="已重新打开"),
    TimelineEntry(NOON + 5 * HOUR, "team", State.RESOLVED, message="好了"),
)


def said(upto: int = len(ENTRIES), member_id: str = "mem_1", late: timedelta = timedelta()) -> Said:
    timeline = ENTRIES[:upto]
    at = timeline[-1].at + late
    return Said("tea", "fbk_1", member_id, timeline[-1].state, False, timeline, at)


def test_each_message_of_a_timeline_has_the_occasion_of_its_move() -> None:
    assert [each.wish.occasion.code for each in loop_touches(said())] == [
        "feedback_received",
        "feedback_progress",
        "feedback_replied",
        "feedback_replied",
        "feedback_resolved",
        "feedback_reopened",
        "feedback_resolved",
    ]
    assert loop_touches(said(member_id="")) == []


@given(st.permutations(range(2, len(ENTRIES) + 1)), st.booleans())
def test_events_in_any_order_and_any_number_say_the_same_once(
    order: list[int], twice: bool
) -> None:
    seen = order * 2 if twice else order
    told = {each.id: each for upto in seen for each in loop_touches(said(upto))}
    assert told == {each.id: each for each in loop_touches(said())}
    assert len(told) == 7


def test_what_is_older_than_it_may_wait_is_not_said_late() -> None:
    assert len(loop_touches(said(late=timedelta(hours=67)))) == 7
    assert len(loop_touches(said(late=timedelta(hours=69)))) == 4
    assert loop_touches(said(late=timedelta(days=10))) == []


def test_words_of_a_person_keep_their_braces_and_are_service() -> None:
    touch = loop_touches(said())[0]
    words = touch.wish.words
    assert words is not None
    decision = decide(touch.wish, subject(), rules(), NOON)
    assert (decision.outcome, decision.text) == (Outcome.SEND, words.text)
    # Nobody agreed to marketing, and none of the caps of marketing counts.
    assert decide(touch.wish, subject(consents={}), rules(), NOON).outcome is Outcome.SEND
    assert touch.decided(decision, NOON, "r1").wish.words is None


def test_words_wait_for_a_member_who_is_not_known_yet_and_then_are_gone() -> None:
    touch, nobody = loop_touches(said())[0], Subject(None)
    held = decide(touch.wish, nobody, rules(), NOON + timedelta(seconds=1))
    assert held.outcome is Outcome.PUT_OFF
    assert touch.decided(held, NOON, "r1").wish.words is not None
    refused = decide(touch.wish, nobody, rules(), NOON + timedelta(minutes=5))
    assert refused.outcome is Outcome.REFUSE
    after = touch.decided(refused, NOON, "r1")
    assert (after.state, after.wish.words) == (TouchState.REFUSED, None)


def test_a_member_is_asked_after_the_latest_solution_unless_rated() -> None:
    assert solved_at(said(upto=6)) == NOON + 3 * HOUR
    assert solved_at(said()) == NOON + 5 * HOUR
    assert solved_at(said(upto=7)) is None
    assert solved_at(said(member_id="")) is None
    assert solved_at(replace(said(), rated=True)) is None
    item = Feedback(
        "fbk_1",
        Submission("app", "慢", "mem_1"),
        NOON,
        State.RESOLVED,
        timeline=ENTRIES[:6],
    )
    text = Text("有帮助吗？", "Did it help?")
    first = ask_touch("tea", item, text, NOON + 24 * HOUR)
    assert first is not None
    again = ask_touch("tea", item, text, NOON + 30 * HOUR)
    assert again is not None
    assert first.id == again.id
    rated = Feedback(**{**vars(item), "rating": Rating(5, NOON)})
    assert ask_touch("tea", rated, text, NOON) is None


def test_a_brand_asks_by_its_own_words_and_hours() -> None:
    assert asking(Programme("tea", document={"feedback": {}})) is None
    text = {"zh": "好吗", "en": "ok?"}
    section = {"messages": {"did_it_help": text}, "ask_after_hours": 2}
    asked = asking(Programme("tea", document={"feedback": section}))
    assert asked is not None
    assert asked.after == timedelta(hours=2)
