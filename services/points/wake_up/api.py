"""tessera.points.v1.WakeUps: protos to commands and back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime

from services.common.auth import Role, current_caller, require_role
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens, page_size
from services.points.activities.domain.validation import is_member_id
from services.points.calendar.domain.local_time import last_day
from services.points.context import PointsContext
from services.points.earning.domain.order_bonus import PLAIN_PERCENT
from services.points.ledger.api.access import of_one_brand
from services.points.ledger.api.messages import to_timestamp
from services.points.ledger.domain.chart_of_accounts import (
    WAKE_UPS_ANSWERED,
    WAKE_UPS_OPENED,
    WAKE_UPS_PAID,
    WAKE_UPS_POINTS,
)
from services.points.programme.domain.programme import Programme
from services.points.wake_up.commands.reading import list_wake_ups, open_bonuses
from services.points.wake_up.domain.section import wake_up_section
from services.points.wake_up.domain.wake_up import WakeUp
from tessera.points.v1 import wake_ups_pb2 as pb
from tessera.points.v1 import wake_ups_pb2_grpc

CountsOf = Callable[[str], Awaitable[Mapping[str, int]]]
"""All that was ever counted of a brand's wake-ups, by asset."""


class WakeUpsApi(wake_ups_pb2_grpc.WakeUpsServicer):
    """Operators and services read wake-ups; members see their open one on the card."""

    def __init__(self, ctx: PointsContext, counts: CountsOf, page_secret: bytes) -> None:
        self._ctx = ctx
        self._counts = counts
        self._page_secret = page_secret

    async def ListWakeUps(
        self, request: pb.ListWakeUpsRequest, context: ServicerContext
    ) -> pb.ListWakeUpsResponse:
        """A page of wake-ups, the last opened first."""
        brand = of_one_brand(require_role(current_caller(), Role.OPERATOR, Role.SERVICE)).brand
        if request.member_id and not is_member_id(request.member_id):
            raise invalid("member_id", "1 to 64 letters, digits and _ . -")
        scope = {"list": "wake_ups", "brand": brand, "member": request.member_id}
        tokens = PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        size = page_size(request.page_size)
        programme = await self._ctx.programmes.get(brand)
        found = await list_wake_ups(
            self._ctx, brand, member_id=request.member_id, before=before, size=size + 1
        )
        now = self._ctx.clock.now()
        response = pb.ListWakeUpsResponse(
            wake_ups=[_message(each, programme, now) for each in found[:size]]
        )
        if len(found) > size:
            response.next_page_token = tokens.token(found[size - 1].id)
        return response

    async def GetWakeUpFigures(
        self, request: pb.GetWakeUpFiguresRequest, context: ServicerContext
    ) -> pb.GetWakeUpFiguresResponse:
        """The sums of the brand."""
        brand = of_one_brand(require_role(current_caller(), Role.OPERATOR, Role.SERVICE)).brand
        programme = await self._ctx.programmes.get(brand)
        counts = await self._counts(brand)
        response = pb.GetWakeUpFiguresResponse(
            opened=counts.get(WAKE_UPS_OPENED, 0),
            answered=counts.get(WAKE_UPS_ANSWERED, 0),
            points=counts.get(WAKE_UPS_POINTS, 0),
        )
        response.paid.currency_code = programme.currency
        response.paid.minor_units = counts.get(WAKE_UPS_PAID, 0)
        return response

    async def statuses(
        self, brand: str, member_ids: Collection[str]
    ) -> Mapping[str, pb.MemberWakeUp]:
        """The open wake-up of each member who has one."""
        found = await open_bonuses(self._ctx, brand, member_ids)
        if not found:
            return {}
        programme = await self._ctx.programmes.get(brand)
        section = wake_up_section(programme)
        messages = {}
        for member_id, bonus in found.items():
            message = pb.MemberWakeUp(
                percent=_percent(bonus.percent),
                until=last_day(bonus.until, programme.zone).isoformat(),
            )
            if section is not None:
                message.name.zh, message.name.en = section.name
            messages[member_id] = message
        return messages


def _message(wake_up: WakeUp, programme: Programme, now: datetime) -> pb.WakeUp:
    bonus = wake_up.bonus
    message = pb.WakeUp(
        id=wake_up.id,
        member_id=bonus.member_id,
        asleep_since=to_timestamp(wake_up.asleep_since),
        open_time=to_timestamp(bonus.opened_at),
        until=last_day(bonus.until, programme.zone).isoformat(),
        percent=_percent(bonus.percent),
        coupon_type=wake_up.coupon_type,
        state=pb.WakeUpState.Value(f"WAKE_UP_STATE_{wake_up.state_at(now).upper()}"),
        order_id=bonus.order_id,
        points=bonus.points,
    )
    if bonus.used_at is not None:
        message.answer_time.CopyFrom(to_timestamp(bonus.used_at))
    return message


def _percent(percent: int) -> int:
    return 0 if percent == PLAIN_PERCENT else percent
