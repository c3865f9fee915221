"""Caps whatever the order in which wishes come."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.audience.domain import Purpose
from services.feedback.reach.domain.caps import KEPT_FOR, counting, free_from, kept
from services.feedback.reach.domain.case import Outcome
from services.feedback.reach.domain.decision import decide
from services.feedback.reach.domain.section import Cap, Per
from services.feedback.reach.domain.together import decide_all
from tests.unit.feedback.reach.samples import (
    NEWS,
    SHANGHAI,
    local,
    message,
    rules,
    subject,
    touched,
    wish,
)

NOW = local("2026-12-16 15:00")
CAPS = st.builds(
    Cap, st.just(Purpose.MARKETING), st.integers(1, 4), st.sampled_from(Per), st.booleans()
)
AGES = st.lists(st.integers(0, 60 * 24 * 50).map(lambda each: timedelta(minutes=each)), max_size=12)


@given(CAPS, st.permutations(list(range(6))), AGES)
def test_the_order_of_wishes_changes_nothing_and_no_window_has_too_many(
    cap: Cap, order: list[int], ages: list[timedelta]
) -> None:
    asked = rules(NEWS, message("gift", priority=80), caps=(cap,))
    held = [touched(NOW - age, f"tch_{i}") for i, age in enumerate(ages)]
    wishes = [wish(NOW, "gift" if i % 2 else "news", f"tch_w{i}") for i in range(6)]
    decided, after = decide_all(wishes, subject(*held), asked, NOW)
    again, _ = decide_all([wishes[i] for i in order], subject(*held), asked, NOW)
    assert decided == again
    before = len(counting(cap, held, NOW, SHANGHAI))
    sent = sum(made.outcome is Outcome.SEND for _, made in decided)
    assert sent == max(0, min(6, cap.times - before))
    assert after.reached is not None
    assert len(counting(cap, after.reached.counted, NOW, SHANGHAI)) == before + sent


@given(CAPS, AGES)
def test_a_place_is_free_when_the_refusal_says_and_not_before(
    cap: Cap, ages: list[timedelta]
) -> None:
    asked = rules(caps=(cap,))
    member = subject(*(touched(NOW - age, f"old_{i}") for i, age in enumerate(ages)))
    assert member.reached is not None
    taken = counting(cap, member.reached.counted, NOW, SHANGHAI)
    if len(taken) < cap.times:
        return
    free = free_from(cap, taken, NOW, SHANGHAI)
    assert free > NOW
    assert decide(wish(free), member, asked, free).outcome is Outcome.SEND
    moment = free - timedelta(milliseconds=1)
    assert decide(wish(moment), member, asked, moment).outcome is Outcome.REFUSE


def test_what_no_window_counts_is_let_go() -> None:
    ages = (timedelta(0), KEPT_FOR - timedelta(seconds=1), KEPT_FOR)
    held = [touched(NOW - age) for age in ages]
    assert len(kept(held, NOW)) == 2
    assert len(kept([touched(NOW, f"tch_{i}") for i in range(70)], NOW)) == 64
