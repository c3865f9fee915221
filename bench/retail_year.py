"""RFM of a year of real orders, by the code of segments and by SQL that knows nothing of it.

The file is Online Retail of the UCI Machine Learning Repository; `TESSERA_RETAIL_YEAR` names it.
Returns are matched with their purchases by `examples.import_orders`; from there on the two ways
share nothing. Prints how many of the cut points and cells of the table differ: none may.
"""

import os
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bench import report
from examples.import_orders import order_file
from examples.import_orders.history import Invoice, history
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.purchase import NO_PURCHASE, Purchase
from services.members.segments.domain.rfm import Measures, RfmSection
from services.members.segments.domain.terciles import Terciles

FILE = "TESSERA_RETAIL_YEAR"
LONDON = ZoneInfo("Europe/London")
ON = date(2011, 12, 9)
"""The last day of the file."""
Cell = tuple[int, int, int]
Numbers = tuple[tuple[int, ...], dict[Cell, int]]
"""The six cut points, and the members of each cell by its three scores."""


def run(quick: bool) -> None:
    """Compare the two on the whole file; `quick` is no shorter."""
    name = os.environ.get(FILE, "")
    if not name or not Path(name).is_file():
        print(f"retail_year: skipped, {FILE} names no file", file=sys.stderr)
        return
    invoices = history(order_file.read(Path(name), LONDON)).invoices
    began = time.perf_counter()
    cuts, cells = by_segments(invoices)
    took_s = time.perf_counter() - began
    sql_cuts, sql_cells = by_sql(invoices)
    differ = sum(one != other for one, other in zip(cuts, sql_cuts, strict=True))
    differ += sum(
        cells.get(each) != sql_cells.get(each) for each in cells.keys() | sql_cells.keys()
    )
    members = sum(cells.values())
    report.line("retail year/rfm/differences", differ, "values", members=members, run_s=took_s)
    if differ:
        raise SystemExit(f"retail_year: {cuts} {cells} are not {sql_cuts} {sql_cells}")


def by_segments(invoices: Iterable[Invoice]) -> Numbers:
    """By the facts, terciles and scores that segments use."""
    terciles, known = Terciles(), [Measures.of(each, ON) for each in _facts(invoices).values()]
    measured = [each for each in known if each is not None]
    for each in measured:
        terciles.add(each)
    if terciles.look_within():
        for each in measured:
            terciles.add_within(each)
    cuts = terciles.cuts()
    section = RfmSection(cuts, {})
    cells: Counter[Cell] = Counter()
    for each in measured:
        scores = section.scored(each, cuts)
        cells[scores.recency, scores.frequency, scores.monetary] += 1
    return (*cuts.recency_days, *cuts.orders, *cuts.spent_minor), dict(cells)


def _facts(invoices: Iterable[Invoice]) -> Mapping[str, Facts]:
    facts: defaultdict[str, Facts] = defaultdict(Facts)
    for invoice in invoices:
        own, day = facts[invoice.customer], invoice.at.astimezone(LONDON).date()
        left = invoice.total_minor - invoice.returned_minor
        if invoice.is_left:
            own.count(NO_PURCHASE, Purchase(1, left), day, ON)
    return facts


def by_sql(invoices: Iterable[Invoice]) -> Numbers:
    """By SQLite: window functions sort what segments count in buckets."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE invoice (customer TEXT, day TEXT, total INTEGER, returned INTEGER)")
    db.executemany(
        "INSERT INTO invoice VALUES (?, ?, ?, ?)",
        (
            (
                each.customer,
                each.at.astimezone(LONDON).date().isoformat(),
                each.total_minor,
                each.returned_minor,
            )
            for each in invoices
        ),
    )
    db.execute(
        """CREATE TABLE measured AS SELECT customer,
             CAST(julianday(:day) - julianday(max(CASE WHEN returned < total THEN day END))
               AS INTEGER) AS recency,
             sum(returned < total AND day > date(:day, '-365 days')) AS orders,
             sum(CASE WHEN day > date(:day, '-365 days') THEN total - returned ELSE 0 END) AS spent
           FROM invoice WHERE day <= :day GROUP BY customer HAVING recency IS NOT NULL""",
        {"day": ON.isoformat()},
    )
    worse, better = _cuts(db, "recency", "DESC")
    orders, spent = _cuts(db, "orders", "ASC"), _cuts(db, "spent", "ASC")
    rows = db.execute(
        """SELECT 1 + (recency <= ?) + (recency <= ?), 1 + (orders >= ?) + (orders >= ?),
             1 + (spent >= ?) + (spent >= ?), count(*) FROM measured GROUP BY 1, 2, 3""",
        (worse, better, *orders, *spent),
    )
    cells = {(recency, orders, money): n for recency, orders, money, n in rows}
    return (better, worse, *orders, *spent), cells


def _cuts(db: sqlite3.Connection, column: str, order: str) -> tuple[int, int]:
    """The values in the places n/3 and 2n/3, from 0, of all in order."""
    found = db.execute(
        f"""SELECT value FROM (SELECT {column} AS value, count(*) OVER () AS n,
              row_number() OVER (ORDER BY {column} {order}) - 1 AS place FROM measured)
            WHERE place IN (n / 3, 2 * n / 3) ORDER BY place"""
    ).fetchall()
    return found[0][0], found[1][0]
