"""What limits for all allow: as a period begins, and more of it by a new version."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextvars import Context

from services.points.context import PointsContext
from services.points.ledger.domain.chart_of_accounts import QUOTA, quota_code, reward_owner
from services.points.programme.domain.programme import Programme
from services.points.rewards.domain.catalogue import catalogue
from services.points.stock.commands import stock_rewards


async def raise_quotas(ctx: PointsContext, programme: Programme) -> None:
    """Add what the limits for all allow now and did not before. A lower number takes none away.

    Periods in which nobody has asked for a reward begin with the first who does.
    """
    now = ctx.clock.now()
    allowed = {
        quota_code(reward.code, limit.period(now, programme.zone)): limit.times
        for reward in catalogue(programme).rewards
        for limit in reward.limits_for_all
    }
    if not allowed:
        return
    names = {code: (reward_owner(code), QUOTA) for code in allowed}
    accounts = await ctx.ledger.account_state(programme.brand, names.values())
    begun = {code: times for code, times in allowed.items() if accounts[names[code]].sequence}
    await stock_rewards(ctx, programme, begun, QUOTA)


async def begin_periods(
    ctx: PointsContext, programme: Programme, allowed: Mapping[str, int]
) -> None:
    """Stock what the first redemption of a period finds unstocked, `allowed` by code.

    It is the service's own doing, whoever asks: the caller is not its writer, and the audit log has
    one entry for an operator's call.
    """
    if allowed:
        stocking = stock_rewards(ctx, programme, allowed, QUOTA)
        await asyncio.create_task(stocking, context=Context())
