"""The backend of these tests: canned data, counted calls and planned failures."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from services.common.auth import Caller, Role, TokenVerifier
from services.common.errors import DETAILS_KEY, Refusal, to_status
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import (
    members_pb2,
)
from tessera.points.v1 import (
    badges_pb2,
    benefits_pb2,
    check_ins_pb2,
    ledger_pb2,
    tasks_pb2,
    transfers_pb2,
    wake_ups_pb2,
    wallets_pb2,
)
from tessera.types.v1 import types_pb2

NOW_S = 1_795_000_000
DAY_S = 86_400


def at(seconds: int) -> Timestamp:
    return Timestamp(seconds=NOW_S + seconds)


BIRTHDAYS = ("", "02-29", "1990-06-01", "L08-15", "2025-L06L-01", "****")


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
        facts=_facts(number),
        create_time=at(-100 * DAY_S),
        profile=members_pb2.Profile(
            name=f"{brand} {number}",
            birthday=BIRTHDAYS[number % len(BIRTHDAYS)],
            gender=members_pb2.GENDER_FEMALE if gold else members_pb2.GENDER_UNSPECIFIED,
            address=members_pb2.Address(country="CN", city="杭州") if gold else None,
            preferences={"sweetness": "half"} if gold else {},
        ),
        identities=[
            members_pb2.Identity(
                kind=members_pb2.IDENTITY_KIND_PHONE, value="138****0000", since_time=at(-DAY_S)
            )
        ],
        past_identities=[
            members_pb2.Identity(
                kind=members_pb2.IDENTITY_KIND_POS_CARD, value="****17", until_time=at(-DAY_S)
            )
        ],
        birthday_changes_left=1 if number % len(BIRTHDAYS) else None,
        language="zh",
    )


def _facts(number: int) -> members_pb2.Facts:
    """Of the second member many, of the others none but when they were seen."""
    facts = members_pb2.Facts(last_seen_time=at(-number), as_of_time=at(0))
    if number == 2:
        facts.MergeFrom(
            members_pb2.Facts(
                orders=9,
                orders_7d=1,
                orders_365d=8,
                spent_minor=9900,
                spent_30d_minor=2200,
                first_order_on="2026-01-05",
                last_order_time=at(-DAY_S),
                favourite_series="pure_tea",
                bought_series=[members_pb2.BoughtPieces(name="pure_tea", pieces=4)],
                bought_articles=[members_pb2.BoughtPieces(name="jasmine", pieces=4)],
                nearest_store=members_pb2.NearestStore(code="store-01", metres=1500),
            )
        )
    return facts


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
        sentiment=feedback_pb2.Sentiment(
            label=feedback_pb2.SENTIMENT_LABEL_NEGATIVE,
            score_thousandths=-640,
            confidence_thousandths=820,
            model="zh-12345678",
        ),
        mentions=[
            feedback_pb2.Mention(
                topic="taste", word="太甜", kind=feedback_pb2.MENTION_KIND_COMPLAINED
            )
        ],
        intent=feedback_pb2.INTENT_COMPLAINS,
        prepared_answers=[
            feedback_pb2.PreparedAnswer(
                code="less_sugar",
                name=types_pb2.LocalizedText(zh="少糖", en="Less sugar"),
                text="下次可以选三分糖。",
            )
        ],
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


def benefits() -> benefits_pb2.MemberBenefits:
    given = [
        benefits_pb2.MemberBenefit(
            code="size_upgrade",
            name=types_pb2.LocalizedText(zh="免费升杯", en="Free size upgrade"),
            counted=True,
            left=1,
            granted=2,
            until="2026-03-31",
            term=benefits_pb2.BENEFIT_TERM_MONTH,
        ),
        benefits_pb2.MemberBenefit(
            code="new_flavours",
            name=types_pb2.LocalizedText(zh="新品优先体验", en="New flavours first"),
        ),
    ]
    return benefits_pb2.MemberBenefits(benefits=given)


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
        check_ins=check_ins() if request.check_ins else None,
        badges=badges() if request.badges else None,
        tasks=tasks() if request.tasks else None,
        streaks=streaks() if request.streaks else None,
        benefits=benefits() if request.benefits else None,
        gifts=gifts() if request.gifts else None,
        wake_up=wake_up() if request.wake_up else None,
    )


def wake_up() -> wake_ups_pb2.MemberWakeUp:
    """The next order is doubled."""
    opened = wake_ups_pb2.MemberWakeUp(percent=200, until="2027-01-31")
    opened.name.zh, opened.name.en = "回归礼", "Welcome back"
    return opened


def gifts() -> transfers_pb2.GiftAllowances:
    """Points can be given; of the other asset nothing is left today."""
    left = transfers_pb2.GiftQuota(times_left=2, amount_left=150)
    none = transfers_pb2.GiftQuota(amount_left=50)
    return transfers_pb2.GiftAllowances(
        allowances=[
            transfers_pb2.GiftAllowance(
                asset="POINTS", min_amount=5, max_amount=86, today=left, month=left
            ),
            transfers_pb2.GiftAllowance(
                asset="STARS",
                min_amount=1,
                today=none,
                month=left,
                hindrance="GIFT_LIMIT_REACHED",
            ),
        ]
    )


def badges() -> badges_pb2.MemberBadges:
    host = badges_pb2.MemberBadge(code="host", held=True, since=at(0), done=1, of=1)
    host.name.zh, host.name.en = "主人", "Host"
    taster = badges_pb2.MemberBadge(code="taster", done=1, of=3)
    taster.name.zh, taster.name.en = "品鉴官", "Taster"
    taster.description.zh, taster.description.en = "写 3 篇评价", "Write 3 reviews"
    return badges_pb2.MemberBadges(badges=[host, taster])


def tasks() -> tasks_pb2.MemberTasks:
    task = tasks_pb2.MemberTask(code="week", open=True, first_day="2026-03-01", end_time=at(DAY_S))
    task.name.zh, task.name.en = "首周", "First week"
    task.reward.badge = "host"
    task.reward.badge_name.zh, task.reward.badge_name.en = "主人", "Host"
    step = task.steps.add(code="reviews", done=1, of=3)
    step.name.zh, step.name.en = "评价", "Reviews"
    step.reward.asset, step.reward.amount = "POINTS", 30
    return tasks_pb2.MemberTasks(tasks=[task])


def streaks() -> tasks_pb2.MemberStreaks:
    streak = tasks_pb2.MemberStreak(code="store_days", current=2, longest=4, every=3, in_days=1)
    streak.name.zh, streak.name.en = "到店", "Days at a store"
    streak.reward.coupon_type = "weekend_drink"
    streak.reward.coupon_name.zh, streak.reward.coupon_name.en = "饮品券", "A drink"
    return tasks_pb2.MemberStreaks(streaks=[streak])


BONUS = check_ins_pb2.CheckInBonus(asset="POINTS", amount=20)


def check_ins() -> check_ins_pb2.CheckInStatus:
    return check_ins_pb2.CheckInStatus(
        streak=2,
        longest_streak=9,
        days=[
            check_ins_pb2.CheckInDay(date="2026-03-01"),
            check_ins_pb2.CheckInDay(date="2026-03-02", checked_in=True, made_up=True),
            check_ins_pb2.CheckInDay(date="2026-03-03", checked_in=True),
        ],
        make_up_cards=1,
        next_bonus=check_ins_pb2.NextCheckInBonus(in_days=5, bonus=BONUS),
    )


@dataclass
class FakeBackend:
    """The data of the three servers, the calls that came, and the failures to come."""

    verifier: TokenVerifier
    calls: Counter[str] = field(default_factory=Counter)
    requests: list[tuple[str, Caller, Any]] = field(default_factory=list)
    statement_entries: int = 3
    failing: dict[str, Callable[[], Exception | None]] = field(default_factory=dict)
    members_per_brand: int = 200
    merged: dict[str, str] = field(default_factory=dict)
    """Who stands for members who were merged."""
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
    checked: list[feedback_pb2.FeedbackAttachment] = field(default_factory=list)
    """Of each item of feedback."""
    origins: dict[str, members_pb2.Origin] = field(default_factory=dict)
    """Of members, by id."""

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
