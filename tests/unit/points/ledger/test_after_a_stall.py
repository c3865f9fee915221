"""Group commit after the storage was slow for once: who is turned away comes in again."""

from __future__ import annotations

from services.common import deadlines
from tests.builders import earn
from tests.unit.points.ledger import virtual_time
from tests.unit.points.ledger.watched_store import WatchedStore, ledger_on, reason_of

STALL_S = 4.0


def test_who_finds_nobody_waiting_is_let_in() -> None:
    async def main() -> None:
        store = WatchedStore()
        ledger = ledger_on(store)
        store.commit_takes_s = STALL_S
        await ledger.post_all([earn("mem_ann", 1) for _ in range(16)])
        store.commit_takes_s = 0.01
        async with deadlines.within(10.0):
            assert len(await ledger.post_all([earn("mem_ann", 1) for _ in range(500)])) == 500

    virtual_time.run(main())


def test_callers_in_a_hurry_are_not_turned_away_for_ever() -> None:
    async def main() -> None:
        store = WatchedStore()
        ledger = ledger_on(store)
        store.commit_takes_s = STALL_S
        await ledger.post(earn("mem_ann", 1))
        store.commit_takes_s = 0.01
        told = []
        for _ in range(20):
            async with deadlines.within(0.1):
                told.append(reason_of((await ledger.post_all([earn("mem_ann", 1)]))[0]))
        assert told[0] == "DEADLINE_EXCEEDED"
        assert told[-1] == ""

    virtual_time.run(main())
