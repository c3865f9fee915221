"""Vouchers at the desk of a store: operators look them up, take them and give them back."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import strawberry

from gateway.core.errors import attempt
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
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Date, DateTime, Lang, instant, text
from gateway.schema.core.user_errors import UserError
from gateway.schema.points.voucher_state import VoucherState
from tessera.points.v1 import vouchers_pb2

_KIND = "voucher"
_TYPED = "The code as it was read or typed; case, spaces and dashes do not count."

Code = Annotated[str, strawberry.argument(description=_TYPED)]
StoreId = Annotated[str, strawberry.argument(description="The store, as its till names it.")]
From = Annotated[
    DateTime | None, strawberry.argument(description="From this time of use on; optional.")
]
Until = Annotated[
    DateTime | None, strawberry.argument(description="Before this time of use; optional.")
]


def _reward_name(
    voucher: vouchers_pb2.TillVoucher, context: RequestContext, lang: Lang = None
) -> str:
    return text(voucher.reward_name, context, lang)


@strawberry.type(description="A voucher as a store sees it: the reward to hand over.")
class StoreVoucher:
    """Source: tessera.points.v1.TillVoucher."""

    code: str = column("The code, as the member sees it.")
    state: VoucherState = column("The state now.")
    reward_code: str = column("The code of the reward.")
    reward_name: str = read(_reward_name, "The name that the reward had when it was redeemed.")
    expires_on: Date = read(
        lambda voucher: voucher.expire_on,
        "The last day, in the brand's time zone, on which a store can take it.",
    )
    used_at: DateTime | None = read(
        lambda voucher: instant(voucher, "use_time"),
        "The time at which a store took it; null unless it is used.",
    )
    store_id: str | None = read(
        lambda voucher: voucher.store_id or None,
        "The store that has taken it; null unless it is used.",
    )
    redemption_id: strawberry.ID = read(
        lambda voucher: to_global("Redemption", voucher.redemption_id),
        "The global id of the redemption that issued it.",
    )


@strawberry.type(description="A voucher, with its place in the list.")
class StoreVoucherEdge:
    """Source: a pair of cursor and voucher."""

    cursor: str = edge_cursor(first_of)
    node: StoreVoucher = edge_node(second_of)


@strawberry.type(description="A page of vouchers, the one used last first.")
class StoreVoucherConnection:
    """Source: Page."""

    edges: list[StoreVoucherEdge] = edges()
    page_info: PageInfo = page_info()


async def _voucher(context: RequestContext, code: Code) -> vouchers_pb2.TillVoucher | None:
    services = context.services
    request = vouchers_pb2.LookUpVoucherRequest(code=code)
    asking = services.read(services.vouchers.LookUpVoucher, request, context.caller)
    found, _ = await attempt(asking, ("VOUCHER_NOT_FOUND",))
    return found and found.voucher


async def _store_vouchers(
    context: RequestContext,
    store_id: StoreId,
    used_from: From = None,
    used_until: Until = None,
    first: First = 20,
    after: After = None,
) -> Page:
    request = vouchers_pb2.ListStoreVouchersRequest(store_id=store_id)
    if used_from is not None:
        request.from_time.FromDatetime(used_from)
    if used_until is not None:
        request.until_time.FromDatetime(used_until)
    method = context.services.vouchers.ListStoreVouchers
    return await page_of(context, _KIND, method, request, "vouchers", first, after)


@strawberry.type
class VoucherQueries:
    """The fields of Query."""

    voucher: StoreVoucher | None = call(
        _voucher,
        "The voucher of a code; null when there is none. Too many unknown codes are refused with"
        " VOUCHER_GUESSES.",
        rule=Rule.OPERATORS,
    )
    store_vouchers: StoreVoucherConnection | None = call(
        _store_vouchers,
        "The vouchers that a store has taken, the last one first; those given back are left out.",
        rule=Rule.OPERATORS,
        size="first",
    )


def _code() -> Any:
    return required(_TYPED)


@strawberry.input(description="A voucher for a store to take.")
class RedeemVoucherInput:
    """By its code."""

    request_id: strawberry.ID = request_id()
    code: str = _code()
    store_id: str = required("The store that takes it, as its till names it.")


@strawberry.input(description="A voucher that a store took by mistake.")
class ReverseVoucherInput:
    """By its code."""

    request_id: strawberry.ID = request_id()
    code: str = _code()
    store_id: str = required("The store that took it.")


@strawberry.input(description="A voucher to end.")
class CancelVoucherInput:
    """By its code."""

    request_id: strawberry.ID = request_id()
    code: str = _code()
    reason: str = required("The reason, 1 to 256 characters.")


@strawberry.type(description="The voucher after the mutation, or the reasons of the refusal.")
class VoucherPayload:
    """Source: Outcome of a voucher."""

    voucher: StoreVoucher | None = read(
        lambda outcome: outcome.result, "The voucher; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _perform(
    context: RequestContext, name: str, method: Callable[..., Awaitable[Any]], request: Any
) -> Outcome:
    return await perform(context, name, method, lambda: request, "voucher")


async def _redeem(context: RequestContext, input: Annotated[RedeemVoucherInput, INPUT]) -> Outcome:
    request = vouchers_pb2.RedeemVoucherRequest(
        request_id=input.request_id, code=input.code, store_id=input.store_id
    )
    method = context.services.vouchers.RedeemVoucher
    return await _perform(context, "redeemVoucher", method, request)


async def _reverse(
    context: RequestContext, input: Annotated[ReverseVoucherInput, INPUT]
) -> Outcome:
    request = vouchers_pb2.ReverseVoucherRequest(
        request_id=input.request_id, code=input.code, store_id=input.store_id
    )
    method = context.services.vouchers.ReverseVoucher
    return await _perform(context, "reverseVoucher", method, request)


async def _cancel(context: RequestContext, input: Annotated[CancelVoucherInput, INPUT]) -> Outcome:
    request = vouchers_pb2.CancelVoucherRequest(
        request_id=input.request_id, code=input.code, reason=input.reason
    )
    method = context.services.vouchers.CancelVoucher
    return await _perform(context, "cancelVoucher", method, request)


@strawberry.type
class VoucherMutations:
    """The fields of Mutation."""

    redeem_voucher: VoucherPayload | None = mutation(
        "redeemVoucher", _redeem, "Takes a voucher for a store, once.", rule=Rule.OPERATORS
    )
    reverse_voucher: VoucherPayload | None = mutation(
        "reverseVoucher",
        _reverse,
        "Gives a voucher back at the store that took it, on the same day.",
        rule=Rule.OPERATORS,
    )
    cancel_voucher: VoucherPayload | None = mutation(
        "cancelVoucher",
        _cancel,
        "Ends a voucher that nobody has used; the points are not given back.",
        rule=Rule.OPERATORS,
    )
