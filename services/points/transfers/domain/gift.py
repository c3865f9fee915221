"""A gift: units that one member gives to another, each with the expiry that it had."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import (
    LEGS_MAX,
    Leg,
    Lot,
    Posting,
    PostingKind,
    PostingRequest,
)
from services.points.ledger.domain.record import Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.transfers.domain.given import GIVEN, Given, given_id, to_body

GIFT = "gift"
"""In a posting's metadata: the gift."""


class GiftToSelf(Exception):
    """Giver and receiver are one member."""

    reason = "GIFT_TO_SELF"
    field = "receiver_id"


class GiftInTooManyParts(Exception):
    """The units expire on more days than one posting carries."""

    reason = "TOO_MANY"
    field = "amount"

    def __init__(self) -> None:
        super().__init__(f"they expire on more than {LEGS_MAX - 1} days: give less at once")
        self.metadata = {"limit": str(LEGS_MAX - 1)}


@dataclass(frozen=True, slots=True)
class Gift:
    """`amount` units of `asset`."""

    id: str
    giver_id: str
    receiver_id: str
    asset: str
    amount: int
    at: datetime


def asking(
    brand: str, request_id: str, giver_id: str, receiver_id: str, asset: str, amount: int
) -> Asked:
    """A request to give."""
    content = "\0".join((giver_id, receiver_id, asset, str(amount)))
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Asked(brand, request_ids.GIFT + request_id, digest)


def giving(
    asked: Asked, gift: Gift, taken: Sequence[Lot], given: Versioned[Given]
) -> PostingRequest:
    """Takes `taken` from the giver, and adds the same lots to the receiver.

    Raises GiftInTooManyParts.
    """
    if len(taken) >= LEGS_MAX:
        raise GiftInTooManyParts()
    lots = tuple(taken)
    debit = Leg(gift.giver_id, gift.asset, -gift.amount, from_lots=lots)
    received = (Leg(gift.receiver_id, gift.asset, lot.points, lot.expire_at) for lot in lots)
    name = given_id(gift.giver_id, gift.asset)
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.TRANSFER,
        legs=(debit, *received),
        metadata={GIFT: gift.id},
        records=(GIVEN.record(name, given.version, to_body(given.value)),),
        fingerprint=asked.fingerprint,
    )


def gift_in(posting: Posting) -> Gift:
    """The gift that `posting` carried out."""
    debit, credit = posting.entries[:2]
    return Gift(
        id=posting.metadata[GIFT],
        giver_id=debit.owner,
        receiver_id=credit.owner,
        asset=debit.asset,
        amount=-debit.amount,
        at=posting.effective_at,
    )
