"""tessera.feedback.v1.FeedbackItems."""

from google.protobuf.message import Message

from services.common import pagination
from services.common.auth import (
    Caller,
    Role,
    brand_of,
    current_caller,
    current_reader,
    require_channel,
    require_member,
    require_role,
    require_store,
)
from services.common.errors import invalid
from services.common.idempotency import fingerprint
from services.common.interceptors import ServicerContext
from services.common.redirects import Redirects
from services.feedback.items.api import messages
from services.feedback.items.api.access import actor_of, item_for
from services.feedback.items.api.analysis import offer_answers
from services.feedback.items.api.listed import listed
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.commands.continue_feedback import continue_feedback
from services.feedback.items.commands.move_feedback import move_feedback
from services.feedback.items.commands.note_feedback import note_feedback
from services.feedback.items.commands.rate_feedback import rate_feedback
from services.feedback.items.commands.read_feedback import (
    NewestRequest,
    QueueRequest,
    count_feedback,
    list_feedback,
    newest_of_members,
)
from services.feedback.items.commands.reply_feedback import reply_feedback
from services.feedback.items.commands.reroute_feedback import Place, reroute_feedback
from services.feedback.items.commands.store import Request
from services.feedback.items.commands.submit_batch import submit_batch
from services.feedback.items.commands.submit_feedback import submit_feedback
from services.feedback.items.domain.item import Feedback, Move, Only
from services.feedback.items.domain.queue import QueueOnly
from services.feedback.items.domain.turn import Turn
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import feedback_pb2_grpc as pb_grpc


