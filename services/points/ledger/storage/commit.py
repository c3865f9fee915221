"""The transaction that writes a batch: which commands, and what their replies must say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from services.common.mongo import Document, OperationFailure, Statement
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.batch import LostRace, RequestSeen, Writes
from services.points.ledger.domain.record import RecordKey, StoredRecord
from services.points.ledger.storage.documents import (
    account_id,
    account_update,
    from_posting,
    record_update,
    sendable,
)
from services.points.ledger.storage.indexes import ACCOUNTS, POSTINGS, RECORDS

_DUPLICATE_KEY = 11000


class Statements(tuple[Statement, ...]):
    """One transaction.

    Plain commands, because the driver's bulk API takes longer to prepare a batch than to send it.
    """


def statements(writes: Writes) -> Statements:
    """The transaction that writes `writes`. Its statements raise LostRace and RequestSeen."""
    return Statements(
        (
            *_account_statements(writes.accounts),
            *_record_statements(writes.records),
            *_posting_statements(writes),
        )
    )


def _account_statements(accounts: Sequence[tuple[int, Account]]) -> Iterator[Statement]:
    """Every account under the version that was read.

    Versions only rise, so their sum is as expected when each of them is. Looked at once, the
    updates find their documents by id alone, which takes MongoDB half the time of looking for a
    version too; whoever writes one of them after the look makes the transaction fail.
    """
    if not accounts:
        return
    expected = sum(read for read, _ in accounts)

    def check_versions(reply: Document) -> None:
        if sum(found["version"] for found in reply["cursor"]["firstBatch"]) != expected:
            raise LostRace

    yield Statement(
        {
            "find": ACCOUNTS,
            "filter": {"_id": {"$in": [account_id(account.key) for _, account in accounts]}},
            "projection": {"_id": 0, "version": 1},
            "batchSize": len(accounts),
            "singleBatch": True,
        },
        check_versions,
    )
    yield from _updates(ACCOUNTS, [account_update(*one) for one in accounts])


def _record_statements(
    records: Sequence[tuple[int, RecordKey, StoredRecord]],
) -> Iterator[Statement]:
    yield from _updates(RECORDS, [record_update(*one) for one in records])


def _posting_statements(writes: Writes) -> Iterator[Statement]:
    find_by = writes.find_by
    documents = [from_posting(one, find_by.get(one.brand, ())) for one in writes.postings]
    for some in sendable(documents, _itself):
        command = {"insert": POSTINGS, "documents": some, "ordered": False}
        yield Statement(command, _check_inserted)


def _updates(name: str, updates: Sequence[Document]) -> Iterator[Statement]:
    for some in sendable(updates, _fields):
        command = {"update": name, "updates": some, "ordered": False}
        yield Statement(command, partial(_check_updated, len(some)))


def _check_updated(count: int, reply: Document) -> None:
    # Another version than the one read: an upsert meets its id, an update meets nothing.
    if _duplicates(reply) or reply["n"] != count:
        raise LostRace


def _check_inserted(reply: Document) -> None:
    failed = {field for error in _duplicates(reply) for field in error["keyPattern"]}
    # Numbers are given under the account's version: to meet one is a lost race.
    if failed == {"keys"}:
        raise LostRace
    if failed:
        raise RequestSeen


def _duplicates(reply: Document) -> list[Document]:
    """What a unique index refused. Raises OperationFailure for what failed otherwise."""
    errors: list[Document] = reply.get("writeErrors", [])
    for error in errors:
        if error["code"] != _DUPLICATE_KEY:
            raise OperationFailure(error.get("errmsg", ""), error["code"], error)
    return errors


def _fields(update: Document) -> Document:
    fields: Document = update["u"]["$set"]
    return fields


def _itself(document: Document) -> Document:
    return document
