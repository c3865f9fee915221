"""The ledger in MongoDB: accounts, postings with their entries, records.

An entry lives in its posting, so a posting is whole by construction and one document is written for
it. `keys` of a posting name its entries (account and number). Unique, they make two entries with
one number impossible; and since numbers have no holes, any page of an account is known keys.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.common import deadlines, mongo
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    OperationFailure,
)
from services.common.shared_reads import SharedReads
from services.points.ledger.domain.account import Account, AccountKey
from services.points.ledger.domain.batch import (
    ALWAYS,
    BatchTooLarge,
    Damaged,
    Needs,
    OutcomeUnknown,
    PostingKey,
    Recorded,
    RequestKey,
    State,
    Unwritable,
    Writes,
)
from services.points.ledger.domain.chart_of_accounts import HOUSE_PREFIX
from services.points.ledger.domain.effective_guard import Dated
from services.points.ledger.domain.expiring_page import ExpiringPage, Place
from services.points.ledger.domain.posting import Entry, Posting
from services.points.ledger.domain.record import Later, RecordKey, StoredRecord
from services.points.ledger.storage.commit import Statements, statements
from services.points.ledger.storage.documents import (
    account_id,
    check_account,
    check_posting,
    entry_key,
    find_key,
    order_key,
    record_id,
    request_key,
    to_account,
    to_posting,
    to_record,
)
from services.points.ledger.storage.indexes import ACCOUNTS, DUE, POSTINGS, RECORDS, WAITING

_DATED = ("owner", "asset", "sequence", "amount")
_TOO_LARGE = frozenset({257, 388, 10334})
"""TransactionTooLarge, TransactionTooLargeForCache, BSONObjectTooLarge."""


class MongoLedgerStore:
    """The ledger's storage (see commands/store.py). Build `INDEXES` first."""

    def __init__(self, db: Database) -> None:
        self._db = db
        names = (ACCOUNTS, RECORDS, POSTINGS)
        self._shared = {name: SharedReads(db[name]) for name in names}

    async def load(self, needs: Needs) -> State:
        """What is there of `needs`, as committed."""
        state = State()
        with mongo.timeout(deadlines.remaining_s()):
            if needs.accounts:
                for document in await self._by_id(ACCOUNTS, map(account_id, needs.accounts)):
                    account = to_account(document)
                    state.accounts[account.key] = account
            if needs.records:
                for document in await self._by_id(RECORDS, map(record_id, needs.records)):
                    key, record = to_record(document)
                    state.records[key] = record
            if needs.postings:
                await self._load_postings(needs.postings, state)
        return state

    async def _load_postings(self, keys: Collection[PostingKey], state: State) -> None:
        for document in await self._by_id(POSTINGS, (key.posting_id for key in keys)):
            key = PostingKey(document["brand"], document["_id"])
            if key in keys:
                state.postings[key] = to_posting(document)
        ids = [key.posting_id for key in state.postings]
        for document in await self._all(POSTINGS, {"reverses": {"$in": ids}}, len(ids)):
            state.reversed.add(PostingKey(document["brand"], document["reverses"]))

    async def find(self, requests: Collection[RequestKey]) -> dict[RequestKey, Posting]:
        """The postings that those requests made."""
        wanted = {"request": {"$in": [request_key(*key) for key in requests]}}
        with mongo.timeout(deadlines.remaining_s()):
            found = await self._all(POSTINGS, wanted, len(requests))
        postings = map(to_posting, found)
        return {RequestKey(posting.brand, posting.request_id): posting for posting in postings}

    def encode(self, writes: Writes) -> None:
        """Make the documents of `writes` already."""
        writes.encoded = statements(writes)

    async def commit(self, writes: Writes) -> None:
        """Write it all in one transaction. Raises LostRace, RequestSeen, BatchTooLarge, Unwritable,
        OutcomeUnknown."""
        encoded = writes.encoded
        if not isinstance(encoded, Statements):
            encoded = statements(writes)
        try:
            with mongo.timeout(deadlines.remaining_s()):
                await mongo.write(self._db, encoded)
        except mongo.NOT_STORABLE as error:
            raise Unwritable(str(error)) from error
        except mongo.PyMongoError as error:
            if mongo.is_transient(error):
                raise OutcomeUnknown("the answer to a commit got lost") from error
            if isinstance(error, OperationFailure) and error.code in _TOO_LARGE:
                raise BatchTooLarge("more than one transaction can hold") from error
            raise

    async def entries(
        self, spans: Mapping[AccountKey, range]
    ) -> dict[AccountKey, list[tuple[Posting, Entry]]]:
        """The entries of each account whose numbers are in its span, by number."""
        keys = [entry_key(key, number) for key, span in spans.items() for number in span]
        found: dict[AccountKey, list[tuple[Posting, Entry]]] = {key: [] for key in spans}
        if not keys:
            return found
        for document in await self._all(POSTINGS, {"keys": {"$in": keys}}, len(keys)):
            posting = to_posting(document)
            for entry in posting.entries:
                key = AccountKey(posting.brand, entry.owner, entry.asset)
                if key in spans and entry.sequence in spans[key]:
                    found[key].append((posting, entry))
        for entries in found.values():
            entries.sort(key=lambda pair: pair[1].sequence)
        return found

    async def dated_entries(self, key: AccountKey, numbers: range, since: datetime) -> list[Dated]:
        """Those of the account's entries with such numbers that take effect after `since`."""
        if not numbers:
            return []
        first, last = entry_key(key, numbers.start), entry_key(key, numbers.stop - 1)
        wanted = {
            "keys": {"$elemMatch": {"$gte": first, "$lte": last}},
            "effective_at": {"$gt": since},
        }
        fields = {"effective_at": 1, **{f"entries.{name}": 1 for name in _DATED}}
        return [
            Dated(entry["sequence"], document["effective_at"], entry["amount"])
            async for document in self._db[POSTINGS].find(wanted, fields)
            for entry in document["entries"]
            if (entry["owner"], entry["asset"]) == (key.owner, key.asset)
            and entry["sequence"] in numbers
        ]

    async def effective_sum(self, key: AccountKey, until: datetime, after: int = 0) -> int:
        """Sum of the entries numbered above `after` that took effect until then.

        A house account's have no number; then every posting of the brand is looked at.
        """
        wanted = {**_entries_of(key, after), "effective_at": {"$lte": until}}
        return await self._sum(key, wanted, after)

    async def house_sum(self, key: AccountKey, recorded_until: datetime | None) -> int:
        """Sum of a house account's entries recorded until then, of all when None."""
        wanted = _entries_of(key)
        if recorded_until is not None:
            wanted["recorded_at"] = {"$lte": recorded_until}
        return await self._sum(key, wanted)

    async def _sum(self, key: AccountKey, wanted: Document, after: int = 0) -> int:
        own: Document = {"entries.owner": key.owner, "entries.asset": key.asset}
        if after:
            own["entries.sequence"] = {"$gt": after}
        pipeline: list[Document] = [
            {"$match": wanted},
            {"$unwind": "$entries"},
            {"$match": own},
            # Decimals are exact where a sum of 64-bit integers would turn into a float.
            {"$group": {"_id": None, "sum": {"$sum": {"$toDecimal": "$entries.amount"}}}},
        ]
        async for document in mongo.aggregate(self._db[POSTINGS], pipeline):
            return int(document["sum"].to_decimal())
        return 0

    async def accounts_after(self, brand: str, after: str, size: int) -> list[Account]:
        """Accounts in the order of their names, those behind the name `after` ("": all)."""
        # "0" follows the slash behind the brand.
        span = {"$gt": f"{brand}/{after}", "$lt": f"{brand}0"}
        found = await self._first(ACCOUNTS, {"_id": span}, size)
        accounts = [to_account(document) for document in found]
        for document, account in zip(found, accounts, strict=True):
            check_account(document, account)
        return accounts

    async def postings_after(self, brand: str, after: str, size: int) -> list[Posting]:
        """Postings in the order of their ids, those behind the id `after` ("": all)."""
        found = await self._first(POSTINGS, {"brand": brand, "_id": {"$gt": after}}, size)
        postings = [to_posting(document) for document in found]
        for document, posting in zip(found, postings, strict=True):
            check_posting(document, posting)
        return postings

    async def postings_of_order(
        self, brand: str, order_id: str, after: str, size: int
    ) -> list[Posting]:
        """Postings whose metadata name the order, in the order of their ids, behind `after`."""
        wanted = {"order": order_key(brand, order_id), "_id": {"$gt": after}}
        return [to_posting(document) for document in await self._first(POSTINGS, wanted, size)]

    async def postings_with(
        self, brand: str, key: str, value: str, after: str, size: int, within: Recorded = ALWAYS
    ) -> list[Posting]:
        """Postings whose metadata say so, in the order of their ids, behind `after`."""
        ids: Document = {"$gt": max(after, within.first_id)}
        if within.last_id:
            ids["$lt"] = within.last_id
        wanted: Document = {"finds": find_key(brand, key, value), "_id": ids}
        if within != ALWAYS:
            wanted["recorded_at"] = {"$gte": within.since, "$lt": within.until}
        return [to_posting(document) for document in await self._first(POSTINGS, wanted, size)]

    async def expired_accounts(self, now: datetime, after: Place | None, size: int) -> ExpiringPage:
        """Accounts of all brands with a lot past expiry, the longest past first, behind `after`."""
        return await self._expiring({"expires_at": {"$lte": now}}, after, size)

    async def expiring_accounts(
        self, brand: str, since: datetime, until: datetime, after: Place | None, size: int
    ) -> ExpiringPage:
        """A brand's accounts whose earliest lot expires after `since` and not after `until`."""
        # "0" follows the slash behind the brand.
        own: Document = {"$gt": f"{brand}/", "$lt": f"{brand}0"}
        span: Document = {"$gt": since, "$lte": until}
        return await self._expiring({"expires_at": span, "_id": own}, after, size)

    async def _expiring(self, wanted: Document, after: Place | None, size: int) -> ExpiringPage:
        if after is not None:
            later = {"expires_at": {"$gt": after.expires_at}}
            same = {"expires_at": after.expires_at, "_id": {"$gt": after.id}}
            wanted = {"$and": [wanted, {"$or": [same, later]}]}
        cursor = self._db[ACCOUNTS].find(wanted).sort([("expires_at", 1), ("_id", 1)])
        page = ExpiringPage([], [], None)
        for document in await cursor.limit(size).to_list(None):
            page = page._replace(last=Place(document["expires_at"], document["_id"]))
            try:
                page.accounts.append(to_account(document))
            except Damaged as error:
                page.damaged.append((document["expires_at"], error))
        return page

    async def newest_posting(self, brand: str) -> str:
        """The greatest id of a posting, "" when there is none."""
        newest = [("_id", DESCENDING)]
        found = await self._db[POSTINGS].find_one({"brand": brand}, {"_id": 1}, sort=newest)
        return found["_id"] if found else ""

    async def brands(self) -> list[str]:
        """Every brand that has postings, in order."""
        brands: list[str] = []
        wanted: Document = {}
        # From one brand to the next along the feed's index: a step each, however many postings.
        by_brand = [("brand", ASCENDING)]
        while found := await self._db[POSTINGS].find_one(wanted, {"brand": 1}, sort=by_brand):
            brands.append(found["brand"])
            wanted = {"brand": {"$gt": brands[-1]}}
        return brands

    async def list_records(
        self, brand: str, kind: str, *, where: Mapping[str, Any], before: str, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        """Records whose body has those values, newest id first, ids below `before` ("": all)."""
        span = {"$lt": record_id(RecordKey(brand, kind, before))} if before else {}
        return await self._records(brand, kind, where, span, DESCENDING, size)

    async def oldest_records(
        self, brand: str, kind: str, *, where: Mapping[str, Any], after: str, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        """The same, oldest id first, ids above `after` ("": all)."""
        span = {"$gt": record_id(RecordKey(brand, kind, after))} if after else {}
        return await self._records(brand, kind, where, span, ASCENDING, size)

    async def _records(
        self,
        brand: str,
        kind: str,
        where: Mapping[str, Any],
        span: Document,
        order: int,
        size: int,
    ) -> Sequence[tuple[str, StoredRecord]]:
        wanted: Document = {"brand": brand, "kind": kind}
        wanted |= {f"body.{name}": _asked(value) for name, value in where.items()}
        if not where:
            # All of a kind lie together among the ids: "0" follows the slash behind the kind.
            span = {"$gt": f"{brand}/{kind}/", "$lt": f"{brand}/{kind}0"} | span
        if span:
            wanted["_id"] = span
        cursor = self._db[RECORDS].find(wanted).sort("_id", order).limit(size)
        records = map(to_record, await cursor.to_list(size))
        return [(key.id, record) for key, record in records]

    async def records_of(
        self, brand: str, kind: str, prefix: str, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        """Up to `size` records whose ids begin with `prefix`, in the order of their ids."""
        first = record_id(RecordKey(brand, kind, prefix))
        wanted = {"_id": {"$gte": first, "$lt": f"{first}\U0010ffff"}}
        records = map(to_record, await self._first(RECORDS, wanted, size))
        return [(key.id, record) for key, record in records]

    async def due_records(
        self, brand: str, kind: str, until: datetime, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        """Records that are due at `until` or before, the longest due first."""
        wanted: Document = {"brand": brand, "kind": kind, DUE: {"$lte": until}}
        cursor = self._db[RECORDS].find(wanted).sort([(DUE, ASCENDING), ("_id", ASCENDING)])
        records = map(to_record, await cursor.limit(size).to_list(size))
        return [(key.id, record) for key, record in records]

    async def waiting_records(
        self, brand: str, kind: str, after: tuple[datetime, str] | None, size: int
    ) -> Sequence[tuple[str, StoredRecord]]:
        """Records that wait, the longest first, behind that time and id."""
        wanted: Document = {"brand": brand, WAITING: {"$exists": True}}
        if kind:
            wanted["kind"] = kind
        if after is not None:
            since, name = after
            same = {WAITING: since, "_id": {"$gt": record_id(RecordKey(brand, kind, name))}}
            wanted["$or"] = [same, {WAITING: {"$gt": since}}]
        cursor = self._db[RECORDS].find(wanted).sort([(WAITING, ASCENDING), ("_id", ASCENDING)])
        records = map(to_record, await cursor.limit(size).to_list(size))
        return [(key.id, record) for key, record in records]

    async def _first(self, name: str, wanted: Document, size: int) -> list[Document]:
        cursor = self._db[name].find(wanted).sort("_id", ASCENDING).limit(size)
        found: list[Document] = await cursor.to_list(None)
        return found

    async def _by_id(self, name: str, ids: Any) -> list[Document]:
        return await self._shared[name].by_id(list(ids))

    async def _all(self, name: str, wanted: Document, most: int) -> list[Document]:
        # In one batch, which is one round trip.
        cursor = self._db[name].find(wanted, batch_size=most + 1)
        found: list[Document] = await cursor.to_list(None)
        return found


def _entries_of(key: AccountKey, after: int = 0) -> Document:
    """Selects the postings that touch an account, with entries numbered above `after`."""
    if key.owner.startswith(HOUSE_PREFIX):
        return {
            "brand": key.brand,
            "entries": {"$elemMatch": {"owner": key.owner, "asset": key.asset}},
        }
    prefix = f"{account_id(key)}/"
    # ":" follows the digits.
    return {"keys": {"$elemMatch": {"$gt": entry_key(key, after), "$lt": prefix + ":"}}}


def _asked(value: object) -> object:
    if isinstance(value, Later):
        return {"$gt": value.than}
    return {"$in": list(value)} if isinstance(value, tuple) else value
