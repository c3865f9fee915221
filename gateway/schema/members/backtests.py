"""Back-tests: where all members would stand by the ladders of a draft."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.core.errors import attempt
from gateway.core.ids import to_global
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.money import Money
from gateway.schema.core.named import Named, NamedCode, named
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Long, enum_value, moment
from gateway.schema.core.user_errors import UserError
from gateway.schema.members.tier_decisions import TierReason, reason_of_tier
from tessera.members.v1 import backtests_pb2 as pb
from tessera.types.v1 import types_pb2

_START_COST = 8 * CALL_COST
_LADDERS, _MOVES, _BENEFITS, _SAMPLE = 2, 12, 5, 10


@strawberry.enum(description="The state of a back-test.")
class BacktestState(Enum):
    """As tessera.members.v1.BacktestState."""

    QUEUED = enum_value(pb.BACKTEST_STATE_QUEUED, "Nobody works on it yet.")
    RUNNING = enum_value(pb.BACKTEST_STATE_RUNNING, "A worker is at it.")
    DONE = enum_value(pb.BACKTEST_STATE_DONE, "All members are counted.")
    FAILED = enum_value(pb.BACKTEST_STATE_FAILED, "It came to nothing.")


@strawberry.type(description="Members with one tier now and one by the draft.")
class BacktestMove:
    """Source: tessera.members.v1.BacktestMove."""

    from_tier: Named | None = read(
        lambda move: named(move.from_tier, move.from_tier_name),
        "The tier now; null where no ladder in force has the code.",
    )
    to_tier: Named = read(
        lambda move: NamedCode(move.to_tier, move.to_tier_name), "The tier by the draft."
    )
    members: Long = column("The number of members.")


@strawberry.type(description="The members of one ladder of the draft.")
class BacktestLadder:
    """Source: tessera.members.v1.BacktestLadder."""

    ladder: Named = read(lambda each: NamedCode(each.ladder, each.name), "The ladder.")
    moves: list[BacktestMove] = column(
        "The numbers of members by tier now and by the draft, the most first.", size=_MOVES
    )
    rise: Long = column("The number of members who would stand higher.")
    fall: Long = column("The number of members who would stand lower.")
    rise_at_once: Long = column(
        "The number of members who rise on the day on which the draft is published; the others move"
        " when their windows end."
    )


def _worth(cost: pb.BacktestCost) -> types_pb2.Money:
    return types_pb2.Money(currency_code=cost.currency_code, minor_units=cost.worth_minor)


@strawberry.type(
    description="An estimate of what the main ladder's multipliers cost: what orders of the last"
    " 365 days would have given by rules without a condition, without campaigns and caps."
)
class BacktestCost:
    """Source: tessera.members.v1.BacktestCost."""

    spend: Money = read(
        lambda cost: types_pb2.Money(
            currency_code=cost.currency_code, minor_units=cost.spend_minor
        ),
        "The money that was paid for these orders, less refunds.",
    )
    points_now: Long = column("The points by the tiers that members have.")
    points_draft: Long = column("The points by the tiers that they would have.")
    worth: Money = read(_worth, "The worth of the difference; 0 where points have none.")


@strawberry.type(description="The grants of a counted benefit in each of its terms.")
class BacktestBenefit:
    """Source: tessera.members.v1.BacktestBenefit."""

    benefit: str = column("The benefit's code.")
    now: Long = column("The number of grants to all members together, now.")
    draft: Long = column("The number by the draft.")


@strawberry.type(description="A member who would stand elsewhere, and why.")
class BacktestMember:
    """Source: tessera.members.v1.BacktestMember."""

    member_id: strawberry.ID = read(
        lambda each: to_global("Member", each.member_id), "The global id of the member."
    )
    ladder: str = column("The ladder's code.")
    from_tier: str | None = read(
        lambda each: each.from_tier or None,
        "The code of the tier now; null where no ladder in force has the code.",
    )
    to_tier: str = column("The code of the tier by the draft.")
    reason: TierReason = read(
        lambda each: reason_of_tier(each.reason), "The reason of the last decision by the draft."
    )
    counted: Long = column("The amount that was judged, in the basis of the ladder.")
    threshold: Long = column("The amount that it was compared with.")


@strawberry.type(
    description="The ladders of a draft tried on all members, beside the programme in force. The"
    " days that are kept are judged as if the draft had been in force; nobody's tier changes."
)
class TierBacktest:
    """Source: tessera.members.v1.TierBacktest."""

    id: strawberry.ID = column("The id.")
    state: BacktestState = column("The state.")
    asked_by: str = column("The operator who asked for it, by its subject.")
    asked_at: DateTime = read(
        lambda test: moment(test.ask_time), "The time of the wish, as of which members stand."
    )
    in_force_version: Long = column("The version that the draft is compared with.")
    members: Long = column("The number of members counted so far.")
    failure: str | None = read(
        lambda test: test.failure or None,
        "When it failed: PROGRAMME_INVALID, or FAILED for a fault that the service logged.",
    )
    ladders: list[BacktestLadder] = column(
        "The draft's ladders, the main one first.", size=_LADDERS
    )
    cost: BacktestCost | None = read(
        lambda test: test.cost if test.HasField("cost") else None,
        "The cost of the main ladder's multipliers; null before the first member.",
    )
    benefits: list[BacktestBenefit] = column(
        "The counted benefits of either programme.", size=_BENEFITS
    )
    sample: list[BacktestMember] = column(
        "Up to ten members who would stand elsewhere, drawn by chance.", size=_SAMPLE
    )


TestId = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The id; the brand's newest one when left out."),
]


async def _backtest(context: RequestContext, id: TestId = None) -> pb.TierBacktest | None:
    services, request = context.services, pb.GetTierBacktestRequest(backtest_id=id or "")
    asking = services.read(services.tier_backtests.GetTierBacktest, request, context.caller)
    told, _ = await attempt(asking, ("BACKTEST_NOT_FOUND",))
    return told and told.backtest


@strawberry.type
class TierBacktestQueries:
    """The field of Query."""

    tier_backtest: TierBacktest | None = call(
        _backtest,
        "A back-test of a draft's ladders; null where there is none. Needs the scope"
        " `programmes:read`.",
        rule=Rule.OPERATORS,
    )


@strawberry.input(description="A draft whose ladders are to be tried.")
class StartTierBacktestInput:
    """Nobody's tier changes."""

    request_id: strawberry.ID = request_id()
    source_yaml: str = required("The draft, YAML of at most 256 KiB.")


@strawberry.type(description="The back-test, queued, or the reasons for the refusal.")
class StartTierBacktestPayload:
    """Source: Outcome of a TierBacktest."""

    backtest: TierBacktest | None = read(
        lambda outcome: outcome.result, "The back-test, queued; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _start(
    context: RequestContext, input: Annotated[StartTierBacktestInput, INPUT]
) -> Outcome:
    def request() -> pb.StartTierBacktestRequest:
        return pb.StartTierBacktestRequest(
            request_id=input.request_id, source_yaml=input.source_yaml
        )

    method = context.services.tier_backtests.StartTierBacktest
    return await perform(context, "startTierBacktest", method, request, "backtest")


@strawberry.type
class TierBacktestMutations:
    """The field of Mutation."""

    start_tier_backtest: StartTierBacktestPayload | None = mutation(
        "startTierBacktest",
        _start,
        "Tries the ladders of a draft on all members, in the background: `tierBacktest` says how"
        " far it is. Needs the scope `programmes:write`.",
        rule=Rule.OPERATORS,
        cost=_START_COST,
    )
