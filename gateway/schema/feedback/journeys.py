"""Journeys of members: who stands where, and why. For operators."""

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
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.named import Named, named
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, enum_value, instant, moment, text
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.journey_deeds import (
    JourneyDeed,
    JourneyDeedCount,
    JourneyGift,
    JourneyTagging,
    gift_of,
    tagging_of,
)
from gateway.schema.feedback.touch_occasions import TouchOccasion
from gateway.schema.feedback.touches import OfJourney, OfMember, TouchState
from gateway.upstream.batching import Need
from tessera.feedback.v1 import journeys_pb2 as pb

if TYPE_CHECKING:
    from gateway.schema.members.members import Member

_JOURNEYS, _ENTRIES = "journey", "journey_entry"
STEPS, STATES, ENDS, LINES = 40, 10, 5, 20
DEED_STATES = 3
MESSAGES = 20


@strawberry.enum(description="The state of a member's entry onto a journey.")
class JourneyEntryState(Enum):
    """As tessera.feedback.v1.JourneyEntryState."""

    WAITING = enum_value(pb.JOURNEY_ENTRY_STATE_WAITING, "The member waits at a step.")
    PAUSED = enum_value(
        pb.JOURNEY_ENTRY_STATE_PAUSED, "The member's wait is over, and the journey is paused."
    )
    ENDED = enum_value(pb.JOURNEY_ENTRY_STATE_ENDED, "The member is off the journey.")


@strawberry.enum(description="The reason for which a member's entry ended.")
class JourneyEnd(Enum):
    """As tessera.feedback.v1.JourneyEnd."""

    DONE = enum_value(pb.JOURNEY_END_DONE, "The member went all of its steps.")
    UNTIL = enum_value(pb.JOURNEY_END_UNTIL, "An event came that ends it.")
    STEP_GONE = enum_value(
        pb.JOURNEY_END_STEP_GONE, "The programme has the step no more at which the member stood."
    )
    JOURNEY_GONE = enum_value(pb.JOURNEY_END_JOURNEY_GONE, "The programme has the journey no more.")
    MERGED = enum_value(
        pb.JOURNEY_END_MERGED, "The member was merged into one who is on the journey."
    )


@strawberry.enum(description="The outcome of a step for a member.")
class JourneyStepOutcome(Enum):
    """As tessera.feedback.v1.JourneyStepOutcome."""

    WAITED = enum_value(pb.JOURNEY_STEP_OUTCOME_WAITED, "The member waits, or waited, there.")
    WISHED = enum_value(
        pb.JOURNEY_STEP_OUTCOME_WISHED,
        "It wished for a message; the touch says what became of that.",
    )
    WENT = enum_value(pb.JOURNEY_STEP_OUTCOME_WENT, "It led to a later step.")
    CONDITION = enum_value(pb.JOURNEY_STEP_OUTCOME_CONDITION, "Its condition did not hold.")
    PROFILING = enum_value(
        pb.JOURNEY_STEP_OUTCOME_PROFILING,
        "It reads the member, who did not agree to profiling.",
    )
    MET = enum_value(pb.JOURNEY_STEP_OUTCOME_MET, "The event that the member waited for came.")
    ASKED = enum_value(
        pb.JOURNEY_STEP_OUTCOME_ASKED,
        "It asked for a gift, or for tags; the deed says what became of that.",
    )
    TIMED_OUT = enum_value(
        pb.JOURNEY_STEP_OUTCOME_TIMED_OUT,
        "The event that the member waited for did not come in time.",
    )


@strawberry.type(description="How many touches are in a state.")
class JourneyTouchCount:
    """Source: tessera.feedback.v1.TouchCount."""

    state: TouchState = column("The state.")
    count: int = column("How many.")


@strawberry.type(description="How many entries ended for a reason.")
class JourneyEndCount:
    """Source: tessera.feedback.v1.JourneyEndCount."""

    reason: JourneyEnd = column("The reason.")
    count: int = column("How many.")


