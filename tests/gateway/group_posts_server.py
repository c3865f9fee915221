"""Posts to groups as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import group_posts_pb2 as pb
from tessera.feedback.v1 import group_posts_pb2_grpc, reach_pb2
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

NEWS = types_pb2.LocalizedText(zh="新品", en="New tea")
TOO_MANY = types_pb2.LocalizedText(zh="发送后占比将超过上限", en="It would exceed the share")
SHARE = reach_pb2.TouchCheck(
    name="share",
    rule="group/all",
    inputs=[reach_pb2.TouchInput(name="percent", value="40.06")],
    limit="40",
    text=TOO_MANY,
)


def post(number: int = 0, *, allowed: bool = True) -> pb.GroupPost:
    return pb.GroupPost(
        id=f"gpo_{number}" if number else "",
        group_id="grp_1",
        message="birthday",
        message_name=NEWS,
        text=NEWS if allowed else None,
        members=50,
        allowed=allowed,
        checks=[] if allowed else [SHARE],
        programme_revision="3",
        posted_by="ann" if number else "",
        post_time=at(60 * number),
    )


class GroupPosts(group_posts_pb2_grpc.GroupPostsServicer):
    """Two posts; the first was not allowed. The group grp_1 is known, and the message birthday."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.written: set[str] = set()

    async def ListGroupPosts(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListGroupPosts", request, context)
        found = [post(2), post(1, allowed=False)]
        start, size = int(request.page_token or 0), request.page_size or 20
        return pb.ListGroupPostsResponse(
            posts=found[start : start + size],
            next_page_token=str(start + size) if start + size < len(found) else "",
        )

    async def PreviewGroupPost(self, request: Any, context: Any) -> Any:
        await self.backend.enter("PreviewGroupPost", request, context)
        if (refusal := _refusal(request)) is not None:
            return await refuse(context, refusal)
        return pb.PreviewGroupPostResponse(post=post(allowed=False))

    async def GetMessageShares(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetMessageShares", request, context)
        share = pb.MessageShare(
            of="group", max_percent=40, days=7, whole=1000, part=400, enforced_from=1000
        )
        return pb.GetMessageSharesResponse(shares=[share])

    async def PostToGroup(self, request: Any, context: Any) -> Any:
        await self.backend.enter("PostToGroup", request, context)
        if (refusal := _refusal(request)) is not None:
            return await refuse(context, refusal)
        replayed = request.request_id in self.written
        self.written.add(request.request_id)
        return pb.PostToGroupResponse(post=post(3), replayed=replayed)


def _refusal(request: Any) -> Refusal | None:
    if request.group_id != "grp_1":
        return Refusal("GROUP_NOT_FOUND", field="group_id")
    if request.message != "birthday":
        return Refusal("MESSAGE_NOT_FOUND", field="message")
    return None
