"""Following the feed of members itself, for what changes the facts that conditions see."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from services.members.context import MembersContext
from services.members.segments.commands.judging import SegmentsUnitOfWork, judge_members
from services.members.transactions import Transactions
from tessera.members.v1 import events_pb2

TYPES = (
    *("member_enrolled", "member_updated", "activity_recorded"),
    *("tier_changed", "stage_entered", "consent_changed", "member_merged", "member_unmerged"),
)


class FollowedSegments(Protocol):
    """Remembers how far the feed was followed."""

    async def keep_followed(self, brand: str, event_id: str) -> None:
        """The event of that id, and those before it, took effect."""


class Store(Transactions[SegmentsUnitOfWork], Protocol):
    """The storage of this follower."""

    @property
    def segments(self) -> FollowedSegments: ...


def follow_segments(
    ctx: MembersContext[Store],
) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """The handler of a `Follower` of changes: judges the members whom they are about, by facts as
    they are by now."""

    async def handle(changed: Sequence[events_pb2.Event]) -> None:
        by_brand: dict[str, set[str]] = {}
        last: dict[str, str] = {}
        for event in changed:
            by_brand.setdefault(event.brand, set()).add(event.member_id)
            last[event.brand] = max(event.id, last.get(event.brand, ""))
        for brand, ids in by_brand.items():
            await judge_members(ctx, await ctx.rulebook.of(brand), brand, ids)
            await ctx.store.segments.keep_followed(brand, last[brand])

    return handle
