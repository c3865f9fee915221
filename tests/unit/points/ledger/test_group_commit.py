"""Group commit: batches, races, lost answers, deadlines, back-pressure."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest

from services.common import deadlines
from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.points.ledger.commands.group_commit import group_commit
from services.points.ledger.commands.group_commit.group_commit import ATTEMPTS_MAX, BATCH_MAX
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.account import AccountKey
from services.points.ledger.domain.batch import (
    BatchTooLarge,
    LostRace,
    Needs,
    OutcomeUnknown,
    RequestKey,
    State,
    Unwritable,
    Writes,
)
from services.points.ledger.domain.posting import Posted, Posting, PostingKind, PostingResult
from tests.builders import NEW_YEAR, earn, posting, spend
from tests.fakes import FakeLedgerStore
from tests.unit.points.ledger.watched_store import WatchedStore, balance, ledger_on, reason_of


async def test_postings_that_wait_together_are_one_transaction() -> None:
    store = WatchedStore()
    ledger = ledger_on(store)
    await asyncio.gather(*(ledger.post(earn(f"mem_{n}", 1)) for n in range(100)))
    assert store.batches == [100]
    assert store.finds == 0


async def test_a_batch_has_at_most_512_postings() -> None:
    store = WatchedStore()
    await ledger_on(store).post_all([earn("mem_ann", 1) for _ in range(BATCH_MAX + 3)])
    assert store.batches == [BATCH_MAX, 3]


async def test_results_come_in_order_each_with_its_own() -> None:
    ledger = ledger_on(WatchedStore())
    requests = [earn("mem_ann", 3), spend("mem_ann", 2), spend("mem_ann", 2), earn("mem_ann", 1)]
    results = await ledger.post_all([*requests, earn("mem_ann", 0), spend("mem_ann", 2)])
    assert [reason_of(result) for result in results] == [
        "",
        "",
        "INSUFFICIENT_POINTS",
        "",
        "AMOUNT_INVALID",
        "",
    ]
    assert await balance(ledger) == 0


async def test_fifty_callers_with_one_id_make_one_posting() -> None:
    store = WatchedStore()
    ledgers = [ledger_on(store), ledger_on(store)]
    request = earn("mem_ann", 5, request_id="one")
    posted = await asyncio.gather(*(ledgers[n % 2].post(request) for n in range(50)))
    assert len(store.postings) == 1
    assert len({one.posting.id for one in posted}) == 1
    assert [one.replayed for one in posted].count(False) == 1


async def test_of_twenty_spends_of_the_last_points_one_wins() -> None:
    store = WatchedStore()
    ledgers = [ledger_on(store), ledger_on(store)]
    await ledgers[0].post(earn("mem_ann", 10))
    results = await asyncio.gather(
        *(ledgers[n % 2].post_all([spend("mem_ann", 10)]) for n in range(20))
    )
    assert sum(isinstance(result, Posted) for (result,) in results) == 1
    assert await balance(ledgers[0]) == 0


async def test_two_replicas_on_one_account_both_get_on() -> None:
    store = WatchedStore()
    ledgers = [ledger_on(store), ledger_on(store)]

    async def work(ledger: Ledger) -> None:
        for _ in range(40):
            await ledger.post(earn("mem_ann", 1))

    await asyncio.gather(*map(work, ledgers))
    assert await balance(ledgers[0]) == 80
    assert (await Verifier(store, ManualClock(NEW_YEAR)).verify("tea")).problems == []


async def test_a_lost_race_is_tried_again_and_not_for_ever() -> None:
    store = WatchedStore()
    store.fail_before = [LostRace() for _ in range(ATTEMPTS_MAX - 1)]
    ledger = ledger_on(store)
    await ledger.post(earn("mem_ann", 1))
    store.fail_before = [LostRace() for _ in range(ATTEMPTS_MAX)]
    assert reason_of((await ledger.post_all([earn("mem_ann", 1)]))[0]) == "OVERLOADED"
    assert await balance(ledger) == 1


async def test_a_commit_whose_answer_got_lost_is_found_out() -> None:
    store = WatchedStore()
    store.fail_after = [OutcomeUnknown()]
    ledger = ledger_on(store)
    results = await ledger.post_all([earn("mem_ann", 1), spend("mem_ann", 9)])
    assert [reason_of(result) for result in results] == ["", "STORAGE_UNAVAILABLE"]
    assert await balance(ledger) == 1


async def test_what_a_request_id_made_before_is_no_answer_to_other_content() -> None:
    store = WatchedStore()
    ledger = ledger_on(store)
    await ledger.post(earn("mem_ann", 1, request_id="one"))
    store.fail_before = [OutcomeUnknown()]
    other = earn("mem_ann", 2, request_id="one")
    assert reason_of((await ledger.post_all([other]))[0]) == "STORAGE_UNAVAILABLE"
    assert reason_of((await ledger.post_all([other]))[0]) == "REQUEST_ID_REUSED"


async def test_a_repeat_whose_answer_got_lost_is_told_as_a_repeat() -> None:
    store = WatchedStore()
    ledger = ledger_on(store)
    before, new = earn("mem_ann", 1), earn("mem_ann", 1)
    await ledger.post(before)
    store.fail_before = [OutcomeUnknown()]
    assert (await ledger.post(before)).replayed
    store.fail_after = [OutcomeUnknown()]
    posted = await asyncio.gather(ledger.post(new), ledger.post(new))
    assert [one.replayed for one in posted] == [False, True]


async def test_a_commit_that_failed_is_told_as_unknown_and_may_be_sent_again() -> None:
    store = WatchedStore()
    store.fail_before = [OutcomeUnknown()]
    ledger = ledger_on(store)
    request = earn("mem_ann", 1)
    assert reason_of((await ledger.post_all([request]))[0]) == "STORAGE_UNAVAILABLE"
    assert not (await ledger.post(request)).replayed
    assert (await ledger.post(request)).replayed


async def test_a_fault_of_ours_reaches_its_callers_and_the_next_batch_works() -> None:
    store = WatchedStore()
    store.fail_before = [ZeroDivisionError()]
    ledger = ledger_on(store)
    with pytest.raises(ZeroDivisionError):
        await ledger.post(earn("mem_ann", 1))
    await ledger.post(earn("mem_ann", 1))


async def test_a_commit_that_is_cut_off_is_told_as_unknown_and_the_next_batch_works() -> None:
    store = WatchedStore()
    store.fail_before = [asyncio.CancelledError()]
    ledger = ledger_on(store)
    one = earn("mem_ann", 1)
    async with asyncio.timeout(1):
        assert reason_of((await ledger.post_all([one]))[0]) == "STORAGE_UNAVAILABLE"
        assert not (await ledger.post(one)).replayed


async def test_who_was_written_is_told_so_when_the_look_up_for_others_takes_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class SlowToFind(WatchedStore):
        async def find(self, requests: Collection[RequestKey]) -> dict[RequestKey, Posting]:
            await asyncio.sleep(1)
            return await super().find(requests)

    ledger = ledger_on(SlowToFind())
    last = earn("mem_ann", 1)
    await ledger.post(last)
    monkeypatch.setattr(group_commit, "BATCH_MAX", 2)
    monkeypatch.setattr(group_commit, "COMMIT_TIMEOUT_S", 0.05)
    results = await ledger.post_all([earn("mem_ann", 1), earn("mem_ann", 1), last])
    assert [reason_of(result) for result in results] == ["", "", "STORAGE_UNAVAILABLE"]
    assert await balance(ledger) == 3


async def test_what_cannot_be_committed_in_time_is_refused_before() -> None:
    store = WatchedStore()
    store.commit_takes_s = 0.2
    ledger = ledger_on(store)

    async def hurried() -> PostingResult:
        async with deadlines.within(0.05, grace_s=1.0):
            return (await ledger.post_all([earn("mem_bob", 1)]))[0]

    first = asyncio.create_task(ledger.post(earn("mem_ann", 1)))
    await asyncio.sleep(0.01)
    result, _ = await asyncio.gather(hurried(), first)
    assert reason_of(result) == "DEADLINE_EXCEEDED"
    assert AccountKey("tea", "mem_bob", "POINTS") not in store.accounts


async def test_who_left_before_the_commit_is_not_written() -> None:
    store = WatchedStore()
    store.commit_takes_s = 0.05
    ledger = ledger_on(store)
    first = asyncio.create_task(ledger.post(earn("mem_ann", 1)))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(ledger.post(earn("mem_bob", 1)))
    await asyncio.sleep(0.01)
    second.cancel()
    await first
    await asyncio.gather(second, return_exceptions=True)
    await asyncio.sleep(0.1)
    assert AccountKey("tea", "mem_bob", "POINTS") not in store.accounts


async def test_the_deadline_of_one_caller_is_not_that_of_the_batch() -> None:
    store = WatchedStore()
    store.commit_takes_s = 0.1
    ledger = ledger_on(store)

    async def hurried() -> None:
        async with deadlines.within(0.05):
            await ledger.post(earn("mem_ann", 1))

    patient = asyncio.create_task(ledger.post(earn("mem_bob", 1)))
    with pytest.raises(deadlines.DeadlineExceeded):
        await hurried()
    assert (await patient).posting.entries[0].amount == 1


async def test_a_full_queue_refuses_at_once() -> None:
    ledger = ledger_on(WatchedStore(), queue_max=10)
    first = asyncio.create_task(ledger.post_all([earn("mem_ann", 1)] * 8))
    await asyncio.sleep(0)
    with pytest.raises(Exception, match="wait") as caught:
        await ledger.post_all([earn("mem_ann", 1) for _ in range(3)])
    assert getattr(caught.value, "reason", "") == "OVERLOADED"
    assert len(await first) == 8
    await ledger.post(earn("mem_ann", 1))


async def test_who_would_wait_past_the_deadline_is_told_at_once() -> None:
    store = WatchedStore()
    store.commit_takes_s = 0.02
    ledger = ledger_on(store)
    await ledger.post_all([earn("mem_ann", 1) for _ in range(16)])

    async def hurried() -> str:
        async with deadlines.within(0.5):
            with pytest.raises(Refusal) as caught:
                await ledger.post(earn("mem_bob", 1))
        return caught.value.reason

    many = [earn("mem_ann", 1) for _ in range(4_000)]
    patient = ledger.post(earn("mem_bob", 1))
    done, reason, posted = await asyncio.gather(ledger.post_all(many), hurried(), patient)
    assert reason == "OVERLOADED"
    assert (len(done), posted.replayed) == (4_000, False)


class SlowToRead(FakeLedgerStore):
    """Another writer gets in between every read and its commit."""

    async def load(self, needs: Needs) -> State:
        state = await super().load(needs)
        await asyncio.sleep(0.001)
        return state


async def test_a_hot_account_stays_right_under_many_writers() -> None:
    store = SlowToRead()
    ledgers = [ledger_on(store) for _ in range(4)]
    await ledgers[0].post(earn("mem_ann", 30))
    spends = [ledgers[n % 4].post_all([spend("mem_ann", 1)]) for n in range(60)]
    results = [result for (result,) in await asyncio.gather(*spends)]
    won = sum(isinstance(result, Posted) for result in results)
    busy = sum(reason_of(result) == "OVERLOADED" for result in results)
    assert await balance(ledgers[0]) == 30 - won
    assert won + busy >= 30


class NarrowStore(WatchedStore):
    """Has room for three accounts in a transaction."""

    async def commit(self, writes: Writes) -> None:
        if len(writes.accounts) > 3:
            raise BatchTooLarge
        await super().commit(writes)


async def test_a_batch_too_large_for_a_transaction_is_split_in_order() -> None:
    store = NarrowStore()
    ledger = ledger_on(store)
    requests = [earn(f"mem_{n % 5}", n + 1) for n in range(10)] + [spend("mem_0", 7)]
    results = await ledger.post_all(requests)
    assert [reason_of(result) for result in results] == [""] * 11
    assert len(store.batches) == 4
    assert await balance(ledger, "mem_0") == 0


async def test_a_posting_too_large_by_itself_is_refused_alone() -> None:
    legs = [leg for n in range(4) for leg in earn(f"mem_{n}", 1).legs]
    requests = [earn("mem_0", 1), posting(PostingKind.EARN, *legs), earn("mem_1", 1)]
    results = await ledger_on(NarrowStore()).post_all(requests)
    assert [reason_of(result) for result in results] == ["", "ACCOUNT_FULL", ""]


class PickyStore(WatchedStore):
    """Can make no document of what mem_odd has."""

    async def commit(self, writes: Writes) -> None:
        if any(account.key.owner == "mem_odd" for _, account in writes.accounts):
            raise Unwritable("keys must not contain NUL")
        await super().commit(writes)


async def test_a_posting_of_which_no_document_can_be_made_fails_alone() -> None:
    owners = ["mem_ann", "mem_bob", "mem_odd", "mem_dan"]
    ledger = ledger_on(PickyStore())
    results = await ledger.post_all([earn(owner, 1) for owner in owners])
    written = [isinstance(result, Posted) for result in results]
    assert written == [True, True, False, True]


async def test_a_fault_in_one_posting_leaves_the_others_alone() -> None:
    ledger = ledger_on(WatchedStore())
    naive = earn("mem_ann", 1, expire_at=NEW_YEAR.replace(tzinfo=None))
    results = await ledger.post_all([earn("mem_ann", 1), naive, earn("mem_ann", 1)])
    assert [isinstance(result, Posted) for result in results] == [True, False, True]
    assert await balance(ledger) == 2
    with pytest.raises(TypeError):
        await ledger.post(naive)


async def test_once_repeats_come_they_are_looked_up_first() -> None:
    store = WatchedStore()
    ledger = ledger_on(store)
    requests = [earn("mem_ann", 1) for _ in range(4)]
    for request in requests:
        await ledger.post(request)
    assert store.finds == 0
    for request in requests:
        assert (await ledger.post(request)).replayed
    # The first is noticed by its insert, the others before.
    assert store.finds == 4
    assert len(store.batches) == 4
