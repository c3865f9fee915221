"""A member's adviser and the history."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.advisers.domain import (
    PAST_MAX,
    AdviserUnchanged,
    Given,
    MemberAdviser,
    changed,
)

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def test_a_change_keeps_the_one_before_with_their_reason_and_end() -> None:
    ann = Given("ann", NOW, "lead", "a VIP")
    nobody = Given("", NOW + timedelta(days=1), "lead", "she left")
    first = changed(None, ann)
    last = changed(first, nobody)
    assert (first.past, last.person) == ((), "")
    assert last.past == ((ann, nobody.since),)
    # From nobody to somebody ends nobody's time.
    bob = changed(last, Given("bob", NOW + timedelta(days=2), "lead", "new"))
    assert bob.past == last.past
    for known, same in [(None, nobody), (first, ann), (last, nobody)]:
        with pytest.raises(AdviserUnchanged):
            changed(known, same)


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.integers(-5, 5)), max_size=80))
def test_times_rise_whatever_the_clock_does_and_the_history_is_bounded(
    changes: list[tuple[str, int]],
) -> None:
    known: MemberAdviser | None = None
    times = []
    for person, seconds in changes:
        try:
            given_now = Given(person, NOW + timedelta(seconds=seconds), "lead", "")
            known = changed(known, given_now)
        except AdviserUnchanged:
            continue
        times.append(known.now.since)
        assert len(known.past) <= PAST_MAX
    assert times == sorted(set(times))
