"""The three services: their channels and stubs, and the tokens of the calls."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any, TypeVar

import grpc

from gateway.core.settings import GatewaySettings
from services.common import deadlines
from services.common.auth import ALL_BRANDS, Caller, Role, TokenIssuer
from services.common.channel import connect
from services.common.tls import client_files
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
from tessera.feedback.v1 import privacy_pb2_grpc as feedback_privacy_grpc
from tessera.feedback.v1 import timeline_pb2_grpc as feedback_timeline_grpc
from tessera.members.v1 import (
    activities_pb2_grpc,
    advisers_pb2_grpc,
    backtests_pb2_grpc,
    clients_pb2,
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
from tessera.points.v1 import privacy_pb2_grpc as points_privacy_grpc
from tessera.points.v1 import timeline_pb2_grpc as points_timeline_grpc
from tessera.programme.v1 import conditions_pb2_grpc

TOKEN_TTL = timedelta(minutes=3)
TOKEN_REUSE_S = 60.0
TOKENS_MAX = 10_000
SEVERAL_TOKEN_TTL = timedelta(seconds=30)
SEVERAL_REUSE_S = 2.0
SEVERAL_TOKENS_MAX = 64
"""Few tokens for a short time: a group of members seldom meets again, but the services are asked
for it at the same time."""
READ_TIMEOUT_S = 4.0
"""The limit of one read: a service that hangs costs its fields, not the 10 s of the request."""
WRITE_TIMEOUT_S = 8.0

CHANNEL = "mini_program"
"""The channel as which the gateway sends activities."""

Metadata = tuple[tuple[str, str], ...]
Q = TypeVar("Q")
A = TypeVar("A")


class Tokens:
    """Tokens that name the caller to the services, each signed once and used for a minute."""

    def __init__(self, issuer: TokenIssuer) -> None:
        self._own = _Minted(issuer, TOKEN_TTL, TOKEN_REUSE_S, TOKENS_MAX)
        self._several = _Minted(issuer, SEVERAL_TOKEN_TTL, SEVERAL_REUSE_S, SEVERAL_TOKENS_MAX)

    def metadata(self, caller: Caller) -> Metadata:
        """The authorization entry of a call for `caller`. Raises ValueError when its token would be
        too long."""
        return (self._several if caller.reads_for else self._own).metadata(caller)


class _Minted:
    """The `most` tokens made last, each used for `reuse_s`."""

    def __init__(self, issuer: TokenIssuer, ttl: timedelta, reuse_s: float, most: int) -> None:
        self._issuer, self._ttl = issuer, ttl
        self._reuse_s, self._most = reuse_s, most
        self._minted: OrderedDict[Caller, tuple[float, Metadata]] = OrderedDict()

    def metadata(self, caller: Caller) -> Metadata:
        known = self._minted.get(caller)
        now = monotonic()
        if known is not None and known[0] > now:
            return known[1]
        token = self._issuer.mint(caller, self._ttl)
        minted: Metadata = (("authorization", f"Bearer {token}"),)
        self._minted[caller] = (now + self._reuse_s, minted)
        self._minted.move_to_end(caller)
        if len(self._minted) > self._most:
            self._minted.popitem(last=False)
        return minted


def for_several(caller: Caller, member_ids: Iterable[str | None]) -> Caller:
    """The gateway as the reader of these members' cards. `caller` is one of them.

    Raises ValueError when there are too many, or one is no member.
    """
    return Caller(
        brand=caller.brand,
        subject="gateway",
        role=Role.MEMBER,
        scopes=caller.scopes,
        reads_for=frozenset(each for each in member_ids if each),
    )


def as_channel(caller: Caller) -> Caller:
    """The gateway as the brand's mini-program: members may not send activities themselves.

    An operator sends them in its own name, by its own scopes.
    """
    if caller.role is Role.OPERATOR:
        return caller
    return Caller(brand=caller.brand, subject=CHANNEL, role=Role.CHANNEL)


def for_nobody(caller: Caller) -> Caller:
    """The gateway itself, for the brand of `caller`: what everybody may read is read so."""
    return Caller(caller.brand, "gateway", Role.SERVICE)


def watcher() -> Caller:
    """The gateway as a follower of every brand's events."""
    return Caller(brand=ALL_BRANDS, subject="gateway", role=Role.SERVICE)


@dataclass(frozen=True)
class Channels:
    """A connection to each service."""

    members: grpc.aio.Channel
    points: grpc.aio.Channel
    feedback: grpc.aio.Channel

    async def close(self) -> None:
        """End all three."""
        for channel in (self.members, self.points, self.feedback):
            await channel.close()