class FeedbackItemsServicer(pb_grpc.FeedbackItemsServicer):
    """Authorises callers, calls the commands, and shows each caller its view of an item."""

    def __init__(self, ctx: FeedbackContext, redirects: Redirects, page_secret: bytes) -> None:
        self._ctx = ctx
        self._redirects = redirects
        self._page_secret = page_secret

    async def _shown(self, caller: Caller, item: Feedback) -> pb.Feedback:
        """The item as `caller` may see it, with the time that its clocks have left now, and what an
        operator may answer."""
        message = await listed(self._ctx, caller, item)
        if caller.role is Role.OPERATOR:
            programme = await self._ctx.programmes.of(brand_of(caller))
            if programme is not None:
                offer_answers(message, item, programme)
        return message

    async def SubmitFeedback(
        self, request: pb.SubmitFeedbackRequest, context: ServicerContext
    ) -> pb.SubmitFeedbackResponse:
        caller = current_caller()
        # Before the request is compared with an earlier one: two members may choose the same id.
        request = _on_behalf(caller, request)
        write = _write(caller, request.request_id, request)
        answer = await submit_feedback(self._ctx, write, messages.submission_of(request))
        if request.anonymous and caller.role is not Role.OPERATOR:
            # The caller speaks for somebody who is no member here.
            item = messages.for_members(answer.item)
        else:
            item = await self._shown(caller, answer.item)
        return pb.SubmitFeedbackResponse(feedback=item, replayed=answer.replayed)

    async def SubmitFeedbackBatch(
        self, request: pb.SubmitFeedbackBatchRequest, context: ServicerContext
    ) -> pb.SubmitFeedbackBatchResponse:
        caller = require_role(current_caller(), Role.CHANNEL, Role.OPERATOR, Role.SERVICE)
        said = [messages.submission_of(each) for each in request.items]
        found = await submit_batch(self._ctx, brand_of(caller), actor_of(caller), said)
        return pb.SubmitFeedbackBatchResponse(results=map(messages.result_message, found))

    async def GetFeedback(
        self, request: pb.GetFeedbackRequest, context: ServicerContext
    ) -> pb.GetFeedbackResponse:
        caller = current_caller()
        item = await item_for(self._ctx, caller, request.feedback_id)
        return pb.GetFeedbackResponse(feedback=await self._shown(caller, item))

    async def ListFeedback(
        self, request: pb.ListFeedbackRequest, context: ServicerContext
    ) -> pb.ListFeedbackResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        size = pagination.page_size(request.page_size)
        states = messages.states_of(request.states)
        if request.store_id:
            require_store(request.store_id)
        only = QueueOnly(
            request.assignee,
            request.store_id,
            request.category,
            messages.priorities_of(request.priorities),
            request.group,
            frozenset() if request.store_id else caller.stores,
        )
        scope = {"list": "feedback", "brand": caller.brand, "team": request.team}
        scope["states"] = ",".join(sorted(set(states)))
        scope |= {"assignee": only.assignee, "store": only.store_id, "category": only.category}
        scope |= {"priorities": ",".join(only.priorities), "group": only.group}
        after = ""
        if request.page_token:
            token = pagination.decode_token(self._page_secret, request.page_token, **scope)
            after = token["after"]
        asked = QueueRequest(brand_of(caller), size, states, request.team, after, only)
        page = await list_feedback(self._ctx, asked)
        response = pb.ListFeedbackResponse(
            feedback=[await listed(self._ctx, caller, item) for item in page.items]
        )
        if page.next_position:
            response.next_page_token = pagination.encode_token(
                self._page_secret, after=page.next_position, **scope
            )
        return response

    async def CountFeedback(
        self, request: pb.CountFeedbackRequest, context: ServicerContext
    ) -> pb.CountFeedbackResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        found = await count_feedback(self._ctx, brand_of(caller), caller.stores)
        return pb.CountFeedbackResponse(
            counts=[messages.count_message(*key, count) for key, count in found.items()]
        )

    async def BatchListMemberFeedback(
        self, request: pb.BatchListMemberFeedbackRequest, context: ServicerContext
    ) -> pb.BatchListMemberFeedbackResponse:
        caller = current_reader()
        brand = brand_of(caller)
        # Of a member who was merged, the survivor's items under the id that was asked.
        stands = {each: self._redirects.of(brand, each) for each in request.member_ids}
        for member_id in stands.values():
            require_member(caller, member_id)
        size = pagination.page_size(request.size, field="size")
        states = tuple(messages.states_of(request.states))
        only = Only(states, request.category, caller.stores)
        asked = NewestRequest(brand, list(stands.values()), size, request.before_feedback_id, only)
        found = await newest_of_members(self._ctx, asked)
        return pb.BatchListMemberFeedbackResponse(
            members=[
                pb.MemberFeedback(
                    member_id=member_id,
                    feedback=[await listed(self._ctx, caller, item) for item in newest.items],
                    has_more=newest.has_more,
                )
                for member_id, into in stands.items()
                for newest in [found[into]]
            ]
        )

    async def MoveFeedback(
        self, request: pb.MoveFeedbackRequest, context: ServicerContext
    ) -> pb.MoveFeedbackResponse:
        caller = require_role(current_caller(), Role.OPERATOR, Role.MEMBER)
        await item_for(self._ctx, caller, request.feedback_id)
        move = Move(
            to=messages.state_of(request.state, "state"),
            actor=actor_of(caller),
            by_member=caller.role is Role.MEMBER,
            note=request.note,
            assignee=request.assignee,
            message=request.message,
        )
        write = _write(caller, request.request_id, request)
        answer = await move_feedback(self._ctx, write, request.feedback_id, move)
        item = await self._shown(caller, answer.item)
        return pb.MoveFeedbackResponse(feedback=item, replayed=answer.replayed)

    async def RateFeedback(
        self, request: pb.RateFeedbackRequest, context: ServicerContext
    ) -> pb.RateFeedbackResponse:
        caller = require_role(current_caller(), Role.MEMBER)
        await item_for(self._ctx, caller, request.feedback_id)
        write = _write(caller, request.request_id, request)
        answer = await rate_feedback(self._ctx, write, request.feedback_id, request.score)
        item = await self._shown(caller, answer.item)
        return pb.RateFeedbackResponse(feedback=item, replayed=answer.replayed)

    async def ContinueFeedback(
        self, request: pb.ContinueFeedbackRequest, context: ServicerContext
    ) -> pb.ContinueFeedbackResponse:
        takes = Role.MEMBER, Role.CHANNEL, Role.OPERATOR, Role.SERVICE
        caller = require_role(current_caller(), *takes)
        begun = await item_for(self._ctx, caller, request.feedback_id)
        if caller.role is Role.CHANNEL:
            require_channel(begun.submission.channel)
        turn = Turn(request.text, actor_of(caller), request.reopens)
        write = _write(caller, request.request_id, request)
        answer = await continue_feedback(self._ctx, write, request.feedback_id, turn)
        item = await self._shown(caller, answer.item)
        return pb.ContinueFeedbackResponse(feedback=item, replayed=answer.replayed)

    async def RerouteFeedback(
        self, request: pb.RerouteFeedbackRequest, context: ServicerContext
    ) -> pb.RerouteFeedbackResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        await item_for(self._ctx, caller, request.feedback_id)
        priority = messages.priority_of(request.priority, "priority")
        place = Place(request.category, priority, request.team, request.note)
        write = _write(caller, request.request_id, request)
        answer = await reroute_feedback(self._ctx, write, request.feedback_id, place)
        item = await self._shown(caller, answer.item)
        return pb.RerouteFeedbackResponse(feedback=item, replayed=answer.replayed)

    async def NoteFeedback(
        self, request: pb.NoteFeedbackRequest, context: ServicerContext
    ) -> pb.NoteFeedbackResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        await item_for(self._ctx, caller, request.feedback_id)
        write = _write(caller, request.request_id, request)
        answer = await note_feedback(self._ctx, write, request.feedback_id, request.note)
        item = await self._shown(caller, answer.item)
        return pb.NoteFeedbackResponse(feedback=item, replayed=answer.replayed)

    async def ReplyFeedback(
        self, request: pb.ReplyFeedbackRequest, context: ServicerContext
    ) -> pb.ReplyFeedbackResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        await item_for(self._ctx, caller, request.feedback_id)
        write = _write(caller, request.request_id, request)
        answer = await reply_feedback(self._ctx, write, request.feedback_id, request.message)
        item = await self._shown(caller, answer.item)
        return pb.ReplyFeedbackResponse(feedback=item, replayed=answer.replayed)


def _write(caller: Caller, request_id: str, request: Message) -> Request:
    return Request(brand_of(caller), request_id, fingerprint(request), actor_of(caller))


def _on_behalf(caller: Caller, request: pb.SubmitFeedbackRequest) -> pb.SubmitFeedbackRequest:
    # What an anonymous request says of its writer is refused, and what its token says is dropped.
    if caller.role is not Role.MEMBER or request.anonymous:
        return request
    require_member(caller, request.member_id or str(caller.member_id))
    # A member who could claim a channel's event id could read or block another member's item.
    if request.channel_event_id:
        raise invalid("channel_event_id", "only channels have event ids")
    if request.HasField("said_time"):
        raise invalid("said_time", "only channels tell what was said before")
    named = pb.SubmitFeedbackRequest()
    named.CopyFrom(request)
    named.member_id = str(caller.member_id)
    return named
