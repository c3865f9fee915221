"""Chains and streaks as a wallet has them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.points.context import PointsContext
from services.points.coupons.domain.section import coupon_names
from services.points.programme.domain.document import Text
from services.points.tasks.commands.statuses import streaks_of, task_statuses
from services.points.tasks.domain.reward import Reward
from services.points.tasks.domain.status import ChainStatus, StreakStatus
from tessera.points.v1 import tasks_pb2 as pb


@dataclass(frozen=True, slots=True)
class TasksApi:
    """Chains and streaks for the wallets of members."""

    ctx: PointsContext

    async def tasks(self, brand: str, member_ids: Collection[str]) -> Mapping[str, pb.MemberTasks]:
        """The chains of each member; none where the programme has no section."""
        found = await task_statuses(self.ctx, brand, member_ids)
        coupons = await self._coupon_names(brand) if found else {}
        return {
            member_id: pb.MemberTasks(tasks=[_task(status, coupons) for status in statuses])
            for member_id, statuses in found.items()
        }

    async def streaks(
        self, brand: str, member_ids: Collection[str]
    ) -> Mapping[str, pb.MemberStreaks]:
        """The streaks of each member; none where the programme has no section."""
        found = await streaks_of(self.ctx, brand, member_ids)
        coupons = await self._coupon_names(brand) if found else {}
        return {
            member_id: pb.MemberStreaks(streaks=[_streak(status, coupons) for status in statuses])
            for member_id, statuses in found.items()
        }

    async def _coupon_names(self, brand: str) -> Mapping[str, Text]:
        return coupon_names(await self.ctx.programmes.get(brand))


def _task(status: ChainStatus, coupons: Mapping[str, Text]) -> pb.MemberTask:
    chain = status.chain
    message = pb.MemberTask(
        code=chain.code,
        ordered=chain.ordered,
        done=status.all_done,
        open=status.open,
        first_day=status.first_day.isoformat() if status.first_day else "",
        reward=_reward(chain.reward, coupons) if chain.reward else None,
    )
    message.name.zh, message.name.en = chain.name
    if chain.description:
        message.description.zh, message.description.en = chain.description
    if status.ends_at:
        message.end_time.FromDatetime(status.ends_at)
    for step, done in zip(chain.steps, status.done, strict=True):
        one = message.steps.add(code=step.code, done=done, of=step.times)
        one.name.zh, one.name.en = step.name
        if step.reward:
            one.reward.CopyFrom(_reward(step.reward, coupons))
    return message


def _streak(status: StreakStatus, coupons: Mapping[str, Text]) -> pb.MemberStreak:
    streak = status.streak
    message = pb.MemberStreak(
        code=streak.code,
        current=status.current,
        longest=status.longest,
        today=status.today,
        every=streak.every,
        in_days=status.in_days,
        reward=_reward(streak.reward, coupons),
    )
    message.name.zh, message.name.en = streak.name
    return message


def _reward(reward: Reward, coupons: Mapping[str, Text]) -> pb.PlayReward:
    message = pb.PlayReward(
        asset=reward.asset,
        amount=reward.points,
        coupon_type=reward.coupon,
        badge=reward.badge.code if reward.badge else "",
    )
    if name := coupons.get(reward.coupon):
        message.coupon_name.zh, message.coupon_name.en = name
    if reward.badge:
        message.badge_name.zh, message.badge_name.en = reward.badge.name
    return message
