"""How points is put together: storage, rooms and followers; read top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import grpc

from services.common import (
    approvals_api,
    audit_api,
    audit_log,
    dead_letters,
    mongo,
    pagination,
    server,
)
from services.common.approvals_api import ApprovalsServicer, Desk
from services.common.audit_api import AuditServicer
from services.common.audit_log import AuditLog
from services.common.auth import ALL_BRANDS, Caller, Role, TokenIssuer
from services.common.channel import connect
from services.common.checked_clock import readiness
from services.common.clock import Clock
from services.common.failing_conditions import INDEXES as FAILURE_INDEXES
from services.common.failing_conditions import ConditionsApi, FailingConditions
from services.common.follower import Follower
from services.common.ids import IdSequence
from services.common.lease import Lease
from services.common.message_bounds import BATCH, Bounds
from services.common.mongo import Database
from services.common.redirects import INDEXES as REDIRECT_INDEXES
from services.common.redirects import Redirects
from services.common.revocations import Revocations, ended_clients
from services.common.settings import ServerSettings
from services.common.store_projection import StoreProjection
from services.common.tls import client_files
from services.common.watch import Feed, FeedEvent
from services.points.activities.storage.standings import MongoStandingStore
from services.points.badges.api import BadgesApi
from services.points.benefits.api.benefits import BenefitsApi
from services.points.benefits.commands.granting_job import GrantingJob
from services.points.benefits.storage import MongoWalks
from services.points.bulk.storage import INDEXES as BULK_INDEXES
from services.points.bulk_wiring import wire_bulk
from services.points.checkout.api import CheckoutApi
from services.points.context import PointsContext
from services.points.coupons.api import CouponsApi
from services.points.coupons.commands import CouponDesk
from services.points.dry_run.api.dry_runs import DryRunsApi
from services.points.dry_run.api.history import MembersHistory
from services.points.dry_run.commands.job import DryRunJob
from services.points.dry_run.storage.dry_runs import INDEXES as DRY_RUN_INDEXES
from services.points.dry_run.storage.dry_runs import MongoDryRuns
from services.points.earning.api import EarningApi
from services.points.earning.commands import kept_orders, refused_members, tell_budgets
from services.points.grants.api import GrantsApi
from services.points.intake.api import MEMBER_EVENT, member_events_handler
from services.points.intake.commands import after_awards
from services.points.leaderboards.commands.verifying import Verifying
from services.points.ledger.api.causes import NamesOf, no_names
from services.points.ledger.api.ledger import LedgerApi
from services.points.ledger.api.messages import posting_event
from services.points.ledger.api.wallets import WalletsApi
from services.points.ledger.commands.expiry_reminders import Reminders
from services.points.ledger.commands.expiry_sweep import Sweep
from services.points.ledger.commands.ledger import ID_PREFIX, Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.commands.verify_audit import AuditedTotals
from services.points.ledger.storage.documents import to_posting
from services.points.ledger.storage.indexes import INDEXES, POSTINGS, RECORDS
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.ledger.storage.told_days import MongoToldDays
from services.points.merges.api import MergesApi
from services.points.merges.commands.moving import MergeSweep
from services.points.merges.storage import MongoRecentMerges
from services.points.play_wiring import PROTO_FILES as PLAY_FILES
from services.points.play_wiring import boards_keeper, boards_verifier, wire_play
from services.points.privacy.api import PrivacyApi
from services.points.privacy.storage import exported
from services.points.refunds.api import RefundsApi
from services.points.refunds.commands import measure_waiting, refund_waiting
from services.points.rewards.api.rewards import RewardsApi
from services.points.rewards.commands.list_rewards import has_reward
from services.points.sections import conditions_in_force, programmes_in
from services.points.statements.api.names import names_in
from services.points.statements.api.statements import StatementsApi
from services.points.statements.commands.close_books import Periods
from services.points.statements.commands.house_sums import HouseSums
from services.points.statements.commands.statements import Statements
from services.points.statements.commands.store_days import StoreDays
from services.points.statements.storage.derived_totals import MongoDerivedTotals
from services.points.statements.storage.rule_totals import INDEXES as ORIGIN_INDEXES
from services.points.statements.storage.rule_totals import MongoOrigins
from services.points.statements.storage.statements import MongoStatementStore
from services.points.statements.storage.store_days import MongoRecordedPostings
from services.points.statements.storage.totals import MongoTotals
from services.points.timeline.api import TimelineApi
from services.points.transfers.api.adjustments import AdjustmentsServicer
from services.points.transfers.api.adjustments import read as read_wish
from services.points.transfers.api.adjustments import to_json as wish_json
from services.points.transfers.api.gifts import GiftsServicer
from services.points.transfers.commands.approvals import WishApprovals
from services.points.transfers.commands.known_members import unknown_members
from services.points.trials import trial_process
from services.points.vouchers.api import VouchersApi
from services.points.vouchers.commands import Vouchers
from services.points.vouchers.storage import INDEXES as VOUCHER_INDEXES
from services.points.vouchers.storage import MongoVouchers
from services.points.wake_up.storage import INDEXES as WAKE_UP_INDEXES
from services.points.wake_up.storage import fill_awake_at
from tessera.approvals.v1 import approvals_pb2_grpc
from tessera.audit.v1 import audit_pb2_grpc
from tessera.members.v1 import clients_pb2_grpc, events_pb2, events_pb2_grpc
from tessera.points.v1 import (
    benefits_pb2,
    benefits_pb2_grpc,
    bulk_files_pb2,
    checkout_pb2,
    checkout_pb2_grpc,
    coupons_pb2,
    coupons_pb2_grpc,
    dry_runs_pb2,
    dry_runs_pb2_grpc,
    earning_pb2,
    earning_pb2_grpc,
    grants_pb2,
    grants_pb2_grpc,
    ledger_pb2,
    ledger_pb2_grpc,
    merges_pb2,
    merges_pb2_grpc,
    privacy_pb2,
    privacy_pb2_grpc,
    refunds_pb2,
    refunds_pb2_grpc,
    rewards_pb2,
    rewards_pb2_grpc,
    statements_pb2,
    statements_pb2_grpc,
    timeline_pb2,
    timeline_pb2_grpc,
    transfers_pb2,
    transfers_pb2_grpc,
    vouchers_pb2,
    vouchers_pb2_grpc,
    wallets_pb2,
    wallets_pb2_grpc,
)
from tessera.programme.v1 import conditions_pb2, conditions_pb2_grpc

NAME = "points"

PROTO_SERVICES = [
    audit_api.PROTO_SERVICE,
    approvals_api.PROTO_SERVICE,
    *(
        service.full_name
        for file in (
            *PLAY_FILES,
            ledger_pb2,
            wallets_pb2,
            earning_pb2,
            refunds_pb2,
            rewards_pb2,
            statements_pb2,
            timeline_pb2,
            vouchers_pb2,
            transfers_pb2,
            conditions_pb2,
            coupons_pb2,
            grants_pb2,
            checkout_pb2,
            benefits_pb2,
            bulk_files_pb2,
            dry_runs_pb2,
            merges_pb2,
            privacy_pb2,
        )
        for service in file.DESCRIPTOR.services_by_name.values()
    ),
]


BOUNDS: Mapping[str, Bounds] = {
    "/tessera.points.v1.Ledger/BatchCreatePostings": BATCH,
    "/tessera.points.v1.Ledger/ImportPostings": BATCH,
    "/tessera.points.v1.Earning/AwardActivities": BATCH,
    "/tessera.points.v1.BulkFiles/UploadBulkFile": BATCH,
}


@dataclass(frozen=True, kw_only=True)
class Settings(ServerSettings):
    """What points need beside the usual."""

    mongo_db: str = NAME
    members_address: str = "127.0.0.1:50051"
    """Host and port of members, whose events points follows."""


def postings_feed(db: Database, names_of: NamesOf = no_names) -> Feed:
    """The postings are the feed of the ledger: nothing else is written for it."""
    return Feed(
        db,
        POSTINGS,
        id_prefix=ID_PREFIX,
        decode=partial(_event, names_of),
        type_field="kind",
        commit_ordered=True,
    )


def _event(names_of: NamesOf, document: dict[str, Any]) -> FeedEvent:
    posting = to_posting(document)
    return posting_event(posting, names_of(posting.brand))


async def migrate(db: Database) -> None:
    """Build the indexes that are missing."""
    indexes = INDEXES | ORIGIN_INDEXES | FAILURE_INDEXES | dead_letters.INDEXES
    for some in (
        *(indexes, VOUCHER_INDEXES, DRY_RUN_INDEXES, REDIRECT_INDEXES, BULK_INDEXES),
        *(audit_log.indexes(RECORDS), WAKE_UP_INDEXES),
    ):
        await mongo.ensure_indexes(db, some)
    await mongo.ensure_indexes(db, postings_feed(db).indexes())
    await fill_awake_at(db)


def connect_members(settings: Settings, brand: str = ALL_BRANDS) -> grpc.aio.Channel:
    """A channel to members, on which points act for all brands, or for one."""
    issuer = TokenIssuer(settings.keys_dir)
    caller = Caller(brand, NAME, Role.SERVICE)
    return connect(
        settings.members_address, issuer_token=issuer.source(caller), tls=client_files(settings)
    )


def audit_entries(db: Database) -> AuditLog:
    """What operators did: records of the ledger, written with its postings."""
    return AuditLog(db, RECORDS)


def verifier(db: Database, clock: Clock, boards: Verifying | None = None) -> Verifier:
    """What proves the ledger and all that is kept beside it."""
    totals, origins = MongoTotals(db, ID_PREFIX), MongoOrigins(db, ID_PREFIX)
    check = boards.check_next if boards else None
    upkeep = MongoDerivedTotals(db, totals, origins, MongoVouchers(db), check)
    return Verifier(MongoLedgerStore(db), clock, AuditedTotals(upkeep, audit_entries(db)))


def statement_store(db: Database) -> MongoStatementStore:
    """Where sums over the ledger are read."""
    return MongoStatementStore(db, MongoTotals(db, ID_PREFIX), MongoOrigins(db, ID_PREFIX))


def revocations(members: grpc.aio.Channel) -> Revocations:
    """The clients whose tokens ended, as members tells them."""
    stub: clients_pb2_grpc.ClientsAsyncStub = clients_pb2_grpc.ClientsStub(members)
    return Revocations(partial(ended_clients, stub))


def wire(
    settings: Settings, db: Database, members: grpc.aio.Channel, clock: Clock
) -> server.ServiceParts:
    """Everything put together, as `server.start` and `server.serve` take it."""
    programmes = programmes_in(db)
    names_of = names_in(programmes)
    store = MongoLedgerStore(db)
    sums = statement_store(db)
    houses = HouseSums(sums, programmes)
    redirects = Redirects(db)
    ledger = Ledger(store, clock, houses, programmes, redirects)
    standings = MongoStandingStore(db)
    projection = StoreProjection(db)
    ctx = PointsContext(
        ledger, programmes, standings, clock, stores=projection, survivors=redirects
    )
    secret = pagination.secret(settings.keys_dir, NAME)
    keeper = boards_keeper(settings, db, programmes, clock)
    wishes = WishApprovals(ctx, read_wish)
    bulk = wire_bulk(db, ctx, secret)
    desks = [Desk("points", wishes, wish_json), bulk.desk]
    approvals = ApprovalsServicer(desks, clock, secret)
    books = LedgerApi(
        ledger,
        verifier(db, clock, boards_verifier(keeper)),
        postings_feed(db, names_of),
        programmes,
        partial(has_reward, programmes),
        partial(unknown_members, ctx),
        partial(refused_members, ctx),
        clock,
        secret,
        names_of,
    )
    statements = StatementsApi(
        Statements(ledger, sums, programmes, clock),
        StoreDays(MongoRecordedPostings(db, ID_PREFIX), programmes, clock),
        Periods(ledger, programmes, clock),
        programmes,
        secret,
        ctx,
        names_of,
    )
    earning = EarningApi(ctx, refund_waiting, after_awards, secret)
    play = wire_play(settings, db, ctx, keeper, earning, houses, secret)
    benefits = BenefitsApi(ctx, secret)
    gifts = GiftsServicer(ctx)
    parts = {
        **play.wallet,
        "badges": BadgesApi(ctx).statuses,
        "benefits": benefits.statuses,
        "gifts": gifts.allowances,
    }
    wallets = WalletsApi(ledger, programmes, clock, parts, names_of, redirects)
    failing = FailingConditions(db, partial(conditions_in_force, programmes), clock)
    coupons = CouponsApi(ctx, CouponDesk(ctx), houses.moved, secret)
    checkout = CheckoutApi(ctx, partial(kept_orders, ctx), secret)
    vouchers = VouchersApi(Vouchers(ctx, MongoVouchers(db)), ctx, secret)
    copies = PrivacyApi(exported(db, secret))
    dry_runs, history = MongoDryRuns(db), MembersHistory(partial(connect_members, settings))
    lease = Lease(db, "points.dry_runs", timedelta(seconds=30)).acquire

    reminders = Reminders(
        ledger, store, programmes, MongoToldDays(db), clock, Lease(db, "expiry_reminders").acquire
    )

    stub = events_pb2_grpc.EventsStub(members)
    follower = Follower(
        "members",
        db,
        lambda token: stub.Watch(events_pb2.WatchRequest(after=token)),
        MEMBER_EVENT,
        member_events_handler(ctx),
    )
    return server.ServiceParts(
        name=NAME,
        settings=settings,
        register=[
            *play.register,
            bulk.register,
            partial(audit_pb2_grpc.add_AuditServicer_to_server, AuditServicer(audit_entries(db))),
            partial(approvals_pb2_grpc.add_ApprovalsServicer_to_server, approvals),
            partial(transfers_pb2_grpc.add_AdjustmentsServicer_to_server, AdjustmentsServicer(ctx)),
            partial(transfers_pb2_grpc.add_GiftsServicer_to_server, gifts),
            partial(ledger_pb2_grpc.add_LedgerServicer_to_server, books),
            partial(wallets_pb2_grpc.add_WalletsServicer_to_server, wallets),
            partial(statements_pb2_grpc.add_StatementsServicer_to_server, statements),
            partial(timeline_pb2_grpc.add_TimelineServicer_to_server, TimelineApi(ctx, names_of)),
            partial(earning_pb2_grpc.add_EarningServicer_to_server, earning),
            partial(refunds_pb2_grpc.add_RefundsServicer_to_server, RefundsApi(ctx, secret)),
            partial(rewards_pb2_grpc.add_RewardsServicer_to_server, RewardsApi(ctx, secret)),
            partial(conditions_pb2_grpc.add_ConditionsServicer_to_server, ConditionsApi(failing)),
            partial(vouchers_pb2_grpc.add_VouchersServicer_to_server, vouchers),
            partial(coupons_pb2_grpc.add_CouponsServicer_to_server, coupons),
            partial(checkout_pb2_grpc.add_CheckoutServicer_to_server, checkout),
            partial(grants_pb2_grpc.add_GrantsServicer_to_server, GrantsApi(ctx, tell_budgets)),
            partial(benefits_pb2_grpc.add_BenefitsServicer_to_server, benefits),
            partial(merges_pb2_grpc.add_MergesServicer_to_server, MergesApi(ctx)),
            partial(privacy_pb2_grpc.add_PrivacyServicer_to_server, copies),
            partial(
                dry_runs_pb2_grpc.add_DryRunsServicer_to_server,
                DryRunsApi(ctx, dry_runs, history.judged),
            ),
        ],
        background=[
            *play.background,
            bulk.background,
            follower.run,
            Sweep(store, clock, IdSequence(ID_PREFIX)).run,
            reminders.run,
            failing.run,
            partial(measure_waiting, ctx),
            DryRunJob(ctx, dry_runs, history, trial_process, lease).run,
            GrantingJob(ctx, MongoWalks(db), Lease(db, "points.benefits")).run,
            MergeSweep(ctx, MongoRecentMerges(db), Lease(db, "points.merges")).run,
        ],
        ready=readiness(db, clock),
        proto_services=PROTO_SERVICES,
        bounds=BOUNDS,
        revocations=revocations(members),
        redirects=redirects,
    )
