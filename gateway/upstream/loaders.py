"""The loaders of a member's card: one for each batch RPC of the services."""

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp

from gateway.core.errors import attempt
from gateway.upstream.batching import Found, Loader, Need
from gateway.upstream.clients import Services, for_nobody
from gateway.upstream.timelines import Item, TimelinePage, timeline_of
from services.common.auth import Caller, Role
from services.common.errors import Refusal
from services.common.timeline import Part
from tessera.feedback.v1 import feedback_pb2, surveys_pb2
from tessera.members.v1 import activities_pb2, members_pb2
from tessera.points.v1 import rewards_pb2, statements_pb2, wallets_pb2
from tessera.types.v1 import types_pb2

ITEMS_USUAL = 20
DAYS_USUAL = 366
"""Needs up to these sizes share a call: it asks for the largest one for all members."""


QUEUE_COUNTS = "queue"
"""The one key of the counts of a brand's queue."""


class FeedbackFilter(NamedTuple):
    """The items of feedback that are wanted: older than one, in some states, of a category."""

    before: str = ""
    states: tuple[Any, ...] = ()
    category: str = ""


class ListPage(NamedTuple):
    """A page of a list of one member: the token of the service, and its size."""

    token: str
    size: int


class DayRange(NamedTuple):
    """Days, YYYY-MM-DD, both included; "" for no bound."""

    since: str
    until: str


class StatementPage(NamedTuple):
    """A month, YYYY-MM, of an asset."""

    month: str
    asset: str


def reward_key(member_id: str, code: str) -> str:
    """The key of a reward as it is judged for a member, or for nobody when `member_id` is empty."""
    return f"{member_id}/{code}"


def refunded_tiers_key(
    refund: types_pb2.Activity, growth_taken: int, growth_time: Timestamp | None
) -> str:
    """The key of a member's tiers after a refund: all that members judge it by."""
    request = activities_pb2.PreviewRefundRequest(
        refund=refund, growth_taken=growth_taken, growth_time=growth_time
    )
    return request.SerializeToString(deterministic=True).hex()


def wallet_need(
    *,
    days: int = 1,
    entries: int = 0,
    before: int = 0,
    check_ins: bool = False,
    badges: bool = False,
    tasks: bool = False,
    streaks: bool = False,
    benefits: bool = False,
    gifts: bool = False,
    wake_up: bool = False,
) -> Need:
    """The need of a wallet: points that expire within `days`, so many entries before the one
    numbered `before` (0 = the newest), the check-ins, badges, tasks, streaks, benefits, what
    may be given and the open wake-up."""
    parts = (check_ins, badges, tasks, streaks, benefits, gifts, wake_up)
    return Need(before, (days, entries, *map(int, parts)))


MEMBER_PARTS = (
    "consents",
    "contact_preferences",
    "tags",
    "lifecycle",
    "segments",
    "adviser",
    "cluster",
)
"""Parts of a member that a request asks for by name, in the order of the sizes of `member_need`."""


def member_need(
    *,
    consents: bool = False,
    preferences: bool = False,
    tags: bool = False,
    lifecycle: bool = False,
    segments: bool = False,
    adviser: bool = False,
    cluster: bool = False,
) -> Need:
    """The need of a member with what the card does not show unasked."""
    parts = (consents, preferences, tags, lifecycle, segments, adviser, cluster)
    return Need(None, tuple(map(int, parts)))


