"""Identities that were kept before texts had one form are brought into it: once, in the background.

Until that is done, `former` of an identity finds its member. An identity whose form belongs to
another member already stays as it is: two members are one person, which a person has to judge.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from services.common.telemetry import log
from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import MemberUpdated
from services.members.identities.commands.identities import in_form
from services.members.identities.commands.unit import IdentitiesUnit
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import Member
from services.members.transactions import Transactions

SLICE = 200
_log = log("members.identities")


class RenewalUnit(PublishingUnit, Protocol):
    """A transaction that renews identities."""

    @property
    def identities(self) -> IdentitiesUnit: ...


class AllMembers(Protocol):
    """Reads members of all brands, and remembers that they were renewed."""

    async def after(self, member_id: str, limit: int) -> Sequence[Member]:
        """Members behind that id, by id."""

    async def are_renewed(self) -> bool: ...

    async def set_renewed(self) -> None: ...


class RenewalStore(Transactions[RenewalUnit], Protocol):
    """The storage of this job."""

    @property
    def identities(self) -> AllMembers: ...


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""


class IdentityRenewal:
    """Renews all members once, on the worker that holds the lease; then it ends."""

    def __init__(self, ctx: MembersContext[RenewalStore], lease: Lease, pause_s: float) -> None:
        self._ctx = ctx
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Return when all are renewed. It may stop anywhere and begin again."""
        while not await self._ctx.store.identities.are_renewed():
            if await self._lease.acquire() and await self._all():
                await self._ctx.store.identities.set_renewed()
                return
            await asyncio.sleep(self._pause_s)

    async def _all(self) -> bool:
        """False when another worker took over meanwhile."""
        last = ""
        while members := await self._ctx.store.identities.after(last, SLICE):
            for member in members:
                if _renewed(member) != member.identities:
                    await self._renew(member)
            last = members[-1].id
            if not await self._lease.acquire():
                return False
        return True

    async def _renew(self, found: Member) -> None:
        async def work(unit: RenewalUnit) -> None:
            member = (await unit.identities.members(found.brand, [found.id]))[found.id]
            owners = await unit.identities.owners(member.brand, _renewed(member))
            theirs = {i for i, owner in owners.items() if owner != member.id}
            if theirs:
                others = sorted({owners[identity] for identity in theirs})
                _log.warning(
                    "two_members_of_one_identity",
                    brand=member.brand,
                    member_id=member.id,
                    others=others,
                )
            kept = tuple(
                dict.fromkeys(i if in_form(i) in theirs else in_form(i) for i in member.identities)
            )
            if kept != member.identities:
                await unit.identities.change([member.with_identities(kept)])
                event = MemberUpdated(member.id, ("identities",))
                await unit.events.publish(member.brand, [event], self._ctx.clock.now())

        await self._ctx.store.transact(work)


def _renewed(member: Member) -> tuple[Identity, ...]:
    return tuple(dict.fromkeys(in_form(identity) for identity in member.identities))
