"""Reports of finance: outstanding points, points by rule, and points by store."""

from typing import Annotated, Any

import strawberry

from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    first_of,
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.money import Money
from gateway.schema.core.page_cursor import PageCursor
from gateway.schema.core.scalars import AssetCode, Date, DateTime, Long, moment
from tessera.points.v1 import statements_pb2

MONTHS_DEFAULT = 12
_RULES = "rule-total"
_STORES = "store-total"
_REPORT_COST = 4 * CALL_COST

Asset = Annotated[
    AssetCode | None, strawberry.argument(description="The asset; POINTS when left out.")
]
"""The argument `asset` of every report."""
Months = Annotated[
    int,
    strawberry.argument(
        description=f"The past months of breakage, 1 to 36; {MONTHS_DEFAULT} when left out."
    ),
]
MonthFrom = Annotated[
    str,
    strawberry.argument(description="The first month, YYYY-MM in the brand's time zone."),
]
MonthUntil = Annotated[
    str | None,
    strawberry.argument(
        description="The last month; the first one when left out. At most 36 months in all."
    ),
]
Day = Annotated[
    Date,
    strawberry.argument(description="The day on which the postings were written."),
]
OneStore = Annotated[
    str | None,
    strawberry.argument(
        description="Only this store; all stores, and postings of no store, when left out."
    ),
]


def _money(field: str) -> Any:
    return lambda source: getattr(source, field) if source.HasField(field) else None


@strawberry.type(description="Points that expire in one month.")
class LiabilityMonth:
    """Source: tessera.points.v1.LiabilityMonth."""

    month: str | None = read(
        lambda line: line.month or None,
        "The month, YYYY-MM in the brand's time zone; null for points that never expire.",
    )
    points: Long = column("The points that expire in it.")
    value: Money | None = read(
        _money("value"), "The points in money; null where the programme gives them no value."
    )


@strawberry.type(description="The points of a past month.")
class BreakageMonth:
    """Source: tessera.points.v1.BreakageMonth."""

    month: str = column("The month, YYYY-MM in the brand's time zone.")
    issued: Long = column("The points issued in it.")
    redeemed: Long = column("The points redeemed in it.")
    expired: Long = column("The points that expired in it unspent.")
    clawed_back: Long = column("The points that refunds took back in it.")
    breakage: float = read(
        lambda month: month.breakage_basis_points / 10_000,
        "Expired over issued: 0.125 is 12.5 %; 0 when nothing was issued.",
    )
    expired_value: Money | None = read(
        _money("expired_value"),
        "The expired points in money; null where the programme gives them no value.",
    )


@strawberry.type(description="The debt of the brand in points.")
class Liability:
    """Source: tessera.points.v1.GetLiabilityResponse."""

    outstanding: Long = column("All outstanding points, with those held and pending.")
    value: Money | None = read(
        _money("value"), "These in money; null where the programme gives them no value."
    )
    by_expiry: list[LiabilityMonth] = column(
        "The outstanding points by the month in which they expire.", size=12
    )
    breakage: list[BreakageMonth] = column(
        "Past months: points issued, and points expired.", size=12
    )
    as_of: DateTime = read(lambda told: moment(told.as_of), "The time at which it was read.")


async def _liability(
    context: RequestContext, asset: Asset = None, months: Months = MONTHS_DEFAULT
) -> statements_pb2.GetLiabilityResponse:
    services = context.services
    # 0 means 12 to the service, and is no number of months here.
    request = statements_pb2.GetLiabilityRequest(asset=asset or "", months=months or -1)
    return await services.read(services.statements.GetLiability, request, context.caller)


@strawberry.type(description="The points of one rule under the same campaigns.")
class RuleTotal:
    """Source: tessera.points.v1.RuleTotal."""

    rule: str | None = read(
        lambda total: total.rule or None,
        "The code of the rule; null for points that no rule gave, and in a sum.",
    )
    campaigns: list[str] = read(
        lambda total: list(total.campaigns),
        "The codes of the campaigns that multiplied it.",
        size=1,
    )
    issued: Long = column("The points issued in the months, less those of them reversed.")
    redeemed: Long = column("The points redeemed in the months.")
    expired: Long = column("The points expired in the months.")
    clawed_back: Long = column("The points that refunds took back in the months.")
    other: Long = column(
        "All other changes, positive towards members, such as adjustments and opening balances."
    )
    outstanding: Long = column("The points that members have now, whenever they were issued.")


@strawberry.type(description="A rule's total, with its place in the list.")
class RuleTotalEdge:
    """Source: a pair of cursor and total."""

    cursor: str = edge_cursor(first_of)
    node: RuleTotal = edge_node(second_of)


