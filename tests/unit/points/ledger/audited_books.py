"""Books with a bit of everything in them, to be tampered with, and verify in small steps."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import timedelta

from services.common.clock import ManualClock
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.account import AccountKey
from services.points.ledger.domain.account_audit import AuditState, Problem
from services.points.ledger.domain.audit_report import Colour, Phase, Report
from services.points.ledger.domain.batch import RequestKey
from services.points.ledger.domain.hold_audit import HoldAudit
from services.points.ledger.domain.posting import Posting
from tests.builders import (
    NEW_YEAR,
    capture,
    claw_back,
    earn,
    hold,
    reverse,
    spend,
    transfer,
)
from tests.fakes import FakeLedgerStore

ANN = AccountKey("tea", "mem_ann", "POINTS")
SOON = NEW_YEAR + timedelta(days=2)


class Books:
    """A store with a bit of everything in it, to be tampered with."""

    def __init__(self) -> None:
        self.clock = ManualClock(NEW_YEAR)
        self.store = FakeLedgerStore()
        self.ledger = Ledger(self.store, self.clock)

    async def fill(self) -> None:
        await self.ledger.post(earn("mem_ann", 50, request_id="first", metadata={"rule": "spend"}))
        await self.ledger.post(earn("mem_ann", 20, request_id="second", expire_at=SOON))
        await self.ledger.post(hold("mem_ann", 10, SOON + timedelta(days=9), request_id="hold"))
        await self.ledger.post(transfer("mem_ann", "mem_bob", 5, request_id="gift"))
        spent = await self.ledger.post(spend("mem_bob", 2, request_id="spent"))
        await self.ledger.post(reverse(spent.posting.id))
        self.clock.set(SOON)
        await self.ledger.post(capture("mem_ann", 4))
        await self.ledger.post(claw_back("mem_cas", 8, request_id="debt"))
        await self.ledger.post(earn("mem_ann", 1, brand="retail"))

    async def report(self) -> Report:
        return await Verifier(self.store, self.clock).verify("tea")

    async def first_problem(self) -> Problem:
        report = await self.report()
        assert report.colour is Colour.RED
        return report.problems[0]

    def change(self, request_id: str, fn: Callable[[Posting], Posting]) -> None:
        key = RequestKey("tea", request_id)
        self.store.postings[key] = fn(self.store.postings[key])


def through_json(report: Report) -> Report:
    """As it comes back from a token or a file."""
    fields = json.loads(json.dumps(asdict(report)))
    fields["problems"] = [Problem(**problem) for problem in fields["problems"]]
    fields["within"] = fields["within"] and AuditState(**fields["within"])
    fields["holds"] = HoldAudit(**fields["holds"])
    return Report(**{**fields, "phase": Phase(fields["phase"])})


async def in_small_steps(books: Books, owners: Sequence[str] = ()) -> Report:
    """Each in a process of its own, while the account in question goes on growing."""
    report: Report | None = None
    while report is None or report.phase is not Phase.DONE:
        report = report and through_json(report)
        verifier = Verifier(books.store, books.clock)
        report = await verifier.verify("tea", owners, report=report, go_on=lambda report: False)
        if report.within is not None:
            later = SOON + timedelta(days=report.within.sequence)
            await books.ledger.post(earn(report.within.owner, 1, expire_at=later))
    return report
