"""Ideas of members: what they propose and vote for, and how far each has come."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.ids import to_global
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
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, Long, enum_value, moment, text
from gateway.schema.core.user_errors import UserError
from tessera.feedback.v1 import ideas_pb2 as pb

_KIND = "idea"


@strawberry.enum(description="The state of an idea as a text.")
class IdeaState(Enum):
    """As tessera.feedback.v1.IdeaState."""

    PENDING = enum_value(
        pb.IDEA_STATE_PENDING,
        "It waits for a moderator, and only its member and operators see it.",
    )
    OPEN = enum_value(pb.IDEA_STATE_OPEN, "Members see it.")
    REFUSED = enum_value(
        pb.IDEA_STATE_REFUSED, "A moderator refused it; only its member and operators see it."
    )
    MERGED = enum_value(pb.IDEA_STATE_MERGED, "It says the same as another one, and goes on there.")


@strawberry.enum(description="How far an idea has come.")
class IdeaShelf(Enum):
    """As tessera.feedback.v1.IdeaShelf."""

    IDEA = enum_value(pb.IDEA_SHELF_IDEA, "It is proposed, and members vote.")
    INCUBATING = enum_value(pb.IDEA_SHELF_INCUBATING, "It is a project of the brand.")
    IMPLEMENTED = enum_value(pb.IDEA_SHELF_IMPLEMENTED, "It is made: a product or a service.")


@strawberry.enum(description="The order of a list of ideas.")
class IdeaOrder(Enum):
    """As tessera.feedback.v1.IdeaOrder."""

    NEWEST = enum_value(pb.IDEA_ORDER_NEWEST, "The newest first.")
    VOTES = enum_value(pb.IDEA_ORDER_VOTES, "Those with most votes first.")


@strawberry.enum(description="Something that happened to an idea.")
class IdeaStepKind(Enum):
    """As tessera.feedback.v1.IdeaStepKind."""

    PROPOSED = enum_value(pb.IDEA_STEP_KIND_PROPOSED, "A member proposed it.")
    OPENED = enum_value(pb.IDEA_STEP_KIND_OPENED, "A moderator opened it.")
    REFUSED = enum_value(pb.IDEA_STEP_KIND_REFUSED, "A moderator refused it.")
    MOVED = enum_value(pb.IDEA_STEP_KIND_MOVED, "It came to another shelf.")
    MERGED = enum_value(pb.IDEA_STEP_KIND_MERGED, "It was merged into another one.")
    ABSORBED = enum_value(pb.IDEA_STEP_KIND_ABSORBED, "Another one was merged into it.")
    ANSWERED = enum_value(pb.IDEA_STEP_KIND_ANSWERED, "The brand answered.")


@strawberry.type(description="A step in the history of an idea.")
class IdeaStep:
    """Source: tessera.feedback.v1.IdeaStep."""

    kind: IdeaStepKind = column("The thing that happened.")
    at: DateTime = read(lambda step: moment(step.time), "The time of it.")
    shelf: IdeaShelf = column("The shelf after it.")
    reason: str | None = read(
        lambda step: step.reason or None, "The reason, in the operator's words; null for none."
    )
    operator: str | None = read(
        lambda step: step.operator or None,
        "The operator; null where a member did it, and for members.",
    )
    other_idea_id: strawberry.ID | None = read(
        lambda step: step.other_idea_id or None, "The other idea of a merge; null otherwise."
    )


def _project(idea: Any, context: RequestContext, lang: Lang = None) -> str | None:
    return text(idea.project, context, lang) if idea.HasField("project") else None


def _answer(idea: Any, context: RequestContext, lang: Lang = None) -> str | None:
    return text(idea.answer, context, lang) if idea.HasField("answer") else None


@strawberry.type(description="An idea of a member.")
class Idea:
    """Source: tessera.feedback.v1.Idea."""

    id: strawberry.ID = column("The id.")
    member_id: strawberry.ID | None = read(
        lambda idea: to_global("Member", idea.member_id) if idea.member_id else None,
        "The global id of its member; null for other members.",
    )
    title: str = column(
        "The title, with phone numbers and e-mail addresses hidden; empty once its member was"
        " erased."
    )
    text: str = column("The text, as the title.")
    state: IdeaState = column("The state of it as a text.")
    shelf: IdeaShelf = column("How far it has come.")
    votes: Long = column(
        "How many members vote for it, and for those that were merged into it; each once."
    )
    voted: bool = column("True when the member votes for it.")
    mine: bool = column("True when the member proposed it.")
    project: str | None = read(
        _project, "The name of the project or product; null before it is incubating."
    )
    answer: str | None = read(_answer, "The brand's public answer; null before there is one.")
    into_idea_id: strawberry.ID | None = read(
        lambda idea: idea.into_idea_id or None, "The idea that it was merged into; null for none."
    )
    merged_ideas: int = column("How many ideas were merged into it.")
    found_words: list[str] = column("The forbidden words that were found in it; for operators.")
    proposed_at: DateTime = read(
        lambda idea: moment(idea.propose_time), "The time at which it was proposed."
    )
    history: list[IdeaStep] = column(
        "Its steps, the oldest first; of a list of ideas empty.", size=5
    )


@strawberry.type(description="An idea, with its place in the list.")
class IdeaEdge:
    """Source: a pair of cursor and idea."""

    cursor: str = edge_cursor(first_of)
    node: Idea = edge_node(second_of)


@strawberry.type(description="A page of ideas.")
class IdeaConnection:
    """Source: Page."""

    edges: list[IdeaEdge] = edges()
    page_info: PageInfo = page_info()


def _name(plan: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(plan.name, context, lang)


@strawberry.type(description="The co-creation of the brand, and what a member may do in it now.")
class IdeaPlan:
    """Source: tessera.feedback.v1.GetIdeaPlanResponse."""

    name: str = read(_name, "The brand's name for its co-creation.")
    proposals_left: int = column(
        "How many ideas the member may still propose this month; 0 for a member who may not."
    )
    votes_left: int = column(
        "How many votes the member may still give today; 0 for a member who may not."
    )
    text_characters_max: int = column("How many characters the text of an idea has at most.")


Order = Annotated[
    IdeaOrder, strawberry.argument(description="The order; the newest first when left out.")
]
Shelf = Annotated[
    IdeaShelf | None,
    strawberry.argument(description="Only ideas on this shelf; all when left out."),
]
State = Annotated[
    IdeaState | None,
    strawberry.argument(
        description="Only ideas in this state: OPEN when left out, and of own ideas all. Members"
        " see open ideas, and their own."
    ),
]
Own = Annotated[bool, strawberry.argument(description="True for the ideas of the member alone.")]
IdeaId = Annotated[strawberry.ID, strawberry.argument(description="The idea, by `Idea.id`.")]
Whom = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="The member whose vote and ideas are marked. Members leave it out: they mean"
        " themselves; operators may name one."
    ),
]


def _whom(context: RequestContext, named: str | None) -> str:
    """The member who is meant; "" for an operator who names none."""
    if named is None and context.caller.member_id is None:
        return ""
    return context.member_id(named)


async def _plan(context: RequestContext, member_id: MemberId = None) -> pb.GetIdeaPlanResponse:
    request = pb.GetIdeaPlanRequest(member_id=context.member_id(member_id))
    services = context.services
    return await services.read(services.ideas.GetIdeaPlan, request, context.caller)


async def _ideas(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    idea_order: Order = IdeaOrder.NEWEST,
    idea_shelf: Shelf = None,
    idea_state: State = None,
    own: Own = False,
    of_member: Whom = None,
) -> Page:
    request = pb.ListIdeasRequest(
        member_id=_whom(context, of_member),
        order=idea_order.value,
        shelf=pb.IDEA_SHELF_UNSPECIFIED if idea_shelf is None else idea_shelf.value,
        state=pb.IDEA_STATE_UNSPECIFIED if idea_state is None else idea_state.value,
        own=own,
    )
    method = context.services.ideas.ListIdeas
    return await page_of(context, _KIND, method, request, "ideas", first, after)


async def _idea(context: RequestContext, idea_id: IdeaId, of_member: Whom = None) -> pb.Idea:
    request = pb.GetIdeaRequest(idea_id=idea_id, member_id=_whom(context, of_member))
    services = context.services
    answer = await services.read(services.ideas.GetIdea, request, context.caller)
    return answer.idea


@strawberry.type
class IdeaQueries:
    """The fields of Query."""

    idea_plan: IdeaPlan | None = call(
        _plan,
        "The member's part in the brand's co-creation: what is left of ideas and votes; null, with"
        " an error, where there is none.",
        rule=Rule.SIGNED_IN,
    )
    ideas: IdeaConnection | None = call(
        _ideas, "Ideas of members.", rule=Rule.SIGNED_IN, size="first"
    )
    idea: Idea | None = call(
        _idea,
        "One idea with its history; null, with an error, for one that is not shown.",
        rule=Rule.SIGNED_IN,
    )


@strawberry.input(description="An idea that a member proposes.")
class ProposeIdeaInput:
    """Members propose for themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    title: str = required("The title, 1 to 80 characters.")
    text: str = required("The text, 1 to `IdeaPlan.textCharactersMax` characters.")
    member_id: strawberry.ID | None = member_id()


