"""tessera.points.v1.Grants: protos to commands and back."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable

from services.common.auth import Caller, Role, current_caller, require_role
from services.common.errors import Refusal, invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.text import checked
from services.points.activities.domain.validation import is_member_id
from services.points.context import PointsContext
from services.points.coupons.api import to_message
from services.points.grants.commands import Granted, grant_all
from services.points.grants.domain.budget import Budget, BudgetKind
from services.points.grants.domain.grant import Grant, callers_grant
from services.points.ledger.api.access import of_one_brand
from services.points.ledger.domain.chart_of_accounts import coupon_asset
from services.points.ledger.domain.posting import Posting
from tessera.points.v1 import grants_pb2 as pb
from tessera.points.v1 import grants_pb2_grpc

GRANTS_MAX = 100
AMOUNT_MAX = 10**9
CAMPAIGN_CHARS_MAX = 48
CODE_CHARS_MAX = 64
REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 200
_BUDGET_CODE = re.compile(r"[a-z][a-z0-9_]{0,47}\.[a-z][a-z0-9_]{0,47}")


TellBudgets = Callable[[PointsContext, str, Iterable[Posting]], Awaitable[None]]
"""Tells how much of their budgets postings of a brand left."""


class GrantsApi(grants_pb2_grpc.GrantsServicer):
    """Services give anything, operators coupons."""

    def __init__(self, ctx: PointsContext, tell_budgets: TellBudgets) -> None:
        self._ctx = ctx
        self._tell_budgets = tell_budgets

    async def Grant(self, request: pb.GrantRequest, context: ServicerContext) -> pb.GrantResponse:
        """A result for each grant. A refused one has its reason, and the others go on."""
        caller = of_one_brand(require_role(current_caller(), Role.OPERATOR, Role.SERVICE))
        if not 1 <= len(request.grants) <= GRANTS_MAX:
            raise invalid("grants", f"1 to {GRANTS_MAX}")
        read = [_read(caller, item) for item in request.grants]
        sound = [each for each in read if isinstance(each, Grant)]
        results = await grant_all(self._ctx, sound)
        postings = [each.posting for each in results if each.posting is not None]
        await self._tell_budgets(self._ctx, caller.brand, postings)
        granted = iter(results)
        return pb.GrantResponse(
            results=[
                self._result(
                    item, next(granted) if isinstance(each, Grant) else Granted(error=each)
                )
                for item, each in zip(request.grants, read, strict=True)
            ]
        )

    def _result(self, item: pb.GrantItem, granted: Granted) -> pb.GrantResult:
        result = pb.GrantResult(request_id=item.request_id, replayed=granted.replayed)
        if (error := granted.error) is not None:
            result.reason = getattr(error, "reason", "")
            result.message = str(error)
            result.field = getattr(error, "field", "") or ""
            return result
        if granted.posting is not None:
            result.posting_id = granted.posting.id
        if granted.coupon is not None:
            result.coupon.CopyFrom(to_message(granted.coupon, granted.coupon.granted_at))
        return result


def _read(caller: Caller, item: pb.GrantItem) -> Grant | Exception:
    try:
        return read_grant(caller, item)
    except Exception as error:
        if not hasattr(error, "reason"):
            raise
        return error


def read_grant(caller: Caller, item: pb.GrantItem) -> Grant:
    """The grant that `caller` asks for. Raises the refusal."""
    check_request_id(item.request_id)
    if not is_member_id(item.member_id):
        raise invalid("member_id", "1 to 64 letters, digits and _ . -")
    by_operator = caller.role is Role.OPERATOR
    least = REASON_CHARS_MIN if by_operator else 0
    reason = checked("reason", item.reason, REASON_CHARS_MAX, least=least)
    campaign = checked("campaign", item.campaign, CAMPAIGN_CHARS_MAX)
    if by_operator and item.HasField("budget"):
        raise invalid("budget", "services only")
    budget = _budget(item) if item.HasField("budget") else None
    if item.WhichOneof("gift") == "amount":
        if by_operator:
            method = "tessera.points.v1.Adjustments/AdjustPoints"
            raise Refusal(
                "ADJUSTMENT_NEEDED", "operators adjust", field="amount", metadata={"method": method}
            )
        if not 1 <= item.amount.amount <= AMOUNT_MAX:
            raise invalid("amount.amount", f"1 to {AMOUNT_MAX}")
        return callers_grant(
            caller.brand,
            item.request_id,
            item.member_id,
            asset=checked("amount.asset", item.amount.asset, CODE_CHARS_MAX, least=1),
            amount=item.amount.amount,
            campaign=campaign,
            reason=reason,
            budget=budget,
        )
    return callers_grant(
        caller.brand,
        item.request_id,
        item.member_id,
        coupon_type=checked("coupon_type", item.coupon_type, CODE_CHARS_MAX, least=1),
        campaign=campaign,
        reason=reason,
        operator=caller.subject if by_operator else "",
        budget=budget,
    )


def _budget(item: pb.GrantItem) -> Budget:
    asked = item.budget
    if not _BUDGET_CODE.fullmatch(asked.code):
        raise invalid("budget.code", "the codes of a journey and a step, with a dot between them")
    if not 1 <= asked.limit <= AMOUNT_MAX:
        raise invalid("budget.limit", f"1 to {AMOUNT_MAX}")
    of_coupons = item.WhichOneof("gift") != "amount"
    asset = coupon_asset(item.coupon_type) if of_coupons else item.amount.asset
    return Budget(BudgetKind.JOURNEY, asked.code, asked.limit, asset)
