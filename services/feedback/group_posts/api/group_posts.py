"""tessera.feedback.v1.GroupPosts."""

from services.common import pagination
from services.common.auth import Caller, Role, brand_of, current_caller, require_role
from services.common.idempotency import check_request_id, fingerprint
from services.common.interceptors import ServicerContext
from services.feedback.group_posts.api import messages
from services.feedback.group_posts.commands.desk import GroupPostDesk
from services.feedback.group_posts.domain.asked import Request
from tessera.feedback.v1 import group_posts_pb2 as pb
from tessera.feedback.v1 import group_posts_pb2_grpc as pb_grpc


class GroupPostsServicer(pb_grpc.GroupPostsServicer):
    """For operators: authorises them, and calls the commands."""

    def __init__(self, desk: GroupPostDesk, page_secret: bytes) -> None:
        self._desk = desk
        self._page_secret = page_secret

    async def PreviewGroupPost(
        self, request: pb.PreviewGroupPostRequest, context: ServicerContext
    ) -> pb.PreviewGroupPostResponse:
        post = await self._desk.preview(brand_of(_operator()), request.group_id, request.message)
        return pb.PreviewGroupPostResponse(post=messages.post_message(post))

    async def PostToGroup(
        self, request: pb.PostToGroupRequest, context: ServicerContext
    ) -> pb.PostToGroupResponse:
        caller = _operator()
        check_request_id(request.request_id)
        write = Request(brand_of(caller), request.request_id, fingerprint(request), caller.subject)
        post, replayed = await self._desk.post(write, request.group_id, request.message)
        return pb.PostToGroupResponse(post=messages.post_message(post), replayed=replayed)

    async def ListGroupPosts(
        self, request: pb.ListGroupPostsRequest, context: ServicerContext
    ) -> pb.ListGroupPostsResponse:
        brand = brand_of(_operator())
        size = pagination.page_size(request.page_size)
        asked = {"list": "group_posts", "brand": brand, "group": request.group_id}
        tokens = pagination.PlaceTokens(self._page_secret, asked)
        place = tokens.place(request.page_token, "")
        found = await self._desk.page(brand, request.group_id, place, size)
        return pb.ListGroupPostsResponse(
            posts=[messages.post_message(each) for each in found[:size]],
            next_page_token=tokens.token(found[size - 1].id) if len(found) > size else "",
        )

    async def GetMessageShares(
        self, request: pb.GetMessageSharesRequest, context: ServicerContext
    ) -> pb.GetMessageSharesResponse:
        shares = await self._desk.shares(brand_of(_operator()))
        return pb.GetMessageSharesResponse(shares=[messages.share_message(each) for each in shares])


def _operator() -> Caller:
    return require_role(current_caller(), Role.OPERATOR)
