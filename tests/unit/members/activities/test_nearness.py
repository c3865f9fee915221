"""How near to a store a member usually is, whatever order activities come in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.activities.domain.nearness import (
    DAYS_MAX,
    FAR_M,
    KEPT_DAYS,
    STEP_M,
    NearStore,
    SeenNear,
    rough,
    seen_near,
    usual,
)

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("metres", "kept"),
    [(0, 500), (1, 500), (500, 500), (501, 1_000), (2_999, 3_000), (50_001, 50_000)],
)
def test_distances_are_rounded_so_that_they_find_nobodys_home(metres: int, kept: int) -> None:
    assert rough("a", metres) == NearStore("a", kept)


@given(st.integers(0, 20_100_000))
def test_no_distance_is_closer_than_a_step(metres: int) -> None:
    _, kept = rough("a", metres)
    assert kept % STEP_M == 0
    assert STEP_M <= kept <= FAR_M
    assert metres >= FAR_M or 0 <= kept - metres <= STEP_M


def _seen(days: Sequence[tuple[int, int, str, int]]) -> dict[int, SeenNear]:
    """By days ago, hour, store and steps."""
    seen: dict[int, SeenNear] = {}
    for ago, hour, store, steps in days:
        day = TODAY - timedelta(days=ago)
        at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        seen = seen_near(seen, day, at, NearStore(store, steps * STEP_M), TODAY)
    return seen


_days = st.lists(
    st.tuples(
        st.integers(0, KEPT_DAYS + 5),
        st.integers(0, 23),
        st.sampled_from("abc"),
        st.integers(1, 9),
    ),
    max_size=30,
)


@given(_days.flatmap(lambda days: st.tuples(st.just(days), st.permutations(days * 2))))
def test_order_and_repetition_do_not_matter_and_few_days_are_kept(
    told: tuple[list[tuple[int, int, str, int]], list[tuple[int, int, str, int]]],
) -> None:
    once, again = told
    seen = _seen(once)
    assert seen == _seen(again)
    assert len(seen) <= DAYS_MAX
    latest = {TODAY.toordinal() - ago for ago, *_ in once if ago < KEPT_DAYS}
    assert set(seen) == set(sorted(latest)[-DAYS_MAX:])


def test_usual_is_the_middle_by_distance_and_forgotten_after_its_days() -> None:
    seen = _seen([(0, 9, "far", 40), (1, 9, "home", 2), (2, 9, "work", 3), (2, 8, "far", 90)])
    assert usual(seen, TODAY) == NearStore("work", 3 * STEP_M)
    last = TODAY + timedelta(days=KEPT_DAYS - 1)
    assert usual(seen, last) == NearStore("far", 40 * STEP_M)
    assert usual(seen, last + timedelta(days=1)) is None
    assert usual({}, TODAY) is None
