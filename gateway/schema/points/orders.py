"""An order as refunds see it, and its refund at an operator's desk.

A refund goes by the door that a till uses: members records the activity, and points follows it. The
preview is asked first, so that what points would refuse is not recorded; points is asked to take it
at once at the end, so that the desk sees what it took. Where that fails, points takes it by itself.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import strawberry

from gateway.core.errors import attempt
from gateway.core.ids import to_global
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.named import Named, NamedCode
from gateway.schema.core.payloads import Outcome, replayed, user_errors
from gateway.schema.core.refusals import REFUSALS, mutation
from gateway.schema.core.scalars import AssetCode, DateTime, Long, instant
from gateway.schema.core.user_errors import UserError
from gateway.schema.points.activity_input import (
    ActivityInput,
    ActivityType,
    OrderInput,
    activity_of,
)
from gateway.schema.points.baskets import Channel, OrderId
from gateway.schema.points.previews import PreviewedClawback, PreviewedCoupon, PreviewedReturn
from services.common.errors import Refusal
from services.common.idempotency import check_request_id
from services.common.text import checked
from tessera.members.v1 import activities_pb2
from tessera.points.v1 import refunds_pb2 as pb
from tessera.types.v1 import types_pb2

_NAME = "refundOrder"
_NOT_FOUND = ("ORDER_NOT_FOUND",)
REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 500


@strawberry.type(description="An amount of an asset that an order earned.")
class EarnedAmount:
    """Source: tessera.points.v1.EarnedAmount."""

    asset: AssetCode = column("The asset.")
    amount: Long = column("The amount.")


@strawberry.type(description="A line of an order, and what went back of it.")
class OrderLine:
    """Source: tessera.points.v1.KeptOrderLine."""

    line_id: str = column("The id, by which a refund names the line.")
    sku: str | None = read(
        lambda line: line.sku or None, "The article; null where the channel told none."
    )
    quantity: Long = column("The pieces that were bought.")
    amount_minor: Long = column("The price of the whole line, in minor units.")
    refunded_quantity: Long = column("The pieces that went back so far.")
    refunded_minor: Long = column("The money that refunds of the line gave back so far.")
    left_quantity: Long = column("The pieces that may still go back.")
    left_minor: Long = column("The money that a refund of the line may still give back.")
    earned: list[EarnedAmount] = column(
        "The amounts that rules gave for this line alone, one for each asset.", size=2
    )


@strawberry.type(description="The amount that one rule gave for an order.")
class OrderAward:
    """Source: tessera.points.v1.KeptOrderAward."""

    rule: Named = read(
        lambda award: NamedCode(award.rule, award.rule_name), "The rule, with the name it has now."
    )
    asset: AssetCode = column("The asset.")
    amount: Long = column("The amount.")
    settled: Long = column(
        "The amount that refunds have accounted for so far: taken back, or forgiven by the policy."
    )


@strawberry.type(description="An order as it is kept for its refunds.")
class Order:
    """Source: tessera.points.v1.KeptOrder."""

    channel: str = column("The channel that sold it.")
    order_id: str = column("The channel's number of the order.")
    member_id: strawberry.ID = read(
        lambda order: to_global("Member", order.member_id), "The global id of the member."
    )
    ordered_at: DateTime | None = read(
        lambda order: instant(order, "order_time"),
        "The time of the order; null of one that was kept by an earlier release.",
    )
    currency_code: str = read(lambda order: order.total.currency_code, "The currency, ISO 4217.")
    total_minor: Long = read(
        lambda order: order.total.minor_units, "The price of the order, in minor units."
    )
    refunded_minor: Long = column("The money that refunds gave back so far.")
    left_minor: Long = column("The money that refunds may still give back.")
    lines: list[OrderLine] = column("The lines; empty of an order told by its total.", size=5)
    awards: list[OrderAward] = column(
        "The awards, rule by rule; coupons are not among them.", size=4
    )


@strawberry.input(description="An order, or a part of it, that is given back at a desk.")
class RefundOrderInput:
    """By the order and its lines."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID = required("The member who bought, by global id or bare id.")
    order: OrderInput = required(
        "The order's number, the channel that sold it, and the lines and the money that go back."
    )
    store_id: str | None = optional("The store that takes it back, at most 64 characters.")
    reason: str = required(
        f"The reason, {REASON_CHARS_MIN} to {REASON_CHARS_MAX} characters, for the audit log: no"
        " personal data."
    )


@dataclass(slots=True)
class RefundOutcome(Outcome):
    """The source of the payload; `result` is the response of points, None where that failed."""

    is_recorded: bool = False
    failure: Exception | None = None


def _taken(outcome: RefundOutcome) -> Any:
    if outcome.failure is not None:
        raise outcome.failure
    return outcome.result


def _returned(outcome: RefundOutcome) -> Any:
    done = _taken(outcome)
    return done.returned if done is not None and done.HasField("returned") else None


