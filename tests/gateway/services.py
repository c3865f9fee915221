"""The three services as small real gRPC servers: canned data, counted calls, planned failures."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from services.common.auth import Caller, Role, TokenVerifier
from services.common.errors import DETAILS_KEY, Refusal, to_status
from tessera.feedback.v1 import feedback_pb2, feedback_pb2_grpc
from tessera.members.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    events_pb2,
    events_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
    programmes_pb2,
    programmes_pb2_grpc,
    sessions_pb2,
    sessions_pb2_grpc,
)
from tessera.points.v1 import (
    earning_pb2,
    earning_pb2_grpc,
    ledger_pb2,
    ledger_pb2_grpc,
    rewards_pb2,
    rewards_pb2_grpc,
    wallets_pb2,
    wallets_pb2_grpc,
)
from tessera.types.v1 import types_pb2

NOW_S = 1_795_000_000
DAY_S = 86_400


def at(seconds: int) -> Timestamp:
    return Timestamp(seconds=NOW_S + seconds)


def member(number: int, brand: str = "tea") -> members_pb2.Member:
    """The same member for the same number, each a little different from the next."""
    gold = number % 2 == 0
    return members_pb2.Member(
        id=member_id(number, brand),
        name=f"{brand} {number}",
        phone="" if number % 5 == 3 else "138****0000",
        tiers=[
            members_pb2.Tier(
                ladder="growth",
                code="gold" if gold else "silver",
                name=types_pb2.LocalizedText(
                    zh="金卡" if gold else "银卡", en="Gold" if gold else ""
                ),
                multiplier_percent=130 if gold else 110,
                reach_time=at(-DAY_S),
                rank=2 if gold else 1,
                ladder_name=types_pb2.LocalizedText(zh="成长等级", en="Growth"),
            )
        ],
        forecast=members_pb2.Forecast(
            growth_to_keep=number,
            judged_on="2027-03-01",
            expected_tier="silver",
            expected_tier_name=types_pb2.LocalizedText(zh="银卡"),
        )
        if number % 7
        else None,
        growth=1000 + number,
        facts=members_pb2.Facts(last_seen_time=at(-number)),
        create_time=at(-100 * DAY_S),
        language="zh",
    )


def member_id(number: int, brand: str = "tea") -> str:
    return f"mem_{brand}{number:04d}"


def entry(owner: str, sequence: int) -> ledger_pb2.Entry:
    return ledger_pb2.Entry(
        owner=owner,
        asset="POINTS",
        amount=10 * sequence,
        sequence=sequence,
        balance_after=100 * sequence,
        posting_id=f"pst_{sequence}",
        kind=ledger_pb2.POSTING_KIND_EARN,
        effective_time=at(sequence),
        record_time=at(sequence),
        metadata={"rule": "order_points"},
    )


def feedback_item(owner: str, number: int) -> feedback_pb2.Feedback:
    return feedback_pb2.Feedback(
        id=f"fb_{owner}x{number}",
        member_id=owner,
        channel="mini_program",
        text=f"太甜 {number}",
        state=feedback_pb2.FEEDBACK_STATE_TRIAGED,
        topics=["taste"],
        topic_names=[types_pb2.LocalizedText(zh="口味", en="Taste")],
        category="general",
        priority=feedback_pb2.PRIORITY_GENERAL,
        team="customer_service",
        create_time=at(-number),
        timeline=[
            feedback_pb2.Moment(
                time=at(-number),
                actor="system",
                state=feedback_pb2.FEEDBACK_STATE_TRIAGED,
                note="routed",
                message="收到",
            )
        ],
    )


def wallet(
    owner: str, request: wallets_pb2.BatchGetWalletsRequest, written: int = 7
) -> wallets_pb2.Wallet:
    number = int(owner[-4:])
    last = min(written, (request.entries_before or 1_000_000) - 1)
    size = request.entries_size
    entries = [entry(owner, n) for n in range(last, max(0, last - size), -1)]
    days = request.expiring_days or 30
    return wallets_pb2.Wallet(
        member_id=owner,
        points=ledger_pb2.Balance(
            owner=owner,
            asset="POINTS",
            posted=100 + number,
            held=10,
            available=85 + number,
            pending=5,
            sequence=written,
            expiring=[
                ledger_pb2.Expiring(
                    points=number + ahead, expire_time=at(ahead * DAY_S), on="2027-01-31"
                )
                for ahead in (10, 60, 200)
                if ahead <= days
            ],
        ),
        entries=entries,
        has_more_entries=last - size > 0,
    )


@dataclass
class World:
    """What the servers know, what they were asked, and how they are to fail."""

    verifier: TokenVerifier
    calls: Counter[str] = field(default_factory=Counter)
    requests: list[tuple[str, Caller, Any]] = field(default_factory=list)
    failing: dict[str, Callable[[], Exception | None]] = field(default_factory=dict)
    members_per_brand: int = 200
    written: int = 7
    """Entries of each member's points."""
    entries_at: dict[int, datetime] = field(default_factory=dict)
    """When those of these numbers were recorded, instead of the usual time."""
    decisions: list[members_pb2.TierDecision] = field(default_factory=list)
    """On each member's tier, newest first."""
    activities: dict[tuple[str, str, str], types_pb2.Activity] = field(default_factory=dict)
    done: dict[tuple[str, str], Any] = field(default_factory=dict)
    streams: dict[str, list[asyncio.Queue[Any]]] = field(default_factory=dict)
    delay_s: float = 0.0
    hanging: set[str] = field(default_factory=set)
    items: list[feedback_pb2.Feedback] | None = None
    """Of each member, newest first, instead of the usual ones."""
    enrolled: dict[tuple[str, str], int] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    attachments: list[str] = field(default_factory=list)
    """Of each item of feedback."""

    async def enter(self, method: str, request: Any, context: Any) -> Caller:
        header = dict(context.invocation_metadata())["authorization"]
        caller = self.verifier.verify(header.removeprefix("Bearer "))
        self.calls[method] += 1
        self.requests.append((method, caller, request))
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if method in self.hanging:
            await asyncio.Event().wait()
        failure = self.failing[method]() if method in self.failing else None
        if failure is not None:
            await refuse(context, failure)
        for each in getattr(request, "member_ids", ()):
            if caller.role is Role.MEMBER and each not in (caller.reads_for or {caller.member_id}):
                await refuse(context, Refusal("PERMISSION_DENIED"))
        return caller

    def has(self, caller: Caller, identifier: str) -> bool:
        known = identifier.startswith(f"mem_{caller.brand}") and identifier[-4:].isdecimal()
        return known and int(identifier[-4:]) < self.members_per_brand

    def publish(self, feed: str, response: Any) -> None:
        for queue in self.streams.get(feed, []):
            queue.put_nowait(response)

    async def watch(self, feed: str) -> AsyncIterator[Any]:
        queue: asyncio.Queue[Any] = asyncio.Queue()
        self.streams.setdefault(feed, []).append(queue)
        try:
            while True:
                response = await queue.get()
                if isinstance(response, Exception):
                    raise response
                yield response
        finally:
            self.streams[feed].remove(queue)


