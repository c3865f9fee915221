"""Preparing a batch: what it looks at is read, and its postings are folded in memory.

A batch may be prepared on top of one that is being written, as if that were written already. Its
own commit comes after, and is conditional on the versions that the other leaves: where the other
turns out differently, this one is prepared again. The same goes for accounts that are cached from
earlier batches; but a refusal is no write, so the accounts that it rests on are read again before
it is answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.common.clock import Clock
from services.points.ledger.commands.group_commit.account_cache import AccountCache
from services.points.ledger.commands.group_commit.fold import (
    Fold,
    accounts_of,
    dated_in,
    looks_back,
    needs,
)
from services.points.ledger.commands.store import LedgerStore, last_entry
from services.points.ledger.commands.survivors import (
    NO_MERGES,
    Survivors,
    posting_of_survivors,
)
from services.points.ledger.domain.account import START_OF_TIME, Account, AccountKey
from services.points.ledger.domain.apply import NewId
from services.points.ledger.domain.batch import (
    Needs,
    PostingKey,
    RequestKey,
    RequestSeen,
    State,
    Writes,
)
from services.points.ledger.domain.effective_guard import LOOK_BACK_MAX, Dated
from services.points.ledger.domain.posting import Posting, PostingRequest, PostingResult, Refused
from services.points.ledger.domain.validation import CLOCK_SKEW

BREATH = 64
"""After so many postings other tasks have a turn, so that a read never waits for a whole batch."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A result for each request, once `writes` are written; `made`, and no more, by their ids.

    Its refusals rest on accounts as the batch before leaves them.
    """

    results: list[PostingResult]
    writes: Writes
    made: Mapping[RequestKey, Posting]
    rests_on: Mapping[AccountKey, Account]

    def changed(self) -> State:
        """What the writes leave. Not what was only read: that may have changed since."""
        return State(
            {account.key: account for _, account in self.writes.accounts},
            {key: record for _, key, record in self.writes.records},
            {},
            {
                PostingKey(posting.brand, posting.reverses_posting_id)
                for posting in self.writes.postings
                if posting.reverses_posting_id
            },
        )


class Preparation:
    """Reads and folds; writes nothing."""

    def __init__(
        self,
        store: LedgerStore,
        clock: Clock,
        new_id: NewId,
        survivors: Survivors = NO_MERGES,
    ) -> None:
        self._survivors = survivors
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._cache = AccountCache()
        self.find_by: dict[str, Collection[str]] = {}
        """By which keys each brand finds postings, as the last caller of the brand said."""

    async def prepare(
        self,
        requests: Sequence[PostingRequest],
        seen: Mapping[RequestKey, Posting],
        in_flight: Prepared | None = None,
    ) -> Prepared:
        """Fold `requests`, on top of `in_flight` if given. `seen` has postings known for their ids.

        Raises RequestSeen when one that would be refused was written before.
        """
        if in_flight is not None:
            seen = {**seen, **in_flight.made}
        newer = in_flight.changed() if in_flight else State()
        wanted = needs(requests)
        cached = self._cache.of([key for key in wanted.accounts if key not in newer.accounts])
        unwritten = in_flight.writes.postings if in_flight is not None else ()
        fold, results = await self._fold(requests, seen, wanted, newer, cached, unwritten)
        if await self._changed(_rests_on(cached, requests, results, fold)):
            self._cache.forget()
            fold, results = await self._fold(requests, seen, wanted, newer, {}, unwritten)
        await self._check_refused(requests, results, fold)
        writes = fold.writes()
        writes.find_by = self.find_by
        self._store.encode(writes)
        rests_on = _rests_on(newer.accounts, requests, results, fold)
        return Prepared(results, writes, fold.made, rests_on)

    async def stands(self, prepared: Prepared) -> bool:
        """True if its refusals still hold, now that the batch before it is written."""
        return not await self._changed(prepared.rests_on)

    def written(self, prepared: Prepared) -> None:
        """It was written as it was prepared."""
        self._cache.keep(account for _, account in prepared.writes.accounts)

    def lost(self) -> None:
        """Another writer changed what a batch was prepared from."""
        self._cache.forget()

    async def _fold(
        self,
        requests: Sequence[PostingRequest],
        seen: Mapping[RequestKey, Posting],
        wanted: Needs,
        newer: State,
        cached: Mapping[AccountKey, Account],
        unwritten: Sequence[Posting],
    ) -> tuple[Fold, list[PostingResult]]:
        state = await self._load(wanted, newer, cached)
        for key, since in looks_back(requests, state).items():
            state.dated[key] = await self._dated(state.accounts[key], since, unwritten)
        fold = Fold(state, seen, now=self._clock.now(), new_id=self._new_id)
        results = []
        for number, request in enumerate(requests, 1):
            results.append(fold.add(request))
            if number % BREATH == 0:
                await asyncio.sleep(0)
        return fold, results

    async def _dated(
        self, account: Account, since: datetime, unwritten: Sequence[Posting]
    ) -> list[Dated] | None:
        """The account's entries that take effect after `since`; None where they are too many."""
        made = dated_in(unwritten, account.key, START_OF_TIME)
        numbers = {one.sequence for one in made}
        written = account._replace(sequence=min(numbers, default=account.sequence + 1) - 1)
        # What was recorded before that took effect by then: nothing takes effect ahead of its time.
        known, _ = await last_entry(self._store, written, max(since, START_OF_TIME) - CLOCK_SKEW)
        if account.sequence - known > LOOK_BACK_MAX:
            return None
        span = range(known + 1, written.sequence + 1)
        return [
            *await self._store.dated_entries(account.key, span, since),
            *(one for one in made if one.effective_at > since),
        ]

    async def _load(
        self, wanted: Needs, newer: State, cached: Mapping[AccountKey, Account]
    ) -> State:
        unread = Needs(
            [key for key in wanted.accounts if key not in newer.accounts and key not in cached],
            [key for key in wanted.records if key not in newer.records],
            wanted.postings,
        )
        state = await self._store.load(unread) if unread else State()
        # What is undone after a merge goes back where the merge moved it from.
        state.postings = {
            key: posting_of_survivors(self._survivors, posting)
            for key, posting in state.postings.items()
        }
        missing = accounts_of(state.postings) - set(wanted.accounts)
        if missing:
            state.accounts |= (await self._store.load(Needs(accounts=missing))).accounts
        state.accounts |= cached
        state.accounts |= newer.accounts
        state.records |= newer.records
        state.reversed |= newer.reversed
        return state

    async def _changed(self, known: Mapping[AccountKey, Account]) -> bool:
        """True if another writer has changed one of them since."""
        if not known:
            return False
        now = (await self._store.load(Needs(accounts=list(known)))).accounts
        return any(now.get(key) != account for key, account in known.items())

    async def _check_refused(
        self,
        requests: Sequence[PostingRequest],
        results: Sequence[PostingResult],
        fold: Fold,
    ) -> None:
        # A request that spent the last points must not be refused when it is sent again.
        refused = [
            key
            for request, result in zip(requests, results, strict=True)
            if isinstance(result, Refused)
            and not fold.knows(key := RequestKey(request.brand, request.request_id))
        ]
        if refused and await self._store.find(refused):
            raise RequestSeen


def _rests_on(
    known: Mapping[AccountKey, Account],
    requests: Sequence[PostingRequest],
    results: Sequence[PostingResult],
    fold: Fold,
) -> Mapping[AccountKey, Account]:
    """Those of `known` that a refusal may rest on."""
    if not known:
        return {}
    pairs = zip(requests, results, strict=True)
    refused = [request for request, result in pairs if isinstance(result, Refused)]
    return {key: known[key] for key in fold.looks_at(refused) if key in known}
