"""The postings of a redemption: held, confirmed, cancelled."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import (
    HOUSE_STOCK,
    QUOTA,
    REDEEMED,
    STOCK,
    TAKEN,
)
from services.points.ledger.domain.posting import (
    HoldChange,
    HoldPlacement,
    Leg,
    Posting,
    PostingKind,
    PostingRequest,
    Record,
)
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.rewards.domain.redemption import (
    Redemption,
    RewardUse,
    from_body,
    to_body,
    use_from_body,
    use_id,
    use_to_body,
)
from services.points.vouchers.domain.voucher_posting import issued

REDEMPTION = RecordKind("redemption", lambda brand, body: from_body(body))
USE = RecordKind("reward_use", lambda brand, body: use_from_body(body))
PLAIN_ID_CHARS_MAX = 200


class GivenInstead(NamedTuple):
    """What a coupon, badge or asset adds to the posting that gives it, instead of a voucher."""

    legs: tuple[Leg, ...] = ()
    records: tuple[Record, ...] = ()
    says: Mapping[str, str] = MappingProxyType({})


def asking(brand: str, request_id: str, verb: str, *content: str) -> Asked:
    """A request about a redemption: one name space for all that callers ask of redemptions."""
    fingerprint = hashlib.sha256("\0".join((verb, *content)).encode()).hexdigest()
    return Asked(brand, _posting_id(request_id), fingerprint)


def _posting_id(request_id: str) -> str:
    if len(request_id) <= PLAIN_ID_CHARS_MAX:
        return request_ids.REDEMPTION + request_id
    digest = hashlib.sha256(request_id.encode()).hexdigest()
    return f"{request_ids.REDEMPTION}sha256/{digest}"


def redemption_of(posting: Posting) -> str:
    """The id of the redemption that `posting` is about."""
    return posting.metadata["redemption"]


def redeeming(asked: Asked, redemption: Redemption, use: Versioned[RewardUse]) -> PostingRequest:
    """Sets the price aside, of a limited reward one piece, and one of what is left to all. `use`
    counts this one too.
    """
    holds = [
        HoldPlacement(redemption.id, *part, redemption.hold_until) for part in _parts(redemption)
    ]
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.HOLD,
        place_holds=tuple(holds),
        metadata=_metadata(redemption),
        records=(
            REDEMPTION.record(redemption.id, 0, to_body(redemption)),
            _use(redemption, use),
        ),
        fingerprint=asked.fingerprint,
    )


def confirming(
    asked: Asked,
    ended: Versioned[Redemption],
    use: Versioned[RewardUse],
    zone: ZoneInfo,
    instead: GivenInstead | None = None,
) -> PostingRequest:
    """Takes what was set aside, and gives what is given `instead` of a voucher, or issues that.

    Of an immediate one nothing was: the price, the piece and what is left to all are taken now.
    """
    redemption = ended.value
    # How many have had it is an account like any other, so that verify proves it.
    legs = [Leg(redemption.stock_owner, TAKEN, 1), Leg(HOUSE_STOCK, TAKEN, -1)]
    for owner, asset, amount in _parts(redemption):
        legs += [Leg(owner, asset, -amount), Leg(REDEEMED, asset, amount)]
    given = instead or GivenInstead(records=(issued(redemption.voucher(zone, asked.request_id)),))
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.SPEND,
        legs=(*legs, *given.legs),
        change_holds=() if redemption.immediate else _ended(redemption),
        metadata={**_metadata(redemption), **given.says},
        records=(
            REDEMPTION.record(redemption.id, ended.version, to_body(redemption)),
            _use(redemption, use),
            *given.records,
        ),
        fingerprint=asked.fingerprint,
    )


def cancelling(
    asked: Asked, ended: Versioned[Redemption], use: Versioned[RewardUse], zone: ZoneInfo
) -> PostingRequest:
    """Lets go what was set aside."""
    redemption = ended.value
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.HOLD,
        change_holds=_ended(redemption),
        metadata=_metadata(redemption),
        records=(
            REDEMPTION.record(redemption.id, ended.version, to_body(redemption)),
            _use(redemption, use),
        ),
        fingerprint=asked.fingerprint,
    )


def taking_back(
    asked: Asked, ended: Versioned[Redemption], use: Versioned[RewardUse], given: Posting
) -> PostingRequest:
    """Undoes `given`, which credited an asset: the price returns to its own lots."""
    redemption = ended.value
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.REVERSAL,
        reverses_posting_id=given.id,
        metadata=_metadata(redemption),
        records=(
            REDEMPTION.record(redemption.id, ended.version, to_body(redemption)),
            _use(redemption, use),
        ),
        fingerprint=asked.fingerprint,
    )


def _parts(redemption: Redemption) -> Iterator[tuple[str, str, int]]:
    """What it takes: of whom, of which asset, how much."""
    for asset, price in redemption.prices.items():
        yield redemption.member_id, asset, price
    if redemption.limited:
        yield redemption.stock_owner, STOCK, 1
    for owner in redemption.quota_owners:
        yield owner, QUOTA, 1


def _ended(redemption: Redemption) -> tuple[HoldChange, ...]:
    return tuple(HoldChange(redemption.id, owner, asset) for owner, asset, _ in _parts(redemption))


def _use(redemption: Redemption, use: Versioned[RewardUse]) -> Record:
    name = use_id(redemption.member_id, redemption.reward_code)
    return USE.record(name, use.version, use_to_body(redemption.member_id, use.value))


def _metadata(redemption: Redemption) -> dict[str, str]:
    return {"redemption": redemption.id, "reward": redemption.reward_code}
