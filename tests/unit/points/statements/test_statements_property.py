"""Whatever is written, months follow each other, and the reports agree with the balances."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.clock import ManualClock
from services.points.calendar.domain.month import Month, month_of
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.statements.commands.statements import Statements
from tests import builders
from tests.fakes import FakeLedgerStore
from tests.fakes_statements import FakeStatementStore
from tests.unit.points.statements.test_statements import DAY, MAY, SHANGHAI, Shanghai

OWNERS = ("mem_ann", "mem_bob")
MONTHS = 14
"""More than the longest run takes, with what is recorded late."""


@dataclass(frozen=True)
class Step:
    """Something written `wait` after the step before; `late` for what happened that long ago."""

    what: str
    owner: str
    points: int
    life: timedelta | None
    wait: timedelta
    late: timedelta

    def request(self, now: datetime, posted: list[str]) -> PostingRequest:
        other = OWNERS[self.owner == OWNERS[0]]
        expire_at = None if self.life is None else now + self.life
        effective_at = now - self.late
        if self.what == "earn":
            return builders.earn(
                self.owner, self.points, expire_at=expire_at, effective_at=effective_at
            )
        if self.what == "spend":
            return builders.spend(self.owner, self.points, effective_at=effective_at)
        if self.what == "claw_back":
            return builders.claw_back(self.owner, self.points, effective_at=effective_at)
        if self.what == "hold":
            return builders.hold(
                self.owner, self.points, now + 40 * DAY, hold_id=f"hold{len(posted)}"
            )
        if self.what == "reverse" and posted:
            return builders.reverse(posted[self.points % len(posted)])
        return builders.transfer(self.owner, other, self.points)


days = st.floats(0, 70).map(lambda n: timedelta(days=n))
steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(
            ["earn", "earn", "earn", "spend", "claw_back", "hold", "transfer", "reverse"]
        ),
        st.sampled_from(OWNERS),
        st.integers(1, 30),
        st.none() | days,
        st.floats(0, 12).map(lambda n: timedelta(days=n)),
        st.just(timedelta(0)) | days,
    ),
    max_size=25,
)


@given(steps=steps, rest=days)
@settings(max_examples=150, deadline=None)
def test_reports_agree_with_balances(steps: list[Step], rest: timedelta) -> None:
    asyncio.run(check(steps, rest))


async def check(steps: list[Step], rest: timedelta) -> None:
    clock, store = ManualClock(MAY), FakeLedgerStore()
    ledger = Ledger(store, clock)
    statements = Statements(ledger, FakeStatementStore(store), Shanghai(), clock)
    posted: list[str] = []
    for step in steps:
        clock.advance(step.wait)
        (result,) = await ledger.post_all([step.request(clock.now(), posted)])
        if isinstance(result, Posted):
            posted.append(result.posting.id)
    clock.advance(rest)

    this = month_of(clock.now(), SHANGHAI)
    names = [(owner, "POINTS") for owner in OWNERS]
    balances = await ledger.balances("tea", names, clock.now())
    for owner, balance in zip(OWNERS, balances, strict=True):
        closing = await months_follow(statements, owner, this)
        assert closing == balance.posted

    told = await statements.liability("tea", "POINTS", 36)
    assert told.outstanding == sum(told.by_expiry.values())
    assert told.outstanding == sum(max(0, balance.posted) for balance in balances)

    trial = await statements.trial_balance("tea", None)
    assert not any(trial.sums.values())
    members = sum(line.balance for line in trial.rows if line.account_class == "members")
    assert members == sum(account.posted for account in store.accounts.values())


async def months_follow(statements: Statements, owner: str, this: Month) -> int:
    """Each month opens where the one before closed; the last closing."""
    closing = 0
    for back in range(MONTHS, -1, -1):
        told, entries = await statements.statement(
            "tea", owner, "POINTS", this.plus(-back), size=100
        )
        assert told.opening == closing
        assert told.opening + sum(line.amount for line in told.lines) == told.closing
        assert sum(line.count for line in told.lines) == len(entries)
        closing = told.closing
    return closing
