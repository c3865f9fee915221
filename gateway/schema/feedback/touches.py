"""What the brand said to members by itself, or did not, and why: for operators."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

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
    itself,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, join, read
from gateway.schema.core.named import Named, named
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import DateTime, Lang, enum_value, instant, moment, text
from gateway.schema.feedback.inbox import MessagePurpose
from gateway.schema.feedback.touch_occasions import TouchOccasion
from gateway.upstream.batching import Need
from tessera.feedback.v1 import reach_pb2 as pb

if TYPE_CHECKING:
    from gateway.schema.members.members import Member

_KIND = "touch"
CHECKS = 12
ATTEMPTS = 2
"""As many a touch has at most, but for few."""


@strawberry.enum(description="The state of a touch.")
class TouchState(Enum):
    """As tessera.feedback.v1.TouchState."""

    WAITING = enum_value(
        pb.TOUCH_STATE_WAITING, "It waits for others of its member, to be judged with them."
    )
    HELD = enum_value(pb.TOUCH_STATE_HELD, "It is put off, and judged again then.")
    PLANNED = enum_value(pb.TOUCH_STATE_PLANNED, "It is to be sent, and not handed over yet.")
    DELIVERED = enum_value(pb.TOUCH_STATE_DELIVERED, "The member has it.")
    REFUSED = enum_value(pb.TOUCH_STATE_REFUSED, "It is not sent.")
    CONTROL = enum_value(
        pb.TOUCH_STATE_CONTROL, "The member is held out, as the measure of marketing."
    )
    HANDED = enum_value(
        pb.TOUCH_STATE_HANDED, "Its provider is asked to carry it, and has not answered yet."
    )
    SENT = enum_value(pb.TOUCH_STATE_SENT, "Its provider has it, and says nothing of its arrival.")
    FAILED = enum_value(pb.TOUCH_STATE_FAILED, "No channel took it; it can be sent again.")
    UNKNOWN = enum_value(
        pb.TOUCH_STATE_UNKNOWN,
        "The answer of its provider was lost: the member may have it. It can be sent again.",
    )
    AWAITING_STAFF = enum_value(pb.TOUCH_STATE_AWAITING_STAFF, "Staff has to confirm its sending.")
    EXPIRED = enum_value(pb.TOUCH_STATE_EXPIRED, "No staff confirmed it; it can be sent again.")


@strawberry.type(description="A value that a check was judged by.")
class TouchInput:
    """Source: tessera.feedback.v1.TouchInput."""

    name: str = column("The name, such as taken.")
    value: str = column("The value.")


@strawberry.type(description="One handing over of a touch to the provider of a channel.")
class TouchAttempt:
    """Source: tessera.feedback.v1.TouchAttempt."""

    number: int = column("The number, from 1.")
    channel: str = column("The channel.")
    at: DateTime = read(lambda attempt: moment(attempt.time), "The time.")
    answer: str | None = read(
        lambda attempt: attempt.answer or None,
        "accepted, retry (not now), refused (never) or lost (nobody knows); null while it is"
        " awaited.",
    )
    code: str | None = read(
        lambda attempt: attempt.code or None,
        "The reason, such as not_subscribed, content_unfit, no_address or away; null when"
        " accepted. Others may come.",
    )
    words: str | None = read(
        lambda attempt: attempt.words or None,
        "The words of the provider, without addresses; null where it said nothing.",
    )


def _found(check: pb.TouchCheck, context: RequestContext, lang: Lang = None) -> str:
    return text(check.text, context, lang)


@strawberry.type(description="One check of the decision on a touch.")
class TouchCheck:
    """Source: tessera.feedback.v1.TouchCheck."""

    name: str = column(
        "The check: alive, fresh, purpose, approved, switched, consent, profiling, holdout, cap,"
        " quiet, window, channel, content or stopped; of posts to groups posts and share too."
        " Others may come."
    )
    passed: bool = column("True when it let the message through.")
    text: str = read(_found, "The finding, in words.")
    rule: str | None = read(
        lambda check: check.rule or None, "The rule it was judged by; null where it has none."
    )
    inputs: list[TouchInput] = column(
        "The values it was judged by; empty after the member was erased.", size=2
    )
    limit: str | None = read(
        lambda check: check.limit or None, "The limit of the rule; null where it has none."
    )
    until: DateTime | None = read(
        lambda check: instant(check, "until_time"),
        "The time from which it would pass; null where that is not known.",
    )


def _text(touch: pb.Touch, context: RequestContext, lang: Lang = None) -> str | None:
    return text(touch.text, context, lang) if touch.HasField("text") else None


@strawberry.type(description="A wish to say something to a member, with what became of it and why.")
class Touch:
    """Source: tessera.feedback.v1.Touch."""

    id: strawberry.ID | None = read(lambda touch: touch.id or None, "The id; null for a preview.")
    member_id: strawberry.ID = read(
        lambda touch: to_global("Member", touch.member_id), "The global id of the member."
    )
    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The card of the member.",
        loader="members",
        key=lambda touch: touch.member_id,
        need=lambda args, inner: Need(),
    )
    occasion: TouchOccasion | None = read(
        lambda touch: touch.occasion or None,
        "The thing that happened; null where the message was named.",
    )
    state: TouchState = column("The state.")
    message: Named | None = read(
        lambda touch: named(touch.message, touch.message_name) if touch.message else None,
        "The message; null before one was chosen, and where none was.",
    )
    purpose: MessagePurpose | None = read(
        lambda touch: touch.purpose or None, "The purpose of the message; null without one."
    )
    channel: str | None = read(
        lambda touch: touch.channel or None, "The channel, such as inbox; null without one."
    )
    checks: list[TouchCheck] = column(
        "The checks of the latest decision, in order; none before it.", size=CHECKS
    )
    text: str | None = read(
        _text, "The text as it is sent; null where nothing is, and after the member was erased."
    )
    programme_revision: str | None = read(
        lambda touch: touch.programme_revision or None,
        "The revision of the programme that decided; null before the decision.",
    )
    journey: str | None = read(
        lambda touch: touch.journey or None,
        "The code of the journey that it belongs to; null for none.",
    )
    journey_step: str | None = read(
        lambda touch: touch.step or None, "The code of that journey's step; null for none."
    )
    broadcast_id: strawberry.ID | None = read(
        lambda touch: touch.broadcast_id or None,
        "The broadcast that it belongs to, as `broadcast` takes it; null for none.",
    )
    wished_at: DateTime = read(lambda touch: moment(touch.wish_time), "The time of the wish.")
    decided_at: DateTime | None = read(
        lambda touch: instant(touch, "decide_time"),
        "The time of the latest decision; null before it.",
    )
    wakes_at: DateTime | None = read(
        lambda touch: instant(touch, "wake_time"),
        "The time at which it is judged next; null where it is not.",
    )
    ended_at: DateTime | None = read(
        lambda touch: instant(touch, "end_time"),
        "The time at which it was delivered or refused; null before that.",
    )
    feedback_id: strawberry.ID | None = read(
        lambda touch: to_global("Feedback", touch.feedback_id) if touch.feedback_id else None,
        "The global id of the feedback that it is about; null where it is about none.",
    )
    attempts: list[TouchAttempt] = column(
        "Its handings over to providers, the latest 20 in order; none for the inbox.",
        size=ATTEMPTS,
    )
    sends_at: DateTime | None = read(
        lambda touch: instant(touch, "send_time"),
        "The time at which it is handed over again; null where it is not.",
    )


@strawberry.type(description="A touch, with its place in the list.")
class TouchEdge:
    """Source: a pair of cursor and touch."""

    cursor: str = edge_cursor(first_of)
    node: Touch = edge_node(second_of)


@strawberry.type(description="A page of touches, the latest wish first.")
class TouchConnection:
    """Source: Page."""

    edges: list[TouchEdge] = edges()
    page_info: PageInfo = page_info()


OfMember = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only of this member; of all when left out."),
]
MessageCode = Annotated[
    str | None,
    strawberry.argument(description="Only of this message, by its code; of all when left out."),
]
States = Annotated[
    list[TouchState] | None,
    strawberry.argument(description="Only in these states; in all when left out."),
]


OfJourney = Annotated[
    str | None,
    strawberry.argument(description="Only of this journey, by its code; of all when left out."),
]


async def _touches(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    member_id: OfMember = None,
    message: MessageCode = None,
    touch_states: States = None,
    of_journey: OfJourney = None,
) -> Page:
    request = pb.ListTouchesRequest(
        member_id=plain_id("Member", member_id, "memberId") if member_id else "",
        message=message or "",
        states=[state.value for state in touch_states or ()],
        journey=of_journey or "",
    )
    method = context.services.reach.ListTouches
    return await page_of(context, _KIND, method, request, "touches", first, after)


TouchId = Annotated[strawberry.ID, strawberry.argument(description="The touch, by `Touch.id`.")]


async def _explain(context: RequestContext, touch_id: TouchId) -> pb.Touch:
    request = pb.ExplainTouchRequest(touch_id=touch_id)
    method = context.services.reach.ExplainTouch
    answer: pb.ExplainTouchResponse = await context.services.read(method, request, context.caller)
    return answer.touch


Whom = Annotated[
    strawberry.ID, strawberry.argument(description="The member, by global id or bare id.")
]
WhichMessage = Annotated[
    str | None,
    strawberry.argument(description="A message, by its code; else the matrix chooses by occasion."),
]
WhichOccasion = Annotated[
    TouchOccasion | None,
    strawberry.argument(description="The thing that happened; needed without message."),
]
LeadDays = Annotated[
    int,
    strawberry.argument(
        description="How many days before a birthday, an anniversary or an expiry, 0-366."
    ),
]
Reached = Annotated[
    str | None,
    strawberry.argument(
        description="The tier, stage, level or segment that the member came to, or the asset that"
        " expires."
    ),
]
Expiring = Annotated[
    int, strawberry.argument(description="How many units of the asset expire, 0-1,000,000,000.")
]
At = Annotated[
    DateTime | None,
    strawberry.argument(description="The instant, at most 366 days away; now when left out."),
]


async def _preview(
    context: RequestContext,
    whom: Whom,
    message: WhichMessage = None,
    occasion: WhichOccasion = None,
    lead_days: LeadDays = 0,
    reached: Reached = None,
    amount: Expiring = 0,
    at: At = None,
) -> pb.Touch:
    request = pb.PreviewTouchRequest(
        member_id=plain_id("Member", whom, "whom"),
        message=message or "",
        occasion=pb.OCCASION_CODE_UNSPECIFIED if occasion is None else occasion.value,
        lead_days=lead_days,
        to=reached or "",
        amount=amount,
    )
    if at is not None:
        request.at_time.FromDatetime(at)
    method = context.services.reach.PreviewTouch
    answer: pb.PreviewTouchResponse = await context.services.read(method, request, context.caller)
    return answer.touch


@strawberry.type
class TouchQueries:
    """The fields of Query."""

    touches: TouchConnection | None = call(
        _touches,
        "All that the brand said to members by itself, or did not, the latest wish first. For"
        " operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
    explain_touch: Touch | None = call(
        _explain,
        "A touch with every check of its decision, whether it was sent or not. For operators.",
        rule=Rule.OPERATORS,
    )
    preview_message: Touch | None = call(
        _preview,
        "The decision that a message to a member would get. Nothing is sent. For operators.",
        rule=Rule.OPERATORS,
    )
