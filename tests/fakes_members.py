"""Members in memory, held to the same contract suite as MongoDB."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from services.common.errors import Refusal
from services.members.activities.domain.activity import Activity, ActivityKey
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.order import OrderKey, RefundableOrder
from services.members.cards.domain import CardSources
from services.members.consent.domain.consents import Consents
from services.members.consent.domain.declaration import Recorded
from services.members.contacts.domain.preferences import Preferences
from services.members.events.domain import MemberEvent
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import Member
from services.members.programme.domain.programme import InForce
from services.members.segments.domain.rfm import Cuts
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import Judged, NextJudgement, Standing
from services.members.transactions import Answered, Asked

T = TypeVar("T")
V = TypeVar("V")
Key = tuple[str, str]
"""Brand and id."""


@dataclass
class _State:
    members: dict[Key, Member] = field(default_factory=dict)
    owners: dict[tuple[str, Identity], str] = field(default_factory=dict)
    answers: dict[Key, tuple[Asked, Answered]] = field(default_factory=dict)
    growth: dict[Key, Standing] = field(default_factory=dict)
    facts: dict[Key, Facts] = field(default_factory=dict)
    next_judgements: dict[Source, dict[Key, NextJudgement]] = field(
        default_factory=lambda: {source: {} for source in Source}
    )
    contents: dict[tuple[str, ActivityKey], bytes] = field(default_factory=dict)
    orders: dict[tuple[str, OrderKey], RefundableOrder] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    decisions: list[tuple[str, Judged]] = field(default_factory=list)
    events: list[tuple[str, MemberEvent]] = field(default_factory=list)
    consents: dict[Key, Consents] = field(default_factory=dict)
    declarations: list[tuple[str, Recorded]] = field(default_factory=list)
    preferences: dict[Key, Preferences] = field(default_factory=dict)
    erased: set[Key] = field(default_factory=set)


class FakeProgrammes:
    """The programmes in force, in a dictionary."""

    def __init__(self, **documents: Mapping[str, Any]) -> None:
        self._in_force = {brand: InForce(1, document) for brand, document in documents.items()}

    async def revision(self, brand: str) -> int | None:
        known = self._in_force.get(brand)
        return None if known is None else known.revision

    async def load(self, brand: str) -> InForce | None:
        return self._in_force.get(brand)

    def publish(self, brand: str, document: Mapping[str, Any]) -> int:
        known = self._in_force.get(brand)
        version = 1 if known is None else known.version + 1
        self._in_force[brand] = InForce(version, document)
        return version


class FakeMembersStore:
    """Transactions one after the other, each on a copy that takes effect when it ends well."""

    def __init__(self) -> None:
        self._state = _State()
        self._one_at_a_time = asyncio.Lock()

    @property
    def identities(self) -> FakeIdentities:
        return self._read().identities

    @property
    def tiers(self) -> FakeTiers:
        return self._read().tiers

    @property
    def activities(self) -> FakeActivities:
        return self._read().activities

    @property
    def consents(self) -> FakeConsents:
        return self._read().consents

    @property
    def contact_preferences(self) -> FakePreferences:
        return self._read().contact_preferences

    @property
    def events(self) -> list[tuple[str, MemberEvent]]:
        """The events that were published, each with its brand."""
        return self._state.events

    @property
    def segments(self) -> FakeRuns:
        return FakeRuns()

    @property
    def cards(self) -> FakeCards:
        return FakeCards(self._state)

    def erase(self, brand: str, member_id: str) -> None:
        """As when the member's key is destroyed."""
        self._state.erased.add((brand, member_id))

    async def transact(self, work: Callable[[FakeUnit], Awaitable[T]]) -> T:
        async with self._one_at_a_time:
            state = copy.deepcopy(self._state)
            result = await work(FakeUnit(state))
            self._state = state
            return result

    def _read(self) -> FakeUnit:
        return FakeUnit(copy.deepcopy(self._state))


