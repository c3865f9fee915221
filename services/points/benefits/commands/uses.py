"""A store hands a benefit over, or takes that back as a mistake; and what a member used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.common.errors import Refusal
from services.common.ids import new_id
from services.points.benefits.commands.granting import grant_due
from services.points.benefits.domain.section import benefits_section
from services.points.benefits.domain.use import (
    BENEFIT_USE,
    USE,
    BenefitUse,
    BenefitUsedUp,
    BenefitUseNotFound,
    asking,
    reversing,
    using,
)
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import Versioned

ID_PREFIX = "bnu"


@dataclass(frozen=True, slots=True)
class Answer:
    """A use as it was answered first, and whether this is a repeat."""

    use: BenefitUse
    replayed: bool


async def use_benefit(
    ctx: PointsContext, brand: str, *, request_id: str, member_id: str, code: str, store_id: str
) -> Answer:
    """Hand one unit over. Raises ProgrammeMissing, BenefitUnknown, BenefitUsedUp, MEMBER_NOT_FOUND,
    REQUEST_ID_REUSED and OVERLOADED."""
    asked = asking(brand, request_id, "use", member_id, code, store_id)

    async def decide() -> PostingRequest:
        benefit = benefits_section(await ctx.programmes.get(brand)).get(code)
        if await ctx.standings.unknown(brand, [member_id]):
            raise Refusal("MEMBER_NOT_FOUND", "nobody enrolled this member", field="member_id")
        await grant_due(ctx, brand, [member_id])
        use = BenefitUse(
            id=new_id(ID_PREFIX),
            member_id=member_id,
            benefit=code,
            asset=benefit.asset,
            store_id=store_id,
            used_at=ctx.clock.now(),
            asked_by=asked.request_id,
        )
        return using(asked, use)

    try:
        posted = await post_decided(ctx.ledger, asked, decide)
    except InsufficientPoints as error:
        raise BenefitUsedUp(code) from error
    kept = await _kept(ctx, posted)
    return Answer(replace(kept, reversed_at=None), posted.replayed)


async def reverse_use(
    ctx: PointsContext, brand: str, *, request_id: str, use_id: str, store_id: str
) -> Answer:
    """Take one back as a mistake. Raises ProgrammeMissing, BenefitUseNotFound,
    BenefitUseNotReversible, REQUEST_ID_REUSED and OVERLOADED."""
    asked = asking(brand, request_id, "reverse", use_id, store_id)

    async def decide() -> PostingRequest:
        zone = (await ctx.programmes.get(brand)).zone
        found = await _find(ctx, brand, use_id)
        after = found.to(found.value.given_back(store_id, ctx.clock.now(), zone))
        taken = await ctx.ledger.posting(brand, found.value.asked_by)
        assert taken is not None, "it wrote the use"
        return reversing(asked, after, taken.id)

    posted = await post_decided(ctx.ledger, asked, decide)
    return Answer(await _kept(ctx, posted), posted.replayed)


async def list_uses(
    ctx: PointsContext, brand: str, member_id: str, before: str, size: int
) -> Sequence[BenefitUse]:
    """The member's uses, the last one first, those before the id `before` ("": all)."""
    where = {"member_id": member_id}
    return await ctx.ledger.list_records(brand, BENEFIT_USE, where=where, before=before, size=size)


async def _find(ctx: PointsContext, brand: str, use_id: str) -> Versioned[BenefitUse]:
    found = await ctx.ledger.record(brand, BENEFIT_USE, use_id)
    if found is None:
        raise BenefitUseNotFound("no use has this id")
    return found


async def _kept(ctx: PointsContext, posted: Posted) -> BenefitUse:
    posting = posted.posting
    return (await _find(ctx, posting.brand, posting.metadata[USE])).value
