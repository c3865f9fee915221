"""Four brands beside their members, and what is said at each, for the stories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import feedback_pb2_grpc as pb_grpc
from tessera.feedback.v1 import (
    figures_pb2_grpc,
    follow_up_pb2,
    follow_up_pb2_grpc,
    ideas_pb2_grpc,
)
from tessera.members.v1 import events_pb2
from tests.component.feedback.conftest import NOON, Feedback, until
from tests.component.feedback.ideas.co_creation import ActivitiesServer
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.reach.test_touches import inbox
from tests.scopes import EVERY_SCOPE

DAY = timedelta(days=1)
REPORTERS = [f"mem_r{number:02}" for number in range(32)]
OTHERS = [f"mem_o{number:02}" for number in range(64)]
ADA = REPORTERS[0]


@dataclass(frozen=True)
class Story:
    """What is said at a brand, and what its programme makes of it. Clocks begin at NOON, a Monday:
    20:00 in Shanghai, 12:00 in London."""

    brand: str
    words: str
    topic: str
    category: str
    priority: pb.Priority.ValueType
    team: str
    people: tuple[str, ...]
    respond_by: datetime
    resolve_by: datetime
    idea: str
    reward: int


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


STORIES = [
    Story(
        brand="tea",
        words="在人民广场店买的芋泥奶茶里喝到一小片塑料，太吓人了，简直是异物",
        topic="safety",
        category="food_safety",
        priority=pb.PRIORITY_URGENT,
        team="quality",
        people=("",),
        respond_by=utc(2, 12, 15),
        # Four hours around the clock.
        resolve_by=utc(2, 16),
        idea="我想要少糖的茶",
        reward=300,
    ),
    Story(
        brand="car",
        words="高速上车机突然黑屏，导航和蓝牙都没有了，重启两次才恢复",
        topic="infotainment",
        category="product",
        priority=pb.PRIORITY_COMPLEX,
        team="customer_care",
        people=("",),
        respond_by=utc(2, 12, 30),
        # 72 hours of 7.5 a working day: nine days from Tuesday, and four and a half hours of the
        # Monday after them, with the lunch break between.
        resolve_by=utc(16, 7),
        idea="希望座椅记忆能跟随手机钥匙",
        reward=500,
    ),
    Story(
        brand="retail",
        words="The parcel came late and the mug was broken, one of the two is cracked",
        topic="quality",
        category="order_issue",
        priority=pb.PRIORITY_COMPLEX,
        team="after_sales",
        people=("",),
        respond_by=utc(2, 12, 30),
        resolve_by=utc(3, 12),
        idea="Sell the mugs one by one",
        reward=200,
    ),
    Story(
        brand="fashion",
        words="羊毛大衣穿了两次就起球，面料和宣传的不一样，很失望",
        topic="fabric",
        category="quality",
        priority=pb.PRIORITY_URGENT,
        team="quality",
        people=("chen", "li", "zhao"),
        respond_by=utc(2, 12, 15),
        # 24 hours of 12 a day: one on Monday evening, twelve on Tuesday, eleven on Wednesday.
        resolve_by=utc(4, 12),
        idea="同款大衣希望出短款",
        # An idea of hers is a share too.
        reward=400 + 20,
    ),
]


class Told:
    """A brand's service beside its members, and who does what in the story."""

    def __init__(
        self,
        story: Story,
        feed: MembersFeedServer,
        activities: ActivitiesServer,
        feedback: Feedback,
        db: Database,
    ) -> None:
        self.story, self.feed, self.activities = story, feed, activities
        self.feedback, self.db, self.clock = feedback, db, feedback.clock
        brand = story.brand
        person = Caller(brand, "op-chen", Role.OPERATOR, scopes=EVERY_SCOPE)
        own = Caller(brand, f"user:{ADA}", Role.MEMBER, ADA)
        self.ada: pb_grpc.FeedbackItemsAsyncStub = feedback.items(own)
        self.staff: pb_grpc.FeedbackItemsAsyncStub = feedback.items(person)
        desk = feedback._channel(person)
        self.fixes: follow_up_pb2_grpc.FollowUpAsyncStub = follow_up_pb2_grpc.FollowUpStub(desk)
        self.figures: figures_pb2_grpc.FeedbackFiguresAsyncStub = (
            figures_pb2_grpc.FeedbackFiguresStub(desk)
        )
        self.shelves: ideas_pb2_grpc.IdeasAsyncStub = ideas_pb2_grpc.IdeasStub(desk)
        self.ideas: ideas_pb2_grpc.IdeasAsyncStub = ideas_pb2_grpc.IdeasStub(feedback._channel(own))

    async def enrol_all(self) -> None:
        """All of them have been members for a season, and ordered ten days ago."""
        for number, each in enumerate((*REPORTERS, *OTHERS)):
            enrolled = events_pb2.MemberEnrolled(channel="app")
            enrolled.enrol_time.FromDatetime(NOON - 90 * DAY)
            await self.feed.tell(self.story.brand, each, NOON - 90 * DAY, member_enrolled=enrolled)
            await self.order(each, NOON - 10 * DAY, f"before{number}")
        await self.have_acted(len(REPORTERS) + len(OTHERS))

    async def order(self, member_id: str, at: datetime, event_id: str) -> None:
        await self.feed.order(self.story.brand, member_id, at, event_id)

    async def have_acted(self, count: int) -> None:
        """So many members have done something as the service knows it."""

        async def known() -> bool:
            days = await self.db["activity_days"].count_documents({})
            return days == count and await self.db["reach_members"].count_documents({}) >= count

        await until(known)

    async def item(self, feedback_id: str) -> pb.Feedback:
        asked = pb.GetFeedbackRequest(feedback_id=feedback_id)
        return (await self.staff.GetFeedback(asked)).feedback

    async def when(self, feedback_id: str, true: Callable[[pb.Feedback], bool]) -> pb.Feedback:
        """The item as soon as that is true of it."""
        found: list[pb.Feedback] = []

        async def is_true() -> bool:
            found.append(await self.item(feedback_id))
            return true(found[-1])

        await until(is_true)
        return found[-1]

    async def hears(self, message: str, member_id: str = ADA) -> None:
        """The message is in the member's inbox, once."""

        async def heard() -> bool:
            shown = (await inbox(self.feedback, member_id, self.story.brand)).messages
            return [each.message for each in shown].count(message) == 1

        await until(heard)

    async def fix(self, true: Callable[[follow_up_pb2.Fix], bool]) -> follow_up_pb2.Fix:
        """The only fix as soon as that is true of it."""
        found: list[follow_up_pb2.Fix] = []

        async def is_true() -> bool:
            [fix] = (await self.fixes.ListFixes(follow_up_pb2.ListFixesRequest())).fixes
            found.append(fix)
            return true(fix)

        await until(is_true)
        return found[-1]
