"""Stocking: each limited reward gets as many pieces as the programme gives it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import HOUSE_STOCK, STOCK, reward_owner
from services.points.ledger.domain.posting import Leg, Posting, PostingKind, PostingRequest
from services.points.ledger.domain.record import RecordChanged, RecordKind, Versioned
from services.points.ledger.domain.repeat import RequestIdReused
from services.points.programme.domain.programme import Programme

STOCKED: RecordKind[int] = RecordKind("stocked", lambda brand, body: int(body["stocked"]))
"""How many pieces of a reward were ever stocked."""
MANY = 2**31


async def stock_rewards(
    ctx: PointsContext, programme: Programme, limited: Mapping[str, int], asset: str = STOCK
) -> None:
    """Stock each reward up to what `limited` gives it, by code. A number that fell adds nothing.

    With the asset QUOTA the codes are those of `quota_code`.
    """
    for code, wanted in limited.items():
        await _stock(ctx, programme, code, wanted, asset)


async def _stock(
    ctx: PointsContext, programme: Programme, code: str, wanted: int, asset: str
) -> None:
    async def decide() -> PostingRequest | None:
        known = await ctx.ledger.record(programme.brand, STOCKED, code)
        stocked = known or Versioned(0, 0)
        if wanted <= stocked.value:
            return None
        return _posting(programme, code, stocked, wanted, asset)

    await post_decided(ctx.ledger, None, decide, retry_on=(RecordChanged, RequestIdReused))


async def restocks(
    ctx: PointsContext, brand: str, code: str, before: int, size: int
) -> list[tuple[int, Posting]]:
    """The postings that stocked the reward, by their numbers, newest first: up to `size` of those
    numbered below `before` (0: all)."""
    known = await ctx.ledger.record(brand, STOCKED, code)
    last = min(known.version if known else 0, before - 1 if before else MANY)
    numbers = range(last, max(0, last - size), -1)
    found = await asyncio.gather(
        *(ctx.ledger.posting(brand, _request_id(code, number)) for number in numbers)
    )
    return [(n, one) for n, one in zip(numbers, found, strict=True) if one is not None]


def _request_id(code: str, number: int) -> str:
    return f"{request_ids.STOCK}{code}/{number}"


def _posting(
    programme: Programme, code: str, stocked: Versioned[int], wanted: int, asset: str
) -> PostingRequest:
    added = wanted - stocked.value
    return PostingRequest(
        brand=programme.brand,
        # By what is stocked, not by the programme's version, which a rollback brings back.
        request_id=_request_id(code, stocked.version + 1),
        kind=PostingKind.STOCK,
        legs=(Leg(HOUSE_STOCK, asset, -added), Leg(reward_owner(code), asset, added)),
        metadata={"reward": code, "programme_version": str(programme.version)},
        records=(STOCKED.record(code, stocked.version, {"stocked": wanted}),),
    )
