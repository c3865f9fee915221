"""What can be said against a request before any account is looked at.

Every refusal has a reason of its own and names the field, in the words of the contract.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from services.points.ledger.domain.account import START_OF_TIME
from services.points.ledger.domain.chart_of_accounts import HOUSE_OWNERS, HOUSE_PREFIX
from services.points.ledger.domain.posting import (
    AMOUNT_MAX,
    HOLDS_MAX,
    LEGS_MAX,
    METADATA_MAX,
    REQUEST_ID_MAX,
    HoldChange,
    HoldPlacement,
    Leg,
    PostingKind,
    PostingRequest,
)

RECORDS_MAX = 64
METADATA_KEY_MAX = 32
METADATA_VALUE_MAX = 256
HOLD_ID_MAX = 64
CLOCK_SKEW = timedelta(minutes=1)
"""A caller's clock may be ahead of ours by this much."""
_OWNER = re.compile(r"[A-Za-z0-9_.:\-]{1,64}")
_ASSET = re.compile(r"[A-Za-z0-9_.\-]{1,32}")


class FieldInvalid(Exception):
    """A field is missing, too long or does not fit the others."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class TooMany(Exception):
    """More than the limit in one posting."""

    reason = "TOO_MANY"

    def __init__(self, field: str, limit: int) -> None:
        super().__init__(f"at most {limit}")
        self.field = field
        self.metadata = {"limit": str(limit)}


class AccountUnknown(Exception):
    """The owner is malformed, or no such house account."""

    reason = "ACCOUNT_UNKNOWN"

    def __init__(self, field: str, owner: str) -> None:
        super().__init__(_why_unknown(owner))
        self.field = field
        self.metadata = {"owner": owner}


class RewardUnknown(Exception):
    """The account would be that of a reward which the programme does not have."""

    reason = "ACCOUNT_UNKNOWN"

    def __init__(self, field: str, owner: str, code: str) -> None:
        super().__init__(f"no reward {code} in the programme")
        self.field = field
        self.metadata = {"owner": owner, "code": code}


class AssetUnknown(Exception):
    """The asset is malformed, or not one that the brand has."""

    reason = "ASSET_UNKNOWN"

    def __init__(self, field: str, asset: str) -> None:
        super().__init__("not an asset of this brand")
        self.field = field
        self.metadata = {"asset": asset}


class AmountInvalid(Exception):
    """The amount is zero, or more than the ledger carries."""

    reason = "AMOUNT_INVALID"

    def __init__(self, field: str, amount: int) -> None:
        super().__init__(f"not zero and at most {AMOUNT_MAX}")
        self.field = field
        self.metadata = {"amount": str(amount)}


class PostingUnbalanced(Exception):
    """The legs do not sum to zero in each asset."""

    reason = "POSTING_UNBALANCED"
    field = "legs"

    def __init__(self, asset: str, total: int) -> None:
        super().__init__(f"{asset} sums to {total}")
        self.metadata = {"asset": asset, "sum": str(total)}


class EffectiveTimeInvalid(Exception):
    """The effective time lies ahead, or in a closed period."""

    reason = "EFFECTIVE_TIME_INVALID"
    field = "effective_time"


def check(request: PostingRequest) -> None:
    """Raises the first refusal that the request by itself deserves."""
    if not 1 <= len(request.request_id) <= REQUEST_ID_MAX:
        raise FieldInvalid("request_id", f"1 to {REQUEST_ID_MAX} characters")
    _check_counts(request)
    _check_purpose(request)
    for index, leg in enumerate(request.legs):
        _check_leg(leg, index)
    _check_balanced(request.legs)
    for index, hold in enumerate(request.place_holds):
        _check_placement(hold, f"place_holds[{index}]")
    for index, change in enumerate(request.change_holds):
        _check_change(change, f"change_holds[{index}]")
    _check_metadata(request.metadata)


def check_effective(effective: datetime, now: datetime, closed_until: datetime) -> None:
    """Raises EffectiveTimeInvalid when ahead of `now` or before `closed_until`."""
    if effective > now + CLOCK_SKEW:
        raise EffectiveTimeInvalid("in the future")
    if effective < closed_until:
        raise EffectiveTimeInvalid(f"the period until {closed_until.isoformat()} is closed")


def check_account(owner: str, asset: str, field: str) -> None:
    """Raises AccountUnknown or AssetUnknown for a malformed name."""
    check_owner(owner, f"{field}.owner")
    check_asset(asset, f"{field}.asset")


def check_owner(owner: str, field: str) -> None:
    """Raises AccountUnknown for a malformed name."""
    if not _is_owner(owner):
        raise AccountUnknown(field, owner)


def check_asset(asset: str, field: str) -> None:
    """Raises AssetUnknown for a malformed name."""
    if not _ASSET.fullmatch(asset):
        raise AssetUnknown(field, asset)


def _why_unknown(owner: str) -> str:
    if owner in HOUSE_OWNERS:
        return "house accounts have no holds, and no statements of a member"
    if owner.startswith(HOUSE_PREFIX):
        return "no house account of this name"
    return "1 to 64 letters, digits and _ . : -"


def _is_owner(owner: str) -> bool:
    if owner.startswith(HOUSE_PREFIX):
        return owner in HOUSE_OWNERS
    return _OWNER.fullmatch(owner) is not None


def _check_counts(request: PostingRequest) -> None:
    for field, counted, limit in (
        ("legs", request.legs, LEGS_MAX),
        ("place_holds", request.place_holds, HOLDS_MAX),
        ("change_holds", request.change_holds, HOLDS_MAX),
        ("metadata", request.metadata, METADATA_MAX),
        ("records", request.records, RECORDS_MAX),
    ):
        if counted and len(counted) > limit:
            raise TooMany(field, limit)


def _check_purpose(request: PostingRequest) -> None:
    moves = request.legs or request.place_holds or request.change_holds
    if request.reverses_posting_id:
        if request.kind is not PostingKind.REVERSAL:
            raise FieldInvalid("kind", "what undoes a posting is a reversal")
        if moves:
            raise FieldInvalid("legs", "a reversal's legs are made from the posting it undoes")
    elif request.kind is PostingKind.REVERSAL:
        raise FieldInvalid("reverses_posting_id", "a reversal names what it undoes")
    elif not moves and not request.records:
        raise FieldInvalid("legs", "a posting moves something")


def _check_leg(leg: Leg, index: int) -> None:
    # The field is named where it is needed: nearly every leg is sound.
    owner, asset, amount = leg.owner, leg.asset, leg.amount
    if not _is_owner(owner) or not _ASSET.fullmatch(asset):
        check_account(owner, asset, f"legs[{index}]")
    # Not a float either, whatever a programme said: it would be written, and never be read.
    if type(amount) is not int or amount == 0 or abs(amount) > AMOUNT_MAX:
        raise AmountInvalid(f"legs[{index}].amount", amount)
    if amount < 0 and leg.expire_at is not None:
        raise FieldInvalid(f"legs[{index}].expire_time", "belongs to a credit")
    if amount < 0 and leg.available_at is not None:
        raise FieldInvalid(f"legs[{index}].available_time", "belongs to a credit")
    if leg.available_at and leg.expire_at and leg.available_at >= leg.expire_at:
        raise FieldInvalid(f"legs[{index}].available_time", "before the points expire")
    if leg.expire_at and leg.expire_at < START_OF_TIME:
        raise FieldInvalid(f"legs[{index}].expire_time", "before 1970")
    if abs(leg.minimum) > AMOUNT_MAX:
        raise AmountInvalid(f"legs[{index}].minimum", leg.minimum)


def _check_balanced(legs: tuple[Leg, ...]) -> None:
    totals: dict[str, int] = {}
    for leg in legs:
        totals[leg.asset] = totals.get(leg.asset, 0) + leg.amount
    for asset, total in totals.items():
        if total:
            raise PostingUnbalanced(asset, total)


def _check_placement(hold: HoldPlacement, field: str) -> None:
    _check_hold(hold.owner, hold.asset, hold.hold_id, field)
    if not 0 < hold.amount <= AMOUNT_MAX:
        raise AmountInvalid(f"{field}.amount", hold.amount)


def _check_change(change: HoldChange, field: str) -> None:
    _check_hold(change.owner, change.asset, change.hold_id, field)
    if not 0 <= change.reduce_by <= AMOUNT_MAX:
        raise AmountInvalid(f"{field}.reduce_by", change.reduce_by)


def _check_hold(owner: str, asset: str, hold_id: str, field: str) -> None:
    check_account(owner, asset, field)
    if owner.startswith(HOUSE_PREFIX):
        raise AccountUnknown(f"{field}.owner", owner)
    if not 1 <= len(hold_id) <= HOLD_ID_MAX:
        raise FieldInvalid(f"{field}.hold_id", f"1 to {HOLD_ID_MAX} characters")


def _check_metadata(metadata: Mapping[str, str]) -> None:
    for key, value in metadata.items():
        if not 1 <= len(key) <= METADATA_KEY_MAX:
            raise FieldInvalid("metadata", f"keys have 1 to {METADATA_KEY_MAX} characters")
        if len(value) > METADATA_VALUE_MAX:
            raise FieldInvalid(f"metadata.{key}", f"at most {METADATA_VALUE_MAX} characters")
