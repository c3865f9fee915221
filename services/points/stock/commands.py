"""Stock: each limited reward has as much as the programme says it ever had."""

from __future__ import annotations

from services.points.context import ATTEMPTS_MAX, Contended, PointsContext
from services.points.ledger.domain import request_ids as own_ids
from services.points.ledger.domain.owners import STOCK
from services.points.ledger.domain.posting import Leg, Posted, PostingKind, PostingRequest, Record
from services.points.programme.domain.programme import Programme
from services.points.rewards.domain.reward import Reward

HOUSE_STOCK = "house:stock"
STOCKED = "stocked"


async def stock_rewards(ctx: PointsContext, programme: Programme) -> None:
    """Add to each reward what the programme has more of than was stocked; less adds nothing."""
    for reward in programme.catalogue.rewards:
        if reward.stock is not None:
            await _stock(ctx, programme, reward, reward.stock)


async def _stock(ctx: PointsContext, programme: Programme, reward: Reward, wanted: int) -> None:
    for _ in range(ATTEMPTS_MAX):
        record = await ctx.ledger.record(programme.brand, STOCKED, reward.code)
        version, stocked = (record.version, record.body["stocked"]) if record else (0, 0)
        if wanted <= stocked:
            return
        request = _posting(programme, reward, wanted, wanted - stocked, version)
        result = (await ctx.ledger.post_all([request]))[0]
        if isinstance(result, Posted):
            return
        if getattr(result.error, "reason", "") not in {"RECORD_CHANGED", "REQUEST_ID_REUSED"}:
            raise result.error
    raise Contended()


def _posting(
    programme: Programme, reward: Reward, stocked: int, added: int, version: int
) -> PostingRequest:
    return PostingRequest(
        brand=programme.brand,
        # By what is stocked, not by the programme's version, which a rollback brings back.
        request_id=f"{own_ids.STOCK}{reward.code}/{version + 1}",
        kind=PostingKind.STOCK,
        legs=(Leg(HOUSE_STOCK, STOCK, -added), Leg(reward.stock_owner, STOCK, added)),
        metadata={"reward": reward.code, "programme_version": str(programme.version)},
        records=(Record(STOCKED, reward.code, version, {"stocked": stocked}),),
    )
