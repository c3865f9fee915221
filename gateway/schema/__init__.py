"""The schema: the fields of all rooms, put together.

    core                       the parts that all rooms are made of
    members, feedback, points  one room for each service
    changes                    subscriptions and `changesSince`
    conditions                 conditions of the programme that fail
    public, nodes              public fields of a brand; any object by its global id
    viewer                     who is signed in
    audit                      the audit logs of all services, as one list
    approvals                  the approvals of all services, as one list, and their decisions

A front end names types, fields and arguments: released names stay (CONTRIBUTING.md).
"""

from collections.abc import Iterable
from typing import TypeVar

import strawberry
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import StrawberryObjectDefinition

from gateway.schema.approvals import ApprovalMutations, ApprovalQueries
from gateway.schema.audit import AuditQueries
from gateway.schema.changes.changes_since import ChangeQueries
from gateway.schema.changes.subscriptions import Subscription
from gateway.schema.conditions import ConditionQueries
from gateway.schema.core.fields import spec_of
from gateway.schema.core.scalars import SCALARS
from gateway.schema.feedback.acquisition import AcquisitionMutations, AcquisitionQueries
from gateway.schema.feedback.attribution import AttributionQueries
from gateway.schema.feedback.broadcast_moves import BroadcastMutations
from gateway.schema.feedback.broadcasts import BroadcastQueries
from gateway.schema.feedback.business_hours import BusinessHoursQueries
from gateway.schema.feedback.content_calendar import (
    ContentCalendarMutations,
    ContentCalendarQueries,
)
from gateway.schema.feedback.contents import ContentFigureQueries
from gateway.schema.feedback.differences import FeedbackDifferencesQueries
from gateway.schema.feedback.experiments import ExperimentMutations, ExperimentQueries
from gateway.schema.feedback.feedback_files import (
    FeedbackFileMutations,
    FeedbackFileQueries,
)
from gateway.schema.feedback.feedback_moves import FeedbackMutations
from gateway.schema.feedback.feedback_queue import FeedbackQueries
from gateway.schema.feedback.figures import FeedbackFiguresQueries
from gateway.schema.feedback.fixes import FixMutations, FixQueries
from gateway.schema.feedback.group_posts import GroupPostMutations, GroupPostQueries
from gateway.schema.feedback.idea_moves import IdeaMoveMutations
from gateway.schema.feedback.ideas import IdeaMutations, IdeaQueries
from gateway.schema.feedback.inbox import InboxMutations, InboxQueries
from gateway.schema.feedback.insight import InsightQueries
from gateway.schema.feedback.journeys import JourneyMutations, JourneyQueries
from gateway.schema.feedback.message_channels import (
    MessageChannelMutations,
    MessageChannelQueries,
)
from gateway.schema.feedback.metric_alarms import MetricAlarmMutations, MetricAlarmQueries
from gateway.schema.feedback.metric_members import MetricMemberQueries
from gateway.schema.feedback.metric_todos import MetricTodoMutations, MetricTodoQueries
from gateway.schema.feedback.next_offers import NextOfferMutations, NextOfferQueries
from gateway.schema.feedback.offer_figures import OfferFigureQueries
from gateway.schema.feedback.presence import PresenceQueries
from gateway.schema.feedback.pressure import PressureQueries
from gateway.schema.feedback.programme_messages import (
    ProgrammeMessageMutations,
    ProgrammeMessageQueries,
)
from gateway.schema.feedback.subscriptions import SubscriptionMutations, SubscriptionQueries
from gateway.schema.feedback.survey_results import SurveyQueries
from gateway.schema.feedback.surveys import SurveyMutations
from gateway.schema.feedback.topics import TopicMutations, TopicQueries
from gateway.schema.feedback.touches import TouchQueries
from gateway.schema.feedback.trends import FeedbackTrendsQueries
from gateway.schema.feedback.trials import TrialMutations, TrialQueries
from gateway.schema.feedback.uploads import UploadMutations
from gateway.schema.feedback.webhook_moves import WebhookMutations
from gateway.schema.feedback.webhooks import WebhookQueries
from gateway.schema.members.advisers import AdviserMutations, AdviserQueries
from gateway.schema.members.backtests import TierBacktestMutations, TierBacktestQueries
from gateway.schema.members.clusters import ClusterQueries
from gateway.schema.members.consents import ConsentMutations, ConsentQueries
from gateway.schema.members.contact_preferences import ContactPreferenceMutations
from gateway.schema.members.data_quality import DataQualityQueries
from gateway.schema.members.disclosures import DisclosuresQueries
from gateway.schema.members.enrolment import EnrolmentMutations
from gateway.schema.members.erasure import ErasureMutations, ErasureQueries
from gateway.schema.members.groups import GroupMutations, GroupQueries
from gateway.schema.members.identities import IdentityMutations
from gateway.schema.members.lifecycle import LifecycleQueries
from gateway.schema.members.logins import LoginMutations, LoginQueries
from gateway.schema.members.manual_tiers import ManualTierMutations
from gateway.schema.members.member_files import MemberFileMutations, MemberFileQueries
from gateway.schema.members.members import MemberQueries
from gateway.schema.members.merge_requests import MergeRequestMutations, MergeRequestQueries
from gateway.schema.members.merging import MergeMutations, MergeQueries
from gateway.schema.members.oauth_clients import OauthClientMutations, OauthClientQueries
from gateway.schema.members.phones import PhoneMutations
from gateway.schema.members.profile import ProfileMutations
from gateway.schema.members.programmes import ProgrammeMutations, ProgrammeQueries
from gateway.schema.members.referrals import ReferralMutations, ReferralQueries
from gateway.schema.members.reveal import RevealMutations
from gateway.schema.members.reveals import RevealsMutations, RevealsQueries
from gateway.schema.members.rfm import RfmMutations, RfmQueries
from gateway.schema.members.search import SearchQueries
from gateway.schema.members.segment_ltv import SegmentLtvQueries
from gateway.schema.members.segments import SegmentMutations, SegmentQueries
from gateway.schema.members.stores import StoreMutations, StoreQueries
from gateway.schema.members.tags import TagMutations, TagQueries
from gateway.schema.members.views import ViewMutations, ViewQueries
from gateway.schema.nodes import NodeQueries
from gateway.schema.points.adjustments import AdjustmentMutations
from gateway.schema.points.attendance import AttendanceMutations
from gateway.schema.points.basket_quote import BasketQuoteQueries
from gateway.schema.points.baskets import BasketMutations, BasketQueries
from gateway.schema.points.benefits import BenefitMutations, BenefitQueries
from gateway.schema.points.books import BookMutations, BookQueries
from gateway.schema.points.brand_events import BrandEventMutations, BrandEventQueries
from gateway.schema.points.budgets import BudgetQueries
from gateway.schema.points.bulk_files import BulkFileMutations, BulkFileQueries
from gateway.schema.points.campaigns import CampaignQueries
from gateway.schema.points.check_in import CheckInMutations
from gateway.schema.points.coupons import CouponMutations, CouponQueries
from gateway.schema.points.draws import DrawMutations, DrawQueries
from gateway.schema.points.dry_runs import DryRunMutations, DryRunQueries
from gateway.schema.points.gifts import GiftMutations
from gateway.schema.points.leaderboards import LeaderboardQueries
from gateway.schema.points.lotteries import LotteryQueries
from gateway.schema.points.make_up_check_in import MakeUpCheckInMutations
from gateway.schema.points.orders import OrderMutations, OrderQueries
from gateway.schema.points.previews import PreviewQueries
from gateway.schema.points.redemptions import RedemptionMutations, RedemptionQueries
from gateway.schema.points.reports import ReportQueries
from gateway.schema.points.restocks import RestockQueries
from gateway.schema.points.rewards import RewardQueries
from gateway.schema.points.vouchers import VoucherMutations, VoucherQueries
from gateway.schema.points.waiting_refunds import WaitingRefundQueries
from gateway.schema.points.wake_ups import WakeUpQueries
from gateway.schema.public import PublicQueries
from gateway.schema.viewer import ViewerQueries


