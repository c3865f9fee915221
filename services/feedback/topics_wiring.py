"""How the room `topics` is put together; `wiring.py` adds it to the service."""

from functools import partial

import grpc

from services.common.auth import TokenIssuer
from services.common.idempotency import fingerprint
from services.common.lease import Lease
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.settings import ServerSettings
from services.common.watch import Feed
from services.feedback.audience.storage import MongoAudience
from services.feedback.broadcasts.commands.desk import NAME_CHARS_MAX, BroadcastDesk
from services.feedback.broadcasts.domain.broadcast import Request
from services.feedback.broadcasts_wiring import broadcast_desk
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.reach.commands.context import ReachContext
from services.feedback.recorded_activities import RecordedActivities
from services.feedback.topics.adapters import MembersActivities
from services.feedback.topics.api.content_calendar import ContentCalendarServicer
from services.feedback.topics.api.messages import TopicWire
from services.feedback.topics.api.topics import TopicsServicer
from services.feedback.topics.commands.context import TopicsContext
from services.feedback.topics.commands.jobs import TopicJob
from services.feedback.topics.commands.telling_team import ItemsTeam
from services.feedback.topics.domain.edition import Edition
from services.feedback.topics.domain.section import Slot
from services.feedback.topics.storage.collections import INDEXES as INDEXES
from services.feedback.topics.storage.topics import MongoTopics
from tessera.feedback.v1 import broadcasts_pb2, topics_pb2_grpc

NAME = "feedback"
CALENDAR = "content_calendar"


class CalendarDrafts:
    """Implements `topics.commands.store.Drafts`: any operator may approve what the calendar
    drafted."""

    def __init__(self, desk: BroadcastDesk) -> None:
        self._desk = desk

    async def draft(self, brand: str, slot: Slot, edition: Edition, name: str) -> None:
        wanted = broadcasts_pb2.DraftBroadcastRequest(segment=slot.segment, message=slot.message)
        request = Request(brand, f"{CALENDAR}/{edition.key}", fingerprint(wanted), CALENDAR)
        called = f"{name} {edition.planned.isoformat()}"[:NAME_CHARS_MAX]
        await self._desk.draft(request, called, slot.segment, slot.message, 0)


def wire_topics(
    settings: ServerSettings,
    db: Database,
    members: grpc.aio.Channel,
    feed: Feed,
    items: FeedbackContext,
    reach: ReachContext,
    page_secret: bytes,
    pause_s: float,
) -> RoomParts:
    """The room put together. `pause_s` passes between looks at the calendar."""
    store = MongoTopics(db, feed, TopicWire(), reach.clock)
    ctx = TopicsContext(store, reach.programmes, MongoAudience(db), reach.member_facts, reach.clock)
    recorded = RecordedActivities(members, TokenIssuer(settings.keys_dir), NAME)
    activities = MembersActivities(recorded)
    drafts = CalendarDrafts(broadcast_desk(settings, reach, db, members))
    lease = Lease(db, "topics")
    job = TopicJob(ctx, activities, ItemsTeam(items), drafts, lease, pause_s)
    topics, calendar = TopicsServicer(ctx, page_secret), ContentCalendarServicer(ctx)
    return RoomParts(
        [
            partial(topics_pb2_grpc.add_TopicsServicer_to_server, topics),
            partial(topics_pb2_grpc.add_ContentCalendarServicer_to_server, calendar),
        ],
        [job.run],
    )
