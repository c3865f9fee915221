"""Following the feed of members itself, for what changes where a member stands."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from services.common.setting_aside import EventKind
from services.common.watch import Feed
from services.members.context import MembersContext
from services.members.lifecycle.commands.judging import LifecycleStore, judge_members
from tessera.members.v1 import events_pb2

TYPES = ("member_enrolled", "activity_recorded", "member_merged", "member_unmerged")

CHANGE: EventKind[events_pb2.Event] = EventKind(
    id=lambda event: event.id,
    brand=lambda event: event.brand,
    members=lambda event: (event.member_id,),
    write=lambda event: event.SerializeToString(),
    read=events_pb2.Event.FromString,
)
"""An enrolment, an activity or a merge."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Events, and the token after."""

    events: Sequence[events_pb2.Event]
    token: str


async def changes(
    feed: Feed, after: str, types: Sequence[str] = TYPES
) -> AsyncGenerator[Changes, None]:
    """Events of `types` of all brands after the token `after`, as a source of `Follower`."""
    async with aclosing(feed.watch(after, brand=None, types=list(types))) as watching:
        async for arrived in watching:
            events = [events_pb2.Event.FromString(event.payload) for event in arrived.events]
            yield Changes(events, arrived.token)


def follow_lifecycle(
    ctx: MembersContext[LifecycleStore],
) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """The handler of a `Follower` of changes: judges the members whom they are about, by facts as
    they are by now."""

    async def handle(changed: Sequence[events_pb2.Event]) -> None:
        by_brand: dict[str, set[str]] = {}
        for event in changed:
            by_brand.setdefault(event.brand, set()).add(event.member_id)
        for brand, ids in by_brand.items():
            await judge_members(ctx, await ctx.rulebook.of(brand), brand, ids)

    return handle
