"""Redeeming: points and stock are set aside together, or neither is."""

from __future__ import annotations

from dataclasses import dataclass

from services.common.ids import new_id
from services.points.context import ATTEMPTS_MAX, Contended, PointsContext
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.rewards.commands import eligibility as hindrances
from services.points.rewards.domain import redemption_posting as postings
from services.points.rewards.domain.catalogue import catalogue
from services.points.rewards.domain.redemption import Redemption, from_body
from services.points.rewards.domain.redemption_posting import REDEMPTION

LOST_TO_ANOTHER = frozenset({"RECORD_CHANGED", "INSUFFICIENT_POINTS"})
"""The points, the stock or the member's limits are no longer as they were read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A redemption as it was answered first, and whether this is a repeat."""

    redemption: Redemption
    replayed: bool


async def redeem_reward(
    ctx: PointsContext, brand: str, *, request_id: str, member_id: str, reward_code: str
) -> Answer:
    """Hold the reward's price and one of its stock for the member.

    Raises ProgrammeMissing, RewardNotFound, RewardUnavailable, TierTooLow, LimitReached,
    OutOfStock, TooFewPoints, REQUEST_ID_REUSED and OVERLOADED.
    """
    asked = postings.Asked(brand, request_id, "redeem", (member_id, reward_code))
    async with ctx.locks.of(brand, member_id):
        for _ in range(ATTEMPTS_MAX):
            try:
                request, begun = await _decide(ctx, asked, member_id, reward_code)
            except Exception:
                # What hinders it now may be what this very request has had.
                if (known := await answered(ctx, asked)) is not None:
                    return Answer(known.as_begun(), replayed=True)
                raise
            result = (await ctx.ledger.post_all([request]))[0]
            if isinstance(result, Posted):
                return Answer(await _first(ctx, brand, result, begun), result.replayed)
            if getattr(result.error, "reason", "") not in LOST_TO_ANOTHER:
                raise result.error
    raise Contended()


async def _decide(
    ctx: PointsContext, asked: postings.Asked, member_id: str, reward_code: str
) -> tuple[PostingRequest, Redemption]:
    """The posting that would hold the reward, when nothing hinders the member."""
    programme = await ctx.programmes.get(asked.brand)
    rewards = catalogue(programme)
    reward = rewards.get(reward_code)
    found = await hindrances.read(ctx, programme, member_id, [reward])
    if (hindrance := found.of(reward)) is not None:
        raise hindrance
    now = ctx.clock.now()
    redemption = Redemption.begin(new_id("red"), member_id, reward, rewards, now)
    return postings.redeeming(asked, redemption, found.use(reward), now), redemption


async def answered(ctx: PointsContext, asked: postings.Asked) -> Redemption | None:
    """The redemption that this request was about, when it was done. Raises REQUEST_ID_REUSED."""
    posting = await ctx.ledger.posting(asked.brand, asked.posting_id)
    if posting is None:
        return None
    postings.check_same(asked, posting)
    record = await ctx.ledger.record(asked.brand, REDEMPTION, posting.metadata["redemption"])
    assert record is not None
    return from_body(record.body)


async def _first(ctx: PointsContext, brand: str, posted: Posted, begun: Redemption) -> Redemption:
    """Of two calls with one id at a time, both answer what the first of them began."""
    begun_id = posted.posting.metadata["redemption"]
    if begun_id == begun.id:
        return begun
    record = await ctx.ledger.record(brand, REDEMPTION, begun_id)
    assert record is not None
    return from_body(record.body).as_begun()
