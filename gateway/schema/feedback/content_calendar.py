"""Operators moderate posts, and see the content calendar that opens topics by weekday."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import (
    Date,
    DateTime,
    Lang,
    Long,
    enum_value,
    instant,
    moment,
    text,
)
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.topics import PostPayload
from tessera.feedback.v1 import topics_pb2 as pb

SLOTS_MAX = 20
COMING_MAX, LATEST_MAX = 4, 6


@strawberry.enum(description="The calendar's way with a planned day.")
class PlannedDayKind(Enum):
    """As tessera.feedback.v1.PlannedDayKind."""

    USUAL = enum_value(pb.PLANNED_DAY_KIND_USUAL, "The slot opens its topic on that day.")
    STAYS = enum_value(pb.PLANNED_DAY_KIND_STAYS, "The day is a holiday, and the slot stays.")
    MOVED = enum_value(
        pb.PLANNED_DAY_KIND_MOVED,
        "The day is a holiday, and the slot moves to the next day that is worked.",
    )
    SKIPPED = enum_value(
        pb.PLANNED_DAY_KIND_SKIPPED, "The day is a holiday, and the slot is left out."
    )


@strawberry.type(description="A coming day of a slot.")
class PlannedDay:
    """Source: tessera.feedback.v1.PlannedDay."""

    planned: Date = column("The day by the slot's weekday.")
    kind: PlannedDayKind = column("The calendar's way with it.")
    opens_at: DateTime | None = read(
        lambda day: instant(day, "open_time"),
        "The time at which the topic opens; null where it is left out.",
    )
    calendar_unknown: bool = column(
        "True when the public holidays of that year are not known yet: it is judged by the brand's"
        " own days."
    )


@strawberry.type(description="A week of a slot that has come.")
class SlotEdition:
    """Source: tessera.feedback.v1.Edition."""

    planned: Date = column("The day by the slot's weekday.")
    topic: str = column("The topic that it opened, by `Topic.code`.")
    opened_at: DateTime = read(lambda each: moment(each.open_time), "The time of its opening.")
    closes_at: DateTime = read(lambda each: moment(each.close_time), "The time of its close.")
    interactions: Long | None = read(
        lambda each: each.interactions if each.counted else None,
        "Its open posts and their likes; null before it is closed and counted.",
    )


@strawberry.type(description="The reason why a slot has its alternative.")
class SlotReplacement:
    """Source: tessera.feedback.v1.Replacement."""

    from_topic: str = column("The topic that fell, by `Topic.code`.")
    interactions: list[Long] = column(
        "The posts and likes of three weeks, the oldest first: each of the later two is 15 % below"
        " the one before, or more.",
        size=3,
    )
    at: DateTime = read(lambda each: moment(each.replace_time), "The time of the replacement.")


def _topic_name(slot: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(slot.topic_name, context, lang)


@strawberry.type(description="A slot of the content calendar.")
class ContentSlot:
    """Source: tessera.feedback.v1.Slot."""

    code: str = column("The code.")
    topic: str = column(
        "The topic that it opens now, by `Topic.code`: its own, or the alternative."
    )
    topic_name: str = read(_topic_name, "The name of that topic.")
    alternative: str | None = read(
        lambda slot: slot.alternative or None,
        "The topic that takes its place when it falls; null for none.",
    )
    replacement: SlotReplacement | None = read(
        lambda slot: slot.replacement if slot.HasField("replacement") else None,
        "The reason for the alternative; null while the slot has its own topic.",
    )
    coming: list[PlannedDay] = column(
        f"Its coming days, the next first; at most {COMING_MAX}.", size=COMING_MAX
    )
    latest: list[SlotEdition] = column(
        f"Its latest weeks, the latest first; at most {LATEST_MAX}.", size=LATEST_MAX
    )


@strawberry.type(description="The content calendar of the brand.")
class ContentCalendar:
    """Source: tessera.feedback.v1.ListSlotsResponse."""

    slots: list[ContentSlot] = column(
        f"The slots in the programme's order; at most {SLOTS_MAX}.", size=SLOTS_MAX
    )


async def _calendar(context: RequestContext) -> pb.ListSlotsResponse:
    services = context.services
    request = pb.ListSlotsRequest()
    return await services.read(services.content_calendar.ListSlots, request, context.caller)


@strawberry.type
class ContentCalendarQueries:
    """The fields of Query."""

    content_calendar: ContentCalendar | None = call(
        _calendar,
        "The slots that open topics by weekday, their coming days, and what came of the latest"
        " ones; null, with an error, for a brand without topics. For operators.",
        rule=Rule.OPERATORS,
    )


@strawberry.input(description="A moderator's word about a post.")
class ModeratePostInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    post_id: strawberry.ID = required("The post, by `Post.id`.")
    open: bool = required("True to open it to everybody, false to refuse it.")
    reason: str | None = optional(
        "The reason, which its member reads; at most 500 characters, and needed to refuse it."
    )


@strawberry.input(description="Praise of a post for its quality.")
class PraisePostInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    post_id: strawberry.ID = required("The post, by `Post.id`.")
    reason: str | None = optional("The reason, which its member reads; at most 500 characters.")


@strawberry.input(description="A slot that gets its own topic back.")
class RestoreSlotInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    slot: str = required("The slot, by `ContentSlot.code`.")
    reason: str = required("The reason; 1 to 500 characters.")


@strawberry.type(description="The slot after the write, or the reasons for the refusal.")
class ContentSlotPayload:
    """Source: Outcome of a slot."""

    slot: ContentSlot | None = read(
        lambda outcome: outcome.result, "The slot as it stands now; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _moderate(context: RequestContext, input: Annotated[ModeratePostInput, INPUT]) -> Outcome:
    def request() -> pb.ModeratePostRequest:
        return pb.ModeratePostRequest(
            request_id=input.request_id,
            post_id=input.post_id,
            open=input.open,
            reason=input.reason or "",
        )

    method = context.services.topics.ModeratePost
    return await perform(context, "moderatePost", method, request, "post")


async def _praise(context: RequestContext, input: Annotated[PraisePostInput, INPUT]) -> Outcome:
    def request() -> pb.PraisePostRequest:
        return pb.PraisePostRequest(
            request_id=input.request_id, post_id=input.post_id, reason=input.reason or ""
        )

    method = context.services.topics.PraisePost
    return await perform(context, "praisePost", method, request, "post")


async def _restore(context: RequestContext, input: Annotated[RestoreSlotInput, INPUT]) -> Outcome:
    def request() -> pb.RestoreSlotRequest:
        return pb.RestoreSlotRequest(
            request_id=input.request_id, slot=input.slot, reason=input.reason
        )

    method = context.services.content_calendar.RestoreSlot
    return await perform(context, "restoreSlot", method, request, "slot")


@strawberry.type
class ContentCalendarMutations:
    """The fields of Mutation."""

    moderate_post: PostPayload | None = mutation(
        "moderatePost",
        _moderate,
        "Opens a post that waits, or refuses it. For operators.",
        rule=Rule.OPERATORS,
    )
    praise_post: PostPayload | None = mutation(
        "praisePost",
        _praise,
        "Praises a post for its quality, once: its member gets what the rules give for that. For"
        " operators.",
        rule=Rule.OPERATORS,
    )
    restore_slot: ContentSlotPayload | None = mutation(
        "restoreSlot",
        _restore,
        "Gives a slot its own topic back, in the place of the alternative; weeks of before count no"
        " more. For operators.",
        rule=Rule.OPERATORS,
    )
