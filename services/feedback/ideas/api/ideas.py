"""tessera.feedback.v1.Ideas."""

from services.common import audit, pagination
from services.common.auth import Caller, Role, brand_of, current_caller, require_role
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.feedback.ideas.api import messages
from services.feedback.ideas.api.callers import acting_member, reading_member, write_of
from services.feedback.ideas.commands import moderating
from services.feedback.ideas.commands.context import IdeasContext
from services.feedback.ideas.commands.proposing import Proposal, Voting, propose, vote
from services.feedback.ideas.commands.reading import find_idea, list_ideas, standing
from services.feedback.ideas.domain.idea import State
from services.feedback.ideas.domain.idea_filter import IdeaFilter
from tessera.feedback.v1 import ideas_pb2 as pb
from tessera.feedback.v1 import ideas_pb2_grpc as pb_grpc


class IdeasServicer(pb_grpc.IdeasServicer):
    """Authorises callers, and passes their wishes on to the commands."""

    def __init__(self, ctx: IdeasContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def GetIdeaPlan(
        self, request: pb.GetIdeaPlanRequest, context: ServicerContext
    ) -> pb.GetIdeaPlanResponse:
        caller, member_id = acting_member(request.member_id)
        return messages.plan_message(await standing(self._ctx, brand_of(caller), member_id))

    async def ListIdeas(
        self, request: pb.ListIdeasRequest, context: ServicerContext
    ) -> pb.ListIdeasResponse:
        caller, member_id = reading_member(request.member_id)
        is_operator = caller.role is Role.OPERATOR
        only = _filter(request, member_id, is_operator)
        size = pagination.page_size(request.page_size)
        scope = {"list": "ideas", "brand": brand_of(caller), "only": repr(only)}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        found = await list_ideas(self._ctx, brand_of(caller), member_id, only, before, size + 1)
        answer = pb.ListIdeasResponse(
            ideas=[
                messages.idea_message(seen, for_operator=is_operator, whole=False)
                for _, seen in found[:size]
            ]
        )
        if len(found) > size:
            answer.next_page_token = tokens.token(found[size - 1][0])
        return answer

    async def GetIdea(
        self, request: pb.GetIdeaRequest, context: ServicerContext
    ) -> pb.GetIdeaResponse:
        caller, member_id = reading_member(request.member_id)
        return pb.GetIdeaResponse(idea=await self._idea(caller, member_id, request.idea_id))

    async def ProposeIdea(
        self, request: pb.ProposeIdeaRequest, context: ServicerContext
    ) -> pb.ProposeIdeaResponse:
        caller, member_id = acting_member(request.member_id)
        named = pb.ProposeIdeaRequest()
        named.CopyFrom(request)
        named.member_id = member_id
        proposal = Proposal(member_id, request.title, request.text)
        write = write_of(caller, named, request.request_id)
        idea_id, replayed = await propose(self._ctx, write, proposal)
        idea = await self._idea(caller, member_id, idea_id)
        return pb.ProposeIdeaResponse(idea=idea, replayed=replayed)

    async def VoteIdea(
        self, request: pb.VoteIdeaRequest, context: ServicerContext
    ) -> pb.VoteIdeaResponse:
        caller, member_id = acting_member(request.member_id)
        named = pb.VoteIdeaRequest()
        named.CopyFrom(request)
        named.member_id = member_id
        audit.changed(after={"idea_id": request.idea_id, "voted": str(request.voted)})
        voting = Voting(member_id, request.idea_id, request.voted)
        write = write_of(caller, named, request.request_id)
        idea_id, replayed = await vote(self._ctx, write, voting)
        idea = await self._idea(caller, member_id, idea_id)
        return pb.VoteIdeaResponse(idea=idea, replayed=replayed)

    async def ModerateIdea(
        self, request: pb.ModerateIdeaRequest, context: ServicerContext
    ) -> pb.ModerateIdeaResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        audit.changed(after={"idea_id": request.idea_id, "open": str(request.open)})
        wanted = moderating.Moderation(
            caller.subject, request.idea_id, request.open, request.reason
        )
        write = write_of(caller, request, request.request_id)
        idea_id, replayed = await moderating.moderate(self._ctx, write, wanted)
        idea = await self._idea(caller, "", idea_id)
        return pb.ModerateIdeaResponse(idea=idea, replayed=replayed)

    async def MoveIdea(
        self, request: pb.MoveIdeaRequest, context: ServicerContext
    ) -> pb.MoveIdeaResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        shelf = messages.shelf_of(request.shelf, required=True)
        assert shelf is not None
        audit.changed(after={"idea_id": request.idea_id, "shelf": shelf.value})
        project = request.project if request.HasField("project") else None
        wanted = moderating.Move(
            caller.subject,
            request.idea_id,
            shelf,
            request.reason,
            None if project is None else messages.text_of_message(project),
        )
        write = write_of(caller, request, request.request_id)
        idea_id, replayed = await moderating.move(self._ctx, write, wanted)
        idea = await self._idea(caller, "", idea_id)
        return pb.MoveIdeaResponse(idea=idea, replayed=replayed)

    async def MergeIdeas(
        self, request: pb.MergeIdeasRequest, context: ServicerContext
    ) -> pb.MergeIdeasResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        audit.changed(after={"idea_id": request.idea_id, "into_idea_id": request.into_idea_id})
        wanted = moderating.Merge(
            caller.subject, request.idea_id, request.into_idea_id, request.reason
        )
        write = write_of(caller, request, request.request_id)
        idea_id, replayed = await moderating.merge(self._ctx, write, wanted)
        idea = await self._idea(caller, "", idea_id)
        return pb.MergeIdeasResponse(idea=idea, replayed=replayed)

    async def AnswerIdea(
        self, request: pb.AnswerIdeaRequest, context: ServicerContext
    ) -> pb.AnswerIdeaResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        audit.changed(after={"idea_id": request.idea_id})
        text = messages.text_of_message(request.answer)
        write = write_of(caller, request, request.request_id)
        idea_id, replayed = await moderating.answer(
            self._ctx, write, caller.subject, request.idea_id, text
        )
        idea = await self._idea(caller, "", idea_id)
        return pb.AnswerIdeaResponse(idea=idea, replayed=replayed)

    async def _idea(self, caller: Caller, member_id: str, idea_id: str) -> pb.Idea:
        is_operator = caller.role is Role.OPERATOR
        seen = await find_idea(
            self._ctx, brand_of(caller), member_id, idea_id, sees_all=is_operator
        )
        return messages.idea_message(seen, for_operator=is_operator)


def _filter(request: pb.ListIdeasRequest, member_id: str, is_operator: bool) -> IdeaFilter:
    state, shelf = messages.state_of(request.state), messages.shelf_of(request.shelf)
    if request.order not in pb.IdeaOrder.values():
        raise invalid("order", "not an order of ideas")
    by_votes = request.order == pb.IDEA_ORDER_VOTES
    if request.own:
        if not member_id:
            raise invalid("member_id", "name the member whose ideas are wanted")
        return IdeaFilter(member_id, state, shelf, by_votes)
    if not is_operator and state not in (None, State.OPEN):
        raise invalid("state", "members see open ideas, and their own")
    return IdeaFilter("", state or State.OPEN, shelf, by_votes)
