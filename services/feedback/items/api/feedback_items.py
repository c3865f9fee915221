"""tessera.feedback.v1.FeedbackItems."""

from google.protobuf.message import Message

from services.common import pagination
from services.common.auth import Caller, Role, current_caller, current_reader, require_member
from services.common.clock import Clock
from services.common.interceptors import ServicerContext
from services.feedback.items.api import messages
from services.feedback.items.commands.access import brand_of, item_of
from services.feedback.items.commands.move_feedback import move_feedback
from services.feedback.items.commands.read_feedback import list_feedback, newest_of_members
from services.feedback.items.commands.reply_feedback import reply_feedback
from services.feedback.items.commands.store import FeedbackStore, Request
from services.feedback.items.commands.submit_feedback import actor_of, submit_feedback
from services.feedback.items.domain.item import Move, Only
from services.feedback.programme.commands import Programmes
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import feedback_pb2_grpc as pb_grpc


class FeedbackItemsServicer(pb_grpc.FeedbackItemsServicer):
    """Reads requests, asks the commands, and shows each caller what it may see."""

    def __init__(
        self, store: FeedbackStore, programmes: Programmes, clock: Clock, page_secret: bytes
    ) -> None:
        self._store = store
        self._programmes = programmes
        self._clock = clock
        self._page_secret = page_secret

    async def SubmitFeedback(
        self, request: pb.SubmitFeedbackRequest, context: ServicerContext
    ) -> pb.SubmitFeedbackResponse:
        caller = current_caller()
        # Before the request is compared with an earlier one: two members may choose the same id.
        request = _on_behalf(caller, request)
        answer = await submit_feedback(
            self._store,
            self._programmes,
            self._clock,
            caller,
            _request(caller, request.request_id, request),
            messages.submission_of(request),
        )
        item = messages.message_for(caller, answer.item)
        return pb.SubmitFeedbackResponse(feedback=item, replayed=answer.replayed)

    async def GetFeedback(
        self, request: pb.GetFeedbackRequest, context: ServicerContext
    ) -> pb.GetFeedbackResponse:
        caller = current_caller()
        item = await item_of(self._store, caller, request.feedback_id)
        return pb.GetFeedbackResponse(feedback=messages.message_for(caller, item))

    async def ListFeedback(
        self, request: pb.ListFeedbackRequest, context: ServicerContext
    ) -> pb.ListFeedbackResponse:
        caller = current_caller()
        size = pagination.page_size(request.page_size)
        states = messages.states_of(request.states)
        scope = {"list": "feedback", "brand": caller.brand, "team": request.team}
        scope["states"] = ",".join(sorted(set(states)))
        after = ""
        if request.page_token:
            token = pagination.decode_token(self._page_secret, request.page_token, **scope)
            after = token["after"]
        page = await list_feedback(self._store, caller, states, request.team, after, size)
        response = pb.ListFeedbackResponse(
            feedback=[messages.message_for(caller, item) for item in page.items]
        )
        if page.next_place:
            response.next_page_token = pagination.encode_token(
                self._page_secret, after=page.next_place, **scope
            )
        return response

    async def BatchListMemberFeedback(
        self, request: pb.BatchListMemberFeedbackRequest, context: ServicerContext
    ) -> pb.BatchListMemberFeedbackResponse:
        caller = current_reader()
        size = pagination.page_size(request.size, field="size")
        only = Only(tuple(messages.states_of(request.states)), request.category)
        found = await newest_of_members(
            self._store, caller, request.member_ids, request.before_feedback_id, size, only
        )
        return pb.BatchListMemberFeedbackResponse(
            members=[
                pb.MemberFeedback(
                    member_id=member_id,
                    feedback=[messages.message_for(caller, item) for item in newest.items],
                    has_more=newest.has_more,
                )
                for member_id, newest in found.items()
            ]
        )

    async def MoveFeedback(
        self, request: pb.MoveFeedbackRequest, context: ServicerContext
    ) -> pb.MoveFeedbackResponse:
        caller = current_caller()
        move = Move(
            to=messages.state_of(request.state, "state"),
            actor=actor_of(caller),
            by_member=caller.role is Role.MEMBER,
            note=request.note,
            assignee=request.assignee,
            message=request.message,
        )
        answer = await move_feedback(
            self._store,
            self._programmes,
            self._clock,
            caller,
            _request(caller, request.request_id, request),
            request.feedback_id,
            move,
        )
        item = messages.message_for(caller, answer.item)
        return pb.MoveFeedbackResponse(feedback=item, replayed=answer.replayed)

    async def ReplyFeedback(
        self, request: pb.ReplyFeedbackRequest, context: ServicerContext
    ) -> pb.ReplyFeedbackResponse:
        caller = current_caller()
        answer = await reply_feedback(
            self._store,
            self._clock,
            caller,
            _request(caller, request.request_id, request),
            request.feedback_id,
            request.message,
        )
        item = messages.message_for(caller, answer.item)
        return pb.ReplyFeedbackResponse(feedback=item, replayed=answer.replayed)


def _request(caller: Caller, request_id: str, content: Message) -> Request:
    return Request(brand_of(caller), request_id, content)


def _on_behalf(caller: Caller, request: pb.SubmitFeedbackRequest) -> pb.SubmitFeedbackRequest:
    if caller.role is not Role.MEMBER:
        return request
    require_member(caller, request.member_id or str(caller.member_id))
    named = pb.SubmitFeedbackRequest()
    named.CopyFrom(request)
    named.member_id = str(caller.member_id)
    return named
