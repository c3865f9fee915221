"""Conditions of the programme in force that fail: an operator sees them without reading logs."""

import asyncio
from typing import Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.scalars import DateTime, Long, moment
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

    failing_conditions: list[FailingCondition] | None = call(
        _failing,
        "The conditions of the programme in force that failed within 30 days, the latest failure"
        " first; for operators. Null with an error while points or feedback is away.",
        rule=Rule.OPERATORS,
        size=10,
        cost=10,
    )
