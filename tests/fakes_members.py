"""Members in memory, held to the same contract suite as MongoDB."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from services.common.errors import Refusal
from services.members.activities.domain.activity import Activity, ActivityKey
from services.members.activities.domain.facts import Facts, KeptFacts
from services.members.activities.domain.order import KeptOrder, OrderKey
from services.members.events.domain import MemberEvent
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import Member
from services.members.tiers.domain.ladder import Basis
from services.members.tiers.domain.standing import Judged, KeptGrowth, Standing
from services.members.transactions import Answered, Asked
from services.members.vault.domain import AuditEntry

T = TypeVar("T")
V = TypeVar("V")
Key = tuple[str, str]
"""Brand and id."""


@dataclass
class _State:
    members: dict[Key, Member] = field(default_factory=dict)
    owners: dict[tuple[str, Identity], str] = field(default_factory=dict)
    answers: dict[Key, tuple[Asked, Answered]] = field(default_factory=dict)
    growth: dict[Key, KeptGrowth] = field(default_factory=dict)
    facts: dict[Key, KeptFacts] = field(default_factory=dict)
    told: dict[tuple[str, ActivityKey], bytes] = field(default_factory=dict)
    orders: dict[tuple[str, OrderKey], KeptOrder] = field(default_factory=dict)
    decisions: list[tuple[str, Judged]] = field(default_factory=list)
    events: list[tuple[str, MemberEvent]] = field(default_factory=list)


class FakeProgrammes:
    """The programmes in force, in a dictionary."""

    def __init__(self, **documents: Mapping[str, Any]) -> None:
        self._in_force = {brand: (1, document) for brand, document in documents.items()}

    async def active(self, brand: str) -> tuple[int, Mapping[str, Any]] | None:
        return self._in_force.get(brand)

    def publish(self, brand: str, document: Mapping[str, Any]) -> int:
        version = self._in_force.get(brand, (0, {}))[0] + 1
        self._in_force[brand] = (version, document)
        return version


class FakeAudit:
    """The audit log, in a list."""

    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []

    async def append(self, entry: AuditEntry) -> None:
        self.entries.append(entry)


class FakeMembersStore:
    """Transactions one after the other, each on a copy that takes effect when it ends well."""

    def __init__(self) -> None:
        self._state = _State()
        self._turn = asyncio.Lock()

    @property
    def events(self) -> list[tuple[str, MemberEvent]]:
        """What was published: brand and event."""
        return self._state.events

    async def transact(self, work: Callable[[FakeUnit], Awaitable[T]]) -> T:
        async with self._turn:
            state = copy.deepcopy(self._state)
            result = await work(FakeUnit(state))
            self._state = state
            return result

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        return await self._now().members(brand, ids)

    async def growth(self, brand: str, ids: Collection[str]) -> Mapping[str, Standing]:
        return await self._now().growth(brand, ids)

    async def facts(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        return await self._now().facts(brand, ids)

    async def owner(self, brand: str, identity: Identity) -> str | None:
        return self._state.owners.get((brand, identity))

    async def due(self, basis: Basis, now: datetime, limit: int) -> Sequence[Key]:
        waiting = sorted(
            (kept.judge_at, key)
            for key, kept in self._kept(basis).items()
            if kept.judge_at is not None and kept.judge_at <= now
        )
        return [key for _, key in waiting[:limit]]

    async def behind(self, basis: Basis, brand: str, version: int, limit: int) -> Sequence[str]:
        kept = self._kept(basis).items()
        return [key[1] for key, k in kept if key[0] == brand and k.version < version][:limit]

    async def page(
        self, brand: str, member_id: str, *, before: str, size: int
    ) -> list[tuple[str, Judged]]:
        numbered = [
            (f"{n:06d}", judged)
            for n, (of, judged) in enumerate(self._state.decisions)
            if of == brand and judged.member_id == member_id
        ]
        return [each for each in reversed(numbered) if not before or each[0] < before][:size]

    def _kept(self, basis: Basis) -> Mapping[Key, KeptGrowth | KeptFacts]:
        return self._state.growth if basis is Basis.GROWTH else self._state.facts

    def _now(self) -> FakeUnit:
        return FakeUnit(copy.deepcopy(self._state))


class FakeUnit:
    """A transaction on a copy of the state."""

    def __init__(self, state: _State) -> None:
        self._state = state

    async def recall(
        self, brand: str, asked: Sequence[Asked]
    ) -> Mapping[str, Answered | Exception]:
        found: dict[str, Answered | Exception] = {}
        for each in asked:
            known = self._state.answers.get((brand, each.request_id))
            if known is not None:
                same = known[0] == each
                found[each.request_id] = known[1] if same else Refusal("REQUEST_ID_REUSED")
        return found

    async def remember(self, brand: str, answers: Sequence[tuple[Asked, Answered]]) -> None:
        for asked, answered in answers:
            self._state.answers[brand, asked.request_id] = (asked, answered)

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        return _of(self._state.members, brand, ids)

    async def owners(self, brand: str, identities: Collection[Identity]) -> Mapping[Identity, str]:
        owners = self._state.owners
        return {i: owners[brand, i] for i in identities if (brand, i) in owners}

    async def add(self, members: Sequence[Member]) -> None:
        await self.change(members)

    async def change(self, members: Sequence[Member]) -> None:
        for member in members:
            self._state.members[member.brand, member.id] = member
            for identity in member.identities:
                self._state.owners[member.brand, identity] = member.id

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        found = _of(self._state.members, brand, ids)
        return {member_id: member.created_at for member_id, member in found.items()}

    async def growth(self, brand: str, ids: Collection[str]) -> Mapping[str, Standing]:
        kept = _of(self._state.growth, brand, ids)
        return {member_id: each.standing for member_id, each in kept.items()}

    async def facts(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        kept = _of(self._state.facts, brand, ids)
        return {member_id: each.facts for member_id, each in kept.items()}

    async def keep_growth(self, brand: str, kept: Mapping[str, KeptGrowth]) -> None:
        self._state.growth |= {(brand, member_id): each for member_id, each in kept.items()}

    async def keep_facts(self, brand: str, kept: Mapping[str, KeptFacts]) -> None:
        self._state.facts |= {(brand, member_id): each for member_id, each in kept.items()}

    async def told(self, brand: str, keys: Collection[ActivityKey]) -> Mapping[ActivityKey, bytes]:
        told = self._state.told
        return {key: told[brand, key] for key in keys if (brand, key) in told}

    async def record(self, brand: str, activities: Sequence[Activity], at: datetime) -> None:
        for one in activities:
            self._state.told[brand, (one.channel, one.event_id)] = one.content

    async def orders(self, brand: str, keys: Collection[OrderKey]) -> Mapping[OrderKey, KeptOrder]:
        orders = self._state.orders
        return {key: orders[brand, key] for key in keys if (brand, key) in orders}

    async def keep_orders(
        self,
        brand: str,
        added: Mapping[OrderKey, KeptOrder],
        changed: Mapping[OrderKey, KeptOrder],
    ) -> None:
        kept = {**added, **changed}
        self._state.orders |= {(brand, key): order for key, order in kept.items()}

    async def decide(self, brand: str, judged: Sequence[Judged], at: datetime) -> None:
        self._state.decisions += [(brand, each) for each in judged]

    async def publish(self, brand: str, events: Sequence[MemberEvent], at: datetime) -> None:
        self._state.events += [(brand, event) for event in events]


def _of(kept: Mapping[Key, V], brand: str, ids: Collection[str]) -> dict[str, V]:
    return {member_id: kept[brand, member_id] for member_id in ids if (brand, member_id) in kept}
