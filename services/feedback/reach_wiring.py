"""How reach and its inbox are put together; `wiring.py` adds them to the service."""

from functools import partial

import grpc

from services.common.auth import TokenIssuer
from services.common.clock import Clock
from services.common.follower import Follower
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.settings import ServerSettings
from services.feedback.audience.storage import MongoAudience
from services.feedback.channels.storage import INDEXES as INBOX_INDEXES
from services.feedback.channels.storage import MongoInbox
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.journeys_wiring import Followed
from services.feedback.programme.commands import Programmes
from services.feedback.providers.commands import Providers
from services.feedback.reach.adapters import MembersContacts, MembersReplies
from services.feedback.reach.api.events import REACH_EVENT, follow_reach
from services.feedback.reach.api.postings import REACH_POSTING, follow_points, watched
from services.feedback.reach.api.reach import ReachServicer
from services.feedback.reach.commands.confirming import ask_staff
from services.feedback.reach.commands.context import ReachContext
from services.feedback.reach.commands.counted import CountedQuotas
from services.feedback.reach.commands.handing_over import hand_over
from services.feedback.reach.commands.judging import judge_due
from services.feedback.reach.commands.pressure import judge_pressure
from services.feedback.reach.commands.receiving import ReceivingContext
from services.feedback.reach.commands.sending import end_holds, lose_answers, send_touches
from services.feedback.reach.commands.store import Quotas
from services.feedback.reach.storage.link_key import MongoLinks
from services.feedback.reach.storage.months import INDEXES as MONTH_INDEXES
from services.feedback.reach.storage.months import MongoMonths
from services.feedback.reach.storage.pressure import MongoPressure
from services.feedback.reach.storage.switches import MongoSwitches
from services.feedback.reach.storage.touches import INDEXES as TOUCH_INDEXES
from services.feedback.reach.storage.touches import MongoTouches
from services.feedback.reach.storage.wakings import (
    ANSWER_TIMER,
    HAND_OVER_TIMER,
    PRESSURE_TIMER,
    QUOTA_TIMER,
    SEND_TIMER,
    STAFF_TIMER,
    WISH_TIMER,
)
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.storage import MongoTimers
from tessera.feedback.v1 import reach_pb2_grpc
from tessera.members.v1 import (
    consents_pb2_grpc,
    contacts_pb2_grpc,
    events_pb2,
    events_pb2_grpc,
    members_pb2_grpc,
)

NAME = "feedback"
INDEXES = {**TOUCH_INDEXES, **INBOX_INDEXES, **MONTH_INDEXES}


def reach_context(
    settings: ServerSettings,
    db: Database,
    members: grpc.aio.Channel,
    programmes: Programmes,
    member_facts: MemberFacts,
    providers: Providers,
    quotas: Quotas,
    clock: Clock,
    links_url: str = "",
) -> ReachContext:
    """Everything that a decision about a message needs."""
    stub: contacts_pb2_grpc.ContactsAsyncStub = contacts_pb2_grpc.ContactsStub(members)
    contacts = MembersContacts(stub, TokenIssuer(settings.keys_dir), NAME)
    return ReachContext(
        MongoTouches(db),
        MongoAudience(db),
        member_facts,
        programmes,
        contacts,
        providers,
        clock,
        CountedQuotas(quotas, MongoMonths(db)),
        MongoPressure(db),
        MongoLinks(db, links_url),
        MongoSwitches(db, clock),
    )


def receiving_context(
    settings: ServerSettings, ctx: ReachContext, members: grpc.aio.Channel, providers: Providers
) -> ReceivingContext:
    """What takes the receipts of providers, and the replies of members."""
    replies = MembersReplies(
        members_pb2_grpc.MembersStub(members),
        consents_pb2_grpc.ConsentsStub(members),
        TokenIssuer(settings.keys_dir),
        NAME,
    )
    return ReceivingContext(ctx, providers, replies)


def wire_reach(
    ctx: ReachContext,
    receiving: ReceivingContext,
    db: Database,
    members: grpc.aio.Channel,
    points: grpc.aio.Channel,
    clock: Clock,
    page_secret: bytes,
    followed: Followed,
) -> RoomParts:
    """The rooms put together: they follow members and points, for `followed` too, judge wishes and
    hand messages over."""
    stub = events_pb2_grpc.EventsStub(members)
    following = Follower(
        "reach",
        db,
        lambda token: stub.Watch(events_pb2.WatchRequest(after=token)),
        REACH_EVENT,
        partial(follow_reach, MongoAudience(db), followed.take, followed),
    )
    reminded = Follower(
        "reach_points",
        db,
        partial(watched, points),
        REACH_POSTING,
        partial(follow_points, followed.take),
    )
    judging = TimerJob(MongoTimers(db), {WISH_TIMER: partial(judge_due, ctx)}, clock)
    # By itself: while members is away, all else that is due goes on.
    handing_over = TimerJob(MongoTimers(db), {HAND_OVER_TIMER: partial(hand_over, ctx)}, clock)
    # By themselves: a provider may be slow, and its answers are kept all the same.
    sending = TimerJob(MongoTimers(db), {SEND_TIMER: partial(send_touches, ctx)}, clock)
    taken = MongoTimers(db)
    # Together: an answer that is lost may wait for staff's, and a pause of WeCom's bounds that.
    answers = {
        ANSWER_TIMER: partial(lose_answers, ctx),
        STAFF_TIMER: partial(ask_staff, ctx, taken),
    }
    losing = TimerJob(taken, answers, clock)
    # By itself: points may be away, and what was held waits for it.
    ending = TimerJob(taken, {QUOTA_TIMER: partial(end_holds, ctx, taken)}, clock)
    # By itself: it reads all members of a brand.
    braking = TimerJob(taken, {PRESSURE_TIMER: partial(judge_pressure, ctx, taken)}, clock)
    servicer = ReachServicer(ctx, MongoInbox(db), receiving, page_secret)
    return RoomParts(
        [partial(reach_pb2_grpc.add_ReachServicer_to_server, servicer)],
        [
            following.run,
            reminded.run,
            judging.run,
            handing_over.run,
            sending.run,
            losing.run,
            ending.run,
            braking.run,
        ],
    )