class Loaders:
    """The parts of a member's card. The sizes of a need, in order:

    members   as `member_need` makes them, or () for the card alone
    masked_members (), as everybody sees them, whoever asks
    wallets   as `wallet_need` makes them
    feedback  (items,), page = FeedbackFilter, or "" for the newest of all
    rewards   (), by the member they are judged for and the code: `reward_key`
    refunded_tiers (), by `refunded_tiers_key`: a call for each
    decisions (), page = ListPage: a call for each member
    statements (), page = StatementPage: a call for each member
    timelines (), page = TimelinePage: up to a call to each service for each member
    surveys   (): a call for each member
    survey_results (), by the code of the survey, page = DayRange: a call for each
    feedback_counts (), by `QUEUE_COUNTS`
    feedback_items (), by the id of the item: a call for each
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self.members: Loader[members_pb2.Member] = Loader(self._members, (1,) * len(MEMBER_PARTS))
        self.masked_members: Loader[members_pb2.Member] = Loader(self._masked_members, for_all=True)
        self.wallets: Loader[wallets_pb2.Wallet] = Loader(
            self._wallets, (DAYS_USUAL, ITEMS_USUAL, 1, 1, 1, 1, 1, 1, 1)
        )
        self.feedback: Loader[feedback_pb2.MemberFeedback] = Loader(self._feedback, (ITEMS_USUAL,))
        self.surveys: Loader[surveys_pb2.ListMemberSurveysResponse] = Loader(self._surveys)
        self.survey_results: Loader[surveys_pb2.GetSurveyResultsResponse] = Loader(self._results)
        self.feedback_counts: Loader[feedback_pb2.CountFeedbackResponse] = Loader(self._counts)
        self.feedback_items: Loader[feedback_pb2.Feedback] = Loader(self._items)
        self.rewards: Loader[rewards_pb2.Reward] = Loader(self._rewards)
        self.decisions: Loader[members_pb2.ListTierDecisionsResponse] = Loader(self._decisions)
        self.refunded_tiers: Loader[activities_pb2.PreviewRefundResponse] = Loader(
            self._refunded_tiers
        )
        self.statements: Loader[statements_pb2.GetStatementResponse] = Loader(self._statements)
        self.timelines: Loader[Any] = Loader(self._timelines)

    async def _members(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> Found[members_pb2.Member]:
        wanted = need.sizes or (0,) * len(MEMBER_PARTS)
        request = members_pb2.BatchGetMembersRequest(
            member_ids=ids,
            **{part: size > 0 for part, size in zip(MEMBER_PARTS, wanted, strict=True)},
        )
        response = await self._services.read(
            self._services.members.BatchGetMembers, request, caller, shared=True
        )
        found = {member.id: member for member in response.members}
        # Who asks for a member who was merged gets the survivor.
        merged = {asked: found[into] for asked, into in response.survivor_ids.items()}
        return found | merged

    async def _masked_members(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> Found[members_pb2.Member]:
        return await self._members(for_nobody(caller), ids, need)

    async def _wallets(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> Found[wallets_pb2.Wallet]:
        days, entries, check_ins, badges, tasks, streaks, benefits, gifts, wake_up = need.sizes
        request = wallets_pb2.BatchGetWalletsRequest(
            member_ids=ids,
            expiring_days=days,
            entries_size=entries,
            entries_before=need.page if isinstance(need.page, int) else 0,
            check_ins=check_ins > 0,
            badges=badges > 0,
            tasks=tasks > 0,
            streaks=streaks > 0,
            benefits=benefits > 0,
            gifts=gifts > 0,
            wake_up=wake_up > 0,
        )
        response = await self._services.read(
            self._services.wallets.BatchGetWallets, request, caller, shared=True
        )
        return {wallet.member_id: wallet for wallet in response.wallets}

    async def _feedback(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> Found[feedback_pb2.MemberFeedback]:
        (size,) = need.sizes
        only = need.page if isinstance(need.page, FeedbackFilter) else FeedbackFilter()
        # A position in one member's list means nothing in another's: the RPC takes one member then.
        groups = [[each] for each in ids] if only.before else [ids]
        responses = await asyncio.gather(
            *(
                self._services.read(
                    self._services.feedback.BatchListMemberFeedback,
                    feedback_pb2.BatchListMemberFeedbackRequest(
                        member_ids=group,
                        size=size,
                        before_feedback_id=only.before,
                        states=only.states,
                        category=only.category,
                    ),
                    caller,
                    shared=True,
                )
                for group in groups
            )
        )
        return {each.member_id: each for response in responses for each in response.members}

    async def _rewards(
        self, caller: Caller, keys: Sequence[str], need: Need
    ) -> Found[rewards_pb2.Reward]:
        by_member: dict[str, list[str]] = {}
        for key in keys:
            member_id, _, code = key.partition("/")
            by_member.setdefault(member_id, []).append(code)
        read, method = self._services.read, self._services.rewards.BatchGetRewards
        responses = await asyncio.gather(
            *(
                read(
                    method,
                    rewards_pb2.BatchGetRewardsRequest(member_id=member_id, reward_codes=codes),
                    caller,
                    shared=True,
                )
                for member_id, codes in by_member.items()
            )
        )
        return {
            reward_key(member_id, reward.code): reward
            for member_id, response in zip(by_member, responses, strict=True)
            for reward in response.rewards
        }

    async def _decisions(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> Found[members_pb2.ListTierDecisionsResponse]:
        page = need.page if isinstance(need.page, ListPage) else ListPage("", ITEMS_USUAL)

        async def of(member_id: str) -> members_pb2.ListTierDecisionsResponse | None:
            request = members_pb2.ListTierDecisionsRequest(
                member_id=member_id, page_size=page.size, page_token=page.token
            )
            asking = self._services.read(self._services.members.ListTierDecisions, request, caller)
            # The card of one that does not exist is missing too, and costs the others nothing.
            told, _ = await attempt(asking, ("MEMBER_NOT_FOUND",))
            return told

        told = await asyncio.gather(*map(of, ids))
        return {key: one for key, one in zip(ids, told, strict=True) if one is not None}

    async def _refunded_tiers(
        self, caller: Caller, keys: Sequence[str], need: Need
    ) -> Found[activities_pb2.PreviewRefundResponse]:
        async def of(key: str) -> activities_pb2.PreviewRefundResponse:
            request = activities_pb2.PreviewRefundRequest.FromString(bytes.fromhex(key))
            method = self._services.activities.PreviewRefund
            return await self._services.read(method, request, caller)

        return dict(zip(keys, await asyncio.gather(*map(of, keys)), strict=True))

    async def _statements(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> Found[statements_pb2.GetStatementResponse]:
        page = need.page if isinstance(need.page, StatementPage) else StatementPage("", "")

        async def of(member_id: str) -> statements_pb2.GetStatementResponse:
            request = statements_pb2.GetStatementRequest(
                member_id=member_id, asset=page.asset, month=page.month
            )
            method = self._services.statements.GetStatement
            return await self._services.read(method, request, caller)

        return dict(zip(ids, await asyncio.gather(*map(of, ids)), strict=True))

    async def _timelines(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> dict[str, Part[Item]]:
        if caller.role is not Role.OPERATOR:
            raise Refusal("PERMISSION_DENIED", "for operators of the brand")
        page = need.page
        assert isinstance(page, TimelinePage)
        told = await asyncio.gather(
            *(timeline_of(self._services, caller, each, page) for each in ids)
        )
        return {key: one for key, one in zip(ids, told, strict=True) if one is not None}

    async def _surveys(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> Found[surveys_pb2.ListMemberSurveysResponse]:
        async def of(member_id: str) -> surveys_pb2.ListMemberSurveysResponse:
            request = surveys_pb2.ListMemberSurveysRequest(member_id=member_id)
            method = self._services.surveys.ListMemberSurveys
            return await self._services.read(method, request, caller)

        return dict(zip(ids, await asyncio.gather(*map(of, ids)), strict=True))

    async def _results(
        self, caller: Caller, codes: Sequence[str], need: Need
    ) -> Found[surveys_pb2.GetSurveyResultsResponse]:
        days = need.page if isinstance(need.page, DayRange) else DayRange("", "")

        async def of(code: str) -> surveys_pb2.GetSurveyResultsResponse:
            request = surveys_pb2.GetSurveyResultsRequest(
                survey=code, from_day=days.since, until_day=days.until
            )
            method = self._services.surveys.GetSurveyResults
            return await self._services.read(method, request, caller)

        return dict(zip(codes, await asyncio.gather(*map(of, codes)), strict=True))

    async def _counts(
        self, caller: Caller, keys: Sequence[str], need: Need
    ) -> Found[feedback_pb2.CountFeedbackResponse]:
        request = feedback_pb2.CountFeedbackRequest()
        method = self._services.feedback.CountFeedback
        told = await self._services.read(method, request, caller, shared=True)
        return dict.fromkeys(keys, told)

    async def _items(
        self, caller: Caller, ids: Sequence[str], need: Need
    ) -> Found[feedback_pb2.Feedback]:
        async def of(feedback_id: str) -> feedback_pb2.Feedback:
            request = feedback_pb2.GetFeedbackRequest(feedback_id=feedback_id)
            method = self._services.feedback.GetFeedback
            return (await self._services.read(method, request, caller)).feedback

        return dict(zip(ids, await asyncio.gather(*map(of, ids)), strict=True))