@strawberry.type(description="A page of rules, in the order of their codes.")
class RuleTotalConnection:
    """Source: a pair of page and sum."""

    edges: list[RuleTotalEdge] = read(
        lambda told: told[0].edges, "The items of this page, each with its cursor."
    )
    page_info: PageInfo = read(first_of, "The place of this page in its list.")
    sum: RuleTotal = read(second_of, "The sum over all rules, not only over this page.")


async def _rule_totals(
    context: RequestContext,
    month_from: MonthFrom,
    month_until: MonthUntil = None,
    asset: Asset = None,
    first: First = 20,
    after: After = None,
) -> tuple[Page, statements_pb2.RuleTotal]:
    place = PageCursor.read(_RULES, after)
    request = statements_pb2.ListRuleTotalsRequest(
        asset=asset or "",
        month_from=month_from,
        month_until=month_until or "",
        page_size=place.size(page_size(first)),
        page_token=place.token,
    )
    services = context.services
    told = await services.read(services.statements.ListRuleTotals, request, context.caller)
    return place.page(_RULES, list(told.rules), told.next_page_token), told.sum


@strawberry.type(description="The points and vouchers of one store on one day, by rule or reward.")
class StoreTotal:
    """Source: tessera.points.v1.StoreTotal."""

    store_id: str | None = read(
        lambda total: total.store_id or None,
        "The store; null for postings of no store, and in a sum.",
    )
    rule: str | None = read(lambda total: total.rule or None, "The rule that gave the points.")
    reward: str | None = read(
        lambda total: total.reward or None, "The reward that was redeemed, or handed over."
    )
    issued: Long = column("The points that rules gave.")
    clawed_back: Long = column("The points that refunds took back.")
    redeemed: Long = column("The points that members paid.")
    expired: Long = column("The points whose expiry was recorded.")
    other: Long = column("All other changes, positive towards members.")
    postings: Long = column("The number of postings.")
    vouchers_used: Long = column("The vouchers that the store took.")
    vouchers_reversed: Long = column("The vouchers of these that the store gave back.")


@strawberry.type(description="A store's total, with its place in the list.")
class StoreTotalEdge:
    """Source: a pair of cursor and total."""

    cursor: str = edge_cursor(first_of)
    node: StoreTotal = edge_node(second_of)


@strawberry.type(description="A page of a day, in the order of stores, rules and rewards.")
class StoreTotalConnection:
    """Source: a pair of page and ListStoreTotalsResponse."""

    edges: list[StoreTotalEdge] = read(
        lambda told: told[0].edges, "The items of this page, each with its cursor."
    )
    page_info: PageInfo = read(first_of, "The place of this page in its list.")
    sum: StoreTotal = read(
        lambda told: told[1].sum, "The sum over all rows, not only over this page."
    )
    as_of: DateTime = read(
        lambda told: moment(told[1].as_of), "The time until which the day was summed."
    )
    final: bool = read(
        lambda told: told[1].final, "True when the day is over and its figures cannot change."
    )


async def _store_totals(
    context: RequestContext,
    day: Day,
    store_id: OneStore = None,
    asset: Asset = None,
    first: First = 20,
    after: After = None,
) -> tuple[Page, statements_pb2.ListStoreTotalsResponse]:
    place = PageCursor.read(_STORES, after)
    request = statements_pb2.ListStoreTotalsRequest(
        day=day,
        asset=asset or "",
        store_id=store_id or "",
        page_size=place.size(page_size(first)),
        page_token=place.token,
    )
    services = context.services
    told = await services.read(services.statements.ListStoreTotals, request, context.caller)
    return place.page(_STORES, list(told.rows), told.next_page_token), told


@strawberry.type
class ReportQueries:
    """The fields of Query."""

    liability: Liability | None = call(
        _liability,
        "The outstanding points by the month of their expiry, and the breakage of past months. For"
        " operators.",
        rule=Rule.OPERATORS,
        cost=_REPORT_COST,
    )
    rule_totals: RuleTotalConnection | None = call(
        _rule_totals,
        "The points that each rule and campaign issued in a range of months, and their end. For"
        " operators.",
        rule=Rule.OPERATORS,
        size="first",
        cost=_REPORT_COST,
    )
    store_totals: StoreTotalConnection | None = call(
        _store_totals,
        "A day of stores by rule and reward: points issued, taken back and redeemed, and vouchers."
        " For operators.",
        rule=Rule.OPERATORS,
        size="first",
        cost=_REPORT_COST,
    )
