"""A part of a member's timeline: activities and decisions on tiers, the latest first."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Protocol, TypeAlias

from services.common.ids import ms_of
from services.common.timeline import (
    Asked,
    Behind,
    Kind,
    Part,
    Place,
    behind,
    below,
    joined,
    place_by_id,
)
from services.members.activities.domain.kept_activity import KeptActivity
from services.members.cards.commands import cards
from services.members.cards.commands.cards import CardStore, IdentityOwners
from services.members.context import MembersContext
from services.members.tiers.domain.standing import Judged

KINDS = (Kind.ACTIVITY, Kind.TIER_DECISION)
DECISION_PREFIX = "dec"

Item: TypeAlias = tuple[Place, KeptActivity | Judged]


class ActivityLog(Protocol):
    async def latest(
        self, brand: str, member_ids: Collection[str], left: Behind | None, size: int
    ) -> list[KeptActivity]:
        """The latest `size` activities of the members that are behind, the latest first."""


class DecisionLog(Protocol):
    async def decisions(
        self, brand: str, member_id: str, *, before: str, size: int
    ) -> list[tuple[str, Judged]]:
        """Decisions with their ids, newest first, from behind the id `before`."""


class MergedMembers(IdentityOwners, Protocol):
    async def merged(self, brand: str, member_id: str) -> list[str]:
        """All who were merged into the member."""


class TimelineStore(CardStore, Protocol):
    @property
    def identities(self) -> MergedMembers: ...
    @property
    def activities(self) -> ActivityLog: ...
    @property
    def tiers(self) -> DecisionLog: ...


async def list_timeline(ctx: MembersContext[TimelineStore], brand: str, asked: Asked) -> Part[Item]:
    """The part that is asked for. Raises MemberNotFound."""
    member_id = (await cards.one(ctx, brand, asked.member_id)).member.id
    lists = await asyncio.gather(
        _activities(ctx, brand, member_id, asked), _decisions(ctx, brand, member_id, asked)
    )
    return joined(lists, lambda item: item[0], asked.size)


async def _activities(
    ctx: MembersContext[TimelineStore], brand: str, member_id: str, asked: Asked
) -> Sequence[Item]:
    if Kind.ACTIVITY not in asked.kinds:
        return ()
    # Channels report under the ids that they know, and an activity keeps the one it came with.
    ids = [member_id, *await ctx.store.identities.merged(brand, member_id)]
    left = behind(asked.before, Kind.ACTIVITY)
    found = await ctx.store.activities.latest(brand, ids, left, asked.size + 1)
    return [(Place(ms_of(one.occurred_at), Kind.ACTIVITY, one.id), one) for one in found]


async def _decisions(
    ctx: MembersContext[TimelineStore], brand: str, member_id: str, asked: Asked
) -> Sequence[Item]:
    if Kind.TIER_DECISION not in asked.kinds:
        return ()
    before = below(asked.before, Kind.TIER_DECISION, DECISION_PREFIX)
    found = await ctx.store.tiers.decisions(brand, member_id, before=before, size=asked.size + 1)
    return [(place_by_id(Kind.TIER_DECISION, id_), judged) for id_, judged in found]
