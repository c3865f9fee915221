"""Follows the feed of members: on which days they did something, and who is no more."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC
from typing import Protocol

from services.common.setting_aside import EventKind
from services.feedback.follow_up.commands.measuring import Done, MeasureContext, keep_days
from tessera.members.v1 import events_pb2
from tessera.types.v1 import types_pb2

OF_THE_BRAND = frozenset(
    {
        types_pb2.ACTIVITY_TYPE_REFUND,
        types_pb2.ACTIVITY_TYPE_SURVEY,
        types_pb2.ACTIVITY_TYPE_MESSAGE_OPEN,
    }
)
"""No activity by itself: money given back, and answers to what the brand sent, such as the news of
the fix itself."""


def _members(event: events_pb2.Event) -> tuple[str, ...]:
    merged = (event.member_merged, event.member_unmerged)
    ids = (id_ for each in merged for id_ in (each.from_member_id, each.into_member_id))
    return tuple(dict.fromkeys(filter(None, (event.member_id, *ids))))


MEMBER_EVENT: EventKind[events_pb2.Event] = EventKind(
    id=lambda event: event.id,
    brand=lambda event: event.brand,
    members=_members,
    write=lambda event: event.SerializeToString(),
    read=events_pb2.Event.FromString,
)
"""An event of members; of one member they take effect in their order."""


class Gone(Protocol):
    """Members who are no more, and who are there again."""

    async def forget(self, brand: str, member_id: str) -> None: ...

    async def merge(self, brand: str, loser: str, survivor: str) -> None: ...

    async def remember(self, brand: str, member_id: str) -> None: ...


def follow_members(
    ctx: MeasureContext, gone: Gone
) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """The handler of a `Follower` of members."""

    async def handle(events: Sequence[events_pb2.Event]) -> None:
        await keep_days(ctx, [_done(event) for event in events if _is_activity(event)])
        for event in events:
            if event.HasField("member_erased"):
                await gone.forget(event.brand, event.member_id)
            elif event.HasField("member_merged"):
                merged = event.member_merged
                await gone.merge(event.brand, merged.from_member_id, merged.into_member_id)
            elif event.HasField("member_unmerged"):
                await gone.remember(event.brand, event.member_unmerged.from_member_id)

    return handle


def _is_activity(event: events_pb2.Event) -> bool:
    if not event.HasField("activity_recorded"):
        return False
    activity = event.activity_recorded.activity
    return activity.type not in OF_THE_BRAND and not activity.by_brand


def _done(event: events_pb2.Event) -> Done:
    activity = event.activity_recorded.activity
    is_order = activity.type == types_pb2.ACTIVITY_TYPE_ORDER
    at = activity.occur_time.ToDatetime(UTC)
    return Done(event.brand, event.member_id, at, is_order)
