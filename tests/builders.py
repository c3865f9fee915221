"""Builders of small valid requests and domain objects; a test states only the values it needs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from services.points.ledger.domain.posting import (
    HoldChange,
    HoldPlacement,
    Leg,
    PostingKind,
    PostingRequest,
)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)

# --- points: postings ----------------------------------------------------------------------------


def posting(kind: PostingKind, *legs: Leg, brand: str = "tea", **fields: Any) -> PostingRequest:
    """A request with a request id of its own unless one is said."""
    request_id = fields.pop("request_id", f"test/{uuid4().hex}")
    return PostingRequest(brand, request_id, kind, legs, **fields)


def earn(
    owner: str,
    points: int,
    *,
    asset: str = "POINTS",
    expire_at: datetime | None = None,
    available_at: datetime | None = None,
    **fields: Any,
) -> PostingRequest:
    """`points` issued by the brand."""
    return posting(
        PostingKind.EARN,
        Leg(owner, asset, points, expire_at, available_at),
        Leg("house:issued", asset, -points),
        **fields,
    )


def spend(owner: str, points: int, *, asset: str = "POINTS", **fields: Any) -> PostingRequest:
    """`points` spent, with a guard."""
    return posting(
        PostingKind.SPEND,
        Leg(owner, asset, -points),
        Leg("house:redeemed", asset, points),
        **fields,
    )


def claw_back(
    owner: str,
    points: int,
    *,
    unguarded: bool = True,
    pending_first: bool = True,
    prefer_expire_at: datetime | None = None,
    **fields: Any,
) -> PostingRequest:
    """`points` taken back after a refund, into debt unless guarded."""
    return posting(
        PostingKind.CLAWBACK,
        Leg(
            owner,
            "POINTS",
            -points,
            unguarded=unguarded,
            pending_first=pending_first,
            prefer_expire_at=prefer_expire_at,
        ),
        Leg("house:clawed_back", "POINTS", points),
        **fields,
    )


def transfer(giver: str, taker: str, points: int, **fields: Any) -> PostingRequest:
    """`points` from one member to another."""
    return posting(
        PostingKind.TRANSFER,
        Leg(giver, "POINTS", -points),
        Leg(taker, "POINTS", points),
        **fields,
    )


def hold(
    owner: str, points: int, until: datetime, *, hold_id: str = "hold", **fields: Any
) -> PostingRequest:
    """`points` set aside until then."""
    placed = HoldPlacement(hold_id, owner, "POINTS", points, until)
    return posting(PostingKind.HOLD, place_holds=(placed,), **fields)


def release(owner: str, *, hold_id: str = "hold", **fields: Any) -> PostingRequest:
    """The hold ended whole."""
    ended = HoldChange(hold_id, owner, "POINTS")
    return posting(PostingKind.HOLD, change_holds=(ended,), **fields)


def capture(owner: str, points: int, *, hold_id: str = "hold", **fields: Any) -> PostingRequest:
    """`points` of a hold spent."""
    taken = HoldChange(hold_id, owner, "POINTS", points)
    return posting(
        PostingKind.SPEND,
        Leg(owner, "POINTS", -points),
        Leg("house:redeemed", "POINTS", points),
        change_holds=(taken,),
        **fields,
    )


def reverse(posting_id: str, **fields: Any) -> PostingRequest:
    """That posting undone."""
    return posting(PostingKind.REVERSAL, reverses_posting_id=posting_id, **fields)
