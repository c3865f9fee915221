"""What happens to a member: as it happens, and since a place that was told before.

Each event has an `id`. Subscribing with it as `resumeAfter` gives first what was missed, then what
happens: the subscription begins before the services are asked, and what both tell is told once.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Any, TypeVar

import strawberry

from gateway.context import Context
from gateway.errors import Code, Refused
from gateway.fields import Rule, column, join, read, stream
from gateway.loaders import Need
from gateway.missed import (
    Missed,
    Place,
    changed_at,
    feedback_missed,
    ms,
    points_missed,
    read_place,
    tiers_missed,
)
from gateway.schema.connections import itself
from gateway.schema.feedback import Feedback
from gateway.schema.members import Member
from gateway.schema.points import Entry, Points, pick_points, points_need
from gateway.schema.scalars import DateTime, Long, instant
from gateway.subscriptions import Feed, PointsMoved, TierMoved
from services.common.auth import Unauthenticated
from services.common.errors import Refusal
from tessera.feedback.v1 import feedback_pb2

E = TypeVar("E")
MISSED_PAGE = 100
MISSED_PAGES_MAX = 10
"""More entries than that were missed: read the balance and the list of entries anew."""


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


def _points_place(moved: PointsMoved) -> int | None:
    return moved.entry.sequence if moved.entry else None


def _tier_place(moved: TierMoved) -> int:
    return ms(moved.event.record_time)


def _feedback_place(event: feedback_pb2.Event) -> int:
    return ms(changed_at(event.feedback))


_ID = "Give it to `resumeAfter` to go on behind this."


def _points_id(moved: PointsMoved) -> str | None:
    return Place(points=moved.entry.sequence).text() if moved.entry else None


def _tier_id(moved: TierMoved) -> str:
    return Place(tiers=_tier_place(moved)).text()


def _feedback_id(event: feedback_pb2.Event) -> str:
    return Place(feedback=_feedback_place(event)).text()


@strawberry.type(description="A change of a member's points.")
class PointsChanged:
    """Source: PointsMoved."""

    id: strawberry.ID | None = read(
        _points_id, _ID + " Null without an entry: the id before it still holds."
    )
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

    id: strawberry.ID = read(_tier_id, _ID)
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

    id: strawberry.ID = read(_feedback_id, _ID)
    feedback: Feedback = column("The item after it.")
    at: DateTime | None = read(lambda event: instant(event, "record_time"), "When.")


async def _told(
    context: Context,
    feed: Feed[E],
    member_id: str,
    place_of: Callable[[E], int | None],
    missed: AsyncGenerator[Missed[E], None] | None,
) -> AsyncIterator[E]:
    """What was missed, then what happens."""
    told = 0
    with feed.subscribed(context.caller.brand, member_id) as live:
        if missed is not None:
            await feed.following.wait()
            async with aclosing(missed) as pages:
                async for page in pages:
                    told = page.place
                    for event in page.events:
                        yield event
        async for event in live:
            place = place_of(event)
            if place is None or place > told:
                yield event


async def _named(
    context: Context, events: AsyncIterator[E], id_of: Callable[[E], str | None]
) -> AsyncIterator[E]:
    """The events with their ids, until the caller's token ends."""
    ends_at = context.token_expires_at
    while True:
        try:
            async with asyncio.timeout(None if ends_at is None else ends_at - time.time()):
                event = await anext(events)
        except StopAsyncIteration:
            return
        except TimeoutError as ended:
            raise Unauthenticated("the token of this connection has ended") from ended
        context.event_id = id_of(event)
        yield event


async def _pages(
    context: Context, member_id: str, after: int
) -> AsyncGenerator[Missed[PointsMoved], None]:
    """The entries missed, and at last that holds may have changed too."""
    for _ in range(MISSED_PAGES_MAX):
        page = await points_missed(context, member_id, after, MISSED_PAGE)
        yield page
        after = page.place
        if not page.more:
            yield Missed([PointsMoved(member_id, None, 0)], after)
            return
    most = MISSED_PAGE * MISSED_PAGES_MAX
    raise Refused(Code.RESUME_TOO_FAR, f"More than {most} entries were missed.", limit=most)


async def _page(
    missed: Callable[[Context, str, int | None], Awaitable[Missed[E]]],
    context: Context,
    member_id: str,
    after: int,
) -> AsyncGenerator[Missed[E], None]:
    yield await missed(context, member_id, after)


def _after(context: Context, given: str | None, part: Callable[[Place], int | None]) -> int | None:
    """The place to go on after. Raises PAGE_TOKEN_INVALID when `given` has none of this feed."""
    text = context.last_event_id or given
    if text is None:
        return None
    place = part(read_place(text, "resumeAfter"))
    if place is None:
        raise Refusal("PAGE_TOKEN_INVALID", "of another subscription", field="resumeAfter")
    return place


def _points(
    context: Context, member_id: strawberry.ID | None = None, resume_after: str | None = None
) -> AsyncIterator[PointsMoved]:
    identifier = context.member_id(member_id)
    after = _after(context, resume_after, lambda place: place.points)
    missed = None if after is None else _pages(context, identifier, after)
    told = _told(context, context.hub.points, identifier, _points_place, missed)
    return _named(context, told, _points_id)


def _tiers(
    context: Context, member_id: strawberry.ID | None = None, resume_after: str | None = None
) -> AsyncIterator[TierMoved]:
    identifier = context.member_id(member_id)
    after = _after(context, resume_after, lambda place: place.tiers)
    missed = None if after is None else _page(tiers_missed, context, identifier, after)
    told = _told(context, context.hub.tiers, identifier, _tier_place, missed)
    return _named(context, told, _tier_id)


def _feedback(
    context: Context, member_id: strawberry.ID | None = None, resume_after: str | None = None
) -> AsyncIterator[feedback_pb2.Event]:
    identifier = context.member_id(member_id)
    after = _after(context, resume_after, lambda place: place.feedback)
    missed = None if after is None else _page(feedback_missed, context, identifier, after)
    told = _told(context, context.hub.feedback, identifier, _feedback_place, missed)
    return _named(context, told, _feedback_id)


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
