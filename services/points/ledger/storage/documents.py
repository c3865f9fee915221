"""Accounts, postings and records as documents. What is absent, empty or zero is left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, TypeVar

from services.common.exact_json import exact
from services.common.mongo import Document
from services.points.ledger.domain.account import Account, AccountKey, Hold
from services.points.ledger.domain.batch import Damaged
from services.points.ledger.domain.cause import campaigns_of
from services.points.ledger.domain.posting import (
    ORDER_ID,
    Entry,
    HoldMove,
    Lot,
    Posting,
    PostingKind,
    RecordWrite,
    Writer,
)
from services.points.ledger.domain.record import RecordKey, StoredRecord

SEQUENCE_DIGITS = 12
COMMAND_KIB_MAX = 12 * 1024
"""A command is one document, which may have 16 MiB."""
_NEVER_CHANGED = ("brand", "owner", "asset")
_NOT_ALWAYS = ("lots", "expires_at", "holds")
"""Fields of an account that has such."""
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)

T = TypeVar("T")


def account_id(key: AccountKey) -> str:
    """`_id` of an account. No part has a slash in it, so no two accounts share one."""
    return f"{key.brand}/{key.owner}/{key.asset}"


def entry_key(account: tuple[str, str, str], sequence: int) -> str:
    """Where an entry stands: sorts by account, then by number. Unique in the whole ledger."""
    brand, owner, asset = account
    return f"{brand}/{owner}/{asset}/{sequence:0{SEQUENCE_DIGITS}d}"


def request_key(brand: str, request_id: str) -> str:
    """What a request id is unique by."""
    return f"{brand}/{request_id}"


def order_key(brand: str, order_id: str) -> str:
    """What the postings of an order are found by."""
    return f"{brand}/{order_id}"


CAMPAIGN = "campaign"
"""Postings are found by their campaigns, whatever a brand asks for: its reports read them."""


def find_key(brand: str, key: str, value: str) -> str:
    """What postings are found by that say `value` under a key that the brand asks for."""
    return f"{brand}/{key}/{value}"


def record_id(key: RecordKey) -> str:
    """`_id` of a record: sorts by kind, then by id."""
    return f"{key.brand}/{key.kind}/{key.id}"


def from_account(account: Account) -> Document:
    """The document of `account`."""
    key = account.key
    document: Document = {
        "_id": account_id(key),
        "brand": key.brand,
        "owner": key.owner,
        "asset": key.asset,
        "posted": account.posted,
        "sequence": account.sequence,
        "version": account.version,
        "head": account.head,
        "recorded_at": account.recorded_at,
        "effective_to": account.effective_to,
    }
    if account.lots:
        document["lots"] = _from_lots(account.lots)
        if account.lots[0].expire_at is not None:
            document["expires_at"] = account.lots[0].expire_at
    if account.holds:
        document["holds"] = [
            {"hold_id": hold.hold_id, "amount": hold.amount, "expire_at": hold.expire_at}
            for hold in account.holds
        ]
    return document


def account_update(read: int, account: Account) -> Document:
    """The statement that writes `account`; `read` is the version that was read, 0 for a new one.

    It sets fields, because MongoDB takes twice as long to replace a document, and does not ask for
    the version, because that takes as long again: see storage/commit.py.
    """
    fields = from_account(account)
    which = {"_id": fields.pop("_id")}
    if not read:
        return {"q": which, "u": {"$set": fields}, "upsert": True}
    for name in _NEVER_CHANGED:
        del fields[name]
    absent = {name: "" for name in _NOT_ALWAYS if name not in fields}
    return {"q": which, "u": {"$set": fields, **({"$unset": absent} if absent else {})}}


def to_account(document: Document) -> Account:
    """The account in `document`. Raises Damaged when there is none."""
    document = whole(document) if type(document.get("posted")) is float else document
    try:
        return _to_account(document)
    except _UNREADABLE as error:
        raise Damaged(f"account {document['_id']}", f"can't be read: {error!r}") from error


def whole(value: Any) -> Any:
    """`value` with integers for what a `stock: 5.0` once wrote as floats."""
    if isinstance(value, dict):
        return {name: whole(item) for name, item in value.items()}
    if isinstance(value, list):
        return [whole(item) for item in value]
    return exact(value) if isinstance(value, float) else value


def check_account(document: Document, account: Account) -> None:
    """Whether `document` is found as `account` must be. Raises Damaged."""
    first = account.lots[0].expire_at if account.lots else None
    if document["_id"] != account_id(account.key):
        raise Damaged(f"account {document['_id']}", f"it says that it is {account.key.name}")
    if document.get("expires_at") != first:
        raise Damaged(account.key.name, "expires_at is not when its first lot expires")


def _to_account(document: Document) -> Account:
    return Account(
        AccountKey(document["brand"], document["owner"], document["asset"]),
        document["posted"],
        document["sequence"],
        document["version"],
        document["head"],
        document["recorded_at"],
        _to_lots(document),
        tuple(
            Hold(hold["hold_id"], hold["amount"], hold["expire_at"])
            for hold in document.get("holds", ())
        ),
        # Of an account that was written before this was kept, nothing says less.
        document["effective_to"] if "effective_to" in document else document["recorded_at"],
    )


def from_posting(posting: Posting, find_by: Collection[str] = ()) -> Document:
    """The document of `posting`, which has its entries in it.

    `find_by` are the keys of metadata by which its brand asks to find postings.
    """
    document: Document = {
        "_id": posting.id,
        "brand": posting.brand,
        "request": request_key(posting.brand, posting.request_id),
        "kind": posting.kind.value,
        "entries": [_from_entry(entry) for entry in posting.entries],
        "effective_at": posting.effective_at,
        "recorded_at": posting.recorded_at,
        "digest": posting.digest,
    }
    keys = _keys(posting)
    if keys:
        document["keys"] = keys
    if posting.fingerprint:
        document["fingerprint"] = posting.fingerprint
    if posting.writer:
        document["writer"] = list(posting.writer)
    if posting.metadata:
        # As pairs: a key may hold dots and dollars, which mean something in field names.
        document["metadata"] = [[key, value] for key, value in posting.metadata.items()]
        order_id = posting.metadata.get(ORDER_ID)
        if order_id:
            document["order"] = order_key(posting.brand, order_id)
        for key in find_by:
            if key in posting.metadata:
                found = find_key(posting.brand, key, posting.metadata[key])
                document.setdefault("finds", []).append(found)
        for code in campaigns_of(posting):
            found = find_key(posting.brand, CAMPAIGN, code)
            if found not in document.get("finds", ()):
                document.setdefault("finds", []).append(found)
    if posting.reverses_posting_id:
        document["reverses"] = posting.reverses_posting_id
    if posting.holds:
        document["holds"] = [
            {
                "hold_id": hold.hold_id,
                "owner": hold.owner,
                "asset": hold.asset,
                "change": hold.change,
                "expire_at": hold.expire_at,
            }
            for hold in posting.holds
        ]
    if posting.records:
        document["records"] = [record._asdict() for record in posting.records]
    return document


def to_posting(document: Document) -> Posting:
    """The posting in `document`. Raises Damaged when there is none."""
    try:
        posting = _to_posting(document)
        if any(type(entry.amount) is float for entry in posting.entries):
            return _to_posting(whole(document))
        return posting
    except _UNREADABLE as error:
        raise Damaged(f"posting {document['_id']}", f"can't be read: {error!r}") from error


def check_posting(document: Document, posting: Posting) -> None:
    """Whether `document` is found by what `posting` says, and nothing else. Raises Damaged.

    It may lack finds: nobody knows what its brand asked for when it was written.
    """
    brand, metadata = posting.brand, posting.metadata
    where = f"posting {posting.id}"
    if document.get("keys", []) != _keys(posting):
        raise Damaged(where, "keys are not those of its entries")
    order_id = metadata.get(ORDER_ID)
    if document.get("order") != (order_key(brand, order_id) if order_id else None):
        raise Damaged(where, "order is not the one in its metadata")
    finds = document.get("finds", ())
    if finds:
        true = {find_key(brand, key, value) for key, value in metadata.items()}
        true |= {find_key(brand, CAMPAIGN, code) for code in campaigns_of(posting)}
        if len(set(finds)) < len(finds) or not true.issuperset(finds):
            raise Damaged(where, "finds are not those of its metadata")


def _keys(posting: Posting) -> list[str]:
    return [
        entry_key((posting.brand, entry.owner, entry.asset), entry.sequence)
        for entry in posting.entries
        if entry.sequence
    ]


def _to_posting(document: Document) -> Posting:
    return Posting(
        document["_id"],
        document["brand"],
        document["request"][len(document["brand"]) + 1 :],
        PostingKind(document["kind"]),
        tuple(_to_entry(entry) for entry in document["entries"]),
        document["effective_at"],
        document["recorded_at"],
        document.get("reverses", ""),
        dict(document.get("metadata", ())),
        tuple(
            HoldMove(
                hold["hold_id"], hold["owner"], hold["asset"], hold["change"], hold["expire_at"]
            )
            for hold in document.get("holds", ())
        ),
        document.get("fingerprint", ""),
        Writer(*document["writer"]) if "writer" in document else None,
        tuple(
            RecordWrite(record["kind"], record["id"], record["version"], record["digest"])
            for record in document.get("records", ())
        ),
        document["digest"],
    )


def record_update(read: int, key: RecordKey, record: StoredRecord) -> Document:
    """The statement that writes `record` over the version `read`, 0 for what must not exist yet."""
    fields = {
        "_id": record_id(key),
        "brand": key.brand,
        "kind": key.kind,
        "version": record.version,
        "body": dict(record.body),
    }
    if record.posting_id:
        fields["posting"] = record.posting_id
    return _update(read, fields)


def to_record(document: Document) -> tuple[RecordKey, StoredRecord]:
    """The record in `document`, and its name."""
    brand, kind = document["brand"], document["kind"]
    name = document["_id"][len(brand) + len(kind) + 2 :]
    return RecordKey(brand, kind, name), StoredRecord(
        document["version"], document["body"], document.get("posting", "")
    )


def sendable(items: Sequence[T], document_in: Callable[[T], Document]) -> Iterator[Sequence[T]]:
    """`items` in pieces that one command can carry: all together, unless they are very large."""
    start = kib = 0
    for index, item in enumerate(items):
        more = _kib(document_in(item))
        if index > start and kib + more > COMMAND_KIB_MAX:
            yield items[start:index]
            start, kib = index, 0
        kib += more
    if start < len(items):
        yield items[start:]


def _update(read: int, fields: Document) -> Document:
    which = {"_id": fields.pop("_id"), "version": read}
    # What is new meets the id of what is there already; what was read meets nothing if it changed.
    return {"q": which, "u": {"$set": fields}, "upsert": not read}


def _kib(document: Document) -> int:
    # Never too low: a lot or a hold takes up to 200 bytes, an entry 400, a pair of metadata 1,200.
    entries = document.get("entries", ())
    parts = len(document.get("lots", ())) + len(document.get("holds", ()))
    parts += 2 * len(document.get("records", ()))
    parts += sum(2 + len(entry.get("lots", ())) for entry in entries)
    body = 1 + 4 * len(repr(document["body"])) // 1024 if "body" in document else 0
    return 2 + parts // 4 + 2 * len(document.get("metadata", ())) + body


def _from_entry(entry: Entry) -> Document:
    document: Document = {"owner": entry.owner, "asset": entry.asset, "amount": entry.amount}
    if entry.sequence:
        document["sequence"] = entry.sequence
        document["balance_after"] = entry.balance_after
        document["hash"] = entry.hash
    if entry.expire_at is not None:
        document["expire_at"] = entry.expire_at
    if entry.available_at is not None:
        document["available_at"] = entry.available_at
    if entry.lots:
        document["lots"] = _from_lots(entry.lots)
    if entry.minimum:
        document["minimum"] = entry.minimum
    if entry.unguarded:
        document["unguarded"] = True
    return document


def _to_entry(document: Document) -> Entry:
    return Entry(
        document["owner"],
        document["asset"],
        document["amount"],
        document.get("sequence", 0),
        document.get("balance_after", 0),
        document.get("hash", b""),
        document.get("expire_at"),
        document.get("available_at"),
        _to_lots(document),
        document.get("minimum", 0),
        document.get("unguarded", False),
    )


def _from_lots(lots: Sequence[Lot]) -> list[Document]:
    documents = []
    for lot in lots:
        document: Document = {"points": lot.points}
        if lot.expire_at is not None:
            document["expire_at"] = lot.expire_at
        if lot.available_at is not None:
            document["available_at"] = lot.available_at
        documents.append(document)
    return documents


def _to_lots(document: dict[str, Any]) -> tuple[Lot, ...]:
    return tuple(
        Lot(lot["points"], lot.get("expire_at"), lot.get("available_at"))
        for lot in document.get("lots", ())
    )
