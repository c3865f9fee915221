"""Which members exist, as the members feed told: for writes that no activity of theirs explains."""

from __future__ import annotations

from collections.abc import Collection

from services.points.context import PointsContext
from services.points.programme.commands import ProgrammeMissing


async def unknown_members(
    ctx: PointsContext, brand: str, member_ids: Collection[str]
) -> Collection[str]:
    """Those of `member_ids` that nobody enrolled, as far as points know.

    None in a brand without a programme: its members are not told to points yet. A member is known a
    moment after it was enrolled; whoever is faster sends the request again.
    """
    if not member_ids:
        return ()
    try:
        await ctx.programmes.get(brand)
    except ProgrammeMissing:
        return ()
    return await ctx.standings.unknown(brand, member_ids)
