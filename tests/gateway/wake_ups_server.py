"""Wake-ups as the gateway sees them."""

from typing import Any

from tessera.points.v1 import wake_ups_pb2, wake_ups_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at, member_id


class WakeUps(wake_ups_pb2_grpc.WakeUpsServicer):
    """One that an order answered, and one that is open and brought a coupon alone."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListWakeUps(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListWakeUps", request, context)
        answered = wake_ups_pb2.WakeUp(
            id="wku_1",
            member_id=member_id(3),
            asleep_since=at(-90 * 86_400),
            open_time=at(0),
            until="2027-01-31",
            percent=200,
            state=wake_ups_pb2.WAKE_UP_STATE_ANSWERED,
            order_id="o1",
            answer_time=at(60),
            points=100,
        )
        is_open = wake_ups_pb2.WakeUp(
            id="wku_0",
            member_id=member_id(4),
            asleep_since=at(-90 * 86_400),
            open_time=at(0),
            until="2027-01-31",
            coupon_type="come_back",
            state=wake_ups_pb2.WAKE_UP_STATE_OPEN,
        )
        every = [answered, is_open]
        own = [one for one in every if request.member_id in ("", one.member_id)]
        return wake_ups_pb2.ListWakeUpsResponse(wake_ups=own)

    async def GetWakeUpFigures(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetWakeUpFigures", request, context)
        figures = wake_ups_pb2.GetWakeUpFiguresResponse(opened=5, answered=2, points=300)
        figures.paid.currency_code, figures.paid.minor_units = "CNY", 40_000
        return figures
