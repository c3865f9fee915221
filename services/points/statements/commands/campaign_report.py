"""Reading the report of a campaign, and the list of campaigns."""

from __future__ import annotations

from services.points.calendar.domain.month import month_of
from services.points.context import PointsContext
from services.points.coupons.domain.coupon import CouponState
from services.points.coupons.domain.coupon_posting import COUPON
from services.points.earning.commands import list_budgets
from services.points.earning.domain.earning_rules import earning_rules
from services.points.grants.domain.budget import BudgetKind
from services.points.ledger.domain.chart_of_accounts import POINTS
from services.points.statements.commands.statements import Statements
from services.points.statements.domain.campaign_report import (
    POSTINGS_MAX,
    CampaignNotFound,
    CampaignReport,
    CampaignTally,
)
from services.points.statements.domain.liability import MONTHS_MAX
from services.points.statements.domain.rule_totals import together

READ_AT_ONCE = 250
CAMPAIGN = "campaign"


async def campaign_report(
    ctx: PointsContext, statements: Statements, brand: str, code: str
) -> CampaignReport:
    """The report of the campaign as of now.

    It reads the postings that name it, up to POSTINGS_MAX. Raises CampaignNotFound and
    ProgrammeMissing.
    """
    programme = await ctx.programmes.get(brand)
    rules = earning_rules(programme)
    campaign = next((one for one in rules.campaigns if one.code == code), None)
    tally = CampaignTally(code, POINTS, programme.zone)
    complete = await _read(ctx, brand, tally)
    if campaign is None and not tally.postings:
        raise CampaignNotFound(code)
    now = ctx.clock.now()
    this = month_of(now, programme.zone)
    rows = await statements.rules(brand, POINTS, this.plus(1 - MONTHS_MAX), this)
    budgets = await list_budgets(ctx, programme)
    return CampaignReport(
        code=code,
        name=rules.campaign_names.get(code),
        campaign=campaign,
        currency=programme.currency,
        days=tally.by_day(),
        points=together(row for row in rows if code in row.origin.campaigns),
        budget=next(
            (
                one
                for one in budgets
                if one.budget.kind is BudgetKind.CAMPAIGN and one.budget.code == code
            ),
            None,
        ),
        coupons_granted=len(tally.coupons),
        coupons_used=await _used(ctx, brand, tally.coupons),
        worth=programme.asset(POINTS).worth,
        complete=complete,
        as_of=now,
    )


async def _read(ctx: PointsContext, brand: str, tally: CampaignTally) -> bool:
    """Add what names the campaign; whether that was all."""
    after = ""
    while tally.postings < POSTINGS_MAX:
        found = await ctx.ledger.postings_with(brand, CAMPAIGN, tally.code, after, READ_AT_ONCE)
        for posting in found:
            tally.add(posting)
        if len(found) < READ_AT_ONCE:
            return True
        after = found[-1].id
    return False


async def _used(ctx: PointsContext, brand: str, coupons: list[str]) -> int:
    used = 0
    for start in range(0, len(coupons), READ_AT_ONCE):
        some = coupons[start : start + READ_AT_ONCE]
        found = await ctx.ledger.records(brand, COUPON, some)
        used += sum(one.value.state is CouponState.USED for one in found.values())
    return used
