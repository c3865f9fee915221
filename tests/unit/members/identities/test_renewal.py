"""The one walk that renews identities ends, whatever one member's data do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

import pytest

from services.common.clock import ManualClock
from services.members.context import MembersContext
from services.members.identities.commands import renewal
from services.members.identities.commands.renewal import Found, IdentityRenewal, RenewalStore
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Profile
from services.members.programme.commands.rulebook import RuleBook
from tests.fakes_members import FakeMembersStore

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
T = TypeVar("T")


class Store:
    """Members of two brands in turn, kept in the form of before. `broken` can't be read; `away` so
    many slices fail because the database is away."""

    def __init__(self, count: int, broken: Collection[str] = (), away: int = 0) -> None:
        self.inner = FakeMembersStore()
        self.all = [("tea" if n % 2 else "retail", f"mem_{n}") for n in range(count)]
        self.broken, self.away = set(broken), away
        self.left: Sequence[Found] | None = None
        self.walked: list[str] = []

    @property
    def identities(self) -> Store:
        return self

    async def transact(self, work: Callable[[Any], Awaitable[T]]) -> T:
        return await self.inner.transact(work)

    async def after(self, member_id: str, limit: int) -> Sequence[Found]:
        self.walked.append(member_id)
        if member_id and self.away:
            self.away -= 1
            raise TimeoutError("no primary")
        return [each for each in self.all if each[1] > member_id][:limit]

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        if not self.broken.isdisjoint(ids):
            raise ValueError("sealed by no key of ours")
        return await self.inner.identities.members(brand, ids)

    async def passed_over(self) -> Sequence[Found] | None:
        return self.left

    async def set_renewed(self, passed_over: Sequence[Found]) -> None:
        self.left = list(passed_over)

    async def add_all(self) -> None:
        async def work(unit: Any) -> None:
            for brand, member_id in self.all:
                card = Identity(IdentityKind.POS_CARD, member_id.replace("_", "＿"))
                await unit.identities.add(
                    [Member(member_id, brand, (card,), Profile("Ada"), "pos", NOON)]
                )

        await self.transact(work)

    async def renewed(self) -> set[str]:
        found = [await self.inner.identities.members(*_one(each)) for each in self.all]
        return {i for each in found for i, m in each.items() if m.identities[0].value == i}


class Ours:
    async def acquire(self) -> bool:
        return True


def _one(found: Found) -> tuple[str, list[str]]:
    return found[0], [found[1]]


@pytest.fixture(autouse=True)
def slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "SLICE", 3)


def job(store: Store) -> IdentityRenewal:
    ctx = MembersContext(cast(RenewalStore, store), cast(RuleBook, None), ManualClock(NOON))
    return IdentityRenewal(ctx, Ours(), pause_s=0, again_s=0)


async def test_a_member_that_fails_is_passed_over_and_tried_again_until_it_is_renewed() -> None:
    store = Store(8, broken={"mem_1"})
    await store.add_all()
    running = asyncio.create_task(job(store).run())
    while store.left is None:
        await asyncio.sleep(0)
    assert (store.left, await store.renewed()) == (
        [("tea", "mem_1")],
        {f"mem_{n}" for n in range(8)} - {"mem_1"},
    )
    store.broken.clear()
    await asyncio.wait_for(running, 5)
    assert (store.left, len(await store.renewed())) == ([], 8)
    assert store.walked == ["", "mem_2", "mem_5", "mem_7"]  # Nobody was walked over twice.


async def test_the_walk_goes_on_where_it_was_when_the_database_comes_back() -> None:
    store = Store(8, away=1)
    await store.add_all()
    renewing = job(store)
    with pytest.raises(TimeoutError):
        await renewing.run()
    assert await store.passed_over() is None
    await renewing.run()
    assert await store.passed_over() == []
    assert store.walked == ["", "mem_2", "mem_2", "mem_5", "mem_7"]


async def test_so_many_who_fail_are_the_fault_of_none_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(renewal, "PASSED_OVER_MAX", 4)
    store = Store(8, broken={f"mem_{n}" for n in range(5)})
    await store.add_all()
    with pytest.raises(RuntimeError):
        await job(store).run()
    assert store.left is None
