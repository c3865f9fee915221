"""tessera.points.v1.BrandEvents: protos to commands and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.common.auth import Caller, Role, current_caller, require_member, require_store
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens, page_size
from services.common.text import checked, compared
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.validation import STORE_ID_CHARS_MAX, is_member_id
from services.points.brand_events.commands.attendance import (
    CHANNEL,
    activity_of,
    record_attendance,
)
from services.points.brand_events.commands.reading import Shown, list_events, list_sign_ups
from services.points.brand_events.commands.signing_up import cancel_sign_up, sign_up
from services.points.brand_events.domain.sign_up import SignUp, SignUpState
from services.points.context import PointsContext
from services.points.ledger.api.access import of_one_brand, teller
from services.points.ledger.api.messages import to_timestamp
from services.points.programme.domain.programme import Programme
from tessera.points.v1 import brand_events_pb2 as pb
from tessera.points.v1 import brand_events_pb2_grpc, earning_pb2
from tessera.types.v1 import types_pb2

CODE_CHARS_MAX = 24
SIGN_UP_ID_CHARS_MAX = 64
STATE_PREFIX = "SIGN_UP_STATE_"


class Awarded(Protocol):
    """The awards of an activity."""

    @property
    def awards(self) -> Sequence[earning_pb2.Award]: ...


class AwardActivity(Protocol):
    """Awards one activity by the earning rules, once for ever. Raises the refusal."""

    async def __call__(self, activity: Activity) -> Awarded: ...


@dataclass(frozen=True, slots=True)
class BrandEventsApi(brand_events_pb2_grpc.BrandEventsServicer):
    """Events and sign-ups. Members act for themselves, others for any of the brand."""

    ctx: PointsContext
    award: AwardActivity
    page_secret: bytes

    async def ListBrandEvents(
        self, request: pb.ListBrandEventsRequest, context: ServicerContext
    ) -> pb.ListBrandEventsResponse:
        """A page of the programme's events."""
        caller = of_one_brand(current_caller())
        member_id = _meant(caller, request.member_id)
        scope = {"list": "brand_events", "brand": caller.brand, "member": member_id}
        tokens = PlaceTokens(self.page_secret, scope)
        first = tokens.place(request.page_token, 0)
        size = page_size(request.page_size)
        programme = await self.ctx.programmes.get(caller.brand)
        found = await list_events(
            self.ctx, caller.brand, member_id=member_id, first=first, size=size
        )
        response = pb.ListBrandEventsResponse(
            events=[self._event(shown, programme) for shown in found.events]
        )
        if first + size < found.total:
            response.next_page_token = tokens.token(first + size)
        return response

    async def SignUpForEvent(
        self, request: pb.SignUpForEventRequest, context: ServicerContext
    ) -> pb.SignUpForEventResponse:
        """The sign-up, with a seat or waiting."""
        caller = require_member(of_one_brand(current_caller()), request.member_id)
        check_request_id(request.request_id)
        _check_member_id(request.member_id)
        answer = await sign_up(
            self.ctx,
            caller.brand,
            request_id=request.request_id,
            member_id=request.member_id,
            event=_code(request.event),
        )
        return pb.SignUpForEventResponse(
            sign_up=to_message(answer.sign_up), replayed=answer.replayed
        )

    async def CancelSignUp(
        self, request: pb.CancelSignUpRequest, context: ServicerContext
    ) -> pb.CancelSignUpResponse:
        """The sign-up, cancelled."""
        caller = of_one_brand(current_caller())
        check_request_id(request.request_id)
        answer = await cancel_sign_up(
            self.ctx,
            caller.brand,
            request_id=request.request_id,
            sign_up_id=_sign_up_id(request.sign_up_id),
            member_id=caller.member_id,
        )
        return pb.CancelSignUpResponse(sign_up=to_message(answer.sign_up), replayed=answer.replayed)

    async def ListSignUps(
        self, request: pb.ListSignUpsRequest, context: ServicerContext
    ) -> pb.ListSignUpsResponse:
        """A page of sign-ups, newest first."""
        caller = of_one_brand(current_caller())
        member_id = _meant(caller, request.member_id)
        event = _code(request.event) if request.event else ""
        if not member_id and not event:
            raise invalid("event", "name an event, a member, or both")
        state = _state(request.state)
        scope = {
            "list": "sign_ups",
            "brand": caller.brand,
            "member": member_id,
            "event": event,
            "state": str(state or ""),
        }
        tokens = PlaceTokens(self.page_secret, scope)
        before = tokens.place(request.page_token, "")
        size = page_size(request.page_size)
        # One more than the caller asked for shows if there is a next page.
        found = await list_sign_ups(
            self.ctx,
            caller.brand,
            member_id=member_id,
            event=event,
            state=state,
            before=before,
            size=size + 1,
        )
        response = pb.ListSignUpsResponse(sign_ups=map(to_message, found[:size]))
        if len(found) > size:
            response.next_page_token = tokens.token(found[size - 1].id)
        return response

    async def RecordAttendance(
        self, request: pb.RecordAttendanceRequest, context: ServicerContext
    ) -> pb.RecordAttendanceResponse:
        """The sign-up, attended, with its awards."""
        caller = teller()
        check_request_id(request.request_id)
        store_id = checked("store_id", request.store_id, STORE_ID_CHARS_MAX)
        require_store(store_id)
        answer = await record_attendance(
            self.ctx,
            caller.brand,
            request_id=request.request_id,
            sign_up_id=_sign_up_id(request.sign_up_id),
            store_id=store_id,
            channel=caller.subject if caller.role is Role.CHANNEL else CHANNEL,
        )
        attended = answer.sign_up
        response = pb.RecordAttendanceResponse(
            sign_up=to_message(attended), replayed=answer.replayed
        )
        if not attended.by_activity:
            activity = activity_of(caller.brand, attended)
            response.awards.extend((await self.award(activity)).awards)
            response.activity.CopyFrom(_activity_message(activity))
        return response

    def _event(self, shown: Shown, programme: Programme) -> pb.BrandEvent:
        event, now = shown.event, self.ctx.clock.now()
        message = pb.BrandEvent(
            code=event.code,
            image_url=event.image_url,
            close_time=to_timestamp(event.closes_at),
            start_time=to_timestamp(event.starts_at),
            end_time=to_timestamp(event.ends_at),
            cancel_until_time=to_timestamp(event.cancel_until),
            seats=event.seats,
            seats_left=shown.room.seats,
            seats_taken=shown.taken,
            waiting=shown.room.waiting,
            waiting_places_left=shown.room.places,
            min_tier=event.min_tier,
            no_show=pb.NoShowRule.Value(f"NO_SHOW_RULE_{event.no_show.upper()}"),
            open=event.is_open(now),
            hindrance=shown.hindrance,
        )
        message.name.zh, message.name.en = event.name
        if event.description is not None:
            message.description.zh, message.description.en = event.description
        if event.place is not None:
            message.place.zh, message.place.en = event.place
        if event.opens_at is not None:
            message.open_time.CopyFrom(to_timestamp(event.opens_at))
        if event.price is not None:
            message.price.asset, message.price.amount = event.price.asset, event.price.amount
        if name := programme.tier_names.get(event.min_tier):
            message.min_tier_name.zh, message.min_tier_name.en = name
        if shown.sign_up is not None:
            message.sign_up.CopyFrom(to_message(shown.sign_up))
        return message