@strawberry.type(
    description="Reads. A field that cannot be answered is null, with an error at its path."
)
class Query(
    MemberQueries,
    ConsentQueries,
    DisclosuresQueries,
    ErasureQueries,
    RevealsQueries,
    AdviserQueries,
    MergeQueries,
    MergeRequestQueries,
    GroupQueries,
    ReferralQueries,
    StoreQueries,
    TagQueries,
    LifecycleQueries,
    ClusterQueries,
    RfmQueries,
    SearchQueries,
    SegmentLtvQueries,
    SegmentQueries,
    RestockQueries,
    RewardQueries,
    RedemptionQueries,
    FeedbackQueries,
    BusinessHoursQueries,
    FeedbackDifferencesQueries,
    FeedbackFiguresQueries,
    FeedbackFileQueries,
    FixQueries,
    IdeaQueries,
    TrialQueries,
    TopicQueries,
    ContentCalendarQueries,
    WebhookQueries,
    SubscriptionQueries,
    SurveyQueries,
    FeedbackTrendsQueries,
    ExperimentQueries,
    InsightQueries,
    MetricMemberQueries,
    AcquisitionQueries,
    AttributionQueries,
    ContentFigureQueries,
    MetricAlarmQueries,
    MetricTodoQueries,
    InboxQueries,
    NextOfferQueries,
    OfferFigureQueries,
    BroadcastQueries,
    GroupPostQueries,
    JourneyQueries,
    TouchQueries,
    MessageChannelQueries,
    PresenceQueries,
    PressureQueries,
    ProgrammeMessageQueries,
    ConditionQueries,
    WaitingRefundQueries,
    OrderQueries,
    WakeUpQueries,
    DataQualityQueries,
    VoucherQueries,
    CouponQueries,
    BasketQuoteQueries,
    BasketQueries,
    BenefitQueries,
    BudgetQueries,
    BulkFileQueries,
    CampaignQueries,
    DrawQueries,
    DryRunQueries,
    TierBacktestQueries,
    MemberFileQueries,
    LoginQueries,
    ViewQueries,
    OauthClientQueries,
    LotteryQueries,
    BrandEventQueries,
    LeaderboardQueries,
    ApprovalQueries,
    AuditQueries,
    BookQueries,
    ReportQueries,
    PreviewQueries,
    ProgrammeQueries,
    PublicQueries,
    ChangeQueries,
    NodeQueries,
    ViewerQueries,
):
    """The fields of all rooms."""


