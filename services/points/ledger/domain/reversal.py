"""Reversals: a mistake is undone by a new posting that names the first, once."""

from __future__ import annotations

from services.points.ledger.domain import request_ids as own_ids
from services.points.ledger.domain.chart_of_accounts import HOUSE_PREFIX
from services.points.ledger.domain.posting import (
    NEVER,
    ORDER_ID,
    Entry,
    Leg,
    Posting,
    PostingKind,
)

_PART_OF = {
    own_ids.AWARD: "order",
    own_ids.REFUND: "refund",
    own_ids.REDEMPTION: "redemption",
    own_ids.VOUCHER: "voucher",
    own_ids.STOCK: "stock",
    own_ids.GRANT: "grant",
    own_ids.RULE_GRANT: "grant",
    own_ids.DRAW: "draw",
    own_ids.LOTTERY_SEED: "lottery",
    own_ids.CHECKOUT: "checkout",
    own_ids.BENEFIT_GRANT: "benefit's grant",
    own_ids.BENEFIT_USE: "use of a benefit",
    own_ids.MERGE: "merge",
    own_ids.EXTENSION: "activity",
}
"""Of what kept thing our own postings are a part."""


class PostingNotFound(Exception):
    """The posting named does not exist in this brand."""

    reason = "POSTING_NOT_FOUND"
    field = "reverses_posting_id"

    def __init__(self, posting_id: str) -> None:
        super().__init__(f"no posting {posting_id}")
        self.metadata = {"posting_id": posting_id}


class ReversalOfReversal(Exception):
    """What was undone is not undone again: write it anew."""

    reason = "REVERSAL_OF_REVERSAL"
    field = "reverses_posting_id"


class AlreadyReversed(Exception):
    """The posting was undone before."""

    reason = "ALREADY_REVERSED"
    field = "reverses_posting_id"


class NothingToReverse(Exception):
    """The posting moved no points: a hold is ended, not reversed."""

    reason = "INVALID_ARGUMENT"
    field = "reverses_posting_id"


class ReversalOfPart(Exception):
    """The posting is part of an order, a redemption or the like, which would not know of it.

    Undone alone, an order's points could be taken back a second time by its refund, and those of a
    redemption be had beside its voucher. Refund the order; cancel the redemption while it is held;
    give back by an adjustment what a refund should not have taken.
    """

    reason = "INVALID_ARGUMENT"
    field = "reverses_posting_id"

    def __init__(self, posting: Posting, whole: str) -> None:
        super().__init__(f"{posting.id} is part of a kept {whole}")
        self.metadata = {"posting_id": posting.id, "part_of": whole}


def opposite_legs(posting: Posting, request_id: str = "") -> tuple[Leg, ...]:
    """The legs that undo `posting`: each lot gets back what was taken from it.

    A part of a kept whole is undone by the room that keeps it: by a `request_id` of its own kind.

    The last is undone first, so that a debt is made good before the lots that it came after. What a
    credit gave is taken from the same lot first, pending or not, and never below zero.
    Raises ReversalOfReversal, ReversalOfPart, NothingToReverse.
    """
    if posting.kind is PostingKind.REVERSAL:
        raise ReversalOfReversal(f"{posting.id} is a reversal")
    ours = posting.request_id[: posting.request_id.find("/") + 1]
    # Points for a visit or a review stand for themselves.
    by_its_room = bool(ours) and request_id.startswith(ours)
    if (
        ours in _PART_OF
        and not by_its_room
        and (ours != own_ids.AWARD or ORDER_ID in posting.metadata)
    ):
        raise ReversalOfPart(posting, _PART_OF[ours])
    if not posting.entries:
        raise NothingToReverse(f"{posting.id} moved no points")
    return tuple(leg for entry in reversed(posting.entries) for leg in _undo(entry))


def _undo(entry: Entry) -> list[Leg]:
    if entry.amount > 0 or entry.owner.startswith(HOUSE_PREFIX):
        undo = Leg(
            entry.owner,
            entry.asset,
            -entry.amount,
            prefer_expire_at=entry.expire_at or NEVER,
            pending_first=entry.available_at is not None,
        )
        return [undo]
    given = [
        Leg(entry.owner, entry.asset, lot.points, lot.expire_at, lot.available_at)
        for lot in entry.lots
    ]
    debt = -entry.amount - sum(lot.points for lot in entry.lots)
    # What is credited pays for a debt first: were it last, a lot's points would pay for it.
    return [Leg(entry.owner, entry.asset, debt), *given] if debt else given
