"""Operators carry ideas on: they moderate, move, merge and answer them."""

from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform
from gateway.schema.core.refusals import mutation
from gateway.schema.feedback.fixes import WordsInput
from gateway.schema.feedback.ideas import IdeaPayload, IdeaShelf
from tessera.feedback.v1 import ideas_pb2 as pb


@strawberry.input(description="A moderator's word about an idea.")
class ModerateIdeaInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    idea_id: strawberry.ID = required("The idea, by `Idea.id`.")
    open: bool = required("True to open it to members, false to refuse it.")
    reason: str | None = optional(
        "The reason, which its member reads; at most 500 characters, and needed to refuse it."
    )


@strawberry.input(description="A move of an idea to another shelf.")
class MoveIdeaInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    idea_id: strawberry.ID = required("The idea, by `Idea.id`.")
    shelf: IdeaShelf = required("The shelf that it comes to.")
    reason: str = required("The reason, which members read; 1 to 500 characters.")
    project: WordsInput | None = optional(
        "The name of the project or product, 1 to 80 characters in each language; needed on the way"
        " to INCUBATING. Messages say it. When left out, the name stays."
    )


@strawberry.input(description="A merge of an idea into one that says the same.")
class MergeIdeasInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    idea_id: strawberry.ID = required("The idea that goes, on the shelf IDEA.")
    into_idea_id: strawberry.ID = required("The idea that stays.")
    reason: str | None = optional("The reason, which members read; at most 500 characters.")


@strawberry.input(description="The brand's public answer to an idea.")
class AnswerIdeaInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    idea_id: strawberry.ID = required("The idea, by `Idea.id`.")
    answer: WordsInput = required("The answer, 1 to 1,000 characters in each language.")


async def _moderate(context: RequestContext, input: Annotated[ModerateIdeaInput, INPUT]) -> Outcome:
    def request() -> pb.ModerateIdeaRequest:
        return pb.ModerateIdeaRequest(
            request_id=input.request_id,
            idea_id=input.idea_id,
            open=input.open,
            reason=input.reason or "",
        )

    method = context.services.ideas.ModerateIdea
    return await perform(context, "moderateIdea", method, request, "idea")


async def _move(context: RequestContext, input: Annotated[MoveIdeaInput, INPUT]) -> Outcome:
    def request() -> pb.MoveIdeaRequest:
        asked = pb.MoveIdeaRequest(
            request_id=input.request_id,
            idea_id=input.idea_id,
            shelf=input.shelf.value,
            reason=input.reason,
        )
        if input.project is not None:
            asked.project.zh, asked.project.en = input.project.zh, input.project.en
        return asked

    method = context.services.ideas.MoveIdea
    return await perform(context, "moveIdea", method, request, "idea")


async def _merge(context: RequestContext, input: Annotated[MergeIdeasInput, INPUT]) -> Outcome:
    def request() -> pb.MergeIdeasRequest:
        return pb.MergeIdeasRequest(
            request_id=input.request_id,
            idea_id=input.idea_id,
            into_idea_id=input.into_idea_id,
            reason=input.reason or "",
        )

    method = context.services.ideas.MergeIdeas
    return await perform(context, "mergeIdeas", method, request, "idea")


async def _answer(context: RequestContext, input: Annotated[AnswerIdeaInput, INPUT]) -> Outcome:
    def request() -> pb.AnswerIdeaRequest:
        asked = pb.AnswerIdeaRequest(request_id=input.request_id, idea_id=input.idea_id)
        asked.answer.zh, asked.answer.en = input.answer.zh, input.answer.en
        return asked

    method = context.services.ideas.AnswerIdea
    return await perform(context, "answerIdea", method, request, "idea")


@strawberry.type
class IdeaMoveMutations:
    """The fields of Mutation."""

    moderate_idea: IdeaPayload | None = mutation(
        "moderateIdea",
        _moderate,
        "Opens an idea that waits, or refuses it. For operators.",
        rule=Rule.OPERATORS,
    )
    move_idea: IdeaPayload | None = mutation(
        "moveIdea",
        _move,
        "Moves an idea to another shelf: to incubating and back, from there to implemented. All who"
        " wanted it get a message when it goes forward. For operators.",
        rule=Rule.OPERATORS,
    )
    merge_ideas: IdeaPayload | None = mutation(
        "mergeIdeas",
        _merge,
        "Merges an idea into another one, where its votes count from then on, each member's once."
        " For operators.",
        rule=Rule.OPERATORS,
    )
    answer_idea: IdeaPayload | None = mutation(
        "answerIdea",
        _answer,
        "Sets the brand's public answer to an idea. For operators.",
        rule=Rule.OPERATORS,
    )
