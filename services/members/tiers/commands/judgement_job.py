"""Judging tiers at the end of their windows: a job that may run twice, late, or at once on many."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from services.common.clock import Clock
from services.members.activities.domain.facts import Facts
from services.members.programme.commands.rulebook import RuleBook
from services.members.programme.domain.rules import Rules
from services.members.tiers.commands.judge import Judge
from services.members.tiers.commands.unit import StandingsUnit
from services.members.tiers.domain.ladder import Basis
from services.members.tiers.domain.standing import Standing
from services.members.transactions import Transactions

T = TypeVar("T")

SLICE = 200
"""Members judged in one transaction."""


class DueStore(Transactions[StandingsUnit], Protocol):
    async def due(self, basis: Basis, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        """Brand and id of members whose judgement on `basis` is due, the longest waiting first."""

    async def behind(self, basis: Basis, brand: str, version: int, limit: int) -> Sequence[str]:
        """Members of the brand whose last judgement on `basis` was by an older programme."""


async def judge_due(store: DueStore, rulebook: RuleBook, clock: Clock, limit: int = SLICE) -> int:
    """Judge up to `limit` members on each basis; how many were due. 0: nothing is left to do.

    A member that is judged is due no more, so stopping anywhere loses nothing, and a second worker
    at the same members finds them judged.
    """
    found = 0
    for basis in Basis:
        due = await store.due(basis, clock.now(), limit)
        found += len(due)
        by_brand: dict[str, list[str]] = {}
        for brand, member_id in due:
            by_brand.setdefault(brand, []).append(member_id)
        for brand, ids in by_brand.items():
            await _judge(store, await rulebook.of(brand), clock, brand, ids, basis)
    return found


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""


class JudgementJob:
    """Judges what is due, again and again, on the worker that holds the lease."""

    def __init__(
        self,
        store: DueStore,
        rulebook: RuleBook,
        clock: Clock,
        lease: Lease,
        pause_s: float,
    ) -> None:
        self._store = store
        self._rulebook = rulebook
        self._clock = clock
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            full = False
            if await self._lease.acquire():
                full = await judge_due(self._store, self._rulebook, self._clock) >= SLICE
            # A full slice says that more may be waiting; a member that can't be judged, alone in
            # its slice, does not keep the worker busy.
            await asyncio.sleep(0 if full else self._pause_s)


async def judge_again(
    store: DueStore, rulebook: RuleBook, clock: Clock, brand: str, version: int
) -> None:
    """Judge the brand's members by the programme `version` that was published, a slice at a time.

    Who was judged is behind no more, so it may stop anywhere and begin again.
    """
    rules = await rulebook.at_least(brand, version)
    for basis in Basis:
        while ids := await store.behind(basis, brand, version, SLICE):
            if await _judge(store, rules, clock, brand, ids, basis) == 0:
                break


async def _judge(
    store: DueStore,
    rules: Rules,
    clock: Clock,
    brand: str,
    ids: Sequence[str],
    basis: Basis,
) -> int:
    """Bring members' positions up to now; how many members of the brand they were."""

    async def work(unit: StandingsUnit) -> int:
        judge = Judge(rules, brand, clock.now(), await unit.enrolled(brand, ids))
        growth: Mapping[str, Standing] = {}
        facts: Mapping[str, Facts] = {}
        if basis is Basis.GROWTH:
            growth = _of_members(await unit.growth(brand, ids), judge)
        else:
            facts = _of_members(await unit.facts(brand, ids), judge)
        standings = growth or {member_id: known.standing for member_id, known in facts.items()}
        for member_id, standing in standings.items():
            judge.settle(member_id, standing, basis)
        await judge.close(unit, growth=growth, facts=facts)
        return len(standings)

    return await store.transact(work)


def _of_members(known: Mapping[str, T], judge: Judge) -> dict[str, T]:
    return {member_id: each for member_id, each in known.items() if member_id in judge.enrolled}
