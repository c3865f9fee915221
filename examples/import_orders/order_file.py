"""The file of order lines; each line is used, or left out for one stated reason."""

from __future__ import annotations

import csv
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from examples.bounded_lines import bounded_lines

COLUMNS = ("InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID")
UNPACKED_MAX = 512 << 20
"""Characters: five million lines. All are kept in memory, since they are sorted by customer."""
CANCELLATION = "C"
# Articles are five digits and perhaps letters; everything else (POST, D, M, C2, BANK CHARGES,
# DOT, CRUK, PADS, ...) is postage, discount, a fee or a manual adjustment.
ARTICLE = re.compile(r"\d{5}[A-Za-z]*")

NO_CUSTOMER = "no_customer"
NOT_AN_ARTICLE = "fee_or_adjustment"
PRICE_NOT_POSITIVE = "zero_or_negative_price"
QUANTITY_SIGN = "quantity_of_wrong_sign"


class FileProblem(Exception):
    """The file can't be read as orders; the text names the line and the reason."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that counts. `quantity` is positive; `row` is its line in the file, from 2.

    `amount_minor` is quantity × unit price in pence, half a penny rounded up.
    """

    row: int
    invoice: str
    customer: str
    article: str
    quantity: int
    unit_price: Decimal
    at: datetime

    amount_minor: int


@dataclass(frozen=True)
class Orders:
    """Sales and returns in the file's order, all customers, and counts of lines left out."""

    sales: list[Line]
    returns: list[Line]
    customers: list[str]
    left_out: Counter[str]
    lines: int


def read(path: Path, zone: ZoneInfo) -> Orders:
    """Every line of a CSV file (gzipped when it ends in .gz). Raises FileProblem."""
    orders = Orders([], [], [], Counter(), 0)
    customers: dict[str, None] = {}
    lines = 0

    @lru_cache(1024)  # the lines of an invoice stand together
    def instant(local: str) -> datetime:
        return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)

    for row, record in enumerate(_records(path), start=2):
        lines += 1
        if record["CustomerID"]:
            customers.setdefault(record["CustomerID"])
        try:
            line = _line(row, record, instant)
        except (InvalidOperation, ValueError) as error:
            raise FileProblem(f"{path}, line {row}: {error}") from error
        reason = _why_not(line)
        if reason:
            orders.left_out[reason] += 1
        elif line.invoice.startswith(CANCELLATION):
            orders.returns.append(line)
        else:
            orders.sales.append(line)
    return Orders(orders.sales, orders.returns, list(customers), orders.left_out, lines)


def _records(path: Path) -> Iterator[dict[str, str]]:
    try:
        with bounded_lines(path, chars_max=UNPACKED_MAX) as lines:
            reader = csv.DictReader(lines)
            missing = set(COLUMNS) - set(reader.fieldnames or ())
            if missing:
                raise FileProblem(f"{path} has no column {', '.join(sorted(missing))}")
            lines.row_done()
            for record in reader:
                lines.row_done()
                yield record
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise FileProblem(f"{path} can't be read: {error}") from error


def _line(row: int, record: dict[str, str], instant: Callable[[str], datetime]) -> Line:
    invoice = record["InvoiceNo"]
    quantity = int(record["Quantity"])
    if invoice.startswith(CANCELLATION):
        quantity = -quantity
    unit_price = Decimal(record["UnitPrice"])
    return Line(
        row=row,
        invoice=invoice,
        customer=record["CustomerID"],
        article=record["StockCode"].upper(),
        quantity=quantity,
        unit_price=unit_price,
        at=instant(record["InvoiceDate"]),
        amount_minor=int((quantity * unit_price * 100).quantize(Decimal(1), ROUND_HALF_UP)),
    )


def _why_not(line: Line) -> str:
    """The first rule that leaves the line out; empty when it counts."""
    if not line.customer:
        return NO_CUSTOMER
    if not ARTICLE.fullmatch(line.article):
        return NOT_AN_ARTICLE
    if line.unit_price <= 0:
        return PRICE_NOT_POSITIVE
    if line.quantity <= 0:
        return QUANTITY_SIGN
    return ""