@strawberry.type(
    description="Writes. Each takes a `requestId`, so that a request that got no answer can be sent"
    " again without taking effect twice. `revealMember` and `readReveal` take none: each look at"
    " personal data is kept. `useExperiment` takes none: a member is exposed to an experiment once."
)
class Mutation(
    CheckInMutations,
    MakeUpCheckInMutations,
    RedemptionMutations,
    VoucherMutations,
    CouponMutations,
    BasketMutations,
    BenefitMutations,
    BulkFileMutations,
    GiftMutations,
    DrawMutations,
    BrandEventMutations,
    AttendanceMutations,
    OrderMutations,
    DryRunMutations,
    AdjustmentMutations,
    ApprovalMutations,
    BookMutations,
    ProgrammeMutations,
    ProfileMutations,
    AdviserMutations,
    EnrolmentMutations,
    IdentityMutations,
    PhoneMutations,
    GroupMutations,
    ReferralMutations,
    StoreMutations,
    TagMutations,
    ManualTierMutations,
    TierBacktestMutations,
    MemberFileMutations,
    LoginMutations,
    ViewMutations,
    OauthClientMutations,
    RfmMutations,
    SegmentMutations,
    RevealMutations,
    RevealsMutations,
    FeedbackMutations,
    FeedbackFileMutations,
    FixMutations,
    IdeaMutations,
    IdeaMoveMutations,
    TopicMutations,
    ContentCalendarMutations,
    TrialMutations,
    SubscriptionMutations,
    SurveyMutations,
    InboxMutations,
    NextOfferMutations,
    BroadcastMutations,
    GroupPostMutations,
    ExperimentMutations,
    JourneyMutations,
    MessageChannelMutations,
    ProgrammeMessageMutations,
    UploadMutations,
    WebhookMutations,
    AcquisitionMutations,
    MetricAlarmMutations,
    MetricTodoMutations,
    ConsentMutations,
    ContactPreferenceMutations,
    ErasureMutations,
    MergeMutations,
    MergeRequestMutations,
):
    """The fields of all rooms."""


S = TypeVar("S", bound=strawberry.Schema)


def build(kind: type[S], extensions: Iterable[type[SchemaExtension]] = ()) -> S:
    """The schema. Raises TypeError when a field is declared without a rule."""
    schema = kind(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        extensions=extensions,
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    for known in schema.schema_converter.type_map.values():
        definition = known.definition
        if isinstance(definition, StrawberryObjectDefinition) and not definition.is_input:
            for field in definition.fields:
                spec_of(field)
    return schema
