"""Preparing a batch: what it looks at is read, and its postings are folded in memory.

A batch may be prepared on top of one that is being written, as if that were written already. Its
own commit comes after, and is conditional on the versions that the other leaves: where the other
turns out differently, this one is prepared again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.common.clock import Clock
from services.points.commands.fold import Fold, accounts_of, needs
from services.points.commands.store import LedgerStore
from services.points.domain.apply import NewId
from services.points.domain.batch import (
    Needs,
    PostingKey,
    RequestKey,
    RequestSeen,
    State,
    Writes,
)
from services.points.domain.posting import Posting, PostingRequest, PostingResult, Refused

BREATH = 64
"""After so many postings other tasks have a turn, so that a read never waits for a whole batch."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A result for each request, once `writes` are written; `made` by their ids."""

    results: list[PostingResult]
    writes: Writes
    made: Mapping[RequestKey, Posting]

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
    ) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id

    async def prepare(
        self,
        requests: Sequence[PostingRequest],
        seen: Mapping[RequestKey, Posting],
        behind: Prepared | None = None,
    ) -> Prepared:
        """Fold `requests`, on top of `behind` if given. `seen` has postings known for their ids.

        Raises RequestSeen when one that would be refused was written before.
        """
        state = await self._load(requests, behind)
        fold = Fold(
            state,
            {**seen, **behind.made} if behind else seen,
            now=self._clock.now(),
            new_id=self._new_id,
        )
        results = []
        for number, request in enumerate(requests, 1):
            results.append(fold.add(request))
            if number % BREATH == 0:
                await asyncio.sleep(0)
        await self._check_refused(requests, results, fold.made)
        return Prepared(results, fold.writes(), fold.made)

    async def _load(self, requests: Sequence[PostingRequest], behind: Prepared | None) -> State:
        wanted = needs(requests)
        newer = behind.changed() if behind else State()
        state = await self._store.load(
            Needs(
                [key for key in wanted.accounts if key not in newer.accounts],
                [key for key in wanted.records if key not in newer.records],
                wanted.postings,
            )
        )
        missing = accounts_of(state.postings) - set(wanted.accounts)
        if missing:
            state.accounts |= (await self._store.load(Needs(accounts=missing))).accounts
        state.accounts |= newer.accounts
        state.records |= newer.records
        state.reversed |= newer.reversed
        return state

    async def _check_refused(
        self,
        requests: Sequence[PostingRequest],
        results: Sequence[PostingResult],
        known: Mapping[RequestKey, Posting],
    ) -> None:
        # Who spent the last points must not be refused when asking again.
        refused = [
            key
            for request, result in zip(requests, results, strict=True)
            if isinstance(result, Refused)
            and (key := RequestKey(request.brand, request.request_id)) not in known
        ]
        if refused and await self._store.find(refused):
            raise RequestSeen
