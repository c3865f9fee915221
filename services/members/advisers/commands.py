"""Giving a member an adviser, and what becomes of advisers when members are merged."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from services.members.advisers.domain import (
    AdviserNotFound,
    Given,
    MemberAdviser,
    advisers_of,
    changed,
)
from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import AdviserChanged
from services.members.identities.domain.member import MemberNotFound
from services.members.tiers.commands.unit import EnrolmentTimes
from services.members.transactions import Answered, AnsweringUnit, Asked, Transactions, took_effect


class AdvisersReader(Protocol):
    """Reads advisers."""

    async def advisers(self, brand: str, ids: Collection[str]) -> Mapping[str, MemberAdviser]:
        """By member, of those who ever had one."""

    async def counts(self, brand: str) -> Mapping[str, int]:
        """How many members each person advises."""


class AdvisersUnit(AdvisersReader, Protocol):
    """This room's part of a transaction."""

    async def keep(self, brand: str, member_id: str, adviser: MemberAdviser) -> None:
        """Write the adviser in place of what was there."""

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away what is kept of the member."""


class AdvisingUnit(AnsweringUnit, PublishingUnit, Protocol):
    """A transaction that changes advisers."""

    @property
    def advisers(self) -> AdvisersUnit: ...
    @property
    def identities(self) -> EnrolmentTimes: ...


class AdvisersStore(Transactions[AdvisingUnit], Protocol):
    """The storage of this room."""

    @property
    def advisers(self) -> AdvisersReader: ...


@dataclass(frozen=True, slots=True)
class AdviserWish:
    """Operator `by` gives the member `person` ("": nobody) for a reason."""

    request_id: str
    member_id: str
    person: str
    by: str
    reason: str

    def asked(self) -> Asked:
        return Asked(self.request_id, ("adviser", self.member_id, self.person, self.reason))


async def set_adviser(
    ctx: MembersContext[AdvisersStore], brand: str, wish: AdviserWish
) -> tuple[MemberAdviser, bool]:
    """The adviser now, and whether this request gave them before.

    Raises MemberNotFound, AdviserNotFound, AdviserUnchanged, and a REQUEST_ID_REUSED refusal.
    """
    rules = await ctx.rulebook.of(brand)

    async def work(unit: AdvisingUnit) -> tuple[MemberAdviser, bool]:
        asked, now = wish.asked(), ctx.clock.now()
        given = Given(wish.person, now, wish.by, wish.reason)
        repeated = await took_effect(unit, brand, asked)
        known = (await unit.advisers.advisers(brand, [wish.member_id])).get(wish.member_id)
        if repeated:
            return known or MemberAdviser(given), True
        if not await unit.identities.enrolled(brand, [wish.member_id]):
            raise MemberNotFound(f"no member {wish.member_id}")
        if wish.person and wish.person not in advisers_of(rules):
            raise AdviserNotFound("not in the programme's advisers")
        adviser = changed(known, given)
        await unit.advisers.keep(brand, wish.member_id, adviser)
        await unit.answers.remember(brand, [(asked, Answered(wish.member_id))])
        await unit.events.publish(brand, [told(wish.member_id, adviser)], now)
        return adviser, False

    return await ctx.store.transact(work)


def told(member_id: str, adviser: MemberAdviser) -> AdviserChanged:
    """The event of an adviser as they are now."""
    return AdviserChanged(member_id, adviser.person, adviser.now.since)
