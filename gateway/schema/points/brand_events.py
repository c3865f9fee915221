"""Events of the brand: the seats that are left, and a member's sign-ups."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.ids import plain_id, to_global
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
from gateway.schema.core.inputs import INPUT, MemberId, member_id, request_id, required
from gateway.schema.core.named import Named, named
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import EVENT_HINDRANCES, mutation
from gateway.schema.core.scalars import (
    DateTime,
    Lang,
    Long,
    enum_value,
    instant,
    moment,
    text,
)
from gateway.schema.core.user_errors import UserError, hindrance
from gateway.schema.points.rewards import AssetPrice
from services.common.auth import Role
from services.common.errors import Reason
from tessera.points.v1 import brand_events_pb2 as pb

_KIND, _SIGN_UP = "brand_event", "sign_up"


@strawberry.enum(description="The rule for the price of a member who does not come.")
class NoShowRule(Enum):
    """As tessera.points.v1.NoShowRule."""

    TAKE = enum_value(pb.NO_SHOW_RULE_TAKE, "It is taken.")
    RELEASE = enum_value(pb.NO_SHOW_RULE_RELEASE, "It is let go.")


@strawberry.enum(description="The state of a sign-up.")
class SignUpState(Enum):
    """As tessera.points.v1.SignUpState."""

    WAITING = enum_value(pb.SIGN_UP_STATE_WAITING, "It waits for a seat.")
    SEATED = enum_value(pb.SIGN_UP_STATE_SEATED, "It has a seat.")
    CANCELLED = enum_value(
        pb.SIGN_UP_STATE_CANCELLED, "The member or an operator has cancelled it."
    )
    ATTENDED = enum_value(pb.SIGN_UP_STATE_ATTENDED, "The member came.")
    NO_SHOW = enum_value(pb.SIGN_UP_STATE_NO_SHOW, "The member had a seat and did not come.")
    UNSEATED = enum_value(pb.SIGN_UP_STATE_UNSEATED, "The event is over, and no seat came free.")


def _price(source: Any) -> Any:
    return source.price if source.HasField("price") else None


def _event_name(sign_up: pb.SignUp, context: RequestContext, lang: Lang = None) -> str:
    return text(sign_up.event_name, context, lang)


@strawberry.type(
    description="A member's seat at an event of the brand, or place in its waiting list."
)
class SignUp:
    """Source: tessera.points.v1.SignUp."""

    id: strawberry.ID = column("The id of the sign-up.")
    member_id: strawberry.ID = read(
        lambda one: to_global("Member", one.member_id), "The global id of the member."
    )
    event: str = column("The code of the event.")
    event_name: str = read(_event_name, "The name that the event had when the member signed up.")
    state: SignUpState = column("The state.")
    price: AssetPrice | None = read(
        _price, "The price that is set aside with a seat, or was taken; null where it is free."
    )
    starts_at: DateTime = read(lambda one: moment(one.start_time), "The time of its start.")
    cancel_until: DateTime = read(
        lambda one: moment(one.cancel_until_time), "The time until which a seat may be cancelled."
    )
    created_at: DateTime = read(
        lambda one: moment(one.create_time), "The time at which the member signed up."
    )
    changed_at: DateTime = read(
        lambda one: moment(one.change_time), "The time of the last change of the state."
    )
    store_id: str | None = read(
        lambda one: one.store_id or None, "The store that saw the member; null elsewhere."
    )


def _name(event: pb.BrandEvent, context: RequestContext, lang: Lang = None) -> str:
    return text(event.name, context, lang)


def _description(event: pb.BrandEvent, context: RequestContext, lang: Lang = None) -> str | None:
    return text(event.description, context, lang) or None


def _place(event: pb.BrandEvent, context: RequestContext, lang: Lang = None) -> str | None:
    return text(event.place, context, lang) or None


def _hindrance(event: pb.BrandEvent) -> Reason | None:
    return hindrance(event.hindrance, EVENT_HINDRANCES, otherwise="EVENT_SIGN_UP_CLOSED")


@strawberry.type(description="An event of the brand, for which members sign up.")
class BrandEvent:
    """Source: tessera.points.v1.BrandEvent."""

    code: str = column("The code of the event in the programme.")
    name: str = read(_name, "The name.")
    description: str | None = read(_description, "The description; null without one.")
    place: str | None = read(_place, "The place, in words; null without one.")
    image_url: str | None = read(
        lambda event: event.image_url or None, "The address of its picture; null without one."
    )
    opens_at: DateTime | None = read(
        lambda event: instant(event, "open_time"),
        "The time from which members sign up; null where they may at once.",
    )
    closes_at: DateTime = read(
        lambda event: moment(event.close_time), "The time until which members sign up."
    )
    starts_at: DateTime = read(lambda event: moment(event.start_time), "The time of its start.")
    ends_at: DateTime = read(lambda event: moment(event.end_time), "The time of its end.")
    cancel_until: DateTime = read(
        lambda event: moment(event.cancel_until_time),
        "The time until which members may cancel a seat.",
    )
    seats: Long = column("The seats, by the programme.")
    seats_left: Long = column("The seats that are free.")
    seats_taken: Long = column("The seats that are taken.")
    waiting: Long = column("The number of members who wait for a seat.")
    waiting_places_left: Long = column("The places of the waiting list that are free.")
    price: AssetPrice | None = read(_price, "The price of a seat; null where it is free.")
    min_tier: Named | None = read(
        lambda event: named(event.min_tier, event.min_tier_name),
        "The lowest tier that may sign up; null when every tier may.",
    )
    no_show: NoShowRule = column("The rule for the price of a member who does not come.")
    open: bool = column("True while members sign up.")
    hindrance: UserError | None = read(
        _hindrance,
        "The first reason why this member cannot sign up now; null when the member can, and where"
        " an operator names none.",
    )
    sign_up: SignUp | None = read(
        lambda event: event.sign_up if event.HasField("sign_up") else None,
        "The latest sign-up of the member; null without one, and where an operator names none.",
    )


@strawberry.type(description="An event, with its place in the list.")
class BrandEventEdge:
    """Source: a pair of cursor and event."""

    cursor: str = edge_cursor(first_of)
    node: BrandEvent = edge_node(second_of)


@strawberry.type(description="A page of events, in the programme's order.")
class BrandEventConnection:
    """Source: Page."""

    edges: list[BrandEventEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="A sign-up, with its place in the list.")
class SignUpEdge:
    """Source: a pair of cursor and sign-up."""

    cursor: str = edge_cursor(first_of)
    node: SignUp = edge_node(second_of)


@strawberry.type(description="A page of sign-ups, the newest first.")
class SignUpConnection:
    """Source: Page."""

    edges: list[SignUpEdge] = edges()
    page_info: PageInfo = page_info()


OfEvent = Annotated[
    str | None,
    strawberry.argument(
        description="Only sign-ups for this event, by its code. Operators name it, the member, or"
        " both."
    ),
]
InState = Annotated[
    SignUpState | None, strawberry.argument(description="Only sign-ups in this state.")
]


def _meant(context: RequestContext, member_id: str | None) -> str:
    """The member that is asked about; "" where an operator names none."""
    asks = member_id is not None or context.caller.role is Role.MEMBER
    return context.member_id(member_id) if asks else ""


async def _events(
    context: RequestContext, first: First = 20, after: After = None, member_id: MemberId = None
) -> Page:
    request = pb.ListBrandEventsRequest(member_id=_meant(context, member_id))
    method = context.services.brand_events.ListBrandEvents
    return await page_of(context, _KIND, method, request, "events", first, after)


async def _sign_ups(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    of_event: OfEvent = None,
    in_state: InState = None,
    member_id: MemberId = None,
) -> Page:
    request = pb.ListSignUpsRequest(member_id=_meant(context, member_id), event=of_event or "")
    if in_state is not None:
        request.state = in_state.value
    method = context.services.brand_events.ListSignUps
    return await page_of(context, _SIGN_UP, method, request, "sign_ups", first, after)


@strawberry.type
class BrandEventQueries:
    """The fields of Query."""

    events: BrandEventConnection | None = call(
        _events,
        "The events of the brand, with the member's sign-up and what hinders them.",
        rule=Rule.SIGNED_IN,
        size="first",
    )
    sign_ups: SignUpConnection | None = call(
        _sign_ups,
        "Sign-ups for events, the newest first: a member's own; operators name an event, a member,"
        " or both.",
        rule=Rule.SIGNED_IN,
        size="first",
    )


@strawberry.input(description="A sign-up for an event of the brand.")
class SignUpForEventInput:
    """Members sign up themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    event: str = required("The code of the event, from `events`.")
    member_id: strawberry.ID | None = member_id()


