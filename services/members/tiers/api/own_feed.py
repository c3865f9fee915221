"""Our own feed, followed for programmes that come in force."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from services.common.clock import Clock
from services.common.watch import Feed
from services.members.programme.commands.rulebook import RuleBook
from services.members.tiers.commands.judgement_job import DueStore, judge_again
from tessera.members.v1 import events_pb2

PUBLISHED = "programme_published"


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


def judging_again(
    store: DueStore, rulebook: RuleBook, clock: Clock
) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """What `Follower` does with publications: judges the brand's members by the newest."""

    async def handle(published: Sequence[events_pb2.Event]) -> None:
        newest = {event.brand: event.programme_published.version for event in published}
        for brand, version in newest.items():
            await judge_again(store, rulebook, clock, brand, version)

    return handle
