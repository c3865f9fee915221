"""Folding a batch: its postings are applied in order to what was read, in memory.

Each that is refused is refused alone and leaves nothing behind. What the others change is collected
as one set of writes, each account and record once, conditional on the version that was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from services.common import audit
from services.common.audit import Action, Head
from services.common.audit_log import AUDIT, AUDIT_HEAD, HEAD, entry_name, to_body
from services.points.calendar.domain.instant import truncate_ms
from services.points.ledger.domain import closed_period as period
from services.points.ledger.domain.account import START_OF_TIME, AccountKey
from services.points.ledger.domain.apply import NewId, apply
from services.points.ledger.domain.batch import Needs, PostingKey, RequestKey, State, Writes
from services.points.ledger.domain.chart_of_accounts import BUDGET, HOUSE_PREFIX
from services.points.ledger.domain.effective_guard import Dated
from services.points.ledger.domain.hash_chain import body_digest, fingerprint_of
from services.points.ledger.domain.posting import (
    Posted,
    Posting,
    PostingRequest,
    PostingResult,
    RecordWrite,
    Refused,
)
from services.points.ledger.domain.record import RecordKey, StoredRecord, check_version
from services.points.ledger.domain.repeat import check_same
from services.points.ledger.domain.request_ids import CALLER
from services.points.ledger.domain.reversal import AlreadyReversed

REASON = "reason"
"""The key of metadata under which an operator says why."""


def needs(requests: Sequence[PostingRequest]) -> Needs:
    """What `requests` look at, without the accounts that reversals will turn out to touch."""
    accounts: set[AccountKey] = set()
    records: set[RecordKey] = set()
    postings: set[PostingKey] = set()
    for request in requests:
        brand = request.brand
        for leg in request.legs:
            if not leg.owner.startswith(HOUSE_PREFIX):
                accounts.add(AccountKey(brand, leg.owner, leg.asset))
        for placed in request.place_holds:
            accounts.add(AccountKey(brand, placed.owner, placed.asset))
        for changed in request.change_holds:
            accounts.add(AccountKey(brand, changed.owner, changed.asset))
        records.update(RecordKey(brand, record.kind, record.id) for record in request.records)
        if request.action is not None:
            records.add(_head_key(brand))
        if request.effective_at is not None:
            records.add(period.key(brand))
        if request.reverses_posting_id:
            postings.add(PostingKey(brand, request.reverses_posting_id))
    return Needs(accounts, records, postings)


def accounts_of(postings: Mapping[PostingKey, Posting]) -> set[AccountKey]:
    """The accounts that undoing `postings` touches."""
    return {
        AccountKey(posting.brand, entry.owner, entry.asset)
        for posting in postings.values()
        for entry in posting.entries
        if not entry.owner.startswith(HOUSE_PREFIX)
    }


class Fold:
    """A batch under way. `state` is used up; `seen` has what request ids made before."""

    def __init__(
        self,
        state: State,
        seen: Mapping[RequestKey, Posting],
        *,
        now: datetime,
        new_id: NewId,
    ) -> None:
        self._state = state
        self._seen = seen
        self.made: dict[RequestKey, Posting] = {}
        self._now = now
        self._new_id = new_id
        self._accounts_read: dict[AccountKey, int] = {}
        self._records_read: dict[RecordKey, int] = {}
        self._postings: list[Posting] = []

    def add(self, request: PostingRequest) -> PostingResult:
        """What becomes of `request` once the batch is written.

        A fault of ours is its own too, and without a reason: the others of the batch have no part
        in it, and nothing of it is left, because rules do not change what they are given.
        """
        key = RequestKey(request.brand, request.request_id)
        try:
            known = self.made.get(key) or self._seen.get(key)
            if known is not None:
                return Posted(_same(request, known), replayed=True)
            posting = self.made[key] = self._apply(request)
        except Exception as error:
            return Refused(error)
        return Posted(posting, replayed=False)

    def knows(self, key: RequestKey) -> bool:
        """Whether it is known what the request made, here or before."""
        return key in self.made or key in self._seen

    def looks_at(self, requests: Sequence[PostingRequest]) -> set[AccountKey]:
        """The accounts of `requests`, and those of the postings that reversals undo."""
        wanted, found = needs(requests), self._state.postings
        undone = {key: found[key] for key in wanted.postings if key in found}
        return {*wanted.accounts, *accounts_of(undone)}

    def writes(self) -> Writes:
        """Everything that changed: each account and record once, in its last state."""
        state = self._state
        return Writes(
            [(read, state.accounts[key]) for key, read in self._accounts_read.items()],
            [(read, key, state.records[key]) for key, read in self._records_read.items()],
            self._postings,
        )

    def _apply(self, request: PostingRequest) -> Posting:
        brand, state = request.brand, self._state
        original = None
        if request.reverses_posting_id:
            undone = PostingKey(brand, request.reverses_posting_id)
            if undone in state.reversed:
                raise AlreadyReversed(f"{undone.posting_id} was undone before")
            original = state.postings.get(undone)
        records = {}
        for record in request.records:
            key = RecordKey(brand, record.kind, record.id)
            records[key] = check_version(key, record, state.records.get(key))
        closed_until = START_OF_TIME
        if request.effective_at is not None:
            closed_until = period.closed_until(state.records.get(period.key(brand)))
        applied = apply(
            request,
            state.accounts,
            now=self._now,
            new_id=self._new_id,
            original=original,
            closed_until=closed_until,
            later=self._later,
            records=tuple(
                RecordWrite(key.kind, key.id, record.version, body_digest(record.body))
                for key, record in records.items()
            ),
        )
        if isinstance(request.action, Action):
            records.update(self._audited(brand, request, request.action))
        for account_key in applied.accounts:
            if account_key not in self._accounts_read:
                account = state.accounts.get(account_key)
                self._accounts_read[account_key] = account.version if account else 0
        for key in records:
            if key not in self._records_read:
                stored = state.records.get(key)
                self._records_read[key] = stored.version if stored else 0
        state.accounts.update(applied.accounts)
        posting_id = applied.posting.id
        for key, stored_now in records.items():
            state.records[key] = stored_now._replace(posting_id=posting_id)
        if original is not None:
            state.reversed.add(PostingKey(brand, original.id))
        self._postings += applied.postings
        return applied.posting

    def _later(self, key: AccountKey, since: datetime) -> list[Dated] | None:
        """What was read of the account, and what this batch has made of it."""
        known = self._state.dated.get(key, [])
        return None if known is None else known + dated_in(self._postings, key, since)

    def _audited(
        self, brand: str, request: PostingRequest, action: Action
    ) -> dict[RecordKey, StoredRecord]:
        """The next entry of the brand's audit log, and its end moved on to it."""
        key = _head_key(brand)
        known = self._state.records.get(key)
        head = Head(known.body["sequence"], known.body["hash"]) if known else Head()
        entry = audit.link(head, brand, _of(request, action), self._now)
        end = {"sequence": entry.sequence, "hash": entry.hash}
        return {
            RecordKey(brand, AUDIT, entry_name(entry.sequence)): StoredRecord(1, to_body(entry)),
            key: StoredRecord(entry.sequence, end),
        }


