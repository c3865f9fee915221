"""Trials of what an idea became: who is invited, and who takes part."""

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
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Date, Lang, enum_value, text
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.fixes import WordsInput
from tessera.feedback.v1 import ideas_pb2 as pb

_KIND = "trial"
TRIALS_MAX = 20
INVITED_MAX = 200


@strawberry.enum(description="A member's answer to an invitation.")
class TrialAnswer(Enum):
    """As tessera.feedback.v1.TrialAnswer."""

    ACCEPTED = enum_value(pb.TRIAL_ANSWER_ACCEPTED, "The member has a place.")
    DECLINED = enum_value(pb.TRIAL_ANSWER_DECLINED, "The member does not take part.")


def _name(trial: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(trial.name, context, lang)


@strawberry.type(description="A trial of what an idea became.")
class Trial:
    """Source: tessera.feedback.v1.Trial."""

    id: strawberry.ID = column("The id.")
    idea_id: strawberry.ID = column("The idea, by `Idea.id`.")
    name: str = read(_name, "The name.")
    places: int = column("How many members can take part.")
    taken: int = column("How many take part.")
    invited: int = column("How many were invited.")
    closes: Date = column("The last day on which places are taken.")
    open: bool = column("True when places are taken today, and one is left.")
    answer: TrialAnswer | None = read(
        lambda trial: trial.answer or None,
        "The member's answer; null before there is one, and in a list for operators.",
    )
    member_ids: list[strawberry.ID] = read(
        lambda trial: [to_global("Member", each) for each in trial.member_ids],
        "The global ids of the members who take part; for operators.",
    )


@strawberry.type(description="A trial, with its place in the list.")
class TrialEdge:
    """Source: a pair of cursor and trial."""

    cursor: str = edge_cursor(first_of)
    node: Trial = edge_node(second_of)


@strawberry.type(description="A page of trials, the newest first.")
class TrialConnection:
    """Source: Page."""

    edges: list[TrialEdge] = edges()
    page_info: PageInfo = page_info()


OfIdea = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only trials of this idea; all when left out."),
]


async def _trials(
    context: RequestContext, first: First = 20, after: After = None, of_idea: OfIdea = None
) -> Page:
    request = pb.ListTrialsRequest(idea_id=of_idea or "")
    method = context.services.trials.ListTrials
    return await page_of(context, _KIND, method, request, "trials", first, after)


async def _invitations(context: RequestContext, member_id: MemberId = None) -> list[pb.Trial]:
    request = pb.ListMemberTrialsRequest(member_id=context.member_id(member_id))
    services = context.services
    answer = await services.read(services.trials.ListMemberTrials, request, context.caller)
    return list(answer.trials)


@strawberry.type
class TrialQueries:
    """The fields of Query."""

    trials: TrialConnection | None = call(
        _trials,
        "Trials of ideas, with the members who take part. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
    trial_invitations: list[Trial] | None = call(
        _invitations,
        "The trials that the member is invited to, the newest first.",
        rule=Rule.SIGNED_IN,
        size=TRIALS_MAX,
    )


@strawberry.input(description="A trial of an idea that is incubating.")
class OpenTrialInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    idea_id: strawberry.ID = required("The idea, by `Idea.id`.")
    name: WordsInput = required("The name, 1 to 80 characters in each language.")
    places: int = required("How many members can take part: 1 to 200.")
    closes: Date = required("The last day on which places are taken: today or within 366 days.")
    member_ids: list[strawberry.ID] = required(
        f"The members who are invited, by global id or bare id: 1 to {INVITED_MAX}, each once."
    )


@strawberry.input(description="A member's answer to an invitation.")
class AnswerTrialInput:
    """Members answer for themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    trial_id: strawberry.ID = required("The trial, by `Trial.id`.")
    accept: bool = required("True to take a place, false to give it up or to take none.")
    member_id: strawberry.ID | None = member_id()


@strawberry.type(description="The trial after the write, or the reasons for the refusal.")
class TrialPayload:
    """Source: Outcome of a trial."""

    trial: Trial | None = read(
        lambda outcome: outcome.result, "The trial as it stands now; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _open(context: RequestContext, input: Annotated[OpenTrialInput, INPUT]) -> Outcome:
    def request() -> pb.OpenTrialRequest:
        asked = pb.OpenTrialRequest(
            request_id=input.request_id,
            idea_id=input.idea_id,
            places=input.places,
            closes=str(input.closes),
            member_ids=[plain_id("Member", each, "memberIds") for each in input.member_ids],
        )
        asked.name.zh, asked.name.en = input.name.zh, input.name.en
        return asked

    method = context.services.trials.OpenTrial
    return await perform(context, "openTrial", method, request, "trial")


async def _answer(context: RequestContext, input: Annotated[AnswerTrialInput, INPUT]) -> Outcome:
    def request() -> pb.AnswerTrialRequest:
        return pb.AnswerTrialRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            trial_id=input.trial_id,
            accept=input.accept,
        )

    method = context.services.trials.AnswerTrial
    return await perform(context, "answerTrial", method, request, "trial")


@strawberry.type
class TrialMutations:
    """The fields of Mutation."""

    open_trial: TrialPayload | None = mutation(
        "openTrial",
        _open,
        "Opens a trial of an idea and invites members, each of whom gets a message. For operators.",
        rule=Rule.OPERATORS,
    )
    answer_trial: TrialPayload | None = mutation(
        "answerTrial",
        _answer,
        "Takes a place in a trial that the member is invited to, or gives it up.",
        rule=Rule.SIGNED_IN,
    )
