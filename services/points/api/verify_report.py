"""What `python -m services.points verify` prints, and what it exits with."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from services.points.commands.verify import Colour, Report, Verifier

EXIT_CODES = {Colour.GREEN: 0, Colour.YELLOW: 0, Colour.RED: 1}
_ANSI = {Colour.GREEN: "\033[32m", Colour.YELLOW: "\033[33m", Colour.RED: "\033[31m"}
_PLAIN = "\033[0m"


async def verify_brands(verifier: Verifier, brands: Sequence[str], out: TextIO = sys.stdout) -> int:
    """Prove the ledger of each of `brands`, or of all when none is named.

    A line each, with the problems below it, the first bad entry first. 0 when nothing is wrong.
    """
    worst = 0
    for brand in brands or await verifier.brands():
        report = await verifier.verify(brand)
        print(_line(brand, report, out.isatty()), file=out)
        for problem in report.problems:
            print(f"  {problem.check:9} {problem.where}: {problem.detail}", file=out)
        worst = max(worst, EXIT_CODES[report.colour])
    return worst


def _line(brand: str, report: Report, coloured: bool) -> str:
    colour = report.colour
    shown = f"{_ANSI[colour]}{colour.value}{_PLAIN}" if coloured else colour.value
    counts = ", ".join(f"{count} {what}" for what, count in report.counts.items())
    return f"{brand}: {shown} ({counts})"
