"""What a year of real orders comes to, without a line of the suite: `year_script.py FILE` prints
each customer's points and usable coupons. The referee of `retail_points`, whose rules it states:
an order earns by tier and campaigns, its large lines and a large order more; it gives a coupon once
a month, which the next basket uses, split by largest remainder; a return takes its share by money,
rounded down, and what leaves nothing of an order takes all, gives the coupon that the order used,
and takes the one that it gave. Tiers are by what was paid less returns.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
OFF, MINIMUM, GOOD_DAYS, BASKET_LINES = 500, 2_000, 30, 200
Row = tuple[datetime, int, list[str], int]
COLUMNS = ("InvoiceNo", "CustomerID", "StockCode", "Quantity", "UnitPrice", "InvoiceDate")


@dataclass(eq=False)
class Coupon:
    last: date
    free: bool = True


class Line:
    def __init__(self, order: Order, quantity: int, price: int) -> None:
        self.order, self.quantity, self.price, self.paid = order, quantity, price, price
        self.points = self.back = self.back_minor = 0


class Order:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.paid = self.back = self.base = self.extra = self.taken = 0
        self.used = self.gave = Coupon(date.min, free=False)


class Customer:
    def __init__(self) -> None:
        self.points = self.spent = 0
        self.coupons: list[Coupon] = []
        self.times = Counter[tuple[object, ...]]()

    def usable(self, on: date) -> list[Coupon]:
        return [one for one in self.coupons if one.free and one.last >= on]

    def within(self, most: int, *award: object) -> bool:
        self.times[award] += 1
        return self.times[award] <= most


def buy(own: Customer, order: Order, on: date) -> None:
    total, free = sum(line.price for line in order.lines), own.usable(on)
    if free and total >= MINIMUM and len(order.lines) <= BASKET_LINES:
        order.used, free[0].free = free[0], False
        for line in order.lines:
            line.paid -= OFF * line.price // total
        rest = OFF - sum(line.price - line.paid for line in order.lines)
        for line in sorted(order.lines, key=lambda each: -(OFF * each.price % total))[:rest]:
            line.paid -= 1
    order.paid = sum(line.paid for line in order.lines)
    campaigns = Fraction(2 if date(2010, 12, 1) <= on <= date(2010, 12, 23) else 1)
    campaigns *= Fraction(3, 2) if on.isoweekday() == 4 else 1
    autumn = date(2011, 10, 1) <= on <= date(2011, 11, 30) and order.paid >= 20_000
    campaigns *= Fraction(5, 4) if autumn else 1
    tier = 13 if own.spent >= 300_000 else 11 if own.spent >= 80_000 else 10
    order.base = int(Fraction(order.paid * tier, 1000) * campaigns)
    for line in order.lines:
        line.points = int(2 * campaigns + Fraction(1, 2)) if line.quantity >= 12 else 0
    order.extra = 25 if order.paid >= 50_000 and own.within(2, "big", on.year, on.month) else 0
    if order.paid >= 30_000 and own.within(1, "gift", on.year, on.month):
        order.gave = Coupon(on + timedelta(days=GOOD_DAYS))
        own.coupons.append(order.gave)
    own.points += order.base + order.extra + sum(line.points for line in order.lines)
    own.spent += order.paid


def give_back(own: Customer, order: Order, lines: dict[Line, int], on: date) -> None:
    for line, pieces in lines.items():
        before, line.back = line.back_minor, line.back + pieces
        line.back_minor = line.paid * line.back // line.quantity
        order.back += line.back_minor - before
        own.spent -= line.back_minor - before
    due = order.base + order.extra + sum(line.points for line in order.lines)
    if order.back < order.paid:
        due = sum(each * order.back // order.paid for each in (order.base, order.extra))
        for line in order.lines:
            back = (line.back_minor, line.paid) if line.paid else (line.back, line.quantity)
            due += line.points * back[0] // back[1]
    else:
        order.used.free = order.used.free or order.used.last >= on
        order.gave.free, order.used = False, Coupon(date.min, free=False)
    own.points -= due - order.taken
    order.taken = due


def read(path: str) -> list[list[Row]]:
    """Invoices and cancellations in order of time, each with its lines that count: time, place in
    the file, COLUMNS and pence. Fees and lines without a customer or a price do not count."""
    documents: dict[tuple[str, str], list[Row]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for place, each in enumerate(csv.DictReader(file)):
            row = [each[name].upper() for name in COLUMNS]
            price, quantity = Decimal(row[4]), int(row[3])
            sold = -quantity if row[0].startswith("C") else quantity
            if row[1] and re.fullmatch(r"\d{5}[A-Z]*", row[2]) and price > 0 and sold > 0:
                pence = int((sold * price * 100).quantize(Decimal(1), ROUND_HALF_UP))
                at = datetime.fromisoformat(row[5]).replace(tzinfo=LONDON).astimezone(UTC)
                documents[row[0], row[1]].append((at, place, row, pence))
    return sorted(map(sorted, documents.values()), key=lambda lines: lines[0][:2])


def points(path: str) -> dict[str, tuple[int, int]]:
    """By customer: points, and the coupons that are usable on the last day."""
    customers: dict[str, Customer] = defaultdict(Customer)
    shelf: dict[tuple[str, str, Decimal], list[Line]] = defaultdict(list)
    on = date.min
    for document in read(path):
        on, order = document[0][0].astimezone(LONDON).date(), Order()
        own = customers[document[0][2][1]]
        back: dict[Order, Counter[Line]] = defaultdict(Counter)
        for _, _, (number, name, article, quantity, price, _), pence in document:
            same, left = shelf[name, article, Decimal(price)], -int(quantity)
            if not number.startswith("C"):
                order.lines.append(Line(order, int(quantity), pence))
                same.append(order.lines[-1])
                continue
            for line in reversed(same):  # the newest purchase first
                if (taken := min(left, line.quantity - line.back - back[line.order][line])) > 0:
                    left -= taken
                    back[line.order][line] += taken
        if order.lines:
            buy(own, order, on)
        for bought, lines in back.items():
            give_back(own, bought, lines, on)
    return {name: (own.points, len(own.usable(on))) for name, own in customers.items()}


if __name__ == "__main__":
    for customer, told in points(sys.argv[1]).items():
        print(customer, *told)
