"""The postings of a redemption: held, confirmed, cancelled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from services.points.ledger.domain import request_ids as own_ids
from services.points.ledger.domain.chart_of_accounts import POINTS, REDEEMED, STOCK
from services.points.ledger.domain.posting import (
    HoldChange,
    HoldPlacement,
    Leg,
    Posting,
    PostingKind,
    PostingRequest,
    Record,
)
from services.points.ledger.domain.record import StoredRecord
from services.points.rewards.domain.redemption import (
    Redemption,
    RewardUse,
    to_body,
    use_from_body,
    use_id,
    use_to_body,
)

REDEMPTION = "redemption"
USE = "reward_use"
VOUCHER = "voucher"
PLAIN_ID_CHARS_MAX = 200


class RequestIdReused(Exception):
    """The request id was used before, for something else."""

    reason = "REQUEST_ID_REUSED"
    field = "request_id"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request about a redemption, under the caller's request id."""

    brand: str
    request_id: str
    verb: str
    content: tuple[str, ...]

    @property
    def posting_id(self) -> str:
        """The ledger's request id: one name space for all that is asked of redemptions."""
        if len(self.request_id) <= PLAIN_ID_CHARS_MAX:
            return own_ids.REDEMPTION + self.request_id
        digest = hashlib.sha256(self.request_id.encode()).hexdigest()
        return f"{own_ids.REDEMPTION}sha256/{digest}"

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256("\0".join((self.verb, *self.content)).encode()).hexdigest()


def check_same(asked: Asked, posting: Posting) -> None:
    """Raises RequestIdReused when `posting` was made by another request."""
    if posting.fingerprint != asked.fingerprint:
        raise RequestIdReused(f"{asked.request_id} was used with other content")


def redeeming(
    asked: Asked, redemption: Redemption, use: StoredRecord | None, now: datetime
) -> PostingRequest:
    """Sets the price aside and, of a limited reward, one piece."""
    used = use_from_body(use.body) if use else RewardUse({})
    holds = [
        HoldPlacement(
            redemption.id, redemption.member_id, POINTS, redemption.price, redemption.hold_until
        )
    ]
    if redemption.limited:
        owner, until = redemption.stock_owner, redemption.hold_until
        holds.append(HoldPlacement(redemption.id, owner, STOCK, 1, until))
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.posting_id,
        kind=PostingKind.HOLD,
        place_holds=tuple(holds),
        metadata=_metadata(redemption),
        records=(
            Record(REDEMPTION, redemption.id, 0, to_body(redemption)),
            _use(redemption, use, used.begun(redemption, now)),
        ),
        fingerprint=asked.fingerprint,
    )


def confirming(
    asked: Asked, redemption: Redemption, version: int, use: StoredRecord, after: RewardUse
) -> PostingRequest:
    """Takes what was set aside, and keeps the voucher's code from being issued twice."""
    legs = [
        Leg(redemption.member_id, POINTS, -redemption.price),
        Leg(REDEEMED, POINTS, redemption.price),
    ]
    if redemption.limited:
        legs += [Leg(redemption.stock_owner, STOCK, -1), Leg(REDEEMED, STOCK, 1)]
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.posting_id,
        kind=PostingKind.SPEND,
        legs=tuple(legs),
        change_holds=_ended(redemption),
        metadata=_metadata(redemption),
        records=(
            Record(REDEMPTION, redemption.id, version, to_body(redemption)),
            _use(redemption, use, after),
            Record(VOUCHER, redemption.voucher_code, 0, {"redemption_id": redemption.id}),
        ),
        fingerprint=asked.fingerprint,
    )


def cancelling(
    asked: Asked, redemption: Redemption, version: int, use: StoredRecord, after: RewardUse
) -> PostingRequest:
    """Lets go what was set aside."""
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.posting_id,
        kind=PostingKind.HOLD,
        change_holds=_ended(redemption),
        metadata=_metadata(redemption),
        records=(
            Record(REDEMPTION, redemption.id, version, to_body(redemption)),
            _use(redemption, use, after),
        ),
        fingerprint=asked.fingerprint,
    )


def _ended(redemption: Redemption) -> tuple[HoldChange, ...]:
    points = HoldChange(redemption.id, redemption.member_id, POINTS)
    if not redemption.limited:
        return (points,)
    return (points, HoldChange(redemption.id, redemption.stock_owner, STOCK))


def _use(redemption: Redemption, use: StoredRecord | None, after: RewardUse) -> Record:
    name = use_id(redemption.member_id, redemption.reward_code)
    version = use.version if use else 0
    return Record(USE, name, version, use_to_body(redemption.member_id, after))


def _metadata(redemption: Redemption) -> dict[str, str]:
    return {"redemption": redemption.id, "reward": redemption.reward_code}
