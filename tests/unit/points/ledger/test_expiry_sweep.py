"""The sweep records what expired; reads say the same before and after."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from prometheus_client import REGISTRY

from services.common.clock import ManualClock
from services.common.ids import IdSequence
from services.points.ledger.commands import expiry_sweep as sweep
from services.points.ledger.commands.expiry_sweep import Sweep
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.account import AccountKey
from services.points.ledger.domain.batch import Damaged, LostRace, Writes
from services.points.ledger.domain.expiring_page import ExpiringPage, Place
from services.points.ledger.domain.posting import Lot
from tests.builders import NEW_YEAR, earn, hold, release
from tests.fakes import FakeLedgerStore

DAY = timedelta(days=1)
SOON = NEW_YEAR + DAY
EXPIRED = AccountKey("tea", "house:expired", "POINTS")


class World:
    """Five members with points that expire soon, one with a hold on hers."""

    def __init__(self) -> None:
        self.clock = ManualClock(NEW_YEAR)
        self.store = FakeLedgerStore()
        self.ledger = Ledger(self.store, self.clock)

    def sweep(self) -> Sweep:
        return Sweep(self.store, self.clock, IdSequence("pst"))

    async def fill(self) -> None:
        for n in range(5):
            await self.ledger.post(earn(f"mem_{n}", 10, expire_at=SOON))
            await self.ledger.post(earn(f"mem_{n}", 1))
        await self.ledger.post(hold("mem_4", 10, NEW_YEAR + 9 * DAY))

    async def posted(self) -> list[int]:
        accounts = [(f"mem_{n}", "POINTS") for n in range(5)]
        return [b.posted for b in await self.ledger.balances("tea", accounts, self.clock.now())]


@pytest.fixture
async def world() -> World:
    made = World()
    await made.fill()
    return made


async def test_nothing_is_swept_before_its_time(world: World) -> None:
    assert await world.sweep().once() == 0


async def test_a_sweep_changes_the_books_and_no_answer(world: World) -> None:
    world.clock.set(SOON)
    told = await world.posted()
    assert told == [1, 1, 1, 1, 11]
    assert await world.store.house_sum(EXPIRED, None) == 0
    assert await world.sweep().once() == 4
    assert await world.posted() == told
    assert await world.store.house_sum(EXPIRED, None) == 40
    assert (await Verifier(world.store, world.clock).verify("tea")).problems == []


async def test_what_a_hold_protected_is_swept_when_it_ended(world: World) -> None:
    world.clock.set(SOON)
    await world.sweep().once()
    world.clock.set(NEW_YEAR + 9 * DAY)
    assert await world.posted() == [1, 1, 1, 1, 1]
    assert await world.sweep().once() == 1
    assert await world.posted() == [1, 1, 1, 1, 1]


async def test_what_a_hold_protected_is_recorded_when_it_is_released(world: World) -> None:
    world.clock.set(SOON)
    await world.sweep().once()
    await world.ledger.post(release("mem_4"))
    assert await world.store.house_sum(EXPIRED, None) == 50
    assert await world.sweep().once() == 0


async def test_sweeps_at_once_record_each_expiry_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "SLICE", 2)
    world.clock.set(SOON)
    swept = await asyncio.gather(*(world.sweep().once() for _ in range(4)))
    assert sum(swept) == 4
    assert await world.store.house_sum(EXPIRED, None) == 40


async def test_an_account_that_somebody_touched_keeps_no_other_from_being_swept(
    world: World,
) -> None:
    world.clock.set(SOON)
    commit = world.store.commit

    async def contended(writes: Writes) -> None:
        if any(account.key.owner == "mem_1" for _, account in writes.accounts):
            raise LostRace
        await commit(writes)

    world.store.commit = contended  # type: ignore[method-assign]
    assert await world.sweep().once() == 3
    assert await world.store.house_sum(EXPIRED, None) == 30


async def test_a_sweep_among_postings_loses_neither(world: World) -> None:
    world.clock.set(SOON)
    posts = [world.ledger.post(earn(f"mem_{n}", 5)) for n in range(5)]
    await asyncio.gather(world.sweep().once(), *posts)
    assert await world.posted() == [6, 6, 6, 6, 16]
    assert await world.store.house_sum(EXPIRED, None) == 40
    assert (await Verifier(world.store, world.clock).verify("tea")).problems == []


async def test_a_damaged_account_keeps_no_other_from_being_swept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "SLICE", 2)
    await world.ledger.post(earn("mem_car", 10, brand="car", expire_at=SOON))
    world.clock.set(SOON + DAY)
    key = AccountKey("tea", "mem_1", "POINTS")
    # Its lots do not fit its sum, which no posting ever makes.
    world.store.accounts[key] = world.store.accounts[key]._replace(lots=(Lot("?", SOON),))  # type: ignore[arg-type]
    read = world.store.expired_accounts

    async def unreadable(now: datetime, after: Place | None, size: int) -> ExpiringPage:
        page = await read(now, after, size)
        kept = [account for account in page.accounts if account.key.owner != "mem_2"]
        damaged = [(SOON, Damaged("mem_2", "?"))] if len(kept) < len(page.accounts) else []
        return ExpiringPage(kept, damaged, page.last)

    world.store.expired_accounts = unreadable  # type: ignore[method-assign]
    assert await world.sweep().once() == 3
    assert await world.store.house_sum(EXPIRED, None) == 20
    assert _value("tessera_ledger_expiry_damaged_accounts") == 2
    assert _value("tessera_ledger_expiry_backlog_seconds") == DAY.total_seconds()


async def test_a_sweep_that_left_nothing_tells_no_backlog(world: World) -> None:
    world.clock.set(SOON + DAY)
    await world.sweep().once()
    assert _value("tessera_ledger_expiry_backlog_seconds") == 0
    assert _value("tessera_ledger_expiry_damaged_accounts") == 0


def _value(metric: str) -> float | None:
    return REGISTRY.get_sample_value(metric)
