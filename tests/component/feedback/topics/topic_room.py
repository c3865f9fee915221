"""Topics beside members, and what tests do with them."""

from datetime import datetime, timedelta
from typing import Any

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.feedback.v1 import topics_pb2 as pb
from tessera.feedback.v1 import topics_pb2_grpc
from tessera.members.v1 import segments_pb2, segments_pb2_grpc
from tests.component.feedback.conftest import Feedback
from tests.component.feedback.ideas.co_creation import ActivitiesServer
from tests.component.feedback.members_server import MembersFeedServer
from tests.scopes import EVERY_SCOPE


class SegmentsServer(segments_pb2_grpc.SegmentsServicer):
    """Every segment has one member."""

    async def ListSegmentMembers(self, request: Any, context: Any) -> Any:
        member = segments_pb2.SegmentMember(member_id="mem_1")
        return segments_pb2.ListSegmentMembersResponse(members=[member])


class TopicRoom:
    """The service beside members."""

    def __init__(
        self,
        feed: MembersFeedServer,
        activities: ActivitiesServer,
        feedback: Feedback,
        db: Database,
    ) -> None:
        self.feed, self.activities, self.feedback, self.db = feed, activities, feedback, db
        self._requests = 0
        self._stubs: dict[tuple[str, str], Any] = {}

    def stub(self, make: Any, caller: Caller) -> Any:
        key = (make.__name__, repr(caller))
        if key not in self._stubs:
            self._stubs[key] = make(self.feedback._channel(caller))
        return self._stubs[key]

    def topics(self, member_id: str = "", brand: str = "tea") -> Any:
        """As a member, or as an operator without one."""
        caller = Caller(brand, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
        if member_id:
            caller = Caller(brand, f"user:{member_id}", Role.MEMBER, member_id)
        return self.stub(topics_pb2_grpc.TopicsStub, caller)

    def everybody(self) -> Any:
        """As the gateway, which asks for a public front end."""
        caller = Caller("tea", "gateway", Role.SERVICE)
        return self.stub(topics_pb2_grpc.TopicsStub, caller)

    def calendar(self, brand: str = "tea") -> Any:
        caller = Caller(brand, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
        return self.stub(topics_pb2_grpc.ContentCalendarStub, caller)

    def request_id(self) -> str:
        self._requests += 1
        return f"r{self._requests}"

    async def post(
        self, member_id: str, text: str, topic: str = "my_story", brand: str = "tea"
    ) -> pb.Post:
        request = pb.SubmitPostRequest(request_id=self.request_id(), topic=topic, text=text)
        post: pb.Post = (await self.topics(member_id, brand).SubmitPost(request)).post
        return post

    async def like(self, member_id: str, post: pb.Post, *, liked: bool = True) -> pb.Post:
        request = pb.LikePostRequest(request_id=self.request_id(), post_id=post.id, liked=liked)
        after: pb.Post = (await self.topics(member_id).LikePost(request)).post
        return after

    async def moderate(self, post: pb.Post, *, opens: bool = True, brand: str = "tea") -> pb.Post:
        request = pb.ModeratePostRequest(
            request_id=self.request_id(), post_id=post.id, open=opens, reason="看过了"
        )
        after: pb.Post = (await self.topics(brand=brand).ModeratePost(request)).post
        return after

    async def listed(self, member_id: str = "", brand: str = "tea", **more: Any) -> list[pb.Post]:
        answer = await self.topics(member_id, brand).ListPosts(pb.ListPostsRequest(**more))
        return list(answer.posts)

    async def slots(self, brand: str = "tea") -> list[pb.Slot]:
        return list((await self.calendar(brand).ListSlots(pb.ListSlotsRequest())).slots)

    def set_clock(self, at: datetime) -> None:
        clock = self.feedback.clock
        clock.advance(max(timedelta(), at - clock.now()))
