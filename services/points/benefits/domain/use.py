"""A use of a benefit: one unit, handed over by a store, and given back on that day or never."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.points.benefits.domain.grant import BENEFIT
from services.points.calendar.domain.instant import seconds_text
from services.points.calendar.domain.local_time import local_day
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import REDEEMED
from services.points.ledger.domain.posting import STORE_ID, Leg, PostingKind, PostingRequest
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.ledger.domain.repeat import Asked

USE = "benefit_use"
"""In a posting's metadata: the use."""


class BenefitUsedUp(Exception):
    """The member has none of it left."""

    reason = "BENEFIT_USED_UP"
    field = "benefit"

    def __init__(self, code: str) -> None:
        super().__init__("none is left")
        self.metadata = {"benefit": code}


class BenefitUseNotFound(Exception):
    """The brand has no such use."""

    reason = "BENEFIT_USE_NOT_FOUND"
    field = "use_id"


class BenefitUseNotReversible(Exception):
    """Another store's, another day's, or given back before."""

    reason = "BENEFIT_USE_NOT_REVERSIBLE"
    field = "use_id"

    def __init__(self, use: BenefitUse) -> None:
        super().__init__("once, by the store that handed it over, and only on that day")
        self.metadata = {"store_id": use.store_id, "use_time": seconds_text(use.used_at)}


@dataclass(frozen=True, slots=True)
class BenefitUse:
    """`asked_by` is the request id of the posting that took the unit."""

    id: str
    member_id: str
    benefit: str
    asset: str
    store_id: str
    used_at: datetime
    asked_by: str
    reversed_at: datetime | None = None

    def given_back(self, store_id: str, now: datetime, zone: ZoneInfo) -> BenefitUse:
        """As a mistake of that store. Raises BenefitUseNotReversible."""
        same_day = local_day(self.used_at, zone) == local_day(now, zone)
        if self.reversed_at is not None or store_id != self.store_id or not same_day:
            raise BenefitUseNotReversible(self)
        return replace(self, reversed_at=now)


BENEFIT_USE: RecordKind[BenefitUse] = RecordKind(
    "benefit_use", lambda brand, body: BenefitUse(**{"reversed_at": None, **body})
)


def asking(brand: str, request_id: str, verb: str, *content: str) -> Asked:
    """A request about uses: one name space for all that callers ask of them."""
    fingerprint = hashlib.sha256("\0".join((verb, *content)).encode()).hexdigest()
    return Asked(brand, request_ids.BENEFIT_USE + request_id, fingerprint)


def using(asked: Asked, use: BenefitUse) -> PostingRequest:
    """Takes one unit."""
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.SPEND,
        legs=(Leg(use.member_id, use.asset, -1), Leg(REDEEMED, use.asset, 1)),
        metadata={BENEFIT: use.benefit, USE: use.id, STORE_ID: use.store_id},
        records=(BENEFIT_USE.record(use.id, 0, _body(use)),),
        fingerprint=asked.fingerprint,
    )


def reversing(asked: Asked, after: Versioned[BenefitUse], posting_id: str) -> PostingRequest:
    """Puts the unit back where it was taken: `posting_id` is the posting that took it."""
    use = after.value
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.REVERSAL,
        reverses_posting_id=posting_id,
        metadata={BENEFIT: use.benefit, USE: use.id, STORE_ID: use.store_id},
        records=(BENEFIT_USE.record(use.id, after.version, _body(use)),),
        fingerprint=asked.fingerprint,
    )


def _body(use: BenefitUse) -> Mapping[str, Any]:
    body: dict[str, Any] = {
        "id": use.id,
        "member_id": use.member_id,
        "benefit": use.benefit,
        "asset": use.asset,
        "store_id": use.store_id,
        "used_at": use.used_at,
        "asked_by": use.asked_by,
    }
    if use.reversed_at is not None:
        body["reversed_at"] = use.reversed_at
    return body
