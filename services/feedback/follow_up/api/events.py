"""Follows the feed of items: what their timelines say to members."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC

from services.common.setting_aside import EventKind
from services.common.watch import Feed
from services.feedback.follow_up.commands.telling import FollowUpContext, tell_members
from services.feedback.follow_up.domain.loop import Said
from services.feedback.items.api.messages import from_message
from tessera.feedback.v1 import feedback_pb2 as pb

ITEM_CHANGED = "feedback_changed"
ITEM_EVENT: EventKind[pb.Event] = EventKind(
    id=lambda event: event.id,
    brand=lambda event: event.brand,
    members=lambda event: (),
    write=lambda event: event.SerializeToString(),
    read=pb.Event.FromString,
)
"""A change of an item. Each tells its whole timeline, so that none waits behind another."""


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """Changes of items, and the token after them."""

    events: Sequence[pb.Event]
    token: str


async def item_changes(feed: Feed, after: str) -> AsyncGenerator[ItemChanges, None]:
    """Changes of items of all brands after the token `after`, as a source of `Follower`."""
    async with aclosing(feed.watch(after, brand=None, types=[ITEM_CHANGED])) as watching:
        async for arrived in watching:
            events = [pb.Event.FromString(event.payload) for event in arrived.events]
            yield ItemChanges(events, arrived.token)


def follow_items(ctx: FollowUpContext) -> Callable[[Sequence[pb.Event]], Awaitable[None]]:
    """The handler of a `Follower` of items."""

    async def handle(events: Sequence[pb.Event]) -> None:
        await tell_members(ctx, [_said(event) for event in events if _tells(event)])

    return handle


def _tells(event: pb.Event) -> bool:
    return event.HasField("feedback") and not event.by_clock and bool(event.member_id)


def _said(event: pb.Event) -> Said:
    item = from_message(event.feedback)
    return Said(
        event.brand,
        item.id,
        event.member_id,
        item.state,
        item.rating is not None,
        item.timeline,
        event.record_time.ToDatetime(UTC),
    )
