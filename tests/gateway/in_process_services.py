"""The services without a network: the same answers, and failures by name of the method."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

import grpc

from gateway.schema.core.context import RequestContext
from gateway.upstream.loaders import Loaders
from services.common.auth import Caller, Role
from services.common.errors import DETAILS_KEY, Refusal, to_status
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import consents_pb2, members_pb2
from tessera.points.v1 import rewards_pb2, wallets_pb2
from tessera.types.v1 import types_pb2
from tests.gateway.members_server import card, declaration
from tests.gateway.services import NOW_S, at, described, feedback_item, member, member_id, wallet
from tests.gateway.timeline_server import KINDS as TIMELINES
from tests.gateway.timeline_server import answer
from tests.scopes import EVERY_SCOPE

OPERATOR = Caller("tea", "operator-1", Role.OPERATOR, scopes=EVERY_SCOPE)
MEMBER = Caller("tea", "member-2", Role.MEMBER, member_id(2))
NOW = datetime.fromtimestamp(NOW_S, UTC)


def away() -> Exception:
    """A service that is not there."""
    return grpc.aio.AioRpcError(
        grpc.StatusCode.UNAVAILABLE, grpc.aio.Metadata(), grpc.aio.Metadata(), "away"
    )


def refused(reason: str) -> Exception:
    """A refusal as it comes over the wire."""
    status = to_status(Refusal(reason))
    code = next(code for code in grpc.StatusCode if code.value[0] == status.code)
    details = grpc.aio.Metadata((DETAILS_KEY, status.SerializeToString()))
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), details, status.message)


@dataclass
class InProcessServices:
    """Stands where `clients.Services` does."""

    failing: Mapping[str, Callable[[], Exception]] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    callers: list[Caller] = field(default_factory=list)
    posted: int | None = None
    """What every balance is, where it is told."""
    odd: bool = False
    """Gives answers that break what they promise: an unknown state where none may be."""

    def __post_init__(self) -> None:
        self.members = SimpleNamespace(
            BatchGetMembers=self._members, FindMember=self._find, ListTierDecisions=self._decisions
        )
        self.consents = SimpleNamespace(ListConsentDeclarations=self._declarations)
        self.wallets = SimpleNamespace(BatchGetWallets=self._wallets)
        self.feedback = SimpleNamespace(
            BatchListMemberFeedback=self._feedback, GetFeedback=self._one_feedback
        )
        self.timelines = {
            name: SimpleNamespace(ListTimeline=partial(self._timeline, name)) for name in TIMELINES
        }
        self.programmes = SimpleNamespace(DescribeProgramme=self._described)
        self.rewards = SimpleNamespace(
            ListRewards=self._rewards,
            BatchGetRewards=self._rewards_found,
            ListRedemptions=self._redemptions,
            GetRedemption=self._redemption,
        )

    async def read(
        self,
        method: Callable[[Any], Awaitable[Any]],
        request: Any,
        caller: Caller,
        *,
        shared: bool = False,
    ) -> Any:
        name = type(request).__name__.removesuffix("Request")
        self.calls[name] += 1
        self.callers.append(caller)
        if name in self.failing:
            raise self.failing[name]()
        return await method(request)

    async def _members(self, request: Any) -> Any:
        known = [each for each in request.member_ids if int(each[-4:]) < 20]
        return members_pb2.BatchGetMembersResponse(
            members=[card(int(e[-4:]), request) for e in known]
        )

    async def _declarations(self, request: Any) -> Any:
        return consents_pb2.ListConsentDeclarationsResponse(
            declarations=[declaration(n) for n in (3, 2, 1)][: request.page_size]
        )

    async def _find(self, request: Any) -> Any:
        if request.identity.value != "17841":
            raise refused("MEMBER_NOT_FOUND")
        return members_pb2.FindMemberResponse(member=member(3))

    async def _decisions(self, request: Any) -> Any:
        made = members_pb2.TierDecision(
            ladder="growth", from_tier="silver", to_tier="gold", reason="upgrade", decide_time=at(5)
        )
        return members_pb2.ListTierDecisionsResponse(decisions=[made])

    async def _timeline(self, service: str, request: Any) -> Any:
        return answer(service, request)

    async def _wallets(self, request: Any) -> Any:
        known = [each for each in request.member_ids if int(each[-4:]) != 5]
        wallets = [wallet(e, request) for e in known]
        for each in wallets if self.posted is not None else ():
            each.points.posted = self.posted or 0
        return wallets_pb2.BatchGetWalletsResponse(wallets=wallets)

    async def _feedback(self, request: Any) -> Any:
        listed = []
        for each in request.member_ids:
            items = [feedback_item(each, n) for n in range(1, min(request.size, 3) + 1)]
            if self.odd and int(each[-4:]) % 3 == 0:
                items[0].state = feedback_pb2.FEEDBACK_STATE_UNSPECIFIED
            listed.append(feedback_pb2.MemberFeedback(member_id=each, feedback=items))
        return feedback_pb2.BatchListMemberFeedbackResponse(members=listed)

    async def _one_feedback(self, request: Any) -> Any:
        return feedback_pb2.GetFeedbackResponse(feedback=feedback_item(member_id(2), 1))

    async def _rewards(self, request: Any) -> Any:
        rewards = [_reward()] * min(3, request.page_size)
        return rewards_pb2.ListRewardsResponse(rewards=rewards, total_size=3)

    async def _rewards_found(self, request: Any) -> Any:
        found = [_reward()] if "tea" in request.reward_codes else []
        return rewards_pb2.BatchGetRewardsResponse(rewards=found)

    async def _described(self, request: Any) -> Any:
        return described("tea")

    async def _redemptions(self, request: Any) -> Any:
        held = _redemption(request.member_id)
        return rewards_pb2.ListRedemptionsResponse(redemptions=[held], next_page_token="x")

    async def _redemption(self, request: Any) -> Any:
        if request.redemption_id != "rdm_1":
            raise refused("REDEMPTION_NOT_FOUND")
        return rewards_pb2.GetRedemptionResponse(redemption=_redemption(member_id(2)))

    def context(self, caller: Caller, language: str = "zh") -> RequestContext:
        """A context over this."""
        services: Any = self
        return RequestContext(services, Loaders(services), caller, NOW, language)


def _reward() -> rewards_pb2.Reward:
    return rewards_pb2.Reward(
        code="tea",
        name=types_pb2.LocalizedText(zh="茶"),
        kind=rewards_pb2.REWARD_KIND_PRODUCT,
        stock=0,
        hindrance="OUT_OF_STOCK",
        min_tier="gold",
    )


def _redemption(member: str) -> rewards_pb2.Redemption:
    return rewards_pb2.Redemption(
        id="rdm_1",
        member_id=member,
        state=rewards_pb2.REDEMPTION_STATE_HELD,
        reward_code="tea",
        reward_name=types_pb2.LocalizedText(zh="茶", en="Tea"),
    )
