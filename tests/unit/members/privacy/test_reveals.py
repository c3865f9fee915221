"""A reveal is read within a quarter of an hour after a second operator agreed, and once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.privacy.domain.reveals import (
    READ_WITHIN,
    Decided,
    RevealEnded,
    RevealLimitReached,
    RevealNotApproved,
    RevealState,
    check_readable,
    counted,
    state_of,
)

ASKED = datetime(2026, 3, 1, 4, tzinfo=UTC)
UNTIL = ASKED + timedelta(days=7)
AGREED = ASKED + timedelta(hours=1)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("decided", "read_at", "now", "state"),
    [
        (Decided("pending", UNTIL), None, UNTIL - TICK, RevealState.WAITING),
        (Decided("pending", UNTIL), None, UNTIL, RevealState.EXPIRED),
        (Decided("rejected", UNTIL, AGREED), None, AGREED, RevealState.REJECTED),
        (Decided("approved", UNTIL, AGREED), None, AGREED, RevealState.READY),
        (Decided("approved", UNTIL, AGREED), None, AGREED + READ_WITHIN - TICK, RevealState.READY),
        (Decided("approved", UNTIL, AGREED), None, AGREED + READ_WITHIN, RevealState.OVER),
        (Decided("approved", UNTIL, AGREED), AGREED, AGREED, RevealState.READ),
        (Decided("approved", UNTIL, AGREED), AGREED, UNTIL, RevealState.READ),
    ],
)
def test_a_reveal_is_ready_from_the_approval_until_its_time_is_over(
    decided: Decided, read_at: datetime | None, now: datetime, state: RevealState
) -> None:
    assert state_of(decided, read_at, now) is state


def test_only_one_that_is_ready_is_read() -> None:
    refusals = {
        RevealState.WAITING: RevealNotApproved,
        RevealState.REJECTED: RevealNotApproved,
        RevealState.EXPIRED: RevealNotApproved,
        RevealState.READ: RevealEnded,
        RevealState.OVER: RevealEnded,
    }
    for state in RevealState:
        if state in refusals:
            with pytest.raises(refusals[state]):
                check_readable(state)
        else:
            check_readable(state)
    assert {*RevealState} - {*refusals} == {RevealState.READY}


@given(st.lists(st.integers(1, 200)), st.integers(0, 2_000))
def test_no_order_of_wishes_gets_more_members_than_the_limit_of_the_day(
    wishes: list[int], most: int
) -> None:
    members = 0
    for asked in wishes:
        try:
            members = counted(members, asked, most)
        except RevealLimitReached as refusal:
            left = int(refusal.metadata["left"])
            assert left == most - members < asked
    assert members <= most
