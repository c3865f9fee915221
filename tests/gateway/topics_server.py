"""Topics, posts and the content calendar as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import topics_pb2 as pb
from tessera.feedback.v1 import topics_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, refuse

NAME = types_pb2.LocalizedText(zh="我的故事", en="My story")


def post(post_id: str = "pst_1", member_id: str = "", *, liked: bool = False) -> pb.Post:
    """An open post."""
    return pb.Post(
        id=post_id,
        member_id=member_id,
        topic="my_story",
        text="我和一杯茶",
        state=pb.POST_STATE_OPEN,
        likes=3,
        liked=liked,
        mine=bool(member_id),
        praised=True,
        submit_time=at(0),
        history=[
            pb.PostStep(kind=pb.POST_STEP_KIND_SUBMITTED, time=at(0)),
            pb.PostStep(kind=pb.POST_STEP_KIND_OPENED, time=at(1), reason="好", operator="ann"),
        ],
    )


SLOT = pb.Slot(
    code="tuesday",
    topic="other",
    topic_name=NAME,
    alternative="other",
    replacement=pb.Replacement(from_topic="my_story", interactions=[13, 11, 9], replace_time=at(2)),
    coming=[
        pb.PlannedDay(planned="2026-10-06", kind=pb.PLANNED_DAY_KIND_MOVED, open_time=at(3)),
        pb.PlannedDay(planned="2026-10-13", kind=pb.PLANNED_DAY_KIND_SKIPPED),
    ],
    latest=[
        pb.Edition(planned="2026-09-29", topic="my_story", open_time=at(0), close_time=at(1)),
        pb.Edition(
            planned="2026-09-22",
            topic="my_story",
            open_time=at(0),
            close_time=at(1),
            interactions=9,
            counted=True,
        ),
    ],
)


class Topics(topics_pb2_grpc.TopicsServicer):
    """One topic with posts, which each member may like."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.made: set[tuple[str, str]] = set()

    async def _written(self, name: str, request: Any, context: Any, answer: Any) -> Any:
        caller = await self.backend.enter(name, request, context)
        if getattr(request, "post_id", "pst_1") not in ("pst_1", "pst_2"):
            await refuse(context, Refusal("POST_NOT_FOUND", field="post_id"))
        key = (caller.brand, request.request_id)
        replayed = key in self.made
        self.made.add(key)
        member_id = getattr(request, "member_id", "")
        liked = getattr(request, "liked", False)
        return answer(post=post(member_id=member_id, liked=liked), replayed=replayed)

    async def ListTopics(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListTopics", request, context)
        topic = pb.Topic(
            code="my_story",
            name=NAME,
            invitation=NAME,
            open=True,
            close_time=at(9),
            text_characters_max=500,
            may_post=True,
            posts=3,
        )
        closed = pb.Topic(code="other", name=NAME, text_characters_max=500)
        return pb.ListTopicsResponse(name=NAME, topics=[topic, closed], posts_left=2)

    async def ListPosts(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListPosts", request, context)
        found = [post("pst_1"), post("pst_2")][: request.page_size]
        token = "" if request.page_token else "next"
        return pb.ListPostsResponse(posts=found, next_page_token=token)

    async def SubmitPost(self, request: Any, context: Any) -> Any:
        return await self._written("SubmitPost", request, context, pb.SubmitPostResponse)

    async def WithdrawPost(self, request: Any, context: Any) -> Any:
        return await self._written("WithdrawPost", request, context, pb.WithdrawPostResponse)

    async def LikePost(self, request: Any, context: Any) -> Any:
        return await self._written("LikePost", request, context, pb.LikePostResponse)

    async def ModeratePost(self, request: Any, context: Any) -> Any:
        return await self._written("ModeratePost", request, context, pb.ModeratePostResponse)

    async def PraisePost(self, request: Any, context: Any) -> Any:
        return await self._written("PraisePost", request, context, pb.PraisePostResponse)


class ContentCalendar(topics_pb2_grpc.ContentCalendarServicer):
    """One slot, which has its alternative."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListSlots(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListSlots", request, context)
        return pb.ListSlotsResponse(slots=[SLOT])

    async def RestoreSlot(self, request: Any, context: Any) -> Any:
        await self.backend.enter("RestoreSlot", request, context)
        if request.slot != "tuesday":
            await refuse(context, Refusal("SLOT_NOT_FOUND", field="slot"))
        slot = pb.Slot(code="tuesday", topic="my_story", topic_name=NAME, alternative="other")
        return pb.RestoreSlotResponse(slot=slot)
