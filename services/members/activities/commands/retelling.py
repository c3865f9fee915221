"""Telling the facts of all members of a brand anew, when its programme names others than before.

A member is told before the next activity in any case. This is for what does not wait for one: a
till that asks points itself, and the routing of feedback.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from services.members.activities.commands.recording import RecordingUnit
from services.members.activities.commands.telling import Telling
from services.members.activities.domain.facts import Facts
from services.members.context import MembersContext
from services.members.programme.commands.named_facts import named_facts
from services.members.programme.domain.rules import Rules
from services.members.transactions import Transactions

SLICE = 200
"""Members told in one transaction."""


class ToldNames(Protocol):
    """What brands' members were told last, and the members in order."""

    async def told(self, brand: str) -> str:
        """The key of the facts that all members were told; "" before the first time."""

    async def members_after(self, brand: str, member_id: str, limit: int) -> Sequence[str]:
        """Ids of members behind that id, by id."""


class RetellingStore(Transactions[RecordingUnit], Protocol):
    """The storage of this job."""

    @property
    def activities(self) -> ToldNames: ...


async def tell_again(ctx: MembersContext[RetellingStore], brand: str, version: int) -> int:
    """Tell the brand's members what the programme `version` names; how many were told.

    It may stop anywhere and begin again: who was told already is passed over, or told the same.
    """
    rules = await ctx.rulebook.at_least(brand, version)
    named = named_facts(rules)
    if await ctx.store.activities.told(brand) == named.key:
        return 0
    told, after = 0, ""
    while named and (ids := await ctx.store.activities.members_after(brand, after, SLICE)):
        told += await _tell(ctx, rules, brand, ids)
        after = ids[-1]
    await ctx.store.transact(lambda unit: unit.activities.keep_told(brand, named.key))
    return told


async def _tell(
    ctx: MembersContext[RetellingStore], rules: Rules, brand: str, ids: Collection[str]
) -> int:
    async def work(unit: RecordingUnit) -> int:
        now = ctx.clock.now()
        telling = Telling(rules, rules.local_day(now))
        known = await unit.activities.facts(brand, ids)
        facts = {member_id: known.get(member_id) or Facts() for member_id in ids}
        due = telling.due(facts)
        profiles = await unit.identities.members(brand, due) if due else {}
        telling.begin(facts, profiles)
        await unit.events.publish(brand, telling.events, now)
        # A member without facts is told again before the first activity: it says the same.
        await unit.activities.mark_told(brand, {each: facts[each] for each in known})
        return len({event.member_id for event in telling.events})

    return await ctx.store.transact(work)
