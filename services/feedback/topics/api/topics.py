"""tessera.feedback.v1.Topics."""

from services.common import audit, pagination
from services.common.auth import Caller, Role, brand_of, current_caller, require_role
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.feedback.topics.api import messages
from services.feedback.topics.api.callers import acting_member, reading_member, write_of
from services.feedback.topics.commands import moderating
from services.feedback.topics.commands.context import TopicsContext
from services.feedback.topics.commands.posting import Liking, Writing, like, submit, withdraw
from services.feedback.topics.commands.reading import find_post, list_posts, list_topics
from services.feedback.topics.domain.asked import Order, PostFilter
from services.feedback.topics.domain.post import State
from tessera.feedback.v1 import topics_pb2 as pb
from tessera.feedback.v1 import topics_pb2_grpc as pb_grpc


class TopicsServicer(pb_grpc.TopicsServicer):
    """Authorises callers, and passes their wishes on to the commands."""

    def __init__(self, ctx: TopicsContext, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def ListTopics(
        self, request: pb.ListTopicsRequest, context: ServicerContext
    ) -> pb.ListTopicsResponse:
        caller, member_id = reading_member(request.member_id)
        return messages.topics_message(await list_topics(self._ctx, brand_of(caller), member_id))

    async def ListPosts(
        self, request: pb.ListPostsRequest, context: ServicerContext
    ) -> pb.ListPostsResponse:
        caller, member_id = reading_member(request.member_id)
        is_operator = caller.role is Role.OPERATOR
        only = _filter(request, member_id, is_operator)
        size = pagination.page_size(request.page_size)
        scope = {"list": "posts", "brand": brand_of(caller), "only": repr(only)}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        found = await list_posts(self._ctx, brand_of(caller), member_id, only, before, size + 1)
        answer = pb.ListPostsResponse(
            posts=[
                messages.post_message(seen, for_operator=is_operator) for _, seen in found[:size]
            ]
        )
        if len(found) > size:
            answer.next_page_token = tokens.token(found[size - 1][0])
        return answer

    async def SubmitPost(
        self, request: pb.SubmitPostRequest, context: ServicerContext
    ) -> pb.SubmitPostResponse:
        caller, member_id = acting_member(request.member_id)
        named = pb.SubmitPostRequest()
        named.CopyFrom(request)
        named.member_id = member_id
        audit.changed(after={"topic": request.topic})
        writing = Writing(member_id, request.topic, request.text)
        write = write_of(caller, named, request.request_id)
        post_id, replayed = await submit(self._ctx, write, writing)
        post = await self._post(caller, member_id, post_id)
        return pb.SubmitPostResponse(post=post, replayed=replayed)

    async def WithdrawPost(
        self, request: pb.WithdrawPostRequest, context: ServicerContext
    ) -> pb.WithdrawPostResponse:
        caller, member_id = acting_member(request.member_id)
        named = pb.WithdrawPostRequest()
        named.CopyFrom(request)
        named.member_id = member_id
        audit.changed(after={"post_id": request.post_id})
        write = write_of(caller, named, request.request_id)
        post_id, replayed = await withdraw(self._ctx, write, member_id, request.post_id)
        post = await self._post(caller, member_id, post_id)
        return pb.WithdrawPostResponse(post=post, replayed=replayed)

    async def LikePost(
        self, request: pb.LikePostRequest, context: ServicerContext
    ) -> pb.LikePostResponse:
        caller, member_id = acting_member(request.member_id)
        named = pb.LikePostRequest()
        named.CopyFrom(request)
        named.member_id = member_id
        audit.changed(after={"post_id": request.post_id, "liked": str(request.liked)})
        liking = Liking(member_id, request.post_id, request.liked)
        write = write_of(caller, named, request.request_id)
        post_id, replayed = await like(self._ctx, write, liking)
        post = await self._post(caller, member_id, post_id)
        return pb.LikePostResponse(post=post, replayed=replayed)

    async def ModeratePost(
        self, request: pb.ModeratePostRequest, context: ServicerContext
    ) -> pb.ModeratePostResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        audit.changed(after={"post_id": request.post_id, "open": str(request.open)})
        wanted = moderating.Moderation(
            caller.subject, request.post_id, request.open, request.reason
        )
        write = write_of(caller, request, request.request_id)
        post_id, replayed = await moderating.moderate(self._ctx, write, wanted)
        post = await self._post(caller, "", post_id)
        return pb.ModeratePostResponse(post=post, replayed=replayed)

    async def PraisePost(
        self, request: pb.PraisePostRequest, context: ServicerContext
    ) -> pb.PraisePostResponse:
        caller = require_role(current_caller(), Role.OPERATOR)
        audit.changed(after={"post_id": request.post_id})
        write = write_of(caller, request, request.request_id)
        post_id, replayed = await moderating.praise(
            self._ctx, write, caller.subject, request.post_id, request.reason
        )
        post = await self._post(caller, "", post_id)
        return pb.PraisePostResponse(post=post, replayed=replayed)

    async def _post(self, caller: Caller, member_id: str, post_id: str) -> pb.Post:
        seen = await find_post(self._ctx, brand_of(caller), member_id, post_id)
        return messages.post_message(seen, for_operator=caller.role is Role.OPERATOR)


def _filter(request: pb.ListPostsRequest, member_id: str, is_operator: bool) -> PostFilter:
    state, order = messages.state_of(request.state), messages.order_of(request.order)
    if order is Order.QUEUE and not is_operator:
        raise invalid("order", "this order is for operators")
    if request.own:
        if not member_id:
            raise invalid("member_id", "name the member whose posts are wanted")
        return PostFilter(member_id, request.topic, state, order)
    if not is_operator and state not in (None, State.OPEN):
        raise invalid("state", "members see open posts, and their own")
    return PostFilter("", request.topic, state or State.OPEN, order)
