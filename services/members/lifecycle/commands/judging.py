"""Judging where members stand: within a transaction, with the events of what they entered."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.members.activities.commands.recording import FactsReader
from services.members.activities.domain.facts import Facts
from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import FactsChanged, MemberEvent
from services.members.lifecycle.domain.lifecycle import (
    Lifecycle,
    activated,
    entered,
    facts_of,
    judge,
)
from services.members.lifecycle.domain.section import lifecycle_section
from services.members.programme.commands.named_facts import named_facts
from services.members.programme.domain.rules import Rules
from services.members.tiers.commands.unit import EnrolmentTimes
from services.members.transactions import Transactions

SLICE = 200
"""Members judged in one transaction."""


class LifecyclesReader(Protocol):
    """Reads where members stand."""

    async def lifecycles(self, brand: str, ids: Collection[str]) -> Mapping[str, Lifecycle]:
        """By member, of those who were judged."""


class LifecyclesUnit(LifecyclesReader, Protocol):
    """This room's part of a transaction."""

    async def keep(
        self, brand: str, lifecycles: Mapping[str, Lifecycle], due: Mapping[str, datetime | None]
    ) -> None:
        """Write where members stand, and when each is judged next. A race for a member is lost, and
        the transaction runs again."""

    async def keep_swept(self, brand: str, key: str) -> None:
        """All members of the brand were judged by the section of that key."""


class LifecycleUnit(PublishingUnit, Protocol):
    """A transaction that judges where members stand."""

    @property
    def lifecycles(self) -> LifecyclesUnit: ...
    @property
    def activities(self) -> FactsReader: ...
    @property
    def identities(self) -> EnrolmentTimes: ...


class JudgedMembers(Protocol):
    """Finds members to judge, outside of a transaction."""

    async def due(
        self,
        now: datetime,
        limit: int,
        without: Collection[str] = (),
        passed_over: Collection[str] = (),
    ) -> Sequence[tuple[str, str]]:
        """Brand and id of members whose next day has come, the longest waiting first, without those
        of some brands and without some members."""

    async def swept(self, brand: str) -> str:
        """The key of the section by which all members were judged; "" before the first time."""


class MembersInOrder(Protocol):
    """The members of a brand, by id."""

    async def members_after(self, brand: str, member_id: str, limit: int) -> Sequence[str]:
        """Ids of members behind that id, by id."""


class LifecycleStore(Transactions[LifecycleUnit], Protocol):
    """The storage of this room."""

    @property
    def lifecycles(self) -> JudgedMembers: ...
    @property
    def activities(self) -> MembersInOrder: ...


async def judge_members(
    ctx: MembersContext[LifecycleStore],
    rules: Rules,
    brand: str,
    ids: Collection[str],
    *,
    tell: bool = False,
) -> int:
    """Judge members, a slice at a time; how many there were. `tell`: those who stand as before are
    told to other services too."""
    ordered = sorted(ids)
    judged = 0
    for start in range(0, len(ordered), SLICE):
        judged += await _judge(ctx, rules, brand, ordered[start : start + SLICE], tell)
    return judged


async def _judge(
    ctx: MembersContext[LifecycleStore], rules: Rules, brand: str, ids: Sequence[str], tell: bool
) -> int:
    section = lifecycle_section(rules)
    if section is None:
        return 0

    async def work(unit: LifecycleUnit) -> int:
        now = ctx.clock.now()
        enrolled = await unit.identities.enrolled(brand, ids)
        known = await unit.lifecycles.lifecycles(brand, ids)
        facts = await unit.activities.facts(brand, ids)
        changed: dict[str, Lifecycle] = {}
        events: list[MemberEvent] = []
        named = named_facts(rules).stage
        for member_id, enrolled_at in enrolled.items():
            before = known.get(member_id)
            own = facts.get(member_id) or Facts()
            after = judge(before, own, enrolled_at, section, rules, now)
            if after is not before:
                changed[member_id] = after
            came = entered(member_id, before, after)
            events += came
            events += activated(member_id, before, after, section.activation)
            if named and (tell or before is None or after.revision > before.revision):
                events.append(FactsChanged(member_id, stage=facts_of(after, rules.version)))
        due = {
            i: rules.midnight(each.judged_next) if each.judged_next else None
            for i, each in changed.items()
        }
        await unit.lifecycles.keep(brand, changed, due)
        await unit.events.publish(brand, events, now)
        return len(enrolled)

    return await ctx.store.transact(work)


async def judge_brand(ctx: MembersContext[LifecycleStore], brand: str, version: int) -> int:
    """Judge all members of a brand where the programme `version` has another section than they were
    judged by; how many. It may stop anywhere and begin again."""
    rules = await ctx.rulebook.at_least(brand, version)
    section = lifecycle_section(rules)
    named = named_facts(rules).stage
    key = f"{section.key} {named}" if section else ""
    if await ctx.store.lifecycles.swept(brand) == key:
        return 0
    judged, after = 0, ""
    while section and (ids := await ctx.store.activities.members_after(brand, after, SLICE)):
        judged += await judge_members(ctx, rules, brand, ids, tell=named)
        after = ids[-1]
    await ctx.store.transact(lambda unit: unit.lifecycles.keep_swept(brand, key))
    return judged
