"""Letting go what points keep of a member who is erased."""

from __future__ import annotations

from services.points.activities.domain.standing import MemberErased
from services.points.brand_events.commands.leaving import leave_events
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import PostingRequest
from services.points.privacy.domain import HABITS, asking, without_habits


async def forget_member(ctx: PointsContext, erased: MemberErased) -> None:
    """Let go facts, habits and seats of events to come; entries stay. Again, nothing changes."""
    brand, member_id = erased.brand, erased.member_id
    await ctx.standings.end(brand, member_id)
    await leave_events(ctx, brand, member_id, request_ids.ERASURE)
    asked = asking(brand, member_id)

    async def decide() -> PostingRequest | None:
        read = {kind.name: await ctx.ledger.record(brand, kind, member_id) for kind in HABITS}
        versions = {name: known.version for name, known in read.items() if known is not None}
        return without_habits(asked, member_id, versions) if versions else None

    async with ctx.locks.of(brand, member_id):
        await post_decided(ctx.ledger, asked, decide)