@strawberry.type(description="A step of a journey, with its members and touches.")
class JourneyStep:
    """Source: tessera.feedback.v1.JourneyStep."""

    code: str = column("The code.")
    kind: str = column(
        "Its kind: wait, wait_for, send, choose, split, grant, tag or go_to. Others may come."
    )
    messages: list[str] = column("The codes of the messages that it may send.", size=MESSAGES)
    waiting: int = column("How many members wait there now.")
    waits_for: TouchOccasion | None = read(
        lambda step: step.waits_for or None,
        "The event that a step of the kind wait_for waits for; null for others.",
    )
    otherwise: str | None = read(
        lambda step: step.otherwise or None,
        "The code of the step for whom that does not come in time, or `end`; null for the next.",
    )
    gift: JourneyGift | None = read(gift_of, "The gift of a step of the kind grant.")
    tagging: JourneyTagging | None = read(tagging_of, "The tags of a step of the kind tag.")
    deeds: list[JourneyDeedCount] = column(
        "How many gifts or changes of tags it asked for, by state.", size=DEED_STATES
    )
    touches: list[JourneyTouchCount] = column("How many touches it brought, by state.", size=STATES)


def _name(journey: pb.Journey, context: RequestContext, lang: Lang = None) -> str:
    return text(journey.name, context, lang) or journey.code


@strawberry.type(description="A journey of the programme in force.")
class Journey:
    """Source: tessera.feedback.v1.Journey."""

    code: str = column("The code.")
    name: str = read(_name, "The name.")
    enter_on: TouchOccasion = column("The thing that brings members onto it.")
    until_on: list[TouchOccasion] = column("The things that end it for a member.", size=10)
    paused: bool = column("True while it is paused.")
    paused_at: DateTime | None = read(
        lambda journey: instant(journey, "pause_time"),
        "The time at which it was paused; null while it is not.",
    )
    steps: list[JourneyStep] = column("The steps, in order.", size=STEPS)
    members: int = column("How many members are on it now.")
    ended: list[JourneyEndCount] = column("How many entries ended, by reason.", size=ENDS)


@strawberry.type(description="A journey, with its place in the list.")
class JourneyEdge:
    """Source: a pair of cursor and journey."""

    cursor: str = edge_cursor(first_of)
    node: Journey = edge_node(second_of)


@strawberry.type(description="A page of journeys, in the order of the programme.")
class JourneyConnection:
    """Source: Page."""

    edges: list[JourneyEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="The outcome of a step for a member.")
class JourneyLine:
    """Source: tessera.feedback.v1.JourneyLine."""

    step: str = column("The code of the step.")
    outcome: JourneyStepOutcome = column("The outcome.")
    message: str | None = read(
        lambda line: line.message or None, "The code of the message; null for none."
    )
    touch_id: strawberry.ID | None = read(
        lambda line: line.touch_id or None,
        "The touch of the message, as `explainTouch` takes it; null for none.",
    )
    due_at: DateTime = read(
        lambda line: moment(line.due_time), "The time for which the step was due."
    )
    programme_revision: str | None = read(
        lambda line: line.programme_revision or None,
        "The revision of the programme by which it was taken; null where that is not known.",
    )
    deed: JourneyDeed | None = read(
        lambda line: line.deed if line.HasField("deed") else None,
        "The gift, or the change of tags, that it did for the member; null where it did nothing.",
    )


@strawberry.type(description="A member on a journey, or off it again.")
class JourneyEntry:
    """Source: tessera.feedback.v1.JourneyEntry."""

    id: strawberry.ID = column("The id.")
    member_id: strawberry.ID = read(
        lambda entry: to_global("Member", entry.member_id), "The global id of the member."
    )
    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The card of the member.",
        loader="members",
        key=lambda entry: entry.member_id,
        need=lambda args, inner: Need(),
    )
    journey: Named = read(
        lambda entry: named(entry.journey, entry.journey_name),
        "The journey; its code alone when the programme has it no more.",
    )
    occasion: TouchOccasion = column("The thing that brought the member onto it.")
    state: JourneyEntryState = column("The state.")
    step: str | None = read(
        lambda entry: entry.step or None,
        "The code of the step at which the member waits; null once it has ended.",
    )
    due_at: DateTime | None = read(
        lambda entry: instant(entry, "due_time"),
        "The time at which the member goes on; null once it has ended.",
    )
    end: JourneyEnd | None = read(
        lambda entry: entry.end or None, "The reason for which it ended; null before."
    )
    entered_at: DateTime = read(
        lambda entry: moment(entry.enter_time), "The time at which the member entered."
    )
    ended_at: DateTime | None = read(
        lambda entry: instant(entry, "end_time"), "The time at which it ended; null before."
    )
    lines: list[JourneyLine] = read(
        lambda entry: entry.lines[-LINES:],
        "The steps that were taken, in order: the latest 20.",
        size=LINES,
    )


