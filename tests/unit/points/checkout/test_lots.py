"""The lots that paid, and what went back to each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.points.checkout.domain.lots import next_back, spent_lots
from services.points.ledger.domain.posting import Lot

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def lots_of(*points: int) -> list[Lot]:
    return [Lot(each, DAY + timedelta(days=number)) for number, each in enumerate(points)]


def test_points_go_back_to_the_lot_that_expires_last_first() -> None:
    assert [lot.returned for lot in spent_lots(lots_of(100, 200), 250)] == [50, 200]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6), st.lists(st.integers(0, 60)))
def test_refunds_one_by_one_give_back_what_all_of_them_do(
    points: list[int], refunds: list[int]
) -> None:
    lots, back, by_lot = lots_of(*points), 0, dict.fromkeys(range(len(points)), 0)
    for asked in refunds:
        taken = list(next_back(lots, back, min(asked, sum(points) - back)))
        for lot in taken:
            by_lot[lots.index(Lot(points[(lot.expire_at - DAY).days], lot.expire_at))] += lot.points  # type: ignore[operator]
        back += sum(lot.points for lot in taken)
    assert [lot.returned for lot in spent_lots(lots, back)] == list(by_lot.values())
    assert all(lot.returned <= lot.points for lot in spent_lots(lots, back))
