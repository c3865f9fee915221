"""How members is put together: storage, rooms and followers; read top to bottom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import grpc

from services.common import approvals_api, audit_api, dead_letters, mongo, server
from services.common.approvals_api import ApprovalsServicer, Desk
from services.common.audit_api import AuditServicer
from services.common.audit_log import AuditLog, AuditWriter
from services.common.auth import ALL_BRANDS, Caller, Role, TokenIssuer
from services.common.cache import CacheLike
from services.common.channel import connect
from services.common.checked_clock import readiness
from services.common.clock import Clock
from services.common.follower import Follower
from services.common.lease import Lease
from services.common.message_bounds import BATCH, Bounds
from services.common.mongo import Database
from services.common.redirects import Redirects
from services.common.revocations import Revocations
from services.common.setting_aside import Handle
from services.common.settings import ServerSettings
from services.common.tls import client_files
from services.common.watch import Feed
from services.members.activities.api.activities import ActivitiesServicer
from services.members.activities.commands.data_quality import DataQuality
from services.members.activities.commands.retelling import tell_again
from services.members.activities.domain.limits import parse_limits
from services.members.activities.storage.data_quality import MongoDataQuality
from services.members.cards.api.completion import record_completion
from services.members.cards.api.members import MembersServicer
from services.members.clients.api.clients import ClientsServicer
from services.members.clients.commands.clients import Clients
from services.members.clients.storage import INDEXES as CLIENT_INDEXES
from services.members.clients.storage import MongoClients
from services.members.consent.api.consents import ConsentsServicer
from services.members.consent.domain.section import parse_consents
from services.members.contacts.api.contacts import ContactsServicer
from services.members.context import MembersContext
from services.members.events.api import EventsServicer
from services.members.groups.api.follow_members import TYPES as SPOKEN
from services.members.groups.api.follow_members import follow_groups
from services.members.groups.api.groups import GroupsServicer
from services.members.groups.commands.judging import groups_job
from services.members.groups.domain.section import parse_groups
from services.members.identities.api.preferences import public_preferences
from services.members.identities.commands.renewal import IdentityRenewal
from services.members.identities.domain.profile_section import parse_profile
from services.members.identity_wiring import IDENTITY_SECTIONS, wire_identity
from services.members.imports.api.member_files import MemberFilesServicer
from services.members.imports.commands.file_job import MemberFileJob
from services.members.lifecycle.api.follow_members import CHANGE, changes, follow_lifecycle
from services.members.lifecycle.api.lifecycle import LifecycleServicer
from services.members.lifecycle.commands.judging import judge_brand
from services.members.lifecycle.commands.lifecycle_job import lifecycle_job
from services.members.lifecycle.domain.section import parse_lifecycle
from services.members.merging.api.merging import MergingServicer
from services.members.occasions.commands.occasions_job import OccasionsJob
from services.members.occasions.domain.cart import parse_carts
from services.members.occasions.domain.section import parse_occasions
from services.members.operators.storage import INDEXES as VIEW_INDEXES
from services.members.operators_wiring import wire_operators
from services.members.privacy.commands.erasure_job import ErasureJob
from services.members.privacy.commands.retention import Retention
from services.members.privacy.domain.section import parse_privacy
from services.members.privacy.storage.retention import MongoRetention
from services.members.programme.api import ProgrammesServicer, Sections, wish_json
from services.members.programme.commands.publish import document_of
from services.members.programme.commands.publish_wishes import PublishApprovals
from services.members.programme.commands.rulebook import RuleBook
from services.members.programme.domain.publishing import parse_publishing
from services.members.programme.storage import MongoProgrammes
from services.members.referral.api.follow_members import TYPES as SETTLED_BY
from services.members.referral.api.follow_members import follow_referrals
from services.members.referral.api.referrals import ReferralsServicer
from services.members.referral.commands.judging import referral_job
from services.members.referral.domain.section import parse_referral
from services.members.rights_wiring import wire_rights
from services.members.segments.commands.sweeping import sweep_published
from services.members.segments_wiring import SEGMENT_SECTIONS, wire_segments
from services.members.sessions.api.logins import LoginsServicer
from services.members.sessions.api.sessions import SessionsServicer
from services.members.sessions.commands.sessions import Sessions
from services.members.sessions.storage import MongoSessions
from services.members.stores.api.stores import StoresServicer
from services.members.stores.commands.find import FindStores
from services.members.stores.storage import MongoStores
from services.members.tags.api.tags import TagsServicer
from services.members.tags.commands import tell_tags_again
from services.members.tags.domain.section import parse_tags
from services.members.tiers.api.backtests import TierBacktestsServicer
from services.members.tiers.api.follow_members import PUBLICATION, follow_members, publications
from services.members.tiers.api.follow_points import POSTING, follow_points, postings
from services.members.tiers.api.ladders import public_ladders
from services.members.tiers.api.tiers import TiersServicer, read_wish
from services.members.tiers.api.tiers import wish_json as tier_json
from services.members.tiers.commands.backtests import BacktestJob
from services.members.tiers.commands.judgement_job import judgement_job
from services.members.tiers.commands.manual import tier_approvals
from services.members.tiers.domain.ladder import parse_ladders
from services.members.tiers.domain.section import parse_manual_tiers
from services.members.timeline.api import TimelineServicer
from services.members.unit_of_work import MembersStore, indexes
from services.members.vault.storage import vault as vaults
from tessera.approvals.v1 import approvals_pb2_grpc
from tessera.audit.v1 import audit_pb2_grpc
from tessera.members.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    advisers_pb2,
    backtests_pb2,
    backtests_pb2_grpc,
    clients_pb2,
    clients_pb2_grpc,
    consents_pb2,
    consents_pb2_grpc,
    contacts_pb2,
    contacts_pb2_grpc,
    events_pb2,
    events_pb2_grpc,
    groups_pb2,
    groups_pb2_grpc,
    lifecycle_pb2,
    lifecycle_pb2_grpc,
    member_files_pb2,
    member_files_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
    merge_requests_pb2,
    merging_pb2,
    merging_pb2_grpc,
    phones_pb2,
    privacy_pb2,
    programmes_pb2,
    programmes_pb2_grpc,
    referrals_pb2,
    referrals_pb2_grpc,
    reveals_pb2,
    search_pb2,
    segments_pb2,
    sessions_pb2,
    sessions_pb2_grpc,
    stores_pb2,
    stores_pb2_grpc,
    tags_pb2,
    tags_pb2_grpc,
    tiers_pb2,
    tiers_pb2_grpc,
    timeline_pb2,
    timeline_pb2_grpc,
    views_pb2,
)
from tessera.points.v1 import ledger_pb2_grpc

NAME = "members"

PROTO_SERVICES = [
    approvals_api.PROTO_SERVICE,
    audit_api.PROTO_SERVICE,
    *(
        service.full_name
        for file in (
            *(activities_pb2, clients_pb2, consents_pb2, contacts_pb2, events_pb2, lifecycle_pb2),
            *(advisers_pb2, member_files_pb2, phones_pb2, reveals_pb2, views_pb2),
            *(merge_requests_pb2, search_pb2, timeline_pb2),
            *(members_pb2, privacy_pb2, programmes_pb2, segments_pb2, sessions_pb2, stores_pb2),
            *(backtests_pb2, tags_pb2, tiers_pb2, merging_pb2, referrals_pb2, groups_pb2),
        )
        for service in file.DESCRIPTOR.services_by_name.values()
    ),
]

SECTIONS = Sections(
    parsers={
        "ladders": parse_ladders,
        "manual_tiers": parse_manual_tiers,
        "earning": parse_limits,
        "profile": parse_profile,
        "occasions": parse_occasions,
        "carts": parse_carts,
        "consents": parse_consents,
        "tags": parse_tags,
        "lifecycle": parse_lifecycle,
        "groups": parse_groups,
        "referral": parse_referral,
        **SEGMENT_SECTIONS,
        **IDENTITY_SECTIONS,
        "publishing": parse_publishing,
        "privacy": parse_privacy,
    },
    public_ladders=public_ladders,
    public_preferences=public_preferences,
)
"""Each section of a programme that a room of members reads, with the parser of that room."""


RENEWAL_PAUSE_S = 5.0
"""Between a worker's attempts at renewing identities, until some worker has done it."""


