"""The LTV of a segment, by facts of its members."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from services.members.activities.domain.facts import Facts
from services.members.context import MembersContext
from services.members.lifecycle.domain.section import lifecycle_section
from services.members.programme.domain.rules import Rules
from services.members.segments.domain.ltv import SegmentLtv

COUNTED_MAX = 2_000
"""Members that are counted for one answer: of a larger segment, as many drawn by chance."""
SLICE = 500


class LtvSegments(Protocol):
    """Reads who is in a segment."""

    async def counts(self, brand: str, codes: Collection[str]) -> Mapping[str, int]:
        """How many members are in each of the segments."""

    async def drawn_within(self, brand: str, code: str, size: int) -> Sequence[str]:
        """So many members in the segment by chance; all of a smaller one."""


class Buyers(Protocol):
    """What members bought."""

    async def bought(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        """Facts by member, without series and articles, of those that have any."""


class LtvStore(Protocol):
    """What this command reads, outside of any transaction."""

    @property
    def segments(self) -> LtvSegments: ...
    @property
    def activities(self) -> Buyers: ...


async def segment_ltv(
    ctx: MembersContext[LtvStore], rules: Rules, brand: str, code: str
) -> SegmentLtv:
    """The LTV as of today, of a segment that there is."""
    store, section = ctx.store, lifecycle_section(rules)
    ids = await store.segments.drawn_within(brand, code, COUNTED_MAX)
    members = (await store.segments.counts(brand, [code]))[code]
    found = SegmentLtv(rules.local_day(ctx.clock.now()), members=max(members, len(ids)))
    for start in range(0, len(ids), SLICE):
        slice_ = ids[start : start + SLICE]
        bought = await store.activities.bought(brand, slice_)
        for member_id in slice_:
            facts = bought.get(member_id)
            seen_at = facts.last_seen_at if facts else None
            last_day = rules.local_day(seen_at) if seen_at else None
            found.count(facts, last_day, section)
        await asyncio.sleep(0)
    return found
