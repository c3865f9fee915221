"""Books and reports of points as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.points.v1 import (
    ledger_pb2,
    statements_pb2,
    statements_pb2_grpc,
)
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, entry, refuse

RULES = ["birthday", "order", "review"]
YUAN = types_pb2.Money(currency_code="CNY", minor_units=4_200)
CLOSED = statements_pb2.ClosedPeriod(
    month="2026-02", open_from=at(0), close_time=at(5), final_time=at(9), closed_by="ann"
)


class Statements(statements_pb2_grpc.StatementsServicer):
    """April has no end yet; a month that has not ended can't be closed."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GetStatement(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetStatement", request, context)
        lines = [
            statements_pb2.StatementLine(kind=ledger_pb2.POSTING_KIND_EARN, amount=7, count=2),
            statements_pb2.StatementLine(kind=ledger_pb2.POSTING_KIND_SPEND, amount=-3, count=1),
        ]
        start, size = int(request.page_token or 0), request.page_size
        count = self.backend.statement_entries
        more = size and start + size < count
        return statements_pb2.GetStatementResponse(
            opening=10,
            closing=14,
            lines=lines,
            entries=[
                entry(request.member_id, count - n) for n in range(start, min(start + size, count))
            ],
            next_page_token=str(start + size) if more else "",
            time_zone="Asia/Shanghai",
        )

    async def GetLiability(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetLiability", request, context)
        if request.months < 0:
            await refuse(context, Refusal("INVALID_ARGUMENT", field="months"))
        return statements_pb2.GetLiabilityResponse(
            outstanding=420,
            value=YUAN,
            by_expiry=[
                statements_pb2.LiabilityMonth(month="2026-12", points=400, value=YUAN),
                statements_pb2.LiabilityMonth(points=20),
            ],
            breakage=[
                statements_pb2.BreakageMonth(
                    month="2026-02", issued=80, expired=10, breakage_basis_points=1_250
                )
            ],
            as_of=at(0),
        )

    async def ListRuleTotals(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListRuleTotals", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        more = start + size < len(RULES)
        totals = [statements_pb2.RuleTotal(rule=rule, issued=5) for rule in RULES]
        return statements_pb2.ListRuleTotalsResponse(
            rules=totals[start : start + size],
            sum=statements_pb2.RuleTotal(issued=15),
            next_page_token=str(start + size) if more else "",
        )

    async def ListCampaigns(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListCampaigns", request, context)
        return statements_pb2.ListCampaignsResponse(campaigns=[_spring()])

    async def GetCampaignReport(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetCampaignReport", request, context)
        day = statements_pb2.CampaignDay(day="2026-03-04", awards=3, members=2, points=90, orders=2)
        day.revenue.currency_code, day.revenue.minor_units = "CNY", 5_600
        report = statements_pb2.CampaignReport(
            campaign=_spring(), total=day, days=[day], issued=90, redeemed=30, outstanding=60
        )
        report.total.day, report.complete = "", True
        return statements_pb2.GetCampaignReportResponse(report=report)

    async def ListStoreTotals(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListStoreTotals", request, context)
        row = statements_pb2.StoreTotal(
            store_id=request.store_id, rule="order", issued=9, postings=2
        )
        total = statements_pb2.StoreTotal(issued=9, postings=2)
        return statements_pb2.ListStoreTotalsResponse(
            rows=[row], sum=total, as_of=at(0), final=True
        )

    async def GetTrialBalance(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetTrialBalance", request, context)
        lines = [
            statements_pb2.TrialBalanceLine(
                account_class=name, asset="POINTS", credits=max(sum_, 0), balance=sum_
            )
            for name, sum_ in (("members", 420), ("house:issued", -420))
        ]
        return statements_pb2.GetTrialBalanceResponse(
            lines=lines, sums={"POINTS": 0, "GROWTH": 0}, as_of=at(0)
        )

    async def GetClosedPeriod(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("GetClosedPeriod", request, context)
        return statements_pb2.GetClosedPeriodResponse(
            closed=CLOSED if caller.brand == "tea" else None
        )

    async def ClosePeriod(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ClosePeriod", request, context)
        if request.month > "2026-02":
            await refuse(context, Refusal("INVALID_ARGUMENT", field="month"))
        return statements_pb2.ClosePeriodResponse(closed=CLOSED)


def _spring() -> statements_pb2.Campaign:
    made = statements_pb2.Campaign(code="spring", percent=200, target_members=100)
    made.name.zh, made.name.en = "春日双倍", "Double in spring"
    return made
