"""The projections of members and of stores, as the members service announced them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from services.common.stores import KnownStore
from services.points.activities.domain.member_facts import FactsChanged
from services.points.activities.domain.standing import MemberEnrolled, Standing, TierChanged

FEED_POLL_S = 0.1
FEED_WAIT_S = 1.5
"""How long an enrolment may take from members to here; it takes some 20 ms."""


class StandingStore(Protocol):
    """A projection of members; it may be behind, and a member may be missing in it."""

    async def standings(self, brand: str, member_ids: Collection[str]) -> Mapping[str, Standing]:
        """The standing of each member that has one."""
        ...

    async def standings_after(self, brand: str, after: str, size: int) -> Sequence[Standing]:
        """Standings in the order of the members' ids, those behind the id `after` ("": all), but
        for members who are erased."""
        ...

    async def unknown(self, brand: str, member_ids: Collection[str]) -> Collection[str]:
        """Those of `member_ids` that nobody enrolled, as far as points know."""
        ...

    async def change_tiers(self, changes: Sequence[TierChanged]) -> None:
        """Take over changes; one that is older than what is known changes nothing."""
        ...

    async def change_facts(self, changes: Sequence[FactsChanged]) -> None:
        """Take over facts; of each part the highest version stays, in whatever order they come."""
        ...

    async def forget_facts(self, brand: str, member_id: str) -> None:
        """Let go a member's facts, since another stands for them: none that come later are kept."""
        ...

    async def end(self, brand: str, member_id: str) -> None:
        """Let go the facts of a member who is erased, who is known no more from now on; in other
        processes within seconds."""
        ...

    async def remember(self, brand: str, member_id: str) -> None:
        """Facts of the member are kept again: their merge was undone."""
        ...

    async def enrol(self, enrolments: Sequence[MemberEnrolled]) -> None:
        """Take over enrolments; of two of one member the earlier one stays."""
        ...


async def unknown_members(
    store: StandingStore, brand: str, member_ids: Collection[str], wait_s: float = FEED_WAIT_S
) -> Collection[str]:
    """Those of `member_ids` that nobody enrolled, even after a wait for enrolments on their way."""
    for _ in range(round(wait_s / FEED_POLL_S)):
        member_ids = await store.unknown(brand, member_ids)
        if not member_ids:
            return ()
        await asyncio.sleep(FEED_POLL_S)
    return await store.unknown(brand, member_ids)


class KnownStores(Protocol):
    """A projection of the register of stores; it may be behind, and a store may be missing."""

    async def keep(self, changed: Sequence[KnownStore]) -> None:
        """Take over stores; a version that is not later than the kept one changes nothing."""
        ...

    async def known(self, brand: str, codes: Collection[str]) -> Mapping[str, KnownStore]:
        """The stores that are known, by code."""
        ...


class _NoStores:
    """A projection in which every store is missing."""

    async def keep(self, changed: Sequence[KnownStore]) -> None:
        return None

    async def known(self, brand: str, codes: Collection[str]) -> Mapping[str, KnownStore]:
        return {}


NO_STORES: KnownStores = _NoStores()
"""For whoever knows no stores: a condition on one is false."""
