"""Accounts kept from batch to batch: fewer reads, and no answer that rests on an old one."""

from collections.abc import Sequence

import pytest

from services.common.clock import ManualClock
from services.points.ledger.commands.group_commit import account_cache as kept_accounts
from services.points.ledger.commands.group_commit.account_cache import (
    APART_S,
    LOTS_MAX,
    AccountCache,
)
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.account import Account, AccountKey
from services.points.ledger.domain.batch import Needs, State
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.posting import Lot, Posted
from tests.builders import NEW_YEAR, earn, reverse, spend
from tests.fakes import FakeLedgerStore


class CountingStore(FakeLedgerStore):
    """Knows what was read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[AccountKey] = []

    async def load(self, needs: Needs) -> State:
        self.read += needs.accounts
        return await super().load(needs)


def replicas(store: FakeLedgerStore, count: int = 1) -> Sequence[Ledger]:
    return [Ledger(store, ManualClock(NEW_YEAR)) for _ in range(count)]


def account(number: int, lots: int = 1) -> Account:
    return Account(AccountKey("tea", f"mem_{number}", "POINTS"), lots, lots=(Lot(1),) * lots)


async def test_an_account_is_read_once_and_then_known() -> None:
    store = CountingStore()
    (ledger,) = replicas(store)
    for _ in range(5):
        await ledger.post(earn("mem_ann", 10))
    await ledger.post(spend("mem_ann", 50))
    assert len(store.read) == 1


async def test_nobody_is_refused_for_what_another_replica_has_changed() -> None:
    store = CountingStore()
    here, there = replicas(store, 2)
    await here.post(earn("mem_ann", 10))
    await there.post(earn("mem_ann", 90))
    assert not (await here.post(spend("mem_ann", 100))).replayed


async def test_no_reversal_is_refused_for_what_another_replica_has_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept_accounts, "APART_S", 0.0)
    here, there = replicas(CountingStore(), 2)
    before = earn("mem_ann", 10)
    mistake = await here.post(before)
    # Once repeats come they are looked up first, so that one writes nothing beside what is new.
    await here.post(before)
    await here.post_all([before, spend("mem_ann", 10)])
    await there.post(earn("mem_ann", 10))
    results = await here.post_all([before, reverse(mistake.posting.id)])
    assert [type(result) for result in results] == [Posted, Posted]


async def test_a_refusal_stands_after_the_account_was_looked_at_again() -> None:
    store = CountingStore()
    (ledger,) = replicas(store)
    await ledger.post(earn("mem_ann", 10))
    with pytest.raises(InsufficientPoints):
        await ledger.post(spend("mem_ann", 11))
    assert len(store.read) == 2


async def test_nothing_is_overdrawn_by_replicas_that_keep_the_same_account() -> None:
    here, there = replicas(CountingStore(), 2)
    await here.post(earn("mem_ann", 10))
    await there.post(earn("mem_ann", 1))
    await here.post(spend("mem_ann", 11))
    with pytest.raises(InsufficientPoints):
        await there.post(spend("mem_ann", 1))


def test_the_oldest_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_accounts, "ACCOUNTS_MAX", 2)
    kept = AccountCache()
    for number in (1, 2, 1, 3):
        kept.keep([account(number)])
    assert [key.owner for key in kept.of(account(n).key for n in (1, 2, 3))] == ["mem_1", "mem_3"]


def test_very_large_accounts_are_not_kept() -> None:
    kept = AccountCache()
    kept.keep([account(1)])
    kept.keep([account(1, LOTS_MAX + 1)])
    assert not kept.of([account(1).key])


def test_after_a_lost_race_nothing_is_kept_for_a_second() -> None:
    now_s = 100.0
    kept = AccountCache(lambda: now_s)
    kept.keep([account(1)])
    kept.forget()
    kept.keep([account(2)])
    assert not kept.of([account(1).key, account(2).key])
    now_s += APART_S
    kept.keep([account(2)])
    assert kept.of([account(2).key])