async def refuse(context: Any, error: Exception) -> None:
    if isinstance(error, Refusal):
        status = to_status(error)
        code = next(c for c in grpc.StatusCode if c.value[0] == status.code)
        await context.abort(code, status.message, ((DETAILS_KEY, status.SerializeToString()),))
    raise error


class Members(members_pb2_grpc.MembersServicer):
    def __init__(self, world: World) -> None:
        self.world = world

    async def BatchGetMembers(self, request: Any, context: Any) -> Any:
        caller = await self.world.enter("BatchGetMembers", request, context)
        found = [each for each in request.member_ids if self.world.has(caller, each)]
        return members_pb2.BatchGetMembersResponse(
            members=[member(int(each[-4:]), caller.brand) for each in found],
            missing_ids=[each for each in request.member_ids if each not in found],
        )

    async def EnrolMember(self, request: Any, context: Any) -> Any:
        caller = await self.world.enter("EnrolMember", request, context)
        key = (caller.brand, request.identities[0].value)
        created = key not in self.world.enrolled
        number = self.world.enrolled.setdefault(key, 150 + len(self.world.enrolled))
        return members_pb2.EnrolMemberResponse(member=member(number, caller.brand), created=created)

    async def FindMember(self, request: Any, context: Any) -> Any:
        caller = await self.world.enter("FindMember", request, context)
        enrolled = self.world.enrolled.get((caller.brand, request.identity.value))
        if enrolled is not None:
            return members_pb2.FindMemberResponse(member=member(enrolled, caller.brand))
        if request.identity != members_pb2.Identity(
            kind=members_pb2.IDENTITY_KIND_POS_CARD, value="17841"
        ):
            await refuse(context, Refusal("MEMBER_NOT_FOUND"))
        return members_pb2.FindMemberResponse(member=member(3, caller.brand))

    async def ListTierDecisions(self, request: Any, context: Any) -> Any:
        await self.world.enter("ListTierDecisions", request, context)
        return members_pb2.ListTierDecisionsResponse(
            decisions=self.world.decisions[: request.page_size]
        )


