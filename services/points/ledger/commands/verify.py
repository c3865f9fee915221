"""Verify: proves a brand's ledger, reading all of it once in bounded steps.

First every account against its entries: numbers without holes, the chain, balances, lots, holds, no
debt where a guard forbids it, neither as it was recorded nor at an effective time. Then every
posting: as it was written, summing to zero, found by its request id, each of its entries within an
account. Then the totals that are kept, slice by slice. It may run while postings come in: what is
compared was read in the order in which it can only have grown. Only the sum of the house, and
holds, wait for a time without postings.

After any step it may stop, and go on from its report later, in another process too. A step is
bounded: it may end in the middle of an account.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from services.common.clock import Clock
from services.points.ledger.commands.store import LedgerStore, last_entry
from services.points.ledger.domain.account import Account, AccountKey
from services.points.ledger.domain.account_audit import (
    AccountAudit,
    AuditState,
    Problem,
    audit_numbers,
    audit_posting,
)
from services.points.ledger.domain.audit_report import (
    AHEAD,
    SET_ASIDE,
    UNSWEPT,
    WAITING,
    CheckedTotals,
    Phase,
    Report,
)
from services.points.ledger.domain.batch import Damaged, Needs, PostingKey, RequestKey
from services.points.ledger.domain.chart_of_accounts import HOUSE_PREFIX
from services.points.ledger.domain.judged import is_ahead, judged_at
from services.points.ledger.domain.posting import Posting
from services.points.ledger.domain.record import RecordKey
from services.points.ledger.domain.record_audit import audit_records
from services.points.ledger.domain.validation import CLOCK_SKEW

SLICE = 1_000
STEP_ENTRIES_MAX = 4_000
"""So many entries are looked at in a step: a fifth of a second, or seconds where all is busy."""
STEP_ACCOUNTS_MAX = 400
"""Accounts have ten entries or more, so most that are read are looked at in the same step."""
BACKLOG_MAX = timedelta(days=2)
"""Points past expiry for longer than this should have been swept."""


class DerivedTotals(Protocol):
    """What is kept beside the ledger, made from it or following it. Kept by storage/upkeep.py."""

    async def next_totals(self, brand: str, after: str) -> CheckedTotals | None:
        """The kept totals behind the name `after`, compared with the ledger; None after the last.

        Raises DeadlineExceeded and the driver's errors.
        """
        ...

    async def followers(self) -> Mapping[str, datetime]:
        """When each follower last said where it stands."""
        ...

    async def oldest_set_aside(self, brand: str) -> datetime | None:
        """Since when the oldest event of the brand waits that could not take effect."""
        ...


class NoDerivedTotals:
    """Where nothing is kept beside the ledger."""

    async def next_totals(self, brand: str, after: str) -> CheckedTotals | None:
        """None."""
        return None

    async def followers(self) -> Mapping[str, datetime]:
        """None."""
        return {}

    async def oldest_set_aside(self, brand: str) -> datetime | None:
        """None."""
        return None


GoOn = Callable[[Report], bool]


class Verifier:
    """Looks at what is stored; changes nothing."""

    def __init__(
        self, store: LedgerStore, clock: Clock, upkeep: DerivedTotals | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._upkeep = upkeep or NoDerivedTotals()

    async def brands(self) -> list[str]:
        """Every brand that has postings."""
        return await self._store.brands()

    async def verify(
        self,
        brand: str,
        owners: Collection[str] = (),
        *,
        report: Report | None = None,
        go_on: GoOn = lambda report: True,
    ) -> Report:
        """Prove the ledger of `brand`, or only the accounts of `owners`.

        It goes on where `report` stopped. `go_on` is asked after each step, at least one is done;
        a report whose phase is not DONE is for going on with later.
        """
        report = report or Report(newest=await self._store.newest_posting(brand))
        await self._look_at_followers(brand, report)
        await self._look_at_what_waits(brand, report)
        while report.phase is not Phase.DONE:
            try:
                await self._step(brand, sorted(owners), report)
            except Damaged as error:
                # Nothing can be said about what comes behind it: its page can't be read.
                report.add(Problem("document", error.where, error.detail))
                report.within = None
                report.go_on_with(Phase.DONE)
            if report.full:
                report.go_on_with(Phase.DONE)
            if not go_on(report):
                break
        return report

    async def _step(self, brand: str, owners: Sequence[str], report: Report) -> None:
        if report.within is not None:
            await self._step_within(brand, report.within, report)
        elif report.phase is Phase.ACCOUNTS:
            if owners:
                await self._step_owner(brand, owners, report)
            else:
                await self._step_accounts(brand, report)
        elif report.phase is Phase.POSTINGS:
            await self._step_postings(brand, report)
        else:
            await self._step_totals(brand, report)

    async def _step_owner(self, brand: str, owners: Sequence[str], report: Report) -> None:
        # Its accounts stand together, the owner and a slash before each; "0" follows the slash.
        left = sorted(f"{owner}/" for owner in owners if f"{owner}0" > report.after)
        if not left:
            report.go_on_with(Phase.DONE)
            return
        after = max(left[0], report.after)
        found = await self._store.accounts_after(brand, after, STEP_ACCOUNTS_MAX)
        own = [account for account in found if account.key.name.startswith(left[0])]
        if own:
            await self._begin_accounts(own, report)
        else:
            report.after = left[0].removesuffix("/") + "0"

    async def _step_accounts(self, brand: str, report: Report) -> None:
        accounts = await self._store.accounts_after(brand, report.after, STEP_ACCOUNTS_MAX)
        if accounts:
            await self._begin_accounts(accounts, report)
        else:
            report.go_on_with(Phase.POSTINGS)

    async def _begin_accounts(self, accounts: Sequence[Account], report: Report) -> None:
        """The first of them that a step can look at whole; or a part of one that none can."""
        first = accounts[0]
        if first.sequence > STEP_ENTRIES_MAX:
            await self._go_on(AccountAudit(first), report)
            return
        few = _few(accounts)
        audits = {account.key: AccountAudit(account) for account in few}
        for spans in _slices(few):
            await self._read(spans, audits, report)
        for audit in audits.values():
            self._end_account(audit, report)

    async def _step_within(self, brand: str, state: AuditState, report: Report) -> None:
        key = AccountKey(brand, state.owner, state.asset)
        account = (await self._store.load(Needs(accounts={key}))).accounts.get(key)
        if account is None:
            report.add(Problem("sequence", key.name, "the account is gone"))
            report.within, report.after = None, key.name
        else:
            await self._go_on(AccountAudit(account, state), report)

    async def _go_on(self, audit: AccountAudit, report: Report) -> None:
        """So many more of one account's entries."""
        key = audit.account.key
        start = audit.sequence + 1
        end = min(start + STEP_ENTRIES_MAX, audit.account.sequence + 1)
        while start < end and audit.problem is None:
            span = range(start, min(start + SLICE, end))
            await self._read({key: span}, {key: audit}, report)
            start = span.stop
        if audit.problem or end > audit.account.sequence:
            report.within = None
            self._end_account(audit, report)
        else:
            report.within = audit.state

    async def _step_postings(self, brand: str, report: Report) -> None:
        postings = await self._store.postings_after(brand, report.after, SLICE)
        if not postings:
            await self._check_sums(brand, report)
            report.go_on_with(Phase.TOTALS)
            return
        await self._check_postings(brand, postings, report)
        report.holds.drop_past(judged_at(postings[-1]))
        report.after = postings[-1].id

    async def _step_totals(self, brand: str, report: Report) -> None:
        kept = await self._upkeep.next_totals(brand, report.after)
        if kept is None:
            report.go_on_with(Phase.DONE)
            return
        if kept.wrong:
            report.add(Problem("totals", kept.name, kept.wrong))
        _add(report.counts, "totals", 1)
        report.after = kept.name

    async def _read(
        self,
        spans: Mapping[AccountKey, range],
        audits: Mapping[AccountKey, AccountAudit],
        report: Report,
    ) -> None:
        for key, entries in (await self._store.entries(spans)).items():
            for posting, entry in entries:
                audits[key].add(posting, entry)
            report.counts["entries"] += len(entries)
            await self._look_back(audits[key])

    async def _look_back(self, audit: AccountAudit) -> None:
        """Debits dated back are few; for them the entries since are read once more."""
        asked = audit.look_backs()
        if not asked:
            return
        first = min(one.effective_at for one in asked)
        upto = audit.account._replace(sequence=asked[-1].sequence)
        known, _ = await last_entry(self._store, upto, first - CLOCK_SKEW)
        span = range(known + 1, upto.sequence + 1)
        entries = await self._store.dated_entries(audit.account.key, span, first)
        for one in asked:
            audit.looked_back(one, entries)

    def _end_account(self, audit: AccountAudit, report: Report) -> None:
        account, now = audit.account, self._clock.now()
        report.counts["accounts"] += 1
        report.add(audit.finish())
        if account.expired(now):
            since = min(lot.expire_at for lot in account.lots if lot.expire_at is not None)
            _note_age(report, UNSWEPT, now - since)
            report.counts["backlog"] += account.expired(now - BACKLOG_MAX) > 0
        _add(report.sums, account.key.asset, account.posted)
        report.holds.add_account(account)
        report.after = account.key.name

    async def _check_postings(
        self, brand: str, postings: Sequence[Posting], report: Report
    ) -> None:
        keys = {
            AccountKey(brand, entry.owner, entry.asset)
            for posting in postings
            for entry in posting.entries
            if entry.sequence
        }
        accounts = (await self._store.load(Needs(accounts=keys))).accounts
        found = await self._store.find([RequestKey(brand, one.request_id) for one in postings])
        await self._check_records(brand, postings, report)
        now = self._clock.now()
        for posting in postings:
            report.counts["postings"] += 1
            report.holds.add_posting(posting)
            if is_ahead(posting.recorded_at, now):
                _add(report.counts, AHEAD, 1)
            known = found.get(RequestKey(brand, posting.request_id))
            report.add(
                audit_posting(posting)
                or audit_numbers(posting, accounts)
                or _audit_request(posting, known)
            )
            for entry in posting.entries:
                if entry.owner.startswith(HOUSE_PREFIX):
                    _add(report.sums, entry.asset, entry.amount)

    async def _check_records(self, brand: str, postings: Sequence[Posting], report: Report) -> None:
        keys = {RecordKey(brand, one.kind, one.id) for each in postings for one in each.records}
        if not keys:
            return
        # In the ledger's own order: what a record names as its posting was written with it.
        stored = (await self._store.load(Needs(records=keys))).records
        named = {PostingKey(brand, record.posting_id) for record in stored.values()}
        writers = (await self._store.load(Needs(postings=named))).postings
        for posting in postings:
            for problem in audit_records(posting, stored, writers):
                report.add(problem)

    async def _check_sums(self, brand: str, report: Report) -> None:
        # Where a clock was ahead, ids do not tell whether something was written meanwhile, and that
        # clock saw holds end that have not.
        if report.counts.get(AHEAD) or await self._store.newest_posting(brand) != report.newest:
            return
        for asset, total in report.sums.items():
            if total:
                detail = f"members and house together have {total}, not 0"
                report.add(Problem("house", asset, detail))
        for name, told, made in report.holds.differences(self._clock.now()):
            detail = f"the account has set {told} aside, the postings {made}"
            report.add(Problem("holds", name, detail))

    async def _look_at_followers(self, brand: str, report: Report) -> None:
        now = self._clock.now()
        report.ages_s.pop(SET_ASIDE, None)
        if (since := await self._upkeep.oldest_set_aside(brand)) is not None:
            # At least a second, for it counts from the first.
            _note_age(report, SET_ASIDE, max(now - since, timedelta(seconds=1)))
        for name, heard_at in (await self._upkeep.followers()).items():
            report.ages_s.pop(name, None)
            _note_age(report, name, now - heard_at)

    async def _look_at_what_waits(self, brand: str, report: Report) -> None:
        report.ages_s.pop(WAITING, None)
        for _, record in await self._store.waiting_records(brand, "", None, 1):
            _note_age(report, WAITING, self._clock.now() - record.body["waiting_since"])


