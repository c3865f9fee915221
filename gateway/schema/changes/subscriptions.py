"""What happens to a member, as it happens.

Each message has an `id`. Subscribing with it as `resumeAfter` gives first what was missed, then
what happens: the subscription begins before the services are asked, and what both tell is told
once. Between the two comes one message with `live` and without a change: from there on, nothing is
missed. Without `resumeAfter` it is the first message, and comes at once.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

import strawberry

from gateway.schema.changes.catch_up import (
    ITEMS_COST,
    PAGE,
    PAGES_MAX,
    Missed,
    change_mark,
    feedback_missed,
    item_mark,
    points_missed,
    tiers_missed,
    too_far,
)
from gateway.schema.changes.resume_point import Mark, Place, Times, read_place
from gateway.schema.core.connections import itself
from gateway.schema.core.context import Context
from gateway.schema.core.fields import Rule, column, join, read, stream
from gateway.schema.core.inputs import MemberId, ResumeAfter
from gateway.schema.core.named import Code, Named, named
from gateway.schema.core.scalars import DateTime, Long, moment
from gateway.schema.feedback.feedback import Feedback
from gateway.schema.members.members import Member
from gateway.schema.points.points import Entry, Points, pick_points, points_need
from gateway.upstream.event_hub import Feed, PointsMoved, TierMoved
from gateway.upstream.loaders import Need
from services.common.auth import Unauthenticated
from services.common.errors import Refusal
from tessera.feedback.v1 import feedback_pb2

E = TypeVar("E")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Told(Generic[E]):
    """The source of a message: the change, if there is one, and the place behind it."""

    member_id: str
    place: Place
    live: bool
    event: E | None = None


def _member_id(told: Any) -> str:
    identifier: str = told.member_id
    return identifier


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
        lambda told: told.place.text(),
        "The id of this message: give it to `resumeAfter` to go on behind it.",
    )


def _live() -> Any:
    return column(
        "False while earlier changes are caught up. The first message with true has no change: from"
        " it on, each change comes as it happens."
    )


@strawberry.type(description="A message of `pointsChanged`.")
class PointsChanged:
    """Source: Told of PointsMoved."""

    id: strawberry.ID = _id()
    live: bool = _live()
    entry: Entry | None = read(
        lambda told: told.event and told.event.entry,
        "The new entry; null when points were only set aside or released, and without a change.",
    )
    held: Long = read(
        lambda told: told.event.held if told.event else 0,
        "The points that the change set aside; negative when it released them.",
    )
    points: Points | None = join(
        pick_points,
        "The balance as it is now.",
        loader="wallets",
        key=_member_id,
        need=points_need,
    )
    member: Member | None = _member()


@strawberry.enum(description="The reason for which a tier changed.")
class TierReason(Enum):
    """As TierDecision.reason says it."""

    UPGRADE = strawberry.enum_value(
        "upgrade", description="The member has what reaching the tier takes."
    )
    NOT_KEPT = strawberry.enum_value(
        "not_kept",
        description="On the day of judgement, the member had less than keeping the tier takes.",
    )
    REFUND_UNDID_UPGRADE = strawberry.enum_value(
        "refund_undid_upgrade",
        description="A refund took back what the member had reached the tier by.",
    )
    PROGRAMME_CHANGED = strawberry.enum_value(
        "programme_changed", description="The programme no longer has the tier before."
    )
    ENROLLED = strawberry.enum_value("enrolled", description="The member enrolled.")
    OTHER = strawberry.enum_value("other", description="A reason that is newer than this schema.")


_REASONS = frozenset(str(reason.value) for reason in TierReason)


def _reason(moved: TierMoved) -> str:
    reason = moved.event.tier_changed.reason
    return reason if reason in _REASONS else str(TierReason.OTHER.value)


def _ladder(moved: TierMoved) -> Code:
    changed = moved.event.tier_changed
    return Code(changed.ladder, changed.ladder_name)


def _from_tier(moved: TierMoved) -> Code | None:
    changed = moved.event.tier_changed
    return named(changed.from_tier, changed.from_tier_name)


def _to_tier(moved: TierMoved) -> Code:
    changed = moved.event.tier_changed
    return Code(changed.to_tier, changed.to_tier_name)


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
    """Source: Told of TierMoved."""

    id: strawberry.ID = _id()
    live: bool = _live()
    change: TierChange | None = read(
        lambda told: told.event, "The change; null in a message without one."
    )
    member: Member | None = _member()


@strawberry.type(description="A message of `feedbackChanged`.")
class FeedbackChanged:
    """Source: Told of tessera.feedback.v1.Event."""

    id: strawberry.ID = _id()
    live: bool = _live()
    feedback: Feedback | None = read(
        lambda told: told.event and told.event.feedback,
        "The item after the change; null in a message without one.",
    )
    at: DateTime | None = read(
        lambda told: told.event and moment(told.event.record_time),
        "The time of the change; null in a message without one.",
    )


@dataclass(frozen=True)
class Line(Generic[P, E]):
    """One of the three lines that can be followed.

    `place` makes a Place of its part, `step` goes on by an event: None for what was told already.
    """

    feed: Callable[[Context], Feed[E]]
    part: Callable[[Place], P | None]
    place: Callable[[P], Place]
    missed: Callable[[Context, str, Place], AsyncGenerator[Missed[P, E], None]]
    step: Callable[[P, E], P | None]


async def _told(
    context: Context, member_id: str, line: Line[P, E], after: Place
) -> AsyncGenerator[Told[E], None]:
    """What was missed, that nothing is missed any more, then what happens."""
    feed = line.feed(context)
    with feed.subscribed(context.caller.brand, member_id) as events:
        await feed.following.wait()
        async with aclosing(line.missed(context, member_id, after)) as pages:
            async for page in pages:
                for place, event in page.events:
                    yield Told(member_id, line.place(place), False, event)
        place = page.place
        yield Told(member_id, line.place(place), True)
        async for event in events:
            reached = line.step(place, event)
            if reached is not None:
                place = reached
                yield Told(member_id, line.place(place), True, event)


async def _until_token_ends(
    context: Context, told: AsyncGenerator[Told[E], None]
) -> AsyncIterator[Told[E]]:
    ends_at = context.token_expires_at
    async with aclosing(told):
        while True:
            try:
                async with asyncio.timeout(None if ends_at is None else ends_at - time.time()):
                    each = await anext(told)
            except StopAsyncIteration:
                return
            except TimeoutError as ended:
                raise Unauthenticated("the token of this connection has ended") from ended
            context.event_id = each.place.text()
            yield each


def _follow(
    context: Context, named: str | None, resume_after: str | None, line: Line[P, E]
) -> AsyncIterator[Told[E]]:
    """Raises PAGE_TOKEN_INVALID for a place that tells nothing of this line."""
    member_id = context.member_id(named)
    text = context.last_event_id or resume_after
    after = read_place(text, "resumeAfter")
    if text is not None and line.part(after) is None and after.begun is None:
        raise Refusal("PAGE_TOKEN_INVALID", "of another subscription", field="resumeAfter")
    return _until_token_ends(context, _told(context, member_id, line, after))


async def _entries(
    context: Context, member_id: str, after: Place
) -> AsyncGenerator[Missed[int, PointsMoved], None]:
    for _ in range(PAGES_MAX):
        page = await points_missed(context, member_id, after, PAGE)
        yield page
        after = Place(points=page.place)
        if not page.more:
            return
    raise too_far()


async def _decisions(
    context: Context, member_id: str, after: Place
) -> AsyncGenerator[Missed[Times, TierMoved], None]:
    yield await tiers_missed(context, member_id, after)


async def _items(
    context: Context, member_id: str, after: Place
) -> AsyncGenerator[Missed[Times, feedback_pb2.Event], None]:
    yield await feedback_missed(context, member_id, after)


def _next_entry(place: int, moved: PointsMoved) -> int | None:
    if moved.entry is None:
        return place
    return moved.entry.sequence if moved.entry.sequence > place else None


def _next_time(mark_of: Callable[[E], Mark]) -> Callable[[Times, E], Times | None]:
    def step(place: Times, event: E) -> Times | None:
        found = mark_of(event)
        return place.after([found]) if place.is_new(found) else None

    return step


POINTS = Line[int, PointsMoved](
    lambda context: context.hub.points,
    lambda place: place.points,
    lambda part: Place(points=part),
    _entries,
    _next_entry,
)
TIERS = Line[Times, TierMoved](
    lambda context: context.hub.tiers,
    lambda place: place.tiers,
    lambda part: Place(tiers=part),
    _decisions,
    _next_time(lambda moved: change_mark(moved.event)),
)
FEEDBACK = Line[Times, feedback_pb2.Event](
    lambda context: context.hub.feedback,
    lambda place: place.feedback,
    lambda part: Place(feedback=part),
    _items,
    _next_time(lambda event: item_mark(event.feedback)),
)


def _points(
    context: Context, member_id: MemberId = None, resume_after: ResumeAfter = None
) -> AsyncIterator[Told[PointsMoved]]:
    return _follow(context, member_id, resume_after, POINTS)


def _tiers(
    context: Context, member_id: MemberId = None, resume_after: ResumeAfter = None
) -> AsyncIterator[Told[TierMoved]]:
    return _follow(context, member_id, resume_after, TIERS)


def _feedback(
    context: Context, member_id: MemberId = None, resume_after: ResumeAfter = None
) -> AsyncIterator[Told[feedback_pb2.Event]]:
    return _follow(context, member_id, resume_after, FEEDBACK)


@strawberry.type(
    description="Follows the changes of a member. Members follow themselves; operators name the"
    " member."
)
class Subscription:
    """One field for each of the three feeds."""

    points_changed: PointsChanged = stream(
        _points,
        "Each change of the member's points, as it is written. The first message has the balance.",
        rule=Rule.SIGNED_IN,
    )
    tier_changed: TierChanged = stream(
        _tiers,
        "Each change of the member's tier, on any ladder.",
        rule=Rule.SIGNED_IN,
        cost=ITEMS_COST,
    )
    feedback_changed: FeedbackChanged = stream(
        _feedback,
        "Each change of the member's items of feedback.",
        rule=Rule.SIGNED_IN,
        cost=ITEMS_COST,
    )
