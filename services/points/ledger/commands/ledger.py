"""The ledger: the door through which every balance changes and is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from services.common import audit
from services.common.auth import caller_if_any
from services.common.clock import Clock
from services.common.ids import IdSequence, floor_id
from services.points.ledger.commands.brands import BrandRules, BuiltInRules
from services.points.ledger.commands.group_commit.group_commit import QUEUE_MAX, GroupCommit
from services.points.ledger.commands.store import HouseAccounts, LedgerStore, last_entry
from services.points.ledger.commands.survivors import (
    NO_MERGES,
    Survivors,
    of_survivors,
    where_of,
)
from services.points.ledger.domain.account import START_OF_TIME, Account, AccountKey
from services.points.ledger.domain.balance import EXPIRING_DAYS_DEFAULT, Balance, balance
from services.points.ledger.domain.batch import ALWAYS, Needs, RequestKey
from services.points.ledger.domain.chart_of_accounts import HOUSE_PREFIX
from services.points.ledger.domain.posting import (
    NEVER,
    Entry,
    Posted,
    Posting,
    PostingRequest,
    PostingResult,
    Refused,
    Writer,
)
from services.points.ledger.domain.record import RecordKey, RecordKind, StoredRecord, Versioned
from services.points.ledger.domain.spendable import AssetNotSpendable, check_spends
from services.points.ledger.domain.validation import CLOCK_SKEW, check

T = TypeVar("T")

ID_PREFIX = "pst"
ACCOUNTS_AT_ONCE = 50
CLOCKS_APART = timedelta(minutes=5)
"""An id and the time in its posting come from two looks at the clock."""


class Ledger:
    """Postings in, balances out. One per process; all of its writes go through one group commit.

    `houses` sums house accounts in less time than the store does, which reads all of the brand.
    `rules` are each brand's: what nobody spends, and by which keys postings are found. Records of
    members who were merged are read as those of their `survivors`.
    """

    def __init__(
        self,
        store: LedgerStore,
        clock: Clock,
        houses: HouseAccounts | None = None,
        rules: BrandRules | None = None,
        survivors: Survivors = NO_MERGES,
        *,
        queue_max: int = QUEUE_MAX,
    ) -> None:
        self._store = store
        self._houses: HouseAccounts = houses or store
        self._rules: BrandRules = rules or BuiltInRules()
        self._survivors = survivors
        self._clock = clock
        self._group = GroupCommit(
            store,
            clock,
            line=IdSequence(ID_PREFIX),
            survivors=survivors,
            queue_max=queue_max,
        )

    async def post(self, request: PostingRequest) -> Posted:
        """Write one posting, or give the first answer to its request id again.

        Raises the refusal. STORAGE_UNAVAILABLE means that it is not known whether it was written,
        and so does the caller's deadline that passes during the commit: the same request id
        settles it. What could not be begun in time was not written.
        """
        result = (await self.post_all([request]))[0]
        if isinstance(result, Refused):
            raise result.error
        return result

    async def post_all(self, requests: Sequence[PostingRequest]) -> list[PostingResult]:
        """Apply `requests` in order, each alone: a result each. The caller of the call at hand is
        their writer; an operator's go to the audit log with them. A refusal without a reason is a
        fault of ours.

        Raises OVERLOADED, of all: none was written; or why the storage failed: some may be.
        """
        results: list[PostingResult | None] = []
        sound: list[PostingRequest] = []
        unspendable = {
            brand: await self._rules.unspendable(brand) for brand in {r.brand for r in requests}
        }
        caller, action = caller_if_any(), audit.current()
        writer = Writer(caller.subject, caller.role.value) if caller else None
        for request in requests:
            if writer:
                request = request._replace(writer=writer, action=action)  # noqa: PLW2901
            try:
                check(request)
                await self._check_spends(request, unspendable[request.brand])
            except Exception as error:
                results.append(Refused(error))
                continue
            results.append(None)
            sound.append(request)
        written = iter(await self._group.submit(sound, await self._find_by(sound)))
        return [next(written) if result is None else result for result in results]

    async def _find_by(self, requests: Sequence[PostingRequest]) -> dict[str, frozenset[str]]:
        brands = {request.brand for request in requests}
        return {brand: await self._rules.find_by(brand) for brand in brands}

    async def _check_spends(self, request: PostingRequest, unspendable: Collection[str]) -> None:
        """Raises AssetNotSpendable; not for a repeat of what was written while it was spendable."""
        try:
            check_spends(request, unspendable)
        except AssetNotSpendable:
            if await self.posting(request.brand, request.request_id) is None:
                raise

    async def balances(
        self,
        brand: str,
        accounts: Sequence[tuple[str, str]],
        at: datetime,
        *,
        expiring_days: int = EXPIRING_DAYS_DEFAULT,
    ) -> list[Balance]:
        """Balances of (owner, asset) at `at`, in the order asked; zeros for what never was."""
        states = await self.account_state(brand, accounts)
        balances = []
        for owner, asset in accounts:
            if owner.startswith(HOUSE_PREFIX):
                posted = await self._houses.house_sum(AccountKey(brand, owner, asset), None)
                balances.append(Balance(owner, asset, posted, available=posted))
            else:
                balances.append(balance(states[owner, asset], at, expiring_days))
        return balances

    async def account_state(
        self, brand: str, accounts: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Account]:
        """The accounts with their lots and holds; new ones for those that were never written."""
        keys = [AccountKey(brand, owner, asset) for owner, asset in accounts]
        found = (await self._store.load(Needs(accounts=keys))).accounts
        return {(key.owner, key.asset): found.get(key) or Account(key) for key in keys}

    async def accounts_of(self, brand: str, owner: str) -> list[Account]:
        """All accounts that the owner ever had, in the order of their assets."""
        own: list[Account] = []
        after = f"{owner}/"
        while True:
            found = await self._store.accounts_after(brand, after, ACCOUNTS_AT_ONCE)
            own += [account for account in found if account.key.owner == owner]
            if len(found) < ACCOUNTS_AT_ONCE or found[-1].key.owner != owner:
                return own
            after = found[-1].key.name

    async def effective_at(self, brand: str, owner: str, asset: str, until: datetime) -> int:
        """The balance of what took effect until then; expired points leave it at their expiry.

        It reads the entries recorded since then; for a house account all of the brand's.
        """
        key = AccountKey(brand, owner, asset)
        if owner.startswith(HOUSE_PREFIX):
            return await self._store.effective_sum(key, until)
        account = (await self.account_state(brand, [(owner, asset)]))[owner, asset]
        # What was recorded before that took effect by then: nothing takes effect ahead of its time.
        known, balance = await self.last_entry(account, max(until, START_OF_TIME) - CLOCK_SKEW)
        later = 0
        if known < account.sequence:
            later = await self._store.effective_sum(key, until, after=known)
        return balance + later - account.expired(min(until, self._clock.now()))

    async def recorded_at(self, brand: str, owner: str, asset: str, until: datetime) -> int:
        """The balance that the books showed then, whatever was found out later."""
        key = AccountKey(brand, owner, asset)
        if owner.startswith(HOUSE_PREFIX):
            return await self._houses.house_sum(key, until)
        account = (await self.account_state(brand, [(owner, asset)]))[owner, asset]
        return (await self.last_entry(account, until))[1]

    async def last_entry(self, account: Account, until: datetime) -> tuple[int, int]:
        """Number of the last entry recorded until then, and the balance after it; zeros if none."""
        return await last_entry(self._store, account, until)

    async def entries(
        self, brand: str, accounts: Collection[tuple[str, str]], *, before: int = 0, size: int
    ) -> Mapping[tuple[str, str], list[tuple[Posting, Entry]]]:
        """Each account's entries numbered below `before` (0: the newest), newest first."""
        return await self.entries_of(
            (await self.account_state(brand, accounts)).values(), before, size
        )

    async def entries_of(
        self, accounts: Iterable[Account], before: int, size: int
    ) -> Mapping[tuple[str, str], list[tuple[Posting, Entry]]]:
        """The same for accounts that were read already."""
        spans = {}
        for account in accounts:
            end = min(before or account.sequence + 1, account.sequence + 1)
            spans[account.key] = range(max(1, end - size), end)
        found = await self._store.entries(spans)
        return {(key.owner, key.asset): entries[::-1] for key, entries in found.items()}

    async def has_postings(self, brand: str) -> bool:
        """Whether anything was ever written for the brand."""
        return bool(await self._store.newest_posting(brand))

    async def posting(self, brand: str, request_id: str) -> Posting | None:
        """The posting that a request made."""
        key = RequestKey(brand, request_id)
        return (await self._store.find([key])).get(key)

    async def postings(self, brand: str, request_ids: Collection[str]) -> dict[str, Posting]:
        """The postings that requests made, by request id; absent where there is none."""
        if not request_ids:
            return {}
        found = await self._store.find([RequestKey(brand, name) for name in request_ids])
        return {key.request_id: posting for key, posting in found.items()}

    async def postings_of_order(
        self, brand: str, order_id: str, after: str, size: int
    ) -> list[Posting]:
        """Postings whose metadata name the order, the oldest first, behind the id `after`."""
        return await self._store.postings_of_order(brand, order_id, after, size)

    async def postings_with(
        self,
        brand: str,
        key: str,
        value: str,
        after: str,
        size: int,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Posting]:
        """Those whose metadata say so under a key that the brand finds postings by; as above.

        Recorded from `since` on and before `until`, where given.
        """
        within = ALWAYS
        if since is not None:
            first = floor_id(ID_PREFIX, max(since, START_OF_TIME + CLOCKS_APART) - CLOCKS_APART)
            within = within._replace(since=since, first_id=first)
        if until is not None:
            last = floor_id(ID_PREFIX, min(until, NEVER - CLOCKS_APART) + CLOCKS_APART)
            within = within._replace(until=until, last_id=last)
        return await self._store.postings_with(brand, key, value, after, size, within)

    async def record(self, brand: str, kind: RecordKind[T], record_id: str) -> Versioned[T] | None:
        """What a record says, with its version; None when there is none."""
        return (await self.records(brand, kind, [record_id])).get(record_id)

    async def records(
        self, brand: str, kind: RecordKind[T], ids: Collection[str]
    ) -> dict[str, Versioned[T]]:
        """Records by id; what does not exist is absent."""
        keys = [RecordKey(brand, kind.name, record_id) for record_id in ids]
        found = (await self._store.load(Needs(records=keys))).records
        return {
            key.id: Versioned(kind.read(brand, self._body(brand, record)), record.version)
            for key, record in found.items()
        }

    async def records_of(
        self, brand: str, kind: RecordKind[T], prefix: str, size: int
    ) -> dict[str, Versioned[T]]:
        """Up to `size` records whose ids begin with `prefix`, by id."""
        found = await self._store.records_of(brand, kind.name, prefix, size)
        return {
            name: Versioned(kind.read(brand, self._body(brand, record)), record.version)
            for name, record in found
        }

    def _body(self, brand: str, record: StoredRecord) -> Mapping[str, Any]:
        return of_survivors(self._survivors, brand, record.body)

    async def list_records(
        self,
        brand: str,
        kind: RecordKind[T],
        *,
        where: Mapping[str, Any],
        before: str = "",
        size: int,
    ) -> Sequence[T]:
        """What those say whose body has the values of `where`, newest id first.

        Ids are time-ordered; `before` is the last one of the page before.
        """
        where = where_of(self._survivors, brand, where)
        found = await self._store.list_records(
            brand, kind.name, where=where, before=before, size=size
        )
        return [kind.read(brand, self._body(brand, record)) for _, record in found]

    async def oldest_records(
        self,
        brand: str,
        kind: RecordKind[T],
        *,
        where: Mapping[str, Any],
        after: str = "",
        size: int,
    ) -> Sequence[T]:
        """The same as `list_records`, oldest id first, behind the id `after`."""
        where = where_of(self._survivors, brand, where)
        found = await self._store.oldest_records(
            brand, kind.name, where=where, after=after, size=size
        )
        return [kind.read(brand, self._body(brand, record)) for _, record in found]

    async def due_records(
        self, brand: str, kind: RecordKind[T], until: datetime, size: int
    ) -> Sequence[Versioned[T]]:
        """Records that are due (`due_at`) at `until` or before, the longest due first."""
        found = await self._store.due_records(brand, kind.name, until, size)
        return [
            Versioned(kind.read(brand, self._body(brand, record)), record.version)
            for _, record in found
        ]

    async def waiting_records(
        self, brand: str, kind: RecordKind[T], after: tuple[datetime, str] | None, size: int
    ) -> Sequence[tuple[str, Versioned[T]]]:
        """Records that wait, by id, the longest waiting first, behind that time and id."""
        found = await self._store.waiting_records(brand, kind.name, after, size)
        return [
            (name, Versioned(kind.read(brand, self._body(brand, record)), record.version))
            for name, record in found
        ]

    async def brands(self) -> list[str]:
        """Every brand that has postings."""
        return await self._store.brands()
