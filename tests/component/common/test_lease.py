"""Of several workers one works."""

import asyncio
from datetime import UTC, datetime, timedelta

from services.common.lease import RENEWED_S, Lease
from services.common.mongo import Database


class _Elapsed:
    """Seconds of a process, as a test wants them."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def _ends(db: Database, at: datetime) -> None:
    await db["leases"].update_one({"_id": "job"}, {"$set": {"until": at}})


async def _until(db: Database, name: str) -> datetime:
    found = await db["leases"].find_one({"_id": name})
    assert found is not None
    until: datetime = found["until"]
    return until


async def test_one_of_many_gets_the_lease_and_keeps_it(db: Database) -> None:
    leases = [Lease(db, "job") for _ in range(8)]
    got = await asyncio.gather(*(lease.acquire() for lease in leases))
    assert sum(got) == 1
    holder = leases[got.index(True)]
    assert await holder.acquire()
    assert not await leases[got.index(True) - 1].acquire()


async def test_another_takes_over_when_it_is_released_or_has_ended(db: Database) -> None:
    elapsed = _Elapsed()
    first = Lease(db, "job", elapsed=elapsed)
    assert await first.acquire()
    other = Lease(db, "job")
    assert not await other.acquire()
    await _ends(db, datetime.now(UTC) - timedelta(seconds=1))
    assert await other.acquire()
    elapsed.now += RENEWED_S
    assert not await first.acquire()
    await first.release()
    assert not await first.acquire()
    await other.release()
    assert await first.acquire()


async def test_a_lease_that_was_renewed_a_moment_ago_is_held_without_asking(db: Database) -> None:
    elapsed = _Elapsed()
    lease = Lease(db, "job", elapsed=elapsed)
    assert await lease.acquire()
    before = await _until(db, "job")
    elapsed.now += RENEWED_S - 0.1
    assert await lease.acquire()
    assert await _until(db, "job") == before
    elapsed.now += 0.1
    assert await lease.acquire()
    assert await _until(db, "job") > before


async def test_who_renews_one_renews_all_that_its_process_wants(db: Database) -> None:
    elapsed = _Elapsed()
    asking, wanted, left = (Lease(db, name, elapsed=elapsed) for name in ("a", "b", "c"))
    assert await left.acquire()
    elapsed.now += RENEWED_S
    assert await asking.acquire()
    assert await wanted.acquire()
    before = {name: await _until(db, name) for name in "abc"}
    elapsed.now += RENEWED_S
    assert await asking.acquire()
    assert await _until(db, "a") > before["a"]
    assert await _until(db, "b") > before["b"]
    assert await _until(db, "c") == before["c"], "a lease that nobody asks for ends"


async def test_one_that_is_lost_does_not_end_the_others(db: Database) -> None:
    elapsed = _Elapsed()
    lost, kept = Lease(db, "job", elapsed=elapsed), Lease(db, "other", elapsed=elapsed)
    assert await lost.acquire()
    assert await kept.acquire()
    await _ends(db, datetime.now(UTC) - timedelta(seconds=1))
    assert await Lease(db, "job").acquire()
    elapsed.now += RENEWED_S
    assert await kept.acquire()
    assert not await lost.acquire()
    assert await kept.acquire()


async def test_a_lease_from_before_the_clock_stepped_back_does_not_block_others(
    db: Database,
) -> None:
    elapsed = _Elapsed()
    gone, other = Lease(db, "job", elapsed=elapsed), Lease(db, "job")
    assert await gone.acquire()
    await _ends(db, datetime.now(UTC) + timedelta(hours=1))
    assert await other.acquire()
    elapsed.now += RENEWED_S
    assert not await gone.acquire()


async def test_leases_of_other_names_do_not_matter(db: Database) -> None:
    assert await Lease(db, "a").acquire()
    assert await Lease(db, "b").acquire()
