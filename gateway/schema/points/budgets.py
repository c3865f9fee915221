"""The budgets of campaigns and rules: what they gave, and when they stopped."""

from enum import Enum

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
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.named import Named, NamedCode
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import AssetCode, DateTime, Long, enum_value, instant
from tessera.points.v1 import earning_pb2 as pb

_KIND = "budget"


@strawberry.enum(description="The thing that a budget bounds.")
class BudgetKind(Enum):
    """As tessera.points.v1.BudgetKind."""

    CAMPAIGN = enum_value(
        pb.BUDGET_KIND_CAMPAIGN, "The points that a campaign adds to what rules give."
    )
    RULE = enum_value(pb.BUDGET_KIND_RULE, "The points that a rule gives.")
    FIRST = enum_value(pb.BUDGET_KIND_FIRST, "The awards of a rule that is for the first members.")
    JOURNEY = enum_value(pb.BUDGET_KIND_JOURNEY, "Gifts of a step of a journey.")


@strawberry.type(
    description="The most that a campaign, a rule or a step of a journey may give all members"
    " together, and the part that it gave. When nothing is left, it has stopped."
)
class Budget:
    """Source: tessera.points.v1.Budget."""

    kind: BudgetKind = column("The thing that it bounds.")
    subject: Named = read(
        lambda one: NamedCode(one.code, one.name),
        "The campaign or rule with its name; of a step `journey.step`.",
    )
    asset: AssetCode = column("The asset, such as POINTS.")
    limit: Long = column("The most that it may give: units of the asset, or of FIRST awards.")
    issued: Long = column("The part that it gave, in the same unit.")
    share_percent: int = column("issued ÷ limit in percent, rounded down.")
    stopped_at: DateTime | None = read(
        lambda one: instant(one, "stop_time"),
        "The time since which nothing is left; null while something is.",
    )


@strawberry.type(description="A budget, with its place in the list.")
class BudgetEdge:
    """Source: a pair of cursor and budget."""

    cursor: str = edge_cursor(first_of)
    node: Budget = edge_node(second_of)


@strawberry.type(description="A page of budgets, in the programme's order.")
class BudgetConnection:
    """Source: Page."""

    edges: list[BudgetEdge] = edges()
    page_info: PageInfo = page_info()


async def _budgets(context: RequestContext, first: First = 20, after: After = None) -> Page:
    request = pb.ListBudgetsRequest()
    method = context.services.earning.ListBudgets
    return await page_of(context, _KIND, method, request, "budgets", first, after)


@strawberry.type
class BudgetQueries:
    """The fields of Query."""

    budgets: BudgetConnection | None = call(
        _budgets,
        "The budgets of the programme, with what is used of them. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
