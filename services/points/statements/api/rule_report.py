"""What `python -m services.points rules` prints: what became of each rule's points, as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from services.common.cells import to_cell
from services.points.calendar.domain.month import Month
from services.points.statements.commands.statements import Statements
from services.points.statements.domain.rule_totals import OriginRow, together

HELP = """\
A line of CSV for each rule under the same campaigns: what it issued from one month to another, and
what of its points was redeemed, expired, clawed back; and what is outstanding of them now. The last
line is the sum, which is what the trial balance says of the house accounts. Exit code: 2 for wrong
arguments or settings and a brand that never wrote, 3 when the database did not answer; else 0.
"""
HEAD = (
    "rule",
    "campaigns",
    "issued",
    "redeemed",
    "expired",
    "clawed_back",
    "other",
    "outstanding",
)
SUM = "(all)"


async def print_rules(
    statements: Statements,
    brand: str,
    asset: str,
    months: tuple[Month, Month],
    out: TextIO,
) -> None:
    """The rows of the months from the first to the last, and their sum. Raises MonthInvalid."""
    found = await statements.rules(brand, asset, *months)
    lines = csv.writer(out)
    lines.writerow(HEAD)
    lines.writerows(map(_line, found))
    lines.writerow((SUM, *_line(together(found))[1:]))


def _line(row: OriginRow) -> tuple[str, ...]:
    numbers: Iterable[int] = (
        row.issued,
        row.redeemed,
        row.expired,
        row.clawed_back,
        row.other,
        row.outstanding,
    )
    campaigns = "+".join(row.origin.campaigns)
    return to_cell(row.origin.rule), to_cell(campaigns), *map(str, numbers)
