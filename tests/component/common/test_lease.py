"""Of several workers one works."""

import asyncio
from datetime import timedelta

from services.common.lease import Lease
from services.common.mongo import Database


async def test_one_of_many_gets_the_lease_and_keeps_it(db: Database) -> None:
    leases = [Lease(db, "job") for _ in range(8)]
    got = await asyncio.gather(*(lease.acquire() for lease in leases))
    assert sum(got) == 1
    holder = leases[got.index(True)]
    assert await holder.acquire()
    assert not await leases[got.index(True) - 1].acquire()


async def test_another_takes_over_when_it_is_released_or_has_ended(db: Database) -> None:
    short = Lease(db, "job", timedelta(milliseconds=100))
    assert await short.acquire()
    other = Lease(db, "job")
    assert not await other.acquire()
    await asyncio.sleep(0.15)
    assert await other.acquire()
    assert not await short.acquire()
    await short.release()
    assert not await short.acquire()
    await other.release()
    assert await short.acquire()


async def test_leases_of_other_names_do_not_matter(db: Database) -> None:
    assert await Lease(db, "a").acquire()
    assert await Lease(db, "b").acquire()