class FakeRuns:
    """Runs of RFM, of which none has ended."""

    async def cuts(self, brand: str) -> Cuts | None:
        return None


class FakeCards:
    """What cards show, and never a cache."""

    def __init__(self, state: _State) -> None:
        self._state = copy.deepcopy(state)

    async def current(self, brand: str, ids: Collection[str]) -> Mapping[str, CardSources]:
        facts, growth = _of(self._state.facts, brand, ids), _of(self._state.growth, brand, ids)
        return {
            i: CardSources(member, facts.get(i) or Facts(), growth.get(i) or Standing())
            for i, member in _of(self._state.members, brand, ids).items()
        }

    async def cached(self, brand: str, ids: Collection[str]) -> Mapping[str, CardSources]:
        return await self.current(brand, ids)


class FakeUnit:
    """A transaction on a copy of the state: each room's part of it."""

    def __init__(self, state: _State) -> None:
        self.answers = FakeAnswers(state)
        self.identities = FakeIdentities(state)
        self.tiers = FakeTiers(state)
        self.activities = FakeActivities(state)
        self.events = FakeEvents(state)
        self.consents = FakeConsents(state)
        self.contact_preferences = FakePreferences(state)


class FakeAnswers:
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


class FakeIdentities:
    def __init__(self, state: _State) -> None:
        self._state = state

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        return _of(self._state.members, brand, ids)

    async def openable(self, brand: str, ids: Collection[str]) -> Mapping[str, Member | None]:
        found = _of(self._state.members, brand, ids)
        return {i: None if (brand, i) in self._state.erased else m for i, m in found.items()}

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        found = _of(self._state.members, brand, ids)
        return {member_id: member.created_at for member_id, member in found.items()}

    async def survivors(self, brand: str, ids: Collection[str]) -> Mapping[str, str]:
        return {}

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

    async def release(self, brand: str, member_id: str, identities: Collection[Identity]) -> None:
        for identity in identities:
            if self._state.owners.get((brand, identity)) == member_id:
                del self._state.owners[brand, identity]


class FakeConsents:
    def __init__(self, state: _State) -> None:
        self._state = state

    async def consents(self, brand: str, ids: Collection[str]) -> Mapping[str, Consents]:
        return _of(self._state.consents, brand, ids)

    async def declarations(
        self, brand: str, member_id: str, *, before: str, size: int
    ) -> Sequence[Recorded]:
        found = [
            each
            for of, each in self._state.declarations
            if of == brand and each.said.member_id == member_id and (not before or each.id < before)
        ]
        return sorted(found, key=lambda each: each.id, reverse=True)[:size]

    async def keep(
        self, brand: str, consents: Mapping[str, Consents], recorded: Sequence[Recorded]
    ) -> None:
        self._state.consents |= {(brand, i): each for i, each in consents.items()}
        self._state.declarations += [(brand, each) for each in recorded]


class FakePreferences:
    def __init__(self, state: _State) -> None:
        self._state = state

    async def preferences(self, brand: str, ids: Collection[str]) -> Mapping[str, Preferences]:
        return _of(self._state.preferences, brand, ids)

    async def keep(self, brand: str, member_id: str, preferences: Preferences) -> None:
        self._state.preferences[brand, member_id] = preferences


