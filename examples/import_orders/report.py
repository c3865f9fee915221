"""The report: totals from the file, totals from the suite, and a count of every line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from examples.import_orders import order_file
from examples.import_orders.history import History
from examples.import_orders.order_file import Orders

LEFT_OUT = {
    order_file.NO_CUSTOMER: "no customer",
    order_file.NOT_AN_ARTICLE: "postage, fee, discount or adjustment",
    order_file.PRICE_NOT_POSITIVE: "price zero or negative",
    order_file.QUANTITY_SIGN: "quantity of the wrong sign",
}


@dataclass(frozen=True)
class Read:
    """The totals that the suite answers after the import."""

    points: Mapping[str, int]
    orders: int
    spent_minor: int


@dataclass(frozen=True)
class Row:
    """A total twice: by the file alone, and as read from the suite."""

    name: str
    file: int
    suite: int


def expected_points(told: History, customers: list[str]) -> dict[str, int]:
    """Points by customer, from the file alone."""
    points = dict.fromkeys(customers, 0)
    for invoice in told.invoices:
        points[invoice.customer] += invoice.points
    return points


def rows(told: History, expected: Mapping[str, int], read: Read) -> list[Row]:
    """The totals to compare."""
    net_minor = sum(i.total_minor - i.returned_minor for i in told.invoices)
    return [
        Row("orders not wholly paid back", sum(i.is_left for i in told.invoices), read.orders),
        Row("paid less paid back, pence", net_minor, read.spent_minor),
        Row("points", sum(expected.values()), sum(read.points.values())),
        Row(
            "customers whose points differ",
            0,
            sum(read.points.get(customer) != points for customer, points in expected.items()),
        ),
    ]


def lines(orders: Orders, told: History) -> list[str]:
    """The file's lines, counted by result. Raises AssertionError when a line is missing."""
    counted = len(orders.sales) + len(orders.returns) + orders.left_out.total()
    assert counted == orders.lines, f"{orders.lines - counted} lines are not accounted for"
    text = [f"{orders.lines:>9,} lines in the file"]
    text.append(f"{len(orders.sales):>9,} bought, in {len(told.invoices):,} orders")
    text.append(
        f"{len(orders.returns):>9,} cancelled, giving {len(told.returns):,} refunds;"
        f" {told.unmatched_lines:,} of them wholly or partly without a purchase to cancel"
        f" ({told.unmatched_pieces:,} pieces), which gives nothing back"
    )
    for reason, words in LEFT_OUT.items():
        text.append(f"{orders.left_out[reason]:>9,} left out: {words}")
    return text


def table(found: list[Row]) -> list[str]:
    """The totals side by side; differences are marked."""
    text = [f"{'':34}{'by the file':>16}{'in the suite':>16}"]
    for row in found:
        mark = "" if row.file == row.suite else "   DIFFERS"
        text.append(f"{row.name:34}{row.file:>16,}{row.suite:>16,}{mark}")
    return text
