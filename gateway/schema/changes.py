"""Subscriptions: what happens to a member, as it happens."""

import time
from collections.abc import AsyncIterator
from typing import Any, TypeVar

import strawberry

from gateway.context import Context
from gateway.fields import Rule, column, join, read, stream
from gateway.loaders import Need
from gateway.schema.connections import itself
from gateway.schema.feedback import Feedback
from gateway.schema.members import Member
from gateway.schema.points import Entry, Points, pick_points, points_need
from gateway.schema.scalars import DateTime, Long, instant
from gateway.subscriptions import Feed, PointsMoved, TierMoved
from services.common.auth import Unauthenticated
from tessera.feedback.v1 import feedback_pb2

E = TypeVar("E")


def _member_id(event: Any) -> str:
    identifier: str = event.member_id
    return identifier


def _member() -> Any:
    return join(
        itself,
        "The member, as it is now.",
        loader="members",
        key=_member_id,
        need=lambda args, inner: Need(),
    )


@strawberry.type(description="A change of a member's points.")
class PointsChanged:
    """Source: PointsMoved."""

    entry: Entry | None = column("The entry; null when points were only set aside or let go.")
    held: Long = column("Set aside by it; let go, when negative.")
    points: Points | None = join(
        pick_points,
        "The balance, as it is now.",
        loader="wallets",
        key=_member_id,
        need=points_need,
    )
    member: Member | None = _member()


@strawberry.type(description="A change of a member's tier on a ladder.")
class TierChanged:
    """Source: TierMoved."""

    ladder: str = read(lambda moved: moved.event.tier_changed.ladder, "The ladder.")
    main: bool = read(
        lambda moved: moved.event.tier_changed.main, "True on the ladder whose multiplier counts."
    )
    from_tier: str | None = read(
        lambda moved: moved.event.tier_changed.from_tier or None,
        "The tier before; null at enrolment.",
    )
    to_tier: str = read(lambda moved: moved.event.tier_changed.to_tier, "The tier after.")
    multiplier: float = read(
        lambda moved: moved.event.tier_changed.multiplier_percent / 100,
        "What earning is multiplied by from now on.",
    )
    reason: str = read(
        lambda moved: moved.event.tier_changed.reason,
        "Why: upgrade, refund_undid_upgrade, not_kept …",
    )
    at: DateTime | None = read(lambda moved: instant(moved.event, "record_time"), "When.")
    member: Member | None = _member()


@strawberry.type(description="A change of something that a member told us.")
class FeedbackChanged:
    """Source: tessera.feedback.v1.Event."""

    feedback: Feedback = column("The item after it.")
    at: DateTime | None = read(lambda event: instant(event, "record_time"), "When.")


async def _changes(context: Context, feed: Feed[E], member_id: str | None) -> AsyncIterator[E]:
    """The events of a feed about the member, until the caller's token ends."""
    identifier = context.member_id(member_id)
    async for event in feed.subscribe(context.caller.brand, identifier):
        if context.token_expires_at is not None and context.token_expires_at <= time.time():
            raise Unauthenticated("the token of this connection has ended")
        yield event


def _points(context: Context, member_id: strawberry.ID | None = None) -> AsyncIterator[PointsMoved]:
    return _changes(context, context.hub.points, member_id)


def _tiers(context: Context, member_id: strawberry.ID | None = None) -> AsyncIterator[TierMoved]:
    return _changes(context, context.hub.tiers, member_id)


def _feedback(
    context: Context, member_id: strawberry.ID | None = None
) -> AsyncIterator[feedback_pb2.Event]:
    return _changes(context, context.hub.feedback, member_id)


@strawberry.type
class Subscription:
    """What can be followed. Members follow themselves; operators name the member."""

    points_changed: PointsChanged = stream(
        _points, "Each change of the member's points, as it is written.", rule=Rule.SIGNED_IN
    )
    tier_changed: TierChanged = stream(
        _tiers, "Each change of the member's tier.", rule=Rule.SIGNED_IN
    )
    feedback_changed: FeedbackChanged = stream(
        _feedback, "Each change of what the member told us.", rule=Rule.SIGNED_IN
    )