class FakeTiers:
    def __init__(self, state: _State) -> None:
        self._state = state

    async def standings(
        self, brand: str, source: Source, ids: Collection[str]
    ) -> Mapping[str, Standing]:
        if source is Source.GROWTH:
            return _of(self._state.growth, brand, ids)
        facts = _of(self._state.facts, brand, ids)
        return {member_id: each.standing for member_id, each in facts.items()}

    async def keep_standings(
        self,
        brand: str,
        source: Source,
        standings: Mapping[str, Standing],
        next_judgements: Mapping[str, NextJudgement],
    ) -> None:
        for member_id, standing in standings.items():
            key = (brand, member_id)
            if source is Source.GROWTH:
                self._state.growth[key] = standing
            else:
                known = self._state.facts.get(key) or Facts()
                self._state.facts[key] = replace(known, standing=standing)
            self._state.next_judgements[source][key] = next_judgements[member_id]

    async def keep_numbers(self, brand: str, standings: Mapping[str, Standing]) -> None:
        raise NotImplementedError("nobody is merged here")

    async def keep_decisions(self, brand: str, judged: Sequence[Judged]) -> None:
        self._state.decisions += [(brand, each) for each in judged]

    async def due(
        self,
        source: Source,
        now: datetime,
        limit: int,
        without: Collection[str] = (),
        passed_over: Collection[str] = (),
    ) -> Sequence[Key]:
        waiting = sorted(
            (judgement.at, key)
            for key, judgement in self._state.next_judgements[source].items()
            if judgement.at is not None and judgement.at <= now
            if key[0] not in without and key[1] not in passed_over
        )
        return [key for _, key in waiting[:limit]]

    async def outdated(self, source: Source, brand: str, version: int, limit: int) -> Sequence[str]:
        judged = self._state.next_judgements[source].items()
        return [key[1] for key, j in judged if key[0] == brand and j.version < version][:limit]

    async def decisions(
        self, brand: str, member_id: str, *, before: str, size: int
    ) -> list[tuple[str, Judged]]:
        numbered = [
            (f"{n:06d}", judged)
            for n, (of, judged) in enumerate(self._state.decisions)
            if of == brand and judged.member_id == member_id
        ]
        return [each for each in reversed(numbered) if not before or each[0] < before][:size]


class FakeActivities:
    def __init__(self, state: _State) -> None:
        self._state = state

    async def facts(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        return _of(self._state.facts, brand, ids)

    async def keep_facts(
        self,
        brand: str,
        known: Mapping[str, Facts],
        next_judgements: Mapping[str, NextJudgement],
    ) -> None:
        for member_id, facts in known.items():
            key = (brand, member_id)
            self._state.facts[key] = facts
            self._state.next_judgements[Source.PURCHASES][key] = next_judgements[member_id]

    async def mark_told(self, brand: str, known: Mapping[str, Facts]) -> None:
        for member_id, facts in known.items():
            self._state.facts[brand, member_id] = facts

    async def told(self, brand: str) -> str:
        return self._state.told.get(brand, "")

    async def keep_told(self, brand: str, key: str) -> None:
        self._state.told[brand] = key

    async def members_after(self, brand: str, member_id: str, limit: int) -> Sequence[str]:
        ids = sorted(i for of, i in self._state.members if of == brand and i > member_id)
        return ids[:limit]

    async def contents(
        self, brand: str, keys: Collection[ActivityKey]
    ) -> Mapping[ActivityKey, bytes]:
        contents = self._state.contents
        return {key: contents[brand, key] for key in keys if (brand, key) in contents}

    async def add(self, brand: str, new: Sequence[Activity], at: datetime) -> None:
        for one in new:
            self._state.contents[brand, (one.channel, one.event_id)] = one.content

    async def orders(
        self, brand: str, keys: Collection[OrderKey]
    ) -> Mapping[OrderKey, RefundableOrder]:
        orders = self._state.orders
        return {key: orders[brand, key] for key in keys if (brand, key) in orders}

    async def keep_orders(
        self,
        brand: str,
        added: Mapping[OrderKey, RefundableOrder],
        changed: Mapping[OrderKey, RefundableOrder],
    ) -> None:
        for key, order in {**added, **changed}.items():
            self._state.orders[brand, key] = order


class FakeEvents:
    def __init__(self, state: _State) -> None:
        self._state = state

    async def publish(self, brand: str, events: Sequence[MemberEvent], at: datetime) -> None:
        self._state.events += [(brand, event) for event in events]


def _of(known: Mapping[Key, V], brand: str, ids: Collection[str]) -> dict[str, V]:
    """Copies, as a database gives them: what is not kept again is not changed."""
    keys = [(brand, member_id) for member_id in ids]
    return {key[1]: copy.deepcopy(known[key]) for key in keys if key in known}