@strawberry.input(description="A vote for an idea, or its end.")
class VoteIdeaInput:
    """Members vote for themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    idea_id: strawberry.ID = required("The idea, by `Idea.id`.")
    voted: bool = required("True to give the vote, false to take it back.")
    member_id: strawberry.ID | None = member_id()


@strawberry.type(description="The idea after the write, or the reasons for the refusal.")
class IdeaPayload:
    """Source: Outcome of an idea."""

    idea: Idea | None = read(
        lambda outcome: outcome.result, "The idea as it stands now; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _propose(context: RequestContext, input: Annotated[ProposeIdeaInput, INPUT]) -> Outcome:
    def request() -> pb.ProposeIdeaRequest:
        return pb.ProposeIdeaRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            title=input.title,
            text=input.text,
        )

    method = context.services.ideas.ProposeIdea
    return await perform(context, "proposeIdea", method, request, "idea")


async def _vote(context: RequestContext, input: Annotated[VoteIdeaInput, INPUT]) -> Outcome:
    def request() -> pb.VoteIdeaRequest:
        return pb.VoteIdeaRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            idea_id=input.idea_id,
            voted=input.voted,
        )

    method = context.services.ideas.VoteIdea
    return await perform(context, "voteIdea", method, request, "idea")


@strawberry.type
class IdeaMutations:
    """The fields of Mutation."""

    propose_idea: IdeaPayload | None = mutation(
        "proposeIdea",
        _propose,
        "Proposes an idea. It is open at once, or waits for a moderator.",
        rule=Rule.SIGNED_IN,
    )
    vote_idea: IdeaPayload | None = mutation(
        "voteIdea",
        _vote,
        "Gives the member's vote to an idea, or takes it back. It is one vote, however often it is"
        " given.",
        rule=Rule.SIGNED_IN,
    )