def described(brand: str) -> programmes_pb2.DescribeProgrammeResponse:
    """What everyone may know of a brand's programme."""
    tiers = [
        programmes_pb2.PublicTier(
            code=code,
            name=types_pb2.LocalizedText(zh=zh, en=en),
            rank=rank,
            reach=1000 * rank,
            keep=800 * rank,
            multiplier_percent=100 + 10 * rank,
        )
        for rank, (code, zh, en) in enumerate([("basic", "普通", "Basic"), ("gold", "金卡", "")])
    ]
    ladder = programmes_pb2.PublicLadder(
        code=f"{brand}_growth", main=True, basis="growth", currency_code="CNY", tiers=tiers
    )
    return programmes_pb2.DescribeProgrammeResponse(version=7, ladders=[ladder])


class Programmes(programmes_pb2_grpc.ProgrammesServicer):
    def __init__(self, world: World) -> None:
        self.world = world

    async def DescribeProgramme(self, request: Any, context: Any) -> Any:
        caller = await self.world.enter("DescribeProgramme", request, context)
        return described(caller.brand)


class Sessions(sessions_pb2_grpc.SessionsServicer):
    """Tokens are `brand/member/number`; the last number of each is good."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def StartSession(self, request: Any, context: Any) -> Any:
        caller = await self.world.enter("StartSession", request, context)
        token = f"{caller.brand}/{request.member_id}/0"
        self.world.sessions[token] = ""
        return sessions_pb2.StartSessionResponse(refresh_token=token, expire_time=at(DAY_S))

    async def RefreshSession(self, request: Any, context: Any) -> Any:
        await self.world.enter("RefreshSession", request, context)
        if self.world.sessions.pop(request.refresh_token, None) is None:
            await refuse(context, Refusal("SESSION_ENDED"))
        brand, of, number = request.refresh_token.split("/")
        token = f"{brand}/{of}/{int(number) + 1}"
        self.world.sessions[token] = request.request_id
        return sessions_pb2.RefreshSessionResponse(
            brand=brand, member_id=of, refresh_token=token, expire_time=at(DAY_S)
        )

    async def EndSession(self, request: Any, context: Any) -> Any:
        await self.world.enter("EndSession", request, context)
        self.world.sessions.pop(request.refresh_token, None)
        return sessions_pb2.EndSessionResponse()


class Activities(activities_pb2_grpc.ActivitiesServicer):
    def __init__(self, world: World) -> None:
        self.world = world

    async def RecordActivities(self, request: Any, context: Any) -> Any:
        caller = await self.world.enter("RecordActivities", request, context)
        return activities_pb2.RecordActivitiesResponse(
            results=[self._record(caller, each) for each in request.activities]
        )

    def _record(self, caller: Caller, activity: types_pb2.Activity) -> Any:
        key = (caller.brand, activity.channel, activity.event_id)
        known = self.world.activities.setdefault(key, activity)
        result = activities_pb2.RecordActivityResult(event_id=activity.event_id)
        if known is activity:
            result.state = activities_pb2.RECORD_STATE_RECORDED
        elif known == activity:
            result.state = activities_pb2.RECORD_STATE_REPEATED
        else:
            result.state = activities_pb2.RECORD_STATE_REFUSED
            result.reason = "ACTIVITY_CONFLICT"
            result.recorded_occur_time.CopyFrom(known.occur_time)
        return result


class MemberEvents(events_pb2_grpc.EventsServicer):
    def __init__(self, world: World) -> None:
        self.world = world

    async def Watch(self, request: Any, context: Any) -> AsyncIterator[Any]:
        await self.world.enter("members.Watch", request, context)
        # As the services do: a follower learns at once where its stream begins.
        yield events_pb2.WatchResponse(token=request.after or "t0")
        async for response in self.world.watch("members"):
            yield response


class Wallets(wallets_pb2_grpc.WalletsServicer):
    def __init__(self, world: World) -> None:
        self.world = world

    async def BatchGetWallets(self, request: Any, context: Any) -> Any:
        caller = await self.world.enter("BatchGetWallets", request, context)
        response = wallets_pb2.BatchGetWalletsResponse(
            wallets=[
                wallet(each, request, self.world.written)
                for each in request.member_ids
                if self.world.has(caller, each)
            ]
        )
        for each in (entry for found in response.wallets for entry in found.entries):
            if each.sequence in self.world.entries_at:
                each.record_time.FromDatetime(self.world.entries_at[each.sequence])
        return response


class Earning(earning_pb2_grpc.EarningServicer):
    def __init__(self, world: World) -> None:
        self.world = world

    async def AwardActivities(self, request: Any, context: Any) -> Any:
        await self.world.enter("AwardActivities", request, context)
        award = earning_pb2.Award(
            rule="check_in", asset="POINTS", amount=2, base=2, multiplier_percent=100
        )
        return earning_pb2.AwardActivitiesResponse(
            results=[
                earning_pb2.AwardResult(event_id=each.event_id, awards=[award])
                for each in request.activities
            ]
        )


REWARDS = 7


def reward(number: int) -> rewards_pb2.Reward:
    return rewards_pb2.Reward(
        code=f"reward_{number}",
        name=types_pb2.LocalizedText(zh=f"奖励{number}", en=f"Reward {number}"),
        kind=rewards_pb2.REWARD_KIND_PRODUCT,
        price=100 * number,
        stock=5 if number % 2 else None,
        hindrance="TIER_TOO_LOW" if number == 3 else "",
        min_tier="gold" if number == 3 else "",
        min_tier_name=types_pb2.LocalizedText(zh="金卡", en="Gold") if number == 3 else None,
    )


class Rewards(rewards_pb2_grpc.RewardsServicer):
    def __init__(self, world: World) -> None:
        self.world = world

    async def ListRewards(self, request: Any, context: Any) -> Any:
        await self.world.enter("ListRewards", request, context)
        start = int(request.page_token or 0)
        size = request.page_size or 20
        more = start + size < REWARDS
        return rewards_pb2.ListRewardsResponse(
            rewards=[reward(n) for n in range(1, REWARDS + 1)][start : start + size],
            next_page_token=str(start + size) if more else "",
            total_size=REWARDS,
        )

    async def BatchGetRewards(self, request: Any, context: Any) -> Any:
        await self.world.enter("BatchGetRewards", request, context)
        rewards = {f"reward_{n}": reward(n) for n in range(1, REWARDS + 1)}
        found = [rewards[code] for code in request.reward_codes if code in rewards]
        return rewards_pb2.BatchGetRewardsResponse(rewards=found)

    async def GetRedemption(self, request: Any, context: Any) -> Any:
        caller = await self.world.enter("GetRedemption", request, context)
        for (brand, _), redemption in self.world.done.items():
            mine = caller.member_id in (None, redemption.member_id)
            if redemption.id == request.redemption_id and brand == caller.brand and mine:
                return rewards_pb2.GetRedemptionResponse(redemption=redemption)
        return await refuse(context, Refusal("REDEMPTION_NOT_FOUND"))

    async def RedeemReward(self, request: Any, context: Any) -> Any:
        caller = await self.world.enter("RedeemReward", request, context)
        if request.reward_code == "too_dear":
            await refuse(
                context,
                Refusal("INSUFFICIENT_POINTS", metadata={"available": "85", "needed": "900"}),
            )
        key = (caller.brand, request.request_id)
        if key in self.world.done:
            return rewards_pb2.RedeemRewardResponse(redemption=self.world.done[key], replayed=True)
        self.world.done[key] = rewards_pb2.Redemption(
            id=f"rdm_{len(self.world.done)}",
            member_id=request.member_id,
            reward_code=request.reward_code,
            price=100,
            state=rewards_pb2.REDEMPTION_STATE_HELD,
            create_time=at(0),
        )
        return rewards_pb2.RedeemRewardResponse(redemption=self.world.done[key])

    async def ConfirmRedemption(self, request: Any, context: Any) -> Any:
        await self.world.enter("ConfirmRedemption", request, context)
        return rewards_pb2.ConfirmRedemptionResponse(
            redemption=rewards_pb2.Redemption(
                id=request.redemption_id,
                member_id=member_id(2),
                reward_code="reward_1",
                state=rewards_pb2.REDEMPTION_STATE_CONFIRMED,
                voucher=rewards_pb2.Voucher(code="V-1", expire_time=at(DAY_S)),
            )
        )

    async def CancelRedemption(self, request: Any, context: Any) -> Any:
        await self.world.enter("CancelRedemption", request, context)
        await refuse(context, Refusal("REDEMPTION_ENDED", metadata={"state": "CONFIRMED"}))

    async def ListRedemptions(self, request: Any, context: Any) -> Any:
        caller = await self.world.enter("ListRedemptions", request, context)
        had = [
            redemption
            for (brand, _), redemption in self.world.done.items()
            if (brand, redemption.member_id) == (caller.brand, request.member_id)
        ]
        return rewards_pb2.ListRedemptionsResponse(redemptions=had[::-1])


class Ledger(ledger_pb2_grpc.LedgerServicer):
    def __init__(self, world: World) -> None:
        self.world = world

    async def Watch(self, request: Any, context: Any) -> AsyncIterator[Any]:
        await self.world.enter("points.Watch", request, context)
        # As the services do: a follower learns at once where its stream begins.
        yield ledger_pb2.WatchResponse(token=request.after or "t0")
        async for response in self.world.watch("points"):
            yield response


class FeedbackItems(feedback_pb2_grpc.FeedbackItemsServicer):
    def __init__(self, world: World) -> None:
        self.world = world

    async def BatchListMemberFeedback(self, request: Any, context: Any) -> Any:
        caller = await self.world.enter("BatchListMemberFeedback", request, context)
        size = request.size or 20
        start = 0
        if request.before_feedback_id:
            start = int(request.before_feedback_id.rpartition("x")[2])
        lists = []
        for owner in request.member_ids:
            if self.world.has(caller, owner):
                items = self.world.items
                if items is None:
                    items = [self._item(owner, n) for n in range(1, 5)]
                items = [
                    item
                    for item in items
                    if (not request.states or item.state in request.states)
                    and request.category in ("", item.category)
                ]
                listed = feedback_pb2.MemberFeedback(
                    member_id=owner,
                    feedback=items[start : start + size],
                    has_more=start + size < len(items),
                )
                lists.append(listed)
        return feedback_pb2.BatchListMemberFeedbackResponse(members=lists)

    async def GetFeedback(self, request: Any, context: Any) -> Any:
        await self.world.enter("GetFeedback", request, context)
        owner, _, number = request.feedback_id.removeprefix("fb_").partition("x")
        return feedback_pb2.GetFeedbackResponse(feedback=feedback_item(owner, int(number)))

    def _item(self, owner: str, number: int) -> feedback_pb2.Feedback:
        item = feedback_item(owner, number)
        item.attachment_urls.extend(self.world.attachments)
        return item

    async def SubmitFeedback(self, request: Any, context: Any) -> Any:
        await self.world.enter("SubmitFeedback", request, context)
        if not request.text:
            await refuse(context, Refusal("INVALID_ARGUMENT", field="text"))
        item = feedback_item(request.member_id, 9)
        item.text = request.text
        item.attachment_urls.extend(request.attachment_urls)
        return feedback_pb2.SubmitFeedbackResponse(feedback=item)

    async def MoveFeedback(self, request: Any, context: Any) -> Any:
        await self.world.enter("MoveFeedback", request, context)
        item = feedback_item(member_id(2), 1)
        item.state = request.state
        return feedback_pb2.MoveFeedbackResponse(feedback=item)

    async def ReplyFeedback(self, request: Any, context: Any) -> Any:
        await self.world.enter("ReplyFeedback", request, context)
        return feedback_pb2.ReplyFeedbackResponse(feedback=feedback_item(member_id(2), 1))


class FeedbackEvents(feedback_pb2_grpc.EventsServicer):
    def __init__(self, world: World) -> None:
        self.world = world

    async def Watch(self, request: Any, context: Any) -> AsyncIterator[Any]:
        await self.world.enter("feedback.Watch", request, context)
        # As the services do: a follower learns at once where its stream begins.
        yield feedback_pb2.WatchResponse(token=request.after or "t0")
        async for response in self.world.watch("feedback"):
            yield response


@dataclass
class Servers:
    """Three servers on free ports."""

    world: World
    addresses: dict[str, str] = field(default_factory=dict)
    servers: dict[str, Any] = field(default_factory=dict)

    async def start(self) -> None:
        for name in ("members", "points", "feedback"):
            await self.start_one(name)

    async def start_one(self, name: str) -> None:
        server = grpc.aio.server()
        if name == "members":
            members_pb2_grpc.add_MembersServicer_to_server(Members(self.world), server)  # type: ignore[abstract]
            activities_pb2_grpc.add_ActivitiesServicer_to_server(Activities(self.world), server)
            events_pb2_grpc.add_EventsServicer_to_server(MemberEvents(self.world), server)
            sessions_pb2_grpc.add_SessionsServicer_to_server(Sessions(self.world), server)
            programmes_pb2_grpc.add_ProgrammesServicer_to_server(Programmes(self.world), server)  # type: ignore[abstract]
        elif name == "points":
            wallets_pb2_grpc.add_WalletsServicer_to_server(Wallets(self.world), server)
            earning_pb2_grpc.add_EarningServicer_to_server(Earning(self.world), server)  # type: ignore[abstract]
            rewards_pb2_grpc.add_RewardsServicer_to_server(Rewards(self.world), server)
            ledger_pb2_grpc.add_LedgerServicer_to_server(Ledger(self.world), server)  # type: ignore[abstract]
        else:
            feedback_pb2_grpc.add_FeedbackItemsServicer_to_server(FeedbackItems(self.world), server)  # type: ignore[abstract]
            feedback_pb2_grpc.add_EventsServicer_to_server(FeedbackEvents(self.world), server)
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


def world_for(keys_dir: Path) -> World:
    return World(TokenVerifier(keys_dir))
