"""Which lots an activity puts off, and the posting that does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from services.points.activities.domain.activity import Activity, fingerprint
from services.points.badges.domain.badge_posting import naming
from services.points.calendar.domain.month import Month, parse_month
from services.points.ledger.domain import lots, request_ids
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.posting import (
    LEGS_MAX,
    MEMBER_ID,
    Leg,
    Lot,
    PostingKind,
    PostingRequest,
)
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.programme.domain.extension import Extension

NEVER_KEPT = Month(1970, 1)
LOTS_AT_ONCE = LEGS_MAX // 2
"""Each may need a leg out of it and one into another."""


@dataclass(frozen=True, slots=True)
class Keeps:
    """The last month until which a member's activities keep each asset, by its code."""

    until: Mapping[str, Month] = field(default_factory=dict)

    def of(self, asset: str) -> Month:
        """A month long past where none counted yet."""
        return self.until.get(asset, NEVER_KEPT)

    def with_month(self, asset: str, month: Month) -> Keeps:
        """With `month`, where it is later."""
        return Keeps({**self.until, asset: max(month, self.of(asset))})

    def united(self, other: Keeps) -> Keeps:
        """The later month of both."""
        both = self
        for asset, month in other.until.items():
            both = both.with_month(asset, month)
        return both


def to_body(member_id: str, keeps: Keeps) -> dict[str, Any]:
    """As the record carries it."""
    until = [[asset, str(month)] for asset, month in sorted(keeps.until.items())]
    return {"member_id": member_id, "until": until}


def from_body(body: Mapping[str, Any]) -> Keeps:
    return Keeps({asset: parse_month(month) for asset, month in body["until"]})


KEEPS: RecordKind[Keeps] = RecordKind("extension", lambda brand, body: from_body(body))
"""By member id."""


class PutOff(NamedTuple):
    """A lot as it stands in the account, and its new expiry."""

    lot: Lot
    expire_at: datetime


def asking(activity: Activity, asset: str, part: int) -> Asked:
    """A request to put off lots by `activity`; the parts are of LOTS_AT_ONCE lots."""
    name = f"{request_ids.EXTENSION}{asset}/{activity.key}/{part}"
    return Asked(activity.brand, name, fingerprint(activity))


def put_off(
    account: Account, extension: Extension, keeps_until: Month, now: datetime, zone: ZoneInfo
) -> Iterator[PutOff]:
    """The lots of `account` that are not past expiry and expire before `keeps_until` ends."""
    for lot in lots.settle(account.lots, now):
        if lot.expire_at is None or lot.expire_at <= now:
            continue
        later = extension.extended(lot.expire_at, keeps_until, zone)
        if later > lot.expire_at:
            yield PutOff(lot, later)


def extension_posting(
    asked: Asked,
    activity: Activity,
    account: Account,
    moved: Sequence[PutOff],
    keeps: Versioned[Keeps],
) -> PostingRequest:
    """Moves lots within the account, and writes `keeps` over the version that was read.

    Refused with LotsChanged where the account has other lots by then.
    """
    owner, asset = account.key.owner, account.key.asset
    out = [
        Leg(
            *(owner, asset, -lot.points),
            prefer_expire_at=lot.expire_at,
            pending_first=lot.available_at is not None,
            from_lots=(lot,),
        )
        for lot, _ in moved
    ]
    into: dict[tuple[datetime, datetime | None], int] = {}
    for lot, later in moved:
        times = later, lot.available_at
        into[times] = into.get(times, 0) + lot.points
    back = [Leg(owner, asset, points, *times) for times, points in into.items()]
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.EXTEND,
        legs=(*out, *back),
        metadata={**naming(activity), MEMBER_ID: owner},
        records=(KEEPS.record(owner, keeps.version, to_body(owner, keeps.value)),),
        fingerprint=asked.fingerprint,
    )
