"""Stocking: each limited reward gets as many pieces as the programme gives it."""

from __future__ import annotations

from collections.abc import Mapping

from services.points.context import ATTEMPTS_MAX, Contended, PointsContext
from services.points.ledger.domain import request_ids as own_ids
from services.points.ledger.domain.chart_of_accounts import HOUSE_STOCK, STOCK, reward_owner
from services.points.ledger.domain.posting import Leg, Posted, PostingKind, PostingRequest, Record
from services.points.programme.domain.programme import Programme

STOCKED = "stocked"


async def stock_rewards(
    ctx: PointsContext, programme: Programme, limited: Mapping[str, int]
) -> None:
    """Stock each reward up to what `limited` gives it, by code. A number that fell adds nothing."""
    for code, wanted in limited.items():
        await _stock(ctx, programme, code, wanted)


async def _stock(ctx: PointsContext, programme: Programme, code: str, wanted: int) -> None:
    for _ in range(ATTEMPTS_MAX):
        record = await ctx.ledger.record(programme.brand, STOCKED, code)
        version, stocked = (record.version, record.body["stocked"]) if record else (0, 0)
        if wanted <= stocked:
            return
        request = _posting(programme, code, wanted, wanted - stocked, version)
        result = (await ctx.ledger.post_all([request]))[0]
        if isinstance(result, Posted):
            return
        if getattr(result.error, "reason", "") not in {"RECORD_CHANGED", "REQUEST_ID_REUSED"}:
            raise result.error
    raise Contended()


def _posting(
    programme: Programme, code: str, stocked: int, added: int, version: int
) -> PostingRequest:
    return PostingRequest(
        brand=programme.brand,
        # By what is stocked, not by the programme's version, which a rollback brings back.
        request_id=f"{own_ids.STOCK}{code}/{version + 1}",
        kind=PostingKind.STOCK,
        legs=(Leg(HOUSE_STOCK, STOCK, -added), Leg(reward_owner(code), STOCK, added)),
        metadata={"reward": code, "programme_version": str(programme.version)},
        records=(Record(STOCKED, code, version, {"stocked": stocked}),),
    )
