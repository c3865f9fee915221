"""Ending a redemption: confirmed with a voucher, or cancelled."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from services.points.context import ATTEMPTS_MAX, Contended, PointsContext
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import StoredRecord
from services.points.programme.domain.programme import Programme
from services.points.rewards.commands.redeem_reward import Answer, answered
from services.points.rewards.domain import redemption_posting as postings
from services.points.rewards.domain.redemption import (
    VOUCHER_ALPHABET,
    VOUCHER_CHARS,
    Redemption,
    RedemptionEnded,
    RedemptionNotFound,
    RedemptionState,
    RewardUse,
    from_body,
    use_from_body,
    use_id,
)
from services.points.rewards.domain.redemption_posting import REDEMPTION, USE, Asked

PostingOf = Callable[[Asked, Redemption, int, StoredRecord, RewardUse], PostingRequest]
End = Callable[[Redemption, Programme], Redemption]


async def confirm_redemption(
    ctx: PointsContext, brand: str, *, request_id: str, redemption_id: str, member_id: str | None
) -> Answer:
    """Take the points and issue the voucher.

    `member_id` is the only one whose redemption it may be; None for any of the brand. Raises
    RedemptionNotFound, RedemptionEnded, REQUEST_ID_REUSED and OVERLOADED.
    """

    def confirm(redemption: Redemption, programme: Programme) -> Redemption:
        return redemption.confirmed(_voucher_code(), ctx.clock.now(), programme.zone)

    asked = Asked(brand, request_id, "confirm", (redemption_id,))
    return await _end(ctx, asked, redemption_id, member_id, confirm, postings.confirming)


async def cancel_redemption(
    ctx: PointsContext, brand: str, *, request_id: str, redemption_id: str, member_id: str | None
) -> Answer:
    """Let points and stock go. Arguments and refusals as of `confirm_redemption`."""

    def cancel(redemption: Redemption, programme: Programme) -> Redemption:
        return redemption.cancelled(ctx.clock.now())

    asked = Asked(brand, request_id, "cancel", (redemption_id,))
    return await _end(ctx, asked, redemption_id, member_id, cancel, postings.cancelling)


async def _end(
    ctx: PointsContext,
    asked: Asked,
    redemption_id: str,
    member_id: str | None,
    end: End,
    posting_of: PostingOf,
) -> Answer:
    for _ in range(ATTEMPTS_MAX):
        record = await ctx.ledger.record(asked.brand, REDEMPTION, redemption_id)
        if record is None or not _may_end(from_body(record.body), member_id):
            raise RedemptionNotFound(redemption_id)
        # An ended redemption is not changed any more, so a repeat finds its first answer in it.
        if (known := await answered(ctx, asked)) is not None:
            return Answer(known, replayed=True)
        redemption = from_body(record.body)
        programme = await ctx.programmes.get(asked.brand)
        ended = end(redemption, programme)
        use = await _use(ctx, redemption, asked.brand)
        after = use_from_body(use.body).ended(ended, ctx.clock.now(), programme.zone)
        request = posting_of(asked, ended, record.version, use, after)
        result = (await ctx.ledger.post_all([request]))[0]
        if isinstance(result, Posted):
            if not result.replayed:
                return Answer(ended, replayed=False)
        elif getattr(result.error, "reason", "") == "HOLD_NOT_FOUND":
            raise RedemptionEnded(RedemptionState.EXPIRED) from result.error
        elif getattr(result.error, "reason", "") != "RECORD_CHANGED":
            raise result.error
    raise Contended()


def _may_end(redemption: Redemption, member_id: str | None) -> bool:
    return member_id is None or redemption.member_id == member_id


async def _use(ctx: PointsContext, redemption: Redemption, brand: str) -> StoredRecord:
    record = await ctx.ledger.record(
        brand, USE, use_id(redemption.member_id, redemption.reward_code)
    )
    assert record is not None, "it was written when the redemption began"
    return record


def _voucher_code() -> str:
    return "".join(secrets.choice(VOUCHER_ALPHABET) for _ in range(VOUCHER_CHARS))
