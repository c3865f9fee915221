"""The books of a brand: trial balance, closed months, and the check of the whole ledger."""

from datetime import datetime
from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.connections import first_of, second_of
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import AssetCode, DateTime, Long, enum_value, moment
from gateway.schema.core.user_errors import UserError
from tessera.points.v1 import ledger_pb2, statements_pb2

_BOOKS_COST = 4 * CALL_COST

AsOf = Annotated[
    DateTime | None,
    strawberry.argument(
        description="Only postings that were written until then; all of them when left out."
    ),
]
Token = Annotated[
    str | None,
    strawberry.argument(
        description="The `nextToken` of the step before. When left out, the check begins anew."
    ),
]


@strawberry.type(description="The sums of one class of accounts in one asset.")
class TrialBalanceLine:
    """Source: tessera.points.v1.TrialBalanceLine."""

    account_class: str = column("`members`, `rewards`, or a house account such as `house:issued`.")
    asset: AssetCode = column("The asset.")
    credits: Long = column("The sum of all amounts added.")
    debits: Long = column("The sum of all amounts taken, as a positive number.")
    balance: Long = column("Credits less debits.")


@strawberry.type(description="The sum of all balances of an asset.")
class AssetSum:
    """Source: a pair of asset and sum."""

    asset: AssetCode = read(first_of, "The asset.")
    sum: Long = read(second_of, "The sum over all accounts; 0 in a sound ledger.")


@strawberry.type(description="Every class of accounts by asset.")
class TrialBalance:
    """Source: tessera.points.v1.GetTrialBalanceResponse."""

    lines: list[TrialBalanceLine] = column("One for each class of accounts and asset.", size=20)
    sums: list[AssetSum] = read(
        lambda told: sorted(told.sums.items()), "The sum of the balances of each asset."
    )
    as_of: DateTime = read(
        lambda told: moment(told.as_of), "The time up to which postings were counted."
    )


async def _trial_balance(
    context: RequestContext, as_of: AsOf = None
) -> statements_pb2.GetTrialBalanceResponse:
    request = statements_pb2.GetTrialBalanceRequest()
    if isinstance(as_of, datetime):
        request.as_of_record_time.FromDatetime(as_of)
    services = context.services
    return await services.read(services.statements.GetTrialBalance, request, context.caller)


@strawberry.type(description="All time up to the end of a closed month.")
class ClosedPeriod:
    """Source: tessera.points.v1.ClosedPeriod."""

    month: str = column("The last closed month, YYYY-MM in the brand's time zone.")
    open_from: DateTime = read(
        lambda closed: moment(closed.open_from), "The first instant that is still open."
    )
    closed_at: DateTime = read(
        lambda closed: moment(closed.close_time), "The time at which it was closed."
    )
    final_at: DateTime = read(
        lambda closed: moment(closed.final_time),
        "The time from which the figures of the month are final.",
    )
    closed_by: str = column("The operator that closed it, by its subject.")


async def _closed_period(context: RequestContext) -> statements_pb2.ClosedPeriod | None:
    request = statements_pb2.GetClosedPeriodRequest()
    services = context.services
    told = await services.read(services.statements.GetClosedPeriod, request, context.caller)
    return told.closed if told.HasField("closed") else None


@strawberry.enum(description="The result of a check at one look.")
class VerifyColour(Enum):
    """As tessera.points.v1.VerifyColour."""

    GREEN = enum_value(ledger_pb2.VERIFY_COLOUR_GREEN, "Everything is correct.")
    YELLOW = enum_value(
        ledger_pb2.VERIFY_COLOUR_YELLOW, "Everything is correct, but a backlog is old."
    )
    RED = enum_value(ledger_pb2.VERIFY_COLOUR_RED, "Something is wrong: `problems` says it.")


@strawberry.type(description="A problem that the check found.")
class VerifyProblem:
    """Source: tessera.points.v1.VerifyProblem."""

    check: str = column("The rule that is broken, such as `zero_sum`, `balance` or `chain`.")
    where: str = column("The account and its entry, or the posting.")
    detail: str = column("The expected value and the value found.")


@strawberry.type(description="A name and a number.")
class VerifyCount:
    """Source: a pair of name and number."""

    name: str = read(first_of, "The name.")
    count: Long = read(second_of, "The number.")


@strawberry.type(description="One step of the check of the ledger.")
class Verification:
    """Source: tessera.points.v1.VerifyResponse."""

    colour: VerifyColour = column("The result of everything that was checked so far.")
    counts: list[VerifyCount] = read(
        lambda told: sorted(told.counts.items()),
        "The accounts, entries and postings that were checked so far.",
    )
    problems: list[VerifyProblem] = column(
        "The problems that this step found, at most 100.", size=5
    )
    backlog_seconds: list[VerifyCount] = read(
        lambda told: sorted(told.backlog_age_s.items()),
        "The age of each backlog in seconds, and of the last report of each follower.",
    )
    next_token: str | None = read(
        lambda told: told.next_page_token or None,
        "Give it as `token` for the next step; null when everything is checked.",
    )


async def _verify(context: RequestContext, token: Token = None) -> ledger_pb2.VerifyResponse:
    services, request = context.services, ledger_pb2.VerifyRequest(page_token=token or "")
    return await services.read(services.ledger.Verify, request, context.caller)


@strawberry.type
class BookQueries:
    """The fields of Query."""

    trial_balance: TrialBalance | None = call(
        _trial_balance,
        "The sums of every class of accounts by asset. For operators.",
        rule=Rule.OPERATORS,
        cost=_BOOKS_COST,
    )
    closed_period: ClosedPeriod | None = call(
        _closed_period,
        "The closed months; null while none is closed. For operators.",
        rule=Rule.OPERATORS,
    )
    verify: Verification | None = call(
        _verify,
        "Checks the ledger of the brand, a few seconds' worth at each step. For operators.",
        rule=Rule.OPERATORS,
        cost=_BOOKS_COST,
    )


@strawberry.input(description="A month to close.")
class ClosePeriodInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    month: str = required(
        "The month, YYYY-MM in the brand's time zone; it must have ended. The months before it are"
        " closed too."
    )


@strawberry.type(description="The closed months, or the reasons for the refusal.")
class ClosePeriodPayload:
    """Source: Outcome of a ClosedPeriod."""

    closed: ClosedPeriod | None = read(
        lambda outcome: outcome.result, "The closed months as they stand now; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _close(context: RequestContext, input: Annotated[ClosePeriodInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> statements_pb2.ClosePeriodRequest:
        return statements_pb2.ClosePeriodRequest(request_id=input.request_id, month=input.month)

    method = services.statements.ClosePeriod
    return await perform(context, "closePeriod", method, request, "closed")


@strawberry.type
class BookMutations:
    """The fields of Mutation."""

    close_period: ClosePeriodPayload | None = mutation(
        "closePeriod",
        _close,
        "Closes the books up to the end of a past month; it cannot be undone. For operators.",
        rule=Rule.OPERATORS,
    )
