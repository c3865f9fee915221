"""What an order counts for once parts of it went back."""

import pytest

from services.members.activities.domain.order import RefundableLine, RefundableOrder
from services.members.activities.domain.purchase import purchase_of

PAID = RefundableLine("1", 1, 1800, series="pure_tea")
FREE = RefundableLine("2", 1, 0, series="milk_tea")
PAID_BACK = PAID._replace(refunded_quantity=1, refunded_minor=1800)
FREE_BACK = FREE._replace(refunded_quantity=1)


@pytest.mark.parametrize(
    ("lines", "refunded", "orders", "series"),
    [
        ((PAID, FREE), 0, 1, {"pure_tea": 1, "milk_tea": 1}),
        ((PAID_BACK, FREE), 1800, 1, {"milk_tea": 1}),
        ((PAID_BACK, FREE_BACK), 1800, 0, {}),
        # It named no lines.
        ((PAID, FREE), 1800, 0, {}),
        ((PAID, FREE_BACK), 0, 1, {"pure_tea": 1}),
    ],
)
def test_a_free_line_that_is_kept_keeps_the_order(
    lines: tuple[RefundableLine, ...], refunded: int, orders: int, series: dict[str, int]
) -> None:
    order = RefundableOrder("mem_ada", "CNY", 1800, refunded, lines)
    purchase = purchase_of(order)
    assert (purchase.orders, dict(purchase.series)) == (orders, series)


@pytest.mark.parametrize(("line", "orders"), [(FREE, 1), (FREE_BACK, 0)])
def test_a_gift_is_given_back_by_its_pieces(line: RefundableLine, orders: int) -> None:
    assert purchase_of(RefundableOrder("mem_ada", "CNY", 0, 0, (line,))).orders == orders
