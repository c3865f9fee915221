"""The three services as small real gRPC servers."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc

from services.common.auth import TokenVerifier
from tessera.approvals.v1 import approvals_pb2_grpc
from tessera.audit.v1 import audit_pb2_grpc
from tessera.feedback.v1 import (
    broadcasts_pb2_grpc,
    business_hours_pb2_grpc,
    experiments_pb2_grpc,
    feedback_files_pb2_grpc,
    feedback_pb2_grpc,
    figures_pb2_grpc,
    follow_up_pb2_grpc,
    group_posts_pb2_grpc,
    ideas_pb2_grpc,
    insight_pb2_grpc,
    journeys_pb2_grpc,
    offers_pb2_grpc,
    partners_pb2_grpc,
    presence_pb2_grpc,
    reach_pb2_grpc,
    subscriptions_pb2_grpc,
    surveys_pb2_grpc,
    topics_pb2_grpc,
)
from tessera.feedback.v1 import merges_pb2_grpc as feedback_merges_pb2_grpc
from tessera.feedback.v1 import privacy_pb2 as feedback_privacy_pb2
from tessera.feedback.v1 import privacy_pb2_grpc as feedback_privacy_grpc
from tessera.feedback.v1 import timeline_pb2_grpc as feedback_timeline_grpc
from tessera.members.v1 import (
    activities_pb2_grpc,
    advisers_pb2_grpc,
    backtests_pb2_grpc,
    clients_pb2_grpc,
    consents_pb2_grpc,
    contacts_pb2_grpc,
    events_pb2_grpc,
    groups_pb2_grpc,
    lifecycle_pb2_grpc,
    member_files_pb2_grpc,
    members_pb2_grpc,
    merge_requests_pb2_grpc,
    merging_pb2_grpc,
    phones_pb2_grpc,
    privacy_pb2_grpc,
    programmes_pb2_grpc,
    referrals_pb2_grpc,
    reveals_pb2_grpc,
    search_pb2_grpc,
    segments_pb2_grpc,
    sessions_pb2_grpc,
    stores_pb2_grpc,
    tags_pb2_grpc,
    tiers_pb2_grpc,
    views_pb2_grpc,
)
from tessera.members.v1 import timeline_pb2_grpc as members_timeline_grpc
from tessera.points.v1 import (
    benefits_pb2_grpc,
    brand_events_pb2_grpc,
    bulk_files_pb2_grpc,
    check_ins_pb2_grpc,
    checkout_pb2_grpc,
    coupons_pb2_grpc,
    dry_runs_pb2_grpc,
    earning_pb2_grpc,
    grants_pb2_grpc,
    leaderboards_pb2_grpc,
    ledger_pb2_grpc,
    lotteries_pb2_grpc,
    merges_pb2_grpc,
    refunds_pb2_grpc,
    rewards_pb2_grpc,
    statements_pb2_grpc,
    transfers_pb2_grpc,
    vouchers_pb2_grpc,
    wake_ups_pb2_grpc,
    wallets_pb2_grpc,
)
from tessera.points.v1 import privacy_pb2 as points_privacy_pb2
from tessera.points.v1 import privacy_pb2_grpc as points_privacy_grpc
from tessera.points.v1 import timeline_pb2_grpc as points_timeline_grpc
from tessera.programme.v1 import conditions_pb2_grpc
from tests.gateway.activities_server import Activities
from tests.gateway.advisers_server import Advisers
from tests.gateway.baskets_server import Checkout
from tests.gateway.books_server import Statements
from tests.gateway.brand_events_server import BrandEvents
from tests.gateway.broadcasts_server import Broadcasts
from tests.gateway.bulk_files_server import BulkFiles
from tests.gateway.client_register_server import ClientRegister
from tests.gateway.conditions_server import FAILED_AT, Conditions
from tests.gateway.coupons_server import Coupons, Grants
from tests.gateway.dry_runs_server import DryRuns
from tests.gateway.earning_server import Earning
from tests.gateway.experiments_server import Experiments
from tests.gateway.fake_backend import (
    NOW_S,
    FakeBackend,
    at,
    entry,
    feedback_item,
    member,
    member_id,
    wallet,
)
from tests.gateway.feedback_files_server import FeedbackFiles
from tests.gateway.feedback_server import (
    BusinessHours,
    FeedbackEvents,
    FeedbackFigures,
    FeedbackItems,
    Presence,
)
from tests.gateway.fixes_server import FollowUp
from tests.gateway.group_posts_server import GroupPosts
from tests.gateway.groups_server import Groups
from tests.gateway.ideas_server import Ideas, Trials
from tests.gateway.insight_server import Insight
from tests.gateway.journeys_server import Journeys
from tests.gateway.leaderboards_server import Leaderboards
from tests.gateway.lifecycle_server import Lifecycle
from tests.gateway.lotteries_server import Lotteries
from tests.gateway.member_files_server import MemberFiles
from tests.gateway.members_server import (
    Consents,
    Contacts,
    Logins,
    MemberEvents,
    Members,
    Sessions,
    Stores,
)
from tests.gateway.merge_requests_server import MergeRequests
from tests.gateway.merging_server import FeedbackMerges, Merging, PointsMerges
from tests.gateway.offers_server import NextOffers
from tests.gateway.operators_server import Adjustments, Approvals, Audit
from tests.gateway.partners_server import Partners
from tests.gateway.phones_server import Phones
from tests.gateway.points_server import (
    Benefits,
    CheckIns,
    Gifts,
    Ledger,
    Rewards,
    Vouchers,
    Wallets,
)
from tests.gateway.privacy_server import OtherPrivacy, Privacy
from tests.gateway.programmes_server import Programmes, described
from tests.gateway.reach_server import Reach
from tests.gateway.referrals_server import Referrals
from tests.gateway.refunds_server import Refunds
from tests.gateway.reveals_server import Reveals
from tests.gateway.search_server import Search
from tests.gateway.segments_server import Segments
from tests.gateway.subscriptions_server import Subscriptions
from tests.gateway.surveys_server import Surveys
from tests.gateway.tags_server import Tags
from tests.gateway.tiers_server import TierBacktests, Tiers
from tests.gateway.timeline_server import Timeline
from tests.gateway.topics_server import ContentCalendar, Topics
from tests.gateway.views_server import Views
from tests.gateway.wake_ups_server import WakeUps

__all__ = [
    "NOW_S",
    "FakeBackend",
    "Servers",
    "at",
    "backend_for",
    "described",
    "entry",
    "feedback_item",
    "member",
    "member_id",
    "wallet",
]


_ADD_TIMELINE: dict[str, Any] = {
    "members": members_timeline_grpc.add_TimelineServicer_to_server,
    "points": points_timeline_grpc.add_TimelineServicer_to_server,
    "feedback": feedback_timeline_grpc.add_TimelineServicer_to_server,
}


@dataclass
class Servers:
    """Three servers on free ports."""

    backend: FakeBackend
    addresses: dict[str, str] = field(default_factory=dict)
    servers: dict[str, Any] = field(default_factory=dict)

    async def start(self) -> None:
        for name in ("members", "points", "feedback"):
            await self.start_one(name)

    async def start_one(self, name: str) -> None:
        server = grpc.aio.server()
        if name == "members":
            members_pb2_grpc.add_MembersServicer_to_server(Members(self.backend), server)  # type: ignore[abstract]
            activities_pb2_grpc.add_ActivitiesServicer_to_server(Activities(self.backend), server)
            events_pb2_grpc.add_EventsServicer_to_server(MemberEvents(self.backend), server)
            approvals = Approvals(self.backend, name)
            approvals_pb2_grpc.add_ApprovalsServicer_to_server(approvals, server)
            consents_pb2_grpc.add_ConsentsServicer_to_server(Consents(self.backend), server)
            contacts_pb2_grpc.add_ContactsServicer_to_server(Contacts(self.backend), server)  # type: ignore[abstract]
            privacy_pb2_grpc.add_PrivacyServicer_to_server(Privacy(self.backend), server)
            reveals_pb2_grpc.add_RevealsServicer_to_server(Reveals(self.backend), server)
            merge_requests_pb2_grpc.add_MergeRequestsServicer_to_server(
                MergeRequests(self.backend), server
            )
            merging_pb2_grpc.add_MergingServicer_to_server(Merging(self.backend), server)
            sessions_pb2_grpc.add_LoginsServicer_to_server(Logins(self.backend), server)
            sessions_pb2_grpc.add_SessionsServicer_to_server(Sessions(self.backend), server)
            stores_pb2_grpc.add_StoresServicer_to_server(Stores(self.backend), server)  # type: ignore[abstract]
            advisers_pb2_grpc.add_AdvisersServicer_to_server(Advisers(self.backend), server)
            phones_pb2_grpc.add_PhonesServicer_to_server(Phones(self.backend), server)
            groups_pb2_grpc.add_GroupsServicer_to_server(Groups(self.backend), server)
            referrals_pb2_grpc.add_ReferralsServicer_to_server(Referrals(self.backend), server)
            member_files_pb2_grpc.add_MemberFilesServicer_to_server(
                MemberFiles(self.backend), server
            )
            tags_pb2_grpc.add_TagsServicer_to_server(Tags(self.backend), server)
            tiers_pb2_grpc.add_TiersServicer_to_server(Tiers(self.backend), server)
            views_pb2_grpc.add_ViewsServicer_to_server(Views(self.backend), server)
            clients_pb2_grpc.add_ClientRegisterServicer_to_server(
                ClientRegister(self.backend), server
            )
            backtests_pb2_grpc.add_TierBacktestsServicer_to_server(
                TierBacktests(self.backend), server
            )
            search_pb2_grpc.add_SearchServicer_to_server(Search(self.backend), server)
            segments_pb2_grpc.add_SegmentsServicer_to_server(Segments(self.backend), server)  # type: ignore[abstract]
            lifecycle_pb2_grpc.add_LifecycleServicer_to_server(Lifecycle(self.backend), server)
            programmes_pb2_grpc.add_ProgrammesServicer_to_server(Programmes(self.backend), server)
        elif name == "points":
            adjustments, approvals = Adjustments(self.backend), Approvals(self.backend, name)
            transfers_pb2_grpc.add_AdjustmentsServicer_to_server(adjustments, server)
            approvals_pb2_grpc.add_ApprovalsServicer_to_server(approvals, server)
            wallets_pb2_grpc.add_WalletsServicer_to_server(Wallets(self.backend), server)
            points_copy: Any = OtherPrivacy(
                self.backend, points_privacy_pb2.ExportMemberResponse, "postings"
            )
            points_privacy_grpc.add_PrivacyServicer_to_server(points_copy, server)
            transfers_pb2_grpc.add_GiftsServicer_to_server(Gifts(self.backend), server)
            dry_runs_pb2_grpc.add_DryRunsServicer_to_server(DryRuns(self.backend), server)
            benefits_pb2_grpc.add_BenefitsServicer_to_server(Benefits(self.backend), server)
            merges_pb2_grpc.add_MergesServicer_to_server(PointsMerges(self.backend), server)
            check_ins_pb2_grpc.add_CheckInsServicer_to_server(CheckIns(self.backend), server)
            rewards_pb2_grpc.add_RewardsServicer_to_server(Rewards(self.backend), server)
            refunds_pb2_grpc.add_RefundsServicer_to_server(Refunds(self.backend), server)  # type: ignore[abstract]
            checkout_pb2_grpc.add_CheckoutServicer_to_server(Checkout(self.backend), server)
            coupons_pb2_grpc.add_CouponsServicer_to_server(Coupons(self.backend), server)
            grants_pb2_grpc.add_GrantsServicer_to_server(Grants(self.backend), server)
            brand_events_pb2_grpc.add_BrandEventsServicer_to_server(
                BrandEvents(self.backend), server
            )
            bulk_files_pb2_grpc.add_BulkFilesServicer_to_server(BulkFiles(self.backend), server)
            lotteries_pb2_grpc.add_LotteriesServicer_to_server(Lotteries(self.backend), server)
            boards = Leaderboards(self.backend)
            leaderboards_pb2_grpc.add_LeaderboardsServicer_to_server(boards, server)
            wake_ups_pb2_grpc.add_WakeUpsServicer_to_server(WakeUps(self.backend), server)
            vouchers_pb2_grpc.add_VouchersServicer_to_server(Vouchers(self.backend), server)
            earning_pb2_grpc.add_EarningServicer_to_server(Earning(self.backend), server)  # type: ignore[abstract]
            statements_pb2_grpc.add_StatementsServicer_to_server(Statements(self.backend), server)
            ledger_pb2_grpc.add_LedgerServicer_to_server(Ledger(self.backend), server)  # type: ignore[abstract]
        else:
            items = FeedbackItems(self.backend)
            feedback_pb2_grpc.add_FeedbackItemsServicer_to_server(items, server)
            merges = FeedbackMerges(self.backend)
            feedback_merges_pb2_grpc.add_MergesServicer_to_server(merges, server)
            feedback_copy: Any = OtherPrivacy(
                self.backend, feedback_privacy_pb2.ExportMemberResponse, "items"
            )
            feedback_privacy_grpc.add_PrivacyServicer_to_server(feedback_copy, server)
            figures = FeedbackFigures(self.backend)
            figures_pb2_grpc.add_FeedbackFiguresServicer_to_server(figures, server)
            follow_up_pb2_grpc.add_FollowUpServicer_to_server(FollowUp(self.backend), server)
            reach_pb2_grpc.add_ReachServicer_to_server(Reach(self.backend), server)
            hours = BusinessHours(self.backend)
            business_hours_pb2_grpc.add_BusinessHoursServicer_to_server(hours, server)
            presence_pb2_grpc.add_PresenceServicer_to_server(Presence(self.backend), server)
            broadcasts_pb2_grpc.add_BroadcastsServicer_to_server(Broadcasts(self.backend), server)
            feedback_files_pb2_grpc.add_FeedbackFilesServicer_to_server(
                FeedbackFiles(self.backend), server
            )
            group_posts_pb2_grpc.add_GroupPostsServicer_to_server(GroupPosts(self.backend), server)
            experiments_pb2_grpc.add_ExperimentsServicer_to_server(
                Experiments(self.backend), server
            )
            journeys_pb2_grpc.add_JourneysServicer_to_server(Journeys(self.backend), server)
            ideas_pb2_grpc.add_IdeasServicer_to_server(Ideas(self.backend), server)
            ideas_pb2_grpc.add_TrialsServicer_to_server(Trials(self.backend), server)
            allowed = Subscriptions(self.backend)
            subscriptions_pb2_grpc.add_SubscriptionsServicer_to_server(allowed, server)
            topics_pb2_grpc.add_TopicsServicer_to_server(Topics(self.backend), server)
            slots = ContentCalendar(self.backend)
            topics_pb2_grpc.add_ContentCalendarServicer_to_server(slots, server)
            surveys_pb2_grpc.add_SurveysServicer_to_server(Surveys(self.backend), server)
            insight_pb2_grpc.add_InsightServicer_to_server(Insight(self.backend), server)
            offers_pb2_grpc.add_NextOffersServicer_to_server(NextOffers(self.backend), server)
            partners_pb2_grpc.add_PartnersServicer_to_server(Partners(self.backend), server)
            feedback_pb2_grpc.add_EventsServicer_to_server(FeedbackEvents(self.backend), server)
        timeline: Any = Timeline(self.backend, name)
        _ADD_TIMELINE[name](timeline, server)
        if name in FAILED_AT:
            conditions = Conditions(self.backend, name)
            conditions_pb2_grpc.add_ConditionsServicer_to_server(conditions, server)
        audit_pb2_grpc.add_AuditServicer_to_server(Audit(self.backend, name), server)
        address = self.addresses.get(name, "127.0.0.1:0")
        port = server.add_insecure_port(address)
        self.addresses[name] = f"127.0.0.1:{port}"
        self.servers[name] = server
        await server.start()

    async def stop_one(self, name: str) -> None:
        await self.servers.pop(name).stop(0)

    async def stop(self) -> None:
        for name in list(self.servers):
            await self.stop_one(name)


def backend_for(keys_dir: Path) -> FakeBackend:
    return FakeBackend(TokenVerifier(keys_dir))