def dated_in(postings: Iterable[Posting], key: AccountKey, since: datetime) -> list[Dated]:
    """The entries of an account in `postings` that take effect after `since`."""
    return [
        Dated(entry.sequence, posting.effective_at, entry.amount)
        for posting in postings
        if posting.effective_at > since and posting.brand == key.brand
        for entry in posting.entries
        if (entry.owner, entry.asset) == (key.owner, key.asset)
    ]


def looks_back(requests: Sequence[PostingRequest], state: State) -> dict[AccountKey, datetime]:
    """The accounts with a guarded debit that takes effect before another entry, and since when."""
    since: dict[AccountKey, datetime] = {}
    for request in requests:
        at = request.effective_at
        if at is None:
            continue
        brand, at = request.brand, truncate_ms(at)
        keys = {
            AccountKey(brand, leg.owner, leg.asset)
            for leg in request.legs
            if leg.amount < 0 and not leg.unguarded and not leg.owner.startswith(HOUSE_PREFIX)
            if leg.asset != BUDGET
        }
        if request.reverses_posting_id:
            undone = PostingKey(brand, request.reverses_posting_id)
            keys |= accounts_of({k: p for k, p in state.postings.items() if k == undone})
        for key in keys:
            account = state.accounts.get(key)
            if account is not None and account.effective_to > at:
                since[key] = min(at, since.get(key, at))
    return since


def _head_key(brand: str) -> RecordKey:
    return RecordKey(brand, AUDIT_HEAD, HEAD)


def _of(request: PostingRequest, action: Action) -> Action:
    """`action` as this one of its postings carries it out."""
    amounts = {
        f"{leg.owner}/{leg.asset}": f"{leg.amount:+d}"
        for leg in request.legs
        if not leg.owner.startswith(HOUSE_PREFIX)
    }
    reason = action.reason or request.metadata.get(REASON, "")
    request_id = request.request_id.removeprefix(CALLER)
    return replace(
        action,
        request_id=action.request_id or request_id,
        reason=reason,
        objects=(*action.objects, *audit.pairs(amounts)),
    )


def _same(request: PostingRequest, known: Posting) -> Posting:
    check_same(request.request_id, fingerprint_of(request), known)
    return known
