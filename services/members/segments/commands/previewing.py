"""Previews of segments that nobody saved, and the reasons why members are in a segment."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common.cel_check import COST_MAX
from services.common.errors import invalid
from services.members.context import MembersContext
from services.members.identities.domain.member import MemberNotFound
from services.members.segments.commands.definitions import of
from services.members.segments.commands.judging import SLICE, SegmentsReader, codes_of, in_force
from services.members.segments.commands.known_members import Sources, known_members
from services.members.segments.commands.reasons import NamedValue, named_values
from services.members.segments.commands.saving import check_condition
from services.members.segments.domain.estimate import Estimate, estimate
from services.members.segments.domain.membership import NOWHERE
from services.members.segments.domain.section import Segment

JUDGED_MAX = 1_000
"""Members judged for one preview: of a larger brand, as many drawn by chance."""
SAMPLE_MAX = 20
_PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Example:
    """A member who would be in the segment, and why."""

    member_id: str
    reasons: tuple[NamedValue, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`total` members of the brand, of whom `judged` were looked at. `parts`: how many members each
    part of the condition holds for."""

    size: Estimate
    judged: int
    total: int
    sample: tuple[Example, ...]
    parts: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Explained:
    """A segment that a member is in, since when (None: not judged yet), and why."""

    segment: Segment
    since: datetime | None
    reasons: tuple[NamedValue, ...]


class PreviewedSegments(SegmentsReader, Protocol):
    """Reads members by chance."""

    async def drawn(self, brand: str, size: int) -> Sequence[str]:
        """So many members of the brand by chance; all of a smaller one."""

    async def members(self, brand: str) -> int:
        """How many members the brand has."""


class PreviewStore(Sources, Protocol):
    """What previews read, outside of any transaction."""

    @property
    def segments(self) -> PreviewedSegments: ...


async def preview(
    ctx: MembersContext[PreviewStore],
    brand: str,
    when: str,
    sample_size: int,
    parts: Sequence[str] = (),
) -> Preview:
    """The size of a segment with this condition, some who would be in it, and how many each of
    `parts` holds for. Refuses SEGMENT_CONDITION_REFUSED, and INVALID_ARGUMENT for parts that cost
    more together than one condition may."""
    check_condition(when)
    if sum(check_condition(each, f"parts[{n}]") for n, each in enumerate(parts)) > COST_MAX:
        raise invalid("parts", f"together {COST_MAX} steps at most, as one condition")
    rules = await ctx.rulebook.of(brand)
    now = ctx.clock.now()
    cuts = await ctx.store.segments.cuts(brand)
    clusters = await ctx.store.segments.clusters(brand)
    codes = [f"part_{n}" for n in range(len(parts))]
    tried = {
        code: Segment(code, "", "", each)
        for code, each in zip((_PREVIEW, *codes), (when, *parts), strict=True)
    }
    wanted = of(brand, rules, tried, cuts, clusters=clusters)
    drawn = await ctx.store.segments.drawn(brand, JUDGED_MAX)
    total = max(len(drawn), await ctx.store.segments.members(brand))
    matched, sample = Counter[str](), list[Example]()
    for start in range(0, len(drawn), SLICE):
        ids = drawn[start : start + SLICE]
        known = await known_members(ctx.store, rules, wanted, brand, ids)
        for member_id, each in sorted(known.items()):
            holding = codes_of(wanted, each, rules, now)
            matched.update(holding)
            if _PREVIEW in holding and len(sample) < sample_size:
                facts = each.condition_facts(rules, now, wanted.bought, wanted.rfm, wanted.clusters)
                sample.append(Example(member_id, named_values(when, facts)))
    sizes = {code: estimate(matched[code], len(drawn), total) for code in tried}
    counted = tuple(sizes[code].members for code in codes)
    return Preview(sizes[_PREVIEW], len(drawn), total, tuple(sample), counted, now)


async def explain(
    ctx: MembersContext[PreviewStore], brand: str, member_id: str
) -> Sequence[Explained]:
    """The segments that a member is in now, each with the facts that its condition names. Raises
    MemberNotFound."""
    rules = await ctx.rulebook.of(brand)
    now = ctx.clock.now()
    wanted = await in_force(ctx.store.segments, brand, rules)
    known = await known_members(ctx.store, rules, wanted, brand, [member_id])
    if member_id not in known:
        raise MemberNotFound(f"no member {member_id}")
    found = await ctx.store.segments.memberships(brand, [member_id])
    since = found.get(member_id, NOWHERE).since
    facts = known[member_id].condition_facts(rules, now, wanted.bought, wanted.rfm, wanted.clusters)
    return [
        Explained(
            wanted.segments[code], since.get(code), named_values(wanted.segments[code].when, facts)
        )
        for code in codes_of(wanted, known[member_id], rules, now)
    ]
