"""Campaigns, and what became of each: whom it reached, what it gave, what they bought."""

from typing import Annotated, Any

import strawberry

from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.money import Money
from gateway.schema.core.named import Named, NamedCode
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import Date, DateTime, Long, moment
from tessera.points.v1 import statements_pb2 as pb

_KIND = "campaign"
_REPORT_COST = 4 * CALL_COST
_DAYS = 31

Code = Annotated[
    str,
    strawberry.argument(
        description="The campaign's code: one of the programme, or one of before that gave points."
    ),
]


def _money(field: str) -> Any:
    return lambda source: getattr(source, field) if source.HasField(field) else None


@strawberry.type(description="A campaign of the programme: it multiplies what rules give.")
class Campaign:
    """Source: tessera.points.v1.Campaign."""

    subject: Named = read(lambda one: NamedCode(one.code, one.name), "Its code, with its name.")
    percent: int = column("200 doubles; 0 where the programme has it no more.")
    first_day: Date | None = read(
        lambda one: one.first_day or None, "Its first local day; null where there is none."
    )
    last_day: Date | None = read(
        lambda one: one.last_day or None, "Its last local day; null where there is none."
    )
    target_members: Long | None = read(
        lambda one: one.target_members or None,
        "The members that it shall reach; null where the programme does not say.",
    )
    target_orders: Long | None = read(
        lambda one: one.target_orders or None,
        "The orders that shall be made; null where the programme does not say.",
    )
    target_revenue: Money | None = read(
        _money("target_revenue"), "The money that shall be paid for these; null as before."
    )


@strawberry.type(description="A local day of a campaign, or all of its days together.")
class CampaignDay:
    """Source: tessera.points.v1.CampaignDay."""

    day: Date | None = read(lambda one: one.day or None, "The day; null for all together.")
    awards: Long = column("The activities for which it multiplied something.")
    members: Long = column("The members whom it reached on the day for the first time.")
    points: Long = column("The points that rules gave under it.")
    orders: Long = column("The orders among the activities.")
    revenue: Money = column(
        "The money paid for these, as they were awarded: refunds do not lower it."
    )


@strawberry.type(description="The figures of a campaign, from the ledger.")
class CampaignReport:
    """Source: tessera.points.v1.CampaignReport."""

    campaign: Campaign = column("The campaign.")
    total: CampaignDay = column("All its days together.")
    days: list[CampaignDay] = column("The days on which it gave anything, in order.", size=_DAYS)
    issued: Long = column("The points that rules issued under it within 36 months.")
    redeemed: Long = column("Those of them that were redeemed, as rule totals count them.")
    expired: Long = column("Those that expired.")
    clawed_back: Long = column(
        "Those that refunds took back: their share of what refunds took of these rules."
    )
    outstanding: Long = column("Those that members have now.")
    cost: Money | None = read(
        _money("cost"),
        "The worth of the points issued less those taken back; null where the programme gives"
        " points no value.",
    )
    budget_limit: Long | None = read(
        lambda one: one.budget_limit or None, "The most that it may add; null without a budget."
    )
    budget_used: Long = column("The part of that which it added; 0 without a budget.")
    coupons_granted: Long = column("The coupons that were granted under its code.")
    coupons_used: Long = column("Those of them that baskets used.")
    complete: bool = column(
        "False when it has more postings than a report reads: its days tell the first ones then."
    )
    as_of: DateTime = read(lambda one: moment(one.as_of), "The time at which it was read.")


@strawberry.type(description="A campaign, with its place in the list.")
class CampaignEdge:
    """Source: a pair of cursor and campaign."""

    cursor: str = edge_cursor(first_of)
    node: Campaign = edge_node(second_of)


@strawberry.type(description="A page of campaigns, in the programme's order.")
class CampaignConnection:
    """Source: Page."""

    edges: list[CampaignEdge] = edges()
    page_info: PageInfo = page_info()


async def _campaigns(context: RequestContext, first: First = 20, after: After = None) -> Page:
    method = context.services.statements.ListCampaigns
    request = pb.ListCampaignsRequest()
    return await page_of(context, _KIND, method, request, "campaigns", first, after)


async def _report(context: RequestContext, code: Code) -> pb.CampaignReport:
    services = context.services
    request = pb.GetCampaignReportRequest(campaign=code)
    told = await services.read(services.statements.GetCampaignReport, request, context.caller)
    return told.report


@strawberry.type
class CampaignQueries:
    """The fields of Query."""

    campaigns: CampaignConnection | None = call(
        _campaigns,
        "The campaigns of the programme in force. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
    campaign_report: CampaignReport | None = call(
        _report,
        "The reach of a campaign, what it gave, and what was bought under it, by day. For"
        " operators.",
        rule=Rule.OPERATORS,
        cost=_REPORT_COST,
    )
