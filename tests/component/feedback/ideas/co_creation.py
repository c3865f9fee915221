"""Co-creation beside members, and what tests do with it."""

from collections.abc import Mapping
from typing import Any

import grpc
import pytest

from services.common.auth import Caller, Role, current_caller
from services.common.errors import reason_of
from services.common.mongo import Database
from tessera.feedback.v1 import ideas_pb2 as pb
from tessera.feedback.v1 import ideas_pb2_grpc, reach_pb2
from tessera.members.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    events_pb2,
)
from tessera.types.v1 import types_pb2
from tests.component.feedback.conftest import NOON, Feedback, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.scopes import EVERY_SCOPE

PROJECT = types_pb2.LocalizedText(zh="轻盈少糖茶", en="Light tea")
IDEA, INCUBATING, IMPLEMENTED = (
    pb.IDEA_SHELF_IDEA,
    pb.IDEA_SHELF_INCUBATING,
    pb.IDEA_SHELF_IMPLEMENTED,
)


class ActivitiesServer(activities_pb2_grpc.ActivitiesServicer):
    """Keeps what is recorded, as members does; `away` once for a brand."""

    def __init__(self) -> None:
        self.recorded: list[tuple[str, types_pb2.Activity]] = []
        self.refused: set[str] = set()

    async def RecordActivities(
        self, request: activities_pb2.RecordActivitiesRequest, context: Any
    ) -> activities_pb2.RecordActivitiesResponse:
        brand = current_caller().brand
        if brand in self.refused:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "refused")
        self.recorded += [(brand, each) for each in request.activities]
        return activities_pb2.RecordActivitiesResponse(
            results=[
                activities_pb2.RecordActivityResult(event_id=each.event_id)
                for each in request.activities
            ]
        )


class CoCreation:
    """The service beside members, and what tests do with it."""

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

    def _stub(self, member_id: str, brand: str, make: Any) -> Any:
        key = (make.__name__, f"{brand}/{member_id}")
        if key not in self._stubs:
            caller = Caller(brand, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
            if member_id:
                caller = Caller(brand, f"user:{member_id}", Role.MEMBER, member_id)
            self._stubs[key] = make(self.feedback._channel(caller))
        return self._stubs[key]

    def ideas(self, member_id: str = "", brand: str = "tea") -> Any:
        """As a member, or as an operator without one."""
        return self._stub(member_id, brand, ideas_pb2_grpc.IdeasStub)

    def trials(self, member_id: str = "", brand: str = "tea") -> Any:
        return self._stub(member_id, brand, ideas_pb2_grpc.TrialsStub)

    def request_id(self) -> str:
        self._requests += 1
        return f"r{self._requests}"

    async def propose(
        self, member_id: str, title: str = "少糖", text: str = "我想要少糖的茶", brand: str = "tea"
    ) -> pb.Idea:
        request = pb.ProposeIdeaRequest(request_id=self.request_id(), title=title, text=text)
        idea: pb.Idea = (await self.ideas(member_id, brand).ProposeIdea(request)).idea
        return idea

    async def vote(self, member_id: str, idea: pb.Idea, voted: bool = True) -> pb.Idea:
        request = pb.VoteIdeaRequest(request_id=self.request_id(), idea_id=idea.id, voted=voted)
        idea_now: pb.Idea = (await self.ideas(member_id).VoteIdea(request)).idea
        return idea_now

    async def move(self, idea: pb.Idea, shelf: Any, project: Any = PROJECT) -> pb.Idea:
        request = pb.MoveIdeaRequest(
            request_id=self.request_id(),
            idea_id=idea.id,
            shelf=shelf,
            reason="很多会员想要",
            project=project,
        )
        idea_now: pb.Idea = (await self.ideas().MoveIdea(request)).idea
        return idea_now

    async def merge(self, idea: pb.Idea, into: pb.Idea) -> pb.Idea:
        request = pb.MergeIdeasRequest(
            request_id=self.request_id(), idea_id=idea.id, into_idea_id=into.id, reason="相同"
        )
        idea_now: pb.Idea = (await self.ideas().MergeIdeas(request)).idea
        return idea_now

    async def listed(self, member_id: str = "", brand: str = "tea", **more: Any) -> list[pb.Idea]:
        answer = await self.ideas(member_id, brand).ListIdeas(pb.ListIdeasRequest(**more))
        return list(answer.ideas)

    async def inbox(self, member_id: str) -> list[str]:
        stub = self.feedback.reach(member_id)
        found = await stub.ListInbox(reach_pb2.ListInboxRequest(member_id=member_id))
        return [each.message for each in found.messages if each.message.startswith("idea_")]

    async def enrol(self, *members: str) -> None:
        """Members whom messages reach."""
        for each in members:
            enrolled = events_pb2.MemberEnrolled()
            await self.feed.tell("tea", each, NOON, member_enrolled=enrolled)

        async def are_known() -> bool:
            return await self.db.reach_members.count_documents({}) >= len(members)

        await until(are_known)

    async def votes_settled(self) -> None:
        """The votes of merged ideas have moved."""

        async def moved() -> bool:
            return not await self.db.ideas.count_documents({"votes_left": True})

        await until(moved)

    async def counted(self) -> None:
        """`votes` of each idea is the number of its documents that count."""
        for idea in await self.db.ideas.find({}).to_list(None):
            of = {"idea": idea["_id"], "doubled": {"$exists": False}}
            assert idea["votes"] == await self.db.idea_votes.count_documents(of)


async def refused(call: Any) -> tuple[str, str, Mapping[str, str]]:
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await call
    reason = reason_of(error.value)
    assert reason is not None
    return reason.reason, reason.field, reason.metadata
