"""Judging which segments members are in: within a transaction, with the events of what changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import FactsChanged, MemberEvent
from services.members.programme.commands.named_facts import named_facts
from services.members.programme.domain.rules import Rules
from services.members.segments.commands.definitions import (
    Definitions,
    definitions,
    names_clusters,
)
from services.members.segments.commands.known_members import Sources, known_members
from services.members.segments.commands.tagging import (
    ConditionFacts,
    facts_of,
    next_at,
    tag_members,
)
from services.members.segments.domain.clusters import Clusters
from services.members.segments.domain.known_member import KnownMember
from services.members.segments.domain.membership import NOWHERE, Membership, moves
from services.members.segments.domain.rfm import Cuts, rfm_section
from services.members.segments.domain.section import Segment
from services.members.segments.domain.tag_rules import NOT_JUDGED
from services.members.tags.commands import TagsUnit
from services.members.transactions import Transactions

SLICE = 200
"""Members judged in one transaction."""


class SegmentsReader(Protocol):
    """Reads segments that were saved, and who is in which."""

    async def saved(self, brand: str) -> Sequence[Segment]:
        """The segments that operators of the brand saved, by code."""

    async def memberships(self, brand: str, ids: Collection[str]) -> Mapping[str, Membership]:
        """By member, of those who were judged."""

    async def cuts(self, brand: str) -> Cuts | None:
        """The cut points of the last run of RFM that has ended; None before the first."""

    async def clusters(self, brand: str) -> Clusters | None:
        """The behavioural clusters by their last run; None before the first."""


class SegmentsUnit(SegmentsReader, Protocol):
    """This room's part of a transaction."""

    async def keep(
        self, brand: str, memberships: Mapping[str, Membership], due: Mapping[str, datetime | None]
    ) -> None:
        """Write memberships, and when each member is judged next. A race for a member is lost, and
        the transaction runs again."""

    async def save(self, brand: str, segment: Segment) -> None:
        """Write a segment in place of the one of that code."""

    async def delete(self, brand: str, code: str) -> None:
        """Delete a segment."""

    async def ask_for_rfm(self, brand: str, now: datetime) -> None:
        """An operator asks for a run of RFM."""


class SegmentsUnitOfWork(PublishingUnit, Sources, Protocol):
    """A transaction that judges members."""

    @property
    def segments(self) -> SegmentsUnit: ...
    @property
    def tags(self) -> TagsUnit: ...


async def judge_members(
    ctx: MembersContext[Transactions[SegmentsUnitOfWork]],
    rules: Rules,
    brand: str,
    ids: Collection[str],
    *,
    tell: bool = False,
) -> int:
    """Judge members, a slice at a time; how many there were. `tell`: those who are in the same
    segments as before are told to other services too."""
    ordered = sorted(ids)
    judged = 0
    for start in range(0, len(ordered), SLICE):
        judged += await _judge(ctx, rules, brand, ordered[start : start + SLICE], tell)
    return judged


async def _judge(
    ctx: MembersContext[Transactions[SegmentsUnitOfWork]],
    rules: Rules,
    brand: str,
    ids: Sequence[str],
    tell: bool,
) -> int:
    named = named_facts(rules).segments

    async def work(unit: SegmentsUnitOfWork) -> int:
        now = ctx.clock.now()
        wanted = await in_force(unit.segments, brand, rules)
        before = await unit.segments.memberships(brand, ids)
        if not wanted and not before:
            return 0
        found = await known_members(unit, rules, wanted, brand, ids)
        tagged = await tag_members(unit, rules, wanted, brand, found, before, now)
        after: dict[str, Membership] = {}
        due: dict[str, datetime | None] = {}
        events: list[MemberEvent] = []
        for member_id, each in tagged.known.items():
            tags = tagged.judged.get(member_id, NOT_JUDGED)
            was = replace(before.get(member_id, NOWHERE), tags=tags)
            facts = tagged.facts.get(member_id)
            now_in = was.changed(codes_of(wanted, each, rules, now, facts), now)
            after[member_id] = now_in
            due[member_id] = next_at(wanted, each, rules, now) if each.profiled else None
            came = moves(member_id, was, now_in)
            events += came
            if named and (came or (tell and now_in.since)):
                events.append(FactsChanged(member_id, segments=now_in.facts(rules.version)))
        await unit.segments.keep(brand, after, due)
        await unit.events.publish(brand, events, now)
        return len(tagged.known)

    return await ctx.store.transact(work)


async def in_force(reader: SegmentsReader, brand: str, rules: Rules) -> Definitions:
    """The segments of the brand as members are judged by them now."""
    section = rfm_section(rules)
    by_run = section is not None and section.cuts is None
    cuts = await reader.cuts(brand) if by_run else None
    saved = await reader.saved(brand)
    clusters = await reader.clusters(brand) if names_clusters(rules, saved) else None
    return definitions(brand, rules, saved, cuts, clusters)


def codes_of(
    wanted: Definitions,
    known: KnownMember,
    rules: Rules,
    now: datetime,
    facts: ConditionFacts | None = None,
) -> list[str]:
    """The segments that a member is in; none of one who withdrew the consent to profiling. `facts`:
    what conditions see of the member, where somebody looked before."""
    if not known.profiled:
        return []
    return wanted.judge(facts or facts_of(wanted, known, rules, now))
