"""Campaigns and their reports as messages."""

from __future__ import annotations

from services.points.earning.domain.rule import Campaign
from services.points.ledger.api.messages import to_timestamp
from services.points.programme.domain.document import Text
from services.points.statements.domain.campaign_report import CampaignDay, CampaignReport
from tessera.points.v1 import statements_pb2 as pb
from tessera.types.v1.types_pb2 import Money


def campaign_message(campaign: Campaign, name: Text | None, currency: str) -> pb.Campaign:
    """The campaign as the programme has it."""
    window, target = campaign.window, campaign.target
    message = pb.Campaign(
        code=campaign.code,
        percent=campaign.percent,
        first_day=window.first.isoformat() if window.first else "",
        last_day=window.last.isoformat() if window.last else "",
        target_members=target.members or 0,
        target_orders=target.orders or 0,
    )
    if name:
        message.name.zh, message.name.en = name
    if target.revenue_minor:
        revenue = Money(currency_code=currency, minor_units=target.revenue_minor)
        message.target_revenue.CopyFrom(revenue)
    return message


def report_message(told: CampaignReport) -> pb.CampaignReport:
    """The report, with the days in order."""
    if told.campaign is not None:
        campaign = campaign_message(told.campaign, told.name, told.currency)
    else:
        campaign = pb.Campaign(code=told.code)
    points = told.points
    message = pb.CampaignReport(
        campaign=campaign,
        total=_day(told.total, told.currency),
        days=[_day(one, told.currency, day.isoformat()) for day, one in told.days.items()],
        issued=points.issued,
        redeemed=points.redeemed,
        expired=points.expired,
        clawed_back=points.clawed_back,
        outstanding=points.outstanding,
        coupons_granted=told.coupons_granted,
        coupons_used=told.coupons_used,
        complete=told.complete,
        as_of=to_timestamp(told.as_of),
    )
    if told.worth is not None:
        cost = told.cost_minor or 0
        message.cost.CopyFrom(Money(currency_code=told.worth.currency, minor_units=cost))
    if told.budget is not None:
        message.budget_limit = told.budget.budget.limit
        message.budget_used = told.budget.issued
    return message


def _day(one: CampaignDay, currency: str, day: str = "") -> pb.CampaignDay:
    return pb.CampaignDay(
        day=day,
        awards=one.awards,
        members=one.members,
        points=one.points,
        orders=one.orders,
        revenue=Money(currency_code=currency, minor_units=one.revenue_minor),
    )
