"""Cards: everything a card shows of up to a hundred members, in one round of reads."""

import asyncio
from collections.abc import Awaitable, Collection, Mapping
from typing import Protocol

from services.members.cards.domain import Card, CardSources, card, is_by_class
from services.members.consent.commands import ConsentsReader
from services.members.consent.domain.consents import NO_CONSENTS
from services.members.context import MembersContext
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import MemberNotFound
from services.members.programme.domain.rules import Rules
from services.members.segments.domain.rfm import Cuts, RfmSection, rfm_section


class IdentityOwners(Protocol):
    """Finds members by an identity."""

    async def owners(self, brand: str, identities: Collection[Identity]) -> Mapping[Identity, str]:
        """The owner of each identity that has one."""

    async def survivors(self, brand: str, ids: Collection[str]) -> Mapping[str, str]:
        """Who stands for each of the members among `ids` who were merged."""


class CardReader(Protocol):
    """Reads what cards show, of the members of the brand that exist among `ids`."""

    async def current(self, brand: str, ids: Collection[str]) -> Mapping[str, CardSources]:
        """From the database."""

    async def cached(self, brand: str, ids: Collection[str]) -> Mapping[str, CardSources]:
        """From the cache, and from the database what the cache does not have."""


class CutsReader(Protocol):
    async def cuts(self, brand: str) -> Cuts | None:
        """The cut points of the last run of RFM that has ended; None before the first."""


class CardStore(Protocol):
    """The storage of cards."""

    @property
    def identities(self) -> IdentityOwners: ...
    @property
    def consents(self) -> ConsentsReader: ...
    @property
    def segments(self) -> CutsReader: ...
    @property
    def cards(self) -> CardReader: ...


async def cached_cards(
    ctx: MembersContext[CardStore], brand: str, ids: Collection[str]
) -> dict[str, Card]:
    """The cards of the members of the brand among `ids`, by id, read through the cache.

    For showing cards only: what decides, reveals or answers a write reads `one`.
    """
    return await _cards(ctx, brand, ctx.store.cards.cached(brand, ids))


async def one(ctx: MembersContext[CardStore], brand: str, member_id: str) -> Card:
    """The card of a member, from the database; of one who was merged, the survivor's. Raises
    MemberNotFound."""
    found = await _cards(ctx, brand, ctx.store.cards.current(brand, [member_id]))
    if member_id in found:
        return found[member_id]
    survivors = await ctx.store.identities.survivors(brand, [member_id])
    if member_id not in survivors:
        raise MemberNotFound(f"no member {member_id}")
    return await one(ctx, brand, survivors[member_id])


async def find(ctx: MembersContext[CardStore], brand: str, identity: Identity) -> Card:
    """The card of the owner of `identity`, from the database. Raises MemberNotFound."""
    owners = await ctx.store.identities.owners(brand, [identity])
    if identity not in owners:
        raise MemberNotFound("no member has this identity")
    return await one(ctx, brand, owners[identity])


async def _cards(
    ctx: MembersContext[CardStore], brand: str, reading: Awaitable[Mapping[str, CardSources]]
) -> dict[str, Card]:
    read, rules = await asyncio.gather(reading, ctx.rulebook.of(brand))
    now = ctx.clock.now()
    scored = await _scored(ctx.store, brand, rules, read) if is_by_class(rules) else {}
    return {
        member_id: card(sources, rules, now, scored.get(member_id))
        for member_id, sources in read.items()
    }


async def _scored(
    store: CardStore, brand: str, rules: Rules, ids: Collection[str]
) -> dict[str, RfmSection]:
    """What scores each of the members; those who withdrew the consent to profiling are missing."""
    section = rfm_section(rules)
    if section is None:
        return {}
    if section.cuts is None:
        section = section.cut_by(await store.segments.cuts(brand))
    consents = await store.consents.consents(brand, ids)
    return {each: section for each in ids if not consents.get(each, NO_CONSENTS).refuse_profiling}
