"""Of several workers one works."""

import asyncio
from datetime import UTC, datetime, timedelta

from services.common.lease import Lease
from services.common.mongo import Database


async def _ends(db: Database, at: datetime) -> None:
    await db["leases"].update_one({"_id": "job"}, {"$set": {"until": at}})


async def test_one_of_many_gets_the_lease_and_keeps_it(db: Database) -> None:
    leases = [Lease(db, "job") for _ in range(8)]
    got = await asyncio.gather(*(lease.acquire() for lease in leases))
    assert sum(got) == 1
    holder = leases[got.index(True)]
    assert await holder.acquire()
    assert not await leases[got.index(True) - 1].acquire()


async def test_another_takes_over_when_it_is_released_or_has_ended(db: Database) -> None:
    first = Lease(db, "job")
    assert await first.acquire()
    other = Lease(db, "job")
    assert not await other.acquire()
    await _ends(db, datetime.now(UTC) - timedelta(seconds=1))
    assert await other.acquire()
    assert not await first.acquire()
    await first.release()
    assert not await first.acquire()
    await other.release()
    assert await first.acquire()


async def test_a_lease_from_before_the_clock_stepped_back_does_not_block_others(
    db: Database,
) -> None:
    gone, other = Lease(db, "job"), Lease(db, "job")
    assert await gone.acquire()
    await _ends(db, datetime.now(UTC) + timedelta(hours=1))
    assert await other.acquire()
    assert not await gone.acquire()


async def test_leases_of_other_names_do_not_matter(db: Database) -> None:
    assert await Lease(db, "a").acquire()
    assert await Lease(db, "b").acquire()
