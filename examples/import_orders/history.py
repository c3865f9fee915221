"""Invoices and their returns: matches each cancellation with the purchase that it cancels.

The file names no original invoice. A cancelled line gives back what the same customer bought of the
same article at the same unit price before it, the newest purchase first, as long as anything of it
is left. What finds no purchase gives nothing back, and is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from examples.import_orders.order_file import Line, Orders

POINTS_PER_MINOR_UNITS = 100


@dataclass
class Bought:
    """A line of an invoice, and how much of it was given back."""

    line: Line
    line_id: str
    returned: int = 0

    @property
    def left(self) -> int:
        """Pieces not given back."""
        return self.line.quantity - self.returned

    def give_back(self, quantity: int) -> int:
        """Give pieces back; returns their share of the amount in pence."""
        before = self.line.amount_minor * self.returned // self.line.quantity
        self.returned += quantity
        return self.line.amount_minor * self.returned // self.line.quantity - before


@dataclass
class Invoice:
    """One order: its lines, its total and what was paid back, in pence."""

    number: str
    customer: str
    at: datetime
    bought: list[Bought]
    total_minor: int
    returned_minor: int = 0

    @property
    def is_left(self) -> bool:
        """False once all its money was paid back: then it counts as no order."""
        return self.returned_minor < self.total_minor

    @property
    def points(self) -> int:
        """1 for each whole pound, less the returned share of them, rounded for the customer."""
        earned = self.total_minor // POINTS_PER_MINOR_UNITS
        return earned - earned * self.returned_minor // self.total_minor


@dataclass(frozen=True)
class ReturnedLine:
    """Pieces of a line given back, and their pence."""

    line_id: str
    article: str
    quantity: int
    amount_minor: int


@dataclass(frozen=True)
class Return:
    """The lines of one invoice that one cancellation gives back."""

    cancellation: str
    invoice: str
    customer: str
    at: datetime
    lines: tuple[ReturnedLine, ...]


@dataclass
class History:
    """Invoices and returns in order of time, and the cancelled lines without a purchase."""

    events: list[Invoice | Return]
    unmatched_lines: int = 0
    unmatched_pieces: int = 0

    @property
    def invoices(self) -> list[Invoice]:
        """The orders among the events."""
        return [event for event in self.events if isinstance(event, Invoice)]

    @property
    def returns(self) -> list[Return]:
        """The returns among the events."""
        return [event for event in self.events if isinstance(event, Return)]


def history(orders: Orders) -> History:
    """All events in order of time; at the same time, in the order of the file."""
    groups = [*_grouped(orders.sales), *_grouped(orders.returns)]
    groups.sort(key=lambda lines: (lines[0].at, lines[0].row))
    shelf: dict[tuple[str, str, object], list[Bought]] = defaultdict(list)
    invoices: dict[str, Invoice] = {}
    told = History([])
    sales = {line.invoice for line in orders.sales}
    for lines in groups:
        if lines[0].invoice in sales:
            invoice = _invoice(lines)
            invoices[invoice.number] = invoice
            told.events.append(invoice)
            for bought in invoice.bought:
                shelf[_key(bought.line)].append(bought)
        else:
            told.events.extend(_returns(lines, shelf, invoices, told))
    return told


def _grouped(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines by invoice and customer; an invoice happened when its first line did."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.invoice, line.customer), []).append(line)
    for group in groups.values():
        yield sorted(group, key=lambda line: (line.at, line.row))


def _invoice(lines: list[Line]) -> Invoice:
    first = lines[0]
    bought = [Bought(line, str(n)) for n, line in enumerate(lines, start=1)]
    total_minor = sum(line.amount_minor for line in lines)
    return Invoice(first.invoice, first.customer, first.at, bought, total_minor)


def _key(line: Line) -> tuple[str, str, object]:
    return line.customer, line.article, line.unit_price


def _returns(
    lines: list[Line],
    shelf: dict[tuple[str, str, object], list[Bought]],
    invoices: dict[str, Invoice],
    told: History,
) -> Iterator[Return]:
    """The returns of a cancellation, one for each invoice that it concerns."""
    by_invoice: dict[str, dict[str, ReturnedLine]] = defaultdict(dict)
    for line in lines:
        wanted = line.quantity
        for bought in reversed(shelf.get(_key(line), [])):
            taken = min(wanted, bought.left)
            if taken:
                wanted -= taken
                pence = bought.give_back(taken)
                invoices[bought.line.invoice].returned_minor += pence
                _add(by_invoice[bought.line.invoice], bought, taken, pence)
            if not wanted:
                break
        if wanted:
            told.unmatched_lines += 1
            told.unmatched_pieces += wanted
    for number, returned in by_invoice.items():
        first = lines[0]
        yield Return(first.invoice, number, first.customer, first.at, tuple(returned.values()))


def _add(returned: dict[str, ReturnedLine], bought: Bought, quantity: int, pence: int) -> None:
    """Two cancelled lines may name one bought line; a return names it once."""
    known = returned.get(bought.line_id)
    if known:
        quantity, pence = quantity + known.quantity, pence + known.amount_minor
    returned[bought.line_id] = ReturnedLine(bought.line_id, bought.line.article, quantity, pence)
