"""Whether records are as the postings wrote them.

A posting says which version of a record it wrote, and the digest of the body; a record names the
posting that wrote it last. So a changed body differs from what its last posting says, an older body
put back has a lower version than a posting wrote, and a version that no posting wrote is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from services.points.ledger.domain.account_audit import Problem
from services.points.ledger.domain.batch import PostingKey
from services.points.ledger.domain.hash_chain import body_digest
from services.points.ledger.domain.posting import Posting, RecordWrite
from services.points.ledger.domain.record import RecordKey, StoredRecord


def audit_records(
    posting: Posting,
    stored: Mapping[RecordKey, StoredRecord],
    writers: Mapping[PostingKey, Posting],
) -> Iterator[Problem]:
    """What is wrong with the records that `posting` wrote.

    `stored` are those records now, read after the posting; `writers` the postings that they name.
    """
    for written in posting.records:
        key = RecordKey(posting.brand, written.kind, written.id)
        wrong = _wrong(posting.brand, key, written, stored.get(key), writers)
        if wrong:
            detail = f"posting {posting.id} wrote version {written.version}, but {wrong}"
            yield Problem("record", f"{key.kind} {key.id}", detail)


def _wrong(
    brand: str,
    key: RecordKey,
    written: RecordWrite,
    now: StoredRecord | None,
    writers: Mapping[PostingKey, Posting],
) -> str:
    if now is None:
        return "the record is gone"
    if now.version < written.version:
        return f"the record has version {now.version}"
    if now.version == written.version:
        same = body_digest(now.body) == written.digest
        return "" if same else "the record was changed since"
    # Its last posting compares the body; here it is enough that there is one.
    writer = writers.get(PostingKey(brand, now.posting_id))
    wanted = (key.kind, key.id, now.version)
    if any(one[:3] == wanted for one in (writer.records if writer else ())):
        return ""
    return f"no posting wrote its version {now.version}"
