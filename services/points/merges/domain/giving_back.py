"""What of a merge's posting goes back: lots that the survivor still has, free of holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.points.activities.domain.standing import MemberUnmerged
from services.points.ledger.domain import lots, request_ids
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.posting import (
    LEGS_MAX,
    MEMBER_ID,
    NEVER,
    Leg,
    Lot,
    Posting,
    PostingKind,
    PostingRequest,
    Record,
)
from services.points.ledger.domain.record import Versioned
from services.points.merges.domain.merge_record import MERGE, Merge, to_body
from services.points.programme.domain.extension import was_put_off

RECORDS_MAX = 60


class MovedLots(NamedTuple):
    """The lots that a posting took from the old account, or the debt that it took over."""

    asset: str
    lots: tuple[Lot, ...]
    debt: int


class Returning(NamedTuple):
    """The legs by which they go back; `points` is below zero for a debt."""

    legs: tuple[Leg, ...]
    points: int


def moved_in(posting: Posting, old_id: str) -> MovedLots | None:
    """What the posting moved from the old account; None where it moved records alone."""
    for entry in posting.entries:
        if entry.owner == old_id:
            return MovedLots(entry.asset, entry.lots, max(0, entry.amount))
    return None


def returning(moved: MovedLots, survivor: Account, now: datetime, zone: ZoneInfo) -> Returning:
    """So much of each lot as the survivor has of its times, and holds leave free.

    A lot that an activity put off since goes back as it is now.
    """
    asset, owner = moved.asset, survivor.key.owner
    if moved.debt:
        return Returning((Leg(owner, asset, moved.debt),), -moved.debt)
    settled = lots.settle(survivor.lots, now)
    free, legs, total = max(0, survivor.available(now)), list[Leg](), 0
    for lot in _as_now(moved.lots, settled, zone):
        if len(legs) + 2 > LEGS_MAX:
            break
        waits = lot.available_at if lot.available_at and lot.available_at > now else None
        if lot.expire_at is not None and lot.expire_at <= now:
            continue
        has = sum(
            one.points
            for one in settled
            if (one.expire_at, one.available_at) == (lot.expire_at, waits)
        )
        points = min(lot.points, has) if waits else min(lot.points, has, free)
        if points <= 0:
            continue
        free -= 0 if waits else points
        settled = _less(settled, Lot(points, lot.expire_at, waits))
        total += points
        legs.append(
            Leg(
                *(owner, asset, -points),
                prefer_expire_at=lot.expire_at or NEVER,
                pending_first=waits is not None,
                from_lots=(Lot(points, lot.expire_at, waits),),
            )
        )
        legs.append(Leg("", asset, points, lot.expire_at, waits))
    return Returning(tuple(legs), total)


def _as_now(moved: Sequence[Lot], settled: Sequence[Lot], zone: ZoneInfo) -> Iterator[Lot]:
    """Each lot with the times it has now: those of its move, or those to which it was put off."""
    for lot in moved:
        yield lot
        left = lot.points - sum(one.points for one in settled if one.expire_at == lot.expire_at)
        for one in settled:
            if left > 0 and was_put_off(one.expire_at, lot.expire_at, zone):
                part = min(left, one.points)
                left -= part
                yield Lot(part, one.expire_at, one.available_at)


def _less(settled: tuple[Lot, ...], lot: Lot) -> tuple[Lot, ...]:
    left = lots.remove(settled, lot)
    return settled if left is None else left


def back_posting(
    unmerged: MemberUnmerged, after: Versioned[Merge], back: Returning
) -> PostingRequest:
    """Gives `back` to the old id."""
    legs = [leg if leg.owner else leg._replace(owner=unmerged.from_id) for leg in back.legs]
    if back.points < 0:
        asset = legs[0].asset
        legs.append(Leg(unmerged.from_id, asset, back.points, unguarded=True))
    return _posting(unmerged, after)._replace(legs=tuple(legs))


def undone_posting(
    unmerged: MemberUnmerged, known: Versioned[Merge], records: Sequence[Record]
) -> PostingRequest:
    """Puts records of the old id back, and says that the merge is undone."""
    request = _posting(unmerged, known.to(known.value.as_undone()))
    return request._replace(records=(*request.records, *records[:RECORDS_MAX]))


def _posting(unmerged: MemberUnmerged, after: Versioned[Merge]) -> PostingRequest:
    name = f"{unmerged.merge_id}/{after.version + 1}"
    return PostingRequest(
        brand=unmerged.brand,
        request_id=request_ids.MERGE + name,
        kind=PostingKind.MERGE,
        metadata={"merge": unmerged.merge_id, MEMBER_ID: unmerged.from_id},
        records=(MERGE.record(unmerged.merge_id, after.version, to_body(after.value)),),
        fingerprint=name,
    )
