"""tessera.feedback.v1.BusinessHours."""

from services.common.auth import brand_of, current_caller
from services.common.clock import Clock
from services.common.interceptors import ServicerContext
from services.feedback.calendar.commands import HoursNow, hours_now
from services.feedback.programme.commands import Programmes
from tessera.feedback.v1 import business_hours_pb2 as pb
from tessera.feedback.v1 import business_hours_pb2_grpc as pb_grpc


class BusinessHoursServicer(pb_grpc.BusinessHoursServicer):
    """Tells everybody of the brand when its team works."""

    def __init__(self, programmes: Programmes, clock: Clock) -> None:
        self._programmes = programmes
        self._clock = clock

    async def GetBusinessHours(
        self, request: pb.GetBusinessHoursRequest, context: ServicerContext
    ) -> pb.GetBusinessHoursResponse:
        brand = brand_of(current_caller())
        found = await hours_now(self._programmes, brand, self._clock.now())
        return pb.GetBusinessHoursResponse(hours=None if found is None else _message(found))


def _message(found: HoursNow) -> pb.Hours:
    message = pb.Hours(
        zone=found.zone,
        is_open=found.is_open,
        days=[
            pb.BusinessDay(
                day=day.isoformat(),
                openings=[
                    pb.BusinessOpening(start_minute=opening.start, end_minute=opening.end)
                    for opening in told.openings
                ],
                calendar_unknown=told.unknown,
            )
            for day, told in found.days
        ],
        unknown_years=found.unknown_years,
    )
    if found.next_change is not None:
        message.next_change_time.FromDatetime(found.next_change)
    return message