@strawberry.type(description="The refund, or the reasons for its refusal.")
class RefundOrderPayload:
    """Source: RefundOutcome."""

    recorded: bool = read(
        lambda outcome: outcome.is_recorded,
        "True when the refund is recorded. Then points are taken, even if the answer to that is"
        " missing here.",
    )
    clawbacks: list[PreviewedClawback] | None = read(
        lambda outcome: list(done.clawbacks) if (done := _taken(outcome)) is not None else None,
        "One for each asset that the order earned, as it was taken; null when refused.",
        size=2,
    )
    returned: PreviewedReturn | None = read(
        _returned, "The points and coupons that went back to the member; null where none did."
    )
    given_coupons: list[PreviewedCoupon] | None = read(
        lambda outcome: list(done.given_coupons) if (done := _taken(outcome)) is not None else None,
        "The coupons that rules gave for the order, where nothing of it is left.",
        size=2,
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _order(
    context: RequestContext, channel: Channel, order_id: OrderId
) -> pb.KeptOrder | None:
    services = context.services
    request = pb.GetOrderRequest(channel=channel, order_id=order_id)
    found, _ = await attempt(
        services.read(services.refunds.GetOrder, request, context.caller), _NOT_FOUND
    )
    return found and found.order


async def _refund(
    context: RequestContext, input: Annotated[RefundOrderInput, INPUT]
) -> RefundOutcome:
    async def record() -> tuple[types_pb2.Activity, bool]:
        check_request_id(input.request_id)
        reason = checked("reason", input.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN)
        refund = _activity(context, input, context.now)
        await _check(context, refund)
        return await _record(context, input, refund, reason)

    recorded, refusals = await attempt(record(), REFUSALS[_NAME])
    if recorded is None:
        return RefundOutcome(user_errors=refusals)
    refund, is_repeat = recorded
    services = context.services
    request = pb.CommitRefundRequest(refund=refund)
    outcome = RefundOutcome(replayed=is_repeat, is_recorded=True)
    try:
        outcome.result = await services.write(
            services.refunds.CommitRefund, request, context.caller
        )
    except Exception as error:
        outcome.failure = error
    return outcome


async def _check(context: RequestContext, refund: types_pb2.Activity) -> None:
    """Raises what points would refuse the refund for, unless it knows it by another time."""
    services = context.services
    request = pb.PreviewRefundRequest(refund=refund)
    await attempt(
        services.read(services.refunds.PreviewRefund, request, context.caller),
        ("REQUEST_ID_REUSED",),
    )


async def _record(
    context: RequestContext, input: RefundOrderInput, refund: types_pb2.Activity, reason: str
) -> tuple[types_pb2.Activity, bool]:
    """The refund as members has it, and whether it was recorded before. Raises the refusal."""
    result = await _send(context, refund, reason)
    if result.reason == "ACTIVITY_CONFLICT" and result.HasField("recorded_occur_time"):
        refund = _activity(context, input, result.recorded_occur_time.ToDatetime(UTC))
        result = await _send(context, refund, reason)
    if result.reason == "ACTIVITY_CONFLICT":
        raise Refusal("REQUEST_ID_REUSED", result.message, field="request_id")
    if result.reason:
        raise Refusal(result.reason, result.message, field=result.field)
    return refund, result.state == activities_pb2.RECORD_STATE_REPEATED


async def _send(
    context: RequestContext, refund: types_pb2.Activity, reason: str
) -> activities_pb2.RecordActivityResult:
    services = context.services
    request = activities_pb2.RecordActivitiesRequest(activities=[refund], reason=reason)
    method = services.activities.RecordActivities
    return (await services.write(method, request, context.caller)).results[0]


def _activity(context: RequestContext, input: RefundOrderInput, at: datetime) -> types_pb2.Activity:
    sent = ActivityInput(
        member_id=input.member_id,
        type=ActivityType.REFUND,
        store_id=input.store_id,
        order=input.order,
    )
    refund = activity_of(context, sent, "refund")
    digest = hashlib.sha256(input.request_id.encode()).hexdigest()[:32]
    refund.occur_time.FromDatetime(at)
    refund.event_id = f"refund/{digest}"
    return refund


@strawberry.type
class OrderQueries:
    """The field of Query."""

    order: Order | None = call(
        _order,
        "An order by its channel and number: its lines, what each earned, what went back and what"
        " is left; null where none is known. For operators.",
        rule=Rule.OPERATORS,
    )


@strawberry.type
class OrderMutations:
    """The field of Mutation."""

    refund_order: RefundOrderPayload | None = mutation(
        _NAME,
        _refund,
        "Records that an order, or a part of it, was given back: takes and gives back what"
        " `previewRefund` says, once. The money is the till's to pay back.",
        rule=Rule.OPERATORS,
    )
