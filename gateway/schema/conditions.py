"""Conditions: the facts that they may name, and those of the programme in force that fail, which an
operator sees without reading logs."""

import asyncio
from typing import Annotated, Any

import strawberry

from gateway.schema.core.connections import first_of
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.scalars import DateTime, Long, moment
from services.common.condition_facts import Fact, declared
from services.common.errors import invalid
from tessera.programme.v1 import conditions_pb2


@strawberry.type(
    description="A condition of the programme in force whose evaluation fails; it counts as false."
)
class FailingCondition:
    """Source: tessera.programme.v1.FailingCondition."""

    rule: str = column("The path in the programme, such as earning.rules.series_bonus.when.")
    text: str = column("The condition as it is written.")
    failures: Long = column("The number of failed evaluations since `firstAt`.")
    first_at: DateTime = read(
        lambda failing: moment(failing.first_time), "The time of the first failure that is counted."
    )
    last_at: DateTime = read(
        lambda failing: moment(failing.last_time), "The time of the latest failure."
    )
    reason: str = column("The reason of the latest failure, for developers.")


@strawberry.type(description="A fact that conditions may name.")
class ConditionFact:
    """Source: name and Fact."""

    name: str = read(first_of, "The name, such as stats.orders_30d.")
    type: str = read(
        lambda named: str(named[1].type),
        "Its type in CEL: string, int, double, bool, list<string>, map<string, string> or"
        " map<string, int>.",
    )


Kind = Annotated[
    str,
    strawberry.argument(description="The kind of conditions, such as segments.member."),
]


async def _facts(context: RequestContext, kind: Kind) -> list[tuple[str, Fact]]:
    found = declared().get(kind)
    if found is None:
        raise invalid("kind", f"one of {', '.join(declared())}")
    return [
        (f"{root}.{name}", fact)
        for root, facts in found.facts.items()
        for name, fact in facts.items()
    ]


async def _failing(context: RequestContext) -> list[Any]:
    services, request = context.services, conditions_pb2.ListFailingConditionsRequest()
    methods = (services.points_conditions, services.feedback_conditions)
    answers = await asyncio.gather(
        *(services.read(each.ListFailingConditions, request, context.caller) for each in methods)
    )
    found = [condition for answer in answers for condition in answer.conditions]
    return sorted(found, key=lambda each: each.last_time.ToNanoseconds(), reverse=True)


@strawberry.type
class ConditionQueries:
    """What operators can ask for."""

    condition_facts: list[ConditionFact] | None = call(
        _facts,
        "The facts that conditions of a kind may name, for operators who write them.",
        rule=Rule.OPERATORS,
        size=30,
        cost=1,
    )
    failing_conditions: list[FailingCondition] | None = call(
        _failing,
        "The conditions of the programme in force that failed within 30 days, the latest failure"
        " first; for operators. Null with an error while points or feedback is away.",
        rule=Rule.OPERATORS,
        size=10,
        cost=10,
    )
