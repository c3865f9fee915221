"""What an operator sees of the ledger at 3 a.m.: what waits, what is written, what is lost."""

from __future__ import annotations

import asyncio

import pytest
from prometheus_client import REGISTRY

from services.common import deadlines
from services.common.errors import Refusal
from services.points.ledger.commands.group_commit.group_commit import ATTEMPTS_MAX, BATCH_MAX
from services.points.ledger.domain.batch import LostRace, OutcomeUnknown
from tests.builders import earn, spend
from tests.unit.points.ledger.watched_store import WatchedStore, ledger_on


class Since:
    """How much each figure rose since this was made."""

    def __init__(self) -> None:
        self._before = _figures()

    def __getitem__(self, name: str) -> float:
        key = f"tessera_ledger_{name}"
        return _figures()[key] - self._before[key]


def _figures() -> dict[str, float]:
    return {
        sample.name: sample.value
        for metric in REGISTRY.collect()
        if metric.name.startswith("tessera_ledger_")
        for sample in metric.samples
    }


async def test_batches_tell_how_large_they_were_and_that_they_were_written() -> None:
    since = Since()
    await ledger_on(WatchedStore()).post_all([earn("mem_ann", 1) for _ in range(BATCH_MAX + 3)])
    assert since["batch_postings_count"] == 2
    assert since["batch_postings_sum"] == BATCH_MAX + 3
    assert since["commit_seconds_count"] == 2


async def test_a_batch_that_writes_nothing_is_no_commit() -> None:
    since = Since()
    await ledger_on(WatchedStore()).post_all([spend("mem_ann", 1)])
    assert since["batch_postings_count"] == since["commit_seconds_count"] == 0


async def test_what_waits_behind_a_batch_is_told_and_gone_when_it_was_taken() -> None:
    store = WatchedStore()
    store.commit_takes_s = 0.02
    requests = [earn("mem_ann", 1) for _ in range(3 * BATCH_MAX)]
    writing = asyncio.create_task(ledger_on(store).post_all(requests))
    await asyncio.sleep(0.01)
    assert _figures()["tessera_ledger_waiting_postings"] > 0
    await writing
    assert _figures()["tessera_ledger_waiting_postings"] == 0


async def test_lost_races_are_counted_and_a_batch_that_loses_them_all_as_overload() -> None:
    store, since = WatchedStore(), Since()
    store.fail_before = [LostRace() for _ in range(ATTEMPTS_MAX)]
    await ledger_on(store).post_all([earn("mem_ann", 1), earn("mem_bob", 1)])
    assert since["lost_races_total"] == ATTEMPTS_MAX
    assert since["overloaded_postings_total"] == 2
    assert since["batch_postings_count"] == 0


async def test_postings_that_found_no_room_are_counted() -> None:
    since = Since()
    with pytest.raises(Refusal, match="wait"):
        await ledger_on(WatchedStore(), queue_max=2).post_all([earn("mem_ann", 1)] * 3)
    assert since["overloaded_postings_total"] == 3


async def test_postings_without_time_to_commit_are_counted() -> None:
    since = Since()
    store = WatchedStore()
    store.commit_takes_s = 0.2
    ledger = ledger_on(store)
    first = asyncio.create_task(ledger.post(earn("mem_ann", 1)))
    await asyncio.sleep(0.01)
    async with deadlines.within(0.05, grace_s=1.0):
        await ledger.post_all([earn("mem_bob", 1), earn("mem_cat", 1)])
    await first
    assert since["late_postings_total"] == 2


async def test_an_answer_that_got_lost_is_counted() -> None:
    store, since = WatchedStore(), Since()
    store.fail_after = [OutcomeUnknown()]
    await ledger_on(store).post(earn("mem_ann", 1))
    assert since["unknown_outcomes_total"] == 1
