"""Cards: everything a card shows of up to a hundred members, in one round of reads."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Protocol

from services.common.clock import Clock
from services.members.activities.domain.facts import Facts
from services.members.cards.domain import Card, card
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import Member, MemberNotFound
from services.members.programme.commands.rulebook import RuleBook
from services.members.tiers.domain.standing import Standing


class CardStore(Protocol):
    """Reads outside a transaction."""

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        """Those that exist, by id."""

    async def growth(self, brand: str, ids: Collection[str]) -> Mapping[str, Standing]:
        """Growth by member, of those that have any."""

    async def facts(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        """Facts by member, of those that have any."""

    async def owner(self, brand: str, identity: Identity) -> str | None:
        """The member to whom an identity belongs."""


async def cards(
    store: CardStore, rulebook: RuleBook, clock: Clock, brand: str, ids: Collection[str]
) -> dict[str, Card]:
    """The cards of the members of the brand among `ids`, by id."""
    members, facts, growth, rules = await asyncio.gather(
        store.members(brand, ids),
        store.facts(brand, ids),
        store.growth(brand, ids),
        rulebook.of(brand),
    )
    now = clock.now()
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


async def one(
    store: CardStore, rulebook: RuleBook, clock: Clock, brand: str, member_id: str
) -> Card:
    """The card of a member. Raises MemberNotFound."""
    found = await cards(store, rulebook, clock, brand, [member_id])
    if member_id not in found:
        raise MemberNotFound(f"no member {member_id}")
    return found[member_id]


async def find(
    store: CardStore, rulebook: RuleBook, clock: Clock, brand: str, identity: Identity
) -> Card:
    """The card of the member to whom `identity` belongs. Raises MemberNotFound."""
    member_id = await store.owner(brand, identity)
    if member_id is None:
        raise MemberNotFound("no member has this identity")
    return await one(store, rulebook, clock, brand, member_id)
