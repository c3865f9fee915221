"""What `python -m services.points verify` prints, keeps to go on with, and exits with."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.account_audit import AuditState, Problem
from services.points.ledger.domain.audit_report import Colour, Phase, Report
from services.points.ledger.domain.hold_audit import HoldAudit

RED = 1
UNREADABLE = 2
UNKNOWN_BRAND = 2
NOTHING = "{brand}: nothing was ever written for it: is that its name?"
HELP = """\
A line for each brand: green (all is proven), yellow (proven, but a backlog is old: points past
expiry for days and not swept, an event that was set aside, a
follower not heard of for minutes; or a replica's clock was ahead:
postings are recorded in the future, and until then sums and holds are not compared) or red, with
the problems below, the first bad entry of an account first. Exit code: 0 green or yellow, 1 red, 2
wrong arguments or settings, a brand that never wrote, or a state file that no run has kept; 3 the
database did not answer, so nothing is known: run it again, with --state it goes on where it was.
"""
PROGRESS_S = 5.0
"""How often it tells where it is, and keeps it."""
_ANSI = {Colour.GREEN: "\033[32m", Colour.YELLOW: "\033[33m", Colour.RED: "\033[31m"}
_PLAIN = "\033[0m"
_NOT_OURS = (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError)


class StateUnreadable(Exception):
    """The file to go on from is not one that a run has kept."""


class State:
    """The reports of the brands so far, in a file from which a stopped run goes on.

    Raises StateUnreadable.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._reports: dict[str, Report] = {}
        if path is None:
            return
        if not path.parent.is_dir():
            raise StateUnreadable(f"{path} can't be kept: there is no folder {path.parent}")
        if not path.exists():
            return
        try:
            kept = json.loads(path.read_text("utf-8")).items()
            self._reports = {brand: _to_report(fields) for brand, fields in kept}
        except _NOT_OURS as error:
            raise StateUnreadable(f"{path} can't be gone on from: {error!r}") from error

    def report(self, brand: str) -> Report | None:
        """What is known of `brand`; None when nothing is."""
        return self._reports.get(brand)

    def keep(self, brand: str, report: Report) -> None:
        """Write it to the file: all of it, or what was there stays."""
        if self._path is not None:
            self._reports[brand] = report
            kept = {brand: asdict(report) for brand, report in self._reports.items()}
            beside = self._path.with_name(self._path.name + ".new")
            beside.write_text(json.dumps(kept), "utf-8")
            beside.replace(self._path)

    def end(self) -> None:
        """Everything is proven: the next run begins anew."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)


class _Progress:
    """Tells and keeps every few seconds how far a brand is."""

    def __init__(self, brand: str, state: State, notes: TextIO) -> None:
        self._brand = brand
        self._state = state
        self._notes = notes
        self._told_at = time.monotonic()

    def __call__(self, report: Report) -> bool:
        now = time.monotonic()
        if now - self._told_at >= PROGRESS_S:
            self._told_at = now
            self._state.keep(self._brand, report)
            where = f"behind {report.after!r}"
            if report.within:
                where = f"in {report.within.owner}/{report.within.asset}/{report.within.sequence}"
            told = f"{self._brand}: {report.phase} {where} ({_counts(report)})"
            print(told, file=self._notes, flush=True)
        return True


async def verify_brands(
    verifier: Verifier,
    brands: Sequence[str],
    out: TextIO = sys.stdout,
    *,
    state: Path | None = None,
    notes: TextIO = sys.stderr,
) -> int:
    """Prove the ledger of each of `brands`, or of all when none is named.

    A line each, with the problems below it; progress goes to `notes`. With a `state` file a run
    that was stopped goes on where it was. 0 when nothing is wrong, 1 when something is, 2 where the
    file is not one of ours, or a named brand has nothing: a name mistyped must not look proven.
    """
    try:
        kept = State(state)
    except StateUnreadable as error:
        print(error, file=notes)
        return UNREADABLE
    red = unknown = False
    for brand in brands or await verifier.brands():
        report = await verifier.verify(
            brand, report=kept.report(brand), go_on=_Progress(brand, kept, notes)
        )
        kept.keep(brand, report)
        if not report.problems and not any(report.counts.values()):
            print(NOTHING.format(brand=brand), file=notes)
            unknown = True
            continue
        print(_line(brand, report, out.isatty()), file=out)
        for problem in report.problems:
            print(f"  {problem.check:9} {problem.where}: {problem.detail}", file=out)
        red = red or report.colour is Colour.RED
    kept.end()
    return RED if red else UNKNOWN_BRAND if unknown else 0


def _to_report(kept: dict[str, Any]) -> Report:
    problems = [Problem(**problem) for problem in kept["problems"]]
    within = AuditState(**kept["within"]) if kept["within"] else None
    own = {"phase": Phase(kept["phase"]), "within": within, "holds": HoldAudit(**kept["holds"])}
    return Report(**{**kept, "problems": problems, **own})


def _line(brand: str, report: Report, coloured: bool) -> str:
    colour = report.colour
    shown = f"{_ANSI[colour]}{colour.value}{_PLAIN}" if coloured else colour.value
    ages = "".join(f", {name} for {age} s" for name, age in report.ages_s.items() if age)
    return f"{brand}: {shown} ({_counts(report)}{ages})"


def _counts(report: Report) -> str:
    return ", ".join(f"{count} {what}" for what, count in report.counts.items())
