"""Finding the behavioural clusters of a brand, and telling which members are in which.

A run reads members in slices, twice: it keeps the acts of so many of them, drawn by the seed, finds
the centres, and then counts everybody. Its memory is the same for any number of members.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from heapq import heappush, heappushpop
from typing import Protocol

from services.common import audit
from services.common.ids import new_id
from services.members.activities.commands.recording import FactsReader
from services.members.activities.domain.facts import Facts
from services.members.consent.commands import ConsentsReader
from services.members.consent.domain.consents import NO_CONSENTS
from services.members.context import MembersContext
from services.members.programme.domain.rules import Rules
from services.members.segments.commands.known_members import withdrew
from services.members.segments.commands.rfm_runs import Buyers
from services.members.segments.domain.clusters import Behaviour, ClusterCode, Clusters, found
from services.members.transactions import Answered, AnsweringUnit, Asked, Transactions

READ_AT_ONCE = 1_000
"""Members that are read for one step."""
SAMPLED_MAX = 10_000
"""Members by whom centres are found; plain Python groups them in seconds."""


class ClustersReader(Protocol):
    """Reads what the last run found."""

    async def clusters(self, brand: str) -> Clusters | None:
        """The behavioural clusters by their last run; None before the first."""


class KeptClusters(ClustersReader, Protocol):
    """Reads and writes what a run found."""

    async def keep_clusters(self, brand: str, clusters: Clusters) -> None:
        """Write clusters in place of those before."""


class ClusteringUnit(AnsweringUnit, Protocol):
    """A transaction that keeps clusters."""

    @property
    def segments(self) -> KeptClusters: ...


class ClusteringStore(Transactions[ClusteringUnit], Protocol):
    """The storage of runs."""

    @property
    def activities(self) -> Buyers: ...
    @property
    def consents(self) -> ConsentsReader: ...


class ClusterSources(Protocol):
    """What tells the clusters of members."""

    @property
    def activities(self) -> FactsReader: ...
    @property
    def consents(self) -> ConsentsReader: ...
    @property
    def segments(self) -> ClustersReader: ...


async def find_clusters(
    ctx: MembersContext[ClusteringStore], rules: Rules, brand: str, seed: int
) -> Clusters:
    """Find the clusters of the brand's members as of today, and keep them in place of those before.
    Raises TooAlike."""
    on = rules.local_day(ctx.clock.now())
    drawn = Drawn(seed)
    async for known in _slices(ctx.store, brand):
        for member_id, facts in known.items():
            drawn.add(member_id, facts, on)
    clusters = found(drawn.behaviours(), seed, on)
    sizes = Counter[int]()
    async for known in _slices(ctx.store, brand):
        sizes.update(clusters.index_of(Behaviour.of(facts, on)) for facts in known.values())
    clusters = clusters.counted(sizes)

    async def work(unit: ClusteringUnit) -> Clusters:
        before = await unit.segments.clusters(brand)
        kept = replace(clusters, version=before.version + 1 if before else 1)
        await unit.segments.keep_clusters(brand, kept)
        audit.changed(after={"version": str(kept.version), "seed": str(seed)})
        asked = Asked(new_id("clusters"), ("clusters", str(seed)))
        await unit.answers.remember(brand, [(asked, Answered(""))])
        return kept

    return await ctx.store.transact(work)


async def clusters_of(
    store: ClusterSources, brand: str, ids: Collection[str], today: date
) -> Mapping[str, ClusterCode]:
    """By member: the cluster on the local day `today`. Nobody's before the first run, and not that
    of who withdrew the consent to profiling."""
    clusters = await store.segments.clusters(brand) if ids else None
    if clusters is None:
        return {}
    facts = await store.activities.facts(brand, ids)
    consents = await store.consents.consents(brand, ids)
    return {
        member_id: clusters.code_of(facts.get(member_id) or Facts(), today)
        for member_id in ids
        if not withdrew(consents.get(member_id, NO_CONSENTS))
    }


class Drawn:
    """Up to SAMPLED_MAX members with what they do: those whose hash with the seed is the least, so
    that it does not matter in which order members come."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._heap: list[tuple[int, str, Behaviour]] = []

    def add(self, member_id: str, facts: Facts, on: date) -> None:
        digest = sha256(f"{self._seed} {member_id}".encode()).digest()
        # The heap gives back its least: the greatest hash goes first.
        drawn = (-int.from_bytes(digest[:8]), member_id, Behaviour.of(facts, on))
        if len(self._heap) < SAMPLED_MAX:
            heappush(self._heap, drawn)
        else:
            heappushpop(self._heap, drawn)

    def behaviours(self) -> Mapping[str, Behaviour]:
        return {member_id: behaviour for _, member_id, behaviour in self._heap}


async def _slices(store: ClusteringStore, brand: str) -> AsyncIterator[Mapping[str, Facts]]:
    """All members in slices, each with what they did, without those who withdrew the consent to
    profiling."""
    after = ""
    while ids := await store.activities.members_after(brand, after, READ_AT_ONCE):
        consents = await store.consents.consents(brand, ids)
        facts = await store.activities.bought(brand, ids)
        after = ids[-1]
        yield {
            member_id: facts.get(member_id) or Facts()
            for member_id in ids
            if not withdrew(consents.get(member_id, NO_CONSENTS))
        }
        await asyncio.sleep(0)