@strawberry.type(description="An entry, with its place in the list.")
class JourneyEntryEdge:
    """Source: a pair of cursor and entry."""

    cursor: str = edge_cursor(first_of)
    node: JourneyEntry = edge_node(second_of)


@strawberry.type(description="A page of entries, the latest first.")
class JourneyEntryConnection:
    """Source: Page."""

    edges: list[JourneyEntryEdge] = edges()
    page_info: PageInfo = page_info()


JourneyCode = Annotated[str, strawberry.argument(description="The code of the journey.")]


async def _journeys(context: RequestContext, first: First = 20, after: After = None) -> Page:
    request = pb.ListJourneysRequest()
    method = context.services.journeys.ListJourneys
    return await page_of(context, _JOURNEYS, method, request, "journeys", first, after)


async def _journey(context: RequestContext, journey: JourneyCode) -> pb.Journey | None:
    request = pb.ListJourneysRequest(code=journey, page_size=1)
    method = context.services.journeys.ListJourneys
    answer = await context.services.read(method, request, context.caller)
    return next(iter(answer.journeys), None) if journey else None


async def _entries(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    member_id: OfMember = None,
    of_journey: OfJourney = None,
) -> Page:
    request = pb.ListJourneyEntriesRequest(
        member_id=plain_id("Member", member_id, "memberId") if member_id else "",
        journey=of_journey or "",
    )
    method = context.services.journeys.ListJourneyEntries
    return await page_of(context, _ENTRIES, method, request, "entries", first, after)


@strawberry.type
class JourneyQueries:
    """The fields of Query."""

    journeys: JourneyConnection | None = call(
        _journeys,
        "The journeys of the programme in force, with how many members stand where. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
    journey: Journey | None = call(
        _journey,
        "A journey of the programme in force; null when it has none of this code. For operators.",
        rule=Rule.OPERATORS,
    )
    journey_entries: JourneyEntryConnection | None = call(
        _entries,
        "The entries onto journeys of a member, or onto one journey, the latest first. For"
        " operators.",
        rule=Rule.OPERATORS,
        size="first",
    )


@strawberry.input(description="A journey to pause.")
class PauseJourneyInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    journey: str = required("The code of the journey.")


@strawberry.input(description="A journey that goes on.")
class ResumeJourneyInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    journey: str = required("The code of the journey.")


@strawberry.type(description="A journey that was paused, or goes on.")
class JourneyPause:
    """Source: tessera.feedback.v1.Journey."""

    code: str = column("The code.")
    name: str = read(_name, "The name.")
    paused: bool = column("True while it is paused.")
    paused_at: DateTime | None = read(
        lambda journey: instant(journey, "pause_time"),
        "The time at which it was paused; null while it is not.",
    )


@strawberry.type(description="The journey, or the reasons for the refusal.")
class JourneyPausePayload:
    """Source: Outcome of a journey."""

    journey: JourneyPause | None = read(
        lambda outcome: outcome.result, "The journey; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _pause(context: RequestContext, input: Annotated[PauseJourneyInput, INPUT]) -> Outcome:
    def request() -> pb.PauseJourneyRequest:
        return pb.PauseJourneyRequest(request_id=input.request_id, journey=input.journey)

    method = context.services.journeys.PauseJourney
    return await perform(context, "pauseJourney", method, request, "journey")


async def _resume(context: RequestContext, input: Annotated[ResumeJourneyInput, INPUT]) -> Outcome:
    def request() -> pb.ResumeJourneyRequest:
        return pb.ResumeJourneyRequest(request_id=input.request_id, journey=input.journey)

    method = context.services.journeys.ResumeJourney
    return await perform(context, "resumeJourney", method, request, "journey")


@strawberry.type
class JourneyMutations:
    """The fields of Mutation."""

    pause_journey: JourneyPausePayload | None = mutation(
        "pauseJourney",
        _pause,
        "Pauses a journey: nobody enters it and nobody goes on; what ends it still does. For"
        " operators.",
        rule=Rule.OPERATORS,
    )
    resume_journey: JourneyPausePayload | None = mutation(
        "resumeJourney",
        _resume,
        "Lets a journey go on. Members go on by the times that were theirs, and what would come"
        " too late is not sent. For operators.",
        rule=Rule.OPERATORS,
    )