def _draft(source_yaml: str, brand: str, now: datetime) -> str:
    """The document of a draft as it would be published."""
    return document_of(source_yaml, SECTIONS.parsers, brand, now)


BOUNDS: Mapping[str, Bounds] = {
    "/tessera.members.v1.Members/BatchEnrolMembers": BATCH,
    "/tessera.members.v1.MemberFiles/UploadMemberFile": BATCH,
    "/tessera.members.v1.Activities/RecordActivities": BATCH,
    "/tessera.members.v1.Stores/UpsertStores": BATCH,
}


@dataclass(frozen=True, kw_only=True)
class Settings(ServerSettings):
    """The settings of members, beside those of every server."""

    mongo_db: str = NAME
    points_address: str = "127.0.0.1:50052"
    """Host and port of points, whose postings members follows."""
    judgement_pause_s: float = 20.0
    """How long a judgement may come after the local midnight that it is due on."""
    lifecycle_pause_s: float = 20.0
    """How long a level of activity may fall after the local midnight that it is due on."""
    groups_pause_s: float = 20.0
    """How long a member may have been silent in a group before it is told."""
    referrals_pause_s: float = 20.0
    """How long a referral may count after its first order was settled."""
    segments_pause_s: float = 5.0
    """How long a member may be in a segment after the day on which they are not, and how soon a
    segment that an operator saved begins to be judged."""
    occasions_pause_s: float = 20.0
    """How long an occasion may come after the local midnight, or after the birthday was told."""
    erasures_pause_s: float = 20.0
    """How long an erasure may come after its waiting time is over."""


