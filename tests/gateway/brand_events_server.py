"""Events of the brand as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.points.v1 import brand_events_pb2 as pb
from tessera.points.v1 import brand_events_pb2_grpc, earning_pb2, rewards_pb2
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import DAY_S, FakeBackend, at, member_id, refuse

NAME = types_pb2.LocalizedText(zh="品鉴会", en="A tasting")
PRICE = rewards_pb2.AssetPrice(asset="POINTS", amount=60)
ATTENDED = pb.SIGN_UP_STATE_ATTENDED


def sign_up(owner: str, state: Any = pb.SIGN_UP_STATE_SEATED, number: int = 1) -> pb.SignUp:
    """A seat at the tasting."""
    return pb.SignUp(
        id=f"sup_{number}",
        member_id=owner,
        event="tasting",
        event_name=NAME,
        state=state,
        price=PRICE,
        start_time=at(5 * DAY_S),
        cancel_until_time=at(4 * DAY_S),
        create_time=at(0),
        change_time=at(1),
        store_id="s1" if state == ATTENDED else "",
    )


def event(owner: str) -> pb.BrandEvent:
    """The tasting; a member who is named has a seat."""
    made = pb.BrandEvent(
        code="tasting",
        name=NAME,
        close_time=at(5 * DAY_S),
        start_time=at(5 * DAY_S),
        end_time=at(6 * DAY_S),
        cancel_until_time=at(4 * DAY_S),
        seats=20,
        seats_left=0,
        seats_taken=20,
        waiting=3,
        waiting_places_left=7,
        price=PRICE,
        min_tier="gold",
        min_tier_name=types_pb2.LocalizedText(zh="金卡", en="Gold"),
        no_show=pb.NO_SHOW_RULE_TAKE,
        open=True,
    )
    if owner:
        made.hindrance = "EVENT_ALREADY_SIGNED_UP"
        made.sign_up.CopyFrom(sign_up(owner))
    return made


class BrandEvents(brand_events_pb2_grpc.BrandEventsServicer):
    """One event, and three sign-ups of whoever is asked about."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.done: set[tuple[str, str]] = set()

    def _repeats(self, caller: Any, request: Any) -> bool:
        key = (caller.brand, request.request_id)
        repeats = key in self.done
        self.done.add(key)
        return repeats

    async def ListBrandEvents(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListBrandEvents", request, context)
        return pb.ListBrandEventsResponse(events=[event(request.member_id)])

    async def SignUpForEvent(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("SignUpForEvent", request, context)
        if request.event != "tasting":
            await refuse(context, Refusal("EVENT_FULL", field="event"))
        made = sign_up(request.member_id)
        return pb.SignUpForEventResponse(sign_up=made, replayed=self._repeats(caller, request))

    async def CancelSignUp(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("CancelSignUp", request, context)
        made = sign_up(caller.member_id or member_id(3), pb.SIGN_UP_STATE_CANCELLED)
        return pb.CancelSignUpResponse(sign_up=made, replayed=self._repeats(caller, request))

    async def ListSignUps(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListSignUps", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        owner, state = request.member_id or member_id(3), request.state or pb.SIGN_UP_STATE_SEATED
        found = [sign_up(owner, state, number) for number in (3, 2, 1)]
        more = start + size < len(found)
        return pb.ListSignUpsResponse(
            sign_ups=found[start : start + size], next_page_token=str(start + size) if more else ""
        )

    async def RecordAttendance(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("RecordAttendance", request, context)
        if request.sign_up_id == "sup_9":
            await refuse(context, Refusal("SIGN_UP_ENDED", field="sign_up_id"))
        response = pb.RecordAttendanceResponse(
            sign_up=sign_up(member_id(3), ATTENDED), replayed=self._repeats(caller, request)
        )
        if request.sign_up_id != "sup_2":
            response.awards.append(
                earning_pb2.Award(rule="attended", asset="POINTS", amount=30, base=30)
            )
            response.activity.CopyFrom(
                types_pb2.Activity(
                    channel="events",
                    event_id="attended-sup_1",
                    member_id=member_id(3),
                    type=types_pb2.ACTIVITY_TYPE_EVENT_ATTENDANCE,
                    event_code="tasting",
                    occur_time=at(1),
                )
            )
        return response
