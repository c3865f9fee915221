"""Following the feed of members itself, for programmes that come in force."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from services.common.setting_aside import EventKind
from services.common.watch import Feed
from services.members.context import MembersContext
from services.members.tiers.commands.judgement_job import JudgementStore, judge_again
from tessera.members.v1 import events_pb2

PUBLISHED = "programme_published"

PUBLICATION: EventKind[events_pb2.Event] = EventKind(
    id=lambda event: event.id,
    brand=lambda event: event.brand,
    members=lambda event: (),
    write=lambda event: event.SerializeToString(),
    read=events_pb2.Event.FromString,
)
"""A programme that came in force: it holds nobody back."""


@dataclass(frozen=True, slots=True)
class Publications:
    """Programmes that came in force, and the token after."""

    events: Sequence[events_pb2.Event]
    token: str


async def publications(feed: Feed, after: str) -> AsyncGenerator[Publications, None]:
    """Programmes of all brands after the token `after`, as a source of `Follower`."""
    async with aclosing(feed.watch(after, brand=None, types=[PUBLISHED])) as watching:
        async for arrived in watching:
            events = [events_pb2.Event.FromString(event.payload) for event in arrived.events]
            yield Publications(events, arrived.token)


def follow_members(
    ctx: MembersContext[JudgementStore],
) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """The handler of a `Follower` of publications: judges a brand's members by its newest."""

    async def handle(published: Sequence[events_pb2.Event]) -> None:
        newest = {event.brand: event.programme_published.version for event in published}
        for brand, version in newest.items():
            await judge_again(ctx, brand, version)

    return handle