async def migrate(db: Database) -> None:
    """Build the indexes that are missing."""
    await mongo.ensure_indexes(
        db, {**indexes(Feed(db)), **dead_letters.INDEXES, **CLIENT_INDEXES, **VIEW_INDEXES}
    )


def clients_in(db: Database, clock: Clock) -> Clients:
    """The clients of all brands."""
    return Clients(MongoClients(db, clock), clock)


def context_in(
    settings: Settings, db: Database, cache: CacheLike, clock: Clock
) -> MembersContext[MembersStore]:
    """What commands work with, for a process that does one of them and ends."""
    feed = Feed(db)
    vault = vaults.load(settings.keys_dir, settings.environment)
    store = MembersStore(db, feed, vault, cache, clock)
    return MembersContext(store, RuleBook(MongoProgrammes(db, feed, clock)), clock)


def connect_points(settings: Settings) -> grpc.aio.Channel:
    """A channel to points, on which members act for all brands."""
    issuer = TokenIssuer(settings.keys_dir)
    caller = Caller(ALL_BRANDS, NAME, Role.SERVICE)
    return connect(
        settings.points_address, issuer_token=issuer.source(caller), tls=client_files(settings)
    )


def tell_facts(ctx: MembersContext[MembersStore]) -> Handle[events_pb2.Event]:
    """The handler of a `Follower` of publications: tells members' facts that are named anew, and
    judges where members stand, and their segments, by other sections."""

    async def handle(published: Sequence[events_pb2.Event]) -> None:
        newest = {event.brand: event.programme_published.version for event in published}
        for brand, version in newest.items():
            await tell_again(ctx, brand, version)
            await tell_tags_again(ctx, brand, version)
            await judge_brand(ctx, brand, version)
            await sweep_published(ctx, brand, version)

    return handle


