"""`python -m services.feedback insight rebuild|verify --brand BRAND`."""

from __future__ import annotations

import argparse
from typing import Any, TextIO

from services.feedback.insight.commands.comparing import differing, rebuild
from services.feedback.insight.commands.counting import Counting
from services.feedback.insight.commands.numbers import InsightContext

NAME = "insight"
HELP = """\
verify counts every day, week and month of a brand again, and says which of the kept sums differ;
one that is counted at the same time may be told, so look again. rebuild replaces them all. Exit
code: 1 when one differs, 2 for a brand without happenings.
"""
WRONG, UNKNOWN = 1, 2
SHOWN_MAX = 20


def add_to(commands: Any) -> None:
    """The command and its arguments."""
    parser = commands.add_parser(
        NAME,
        help="count the figures again from the happenings, or compare them",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("do", choices=("rebuild", "verify"))
    parser.add_argument("--brand", required=True)


async def run(
    ctx: InsightContext, counting: Counting, asked: argparse.Namespace, out: TextIO
) -> int:
    """Do what `asked` says; the exit code."""
    brand = asked.brand
    if await ctx.buckets.first_day(brand) is None:
        out.write(f"{brand} has no happenings\n")
        return UNKNOWN
    if asked.do == "rebuild":
        out.write(f"{brand}: {await rebuild(ctx, counting, brand)} periods are counted again\n")
        return 0
    wrong = [period async for period in differing(ctx, brand)]
    out.writelines(
        f"{brand}: the {each.grain} from {each.first} differs\n" for each in wrong[:SHOWN_MAX]
    )
    out.write(f"{brand}: {len(wrong)} periods differ\n")
    return WRONG if wrong else 0
