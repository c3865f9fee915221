"""Group commit while everything goes wrong at once: what was told is what is in the books.

Two replicas write on one storage that is slow, fails before and after it wrote, loses races and
cuts off; a sweep writes in between. Callers repeat request ids, with the same content and with
other, ask for more than there is, have deadlines, and leave. Each seed is another such hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from services.common import deadlines
from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.common.ids import IdSequence, sequence_of
from services.points.ledger.commands.expiry_sweep import Sweep
from services.points.ledger.commands.group_commit import account_cache as kept_accounts
from services.points.ledger.commands.group_commit import group_commit
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.batch import RequestKey
from services.points.ledger.domain.hash_chain import fingerprint_of
from services.points.ledger.domain.posting import (
    Posted,
    PostingKind,
    PostingRequest,
    PostingResult,
    Refused,
)
from tests.builders import NEW_YEAR, earn, reverse, spend, transfer
from tests.unit.points.ledger import virtual_time
from tests.unit.points.ledger.faulty_store import FaultyStore, StorageAway
from tests.unit.points.ledger.watched_store import reason_of

LASTING = ("mem_ann", "mem_bob")
"""Their points never expire, so `FaultyStore.history` tells what they could spend."""
FLEETING = "mem_cas"
CALLS = 60
TEN_SECONDS = 10.0
FINAL = {"ACCOUNT_FULL", "ALREADY_REVERSED", "INSUFFICIENT_POINTS", "REQUEST_ID_REUSED"}
NOTHING_WAS_WRITTEN = {*FINAL, "DEADLINE_EXCEEDED", "OVERLOADED"}


@dataclass
class Asked:
    """One posting that was asked for, and what was told: nothing when the caller had left."""

    request: PostingRequest
    since: int
    """Postings in the books when it was asked."""
    until: int = 0
    """And when it was answered."""
    told: PostingResult | None = None

    @property
    def key(self) -> RequestKey:
        return RequestKey(self.request.brand, self.request.request_id)

    @property
    def reason(self) -> str:
        return reason_of(self.told) if self.told else ""

    @property
    def is_unknown(self) -> bool:
        """Whether its caller has to ask again to know."""
        if isinstance(self.told, Posted):
            return False
        return self.reason not in NOTHING_WAS_WRITTEN


@dataclass
class Storm:
    """One such hour, all of it decided by `chance`."""

    chance: Random
    clock: ManualClock = field(default_factory=lambda: ManualClock(NEW_YEAR))
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        fault_rate = self.chance.choice((0.0, 0.05, 0.2))
        # Where replicas meet, or ids come again that are looked up first, little is prepared ahead.
        self.other_share = self.chance.choice((0.5, 0.05))
        self.repeat_rate = self.chance.choice((0.02, 0.3))
        self.store = FaultyStore(self.chance, fault_rate, self.chance.choice((2, 99, 99)))
        self.ledgers = [Ledger(self.store, self.clock, queue_max=40) for _ in range(2)]

    # --- what happens ---

    async def pass_by(self) -> None:
        others = [asyncio.create_task(self.sweep()) for _ in range(3)]
        calls = [asyncio.create_task(self.call()) for _ in range(CALLS)]
        for call in self.chance.sample(calls, CALLS // 10):
            asyncio.get_running_loop().call_later(self.moment(), call.cancel)
        for ended in await asyncio.gather(*calls, *others, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
        await self.store.heal()

    async def call(self) -> None:
        """Ask for some postings at once, perhaps in a hurry."""
        await asyncio.sleep(self.moment())
        requests = [self.request() for _ in range(self.chance.choice((1, 1, 2, 12)))]
        asked = [Asked(request, self.written()) for request in requests]
        self.asked += asked
        seconds = self.chance.choice((0.03, 0.3, TEN_SECONDS, None))
        if seconds is None:
            await self.ask(asked)
            return
        with suppress(deadlines.DeadlineExceeded):
            async with deadlines.within(seconds, grace_s=self.chance.choice((0.0, 1.0))):
                await self.ask(asked)

    async def ask(self, asked: Sequence[Asked]) -> None:
        ledger = self.ledgers[self.chance.random() < self.other_share]
        told = await post_all(ledger, [one.request for one in asked])
        for one, result in zip(asked, told, strict=True):
            one.told, one.until = result, self.written()
            if isinstance(result, Posted):
                assert self.store.postings[one.key] == result.posting

    def request(self) -> PostingRequest:
        """Something new, or something that was asked before."""
        owner, other = self.chance.sample(LASTING, 2)
        n = self.chance.randint(1, 3)
        new = [
            earn(owner, n),
            earn(FLEETING, n, expire_at=self.clock.now() + timedelta(minutes=n)),
            spend(FLEETING, n),
            spend(owner, n),
            spend(owner, n + 1),
            transfer(owner, other, n),
        ]
        if written := [p for p in self.store.postings.values() if p.kind is PostingKind.EARN]:
            new.append(reverse(self.chance.choice(written).id))
        request = self.chance.choice(new)
        if self.asked and self.chance.random() < self.repeat_rate:
            before = self.chance.choice(self.asked).request
            return self.chance.choice(
                (before, before, request._replace(request_id=before.request_id))
            )
        return request

    async def sweep(self) -> None:
        await asyncio.sleep(self.moment())
        self.clock.advance(timedelta(minutes=self.chance.randint(0, 5)))
        with suppress(Exception):
            await Sweep(self.store, self.clock, IdSequence("pst")).once()

    def moment(self) -> float:
        return self.chance.uniform(0, self.chance.choice((0.1, 1.0, TEN_SECONDS)))

    # --- what must hold after it ---

    async def ask_again_what_is_unknown(self) -> None:
        for one in [one for one in self.asked if one.is_unknown]:
            again = Asked(one.request, self.written())
            self.asked.append(again)
            await self.ask([again])
            assert isinstance(again.told, Posted) or again.reason in FINAL

    def all_that_was_acknowledged_is_there_once(self) -> None:
        assert len({posting.id for posting in self.store.postings.values()}) == self.written()
        for one in self.asked:
            if isinstance(one.told, Posted):
                assert self.store.postings[one.key] == one.told.posting
                assert one.told.posting.fingerprint == fingerprint_of(one.request)

    def who_wrote_is_told_so_and_the_others_that_they_repeat(self) -> None:
        for key, asked in self.by_key():
            told = [one.told for one in asked if isinstance(one.told, Posted)]
            first = [posted for posted in told if not posted.replayed]
            assert len(first) <= 1, key
            if told and not any(one.is_unknown for one in asked):
                assert first, key

    def what_was_refused_left_nothing(self) -> None:
        for key, asked in self.by_key():
            if posting := self.store.postings.get(key):
                assert any(
                    isinstance(one.told, Posted) or one.is_unknown
                    for one in asked
                    if fingerprint_of(one.request) == posting.fingerprint
                )

    def every_refusal_was_right_when_it_was_told(self) -> None:
        undone = {posting.reverses_posting_id for posting in self.store.postings.values()}
        numbers = {key: number for number, key in enumerate(self.store.postings, 1)}
        for one in self.asked:
            if one.reason in FINAL - {"REQUEST_ID_REUSED"}:
                assert one.since < numbers.get(one.key, one.since + 1), "it was written before"
            if one.reason == "REQUEST_ID_REUSED":
                assert self.store.postings[one.key].fingerprint != fingerprint_of(one.request)
            elif one.reason == "ALREADY_REVERSED":
                assert one.request.reverses_posting_id in undone
            elif one.reason == "INSUFFICIENT_POINTS":
                owner, needed = self.takes(one.request)
                meanwhile = self.store.history[one.since : one.until + 1]
                had = [balances[owner] for balances in meanwhile]
                assert owner == FLEETING or min(had) < needed, (had, one)

    def each_writer_committed_in_the_order_of_its_ids(self) -> None:
        last: dict[str, str] = {}
        for posting in self.store.postings.values():
            assert posting.id > last.get(sequence_of(posting.id), "")
            last[sequence_of(posting.id)] = posting.id

    async def the_books_are_right(self) -> None:
        assert (await Verifier(self.store, self.clock).verify("tea")).problems == []
        for key, account in self.store.accounts.items():
            assert account.posted == self.store.history[-1][key.owner]
            numbers = range(1, account.sequence + 1)
            entries = (await self.store.entries({key: range(10_000)}))[key]
            assert [entry.sequence for _, entry in entries] == list(numbers)

    async def both_still_write(self) -> None:
        for ledger in self.ledgers:
            async with deadlines.within(0.5):
                assert not (await ledger.post(earn("mem_dan", 1))).replayed

    async def nothing_is_left_over(self) -> None:
        await asyncio.sleep(TEN_SECONDS)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        for ledger in self.ledgers:
            assert not ledger._group._queue
            assert ledger._group._unanswered == 0

    # --- what is known of it ---

    def written(self) -> int:
        """How many postings are in the books, expiries among them."""
        return len(self.store.history) - 1

    def by_key(self) -> Iterator[tuple[RequestKey, list[Asked]]]:
        for key in {one.key for one in self.asked}:
            yield key, [one for one in self.asked if one.key == key]

    def takes(self, request: PostingRequest) -> tuple[str, int]:
        """From whom it takes points, and how many."""
        for posting in self.store.postings.values():
            if posting.id == request.reverses_posting_id:
                return posting.entries[0].owner, posting.entries[0].amount
        leg = next(leg for leg in request.legs if leg.amount < 0)
        return leg.owner, -leg.amount


async def post_all(ledger: Ledger, requests: Sequence[PostingRequest]) -> list[PostingResult]:
    """As the ledger; what it says of the whole call, it says of each posting."""
    try:
        return await ledger.post_all(requests)
    except (StorageAway, Refusal) as error:
        return [Refused(error)] * len(requests)


async def pass_by(seed: int) -> None:
    storm = Storm(Random(seed))
    await storm.pass_by()
    await storm.ask_again_what_is_unknown()
    storm.all_that_was_acknowledged_is_there_once()
    storm.who_wrote_is_told_so_and_the_others_that_they_repeat()
    storm.what_was_refused_left_nothing()
    storm.every_refusal_was_right_when_it_was_told()
    storm.each_writer_committed_in_the_order_of_its_ids()
    await storm.the_books_are_right()
    await storm.both_still_write()
    await storm.nothing_is_left_over()


def run(seed: int) -> None:
    """With batches so small, and so soon prepared, that many of them make one hour."""
    with (
        mock.patch.multiple(group_commit, AHEAD_MIN=1, BATCH_MAX=8),
        mock.patch.object(kept_accounts, "APART_S", 0.05),
        mock.patch.object(group_commit, "random", Random(seed)),
    ):
        virtual_time.run(pass_by(seed))


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32 - 1))
def test_what_was_told_is_in_the_books_whatever_went_wrong(seed: int) -> None:
    run(seed)
