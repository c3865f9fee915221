"""How feedback is put together: storage, rooms, followers and jobs; read top to bottom."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import grpc

from services.common import (
    audit_api,
    audit_log,
    dead_letters,
    idempotency,
    mongo,
    pagination,
    server,
)
from services.common.audit_api import AuditServicer
from services.common.audit_log import AuditLog
from services.common.auth import TokenIssuer
from services.common.brand_tokens import BrandTokens
from services.common.checked_clock import readiness
from services.common.clock import Clock
from services.common.failing_conditions import INDEXES as FAILURE_INDEXES
from services.common.failing_conditions import ConditionsApi, FailingConditions
from services.common.follower import Follower
from services.common.ids import new_id
from services.common.lease import Lease
from services.common.mongo import ASCENDING, Database, IndexModel
from services.common.redirects import INDEXES as REDIRECT_INDEXES
from services.common.redirects import Redirects
from services.common.revocations import Revocations, ended_clients
from services.common.store_projection import StoreProjection
from services.common.watch import Feed
from services.feedback.analysis.adapters.weights import shipped_model
from services.feedback.attachments_wiring import wire_attachments
from services.feedback.broadcasts_wiring import INDEXES as BROADCAST_INDEXES
from services.feedback.broadcasts_wiring import wire_broadcasts
from services.feedback.calendar.api import BusinessHoursServicer
from services.feedback.experiments_wiring import INDEXES as EXPERIMENT_INDEXES
from services.feedback.experiments_wiring import (
    experiments_context,
    looking_job,
    wire_experiments,
)
from services.feedback.fact_store.api import follow_facts
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.fact_store.storage import MongoMemberFacts
from services.feedback.follow_up_wiring import INDEXES as FOLLOW_UP_INDEXES
from services.feedback.follow_up_wiring import wire_follow_up
from services.feedback.group_posts_wiring import INDEXES as GROUP_POST_INDEXES
from services.feedback.group_posts_wiring import wire_group_posts
from services.feedback.ideas_wiring import INDEXES as IDEA_INDEXES
from services.feedback.ideas_wiring import wire_ideas
from services.feedback.imports_wiring import INDEXES as IMPORT_INDEXES
from services.feedback.imports_wiring import wire_imports
from services.feedback.insight.commands.delivering import ReportDesk
from services.feedback.insight_wiring import INDEXES as INSIGHT_INDEXES
from services.feedback.insight_wiring import insight_context, wire_insight
from services.feedback.items.adapters.uploads import uploads_in
from services.feedback.items.api.events import EventsServicer
from services.feedback.items.api.feedback_items import FeedbackItemsServicer
from services.feedback.items.api.figures import FeedbackFiguresServicer
from services.feedback.items.api.messages import FeedbackWire
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.commands.group_alike import group_alike
from services.feedback.items.commands.keep_clocks import keep_clocks
from services.feedback.items.commands.route_feedback import RoutingJob
from services.feedback.items.commands.submit_feedback import ID_PREFIX
from services.feedback.items.storage.collections import ALIKE_TIMER, CLOCK_TIMER
from services.feedback.items.storage.differences import MongoDifferences
from services.feedback.items.storage.figures import MongoFigures
from services.feedback.items.storage.groups import INDEXES, MongoGroups
from services.feedback.items.storage.items import MongoFeedbackStore
from services.feedback.items.storage.renewal import renew_answers, renew_items
from services.feedback.items.storage.trends import MongoTrends
from services.feedback.journeys.adapters import DeedDoors
from services.feedback.journeys_wiring import INDEXES as JOURNEY_INDEXES
from services.feedback.journeys_wiring import wire_journeys
from services.feedback.merges.api import MergesServicer, follow_merges
from services.feedback.merges.commands import MergeSweep, Merging
from services.feedback.merges.storage import INDEXES as MERGE_INDEXES
from services.feedback.merges.storage import MongoMerges
from services.feedback.offers_wiring import INDEXES as OFFER_INDEXES
from services.feedback.offers_wiring import wire_offers
from services.feedback.partners_wiring import INDEXES as PARTNERS_INDEXES
from services.feedback.partners_wiring import (
    connected,
    wire_partners,
)
from services.feedback.phone_codes.api import follow_codes
from services.feedback.phone_codes.commands import SendingContext
from services.feedback.phone_codes_wiring import wire_phone_codes
from services.feedback.presence_wiring import wire_presence
from services.feedback.privacy import storage as privacy
from services.feedback.privacy.api import PrivacyServicer, WordlessMessages, follow_erasures
from services.feedback.privacy.commands import ErasedMembers, ErasureJob, Retention
from services.feedback.privacy.storage import MongoErasedMembers, MongoPastMessages, exported
from services.feedback.programme.api import MEMBER_EVENT, follow_members
from services.feedback.programme.commands import Programmes
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.providers_wiring import wire_providers
from services.feedback.quota_wiring import points_quotas, wire_quota
from services.feedback.reach.storage.touches import MongoTouches
from services.feedback.reach_wiring import INDEXES as REACH_INDEXES
from services.feedback.reach_wiring import reach_context, receiving_context, wire_reach
from services.feedback.sections import SECTIONS
from services.feedback.settings import NAME, Settings
from services.feedback.surveys_wiring import INDEXES as SURVEY_INDEXES
from services.feedback.surveys_wiring import wire_surveys
from services.feedback.timeline.api import TimelineServicer
from services.feedback.timers.commands import Effect, TimerJob
from services.feedback.timers.storage import INDEXES as TIMER_INDEXES
from services.feedback.timers.storage import MongoTimers
from services.feedback.topics_wiring import INDEXES as TOPIC_INDEXES
from services.feedback.topics_wiring import wire_topics
from tessera.audit.v1 import audit_pb2_grpc
from tessera.feedback.v1 import (
    broadcasts_pb2,
    business_hours_pb2,
    business_hours_pb2_grpc,
    experiments_pb2,
    feedback_files_pb2,
    feedback_pb2,
    feedback_pb2_grpc,
    figures_pb2,
    figures_pb2_grpc,
    follow_up_pb2,
    group_posts_pb2,
    ideas_pb2,
    insight_pb2,
    journeys_pb2,
    merges_pb2,
    merges_pb2_grpc,
    offers_pb2,
    partners_pb2,
    presence_pb2,
    privacy_pb2,
    privacy_pb2_grpc,
    reach_pb2,
    subscriptions_pb2,
    surveys_pb2,
    timeline_pb2,
    timeline_pb2_grpc,
    topics_pb2,
)
from tessera.members.v1 import clients_pb2_grpc, events_pb2, events_pb2_grpc
from tessera.programme.v1 import conditions_pb2, conditions_pb2_grpc

PROTO_SERVICES = [
    audit_api.PROTO_SERVICE,
    *(
        service.full_name
        for file in (
            business_hours_pb2,
            conditions_pb2,
            experiments_pb2,
            feedback_files_pb2,
            feedback_pb2,
            figures_pb2,
            follow_up_pb2,
            group_posts_pb2,
            ideas_pb2,
            insight_pb2,
            merges_pb2,
            offers_pb2,
            partners_pb2,
            presence_pb2,
            privacy_pb2,
            broadcasts_pb2,
            journeys_pb2,
            reach_pb2,
            subscriptions_pb2,
            surveys_pb2,
            timeline_pb2,
            topics_pb2,
        )
        for service in file.DESCRIPTOR.services_by_name.values()
    ),
]


async def migrate(db: Database) -> None:
    """Build missing indexes, and with them the collections; renew what was written before."""
    # Without it the first transactions would create the collection, each against the others.
    requests = {idempotency.COLLECTION: [IndexModel([("_id", ASCENDING)])]}
    declared = mongo.joined(
        *(requests, privacy.INDEXES, INDEXES, TIMER_INDEXES, BROADCAST_INDEXES),
        *(EXPERIMENT_INDEXES, JOURNEY_INDEXES, REDIRECT_INDEXES, FOLLOW_UP_INDEXES),
        *(GROUP_POST_INDEXES, IDEA_INDEXES, IMPORT_INDEXES, SURVEY_INDEXES, TOPIC_INDEXES),
        *(INSIGHT_INDEXES, OFFER_INDEXES, REACH_INDEXES, FAILURE_INDEXES, MERGE_INDEXES),
        *(dead_letters.INDEXES, PARTNERS_INDEXES, Feed(db).indexes(), audit_log.indexes()),
    )
    await mongo.ensure_indexes(db, declared)
    await renew_items(db)
    await renew_answers(db, lambda answer: feedback_pb2.Feedback.FromString(answer).member_id)


def connect_members(settings: Settings) -> grpc.aio.Channel:
    """A channel to members, on which feedback acts for all brands."""
    return connected(settings, settings.members_address, NAME)


async def conditions_in_force(programmes: Programmes, brand: str) -> Mapping[str, Any] | None:
    """The sections whose conditions this service evaluates."""
    programme = await programmes.of(brand)
    if programme is None:
        return None
    document = programme.document
    return {
        "feedback": programme.feedback,
        "ideas": document.get("ideas", {}),
        "surveys": document.get("surveys", []),
        "reach": document.get("reach", {}),
        "offers": document.get("offers", {}),
        "topics": document.get("topics", {}),
    }


def revocations(members: grpc.aio.Channel) -> Revocations:
    """The clients whose tokens ended, as members tells them."""
    stub: clients_pb2_grpc.ClientsAsyncStub = clients_pb2_grpc.ClientsStub(members)
    return Revocations(partial(ended_clients, stub))


async def _follow(
    programmes: Programmes,
    stores: StoreProjection,
    member_facts: MemberFacts,
    erased: ErasedMembers,
    merging: Merging,
    codes: SendingContext,
    on_programme: Callable[[], None],
    events: Sequence[events_pb2.Event],
) -> None:
    await follow_members(programmes, stores, on_programme, events)
    await follow_facts(member_facts, events)
    await follow_codes(codes, events)
    await follow_merges(merging, events)
    await follow_erasures(erased, member_facts, events)


def feedback_context(db: Database, programmes: Programmes, clock: Clock) -> FeedbackContext:
    """What the commands of items work with."""
    return FeedbackContext(
        MongoFeedbackStore(db, Feed(db), FeedbackWire(), clock),
        programmes,
        MongoMemberFacts(db),
        clock,
        StoreProjection(db),
        shipped_model().sentiment_of,
    )


def wire(
    settings: Settings,
    db: Database,
    members: grpc.aio.Channel,
    points: grpc.aio.Channel,
    clock: Clock,
) -> server.ServiceParts:
    """Everything put together, as `server.start` and `server.serve` take it."""
    feed = Feed(db)
    programmes = Programmes(MongoProgrammeStore(db), SECTIONS)
    stores = StoreProjection(db)
    member_facts = MongoMemberFacts(db)
    ctx = feedback_context(db, programmes, clock)
    page_secret = pagination.secret(settings.keys_dir, NAME)
    redirects, merges = Redirects(db), MongoMerges(db)
    items = FeedbackItemsServicer(ctx, redirects, page_secret)
    figures = FeedbackFiguresServicer(
        MongoFigures(db), MongoTrends(db), MongoDifferences(db), programmes, clock
    )
    hours = BusinessHoursServicer(programmes, clock)
    routing = RoutingJob(ctx)
    store = MongoFeedbackStore(db, feed, FeedbackWire(), clock)
    groups = MongoGroups(db, store, partial(new_id, ID_PREFIX))
    effects: dict[str, Effect] = {
        CLOCK_TIMER: partial(keep_clocks, ctx),
        ALIKE_TIMER: partial(group_alike, groups, programmes, clock),
    }
    timers = TimerJob(MongoTimers(db), effects, clock)
    failing = FailingConditions(db, partial(conditions_in_force, programmes), clock)
    erased = MongoErasedMembers(db, WordlessMessages())
    uploads = uploads_in(
        settings.uploads_url,
        settings.uploads_region,
        (settings.uploads_access_key, settings.uploads_secret_key),
        clock,
    )
    erasures = ErasureJob(
        erased,
        uploads,
        clock,
        Lease(db, "erasures"),
        settings.erasures_pause_s,
        Retention(programmes, MongoPastMessages(db), clock).work,
    )
    merging = Merging(merges, redirects, member_facts, clock)
    sweep = MergeSweep(merging, Lease(db, "merges"))
    stub = events_pb2_grpc.EventsStub(members)
    providers = wire_providers(settings, clock)
    phone_codes, codes = wire_phone_codes(settings, db, members, providers, clock)
    follower = Follower(
        "members",
        db,
        lambda token: stub.Watch(events_pb2.WatchRequest(after=token)),
        MEMBER_EVENT,
        partial(_follow, programmes, stores, member_facts, erased, merging, codes, routing.wake),
    )
    copies = PrivacyServicer(exported(db, page_secret))
    timeline = TimelineServicer(ctx, MongoTouches(db))
    quotas = points_quotas(settings, points)
    asked = (programmes, member_facts, providers, quotas, clock)
    reach = reach_context(settings, db, members, *asked, settings.links_url)
    receiving = receiving_context(settings, reach, members, providers)
    experiments = experiments_context(db, programmes, clock)
    doors = DeedDoors(points, members, BrandTokens(TokenIssuer(settings.keys_dir), NAME))
    journeys, followed, operated = wire_journeys(reach, experiments, db, clock, page_secret, doors)
    offers, offers_room = wire_offers(db, programmes, member_facts, clock, page_secret)
    shared = (settings, db, members, feed, programmes, member_facts, clock, page_secret)
    rooms = [
        wire_attachments(db, store, uploads, settings.uploads_bytes_max, clock),
        wire_surveys(*shared, telling_pause_s=settings.surveys_pause_s),
        wire_follow_up(db, members, feed, programmes, redirects.of, clock, page_secret),
        wire_ideas(*shared, pause_s=settings.ideas_pause_s),
        wire_imports(db, ctx, redirects.of, page_secret, settings.imports_pause_s),
        wire_broadcasts(settings, reach, db, members, page_secret),
        wire_group_posts(settings, reach, db, members, page_secret),
        journeys,
        phone_codes,
        wire_reach(reach, receiving, db, members, points, clock, page_secret, followed),
        wire_quota(settings, quotas, members, programmes, providers, clock),
        wire_insight(
            insight_context(db, programmes, clock),
            db,
            members,
            feed,
            page_secret,
            offers,
            operated,
            pause_s=settings.insight_pause_s,
            looking=partial(looking_job, settings, experiments, points),
            delivering=ReportDesk(providers, settings.console_url),
        ),
        wire_experiments(experiments, page_secret),
        offers_room,
        wire_partners(settings, db, feed, members, points, clock, page_secret),
        wire_presence(settings, db, ctx),
        wire_topics(settings, db, members, feed, ctx, reach, page_secret, settings.topics_pause_s),
    ]
    return server.ServiceParts(
        name=NAME,
        settings=settings,
        register=[
            partial(audit_pb2_grpc.add_AuditServicer_to_server, AuditServicer(AuditLog(db))),
            partial(feedback_pb2_grpc.add_FeedbackItemsServicer_to_server, items),
            partial(figures_pb2_grpc.add_FeedbackFiguresServicer_to_server, figures),
            partial(business_hours_pb2_grpc.add_BusinessHoursServicer_to_server, hours),
            partial(feedback_pb2_grpc.add_EventsServicer_to_server, EventsServicer(feed)),
            partial(conditions_pb2_grpc.add_ConditionsServicer_to_server, ConditionsApi(failing)),
            partial(merges_pb2_grpc.add_MergesServicer_to_server, MergesServicer(merges)),
            partial(privacy_pb2_grpc.add_PrivacyServicer_to_server, copies),
            partial(timeline_pb2_grpc.add_TimelineServicer_to_server, timeline),
            *(add for room in rooms for add in room.register),
        ],
        background=[
            *(follower.run, routing.run, timers.run, failing.run, erasures.run, sweep.run),
            *(work for room in rooms for work in room.background),
        ],
        ready=readiness(db, clock),
        proto_services=PROTO_SERVICES,
        revocations=revocations(members),
        redirects=redirects,
    )


def retention_in(db: Database, clock: Clock) -> Retention:
    """The times after which messages go, for a process that looks at them and ends."""
    programmes = Programmes(MongoProgrammeStore(db), SECTIONS)
    return Retention(programmes, MongoPastMessages(db), clock)
