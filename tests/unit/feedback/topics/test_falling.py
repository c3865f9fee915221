"""A slot whose topic falls gets its alternative, says why, and can have its own back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.topics.domain.edition import (
    Edition,
    SlotNotReplaced,
    SlotState,
    falls,
    judged,
    restored,
    topic_of,
)
from services.feedback.topics.domain.section import Slot

NOW = datetime(2026, 3, 30, 2, tzinfo=UTC)
SLOT = Slot("tuesday", 2, time(10), "story", alternative="other", least=10)


def weeks(*figures: int, topic: str = "story") -> list[Edition]:
    first = date(2026, 3, 3)
    return [
        Edition("tuesday", first + timedelta(weeks=n), topic, NOW, NOW, figure, True)
        for n, figure in enumerate(figures)
    ]


@pytest.mark.parametrize(
    ("figures", "least", "fell"),
    [
        ((100, 85, 72), 10, True),  # 15 % and 15.3 %
        ((100, 86, 70), 10, False),  # 14 %, then 18.6 %
        ((100, 80, 70), 10, False),  # 20 %, then 12.5 %
        ((100, 85), 10, False),
        ((9, 5, 3), 10, False),  # too few to tell
        ((500, 100, 85, 72), 10, True),  # the last three weeks
        ((0, 0, 0), 1, False),
        ((100, 0, 0), 10, False),  # nothing falls below nothing
    ],
)
def test_two_weeks_running_by_15_percent(figures: tuple[int, ...], least: int, fell: bool) -> None:
    assert falls(figures, least) is fell


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=3), st.integers(2, 9))
def test_a_fall_does_not_depend_on_the_size_of_a_brand(figures: list[int], times: int) -> None:
    assert falls(figures, 1) is falls([each * times for each in figures], 1)


def test_a_slot_that_falls_has_its_alternative_until_an_operator_undoes_it() -> None:
    after = judged(SLOT, SlotState(), weeks(100, 80, 60), NOW)
    assert after is not None
    assert (topic_of(SLOT, after), after.figures) == ("other", (100, 80, 60))
    # It has it already; and weeks of the alternative say nothing about the topic.
    assert judged(SLOT, after, weeks(100, 80, 60), NOW) is None
    assert judged(SLOT, SlotState(), weeks(100, 80, 60, topic="other"), NOW) is None
    back = restored(SLOT, after, date(2026, 3, 30))
    assert topic_of(SLOT, back) == "story"
    # The weeks of before count no more.
    assert judged(SLOT, back, weeks(100, 80, 60), NOW) is None
    with pytest.raises(SlotNotReplaced):
        restored(SLOT, back, date(2026, 3, 30))
    # A programme that gives the slot another topic means that one.
    other = Slot("tuesday", 2, time(10), "new", alternative="other")
    assert topic_of(other, after) == "new"
    # Without an alternative nothing is replaced.
    assert judged(Slot("t", 2, time(10), "story"), SlotState(), weeks(100, 80, 60), NOW) is None
