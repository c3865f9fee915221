"""Wake-ups: what a sleeping member is offered, and what it brought."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

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
    itself,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, join, read
from gateway.schema.core.inputs import MemberId
from gateway.schema.core.money import Money
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import (
    Date,
    DateTime,
    Lang,
    Long,
    enum_value,
    instant,
    moment,
    text,
)
from gateway.schema.core.selections import Args, Inner
from gateway.upstream.batching import Need
from gateway.upstream.loaders import wallet_need
from tessera.points.v1 import wake_ups_pb2, wallets_pb2

if TYPE_CHECKING:
    from gateway.schema.members.members import Member

_KIND = "wake_up"


def _name(wake_up: wake_ups_pb2.MemberWakeUp, context: RequestContext, lang: Lang = None) -> str:
    return text(wake_up.name, context, lang)


@strawberry.type(
    description="An offer of the brand to a member who earned nothing for long: an order until the"
    " day answers it."
)
class MemberWakeUp:
    """Source: tessera.points.v1.MemberWakeUp."""

    name: str = read(_name, "The name in the language of `lang`.")
    percent: int | None = read(
        lambda wake_up: wake_up.percent or None,
        "The factor of the next order's points: 200 is double. Null where it brought a coupon"
        " alone.",
    )
    until: Date = column("The last day on which an order answers it, in the brand's time zone.")


def wake_up_need(args: Args, inner: Inner) -> Need:
    """The need of a wallet with the open wake-up."""
    return wallet_need(wake_up=True)


def pick_wake_up(wallet: wallets_pb2.Wallet) -> wake_ups_pb2.MemberWakeUp | None:
    """The open wake-up in a wallet; None where none is."""
    return wallet.wake_up if wallet.HasField("wake_up") else None


@strawberry.enum(description="The state of a wake-up.")
class WakeUpState(Enum):
    """As tessera.points.v1.WakeUpState."""

    OPEN = enum_value(
        wake_ups_pb2.WAKE_UP_STATE_OPEN, "The member has not ordered yet, and still can."
    )
    ANSWERED = enum_value(wake_ups_pb2.WAKE_UP_STATE_ANSWERED, "An order answered it.")
    PASSED = enum_value(wake_ups_pb2.WAKE_UP_STATE_PASSED, "Its time is over, and no order came.")


@strawberry.type(description="A wake-up of a member, as operators see it.")
class WakeUp:
    """Source: tessera.points.v1.WakeUp."""

    id: strawberry.ID = column("The id.")
    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The member; null with an error while members is away.",
        loader="members",
        key=lambda wake_up: wake_up.member_id,
        need=lambda args, inner: Need(),
    )
    asleep_since: DateTime = read(
        lambda wake_up: moment(wake_up.asleep_since),
        "The member's last earning before it, or the enrolment.",
    )
    opened_at: DateTime = read(
        lambda wake_up: moment(wake_up.open_time), "The time at which it was opened."
    )
    until: Date = column("The last day on which an order answers it, in the brand's time zone.")
    percent: int | None = read(
        lambda wake_up: wake_up.percent or None,
        "The factor of the answering order's points: 200 is double. Null for a coupon alone.",
    )
    coupon_type: str | None = read(
        lambda wake_up: wake_up.coupon_type or None,
        "The type of the coupon that came with it; null without one.",
    )
    state: WakeUpState = column("The state now.")
    order_id: str | None = read(
        lambda wake_up: wake_up.order_id or None, "The order that answered it, if one did."
    )
    answered_at: DateTime | None = read(
        lambda wake_up: instant(wake_up, "answer_time"), "The time of that order."
    )
    points: Long = column("The points that it added to that order's, before refunds of it.")


@strawberry.type(description="A wake-up, with its place in the list.")
class WakeUpEdge:
    """Source: a pair of cursor and wake-up."""

    cursor: str = edge_cursor(first_of)
    node: WakeUp = edge_node(second_of)


@strawberry.type(description="A page of wake-ups, the last opened first.")
class WakeUpConnection:
    """Source: Page."""

    edges: list[WakeUpEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(
    description="The sums of the brand's wake-ups since it has had any. Refunds are not deducted."
)
class WakeUpFigures:
    """Source: tessera.points.v1.GetWakeUpFiguresResponse."""

    opened: Long = column("The wake-ups that were opened.")
    answered: Long = column("Those that an order answered.")
    points: Long = column("The points that they added to these orders'.")
    paid: Money = column("The money of these orders.")


async def _wake_ups(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    member_id: MemberId = None,
) -> Page:
    member = context.member_id(member_id) if member_id else ""
    request = wake_ups_pb2.ListWakeUpsRequest(member_id=member)
    method = context.services.wake_ups.ListWakeUps
    return await page_of(context, _KIND, method, request, "wake_ups", first, after)


async def _figures(context: RequestContext) -> wake_ups_pb2.GetWakeUpFiguresResponse:
    services, request = context.services, wake_ups_pb2.GetWakeUpFiguresRequest()
    return await services.read(services.wake_ups.GetWakeUpFigures, request, context.caller)


@strawberry.type
class WakeUpQueries:
    """The fields of Query."""

    wake_ups: WakeUpConnection | None = call(
        _wake_ups,
        "The wake-ups of the brand, or of a member, the last opened first. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
    wake_up_figures: WakeUpFigures | None = call(
        _figures,
        "The wake-ups that were opened, and what they brought. For operators.",
        rule=Rule.OPERATORS,
    )
