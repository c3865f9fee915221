"""A wait that an event ends, and what becomes of whoever waits in vain."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.journeys.domain.entry import End, Entry, Outcome, State
from services.feedback.journeys.domain.section import Journey, Row, Step, Trigger, Wait
from services.feedback.journeys.domain.walk import Event, Moved, heard, woken
from services.feedback.reach.domain.case import Subject
from tests.unit.feedback.journeys.test_walk import (
    ENROLLED,
    HELLO,
    ORDER,
    OTHER,
    PROFILED_MEMBER,
    RULES,
    enter,
    event,
    journey,
    order,
    outcomes,
    wake,
)

HOUR = timedelta(hours=1)
AWAIT = Step("order", wait=Wait(hours=96, event=ORDER, otherwise="remind"))
THANK = Step("thank", rows=(Row("named"),))
REMIND = Step("remind", rows=(Row("hello"),))
OUT = Step("out", go_to="end")
OF = journey(AWAIT, THANK, OUT, REMIND)
IN_VAIN = ENROLLED + 96 * HOUR


def hears(
    of: Journey, entry: Entry, event: Event, now: datetime, who: Subject = PROFILED_MEMBER
) -> Moved | None:
    """As a worker does: what the event ends is left at once."""
    met = heard(of, entry, event, who, RULES, now)
    return None if met is None else met.and_then(woken(of, met.entry, who, RULES, now))


def test_what_a_member_waits_for_ends_the_wait_at_its_own_time() -> None:
    entry = enter(OF).entry
    assert (entry.state, entry.step, entry.due) == (State.WAITING, "order", IN_VAIN)
    at = ENROLLED + 2 * HOUR
    moved = hears(OF, entry, order(at), at + HOUR)
    assert moved is not None
    assert [(wish.message, wish.due) for wish in moved.wishes] == [("named", at)]
    assert outcomes(moved) == [
        ("order", Outcome.WAITED),
        ("order", Outcome.MET),
        ("thank", Outcome.WISHED),
        ("out", Outcome.WENT),
    ]
    assert moved.entry.end is End.DONE


def test_whoever_waits_in_vain_goes_the_other_way() -> None:
    moved = wake(OF, enter(OF).entry, IN_VAIN)
    assert [(wish.message, wish.due) for wish in moved.wishes] == [("hello", IN_VAIN)]
    assert outcomes(moved)[1:] == [("order", Outcome.TIMED_OUT), ("remind", Outcome.WISHED)]
    plain = journey(replace(AWAIT, wait=Wait(hours=96, event=ORDER)), HELLO)
    assert outcomes(wake(plain, enter(plain).entry, IN_VAIN))[-1] == ("hello", Outcome.WISHED)
    out = journey(replace(AWAIT, wait=Wait(hours=96, event=ORDER, otherwise="end")), HELLO)
    assert wake(out, enter(out).entry, IN_VAIN).wishes == ()
    gone = journey(replace(AWAIT, wait=Wait(hours=96, event=ORDER, otherwise="gone")), HELLO)
    assert wake(gone, enter(gone).entry, IN_VAIN).entry.end is End.DONE


def test_only_what_comes_during_the_wait_ends_it() -> None:
    entry = enter(OF).entry
    now = IN_VAIN + HOUR
    assert hears(OF, entry, order(ENROLLED - HOUR), now) is None
    assert hears(OF, entry, order(IN_VAIN), now) is None
    visit = event(ENROLLED + HOUR, "activity", "evt_8", {"type": "visit"})
    assert hears(OF, entry, visit, now) is None
    assert hears(OF, entry, order(IN_VAIN - timedelta(milliseconds=1)), now) is not None
    # Neither does the event that brought the member in, nor one that ended a wait before.
    by_order = journey(AWAIT, THANK, enter=ORDER)
    own = replace(entry, entered_by="evt_9")
    assert hears(by_order, own, order(ENROLLED), now) is None
    twice = journey(AWAIT, replace(AWAIT, code="again"), OUT, REMIND)
    first = order(ENROLLED + HOUR)
    moved = hears(twice, entry, first, ENROLLED + HOUR)
    assert moved is not None
    assert moved.entry.step == "again"
    assert hears(twice, moved.entry, first, ENROLLED + HOUR) is None
    assert hears(twice, moved.entry, order(ENROLLED + HOUR, "evt_10"), now) is not None


def test_an_event_that_reads_the_member_is_heard_of_those_who_agreed() -> None:
    gold = Trigger("activity", when='activity.type == "order" && member.tier == "gold"')
    of = journey(Step("order", wait=Wait(hours=96, event=gold)), THANK)
    entry, at = enter(of).entry, ENROLLED + HOUR
    assert hears(of, entry, order(at), at) is not None
    assert hears(of, entry, order(at), at, OTHER) is None


def test_an_event_takes_no_step_of_a_journey_that_is_paused() -> None:
    of = journey(Step("rest", wait=Wait(hours=3)), HELLO, AWAIT, THANK, OUT, REMIND)
    late = order(ENROLLED + 5 * HOUR)
    asked = (of, enter(of).entry, late, PROFILED_MEMBER, RULES, late.at)
    assert heard(*asked, is_paused=True) is None
    assert heard(*asked) is not None
    # Whoever waits for it already has it heard, and goes on after the pause.
    met = heard(OF, enter(OF).entry, late, PROFILED_MEMBER, RULES, late.at, is_paused=True)
    assert met is not None
    assert (met.entry.due, met.wishes) == (late.at, ())


def test_an_event_of_the_wait_is_heard_though_a_pause_set_the_member_aside_since() -> None:
    """The worker read it late: the wait was over by then, and the journey paused."""
    aside = replace(enter(OF).entry, state=State.PAUSED)
    in_time, now = order(IN_VAIN - HOUR), IN_VAIN + 9 * HOUR
    met = heard(OF, aside, in_time, PROFILED_MEMBER, RULES, now, is_paused=True)
    assert met is not None
    assert (met.entry.state, met.entry.due) == (State.PAUSED, in_time.at)
    went_on = woken(OF, replace(met.entry, state=State.WAITING), PROFILED_MEMBER, RULES, now)
    assert [wish.message for wish in went_on.wishes] == ["named"]
    assert heard(OF, aside, order(IN_VAIN), PROFILED_MEMBER, RULES, now, is_paused=True) is None


def test_steps_that_were_due_before_an_event_are_taken_before_it() -> None:
    """The worker was away: the member had gone on to the wait by the time of the event."""
    of = journey(Step("rest", wait=Wait(hours=3)), HELLO, AWAIT, THANK, OUT, REMIND)
    entry = enter(of).entry
    at = ENROLLED + 5 * HOUR
    moved = hears(of, entry, order(at), at + 200 * HOUR)
    assert moved is not None
    assert [(wish.message, wish.due) for wish in moved.wishes] == [
        ("hello", ENROLLED + 3 * HOUR),
        ("named", at),
    ]
    assert hears(of, entry, order(ENROLLED + 2 * HOUR), at) is None


def test_an_event_during_a_pause_is_kept_for_when_the_journey_goes_on() -> None:
    at = ENROLLED + HOUR
    met = heard(OF, enter(OF).entry, order(at), OTHER, RULES, at)
    assert met is not None
    aside = replace(met.entry, state=State.PAUSED)
    assert (aside.due, aside.is_met) == (at, True)
    # A second one changes nothing.
    assert heard(OF, met.entry, order(at + HOUR, "evt_10"), OTHER, RULES, at + HOUR) is None
    moved = wake(OF, replace(aside, state=State.WAITING), at + 500 * HOUR)
    assert [(wish.message, wish.due) for wish in moved.wishes] == [("named", at)]


@given(st.lists(st.integers(min_value=0, max_value=200), min_size=1, max_size=6))
def test_however_often_events_come_each_wait_ends_once(hours: list[int]) -> None:
    of = journey(AWAIT, replace(AWAIT, code="again"), THANK, OUT, REMIND)
    events = [
        order(ENROLLED + each * HOUR, f"evt_o{number}") for number, each in enumerate(sorted(hours))
    ]
    entry, wishes = enter(of).entry, 0
    for each in (*events, *events):
        moved = hears(of, entry, each, max(each.at, ENROLLED)) if entry.is_open else None
        if moved is not None:
            entry, wishes = moved.entry, wishes + len(moved.wishes)
    while entry.is_open:
        assert entry.due is not None
        moved = wake(of, entry, entry.due)
        entry, wishes = moved.entry, wishes + len(moved.wishes)
    over = [line.step for line in entry.lines if line.outcome in (Outcome.MET, Outcome.TIMED_OUT)]
    assert len(over) == len(set(over))
    assert wishes == 1
