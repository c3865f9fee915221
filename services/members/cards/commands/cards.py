"""Cards: everything a card shows of up to a hundred members, in one round of reads."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Protocol

from services.members.activities.commands import FactsReader
from services.members.activities.domain.facts import Facts
from services.members.cards.domain import Card, card
from services.members.context import MembersContext
from services.members.identities.commands.unit import MembersReader
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import MemberNotFound
from services.members.tiers.commands.unit import StandingsReader
from services.members.tiers.domain.ladder import Basis
from services.members.tiers.domain.standing import Standing


class MemberFinder(MembersReader, Protocol):
    """Finds members by an identity."""

    async def owners(self, brand: str, identities: Collection[Identity]) -> Mapping[Identity, str]:
        """The owner of each identity that has one."""


class CardStore(Protocol):
    """The rooms that a card is read from, outside of a transaction."""

    @property
    def identities(self) -> MemberFinder: ...
    @property
    def tiers(self) -> StandingsReader: ...
    @property
    def activities(self) -> FactsReader: ...


async def cards(
    ctx: MembersContext[CardStore], brand: str, ids: Collection[str]
) -> dict[str, Card]:
    """The cards of the members of the brand among `ids`, by id."""
    members, facts, growth, rules = await asyncio.gather(
        ctx.store.identities.members(brand, ids),
        ctx.store.activities.facts(brand, ids),
        ctx.store.tiers.standings(brand, Basis.GROWTH, ids),
        ctx.rulebook.of(brand),
    )
    now = ctx.clock.now()
    return {
        member_id: card(
            member,
            facts.get(member_id) or Facts(),
            growth.get(member_id) or Standing(),
            rules,
            now,
        )
        for member_id, member in members.items()
    }


async def one(ctx: MembersContext[CardStore], brand: str, member_id: str) -> Card:
    """The card of a member. Raises MemberNotFound."""
    found = await cards(ctx, brand, [member_id])
    if member_id not in found:
        raise MemberNotFound(f"no member {member_id}")
    return found[member_id]


async def find(ctx: MembersContext[CardStore], brand: str, identity: Identity) -> Card:
    """The card of the owner of `identity`. Raises MemberNotFound."""
    owners = await ctx.store.identities.owners(brand, [identity])
    if identity not in owners:
        raise MemberNotFound("no member has this identity")
    return await one(ctx, brand, owners[identity])
