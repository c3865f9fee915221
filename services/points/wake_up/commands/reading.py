"""Wake-ups as operators list them, and the open one of a member's card."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from services.points.context import PointsContext
from services.points.earning.domain.order_bonus import ORDER_BONUS, OrderBonus
from services.points.programme.commands import ProgrammeMissing
from services.points.wake_up.domain.section import wake_up_section
from services.points.wake_up.domain.wake_up import WAKE_UP, WakeUp


async def list_wake_ups(
    ctx: PointsContext, brand: str, *, member_id: str, before: str, size: int
) -> Sequence[WakeUp]:
    """Those of the member ("": of all), the last opened first, with ids below `before` ("": all).

    Two reads.
    """
    where = {"member_id": member_id} if member_id else {}
    found = await ctx.ledger.list_records(brand, WAKE_UP, where=where, before=before, size=size)
    members = {each.bonus.member_id for each in found}
    last = await ctx.ledger.records(brand, ORDER_BONUS, members)

    def told(wake_up: WakeUp) -> WakeUp:
        known = last.get(wake_up.bonus.member_id)
        return wake_up.told_by(known.value if known else None)

    return [told(each) for each in found]


async def open_bonuses(
    ctx: PointsContext, brand: str, member_ids: Collection[str]
) -> Mapping[str, OrderBonus]:
    """The bonus of each member who has one open; nobody where the programme wakes nobody."""
    try:
        programme = await ctx.programmes.get(brand)
    except ProgrammeMissing:
        return {}
    if wake_up_section(programme) is None:
        return {}
    now = ctx.clock.now()
    known = await ctx.ledger.records(brand, ORDER_BONUS, member_ids)
    return {name: each.value for name, each in known.items() if each.value.is_open(now)}