def to_message(sign_up: SignUp) -> pb.SignUp:
    """A sign-up as it was written last."""
    terms = sign_up.terms
    message = pb.SignUp(
        id=sign_up.id,
        member_id=sign_up.member_id,
        event=sign_up.event,
        state=pb.SignUpState.Value(STATE_PREFIX + sign_up.state.upper()),
        start_time=to_timestamp(terms.starts_at),
        cancel_until_time=to_timestamp(sign_up.cancel_until),
        create_time=to_timestamp(sign_up.created_at),
        change_time=to_timestamp(sign_up.changed_at),
        store_id=sign_up.store_id,
    )
    message.event_name.zh, message.event_name.en = terms.name_zh, terms.name_en
    if terms.price:
        message.price.asset, message.price.amount = terms.price_asset, terms.price
    return message


def _activity_message(activity: Activity) -> types_pb2.Activity:
    return types_pb2.Activity(
        channel=activity.channel,
        event_id=activity.event_id,
        member_id=activity.member_id,
        type=types_pb2.ACTIVITY_TYPE_EVENT_ATTENDANCE,
        occur_time=to_timestamp(activity.occurred_at),
        store_id=activity.store_id,
        event_code=activity.subject.event_code,
    )


def _meant(caller: Caller, member_id: str) -> str:
    """The member that is asked about: a member means itself, others may name none."""
    if caller.role is Role.MEMBER:
        assert caller.member_id is not None
        return require_member(caller, member_id or caller.member_id).member_id or ""
    if member_id:
        _check_member_id(member_id)
    return member_id


def _check_member_id(member_id: str) -> None:
    if not is_member_id(member_id):
        raise invalid("member_id", "1 to 64 letters, digits and _ . -")


def _code(code: str) -> str:
    return checked("event", code, CODE_CHARS_MAX, least=1, form=compared)


def _sign_up_id(sign_up_id: str) -> str:
    return checked("sign_up_id", sign_up_id, SIGN_UP_ID_CHARS_MAX, least=1)


def _state(value: pb.SignUpState.ValueType) -> SignUpState | None:
    if not value:
        return None
    if value not in pb.SignUpState.values():
        raise invalid("state", "a state of sign-ups")
    return SignUpState(pb.SignUpState.Name(value).removeprefix(STATE_PREFIX).lower())
