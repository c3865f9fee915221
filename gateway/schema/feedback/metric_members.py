"""The members behind a number of the brand's figures, for operators."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    itself,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, join, read
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import Date, DateTime, Long, enum_value, instant
from gateway.schema.feedback.insight import Code, FromDay, FunnelCode, Grain, StoreCode, UntilDay
from gateway.upstream.batching import Need
from tessera.feedback.v1 import insight_pb2 as pb

if TYPE_CHECKING:
    from gateway.schema.members.members import Member

_MEMBERS = "metric_member"
_COST = 4 * CALL_COST
_TOLD = "They are read as they are now, by their ids. Whoever is not known is not listed."
_SCOPED = "For operators with the scope `insight:read`."


@strawberry.enum(description="A part of a number.")
class MetricPart(Enum):
    """As tessera.feedback.v1.MetricPart."""

    ABOVE = enum_value(
        pb.METRIC_PART_ABOVE, "Those whom the number counts; of a rate, the numerator."
    )
    BELOW = enum_value(pb.METRIC_PART_BELOW, "Of a quotient, those out of whom they are.")


@strawberry.type(description="A member behind a number.")
class MetricMember:
    """Source: tessera.feedback.v1.MetricMember."""

    member_id: strawberry.ID = read(
        lambda found: to_global("Member", found.member_id), "The global id of the member."
    )
    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The card of the member; null for one who left.",
        loader="members",
        key=lambda found: found.member_id,
        need=lambda args, inner: Need(),
    )
    times: Long | None = read(
        lambda found: found.times or None,
        "How often the member did what the number counts; null where it counts no deeds.",
    )
    minor_units: Long | None = read(
        lambda found: found.minor_units or None,
        "The money that it brought, in minor units, less refunds that the number counts; null where"
        " it is not about money.",
    )
    last_at: DateTime | None = read(
        lambda found: instant(found, "last_time"),
        "The last time; null where the number counts no deeds.",
    )


@strawberry.type(description="A member behind a number, with the place in the list.")
class MetricMemberEdge:
    """Source: a pair of cursor and member."""

    cursor: str = edge_cursor(first_of)
    node: MetricMember = edge_node(second_of)


@strawberry.type(description="A page of the members behind a number.")
class MetricMemberConnection:
    """Source: Page."""

    edges: list[MetricMemberEdge] = edges()
    page_info: PageInfo = page_info()


Day = Annotated[Date, strawberry.argument(description="A day of the period.")]
Enrolled = Annotated[Date, strawberry.argument(description="The day of the enrolment.")]
DaysAfter = Annotated[
    int,
    strawberry.argument(
        description="Those who were active so many days later, 1 to 90; 0 for all of the cohort."
    ),
]
Step = Annotated[
    int, strawberry.argument(description="Those who came to this step, of which the first is 1.")
]
Part = Annotated[MetricPart, strawberry.argument(description="The part of the number.")]


async def _page(
    context: RequestContext, request: pb.ListMetricMembersRequest, first: int, after: str | None
) -> Page:
    method = context.services.insight.ListMetricMembers
    return await page_of(context, _MEMBERS, method, request, "members", first, after)


async def _of_metric(
    context: RequestContext,
    code: Code,
    day: Day,
    grain: Grain = None,
    store_code: StoreCode = None,
    part: Part = MetricPart.ABOVE,
    first: First = 20,
    after: After = None,
) -> Page:
    place = pb.MetricPlace(
        metric=code,
        grain=grain.value if grain else pb.METRIC_GRAIN_DAY,
        day=day,
        store_id=store_code or "",
        part=part.value,
    )
    return await _page(context, pb.ListMetricMembersRequest(metric=place), first, after)


async def _of_cohort(
    context: RequestContext,
    day: Enrolled,
    days_after: DaysAfter = 0,
    first: First = 20,
    after: After = None,
) -> Page:
    place = pb.CohortPlace(day=day, after=days_after)
    return await _page(context, pb.ListMetricMembersRequest(cohort=place), first, after)


async def _of_funnel(
    context: RequestContext,
    code: FunnelCode,
    step: Step,
    from_day: FromDay = None,
    until_day: UntilDay = None,
    first: First = 20,
    after: After = None,
) -> Page:
    place = pb.FunnelPlace(
        funnel=code, step=step, from_day=from_day or "", until_day=until_day or ""
    )
    return await _page(context, pb.ListMetricMembersRequest(funnel=place), first, after)


@strawberry.type
class MetricMemberQueries:
    """The fields of Query."""

    metric_members: MetricMemberConnection | None = call(
        _of_metric,
        f"The members behind a number of a metric. {_TOLD} {_SCOPED}",
        rule=Rule.OPERATORS,
        size="first",
        cost=_COST,
    )
    cohort_members: MetricMemberConnection | None = call(
        _of_cohort,
        f"The members of a cohort, or those of them who were active so many days later. {_TOLD}"
        f" {_SCOPED}",
        rule=Rule.OPERATORS,
        size="first",
        cost=_COST,
    )
    funnel_members: MetricMemberConnection | None = call(
        _of_funnel,
        f"The members who came to a step of a funnel; at most 92 days. {_TOLD} {_SCOPED}",
        rule=Rule.OPERATORS,
        size="first",
        cost=_COST,
    )
