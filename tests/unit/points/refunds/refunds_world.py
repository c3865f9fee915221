"""A shop's refunds: the same is told to the commands and to the model, and compared."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from copy import deepcopy
from datetime import timedelta
from typing import Any, TypeVar

from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.points.activities.domain.activity import Activity, OrderLine
from services.points.context import PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import PostingRequest, Refused
from services.points.programme.commands import Programmes
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import commit_refund, preview_refund, refund_all
from services.points.refunds.domain.refund import Clawback
from services.points.refunds.domain.refund_policy import RefundPolicy
from services.points.sections import SECTIONS
from services.points.statements.commands.statements import Statements
from tests.activities import NOON, gave_back
from tests.fakes import FakeLedgerStore
from tests.fakes_points import FakeProgrammeStore, FakeStandingStore
from tests.fakes_statements import FakeStatementStore
from tests.unit.points.refunds.refunds_model import DOCUMENT, Shop

T = TypeVar("T")


class RefundsWorld:
    """One brand in memory, and the model of it: both do what is asked, or both refuse alike."""

    def open(self, policy: RefundPolicy) -> None:
        self.runner = asyncio.Runner()
        self.clock = ManualClock(NOON)
        self.store = FakeLedgerStore()
        programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
        ledger = Ledger(self.store, self.clock)
        self.ctx = PointsContext(ledger, programmes, FakeStandingStore(), self.clock)
        self.statements = Statements(ledger, FakeStatementStore(self.store), programmes, self.clock)
        self.shop = Shop(policy)
        self.version = self.events = 0
        self.publish(policy)

    def publish(self, policy: RefundPolicy) -> None:
        self.version += 1
        document = {**DOCUMENT, "refunds": {"policy": policy}}
        published = ProgrammePublished("tea", self.version, document, self.clock.now())
        self.run(follow_members(self.ctx, [published]))
        self.shop.policy = policy

    def run(self, asked: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(asked)

    def posted(self, request: PostingRequest, may: bool) -> bool:
        """What is no refund is for the ledger's own model to judge."""
        (result,) = self.run(self.ctx.ledger.post_all([request]))
        assert isinstance(result, Refused) != may
        if may:
            self.shop.written.add(request.request_id)
        return may

    def told(
        self,
        of: Activity,
        lines: list[OrderLine],
        minor: int | None,
        by_feed: bool,
        late: timedelta = timedelta(),
    ) -> Activity:
        assert of.order is not None
        self.events += 1
        refund = gave_back(
            *lines,
            total_minor=minor,
            order_id=of.order.order_id,
            member_id=of.member_id,
            event_id=f"{self.events % 3}/{self.events}",
            at=self.clock.now() - late,
        )
        self.refund(refund, by_feed)
        return refund

    def refund(self, refund: Activity, by_feed: bool) -> None:
        """Previewed and told: both are as the model has it, and what is refused changes nothing."""
        before = self.stored()
        previewed = self.run(_answer(_previewed(self.ctx, refund)))
        assert self.stored() == before
        if by_feed and not self.shop.sales[refund.order_key].told:
            expected = self.shop.wait(refund)
            (waits,) = self.run(refund_all(self.ctx, "tea", [refund]))
            assert getattr(waits.error, "reason", "") == expected
            return
        repeated = refund.key in self.shop.done
        answer = self.shop.refund(refund, self.clock.now())
        assert previewed == answer
        if by_feed:
            (done,) = self.run(refund_all(self.ctx, "tea", [refund]))
            told = getattr(done.error, "reason", None) or done.clawbacks
            replayed = done.replayed
        else:
            told = self.run(_answer(_clawbacks(self.ctx, refund)))
            replayed = None
        assert told == answer
        if repeated or isinstance(answer, str):
            assert self.stored() == before
            assert replayed is not False or isinstance(answer, str)

    def stored(self) -> Any:
        return deepcopy((self.store.accounts, self.store.postings, self.store.records))


async def together(*calls: Coroutine[Any, Any, T]) -> list[T]:
    return await asyncio.gather(*calls)


async def _previewed(ctx: PointsContext, refund: Activity) -> tuple[Clawback, ...]:
    return (await preview_refund(ctx, refund)).clawbacks


async def _clawbacks(ctx: PointsContext, refund: Activity) -> tuple[Clawback, ...]:
    return (await commit_refund(ctx, refund)).clawbacks


async def _answer(
    asked: Coroutine[Any, Any, tuple[Clawback, ...]],
) -> str | tuple[Clawback, ...]:
    """The clawbacks, or the reason of the refusal."""
    try:
        return await asked
    except Exception as error:
        reason = getattr(error, "reason", None)
        if not isinstance(reason, str):
            raise
        return reason
