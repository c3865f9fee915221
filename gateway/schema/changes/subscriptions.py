"""The subscriptions: the changes of a member, as they happen.

Each message has an `id`. A subscription with it as `resumeAfter` sends the earlier changes first,
then the new ones: it listens before it asks the services, and sends a change once that it finds in
both. Between the two comes one message with `live` and without a change: from it on, no change is
missing. Without `resumeAfter` that message is the first one, and comes at once.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Generic, TypeVar

import strawberry

from gateway.schema.changes.catch_up import (
    ITEMS_COST,
    PAGE,
    PAGES_MAX,
    CatchUp,
    catch_up_feedback,
    catch_up_points,
    catch_up_tiers,
    change_mark,
    item_mark,
    too_far,
)
from gateway.schema.changes.messages import (
    FeedbackChanged,
    PointsChanged,
    SubscriptionMessage,
    TierChanged,
)
from gateway.schema.changes.queue_changes import (
    FeedbackQueueChanged,
    QueueChange,
    queue_changes,
)
from gateway.schema.changes.resume_point import Mark, ResumePoint, TimePosition, read_resume_point
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, stream
from gateway.schema.core.inputs import MemberId, ResumeAfter
from gateway.schema.feedback.feedback_queue import Team
from gateway.upstream.event_hub import Feed, PointsMoved, TierMoved
from services.common.auth import Caller, Unauthenticated, require_scope, works_for
from services.common.errors import Refusal
from tessera.feedback.v1 import feedback_pb2

E = TypeVar("E")
P = TypeVar("P")
M = TypeVar("M")


@dataclass(frozen=True)
class SubscriptionSource(Generic[P, E]):
    """One of the three feeds, with what it takes to resume it.

    `part` reads the feed's own position from a resume point, `point` makes a resume point of it,
    and `catch_up` reads the earlier changes. `advance` gives the position behind an event, or None
    when the subscriber has the event already. `shows` is whether a caller may see an event.
    """

    scope: str
    feed: Callable[[RequestContext], Feed[E]]
    part: Callable[[ResumePoint], P | None]
    point: Callable[[P], ResumePoint]
    catch_up: Callable[[RequestContext, str, ResumePoint], AsyncGenerator[CatchUp[P, E], None]]
    advance: Callable[[P, E], P | None]
    shows: Callable[[Caller, E], bool] = lambda caller, event: True


async def _messages(
    context: RequestContext, member_id: str, source: SubscriptionSource[P, E], after: ResumePoint
) -> AsyncGenerator[SubscriptionMessage[E], None]:
    """The earlier changes, then the message that the subscription is live, then new changes."""
    feed = source.feed(context)
    with feed.subscribed(context.caller.brand, member_id) as events:
        await feed.following.wait()
        async with aclosing(source.catch_up(context, member_id, after)) as pages:
            async for page in pages:
                for position, event in page.events:
                    yield SubscriptionMessage(member_id, source.point(position), False, event)
        position = page.position
        yield SubscriptionMessage(member_id, source.point(position), True)
        async for event in events:
            if not source.shows(context.caller, event):
                continue
            reached = source.advance(position, event)
            if reached is not None:
                position = reached
                yield SubscriptionMessage(member_id, source.point(position), True, event)


def _point_of(message: SubscriptionMessage[E]) -> str:
    return message.point.text()


async def _until_token_ends(
    context: RequestContext,
    messages: AsyncGenerator[M, None],
    id_of: Callable[[M], str | None],
) -> AsyncIterator[M]:
    ends_at = context.token_expires_at
    async with aclosing(messages):
        while True:
            try:
                async with asyncio.timeout(None if ends_at is None else ends_at - time.time()):
                    message = await anext(messages)
            except StopAsyncIteration:
                return
            except TimeoutError as ended:
                raise Unauthenticated("the token of this connection has ended") from ended
            context.event_id = id_of(message)
            yield message


def _follow(
    context: RequestContext,
    named: str | None,
    resume_after: str | None,
    source: SubscriptionSource[P, E],
) -> AsyncIterator[SubscriptionMessage[E]]:
    """Raises PERMISSION_DENIED, and PAGE_TOKEN_INVALID for a resume point of another subscription.

    The gateway follows the feeds as a service, so it checks the scope itself.
    """
    require_scope(context.caller, source.scope)
    member_id = context.member_id(named)
    text = context.last_event_id or resume_after
    after = read_resume_point(text, "resumeAfter")
    if text is not None and source.part(after) is None and after.asked_at is None:
        raise Refusal("PAGE_TOKEN_INVALID", "of another subscription", field="resumeAfter")
    return _until_token_ends(context, _messages(context, member_id, source, after), _point_of)


async def _entries(
    context: RequestContext, member_id: str, after: ResumePoint
) -> AsyncGenerator[CatchUp[int, PointsMoved], None]:
    for _ in range(PAGES_MAX):
        page = await catch_up_points(context, member_id, after, PAGE)
        yield page
        after = ResumePoint(points=page.position)
        if not page.more:
            return
    raise too_far()


async def _decisions(
    context: RequestContext, member_id: str, after: ResumePoint
) -> AsyncGenerator[CatchUp[TimePosition, TierMoved], None]:
    yield await catch_up_tiers(context, member_id, after)


async def _items(
    context: RequestContext, member_id: str, after: ResumePoint
) -> AsyncGenerator[CatchUp[TimePosition, feedback_pb2.Event], None]:
    yield await catch_up_feedback(context, member_id, after)


def _after_entry(position: int, moved: PointsMoved) -> int | None:
    if moved.entry is None:
        return position
    return moved.entry.sequence if moved.entry.sequence > position else None


def _after_time(
    mark_of: Callable[[E], Mark],
) -> Callable[[TimePosition, E], TimePosition | None]:
    def advance(position: TimePosition, event: E) -> TimePosition | None:
        found = mark_of(event)
        return position.after([found]) if position.is_new(found) else None

    return advance


POINTS = SubscriptionSource[int, PointsMoved](
    "points:read",
    lambda context: context.hub.points,
    lambda point: point.points,
    lambda part: ResumePoint(points=part),
    _entries,
    _after_entry,
)
TIERS = SubscriptionSource[TimePosition, TierMoved](
    "members:read",
    lambda context: context.hub.tiers,
    lambda point: point.tiers,
    lambda part: ResumePoint(tiers=part),
    _decisions,
    _after_time(lambda moved: change_mark(moved.event)),
)
FEEDBACK = SubscriptionSource[TimePosition, feedback_pb2.Event](
    "feedback:read",
    lambda context: context.hub.feedback,
    lambda point: point.feedback,
    lambda part: ResumePoint(feedback=part),
    _items,
    _after_time(lambda event: item_mark(event.feedback)),
    lambda caller, event: works_for(caller, event.feedback.store_id),
)


def _points(
    context: RequestContext, member_id: MemberId = None, resume_after: ResumeAfter = None
) -> AsyncIterator[SubscriptionMessage[PointsMoved]]:
    return _follow(context, member_id, resume_after, POINTS)


def _tiers(
    context: RequestContext, member_id: MemberId = None, resume_after: ResumeAfter = None
) -> AsyncIterator[SubscriptionMessage[TierMoved]]:
    return _follow(context, member_id, resume_after, TIERS)


def _feedback(
    context: RequestContext, member_id: MemberId = None, resume_after: ResumeAfter = None
) -> AsyncIterator[SubscriptionMessage[feedback_pb2.Event]]:
    return _follow(context, member_id, resume_after, FEEDBACK)


def _queue(context: RequestContext, team: Team = None) -> AsyncIterator[QueueChange]:
    return _until_token_ends(context, queue_changes(context, team), lambda _: None)


@strawberry.type(
    description="Follows the changes of a member. Members follow themselves; operators name the"
    " member."
)
class Subscription:
    """One field for each of the three feeds, and one for the queue of the operators."""

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
    feedback_queue_changed: FeedbackQueueChanged = stream(
        _queue,
        "Each item of the queue that comes or changes, of one team or of all. It begins with the"
        " present: ask for `feedbackQueue` after the first message, also after a break. For"
        " operators.",
        rule=Rule.OPERATORS,
        cost=ITEMS_COST,
    )
