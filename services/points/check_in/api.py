"""tessera.points.v1.CheckIns: protos to commands and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.common.auth import current_caller, require_member
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.timestamps import needed_day
from services.points.activities.api.activities import to_activity
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.validation import check, is_member_id
from services.points.check_in.commands import (
    Recorded,
    check_in_statuses,
    make_up,
    record_check_in,
)
from services.points.check_in.domain.status import CheckInStatus
from services.points.context import PointsContext
from services.points.ledger.api.access import of_one_brand, teller
from tessera.points.v1 import check_ins_pb2 as pb
from tessera.points.v1 import check_ins_pb2_grpc, earning_pb2


class Awarded(Protocol):
    """The awards of an activity."""

    @property
    def awards(self) -> Sequence[earning_pb2.Award]: ...

    @property
    def replayed(self) -> bool: ...


class AwardActivity(Protocol):
    """Awards one activity by the earning rules, once for ever. Raises the refusal."""

    async def __call__(self, activity: Activity) -> Awarded: ...


@dataclass(frozen=True, slots=True)
class CheckInsApi(check_ins_pb2_grpc.CheckInsServicer):
    """Check-ins of channels, services and operators; make-ups of members too, for themselves."""

    ctx: PointsContext
    award: AwardActivity

    async def CheckIn(
        self, request: pb.CheckInRequest, context: ServicerContext
    ) -> pb.CheckInResponse:
        """The awards of the check-in, and its day."""
        brand = teller().brand
        programme = await self.ctx.programmes.get(brand)
        activity = self.ctx.of_survivor(to_activity(brand, request.activity))
        check(activity, self.ctx.clock.now(), programme.currency, "activity")
        if activity.type is not ActivityType.CHECK_IN:
            raise invalid("activity.type", "CHECK_IN")
        awarded = await self.award(activity)
        recorded = await record_check_in(self.ctx, activity)
        return pb.CheckInResponse(
            awards=awarded.awards,
            check_in=_recorded_message(recorded) if recorded else None,
            replayed=awarded.replayed or (recorded is not None and recorded.replayed),
        )

    async def MakeUp(
        self, request: pb.MakeUpRequest, context: ServicerContext
    ) -> pb.MakeUpResponse:
        """The filled day."""
        caller = require_member(of_one_brand(current_caller()), request.member_id)
        check_request_id(request.request_id)
        if not is_member_id(request.member_id):
            raise invalid("member_id", "1 to 64 letters, digits and _ . -")
        recorded = await make_up(
            self.ctx,
            caller.brand,
            request_id=request.request_id,
            member_id=request.member_id,
            day=needed_day(request.day, "day"),
        )
        return pb.MakeUpResponse(check_in=_recorded_message(recorded), replayed=recorded.replayed)

    async def statuses(
        self, brand: str, member_ids: Collection[str]
    ) -> Mapping[str, pb.CheckInStatus]:
        """The check-ins of each member; none where the programme has no section."""
        found = await check_in_statuses(self.ctx, brand, member_ids)
        return {member_id: _status_message(status) for member_id, status in found.items()}


def _recorded_message(recorded: Recorded) -> pb.RecordedCheckIn:
    message = pb.RecordedCheckIn(
        day=recorded.day.day.isoformat(),
        streak=recorded.day.streak,
        already_checked_in=recorded.already,
    )
    if bonus := recorded.day.bonus:
        message.bonus.asset, message.bonus.amount = bonus.asset, bonus.amount
    return message


def _status_message(status: CheckInStatus) -> pb.CheckInStatus:
    message = pb.CheckInStatus(
        checked_in_today=status.checked_in_today,
        streak=status.streak,
        longest_streak=status.longest,
        days=[
            pb.CheckInDay(date=day.isoformat(), checked_in=checked_in, made_up=made_up)
            for day, checked_in, made_up in status.days
        ],
        make_up_cards=status.make_up_cards,
    )
    if status.next_bonus is not None:
        in_days, bonus = status.next_bonus
        message.next_bonus.in_days = in_days
        message.next_bonus.bonus.asset = bonus.asset
        message.next_bonus.bonus.amount = bonus.points
    return message
