"""Group commit: a batch is prepared while another is being written."""

from __future__ import annotations

import asyncio

import pytest

from services.common.clock import ManualClock
from services.common.ids import new_id
from services.points.ledger.commands.group_commit import group_commit
from services.points.ledger.commands.group_commit.preparation import Preparation
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.batch import BatchTooLarge, Needs, State, Writes
from services.points.ledger.domain.posting import Posted, PostingRequest, PostingResult
from tests.builders import NEW_YEAR, earn, spend
from tests.unit.points.ledger.watched_store import WatchedStore, balance, ledger_on, reason_of


class SlowToWrite(WatchedStore):
    """Commits take a while, and what was loaded for each batch is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.commit_takes_s = 0.02
        self.loaded: list[set[str]] = []

    async def load(self, needs: Needs) -> State:
        self.loaded.append({key.owner for key in needs.accounts})
        return await super().load(needs)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even one posting is worth preparing ahead."""
    monkeypatch.setattr(group_commit, "AHEAD_MIN", 1)


async def in_two_batches(
    ledger: Ledger, first: list[PostingRequest], second: list[PostingRequest]
) -> list[list[PostingResult]]:
    one = asyncio.create_task(ledger.post_all(first))
    await asyncio.sleep(0.01)
    return list(await asyncio.gather(one, ledger.post_all(second)))


@pytest.mark.usefixtures("at_once")
async def test_a_batch_is_prepared_on_what_the_one_before_will_leave() -> None:
    store = SlowToWrite()
    ledger = ledger_on(store)
    second = [spend("mem_ann", 4), earn("mem_bob", 1)]
    results = await in_two_batches(ledger, [earn("mem_ann", 5)], second)
    assert [reason_of(result) for (result, *_) in results] == ["", ""]
    assert store.loaded == [{"mem_ann"}, {"mem_bob"}]
    assert await balance(ledger) == 1


@pytest.mark.usefixtures("at_once")
async def test_what_was_prepared_on_a_batch_that_failed_is_prepared_again() -> None:
    store = SlowToWrite()
    ledger = ledger_on(store)
    await ledger.post(earn("mem_ann", 5))
    first, second = [spend("mem_ann", 5)], [spend("mem_ann", 3), earn("mem_bob", 1)]

    async def fail(writes: Writes) -> None:
        await asyncio.sleep(0.02)
        del store.commit
        raise BatchTooLarge

    store.commit = fail  # type: ignore[method-assign]
    results = await in_two_batches(ledger, first, second)
    assert [[reason_of(result) for result in some] for some in results] == [
        ["ACCOUNT_FULL"],
        ["", ""],
    ]
    assert await balance(ledger) == 2


@pytest.mark.usefixtures("at_once")
async def test_who_was_cut_off_while_preparing_ahead_is_written_in_turn() -> None:
    store = SlowToWrite()
    ledger = ledger_on(store)
    load = store.load

    async def cut_off(needs: Needs) -> State:
        if len(store.loaded) == 1:
            store.loaded.append(set())
            raise asyncio.CancelledError
        return await load(needs)

    store.load = cut_off  # type: ignore[method-assign]
    async with asyncio.timeout(1):
        results = await in_two_batches(ledger, [earn("mem_ann", 5)], [earn("mem_bob", 1)])
    assert [reason_of(result) for (result,) in results] == ["", ""]


@pytest.mark.usefixtures("at_once")
async def test_a_repeat_of_what_is_being_written_is_a_repeat() -> None:
    store = SlowToWrite()
    ledger = ledger_on(store)
    await ledger.post(earn("mem_ann", 5))
    last = spend("mem_ann", 5)
    results = await in_two_batches(ledger, [last], [last, spend("mem_ann", 5)])
    assert [[reason_of(result) for result in some] for some in results] == [
        [""],
        ["", "INSUFFICIENT_POINTS"],
    ]
    assert isinstance(results[1][0], Posted)
    assert results[1][0].replayed


@pytest.mark.usefixtures("at_once")
async def test_what_a_batch_only_read_is_read_again_by_the_next() -> None:
    store = SlowToWrite()
    ledger, other = ledger_on(store), ledger_on(store)
    first = asyncio.create_task(ledger.post_all([spend("mem_ann", 5), earn("mem_bob", 1)]))
    await asyncio.sleep(0.005)
    await other.post(earn("mem_ann", 5))
    await ledger.post(spend("mem_ann", 5))
    assert reason_of((await first)[0]) == "INSUFFICIENT_POINTS"


class SlowToAnswer(WatchedStore):
    """The next commit is done long before it is told."""

    answer_takes_s = 0.0

    async def commit(self, writes: Writes) -> None:
        await super().commit(writes)
        takes_s, self.answer_takes_s = self.answer_takes_s, 0.0
        await asyncio.sleep(takes_s)


@pytest.mark.usefixtures("at_once")
async def test_nobody_is_refused_for_a_batch_that_another_replica_wrote_after() -> None:
    store = SlowToAnswer()
    here, there = ledger_on(store), ledger_on(store)
    await here.post(earn("mem_ann", 5))
    store.answer_takes_s = 0.02
    last = asyncio.create_task(here.post(spend("mem_ann", 5)))
    await asyncio.sleep(0.01)
    await there.post(earn("mem_ann", 5))
    assert [reason_of(result) for result in await here.post_all([spend("mem_ann", 5)])] == [""]
    await last


@pytest.mark.usefixtures("at_once")
async def test_a_refusal_that_rests_on_the_batch_before_stands_after_another_look() -> None:
    ledger = ledger_on(SlowToWrite())
    await ledger.post(earn("mem_ann", 5))
    results = await in_two_batches(ledger, [spend("mem_ann", 5)], [spend("mem_ann", 5)])
    assert [reason_of(result) for (result,) in results] == ["", "INSUFFICIENT_POINTS"]


@pytest.mark.usefixtures("at_once")
async def test_many_batches_one_upon_the_other_keep_their_order_and_sums() -> None:
    store = SlowToWrite()
    store.commit_takes_s = 0.001
    ledgers = [ledger_on(store), ledger_on(store)]
    await ledgers[0].post(earn("mem_ann", 100))
    spends = [ledgers[n % 2].post_all([spend("mem_ann", 3)]) for n in range(60)]
    results = [result for (result,) in await asyncio.gather(*spends)]
    assert sum(isinstance(result, Posted) for result in results) == 33
    assert await balance(ledgers[0]) == 1
    assert (await Verifier(store, ManualClock(NEW_YEAR)).verify("tea")).problems == []


async def test_batches_on_top_of_each_other_do_not_remember_all_that_came_before() -> None:
    preparation = Preparation(WatchedStore(), ManualClock(NEW_YEAR), lambda: new_id("pst"))
    in_flight = None
    for _ in range(5):
        in_flight = await preparation.prepare(
            [earn("mem_ann", 1), earn("mem_bob", 1)], {}, in_flight
        )
        assert len(in_flight.made) == 2