def wire(
    settings: Settings, db: Database, cache: CacheLike, points: grpc.aio.Channel, clock: Clock
) -> server.ServiceParts:
    """Everything put together, as `server.start` and `server.serve` take it."""
    feed = Feed(db)
    vault = vaults.load(settings.keys_dir, settings.environment)
    page_secret = vault.lasting_digest("page tokens")
    store = MembersStore(db, feed, vault, cache, clock)
    programme_store = MongoProgrammes(db, feed, clock)
    rulebook = RuleBook(programme_store)
    ctx = MembersContext(store, rulebook, clock)

    audit = AuditWriter(db, clock)
    redirects = Redirects(db)
    members = MembersServicer(ctx, audit, page_secret, redirects, partial(record_completion, ctx))
    merging = MergingServicer(ctx, redirects, page_secret)
    retention = Retention(rulebook, clock, MongoRetention(db))
    rights = wire_rights(ctx, db, audit, retention, page_secret)
    referring = ReferralsServicer(ctx, page_secret)
    consents, contacts = ConsentsServicer(ctx, page_secret), ContactsServicer(ctx, audit)
    quality_store = MongoDataQuality(db)
    quality = DataQuality(quality_store, rulebook, clock)
    places = FindStores(MongoStores(db), clock)
    activities = ActivitiesServicer(ctx, quality, quality_store, places, page_secret)
    programmes = ProgrammesServicer(programme_store, rulebook, clock, page_secret, SECTIONS)
    waiting = PublishApprovals(programme_store, clock, SECTIONS.parsers, programmes.read_wish)
    desks = [
        Desk("programmes", waiting, wish_json),
        *rights.desks,
        Desk("tiers", tier_approvals(ctx, read_wish), tier_json),
    ]
    approvals = ApprovalsServicer(desks, clock, page_secret)
    kept_sessions = MongoSessions(db)
    sessions = Sessions(kept_sessions, store.identities, clock, vault.lasting_digest("sessions"))
    stores = StoresServicer(ctx, places, page_secret)

    identity = wire_identity(ctx, audit, vault, redirects, page_secret)
    segments = wire_segments(ctx, db, feed, audit, page_secret, settings.segments_pause_s)
    files = MemberFilesServicer(ctx, page_secret)
    clients = clients_in(db, clock)

    ledger = ledger_pb2_grpc.LedgerStub(points)
    follower = Follower("points", db, partial(postings, ledger), POSTING, follow_points(ctx))
    published = partial(publications, feed)
    republished = Follower("programmes", db, published, PUBLICATION, follow_members(ctx))
    telling = Follower("facts", db, published, PUBLICATION, tell_facts(ctx))
    backtests = BacktestJob(ctx, Lease(db, "tier_backtests"), MemberFileJob(ctx).work)
    judgements = judgement_job(ctx, Lease(db, "judgements"), settings.judgement_pause_s)
    standing = Follower("lifecycle", db, partial(changes, feed), CHANGE, follow_lifecycle(ctx))
    speaking = partial(changes, feed, types=SPOKEN)
    spoken = Follower("groups", db, speaking, CHANGE, follow_groups(ctx))
    groups = groups_job(ctx, Lease(db, "groups"), settings.groups_pause_s)
    settled_by = partial(changes, feed, types=SETTLED_BY)
    settling = Follower("referrals", db, settled_by, CHANGE, follow_referrals(ctx))
    referrals = referral_job(ctx, Lease(db, "referrals"), settings.referrals_pause_s)
    lifecycle = lifecycle_job(ctx, Lease(db, "lifecycle"), settings.lifecycle_pause_s)
    occasions = OccasionsJob(ctx, Lease(db, "occasions"), settings.occasions_pause_s)
    erasures = ErasureJob(ctx, Lease(db, "erasures"), settings.erasures_pause_s, retention.work)
    renewal = IdentityRenewal(ctx, Lease(db, "identities"), RENEWAL_PAUSE_S)
    return server.ServiceParts(
        name=NAME,
        settings=settings,
        register=[
            partial(audit_pb2_grpc.add_AuditServicer_to_server, AuditServicer(AuditLog(db))),
            partial(approvals_pb2_grpc.add_ApprovalsServicer_to_server, approvals),
            partial(members_pb2_grpc.add_MembersServicer_to_server, members),
            partial(lifecycle_pb2_grpc.add_LifecycleServicer_to_server, LifecycleServicer(ctx)),
            partial(activities_pb2_grpc.add_ActivitiesServicer_to_server, activities),
            partial(clients_pb2_grpc.add_ClientsServicer_to_server, ClientsServicer(clients)),
            partial(consents_pb2_grpc.add_ConsentsServicer_to_server, consents),
            partial(contacts_pb2_grpc.add_ContactsServicer_to_server, contacts),
            partial(events_pb2_grpc.add_EventsServicer_to_server, EventsServicer(feed)),
            partial(merging_pb2_grpc.add_MergingServicer_to_server, merging),
            *rights.register,
            partial(programmes_pb2_grpc.add_ProgrammesServicer_to_server, programmes),
            partial(groups_pb2_grpc.add_GroupsServicer_to_server, GroupsServicer(ctx, page_secret)),
            partial(referrals_pb2_grpc.add_ReferralsServicer_to_server, referring),
            partial(sessions_pb2_grpc.add_SessionsServicer_to_server, SessionsServicer(sessions)),
            partial(
                sessions_pb2_grpc.add_LoginsServicer_to_server, LoginsServicer(ctx, kept_sessions)
            ),
            partial(stores_pb2_grpc.add_StoresServicer_to_server, stores),
            partial(tags_pb2_grpc.add_TagsServicer_to_server, TagsServicer(ctx)),
            partial(tiers_pb2_grpc.add_TiersServicer_to_server, TiersServicer(ctx)),
            partial(timeline_pb2_grpc.add_TimelineServicer_to_server, TimelineServicer(ctx)),
            partial(
                backtests_pb2_grpc.add_TierBacktestsServicer_to_server,
                TierBacktestsServicer(ctx, _draft),
            ),
            *identity.register,
            *segments.register,
            partial(member_files_pb2_grpc.add_MemberFilesServicer_to_server, files),
            *wire_operators(db, clock, page_secret).register,
        ],
        background=[
            *(follower.run, republished.run, telling.run, standing.run, lifecycle.run),
            *(settling.run, referrals.run, spoken.run, groups.run),
            *segments.background,
            *(quality.run, judgements.run, backtests.run, occasions.run, renewal.run, erasures.run),
        ],
        ready=readiness(db, clock),
        proto_services=PROTO_SERVICES,
        bounds=BOUNDS,
        revocations=Revocations(clients.ended),
        redirects=redirects,
    )