def _add(sums: dict[str, int], name: str, amount: int) -> None:
    sums[name] = sums.get(name, 0) + amount


def _note_age(report: Report, name: str, age: timedelta) -> None:
    report.ages_s[name] = max(report.ages_s.get(name, 0), int(age.total_seconds()))


def _audit_request(posting: Posting, known: Posting | None) -> Problem | None:
    """Whether the request id leads to `posting`, so that it can't take effect twice."""
    if known is not None and known.id == posting.id:
        return None
    leads = f"leads to {known.id}" if known else "leads nowhere"
    return Problem("idempotency", f"posting {posting.id}", f"{posting.request_id} {leads}")


def _few(accounts: Sequence[Account]) -> Sequence[Account]:
    """As many of them as a step may look at."""
    room = STEP_ENTRIES_MAX
    for index, account in enumerate(accounts):
        if index and account.sequence > room:
            return accounts[:index]
        room -= account.sequence
    return accounts


def _slices(accounts: Sequence[Account]) -> Iterator[dict[AccountKey, range]]:
    """All entries of `accounts`, in order, in spans that hold a slice together."""
    spans: dict[AccountKey, range] = {}
    room = SLICE
    for account in accounts:
        start = 1
        while start <= account.sequence:
            end = min(start + room, account.sequence + 1)
            spans[account.key] = range(start, end)
            room -= end - start
            start = end
            if not room:
                yield spans
                spans, room = {}, SLICE
    if spans:
        yield spans