@strawberry.input(description="A sign-up to cancel.")
class CancelSignUpInput:
    """By its id."""

    request_id: strawberry.ID = request_id()
    sign_up_id: strawberry.ID = required("The id of the sign-up.")


@strawberry.type(description="The sign-up after the mutation, or the reasons of the refusal.")
class SignUpPayload:
    """Source: Outcome of a sign-up."""

    sign_up: SignUp | None = read(lambda outcome: outcome.result, "The sign-up; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _sign_up_for(
    context: RequestContext, input: Annotated[SignUpForEventInput, INPUT]
) -> Outcome:
    def request() -> pb.SignUpForEventRequest:
        return pb.SignUpForEventRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            event=input.event,
        )

    method = context.services.brand_events.SignUpForEvent
    return await perform(context, "signUpForEvent", method, request, "sign_up")


async def _cancel(context: RequestContext, input: Annotated[CancelSignUpInput, INPUT]) -> Outcome:
    def request() -> pb.CancelSignUpRequest:
        return pb.CancelSignUpRequest(
            request_id=input.request_id,
            sign_up_id=plain_id("SignUp", input.sign_up_id, "sign_up_id"),
        )

    method = context.services.brand_events.CancelSignUp
    return await perform(context, "cancelSignUp", method, request, "sign_up")


@strawberry.type
class BrandEventMutations:
    """The fields of Mutation."""

    sign_up_for_event: SignUpPayload | None = mutation(
        "signUpForEvent",
        _sign_up_for,
        "Gives the member a seat and sets its price aside, or a place in the waiting list."
        " Operators name the member.",
        rule=Rule.SIGNED_IN,
    )
    cancel_sign_up: SignUpPayload | None = mutation(
        "cancelSignUp",
        _cancel,
        "Frees the seat and lets its price go, or the place; the member who waits longest moves up."
        " Members may cancel a seat until a stated time, operators always.",
        rule=Rule.SIGNED_IN,
    )
