"""The messages of subscriptions, as GraphQL types."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import strawberry

from gateway.core.ids import to_global
from gateway.schema.changes.resume_point import ResumePoint
from gateway.schema.core.connections import itself
from gateway.schema.core.fields import column, join, read
from gateway.schema.core.named import Named, NamedCode, named
from gateway.schema.core.scalars import DateTime, Long, moment
from gateway.schema.feedback.feedback import Feedback
from gateway.schema.members.members import Member
from gateway.schema.members.tier_decisions import TierReason, reason_of_tier
from gateway.schema.points.points import Entry, Points, pick_points, points_need
from gateway.upstream.batching import Need
from gateway.upstream.event_hub import TierMoved

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class SubscriptionMessage(Generic[E]):
    """The source of a message: a change, or none, and the resume point behind it."""

    member_id: str
    point: ResumePoint
    live: bool
    event: E | None = None


def _member_id(message: Any) -> str:
    identifier: str = message.member_id
    return identifier


def _redemption_id(message: Any) -> str | None:
    redemption_id = message.event and message.event.redemption_id
    return to_global("Redemption", redemption_id) if redemption_id else None


def _member() -> Any:
    return join(
        itself,
        "The member's card as it is now.",
        loader="members",
        key=_member_id,
        need=lambda args, inner: Need(),
    )


def _id() -> Any:
    return read(
        lambda message: message.point.text(),
        "The id of this message: give it to `resumeAfter` to go on behind it.",
    )


def _live() -> Any:
    return column(
        "False while earlier changes are caught up. The first message with true has no change: from"
        " it on, each change comes as it happens."
    )


@strawberry.type(description="A message of `pointsChanged`.")
class PointsChanged:
    """Source: SubscriptionMessage of PointsMoved."""

    id: strawberry.ID = _id()
    live: bool = _live()
    entry: Entry | None = read(
        lambda message: message.event and message.event.entry,
        "The new entry; null when points were only set aside or released, and without a change.",
    )
    held: Long = read(
        lambda message: message.event.held if message.event else 0,
        "The points that the change set aside; negative when it released them.",
    )
    redemption_id: strawberry.ID | None = read(
        _redemption_id,
        "The global id of the redemption that changed, as when a store takes its voucher; null when"
        " the change is of none.",
    )
    points: Points | None = join(
        pick_points,
        "The balance as it is now.",
        loader="wallets",
        key=_member_id,
        need=points_need,
    )
    member: Member | None = _member()


def _reason(moved: TierMoved) -> str:
    return reason_of_tier(moved.event.tier_changed.reason)


def _ladder(moved: TierMoved) -> NamedCode:
    changed = moved.event.tier_changed
    return NamedCode(changed.ladder, changed.ladder_name)


def _from_tier(moved: TierMoved) -> NamedCode | None:
    changed = moved.event.tier_changed
    return named(changed.from_tier, changed.from_tier_name)


def _to_tier(moved: TierMoved) -> NamedCode:
    changed = moved.event.tier_changed
    return NamedCode(changed.to_tier, changed.to_tier_name)


@strawberry.type(description="A change of a member's tier on a ladder.")
class TierChange:
    """Source: TierMoved."""

    ladder: Named = read(_ladder, "The ladder on which the tier changed.")
    main: bool = read(
        lambda moved: moved.event.tier_changed.main,
        "True on the main ladder, whose multiplier counts in earning.",
    )
    from_tier: Named | None = read(_from_tier, "The tier before the change; null at enrolment.")
    to_tier: Named = read(_to_tier, "The tier after the change.")
    multiplier: float = read(
        lambda moved: moved.event.tier_changed.multiplier_percent / 100,
        "The factor on what the member earns from now on: 1.3 is 30 % more.",
    )
    reason: TierReason = read(_reason, "The reason for the change.")
    at: DateTime = read(lambda moved: moment(moved.event.record_time), "The time of the change.")


@strawberry.type(description="A message of `tierChanged`.")
class TierChanged:
    """Source: SubscriptionMessage of TierMoved."""

    id: strawberry.ID = _id()
    live: bool = _live()
    change: TierChange | None = read(
        lambda message: message.event, "The change; null in a message without one."
    )
    member: Member | None = _member()


@strawberry.type(description="A message of `feedbackChanged`.")
class FeedbackChanged:
    """Source: SubscriptionMessage of tessera.feedback.v1.Event."""

    id: strawberry.ID = _id()
    live: bool = _live()
    feedback: Feedback | None = read(
        lambda message: message.event and message.event.feedback,
        "The item after the change; null in a message without one.",
    )
    at: DateTime | None = read(
        lambda message: message.event and moment(message.event.record_time),
        "The time of the change; null in a message without one.",
    )
