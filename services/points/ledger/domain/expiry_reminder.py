"""Reminders that points will expire: of whom, of how many, and which are due on a day.

A reminder is a posting without entries, so it stands in the feed beside what it is about, and in a
record of the member. Its request id has the account, the last day and which reminder of that day
it is, so each comes once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from services.points.calendar.domain.local_time import last_day
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.balance import EXPIRING_DAYS_MAX, balance
from services.points.ledger.domain.posting import MEMBER_ID, Posting, PostingKind, PostingRequest
from services.points.ledger.domain.record import RecordKind

EXPIRING = "expiring"
"""The key of metadata: asset|points|on|days."""
REMINDER: RecordKind[Mapping[str, Any]] = RecordKind("reminder", lambda brand, body: body)


@dataclass(frozen=True, slots=True)
class ExpiryReminder:
    """`points` of the asset can be spent until the local day `on`, which is `days` ahead.

    `stage` is the one of the asset's days at which the reminder was due: more than `days` where
    it comes late.
    """

    member_id: str
    asset: str
    points: int
    on: date
    days: int
    stage: int


def due_reminders(
    account: Account, now: datetime, zone: tzinfo, remind_days: Collection[int], told_until: date
) -> Iterator[ExpiryReminder]:
    """The reminders of `account` that became due after the local day `told_until`, up to today.

    Of several for the same last day the latest alone is given: nobody reads two at once.
    """
    today = now.astimezone(zone).date()
    missed = (today - told_until).days
    by_day: dict[date, int] = {}
    for lot in balance(account, now, EXPIRING_DAYS_MAX).expiring:
        day = last_day(lot.expire_at, zone)
        by_day[day] = by_day.get(day, 0) + lot.points
    for day, points in by_day.items():
        ahead = (day - today).days
        due = [stage for stage in remind_days if stage - missed < ahead <= stage]
        if due:
            owner, asset = account.key.owner, account.key.asset
            yield ExpiryReminder(owner, asset, points, day, ahead, min(due))


def reminder_posting(brand: str, told: ExpiryReminder) -> PostingRequest:
    """What is written of a reminder, once."""
    name = f"{told.member_id}/{told.asset}/{told.on.isoformat()}/{told.stage}"
    body = {
        "member_id": told.member_id,
        "asset": told.asset,
        "points": told.points,
        "on": told.on.isoformat(),
        "days": told.days,
    }
    said = f"{told.asset}|{told.points}|{told.on.isoformat()}|{told.days}"
    return PostingRequest(
        brand=brand,
        request_id=request_ids.REMINDER + name,
        kind=PostingKind.REMINDER,
        metadata={MEMBER_ID: told.member_id, EXPIRING: said},
        records=(REMINDER.record(name, 0, body),),
        # Points may have been spent since another replica looked: the reminder is the same one.
        fingerprint=request_ids.REMINDER,
    )


def reminder_in(posting: Posting) -> ExpiryReminder | None:
    """The reminder that `posting` is; None where it is none of ours."""
    if not posting.request_id.startswith(request_ids.REMINDER):
        return None
    asset, points, on, days = posting.metadata[EXPIRING].split("|")
    stage = int(posting.request_id.rpartition("/")[2])
    member_id = posting.metadata[MEMBER_ID]
    return ExpiryReminder(member_id, asset, int(points), date.fromisoformat(on), int(days), stage)
