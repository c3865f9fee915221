"""Identities that were kept before texts had one form are brought into it: once, in the background.

Until that is done, `former` of an identity finds its member. An identity whose form belongs to
another member already stays as it is: two members are one person, which a person has to judge. A
member that fails is found by `former` as well, and is tried again each hour.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Protocol

from services.common.telemetry import log
from services.common.together_or_apart import together_or_apart, told_of
from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import MemberUpdated
from services.members.identities.commands.identities import in_form
from services.members.identities.commands.unit import IdentitiesUnit
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import Member
from services.members.transactions import Transactions

SLICE = 200
AGAIN_S = 3_600.0
PASSED_OVER_MAX = 10_000
"""Of more members than these, the fault is not theirs: the job fails, and begins anew."""
_log = log("members.identities")

Found = tuple[str, str]
"""A member's brand and id."""


class RenewalUnit(PublishingUnit, Protocol):
    """A transaction that renews identities."""

    @property
    def identities(self) -> IdentitiesUnit: ...


class AllMembers(Protocol):
    """Reads members of all brands, and remembers that they were renewed."""

    async def after(self, member_id: str, limit: int) -> Sequence[Found]:
        """Members behind that id, by id."""

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        """Those that exist, by id."""

    async def passed_over(self) -> Sequence[Found] | None:
        """Who failed when all were renewed; None before that."""

    async def set_renewed(self, passed_over: Sequence[Found]) -> None:
        """All were renewed but these."""


class RenewalStore(Transactions[RenewalUnit], Protocol):
    """The storage of this job."""

    @property
    def identities(self) -> AllMembers: ...


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""


class IdentityRenewal:
    """Renews all members once, on the worker that holds the lease; then it ends."""

    def __init__(
        self,
        ctx: MembersContext[RenewalStore],
        lease: Lease,
        pause_s: float,
        again_s: float = AGAIN_S,
    ) -> None:
        self._ctx = ctx
        self._lease = lease
        self._pause_s = pause_s
        self._again_s = again_s
        self._last = ""
        self._failed: list[Found] = []

    async def run(self) -> None:
        """Return when all are renewed. It goes on where it was when a store was away; a new process
        begins anew."""
        store = self._ctx.store.identities
        while (waiting := await store.passed_over()) is None or waiting:
            if await self._lease.acquire():
                if waiting:
                    await store.set_renewed(await self._slice(waiting))
                elif await self._all():
                    await store.set_renewed(self._failed)
                    continue
            await asyncio.sleep(self._again_s if waiting else self._pause_s)

    async def _all(self) -> bool:
        """False when another worker took over meanwhile."""
        while found := await self._ctx.store.identities.after(self._last, SLICE):
            self._failed += await self._slice(found)
            if len(self._failed) > PASSED_OVER_MAX:
                self._last, self._failed = "", []
                raise RuntimeError(f"more than {PASSED_OVER_MAX} members can't be renewed")
            self._last = found[-1][1]
            if not await self._lease.acquire():
                return False
        return True

    async def _slice(self, found: Sequence[Found]) -> list[Found]:
        """Renew these; who failed. Raises what passes by itself."""
        by_brand: dict[str, list[str]] = defaultdict(list)
        for brand, member_id in found:
            by_brand[brand].append(member_id)
        passed_over = []
        for brand, ids in by_brand.items():
            _, failed = await together_or_apart(ids, partial(self._renew_those, brand))
            if failed:
                _log.error("identities_pass_over", brand=brand, **told_of(failed))
            passed_over += [(brand, each) for each in failed]
        return passed_over

    async def _renew_those(self, brand: str, ids: Sequence[str]) -> int:
        """How many needed it."""
        members = await self._ctx.store.identities.members(brand, ids)
        old = [each for each in members.values() if _renewed(each) != each.identities]
        for member in old:
            await self._renew(member)
        return len(old)

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