def open_channels(settings: GatewaySettings) -> Channels:
    """Channels to the addresses in the settings; they connect again by themselves.

    Raises SettingsError for files of TLS that cannot be read.
    """
    tls = client_files(settings)
    return Channels(
        connect(settings.members_address, tls=tls),
        connect(settings.points_address, tls=tls),
        connect(settings.feedback_address, tls=tls),
    )


class Services:
    """The stubs that the gateway uses, and the calls made with them."""

    def __init__(self, channels: Channels, tokens: Tokens) -> None:
        self.channels = channels
        self.tokens = tokens
        self.members = members_pb2_grpc.MembersStub(channels.members)
        self.activities = activities_pb2_grpc.ActivitiesStub(channels.members)
        self.programmes = programmes_pb2_grpc.ProgrammesStub(channels.members)
        self.stores = stores_pb2_grpc.StoresStub(channels.members)
        self.logins = sessions_pb2_grpc.LoginsStub(channels.members)
        self.views = views_pb2_grpc.ViewsStub(channels.members)
        self.sessions = sessions_pb2_grpc.SessionsStub(channels.members)
        self.clients = clients_pb2_grpc.ClientsStub(channels.members)
        self.client_register = clients_pb2_grpc.ClientRegisterStub(channels.members)
        self.consents = consents_pb2_grpc.ConsentsStub(channels.members)
        self.privacy = privacy_pb2_grpc.PrivacyStub(channels.members)
        self.reveals = reveals_pb2_grpc.RevealsStub(channels.members)
        self.merge_requests = merge_requests_pb2_grpc.MergeRequestsStub(channels.members)
        self.merging = merging_pb2_grpc.MergingStub(channels.members)
        self.points_merges = merges_pb2_grpc.MergesStub(channels.points)
        self.feedback_merges = feedback_merges_pb2_grpc.MergesStub(channels.feedback)
        self.points_privacy = points_privacy_grpc.PrivacyStub(channels.points)
        self.feedback_privacy = feedback_privacy_grpc.PrivacyStub(channels.feedback)
        self.contacts = contacts_pb2_grpc.ContactsStub(channels.members)
        self.lifecycle = lifecycle_pb2_grpc.LifecycleStub(channels.members)
        self.advisers = advisers_pb2_grpc.AdvisersStub(channels.members)
        self.phones = phones_pb2_grpc.PhonesStub(channels.members)
        self.groups = groups_pb2_grpc.GroupsStub(channels.members)
        self.referrals = referrals_pb2_grpc.ReferralsStub(channels.members)
        self.segments = segments_pb2_grpc.SegmentsStub(channels.members)
        self.search = search_pb2_grpc.SearchStub(channels.members)
        self.member_files = member_files_pb2_grpc.MemberFilesStub(channels.members)
        self.tags = tags_pb2_grpc.TagsStub(channels.members)
        self.tier_backtests = backtests_pb2_grpc.TierBacktestsStub(channels.members)
        self.tiers = tiers_pb2_grpc.TiersStub(channels.members)
        self.member_events = events_pb2_grpc.EventsStub(channels.members)
        self.wallets = wallets_pb2_grpc.WalletsStub(channels.points)
        self.benefits = benefits_pb2_grpc.BenefitsStub(channels.points)
        self.dry_runs = dry_runs_pb2_grpc.DryRunsStub(channels.points)
        self.wake_ups = wake_ups_pb2_grpc.WakeUpsStub(channels.points)
        self.vouchers = vouchers_pb2_grpc.VouchersStub(channels.points)
        self.checkout = checkout_pb2_grpc.CheckoutStub(channels.points)
        self.coupons = coupons_pb2_grpc.CouponsStub(channels.points)
        self.grants = grants_pb2_grpc.GrantsStub(channels.points)
        self.brand_events = brand_events_pb2_grpc.BrandEventsStub(channels.points)
        self.bulk_files = bulk_files_pb2_grpc.BulkFilesStub(channels.points)
        self.lotteries = lotteries_pb2_grpc.LotteriesStub(channels.points)
        self.leaderboards = leaderboards_pb2_grpc.LeaderboardsStub(channels.points)
        self.rewards = rewards_pb2_grpc.RewardsStub(channels.points)
        self.check_ins = check_ins_pb2_grpc.CheckInsStub(channels.points)
        self.refunds = refunds_pb2_grpc.RefundsStub(channels.points)
        self.earning = earning_pb2_grpc.EarningStub(channels.points)
        self.statements = statements_pb2_grpc.StatementsStub(channels.points)
        self.gifts = transfers_pb2_grpc.GiftsStub(channels.points)
        self.adjustments = transfers_pb2_grpc.AdjustmentsStub(channels.points)
        self.approvals: Mapping[str, approvals_pb2_grpc.ApprovalsAsyncStub] = {
            "members": approvals_pb2_grpc.ApprovalsStub(channels.members),
            "points": approvals_pb2_grpc.ApprovalsStub(channels.points),
        }
        self.timelines: Mapping[str, Any] = {
            "members": members_timeline_grpc.TimelineStub(channels.members),
            "points": points_timeline_grpc.TimelineStub(channels.points),
            "feedback": feedback_timeline_grpc.TimelineStub(channels.feedback),
        }
        self.audits: Mapping[str, audit_pb2_grpc.AuditAsyncStub] = {
            "members": audit_pb2_grpc.AuditStub(channels.members),
            "points": audit_pb2_grpc.AuditStub(channels.points),
            "feedback": audit_pb2_grpc.AuditStub(channels.feedback),
        }
        self.ledger = ledger_pb2_grpc.LedgerStub(channels.points)
        self.feedback = feedback_pb2_grpc.FeedbackItemsStub(channels.feedback)
        self.feedback_files = feedback_files_pb2_grpc.FeedbackFilesStub(channels.feedback)
        self.feedback_figures = figures_pb2_grpc.FeedbackFiguresStub(channels.feedback)
        self.follow_up = follow_up_pb2_grpc.FollowUpStub(channels.feedback)
        self.broadcasts = broadcasts_pb2_grpc.BroadcastsStub(channels.feedback)
        self.group_posts = group_posts_pb2_grpc.GroupPostsStub(channels.feedback)
        self.journeys = journeys_pb2_grpc.JourneysStub(channels.feedback)
        self.experiments = experiments_pb2_grpc.ExperimentsStub(channels.feedback)
        self.insight = insight_pb2_grpc.InsightStub(channels.feedback)
        self.ideas = ideas_pb2_grpc.IdeasStub(channels.feedback)
        self.trials = ideas_pb2_grpc.TrialsStub(channels.feedback)
        self.topics = topics_pb2_grpc.TopicsStub(channels.feedback)
        self.content_calendar = topics_pb2_grpc.ContentCalendarStub(channels.feedback)
        self.surveys = surveys_pb2_grpc.SurveysStub(channels.feedback)
        self.subscriptions = subscriptions_pb2_grpc.SubscriptionsStub(channels.feedback)
        self.next_offers = offers_pb2_grpc.NextOffersStub(channels.feedback)
        self.partners = partners_pb2_grpc.PartnersStub(channels.feedback)
        self.presence = presence_pb2_grpc.PresenceStub(channels.feedback)
        self.reach = reach_pb2_grpc.ReachStub(channels.feedback)
        self.business_hours = business_hours_pb2_grpc.BusinessHoursStub(channels.feedback)
        self.points_conditions = conditions_pb2_grpc.ConditionsStub(channels.points)
        self.feedback_conditions = conditions_pb2_grpc.ConditionsStub(channels.feedback)
        self.feedback_events = feedback_pb2_grpc.EventsStub(channels.feedback)

    async def read(
        self,
        method: Callable[..., Awaitable[A]],
        request: object,
        caller: Caller,
        *,
        shared: bool = False,
    ) -> A:
        """One read in the name of `caller`. Raises grpc.aio.AioRpcError.

        It has the time that is left of the request, at most 4 s. A call that requests share is not
        bound by the time of one of them; each request stops waiting by itself.
        """
        metadata = self.tokens.metadata(caller)
        timeout_s = READ_TIMEOUT_S if shared else _left_s(READ_TIMEOUT_S)
        return await method(request, timeout=timeout_s, metadata=metadata)

    async def write(
        self, method: Callable[..., Awaitable[A]], request: object, caller: Caller
    ) -> A:
        """One write in the name of `caller`, within the time left of the request, at most 8 s.

        Raises grpc.aio.AioRpcError.
        """
        metadata = self.tokens.metadata(caller)
        return await method(request, timeout=_left_s(WRITE_TIMEOUT_S), metadata=metadata)

    async def ended_clients(self, caller: Caller) -> Mapping[str, int]:
        """The clients whose tokens ended, as members tells `caller`."""
        request = clients_pb2.ListEndedClientsRequest()
        answer = await self.read(self.clients.ListEndedClients, request, caller)
        return {each.client_id: each.least_epoch for each in answer.clients}


def _left_s(most: float) -> float:
    left = deadlines.remaining_s()
    return most if left is None else min(most, left)
