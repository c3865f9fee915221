"""In-memory fakes of points' storage beside the ledger, which pass the same contract suites."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from services.points.activities.domain.member_facts import (
    NO_FACTS,
    FactsChanged,
    MemberFacts,
    later,
)
from services.points.activities.domain.standing import (
    HISTORY_MAX,
    MemberEnrolled,
    Standing,
    TierChanged,
    TierHeld,
    history_of,
)
from services.points.ledger.domain.chart_of_accounts import UNSPENDABLE
from services.points.programme.domain.published import ProgrammePublished


class FakeProgrammeStore:
    """The programmes in force, in a dictionary."""

    def __init__(self) -> None:
        self._by_brand: dict[str, ProgrammePublished] = {}

    async def revision(self, brand: str) -> tuple[int, datetime] | None:
        known = self._by_brand.get(brand)
        return None if known is None else known.revision

    async def load(self, brand: str) -> ProgrammePublished | None:
        return self._by_brand.get(brand)

    async def publish(self, published: ProgrammePublished) -> None:
        known = self._by_brand.get(published.brand)
        if known is None or known.at <= published.at:
            self._by_brand[published.brand] = published


class FakeStandingStore:
    """The changes of each member's tier, and the enrolments, in dictionaries."""

    def __init__(self) -> None:
        self._changes: dict[tuple[str, str], list[TierChanged]] = {}
        self._enrolled_at: dict[tuple[str, str], datetime] = {}
        self._facts: dict[tuple[str, str], MemberFacts] = {}
        self._erased: set[tuple[str, str]] = set()
        self._ended: set[tuple[str, str]] = set()

    async def standings(self, brand: str, member_ids: Collection[str]) -> Mapping[str, Standing]:
        found = {}
        for member_id in member_ids:
            key = (brand, member_id)
            changes, enrolled_at = self._changes.get(key, []), self._enrolled_at.get(key)
            facts = self._facts.get(key)
            if changes or enrolled_at or facts is not None:
                told = [(change.at, TierHeld(change.since, change.tier)) for change in changes]
                tier = changes[-1].tier if changes else None
                history = history_of(told)
                known = facts or NO_FACTS
                found[member_id] = Standing(member_id, tier, enrolled_at, history, known)
        return found

    async def standings_after(self, brand: str, after: str, size: int) -> Sequence[Standing]:
        keys = {*self._changes, *self._enrolled_at, *self._facts}
        keys -= self._erased
        ids = sorted(each for of, each in keys if of == brand and each > after)[:size]
        found = await self.standings(brand, ids)
        return [found[each] for each in ids]

    async def unknown(self, brand: str, member_ids: Collection[str]) -> Collection[str]:
        known = {*self._changes, *self._enrolled_at} - self._ended
        return [member_id for member_id in member_ids if (brand, member_id) not in known]

    async def change_tiers(self, changes: Sequence[TierChanged]) -> None:
        for change in changes:
            known = self._changes.setdefault((change.brand, change.member_id), [])
            if change not in known:
                known.append(change)
            known.sort(key=lambda one: one.at)
            del known[:-HISTORY_MAX]

    async def change_facts(self, changes: Sequence[FactsChanged]) -> None:
        for change in changes:
            key = (change.brand, change.member_id)
            if key in self._erased:
                continue
            self._facts[key] = later(self._facts.get(key, NO_FACTS), [change])

    async def remember(self, brand: str, member_id: str) -> None:
        self._erased.discard((brand, member_id))

    async def end(self, brand: str, member_id: str) -> None:
        await self.forget_facts(brand, member_id)
        self._ended.add((brand, member_id))

    async def forget_facts(self, brand: str, member_id: str) -> None:
        self._erased.add((brand, member_id))
        self._facts[brand, member_id] = NO_FACTS

    async def enrol(self, enrolments: Sequence[MemberEnrolled]) -> None:
        for each in enrolments:
            key = (each.brand, each.member_id)
            self._enrolled_at[key] = min(each.at, self._enrolled_at.get(key, each.at))


class FakeBrandRules:
    """By which keys each brand finds postings, and for which brands that was looked up."""

    def __init__(self, **by_brand: set[str]) -> None:
        self.by_brand = by_brand
        self.asked: list[str] = []
        self.not_spendable = UNSPENDABLE

    async def find_by(self, brand: str) -> frozenset[str]:
        self.asked.append(brand)
        return frozenset(self.by_brand.get(brand, ()))

    async def unspendable(self, brand: str) -> frozenset[str]:
        return self.not_spendable
